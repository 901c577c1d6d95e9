// SPDX-License-Identifier: GPL-2.0-only

#include "attack-bench.h"

#include "ns3/eavesdropper.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

/// Readings in the clear are understood, sealed ones are only overheard.
class EavesdropperCase : public TestCase
{
  public:
    EavesdropperCase()
        : TestCase("understands plain readings, not sealed ones")
    {
    }

  private:
    void Understood(const std::string& name, double value)
    {
        m_name = name;
        m_value = value;
    }

    void DoRun() override
    {
        AttackBench bench;
        Ptr<Attack> attack = Attack::Create("eavesdropper");
        attack->Configure(
            {{"name", "ear"}, {"kind", "eavesdropper"}, {"start_s", 3}, {"stop_s", 8}});
        attack->TraceConnectWithoutContext("Understood",
                                           MakeCallback(&EavesdropperCase::Understood, this));
        bench.Install(attack);
        bench.Send(Seconds(2), AttackBench::Put(1, AttackBench::Plain(80)), 1); // before it listens
        bench.Send(Seconds(4), AttackBench::Put(2, AttackBench::Plain(84)), 2);
        bench.Send(Seconds(5), AttackBench::Put(3, AttackBench::Sealed(84)), 3);
        bench.Send(Seconds(6), FromHex("00112233"), 4);                         // UDP, but no CoAP
        bench.Send(Seconds(9), AttackBench::Put(5, AttackBench::Plain(80)), 5); // after it stopped
        bench.Run(Seconds(10));

        NS_TEST_EXPECT_MSG_EQ(attack->GetAttempted(), 3, "datagrams overheard");
        NS_TEST_EXPECT_MSG_EQ(attack->Harm()["understood"], 1, "readings understood");
        NS_TEST_EXPECT_MSG_EQ(attack->Harm()["values"], 1, "values in them");
        NS_TEST_EXPECT_MSG_EQ(m_name, "urn:dev:ops:p1:spo2", "full name");
        NS_TEST_EXPECT_MSG_EQ(m_value, 0.84, "value");
        NS_TEST_EXPECT_MSG_EQ(bench.GetReceived().size(), 5, "nobody notices");
        for (const auto& received : bench.GetReceived())
        {
            NS_TEST_EXPECT_MSG_EQ(received.provenance.attack, 0, "nothing forged");
        }
    }

    std::string m_name;
    double m_value{0};
};

static class AttackEavesdropperTestSuite : public TestSuite
{
  public:
    AttackEavesdropperTestSuite()
        : TestSuite("iomt-attack-eavesdropper", TestSuite::Type::UNIT)
    {
        AddTestCase(new EavesdropperCase);
    }
} g_attackEavesdropperTestSuite;
