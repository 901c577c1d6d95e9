// SPDX-License-Identifier: GPL-2.0-only

#include "ble-advertising-pdu.h"

#include "ble-access-address.h"
#include "ble-channel-map.h"
#include "ble-octets.h"
#include "ble-parameter-ranges.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace ns3
{
namespace iomt
{

namespace
{

/// PDU types on the primary advertising channels (2.3, Table 2.3).
constexpr uint8_t ADV_IND = 0;
constexpr uint8_t CONNECT_IND = 5;
/// Bits of the header's first octet (2.3, Figure 2.5).
constexpr uint8_t TYPE_MASK = 0x0F;
constexpr uint8_t CH_SEL = 0x20;
constexpr uint8_t TX_ADD = 0x40;
constexpr uint8_t RX_ADD = 0x80;

constexpr std::size_t ADDRESS_SIZE = 6;
/// Payload of CONNECT_IND: InitA, AdvA, LLData (2.3.3.1).
constexpr std::size_t CONNECT_IND_SIZE = 34;
constexpr uint32_t CRC_INIT_MASK = 0xFFFFFF;

/// Addresses go out least significant octet first; Mac48Address keeps them as they are printed.
void
AppendAddress(Bytes& out, const Mac48Address& address)
{
    uint8_t octets[ADDRESS_SIZE];
    address.CopyTo(octets);
    out.insert(out.end(), std::rbegin(octets), std::rend(octets));
}

Mac48Address
ReadAddress(const uint8_t* data)
{
    uint8_t octets[ADDRESS_SIZE];
    std::reverse_copy(data, data + ADDRESS_SIZE, octets);
    Mac48Address address;
    address.CopyFrom(octets);
    return address;
}

uint8_t
Header(uint8_t type, bool chSel, bool txAdd, bool rxAdd)
{
    return type | (chSel ? CH_SEL : 0) | (txAdd ? TX_ADD : 0) | (rxAdd ? RX_ADD : 0);
}

BleConnectInd
ReadConnectInd(uint8_t first, const uint8_t* payload)
{
    BleConnectInd pdu;
    pdu.txAdd = (first & TX_ADD) != 0;
    pdu.rxAdd = (first & RX_ADD) != 0;
    pdu.chSel = (first & CH_SEL) != 0;
    pdu.initA = ReadAddress(payload);
    pdu.advA = ReadAddress(payload + ADDRESS_SIZE);
    const uint8_t* next = payload + 2 * ADDRESS_SIZE;
    const auto read = [&next](std::size_t octets) {
        const uint64_t value = ReadBleField(next, octets);
        next += octets;
        return value;
    };
    pdu.accessAddress = static_cast<uint32_t>(read(4));
    pdu.crcInit = static_cast<uint32_t>(read(3));
    pdu.winSize = static_cast<uint8_t>(read(1));
    pdu.winOffset = static_cast<uint16_t>(read(2));
    pdu.interval = static_cast<uint16_t>(read(2));
    pdu.latency = static_cast<uint16_t>(read(2));
    pdu.timeout = static_cast<uint16_t>(read(2));
    pdu.channelMap = read(5) & BleChannelMap::ALL;
    const auto last = static_cast<uint8_t>(read(1));
    pdu.hop = last & 0x1F;
    pdu.sca = last >> 5;
    return pdu;
}

} // namespace

bool
BleAdvInd::operator==(const BleAdvInd& other) const
{
    return advA == other.advA && txAddRandom == other.txAddRandom && chSel == other.chSel &&
           data == other.data;
}

bool
BleConnectInd::IsValid() const
{
    return IsValidBleAccessAddress(accessAddress) &&
           AreValidBleParameters(interval, latency, timeout) &&
           IsValidBleTransmitWindow(winSize, winOffset, interval) &&
           BleChannelMap::IsValid(channelMap) && hop >= 5 && hop <= 16;
}

bool
BleConnectInd::operator==(const BleConnectInd& other) const
{
    return initA == other.initA && advA == other.advA && txAdd == other.txAdd &&
           rxAdd == other.rxAdd && chSel == other.chSel && accessAddress == other.accessAddress &&
           crcInit == other.crcInit && winSize == other.winSize && winOffset == other.winOffset &&
           interval == other.interval && latency == other.latency && timeout == other.timeout &&
           channelMap == other.channelMap && hop == other.hop && sca == other.sca;
}

Bytes
EncodeBleAdvertising(const BleAdvInd& pdu)
{
    if (pdu.data.size() > ble::ADV_DATA_MAX)
    {
        throw std::invalid_argument("AdvData of " + std::to_string(pdu.data.size()) +
                                    " octets is more than 31 (Core 5.4, Vol 6, Part B, 2.3.1.1)");
    }
    Bytes out{Header(ADV_IND, pdu.chSel, pdu.txAddRandom, false),
              static_cast<uint8_t>(ADDRESS_SIZE + pdu.data.size())};
    out.reserve(ble::PDU_HEADER_SIZE + ADDRESS_SIZE + pdu.data.size());
    AppendAddress(out, pdu.advA);
    out.insert(out.end(), pdu.data.begin(), pdu.data.end());
    return out;
}

Bytes
EncodeBleAdvertising(const BleConnectInd& pdu)
{
    Bytes out{Header(CONNECT_IND, pdu.chSel, pdu.txAdd, pdu.rxAdd), CONNECT_IND_SIZE};
    out.reserve(ble::PDU_HEADER_SIZE + CONNECT_IND_SIZE);
    AppendAddress(out, pdu.initA);
    AppendAddress(out, pdu.advA);
    AppendBleField(out, pdu.accessAddress, 4);
    AppendBleField(out, pdu.crcInit & CRC_INIT_MASK, 3);
    AppendBleField(out, pdu.winSize, 1);
    AppendBleField(out, pdu.winOffset, 2);
    AppendBleField(out, pdu.interval, 2);
    AppendBleField(out, pdu.latency, 2);
    AppendBleField(out, pdu.timeout, 2);
    AppendBleField(out, pdu.channelMap & BleChannelMap::ALL, 5);
    AppendBleField(out, (pdu.hop & 0x1F) | pdu.sca << 5, 1);
    return out;
}

BleAdvertisingPdu
ParseBleAdvertising(const uint8_t* data, std::size_t size)
{
    if (size < ble::PDU_HEADER_SIZE || data[1] != size - ble::PDU_HEADER_SIZE)
    {
        return {};
    }
    const uint8_t* payload = data + ble::PDU_HEADER_SIZE;
    const std::size_t length = data[1];
    switch (data[0] & TYPE_MASK)
    {
    case ADV_IND:
        if (length >= ADDRESS_SIZE && length <= ADDRESS_SIZE + ble::ADV_DATA_MAX)
        {
            return BleAdvInd{ReadAddress(payload),
                             (data[0] & TX_ADD) != 0,
                             (data[0] & CH_SEL) != 0,
                             Bytes(payload + ADDRESS_SIZE, payload + length)};
        }
        return {};
    case CONNECT_IND:
        if (length == CONNECT_IND_SIZE)
        {
            return ReadConnectInd(data[0], payload);
        }
        return {};
    default:
        return {};
    }
}

} // namespace iomt
} // namespace ns3
