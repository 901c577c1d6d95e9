// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_LINK_STATISTICS_H
#define IOMT_BLE_LINK_STATISTICS_H

#include <cstdint>

namespace ns3
{
namespace iomt
{

/// What one side of a connection has counted.
struct BleLinkStatistics
{
    uint64_t events{0};          //!< connection events this side took part in or should have
    uint64_t skippedEvents{0};   //!< of them, those that were charged without being played
    uint64_t missedEvents{0};    //!< events without a packet of the peer
    uint64_t refusedEvents{0};   //!< of them, those that another link of this radio took
    uint64_t crcErrors{0};       //!< packets whose CRC was wrong
    uint64_t transmittedPdus{0}; //!< all, empty ones and repetitions included; played events only
    uint64_t receivedPdus{0};    //!< valid ones, new or repeated; played events only
    uint64_t repeatedPdus{0};    //!< PDUs with content that were sent again
    uint64_t sentOctets{0};      //!< link-layer payload that was acknowledged, without MIC [B]
    uint64_t receivedOctets{0};  //!< new link-layer payload, without MIC [B]
    uint64_t malformed{0};       //!< PDUs that were dropped for what they said
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_LINK_STATISTICS_H
