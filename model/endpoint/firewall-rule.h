// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FIREWALL_RULE_H
#define IOMT_FIREWALL_RULE_H

#include "ns3/ipv6-address.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// What a rule does with a packet it matches.
enum class FirewallAction
{
    ACCEPT,
    DROP,
};

/// An IPv6 prefix such as `2001:2:0:1::/64`; a bare address is a /128.
struct AddressPrefix
{
    Ipv6Address network; ///< first address of the prefix
    uint8_t length{0};   ///< prefix length [bit], 0 to 128

    /**
     * @brief Reads the textual form of RFC 4291 section 2.3.
     * @param text address, or address and prefix length
     * @return the prefix
     * @throws std::invalid_argument naming the text and what is allowed
     */
    static AddressPrefix Parse(const std::string& text);
    /**
     * @brief Whether an address lies in this prefix.
     * @param address the address
     * @return true if its first bits equal the prefix
     */
    bool Contains(const Ipv6Address& address) const;
};

/**
 * @brief One line of a rule base. Rules are tried in order; the first match decides.
 *
 * A rule describes the packet that opens a flow; replies pass by the connection table.
 */
struct FirewallRule
{
    std::string name;                            ///< for counters and the log
    std::string inInterface{"any"};              ///< name of an interface, or `any`
    std::string outInterface{"any"};             ///< name of an interface, `any`, or `self`
    std::vector<AddressPrefix> from;             ///< source prefixes; none = any source
    std::vector<AddressPrefix> to;               ///< destination prefixes; none = any
    std::string protocol{"any"};                 ///< `udp`, `tcp`, `icmpv6` or `any`
    uint16_t firstPort{0};                       ///< lowest destination port (udp, tcp)
    uint16_t lastPort{65535};                    ///< highest destination port (udp, tcp)
    double ratePps{0};                           ///< token rate [packet/s]; 0 = no limit
    double burst{0};                             ///< bucket depth [packet]; 0 = max(1, ratePps)
    FirewallAction action{FirewallAction::DROP}; ///< what happens to a match

    /**
     * @brief Says what is wrong with the rule.
     * @return empty if nothing is, else the field, what was found and what is allowed
     */
    std::string Error() const;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_FIREWALL_RULE_H
