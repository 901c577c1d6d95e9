// SPDX-License-Identifier: GPL-2.0-only

#include "ble-radio-bench.h"

#include "ns3/iomt-compat.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr uint32_t PAYLOAD_OCTETS = 37;
constexpr uint32_t PDU_OCTETS = 2 + PAYLOAD_OCTETS + 3;
constexpr uint32_t PACKETS = 3000;

/// Packet error rate over received power, through channel and radio, crosses that of the
/// sensitivity where data sheets say it does.
class SensitivityCase : public TestCase
{
  public:
    SensitivityCase(BlePhyMode mode, double sensitivityDbm)
        : TestCase("sensitivity of " + ToString(mode)),
          m_mode(mode),
          m_sensitivityDbm(sensitivityDbm)
    {
    }

  private:
    /// @return share of packets that were not received whole
    double ErrorRate(double powerDbm)
    {
        RadioBench bench(2, -powerDbm); // sent with 0 dBm
        const Time gap = BleAirTime(m_mode, PAYLOAD_OCTETS) + MicroSeconds(100);
        bench.ListenAt(Time(0), 1, 5, m_mode);
        for (uint32_t i = 0; i < PACKETS; ++i)
        {
            bench.SendAt(MicroSeconds(1) + i * gap, 0, 5, PDU_OCTETS, m_mode);
        }
        uint32_t whole = 0;
        for (const BleReception& reception : bench.Run(1))
        {
            whole += reception.crcOk;
            NS_TEST_EXPECT_MSG_EQ_TOL(reception.rssiDbm, powerDbm, 1e-6, "RSSI");
        }
        NS_TEST_EXPECT_MSG_EQ(bench.recorders[0].transmitted.size(), PACKETS, "all sent");
        m_synced = bench.recorders[1].synced.size();
        return 1 - static_cast<double>(whole) / PACKETS;
    }

    void DoRun() override
    {
        // Core 5.4, Vol 6, Part A, 4.1: sensitivity is where the bit error rate is 0.1 %, for up to
        // 37 octets; a packet is lost with any bit from the access address on.
        const double target = 1 - std::pow(1 - 1e-3, 32 + 8 * PDU_OCTETS);
        const double step = 0.5;
        double above = m_sensitivityDbm + 2;
        double rateAbove = ErrorRate(above);
        NS_TEST_EXPECT_MSG_LT(rateAbove, 0.02, "good 2 dB above");
        double crossing = 0;
        for (double power = above - step; power >= m_sensitivityDbm - 2; power -= step)
        {
            const double rate = ErrorRate(power);
            NS_TEST_EXPECT_MSG_GT_OR_EQ(rate, rateAbove, "falls with power");
            if (rateAbove < target && rate >= target)
            {
                crossing = power + step * (rate - target) / (rate - rateAbove);
            }
            rateAbove = rate;
        }
        NS_TEST_EXPECT_MSG_GT(rateAbove, 0.9, "hopeless 2 dB below");
        if (m_mode == BlePhyMode::LE_CODED_S2)
        {
            NS_TEST_EXPECT_MSG_GT(m_synced, 0.99 * PACKETS, "the access address is always at S=8");
        }
        else
        {
            NS_TEST_EXPECT_MSG_LT(m_synced, 0.8 * PACKETS, "nor is the access address found");
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(crossing, m_sensitivityDbm, 0.5, "[dBm]");
    }

    BlePhyMode m_mode;
    double m_sensitivityDbm;
    std::size_t m_synced{0};
};

class BleSensitivitySuite : public TestSuite
{
  public:
    BleSensitivitySuite()
        : TestSuite("iomt-ble-sensitivity", TestSuite::Type::UNIT)
    {
        // nRF52840 Product Specification, RADIO, receiver sensitivity
        AddTestCase(new SensitivityCase(BlePhyMode::LE_1M, -96));
        AddTestCase(new SensitivityCase(BlePhyMode::LE_2M, -93));
        AddTestCase(new SensitivityCase(BlePhyMode::LE_CODED_S2, -99));
        AddTestCase(new SensitivityCase(BlePhyMode::LE_CODED_S8, -103));
    }
} g_bleSensitivitySuite;

} // namespace
