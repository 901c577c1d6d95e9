// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RTP_PACKET_H
#define IOMT_RTP_PACKET_H

#include "ns3/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/// A packet of the real-time transport protocol (RFC 3550, section 5.1).
struct RtpPacket
{
    uint8_t payloadType{0}; //!< 7 bits
    bool marker{false};     //!< by profile; of video: last packet of a frame
    uint16_t sequence{0};
    uint32_t timestamp{0}; //!< of the media clock
    uint32_t ssrc{0};      //!< synchronisation source
    Bytes payload;

    Bytes Encode() const;
    /// @param octets a datagram @return it without CSRCs, extension and padding; nothing if it is
    /// none
    static std::optional<RtpPacket> Decode(const Bytes& octets);

    bool operator==(const RtpPacket& other) const;
};

/// What a receiver tells a source (RFC 3550, section 6.4.1).
struct RtcpReportBlock
{
    uint32_t ssrc{0};             //!< of the source
    uint8_t fractionLost{0};      //!< since the report before [1/256]
    int32_t cumulativeLost{0};    //!< 24 bits, signed: duplicates count as received
    uint32_t highestSequence{0};  //!< with the count of its wraps in the upper half
    uint32_t jitter{0};           //!< interarrival jitter [ticks of the media clock]
    uint32_t lastSr{0};           //!< middle 32 bits of the last SR's NTP time, 0 for none
    uint32_t delaySinceLastSr{0}; //!< [1/65536 s]

    bool operator==(const RtcpReportBlock& other) const;
};

/// What a sender tells of itself (RFC 3550, section 6.4.1).
struct RtcpSenderInfo
{
    uint64_t ntp{0};          //!< seconds since 1900 and their fraction, 32 bits each
    uint32_t rtpTimestamp{0}; //!< the same instant by the media clock
    uint32_t packets{0};      //!< sent so far
    uint32_t octets{0};       //!< of payload so far

    bool operator==(const RtcpSenderInfo& other) const;
};

/// A compound RTCP packet: SR or RR, SDES with a CNAME, and BYE at the end (RFC 3550, section 6).
struct RtcpCompound
{
    uint32_t ssrc{0};                     //!< of who sends it
    std::optional<RtcpSenderInfo> sender; //!< with it an SR, without an RR
    std::vector<RtcpReportBlock> reports; //!< at most 31
    std::string cname;                    //!< at most 255 octets
    bool bye{false};

    Bytes Encode() const;
    /// @param octets a datagram @return it, nothing if it does not begin with SR or RR or is
    /// malformed
    static std::optional<RtcpCompound> Decode(const Bytes& octets);

    bool operator==(const RtcpCompound& other) const;
};

} // namespace ns3::iomt

#endif // IOMT_RTP_PACKET_H
