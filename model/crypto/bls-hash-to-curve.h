// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_HASH_TO_CURVE_H
#define IOMT_BLS_HASH_TO_CURVE_H

#include "bls-curve.h"
#include "bls-isogeny.h"

#include <array>

namespace ns3::iomt::bls
{

/**
 * @param coefficients the constant one first; a leading one that is 1 is left out if `monic`
 * @return the polynomial at x/z, times z to the power of its degree
 */
template <class A, std::size_t N>
Fp<A>
HomogeneousPolynomial(const Fp<A> (&coefficients)[N],
                      bool monic,
                      const Fp<A>& x,
                      const std::array<Fp<A>, 16>& powersOfZ)
{
    const std::size_t degree = monic ? N : N - 1;
    Fp<A> value = monic ? Fp<A>::One() : coefficients[degree];
    for (std::size_t i = degree; i-- > 0;)
    {
        auto wide = Fp<A>::MultiplyWide(value, x);
        wide += Fp<A>::MultiplyWide(coefficients[i], powersOfZ[degree - i]);
        value = Fp<A>::Reduce(wide);
    }
    return value;
}

/// @return iso_map of RFC 9380, appendix E.2: the image of (x/z, y)
template <class A>
Point<Fp<A>>
IsogenyMap(const Fp<A>& x, const Fp<A>& z, const Fp<A>& y)
{
    using F = Fp<A>;
    using Map = Isogeny<A>;
    std::array<F, 16> powers;
    powers[0] = F::One();
    for (std::size_t i = 1; i < powers.size(); ++i)
    {
        powers[i] = powers[i - 1] * z;
    }
    const F xNumerator = HomogeneousPolynomial(Map::X_NUMERATOR, false, x, powers);
    const F xDenominator = HomogeneousPolynomial(Map::X_DENOMINATOR, true, x, powers) * z;
    const F yNumerator = HomogeneousPolynomial(Map::Y_NUMERATOR, false, x, powers) * y;
    const F yDenominator = HomogeneousPolynomial(Map::Y_DENOMINATOR, true, x, powers);
    return {xNumerator * yDenominator, yNumerator * xDenominator, xDenominator * yDenominator};
}

/**
 * @brief The simplified SWU map for AB = 0 (RFC 9380, 6.6.3 in the form of F.2), in constant time.
 * @param u any field element
 * @return a point of the curve of G1, of any order
 */
template <class A>
Point<Fp<A>>
MapToCurve(const Fp<A>& u)
{
    using F = Fp<A>;
    static constexpr F a = F::FromHex("00144698a3b8e9433d693a02c96d4982b0ea985383ee66a8"
                                      "d8e8981aefd881ac98936f8da0e0f97f5cf428082d584c1d");
    static constexpr F b = F::FromHex("12e2908d11688030018b12e8753eee3b2016c1f0f24f4070"
                                      "a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0");
    static constexpr F zOfMap = F::FromHex("b");
    // sqrt(-11)
    static constexpr F root = F::FromHex("04610e003bd3ac94dfa9246c390d7a78942602029175a4ca"
                                         "366d601f33f3946e3ed39794735c38315d874bc1d70637c3");
    const F zuu = zOfMap * u.Square();
    const F tv2 = zuu.Square() + zuu;
    const F numerator = b * (tv2 + F::One());
    F factor = -tv2;
    factor.Assign(zOfMap, tv2.IsZero() ? ~uint64_t(0) : 0);
    const F denominator = a * factor;
    const F square = denominator.Square();
    const F cube = square * denominator;
    const F gNumerator = (numerator.Square() + a * square) * numerator + b * cube;

    // sqrt_ratio(gNumerator, cube) for p = 3 mod 4 (F.2.1.2)
    const F product = gNumerator * cube;
    F y = (cube.Square() * product).RootPower() * product;
    const F other = y * root;
    const uint64_t isSquare = y.Square() * cube == gNumerator ? ~uint64_t(0) : 0;
    F x = zuu * numerator;
    const F otherY = zuu * u * other;
    x.Assign(numerator, isSquare);
    F chosen = otherY;
    chosen.Assign(y, isSquare);
    chosen.Assign(-chosen, 0 - (u.Sign() ^ chosen.Sign()));
    return IsogenyMap<A>(x, denominator, chosen);
}

/// @return clear_cofactor of RFC 9380, 8.8.1: h_eff = 1 - x times
template <class A>
Point<Fp<A>>
ClearCofactor(const Point<Fp<A>>& point)
{
    return point.TimesParameter() + point;
}

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_HASH_TO_CURVE_H
