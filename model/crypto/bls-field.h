// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_FIELD_H
#define IOMT_BLS_FIELD_H

#include "bls-inverse.h"
#include "bls-prime.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace ns3::iomt::bls
{

/// The double-width product of two elements, or a sum of such, below p R.
template <class A>
struct FpWide
{
    uint64_t v[12]; //!< least significant first

    friend FpWide operator+(const FpWide& a, const FpWide& b)
    {
        FpWide sum;
        A::AddWide(sum.v, a.v, b.v);
        return sum;
    }

    friend FpWide operator-(const FpWide& a, const FpWide& b)
    {
        FpWide difference;
        A::SubtractWide(difference.v, a.v, b.v);
        return difference;
    }

    FpWide& operator+=(const FpWide& other)
    {
        A::AddWide(v, v, other.v);
        return *this;
    }

    FpWide& operator-=(const FpWide& other)
    {
        A::SubtractWide(v, v, other.v);
        return *this;
    }

    /// Subtracts a product that is part of this one by Karatsuba's identity.
    void SubtractPart(const FpWide& other)
    {
        SubtractSmaller(other);
    }

    /// Subtracts an integer that is known not to be larger.
    void SubtractSmaller(const FpWide& other)
    {
        A::SubtractWideSmaller(v, v, other.v);
    }
};

/**
 * @brief An element a of the prime field, kept as a R mod p (Montgomery form).
 *
 * @tparam A the arithmetic: PortableArithmetic or MulxArithmetic. Both keep the same
 * representation, so that one may read what the other wrote.
 */
template <class A>
struct Fp
{
    using Wide = FpWide<A>; //!< what sums of products are collected in before one reduction

    uint64_t v[6]; //!< below p, least significant first

    static constexpr Fp FromLimbs(const FieldLimbs& l)
    {
        return {{l[0], l[1], l[2], l[3], l[4], l[5]}};
    }

    static constexpr Fp Zero()
    {
        return {{0, 0, 0, 0, 0, 0}};
    }

    static constexpr Fp One()
    {
        return FromLimbs(RADIX);
    }

    /// @param digits of the integer, hexadecimal, below p @return the element
    static constexpr Fp FromHex(std::string_view digits)
    {
        FieldLimbs limbs{};
        for (const char c : digits)
        {
            for (std::size_t i = 5; i > 0; --i)
            {
                limbs[i] = limbs[i] << 4 | limbs[i - 1] >> 60;
            }
            limbs[0] = limbs[0] << 4 | static_cast<uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
        }
        return FromLimbs(ConstantMontgomeryProduct(limbs, RADIX_SQUARED));
    }

    /// @return a + b without reduction: below 2p, only to be multiplied
    static Fp AddUnreduced(const Fp& a, const Fp& b)
    {
        Fp sum;
        A::AddUnreduced(sum.v, a.v, b.v);
        return sum;
    }

    /// @pre the product of the integers is below p R
    static Wide MultiplyWide(const Fp& a, const Fp& b)
    {
        Wide product;
        A::MultiplyWide(product.v, a.v, b.v);
        return product;
    }

    static Wide SquareWide(const Fp& a)
    {
        Wide product;
        A::SquareWide(product.v, a.v);
        return product;
    }

    static Fp Reduce(const Wide& wide)
    {
        Fp reduced;
        A::Reduce(reduced.v, wide.v);
        return reduced;
    }

    friend Fp operator+(const Fp& a, const Fp& b)
    {
        Fp sum;
        A::Add(sum.v, a.v, b.v);
        return sum;
    }

    friend Fp operator-(const Fp& a, const Fp& b)
    {
        Fp difference;
        A::Subtract(difference.v, a.v, b.v);
        return difference;
    }

    friend Fp operator*(const Fp& a, const Fp& b)
    {
        Fp product;
        A::Multiply(product.v, a.v, b.v);
        return product;
    }

    Fp& operator+=(const Fp& other)
    {
        A::Add(v, v, other.v);
        return *this;
    }

    Fp& operator-=(const Fp& other)
    {
        A::Subtract(v, v, other.v);
        return *this;
    }

    Fp& operator*=(const Fp& other)
    {
        A::Multiply(v, v, other.v);
        return *this;
    }

    Fp operator-() const
    {
        return Zero() - *this;
    }

    Fp Square() const
    {
        Fp square;
        A::Square(square.v, v);
        return square;
    }

    Fp Double() const
    {
        return *this + *this;
    }

    bool IsZero() const
    {
        return (v[0] | v[1] | v[2] | v[3] | v[4] | v[5]) == 0;
    }

    friend bool operator==(const Fp& a, const Fp& b)
    {
        return std::memcmp(a.v, b.v, sizeof a.v) == 0;
    }

    friend bool operator!=(const Fp& a, const Fp& b)
    {
        return !(a == b);
    }

    /// Becomes `other` where `mask` is all ones, stays where it is zero; never branches.
    void Assign(const Fp& other, uint64_t mask)
    {
        for (std::size_t i = 0; i < 6; ++i)
        {
            v[i] ^= (v[i] ^ other.v[i]) & mask;
        }
    }

    /// @return the integer itself, out of Montgomery form
    FieldLimbs Integer() const
    {
        Wide wide{{v[0], v[1], v[2], v[3], v[4], v[5], 0, 0, 0, 0, 0, 0}};
        const Fp integer = Reduce(wide);
        return {integer.v[0], integer.v[1], integer.v[2], integer.v[3], integer.v[4], integer.v[5]};
    }

    /// @return sgn0 of RFC 9380, 4.1: the parity
    uint64_t Sign() const
    {
        return Integer()[0] & 1;
    }

    /// @return whether the integer is above (p - 1)/2, the larger of it and its negative
    bool IsLarge() const;
    /// @param exponent public, below 2^384 @return the power
    Fp Power(const FieldLimbs& exponent) const;
    /// @return the inverse; zero for zero
    Fp Inverse() const;
    /// @return a^((p - 3)/4), of which square roots and inverses of them are made
    Fp RootPower() const;
    /// @return a square root; nothing if there is none
    std::optional<Fp> SquareRoot() const;
    /// @param octets 48 of them, big-endian @return nothing if the integer is not below p
    static std::optional<Fp> FromBytes(const uint8_t* octets);
    /// @param octets 64 of them, big-endian @return the integer modulo p
    static Fp FromUniform(const uint8_t* octets);
    /// @param octets where to write 48 of them, big-endian
    void ToBytes(uint8_t* octets) const;
};

template <class A>
bool
Fp<A>::IsLarge() const
{
    // 2a mod p is odd exactly where 2a overflowed p.
    return Double().Sign() != 0;
}

template <class A>
Fp<A>
Fp<A>::Power(const FieldLimbs& exponent) const
{
    // Windows of 5 bits over odd powers: the exponent is public, so the path is fixed.
    std::array<Fp, 16> odd;
    odd[0] = *this;
    const Fp square = Square();
    for (std::size_t i = 1; i < odd.size(); ++i)
    {
        odd[i] = odd[i - 1] * square;
    }
    const auto bit = [&exponent](int i) {
        return i < 0 ? 0 : static_cast<int>(exponent[i / 64] >> (i % 64) & 1);
    };
    Fp power = One();
    bool started = false;
    for (int i = 383; i >= 0;)
    {
        if (bit(i) == 0)
        {
            if (started)
            {
                power = power.Square();
            }
            --i;
            continue;
        }
        int low = i < 4 ? 0 : i - 4;
        while (bit(low) == 0)
        {
            ++low;
        }
        int window = 0;
        for (int j = i; j >= low; --j)
        {
            window = 2 * window + bit(j);
            if (started)
            {
                A::Square(power.v, power.v);
            }
        }
        power = started ? power * odd[window / 2] : odd[window / 2];
        started = true;
        i = low - 1;
    }
    return power;
}

template <class A>
Fp<A>
Fp<A>::Inverse() const
{
    // The limbs hold a R: its inverse times R^3 / R is that of a, times R.
    return FromLimbs(RADIX_CUBED) *
           FromLimbs(InvertModuloPrime({v[0], v[1], v[2], v[3], v[4], v[5]}));
}

template <class A>
Fp<A>
Fp<A>::RootPower() const
{
    constexpr FieldLimbs exponent{0xee7fbfffffffeaaa,
                                  0x07aaffffac54ffff,
                                  0xd9cc34a83dac3d89,
                                  0xd91dd2e13ce144af,
                                  0x92c6e9ed90d2eb35,
                                  0x0680447a8e5ff9a6};
    return Power(exponent);
}

template <class A>
std::optional<Fp<A>>
Fp<A>::SquareRoot() const
{
    const Fp root = RootPower() * *this;
    if (root.Square() != *this)
    {
        return std::nullopt;
    }
    return root;
}

template <class A>
std::optional<Fp<A>>
Fp<A>::FromBytes(const uint8_t* octets)
{
    FieldLimbs limbs{};
    for (std::size_t i = 0; i < 48; ++i)
    {
        limbs[5 - i / 8] = limbs[5 - i / 8] << 8 | octets[i];
    }
    for (std::size_t i = 6; i-- > 0;)
    {
        if (limbs[i] != PRIME[i])
        {
            if (limbs[i] > PRIME[i])
            {
                return std::nullopt;
            }
            return FromLimbs(limbs) * FromLimbs(RADIX_SQUARED);
        }
    }
    return std::nullopt;
}

template <class A>
Fp<A>
Fp<A>::FromUniform(const uint8_t* octets)
{
    std::array<uint64_t, 8> limbs{};
    for (std::size_t i = 0; i < 64; ++i)
    {
        limbs[7 - i / 8] = limbs[7 - i / 8] << 8 | octets[i];
    }
    // high 2^384 + low, each brought into Montgomery form; the second factor may be
    // anything below R.
    const Fp low{{limbs[0], limbs[1], limbs[2], limbs[3], limbs[4], limbs[5]}};
    const Fp high{{limbs[6], limbs[7], 0, 0, 0, 0}};
    return FromLimbs(RADIX_SQUARED) * low + FromLimbs(RADIX_CUBED) * high;
}

template <class A>
void
Fp<A>::ToBytes(uint8_t* octets) const
{
    const FieldLimbs limbs = Integer();
    for (std::size_t i = 0; i < 48; ++i)
    {
        octets[i] = static_cast<uint8_t>(limbs[5 - i / 8] >> (56 - 8 * (i % 8)));
    }
}

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_FIELD_H
