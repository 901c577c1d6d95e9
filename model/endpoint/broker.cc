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
                            "ns3::iomt::Broker::StoredTracedCallback")
            .AddTraceSource("Withheld",
                            "A reading was stored but not passed on.",
                            MakeTraceSourceAccessor(&Broker::m_withheld),
                            "ns3::iomt::Broker::WithheldTracedCallback");
    return tid;
}

Broker::Broker() = default;
Broker::~Broker() = default;

void
Broker::DoDispose()
{
    m_classifier = nullptr;
    Endpoint::DoDispose();
}

void
Broker::SetEdgeClassifier(Ptr<EdgeClassifier> classifier, bool withholds)
{
    m_classifier = classifier;
    m_withholds = withholds;
}

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
    const bool confirmable = incoming.message.type == CoapType::CON;
    const bool judged = m_classifier && m_classifier->Takes(object.topic);
    Keep(object, incoming.provenance);
    if (judged)
    {
        m_classifier->TakeSealed(object.topic,
                                 object.contentFormat,
                                 object.payload,
                                 incoming.provenance);
    }
    if (judged && m_withholds && !confirmable)
    {
        m_withheld(incoming.provenance);
    }
    else
    {
        // What was worth a confirmation on the way in is worth one on the way out.
        PassOn(object.topic, confirmable, incoming.provenance);
    }

    CoapAnswer answer;
    answer.code = known ? CoapCode::CHANGED : CoapCode::CREATED;
    answer.silent = !m_answerNon;
    return answer;
}

void
Broker::Keep(const StoredObject& object, uint64_t provenance)
{
    m_latest[object.topic] = object;
    m_stored(object, provenance);
}

void
Broker::PassOn(const std::string& topic, bool confirmable, uint64_t provenance)
{
    CoapAnswer notification = Latest(topic);
    notification.provenance = provenance;
    GetCoap()->Notify(topic, notification, confirmable);
}

void
Broker::PublishOwn(const std::string& topic, const SealedObject& object, bool confirmable)
{
    if (GetCoap())
    {
        Keep({Simulator::Now(), topic, object.contentFormat, object.payload}, 0);
        PassOn(topic, confirmable, 0);
    }
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
