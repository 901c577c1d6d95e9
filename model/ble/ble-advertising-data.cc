// SPDX-License-Identifier: GPL-2.0-only

#include "ble-advertising-data.h"

#include "ble-constants.h"
#include "ble-octets.h"

#include <algorithm>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

namespace
{

/// AD types (Assigned Numbers, 2.3).
constexpr uint8_t FLAGS = 0x01;
constexpr uint8_t COMPLETE_LIST_OF_16_BIT_SERVICE_UUIDS = 0x03;
constexpr uint8_t COMPLETE_LOCAL_NAME = 0x09;

/// One AD structure: length of what follows, type, data (Vol 3, Part C, 11).
void
BeginStructure(Bytes& out, uint8_t type, std::size_t dataSize)
{
    // the caller refuses what does not fit 31 octets, so a length cut to 8 bits is never sent
    out.push_back(static_cast<uint8_t>(1 + dataSize));
    out.push_back(type);
}

} // namespace

BleAdvertisingData
BleAdvertisingData::Ipsp()
{
    BleAdvertisingData data;
    data.flags = FLAGS_DISCOVERABLE_LE_ONLY;
    data.serviceUuids = {ble::UUID_IPSS};
    return data;
}

Bytes
BleAdvertisingData::Encode() const
{
    Bytes out;
    if (flags)
    {
        BeginStructure(out, FLAGS, 1);
        out.push_back(*flags);
    }
    if (!serviceUuids.empty())
    {
        BeginStructure(out, COMPLETE_LIST_OF_16_BIT_SERVICE_UUIDS, 2 * serviceUuids.size());
        for (const uint16_t uuid : serviceUuids)
        {
            AppendBleField(out, uuid, 2);
        }
    }
    if (fullName)
    {
        BeginStructure(out, COMPLETE_LOCAL_NAME, fullName->size());
        out.insert(out.end(), fullName->begin(), fullName->end());
    }
    if (out.size() > ble::ADV_DATA_MAX)
    {
        throw std::invalid_argument("advertising data of " + std::to_string(out.size()) +
                                    " octets is more than 31 (Core 5.4, Vol 6, Part B, 2.3.1.1)");
    }
    return out;
}

std::optional<BleAdvertisingData>
BleAdvertisingData::Parse(const uint8_t* data, std::size_t size)
{
    BleAdvertisingData parsed;
    // A length of 0 ends the significant part early (Vol 3, Part C, 11).
    for (std::size_t at = 0; at < size && data[at] != 0; at += 1 + data[at])
    {
        const std::size_t length = data[at];
        if (length > size - at - 1)
        {
            return std::nullopt;
        }
        const uint8_t* content = data + at + 2;
        const std::size_t contentSize = length - 1;
        switch (data[at + 1])
        {
        case FLAGS:
            // may be longer in a later version; the octets behind the first are none of ours
            if (contentSize > 0)
            {
                parsed.flags = content[0];
            }
            break;
        case COMPLETE_LIST_OF_16_BIT_SERVICE_UUIDS:
            for (std::size_t i = 0; i + 1 < contentSize; i += 2)
            {
                parsed.serviceUuids.push_back(static_cast<uint16_t>(ReadBleField(content + i, 2)));
            }
            break;
        case COMPLETE_LOCAL_NAME:
            parsed.fullName.emplace(content, content + contentSize);
            break;
        default:
            break;
        }
    }
    return parsed;
}

bool
BleAdvertisingData::Offers(uint16_t serviceUuid) const
{
    return std::find(serviceUuids.begin(), serviceUuids.end(), serviceUuid) != serviceUuids.end();
}

} // namespace iomt
} // namespace ns3
