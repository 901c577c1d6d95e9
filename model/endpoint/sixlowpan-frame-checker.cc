// SPDX-License-Identifier: GPL-2.0-only

#include "sixlowpan-frame-checker.h"

#include "neighbour-discovery.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ns3
{
namespace iomt
{

namespace
{

constexpr uint8_t DISPATCH_IPV6 = 0x41;  // RFC 4944 section 5.1: 01 000001
constexpr uint8_t DISPATCH_IPHC = 0x60;  // RFC 6282 section 3.1: 011xxxxx
constexpr uint8_t DISPATCH_FRAG1 = 0xc0; // RFC 4944 section 5.3: 11000xxx
constexpr uint8_t DISPATCH_FRAGN = 0xe0; // RFC 4944 section 5.3: 11100xxx
constexpr std::size_t FRAG1_HEADER = 4;  // RFC 4944 figure 4
constexpr std::size_t FRAGN_HEADER = 5;  // RFC 4944 figure 5
constexpr std::size_t IPV6_HEADER = 40;  // RFC 8200 section 3
constexpr std::size_t UDP_HEADER = 8;    // RFC 768
constexpr uint8_t NEXT_TCP = 6;
constexpr uint8_t NEXT_UDP = 17;
constexpr uint8_t NEXT_ICMPV6 = 58;

/// Octets in order, with a mark once more were wanted than there are.
class Reader
{
  public:
    Reader(const uint8_t* data, std::size_t size)
        : m_data(data),
          m_left(size)
    {
    }

    void Skip(std::size_t count)
    {
        if (count > m_left)
        {
            m_short = true;
            count = m_left;
        }
        m_data += count;
        m_left -= count;
    }

    uint8_t U8()
    {
        if (m_left == 0)
        {
            m_short = true;
            return 0;
        }
        --m_left;
        return *m_data++;
    }

    uint16_t U16()
    {
        const uint8_t high = U8();
        return static_cast<uint16_t>(high << 8 | U8());
    }

    const uint8_t* Data() const
    {
        return m_data;
    }

    std::size_t Left() const
    {
        return m_left;
    }

    bool IsShort() const
    {
        return m_short;
    }

  private:
    const uint8_t* m_data;
    std::size_t m_left;
    bool m_short{false};
};

/// What the first part of a datagram, all of it if it is not fragmented, expands to.
struct Expanded
{
    FrameVerdict verdict{FrameVerdict::ACCEPTED};
    std::size_t size{0}; ///< octets of the IPv6 datagram this part holds
};

/// Whether an address is all zero but for its last octet.
bool
IsZeroBut(const uint8_t* address, uint8_t last)
{
    return address[15] == last &&
           std::all_of(address, address + 15, [](uint8_t octet) { return octet == 0; });
}

/// RFC 4291 sections 2.5.2, 2.5.3 and 2.7: multicast and loopback send nothing; nothing is sent to
/// the loopback or the unspecified address. Null stands for an address that is not given in full.
bool
IsImpossible(const uint8_t* source, const uint8_t* destination)
{
    return (source && (source[0] == 0xff || IsZeroBut(source, 1))) ||
           (destination && (IsZeroBut(destination, 0) || IsZeroBut(destination, 1)));
}

/**
 * Checks the upper-layer header of a datagram that came whole, or of a first fragment, of which
 * `total` octets belong to the whole payload and `left` are here. `unspecified` tells that the
 * source is the unspecified address.
 */
FrameVerdict
CheckUpper(uint8_t nextHeader,
           const uint8_t* data,
           std::size_t left,
           std::size_t total,
           bool unspecified)
{
    if (unspecified && nextHeader != NEXT_ICMPV6)
    {
        return FrameVerdict::MALFORMED_DATAGRAM; // only discovery comes from the unspecified
                                                 // address
    }
    switch (nextHeader)
    {
    case NEXT_UDP:
        if (left < UDP_HEADER)
        {
            return FrameVerdict::TRUNCATED;
        }
        if (std::size_t{data[4]} * 256 + data[5] != total)
        {
            return FrameVerdict::MALFORMED_DATAGRAM;
        }
        return FrameVerdict::ACCEPTED;
    case NEXT_TCP: {
        constexpr std::size_t minimum = 20; // RFC 9293 section 3.1
        if (left < minimum)
        {
            return FrameVerdict::TRUNCATED;
        }
        const std::size_t header = (data[12] >> 4) * std::size_t{4};
        return header < minimum || header > left ? FrameVerdict::MALFORMED_DATAGRAM
                                                 : FrameVerdict::ACCEPTED;
    }
    case NEXT_ICMPV6: {
        constexpr std::size_t minimum = 8; // RFC 4443 sections 3 and 4
        if (left < minimum)
        {
            return FrameVerdict::TRUNCATED;
        }
        const uint8_t type = data[0];
        if (IsNeighbourDiscovery(type))
        {
            // Discovery is always shorter than a frame; a fragmented one is a forgery (RFC 6980).
            return left == total && IsSoundNeighbourDiscovery(data, left, unspecified)
                       ? FrameVerdict::ACCEPTED
                       : FrameVerdict::MALFORMED_DATAGRAM;
        }
        if (unspecified)
        {
            return FrameVerdict::MALFORMED_DATAGRAM;
        }
        if (type < 128)
        {
            // RFC 4443 section 3: an error quotes the header of the packet it is about.
            return left < minimum + IPV6_HEADER + UDP_HEADER || data[minimum] >> 4 != 6
                       ? FrameVerdict::MALFORMED_DATAGRAM
                       : FrameVerdict::ACCEPTED;
        }
        return FrameVerdict::ACCEPTED;
    }
    default:
        return FrameVerdict::UNSUPPORTED_HEADER;
    }
}

/// Uncompressed IPv6 (RFC 4944 section 5.1); `datagram` is datagram_size, 0 if unfragmented.
Expanded
CheckPlain(Reader reader, std::size_t datagram)
{
    const uint8_t* header = reader.Data();
    const std::size_t here = reader.Left();
    reader.Skip(IPV6_HEADER);
    if (reader.IsShort())
    {
        return {FrameVerdict::TRUNCATED};
    }
    const std::size_t payload = std::size_t{header[4]} * 256 + header[5];
    const std::size_t whole = datagram == 0 ? here : datagram;
    if (header[0] >> 4 != 6 || IPV6_HEADER + payload != whole ||
        IsImpossible(header + 8, header + 24))
    {
        return {FrameVerdict::MALFORMED_DATAGRAM};
    }
    const bool unspecified = IsZeroBut(header + 8, 0);
    return {CheckUpper(header[6], reader.Data(), reader.Left(), payload, unspecified), here};
}

/// UDP by LOWPAN_NHC (RFC 6282 section 4.3).
FrameVerdict
SkipUdpNhc(Reader& reader)
{
    const uint8_t encoding = reader.U8();
    if ((encoding & 0xf8) != 0xf0)
    {
        return reader.IsShort() ? FrameVerdict::TRUNCATED : FrameVerdict::UNSUPPORTED_HEADER;
    }
    constexpr std::size_t ports[] = {4, 3, 3, 1};
    const bool checksumElided = encoding & 0x04;
    reader.Skip(ports[encoding & 0x03] + (checksumElided ? 0 : 2));
    return reader.IsShort() ? FrameVerdict::TRUNCATED : FrameVerdict::ACCEPTED;
}

/// LOWPAN_IPHC (RFC 6282 section 3.1); `datagram` is datagram_size, 0 if unfragmented.
Expanded
CheckIphc(Reader reader, std::size_t datagram, const FrameCheckerLimits& limits)
{
    const uint16_t base = reader.U16();
    const unsigned trafficFlow = base >> 11 & 0x3;
    const bool nextCompressed = base >> 10 & 0x1;
    const unsigned hopLimit = base >> 8 & 0x3;
    const bool contextExtension = base >> 7 & 0x1;
    const bool sourceStateful = base >> 6 & 0x1;
    const unsigned sourceMode = base >> 4 & 0x3;
    const bool multicast = base >> 3 & 0x1;
    const bool destinationStateful = base >> 2 & 0x1;
    const unsigned destinationMode = base & 0x3;

    // RFC 6282 section 3.1.1 reserves a stateful unicast destination in full, and all but one
    // stateful multicast form; ns-3 reads that one wrongly, so it is not taken either.
    if (destinationStateful && (multicast || destinationMode == 0))
    {
        return {reader.IsShort() ? FrameVerdict::TRUNCATED : FrameVerdict::RESERVED_ENCODING};
    }
    const uint8_t identifiers = contextExtension ? reader.U8() : 0;
    const bool needsSource = sourceStateful && sourceMode != 0;
    if ((needsSource && !(limits.contexts >> (identifiers >> 4) & 1)) ||
        (destinationStateful && !(limits.contexts >> (identifiers & 0x0f) & 1)))
    {
        return {reader.IsShort() ? FrameVerdict::TRUNCATED : FrameVerdict::UNKNOWN_CONTEXT};
    }

    constexpr std::size_t trafficOctets[] = {4, 3, 1, 0};
    reader.Skip(trafficOctets[trafficFlow]);
    const uint8_t nextHeader = nextCompressed ? NEXT_UDP : reader.U8(); // UDP, or refused below
    reader.Skip(hopLimit == 0 ? 1 : 0);
    constexpr std::size_t unicastOctets[] = {16, 8, 2, 0};
    constexpr std::size_t multicastOctets[] = {16, 6, 4, 1};
    const bool elided = sourceMode == 0 && sourceStateful; // the unspecified address
    const uint8_t* source = sourceMode == 0 && !sourceStateful ? reader.Data() : nullptr;
    reader.Skip(elided ? 0 : unicastOctets[sourceMode]);
    const uint8_t* destination = destinationMode == 0 ? reader.Data() : nullptr;
    reader.Skip(multicast ? multicastOctets[destinationMode] : unicastOctets[destinationMode]);
    if (reader.IsShort())
    {
        return {FrameVerdict::TRUNCATED};
    }
    const bool unspecified = elided || (source && IsZeroBut(source, 0));
    if (IsImpossible(source, destination) || (unspecified && nextHeader != NEXT_ICMPV6))
    {
        return {FrameVerdict::MALFORMED_DATAGRAM};
    }

    Expanded expanded;
    if (nextCompressed)
    {
        expanded.verdict = SkipUdpNhc(reader);
        expanded.size = IPV6_HEADER + UDP_HEADER + reader.Left();
    }
    else
    {
        const std::size_t total = datagram < IPV6_HEADER ? reader.Left() : datagram - IPV6_HEADER;
        expanded.verdict = CheckUpper(nextHeader, reader.Data(), reader.Left(), total, unspecified);
        expanded.size = IPV6_HEADER + reader.Left();
    }
    return expanded;
}

/// A datagram that came whole, or the first part of one of datagram_size octets.
Expanded
CheckDatagram(Reader reader, std::size_t datagram, const FrameCheckerLimits& limits)
{
    if (reader.Left() == 0)
    {
        return {FrameVerdict::TRUNCATED};
    }
    const uint8_t dispatch = *reader.Data();
    if (dispatch == DISPATCH_IPV6)
    {
        reader.Skip(1);
        return CheckPlain(reader, datagram);
    }
    if ((dispatch & 0xe0) == DISPATCH_IPHC)
    {
        return CheckIphc(reader, datagram, limits);
    }
    return {FrameVerdict::UNKNOWN_DISPATCH};
}

} // namespace

std::string
ToString(FrameVerdict verdict)
{
    switch (verdict)
    {
    case FrameVerdict::ACCEPTED:
        return "accepted";
    case FrameVerdict::EMPTY:
        return "empty";
    case FrameVerdict::UNKNOWN_DISPATCH:
        return "unknown-dispatch";
    case FrameVerdict::TRUNCATED:
        return "truncated";
    case FrameVerdict::RESERVED_ENCODING:
        return "reserved-encoding";
    case FrameVerdict::UNKNOWN_CONTEXT:
        return "unknown-context";
    case FrameVerdict::UNSUPPORTED_HEADER:
        return "unsupported-header";
    case FrameVerdict::MALFORMED_DATAGRAM:
        return "malformed-datagram";
    case FrameVerdict::FRAGMENT_SIZE:
        return "fragment-size";
    case FrameVerdict::FRAGMENT_LENGTH:
        return "fragment-length";
    case FrameVerdict::FRAGMENT_OVERLAP:
        return "fragment-overlap";
    case FrameVerdict::FRAGMENT_DUPLICATE:
        return "fragment-duplicate";
    case FrameVerdict::FRAGMENT_NO_ROOM:
        return "fragment-no-room";
    }
    return "";
}

SixLowPanFrameChecker::SixLowPanFrameChecker(FrameCheckerLimits limits)
    : m_limits(limits)
{
}

FrameVerdict
SixLowPanFrameChecker::Check(const uint8_t* data,
                             std::size_t size,
                             const std::vector<uint8_t>& source,
                             const std::vector<uint8_t>& destination,
                             int64_t nowNs)
{
    if (size == 0)
    {
        return FrameVerdict::EMPTY;
    }
    Reader reader(data, size);
    const uint8_t kind = data[0] & 0xf8;
    if (kind != DISPATCH_FRAG1 && kind != DISPATCH_FRAGN)
    {
        return CheckDatagram(reader, 0, m_limits).verdict;
    }

    const bool first = kind == DISPATCH_FRAG1;
    if (size < (first ? FRAG1_HEADER : FRAGN_HEADER))
    {
        return FrameVerdict::TRUNCATED;
    }
    const uint16_t datagramSize = reader.U16() & 0x7ff;
    const uint16_t tag = reader.U16();
    if (datagramSize <= IPV6_HEADER || datagramSize > m_limits.datagramSize)
    {
        return FrameVerdict::FRAGMENT_SIZE;
    }
    uint16_t offset = 0;
    std::size_t length = 0;
    if (first)
    {
        const Expanded expanded = CheckDatagram(reader, datagramSize, m_limits);
        if (expanded.verdict != FrameVerdict::ACCEPTED)
        {
            return expanded.verdict;
        }
        length = expanded.size;
    }
    else
    {
        offset = static_cast<uint16_t>(reader.U8() * 8);
        length = reader.Left();
    }
    return CheckFragment(Key(source, destination, datagramSize, tag), first, offset, length, nowNs);
}

FrameVerdict
SixLowPanFrameChecker::CheckFragment(const Key& key,
                                     bool first,
                                     uint16_t offset,
                                     std::size_t length,
                                     int64_t nowNs)
{
    const uint16_t datagramSize = std::get<2>(key);
    const std::size_t end = offset + length;
    if (end > datagramSize)
    {
        return FrameVerdict::FRAGMENT_SIZE;
    }
    // RFC 4944 section 5.3: offsets count units of 8 octets, so only the last may end elsewhere.
    if (length == 0 || (end < datagramSize && length % 8 != 0))
    {
        return FrameVerdict::FRAGMENT_LENGTH;
    }
    if (!first && offset == 0)
    {
        return FrameVerdict::FRAGMENT_OVERLAP; // the beginning is the first fragment's
    }

    Forget(nowNs);
    auto it = m_datagrams.find(key);
    if (it == m_datagrams.end())
    {
        if (m_datagrams.size() >= m_limits.datagrams)
        {
            return FrameVerdict::FRAGMENT_NO_ROOM;
        }
        it = m_datagrams.emplace(key, Datagram()).first;
        it->second.expiresNs = nowNs + m_limits.timeoutNs;
    }
    Datagram& datagram = it->second;
    const auto next = datagram.pieces.lower_bound(offset);
    if (next != datagram.pieces.end() && next->first == offset && next->second == end)
    {
        return FrameVerdict::FRAGMENT_DUPLICATE;
    }
    if ((next != datagram.pieces.end() && next->first < end) ||
        (next != datagram.pieces.begin() && std::prev(next)->second > offset))
    {
        return FrameVerdict::FRAGMENT_OVERLAP;
    }
    if (datagram.pieces.size() >= m_limits.fragmentsPerDatagram)
    {
        return FrameVerdict::FRAGMENT_NO_ROOM;
    }
    datagram.pieces.emplace(offset, static_cast<uint16_t>(end));
    datagram.covered += length;
    if (datagram.covered == datagramSize)
    {
        m_datagrams.erase(it);
    }
    return FrameVerdict::ACCEPTED;
}

void
SixLowPanFrameChecker::Forget(int64_t nowNs)
{
    for (auto it = m_datagrams.begin(); it != m_datagrams.end();)
    {
        // Strictly later: what stands behind must have forgotten before a fragment is taken anew.
        it = nowNs > it->second.expiresNs ? m_datagrams.erase(it) : std::next(it);
    }
}

std::size_t
SixLowPanFrameChecker::Pending() const
{
    return m_datagrams.size();
}

} // namespace iomt
} // namespace ns3
