// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/ble-channel-map.h"
#include "ns3/ble-spectrum.h"
#include "ns3/iomt-compat.h"
#include "ns3/lr-wpan-spectrum-value-helper.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// A packet's power is where the standard puts it.
class PsdCase : public TestCase
{
  public:
    PsdCase()
        : TestCase("a packet has its power around its channel")
    {
    }

  private:
    void DoRun() override
    {
        const auto lrWpan = LrWpanSpectrumValueHelper().CreateTxPowerSpectralDensity(0, 11);
        NS_TEST_EXPECT_MSG_EQ(BleSpectrumModel()->GetUid(),
                              lrWpan->GetSpectrumModelUid(),
                              "no conversion between BLE and IEEE 802.15.4");
        for (uint8_t channel = 0; channel < 40; ++channel)
        {
            for (const BlePhyMode mode : {BlePhyMode::LE_1M, BlePhyMode::LE_2M})
            {
                const auto psd = MakeBlePsd(4, channel, mode);
                // Core 5.4, Vol 6, Part A, 2: 2402 + 2 k MHz; the leakage of those at the edge
                // leaves the bands of the model.
                const double powerMw = Integral(*psd) * 1e3;
                NS_TEST_EXPECT_MSG_EQ_TOL(powerMw, std::pow(10, 0.4), 1e-3, "all of it");
                double centreHz = 0;
                auto band = psd->ConstBandsBegin();
                for (auto value = psd->ConstValuesBegin(); value != psd->ConstValuesEnd(); ++value)
                {
                    centreHz += *value * (band->fh - band->fl) * band->fc / (powerMw / 1e3);
                    ++band;
                }
                NS_TEST_EXPECT_MSG_EQ_TOL(centreHz, BleFrequencyMhz(channel) * 1e6, 1e3, "centre");
                NS_TEST_EXPECT_MSG_EQ_TOL(BlePacketMw(*psd, channel, mode),
                                          std::pow(10, 0.4),
                                          1e-9,
                                          "read back");
                NS_TEST_EXPECT_MSG_EQ_TOL(BleFilteredPacketMw(*psd, channel, 17, mode),
                                          BleFilteredMw(*psd, 17, mode),
                                          1e-15,
                                          "the fast way is as good");
            }
        }
    }
};

/// What the receiver lets through of another packet is what the Core allows at most.
class SelectivityCase : public TestCase
{
  public:
    SelectivityCase()
        : TestCase("other channels are suppressed as the Core demands")
    {
    }

  private:
    /// How much less a packet so many channels away disturbs than one on the same channel [dB].
    double RejectionDb(BlePhyMode mode, uint8_t channels)
    {
        const uint8_t here = 10; // data channels 10 and 11 have advertising channel 38 between
        const auto near = MakeBlePsd(0, here, mode);
        const auto far = MakeBlePsd(0, here - channels, mode);
        return 10 * std::log10(BleFilteredMw(*near, here, mode) / BleFilteredMw(*far, here, mode));
    }

    /// As much as is demanded, and hardly more.
    void ExpectRejection(BlePhyMode mode, uint8_t channels, double demandedDb)
    {
        const double rejectionDb = RejectionDb(mode, channels);
        NS_TEST_EXPECT_MSG_GT(rejectionDb, demandedDb - 0.25, ToString(mode) << " " << +channels);
        NS_TEST_EXPECT_MSG_LT(rejectionDb, demandedDb + 1.5, ToString(mode) << " " << +channels);
    }

    void DoRun() override
    {
        for (const BlePhyMode mode : {BlePhyMode::LE_1M, BlePhyMode::LE_2M})
        {
            double sum = 0;
            for (int32_t offset = -6; offset <= 6; ++offset)
            {
                sum += BleTransmitShare(mode, offset);
                NS_TEST_EXPECT_MSG_EQ(BleReceiveShare(mode, offset),
                                      BleReceiveShare(mode, -offset),
                                      "symmetric");
            }
            NS_TEST_EXPECT_MSG_EQ_TOL(sum, 1, 1e-12, "shares of the power");
        }
        // Core 5.4, Vol 6, Part A, 4.2: C/I 21 dB on the channel; LE 1M -17 dB at 2 MHz, -27 dB
        // beyond; LE 2M 15 dB at 2 MHz, -17 dB at 4 MHz, -27 dB from 6 MHz on.
        ExpectRejection(BlePhyMode::LE_1M, 1, 21 + 17);
        ExpectRejection(BlePhyMode::LE_1M, 2, 21 + 27);
        ExpectRejection(BlePhyMode::LE_1M, 5, 21 + 27);
        ExpectRejection(BlePhyMode::LE_2M, 1, 21 - 15);
        ExpectRejection(BlePhyMode::LE_2M, 2, 21 + 17);
        ExpectRejection(BlePhyMode::LE_2M, 3, 21 + 27);
        NS_TEST_EXPECT_MSG_EQ(BleReceiveShare(BlePhyMode::LE_CODED_S8, 1),
                              BleReceiveShare(BlePhyMode::LE_1M, 1),
                              "LE Coded is sent with the symbols of LE 1M");
    }
};

class BleSpectrumSuite : public TestSuite
{
  public:
    BleSpectrumSuite()
        : TestSuite("iomt-ble-spectrum", TestSuite::Type::UNIT)
    {
        AddTestCase(new PsdCase);
        AddTestCase(new SelectivityCase);
    }
} g_bleSpectrumSuite;

} // namespace
