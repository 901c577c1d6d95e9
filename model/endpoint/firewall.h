// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FIREWALL_H
#define IOMT_FIREWALL_H

#include "connection-table.h"
#include "datagram-view.h"
#include "firewall-rule.h"
#include "forwarding-path.h"
#include "token-bucket.h"

#include "ns3/net-device.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// Why a firewall let a packet through or not.
enum class FirewallVerdict
{
    ACCEPTED_RULE,      ///< opened a flow by a rule
    ACCEPTED_FLOW,      ///< belongs to a tracked flow
    ACCEPTED_RELATED,   ///< ICMPv6 error about a tracked flow
    ACCEPTED_NEIGHBOUR, ///< neighbour discovery on the firewall's own link
    DROPPED_RULE,       ///< a rule says so
    DROPPED_DEFAULT,    ///< no rule matches
    DROPPED_LIMITED,    ///< the rule's token bucket is empty
    DROPPED_MALFORMED,  ///< contradictory lengths, header cut short, impossible address
    DROPPED_FRAGMENT,   ///< IPv6 fragment: the ports of later ones cannot be seen
    DROPPED_EXTENSION,  ///< IPv6 extension header
    DROPPED_UNRELATED,  ///< of no tracked flow though it claims to be, or from its wrong side
    DROPPED_TABLE_FULL, ///< the connection table has no room
    DROPPED_NO_ROUTE,   ///< no route to the destination, or a link-local address
};

/**
 * @brief Whether a verdict lets the packet through.
 * @param verdict the verdict
 * @return true for the ACCEPTED_ ones
 */
bool IsAccepted(FirewallVerdict verdict);
/**
 * @brief The verdict in words, as it stands in logs: `accepted-rule`, `dropped-default`, …
 * @param verdict the verdict
 * @return its name
 */
std::string ToString(FirewallVerdict verdict);

/// A line of a firewall's log.
struct FirewallLogEntry
{
    Time time;                   ///< when it was judged
    FirewallVerdict verdict;     ///< the judgement
    std::string rule;            ///< the rule that decided; empty if none
    std::string inInterface;     ///< name of the incoming interface
    std::string outInterface;    ///< name of the outgoing interface; `self` if local
    Ipv6Address source;          ///< claimed source
    Ipv6Address destination;     ///< destination
    uint8_t protocol{0};         ///< IPv6 next header
    uint16_t sourcePort{0};      ///< UDP or TCP source port; ICMPv6 type
    uint16_t destinationPort{0}; ///< UDP or TCP destination port; ICMPv6 code
};

/// What a rule did so far.
struct FirewallRuleCounters
{
    std::string rule;      ///< name of the rule; `default` for the deny at the end
    FirewallAction action; ///< what it does
    uint64_t packets{0};   ///< packets it decided on, and later ones the same way in its flows
    uint64_t bytes{0};     ///< octets of these, IPv6 header included
    uint64_t limited{0};   ///< packets of these dropped because its bucket was empty
};

/**
 * @brief A stateful IPv6 packet filter on a node's forwarding path.
 *
 * Every packet is judged: malformed, fragmented and extended ones are dropped; replies and ICMPv6
 * errors of tracked flows pass; everything else goes down the rules, the first match decides, and
 * an accepted packet opens a flow. What no rule matches is dropped. A rule's token bucket is
 * charged by every packet in the direction that opened the flow, so a flood does not escape
 * through a flow it opened. Packets for the firewall itself are dropped except by a rule with
 * `self` as outgoing interface; solicitations and neighbour advertisements of its own links
 * (RFC 4861, hop limit 255) pass.
 *
 * Verdicts take no simulated time; put a processor hook after or before it for that.
 */
