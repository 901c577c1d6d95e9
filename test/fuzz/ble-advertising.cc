// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief Any octets as a PDU of an advertising channel. What is accepted is sent again as it came,
 * and a valid CONNECT_IND is one that a connection can be made of.
 *
 * Input: header and payload, without CRC.
 */

#include "ns3/ble-access-address.h"
#include "ns3/ble-advertising-data.h"
#include "ns3/ble-advertising-pdu.h"
#include "ns3/ble-channel-selection.h"
#include "ns3/ble-connection-parameters.h"

#include <cstdlib>

using namespace ns3;
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

/// @return true if octets are the same, reserved bits of header and channel map apart
bool
IsSame(const Bytes& again, const uint8_t* data, std::size_t size)
{
    const bool connectInd = (data[0] & 0x0F) == 5;
    for (std::size_t i = 0; i < size; ++i)
    {
        // RxAdd means nothing in ADV_IND; the channel map ends with three reserved bits.
        const uint8_t mask =
            i == 0 ? (connectInd ? 0xEF : 0x6F) : (connectInd && i == 34 ? 0x1F : 0xFF);
        if (((again[i] ^ data[i]) & mask) != 0)
        {
            return false;
        }
    }
    return again.size() == size;
}

void
Use(const BleConnectInd& pdu)
{
    if (!pdu.IsValid())
    {
        return;
    }
    BleConnectionParameters::FromUnits(pdu.interval, pdu.latency, pdu.timeout).Check();
    const BleChannelMap map(pdu.channelMap);
    Require(map.IsUsed(BleChannelSelection::Csa1(pdu.hop, map).Channel(pdu.crcInit)));
    Require(map.IsUsed(BleChannelSelection::Csa2(pdu.accessAddress, map).Channel(pdu.crcInit)));
    Require(IsValidBleAccessAddress(pdu.accessAddress));
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const auto pdu = ParseBleAdvertising(data, size);
    if (const auto* advInd = std::get_if<BleAdvInd>(&pdu))
    {
        Require(IsSame(EncodeBleAdvertising(*advInd), data, size));
        BleAdvertisingData::Parse(advInd->data.data(), advInd->data.size());
    }
    else if (const auto* connectInd = std::get_if<BleConnectInd>(&pdu))
    {
        Require(IsSame(EncodeBleAdvertising(*connectInd), data, size));
        Use(*connectInd);
    }
    return 0;
}
