// SPDX-License-Identifier: GPL-2.0-only

#include "datagram.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

namespace
{

constexpr std::size_t IPV6_SIZE = 40;   // RFC 8200, section 3
constexpr std::size_t UDP_SIZE = 8;     // RFC 768
constexpr uint8_t NEXT_HEADER_UDP = 17; // RFC 768
constexpr std::size_t COAP_FIXED = 4;   // RFC 7252, section 3
constexpr std::size_t COAP_MAX_TOKEN = 8;
constexpr std::size_t COAP_MAX_OPTION = 65535;
constexpr std::size_t COAP_URI_PATH = 11; // section 5.10, table 4
constexpr uint8_t COAP_PAYLOAD_MARKER = 0xff;

uint16_t
ReadU16(const uint8_t* data)
{
    return static_cast<uint16_t>((data[0] << 8) | data[1]);
}

void
AppendU16(Bytes& out, std::size_t value)
{
    out.push_back(static_cast<uint8_t>(value >> 8));
    out.push_back(static_cast<uint8_t>(value));
}

/// Sum of 16-bit words, an odd last octet padded with zero on the right (RFC 1071, section 1).
uint64_t
SumWords(const uint8_t* data, std::size_t size)
{
    uint64_t sum = 0;
    std::size_t i = 0;
    for (; i + 1 < size; i += 2)
    {
        sum += ReadU16(data + i);
    }
    if (i < size)
    {
        sum += static_cast<uint64_t>(data[i]) << 8;
    }
    return sum;
}

/// One's complement sum over the pseudo-header of RFC 8200, section 8.1, and the UDP datagram;
/// 0xffff where the checksum in it is right.
uint16_t
SumDatagram(const uint8_t* ipv6, std::size_t udpSize)
{
    uint64_t sum = SumWords(ipv6 + 8, 32) + udpSize + NEXT_HEADER_UDP;
    sum += SumWords(ipv6 + IPV6_SIZE, udpSize);
    while (sum >> 16)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return static_cast<uint16_t>(sum);
}

/// Octets the extended form of an option's delta or length takes; RFC 7252, section 3.1.
/// Nothing for 15, which is reserved.
std::optional<std::size_t>
ExtensionSize(uint8_t nibble)
{
    switch (nibble)
    {
    case 13:
        return 1;
    case 14:
        return 2;
    case 15:
        return std::nullopt;
    default:
        return 0;
    }
}

std::size_t
ExtendedValue(uint8_t nibble, const uint8_t* extension)
{
    switch (nibble)
    {
    case 13:
        return 13U + extension[0];
    case 14:
        return 269U + ReadU16(extension);
    default:
        return nibble;
    }
}

} // namespace

std::optional<Datagram>
Datagram::Parse(const uint8_t* data, std::size_t size)
{
    if (size < HEADER_SIZE || (data[0] >> 4) != 6 || data[6] != NEXT_HEADER_UDP)
    {
        return std::nullopt;
    }
    const std::size_t udpSize = ReadU16(data + 4);
    const uint8_t* udp = data + IPV6_SIZE;
    // A checksum of zero is not allowed over IPv6 and fails here too, as it cannot sum up
    if (udpSize < UDP_SIZE || udpSize > size - IPV6_SIZE || ReadU16(udp + 4) != udpSize ||
        ReadU16(udp + 6) == 0 || SumDatagram(data, udpSize) != 0xffff)
    {
        return std::nullopt;
    }
    Datagram d;
    d.trafficClass = static_cast<uint8_t>((data[0] << 4) | (data[1] >> 4));
    d.flowLabel = (static_cast<uint32_t>(data[1] & 0x0f) << 16) | ReadU16(data + 2);
    d.hopLimit = data[7];
    std::copy_n(data + 8, d.source.size(), d.source.begin());
    std::copy_n(data + 24, d.destination.size(), d.destination.begin());
    d.sourcePort = ReadU16(udp);
    d.destinationPort = ReadU16(udp + 2);
    d.payload.assign(udp + UDP_SIZE, udp + udpSize);
    return d;
}

