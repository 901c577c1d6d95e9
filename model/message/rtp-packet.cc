// SPDX-License-Identifier: GPL-2.0-only

#include "rtp-packet.h"

#include <algorithm>
#include <tuple>

namespace ns3::iomt
{

namespace
{

constexpr uint8_t VERSION = 2;
constexpr std::size_t RTP_HEADER = 12;
constexpr std::size_t RTCP_HEADER = 4;
constexpr std::size_t REPORT_BLOCK = 24;
constexpr std::size_t SENDER_INFO = 20;
constexpr std::size_t MAX_REPORTS = 31;
constexpr std::size_t MAX_ITEM = 255;
constexpr uint8_t SDES_END = 0;
constexpr uint8_t SDES_CNAME = 1;

/// RTCP packet types (RFC 3550, section 12.1).
enum RtcpType : uint8_t
{
    SR = 200,
    RR = 201,
    SDES = 202,
    BYE = 203,
};

void
Append16(Bytes& octets, uint16_t value)
{
    octets.push_back(value >> 8);
    octets.push_back(value & 0xff);
}

void
Append32(Bytes& octets, uint32_t value)
{
    Append16(octets, value >> 16);
    Append16(octets, value & 0xffff);
}

uint16_t
Read16(const uint8_t* octets)
{
    return octets[0] << 8 | octets[1];
}

uint32_t
Read32(const uint8_t* octets)
{
    return static_cast<uint32_t>(Read16(octets)) << 16 | Read16(octets + 2);
}

/// One RTCP packet; its length is counted in 32-bit words without the first.
void
AppendRtcp(Bytes& octets, uint8_t count, RtcpType type, const Bytes& body)
{
    octets.push_back(VERSION << 6 | count);
    octets.push_back(type);
    Append16(octets, body.size() / 4);
    octets.insert(octets.end(), body.begin(), body.end());
}

RtcpReportBlock
ReadBlock(const uint8_t* octets)
{
    RtcpReportBlock block;
    block.ssrc = Read32(octets);
    block.fractionLost = octets[4];
    const uint32_t lost = Read32(octets + 4) & 0xffffff;
    block.cumulativeLost = lost & 0x800000 ? static_cast<int32_t>(lost) - 0x1000000 : lost;
    block.highestSequence = Read32(octets + 8);
    block.jitter = Read32(octets + 12);
    block.lastSr = Read32(octets + 16);
    block.delaySinceLastSr = Read32(octets + 20);
    return block;
}

/// The CNAME of the first chunk of an SDES packet.
std::optional<std::string>
ReadCname(const uint8_t* body, std::size_t size)
{
    for (std::size_t at = 4; at < size && body[at] != SDES_END;)
    {
        if (size - at < 2 || size - at - 2 < body[at + 1])
        {
            return std::nullopt;
        }
        if (body[at] == SDES_CNAME)
        {
            return std::string(body + at + 2, body + at + 2 + body[at + 1]);
        }
        at += 2 + body[at + 1];
    }
    return "";
}

} // namespace

Bytes
RtpPacket::Encode() const
{
    Bytes octets;
    octets.reserve(RTP_HEADER + payload.size());
    octets.push_back(VERSION << 6);
    octets.push_back((marker ? 0x80 : 0) | (payloadType & 0x7f));
    Append16(octets, sequence);
    Append32(octets, timestamp);
    Append32(octets, ssrc);
    octets.insert(octets.end(), payload.begin(), payload.end());
    return octets;
}

std::optional<RtpPacket>
RtpPacket::Decode(const Bytes& octets)
{
    if (octets.size() < RTP_HEADER || octets[0] >> 6 != VERSION)
    {
        return std::nullopt;
    }
    std::size_t begin = RTP_HEADER + 4 * (octets[0] & 0x0f);
    std::size_t end = octets.size();
    if ((octets[0] & 0x10) != 0) // extension
    {
        if (end < begin + 4)
        {
            return std::nullopt;
        }
        begin += 4 + 4 * Read16(&octets[begin + 2]);
    }
    if ((octets[0] & 0x20) != 0) // padding, whose last octet counts it
    {
        if (octets.back() == 0 || octets.back() > end)
        {
            return std::nullopt;
        }
        end -= octets.back();
    }
    if (begin > end)
    {
        return std::nullopt;
    }
    RtpPacket packet;
    packet.marker = (octets[1] & 0x80) != 0;
    packet.payloadType = octets[1] & 0x7f;
    packet.sequence = Read16(&octets[2]);
    packet.timestamp = Read32(&octets[4]);
    packet.ssrc = Read32(&octets[8]);
    packet.payload.assign(octets.begin() + begin, octets.begin() + end);
    return packet;
}

bool
RtpPacket::operator==(const RtpPacket& other) const
{
    return std::tie(payloadType, marker, sequence, timestamp, ssrc, payload) ==
           std::tie(other.payloadType,
                    other.marker,
                    other.sequence,
                    other.timestamp,
                    other.ssrc,
                    other.payload);
}

bool
RtcpReportBlock::operator==(const RtcpReportBlock& other) const
{
    return std::tie(ssrc,
                    fractionLost,
                    cumulativeLost,
                    highestSequence,
                    jitter,
                    lastSr,
                    delaySinceLastSr) == std::tie(other.ssrc,
                                                  other.fractionLost,
                                                  other.cumulativeLost,
                                                  other.highestSequence,
                                                  other.jitter,
                                                  other.lastSr,
                                                  other.delaySinceLastSr);
}

bool
RtcpSenderInfo::operator==(const RtcpSenderInfo& other) const
{
    return std::tie(ntp, rtpTimestamp, packets, octets) ==
           std::tie(other.ntp, other.rtpTimestamp, other.packets, other.octets);
}

Bytes
RtcpCompound::Encode() const
{
    Bytes body;
    Append32(body, ssrc);
    if (sender)
    {
        Append32(body, sender->ntp >> 32);
        Append32(body, sender->ntp & 0xffffffff);
        Append32(body, sender->rtpTimestamp);
        Append32(body, sender->packets);
        Append32(body, sender->octets);
    }
    const std::size_t count = std::min(reports.size(), MAX_REPORTS);
    for (std::size_t i = 0; i < count; ++i)
    {
        const RtcpReportBlock& block = reports[i];
        Append32(body, block.ssrc);
        Append32(body,
                 static_cast<uint32_t>(block.fractionLost) << 24 |
                     (static_cast<uint32_t>(block.cumulativeLost) & 0xffffff));
        Append32(body, block.highestSequence);
        Append32(body, block.jitter);
        Append32(body, block.lastSr);
        Append32(body, block.delaySinceLastSr);
    }
    Bytes octets;
    AppendRtcp(octets, count, sender ? SR : RR, body);

    body.clear();
    Append32(body, ssrc);
    const std::string name = cname.substr(0, MAX_ITEM);
    body.push_back(SDES_CNAME);
    body.push_back(name.size());
    body.insert(body.end(), name.begin(), name.end());
    // At least one octet of zero ends the items, and as many as fill the word (RFC 3550, 6.5).
    body.resize((body.size() / 4 + 1) * 4);
    AppendRtcp(octets, 1, SDES, body);

    if (bye)
    {
        body.clear();
        Append32(body, ssrc);
        AppendRtcp(octets, 1, BYE, body);
    }
    return octets;
}

std::optional<RtcpCompound>
RtcpCompound::Decode(const Bytes& octets)
{
    RtcpCompound compound;
    for (std::size_t at = 0; at < octets.size();)
    {
        if (octets.size() - at < RTCP_HEADER + 4 || octets[at] >> 6 != VERSION)
        {
            return std::nullopt;
        }
        const uint8_t count = octets[at] & 0x1f;
        const uint8_t type = octets[at + 1];
        const std::size_t size = 4 * Read16(&octets[at + 2]);
        const uint8_t* body = &octets[at] + RTCP_HEADER;
        if (size < 4 || size > octets.size() - at - RTCP_HEADER ||
            (at == 0 && type != SR && type != RR))
        {
            return std::nullopt;
        }
        if (type == SR || type == RR)
        {
            const std::size_t before = 4 + (type == SR ? SENDER_INFO : 0);
            if (size < before + count * REPORT_BLOCK)
            {
                return std::nullopt;
            }
            compound.ssrc = Read32(body);
            if (type == SR)
            {
                compound.sender =
                    RtcpSenderInfo{static_cast<uint64_t>(Read32(body + 4)) << 32 | Read32(body + 8),
                                   Read32(body + 12),
                                   Read32(body + 16),
                                   Read32(body + 20)};
            }
            for (std::size_t i = 0; i < count && compound.reports.size() < MAX_REPORTS; ++i)
            {
                compound.reports.push_back(ReadBlock(body + before + i * REPORT_BLOCK));
            }
        }
        if (type == SDES && count > 0)
        {
            const auto cname = ReadCname(body, size);
            if (!cname)
            {
                return std::nullopt;
            }
            compound.cname = *cname;
        }
        compound.bye = compound.bye || (type == BYE && count > 0);
        at += RTCP_HEADER + size;
    }
    return octets.empty() ? std::nullopt : std::optional(compound);
}

bool
RtcpCompound::operator==(const RtcpCompound& other) const
{
    return std::tie(ssrc, sender, reports, cname, bye) ==
           std::tie(other.ssrc, other.sender, other.reports, other.cname, other.bye);
}

} // namespace ns3::iomt
