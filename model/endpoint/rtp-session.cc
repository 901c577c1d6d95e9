// SPDX-License-Identifier: GPL-2.0-only

#include "rtp-session.h"

#include "endpoint.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(RtpSession);

namespace
{

constexpr double NTP_UNIX_S = 2208988800.0; // 1970 in seconds since 1900 (RFC 5905)
constexpr double REPORT_INTERVAL_S = 5;     // RFC 3550, section 6.2
/// From the first report to the first frame (assumption: some round trips on a LAN).
const Time PREPARATION = MilliSeconds(100);
constexpr double COMPENSATION = 1.21828; // e - 3/2 (RFC 3550, section 6.3.1)

} // namespace

uint32_t
MediaFormat::FrameOctets(uint64_t frame) const
{
    if (keyFrameEvery == 0)
    {
        return std::lround(frameOctets);
    }
    const double ordinary = frameOctets * keyFrameEvery / (keyFrameEvery - 1 + KEY_FRAME_SIZE);
    return std::lround(frame % keyFrameEvery == 0 ? KEY_FRAME_SIZE * ordinary : ordinary);
}

TypeId
RtpSession::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::RtpSession")
                            .SetParent<Object>()
                            .SetGroupName("Iomt")
                            .AddConstructor<RtpSession>()
                            .AddTraceSource("Received",
                                            "A packet of the other end arrived.",
                                            MakeTraceSourceAccessor(&RtpSession::m_received),
                                            "ns3::iomt::RtpSession::ReceivedTracedCallback");
    return tid;
}

RtpSession::RtpSession()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

RtpSession::~RtpSession() = default;

Ptr<Socket>
RtpSession::MakeSocket(Ptr<Node> node, uint16_t port, const Ipv6Address& peer)
{
    Ptr<Socket> socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
    socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), port));
    socket->Connect(Inet6SocketAddress(peer, port));
    socket->SetIpv6Tclass(m_format.trafficClass);
    return socket;
}

void
RtpSession::Install(const MediaFormat& format,
                    Ptr<Node> node,
                    uint16_t port,
                    const Ipv6Address& peer,
                    const std::string& name)
{
    m_format = format;
    m_name = name;
    m_reception = RtpReception(format.clockRate);
    m_media = MakeSocket(node, port, peer);
    m_media->SetRecvCallback(MakeCallback(&RtpSession::HandleMedia, this));
    m_control = MakeSocket(node, port + 1, peer);
    m_control->SetRecvCallback(MakeCallback(&RtpSession::HandleReport, this));
}

int64_t
RtpSession::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

void
RtpSession::SetPeer(Ptr<RtpSession> peer)
{
    m_peer = peer;
}

void
RtpSession::Start()
{
    // RFC 3550, section 5.1; a first number below 2^15 keeps early loss apart from a wrap.
    m_ssrc = m_random->GetInteger(0, 0xffffffff);
    m_firstSequence = m_random->GetInteger(0, 0x7fff);
    m_firstTimestamp = m_random->GetInteger(0, 0xffffffff);
    m_started = Simulator::Now();
    m_sending = true;
    // Media would be more than neighbour discovery keeps while it looks for the next hop.
    SendReport(false);
    m_frameEvent = Simulator::Schedule(PREPARATION, &RtpSession::SendFrame, this);
    PlanReport();
}

void
RtpSession::Stop()
{
    if (m_sending)
    {
        m_sending = false;
        m_frameEvent.Cancel();
        m_reportEvent.Cancel();
        SendReport(true);
    }
}

void
RtpSession::DoDispose()
{
    m_frameEvent.Cancel();
    m_reportEvent.Cancel();
    for (Ptr<Socket>* socket : {&m_media, &m_control})
    {
        if (*socket)
        {
            (*socket)->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
            *socket = nullptr;
        }
    }
    m_peer = nullptr;
    Object::DoDispose();
}

uint32_t
RtpSession::Timestamp() const
{
    const double ticks = (Simulator::Now() - m_started).GetSeconds() * m_format.clockRate;
    return m_firstTimestamp + static_cast<uint32_t>(std::llround(ticks));
}

uint64_t
RtpSession::NtpNow()
{
    const Time now = Simulator::Now();
    const int64_t whole = now.GetNanoSeconds() / 1000000000;
    const double rest = (now.GetNanoSeconds() % 1000000000) * 1e-9;
    const uint64_t seconds = static_cast<uint64_t>(NTP_UNIX_S + EPOCH_UNIX_S) + whole;
    return seconds << 32 | static_cast<uint32_t>(rest * 4294967296.0);
}

