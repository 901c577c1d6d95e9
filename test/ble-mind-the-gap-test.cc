// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/ble-helper.h"
#include "ns3/ble-link-layer.h"
#include "ns3/ble-net-device.h"
#include "ns3/mobility-helper.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/**
 * @brief The tree of Petersen et al., "Mind the Gap", CoNEXT 2021: 15 nodes, of which those within
 * are peripheral of one link and central of two.
 *
 * Their clocks differ, so events of one clock slide over those of another. With the same interval
 * on all links that lasts for seconds, and one link is lost; with intervals drawn from 65 to 85 ms
 * two events meet once and part again.
 */
class MindTheGapCase : public TestCase
{
  public:
    MindTheGapCase(bool randomised)
        : TestCase(randomised ? "65 to 85 ms, drawn: no link is lost"
                              : "75 ms, static: links are lost"),
          m_randomised(randomised)
    {
    }

  private:
    void DoRun() override
    {
        const uint32_t nodeCount = 15;
        BleConnectionParameters parameters;
        parameters.interval = MilliSeconds(75);
        parameters.supervisionTimeout = MilliSeconds(1130); // 1125 ms is off the grid of 10 ms
        BleIntervalPolicy policy;
        policy.randomised = m_randomised;
        BleHelper ble;
        ble.SetConnectionParameters(parameters);
        ble.SetIntervalPolicy(policy);
        NodeContainer nodes(nodeCount);
        MobilityHelper().Install(nodes);
        NetDeviceContainer devices = ble.Install(nodes);
        for (uint32_t node = 1; node < nodeCount; ++node)
        {
            ble.Connect(devices.Get((node - 1) / 2), devices.Get(node));
        }
        ble.AssignStreams(devices, 1);
        Simulator::Stop(Minutes(20));
        Simulator::Run();
        uint64_t lost = 0;
        uint64_t open = 0;
        for (auto device = devices.Begin(); device != devices.End(); ++device)
        {
            const auto layer = DynamicCast<BleNetDevice>(*device)->GetLinkLayer();
            open += layer->GetLinks().size();
            for (const auto& [reason, times] : layer->GetClosed())
            {
                // A new link may also fail at once, under an event of another: that is no loss.
                lost += reason == BleError::CONNECTION_TIMEOUT ? times : 0;
                NS_TEST_EXPECT_MSG_EQ((reason == BleError::CONNECTION_TIMEOUT ||
                                       reason == BleError::CONNECTION_FAILED_TO_BE_ESTABLISHED),
                                      true,
                                      "links end for nothing but silence");
            }
        }
        if (m_randomised)
        {
            NS_TEST_EXPECT_MSG_EQ(lost, 0, "ends of links lost");
            NS_TEST_EXPECT_MSG_EQ(open, 2 * (nodeCount - 1), "both ends of every link");
        }
        else
        {
            NS_TEST_EXPECT_MSG_GT(lost, 4, "ends of links lost");
            NS_TEST_EXPECT_MSG_GT(open, 2 * (nodeCount - 3), "lost links are made again");
        }
        Simulator::Destroy();
    }

    bool m_randomised;
};

class BleMindTheGapSuite : public TestSuite
{
  public:
    BleMindTheGapSuite()
        : TestSuite("iomt-ble-mind-the-gap", TestSuite::Type::UNIT)
    {
        AddTestCase(new MindTheGapCase(false));
        AddTestCase(new MindTheGapCase(true));
    }
} g_bleMindTheGapSuite;

} // namespace
