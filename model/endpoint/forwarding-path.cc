// SPDX-License-Identifier: GPL-2.0-only

#include "forwarding-path.h"

#include "neighbour-discovery.h"

#include "ns3/arp-l3-protocol.h"
#include "ns3/ip-l4-protocol.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/ipv6-routing-protocol.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/traffic-control-layer.h"

#include <algorithm>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtForwardingPath");

NS_OBJECT_ENSURE_REGISTERED(ForwardingHook);
NS_OBJECT_ENSURE_REGISTERED(ForwardingPath);

Ptr<const Packet>
Transit::GetPacket() const
{
    return m_packet;
}

const Ipv6Header&
Transit::GetHeader() const
{
    return m_header;
}

Ptr<NetDevice>
Transit::GetInDevice() const
{
    return m_inDevice;
}

Ptr<NetDevice>
Transit::GetOutDevice() const
{
    return m_outDevice;
}

bool
Transit::IsLocal() const
{
    return m_local;
}

Time
Transit::GetArrival() const
{
    return m_arrival;
}

void
Transit::Pass()
{
    if (m_waiting)
    {
        m_waiting = false;
        m_path->Advance(Ptr<Transit>(this));
    }
}

void
Transit::Drop(const std::string& reason)
{
    if (m_waiting)
    {
        m_waiting = false;
        m_path->Discard(*this, reason);
    }
}

Ptr<Transit>
Transit::Again() const
{
    Ptr<Transit> again = Create<Transit>(*this);
    again->m_waiting = true;
    return again;
}

TypeId
ForwardingHook::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::ForwardingHook").SetParent<Object>().SetGroupName("Iomt");
    return tid;
}

TypeId
ForwardingPath::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::ForwardingPath")
            .SetParent<Object>()
            .SetGroupName("Iomt")
            .AddTraceSource("Pass",
                            "A datagram passed every hook and goes to IPv6.",
                            MakeTraceSourceAccessor(&ForwardingPath::m_passTrace),
                            "ns3::iomt::ForwardingPath::PassTracedCallback")
            .AddTraceSource("Drop",
                            "A hook, or the check of the header, dropped a datagram.",
                            MakeTraceSourceAccessor(&ForwardingPath::m_dropTrace),
                            "ns3::iomt::ForwardingPath::DropTracedCallback");
    return tid;
}

Ptr<ForwardingPath>
ForwardingPath::Install(Ptr<Node> node)
{
    Ptr<ForwardingPath> path = node->GetObject<ForwardingPath>();
    if (!path)
    {
        if (!node->GetObject<Ipv6L3Protocol>() || !node->GetObject<TrafficControlLayer>())
        {
            throw std::invalid_argument("forwarding path: node " + std::to_string(node->GetId()) +
                                        " has no IPv6 stack; install the Internet stack first");
        }
        path = CreateObject<ForwardingPath>();
        path->m_node = node;
        path->m_ipv6 = node->GetObject<Ipv6>();
        path->m_trafficControl = node->GetObject<TrafficControlLayer>();
        node->AggregateObject(path);
    }
    path->Attach();
    return path;
}

void
ForwardingPath::AddHook(Ptr<ForwardingHook> hook)
{
    m_hooks.push_back(hook);
}

void
ForwardingPath::Attach()
{
    const auto isTaken = [this](Ptr<NetDevice> device) {
        return std::find(m_attached.begin(), m_attached.end(), device) != m_attached.end();
    };
    std::vector<Ptr<NetDevice>> fresh;
    for (uint32_t i = 1; i < m_ipv6->GetNInterfaces(); ++i) // 0 is the loopback
    {
        if (Ptr<NetDevice> device = m_ipv6->GetNetDevice(i); !isTaken(device))
        {
            fresh.push_back(device);
        }
    }
    if (fresh.empty())
    {
        return;
    }

    // IPv6, IPv4 and ARP all register this one handler for each of their devices, and a node
    // forgets one registration at a time by the handler alone: forget them all, then register
    // those of IPv4 again.
    const auto upwards = MakeCallback(&TrafficControlLayer::Receive, m_trafficControl);
    for (uint32_t i = 0; i < 3 * m_node->GetNDevices(); ++i)
    {
        m_node->UnregisterProtocolHandler(upwards);
    }
    if (Ptr<Ipv4> ipv4 = m_node->GetObject<Ipv4>())
    {
        for (uint32_t i = 1; i < ipv4->GetNInterfaces(); ++i)
        {
            Ptr<NetDevice> device = ipv4->GetNetDevice(i);
            m_node->RegisterProtocolHandler(upwards, Ipv4L3Protocol::PROT_NUMBER, device);
            m_node->RegisterProtocolHandler(upwards, ArpL3Protocol::PROT_NUMBER, device);
        }
    }
    for (const auto& device : fresh)
    {
        m_node->RegisterProtocolHandler(MakeCallback(&ForwardingPath::Receive, this),
                                        Ipv6L3Protocol::PROT_NUMBER,
                                        device);
        m_attached.push_back(device);
    }
}

