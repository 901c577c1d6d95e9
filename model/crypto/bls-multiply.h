// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_MULTIPLY_H
#define IOMT_BLS_MULTIPLY_H

#include "bls-costs.h"
#include "bls-pairing.h"
#include "bls12-381.h"

#include <algorithm>
#include <vector>

namespace ns3::iomt::bls
{

// Multiples by decomposed scalars. A scalar below r < x^4 is written to the base x^2 (G1, two
// digits of 128 bits; Gallant, Lambert & Vanstone, 2001) or |x| (G2 and GT, four digits of 64 bits;
// Galbraith, Lin & Scott, 2009), and the powers of the base are endomorphisms, which cost little.

/// The digits of a scalar, of up to 128 bits each, the least significant limb first.
template <std::size_t N>
using ScalarDigits = std::array<std::array<uint64_t, 2>, N>;

/**
 * @brief Divides, bit by bit, so that time tells nothing.
 * @param dividend gives way to the quotient
 * @return the remainder
 */
inline Uint128
DivideInPlace(std::array<uint64_t, 4>& dividend, Uint128 divisor)
{
    Uint128 remainder = 0;
    for (int i = 0; i < 256; ++i)
    {
        const uint64_t over = static_cast<uint64_t>(remainder >> 127);
        remainder = remainder << 1 | dividend[3] >> 63;
        const Uint128 less = remainder - divisor;
        const uint64_t fits = over | static_cast<uint64_t>(remainder >= divisor);
        remainder ^= (remainder ^ less) & (0 - Uint128(fits));
        for (std::size_t j = 3; j > 0; --j)
        {
            dividend[j] = dividend[j] << 1 | dividend[j - 1] >> 63;
        }
        dividend[0] = dividend[0] << 1 | fits;
    }
    return remainder;
}

/// @return the digits of the scalar to the base x^2
inline ScalarDigits<2>
DigitsOfG1(std::array<uint64_t, 4> scalar)
{
    const Uint128 low = DivideInPlace(scalar, Uint128(PARAMETER) * PARAMETER);
    return {
        {{static_cast<uint64_t>(low), static_cast<uint64_t>(low >> 64)}, {scalar[0], scalar[1]}}};
}

/// @return the digits of the scalar to the base |x|
inline ScalarDigits<4>
DigitsOfG2(std::array<uint64_t, 4> scalar)
{
    ScalarDigits<4> digits{};
    for (auto& digit : digits)
    {
        digit[0] = static_cast<uint64_t>(DivideInPlace(scalar, PARAMETER));
    }
    return digits;
}

/// How a group is multiplied in: its endomorphism and the digits that belong to it.
template <class Element>
struct GroupTraits;

template <class A>
struct GroupTraits<Point<Fp<A>>>
{
    static constexpr std::size_t DIGITS = 2; //!< of a scalar
    static constexpr int BITS = 128;         //!< of a digit
    static constexpr int WINDOW = 5;         //!< bits looked up at once

    static constexpr uint64_t ADDITION = cost::ADD_G1;            //!< half multiplications
    static constexpr uint64_t DOUBLING = cost::DOUBLE_G1;         //!< half multiplications
    static constexpr uint64_t TIMES_BASE = cost::ENDOMORPHISM_G1; //!< half multiplications

    static ScalarDigits<2> Digits(const Scalar& scalar)
    {
        return DigitsOfG1(scalar.Limbs());
    }

    /// @return the base of the digits times an element
    static Point<Fp<A>> TimesBase(const Point<Fp<A>>& a)
    {
        return -Endomorphism(a);
    }
};

template <class A>
struct GroupTraits<Point<Fp2<A>>>
{
    static constexpr std::size_t DIGITS = 4; //!< of a scalar
    static constexpr int BITS = 64;          //!< of a digit
    static constexpr int WINDOW = 5;         //!< bits looked up at once

    static constexpr uint64_t ADDITION = cost::ADD_G2;            //!< half multiplications
    static constexpr uint64_t DOUBLING = cost::DOUBLE_G2;         //!< half multiplications
    static constexpr uint64_t TIMES_BASE = cost::ENDOMORPHISM_G2; //!< half multiplications

