// SPDX-License-Identifier: GPL-2.0-only

#include "ble-channel-selection.h"

#include <stdexcept>
#include <string>

namespace ns3
{
namespace iomt
{

namespace
{

/// Range of hopIncrement (2.3.3.1).
constexpr uint8_t HOP_MIN = 5;
constexpr uint8_t HOP_MAX = 16;

/// Each octet with its bits in reverse order (4.5.8.3.2, Figure 4.47), both at once.
constexpr uint32_t
Permute(uint32_t value)
{
    value = (value & 0xF0F0) >> 4 | (value & 0x0F0F) << 4;
    value = (value & 0xCCCC) >> 2 | (value & 0x3333) << 2;
    return (value & 0xAAAA) >> 1 | (value & 0x5555) << 1;
}

/// Multiply, add, modulo (4.5.8.3.2, Figure 4.48).
constexpr uint32_t
MultiplyAddModulo(uint32_t a, uint32_t b)
{
    return (17 * a + b) & 0xFFFF;
}

} // namespace

BleChannelSelection
BleChannelSelection::Csa1(uint8_t hop, const BleChannelMap& map)
{
    if (hop < HOP_MIN || hop > HOP_MAX)
    {
        throw std::invalid_argument("hopIncrement " + std::to_string(hop) +
                                    " is not within 5 to 16 (Core 5.4, Vol 6, Part B, 2.3.3.1)");
    }
    BleChannelSelection selection;
    selection.m_map = map;
    selection.m_hop = hop;
    return selection;
}

BleChannelSelection
BleChannelSelection::Csa2(uint32_t accessAddress, const BleChannelMap& map)
{
    BleChannelSelection selection;
    selection.m_map = map;
    selection.m_channelIdentifier = ChannelIdentifier(accessAddress);
    return selection;
}

uint16_t
BleChannelSelection::ChannelIdentifier(uint32_t accessAddress)
{
    return static_cast<uint16_t>(accessAddress >> 16 ^ accessAddress);
}

uint16_t
BleChannelSelection::PrnE(uint16_t eventCounter, uint16_t channelIdentifier)
{
    uint32_t prn = eventCounter ^ channelIdentifier;
    for (int round = 0; round < 3; ++round)
    {
        prn = MultiplyAddModulo(Permute(prn), channelIdentifier);
    }
    return static_cast<uint16_t>(prn ^ channelIdentifier);
}

uint8_t
BleChannelSelection::Channel(uint64_t eventCounter) const
{
    if (m_hop != 0)
    {
        // reduced before the product, which could otherwise overflow
        const uint64_t hops = eventCounter % ble::DATA_CHANNELS + 1;
        const auto unmapped = static_cast<uint8_t>(hops * m_hop % ble::DATA_CHANNELS);
        return m_map.IsUsed(unmapped) ? unmapped : m_map.Nth(unmapped % m_map.Count());
    }
    const uint32_t prn = PrnE(static_cast<uint16_t>(eventCounter), m_channelIdentifier);
    const auto unmapped = static_cast<uint8_t>(prn % ble::DATA_CHANNELS);
    return m_map.IsUsed(unmapped) ? unmapped
                                  : m_map.Nth(static_cast<uint8_t>(m_map.Count() * prn >> 16));
}

void
BleChannelSelection::SetMap(const BleChannelMap& map)
{
    m_map = map;
}

const BleChannelMap&
BleChannelSelection::GetMap() const
{
    return m_map;
}

} // namespace iomt
} // namespace ns3
