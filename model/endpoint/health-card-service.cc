// SPDX-License-Identifier: GPL-2.0-only

#include "health-card-service.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/fhir-glucose-record.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(HealthCardService);

namespace
{

const bool REGISTERED = Registry<ServiceKind>::Get().Add(
    "health-card",
    [] { return std::make_unique<ServiceKindOf<HealthCardService>>(); },
    "a card reader that looks up records in the hospital, and copies of the card");

constexpr std::size_t SEED_OCTETS = 32;

// The record: the twelve hours before EPOCH_UNIX_S, all of it a choice. As many values as leave the
// datagram below 1,280 octets: there is no block-wise transfer, and firewalls drop fragments.
constexpr const char* RECORD_START = "2025-12-31T12:00:00Z";
constexpr std::size_t RECORD_VALUES = 144;
constexpr double RECORD_PERIOD_S = 300;
constexpr double RECORD_LEVEL = 150; // mg/dL
constexpr double RECORD_PULL = 0.05; // towards the level, each value
constexpr double RECORD_STEP = 12;   // mg/dL, at most
constexpr double RECORD_LOWEST = 60;
constexpr double RECORD_HIGHEST = 300;

} // namespace

TypeId
HealthCardService::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::HealthCardService")
            .SetParent<Service>()
            .SetGroupName("Iomt")
            .AddConstructor<HealthCardService>()
            .AddAttribute("Site",
                          "Name of the site the reader is at; empty for the first.",
                          StringValue(""),
                          MakeStringAccessor(&HealthCardService::m_site),
                          MakeStringChecker())
            .AddAttribute("Period",
                          "Mean time from one card held to the reader to the next.",
                          TimeValue(Seconds(60)),
                          MakeTimeAccessor(&HealthCardService::m_period),
                          MakeTimeChecker(MilliSeconds(100)))
            .AddAttribute("CloneShare",
                          "Share of the cards held to the reader that are copies.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&HealthCardService::m_cloneShare),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("Authenticate",
                          "Whether a card has to sign a challenge; else its number is enough.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&HealthCardService::m_authenticate),
                          MakeBooleanChecker());
    return tid;
}

HealthCardService::HealthCardService()
    : m_random(CreateObject<UniformRandomVariable>()),
      m_gap(CreateObject<ExponentialRandomVariable>())
{
    m_gap->SetAttribute("Mean", DoubleValue(1));
}

HealthCardService::~HealthCardService() = default;

std::vector<Option>
HealthCardService::Options() const
{
    return {{"site", "Site", Option::Type::TEXT},
            {"period_s", "Period", Option::Type::SECONDS},
            {"clone_share", "CloneShare", Option::Type::NUMBER},
            {"authenticate", "Authenticate", Option::Type::FLAG}};
}

void
HealthCardService::DoInstall(ServiceEnvironment& environment)
{
    m_host = environment.AddSiteHost(m_site);
    m_hospital = environment.AddHospitalHost();
    m_server = CreateObject<CardServer>();
    m_server->SetAttribute("Authenticate", BooleanValue(m_authenticate));
    m_server->SetProcessor(environment.AddProcessor(m_hospital, "broker"));
    m_hospital.node->AddApplication(m_server);
    m_reader = CreateObject<CardReader>();
    m_reader->SetServer(Endpoint::MakePeer(m_hospital.address));
    m_reader->SetProcessor(environment.AddProcessor(m_host, "card-reader"));
    m_host.node->AddApplication(m_reader);
}

std::vector<ServiceFlow>
HealthCardService::Flows() const
{
    return {{m_host.address, m_hospital.address, "udp", COAP_PORT, COAP_PORT}};
}

int64_t
HealthCardService::DoAssignStreams(int64_t stream)
{
    int64_t next = stream;
    m_random->SetStream(next++);
    m_gap->SetStream(next++);
    if (m_reader)
    {
        next += m_reader->AssignStreams(next);
        next += m_server->AssignStreams(next);
    }
    return next - stream;
}

void
HealthCardService::DoStart()
{
    if (!m_card)
    {
        Issue();
    }
    AwaitTap();
}

void
HealthCardService::DoStop()
{
    m_next.Cancel();
}

void
HealthCardService::DoDispose()
{
    m_next.Cancel();
    m_waiting.clear();
    m_reader = nullptr;
    m_server = nullptr;
    m_host = {};
    m_hospital = {};
    Service::DoDispose();
}

