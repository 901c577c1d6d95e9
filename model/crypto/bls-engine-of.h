// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_ENGINE_OF_H
#define IOMT_BLS_ENGINE_OF_H

#include "bls-engine.h"
#include "bls-hash-to-curve.h"
#include "bls-multiply.h"

#include <algorithm>
#include <type_traits>

namespace ns3::iomt::bls
{

/// Moves limbs between the public classes and the templates, which lay them out alike.
struct LimbsAccess
{
    template <class Inner, class Public>
    static Inner Get(const Public& value)
    {
        static_assert(sizeof(Inner) == sizeof value.m_limbs);
        Inner inner;
        std::memcpy(&inner, value.m_limbs.data(), sizeof inner);
        return inner;
    }

    template <class Public, class Inner>
    static Public Make(const Inner& inner)
    {
        static_assert(sizeof(Inner) == sizeof(Public::m_limbs));
        Public value;
        std::memcpy(value.m_limbs.data(), &inner, sizeof inner);
        return value;
    }
};

/// The engine over one field arithmetic.
template <class A>
class EngineOf
{
  public:
    /// @return the table of what is below
    static Engine Table()
    {
        return {A::NAME,
                &Sum<G1>,
                &Negative<G1>,
                &Multiply<G1, &MultiplyAddFixed<Point<Fp<A>>>>,
                &Multiply<G1, &MultiplyAddVariable<Point<Fp<A>>>>,
                &Equal<G1>,
                &Read<G1, true>,
                &Read<G1, false>,
                &Write<G1>,
                &MapToG1,
                &Sum<G2>,
                &Negative<G2>,
                &Multiply<G2, &MultiplyAddFixed<Point<Fp2<A>>>>,
                &Multiply<G2, &MultiplyAddVariable<Point<Fp2<A>>>>,
                &Equal<G2>,
                &Read<G2, true>,
                &Write<G2>,
                &MultiplyGt,
                &Inverse,
                &Power,
                &ReadGt,
                &WriteGt,
                &Pair};
    }

  private:
    using P1 = Point<Fp<A>>;
    using P2 = Point<Fp2<A>>;

    static P1 Inner(const G1& point)
    {
        return LimbsAccess::Get<P1>(point);
    }

    static P2 Inner(const G2& point)
    {
        return LimbsAccess::Get<P2>(point);
    }

    static Fp12<A> Inner(const Gt& value)
    {
        return LimbsAccess::Get<Fp12<A>>(value);
    }

    /// @return what the operation costs in the group
    template <class G>
    static constexpr uint64_t Cost(uint64_t inG1, uint64_t inG2)
    {
        return std::is_same_v<G, G1> ? inG1 : inG2;
    }

    template <class G>
    static G Sum(const G& a, const G& b)
    {
        CountHalfMultiplications(Cost<G>(cost::ADD_G1, cost::ADD_G2));
        return LimbsAccess::Make<G>(Inner(a) + Inner(b));
    }

    template <class G>
    static G Negative(const G& a)
    {
        return LimbsAccess::Make<G>(-Inner(a));
    }

    template <class G>
    static bool Equal(const G& a, const G& b)
    {
        CountHalfMultiplications(Cost<G>(cost::EQUAL_G1, cost::EQUAL_G2));
        return Inner(a) == Inner(b);
    }

    template <class G, auto Function>
    static G Multiply(const std::vector<typename G::Term>& terms)
    {
        std::vector<GroupTerm<decltype(Inner(G()))>> inner;
        inner.reserve(terms.size());
        for (const auto& [point, scalar] : terms)
        {
            inner.emplace_back(Inner(point), scalar);
        }
        return LimbsAccess::Make<G>(Function(inner));
    }

    // Flags of the first octet (appendix C of the draft).
    static constexpr uint8_t COMPRESSED = 0x80;
    static constexpr uint8_t INFINITE = 0x40;
    static constexpr uint8_t LARGE_Y = 0x20;
    static constexpr uint8_t FLAGS = COMPRESSED | INFINITE | LARGE_Y;

    static std::optional<Fp<A>> ReadCoordinate(const uint8_t* octets, const G1*)
    {
        return Fp<A>::FromBytes(octets);
    }

    static std::optional<Fp2<A>> ReadCoordinate(const uint8_t* octets, const G2*)
    {
        const auto c1 = Fp<A>::FromBytes(octets);
        const auto c0 = Fp<A>::FromBytes(octets + 48);
        if (!c0 || !c1)
        {
            return std::nullopt;
        }
        return Fp2<A>{*c0, *c1};
    }

    static void WriteCoordinate(const Fp<A>& x, uint8_t* octets)
    {
        x.ToBytes(octets);
    }

    static void WriteCoordinate(const Fp2<A>& x, uint8_t* octets)
    {
        x.c1.ToBytes(octets);
        x.c0.ToBytes(octets + 48);
    }

    /// b of the curve
    static Fp<A> Constant(const Fp<A>&)
    {
        return Fp<A>::One().Double().Double();
    }

    static Fp2<A> Constant(const Fp2<A>&)
    {
        return Fp2<A>::One().TimesXi().Double().Double();
    }

