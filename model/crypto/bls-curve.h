// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_CURVE_H
#define IOMT_BLS_CURVE_H

#include "bls-tower.h"

namespace ns3::iomt::bls
{

/// |x|, the parameter of the curve being x = -0xd201000000010000.
inline constexpr uint64_t PARAMETER = 0xd201000000010000;

/// @return 3b a, where b = 4 is the constant of the curve
template <class A>
Fp<A>
TimesThreeB(const Fp<A>& a)
{
    const Fp<A> four = a.Double().Double();
    return four.Double() + four;
}

/// @return 3b a, where b = 4 (1 + u) is the constant of the twist
template <class A>
Fp2<A>
TimesThreeB(const Fp2<A>& a)
{
    const Fp2<A> four = a.TimesXi().Double().Double();
    return four.Double() + four;
}

/**
 * @brief A point (x/z, y/z) of y^2 = x^3 + b; z = 0 at infinity.
 *
 * The formulas are complete (Renes, Costello & Batina, "Complete addition formulas for prime order
 * elliptic curves", 2016, algorithms 7 and 9): on points of odd order there is no exception, hence
 * nothing to branch on.
 *
 * @tparam F the field of the coordinates, Fp or Fp2
 */
template <class F>
struct Point
{
    F x; //!< times z
    F y; //!< times z
    F z; //!< common denominator

    static constexpr Point Identity()
    {
        return {F::Zero(), F::One(), F::Zero()};
    }

    bool IsIdentity() const
    {
        return z.IsZero();
    }

    Point operator-() const
    {
        return {x, -y, z};
    }

    Point Double() const
    {
        const F yy = y.Square();
        const F zz3b = TimesThreeB(z.Square());
        const F yz = y * z;
        const F xy = x * y;
        const F yy8 = yy.Double().Double().Double();
        const F difference = yy - (zz3b.Double() + zz3b);
        typename F::Wide wide = F::MultiplyWide(difference, yy + zz3b);
        wide += F::MultiplyWide(zz3b, yy8);
        return {(difference * xy).Double(), F::Reduce(wide), yz * yy8};
    }

    friend Point operator+(const Point& a, const Point& b)
    {
        const auto xx = F::MultiplyWide(a.x, b.x);
        const auto yy = F::MultiplyWide(a.y, b.y);
        const auto zz = F::MultiplyWide(a.z, b.z);
        auto cross = F::MultiplyWide(F::AddUnreduced(a.x, a.y), F::AddUnreduced(b.x, b.y));
        cross.SubtractPart(xx);
        cross.SubtractPart(yy);
        const F xy = F::Reduce(cross);
        cross = F::MultiplyWide(F::AddUnreduced(a.y, a.z), F::AddUnreduced(b.y, b.z));
        cross.SubtractPart(yy);
        cross.SubtractPart(zz);
        const F yz = F::Reduce(cross);
        cross = F::MultiplyWide(F::AddUnreduced(a.x, a.z), F::AddUnreduced(b.x, b.z));
        cross.SubtractPart(xx);
        cross.SubtractPart(zz);
        const F xz3b = TimesThreeB(F::Reduce(cross));
        const F one = F::Reduce(xx);
        const F xx3 = one.Double() + one;
        const F y2 = F::Reduce(yy);
        const F zz3b = TimesThreeB(F::Reduce(zz));
        const F sum = y2 + zz3b;
        const F difference = y2 - zz3b;
        auto wide = F::MultiplyWide(xy, difference);
        wide -= F::MultiplyWide(yz, xz3b);
        const F x3 = F::Reduce(wide);
        wide = F::MultiplyWide(difference, sum);
        wide += F::MultiplyWide(xz3b, xx3);
        const F y3 = F::Reduce(wide);
        wide = F::MultiplyWide(sum, yz);
        wide += F::MultiplyWide(xx3, xy);
        return {x3, y3, F::Reduce(wide)};
    }

    friend bool operator==(const Point& a, const Point& b)
    {
        // At infinity y is not zero, so that y z tells it from every other point.
        return a.x * b.z == b.x * a.z && a.y * b.z == b.y * a.z;
    }

    /// As Fp::Assign.
    void Assign(const Point& other, uint64_t mask)
    {
        x.Assign(other.x, mask);
        y.Assign(other.y, mask);
        z.Assign(other.z, mask);
    }

    /// @return this PARAMETER times; the point may be secret, and may have any odd order
    Point TimesParameter() const
    {
        Point multiple = *this;
        for (int i = 62; i >= 0; --i)
        {
            multiple = multiple.Double();
            if ((PARAMETER >> i & 1) != 0)
            {
                multiple = multiple + *this;
            }
        }
        return multiple;
    }
};

/// @return sigma(x, y) = (beta x, y), beta a cube root of one: -x^2 times a point of order r
template <class A>
Point<Fp<A>>
Endomorphism(const Point<Fp<A>>& point)
{
    static constexpr Fp<A> beta = Fp<A>::FromHex(
        "5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a00022e01fffffffefffe");
    return {point.x * beta, point.y, point.z};
}

/// @return psi, the Frobenius map brought to the twist: x times a point of order r
template <class A>
Point<Fp2<A>>
Endomorphism(const Point<Fp2<A>>& point)
{
    // (conj(x) xi^-((p - 1)/3), conj(y) xi^-((p - 1)/2)): the first factor is g u, the second
    // h (1 - u) with h in Fp.
    static constexpr Fp<A> g =
        Fp<A>::FromHex("1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b"
                       "409427eb4f49fffd8bfd00000000aaad");
    static constexpr Fp<A> h =
        Fp<A>::FromHex("135203e60180a68ee2e9c448d77a2cd91c3dedd930b1cf60ef396489f61eb45e"
                       "304466cf3e67fa0af1ee7b04121bdea2");
    // conj(y) (1 - u) is (y0 - y1) - (y0 + y1) u.
    return {{point.x.c1 * g, point.x.c0 * g},
            {(point.y.c0 - point.y.c1) * h, -((point.y.c0 + point.y.c1) * h)},
            point.z.Conjugate()};
}

/**
 * @brief Whether a point of the curve is of order r or the identity.
 *
 * Scott, "A note on group membership tests for G1, G2 and GT on BLS pairing-friendly curves"
 * (2021): exactly there the endomorphism is the multiplication by its eigenvalue.
 */
template <class A>
bool
IsOfOrderR(const Point<Fp<A>>& point)
{
    return Endomorphism(point) == -point.TimesParameter().TimesParameter();
}

/// The same on the twist.
template <class A>
bool
IsOfOrderR(const Point<Fp2<A>>& point)
{
    return Endomorphism(point) == -point.TimesParameter();
}

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_CURVE_H
