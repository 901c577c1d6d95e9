// SPDX-License-Identifier: GPL-2.0-only

// G1, G2 and GT as groups of order r, and every way to multiply against repeated addition.

#include "bls-bench.h"

using namespace ns3;
using namespace ns3::iomt;
using namespace ns3::iomt::bls;

namespace
{

/// @return the multiple by doubling and adding, bit by bit, with nothing but operator+
template <class G>
G
PlainMultiple(const G& point, const Scalar& scalar)
{
    G multiple;
    for (int i = 255; i >= 0; --i)
    {
        multiple = multiple + multiple;
        if ((scalar.Limbs()[i / 64] >> (i % 64) & 1) != 0)
        {
            multiple = multiple + point;
        }
    }
    return multiple;
}

template <class G>
class GroupMultiples : public BlsTestCase
{
  public:
    using BlsTestCase::BlsTestCase;

  private:
    void RunOnce() override
    {
        const G point = G::Generator() * Draw();
        std::vector<Scalar> scalars = EdgeScalars();
        for (int i = 0; i < 20; ++i)
        {
            scalars.push_back(Draw());
        }
        std::vector<typename G::Term> terms;
        G sum;
        for (const Scalar& scalar : scalars)
        {
            const std::string name = HexOf(scalar.ToBytes());
            const G expected = PlainMultiple(point, scalar);
            NS_TEST_EXPECT_MSG_EQ((point * scalar == expected), true, name);
            NS_TEST_EXPECT_MSG_EQ((G::MultiplyAddPublic({{point, scalar}}) == expected),
                                  true,
                                  "public " << name);
            NS_TEST_EXPECT_MSG_EQ((G::Identity() * scalar).IsIdentity(), true, "identity " << name);
            const G other = G::Generator() * Draw();
            terms.emplace_back(other, scalar);
            sum = sum + other * scalar;
        }
        NS_TEST_EXPECT_MSG_EQ((G::MultiplyAdd(terms) == sum), true, "sum of multiples");
        NS_TEST_EXPECT_MSG_EQ((G::MultiplyAddPublic(terms) == sum), true, "public sum");
        NS_TEST_EXPECT_MSG_EQ(G::MultiplyAdd({}).IsIdentity(), true, "sum of nothing");
        NS_TEST_EXPECT_MSG_EQ(G::MultiplyAddPublic({}).IsIdentity(), true, "public, of nothing");
    }
};

template <class G>
class GroupLaws : public BlsTestCase
{
  public:
    using BlsTestCase::BlsTestCase;

  private:
    void RunOnce() override
    {
        const G p = G::Generator() * Draw();
        const G q = G::Generator() * Draw();
        const G s = G::Generator() * Draw();
        const G o = G::Identity();
        NS_TEST_EXPECT_MSG_EQ(((p + q) + s == p + (q + s)), true, "associative");
        NS_TEST_EXPECT_MSG_EQ((p + q == q + p), true, "commutative");
        NS_TEST_EXPECT_MSG_EQ((p + p == p * Scalar(2)), true, "a sum that doubles");
        NS_TEST_EXPECT_MSG_EQ((p + o == p && o + p == p && o + o == o), true, "neutral");
        NS_TEST_EXPECT_MSG_EQ((p - p).IsIdentity(), true, "inverse");
        NS_TEST_EXPECT_MSG_EQ((p - q == p + -q), true, "difference");
        NS_TEST_EXPECT_MSG_EQ(((p == o) || (o == p) || p == -p || p == q), false, "different");
        NS_TEST_EXPECT_MSG_EQ((o == p - p && -o == o), true, "one identity");
        NS_TEST_EXPECT_MSG_EQ((p * -Scalar(1) + p).IsIdentity(), true, "of order r");
    }
};

class GtLaws : public BlsTestCase
{
  public:
    GtLaws()
        : BlsTestCase("GT: powers against repeated multiplication")
    {
    }

  private:
    void RunOnce() override
    {
        const Gt base = Pairing(G1::Generator() * Draw(), G2::Generator());
        std::vector<Scalar> scalars = EdgeScalars();
        scalars.push_back(Draw());
        scalars.push_back(Draw());
        for (const Scalar& scalar : scalars)
        {
            Gt expected;
            for (int i = 255; i >= 0; --i)
            {
                expected = expected * expected;
                if ((scalar.Limbs()[i / 64] >> (i % 64) & 1) != 0)
                {
                    expected = expected * base;
                }
            }
            NS_TEST_EXPECT_MSG_EQ((base.Power(scalar) == expected), true, HexOf(scalar.ToBytes()));
        }
        NS_TEST_EXPECT_MSG_EQ((base * base.Inverse()).IsOne(), true, "inverse");
        NS_TEST_EXPECT_MSG_EQ((base.Power(-Scalar(1)) == base.Inverse()), true, "of order r");
        NS_TEST_EXPECT_MSG_EQ((base == Gt::One() || base.IsOne()), false, "not one");
    }
};

class GroupSuite : public TestSuite
{
  public:
    GroupSuite()
        : TestSuite("iomt-crypto-bls-group", TestSuite::Type::UNIT)
    {
        AddTestCase(new GroupMultiples<G1>("G1: multiples against repeated addition"));
        AddTestCase(new GroupMultiples<G2>("G2: multiples against repeated addition"));
        AddTestCase(new GroupLaws<G1>("G1: laws of a group"));
        AddTestCase(new GroupLaws<G2>("G2: laws of a group"));
        AddTestCase(new GtLaws);
    }
};

const GroupSuite SUITE;

} // namespace