class Firewall : public ForwardingHook
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Names a device, so that rules and logs can speak of it.
     * @param name name of the interface, such as `outside`; not `any` or `self`
     * @param device the device as IPv6 sees it
     * @throws std::invalid_argument if the name is reserved or taken
     */
    void SetInterface(const std::string& name, Ptr<NetDevice> device);

    /**
     * @brief Adds a rule below the ones there are.
     * @param rule the rule
     * @throws std::invalid_argument if the rule is wrong or names an unknown interface
     */
    void AddRule(const FirewallRule& rule);

    void Handle(Ptr<Transit> transit) override;

    /**
     * @brief Judges a packet as Handle does, changing state and counters, without moving it.
     * @param packet datagram, IPv6 header included; any bytes
     * @param in incoming device
     * @param out outgoing device; null if local or without route
     * @param local true if the packet is for this node
     * @return the verdict
     */
    FirewallVerdict Judge(Ptr<const Packet> packet,
                          Ptr<NetDevice> in,
                          Ptr<NetDevice> out,
                          bool local);

    /// @return counters of each rule in order, then those of `default`
    std::vector<FirewallRuleCounters> GetRuleCounters() const;
    /// @return packets by verdict; only verdicts that happened
    std::map<FirewallVerdict, uint64_t> GetVerdicts() const;
    /// @return log lines kept, oldest first
    const std::deque<FirewallLogEntry>& GetLog() const;
    /// @return log lines that rate or capacity left out
    uint64_t GetLogSuppressed() const;
    /// @return flows now in the connection table, idle ones not yet purged included
    std::size_t GetConnections() const;

    /**
     * @brief Signature of the Accepted and Dropped traces.
     * @param packet the datagram with its IPv6 header
     * @param entry the judgement
     */
    typedef void (*VerdictTracedCallback)(Ptr<const Packet> packet, const FirewallLogEntry& entry);
    /**
     * @brief Signature of the Log trace, fired for each line that is logged.
     * @param entry the line
     */
    typedef void (*LogTracedCallback)(const FirewallLogEntry& entry);

  protected:
    void DoDispose() override;

  private:
    /// A rule with its state.
    struct Line
    {
        FirewallRule rule;
        TokenBucket bucket;
        FirewallRuleCounters counters;
    };

    static constexpr std::size_t NO_RULE = static_cast<std::size_t>(-1);

    /// Verdict and deciding rule (NO_RULE if none) of a parsed packet.
    FirewallVerdict Decide(const DatagramView& view,
                           Ptr<NetDevice> in,
                           Ptr<NetDevice> out,
                           bool local,
                           std::size_t& rule);
    /// Verdict of the rules on a packet that no flow covers.
    FirewallVerdict DecideByRules(const DatagramView& view,
                                  Ptr<NetDevice> in,
                                  Ptr<NetDevice> out,
                                  bool local,
                                  std::size_t& rule);
    bool Matches(const FirewallRule& rule,
                 const DatagramView& view,
                 Ptr<NetDevice> in,
                 Ptr<NetDevice> out,
                 bool local) const;
    /// Interface indices of a packet's way in and out; -1 is the firewall itself.
    static ConnectionTable::Sides SidesOf(Ptr<NetDevice> in, Ptr<NetDevice> out);
    Time IdleTimeout(uint8_t protocol) const;
    std::string InterfaceName(Ptr<NetDevice> device) const;
    void Log(const FirewallLogEntry& entry);
    void SetLogRate(double rate);
    double GetLogRate() const;

    std::map<std::string, Ptr<NetDevice>> m_interfaces;
    std::vector<Line> m_lines;
    FirewallRuleCounters m_default{"default", FirewallAction::DROP, 0, 0, 0};
    ConnectionTable m_connections;
    std::map<FirewallVerdict, uint64_t> m_verdicts;
    std::deque<FirewallLogEntry> m_log;
    TokenBucket m_logBucket;
    uint64_t m_logSuppressed{0};

    Time m_udpTimeout;
    Time m_tcpTimeout;
    Time m_icmpv6Timeout;
    uint32_t m_maxConnections{0};
    uint32_t m_logCapacity{0};
    double m_logRate{0};
    bool m_logAccepted{false};

    TracedCallback<Ptr<const Packet>, const FirewallLogEntry&> m_acceptedTrace;
    TracedCallback<Ptr<const Packet>, const FirewallLogEntry&> m_droppedTrace;
    TracedCallback<const FirewallLogEntry&> m_logTrace;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_FIREWALL_H
