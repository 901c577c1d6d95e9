// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ADDRESS_PLAN_H
#define IOMT_ADDRESS_PLAN_H

#include "ns3/ipv6-address.h"
#include "ns3/net-device.h"
#include "ns3/node.h"

#include <cstdint>

namespace ns3
{
namespace iomt
{

/**
 * @brief Which network has which prefix: subnets of fd69:6f6d:7400::/48 (RFC 4193).
 *
 * Unique local addresses, because ns-3 does not forward to the documentation prefix 2001:db8::/32.
 *
 * | subnet        | network                                     |
 * |---------------|---------------------------------------------|
 * | 0x10 … 0x40f  | sites, in the order of the scenario, sixteen each: one for each access link, the last for services' Ethernet |
 * | 0xb00 + site  | backhaul of a site                          |
 * | 0xe00         | exchange between backhauls and edge firewall |
 * | 0xc00         | core LAN: broker                            |
 * | 0xd00         | hospital LAN: doctor                        |
 * | 0xf00         | pharmacy                                    |
 * | 0xf10         | insurer                                     |
 */
namespace address_plan
{

constexpr uint16_t FIRST_SITE = 0x10;
constexpr uint16_t SUBNETS_PER_SITE = 0x10;
constexpr uint16_t FIRST_BACKHAUL = 0xb00;
constexpr uint16_t EXCHANGE = 0xe00;
constexpr uint16_t CORE = 0xc00;
constexpr uint16_t HOSPITAL = 0xd00;
constexpr uint16_t PHARMACY = 0xf00;
constexpr uint16_t INSURER = 0xf10;

constexpr uint8_t PREFIX_LENGTH = 64;
constexpr uint8_t SITE_PREFIX_LENGTH = 60; //!< of all subnets of a site

/// @param site from 0 @param link access link of the site, from 0 @return the subnet of the link
uint16_t SiteSubnet(uint16_t site, uint16_t link);
/// @param subnet of the plan @return its /64
Ipv6Address Network(uint16_t subnet);
/// @param subnet of the plan @param host interface identifier @return the address
Ipv6Address Host(uint16_t subnet, uint16_t host);
/// @return the prefix of all subnets
Ipv6Prefix Prefix();

/**
 * @brief Bring up IPv6 on a device.
 * @param node with an Internet stack
 * @param device of the node
 * @param address to give it
 * @param forwards whether packets are forwarded by this interface
 * @return interface index
 */
uint32_t AddInterface(Ptr<Node> node,
                      Ptr<NetDevice> device,
                      const Ipv6Address& address,
                      bool forwards);
/// As AddInterface, the address formed of the subnet's prefix and the link address (RFC 4291)
uint32_t AddAutoconfigured(Ptr<Node> node, Ptr<NetDevice> device, uint16_t subnet, bool forwards);
/**
 * @param node where
 * @param subnet destination network
 * @param nextHop neighbour
 * @param interface out of which
 */
void AddRoute(Ptr<Node> node, uint16_t subnet, const Ipv6Address& nextHop, uint32_t interface);
/// As AddRoute, for everything that has no route of its own
void AddDefaultRoute(Ptr<Node> node, const Ipv6Address& nextHop, uint32_t interface);
/// @param node with an Internet stack @param interface index @return its global address
Ipv6Address GlobalAddress(Ptr<Node> node, uint32_t interface);

} // namespace address_plan

} // namespace iomt
} // namespace ns3

#endif // IOMT_ADDRESS_PLAN_H
