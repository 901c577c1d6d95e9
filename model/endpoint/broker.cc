// SPDX-License-Identifier: GPL-2.0-only

#include "broker.h"

#include "ns3/boolean.h"
#include "ns3/content-format.h"
#include "ns3/simulator.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Broker);

TypeId
Broker::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Broker")
            .SetParent<Endpoint>()
            .SetGroupName("Iomt")
            .AddConstructor<Broker>()
            .AddAttribute("MaxAge",
                          "Freshness of what is passed on; subscribers that hear nothing for that "
                          "long register again (RFC 7641, 3.3.1).",
                          TimeValue(Seconds(60)),
                          MakeTimeAccessor(&Broker::m_maxAge),
                          MakeTimeChecker(Seconds(1)))
            .AddAttribute("AnswerNonConfirmable",
                          "Whether a publication that came as NON is answered even if all is well.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&Broker::m_answerNon),
                          MakeBooleanChecker())
            .AddTraceSource("Stored",
                            "An object was stored.",
                            MakeTraceSourceAccessor(&Broker::m_stored),
                            "ns3::iomt::Broker::StoredTracedCallback");
    return tid;
}

Broker::Broker() = default;
Broker::~Broker() = default;

void
Broker::Begin()
{
    GetCoap()->AddResource(
        "ps/*",
        [this](const CoapIncoming& incoming) { return Handle(incoming); },
        true);
}

std::optional<CoapAnswer>
Broker::Handle(const CoapIncoming& incoming)
{
    switch (incoming.message.code)
    {
    case CoapCode::GET:
        return Latest(incoming.path);
    case CoapCode::PUT:
    case CoapCode::POST:
        return Publish(incoming);
    default:
        CoapAnswer answer;
        answer.code = CoapCode::METHOD_NOT_ALLOWED;
        return answer;
    }
}

CoapAnswer
Broker::Publish(const CoapIncoming& incoming)
{
    StoredObject object;
    object.time = Simulator::Now();
    object.topic = incoming.path;
    object.contentFormat = incoming.contentFormat.value_or(OCTET_STREAM);
    object.payload = incoming.message.payload;
    const bool known = m_latest.count(object.topic) != 0;
    m_latest[object.topic] = object;
    m_stored(object, incoming.provenance);

    CoapAnswer notification = Latest(object.topic);
    notification.provenance = incoming.provenance;
    // What was worth a confirmation on the way in is worth one on the way out.
    GetCoap()->Notify(object.topic, notification, incoming.message.type == CoapType::CON);

    CoapAnswer answer;
    answer.code = known ? CoapCode::CHANGED : CoapCode::CREATED;
    answer.silent = !m_answerNon;
    return answer;
}

CoapAnswer
Broker::Latest(const std::string& topic) const
{
    // A topic nobody has published on yet is empty rather than missing, so that it can be observed
    // before its first publication.
    CoapAnswer answer;
    answer.maxAgeS = static_cast<uint32_t>(m_maxAge.GetSeconds());
    const auto latest = m_latest.find(topic);
    if (latest != m_latest.end())
    {
        answer.contentFormat = latest->second.contentFormat;
        answer.payload = latest->second.payload;
    }
    return answer;
}

} // namespace iomt
} // namespace ns3
