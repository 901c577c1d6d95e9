// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_ADVERTISING_PDU_H
#define IOMT_BLE_ADVERTISING_PDU_H

#include "ns3/bytes.h"
#include "ns3/mac48-address.h"

#include <cstddef>
#include <cstdint>
#include <variant>

namespace ns3
{
namespace iomt
{

/// ADV_IND: a peripheral can be connected to (Core 5.4, Vol 6, Part B, 2.3.1.1).
struct BleAdvInd
{
    Mac48Address advA;       ///< advertiser
    bool txAddRandom{false}; ///< TxAdd: advA is a random address
    bool chSel{true};        ///< ChSel: channel selection algorithm #2 is supported
    Bytes data;              ///< AdvData: AD structures, at most 31 octets

    bool operator==(const BleAdvInd& other) const;
};

/// CONNECT_IND: a central asks an advertiser to connect (Core 5.4, Vol 6, Part B, 2.3.3.1).
struct BleConnectInd
{
    Mac48Address initA;                          ///< initiator, the central to be
    Mac48Address advA;                           ///< advertiser, the peripheral to be
    bool txAdd{false};                           ///< initA is a random address
    bool rxAdd{false};                           ///< advA is a random address
    bool chSel{true};                            ///< channel selection algorithm #2 is supported
    uint32_t accessAddress{0};                   ///< of the connection
    uint32_t crcInit{0};                         ///< 24 bits
    uint8_t winSize{1};                          ///< transmit window size [1.25 ms]
    uint16_t winOffset{0};                       ///< transmit window offset [1.25 ms]
    uint16_t interval{40};                       ///< connInterval [1.25 ms]
    uint16_t latency{0};                         ///< connPeripheralLatency [events]
    uint16_t timeout{400};                       ///< connSupervisionTimeout [10 ms]
    uint64_t channelMap{UINT64_C(0x1FFFFFFFFF)}; ///< ChM: bit i is channel index i
    uint8_t hop{5};                              ///< hopIncrement of algorithm #1, 5–16
    uint8_t sca{0};                              ///< sleep clock accuracy of the central, 0–7

    /**
     * @brief Does every field keep its rule? One that breaks one is to be ignored.
     * @return true if access address (2.1.2), window (4.5.3), parameters (4.5.1, 4.5.2), channel
     * map (4.5.8.1) and hop (2.3.3.1) are possible
     */
    bool IsValid() const;

    bool operator==(const BleConnectInd& other) const;
};

/**
 * @return header and payload, without CRC
 * @throws std::invalid_argument for more than 31 octets of data
 */
Bytes EncodeBleAdvertising(const BleAdvInd& pdu);

/// @return header and payload, without CRC; fields are cut to their bits
Bytes EncodeBleAdvertising(const BleConnectInd& pdu);

/// A PDU of the advertising channels; monostate is one of another kind, or not well formed.
using BleAdvertisingPdu = std::variant<std::monostate, BleAdvInd, BleConnectInd>;

/**
 * @brief Read a PDU of the primary advertising channels.
 * @param data header and payload, without CRC
 * @param size octets of these
 * @return what it is; fields have the values that came, BleConnectInd::IsValid() judges them
 */
BleAdvertisingPdu ParseBleAdvertising(const uint8_t* data, std::size_t size);

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_ADVERTISING_PDU_H
