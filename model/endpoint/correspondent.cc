// SPDX-License-Identifier: GPL-2.0-only

#include "correspondent.h"

#include "ns3/content-format.h"

#include <utility>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Correspondent);

TypeId
Correspondent::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Correspondent").SetParent<Endpoint>().SetGroupName("Iomt");
    return tid;
}

Correspondent::Correspondent() = default;
Correspondent::~Correspondent() = default;

void
Correspondent::SetBroker(const CoapPeer& broker)
{
    m_broker = broker;
}

const CoapPeer&
Correspondent::GetBroker() const
{
    return m_broker;
}

bool
Correspondent::IsPublication(const CoapReply& reply)
{
    return reply.outcome == CoapOutcome::RESPONSE && CoapCode::Class(reply.message.code) == 2 &&
           !reply.message.payload.empty();
}

uint16_t
Correspondent::FormatOf(const CoapMessage& message)
{
    return message.GetUint(CoapOptionNumber::CONTENT_FORMAT).value_or(OCTET_STREAM);
}

uint64_t
Correspondent::ObserveDocuments(const std::string& topic,
                                DocumentReader& reader,
                                DocumentCallback callback)
{
    return GetCoap()->Observe(
        m_broker,
        topic,
        [this, topic, &reader, callback](const CoapReply& reply) {
            if (!IsPublication(reply))
            {
                return;
            }
            auto opened = std::make_shared<OpenedDocument>();
            m_processor->Execute(
                [&]() {
                    *opened = reader.Open(FormatOf(reply.message), reply.message.payload, topic);
                },
                [self = Ptr<Correspondent>(this), opened, callback]() { callback(*opened); });
        });
}

void
Correspondent::PublishDocument(const std::string& topic,
                               DocumentSender& sender,
                               const Bytes& document)
{
    auto object = std::make_shared<SealedObject>();
    m_processor->Execute([&]() { *object = sender.Seal(document, topic); },
                         [self = Ptr<Correspondent>(this), object, topic]() {
                             self->PublishObject(topic, *object, true);
                         });
}

void
Correspondent::PublishObject(const std::string& topic,
                             const SealedObject& object,
                             bool confirmable,
                             uint64_t provenance)
{
    if (!GetCoap())
    {
        return;
    }
    CoapRequest request;
    request.method = CoapCode::PUT;
    request.path = topic;
    request.contentFormat = object.contentFormat;
    request.payload = object.payload;
    request.confirmable = confirmable;
    GetCoap()->Request(m_broker, request, nullptr, provenance);
}

} // namespace iomt
} // namespace ns3