Bytes
Datagram::Serialize() const
{
    const std::size_t udpSize = UDP_SIZE + std::min(payload.size(), MAX_PAYLOAD);
    Bytes out;
    out.reserve(IPV6_SIZE + udpSize);
    out.push_back(static_cast<uint8_t>(0x60 | (trafficClass >> 4)));
    out.push_back(static_cast<uint8_t>((trafficClass << 4) | ((flowLabel >> 16) & 0x0f)));
    AppendU16(out, flowLabel);
    AppendU16(out, udpSize);
    out.push_back(NEXT_HEADER_UDP);
    out.push_back(hopLimit);
    out.insert(out.end(), source.begin(), source.end());
    out.insert(out.end(), destination.begin(), destination.end());
    AppendU16(out, sourcePort);
    AppendU16(out, destinationPort);
    AppendU16(out, udpSize);
    AppendU16(out, 0);
    out.insert(out.end(), payload.begin(), payload.begin() + (udpSize - UDP_SIZE));

    // Zero would mean that there is no checksum: it is sent as 0xffff (RFC 768)
    uint16_t checksum = static_cast<uint16_t>(~SumDatagram(out.data(), udpSize));
    checksum = checksum == 0 ? 0xffff : checksum;
    out[IPV6_SIZE + 6] = static_cast<uint8_t>(checksum >> 8);
    out[IPV6_SIZE + 7] = static_cast<uint8_t>(checksum);
    return out;
}

std::optional<CoapView>
Datagram::Coap() const
{
    const std::size_t size = payload.size();
    if (size < COAP_FIXED || (payload[0] >> 6) != 1)
    {
        return std::nullopt;
    }
    CoapView view;
    view.type = (payload[0] >> 4) & 0x03;
    view.tokenSize = payload[0] & 0x0f;
    view.code = payload[1];
    view.messageId = ReadU16(payload.data() + 2);
    if (view.tokenSize > COAP_MAX_TOKEN || size < COAP_FIXED + view.tokenSize)
    {
        return std::nullopt;
    }
    std::size_t at = COAP_FIXED + view.tokenSize;
    if (view.code == 0 && size != COAP_FIXED)
    {
        return std::nullopt; // an empty message is its header (section 4.1)
    }
    std::size_t option = 0;
    while (at < size && payload[at] != COAP_PAYLOAD_MARKER)
    {
        const uint8_t deltaNibble = payload[at] >> 4;
        const uint8_t lengthNibble = payload[at] & 0x0f;
        const auto deltaSize = ExtensionSize(deltaNibble);
        const auto lengthSize = ExtensionSize(lengthNibble);
        ++at;
        if (!deltaSize || !lengthSize || size - at < *deltaSize + *lengthSize)
        {
            return std::nullopt;
        }
        option += ExtendedValue(deltaNibble, payload.data() + at);
        at += *deltaSize;
        const std::size_t length = ExtendedValue(lengthNibble, payload.data() + at);
        at += *lengthSize;
        if (size - at < length || option > COAP_MAX_OPTION)
        {
            return std::nullopt;
        }
        if (option == COAP_URI_PATH)
        {
            view.path += view.path.empty() ? "" : "/";
            view.path.append(payload.begin() + at, payload.begin() + at + length);
        }
        at += length;
    }
    if (at + 1 == size)
    {
        return std::nullopt; // a marker with nothing behind it (section 3)
    }
    view.bodyOffset = at < size ? at + 1 : size;
    return view;
}

bool
Datagram::RenameCoap(uint16_t messageId, const std::array<uint8_t, 8>& token)
{
    const auto view = Coap();
    if (!view)
    {
        return false;
    }
    payload[2] = static_cast<uint8_t>(messageId >> 8);
    payload[3] = static_cast<uint8_t>(messageId);
    std::copy_n(token.begin(), view->tokenSize, payload.begin() + COAP_FIXED);
    return true;
}

bool
Datagram::ReplaceCoapBody(const Bytes& body)
{
    const auto view = Coap();
    if (!view || body.empty() || view->bodyOffset == payload.size() ||
        body.size() > MAX_PAYLOAD - view->bodyOffset)
    {
        return false;
    }
    payload.resize(view->bodyOffset);
    payload.insert(payload.end(), body.begin(), body.end());
    return true;
}

} // namespace iomt
} // namespace ns3
