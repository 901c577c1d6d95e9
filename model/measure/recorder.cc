// SPDX-License-Identifier: GPL-2.0-only

#include "recorder.h"

#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <sstream>

namespace ns3
{
namespace iomt
{

namespace
{

double
Milliseconds(const Time& time)
{
    return time.GetSeconds() * 1000;
}

double
NowS()
{
    return Simulator::Now().GetSeconds();
}

/// IANA protocol numbers as they are spoken of.
std::string
ProtocolName(uint8_t protocol)
{
    switch (protocol)
    {
    case 6:
        return "tcp";
    case 17:
        return "udp";
    case 58:
        return "icmpv6";
    default:
        return std::to_string(protocol);
    }
}

/// Causes of losses in faults of everyday life.
const std::string FAULTS = "faults: ";
/// Causes of what is still on its way when the run ends.
const std::string IN_WEARABLE = "waits in the wearable's memory";
const std::string IN_GATEWAY = "waits in the gateway's memory";

std::string
AddressText(const Ipv6Address& address)
{
    std::ostringstream text;
    text << address;
    return text.str();
}

} // namespace

Recorder::Recorder(ResultsDatabase& database, double lateMs, double urgentLateMs)
    : m_database(database),
      m_lateMs(lateMs),
      m_urgentLateMs(urgentLateMs)
{
}

void
Recorder::WatchWearable(Ptr<Wearable> wearable, const DeviceIdentity& identity)
{
    m_identities[identity.device] = identity;
    wearable->TraceConnect("Produced",
                           identity.device,
                           MakeCallback(&Recorder::Produced, this));
    wearable->TraceConnect("Sent",
                           identity.device,
                           MakeCallback(&Recorder::WearableSent, this));
    wearable->TraceConnect("Overloaded", "wearable", MakeCallback(&Recorder::Overloaded, this));
    wearable->TraceConnect("Care", identity.device, MakeCallback(&Recorder::CaredBy, this));
    wearable->TraceConnectWithoutContext("Kept", MakeCallback(&Recorder::WearableKept, this));
    wearable->TraceConnectWithoutContext("Forgotten",
                                         MakeCallback(&Recorder::WearableForgot, this));
    wearable->TraceConnectWithoutContext("Withheld", MakeCallback(&Recorder::Withheld, this));
}

void
Recorder::WatchGateway(Ptr<ProcessingHook> hook, Ptr<Custody> custody)
{
    hook->TraceConnectWithoutContext("Arrived", MakeCallback(&Recorder::GatewayArrived, this));
    if (!custody)
    {
        hook->TraceConnectWithoutContext("Left", MakeCallback(&Recorder::GatewayLeft, this));
        return;
    }
    custody->TraceConnectWithoutContext("Forwarded",
                                        MakeCallback(&Recorder::GatewayForwarded, this));
    custody->TraceConnectWithoutContext("Kept", MakeCallback(&Recorder::GatewayKept, this));
    custody->TraceConnectWithoutContext("Lost", MakeCallback(&Recorder::GatewayLost, this));
}

void
Recorder::WatchBackhaul(Ptr<BackhaulChannel> channel)
{
    channel->TraceConnectWithoutContext("CutOff", MakeCallback(&Recorder::CutOff, this));
}

void
Recorder::WatchUplink(const std::string& site, Ptr<NetDevice> device)
{
    m_uplinkBytes[site] = 0;
    device->TraceConnect("PhyTxBegin", site, MakeCallback(&Recorder::SentUp, this));
}

void
Recorder::WatchEdge(Ptr<ProcessingHook> hook)
{
    hook->TraceConnectWithoutContext("Arrived", MakeCallback(&Recorder::EdgeArrived, this));
}

void
Recorder::WatchFirewall(const std::string& name, Ptr<Firewall> firewall)
{
    firewall->TraceConnect("Dropped", name, MakeCallback(&Recorder::FirewallDropped, this));
    firewall->TraceConnect("Log", name, MakeCallback(&Recorder::FirewallLogged, this));
}

void
Recorder::WatchPath(const std::string& where, Ptr<ForwardingPath> path)
{
    path->TraceConnect("Drop", where, MakeCallback(&Recorder::PathDropped, this));
}

void
Recorder::WatchBroker(Ptr<Broker> broker)
{
    broker->TraceConnectWithoutContext("Received", MakeCallback(&Recorder::BrokerReceived, this));
    broker->TraceConnectWithoutContext("Sent", MakeCallback(&Recorder::BrokerSent, this));
    broker->TraceConnectWithoutContext("Withheld", MakeCallback(&Recorder::Withheld, this));
    broker->TraceConnect("Overloaded", "broker", MakeCallback(&Recorder::Overloaded, this));
    broker->TraceConnectWithoutContext("Missed", MakeCallback(&Recorder::BrokerMissed, this));
}

void
Recorder::WatchDoctor(Ptr<Doctor> doctor)
{
    doctor->TraceConnectWithoutContext("Received", MakeCallback(&Recorder::DoctorReceived, this));
    doctor->TraceConnectWithoutContext("Opened", MakeCallback(&Recorder::Opened, this));
    doctor->TraceConnectWithoutContext("Classified", MakeCallback(&Recorder::Classified, this));
    doctor->TraceConnectWithoutContext("Alarm", MakeCallback(&Recorder::Alarmed, this));
    doctor->TraceConnectWithoutContext("Care", MakeCallback(&Recorder::Cared, this));
    doctor->TraceConnect("Overloaded", "doctor", MakeCallback(&Recorder::Overloaded, this));
}

void
Recorder::WatchEdgeClassifier(Ptr<EdgeClassifier> classifier)
{
    classifier->TraceConnectWithoutContext("Classified",
                                           MakeCallback(&Recorder::JudgedAtEdge, this));
    classifier->TraceConnectWithoutContext("Refused",
                                           MakeCallback(&Recorder::RefusedAtEdge, this));
}

void
Recorder::WatchPharmacy(Ptr<Pharmacy> pharmacy)
{
    pharmacy->TraceConnectWithoutContext("Care", MakeCallback(&Recorder::Cared, this));
}

void
Recorder::WatchNurse(Ptr<NurseStation> station)
{
    station->TraceConnectWithoutContext("Care", MakeCallback(&Recorder::Cared, this));
}

void
Recorder::WatchGatewayAgent(Ptr<GatewayAgent> agent)
{
    agent->TraceConnectWithoutContext("Care", MakeCallback(&Recorder::Cared, this));
}

void
Recorder::WatchAttack(Ptr<Attack> attack)
{
    UintegerValue id;
    attack->GetAttribute("AttackId", id);
    m_attackJudge.Enter(id.Get(), attack->GetName(), attack->KeepsContent());
    attack->TraceConnect("Attempted",
                         std::to_string(id.Get()),
                         MakeCallback(&Recorder::Attempted, this));
}

void
Recorder::WatchAnonymiser(Ptr<Anonymiser> anonymiser)
{
    anonymiser->TraceConnectWithoutContext("Left", MakeCallback(&Recorder::LeftAnonymiser, this));
    anonymiser->TraceConnectWithoutContext("Refused", MakeCallback(&Recorder::NotAnonymised, this));
}

void
Recorder::WatchInsurer(Ptr<Insurer> insurer)
{
    insurer->TraceConnectWithoutContext("Learnt", MakeCallback(&Recorder::Learnt, this));
}

void
Recorder::SetTreatments(const Treatments& treatments)
{
    m_treatments = treatments;
}

Journeys&
Recorder::GetJourneys()
{
    return m_journeys;
}

AttackJudge&
Recorder::GetAttackJudge()
{
    return m_attackJudge;
}

CareJudge&
Recorder::GetCareJudge()
{
    return m_careJudge;
}

AlarmJudge&
Recorder::GetAlarmJudge()
{
    return m_alarmJudge;
}

AnonymityJudge&
Recorder::GetAnonymityJudge()
{
    return m_anonymityJudge;
}

const std::map<CareEvent::Kind, uint64_t>&
Recorder::GetCare() const
{
    return m_care;
}

void
Recorder::Mark(const Provenance& provenance, Stage stage)
{
    // What an attacker changed is no longer the journey of the reading, whatever it carries; a copy
    // that it left as it was may be the one that arrives.
    if (provenance.attack == 0 || m_attackJudge.Outcomes().at(provenance.attack).keepsContent)
    {
        m_journeys.Mark(provenance.reading, stage, Simulator::Now());
    }
}

void
Recorder::Produced(std::string device, const ProducedReading& reading)
{
    const DeviceIdentity& identity = m_identities.at(device);
    Journey journey;
    journey.id = reading.provenance;
    journey.device = identity.device;
    journey.patient = identity.patient;
    journey.site = identity.site;
    journey.kind = identity.kind;
    journey.sequence = reading.sequence;
    journey.urgent = reading.urgent;
    journey.bytes = reading.bytes;
    journey.sealedBytes = reading.sealedBytes;
    journey.felt = reading.felt;
    m_journeys.Begin(journey);
    m_journeys.Mark(journey.id, Stage::SENSOR, reading.ready);
}

void
Recorder::WearableSent(std::string, uint64_t provenance, const Bytes&)
{
    Mark(Provenance::Unpack(provenance), Stage::PROTECT);
    WaitsNoLonger(Provenance::Unpack(provenance).reading, IN_WEARABLE);
}

void
Recorder::Overloaded(std::string where, uint64_t provenance, const Bytes&)
{
    m_journeys.Drop(Provenance::Unpack(provenance).reading, where + " overloaded");
}

void
Recorder::SentUp(std::string site, Ptr<const Packet> frame)
{
    m_uplinkBytes[site] += frame->GetSize();
}

const std::map<std::string, uint64_t>&
Recorder::GetUplinkBytes() const
{
    return m_uplinkBytes;
}

void
Recorder::GatewayArrived(Ptr<const Packet> packet)
{
    Mark(Provenance::Of(packet), Stage::ACCESS);
}

void
Recorder::GatewayLeft(Ptr<const Packet> packet)
{
    Mark(Provenance::Of(packet), Stage::GATEWAY);
}

void
Recorder::WaitsNoLonger(uint64_t reading, const std::string& where)
{
    const auto journey = m_journeys.All().find(reading);
    if (journey != m_journeys.All().end() && journey->second.cause == where)
    {
        m_journeys.Drop(reading, "");
    }
}

void
Recorder::WearableKept(uint64_t provenance)
{
    // Sealed it is, and what it waits for is the link.
    Mark(Provenance::Unpack(provenance), Stage::PROTECT);
    m_journeys.Drop(Provenance::Unpack(provenance).reading, IN_WEARABLE);
}

void
Recorder::WearableForgot(uint64_t provenance, const std::string& cause)
{
    m_journeys.Drop(Provenance::Unpack(provenance).reading, FAULTS + cause);
}

void
Recorder::GatewayKept(Ptr<const Packet> packet)
{
    m_journeys.Drop(Provenance::Of(packet).reading, IN_GATEWAY);
}

void
Recorder::GatewayForwarded(Ptr<const Packet> packet)
{
    GatewayLeft(packet);
    WaitsNoLonger(Provenance::Of(packet).reading, IN_GATEWAY);
}

void
Recorder::GatewayLost(Ptr<const Packet> packet, const std::string& cause)
{
    m_journeys.Drop(Provenance::Of(packet).reading, FAULTS + cause);
}

void
Recorder::CutOff(Ptr<const Packet> packet, Ptr<const NetDevice>)
{
    m_journeys.Drop(Provenance::Of(packet).reading, FAULTS + "backhaul cut");
}

void
Recorder::BrokerMissed(uint64_t provenance, const Bytes&)
{
    m_journeys.Drop(Provenance::Unpack(provenance).reading, FAULTS + "broker down");
}

void
Recorder::EdgeArrived(Ptr<const Packet> packet)
{
    Mark(Provenance::Of(packet), Stage::BACKHAUL);
}

void
Recorder::FirewallDropped(std::string name,
                          Ptr<const Packet> packet,
                          const FirewallLogEntry& entry)
{
    const Provenance provenance = Provenance::Of(packet);
    if (provenance.attack != 0)
    {
        m_attackJudge.Detect(provenance.attack, Simulator::Now());
    }
    m_journeys.Drop(provenance.reading, name + " firewall: " + ToString(entry.verdict));
}

void
Recorder::FirewallLogged(std::string name, const FirewallLogEntry& entry)
{
    m_database.Put("firewall_log",
                   {entry.time.GetSeconds(),
                    name,
                    ToString(entry.verdict),
                    entry.rule,
                    entry.inInterface,
                    entry.outInterface,
                    AddressText(entry.source),
                    AddressText(entry.destination),
                    ProtocolName(entry.protocol),
                    int64_t{entry.sourcePort},
                    int64_t{entry.destinationPort}});
}

void
Recorder::PathDropped(std::string where,
                      Ptr<const Packet> packet,
                      Ptr<NetDevice>,
                      const std::string& reason)
{
    const Provenance provenance = Provenance::Of(packet);
    if (provenance.attack == 0)
    {
        if (reason == ClassifyingHook::WITHHELD)
        {
            m_journeys.Withhold(provenance.reading);
            return;
        }
        m_journeys.Drop(provenance.reading, where + ": " + reason);
    }
}

void
Recorder::AccessDropped(Ptr<const Packet> frame)
{
    m_journeys.Drop(Provenance::Of(frame).reading, "access: frame given up");
}

void
Recorder::BrokerReceived(uint64_t provenance, const Bytes&)
{
    Mark(Provenance::Unpack(provenance), Stage::FIREWALL);
}

void
Recorder::BrokerSent(uint64_t provenance, const Bytes&)
{
    Mark(Provenance::Unpack(provenance), Stage::BROKER);
}

void
Recorder::DoctorReceived(uint64_t provenance, const Bytes&)
{
    Mark(Provenance::Unpack(provenance), Stage::FIREWALL);
}

void
Recorder::Opened(const OpenedReading& reading)
{
    const Provenance provenance = Provenance::Unpack(reading.provenance);
    if (reading.status == OpenStatus::OK)
    {
        Mark(provenance, Stage::OPEN);
    }
    else if (provenance.attack != 0)
    {
        m_attackJudge.Detect(provenance.attack, Simulator::Now());
        m_journeys.Drop(provenance.reading, "attack " + NameOfAttack(provenance.attack));
    }
    else
    {
        m_journeys.Drop(provenance.reading, "refused: " + reading.reason);
    }
}

void
Recorder::Classified(const OpenedReading& reading, const std::vector<Classification>& results)
{
    const Provenance provenance = Provenance::Unpack(reading.provenance);
    Mark(provenance, Stage::CLASSIFY);
    const bool delivers =
        provenance.attack == 0 ||
        m_attackJudge.Accept(provenance.attack, m_journeys.IsDelivered(provenance.reading));
    if (delivers)
    {
        m_journeys.Deliver(provenance.reading);
    }
    else
    {
        m_journeys.Drop(provenance.reading, "attack " + NameOfAttack(provenance.attack));
    }
    PutClassifications(reading, results);
}

void
Recorder::JudgedAtEdge(const OpenedReading& reading, const std::vector<Classification>& results)
{
    PutClassifications(reading, results);
}

void
Recorder::RefusedAtEdge(const OpenedReading&)
{
    ++m_refusedAtEdge;
}

uint64_t
Recorder::GetRefusedAtEdge() const
{
    return m_refusedAtEdge;
}

void
Recorder::Withheld(uint64_t provenance)
{
    m_journeys.Withhold(Provenance::Unpack(provenance).reading);
}

void
Recorder::PutClassifications(const OpenedReading& reading,
                             const std::vector<Classification>& results)
{
    for (const Classification& result : results)
    {
        m_database.Put("classifications",
                       {NowS(),
                        reading.patient,
                        result.classifier,
                        result.label,
                        result.score,
                        ToString(result.alarm),
                        static_cast<int64_t>(Provenance::Unpack(reading.provenance).reading)});
    }
}

const std::string&
Recorder::NameOfAttack(uint32_t id) const
{
    return m_attackJudge.Outcomes().at(id).name;
}

void
Recorder::Alarmed(const std::string& patient, const Classification& classification)
{
    m_alarmJudge.Raise(patient, classification.classifier, NowS());
}

void
Recorder::Cared(const CareEvent& event)
{
    CaredBy("", event);
}

void
Recorder::CaredBy(std::string device, const CareEvent& event)
{
    ++m_care[event.kind];
    m_careJudge.Take(event, device, NowS());
    m_alarmJudge.Treat(event.patient, m_treatments.Of(event), NowS());
    m_database.Put("care", {NowS(), event.patient, ToString(event.kind), event.id, event.detail});
}

void
Recorder::Attempted(std::string id, Ptr<const Packet>)
{
    m_attackJudge.Attempt(std::stoul(id), Simulator::Now());
}

void
Recorder::LeftAnonymiser(const AnonymisedTuple& tuple)
{
    using Value = ResultsDatabase::Value;
    m_anonymityJudge.Leave(tuple);
    const CastleOutput& output = tuple.output;
    const bool out = output.fate != CastleOutput::SUPPRESSED;
    m_database.Put(
        "anonymised",
        {NowS(),
         output.tuple.person,
         std::string(ToString(output.fate)),
         out ? Value(static_cast<int64_t>(output.cluster)) : Value(),
         out ? Value(output.loss) : Value(),
         Milliseconds(tuple.waited),
         out ? Value(static_cast<int64_t>(m_anonymityJudge.Candidates(output.ranges))) : Value()});
}

void
Recorder::NotAnonymised(const OpenedReading&)
{
    m_anonymityJudge.Refuse();
}

void
Recorder::Learnt(const AnonymousReading&)
{
    m_anonymityJudge.Receive();
}

bool
Recorder::IsLate(const Journey& journey) const
{
    return journey.state == JourneyState::DELIVERED &&
           Milliseconds(journey.Latency()) > (journey.urgent ? m_urgentLateMs : m_lateMs);
}

void
Recorder::PutJourney(const Journey& journey)
{
    using Value = ResultsDatabase::Value;
    const bool delivered = journey.state == JourneyState::DELIVERED;
    std::vector<Value> row{static_cast<int64_t>(journey.id),
                           journey.device,
                           journey.patient,
                           journey.site,
                           journey.kind,
                           static_cast<int64_t>(journey.sequence),
                           int64_t{journey.urgent},
                           int64_t{journey.bytes},
                           int64_t{journey.sealedBytes},
                           journey.felt.GetSeconds(),
                           delivered ? Value(journey.last.GetSeconds()) : Value(),
                           std::string(ToString(journey.state)),
                           journey.cause.empty() ? Value() : Value(journey.cause),
                           int64_t{IsLate(journey)},
                           int64_t{journey.duplicates},
                           delivered ? Value(Milliseconds(journey.Latency())) : Value()};
    for (std::size_t stage = 0; stage < STAGE_COUNT; ++stage)
    {
        const bool reached = journey.reached && static_cast<std::size_t>(*journey.reached) >= stage;
        row.push_back(reached ? Value(Milliseconds(journey.stages[stage])) : Value());
    }
    m_database.Put("readings", row);
}

void
Recorder::Flush()
{
    for (const uint64_t id : m_journeys.TakeChanged())
    {
        PutJourney(m_journeys.All().at(id));
    }
    m_database.Commit();
}

} // namespace iomt
} // namespace ns3
