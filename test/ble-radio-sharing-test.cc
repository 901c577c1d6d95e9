// SPDX-License-Identifier: GPL-2.0-only

#include "ble-link-bench.h"

#include "ns3/string.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// A central places its links so that they never meet, up to 32 of them.
class BlePlacementCase : public TestCase
{
  public:
    BlePlacementCase()
        : TestCase("32 links of one central do not meet")
    {
    }

  private:
    void DoRun() override
    {
        BleLinkBench bench;
        auto central = bench.Add(0);
        std::vector<Ptr<BleLinkLayer>> peripherals;
        for (uint32_t i = 0; i < BleLinkLayer::MAX_LINKS + 1; ++i)
        {
            peripherals.push_back(bench.Add(3 + 0.1 * i, i % 2 ? 1 : -1));
            BleLinkBench::Connect(central, peripherals.back(), bench.Parameters(MilliSeconds(100)));
        }
        Simulator::Stop(Seconds(60));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(central->GetLinks().size(), BleLinkLayer::MAX_LINKS, "no 33rd");
        uint64_t missed = 0;
        uint64_t refused = 0;
        for (const auto& link : central->GetLinks())
        {
            refused += link->GetStatistics().refusedEvents;
            missed += link->GetStatistics().missedEvents - link->GetStatistics().refusedEvents;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, 0, "none had to do without the radio");
        NS_TEST_EXPECT_MSG_LT(missed, 32, "and the peers heard it");
    }
};

/// A node that is peripheral here and central there: its links drift into each other.
class BleOverlapCase : public TestCase
{
  public:
    explicit BleOverlapCase(bool sameInterval)
        : TestCase(sameInterval ? "equal intervals drift into each other and lose a link"
                                : "different intervals lose an event now and then, no link"),
          m_sameInterval(sameInterval)
    {
    }

  private:
    void DoRun() override
    {
        BleLinkBench bench;
        auto upper = bench.Add(0, 1);
        auto middle = bench.Add(3, -1);
        auto lower = bench.Add(6);
        const Time timeout = MilliSeconds(1130);
        BleLinkBench::Connect(upper, middle, bench.Parameters(MilliSeconds(75), 0, timeout));
        BleLinkBench::Connect(
            middle,
            lower,
            bench.Parameters(m_sameInterval ? MilliSeconds(75) : MicroSeconds(71250), 0, timeout));
        uint64_t lost = 0;
        uint64_t overlaps = 0;
        middle->TraceConnectWithoutContext(
            "LinkClosed",
            Callback<void, Ptr<const BleLink>, BleError>([&](Ptr<const BleLink>, BleError reason) {
                lost += reason == BleError::CONNECTION_TIMEOUT;
            }));
        middle->TraceConnectWithoutContext(
            "EventMissed",
            Callback<void, Ptr<const BleLink>, uint64_t, const char*>(
                [&](Ptr<const BleLink>, uint64_t, const char* cause) {
                    overlaps += std::string(cause) == "radio busy";
                }));
        // 100 ppm apart, the anchors of 75 ms take 750 s to slide through each other.
        Simulator::Stop(Seconds(1600));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_GT(overlaps, 10, "events overlap");
        if (m_sameInterval)
        {
            NS_TEST_EXPECT_MSG_GT(lost, 0, "one of the links starves");
        }
        else
        {
            NS_TEST_EXPECT_MSG_EQ(lost, 0, "neither of the links starves");
        }
    }

    bool m_sameInterval;
};

class BleRadioSharingSuite : public TestSuite
{
  public:
    BleRadioSharingSuite()
        : TestSuite("iomt-ble-radio-sharing", TestSuite::Type::UNIT)
    {
        AddTestCase(new BlePlacementCase);
        AddTestCase(new BleOverlapCase(true));
        AddTestCase(new BleOverlapCase(false));
    }
};

const BleRadioSharingSuite g_bleRadioSharingSuite;

} // namespace
