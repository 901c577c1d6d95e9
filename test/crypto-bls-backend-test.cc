// SPDX-License-Identifier: GPL-2.0-only

// The field arithmetics of BLS12-381 give the same limbs, and are chosen by name.

#include "bls-bench.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;
using namespace ns3::iomt::bls;

namespace
{

class BackendChoice : public TestCase
{
  public:
    BackendChoice()
        : TestCase("the fastest first, any by name, others refused with the names there are")
    {
    }

  private:
    void DoRun() override
    {
        const std::string before = Backend();
        NS_TEST_EXPECT_MSG_EQ(Backends().back(), "portable", "portable everywhere");
        for (const std::string& name : Backends())
        {
            SetBackend(name);
            NS_TEST_EXPECT_MSG_EQ(Backend(), name, "chosen");
        }
        std::string complaint;
        try
        {
            SetBackend("abacus");
        }
        catch (const std::invalid_argument& error)
        {
            complaint = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(complaint.find("\"abacus\""), std::string::npos, complaint);
        NS_TEST_EXPECT_MSG_NE(complaint.find("portable"), std::string::npos, complaint);
        NS_TEST_EXPECT_MSG_EQ(std::string(Backend()), "portable", "unchanged by a wrong name");
        SetBackend(before);
    }
};

class BackendsAgree : public TestCase
{
  public:
    BackendsAgree()
        : TestCase("the same limbs from every arithmetic, whose values mix")
    {
    }

  private:
    struct Results
    {
        G1 hash;
        G1 first;
        G2 second;
        Gt pairing;
        Gt power;
    };

    static Results Compute()
    {
        std::mt19937_64 draw(1);
        const Scalar a = Scalar::Random([&draw]() { return draw(); });
        const Scalar b = Scalar::Random([&draw]() { return draw(); });
        Results results;
        results.hash = G1::Hash(ToBytes("message"), "tag");
        results.first = G1::MultiplyAdd({{results.hash, a}, {G1::Generator(), b}});
        results.second = G2::MultiplyAdd({{G2::Generator(), a}, {G2::Generator() * a, b}});
        results.pairing = Pairing(results.first, results.second);
        results.power = results.pairing.Power(b);
        return results;
    }

    void DoRun() override
    {
        const std::string before = Backend();
        SetBackend("portable");
        const Results expected = Compute();
        for (const std::string& name : Backends())
        {
            SetBackend(name);
            const Results results = Compute();
            NS_TEST_EXPECT_MSG_EQ((results.hash.Limbs() == expected.hash.Limbs()), true, name);
            NS_TEST_EXPECT_MSG_EQ((results.first.Limbs() == expected.first.Limbs()), true, name);
            NS_TEST_EXPECT_MSG_EQ((results.second.Limbs() == expected.second.Limbs()), true, name);
            NS_TEST_EXPECT_MSG_EQ((results.power.Limbs() == expected.power.Limbs()), true, name);
            NS_TEST_EXPECT_MSG_EQ((Pairing(expected.first, expected.second) == results.pairing),
                                  true,
                                  name << " with points of another");
        }
        SetBackend(before);
    }
};

class BackendSuite : public TestSuite
{
  public:
    BackendSuite()
        : TestSuite("iomt-crypto-bls-backend", TestSuite::Type::UNIT)
    {
        AddTestCase(new BackendChoice);
        AddTestCase(new BackendsAgree);
    }
};

const BackendSuite SUITE;

} // namespace
