// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_DATAGRAM_VIEW_H
#define IOMT_DATAGRAM_VIEW_H

#include "connection-table.h"

#include "ns3/ipv6-address.h"

#include <cstddef>
#include <cstdint>

namespace ns3
{
namespace iomt
{

/// What a packet filter sees of an IPv6 datagram; the bytes may be anything.
struct DatagramView
{
    /// How far the bytes make sense.
    enum class Shape
    {
        WHOLE,     ///< upper-layer header read
        MALFORMED, ///< cut short, or lengths contradict each other
        FRAGMENT,  ///< has a Fragment header (RFC 8200 section 4.5)
        EXTENDED,  ///< has another extension header (RFC 8200 section 4)
    };

    static constexpr uint8_t TCP = 6;     ///< next header of TCP
    static constexpr uint8_t UDP = 17;    ///< next header of UDP
    static constexpr uint8_t ICMPV6 = 58; ///< next header of ICMPv6

    static constexpr uint8_t ROUTER_ADVERTISEMENT = 134; ///< RFC 4861 section 4.2

    Shape shape{Shape::MALFORMED};
    FlowKey key;          ///< addresses and next header, ports if it has any
    uint8_t hopLimit{0};  ///< IPv6 hop limit
    uint8_t tcpFlags{0};  ///< RFC 9293 section 3.1, FIN is bit 0
    uint8_t icmpType{0};  ///< RFC 4443 section 2.1
    uint8_t icmpCode{0};  ///< RFC 4443 section 2.1
    bool hasInner{false}; ///< an ICMPv6 error that quotes enough of a packet
    FlowKey inner;        ///< key of the quoted packet

    /// @return true for RFC 4443 error messages, types below 128
    bool IsIcmpError() const;
    /// @return true for RFC 4861 neighbour discovery, types 133 to 137
    bool IsNeighbourDiscovery() const;
    /// @return true for echo request
    bool IsEchoRequest() const;
    /// @return true for echo reply
    bool IsEchoReply() const;
    /// @return true if packets both ways can be told to belong together
    bool IsTrackable() const;

    /**
     * @brief Reads a datagram.
     * @param data first octet of the IPv6 header
     * @param size octets there are
     * @return what could be read
     */
    static DatagramView Parse(const uint8_t* data, std::size_t size);
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_DATAGRAM_VIEW_H