    static ScalarDigits<4> Digits(const Scalar& scalar)
    {
        return DigitsOfG2(scalar.Limbs());
    }

    /// @return the base of the digits times an element
    static Point<Fp2<A>> TimesBase(const Point<Fp2<A>>& a)
    {
        return -Endomorphism(a);
    }
};

/// GT, written as an additive group so that one ladder serves all three.
template <class A>
struct GtElement
{
    Fp12<A> value; //!< in the cyclotomic subgroup

    static constexpr GtElement Identity()
    {
        return {Fp12<A>::One()};
    }

    GtElement operator-() const
    {
        return {value.Conjugate()};
    }

    GtElement Double() const
    {
        GtElement square = *this;
        square.value.SquareCyclotomic();
        return square;
    }

    friend GtElement operator+(const GtElement& a, const GtElement& b)
    {
        return {a.value * b.value};
    }

    /// As Fp::Assign.
    void Assign(const GtElement& other, uint64_t mask)
    {
        value.Assign(other.value, mask);
    }
};

template <class A>
struct GroupTraits<GtElement<A>>
{
    static constexpr std::size_t DIGITS = 4; //!< of a scalar
    static constexpr int BITS = 64;          //!< of a digit
    static constexpr int WINDOW = 4;         //!< bits looked up at once

    static constexpr uint64_t ADDITION = cost::MULTIPLY_GT;    //!< half multiplications
    static constexpr uint64_t DOUBLING = cost::SQUARE_GT;      //!< half multiplications
    static constexpr uint64_t TIMES_BASE = cost::FROBENIUS_GT; //!< half multiplications

    static ScalarDigits<4> Digits(const Scalar& scalar)
    {
        return DigitsOfG2(scalar.Limbs());
    }

