// SPDX-License-Identifier: GPL-2.0-only

// Data channel index selection (Core 5.4, Vol 6, Part B, 4.5.8; sample data in Vol 6, Part C, 3).

#include "ns3/ble-channel-selection.h"
#include "ns3/test.h"

#include <array>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr uint32_t SAMPLE_ACCESS_ADDRESS = 0x8E89BED6;
constexpr uint16_t SAMPLE_IDENTIFIER = 0x305F;

class BleCsa2Samples : public TestCase
{
  public:
    BleCsa2Samples()
        : TestCase("#2: sample data of the specification")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(BleChannelSelection::ChannelIdentifier(SAMPLE_ACCESS_ADDRESS),
                              SAMPLE_IDENTIFIER,
                              "channel identifier");

        struct Sample
        {
            uint16_t counter;
            uint16_t prnE;
            uint8_t channel;
        };

        const auto all = BleChannelSelection::Csa2(SAMPLE_ACCESS_ADDRESS);
        for (const Sample& sample : std::initializer_list<Sample>{{0, 56857, 25},
                                                                  {1, 1685, 20},
                                                                  {2, 38301, 6},
                                                                  {3, 27475, 21}})
        {
            NS_TEST_EXPECT_MSG_EQ(BleChannelSelection::PrnE(sample.counter, SAMPLE_IDENTIFIER),
                                  sample.prnE,
                                  "prn_e of event " << sample.counter);
            NS_TEST_EXPECT_MSG_EQ(+all.Channel(sample.counter), +sample.channel, "all channels");
        }
        // channels 9, 10, 21, 22, 23, 33, 34, 35 and 36
        const auto nine =
            BleChannelSelection::Csa2(SAMPLE_ACCESS_ADDRESS, BleChannelMap(0x1E00E00600));
        for (const Sample& sample :
             std::initializer_list<Sample>{{6, 10975, 23}, {7, 5490, 9}, {8, 46970, 34}})
        {
            NS_TEST_EXPECT_MSG_EQ(BleChannelSelection::PrnE(sample.counter, SAMPLE_IDENTIFIER),
                                  sample.prnE,
                                  "prn_e of event " << sample.counter);
            NS_TEST_EXPECT_MSG_EQ(+nine.Channel(sample.counter), +sample.channel, "nine channels");
        }
    }
};

/// Algorithm #1 as the specification tells it: one event after the other.
class BleCsa1Stepwise : public TestCase
{
  public:
    BleCsa1Stepwise()
        : TestCase("#1: any event as by stepping there")
    {
    }

  private:
    void DoRun() override
    {
        for (const uint64_t bits : {BleChannelMap::ALL,
                                    UINT64_C(0x1E00E00600),
                                    UINT64_C(0x1000000001),
                                    UINT64_C(0x0FFFFFFFFE)})
        {
            std::vector<uint8_t> used;
            for (uint8_t channel = 0; channel < 37; ++channel)
            {
                if ((bits >> channel & 1) != 0)
                {
                    used.push_back(channel);
                }
            }
            for (uint8_t hop = 5; hop <= 16; ++hop)
            {
                const auto selection = BleChannelSelection::Csa1(hop, BleChannelMap(bits));
                unsigned int lastUnmapped = 0;
                for (uint64_t event = 0; event < 300; ++event)
                {
                    const unsigned int unmapped = (lastUnmapped + hop) % 37;
                    lastUnmapped = unmapped;
                    const unsigned int expected =
                        (bits >> unmapped & 1) != 0 ? unmapped : used[unmapped % used.size()];
                    NS_TEST_ASSERT_MSG_EQ(+selection.Channel(event),
                                          expected,
                                          "hop " << +hop << ", event " << event);
                }
            }
        }
        // Far away, where the product of counter and hop no longer fits.
        const auto selection = BleChannelSelection::Csa1(16);
        const uint64_t far = UINT64_C(37) * 400000000000000000;
        NS_TEST_EXPECT_MSG_EQ(+selection.Channel(far + 5), +selection.Channel(5), "period of 37");
    }
};

/// Whatever the algorithm, only used channels are chosen, and all of them.
class BleSelectionStaysInMap : public TestCase
{
  public:
    BleSelectionStaysInMap()
        : TestCase("only used channels, and each of them")
    {
    }

  private:
    void DoRun() override
    {
        for (const uint64_t bits : {BleChannelMap::ALL, UINT64_C(0x3), UINT64_C(0x1555500AAA)})
        {
            const BleChannelMap map(bits);
            for (auto selection : {BleChannelSelection::Csa1(7), BleChannelSelection::Csa2(0x1234)})
            {
                selection.SetMap(map);
                NS_TEST_EXPECT_MSG_EQ((selection.GetMap() == map), true, "map");
                std::set<uint8_t> chosen;
                for (uint64_t event = 0; event < 5000; ++event)
                {
                    const uint8_t channel = selection.Channel(event);
                    NS_TEST_ASSERT_MSG_EQ(map.IsUsed(channel), true, "event " << event);
                    chosen.insert(channel);
                }
                NS_TEST_EXPECT_MSG_EQ(chosen.size(), map.Count(), "all used");
            }
        }
        // connEventCounter has 16 bits; the simulation's counter goes on
        const auto selection = BleChannelSelection::Csa2(0xABCD1234);
        for (uint64_t event = 0; event < 100; ++event)
        {
            NS_TEST_EXPECT_MSG_EQ(+selection.Channel(event),
                                  +selection.Channel(event + 65536),
                                  "wraps");
        }
    }
};

