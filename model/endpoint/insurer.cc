// SPDX-License-Identifier: GPL-2.0-only

#include "insurer.h"

#include "ns3/senml.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Insurer);

namespace
{

/// Readings out of the anonymiser's records, see Anonymiser.
std::vector<AnonymousReading>
ReadingsOf(const SenmlPack& resolved)
{
    const std::string low = "-low";
    const std::string high = "-high";
    const auto endsIn = [](const std::string& name, const std::string& end) {
        return name.size() > end.size() &&
               name.compare(name.size() - end.size(), end.size(), end) == 0;
    };
    std::string cluster;
    std::map<std::string, CastleRange> ranges;
    std::map<std::string, std::map<std::string, double>> tuples;
    for (const SenmlRecord& record : resolved)
    {
        if (!record.name || !record.value)
        {
            continue;
        }
        const std::size_t first = record.name->find('/');
        const std::size_t last = record.name->rfind('/');
        cluster = record.name->substr(0, first);
        if (first == std::string::npos)
        {
            continue;
        }
        const std::string name = record.name->substr(last + 1);
        if (first != last)
        {
            tuples[record.name->substr(0, last)][name] = *record.value;
        }
        else if (endsIn(name, low))
        {
            ranges[name.substr(0, name.size() - low.size())].low = *record.value;
        }
        else if (endsIn(name, high))
        {
            ranges[name.substr(0, name.size() - high.size())].high = *record.value;
        }
    }
    std::vector<AnonymousReading> readings;
    for (const auto& [tuple, values] : tuples)
    {
        readings.push_back({cluster, ranges, values});
    }
    return readings;
}

} // namespace

TypeId
Insurer::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::Insurer")
                            .SetParent<Endpoint>()
                            .SetGroupName("Iomt")
                            .AddConstructor<Insurer>()
                            .AddTraceSource("Learnt",
                                            "An anonymised reading arrived.",
                                            MakeTraceSourceAccessor(&Insurer::m_learnt),
                                            "ns3::iomt::Insurer::LearntTracedCallback");
    return tid;
}

Insurer::Insurer() = default;
Insurer::~Insurer() = default;

void
Insurer::SetAnonymiser(const ObjectKey& key)
{
    m_opener = std::make_unique<ObjectOpener>(key.suite);
    m_opener->AddKey(key);
}

uint64_t
Insurer::GetRefused() const
{
    return m_refused;
}

void
Insurer::Begin()
{
    GetCoap()->AddResource(PATH, [this](const CoapIncoming& incoming) { return Handle(incoming); });
}

std::optional<CoapAnswer>
Insurer::Handle(const CoapIncoming& incoming)
{
    if (incoming.message.code != CoapCode::PUT)
    {
        CoapAnswer answer;
        answer.code = CoapCode::METHOD_NOT_ALLOWED;
        return answer;
    }
    Take(incoming.contentFormat.value_or(OCTET_STREAM),
         incoming.message.payload,
         incoming.exchange);
    return std::nullopt;
}

void
Insurer::Take(uint16_t contentFormat, const Bytes& payload, uint64_t exchange)
{
    auto readings = std::make_shared<std::vector<AnonymousReading>>();
    m_processor->Execute(
        [&]() {
            if (!m_opener)
            {
                return;
            }
            const OpenedObject object = m_opener->Open(contentFormat, payload, PATH);
            if (object.status == OpenStatus::OK)
            {
                if (const auto pack = DecodeSenml(object.plaintext))
                {
                    *readings = ReadingsOf(ResolveSenml(*pack, UnixNow()));
                }
            }
        },
        [self = Ptr<Insurer>(this), readings, exchange]() {
            CoapAnswer answer;
            answer.code = readings->empty() ? CoapCode::FORBIDDEN : CoapCode::CHANGED;
            self->m_refused += readings->empty();
            for (const AnonymousReading& reading : *readings)
            {
                self->m_learnt(reading);
            }
            self->GetCoap()->Respond(exchange, answer);
        });
}

} // namespace iomt
} // namespace ns3
