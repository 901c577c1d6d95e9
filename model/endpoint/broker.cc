// SPDX-License-Identifier: GPL-2.0-only

#include "broker.h"

#include "ns3/boolean.h"
#include "ns3/cbor.h"
#include "ns3/content-format.h"
#include "ns3/simulator.h"

#include <cmath>
#include <cstdlib>
#include <sstream>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Broker);

namespace
{

/// Payloads in an answer: with the rest of it they stay below IPv6's minimum MTU of 1280 octets.
constexpr std::size_t HISTORY_OCTETS = 1024;

Ipv6Address
AddressOf(const CoapPeer& peer)
{
    std::array<uint8_t, 16> address = peer.address; // ns-3 wants it writable
    return Ipv6Address(address.data());
}

std::string
AddressText(const CoapPeer& peer)
{
    std::ostringstream text;
    text << AddressOf(peer);
    return text.str();
}

} // namespace

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
    m_store.reset();
    Endpoint::DoDispose();
}

void
Broker::SetStore(std::shared_ptr<Store> store)
{
    m_store = std::move(store);
}

Store*
Broker::GetStore() const
{
    return m_store.get();
}

void
Broker::AllowHistory(const Ipv6Address& client)
{
    m_historyReaders.insert(client);
}

void
Broker::SetEdgeClassifier(Ptr<EdgeClassifier> classifier, bool withholds)
{
    m_classifier = classifier;
    m_withholds = withholds;
}

void
Broker::GiveReceipts()
{
    m_receipts = std::make_unique<Receipts>();
    TraceConnectWithoutContext("Received", MakeCallback(&Broker::Note, this));
    TraceConnectWithoutContext("Overloaded", MakeCallback(&Broker::Strike, this));
}

void
Broker::Note(uint64_t, const Bytes& datagram)
{
    m_receipts->Note(datagram);
}

void
Broker::Strike(uint64_t, const Bytes& datagram)
{
    m_receipts->Strike(datagram);
}

void
Broker::Begin()
{
    if (m_receipts)
    {
        GetCoap()->AddResource(Receipts::PATH, [this](const CoapIncoming& incoming) {
            CoapAnswer answer;
            answer.code = CoapCode::CONTENT;
            answer.contentFormat = OCTET_STREAM;
            answer.payload = m_receipts->Answer(incoming.message.payload);
            return answer;
        });
    }
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
        return Read(incoming);
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
Broker::Read(const CoapIncoming& incoming)
{
    const CoapMessage& message = incoming.message;
    const bool history = !message.GetStrings(CoapOptionNumber::URI_QUERY).empty();
    const bool observe = message.GetUint(CoapOptionNumber::OBSERVE) == 0u;
    uint64_t objects = 0;
    CoapAnswer answer;
    if (history)
    {
        answer = History(incoming, objects);
    }
    else
    {
        answer = Latest(incoming.path);
        objects = answer.payload.empty() ? 0 : 1;
    }
    if (m_store)
    {
        m_store->Log({Simulator::Now(),
                      AddressText(incoming.peer),
                      incoming.path,
                      history   ? "history"
                      : observe ? "observe"
                                : "latest",
                      CoapCodeToString(answer.code),
                      objects});
    }
    return answer;
}

CoapAnswer
Broker::History(const CoapIncoming& incoming, uint64_t& objects) const
{
    CoapAnswer answer;
    if (!m_store)
    {
        answer.code = CoapCode::SERVICE_UNAVAILABLE;
        return answer;
    }
    if (m_historyReaders.count(AddressOf(incoming.peer)) == 0)
    {
        answer.code = CoapCode::FORBIDDEN;
        return answer;
    }
    double fromS = EPOCH_UNIX_S;
    double toS = UnixNow();
    for (const std::string& query : incoming.message.GetStrings(CoapOptionNumber::URI_QUERY))
    {
        const std::size_t equals = query.find('=');
        const std::string key = query.substr(0, equals);
        const std::string value = equals == std::string::npos ? "" : query.substr(equals + 1);
        char* end = nullptr;
        const double number = std::strtod(value.c_str(), &end);
        const bool isNumber = !value.empty() && *end == '\0' && std::isfinite(number);
        if (!isNumber || (key != "from" && key != "to"))
        {
            answer.code = CoapCode::BAD_REQUEST;
            return answer;
        }
        (key == "from" ? fromS : toS) = number;
    }
    const auto found =
        m_store->Find(incoming.path, fromS - EPOCH_UNIX_S, toS - EPOCH_UNIX_S, HISTORY_OCTETS);
    CborWriter writer;
    writer.Array(found.size());
    for (const StoredObject& object : found)
    {
        writer.Array(3);
        writer.Number(EPOCH_UNIX_S + object.time.GetSeconds());
        writer.Uint(object.contentFormat);
        writer.Octets(object.payload);
    }
    objects = found.size();
    answer.contentFormat = CBOR;
    answer.payload = writer.Take();
    return answer;
}

CoapAnswer
Broker::Publish(const CoapIncoming& incoming)
{
    StoredObject object;
    object.time = Simulator::Now();
    object.topic = incoming.path;
    object.contentFormat = incoming.contentFormat.value_or(OCTET_STREAM);
    object.payload = incoming.message.payload;
    object.publisher = AddressText(incoming.peer);
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
    if (m_store)
    {
        m_store->Keep(object);
    }
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
        Keep({Simulator::Now(), topic, object.contentFormat, object.payload, ""}, 0);
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
