// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_CRC_H
#define IOMT_BLE_CRC_H

#include <cstddef>
#include <cstdint>

namespace ns3
{
namespace iomt
{

/**
 * @brief CRC of a PDU: x^24 + x^10 + x^9 + x^6 + x^4 + x^3 + x + 1 (Core 5.4, Vol 6, Part B,
 * 3.1.1).
 * @param init the 24-bit CRCInit of the connection, or ble::ADVERTISING_CRC_INIT
 * @param data header and payload
 * @param size octets of these
 * @return 24 bits, whose least significant octet is the first to be sent
 */
uint32_t BleCrc24(uint32_t init, const uint8_t* data, std::size_t size);

/**
 * @brief Write a CRC as it is sent.
 * @param pduEnd behind the payload; room for ble::CRC_SIZE octets
 * @param crc from BleCrc24()
 */
inline void
BleAppendCrc(uint8_t* pduEnd, uint32_t crc)
{
    pduEnd[0] = static_cast<uint8_t>(crc);
    pduEnd[1] = static_cast<uint8_t>(crc >> 8);
    pduEnd[2] = static_cast<uint8_t>(crc >> 16);
}

/**
 * @param init what the CRC starts from
 * @param pdu header, payload and CRC
 * @param size octets of all three
 * @return true if the CRC is right; false also if there is no room for one
 */
bool BleCheckCrc(uint32_t init, const uint8_t* pdu, std::size_t size);

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_CRC_H
