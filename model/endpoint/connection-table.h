// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CONNECTION_TABLE_H
#define IOMT_CONNECTION_TABLE_H

#include "ns3/ipv6-address.h"
#include "ns3/nstime.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

namespace ns3
{
namespace iomt
{

/// What tells one flow from another. For ICMPv6 echo both ports are the identifier.
struct FlowKey
{
    uint8_t protocol{0};         ///< IPv6 next header
    Ipv6Address source;          ///< source of this direction
    Ipv6Address destination;     ///< destination of this direction
    uint16_t sourcePort{0};      ///< source port of this direction
    uint16_t destinationPort{0}; ///< destination port of this direction

    /// @return the key of the opposite direction
    FlowKey Reversed() const
    {
        return {protocol, destination, source, destinationPort, sourcePort};
    }

    /**
     * @brief Orders keys.
     * @param other the other key
     * @return true if this one comes first
     */
    bool operator<(const FlowKey& other) const
    {
        return std::tie(protocol, source, destination, sourcePort, destinationPort) <
               std::tie(other.protocol,
                        other.source,
                        other.destination,
                        other.sourcePort,
                        other.destinationPort);
    }
};

/**
 * @brief The flows a firewall knows, by the direction that opened them.
 *
 * Idle flows are purged when room is needed or they are looked at, never by an event, so a table
 * costs nothing while nothing happens.
 */
class ConnectionTable
{
  public:
    /// Interface the opening packet came in by, and the one it left by.
    using Sides = std::pair<int64_t, int64_t>;

    /// A tracked flow.
    struct Flow
    {
        std::size_t rule{0}; ///< position of the rule that opened it
        Time expires;        ///< when it is forgotten unless a packet comes
        Sides sides{-1, -1}; ///< where its packets come from and go to
    };

    /**
     * @brief Finds a flow by the direction that opened it.
     * @param key the packet's key; use FlowKey::Reversed for replies
     * @param now the time
     * @return the flow, null if unknown or expired
     */
    Flow* Find(const FlowKey& key, Time now);

    /**
     * @brief Adds a flow.
     * @param key key of the packet that opens it
     * @param flow its rule and expiry
     * @param now the time
     * @param capacity flows the table may hold
     * @return false if the table is full of live flows
     */
    bool Add(const FlowKey& key, const Flow& flow, Time now, std::size_t capacity);

    /// @return flows held
    std::size_t Size() const;
    /// Forgets all flows.
    void Clear();

  private:
    std::map<FlowKey, Flow> m_flows;
    Time m_nextPurge; ///< no flow expires before; a full table is not searched until then
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_CONNECTION_TABLE_H
