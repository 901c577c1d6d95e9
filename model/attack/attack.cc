// SPDX-License-Identifier: GPL-2.0-only

#include "attack.h"

#include "ns3/csma-helper.h"
#include "ns3/provenance.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Attack);

namespace
{

constexpr uint8_t COAP_POST = 0x02; // RFC 7252, section 12.1.1
constexpr uint8_t COAP_PUT = 0x03;

} // namespace

TypeId
Attack::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Attack")
            .SetParent<Object>()
            .SetGroupName("Iomt")
            .AddAttribute("AttackId",
                          "Number that marks this attack's packets as ground truth; 0 marks none.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&Attack::m_attackId),
                          MakeUintegerChecker<uint32_t>(0, Provenance::MAX_ATTACK))
            .AddAttribute("Start",
                          "When it begins to act.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&Attack::m_start),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("Stop",
                          "When it ceases to act; 0 for never.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&Attack::m_stop),
                          MakeTimeChecker(Seconds(0)))
            .AddTraceSource("Attempted",
                            "A packet was forged, changed, replayed or overheard.",
                            MakeTraceSourceAccessor(&Attack::m_attemptedTrace),
                            "ns3::iomt::Attack::AttemptedCallback");
    return tid;
}

Ptr<Attack>
Attack::Create(const std::string& kind)
{
    return Registry<AttackKind>::Get().Create(kind)->Make();
}

void
Attack::Configure(const nlohmann::json& options)
{
    std::vector<Option> known = Options();
    known.push_back({"start_s", "Start", Option::Type::SECONDS});
    known.push_back({"stop_s", "Stop", Option::Type::SECONDS});
    SetOptions(*this, "attack", options, known);
    if (options.contains("name") && options["name"].is_string())
    {
        m_name = options["name"];
    }
}

void
Attack::Install(const AttackEnvironment& environment)
{
    m_environment = environment;
    DoInstall();
}

bool
Attack::IsInline() const
{
    return false;
}

bool
Attack::KeepsContent() const
{
    return false;
}

void
Attack::Start()
{
    if (!m_active)
    {
        m_active = true;
        DoStart();
    }
}

void
Attack::Stop()
{
    if (m_active)
    {
        m_active = false;
        DoStop();
    }
}

bool
Attack::IsActive() const
{
    return m_active;
}

int64_t
Attack::AssignStreams(int64_t stream)
{
    const int64_t used = CsmaHelper().AssignStreams(m_devices, stream);
    return used + DoAssignStreams(stream + used);
}

uint32_t
Attack::GetAttackId() const
{
    return m_attackId;
}

void
Attack::SetAttackId(uint32_t id)
{
    m_attackId = id;
}

const std::string&
Attack::GetName() const
{
    return m_name;
}

uint64_t
Attack::GetAttempted() const
{
    return m_attempted;
}

nlohmann::json
Attack::Harm() const
{
    return nlohmann::json::object();
}

Ptr<Node>
Attack::GetNode() const
{
    return m_node;
}

const NetDeviceContainer&
Attack::GetDevices() const
{
    return m_devices;
}

std::vector<Option>
Attack::Options() const
{
    return {};
}

void
Attack::DoInstall()
{
}

void
Attack::DoStart()
{
}

void
Attack::DoStop()
{
}

int64_t
Attack::DoAssignStreams(int64_t /* stream */)
{
    return 0;
}

void
Attack::DoInitialize()
{
    m_startEvent =
        Simulator::Schedule(std::max(m_start - Simulator::Now(), Time(0)), &Attack::Start, this);
    if (m_stop.IsStrictlyPositive())
    {
        m_stopEvent =
            Simulator::Schedule(std::max(m_stop - Simulator::Now(), Time(0)), &Attack::Stop, this);
    }
    Object::DoInitialize();
}

void
Attack::DoDispose()
{
    m_startEvent.Cancel();
    m_stopEvent.Cancel();
    Stop();
    m_environment = {};
    m_devices = {};
    m_node = nullptr;
    Object::DoDispose();
}

Ptr<CsmaNetDevice>
Attack::Tap(Ptr<CsmaChannel> segment, NetDevice::PromiscReceiveCallback hear)
{
    if (!segment)
    {
        throw std::invalid_argument("attack " + m_name + ": a segment to tap is missing");
    }
    if (!m_node)
    {
        m_node = CreateObject<Node>();
        m_node->AggregateObject(this); // so that the node initializes and disposes of it
    }
    const NetDeviceContainer tap = CsmaHelper().Install(m_node, segment);
    m_devices.Add(tap);
    Ptr<CsmaNetDevice> device = tap.Get(0)->GetObject<CsmaNetDevice>();
    if (!hear.IsNull())
    {
        device->SetPromiscReceiveCallback(hear);
    }
    return device;
}

std::optional<Datagram>
Attack::Read(Ptr<const Packet> packet, uint16_t protocol)
{
    if (protocol != ETHERTYPE_IPV6)
    {
        return std::nullopt;
    }
    Bytes octets(packet->GetSize());
    packet->CopyData(octets.data(), octets.size());
    return Datagram::Parse(octets.data(), octets.size());
}

std::optional<CoapView>
Attack::AsReading(const Datagram& datagram) const
{
    Datagram::Address broker;
    m_environment.broker.GetBytes(broker.data());
    if (datagram.destination != broker || datagram.destinationPort != m_environment.port)
    {
        return std::nullopt;
    }
    auto message = datagram.Coap();
    if (!message || (message->code != COAP_PUT && message->code != COAP_POST) ||
        message->path.rfind(PATIENT_TOPICS, 0) != 0)
    {
        return std::nullopt;
    }
    return message;
}

Ptr<Packet>
Attack::Write(const Datagram& datagram, Ptr<const Packet> original) const
{
    const Bytes octets = datagram.Serialize();
    Ptr<Packet> packet = ns3::Create<Packet>(octets.data(), octets.size());
    Provenance::MarkAttack(packet, m_attackId, original ? original : Ptr<const Packet>(packet));
    return packet;
}

void
Attack::Attempt(Ptr<const Packet> packet)
{
    ++m_attempted;
    m_attemptedTrace(packet);
}

const AttackEnvironment&
Attack::GetEnvironment() const
{
    return m_environment;
}

} // namespace iomt
} // namespace ns3
