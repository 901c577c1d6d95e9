// SPDX-License-Identifier: GPL-2.0-only

// What a channel says of packets that a lost link may not have delivered.

#include "ble-l2cap-bench.h"

#include "ns3/simulator.h"
#include "ns3/test.h"

#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class L2capUnsentCase : public TestCase
{
  public:
    L2capUnsentCase()
        : TestCase("a lost link has not delivered what was not acknowledged, in order")
    {
    }

  private:
    void Changed(Ptr<BleCreditChannel> channel)
    {
        for (const auto& sdu : channel->GetUnsent())
        {
            m_unsent.push_back(sdu->GetSize());
        }
    }

    void DoRun() override
    {
        L2capBench bench;
        bench.Open({}, {});
        bench.atCentral->SetStateCallback(MakeCallback(&L2capUnsentCase::Changed, this));
        bench.atCentral->Send(L2capBench::Sdu(30));
        Simulator::Run();
        // With the link before it is lost: whole, and begun.
        for (const uint32_t size : {40, 1200, 50})
        {
            bench.atCentral->Send(L2capBench::Sdu(size));
        }
        bench.central->LinkLost();
        NS_TEST_EXPECT_MSG_EQ((m_unsent == std::vector<uint32_t>{40, 1200, 50}),
                              true,
                              "all but the one that was acknowledged");
        NS_TEST_EXPECT_MSG_EQ(bench.atCentral->GetQueued(), 0, "let go of");
    }

    std::vector<uint32_t> m_unsent;
};

class L2capUnsentTestSuite : public TestSuite
{
  public:
    L2capUnsentTestSuite()
        : TestSuite("iomt-ble-l2cap-unsent", TestSuite::Type::UNIT)
    {
        AddTestCase(new L2capUnsentCase);
    }
};

L2capUnsentTestSuite g_l2capUnsentTestSuite;

} // namespace
