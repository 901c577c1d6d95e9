// SPDX-License-Identifier: GPL-2.0-only

#include "ble-channel-map.h"

#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

namespace
{

/// Fewest used channels (4.5.8.1).
constexpr uint8_t USED_MIN = 2;

} // namespace

BleChannelMap::BleChannelMap()
    : BleChannelMap(ALL)
{
}

BleChannelMap::BleChannelMap(uint64_t bits)
    : m_bits(bits)
{
    for (uint8_t channel = 0; channel < ble::DATA_CHANNELS; ++channel)
    {
        if ((bits >> channel & 1) != 0)
        {
            m_used[m_count++] = channel;
        }
    }
    if (m_count < USED_MIN || bits > ALL)
    {
        std::ostringstream message;
        message << "channel map 0x" << std::hex << bits << std::dec
                << (bits > ALL ? " has channels beyond index 36"
                               : " has fewer than 2 used channels")
                << " (Core 5.4, Vol 6, Part B, 4.5.8.1)";
        throw std::invalid_argument(message.str());
    }
}

bool
BleChannelMap::IsValid(uint64_t bits)
{
    // the second test: clearing the lowest set bit leaves another one
    return bits <= ALL && (bits & (bits - 1)) != 0;
}

uint32_t
BleFrequencyMhz(uint8_t channelIndex)
{
    return 2402 + 2 * uint32_t{BleRfChannel(channelIndex)};
}

uint8_t
BleRfChannel(uint8_t channelIndex)
{
    switch (channelIndex)
    {
    case 37:
        return 0;
    case 38:
        return 12;
    case 39:
        return 39;
    default:
        break;
    }
    if (channelIndex >= ble::CHANNELS)
    {
        throw std::invalid_argument("channel index " + std::to_string(channelIndex) +
                                    " is not within 0 to 39 (Core 5.4, Vol 6, Part B, 1.4.1)");
    }
    return static_cast<uint8_t>(channelIndex + (channelIndex < 11 ? 1 : 2));
}

} // namespace iomt
} // namespace ns3
