// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/ble-helper.h"
#include "ns3/ble-link-layer.h"
#include "ns3/ble-notification-flow.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/mobility-helper.h"
#include "ns3/pointer.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/**
 * @brief Kolmogorov–Smirnov: how probable a sample as far from uniform as this one, or farther, is.
 * @param sample at least a few dozen
 * @param high end of the interval from 0 that it should be uniform in
 */
double
UniformProbability(std::vector<double> sample, double high)
{
    std::sort(sample.begin(), sample.end());
    const auto n = static_cast<double>(sample.size());
    double distance = 0;
    for (std::size_t i = 0; i < sample.size(); ++i)
    {
        const double expected = std::clamp(sample[i] / high, 0.0, 1.0);
        const auto below = static_cast<double>(i);
        distance = std::max({distance, expected - below / n, (below + 1) / n - expected});
    }
    // Asymptotic distribution with Stephens' correction for finite samples.
    const double t = distance * (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n));
    double tail = 0;
    for (int k = 1; k <= 100; ++k)
    {
        tail += (k % 2 ? 2 : -2) * std::exp(-2.0 * k * k * t * t);
    }
    return std::clamp(tail, 0.0, 1.0);
}

/**
 * @brief A value that comes up at any time waits for the next event: uniform in the interval.
 *
 * Then it takes its air time, and from a peripheral first the central's packet and T_IFS.
 */
class LatencyCase : public TestCase
{
  public:
    LatencyCase(bool upwards, BleLinkLayer::IdleEvents idleEvents)
        : TestCase(std::string(upwards ? "to the central" : "to the peripheral") +
                   (idleEvents == BleLinkLayer::SKIP ? ", idle events skipped" : ", all played")),
          m_upwards(upwards),
          m_idleEvents(idleEvents)
    {
    }

  private:
    void Received(uint32_t, Time delay)
    {
        m_delaysMs.push_back(1e3 * delay.GetSeconds());
    }

    void DoRun() override
    {
        const double intervalMs = 100;
        BleConnectionParameters parameters;
        parameters.interval = MilliSeconds(100);
        BleHelper ble;
        ble.SetConnectionParameters(parameters);
        ble.SetSecurity(BleSecurity::BONDED);
        ble.SetLinkLayerAttribute("IdleEvents", EnumValue(m_idleEvents));
        NodeContainer nodes(2);
        MobilityHelper().Install(nodes);
        NetDeviceContainer devices = ble.Install(nodes);
        ble.Connect(devices.Get(0), devices.Get(1));
        ble.AssignStreams(devices, 1);
        // Long gaps: each value finds an idle link. Their spread is many intervals.
        auto gap = CreateObject<UniformRandomVariable>();
        gap->SetAttribute("Min", DoubleValue(0.4));
        gap->SetAttribute("Max", DoubleValue(1.4));
        auto flow = CreateObject<BleNotificationFlow>();
        flow->SetAttribute("Gap", PointerValue(gap));
        flow->SetAttribute("ValueSize", UintegerValue(20));
        flow->SetAttribute("Duration", TimeValue(Seconds(1800)));
        flow->AssignStreams(1000);
        flow->TraceConnectWithoutContext("Received", MakeCallback(&LatencyCase::Received, this));
        flow->Install(devices.Get(m_upwards ? 1 : 0), devices.Get(m_upwards ? 0 : 1));
        Simulator::Stop(Seconds(1820));
        Simulator::Run();
        Simulator::Destroy();
        NS_TEST_ASSERT_MSG_GT(m_delaysMs.size(), 1500, "values that arrived");
        // 27 octets of payload with MIC: 328 us on LE 1M; an empty packet 80 us.
        const double airMs = m_upwards ? 0.080 + 0.150 + 0.328 : 0.328;
        for (double& delay : m_delaysMs)
        {
            delay -= airMs;
        }
        const double mean = std::accumulate(m_delaysMs.begin(), m_delaysMs.end(), 0.0) /
                            static_cast<double>(m_delaysMs.size());
        NS_TEST_EXPECT_MSG_EQ_TOL(mean, intervalMs / 2, 0.05 * intervalMs / 2, "mean [ms]");
        NS_TEST_EXPECT_MSG_GT(UniformProbability(m_delaysMs, intervalMs), 0.01, "uniform");
        // The test can tell: a tenth more or less would not pass.
        NS_TEST_EXPECT_MSG_LT(UniformProbability(m_delaysMs, 1.1 * intervalMs), 0.01, "not wider");
        NS_TEST_EXPECT_MSG_LT(UniformProbability(m_delaysMs, 0.9 * intervalMs), 0.01, "not less");
    }

    bool m_upwards;
    BleLinkLayer::IdleEvents m_idleEvents;
    std::vector<double> m_delaysMs;
};

class BleLatencySuite : public TestSuite
{
  public:
    BleLatencySuite()
        : TestSuite("iomt-ble-latency", TestSuite::Type::UNIT)
    {
        for (const bool upwards : {false, true})
        {
            AddTestCase(new LatencyCase(upwards, BleLinkLayer::SKIP));
            AddTestCase(new LatencyCase(upwards, BleLinkLayer::PLAY));
        }
    }
} g_bleLatencySuite;

} // namespace
