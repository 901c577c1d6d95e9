// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/ble-helper.h"
#include "ns3/ble-notification-flow.h"
#include "ns3/config.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/mobility-helper.h"
#include "ns3/pointer.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// A link on which one end notifies as fast as it can, or once in each gap.
struct Setting
{
    BlePhyMode phy;
    uint16_t linkPayload; //!< of a data PDU [B]
    uint16_t attMtu;      //!< [B]
    bool encrypted;
    double intervalMs{400}; //!< long: the published figures are for events that never end
    double gapS{0};         //!< 0: as fast as it can [s]
};

BleFlowReport
Measure(const Setting& setting)
{
    Config::SetDefault("ns3::iomt::BleAtt::Mtu", UintegerValue(setting.attMtu));
    BleConnectionParameters parameters;
    parameters.interval = MicroSeconds(std::llround(1000 * setting.intervalMs));
    BleHelper ble;
    ble.SetConnectionParameters(parameters);
    ble.SetPhy(setting.phy);
    ble.SetDataLength(setting.linkPayload);
    // Without drift as many exchanges fit into an interval as the Core says.
    ble.SetLinkLayerAttribute("ClockDrift", StringValue("ns3::ConstantRandomVariable"));
    ble.SetSecurity(setting.encrypted ? BleSecurity::BONDED : BleSecurity::NONE);
    NodeContainer nodes(2);
    MobilityHelper().Install(nodes);
    NetDeviceContainer devices = ble.Install(nodes);
    ble.Connect(devices.Get(0), devices.Get(1));
    ble.AssignStreams(devices, 1);
    auto flow = CreateObject<BleNotificationFlow>();
    flow->SetAttribute("Duration", TimeValue(Seconds(10)));
    if (setting.gapS > 0)
    {
        auto gap = CreateObject<ConstantRandomVariable>();
        gap->SetAttribute("Constant", DoubleValue(setting.gapS));
        flow->SetAttribute("Gap", PointerValue(gap));
    }
    flow->Install(devices.Get(1), devices.Get(0));
    Simulator::Stop(Seconds(40));
    Simulator::Run();
    const BleFlowReport report = flow->IsDone() ? flow->GetReport() : BleFlowReport{};
    Simulator::Destroy();
    Config::Reset();
    return report;
}

/// A figure that others have published.
class PublishedCase : public TestCase
{
  public:
    PublishedCase(const std::string& name, const Setting& setting, double kbps, bool ofLink)
        : TestCase(name),
          m_setting(setting),
          m_kbps(kbps),
          m_ofLink(ofLink)
    {
    }

  private:
    void DoRun() override
    {
        const BleFlowReport report = Measure(m_setting);
        const double kbps = m_ofLink ? report.linkKbps : report.throughputKbps;
        NS_TEST_EXPECT_MSG_EQ_TOL(kbps, m_kbps, 0.01 * m_kbps, "kbit/s, within 1 %");
    }

    Setting m_setting;
    double m_kbps;
    bool m_ofLink; //!< of link-layer payload, else of attribute values
};

/**
 * What follows from air times alone: an event of the interval has room for a whole number of
 * exchanges, T_IFS included, and carries so many PDUs.
 */
class WholeExchangesCase : public TestCase
{
  public:
    WholeExchangesCase(const Setting& setting)
        : TestCase(ToString(setting.phy) + ", " + std::to_string(setting.linkPayload) + " B, " +
                   (setting.encrypted ? "encrypted, " : "") +
                   std::to_string(static_cast<int>(setting.intervalMs)) + " ms: whole exchanges"),
          m_setting(setting)
    {
    }

  private:
    void DoRun() override
    {
        const uint32_t mic = m_setting.encrypted ? 4 : 0;
        const auto cycleUs =
            static_cast<double>(BleAirTimeUs(m_setting.phy, m_setting.linkPayload + mic) +
                                BleAirTimeUs(m_setting.phy, 0) + 2 * 150);
        const double pdus = std::floor(1000 * m_setting.intervalMs / cycleUs);
        const BleFlowReport report = Measure(m_setting);
        NS_TEST_EXPECT_MSG_EQ_TOL(report.pdusPerEvent, pdus, 0.05, "PDUs in an event");
        const double kbps = 8 * m_setting.linkPayload * pdus / m_setting.intervalMs;
        NS_TEST_EXPECT_MSG_EQ_TOL(report.linkKbps, kbps, 0.01 * kbps, "link-layer payload");
        const double share = (m_setting.attMtu - 3.0) / (m_setting.attMtu + 4.0);
        NS_TEST_EXPECT_MSG_EQ_TOL(report.throughputKbps, kbps * share, 0.01 * kbps, "values");
    }

    Setting m_setting;
};

class BleThroughputSuite : public TestSuite
{
  public:
    BleThroughputSuite()
        : TestSuite("iomt-ble-throughput", TestSuite::Type::UNIT)
    {
        const auto published =
            [this](const std::string& name, const Setting& setting, double kbps, bool ofLink) {
                AddTestCase(new PublishedCase(name, setting, kbps, ofLink));
            };
        const auto m1 = BlePhyMode::LE_1M;
        published("1M, 27 B, encrypted", {m1, 27, 23, true}, 305.1, true);
        published("1M, 251 B, encrypted", {m1, 251, 247, true}, 803, true);
        published("1M, 27 B", {m1, 27, 23, false}, 319.5, true);
        published("1M, 251 B", {m1, 251, 247, false}, 813.6, true);
        published("2M, 251 B", {BlePhyMode::LE_2M, 251, 247, false}, 1442.5, true);
        published("ATT_MTU 23 in 27 B", {m1, 27, 23, true}, 226, false);
        published("ATT_MTU 185 in 27 B", {m1, 27, 185, true}, 294, false);
        // Published as 301, the share of headers alone. The last PDU of each value is not full: 19
        // exchanges of 708 us and one of 516 us carry 509 octets.
        published("ATT_MTU 512 in 27 B", {m1, 27, 512, true}, 8 * 509 / 13.968, false);
        published("one PDU of 27 B each 7.5 ms",
                  {m1, 27, 23, true, 7.5, 0.0075},
                  8 * 27 / 7.5, // published as 29
                  true);
        for (const bool encrypted : {false, true})
        {
            AddTestCase(new WholeExchangesCase({m1, 251, 247, encrypted, 50}));
            AddTestCase(new WholeExchangesCase({BlePhyMode::LE_2M, 251, 247, encrypted, 50}));
            AddTestCase(new WholeExchangesCase({BlePhyMode::LE_CODED_S2, 251, 247, encrypted, 50}));
            AddTestCase(new WholeExchangesCase({BlePhyMode::LE_CODED_S8, 251, 247, encrypted, 50}));
            AddTestCase(new WholeExchangesCase({m1, 27, 23, encrypted, 30}));
        }
    }
} g_bleThroughputSuite;

} // namespace
