// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_SPECTRUM_H
#define IOMT_BLE_SPECTRUM_H

#include "ble-phy-mode.h"

#include "ns3/spectrum-model.h"
#include "ns3/spectrum-value.h"

#include <cstdint>

namespace ns3
{
namespace iomt
{

/// @return 1 MHz bands centred on 2400, 2401, … 2483 MHz: those of ns3's lr-wpan, so that signals
/// of either are not converted for the other
Ptr<const SpectrumModel> BleSpectrumModel();

/// @return the band of BleSpectrumModel() in whose middle a channel, 0–39, lies
uint32_t BleBandOf(uint8_t channel);

/**
 * @brief Where a transmitter's power goes.
 *
 * Main lobe: GFSK of modulation index 0.5 and BT 0.5 (Core 5.4, Vol 6, Part A, 3.1), integrated
 * over 1 MHz bands. Beyond it what an nRF54L15 leaks (data sheet, transmitter specification: 1M -48
 * dBc at 2 MHz and -54 dBc at 3 MHz, 2M -51 dBc at 4 MHz and -56 dBc at 6 MHz), well below the
 * limits of the Core (3.2.2).
 *
 * @param mode of the PHY
 * @param offsetMhz of a 1 MHz band from the channel [MHz]
 * @return share of the power in that band; they sum to 1
 */
double BleTransmitShare(BlePhyMode mode, int32_t offsetMhz);

/**
 * @brief What the receiver's channel filter lets through.
 *
 * Such that another BLE signal, with the shares above, is suppressed as the Core demands at least
 * (5.4, Vol 6, Part A, 4.2), relative to one on the same channel:
 *
 * | 1M, Coded | at least | here | 2M | at least | here |
 * |---|---|---|---|---|---|
 * | 1 MHz | 6 dB | 16.7 dB | 2 MHz | 6 dB | 6.0 dB |
 * | 2 MHz | 38 dB | 38 dB | 4 MHz | 38 dB | 38 dB |
 * | 3 MHz and more | 48 dB | 48 dB | 6 MHz and more | 48 dB | 48 dB |
 *
 * @param mode of the PHY
 * @param offsetMhz of a 1 MHz band from the channel [MHz]
 * @return share of the power in that band that disturbs
 */
double BleReceiveShare(BlePhyMode mode, int32_t offsetMhz);

/**
 * @param powerDbm transmit power [dBm]
 * @param channel link-layer channel index, 0–39
 * @param mode of the PHY
 * @return power spectral density of a packet at the transmitter [W/Hz]
 */
Ptr<SpectrumValue> MakeBlePsd(double powerDbm, uint8_t channel, BlePhyMode mode);

/**
 * @param psd received, in the bands of BleSpectrumModel() [W/Hz]
 * @param channel that is listened to
 * @param mode that is listened for
 * @return what disturbs behind the channel filter [mW]
 */
double BleFilteredMw(const SpectrumValue& psd, uint8_t channel, BlePhyMode mode);

/**
 * @brief As BleFilteredMw(), faster, for a BLE packet: it has nothing far from its channel.
 * @param psd received [W/Hz]
 * @param sent channel the packet is on
 * @param channel that is listened to
 * @param mode that is listened for
 */
double BleFilteredPacketMw(const SpectrumValue& psd,
                           uint8_t sent,
                           uint8_t channel,
                           BlePhyMode mode);

/**
 * @param psd of a packet, received [W/Hz]
 * @param channel it is on
 * @param mode it is sent with
 * @return its power, by that in the middle of its channel [mW]
 */
double BlePacketMw(const SpectrumValue& psd, uint8_t channel, BlePhyMode mode);

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_SPECTRUM_H
