// SPDX-License-Identifier: GPL-2.0-only

// The prime field of BLS12-381 and its extensions at their edges, on each arithmetic.

#include "bls-bench.h"

#include "ns3/bls-arithmetic-portable.h"
#include "ns3/bls-engine.h"
#include "ns3/bls-tower.h"

#ifdef __x86_64__
#include "ns3/bls-arithmetic-mulx.h"
#endif

using namespace ns3;
using namespace ns3::iomt;
using namespace ns3::iomt::bls;

namespace
{

template <class A>
class FieldEdges : public TestCase
{
  public:
    /// @param name of the arithmetic
    explicit FieldEdges(const std::string& name)
        : TestCase("inverses, roots and squares by " + name)
    {
    }

  private:
    using F = Fp<A>;
    using F2 = Fp2<A>;

    /// @return elements near the ends, and some in between
    static std::vector<F> Elements()
    {
        const F one = F::One();
        std::vector<F> elements{F::Zero(), one, -one, one.Double(), -one.Double()};
        F power = one;
        for (int i = 0; i < 40; ++i)
        {
            power = power * F::FromHex("123456789abcdef0fedcba9876543210");
            elements.push_back(power);
            elements.push_back(-power);
        }
        return elements;
    }

    void DoRun() override
    {
        for (const F& a : Elements())
        {
            NS_TEST_EXPECT_MSG_EQ((a.Inverse() * a == (a.IsZero() ? a : F::One())), true, "1 / a");
            NS_TEST_EXPECT_MSG_EQ((a + -a).IsZero(), true, "a - a");
            NS_TEST_EXPECT_MSG_EQ((a.Square() == a * a), true, "a^2");
            const auto root = a.Square().SquareRoot();
            NS_TEST_ASSERT_MSG_EQ(root.has_value(), true, "a square");
            NS_TEST_EXPECT_MSG_EQ((*root == a || *root == -a), true, "its root");
            // -1 is no square, hence exactly one of a and -a is.
            NS_TEST_EXPECT_MSG_EQ(
                (a.IsZero() || a.SquareRoot().has_value() != (-a).SquareRoot().has_value()),
                true,
                "a or -a");
            NS_TEST_EXPECT_MSG_EQ((a.IsZero() || a.IsLarge() != (-a).IsLarge()), true, "larger");
            for (const F& b : {F::Zero(), F::One(), -F::One(), a, -a})
            {
                const F2 c{a, b};
                NS_TEST_EXPECT_MSG_EQ((c.Square() == c * c), true, "square in Fp2");
                NS_TEST_EXPECT_MSG_EQ((F2::Reduce(F2::SquareWide(c)) == c * c), true, "wide");
                NS_TEST_EXPECT_MSG_EQ((c.IsZero() || c.Inverse() * c == F2::One()), true, "1 / c");
                const auto root2 = c.Square().SquareRoot();
                NS_TEST_ASSERT_MSG_EQ(root2.has_value(), true, "a square in Fp2");
                NS_TEST_EXPECT_MSG_EQ((*root2 == c || *root2 == -c), true, "its root in Fp2");
                // 1 + u is no square.
                NS_TEST_EXPECT_MSG_EQ((c.IsZero() || !c.Square().TimesXi().SquareRoot()),
                                      true,
                                      "no square in Fp2");
            }
        }
    }
};

class MapOfZero : public TestCase
{
  public:
    MapOfZero()
        : TestCase("the exceptional case of the SWU map, u = 0, is a point")
    {
    }

  private:
    void DoRun() override
    {
        const Bytes zeros(128);
        for (const Engine* engine : {&PortableEngine(), MulxEngine()})
        {
            if (engine == nullptr)
            {
                continue;
            }
            const G1 point = engine->mapToG1(zeros.data());
            NS_TEST_EXPECT_MSG_EQ(point.IsIdentity(), false, engine->name);
            NS_TEST_EXPECT_MSG_EQ(G1::FromBytes(point.ToBytes().data()).has_value(),
                                  true,
                                  engine->name);
        }
    }
};

class FieldSuite : public TestSuite
{
  public:
    FieldSuite()
        : TestSuite("iomt-crypto-bls-field", TestSuite::Type::UNIT)
    {
        AddTestCase(new FieldEdges<PortableArithmetic>("portable arithmetic"));
#ifdef __x86_64__
        if (MulxEngine() != nullptr)
        {
            AddTestCase(new FieldEdges<MulxArithmetic>("mulx"));
        }
#endif
        AddTestCase(new MapOfZero);
    }
};

const FieldSuite SUITE;

} // namespace
