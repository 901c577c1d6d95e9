// SPDX-License-Identifier: GPL-2.0-only

#include "firewall.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtFirewall");

NS_OBJECT_ENSURE_REGISTERED(Firewall);

bool
IsAccepted(FirewallVerdict verdict)
{
    return verdict == FirewallVerdict::ACCEPTED_RULE || verdict == FirewallVerdict::ACCEPTED_FLOW ||
           verdict == FirewallVerdict::ACCEPTED_RELATED ||
           verdict == FirewallVerdict::ACCEPTED_NEIGHBOUR;
}

std::string
ToString(FirewallVerdict verdict)
{
    switch (verdict)
    {
    case FirewallVerdict::ACCEPTED_RULE:
        return "accepted-rule";
    case FirewallVerdict::ACCEPTED_FLOW:
        return "accepted-flow";
    case FirewallVerdict::ACCEPTED_RELATED:
        return "accepted-related";
    case FirewallVerdict::ACCEPTED_NEIGHBOUR:
        return "accepted-neighbour";
    case FirewallVerdict::DROPPED_RULE:
        return "dropped-rule";
    case FirewallVerdict::DROPPED_DEFAULT:
        return "dropped-default";
    case FirewallVerdict::DROPPED_LIMITED:
        return "dropped-limited";
    case FirewallVerdict::DROPPED_MALFORMED:
        return "dropped-malformed";
    case FirewallVerdict::DROPPED_FRAGMENT:
        return "dropped-fragment";
    case FirewallVerdict::DROPPED_EXTENSION:
        return "dropped-extension";
    case FirewallVerdict::DROPPED_UNRELATED:
        return "dropped-unrelated";
    case FirewallVerdict::DROPPED_TABLE_FULL:
        return "dropped-table-full";
    case FirewallVerdict::DROPPED_NO_ROUTE:
        return "dropped-no-route";
    }
    return "";
}

