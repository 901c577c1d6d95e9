// SPDX-License-Identifier: GPL-2.0-only

#include "endpoint.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/log.h"
#include "ns3/provenance.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtEndpoint");
NS_OBJECT_ENSURE_REGISTERED(Endpoint);

TypeId
Endpoint::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Endpoint")
            .SetParent<Application>()
            .SetGroupName("Iomt")
            .AddAttribute("Port",
                          "UDP port bound (RFC 7252, 6.1 names 5683).",
                          UintegerValue(COAP_PORT),
                          MakeUintegerAccessor(&Endpoint::m_port),
                          MakeUintegerChecker<uint16_t>(1))
            .AddTraceSource("Received",
                            "A datagram arrived, before the processor had it.",
                            MakeTraceSourceAccessor(&Endpoint::m_received),
                            "ns3::iomt::Endpoint::DatagramTracedCallback")
            .AddTraceSource("Sent",
                            "A datagram was handed to the socket.",
                            MakeTraceSourceAccessor(&Endpoint::m_sent),
                            "ns3::iomt::Endpoint::DatagramTracedCallback")
            .AddTraceSource("Overloaded",
                            "A datagram was dropped because the processor's queue was full.",
                            MakeTraceSourceAccessor(&Endpoint::m_overloaded),
                            "ns3::iomt::Endpoint::DatagramTracedCallback");
    return tid;
}

Endpoint::Endpoint()
    : m_uniform(CreateObject<UniformRandomVariable>()),
      m_session(SessionRegistry::Get().Create("none"))
{
}

Endpoint::~Endpoint() = default;

void
Endpoint::DoDispose()
{
    m_coap.reset();
    m_socket = nullptr;
    m_processor = nullptr;
    m_uniform = nullptr;
    Application::DoDispose();
}

void
Endpoint::SetProcessor(Ptr<Processor> processor)
{
    m_processor = processor;
}

void
Endpoint::SetSession(const std::string& name)
{
    m_session = SessionRegistry::Get().Create(name);
}

void
Endpoint::SetCoapParameters(const CoapParameters& parameters)
{
    m_parameters = parameters;
}

CoapEndpoint*
Endpoint::GetCoap()
{
    return m_coap.get();
}

int64_t
Endpoint::AssignStreams(int64_t stream)
{
    m_uniform->SetStream(stream);
    return 1;
}

CoapPeer
Endpoint::MakePeer(const Ipv6Address& address, uint16_t port)
{
    CoapPeer peer;
    address.GetBytes(peer.address.data());
    peer.port = port;
    return peer;
}

double
Endpoint::UnixNow()
{
    return EPOCH_UNIX_S + Simulator::Now().GetSeconds();
}

void
Endpoint::StartApplication()
{
    NS_LOG_FUNCTION(this);
    if (m_coap)
    {
        return;
    }
    m_coap = std::make_unique<CoapEndpoint>(static_cast<CoapTransport&>(*this), m_parameters);
    m_session->Connect(
        [this](const Bytes& datagram, const CoapPeer& to, uint64_t provenance) {
            Transmit(datagram, to, provenance);
        },
        [this](const Bytes& datagram, const CoapPeer& from, uint64_t provenance) {
            m_coap->Receive(datagram, from, provenance);
        });
    m_socket = Socket::CreateSocket(GetNode(), UdpSocketFactory::GetTypeId());
    m_socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), m_port));
    m_socket->SetRecvCallback(MakeCallback(&Endpoint::HandleRead, this));
    Begin();
}

void
Endpoint::StopApplication()
{
    if (m_socket)
    {
        m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        m_socket->Close();
        m_socket = nullptr;
    }
}

OperationCounts
Endpoint::CostOfDatagram(std::size_t size)
{
    OperationCounts counts;
    counts.Add(Operation::PACKET);
    counts.Add(Operation::CODEC_BYTE, size);
    return counts;
}

void
Endpoint::HandleRead(Ptr<Socket> socket)
{
    Address source;
    while (Ptr<Packet> packet = socket->RecvFrom(source))
    {
        const uint64_t provenance = Provenance::Of(packet).Pack();
        const auto from = Inet6SocketAddress::ConvertFrom(source);
        const CoapPeer peer = MakePeer(from.GetIpv6(), from.GetPort());
        Bytes datagram(packet->GetSize());
        packet->CopyData(datagram.data(), datagram.size());
        m_received(provenance, datagram);
        Ptr<Endpoint> self(this);
        const bool accepted = m_processor->Charge(
            CostOfDatagram(datagram.size()),
            [self, datagram, peer, provenance]() {
                // The application may have been stopped while the processor was busy.
                if (self->m_socket)
                {
                    self->m_session->Receive(datagram, peer, provenance);
                }
            });
        if (!accepted)
        {
            m_overloaded(provenance, datagram);
        }
    }
}

void
Endpoint::Send(const Bytes& datagram, const CoapPeer& to, uint64_t provenance)
{
    m_session->Send(datagram, to, provenance);
}

void
Endpoint::Transmit(const Bytes& datagram, const CoapPeer& to, uint64_t provenance)
{
    Ptr<Endpoint> self(this);
    const bool accepted =
        m_processor->Charge(CostOfDatagram(datagram.size()), [self, datagram, to, provenance]() {
            if (!self->m_socket)
            {
                return;
            }
            Ptr<Packet> packet = Create<Packet>(datagram.data(), datagram.size());
            Provenance::Mark(packet, provenance);
            self->m_sent(provenance, datagram);
            std::array<uint8_t, 16> address = to.address; // ns-3 wants it writable
            self->m_socket->SendTo(packet,
                                   0,
                                   Inet6SocketAddress(Ipv6Address(address.data()), to.port));
        });
    if (!accepted)
    {
        m_overloaded(provenance, datagram);
    }
}

double
Endpoint::Now() const
{
    return Simulator::Now().GetSeconds();
}

uint64_t
Endpoint::Schedule(double delayS, std::function<void()> function)
{
    const uint64_t id = ++m_lastTimer;
    Ptr<Endpoint> self(this);
    m_timers[id] = Simulator::Schedule(Seconds(delayS), [self, id, function]() {
        self->m_timers.erase(id);
        if (self->m_socket)
        {
            function();
        }
    });
    return id;
}

void
Endpoint::Cancel(uint64_t event)
{
    const auto timer = m_timers.find(event);
    if (timer != m_timers.end())
    {
        timer->second.Cancel();
        m_timers.erase(timer);
    }
}

double
Endpoint::Uniform()
{
    return m_uniform->GetValue();
}

} // namespace iomt
} // namespace ns3
