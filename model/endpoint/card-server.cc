// SPDX-License-Identifier: GPL-2.0-only

#include "card-server.h"

#include "ns3/boolean.h"
#include "ns3/content-format.h"
#include "ns3/cose.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(CardServer);

namespace
{

/// Longer than a request that is sent again takes to arrive (MAX_TRANSMIT_SPAN is 45 s).
constexpr double CHALLENGE_LIFETIME_S = 60;
/// Beyond so many the oldest is forgotten: whoever asks for more costs no more memory.
constexpr std::size_t MAX_OPEN = 256;

} // namespace

TypeId
CardServer::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::CardServer")
            .SetParent<Endpoint>()
            .SetGroupName("Iomt")
            .AddConstructor<CardServer>()
            .AddAttribute("Authenticate",
                          "Whether a card has to sign a challenge; else its number is enough.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&CardServer::m_authenticate),
                          MakeBooleanChecker());
    return tid;
}

CardServer::CardServer()
    : m_random(SeededRandom({}))
{
}

CardServer::~CardServer() = default;

void
CardServer::SetChallengeSeed(const Bytes& seed)
{
    m_random = SeededRandom(seed);
}

void
CardServer::Enrol(const Bytes& id, const Bytes& publicKey, const Bytes& record)
{
    m_patients.insert_or_assign(id, Patient{P256Verifier(publicKey), record});
}

const std::map<std::string, uint64_t>&
CardServer::GetRefused() const
{
    return m_refused;
}

void
CardServer::Begin()
{
    GetCoap()->AddResource(CARD_CHALLENGE_PATH, [this](const CoapIncoming& incoming) {
        return Handle(incoming, &CardServer::Challenge);
    });
    GetCoap()->AddResource(CARD_RECORD_PATH, [this](const CoapIncoming& incoming) {
        return Handle(incoming, &CardServer::Record);
    });
}

std::optional<CoapAnswer>
CardServer::Handle(const CoapIncoming& incoming,
                   CoapAnswer (CardServer::*answer)(uint16_t, const Bytes&))
{
    if (incoming.message.code != CoapCode::POST)
    {
        return Refuse("unreadable", CoapCode::METHOD_NOT_ALLOWED);
    }
    auto made = std::make_shared<CoapAnswer>();
    const bool accepted = m_processor->Execute(
        [&]() {
            *made = (this->*answer)(incoming.contentFormat.value_or(OCTET_STREAM),
                                    incoming.message.payload);
        },
        [self = Ptr<CardServer>(this), made, exchange = incoming.exchange]() {
            self->GetCoap()->Respond(exchange, *made);
        });
    if (!accepted)
    {
        return Refuse("overload", CoapCode::SERVICE_UNAVAILABLE);
    }
    return std::nullopt;
}

CoapAnswer
CardServer::Refuse(const std::string& cause, uint8_t code)
{
    ++m_refused[cause];
    CoapAnswer answer;
    answer.code = code;
    return answer;
}

CoapAnswer
CardServer::Challenge(uint16_t contentFormat, const Bytes& payload)
{
    if (contentFormat != OCTET_STREAM || payload.size() != CARD_ID_OCTETS)
    {
        return Refuse("unreadable", CoapCode::BAD_REQUEST);
    }
    // Also for a number nobody has: the answer does not tell which cards there are.
    CoapAnswer answer;
    answer.contentFormat = OCTET_STREAM;
    answer.payload = RandomOctets(m_random, CARD_CHALLENGE_OCTETS);
    m_open.push_back({answer.payload, payload, Simulator::Now() + Seconds(CHALLENGE_LIFETIME_S)});
    if (m_open.size() > MAX_OPEN)
    {
        m_open.pop_front();
    }
    return answer;
}

CoapAnswer
CardServer::Record(uint16_t contentFormat, const Bytes& payload)
{
    if (m_authenticate)
    {
        return RecordOfSigned(contentFormat, payload);
    }
    if (contentFormat != OCTET_STREAM || payload.size() != CARD_ID_OCTETS)
    {
        return Refuse("unreadable", CoapCode::BAD_REQUEST);
    }
    const auto patient = m_patients.find(payload);
    if (patient == m_patients.end())
    {
        return Refuse("unknown-card", CoapCode::FORBIDDEN);
    }
    CoapAnswer answer;
    answer.contentFormat = JSON;
    answer.payload = patient->second.record;
    return answer;
}

CoapAnswer
CardServer::RecordOfSigned(uint16_t contentFormat, const Bytes& payload)
{
    const auto sign1 = contentFormat == COSE_SIGN1 ? DecodeCoseSign1(payload) : std::nullopt;
    if (!sign1)
    {
        return Refuse("unreadable", CoapCode::BAD_REQUEST);
    }
    const Bytes& id = sign1->headers.kid;
    // Taken before anything else: whatever is wrong with an answer, it was the only one.
    if (!TakeChallenge(sign1->payload, id))
    {
        return Refuse("no-such-challenge", CoapCode::FORBIDDEN);
    }
    const auto patient = m_patients.find(id);
    if (patient == m_patients.end())
    {
        return Refuse("unknown-card", CoapCode::FORBIDDEN);
    }
    if (!VerifyCoseSign1(*sign1, patient->second.verifier, CardContext(id)))
    {
        return Refuse("bad-signature", CoapCode::FORBIDDEN);
    }
    CoapAnswer answer;
    answer.contentFormat = JSON;
    answer.payload = patient->second.record;
    return answer;
}

bool
CardServer::TakeChallenge(const Bytes& challenge, const Bytes& id)
{
    const auto open = std::find_if(m_open.begin(), m_open.end(), [&](const Open& candidate) {
        return candidate.challenge == challenge && candidate.id == id;
    });
    if (open == m_open.end())
    {
        return false;
    }
    const bool fresh = Simulator::Now() <= open->until;
    m_open.erase(open);
    return fresh;
}

} // namespace iomt
} // namespace ns3
