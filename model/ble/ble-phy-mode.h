// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_PHY_MODE_H
#define IOMT_BLE_PHY_MODE_H

#include "ns3/nstime.h"

#include <cstdint>
#include <optional>
#include <string>

namespace ns3
{
namespace iomt
{

/// How bits are sent (Core 5.4, Vol 6, Part A, 1; the two codings of LE Coded apart).
enum class BlePhyMode : uint8_t
{
    LE_1M,       ///< 1 Msym/s, uncoded
    LE_2M,       ///< 2 Msym/s, uncoded
    LE_CODED_S8, ///< 1 Msym/s, 8 symbols a bit: 125 kbit/s
    LE_CODED_S2, ///< 1 Msym/s, 2 symbols a bit: 500 kbit/s
};

/// How many there are.
constexpr uint8_t BLE_PHY_MODES = 4;

/// @return true for both codings of LE Coded, which one receiver hears alike
constexpr bool
IsBleCoded(BlePhyMode mode)
{
    return mode == BlePhyMode::LE_CODED_S8 || mode == BlePhyMode::LE_CODED_S2;
}

/// @return "1M", "2M", "S8" or "S2"
std::string ToString(BlePhyMode mode);

/**
 * @param name as ToString() gives it
 * @return the mode, or nothing for another name
 */
std::optional<BlePhyMode> BlePhyModeFromString(const std::string& name);

/**
 * @brief Data bits in a second, behind the access address.
 * @return [bit/s]
 */
constexpr double
BleBitRate(BlePhyMode mode)
{
    switch (mode)
    {
    case BlePhyMode::LE_2M:
        return 2e6;
    case BlePhyMode::LE_CODED_S8:
        return 125e3;
    case BlePhyMode::LE_CODED_S2:
        return 500e3;
    default:
        return 1e6;
    }
}

/**
 * @brief How long a packet is on the air, in whole microseconds.
 *
 * Uncoded (Core 5.4, Vol 6, Part B, 2.1): preamble of 1 octet (2 on LE 2M), access address,
 * header, payload, CRC. Coded (2.2): preamble 80 us, access address 256 us, CI 16 us, TERM1 24 us,
 * then header, payload and CRC at S symbols a bit, and TERM2 of 3 bits.
 *
 * @param mode PHY
 * @param payloadOctets payload with its MIC if it has one, without header and CRC [octets]
 * @return duration [us]
 */
constexpr int64_t
BleAirTimeUs(BlePhyMode mode, uint32_t payloadOctets)
{
    const int64_t octets = int64_t{payloadOctets} + 2 + 3;
    switch (mode)
    {
    case BlePhyMode::LE_2M:
        return (2 + 4 + octets) * 4;
    case BlePhyMode::LE_CODED_S8:
        return 376 + (octets * 8 + 3) * 8;
    case BlePhyMode::LE_CODED_S2:
        return 376 + (octets * 8 + 3) * 2;
    default:
        return (1 + 4 + octets) * 8;
    }
}

/**
 * @brief BleAirTimeUs() as a time.
 * @param mode PHY
 * @param payloadOctets payload with its MIC if it has one, without header and CRC [octets]
 */
inline Time
BleAirTime(BlePhyMode mode, uint32_t payloadOctets)
{
    return NanoSeconds(BleAirTimeUs(mode, payloadOctets) * 1000);
}

/**
 * @brief From the first bit of the preamble to the end of the access address: only then does a
 * receiver know that a packet is meant for it.
 * @return duration [us]; the same for both codings, whose access address is always at S=8
 */
constexpr int64_t
BleSyncTimeUs(BlePhyMode mode)
{
    switch (mode)
    {
    case BlePhyMode::LE_2M:
        return 24;
    case BlePhyMode::LE_CODED_S8:
    case BlePhyMode::LE_CODED_S2:
        return 336;
    default:
        return 40;
    }
}

/// BleSyncTimeUs() as a time.
inline Time
BleSyncTime(BlePhyMode mode)
{
    return NanoSeconds(BleSyncTimeUs(mode) * 1000);
}

/**
 * @brief The largest payload that is on the air no longer than a time, as maxTxTime asks.
 * @param mode PHY
 * @param airTimeUs the time [us]
 * @return payload with MIC [octets]; 0 if not even an empty packet is that short
 */
uint32_t BlePayloadWithin(BlePhyMode mode, int64_t airTimeUs);

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_PHY_MODE_H