void
RtpSession::SendFrame()
{
    RtpPacket packet;
    packet.payloadType = m_format.payloadType;
    packet.timestamp = Timestamp();
    packet.ssrc = m_ssrc;
    const uint32_t size = m_format.FrameOctets(m_frames++);
    for (uint32_t at = 0; at < size; at += MAX_PAYLOAD)
    {
        packet.marker = size > MAX_PAYLOAD && size - at <= MAX_PAYLOAD;
        packet.sequence = m_firstSequence + m_sent.size();
        packet.payload.resize(std::min(size - at, MAX_PAYLOAD));
        const Bytes octets = packet.Encode();
        m_sent.push_back(Simulator::Now());
        m_octets += packet.payload.size();
        m_media->Send(Create<Packet>(octets.data(), octets.size()));
    }
    m_frameEvent = Simulator::Schedule(m_format.framePeriod, &RtpSession::SendFrame, this);
}

void
RtpSession::PlanReport()
{
    double interval = REPORT_INTERVAL_S * m_random->GetValue(0.5, 1.5) / COMPENSATION;
    if (Simulator::Now() == m_started)
    {
        interval /= 2; // the first one (RFC 3550, section 6.2)
    }
    m_reportEvent = Simulator::Schedule(Seconds(interval), [this]() {
        SendReport(false);
        PlanReport();
    });
}

void
RtpSession::SendReport(bool bye)
{
    RtcpCompound compound;
    compound.ssrc = m_ssrc;
    if (!m_sent.empty())
    {
        compound.sender =
            RtcpSenderInfo{NtpNow(), Timestamp(), static_cast<uint32_t>(m_sent.size()), m_octets};
    }
    if (const auto block = m_reception.MakeReport(Simulator::Now().GetSeconds()))
    {
        compound.reports.push_back(*block);
    }
    compound.cname = m_name;
    compound.bye = bye;
    const Bytes octets = compound.Encode();
    m_control->Send(Create<Packet>(octets.data(), octets.size()));
}

void
RtpSession::HandleMedia(Ptr<Socket> socket)
{
    while (Ptr<Packet> arrived = socket->Recv())
    {
        Bytes octets(arrived->GetSize());
        arrived->CopyData(octets.data(), octets.size());
        const auto packet = RtpPacket::Decode(octets);
        if (!packet || packet->payloadType != m_format.payloadType)
        {
            continue;
        }
        const auto sequence = m_reception.Receive(*packet, Simulator::Now().GetSeconds());
        m_jitterSum += m_reception.JitterS();
        // A number that the peer never sent is somebody else's.
        if (sequence && m_peer && *sequence >= m_peer->m_firstSequence &&
            *sequence - m_peer->m_firstSequence < m_peer->m_sent.size())
        {
            m_received(*sequence - m_peer->m_firstSequence);
        }
    }
}

void
RtpSession::HandleReport(Ptr<Socket> socket)
{
    while (Ptr<Packet> arrived = socket->Recv())
    {
        Bytes octets(arrived->GetSize());
        arrived->CopyData(octets.data(), octets.size());
        const auto compound = RtcpCompound::Decode(octets);
        if (!compound)
        {
            continue;
        }
        if (compound->sender)
        {
            m_reception.ReceiveReport(compound->sender->ntp, Simulator::Now().GetSeconds());
        }
        for (const RtcpReportBlock& block : compound->reports)
        {
            if (block.ssrc == m_ssrc && block.lastSr != 0)
            {
                // RFC 3550, section 6.4.1: A - LSR - DLSR
                const uint32_t now = NtpNow() >> 16 & 0xffffffff;
                m_roundTrips.push_back((now - block.lastSr - block.delaySinceLastSr) / 65536.0);
            }
        }
    }
}

const std::vector<Time>&
RtpSession::GetSent() const
{
    return m_sent;
}

double
RtpSession::GetMeanJitterS() const
{
    return m_reception.Received() == 0 ? 0 : m_jitterSum / m_reception.Received();
}

const std::vector<double>&
RtpSession::GetRoundTrips() const
{
    return m_roundTrips;
}

} // namespace iomt
} // namespace ns3
