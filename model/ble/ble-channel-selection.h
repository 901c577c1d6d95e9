// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_CHANNEL_SELECTION_H
#define IOMT_BLE_CHANNEL_SELECTION_H

#include "ble-channel-map.h"

#include <cstdint>

namespace ns3
{
namespace iomt
{

/**
 * @brief Which channel a connection event is on (Core 5.4, Vol 6, Part B, 4.5.8).
 *
 * Both algorithms answer for any event without having gone through those before it, so that events
 * can be skipped. Cost: a few nanoseconds, no memory.
 *
 * | algorithm | unmapped channel of event n | if it is not used |
 * |---|---|---|
 * | #1 (4.5.8.2) | (n + 1) * hopIncrement mod 37 | used channel number (unmapped mod count) |
 * | #2 (4.5.8.3) | prn_e(n) mod 37 | used channel number (count * prn_e / 2^16) |
 */
class BleChannelSelection
{
  public:
    /// Algorithm #2 on all channels with the advertising access address, until assigned.
    BleChannelSelection() = default;

    /**
     * @param hop hopIncrement, 5–16
     * @param map used channels
     * @throws std::invalid_argument for another hop
     */
    static BleChannelSelection Csa1(uint8_t hop, const BleChannelMap& map = BleChannelMap());
    /**
     * @param accessAddress of the connection
     * @param map used channels
     */
    static BleChannelSelection Csa2(uint32_t accessAddress,
                                    const BleChannelMap& map = BleChannelMap());

    /**
     * @param eventCounter number of the event from 0, never wrapped: #2 takes its lowest 16 bits as
     * connEventCounter, #1 has to know how often it hopped
     * @return channel index, 0–36
     */
    uint8_t Channel(uint64_t eventCounter) const;

    /// Use another map from now on; what LL_CHANNEL_MAP_IND does at its instant.
    void SetMap(const BleChannelMap& map);
    const BleChannelMap& GetMap() const;

    /// @return prn_e of algorithm #2, as the specification's sample data list it
    static uint16_t PrnE(uint16_t eventCounter, uint16_t channelIdentifier);
    /// @return channelIdentifier of an access address
    static uint16_t ChannelIdentifier(uint32_t accessAddress);

  private:
    BleChannelMap m_map;
    uint8_t m_hop{0}; ///< 0 selects algorithm #2
    uint16_t m_channelIdentifier{ChannelIdentifier(ble::ADVERTISING_ACCESS_ADDRESS)};
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_CHANNEL_SELECTION_H
