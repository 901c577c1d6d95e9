// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_TOWER_H
#define IOMT_BLS_TOWER_H

#include "bls-field.h"

namespace ns3::iomt::bls
{

// The tower of draft-irtf-cfrg-pairing-friendly-curves-11, 2.5:
// Fp2 = Fp[u]/(u^2 + 1), Fp6 = Fp2[v]/(v^3 - xi) with xi = 1 + u, Fp12 = Fp6[w]/(w^2 - v).
// Products are collected double-width and reduced once per coefficient (Aranha et al., "Faster
// explicit formulas for computing pairings over ordinary curves", 2011, section 3).

/// Double-width elements of Fp2.
template <class A>
struct Fp2Wide
{
    FpWide<A> c0; //!< of 1
    FpWide<A> c1; //!< of u

    friend Fp2Wide operator+(const Fp2Wide& a, const Fp2Wide& b)
    {
        return {a.c0 + b.c0, a.c1 + b.c1};
    }

    friend Fp2Wide operator-(const Fp2Wide& a, const Fp2Wide& b)
    {
        return {a.c0 - b.c0, a.c1 - b.c1};
    }

    Fp2Wide& operator+=(const Fp2Wide& other)
    {
        c0 += other.c0;
        c1 += other.c1;
        return *this;
    }

    Fp2Wide& operator-=(const Fp2Wide& other)
    {
        c0 -= other.c0;
        c1 -= other.c1;
        return *this;
    }

    /**
     * @brief Subtracts a product that is part of this one by Karatsuba's identity.
     *
     * The coefficient of u is a sum of products and stays one; that of 1 may go below zero.
     */
    void SubtractPart(const Fp2Wide& other)
    {
        c0 -= other.c0;
        c1.SubtractSmaller(other.c1);
    }

    /// @return this times xi
    Fp2Wide TimesXi() const
    {
        return {c0 - c1, c0 + c1};
    }
};

/// An element c0 + c1 u.
template <class A>
struct Fp2
{
    using Base = Fp<A>;      //!< of the coefficients
    using Wide = Fp2Wide<A>; //!< what sums of products are collected in before one reduction

    Base c0; //!< of 1
    Base c1; //!< of u

    static constexpr Fp2 Zero()
    {
        return {Base::Zero(), Base::Zero()};
    }

    static constexpr Fp2 One()
    {
        return {Base::One(), Base::Zero()};
    }

    /// @return a + b without reduction: coefficients below 2p, only to be multiplied
    static Fp2 AddUnreduced(const Fp2& a, const Fp2& b)
    {
        return {Base::AddUnreduced(a.c0, b.c0), Base::AddUnreduced(a.c1, b.c1)};
    }

    /// @return a b, of coefficients below 2p
    static Wide MultiplyWide(const Fp2& a, const Fp2& b)
    {
        // Karatsuba. p is below R / 9.8: products of coefficients are below 4p^2 < 0.41 p R, and
        // (a0 + a1)(b0 + b1) < 16p^2 < R^2 leaves a0 b1 + a1 b0 < 8p^2 < 0.82 p R.
        Wide product;
        A::MultiplyWide(product.c0.v, a.c0.v, b.c0.v);
        const FpWide<A> other = Base::MultiplyWide(a.c1, b.c1);
        const Base left = Base::AddUnreduced(a.c0, a.c1);
        const Base right = Base::AddUnreduced(b.c0, b.c1);
        A::MultiplyWide(product.c1.v, left.v, right.v);
        product.c1.SubtractSmaller(product.c0);
        product.c1.SubtractSmaller(other);
        product.c0 -= other;
        return product;
    }

    static Wide SquareWide(const Fp2& a)
    {
        Wide square;
        const Base sum = Base::AddUnreduced(a.c0, a.c1);
        const Base difference = a.c0 - a.c1;
        A::MultiplyWide(square.c0.v, sum.v, difference.v);
        const Base twice = Base::AddUnreduced(a.c0, a.c0);
        A::MultiplyWide(square.c1.v, twice.v, a.c1.v);
        return square;
    }

    static Fp2 Reduce(const Wide& wide)
    {
        Fp2 reduced;
        A::Reduce(reduced.c0.v, wide.c0.v);
        A::Reduce(reduced.c1.v, wide.c1.v);
        return reduced;
    }

