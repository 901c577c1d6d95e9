// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_DATAGRAM_H
#define IOMT_DATAGRAM_H

#include "ns3/bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace ns3
{
namespace iomt
{

/// @brief What a CoAP message shows without a key: RFC 7252, section 3.
struct CoapView
{
    uint8_t type{0};           //!< 0 CON, 1 NON, 2 ACK, 3 RST
    uint8_t code{0};           //!< class in the high 3 bits, detail in the low 5
    uint16_t messageId{0};     //!< for duplicates
    std::size_t tokenSize{0};  //!< [octets]; the token begins at octet 4
    std::string path;          //!< Uri-Path options (section 5.10.1) joined by '/'
    std::size_t bodyOffset{0}; //!< first octet of the payload; the message's size if there is none
};

/**
 * @brief A UDP datagram over IPv6 as it stands on the wire, to be read, edited and written back.
 *
 * Octets only: no ns-3 and no tags. Only datagrams without IPv6 extension headers are taken.
 */
class Datagram
{
  public:
    using Address = std::array<uint8_t, 16>; //!< IPv6, network order

    /// IPv6 and UDP header together [octets].
    static constexpr std::size_t HEADER_SIZE = 48;
    /// Largest UDP payload that fits an IPv6 header's length field [octets].
    static constexpr std::size_t MAX_PAYLOAD = 65535 - 8;

    /**
     * @brief Read the payload of an Ethernet frame.
     * @param data first octet of the IPv6 header
     * @param size [octets]; what exceeds the IPv6 length is Ethernet padding and left out
     * @return the datagram; nothing if it is not UDP directly over IPv6, if a length does not fit,
     *         or if the checksum is wrong
     */
    static std::optional<Datagram> Parse(const uint8_t* data, std::size_t size);

    /// @return the octets with lengths and checksum made to fit (RFC 768; RFC 8200, section 8.1)
    Bytes Serialize() const;

    /**
     * @brief Look at the payload as CoAP.
     * @return the view; nothing if any of it is not well-formed
     */
    std::optional<CoapView> Coap() const;

    /**
     * @brief Give a CoAP message another message ID and token of the same length.
     * @param messageId the new one
     * @param token first octets of it are used, tokenSize of them
     * @return false, and nothing changed, if the payload is not CoAP
     */
    bool RenameCoap(uint16_t messageId, const std::array<uint8_t, 8>& token);

    /**
     * @brief Put another body behind a CoAP message's options.
     * @param body not empty
     * @return false, and nothing changed, if the payload is not CoAP, has no body, or if it would
     *         become too long
     */
    bool ReplaceCoapBody(const Bytes& body);

    Address source{};            //!< IPv6 source
    Address destination{};       //!< IPv6 destination
    uint8_t trafficClass{0};     //!< IPv6 traffic class
    uint32_t flowLabel{0};       //!< IPv6 flow label, 20 bits
    uint8_t hopLimit{64};        //!< IPv6 hop limit
    uint16_t sourcePort{0};      //!< UDP source port
    uint16_t destinationPort{0}; //!< UDP destination port
    Bytes payload;               //!< UDP payload, at most MAX_PAYLOAD
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_DATAGRAM_H