Bytes
HealthCardService::RandomBytes(std::size_t size)
{
    Bytes bytes(size);
    for (uint8_t& byte : bytes)
    {
        byte = static_cast<uint8_t>(m_random->GetInteger(0, 255));
    }
    return bytes;
}

Bytes
HealthCardService::MakeRecord(const Bytes& id)
{
    FhirGlucoseRecord record;
    record.patient = "card-" + ToHex(id);
    record.card = ToHex(id);
    record.start = RECORD_START;
    record.periodS = RECORD_PERIOD_S;
    double level = RECORD_LEVEL;
    for (std::size_t i = 0; i < RECORD_VALUES; ++i)
    {
        level += RECORD_PULL * (RECORD_LEVEL - level) + RECORD_STEP * m_random->GetValue(-1, 1);
        level = std::clamp(level, RECORD_LOWEST, RECORD_HIGHEST);
        record.mgPerDl.push_back(static_cast<uint16_t>(std::lround(level)));
    }
    return EncodeFhir(record);
}

void
HealthCardService::Issue()
{
    const Bytes id = RandomBytes(CARD_ID_OCTETS);
    m_card = std::make_unique<HealthCard>(id, P256Signer::FromSeed(RandomBytes(SEED_OCTETS)));
    m_copy = std::make_unique<CopiedCard>(id, P256Signer::FromSeed(RandomBytes(SEED_OCTETS)));
    m_server->SetChallengeSeed(RandomBytes(SEED_OCTETS));
    m_server->Enrol(id, m_card->GetPublicKey(), MakeRecord(id));
}

void
HealthCardService::AwaitTap()
{
    m_next = Simulator::Schedule(Seconds(m_gap->GetValue() * m_period.GetSeconds()),
                                 &HealthCardService::HoldToReader,
                                 this);
}

void
HealthCardService::HoldToReader()
{
    const bool clone = m_random->GetValue() < m_cloneShare;
    ++m_taps;
    m_clonesTried += clone;
    m_waiting.push_back({Simulator::Now(), clone});
    if (m_waiting.size() == 1)
    {
        ReadNext();
    }
    AwaitTap();
}

void
HealthCardService::ReadNext()
{
    const Ptr<HealthCardService> self(this);
    const auto done = [self](LookUpOutcome outcome, const Bytes& record) {
        self->Done(outcome, record);
    };
    if (!m_authenticate)
    {
        m_reader->LookUpByNumber(m_card->GetId(), done);
        return;
    }
    m_reader->LookUp(
        m_card->GetId(),
        [self, clone = m_waiting.front().clone](const Bytes& challenge) {
            if (clone)
            {
                return self->m_copy->Answer(challenge);
            }
            const Bytes answer = self->m_card->Answer(challenge);
            self->m_copy->Overhear(challenge, answer);
            return answer;
        },
        done);
}

void
HealthCardService::Done(LookUpOutcome outcome, const Bytes& record)
{
    if (m_waiting.empty())
    {
        return; // disposed meanwhile
    }
    const Tap tap = m_waiting.front();
    switch (outcome)
    {
    case LookUpOutcome::READ:
        ++m_reads;
        m_clonesAccepted += tap.clone;
        m_octets += record.size();
        m_lookUps.push_back((Simulator::Now() - tap.at).GetSeconds() * 1000);
        break;
    case LookUpOutcome::REFUSED:
        ++m_refused;
        m_genuineRefused += !tap.clone;
        break;
    case LookUpOutcome::UNANSWERED:
        ++m_unanswered;
        break;
    }
    m_waiting.pop_front();
    if (!m_waiting.empty())
    {
        ReadNext();
    }
}

nlohmann::json
HealthCardService::Results() const
{
    const CoapEndpoint* coap = m_server ? m_server->GetCoap() : nullptr;
    return {{"taps", m_taps},
            {"reads", m_reads},
            {"refused", m_refused},
            {"genuine_refused", m_genuineRefused},
            {"unanswered", m_unanswered},
            {"under_way", m_waiting.size()},
            {"clones_tried", m_clonesTried},
            {"clones_accepted", m_clonesAccepted},
            {"bytes", m_octets},
            {"look_up_ms", Spread(m_lookUps)},
            {"requests_refused_by_cause",
             m_server ? m_server->GetRefused() : std::map<std::string, uint64_t>()},
            {"malformed", coap ? coap->Counters().malformed : 0}};
}

Ptr<CardReader>
HealthCardService::GetReader() const
{
    return m_reader;
}

const HealthCard*
HealthCardService::GetCard() const
{
    return m_card.get();
}

} // namespace iomt
} // namespace ns3
