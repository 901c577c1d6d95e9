// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_ADVERTISING_DATA_H
#define IOMT_BLE_ADVERTISING_DATA_H

#include "ns3/bytes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief What an advertiser tells of itself: AD structures (Core 5.4, Vol 3, Part C, 11; Supplement
 * to the Core Specification, Part A).
 */
struct BleAdvertisingData
{
    /// LE General Discoverable Mode, BR/EDR Not Supported (Supplement, Part A, 1.3).
    static constexpr uint8_t FLAGS_DISCOVERABLE_LE_ONLY = 0x06;

    std::optional<uint8_t> flags;        ///< AD type 0x01
    std::vector<uint16_t> serviceUuids;  ///< AD type 0x03: complete list of 16-bit service UUIDs
    std::optional<std::string> fullName; ///< AD type 0x09: complete local name, UTF-8

    /// What a node says that offers IPv6 (IPSP 1.0, 4.3): flags and the service 0x1820.
    static BleAdvertisingData Ipsp();

    /**
     * @return AD structures in the order of the members
     * @throws std::invalid_argument if they take more than 31 octets
     */
    Bytes Encode() const;

    /**
     * @brief Read AD structures; types not listed above are passed over.
     * @return nothing if a structure runs over the end
     */
    static std::optional<BleAdvertisingData> Parse(const uint8_t* data, std::size_t size);

    /// @return true if the 16-bit service is announced
    bool Offers(uint16_t serviceUuid) const;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_ADVERTISING_DATA_H