    friend Fp2 operator+(const Fp2& a, const Fp2& b)
    {
        return {a.c0 + b.c0, a.c1 + b.c1};
    }

    friend Fp2 operator-(const Fp2& a, const Fp2& b)
    {
        return {a.c0 - b.c0, a.c1 - b.c1};
    }

    friend Fp2 operator*(const Fp2& a, const Fp2& b)
    {
        return Reduce(MultiplyWide(a, b));
    }

    friend Fp2 operator*(const Fp2& a, const Base& b)
    {
        return {a.c0 * b, a.c1 * b};
    }

    Fp2& operator+=(const Fp2& other)
    {
        c0 += other.c0;
        c1 += other.c1;
        return *this;
    }

    Fp2& operator-=(const Fp2& other)
    {
        c0 -= other.c0;
        c1 -= other.c1;
        return *this;
    }

    Fp2& operator*=(const Fp2& other)
    {
        const Wide product = MultiplyWide(*this, other);
        A::Reduce(c0.v, product.c0.v);
        A::Reduce(c1.v, product.c1.v);
        return *this;
    }

    Fp2 operator-() const
    {
        return {-c0, -c1};
    }

    Fp2 Square() const
    {
        const Base sum = Base::AddUnreduced(c0, c1);
        const Base difference = c0 - c1;
        const Base twice = Base::AddUnreduced(c0, c0);
        return {difference * sum, c1 * twice};
    }

    Fp2 Double() const
    {
        return {c0.Double(), c1.Double()};
    }

    /// @return c0 - c1 u, which is this to the power p
    Fp2 Conjugate() const
    {
        return {c0, -c1};
    }

    /// @return this times xi
    Fp2 TimesXi() const
    {
        return {c0 - c1, c0 + c1};
    }

    bool IsZero() const
    {
        return c0.IsZero() && c1.IsZero();
    }

    friend bool operator==(const Fp2& a, const Fp2& b)
    {
        return a.c0 == b.c0 && a.c1 == b.c1;
    }

    friend bool operator!=(const Fp2& a, const Fp2& b)
    {
        return !(a == b);
    }

    /// As Fp::Assign.
    void Assign(const Fp2& other, uint64_t mask)
    {
        c0.Assign(other.c0, mask);
        c1.Assign(other.c1, mask);
    }

    /// @return whether this is the larger of it and its negative, c1 counting first
    bool IsLarge() const
    {
        return c1.IsZero() ? c0.IsLarge() : c1.IsLarge();
    }

    /// @return the inverse; zero for zero
    Fp2 Inverse() const
    {
        const Base inverse = (c0.Square() + c1.Square()).Inverse();
        return {c0 * inverse, -(c1 * inverse)};
    }

    /// @return a square root; nothing if there is none
    std::optional<Fp2> SquareRoot() const;
};

template <class A>
std::optional<Fp2<A>>
Fp2<A>::SquareRoot() const
{
    // (x + y u)^2 = c0 + c1 u: x^2 - y^2 = c0 and x^2 + y^2 is a root n of the norm, so that x^2 or
    // -y^2 is d = (c0 + n)/2, whichever sign the one root below finds, and the other is c1/2 over
    // it.
    constexpr Base half =
        Base::FromHex("d0088f51cbff34d258dd3db21a5d66bb23ba5c279c2895fb39869507b587b120"
                      "f55ffff58a9ffffdcff7fffffffd556");
    const auto norm = (c0.Square() + c1.Square()).SquareRoot();
    if (!norm)
    {
        return std::nullopt;
    }
    // If c1 = 0, n may be -c0, which makes d zero: the other root of the norm serves.
    const Base sum = c0 + *norm;
    const Base d = (sum.IsZero() ? c0 - *norm : sum) * half;
    const Base power = d.RootPower();
    const Base root = power * d;
    const Base other = c1 * half * power; // power root = d^((p - 1)/2) is 1 or -1
    const Fp2 result = root.Square() == d ? Fp2{root, other} : Fp2{-other, root};
    if (result.Square() != *this)
    {
        return std::nullopt;
    }
    return result;
}

/// Double-width elements of Fp6.
template <class A>
struct Fp6Wide
{
    Fp2Wide<A> c0; //!< of 1
    Fp2Wide<A> c1; //!< of v
    Fp2Wide<A> c2; //!< of v^2

