// SPDX-License-Identifier: GPL-2.0-only

// Integers modulo the order of BLS12-381 against results of another implementation (Python's
// integers), and the laws of a field.

#include "bls-bench.h"

using namespace ns3;
using namespace ns3::iomt;
using namespace ns3::iomt::bls;

namespace
{

const char* const ORDER = "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001";
const char* const A = "0123456789abcdef0fedcba9876543210aaaaaaaabbbbbbbbccccccccddddddd";
/// the order less 12345
const char* const B = "73eda753299d7d483339d80809a1d80553bda402fffe5bfefffffffeffffcfc8";

Scalar
Read(const char* digits)
{
    return *Scalar::FromBytes(FromHex(digits).data());
}

class ScalarResults : public TestCase
{
  public:
    ScalarResults()
        : TestCase("sum, difference, product and inverse")
    {
    }

  private:
    void DoRun() override
    {
        const Scalar a = Read(A);
        const Scalar b = Read(B);
        NS_TEST_EXPECT_MSG_EQ(HexOf(a.ToBytes()), A, "written as read");
        NS_TEST_EXPECT_MSG_EQ(HexOf((a + b).ToBytes()),
                              "0123456789abcdef0fedcba9876543210aaaaaaaabbbbbbbbccccccccdddada4",
                              "a + b");
        NS_TEST_EXPECT_MSG_EQ(HexOf((a * b).ToBytes()),
                              "6163dfc3f7300731476ed1b274fece2e8860293a8f37d7528fffff5290002a45",
                              "a b");
        NS_TEST_EXPECT_MSG_EQ(HexOf(a.Inverse().ToBytes()),
                              "31df26c6e4939de18819b8a00931f2bb04e43cbd4f6a70efd7acdfd3ae3e6237",
                              "1 / a");
        NS_TEST_EXPECT_MSG_EQ((b == -Scalar(12345)), true, "r - 12345");
        NS_TEST_EXPECT_MSG_EQ((a - a).IsZero(), true, "a - a");
        NS_TEST_EXPECT_MSG_EQ((-Scalar()).IsZero(), true, "-0 is 0, not r");
        NS_TEST_EXPECT_MSG_EQ(Scalar().Inverse().IsZero(), true, "1 / 0, by definition here");
    }
};

class ScalarLaws : public TestCase
{
  public:
    ScalarLaws()
        : TestCase("laws of a field, at edges and at random")
    {
    }

  private:
    void DoRun() override
    {
        std::mt19937_64 draw(255);
        std::vector<Scalar> scalars = EdgeScalars();
        for (int i = 0; i < 20; ++i)
        {
            scalars.push_back(Scalar::Random([&draw]() { return draw(); }));
        }
        for (const Scalar& a : scalars)
        {
            NS_TEST_EXPECT_MSG_EQ((a.IsZero() || a * a.Inverse() == Scalar(1)), true, "inverse");
            NS_TEST_EXPECT_MSG_EQ((*Scalar::FromBytes(a.ToBytes().data()) == a), true, "octets");
            for (const Scalar& b : scalars)
            {
                NS_TEST_EXPECT_MSG_EQ((a * b == b * a), true, "commutative");
                NS_TEST_EXPECT_MSG_EQ((a - b + b == a), true, "difference");
                NS_TEST_EXPECT_MSG_EQ((a * (b + a) == a * b + a * a), true, "distributive");
            }
        }
    }
};

class ScalarEncodings : public TestCase
{
  public:
    ScalarEncodings()
        : TestCase("what is not below the order is refused, or reduced where asked")
    {
    }

  private:
    void DoRun() override
    {
        const Bytes order = FromHex(ORDER);
        NS_TEST_EXPECT_MSG_EQ(Scalar::FromBytes(order.data()).has_value(), false, "r");
        NS_TEST_EXPECT_MSG_EQ(Scalar::FromBytes(Bytes(32, 0xff).data()).has_value(),
                              false,
                              "2^256 - 1");
        Bytes below = order;
        below[31] = 0;
        NS_TEST_EXPECT_MSG_EQ(Scalar::FromBytes(below.data()).has_value(), true, "r - 1");
        NS_TEST_EXPECT_MSG_EQ(Scalar::Reduce(order).IsZero(), true, "r mod r");
        NS_TEST_EXPECT_MSG_EQ(Scalar::Reduce({}).IsZero(), true, "no octets");
        // 2^(8 n) as a one and n zeros, against repeated multiplication.
        Scalar power(1);
        Bytes octets{1};
        for (std::size_t n = 0; n < 100; ++n)
        {
            NS_TEST_EXPECT_MSG_EQ((Scalar::Reduce(octets) == power), true, n << " octets of zeros");
            octets.push_back(0);
            power = power * Scalar(256);
        }
    }
};

class ScalarSuite : public TestSuite
{
  public:
    ScalarSuite()
        : TestSuite("iomt-crypto-bls-scalar", TestSuite::Type::UNIT)
    {
        AddTestCase(new ScalarResults);
        AddTestCase(new ScalarLaws);
        AddTestCase(new ScalarEncodings);
    }
};

const ScalarSuite SUITE;

} // namespace
