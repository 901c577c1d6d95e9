// SPDX-License-Identifier: GPL-2.0-only

#include "ble-error-model.h"

#include <cmath>

namespace ns3
{
namespace iomt
{

namespace
{

/// Boltzmann's constant times 290 K, in dBm in one hertz.
constexpr double THERMAL_NOISE_DBM_PER_HZ = -173.975;

/// 10^(dB/10): what the SINR of LE Coded is worth more than LE 1M's.
constexpr double GAIN_S2 = 1.99526231; // 3 dB
constexpr double GAIN_S8 = 5.01187234; // 7 dB

} // namespace

double
BleNoiseDbm(BlePhyMode mode, double noiseFigureDb)
{
    // 10 log10 of the two bandwidths there are
    const double bandwidthDb = mode == BlePhyMode::LE_2M ? 63.0103 : 60.0;
    return THERMAL_NOISE_DBM_PER_HZ + bandwidthDb + noiseFigureDb;
}

double
BleBitErrorRate(BlePhyMode mode, double sinr)
{
    if (!(sinr > 0))
    {
        return 0.5;
    }
    const double gain = mode == BlePhyMode::LE_CODED_S8   ? GAIN_S8
                        : mode == BlePhyMode::LE_CODED_S2 ? GAIN_S2
                                                          : 1.0;
    return 0.5 * std::exp(-0.5 * gain * sinr);
}

double
BleChunkSuccess(BlePhyMode mode, double sinr, double bits)
{
    if (!(bits > 0))
    {
        return 1;
    }
    return std::exp(bits * std::log1p(-BleBitErrorRate(mode, sinr)));
}

} // namespace iomt
} // namespace ns3
