// SPDX-License-Identifier: GPL-2.0-only

// A backhaul that is cut and mended.

#include "ns3/backhaul-channel.h"
#include "ns3/backhaul.h"
#include "ns3/data-rate.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class BackhaulCutCase : public TestCase
{
  public:
    BackhaulCutCase()
        : TestCase("a cut loses what is on the way and what is sent, in both directions")
    {
    }

  private:
    bool Take(Ptr<NetDevice>, Ptr<const Packet>, uint16_t, const Address&)
    {
        m_arrived.push_back(Simulator::Now().GetMilliSeconds());
        return true;
    }

    void Carrier(bool up)
    {
        m_carrier.push_back(up);
    }

    void CutOff(Ptr<const Packet> packet, Ptr<const NetDevice>)
    {
        m_cutOff.push_back(packet->GetSize());
    }

    void DoRun() override
    {
        constexpr uint16_t ipv6 = 0x86dd;
        NodeContainer nodes(2);
        auto backhaul = CreateObject<Backhaul>();
        backhaul->SetAttribute("Delay", TimeValue(MilliSeconds(20)));
        const NetDeviceContainer devices = backhaul->Install(nodes.Get(0), nodes.Get(1));
        const Ptr<BackhaulChannel> channel = backhaul->GetChannel();
        channel->TraceConnectWithoutContext("Carrier",
                                            MakeCallback(&BackhaulCutCase::Carrier, this));
        channel->TraceConnectWithoutContext("CutOff", MakeCallback(&BackhaulCutCase::CutOff, this));
        const auto send = [&devices](int64_t ms, uint32_t from, uint32_t size) {
            Simulator::Schedule(MilliSeconds(ms), [&devices, from, size]() {
                devices.Get(from)->Send(Create<Packet>(size),
                                        devices.Get(1 - from)->GetAddress(),
                                        ipv6);
            });
        };
        for (uint32_t i = 0; i < 2; ++i)
        {
            devices.Get(i)->SetReceiveCallback(MakeCallback(&BackhaulCutCase::Take, this));
            send(50 + 20 * i, i, 100);  // arrives before the cut
            send(90 + i, i, 200);       // is on the way when it happens
            send(150 + i, i, 300);      // is sent while it lasts
            send(300 + 20 * i, i, 400); // after it
        }
        Simulator::Schedule(MilliSeconds(100), &BackhaulChannel::Cut, channel);
        Simulator::Schedule(MilliSeconds(102), &BackhaulChannel::Cut, channel); // another one
        Simulator::Schedule(MilliSeconds(105), &BackhaulChannel::Mend, channel);
        Simulator::Schedule(MilliSeconds(140), [&]() {
            NS_TEST_EXPECT_MSG_EQ(channel->IsUp(), false, "one cut is not mended");
        });
        Simulator::Schedule(MilliSeconds(200), &BackhaulChannel::Mend, channel);
        Simulator::Schedule(MilliSeconds(201), &BackhaulChannel::Mend, channel); // of nothing
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ((m_arrived == std::vector<int64_t>{70, 90, 320, 340}),
                              true,
                              "before and after");
        NS_TEST_EXPECT_MSG_EQ((m_carrier == std::vector<bool>{false, true}), true, "carrier");
        NS_TEST_EXPECT_MSG_EQ((m_cutOff == std::vector<uint32_t>{202, 202, 302, 302}),
                              true,
                              "told of, header of 2 octets included");
        NS_TEST_EXPECT_MSG_EQ(channel->GetCutOff(), 4, "counted");
        NS_TEST_EXPECT_MSG_EQ(channel->GetLost(), 0, "chance had no part in it");
        Simulator::Destroy();
    }

    std::vector<int64_t> m_arrived;
    std::vector<bool> m_carrier;
    std::vector<uint32_t> m_cutOff;
};

class BackhaulCutTestSuite : public TestSuite
{
  public:
    BackhaulCutTestSuite()
        : TestSuite("iomt-backhaul-cut", TestSuite::Type::UNIT)
    {
        AddTestCase(new BackhaulCutCase);
    }
};

BackhaulCutTestSuite g_backhaulCutTestSuite;

} // namespace
