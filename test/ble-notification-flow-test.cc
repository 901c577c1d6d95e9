// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/ble-helper.h"
#include "ns3/ble-net-device.h"
#include "ns3/ble-notification-flow.h"
#include "ns3/mobility-helper.h"
#include "ns3/mobility-model.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Two devices with a link.
struct Pair
{
    Pair()
        : nodes(2)
    {
        MobilityHelper().Install(nodes);
        devices = ble.Install(nodes);
        ble.Connect(devices.Get(0), devices.Get(1));
        ble.AssignStreams(devices, 1);
    }

    Ptr<BleNotificationFlow> MakeFlow(const std::string& gap, uint32_t size, Time duration)
    {
        auto flow = CreateObject<BleNotificationFlow>();
        if (!gap.empty())
        {
            flow->SetAttribute("Gap", StringValue(gap));
        }
        flow->SetAttribute("ValueSize", UintegerValue(size));
        flow->SetAttribute("Duration", TimeValue(duration));
        flow->Install(devices.Get(1), devices.Get(0));
        return flow;
    }

    BleHelper ble;
    NodeContainer nodes;
    NetDeviceContainer devices;
};

/// What is reported is what the trace source told, for the time that was asked for.
class ReportCase : public TestCase
{
  public:
    ReportCase()
        : TestCase("the report agrees with the values that arrived")
    {
    }

  private:
    void Received(uint32_t octets, Time delay)
    {
        NS_TEST_EXPECT_MSG_EQ(octets, 30, "size of a value");
        NS_TEST_EXPECT_MSG_EQ(delay.IsStrictlyPositive(), true, "nothing is there at once");
        NS_TEST_EXPECT_MSG_LT(delay, MilliSeconds(60), "an interval and air time");
        ++m_values;
    }

    void DoRun() override
    {
        Pair pair;
        auto flow = pair.MakeFlow("ns3::ConstantRandomVariable[Constant=0.25]", 30, Seconds(20));
        flow->TraceConnectWithoutContext("Received", MakeCallback(&ReportCase::Received, this));
        Simulator::Stop(Seconds(60));
        Simulator::Run();
        const BleFlowReport report = flow->GetReport();
        NS_TEST_EXPECT_MSG_EQ(flow->IsDone(), true, "it came to its end");
        NS_TEST_EXPECT_MSG_EQ(report.values, m_values, "as traced");
        NS_TEST_EXPECT_MSG_EQ_TOL(static_cast<double>(report.values), 80, 1, "20 s, 4 a second");
        NS_TEST_EXPECT_MSG_EQ_TOL(report.throughputKbps, 0.96, 0.013, "30 B, 4 a second");
        // 3 octets of ATT, 4 of L2CAP with each.
        NS_TEST_EXPECT_MSG_EQ_TOL(report.linkKbps, 37 * 4 * 8e-3, 0.016, "with headers");
        Simulator::Destroy();
    }

    uint64_t m_values{0};
};

/// Whoever drops a flow in mid-run leaves a link that another can use.
class DroppedCase : public TestCase
{
  public:
    DroppedCase()
        : TestCase("a flow that goes lets go of its link")
    {
    }

  private:
    void DoRun() override
    {
        Pair pair;
        auto first = pair.MakeFlow("", 0, Seconds(100));
        Simulator::Stop(Seconds(5));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_GT(first->GetReport().linkKbps, 700, "it was busy");
        first = nullptr;
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        auto second = pair.MakeFlow("", 0, Seconds(5));
        Simulator::Stop(Seconds(15));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(second->IsDone(), true, "the second has the link");
        NS_TEST_EXPECT_MSG_GT(second->GetReport().linkKbps, 700, "to itself");
        Simulator::Destroy();
    }
};

/// A link that is lost comes again, and the flow with it.
class LostLinkCase : public TestCase
{
  public:
    LostLinkCase()
        : TestCase("a flow goes on when its link comes again")
    {
    }

  private:
    void Received(uint32_t, Time delay)
    {
        // Nothing of before the loss is taken for what comes after.
        NS_TEST_EXPECT_MSG_LT(delay, MilliSeconds(60), "an interval and air time");
    }

    void DoRun() override
    {
        Pair pair;
        // So often that something is underway when the link is lost.
        auto flow = pair.MakeFlow("ns3::ConstantRandomVariable[Constant=0.01]", 20, Seconds(40));
        flow->TraceConnectWithoutContext("Received", MakeCallback(&LostLinkCase::Received, this));
        const auto move = [&pair](double metres) {
            pair.nodes.Get(1)->GetObject<MobilityModel>()->SetPosition(Vector(metres, 0, 0));
        };
        Simulator::Schedule(Seconds(20), [move]() { move(1e5); });
        Simulator::Schedule(Seconds(30), [move]() { move(1); });
        Simulator::Stop(Seconds(60));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(flow->IsDone(), true, "measured to its end");
        NS_TEST_EXPECT_MSG_GT(flow->GetReport().values, 2800, "but for the time without a link");
        NS_TEST_EXPECT_MSG_LT(flow->GetReport().values, 3100, "none twice");
        Simulator::Destroy();
    }
};

class BleNotificationFlowSuite : public TestSuite
{
  public:
    BleNotificationFlowSuite()
        : TestSuite("iomt-ble-notification-flow", TestSuite::Type::UNIT)
    {
        AddTestCase(new ReportCase);
        AddTestCase(new DroppedCase);
        AddTestCase(new LostLinkCase);
    }
} g_bleNotificationFlowSuite;

} // namespace