    friend Fp6Wide operator+(const Fp6Wide& a, const Fp6Wide& b)
    {
        return {a.c0 + b.c0, a.c1 + b.c1, a.c2 + b.c2};
    }

    Fp6Wide& operator-=(const Fp6Wide& other)
    {
        c0 -= other.c0;
        c1 -= other.c1;
        c2 -= other.c2;
        return *this;
    }
};

/// An element c0 + c1 v + c2 v^2.
template <class A>
struct Fp6
{
    using Base = Fp2<A>;     //!< of the coefficients
    using Wide = Fp6Wide<A>; //!< what sums of products are collected in before one reduction

    Base c0; //!< of 1
    Base c1; //!< of v
    Base c2; //!< of v^2

    static constexpr Fp6 Zero()
    {
        return {Base::Zero(), Base::Zero(), Base::Zero()};
    }

    static constexpr Fp6 One()
    {
        return {Base::One(), Base::Zero(), Base::Zero()};
    }

    static Wide MultiplyWide(const Fp6& a, const Fp6& b)
    {
        Wide r;
        const auto t0 = Base::MultiplyWide(a.c0, b.c0);
        const auto t1 = Base::MultiplyWide(a.c1, b.c1);
        const auto t2 = Base::MultiplyWide(a.c2, b.c2);
        const auto karatsuba = [](const Base& a0, const Base& a1, const Base& b0, const Base& b1) {
            return Base::MultiplyWide(Base::AddUnreduced(a0, a1), Base::AddUnreduced(b0, b1));
        };
        r.c0 = karatsuba(a.c1, a.c2, b.c1, b.c2);
        r.c0.SubtractPart(t1);
        r.c0.SubtractPart(t2);
        r.c0 = r.c0.TimesXi();
        r.c0 += t0;
        r.c1 = karatsuba(a.c0, a.c1, b.c0, b.c1);
        r.c1.SubtractPart(t0);
        r.c1.SubtractPart(t1);
        r.c1 += t2.TimesXi();
        r.c2 = karatsuba(a.c0, a.c2, b.c0, b.c2);
        r.c2.SubtractPart(t0);
        r.c2.SubtractPart(t2);
        r.c2 += t1;
        return r;
    }

    /// @return a (b0 + b1 v)
    static Wide MultiplyWideBy01(const Fp6& a, const Base& b0, const Base& b1)
    {
        Wide r;
        const auto t0 = Base::MultiplyWide(a.c0, b0);
        const auto t1 = Base::MultiplyWide(a.c1, b1);
        r.c0 = Base::MultiplyWide(a.c2, b1).TimesXi();
        r.c0 += t0;
        r.c1 = Base::MultiplyWide(Base::AddUnreduced(a.c0, a.c1), Base::AddUnreduced(b0, b1));
        r.c1.SubtractPart(t0);
        r.c1.SubtractPart(t1);
        r.c2 = Base::MultiplyWide(a.c2, b0);
        r.c2 += t1;
        return r;
    }

    static Fp6 Reduce(const Wide& wide)
    {
        return {Base::Reduce(wide.c0), Base::Reduce(wide.c1), Base::Reduce(wide.c2)};
    }

    friend Fp6 operator+(const Fp6& a, const Fp6& b)
    {
        return {a.c0 + b.c0, a.c1 + b.c1, a.c2 + b.c2};
    }

    friend Fp6 operator-(const Fp6& a, const Fp6& b)
    {
        return {a.c0 - b.c0, a.c1 - b.c1, a.c2 - b.c2};
    }

    friend Fp6 operator*(const Fp6& a, const Fp6& b)
    {
        return Reduce(MultiplyWide(a, b));
    }

    Fp6 operator-() const
    {
        return {-c0, -c1, -c2};
    }

    /// @return this times v
    Fp6 TimesV() const
    {
        return {c2.TimesXi(), c0, c1};
    }

    Fp6 Double() const
    {
        return {c0.Double(), c1.Double(), c2.Double()};
    }

    friend bool operator==(const Fp6& a, const Fp6& b)
    {
        return a.c0 == b.c0 && a.c1 == b.c1 && a.c2 == b.c2;
    }

    /// As Fp::Assign.
    void Assign(const Fp6& other, uint64_t mask)
    {
        c0.Assign(other.c0, mask);
        c1.Assign(other.c1, mask);
        c2.Assign(other.c2, mask);
    }

