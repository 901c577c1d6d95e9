// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_PAIRING_H
#define IOMT_BLS_PAIRING_H

#include "bls-curve.h"

#include <utility>
#include <vector>

namespace ns3::iomt::bls
{

/// A point with z = 1, not the identity.
template <class F>
struct AffinePoint
{
    F x; //!< coordinate
    F y; //!< coordinate
};

/**
 * @brief The optimal ate pairing: f_{|x|,Q}(P), conjugated since x < 0, and a final exponentiation.
 *
 * Steps on the twist are those of Costello, Lange & Naehrig ("Faster pairing computations on curves
 * with high-degree twists", 2010) in the form of Aranha et al. (2011), and their lines
 * b0 + b1 x_P v + b4 y_P v w.
 */
template <class A>
class MillerLoop
{
  public:
    using F = Fp<A>;   //!< field of P
    using F2 = Fp2<A>; //!< field of Q

    /// Takes one more factor of the product; neither point is the identity.
    void Add(const AffinePoint<F>& p, const AffinePoint<F2>& q)
    {
        m_pairs.push_back({-p.x, p.y, q, {q.x, q.y, F2::One()}});
    }

    /// @return the product before the final exponentiation
    Fp12<A> Run()
    {
        Fp12<A> f = Fp12<A>::One();
        for (int i = 62; i >= 0; --i)
        {
            if (i != 62)
            {
                f = f.Square();
            }
            for (Pair& pair : m_pairs)
            {
                DoubleStep(pair, f);
            }
            if ((PARAMETER >> i & 1) != 0)
            {
                for (Pair& pair : m_pairs)
                {
                    AddStep(pair, f);
                }
            }
        }
        return f.Conjugate();
    }

  private:
    struct Pair
    {
        F minusX;          //!< negated coordinate of p
        F y;               //!< coordinate of p
        AffinePoint<F2> q; //!< second argument
        Point<F2> t;       //!< the multiple of q reached
    };

    /// t becomes 2t, and f is multiplied by the tangent's value at p.
    static void DoubleStep(Pair& pair, Fp12<A>& f)
    {
        Point<F2>& t = pair.t;
        const F2 xy = t.x * t.y;
        const F2 b = t.y.Square();
        const F2 c = t.z.Square();
        const F2 e = TimesThreeB(c);
        const F2 e2 = e.Double();
        const F2 e3 = e2 + e;
        const F2 h = (t.y + t.z).Square() - (b + c);
        const F2 xx = t.x.Square();
        // Four times the coordinates of the paper, which halves.
        t.x = (xy * (b - e3)).Double();
        auto wide = F2::SquareWide(b + e3);
        const auto ee4 = F2::SquareWide(e2);
        wide -= ee4;
        wide -= ee4;
        wide -= ee4;
        t.y = F2::Reduce(wide);
        t.z = (b * h).Double().Double();
        f.MultiplyBy014(b - e, (xx.Double() + xx) * pair.minusX, h * pair.y);
    }

    /// t becomes t + q, and f is multiplied by the chord's value at p.
    static void AddStep(Pair& pair, Fp12<A>& f)
    {
        Point<F2>& t = pair.t;
        const F2 theta = t.y - pair.q.y * t.z;
        const F2 lambda = t.x - pair.q.x * t.z;
        const F2 c = theta.Square();
        const F2 d = lambda.Square();
        const F2 e = lambda * d;
        const F2 g = t.x * d;
        const F2 h = e + t.z * c - g.Double();
        t.x = lambda * h;
        auto wide = F2::MultiplyWide(theta, g - h);
        wide -= F2::MultiplyWide(e, t.y);
        t.y = F2::Reduce(wide);
        t.z *= e;
        wide = F2::MultiplyWide(theta, pair.q.x);
        wide -= F2::MultiplyWide(lambda, pair.q.y);
        f.MultiplyBy014(F2::Reduce(wide), theta * pair.minusX, lambda * pair.y);
    }

    std::vector<Pair> m_pairs;
};

/// @return f to the power |x|, of f in the cyclotomic subgroup
template <class A>
Fp12<A>
PowerOfParameter(const Fp12<A>& f)
{
    Fp12<A> power = f;
    for (int i = 62; i >= 0; --i)
    {
        power.SquareCyclotomic();
        if ((PARAMETER >> i & 1) != 0)
        {
            power *= f;
        }
    }
    return power;
}

/// @return f to the power (|x| + 1)/3 = 0x460055555555aaab, of f in the cyclotomic subgroup
template <class A>
Fp12<A>
PowerOfThird(const Fp12<A>& f)
{
    const auto shifted = [](Fp12<A> value, int bits) {
        for (int i = 0; i < bits; ++i)
        {
            value.SquareCyclotomic();
        }
        return value;
    };
    const Fp12<A> five = shifted(f, 2) * f;
    const Fp12<A> pattern8 = shifted(five, 4) * five;          // 0x55
    const Fp12<A> pattern16 = shifted(pattern8, 8) * pattern8; // 0x5555
    Fp12<A> power = shifted(shifted(f, 4) * f, 1) * f;         // 0x23
    power = shifted(power, 25) * pattern16;                    // 0x46005555
    power = shifted(power, 16) * pattern16;                    // 0x460055555555
    power = shifted(power, 15) * pattern16;                    // half of the exponent
    return shifted(power, 1) * f;
}

/**
 * @brief The final exponentiation.
 *
 * The hard part is (x - 1)^2 (x + p)(x^2 + p^2 - 1) + 3, three times (p^4 - p^2 + 1)/r (Hayashida,
 * Hayasaka & Teruya, "Efficient final exponentiation via cyclotomic structure", 2020); with one
 * factor x - 1 divided by 3 and + 1 instead it is that quotient itself.
 *
 * @param f a value of the Miller loop
 * @param exact whether to leave out the factor 3
 */
template <class A>
Fp12<A>
FinalExponentiation(const Fp12<A>& f, bool exact)
{
    Fp12<A> easy = f.Conjugate() * f.Inverse();
    easy = easy.FrobeniusSquared() * easy;

    // x is negative: a power of x is the conjugate of that of |x|.
    Fp12<A> power = PowerOfParameter(easy) * easy;
    power = (exact ? PowerOfThird(power) : PowerOfParameter(power) * power);
    power = PowerOfParameter(power).Conjugate() * power.Frobenius();
    power =
        PowerOfParameter(PowerOfParameter(power)) * power.FrobeniusSquared() * power.Conjugate();
    if (exact)
    {
        return power * easy;
    }
    Fp12<A> cube = easy;
    cube.SquareCyclotomic();
    return power * (cube * easy);
}

/**
 * @return whether f is of order r or one: in the cyclotomic subgroup, on which alone
 * PowerOfParameter gives powers, and f^p = f^x (Scott, 2021)
 */
template <class A>
bool
IsOfOrderR(const Fp12<A>& f)
{
    const Fp12<A> second = f.FrobeniusSquared();
    return second.FrobeniusSquared() * f == second &&
           f.Frobenius() * PowerOfParameter(f) == Fp12<A>::One();
}

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_PAIRING_H
