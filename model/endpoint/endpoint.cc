// SPDX-License-Identifier: GPL-2.0-only

#include "endpoint.h"

#include "frame-handle.h"
#include "urgent-first-queue.h"

#include "ns3/boolean.h"
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

namespace
{

/// Type of a CoAP message, bits 4 and 5 of its first octet (RFC 7252, 3): 0 is CON, 2 is ACK.
bool
IsConfirmed(const Bytes& message)
{
    return !message.empty() && (message[0] & 0x10) == 0;
}

} // namespace

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
            .AddAttribute("Expedite",
                          "Whether confirmable messages and acknowledgements are marked for "
                          "Expedited Forwarding (RFC 3246).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&Endpoint::m_expedite),
                          MakeBooleanChecker())
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
                            "ns3::iomt::Endpoint::DatagramTracedCallback")
            .AddTraceSource("Missed",
                            "A datagram arrived while the program stood still.",
                            MakeTraceSourceAccessor(&Endpoint::m_missed),
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
    StartMessageLayer();
    m_socket = Socket::CreateSocket(GetNode(), UdpSocketFactory::GetTypeId());
    m_socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), m_port));
    m_socket->SetRecvCallback(MakeCallback(&Endpoint::HandleRead, this));
    Begin();
}

void
Endpoint::StartMessageLayer()
{
    m_coap = std::make_unique<CoapEndpoint>(static_cast<CoapTransport&>(*this), m_parameters);
    m_session->Connect([this](const Bytes& datagram,
                              const CoapPeer& to,
                              uint64_t provenance) { Transmit(datagram, to, provenance); },
                       [this](const Bytes& datagram, const CoapPeer& from, uint64_t provenance) {
                           m_coap->Receive(datagram, from, provenance);
                       });
}

void
Endpoint::Suspend()
{
    ++m_suspended;
}

void
Endpoint::Resume()
{
    if (m_suspended == 0 || --m_suspended > 0)
    {
        return;
    }
    const auto postponed = std::move(m_postponed);
    m_postponed.clear();
    for (const auto& function : postponed)
    {
        WhenAwake(function);
    }
}

bool
Endpoint::IsSuspended() const
{
    return m_suspended > 0;
}

void
Endpoint::Restart()
{
    if (m_coap && m_socket)
    {
        m_postponed.clear();
        StartMessageLayer();
        Begin();
    }
}

void
Endpoint::NumberFrames()
{
    m_numbersFrames = true;
}

void
Endpoint::WhenAwake(std::function<void()> function)
{
    if (IsSuspended())
    {
        m_postponed.push_back(std::move(function));
    }
    else if (m_socket)
    {
        // The application may have been stopped meanwhile.
        function();
    }
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
        if (IsSuspended())
        {
            m_missed(provenance, datagram);
            continue;
        }
        m_received(provenance, datagram);
        Ptr<Endpoint> self(this);
        const bool accepted = m_processor->Charge(
            CostOfDatagram(datagram.size()),
            [self, datagram, peer, provenance]() {
                self->WhenAwake([self, datagram, peer, provenance]() {
                    self->m_session->Receive(datagram, peer, provenance);
                });
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
    m_expediting = m_expedite && IsConfirmed(datagram);
    m_session->Send(datagram, to, provenance);
    m_expediting = false;
}

void
Endpoint::Transmit(const Bytes& datagram, const CoapPeer& to, uint64_t provenance)
{
    Ptr<Endpoint> self(this);
    const bool accepted = m_processor->Charge(
        CostOfDatagram(datagram.size()),
        [self, datagram, to, provenance, urgent = m_expediting]() {
            self->WhenAwake([self, datagram, to, provenance, urgent]() {
                self->HandOver(datagram, to, provenance, urgent);
            });
        });
    if (!accepted)
    {
        m_overloaded(provenance, datagram);
    }
}

void
Endpoint::HandOver(const Bytes& datagram,
                   const CoapPeer& to,
                   uint64_t provenance,
                   bool urgent)
{
    Ptr<Packet> packet = Create<Packet>(datagram.data(), datagram.size());
    Provenance::Mark(packet, provenance);
    if (urgent)
    {
        SocketIpv6TclassTag trafficClass;
        trafficClass.SetTclass(EXPEDITED_TRAFFIC_CLASS);
        packet->AddPacketTag(trafficClass);
    }
    if (m_numbersFrames)
    {
        FrameHandle::Mark(packet, provenance);
    }
    m_sent(provenance, datagram);
    std::array<uint8_t, 16> address = to.address; // ns-3 wants it writable
    m_socket->SendTo(packet, 0, Inet6SocketAddress(Ipv6Address(address.data()), to.port));
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
        self->WhenAwake([self, id, function]() {
            // What is done first when the program goes on may cancel what comes after it.
            if (self->m_timers.erase(id) != 0)
            {
                function();
            }
        });
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
