// SPDX-License-Identifier: GPL-2.0-only

#include "ble-net-device.h"

#include "ble-host.h"
#include "ble-link-layer.h"
#include "ble-radio.h"

#include "ns3/boolean.h"
#include "ns3/channel.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <array>

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtBleNetDevice");

NS_OBJECT_ENSURE_REGISTERED(BleNetDevice);

namespace
{

constexpr uint16_t ETHERTYPE_IPV6 = 0x86dd;
constexpr uint8_t UNIVERSAL_LOCAL_BIT = 0x02; // of the first octet of an EUI-48
constexpr uint8_t GROUP_BIT = 0x01;
constexpr uint8_t ADDRESS_SIZE = 6;

/// Until the channel that a peer closed is tried again.
Time
ReopenDelay()
{
    return Seconds(1);
}

} // namespace

const char*
ToString(BleDropCause cause)
{
    switch (cause)
    {
    case BleDropCause::NO_LINK:
        return "no link";
    case BleDropCause::QUEUE_FULL:
        return "queue full";
    case BleDropCause::TOO_LONG:
        return "too long";
    case BleDropCause::WRONG_PROTOCOL:
        return "wrong protocol";
    case BleDropCause::LINK_LOST:
        return "link lost";
    }
    return "unknown";
}

TypeId
BleNetDevice::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::BleNetDevice")
            .SetParent<NetDevice>()
            .SetGroupName("Iomt")
            .AddConstructor<BleNetDevice>()
            .AddAttribute("Mtu",
                          "Longest packet [B]; 1280 at least (RFC 7668, 2.4).",
                          UintegerValue(MINIMUM_MTU),
                          MakeUintegerAccessor(&BleNetDevice::SetMtu, &BleNetDevice::GetMtu),
                          MakeUintegerChecker<uint16_t>(MINIMUM_MTU))
            .AddAttribute("Mps",
                          "Longest K-frame payload this end takes [B]; with the header of 4 it "
                          "fills a data PDU of 251.",
                          UintegerValue(247),
                          MakeUintegerAccessor(&BleNetDevice::m_mps),
                          MakeUintegerChecker<uint16_t>(l2cap::MINIMUM_MPS, l2cap::MAXIMUM_MPS))
            .AddAttribute("Credits",
                          "K-frames that a peer may send before it is given more.",
                          UintegerValue(40),
                          MakeUintegerAccessor(&BleNetDevice::m_credits),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("QueueLimit",
                          "Packets that may wait for a link; newcomers are dropped.",
                          UintegerValue(32),
                          MakeUintegerAccessor(&BleNetDevice::m_queueLimit),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("Ipsp",
                          "Whether links carry IPv6; without it they are set up for others to use.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&BleNetDevice::m_ipsp),
                          MakeBooleanChecker())
            .AddTraceSource("MacTx",
                            "A packet is to be sent.",
                            MakeTraceSourceAccessor(&BleNetDevice::m_macTxTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("MacTxDrop",
                            "A packet was not sent.",
                            MakeTraceSourceAccessor(&BleNetDevice::m_macTxDropTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("MacRx",
                            "A packet was received.",
                            MakeTraceSourceAccessor(&BleNetDevice::m_macRxTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("MacPromiscRx",
                            "A packet was received; BLE lets nobody receive those of others.",
                            MakeTraceSourceAccessor(&BleNetDevice::m_macPromiscRxTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("Drop",
                            "A packet was not sent, and why.",
                            MakeTraceSourceAccessor(&BleNetDevice::m_dropTrace),
                            "ns3::iomt::BleNetDevice::DropTracedCallback")
            .AddTraceSource("Peer",
                            "IPv6 can be sent to a peer from now on, or no longer.",
                            MakeTraceSourceAccessor(&BleNetDevice::m_peerTrace),
                            "ns3::iomt::BleNetDevice::PeerTracedCallback");
    return tid;
}

BleNetDevice::BleNetDevice() = default;

BleNetDevice::~BleNetDevice() = default;

Mac48Address
BleNetDevice::Turned(Mac48Address address)
{
    std::array<uint8_t, ADDRESS_SIZE> octets;
    address.CopyTo(octets.data());
    octets[0] ^= UNIVERSAL_LOCAL_BIT;
    address.CopyFrom(octets.data());
    return address;
}

void
BleNetDevice::SetHost(Ptr<BleHost> host)
{
    m_host = host;
    host->SetOpenedCallback(MakeCallback(&BleNetDevice::ConnectionOpened, this));
    host->SetReadyCallback(MakeCallback(&BleNetDevice::ConnectionReady, this));
}

Ptr<BleHost>
BleNetDevice::GetHost() const
{
    return m_host;
}

Ptr<BleLinkLayer>
BleNetDevice::GetLinkLayer() const
{
    return m_host ? m_host->GetLinkLayer() : nullptr;
}

Ptr<BleRadio>
BleNetDevice::GetRadio() const
{
    return m_host ? m_host->GetLinkLayer()->GetRadio() : nullptr;
}

Mac48Address
BleNetDevice::GetDeviceAddress() const
{
    return m_host->GetAddress();
}

uint32_t
BleNetDevice::GetNLinks() const
{
    return m_channels.size();
}

Ptr<BleCreditChannel>
BleNetDevice::GetChannelTo(Mac48Address peer) const
{
    const auto found = m_channels.find(Turned(peer));
    return found == m_channels.end() ? nullptr : found->second;
}

const std::map<BleDropCause, uint64_t>&
BleNetDevice::GetDrops() const
{
    return m_drops;
}

BleChannelLimits
BleNetDevice::Limits() const
{
    return {m_mtu, m_mps, m_credits};
}

void
BleNetDevice::ConnectionOpened(Ptr<BleConnection> connection)
{
    // Whoever is the central opens the channel (RFC 7668, 3.1 with IPSP 1.0, 5).
    if (m_ipsp && !connection->IsCentral())
    {
        connection->GetL2cap()->Listen(
            l2cap::PSM_IPSP,
            Limits(),
            m_host->GetSecurity() != BleSecurity::NONE,
            MakeCallback(&BleNetDevice::ChannelAccepted, this).Bind(connection->GetPeer()));
    }
}

void
BleNetDevice::ConnectionReady(Ptr<BleConnection> connection)
{
    if (m_ipsp && connection->IsCentral())
    {
        OpenChannel(connection);
    }
}

void
BleNetDevice::OpenChannel(Ptr<BleConnection> connection)
{
    if (!connection->IsReady())
    {
        return;
    }
    if (const auto channel = connection->GetL2cap()->Connect(l2cap::PSM_IPSP, Limits()))
    {
        channel->SetStateCallback(
            MakeCallback(&BleNetDevice::ChannelChanged, this).Bind(connection->GetPeer()));
    }
}

void
BleNetDevice::ChannelAccepted(Mac48Address peer, Ptr<BleCreditChannel> channel)
{
    channel->SetStateCallback(MakeCallback(&BleNetDevice::ChannelChanged, this).Bind(peer));
    ChannelOpened(peer, channel);
}

void
BleNetDevice::ChannelChanged(Mac48Address peer, Ptr<BleCreditChannel> channel)
{
    if (channel->GetState() == BleCreditChannel::State::OPEN)
    {
        ChannelOpened(peer, channel);
    }
    else if (channel->GetState() == BleCreditChannel::State::CLOSED)
    {
        ChannelClosed(peer, channel);
    }
}

void
BleNetDevice::ChannelOpened(Mac48Address peer, Ptr<BleCreditChannel> channel)
{
    const Mac48Address address = Turned(peer);
    channel->SetReceiveCallback(MakeCallback(&BleNetDevice::Receive, this).Bind(address));
    const bool first = m_channels.empty();
    m_channels[address] = channel;
    if (first)
    {
        m_linkChanges();
    }
    m_peerTrace(peer, true);
}

void
BleNetDevice::ChannelClosed(Mac48Address peer, Ptr<BleCreditChannel> channel)
{
    NS_LOG_LOGIC("channel to " << peer << " closed: " << ToString(channel->GetCause()));
    for (const auto& packet : channel->GetUnsent())
    {
        Drop(packet, BleDropCause::LINK_LOST);
    }
    const auto found = m_channels.find(Turned(peer));
    if (found != m_channels.end() && found->second == channel)
    {
        m_channels.erase(found);
        m_peerTrace(peer, false);
        if (m_channels.empty())
        {
            m_linkChanges();
        }
    }
    const auto connection = m_host->GetConnection(peer);
    const BleChannelCause cause = channel->GetCause();
    const bool wanted = cause != BleChannelCause::LOCAL && cause != BleChannelCause::LINK_LOST &&
                        cause != BleChannelCause::REFUSED;
    if (wanted && connection && connection->IsCentral())
    {
        Simulator::Schedule(ReopenDelay(), [self = Ptr<BleNetDevice>(this), connection]() {
            self->OpenChannel(connection);
        });
    }
}

bool
BleNetDevice::Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber)
{
    m_macTxTrace(packet);
    if (protocolNumber != PROTOCOL && protocolNumber != ETHERTYPE_IPV6)
    {
        Drop(packet, BleDropCause::WRONG_PROTOCOL);
        return false;
    }
    // Neighbour discovery makes addresses that have no type.
    if (dest.GetLength() != ADDRESS_SIZE)
    {
        Drop(packet, BleDropCause::NO_LINK);
        return false;
    }
    std::array<uint8_t, ADDRESS_SIZE> octets;
    dest.CopyTo(octets.data());
    Mac48Address address;
    address.CopyFrom(octets.data());
    // A random device address may have the group bit, so peers come first.
    const auto found = m_channels.find(address);
    if (found != m_channels.end())
    {
        return SendTo(found->second, packet);
    }
    if ((octets[0] & GROUP_BIT) == 0 || m_channels.empty())
    {
        Drop(packet, BleDropCause::NO_LINK);
        return false;
    }
    bool sent = true;
    for (const auto& [peer, channel] : m_channels)
    {
        sent &= SendTo(channel, packet->Copy());
    }
    return sent;
}

bool
BleNetDevice::SendTo(Ptr<BleCreditChannel> channel, Ptr<const Packet> packet)
{
    if (packet->GetSize() > m_mtu || packet->GetSize() > channel->GetPeerMtu())
    {
        Drop(packet, BleDropCause::TOO_LONG);
        return false;
    }
    if (channel->GetQueued() >= m_queueLimit)
    {
        Drop(packet, BleDropCause::QUEUE_FULL);
        return false;
    }
    return channel->Send(packet);
}

bool
BleNetDevice::SendFrom(Ptr<Packet> packet,
                       const Address& /* source */,
                       const Address& /* dest */,
                       uint16_t /* protocolNumber */)
{
    Drop(packet, BleDropCause::WRONG_PROTOCOL); // a link has two ends: none sends for another
    return false;
}

void
BleNetDevice::Receive(Mac48Address peer, Ptr<Packet> packet)
{
    m_macPromiscRxTrace(packet);
    m_macRxTrace(packet);
    if (!m_promiscReceive.IsNull())
    {
        m_promiscReceive(this, packet, PROTOCOL, peer, GetAddress(), NetDevice::PACKET_HOST);
    }
    if (!m_receive.IsNull())
    {
        m_receive(this, packet, PROTOCOL, peer);
    }
}

void
BleNetDevice::Drop(Ptr<const Packet> packet, BleDropCause cause)
{
    NS_LOG_LOGIC("packet of " << packet->GetSize() << " B dropped: " << ToString(cause));
    ++m_drops[cause];
    m_macTxDropTrace(packet);
    m_dropTrace(packet, cause);
}

void
BleNetDevice::SetIfIndex(const uint32_t index)
{
    m_ifIndex = index;
}

uint32_t
BleNetDevice::GetIfIndex() const
{
    return m_ifIndex;
}

Ptr<Channel>
BleNetDevice::GetChannel() const
{
    const Ptr<BleRadio> radio = GetRadio();
    return radio ? radio->GetChannel() : nullptr;
}

void
BleNetDevice::SetAddress(Address address)
{
    GetLinkLayer()->SetAddress(Turned(Mac48Address::ConvertFrom(address)));
}

Address
BleNetDevice::GetAddress() const
{
    return m_host ? Turned(GetDeviceAddress()) : Mac48Address();
}

bool
BleNetDevice::SetMtu(const uint16_t mtu)
{
    if (mtu < MINIMUM_MTU)
    {
        NS_LOG_WARN("MTU " << mtu << " refused: at least 1280 (RFC 7668, 2.4)");
        return false;
    }
    m_mtu = mtu;
    return true;
}

uint16_t
BleNetDevice::GetMtu() const
{
    return m_mtu;
}

bool
BleNetDevice::IsLinkUp() const
{
    return !m_channels.empty();
}

void
BleNetDevice::AddLinkChangeCallback(Callback<void> callback)
{
    m_linkChanges.ConnectWithoutContext(callback);
}

bool
BleNetDevice::IsBroadcast() const
{
    return true;
}

Address
BleNetDevice::GetBroadcast() const
{
    return Mac48Address::GetBroadcast();
}

bool
BleNetDevice::IsMulticast() const
{
    return true;
}

Address
BleNetDevice::GetMulticast(Ipv4Address multicastGroup) const
{
    return Mac48Address::GetMulticast(multicastGroup);
}

Address
BleNetDevice::GetMulticast(Ipv6Address addr) const
{
    return Mac48Address::GetMulticast(addr);
}

bool
BleNetDevice::IsBridge() const
{
    return false;
}

bool
BleNetDevice::IsPointToPoint() const
{
    return false;
}

Ptr<Node>
BleNetDevice::GetNode() const
{
    return m_node;
}

void
BleNetDevice::SetNode(Ptr<Node> node)
{
    m_node = node;
}

bool
BleNetDevice::NeedsArp() const
{
    return true;
}

void
BleNetDevice::SetReceiveCallback(NetDevice::ReceiveCallback cb)
{
    m_receive = cb;
}

void
BleNetDevice::SetPromiscReceiveCallback(NetDevice::PromiscReceiveCallback cb)
{
    m_promiscReceive = cb;
}

bool
BleNetDevice::SupportsSendFrom() const
{
    return false;
}

void
BleNetDevice::DoInitialize()
{
    if (m_host)
    {
        m_host->Initialize();
    }
    NetDevice::DoInitialize();
}

void
BleNetDevice::DoDispose()
{
    m_receive.Nullify();
    m_promiscReceive.Nullify();
    for (const auto& [peer, channel] : m_channels)
    {
        channel->Dispose();
    }
    m_channels.clear();
    if (m_host)
    {
        m_host->Dispose();
    }
    m_host = nullptr;
    m_node = nullptr;
    NetDevice::DoDispose();
}

} // namespace iomt
} // namespace ns3