uint64_t
ForwardingPath::GetPassed() const
{
    return m_passed;
}

uint64_t
ForwardingPath::GetDropped() const
{
    return m_dropped;
}

void
ForwardingPath::DoInitialize()
{
    Attach();
    Object::DoInitialize();
}

void
ForwardingPath::DoDispose()
{
    if (m_node)
    {
        m_node->UnregisterProtocolHandler(MakeCallback(&ForwardingPath::Receive, this));
    }
    m_hooks.clear();
    m_attached.clear();
    m_trafficControl = nullptr;
    m_ipv6 = nullptr;
    m_node = nullptr;
    Object::DoDispose();
}

void
ForwardingPath::Receive(Ptr<NetDevice> device,
                        Ptr<const Packet> packet,
                        uint16_t /* protocol */,
                        const Address& from,
                        const Address& to,
                        NetDevice::PacketType packetType)
{
    NS_LOG_FUNCTION(this << device << packet);
    constexpr uint32_t headerSize = 40; // RFC 8200 section 3

    Ptr<Transit> transit = Create<Transit>();
    transit->m_path = this;
    transit->m_packet = packet;
    transit->m_inDevice = device;
    transit->m_from = from;
    transit->m_to = to;
    transit->m_packetType = packetType;
    transit->m_arrival = Simulator::Now();

    uint8_t first = 0;
    packet->CopyData(&first, 1);
    if (packet->GetSize() < headerSize || first >> 4 != 6)
    {
        Discard(*transit, "no IPv6 header");
        return;
    }
    packet->PeekHeader(transit->m_header);
    if (transit->m_header.GetPayloadLength() > packet->GetSize() - headerSize)
    {
        Discard(*transit, "payload length beyond the datagram");
        return;
    }

    const Ipv6Address source = transit->m_header.GetSource();
    const Ipv6Address destination = transit->m_header.GetDestination();
    if (source.IsMulticast() || source.IsLocalhost() || destination.IsLocalhost() ||
        destination.IsAny())
    {
        // RFC 4291 sections 2.5.2, 2.5.3 and 2.7; ns-3 would answer to the source and crash.
        Discard(*transit, "impossible address");
        return;
    }
    // ns-3 answers an unknown next header by an error to the destination, which for multicast
    // crashes.
    if (destination.IsMulticast() &&
        !m_node->GetObject<Ipv6L3Protocol>()->GetProtocol(transit->m_header.GetNextHeader()))
    {
        Discard(*transit, "unknown next header to multicast");
        return;
    }
    transit->m_local =
        destination.IsMulticast() || m_ipv6->GetInterfaceForAddress(destination) >= 0;
    if (transit->m_local && !IsSoundForIpv6(*transit))
    {
        Discard(*transit, "unsound neighbour discovery");
        return;
    }
    if (!transit->m_local && !destination.IsLinkLocal())
    {
        Socket::SocketErrno error;
        Ptr<Ipv6Route> route =
            m_ipv6->GetRoutingProtocol()->RouteOutput(nullptr, transit->m_header, nullptr, error);
        if (route)
        {
            transit->m_outDevice = route->GetOutputDevice();
        }
    }
    Advance(transit);
}

bool
ForwardingPath::IsSoundForIpv6(const Transit& transit) const
{
    constexpr uint8_t icmpv6 = 58;
    constexpr std::size_t smallest = 8; // RFC 4443: header and four octets of body
    if (transit.m_header.GetNextHeader() != icmpv6)
    {
        return true;
    }
    const uint32_t headerSize = transit.m_header.GetSerializedSize();
    const std::size_t size = transit.m_header.GetPayloadLength();
    std::vector<uint8_t> bytes(headerSize + size);
    transit.m_packet->CopyData(bytes.data(), bytes.size());
    const uint8_t* message = bytes.data() + headerSize;
    if (size < smallest)
    {
        return false;
    }
    return !IsNeighbourDiscovery(message[0]) ||
           IsSoundNeighbourDiscovery(message, size, transit.m_header.GetSource().IsAny());
}

void
ForwardingPath::Advance(Ptr<Transit> transit)
{
    if (!m_node)
    {
        return; // disposed while a hook held it
    }
    if (transit->m_nextHook < m_hooks.size())
    {
        transit->m_waiting = true;
        m_hooks[transit->m_nextHook++]->Handle(transit);
        return;
    }
    ++m_passed;
    m_passTrace(transit->m_packet, transit->m_inDevice, transit->m_outDevice);
    m_trafficControl->Receive(transit->m_inDevice,
                              transit->m_packet,
                              Ipv6L3Protocol::PROT_NUMBER,
                              transit->m_from,
                              transit->m_to,
                              transit->m_packetType);
}

void
ForwardingPath::Discard(const Transit& transit, const std::string& reason)
{
    NS_LOG_LOGIC("drop: " << reason);
    ++m_dropped;
    m_dropTrace(transit.m_packet, transit.m_inDevice, reason);
}

} // namespace iomt
} // namespace ns3
