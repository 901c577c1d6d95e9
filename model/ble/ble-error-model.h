// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_ERROR_MODEL_H
#define IOMT_BLE_ERROR_MODEL_H

#include "ble-phy-mode.h"

#include <cstdint>

namespace ns3
{
namespace iomt
{

/// @return bandwidth in which a receiver of this PHY takes up noise [Hz]: its symbol rate
constexpr double
BleNoiseBandwidthHz(BlePhyMode mode)
{
    return mode == BlePhyMode::LE_2M ? 2e6 : 1e6;
}

/**
 * @param mode PHY
 * @param noiseFigureDb of the receiver [dB]
 * @return thermal noise at 290 K in the PHY's bandwidth, with the noise figure [dBm]
 */
double BleNoiseDbm(BlePhyMode mode, double noiseFigureDb);

/**
 * @brief Probability that a data bit is wrong.
 *
 * Non-coherent detection of binary FSK, 0.5 exp(-Eb / 2 N0) (Proakis, Digital Communications, 5th
 * ed., 4.5-3), where a symbol's Eb/N0 is the SINR over the symbol rate. LE Coded is given a gain:
 * that by which its sensitivity is better than LE 1M's, 3 dB at S=2 and 7 dB at S=8 (nRF52840
 * Product Specification, receiver sensitivity: -96, -93, -99 and -103 dBm). A gain is enough, because the
 * bit error rate of a convolutional code falls as the same exponential of the SINR. Errors are
 * taken to be independent; interference counts as noise.
 *
 * With a noise figure of 7.1 dB the model has a bit error rate of 0.1 % at the sensitivities above
 * (Core 5.4, Vol 6, Part A, 4.1).
 *
 * @param mode PHY of these bits: the access address of LE Coded is always at S=8
 * @param sinr signal to interference and noise over BleNoiseBandwidthHz(), linear
 * @return 0 to 0.5
 */
double BleBitErrorRate(BlePhyMode mode, double sinr);

/**
 * @brief Probability that a row of bits is received without an error.
 * @param mode PHY of these bits
 * @param sinr as in BleBitErrorRate(), constant over these bits
 * @param bits data bits; may be a fraction of one
 * @return 0 to 1
 */
double BleChunkSuccess(BlePhyMode mode, double sinr, double bits);

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_ERROR_MODEL_H
