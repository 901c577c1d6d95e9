// SPDX-License-Identifier: GPL-2.0-only

#include "anonymiser.h"

#include "insurer.h"

#include "ns3/quantity.h"
#include "ns3/simulator.h"

#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Anonymiser);

namespace
{

/// Tuples of a message: at some 60 octets each it stays below IPv6's minimum MTU of 1280 octets.
constexpr std::size_t MOST_IN_A_MESSAGE = 8;

/// What is published of a reading as it is: distinct texts are distinct sensitive values.
std::string
SensitiveText(const std::map<std::string, double>& values)
{
    std::ostringstream text;
    for (const auto& [name, value] : values)
    {
        text << name << '=' << value << ' ';
    }
    return text.str();
}

} // namespace

TypeId
Anonymiser::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::Anonymiser")
                            .SetParent<Correspondent>()
                            .SetGroupName("Iomt")
                            .AddConstructor<Anonymiser>()
                            .AddTraceSource("Left",
                                            "A tuple was published or suppressed.",
                                            MakeTraceSourceAccessor(&Anonymiser::m_left),
                                            "ns3::iomt::Anonymiser::LeftTracedCallback")
                            .AddTraceSource("Refused",
                                            "A reading could not be opened.",
                                            MakeTraceSourceAccessor(&Anonymiser::m_refused),
                                            "ns3::iomt::Anonymiser::RefusedTracedCallback");
    return tid;
}

Anonymiser::Anonymiser() = default;
Anonymiser::~Anonymiser() = default;

void
Anonymiser::SetCastle(const CastleParameters& parameters,
                      const std::vector<std::string>& quasi,
                      const CastleRanges& domain)
{
    m_castle = std::make_unique<Castle>(parameters, domain);
    m_quasiNames = quasi;
}

void
Anonymiser::SetSuite(const std::string& suite)
{
    m_monitor = std::make_unique<PatientMonitor>(suite);
}

void
Anonymiser::AddPerson(const std::string& person, const std::vector<double>& quasi)
{
    m_persons[person] = quasi;
    m_monitor->AddPatient(person, {});
}

void
Anonymiser::AddDevice(const std::string& person, const std::string& topic, const ObjectKey& key)
{
    m_monitor->AddDevice(person, topic, key);
}

void
Anonymiser::SetInsurer(const CoapPeer& insurer, const ObjectKey& key)
{
    m_insurer = insurer;
    m_sealer = std::make_unique<ObjectSealer>(key);
}

void
Anonymiser::Begin()
{
    if (!m_monitor || !m_castle || !m_sealer)
    {
        return;
    }
    for (const auto& device : m_monitor->Devices())
    {
        const std::string topic = device.first;
        GetCoap()->Observe(GetBroker(), topic, [this, topic](const CoapReply& reply) {
            Open(reply, topic);
        });
    }
}

void
Anonymiser::Open(const CoapReply& reply, const std::string& topic)
{
    if (!IsPublication(reply))
    {
        return;
    }

    struct Work
    {
        OpenedReading reading;
        Felt felt;
        std::vector<CastleOutput> outputs;
    };

    auto work = std::make_shared<Work>();
    const bool accepted = m_processor->Execute(
        [this, work, &reply, &topic]() {
            work->reading =
                m_monitor->Open(FormatOf(reply.message), reply.message.payload, topic, work->felt);
            if (work->reading.status == OpenStatus::OK && !work->felt.values.empty())
            {
                const uint64_t id = ++m_lastId;
                m_waiting[id] = {work->felt.values, Simulator::Now()};
                const std::string& person = work->reading.patient;
                work->outputs = m_castle->Insert(
                    {id, person, m_persons.at(person), SensitiveText(work->felt.values)});
            }
        },
        [self = Ptr<Anonymiser>(this), work]() {
            // The latest reading comes again with every renewed registration (RFC 7641, 3.3.1).
            if (work->reading.status != OpenStatus::OK &&
                work->reading.status != OpenStatus::REPLAYED)
            {
                self->m_refused(work->reading);
            }
            self->Leave(work->outputs);
        });
    if (!accepted)
    {
        m_refused({reply.provenance,
                   OpenStatus::MALFORMED,
                   topic,
                   m_monitor->Devices().at(topic),
                   "processor queue full"});
    }
}

void
Anonymiser::Leave(const std::vector<CastleOutput>& outputs)
{
    std::map<uint64_t, std::vector<CastleOutput>> clusters;
    for (const CastleOutput& output : outputs)
    {
        m_left({output, Simulator::Now() - m_waiting.at(output.tuple.id).since});
        if (output.fate != CastleOutput::SUPPRESSED)
        {
            clusters[output.cluster].push_back(output);
        }
    }
    for (const auto& [number, cluster] : clusters)
    {
        for (std::size_t first = 0; first < cluster.size(); first += MOST_IN_A_MESSAGE)
        {
            const std::size_t end = std::min(first + MOST_IN_A_MESSAGE, cluster.size());
            Publish({cluster.begin() + first, cluster.begin() + end});
        }
    }
    for (const CastleOutput& output : outputs)
    {
        m_waiting.erase(output.tuple.id);
    }
}

SenmlPack
Anonymiser::ToSenml(const std::vector<CastleOutput>& cluster) const
{
    SenmlPack pack;
    const auto add = [&pack](const std::string& name, double value, const std::string& unit) {
        SenmlRecord record;
        record.name = name;
        record.value = value;
        if (!unit.empty())
        {
            record.unit = unit;
        }
        pack.push_back(record);
    };
    const CastleRanges& ranges = cluster.front().ranges;
    for (std::size_t i = 0; i < ranges.size(); ++i)
    {
        add(m_quasiNames[i] + "-low", ranges[i].low, "");
        add(m_quasiNames[i] + "-high", ranges[i].high, "");
    }
    for (std::size_t i = 0; i < cluster.size(); ++i)
    {
        for (const auto& [name, value] : m_waiting.at(cluster[i].tuple.id).values)
        {
            const Quantity& quantity = QuantityOf(name);
            add(std::to_string(i) + "/" + name, value * quantity.senmlFactor, quantity.senmlUnit);
        }
    }
    pack.front().baseName = "c" + std::to_string(cluster.front().cluster) + "/";
    return pack;
}

void
Anonymiser::Publish(const std::vector<CastleOutput>& outputs)
{
    auto object = std::make_shared<SealedObject>();
    m_processor->Execute(
        [&]() { *object = m_sealer->Seal(EncodeSenml(ToSenml(outputs)), Insurer::PATH); },
        [self = Ptr<Anonymiser>(this), object]() {
            CoapRequest request;
            request.method = CoapCode::PUT;
            request.path = Insurer::PATH;
            request.contentFormat = object->contentFormat;
            request.payload = object->payload;
            self->GetCoap()->Request(self->m_insurer, request, nullptr);
        });
}

} // namespace iomt
} // namespace ns3