    /// @return the inverse; zero for zero
    Fp6 Inverse() const
    {
        const Base a = c0.Square() - (c1 * c2).TimesXi();
        const Base b = c2.Square().TimesXi() - c0 * c1;
        const Base c = c1.Square() - c0 * c2;
        const Base inverse = (c0 * a + (c2 * b + c1 * c).TimesXi()).Inverse();
        return {a * inverse, b * inverse, c * inverse};
    }
};

/// An element c0 + c1 w.
template <class A>
struct Fp12
{
    using Base = Fp6<A>; //!< of the coefficients

    Base c0; //!< of 1
    Base c1; //!< of w

    static constexpr Fp12 One()
    {
        return {Base::One(), Base::Zero()};
    }

    friend Fp12 operator*(const Fp12& a, const Fp12& b)
    {
        const auto t0 = Base::MultiplyWide(a.c0, b.c0);
        const auto t1 = Base::MultiplyWide(a.c1, b.c1);
        auto cross = Base::MultiplyWide(a.c0 + a.c1, b.c0 + b.c1);
        cross -= t0;
        cross -= t1;
        return {WithV(t0, t1), Base::Reduce(cross)};
    }

    Fp12& operator*=(const Fp12& other)
    {
        return *this = *this * other;
    }

    /**
     * @brief Times a line of the twist, b0 + b1 v + b4 v w: 13 products in Fp2 instead of 18.
     */
    void MultiplyBy014(const Fp2<A>& b0, const Fp2<A>& b1, const Fp2<A>& b4);

    Fp12 Square() const
    {
        // Complex squaring: (c0 + c1)(c0 + v c1) - (1 + v) c0 c1 and 2 c0 c1.
        const Base product = c0 * c1;
        const Base sum = (c0 + c1) * (c0 + c1.TimesV());
        return {sum - product - product.TimesV(), product.Double()};
    }

    /// @return this to the power p^6: the inverse on the cyclotomic subgroup
    Fp12 Conjugate() const
    {
        return {c0, -c1};
    }

    Fp12 Inverse() const
    {
        const Base inverse = (c0 * c0 - (c1 * c1).TimesV()).Inverse();
        return {c0 * inverse, -(c1 * inverse)};
    }

    friend bool operator==(const Fp12& a, const Fp12& b)
    {
        return a.c0 == b.c0 && a.c1 == b.c1;
    }

    friend bool operator!=(const Fp12& a, const Fp12& b)
    {
        return !(a == b);
    }

    /// As Fp::Assign.
    void Assign(const Fp12& other, uint64_t mask)
    {
        c0.Assign(other.c0, mask);
        c1.Assign(other.c1, mask);
    }

    /**
     * @brief Squares on the cyclotomic subgroup, of order p^4 - p^2 + 1
     * (Granger & Scott, "Faster squaring in the cyclotomic subgroup of sixth degree extensions",
     * 2010, section 3.2).
     */
    void SquareCyclotomic();
    /// @return this to the power p
    Fp12 Frobenius() const;
    /// @return this to the power p^2
    Fp12 FrobeniusSquared() const;