    /// @return the base of the digits times an element: x is p modulo r, and negative
    static GtElement<A> TimesBase(const GtElement<A>& a)
    {
        return {a.value.Frobenius().Conjugate()};
    }
};

/// An element and how many times it is taken.
template <class Element>
using GroupTerm = std::pair<Element, Scalar>;

/**
 * @brief The sum of multiples (Straus, 1964), by signed windows of fixed positions (Booth, 1951).
 *
 * Every window adds something, the identity included, and looks at all its table: neither branches
 * nor addresses depend on scalars.
 */
template <class Element>
Element
MultiplyAddFixed(const std::vector<GroupTerm<Element>>& terms)
{
    using Traits = GroupTraits<Element>;
    constexpr std::size_t entries = std::size_t(1) << (Traits::WINDOW - 1);

    struct Base
    {
        std::array<Element, entries> multiples; //!< 1, 2, ... times
        std::array<uint64_t, 2> digit;
    };

    if (terms.empty())
    {
        return Element::Identity();
    }
    std::vector<Base> bases(terms.size() * Traits::DIGITS);
    for (std::size_t i = 0; i < terms.size(); ++i)
    {
        const auto digits = Traits::Digits(terms[i].second);
        for (std::size_t j = 0; j < Traits::DIGITS; ++j)
        {
            Base& base = bases[i * Traits::DIGITS + j];
            base.digit = digits[j];
            if (j == 0)
            {
                base.multiples[0] = terms[i].first;
                for (std::size_t k = 1; k < entries; ++k)
                {
                    base.multiples[k] = k % 2 == 1 ? base.multiples[k / 2].Double()
                                                   : base.multiples[k - 1] + terms[i].first;
                }
                continue;
            }
            const Base& before = bases[i * Traits::DIGITS + j - 1];
            for (std::size_t k = 0; k < entries; ++k)
            {
                base.multiples[k] = Traits::TimesBase(before.multiples[k]);
            }
        }
    }
    Element sum = Element::Identity();
    constexpr int top = Traits::BITS / Traits::WINDOW * Traits::WINDOW;
    for (int position = top; position >= 0; position -= Traits::WINDOW)
    {
        for (int i = 0; i < Traits::WINDOW && position != top; ++i)
        {
            sum = sum.Double();
        }
        for (const Base& base : bases)
        {
            // The window and the bit below it: -2^(w-1) <= value <= 2^(w-1).
            const Uint128 wide = (Uint128(base.digit[1]) << 64 | base.digit[0]);
            const uint64_t bits =
                static_cast<uint64_t>(position == 0 ? wide << 1 : wide >> (position - 1)) &
                ((2U << Traits::WINDOW) - 1);
            const uint64_t negative = 0 - (bits >> Traits::WINDOW);
            const uint64_t folded = (bits ^ negative) & ((2U << Traits::WINDOW) - 1);
            const uint64_t value = (folded >> 1) + (folded & 1);
            Element chosen = Element::Identity();
            for (std::size_t k = 0; k < entries; ++k)
            {
                const uint64_t difference = value ^ (k + 1);
                chosen.Assign(base.multiples[k], ((difference | (0 - difference)) >> 63) - 1);
            }
            chosen.Assign(-chosen, negative);
            sum = sum + chosen;
        }
    }
    CountHalfMultiplications(top * Traits::DOUBLING +
                             terms.size() * (entries / 2 * Traits::DOUBLING +
                                             (entries / 2 - 1) * Traits::ADDITION +
                                             (Traits::DIGITS - 1) * entries * Traits::TIMES_BASE) +
                             bases.size() * (top / Traits::WINDOW + 1) * Traits::ADDITION);
    return sum;
}

/**
 * @brief The same in variable time, by non-adjacent forms: for public scalars.
 */
template <class Element>
Element
MultiplyAddVariable(const std::vector<GroupTerm<Element>>& terms)
{
    using Traits = GroupTraits<Element>;
    constexpr int width = 5;

    struct Base
    {
        std::vector<Element> odd;       //!< 1, 3, 5, ... times, as far as needed
        std::array<int8_t, 130> form{}; //!< signed odd digits or 0, for each bit
    };

    std::vector<Base> bases;
    int length = 0;
    uint64_t halves = 0;
    for (const auto& [element, scalar] : terms)
    {
        // A scalar just below r is a small one of the negative.
        const Scalar opposite = -scalar;
        const bool negate = std::lexicographical_compare(opposite.Limbs().rbegin(),
                                                         opposite.Limbs().rend(),
                                                         scalar.Limbs().rbegin(),
                                                         scalar.Limbs().rend());
        Element element1 = negate ? -element : element;
        for (const auto& digit : Traits::Digits(negate ? opposite : scalar))
        {
            Uint128 rest = Uint128(digit[1]) << 64 | digit[0];
            if (rest != 0)
            {
                Base base;
                int largest = 1;
                for (int i = 0; rest != 0; ++i, rest >>= 1)
                {
                    if ((rest & 1) == 0)
                    {
                        continue;
                    }
                    int value = static_cast<int>(rest & ((1 << width) - 1));
                    value = value >= 1 << (width - 1) ? value - (1 << width) : value;
                    base.form[i] = static_cast<int8_t>(value);
                    largest = std::max(largest, value < 0 ? -value : value);
                    length = std::max(length, i + 1);
                    rest -= static_cast<Uint128>(value); // modulo 2^128
                }
                base.odd.push_back(element1);
                if (largest > 1)
                {
                    const Element twice = element1.Double();
                    for (int i = 3; i <= largest; i += 2)
                    {
                        base.odd.push_back(base.odd.back() + twice);
                        halves += Traits::ADDITION;
                    }
                    halves += Traits::DOUBLING;
                }
                bases.push_back(std::move(base));
            }
            element1 = Traits::TimesBase(element1);
            halves += Traits::TIMES_BASE;
        }
    }
    Element sum = Element::Identity();
    for (int i = length - 1; i >= 0; --i)
    {
        sum = sum.Double();
        for (const Base& base : bases)
        {
            const int value = base.form[i];
            if (value > 0)
            {
                sum = sum + base.odd[value / 2];
                halves += Traits::ADDITION;
            }
            else if (value < 0)
            {
                sum = sum + -base.odd[-value / 2];
                halves += Traits::ADDITION;
            }
        }
        halves += Traits::DOUBLING;
    }
    CountHalfMultiplications(halves);
    return sum;
}

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_MULTIPLY_H