/// Algorithm #2 spreads evenly: each channel within five standard deviations of its share.
class BleCsa2Uniform : public TestCase
{
  public:
    BleCsa2Uniform()
        : TestCase("#2: each channel has its share")
    {
    }

  private:
    void DoRun() override
    {
        std::array<int, 37> count{};
        const auto selection = BleChannelSelection::Csa2(0x71764129);
        for (uint64_t event = 0; event < 65536; ++event)
        {
            ++count[selection.Channel(event)];
        }
        for (const int n : count)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(n, 65536 / 37, 210, "events on a channel");
        }
    }
};

class BleChannelMapCase : public TestCase
{
  public:
    BleChannelMapCase()
        : TestCase("maps, and what they refuse")
    {
    }

  private:
    void DoRun() override
    {
        const BleChannelMap all;
        NS_TEST_EXPECT_MSG_EQ(+all.Count(), 37, "all");
        NS_TEST_EXPECT_MSG_EQ(all.Bits(), UINT64_C(0x1FFFFFFFFF), "all");
        const BleChannelMap map(UINT64_C(0x1000000201));
        NS_TEST_EXPECT_MSG_EQ(+map.Count(), 3, "count");
        NS_TEST_EXPECT_MSG_EQ(+map.Nth(0), 0, "first");
        NS_TEST_EXPECT_MSG_EQ(+map.Nth(1), 9, "second");
        NS_TEST_EXPECT_MSG_EQ(+map.Nth(2), 36, "third");
        NS_TEST_EXPECT_MSG_EQ(map.IsUsed(9), true, "used");
        NS_TEST_EXPECT_MSG_EQ(map.IsUsed(10), false, "not used");
        NS_TEST_EXPECT_MSG_EQ(map.IsUsed(37), false, "no data channel");
        NS_TEST_EXPECT_MSG_EQ(map.IsUsed(255), false, "no channel");
        NS_TEST_EXPECT_MSG_EQ((map != all), true, "differ");

        Refused(0, "fewer than 2 used channels");
        Refused(UINT64_C(1) << 20, "fewer than 2 used channels");
        Refused(UINT64_C(1) << 37 | 3, "beyond index 36");
        Refused(~UINT64_C(0), "beyond index 36");
        NS_TEST_EXPECT_MSG_EQ(BleChannelMap::IsValid(3), true, "two");
        NS_TEST_EXPECT_MSG_EQ(BleChannelMap::IsValid(BleChannelMap::ALL), true, "all");
    }

    void Refused(uint64_t bits, const std::string& rule)
    {
        NS_TEST_EXPECT_MSG_EQ(BleChannelMap::IsValid(bits), false, rule);
        std::string what;
        try
        {
            BleChannelMap map(bits);
        }
        catch (const std::invalid_argument& error)
        {
            what = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(what.find(rule), std::string::npos, what);
        NS_TEST_EXPECT_MSG_NE(what.find("4.5.8.1"), std::string::npos, "names its clause");
    }
};

class BleHopRange : public TestCase
{
  public:
    BleHopRange()
        : TestCase("hopIncrement is 5 to 16")
    {
    }

  private:
    void DoRun() override
    {
        for (int hop = 0; hop < 32; ++hop)
        {
            bool refused = false;
            try
            {
                BleChannelSelection::Csa1(static_cast<uint8_t>(hop));
            }
            catch (const std::invalid_argument&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, (hop < 5 || hop > 16), "hop " << hop);
        }
    }
};

class BleFrequencies : public TestCase
{
  public:
    BleFrequencies()
        : TestCase("frequencies of the channels")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(BleFrequencyMhz(37), 2402, "37");
        NS_TEST_EXPECT_MSG_EQ(BleFrequencyMhz(0), 2404, "0");
        NS_TEST_EXPECT_MSG_EQ(BleFrequencyMhz(10), 2424, "10");
        NS_TEST_EXPECT_MSG_EQ(BleFrequencyMhz(38), 2426, "38");
        NS_TEST_EXPECT_MSG_EQ(BleFrequencyMhz(11), 2428, "11");
        NS_TEST_EXPECT_MSG_EQ(BleFrequencyMhz(36), 2478, "36");
        NS_TEST_EXPECT_MSG_EQ(BleFrequencyMhz(39), 2480, "39");
        std::set<uint32_t> all;
        for (uint8_t channel = 0; channel < 40; ++channel)
        {
            all.insert(BleFrequencyMhz(channel));
            NS_TEST_EXPECT_MSG_EQ(BleFrequencyMhz(channel),
                                  2402U + 2 * BleRfChannel(channel),
                                  "RF channel");
        }
        NS_TEST_EXPECT_MSG_EQ(all.size(), 40, "no two alike");
        bool refused = false;
        try
        {
            BleFrequencyMhz(40);
        }
        catch (const std::invalid_argument&)
        {
            refused = true;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "no such channel");
    }
};

class BleChannelSelectionSuite : public TestSuite
{
  public:
    BleChannelSelectionSuite()
        : TestSuite("iomt-ble-channel-selection", TestSuite::Type::UNIT)
    {
        AddTestCase(new BleCsa2Samples);
        AddTestCase(new BleCsa1Stepwise);
        AddTestCase(new BleSelectionStaysInMap);
        AddTestCase(new BleCsa2Uniform);
        AddTestCase(new BleChannelMapCase);
        AddTestCase(new BleHopRange);
        AddTestCase(new BleFrequencies);
    }
} g_bleChannelSelectionSuite;

} // namespace
