// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_NEIGHBOUR_DISCOVERY_H
#define IOMT_NEIGHBOUR_DISCOVERY_H

#include <cstddef>
#include <cstdint>

namespace ns3
{
namespace iomt
{

/**
 * @brief Whether an ICMPv6 type is one of RFC 4861's.
 * @param type ICMPv6 type
 * @return true for 133 (router solicitation) to 137 (redirect)
 */
bool IsNeighbourDiscovery(uint8_t type);

/**
 * @brief Whether ns-3 can be trusted with a neighbour discovery message.
 *
 * Beyond the lengths RFC 4861 demands, this refuses what makes ns-3 (3.35 to 3.48) read past the
 * message or loop for ever: a repeated option in a solicitation or advertisement, a missing
 * link-layer address option where it looks for one unasked, one of another length than a 48-bit
 * address has, and redirects. A solicitation must carry its link-layer address even from the
 * unspecified address, as ns-3's do, against RFC 4861 section 4.3.
 *
 * @param data first octet of the ICMPv6 header, with a type of IsNeighbourDiscovery
 * @param size octets of the message
 * @param fromUnspecified whether the source is the unspecified address
 * @return false if it must not reach ns-3
 */
bool IsSoundNeighbourDiscovery(const uint8_t* data, std::size_t size, bool fromUnspecified);

} // namespace iomt
} // namespace ns3

#endif // IOMT_NEIGHBOUR_DISCOVERY_H
