// SPDX-License-Identifier: GPL-2.0-only

// How long a packet is on the air (Core 5.4, Vol 6, Part B, 2.1 and 2.2).

#include "ns3/ble-phy-mode.h"
#include "ns3/test.h"

#include <array>
#include <set>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr std::array<BlePhyMode, 4> MODES{BlePhyMode::LE_1M,
                                          BlePhyMode::LE_2M,
                                          BlePhyMode::LE_CODED_S8,
                                          BlePhyMode::LE_CODED_S2};

/// Published durations: empty, the shortest and longest data PDU, with MIC and without.
class BleAirTimeCase : public TestCase
{
  public:
    BleAirTimeCase()
        : TestCase("air time of every PHY")
    {
    }

  private:
    void DoRun() override
    {
        struct Row
        {
            BlePhyMode mode;
            std::array<int64_t, 5> us; // 0, 27, 31, 251 and 255 octets
        };

        const Row rows[] = {
            {BlePhyMode::LE_1M, {80, 296, 328, 2088, 2120}},
            {BlePhyMode::LE_2M, {44, 152, 168, 1048, 1064}},
            {BlePhyMode::LE_CODED_S2, {462, 894, 958, 4478, 4542}},
            {BlePhyMode::LE_CODED_S8, {720, 2448, 2704, 16784, 17040}},
        };
        const uint32_t octets[] = {0, 27, 31, 251, 255};
        for (const Row& row : rows)
        {
            for (std::size_t i = 0; i < row.us.size(); ++i)
            {
                NS_TEST_EXPECT_MSG_EQ(BleAirTime(row.mode, octets[i]),
                                      MicroSeconds(row.us[i]),
                                      ToString(row.mode) << ", " << octets[i] << " octets");
            }
        }
        // CONNECT_IND, 34 octets on LE 1M
        NS_TEST_EXPECT_MSG_EQ(BleAirTimeUs(BlePhyMode::LE_1M, 34), 352, "CONNECT_IND");
    }
};

/// An access address ends where preamble and address do.
class BleSyncTimeCase : public TestCase
{
  public:
    BleSyncTimeCase()
        : TestCase("preamble and access address")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(BleSyncTime(BlePhyMode::LE_1M), MicroSeconds(8 + 32), "1M");
        NS_TEST_EXPECT_MSG_EQ(BleSyncTime(BlePhyMode::LE_2M), MicroSeconds(8 + 16), "2M");
        NS_TEST_EXPECT_MSG_EQ(BleSyncTime(BlePhyMode::LE_CODED_S8), MicroSeconds(80 + 256), "S8");
        NS_TEST_EXPECT_MSG_EQ(BleSyncTime(BlePhyMode::LE_CODED_S2), MicroSeconds(80 + 256), "S2");
    }
};

/// An octet more lasts as long as the bit rate says.
class BleBitRateCase : public TestCase
{
  public:
    BleBitRateCase()
        : TestCase("bit rate is that of the air time")
    {
    }

  private:
    void DoRun() override
    {
        for (const BlePhyMode mode : MODES)
        {
            const int64_t us = BleAirTimeUs(mode, 200) - BleAirTimeUs(mode, 100);
            NS_TEST_EXPECT_MSG_EQ_TOL(800 / (static_cast<double>(us) / 1e6),
                                      BleBitRate(mode),
                                      1e-6,
                                      ToString(mode));
        }
        NS_TEST_EXPECT_MSG_EQ(BleBitRate(BlePhyMode::LE_CODED_S8), 125e3, "S8 [bit/s]");
    }
};

/// maxTxTime limits the payload: never longer than allowed, and an octet more would be.
class BlePayloadWithinCase : public TestCase
{
  public:
    BlePayloadWithinCase()
        : TestCase("payload within an air time")
    {
    }

  private:
    void DoRun() override
    {
        for (const BlePhyMode mode : MODES)
        {
            NS_TEST_EXPECT_MSG_EQ(BlePayloadWithin(mode, BleAirTimeUs(mode, 0) - 1), 0, "none");
            NS_TEST_EXPECT_MSG_EQ(BlePayloadWithin(mode, 0), 0, "no time");
            for (int64_t us = BleAirTimeUs(mode, 0); us < 17040; us += 7)
            {
                const uint32_t octets = BlePayloadWithin(mode, us);
                NS_TEST_ASSERT_MSG_LT_OR_EQ(BleAirTimeUs(mode, octets), us, ToString(mode));
                NS_TEST_ASSERT_MSG_GT(BleAirTimeUs(mode, octets + 1), us, ToString(mode));
            }
        }
        NS_TEST_EXPECT_MSG_EQ(BlePayloadWithin(BlePhyMode::LE_1M, 328), 31, "27 and MIC");
        NS_TEST_EXPECT_MSG_EQ(BlePayloadWithin(BlePhyMode::LE_CODED_S8, 2704), 31, "27 and MIC");
    }
};

class BlePhyNamesCase : public TestCase
{
  public:
    BlePhyNamesCase()
        : TestCase("names there and back")
    {
    }

  private:
    void DoRun() override
    {
        std::set<std::string> names;
        for (const BlePhyMode mode : MODES)
        {
            names.insert(ToString(mode));
            const auto back = BlePhyModeFromString(ToString(mode));
            NS_TEST_ASSERT_MSG_EQ(back.has_value(), true, ToString(mode));
            NS_TEST_EXPECT_MSG_EQ((*back == mode), true, ToString(mode));
        }
        NS_TEST_EXPECT_MSG_EQ((names == std::set<std::string>{"1M", "2M", "S2", "S8"}),
                              true,
                              "all");
        for (const char* name : {"", "1m", "3M", "S8 "})
        {
            NS_TEST_EXPECT_MSG_EQ(BlePhyModeFromString(name).has_value(), false, name);
        }
    }
};

class BlePhyModeSuite : public TestSuite
{
  public:
    BlePhyModeSuite()
        : TestSuite("iomt-ble-phy-mode", TestSuite::Type::UNIT)
    {
        AddTestCase(new BleAirTimeCase);
        AddTestCase(new BleSyncTimeCase);
        AddTestCase(new BleBitRateCase);
        AddTestCase(new BlePayloadWithinCase);
        AddTestCase(new BlePhyNamesCase);
    }
} g_blePhyModeSuite;

} // namespace
