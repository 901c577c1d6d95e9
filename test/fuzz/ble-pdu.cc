// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief Any octets as a packet off the air: checksum, LL control PDU, AD structures. What is
 * accepted must be what its own encoding says, and keep the ranges of the specification.
 *
 * Input: the octets of the payload, which each parser is given.
 */

#include "ns3/ble-access-address.h"
#include "ns3/ble-advertising-data.h"
#include "ns3/ble-channel-selection.h"
#include "ns3/ble-control-pdu.h"
#include "ns3/ble-crc.h"
#include "ns3/ble-data-pdu.h"
#include "ns3/ble-octets.h"
#include "ns3/ble-parameter-ranges.h"

#include <algorithm>
#include <cstdlib>

using namespace ns3::iomt;

namespace
{

void
Require(bool condition)
{
    if (!condition)
    {
        std::abort();
    }
}

/// What a link would do with a PDU that was accepted must be possible.
void
Use(const BleControlPdu& pdu)
{
    if (const auto* update = std::get_if<LlConnectionUpdateInd>(&pdu))
    {
        Require(AreValidBleParameters(update->interval, update->latency, update->timeout));
        Require(update->winSize < update->interval && update->winOffset <= update->interval);
    }
    else if (const auto* map = std::get_if<LlChannelMapInd>(&pdu))
    {
        const BleChannelMap channels(map->channelMap);
        const auto selection = BleChannelSelection::Csa2(0x71764129, channels);
        Require(channels.IsUsed(selection.Channel(map->instant)));
        Require(channels.IsUsed(BleChannelSelection::Csa1(5, channels).Channel(map->instant)));
    }
    else if (const auto* length = std::get_if<LlLengthReq>(&pdu))
    {
        Require(length->maxTxOctets >= 27 && length->maxTxTime >= 328);
    }
}

void
Control(const uint8_t* data, std::size_t size)
{
    const auto parse = ParseBleControl(data, size);
    const bool read =
        parse.status == BleControlParse::OK || parse.status == BleControlParse::BAD_VALUE;
    Require(parse.pdu.has_value() == read);
    Require((parse.status == BleControlParse::EMPTY) == (size == 0));
    if (!read)
    {
        return;
    }
    const Bytes again = EncodeBleControl(*parse.pdu);
    Require(again.size() == size && again[0] == data[0]);
    const auto second = ParseBleControl(again.data(), again.size());
    Require(second.status == parse.status);
    // once reserved bits are cleared nothing changes any more
    Require(EncodeBleControl(*second.pdu) == again);
    if (parse.status == BleControlParse::OK)
    {
        Use(*parse.pdu);
    }
}

void
AdvertisingData(const uint8_t* data, std::size_t size)
{
    const auto parsed = BleAdvertisingData::Parse(data, std::min<std::size_t>(size, 31));
    if (!parsed)
    {
        return;
    }
    // Lists may have been many, each with its own length and type, and one is sent.
    const Bytes again = parsed->Encode();
    Require(again.size() <= 31);
    const auto second = BleAdvertisingData::Parse(again.data(), again.size());
    Require(second && second->flags == parsed->flags && second->fullName == parsed->fullName &&
            second->serviceUuids == parsed->serviceUuids);
}

void
Checksum(const uint8_t* data, std::size_t size)
{
    const auto init = static_cast<uint32_t>(ReadBleField(data, std::min<std::size_t>(size, 3)));
    Bytes pdu(data, data + size);
    pdu.resize(size + ble::CRC_SIZE);
    BleAppendCrc(pdu.data() + size, BleCrc24(init, data, size));
    Require(BleCheckCrc(init, pdu.data(), pdu.size()));
    pdu[size / 2] ^= 0x10;
    Require(!BleCheckCrc(init, pdu.data(), pdu.size()));
    BleCheckCrc(init, data, size);
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    if (size >= ble::PDU_HEADER_SIZE)
    {
        const auto header = BleDataHeader::Decode(data);
        uint8_t octets[ble::PDU_HEADER_SIZE];
        header.Encode(octets);
        Require(octets[0] == (data[0] & 0x3F) && octets[1] == data[1]);
    }
    Control(data, size);
    AdvertisingData(data, size);
    Checksum(data, size);
    if (size >= 4)
    {
        const auto accessAddress = static_cast<uint32_t>(ReadBleField(data, 4));
        Require(!IsValidBleAccessAddress(accessAddress) ||
                BleAccessAddressDistance(accessAddress, ble::ADVERTISING_ACCESS_ADDRESS) > 1);
    }
    return 0;
}
