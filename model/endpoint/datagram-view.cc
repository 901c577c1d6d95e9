// SPDX-License-Identifier: GPL-2.0-only

#include "datagram-view.h"

#include "neighbour-discovery.h"

namespace ns3
{
namespace iomt
{

namespace
{

constexpr std::size_t IPV6_HEADER = 40; // RFC 8200 section 3
constexpr std::size_t UDP_HEADER = 8;   // RFC 768
constexpr std::size_t TCP_HEADER = 20;  // RFC 9293 section 3.1, without options
constexpr std::size_t ICMP_HEADER = 8;  // RFC 4443: type, code, checksum, four octets of body

constexpr uint8_t FRAGMENT_HEADER = 44; // RFC 8200 section 4.5

constexpr uint8_t ECHO_REQUEST = 128; // RFC 4443 section 4.1
constexpr uint8_t ECHO_REPLY = 129;   // RFC 4443 section 4.2

uint16_t
ReadU16(const uint8_t* data)
{
    return static_cast<uint16_t>(data[0] << 8 | data[1]);
}

/// Extension headers of the IANA registry "IPv6 Extension Header Types".
bool
IsExtension(uint8_t nextHeader)
{
    switch (nextHeader)
    {
    case 0:   // hop-by-hop options
    case 43:  // routing
    case 44:  // fragment
    case 50:  // encapsulating security payload
    case 51:  // authentication
    case 60:  // destination options
    case 135: // mobility
    case 139: // host identity protocol
    case 140: // shim6
    case 253: // experiments
    case 254:
        return true;
    default:
        return false;
    }
}

/// Addresses and next header.
FlowKey
ReadKey(const uint8_t* header)
{
    FlowKey key;
    key.protocol = header[6];
    key.source = Ipv6Address::Deserialize(header + 8);
    key.destination = Ipv6Address::Deserialize(header + 24);
    return key;
}

/// Ports, or the echo identifier twice; wants 6 octets of the upper-layer header.
void
ReadPorts(FlowKey& key, const uint8_t* upper)
{
    if (key.protocol == DatagramView::UDP || key.protocol == DatagramView::TCP)
    {
        key.sourcePort = ReadU16(upper);
        key.destinationPort = ReadU16(upper + 2);
    }
    else if (key.protocol == DatagramView::ICMPV6 &&
             (upper[0] == ECHO_REQUEST || upper[0] == ECHO_REPLY))
    {
        key.sourcePort = ReadU16(upper + 4);
        key.destinationPort = key.sourcePort;
    }
}

} // namespace

bool
DatagramView::IsIcmpError() const
{
    return key.protocol == ICMPV6 && icmpType < 128;
}

bool
DatagramView::IsNeighbourDiscovery() const
{
    return key.protocol == ICMPV6 && iomt::IsNeighbourDiscovery(icmpType);
}

bool
DatagramView::IsEchoRequest() const
{
    return key.protocol == ICMPV6 && icmpType == ECHO_REQUEST;
}

bool
DatagramView::IsEchoReply() const
{
    return key.protocol == ICMPV6 && icmpType == ECHO_REPLY;
}

bool
DatagramView::IsTrackable() const
{
    return key.protocol != ICMPV6 || IsEchoRequest() || IsEchoReply();
}

DatagramView
DatagramView::Parse(const uint8_t* data, std::size_t size)
{
    DatagramView view;
    if (size < IPV6_HEADER || data[0] >> 4 != 6)
    {
        return view;
    }
    view.key = ReadKey(data);
    view.hopLimit = data[7];

    // RFC 4291 sections 2.5.2, 2.5.3 and 2.7: no packet on a link has these.
    const Ipv6Address& source = view.key.source;
    const Ipv6Address& destination = view.key.destination;
    if (source.IsMulticast() || source.IsLocalhost() || destination.IsLocalhost() ||
        destination.IsAny())
    {
        return view;
    }

    const std::size_t payload = ReadU16(data + 4);
    constexpr std::size_t ETHERNET_MINIMUM = 46; // IEEE 802.3 pads shorter payloads
    if (IPV6_HEADER + payload > size || (IPV6_HEADER + payload < size && size > ETHERNET_MINIMUM))
    {
        return view;
    }
    const uint8_t* upper = data + IPV6_HEADER;

    if (view.key.protocol == FRAGMENT_HEADER)
    {
        view.shape = Shape::FRAGMENT;
        return view;
    }
    if (IsExtension(view.key.protocol))
    {
        view.shape = Shape::EXTENDED;
        return view;
    }

    switch (view.key.protocol)
    {
    case UDP:
        if (payload < UDP_HEADER || ReadU16(upper + 4) != payload)
        {
            return view;
        }
        break;
    case TCP: {
        if (payload < TCP_HEADER)
        {
            return view;
        }
        const std::size_t header = (upper[12] >> 4) * std::size_t{4};
        if (header < TCP_HEADER || header > payload)
        {
            return view;
        }
        view.tcpFlags = upper[13];
        break;
    }
    case ICMPV6:
        if (payload < ICMP_HEADER)
        {
            return view;
        }
        view.icmpType = upper[0];
        view.icmpCode = upper[1];
        if (view.IsNeighbourDiscovery() &&
            !IsSoundNeighbourDiscovery(upper, payload, source.IsAny()))
        {
            return view;
        }
        if (view.IsIcmpError())
        {
            // RFC 4443 section 3: the packet that caused the error, as much as fits.
            const uint8_t* quoted = upper + ICMP_HEADER;
            const std::size_t quotedSize = payload - ICMP_HEADER;
            if (quotedSize < IPV6_HEADER + 8 || quoted[0] >> 4 != 6)
            {
                return view;
            }
            view.inner = ReadKey(quoted);
            ReadPorts(view.inner, quoted + IPV6_HEADER);
            view.hasInner = true;
        }
        break;
    default:
        break;
    }
    ReadPorts(view.key, upper);
    // RFC 4291 section 2.5.2: only who has no address yet sends from the unspecified one, which in
    // IPv6 is duplicate address detection and router solicitation.
    view.shape = source.IsAny() && !view.IsNeighbourDiscovery() ? Shape::MALFORMED : Shape::WHOLE;
    return view;
}

} // namespace iomt
} // namespace ns3
