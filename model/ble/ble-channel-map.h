// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_CHANNEL_MAP_H
#define IOMT_BLE_CHANNEL_MAP_H

#include "ble-constants.h"

#include <array>
#include <cstdint>

namespace ns3
{
namespace iomt
{

/// Which data channels a connection uses: a set bit is a used channel (Vol 6, Part B, 4.5.8.1).
class BleChannelMap
{
  public:
    /// All 37 channels.
    static constexpr uint64_t ALL = (UINT64_C(1) << ble::DATA_CHANNELS) - 1;

    /// All 37 channels.
    BleChannelMap();
    /**
     * @param bits bit i is channel index i
     * @throws std::invalid_argument if fewer than two channels are used, or bits beyond the 37th
     * are set; names the clause
     */
    explicit BleChannelMap(uint64_t bits);

    /// @return true if the constructor would take these bits
    static bool IsValid(uint64_t bits);

    /// @return true for a channel index (0–36) that is used; false for all others
    bool IsUsed(uint8_t channel) const
    {
        return channel < ble::DATA_CHANNELS && (m_bits >> channel & 1) != 0;
    }

    /// @return how many are used, 2–37
    uint8_t Count() const
    {
        return m_count;
    }

    /// @return as given to the constructor
    uint64_t Bits() const
    {
        return m_bits;
    }

    /// @return the i-th used channel in ascending order; i below Count()
    uint8_t Nth(uint8_t i) const
    {
        return m_used[i];
    }

    bool operator==(const BleChannelMap& other) const
    {
        return m_bits == other.m_bits;
    }

    bool operator!=(const BleChannelMap& other) const
    {
        return m_bits != other.m_bits;
    }

  private:
    uint64_t m_bits;
    uint8_t m_count{0};
    std::array<uint8_t, ble::DATA_CHANNELS> m_used{}; ///< used channels, ascending
};

/**
 * @param channelIndex 0–39: 37, 38 and 39 are the advertising channels
 * @return its centre frequency [MHz] (Vol 6, Part B, 1.4.1, Table 1.2)
 * @throws std::invalid_argument for another index
 */
uint32_t BleFrequencyMhz(uint8_t channelIndex);

/// @return RF channel 0–39, in order of frequency: (f - 2402 MHz) / 2 MHz (Vol 6, Part A, 2)
uint8_t BleRfChannel(uint8_t channelIndex);

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_CHANNEL_MAP_H
