// SPDX-License-Identifier: GPL-2.0-only

// Arithmetic modulo r = x^4 - x^2 + 1, x = -0xd201000000010000. Limbs4 hold the integer itself, as
// ladders and serialisation want it; a product is two Montgomery products (Montgomery, "Modular
// multiplication without trial division", 1985), of which the second undoes the factor of the
// first. Nothing branches on a value.

#include "bls12-381.h"

namespace ns3::iomt::bls
{

namespace
{

using Limbs4 = std::array<uint64_t, 4>;
__extension__ using Wide = unsigned __int128;

constexpr Limbs4 R{0xffffffff00000001, 0x53bda402fffe5bfe, 0x3339d80809a1d805, 0x73eda753299d7d48};
/// 2^512 mod r
constexpr Limbs4 SQUARED_RADIX{0xc999e990f3f29c6d,
                               0x2b6cedcb87925c23,
                               0x05d314967254398f,
                               0x0748d9d99f59ff11};
/// -1/r mod 2^64
constexpr uint64_t MINUS_INVERSE = 0xfffffffeffffffff;

/// @return the integer of `carry` and `value`, which is below 2r, modulo r
Limbs4
SubtractOnce(const Limbs4& value, uint64_t carry)
{
    Limbs4 less;
    uint64_t borrow = 0;
    for (std::size_t i = 0; i < 4; ++i)
    {
        const Wide difference = Wide(value[i]) - R[i] - borrow;
        less[i] = static_cast<uint64_t>(difference);
        borrow = static_cast<uint64_t>(difference >> 64) & 1;
    }
    const uint64_t keep = 0 - (borrow & (carry ^ 1));
    for (std::size_t i = 0; i < 4; ++i)
    {
        less[i] = (value[i] & keep) | (less[i] & ~keep);
    }
    return less;
}

/// @return a b / 2^256 mod r, of a below 2^256 and b below r
Limbs4
MontgomeryProduct(const Limbs4& a, const Limbs4& b)
{
    std::array<uint64_t, 6> t{};
    for (std::size_t i = 0; i < 4; ++i)
    {
        Wide sum = 0;
        for (std::size_t j = 0; j < 4; ++j)
        {
            sum += Wide(a[i]) * b[j] + t[j];
            t[j] = static_cast<uint64_t>(sum);
            sum >>= 64;
        }
        sum += t[4];
        t[4] = static_cast<uint64_t>(sum);
        t[5] = static_cast<uint64_t>(sum >> 64);
        const uint64_t m = t[0] * MINUS_INVERSE;
        sum = (Wide(m) * R[0] + t[0]) >> 64;
        for (std::size_t j = 1; j < 4; ++j)
        {
            sum += Wide(m) * R[j] + t[j];
            t[j - 1] = static_cast<uint64_t>(sum);
            sum >>= 64;
        }
        sum += t[4];
        t[3] = static_cast<uint64_t>(sum);
        t[4] = t[5] + static_cast<uint64_t>(sum >> 64);
    }
    return SubtractOnce({t[0], t[1], t[2], t[3]}, t[4]);
}

Limbs4
Sum(const Limbs4& a, const Limbs4& b)
{
    Limbs4 sum;
    Wide carry = 0;
    for (std::size_t i = 0; i < 4; ++i)
    {
        carry += Wide(a[i]) + b[i];
        sum[i] = static_cast<uint64_t>(carry);
        carry >>= 64;
    }
    return SubtractOnce(sum, static_cast<uint64_t>(carry));
}

/// @return a 2^256 mod r, of any a
Limbs4
TimesRadix(const Limbs4& a)
{
    return MontgomeryProduct(a, SQUARED_RADIX);
}

/// @return a mod r, of any a
Limbs4
Reduced(const Limbs4& a)
{
    return MontgomeryProduct(TimesRadix(a), {1, 0, 0, 0});
}

/// @param octets 32 of them, big-endian
Limbs4
Load(const uint8_t* octets)
{
    Limbs4 limbs{};
    for (std::size_t i = 0; i < Scalar::SIZE; ++i)
    {
        limbs[3 - i / 8] = limbs[3 - i / 8] << 8 | octets[i];
    }
    return limbs;
}

} // namespace

Scalar::Scalar(uint64_t value)
    : m_limbs{value, 0, 0, 0}
{
}

std::optional<Scalar>
Scalar::FromBytes(const uint8_t* octets)
{
    Scalar scalar;
    scalar.m_limbs = Load(octets);
    if (Reduced(scalar.m_limbs) != scalar.m_limbs)
    {
        return std::nullopt;
    }
    return scalar;
}

Scalar
Scalar::Reduce(const Bytes& octets)
{
    // Horner's rule over chunks of 256 bits, the first of which may be shorter.
    Scalar value;
    for (std::size_t i = 0; i < octets.size();)
    {
        const std::size_t rest = (octets.size() - i) % SIZE;
        const std::size_t size = rest == 0 ? SIZE : rest;
        std::array<uint8_t, SIZE> chunk{};
        for (std::size_t j = 0; j < size; ++j)
        {
            chunk[SIZE - size + j] = octets[i + j];
        }
        value.m_limbs = Sum(TimesRadix(value.m_limbs), Reduced(Load(chunk.data())));
        i += size;
    }
    return value;
}

Scalar
Scalar::Random(const std::function<uint64_t()>& draw)
{
    Limbs4 low;
    for (uint64_t& limb : low)
    {
        limb = draw();
    }
    const uint64_t first = draw();
    const Limbs4 high{first, draw(), 0, 0};
    Scalar value;
    value.m_limbs = Sum(Reduced(low), TimesRadix(high));
    return value;
}

Scalar
Scalar::operator+(const Scalar& other) const
{
    Scalar sum;
    sum.m_limbs = Sum(m_limbs, other.m_limbs);
    return sum;
}

Scalar
Scalar::operator-(const Scalar& other) const
{
    return *this + -other;
}

Scalar
Scalar::operator-() const
{
    Scalar negative;
    uint64_t borrow = 0;
    for (std::size_t i = 0; i < 4; ++i)
    {
        const Wide difference = Wide(R[i]) - m_limbs[i] - borrow;
        negative.m_limbs[i] = static_cast<uint64_t>(difference);
        borrow = static_cast<uint64_t>(difference >> 64) & 1;
    }
    negative.m_limbs = SubtractOnce(negative.m_limbs, 0); // r - 0 is r
    return negative;
}

Scalar
Scalar::operator*(const Scalar& other) const
{
    Scalar product;
    product.m_limbs = MontgomeryProduct(TimesRadix(m_limbs), other.m_limbs);
    return product;
}

Scalar
Scalar::Inverse() const
{
    // Fermat: the power r - 2, whose bits are public.
    const Limbs4 base = TimesRadix(m_limbs);
    Limbs4 power = TimesRadix({1, 0, 0, 0});
    for (int i = 254; i >= 0; --i)
    {
        power = MontgomeryProduct(power, power);
        const uint64_t limb = i < 64 ? R[0] - 2 : R[i / 64];
        if ((limb >> (i % 64) & 1) != 0)
        {
            power = MontgomeryProduct(power, base);
        }
    }
    Scalar inverse;
    inverse.m_limbs = MontgomeryProduct(power, {1, 0, 0, 0});
    return inverse;
}

bool
Scalar::IsZero() const
{
    return (m_limbs[0] | m_limbs[1] | m_limbs[2] | m_limbs[3]) == 0;
}

bool
Scalar::operator==(const Scalar& other) const
{
    return (*this - other).IsZero();
}

bool
Scalar::operator!=(const Scalar& other) const
{
    return !(*this == other);
}

std::array<uint8_t, Scalar::SIZE>
Scalar::ToBytes() const
{
    std::array<uint8_t, SIZE> octets;
    for (std::size_t i = 0; i < SIZE; ++i)
    {
        octets[i] = static_cast<uint8_t>(m_limbs[3 - i / 8] >> (56 - 8 * (i % 8)));
    }
    return octets;
}

const std::array<uint64_t, 4>&
Scalar::Limbs() const
{
    return m_limbs;
}

} // namespace ns3::iomt::bls