  private:
    /// @return a + v b, reduced
    static Base WithV(const Fp6Wide<A>& a, const Fp6Wide<A>& b)
    {
        return {Fp2<A>::Reduce(a.c0 + b.c2.TimesXi()),
                Fp2<A>::Reduce(a.c1 + b.c0),
                Fp2<A>::Reduce(a.c2 + b.c1)};
    }
};

template <class A>
void
Fp12<A>::MultiplyBy014(const Fp2<A>& b0, const Fp2<A>& b1, const Fp2<A>& b4)
{
    const auto t0 = Base::MultiplyWideBy01(c0, b0, b1);
    const Fp6Wide<A> t1{Fp2<A>::MultiplyWide(c1.c2, b4).TimesXi(),
                        Fp2<A>::MultiplyWide(c1.c0, b4),
                        Fp2<A>::MultiplyWide(c1.c1, b4)};
    auto cross = Base::MultiplyWideBy01(c0 + c1, b0, b1 + b4);
    cross -= t0;
    cross -= t1;
    c0 = WithV(t0, t1);
    c1 = Base::Reduce(cross);
}

template <class A>
void
Fp12<A>::SquareCyclotomic()
{
    using F2 = Fp2<A>;
    // (a + b s)^2 over Fp4 = Fp2[s]/(s^2 - xi), then 3 t - 2 z or 3 t + 2 z into z.
    const auto square = [](const F2& a, const F2& b, F2& t0, F2& t1) {
        const auto aa = F2::SquareWide(a);
        const auto bb = F2::SquareWide(b);
        auto cross = F2::SquareWide(a + b);
        cross -= aa;
        cross -= bb;
        t0 = F2::Reduce(bb.TimesXi() + aa);
        t1 = F2::Reduce(cross);
    };
    const auto minus = [](const F2& t, F2& z) {
        const F2 difference = t - z;
        z = difference + difference + t;
    };
    const auto plus = [](const F2& t, F2& z) {
        const F2 sum = t + z;
        z = sum + sum + t;
    };
    F2 s0;
    F2 s1;
    F2 t0;
    F2 t1;
    F2 u0;
    F2 u1;
    square(c0.c0, c1.c1, s0, s1);
    square(c1.c0, c0.c2, t0, t1);
    square(c0.c1, c1.c2, u0, u1);
    minus(s0, c0.c0);
    plus(s1, c1.c1);
    minus(t0, c0.c1);
    plus(t1, c1.c2);
    minus(u0, c0.c2);
    plus(u1.TimesXi(), c1.c0);
}

template <class A>
Fp12<A>
Fp12<A>::Frobenius() const
{
    // (a w^k)^p = conj(a) xi^(k (p - 1)/6) w^k, where v = w^2.
    constexpr auto element = &Fp<A>::FromHex;
    static constexpr Fp2<A> g1{
        element("1904d3bf02bb0667c231beb4202c0d1f0fd603fd3cbd5f4f7b2443d784bab9c4"
                "f67ea53d63e7813d8d0775ed92235fb8"),
        element("00fc3e2b36c4e03288e9e902231f9fb854a14787b6c7b36fec0c8ec971f63c5f"
                "282d5ac14d6c7ec22cf78a126ddc4af3")};
    static constexpr Fp<A> g2 = // times u
        element("1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b"
                "409427eb4f49fffd8bfd00000000aaac");
    static constexpr Fp<A> g3 = // times 1 + u
        element("06af0e0437ff400b6831e36d6bd17ffe48395dabc2d3435e77f76e17009241c5"
                "ee67992f72ec05f4c81084fbede3cc09");
    static constexpr Fp<A> g4 =
        element("1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b"
                "409427eb4f49fffd8bfd00000000aaad");
    static constexpr Fp2<A> g5{
        element("05b2cfd9013a5fd8df47fa6b48b1e045f39816240c0b8fee8beadf4d8e9c0566"
                "c63a3e6e257f87329b18fae980078116"),
        element("144e4211384586c16bd3ad4afa99cc9170df3560e77982d0db45f3536814f0bd"
                "5871c1908bd478cd1ee605167ff82995")};
    // conj(a) u is a1 + a0 u.
    return {{c0.c0.Conjugate(), {c0.c1.c1 * g2, c0.c1.c0 * g2}, c0.c2.Conjugate() * g4},
            {c1.c0.Conjugate() * g1, (c1.c1.Conjugate() * g3).TimesXi(), c1.c2.Conjugate() * g5}};
}

template <class A>
Fp12<A>
Fp12<A>::FrobeniusSquared() const
{
    // (a w^k)^(p^2) = a g^k w^k, where g = xi^((p^2 - 1)/6) is a sixth root of one in Fp.
    constexpr auto element = &Fp<A>::FromHex;
    static constexpr Fp<A> g1 =
        element("5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a0002"
                "2e01fffffffeffff");
    static constexpr Fp<A> g2 =
        element("5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a0002"
                "2e01fffffffefffe");
    static constexpr Fp<A> g4 =
        element("1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b"
                "409427eb4f49fffd8bfd00000000aaac");
    static constexpr Fp<A> g5 =
        element("1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b"
                "409427eb4f49fffd8bfd00000000aaad");
    return {{c0.c0, c0.c1 * g2, c0.c2 * g4}, {c1.c0 * g1, -c1.c1, c1.c2 * g5}};
}

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_TOWER_H
