// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_SIGNAL_H
#define IOMT_BLE_SIGNAL_H

#include "ble-phy-mode.h"

#include "ns3/iomt-compat.h"
#include "ns3/packet.h"
#include "ns3/spectrum-signal-parameters.h"

#include <cstdint>

namespace ns3
{
namespace iomt
{

/**
 * @brief A link-layer packet on the air: what a BleRadio hands to the SpectrumChannel.
 *
 * Whoever does not know this type, an IEEE 802.15.4 radio say, sees its power and its duration.
 */
struct BleSignal : public SpectrumSignalParameters
{
    Ptr<SpectrumSignalParameters> Copy() IOMT_SIGNAL_COPY_CONST override;

    Ptr<const Packet> pdu;     ///< header … CRC, before whitening
    Ptr<const Packet> origin;  ///< what the octets were cut from, with its tags; may be null
    uint32_t accessAddress{0}; ///< as a number; least significant bit first on the air
    uint8_t channel{0};        ///< link-layer channel index, 0–39
    BlePhyMode mode{BlePhyMode::LE_1M};
    bool linked{false}; ///< from the radio of a BleLinkLayer, which others of them may know of
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_SIGNAL_H
