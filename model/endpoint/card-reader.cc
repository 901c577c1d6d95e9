// SPDX-License-Identifier: GPL-2.0-only

#include "card-reader.h"

#include "ns3/content-format.h"

#include <memory>
#include <utility>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(CardReader);

namespace
{

/// How a look-up stands after a reply that should be 2.05.
LookUpOutcome
OutcomeOf(const CoapReply& reply)
{
    if (reply.outcome != CoapOutcome::RESPONSE)
    {
        return LookUpOutcome::UNANSWERED;
    }
    return reply.message.code == CoapCode::CONTENT ? LookUpOutcome::READ : LookUpOutcome::REFUSED;
}

} // namespace

TypeId
CardReader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::CardReader")
                            .SetParent<Endpoint>()
                            .SetGroupName("Iomt")
                            .AddConstructor<CardReader>();
    return tid;
}

CardReader::CardReader() = default;
CardReader::~CardReader() = default;

void
CardReader::SetServer(const CoapPeer& server)
{
    m_server = server;
}

void
CardReader::Begin()
{
}

void
CardReader::Post(const char* path,
                 uint16_t contentFormat,
                 const Bytes& payload,
                 const CoapReplyCallback& callback)
{
    if (!GetCoap())
    {
        callback({CoapOutcome::TIMEOUT, {}, m_server}); // not started
        return;
    }
    CoapRequest request;
    request.method = CoapCode::POST;
    request.path = path;
    request.contentFormat = contentFormat;
    request.payload = payload;
    GetCoap()->Request(m_server, request, callback);
}

void
CardReader::LookUp(const Bytes& id, CardAnswer card, Done done)
{
    Post(CARD_CHALLENGE_PATH, OCTET_STREAM, id, [this, card, done](const CoapReply& reply) {
        LookUpOutcome outcome = OutcomeOf(reply);
        if (outcome == LookUpOutcome::READ)
        {
            Sign(reply.message.payload, card, done);
        }
        else
        {
            done(outcome, {});
        }
    });
}

void
CardReader::LookUpByNumber(const Bytes& id, Done done)
{
    PostForRecord(OCTET_STREAM, id, done);
}

void
CardReader::Sign(const Bytes& challenge, const CardAnswer& card, const Done& done)
{
    auto answer = std::make_shared<Bytes>();
    const bool accepted = m_processor->Execute([&]() { *answer = card(challenge); },
                                               [self = Ptr<CardReader>(this), answer, done]() {
                                                   self->PostForRecord(COSE_SIGN1, *answer, done);
                                               });
    if (!accepted)
    {
        done(LookUpOutcome::UNANSWERED, {});
    }
}

void
CardReader::PostForRecord(uint16_t contentFormat, const Bytes& payload, const Done& done)
{
    Post(CARD_RECORD_PATH, contentFormat, payload, [done](const CoapReply& reply) {
        const LookUpOutcome outcome = OutcomeOf(reply);
        done(outcome, outcome == LookUpOutcome::READ ? reply.message.payload : Bytes());
    });
}

} // namespace iomt
} // namespace ns3