TypeId
Firewall::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Firewall")
            .SetParent<ForwardingHook>()
            .SetGroupName("Iomt")
            .AddConstructor<Firewall>()
            .AddAttribute("UdpTimeout",
                          "Idle time after which a UDP flow is forgotten [s]. RFC 4787 REQ-5: not "
                          "under 2 min.",
                          TimeValue(Seconds(180)),
                          MakeTimeAccessor(&Firewall::m_udpTimeout),
                          MakeTimeChecker(Seconds(1)))
            .AddAttribute("TcpTimeout",
                          "Idle time after which a TCP flow is forgotten [s]. RFC 5382 REQ-5: not "
                          "under 2 h 4 min.",
                          TimeValue(Seconds(7440)),
                          MakeTimeAccessor(&Firewall::m_tcpTimeout),
                          MakeTimeChecker(Seconds(1)))
            .AddAttribute("Icmpv6Timeout",
                          "Idle time after which an echo flow is forgotten [s]. RFC 5508 REQ-2: "
                          "not under 60 s.",
                          TimeValue(Seconds(60)),
                          MakeTimeAccessor(&Firewall::m_icmpv6Timeout),
                          MakeTimeChecker(Seconds(1)))
            .AddAttribute("MaxConnections",
                          "Flows the connection table holds; further ones are refused.",
                          UintegerValue(4096),
                          MakeUintegerAccessor(&Firewall::m_maxConnections),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("LogCapacity",
                          "Lines the log keeps; further ones are only counted.",
                          UintegerValue(10000),
                          MakeUintegerAccessor(&Firewall::m_logCapacity),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("LogRate",
                          "Lines a second the log takes, and as many at once; 0 = no limit [1/s].",
                          DoubleValue(100),
                          MakeDoubleAccessor(&Firewall::SetLogRate, &Firewall::GetLogRate),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("LogAccepted",
                          "Whether packets that open a flow are logged beside dropped ones.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&Firewall::m_logAccepted),
                          MakeBooleanChecker())
            .AddTraceSource("Accepted",
                            "A packet passed.",
                            MakeTraceSourceAccessor(&Firewall::m_acceptedTrace),
                            "ns3::iomt::Firewall::VerdictTracedCallback")
            .AddTraceSource("Dropped",
                            "A packet was dropped.",
                            MakeTraceSourceAccessor(&Firewall::m_droppedTrace),
                            "ns3::iomt::Firewall::VerdictTracedCallback")
            .AddTraceSource("Log",
                            "A line was logged.",
                            MakeTraceSourceAccessor(&Firewall::m_logTrace),
                            "ns3::iomt::Firewall::LogTracedCallback");
    return tid;
}

void
Firewall::SetInterface(const std::string& name, Ptr<NetDevice> device)
{
    if (name.empty() || name == "any" || name == "self")
    {
        throw std::invalid_argument("interface: found \"" + name +
                                    "\", expected a name other than any and self");
    }
    if (!m_interfaces.emplace(name, device).second)
    {
        throw std::invalid_argument("interface: \"" + name + "\" is named twice");
    }
}

void
Firewall::AddRule(const FirewallRule& rule)
{
    std::string error = rule.Error();
    const auto isKnown = [this](const std::string& name) {
        return name == "any" || m_interfaces.count(name) > 0;
    };
    if (error.empty() && !isKnown(rule.inInterface))
    {
        error = "inInterface: no interface is called \"" + rule.inInterface + "\"";
    }
    if (error.empty() && rule.outInterface != "self" && !isKnown(rule.outInterface))
    {
        error = "outInterface: no interface is called \"" + rule.outInterface + "\"";
    }
    if (!error.empty())
    {
        throw std::invalid_argument("firewall rule \"" + rule.name + "\": " + error);
    }
    const double depth = rule.burst > 0 ? rule.burst : std::max(1.0, rule.ratePps);
    m_lines.push_back({rule,
                       TokenBucket(rule.ratePps, depth),
                       FirewallRuleCounters{rule.name, rule.action, 0, 0, 0}});
}

void
Firewall::Handle(Ptr<Transit> transit)
{
    const FirewallVerdict verdict = Judge(transit->GetPacket(),
                                          transit->GetInDevice(),
                                          transit->GetOutDevice(),
                                          transit->IsLocal());
    if (IsAccepted(verdict))
    {
        transit->Pass();
    }
    else
    {
        transit->Drop(ToString(verdict));
    }
}

FirewallVerdict
Firewall::Judge(Ptr<const Packet> packet, Ptr<NetDevice> in, Ptr<NetDevice> out, bool local)
{
    std::vector<uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), bytes.size());
    const DatagramView view = DatagramView::Parse(bytes.data(), bytes.size());

    std::size_t rule = NO_RULE;
    const FirewallVerdict verdict = Decide(view, in, out, local, rule);
    ++m_verdicts[verdict];

    FirewallRuleCounters* counters = rule != NO_RULE ? &m_lines[rule].counters : nullptr;
    if (verdict == FirewallVerdict::DROPPED_DEFAULT)
    {
        counters = &m_default;
    }
    if (counters)
    {
        ++counters->packets;
        counters->bytes += bytes.size();
        counters->limited += verdict == FirewallVerdict::DROPPED_LIMITED ? 1 : 0;
    }

    const bool icmp = view.key.protocol == DatagramView::ICMPV6;
    const FirewallLogEntry entry{Simulator::Now(),
                                 verdict,
                                 counters ? counters->rule : "",
                                 InterfaceName(in),
                                 local ? "self" : InterfaceName(out),
                                 view.key.source,
                                 view.key.destination,
                                 view.key.protocol,
                                 icmp ? uint16_t{view.icmpType} : view.key.sourcePort,
                                 icmp ? uint16_t{view.icmpCode} : view.key.destinationPort};
    if (IsAccepted(verdict))
    {
        m_acceptedTrace(packet, entry);
        if (m_logAccepted && verdict == FirewallVerdict::ACCEPTED_RULE)
        {
            Log(entry);
        }
    }
    else
    {
        m_droppedTrace(packet, entry);
        Log(entry);
    }
    return verdict;
}

