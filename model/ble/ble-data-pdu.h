// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_DATA_PDU_H
#define IOMT_BLE_DATA_PDU_H

#include "ble-constants.h"

#include <cstdint>

namespace ns3
{
namespace iomt
{

/**
 * @brief Header of a data physical channel PDU (Core 5.4, Vol 6, Part B, 2.4).
 *
 *     octet 0, from bit 0:  LLID(2) NESN SN MD CP RFU(2)        octet 1:  Length
 */
struct BleDataHeader
{
    uint8_t llid{ble::LLID_CONTINUATION}; ///< what the payload is
    bool nesn{false};                     ///< next expected sequence number
    bool sn{false};                       ///< sequence number
    bool md{false};                       ///< the sender has more data for this event
    uint8_t length{0};                    ///< of the payload with its MIC [octets]
    bool cp{false};                       ///< a CTEInfo octet follows; not supported, never sent

    /// Bits of octet 0 that the MIC covers; NESN, SN and MD change in retransmissions (Part E, 1).
    static constexpr uint8_t MIC_MASK = 0xE3;

    /// @return octet 0; its reserved bits are 0
    uint8_t First() const
    {
        return static_cast<uint8_t>((llid & 3) | nesn << 2 | sn << 3 | md << 4 | cp << 5);
    }

    /// @param octets two of them, to be written
    void Encode(uint8_t* octets) const
    {
        octets[0] = First();
        octets[1] = length;
    }

    /// @param octets two of them; any value is a header, reserved bits are ignored
    static BleDataHeader Decode(const uint8_t* octets)
    {
        BleDataHeader header;
        header.llid = octets[0] & 3;
        header.nesn = (octets[0] >> 2 & 1) != 0;
        header.sn = (octets[0] >> 3 & 1) != 0;
        header.md = (octets[0] >> 4 & 1) != 0;
        header.cp = (octets[0] >> 5 & 1) != 0;
        header.length = octets[1];
        return header;
    }

    /// @return true for the PDU that only acknowledges (2.4.1)
    bool IsEmpty() const
    {
        return llid == ble::LLID_CONTINUATION && length == 0;
    }

    bool operator==(const BleDataHeader& other) const
    {
        return First() == other.First() && length == other.length;
    }
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_DATA_PDU_H
