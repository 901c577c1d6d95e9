// SPDX-License-Identifier: GPL-2.0-only

// Bit errors of each PHY, against the sensitivities a manufacturer publishes.

#include "ns3/ble-error-model.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr double NOISE_FIGURE_DB = 7.1;
constexpr BlePhyMode MODES[] = {BlePhyMode::LE_1M,
                                BlePhyMode::LE_2M,
                                BlePhyMode::LE_CODED_S8,
                                BlePhyMode::LE_CODED_S2};

double
Linear(double db)
{
    return std::pow(10, db / 10);
}

class BleSensitivity : public TestCase
{
  public:
    BleSensitivity()
        : TestCase("0.1 % of bits are wrong at the published sensitivity")
    {
    }

  private:
    void DoRun() override
    {
        Sensitivity(BlePhyMode::LE_1M, -96);
        Sensitivity(BlePhyMode::LE_2M, -93);
        Sensitivity(BlePhyMode::LE_CODED_S2, -99);
        Sensitivity(BlePhyMode::LE_CODED_S8, -103);
    }

    /// Where the bit error rate of a receiver with the usual noise figure crosses 0.1 %.
    void Sensitivity(BlePhyMode mode, double publishedDbm)
    {
        const double noiseDbm = BleNoiseDbm(mode, NOISE_FIGURE_DB);
        double dbm = -120;
        while (BleBitErrorRate(mode, Linear(dbm - noiseDbm)) > 1e-3)
        {
            dbm += 0.01;
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(dbm, publishedDbm, 0.5, ToString(mode));
    }
};

class BleErrorRate : public TestCase
{
  public:
    BleErrorRate()
        : TestCase("bit error rate")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ_TOL(BleBitErrorRate(BlePhyMode::LE_1M, Linear(10.94)),
                                  1e-3,
                                  1e-5,
                                  "10.94 dB");
        NS_TEST_EXPECT_MSG_EQ_TOL(BleBitErrorRate(BlePhyMode::LE_2M, 2),
                                  0.5 * std::exp(-1),
                                  1e-12,
                                  "by hand");
        for (const BlePhyMode mode : MODES)
        {
            NS_TEST_EXPECT_MSG_EQ(BleBitErrorRate(mode, 0), 0.5, "no signal: a coin");
            NS_TEST_EXPECT_MSG_EQ(BleBitErrorRate(mode, -1), 0.5, "none either");
            NS_TEST_EXPECT_MSG_EQ(BleBitErrorRate(mode, std::nan("")), 0.5, "none either");
            NS_TEST_EXPECT_MSG_EQ(BleBitErrorRate(mode, 1e9), 0, "clear");
            double last = 0.5;
            for (double db = -20; db < 20; db += 0.5)
            {
                const double ber = BleBitErrorRate(mode, Linear(db));
                NS_TEST_EXPECT_MSG_LT(ber, last, ToString(mode) << " at " << db << " dB");
                last = ber;
            }
        }
    }
};

class BleChunks : public TestCase
{
  public:
    BleChunks()
        : TestCase("rows of bits")
    {
    }

  private:
    void DoRun() override
    {
        // The packet of the receiver tests: 37 octets are lost in 30.8 % at 0.1 % of bits
        // (Core 5.4, Vol 6, Part A, 4.1, and the RF PHY test suite).
        const double sinr = -2 * std::log(2e-3);
        NS_TEST_EXPECT_MSG_EQ_TOL(
            1 - BleChunkSuccess(BlePhyMode::LE_1M, sinr, 8 * (4 + 2 + 37 + 3)),
            0.308,
            5e-4,
            "packet error rate");
        for (const BlePhyMode mode : MODES)
        {
            NS_TEST_EXPECT_MSG_EQ(BleChunkSuccess(mode, 0, 0), 1, "no bits");
            NS_TEST_EXPECT_MSG_EQ(BleChunkSuccess(mode, 1e6, 1e6), 1, "clear");
            NS_TEST_EXPECT_MSG_LT(BleChunkSuccess(mode, 0, 100), 1e-30, "no signal");
            NS_TEST_EXPECT_MSG_EQ_TOL(BleChunkSuccess(mode, 2, 10) * BleChunkSuccess(mode, 2, 20),
                                      BleChunkSuccess(mode, 2, 30),
                                      1e-12,
                                      "cut anywhere");
            NS_TEST_EXPECT_MSG_EQ_TOL(BleChunkSuccess(mode, 2, 1),
                                      1 - BleBitErrorRate(mode, 2),
                                      1e-12,
                                      "one bit");
        }
    }
};

class BleNoise : public TestCase
{
  public:
    BleNoise()
        : TestCase("thermal noise")
    {
    }

  private:
    void DoRun() override
    {
        for (const BlePhyMode mode : MODES)
        {
            const double kTB = 1.380649e-23 * 290 * BleNoiseBandwidthHz(mode) * 1e3;
            NS_TEST_EXPECT_MSG_EQ_TOL(BleNoiseDbm(mode, NOISE_FIGURE_DB),
                                      10 * std::log10(kTB) + NOISE_FIGURE_DB,
                                      1e-3,
                                      ToString(mode));
        }
        NS_TEST_EXPECT_MSG_EQ(BleNoiseBandwidthHz(BlePhyMode::LE_2M), 2e6, "2M");
        NS_TEST_EXPECT_MSG_EQ(BleNoiseBandwidthHz(BlePhyMode::LE_CODED_S8), 1e6, "S8");
    }
};

class BleErrorModelSuite : public TestSuite
{
  public:
    BleErrorModelSuite()
        : TestSuite("iomt-ble-error-model", TestSuite::Type::UNIT)
    {
        AddTestCase(new BleSensitivity);
        AddTestCase(new BleErrorRate);
        AddTestCase(new BleChunks);
        AddTestCase(new BleNoise);
    }
} g_bleErrorModelSuite;

} // namespace