FirewallVerdict
Firewall::Decide(const DatagramView& view,
                 Ptr<NetDevice> in,
                 Ptr<NetDevice> out,
                 bool local,
                 std::size_t& rule)
{
    switch (view.shape)
    {
    case DatagramView::Shape::MALFORMED:
        return FirewallVerdict::DROPPED_MALFORMED;
    case DatagramView::Shape::FRAGMENT:
        return FirewallVerdict::DROPPED_FRAGMENT;
    case DatagramView::Shape::EXTENDED:
        return FirewallVerdict::DROPPED_EXTENSION;
    case DatagramView::Shape::WHOLE:
        break;
    }
    if (view.IsNeighbourDiscovery())
    {
        // RFC 4861 sections 6.1 and 7.1: hop limit 255 proves that no router has forwarded it. A
        // router lets no advertisement change its routes (6.2.7); redirects are malformed here.
        const bool wanted = view.icmpType != DatagramView::ROUTER_ADVERTISEMENT;
        return local && wanted && view.hopLimit == 255 ? FirewallVerdict::ACCEPTED_NEIGHBOUR
                                                       : FirewallVerdict::DROPPED_UNRELATED;
    }
    // RFC 4291 section 2.5.6: link-local addresses are not forwarded.
    const bool linkLocal = view.key.source.IsLinkLocal() || view.key.destination.IsLinkLocal();
    if (!local && (!out || linkLocal))
    {
        return FirewallVerdict::DROPPED_NO_ROUTE;
    }

    const Time now = Simulator::Now();
    if (view.IsIcmpError())
    {
        // RFC 5927 section 4: it must quote a packet that the receiver of the error did send.
        const bool related =
            view.hasInner && view.inner.source == view.key.destination &&
            (m_connections.Find(view.inner, now) || m_connections.Find(view.inner.Reversed(), now));
        return related ? FirewallVerdict::ACCEPTED_RELATED : FirewallVerdict::DROPPED_UNRELATED;
    }

    if (!view.IsTrackable())
    {
        return DecideByRules(view, in, out, local, rule);
    }
    // A spoofed packet has the addresses of a flow but comes from the wrong side of it.
    const ConnectionTable::Sides sides = SidesOf(in, out);
    const Time expires = now + IdleTimeout(view.key.protocol);
    if (!view.IsEchoRequest())
    {
        if (ConnectionTable::Flow* flow = m_connections.Find(view.key.Reversed(), now))
        {
            if (flow->sides != ConnectionTable::Sides(sides.second, sides.first))
            {
                return FirewallVerdict::DROPPED_UNRELATED;
            }
            flow->expires = expires;
            return FirewallVerdict::ACCEPTED_FLOW;
        }
    }
    if (!view.IsEchoReply())
    {
        if (ConnectionTable::Flow* flow = m_connections.Find(view.key, now))
        {
            if (flow->sides != sides)
            {
                return FirewallVerdict::DROPPED_UNRELATED;
            }
            rule = flow->rule;
            if (!m_lines[rule].bucket.Take(now))
            {
                return FirewallVerdict::DROPPED_LIMITED;
            }
            flow->expires = expires;
            return FirewallVerdict::ACCEPTED_FLOW;
        }
    }
    return DecideByRules(view, in, out, local, rule);
}

FirewallVerdict
Firewall::DecideByRules(const DatagramView& view,
                        Ptr<NetDevice> in,
                        Ptr<NetDevice> out,
                        bool local,
                        std::size_t& rule)
{
    const Time now = Simulator::Now();
    const auto line = std::find_if(m_lines.begin(), m_lines.end(), [&](const Line& candidate) {
        return Matches(candidate.rule, view, in, out, local);
    });
    if (line == m_lines.end())
    {
        return FirewallVerdict::DROPPED_DEFAULT;
    }
    rule = static_cast<std::size_t>(line - m_lines.begin());
    if (line->rule.action == FirewallAction::DROP)
    {
        return FirewallVerdict::DROPPED_RULE;
    }
    constexpr uint8_t SYN = 0x02; // RFC 9293 section 3.1
    constexpr uint8_t ACK = 0x10;
    constexpr uint8_t RST = 0x04;
    constexpr uint8_t FIN = 0x01;
    if (view.IsEchoReply() || (view.key.protocol == DatagramView::TCP &&
                               (view.tcpFlags & (SYN | ACK | RST | FIN)) != SYN))
    {
        return FirewallVerdict::DROPPED_UNRELATED;
    }
    if (!line->bucket.Take(now))
    {
        return FirewallVerdict::DROPPED_LIMITED;
    }
    const ConnectionTable::Flow flow{rule, now + IdleTimeout(view.key.protocol), SidesOf(in, out)};
    if (view.IsTrackable() && !m_connections.Add(view.key, flow, now, m_maxConnections))
    {
        return FirewallVerdict::DROPPED_TABLE_FULL;
    }
    return FirewallVerdict::ACCEPTED_RULE;
}