    template <class G, bool CHECK_ORDER>
    static std::optional<G> Read(const uint8_t* octets)
    {
        const uint8_t flags = octets[0] & FLAGS;
        std::array<uint8_t, G::SIZE> bare;
        std::copy_n(octets, G::SIZE, bare.begin());
        bare[0] &= static_cast<uint8_t>(~FLAGS);
        if ((flags & COMPRESSED) == 0)
        {
            return std::nullopt;
        }
        if ((flags & INFINITE) != 0)
        {
            const bool zero =
                std::all_of(bare.begin(), bare.end(), [](uint8_t o) { return o == 0; });
            return zero && (flags & LARGE_Y) == 0 ? std::optional<G>(G::Identity()) : std::nullopt;
        }
        const auto x = ReadCoordinate(bare.data(), static_cast<const G*>(nullptr));
        if (!x)
        {
            return std::nullopt;
        }
        CountHalfMultiplications(
            Cost<G>(CHECK_ORDER ? cost::READ_G1 : cost::READ_CURVE_G1, cost::READ_G2));
        auto y = (x->Square() * *x + Constant(*x)).SquareRoot();
        if (!y)
        {
            return std::nullopt;
        }
        if (y->IsLarge() != ((flags & LARGE_Y) != 0))
        {
            *y = -*y;
        }
        const decltype(Inner(G())) point{*x, *y, std::decay_t<decltype(*x)>::One()};
        if (CHECK_ORDER && !IsOfOrderR(point))
        {
            return std::nullopt;
        }
        return LimbsAccess::Make<G>(point);
    }

    template <class G>
    static void Write(const G& value, uint8_t* octets)
    {
        const auto point = Inner(value);
        if (point.IsIdentity())
        {
            std::fill_n(octets, G::SIZE, uint8_t(0));
            octets[0] = COMPRESSED | INFINITE;
            return;
        }
        CountHalfMultiplications(Cost<G>(cost::WRITE_G1, cost::WRITE_G2));
        const auto inverse = point.z.Inverse();
        WriteCoordinate(point.x * inverse, octets);
        octets[0] |= (point.y * inverse).IsLarge() ? COMPRESSED | LARGE_Y : COMPRESSED;
    }

    static G1 MapToG1(const uint8_t* uniform)
    {
        CountHalfMultiplications(cost::HASH_G1);
        const P1 first = MapToCurve(Fp<A>::FromUniform(uniform));
        const P1 second = MapToCurve(Fp<A>::FromUniform(uniform + 64));
        return LimbsAccess::Make<G1>(ClearCofactor(first + second));
    }

    static Gt MultiplyGt(const Gt& a, const Gt& b)
    {
        CountHalfMultiplications(cost::MULTIPLY_GT);
        return LimbsAccess::Make<Gt>(Inner(a) * Inner(b));
    }

    static Gt Inverse(const Gt& a)
    {
        return LimbsAccess::Make<Gt>(Inner(a).Conjugate());
    }

    static Gt Power(const Gt& base, const Scalar& scalar)
    {
        const GtElement<A> element{Inner(base)};
        return LimbsAccess::Make<Gt>(MultiplyAddFixed<GtElement<A>>({{element, scalar}}).value);
    }

    static std::optional<Gt> ReadGt(const uint8_t* octets)
    {
        std::array<Fp<A>, 12> coefficients;
        for (std::size_t i = 0; i < coefficients.size(); ++i)
        {
            const auto coefficient = Fp<A>::FromBytes(octets + 48 * i);
            if (!coefficient)
            {
                return std::nullopt;
            }
            coefficients[i] = *coefficient;
        }
        Fp12<A> value;
        static_assert(sizeof value == sizeof coefficients);
        std::memcpy(&value, coefficients.data(), sizeof value);
        CountHalfMultiplications(cost::READ_GT);
        if (!IsOfOrderR(value))
        {
            return std::nullopt;
        }
        return LimbsAccess::Make<Gt>(value);
    }

    static void WriteGt(const Gt& value, uint8_t* octets)
    {
        CountHalfMultiplications(cost::WRITE_GT);
        const auto coefficients = LimbsAccess::Get<std::array<Fp<A>, 12>>(value);
        for (std::size_t i = 0; i < coefficients.size(); ++i)
        {
            coefficients[i].ToBytes(octets + 48 * i);
        }
    }

    static Gt Pair(const std::vector<std::pair<G1, G2>>& pairs, bool exact)
    {
        // One inversion for all: of z over Fp times the norm of z over Fp2, factor by factor
        // (Montgomery, "Speeding the Pollard and elliptic curve methods", 1987, 10.3.1).
        std::vector<std::pair<P1, P2>> inner;
        std::vector<Fp<A>> products{Fp<A>::One()};
        for (const auto& [p, q] : pairs)
        {
            const P1 p1 = Inner(p);
            const P2 p2 = Inner(q);
            if (p1.IsIdentity() || p2.IsIdentity())
            {
                continue;
            }
            inner.emplace_back(p1, p2);
            products.push_back(products.back() * p1.z);
            products.push_back(products.back() * Norm(p2.z));
        }
        if (inner.empty())
        {
            return Gt::One();
        }
        CountHalfMultiplications(inner.size() * cost::PAIR + cost::FINAL_POWER +
                                 (exact ? cost::EXACT_POWER : 0));
        Fp<A> inverse = products.back().Inverse();
        products.pop_back();
        MillerLoop<A> loop;
        for (std::size_t i = inner.size(); i-- > 0;)
        {
            const auto& [p, q] = inner[i];
            const Fp2<A> qInverse = q.z.Conjugate() * (inverse * products.back());
            inverse *= Norm(q.z);
            products.pop_back();
            const Fp<A> pInverse = inverse * products.back();
            inverse *= p.z;
            products.pop_back();
            loop.Add({p.x * pInverse, p.y * pInverse}, {q.x * qInverse, q.y * qInverse});
        }
        return LimbsAccess::Make<Gt>(FinalExponentiation(loop.Run(), exact));
    }

    static Fp<A> Norm(const Fp2<A>& a)
    {
        return a.c0.Square() + a.c1.Square();
    }
};

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_ENGINE_OF_H
