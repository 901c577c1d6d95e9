// SPDX-License-Identifier: GPL-2.0-only

#include "frame-filter.h"

#include "ns3/channel.h"
#include "ns3/log.h"
#include "ns3/nstime.h"
#include "ns3/simulator.h"
#include "ns3/sixlowpan-header.h"
#include "ns3/uinteger.h"

#include <vector>

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtFrameFilter");

NS_OBJECT_ENSURE_REGISTERED(FrameFilter);

namespace
{

constexpr uint16_t ETHERTYPE_6LOWPAN = 0xa0ed; // RFC 7973

// RFC 4944, 5.3: 11000 begins a first fragment, 11100 a later one.
constexpr uint8_t DISPATCH_FRAGMENT_MASK = 0xf8;
constexpr uint8_t DISPATCH_FRAG1 = 0xc0;
constexpr uint8_t DISPATCH_FRAGN = 0xe0;

/// A tag that ns-3's headers, which write its low octet first, put on the wire high octet first.
uint16_t
InNetworkOrder(uint16_t tag)
{
    return static_cast<uint16_t>(tag << 8 | tag >> 8);
}

/// The octets of a link-layer address.
std::vector<uint8_t>
Octets(const Address& address)
{
    std::vector<uint8_t> octets(address.GetLength());
    address.CopyTo(octets.data());
    return octets;
}

} // namespace

TypeId
FrameFilter::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::FrameFilter")
            .SetParent<NetDevice>()
            .SetGroupName("Iomt")
            .AddConstructor<FrameFilter>()
            .AddAttribute("MaxDatagrams",
                          "Datagrams that may be put together at a time; newcomers are refused.",
                          UintegerValue(8),
                          MakeUintegerAccessor(&FrameFilter::m_maxDatagrams),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("ReassemblyTimeout",
                          "Time after which an incomplete datagram is forgotten [s]; not shorter "
                          "than sixlowpan's FragmentExpirationTimeout. RFC 4944 section 5.3: at "
                          "most 60 s.",
                          TimeValue(Seconds(60)),
                          MakeTimeAccessor(&FrameFilter::m_timeout),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("Contexts",
                          "Address contexts (RFC 6282) that sixlowpan knows: bit n for context n.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&FrameFilter::m_contexts),
                          MakeUintegerChecker<uint16_t>())
            .AddTraceSource("Drop",
                            "A frame was refused.",
                            MakeTraceSourceAccessor(&FrameFilter::m_dropTrace),
                            "ns3::iomt::FrameFilter::DropTracedCallback");
    return tid;
}

FrameFilter::FrameFilter() = default;

NetDeviceContainer
FrameFilter::Install(const NetDeviceContainer& devices)
{
    NetDeviceContainer filters;
    for (auto it = devices.Begin(); it != devices.End(); ++it)
    {
        filters.Add(Install(*it));
    }
    return filters;
}

Ptr<FrameFilter>
FrameFilter::Install(Ptr<NetDevice> device)
{
    Ptr<FrameFilter> filter = CreateObject<FrameFilter>();
    filter->m_inner = device;
    device->GetNode()->AddDevice(filter);
    device->SetReceiveCallback(MakeCallback(&FrameFilter::Receive, filter));
    return filter;
}

Ptr<NetDevice>
FrameFilter::GetInner() const
{
    return m_inner;
}

uint64_t
FrameFilter::GetReceived() const
{
    return m_received;
}

uint64_t
FrameFilter::GetDropped() const
{
    return m_dropped;
}

const std::map<FrameVerdict, uint64_t>&
FrameFilter::GetDrops() const
{
    return m_drops;
}

bool
FrameFilter::Receive(Ptr<NetDevice> /* device */,
                     Ptr<const Packet> packet,
                     uint16_t /* protocol */,
                     const Address& from)
{
    ++m_received;
    if (!m_checker)
    {
        FrameCheckerLimits limits;
        limits.datagrams = m_maxDatagrams;
        limits.timeoutNs = m_timeout.GetNanoSeconds();
        limits.contexts = m_contexts;
        m_checker.emplace(limits);
    }
    std::vector<uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), bytes.size());
    const FrameVerdict verdict = m_checker->Check(bytes.data(),
                                                  bytes.size(),
                                                  Octets(from),
                                                  Octets(GetAddress()),
                                                  Simulator::Now().GetNanoSeconds());
    if (verdict != FrameVerdict::ACCEPTED)
    {
        NS_LOG_LOGIC("frame from " << from << " refused: " << ToString(verdict));
        ++m_dropped;
        ++m_drops[verdict];
        m_dropTrace(packet, from, verdict);
        return false;
    }
    // 802.15.4 frames carry no EtherType and lr-wpan says 0. From 3.43 on sixlowpan listens to
    // 0 on lr-wpan devices alone, to this one on all others; before, to any.
    return !m_receive.IsNull() && m_receive(this, packet, ETHERTYPE_6LOWPAN, from);
}