bool
Firewall::Matches(const FirewallRule& rule,
                  const DatagramView& view,
                  Ptr<NetDevice> in,
                  Ptr<NetDevice> out,
                  bool local) const
{
    const auto isInterface = [this](const std::string& name, Ptr<NetDevice> device) {
        return name == "any" || (device && m_interfaces.at(name) == device);
    };
    const auto isWithin = [](const std::vector<AddressPrefix>& prefixes, Ipv6Address address) {
        return prefixes.empty() ||
               std::any_of(prefixes.begin(), prefixes.end(), [&](const AddressPrefix& prefix) {
                   return prefix.Contains(address);
               });
    };
    // What is for the firewall itself is reached by `self` alone, never by `any`: a rule about
    // forwarding must not open the firewall.
    const bool self = rule.outInterface == "self";
    if (self != local || !isInterface(rule.inInterface, in) ||
        (!self && !isInterface(rule.outInterface, out)))
    {
        return false;
    }
    const uint8_t protocol = view.key.protocol;
    if ((rule.protocol == "udp" && protocol != DatagramView::UDP) ||
        (rule.protocol == "tcp" && protocol != DatagramView::TCP) ||
        (rule.protocol == "icmpv6" && protocol != DatagramView::ICMPV6))
    {
        return false;
    }
    if ((rule.firstPort != 0 || rule.lastPort != 65535) &&
        (view.key.destinationPort < rule.firstPort || view.key.destinationPort > rule.lastPort))
    {
        return false;
    }
    return isWithin(rule.from, view.key.source) && isWithin(rule.to, view.key.destination);
}

ConnectionTable::Sides
Firewall::SidesOf(Ptr<NetDevice> in, Ptr<NetDevice> out)
{
    const auto index = [](Ptr<NetDevice> device) {
        return device ? int64_t{device->GetIfIndex()} : int64_t{-1};
    };
    return {index(in), index(out)};
}

Time
Firewall::IdleTimeout(uint8_t protocol) const
{
    switch (protocol)
    {
    case DatagramView::TCP:
        return m_tcpTimeout;
    case DatagramView::ICMPV6:
        return m_icmpv6Timeout;
    default:
        return m_udpTimeout;
    }
}

std::string
Firewall::InterfaceName(Ptr<NetDevice> device) const
{
    for (const auto& [name, named] : m_interfaces)
    {
        if (named == device)
        {
            return name;
        }
    }
    return device ? "unnamed" : "none";
}

void
Firewall::Log(const FirewallLogEntry& entry)
{
    if (m_log.size() >= m_logCapacity || !m_logBucket.Take(entry.time))
    {
        ++m_logSuppressed;
        return;
    }
    NS_LOG_INFO(ToString(entry.verdict) << " " << entry.source << " -> " << entry.destination);
    m_log.push_back(entry);
    m_logTrace(entry);
}

void
Firewall::SetLogRate(double rate)
{
    m_logRate = rate;
    m_logBucket = TokenBucket(rate, std::max(1.0, rate));
}

double
Firewall::GetLogRate() const
{
    return m_logRate;
}

std::vector<FirewallRuleCounters>
Firewall::GetRuleCounters() const
{
    std::vector<FirewallRuleCounters> counters;
    for (const auto& line : m_lines)
    {
        counters.push_back(line.counters);
    }
    counters.push_back(m_default);
    return counters;
}

std::map<FirewallVerdict, uint64_t>
Firewall::GetVerdicts() const
{
    return m_verdicts;
}

const std::deque<FirewallLogEntry>&
Firewall::GetLog() const
{
    return m_log;
}

uint64_t
Firewall::GetLogSuppressed() const
{
    return m_logSuppressed;
}

std::size_t
Firewall::GetConnections() const
{
    return m_connections.Size();
}

void
Firewall::DoDispose()
{
    m_interfaces.clear();
    m_lines.clear();
    m_connections.Clear();
    ForwardingHook::DoDispose();
}

} // namespace iomt
} // namespace ns3