bool
FrameFilter::Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber)
{
    Number(packet);
    return m_inner->Send(packet, dest, protocolNumber);
}

bool
FrameFilter::SendFrom(Ptr<Packet> packet,
                      const Address& source,
                      const Address& dest,
                      uint16_t protocolNumber)
{
    Number(packet);
    return m_inner->SendFrom(packet, source, dest, protocolNumber);
}

void
FrameFilter::Number(Ptr<Packet> packet)
{
    uint8_t dispatch = 0;
    packet->CopyData(&dispatch, 1);
    // sixlowpan hands over the fragments of a datagram one after the other, the first one first.
    if ((dispatch & DISPATCH_FRAGMENT_MASK) == DISPATCH_FRAG1)
    {
        SixLowPanFrag1 first;
        if (packet->GetSize() < first.GetSerializedSize())
        {
            return;
        }
        packet->RemoveHeader(first);
        m_drawnTag = first.GetDatagramTag();
        first.SetDatagramTag(InNetworkOrder(++m_tag));
        packet->AddHeader(first);
    }
    else if ((dispatch & DISPATCH_FRAGMENT_MASK) == DISPATCH_FRAGN)
    {
        SixLowPanFragN next;
        if (packet->GetSize() < next.GetSerializedSize())
        {
            return;
        }
        packet->RemoveHeader(next);
        if (next.GetDatagramTag() == m_drawnTag)
        {
            next.SetDatagramTag(InNetworkOrder(m_tag));
        }
        packet->AddHeader(next);
    }
}

void
FrameFilter::SetIfIndex(const uint32_t index)
{
    m_ifIndex = index;
}

uint32_t
FrameFilter::GetIfIndex() const
{
    return m_ifIndex;
}

Ptr<Channel>
FrameFilter::GetChannel() const
{
    return m_inner->GetChannel();
}

void
FrameFilter::SetAddress(Address address)
{
    m_inner->SetAddress(address);
}

Address
FrameFilter::GetAddress() const
{
    return m_inner->GetAddress();
}

bool
FrameFilter::SetMtu(const uint16_t mtu)
{
    return m_inner->SetMtu(mtu);
}

uint16_t
FrameFilter::GetMtu() const
{
    return m_inner->GetMtu();
}

bool
FrameFilter::IsLinkUp() const
{
    return m_inner->IsLinkUp();
}

void
FrameFilter::AddLinkChangeCallback(Callback<void> callback)
{
    m_inner->AddLinkChangeCallback(callback);
}

bool
FrameFilter::IsBroadcast() const
{
    return m_inner->IsBroadcast();
}

Address
FrameFilter::GetBroadcast() const
{
    return m_inner->GetBroadcast();
}

bool
FrameFilter::IsMulticast() const
{
    return m_inner->IsMulticast();
}

Address
FrameFilter::GetMulticast(Ipv4Address multicastGroup) const
{
    return m_inner->GetMulticast(multicastGroup);
}

Address
FrameFilter::GetMulticast(Ipv6Address addr) const
{
    return m_inner->GetMulticast(addr);
}

bool
FrameFilter::IsBridge() const
{
    return m_inner->IsBridge();
}

bool
FrameFilter::IsPointToPoint() const
{
    return m_inner->IsPointToPoint();
}

Ptr<Node>
FrameFilter::GetNode() const
{
    return m_node;
}

void
FrameFilter::SetNode(Ptr<Node> node)
{
    m_node = node;
}

bool
FrameFilter::NeedsArp() const
{
    return m_inner->NeedsArp();
}

void
FrameFilter::SetReceiveCallback(NetDevice::ReceiveCallback cb)
{
    m_receive = cb;
}

void
FrameFilter::SetPromiscReceiveCallback(NetDevice::PromiscReceiveCallback cb)
{
    m_inner->SetPromiscReceiveCallback(cb);
}

bool
FrameFilter::SupportsSendFrom() const
{
    return m_inner->SupportsSendFrom();
}

void
FrameFilter::DoDispose()
{
    if (m_inner)
    {
        m_inner->SetReceiveCallback(
            MakeNullCallback<bool, Ptr<NetDevice>, Ptr<const Packet>, uint16_t, const Address&>());
    }
    m_inner = nullptr;
    m_node = nullptr;
    m_receive.Nullify();
    NetDevice::DoDispose();
}

} // namespace iomt
} // namespace ns3
