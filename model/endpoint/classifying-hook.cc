// SPDX-License-Identifier: GPL-2.0-only

#include "classifying-hook.h"

#include "datagram-view.h"

#include "ns3/coap-message.h"
#include "ns3/coap-transport.h"
#include "ns3/content-format.h"
#include "ns3/provenance.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(ClassifyingHook);

namespace
{

/// The CoAP publication in an IPv6 datagram; nothing for anything else.
std::optional<CoapMessage>
PublicationIn(Ptr<const Packet> packet)
{
    constexpr std::size_t HEADERS = 40 + 8; // RFC 8200, 3 and RFC 768
    Bytes bytes(packet->GetSize());
    packet->CopyData(bytes.data(), bytes.size());
    const DatagramView view = DatagramView::Parse(bytes.data(), bytes.size());
    if (view.shape != DatagramView::Shape::WHOLE || view.key.protocol != DatagramView::UDP ||
        view.key.destinationPort != COAP_PORT || bytes.size() < HEADERS)
    {
        return std::nullopt;
    }
    const CoapParse parsed = DecodeCoap(Bytes(bytes.begin() + HEADERS, bytes.end()));
    if (parsed.status != CoapParseStatus::OK || parsed.message.code != CoapCode::PUT)
    {
        return std::nullopt;
    }
    return parsed.message;
}

} // namespace

TypeId
ClassifyingHook::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::ClassifyingHook")
                            .SetParent<ForwardingHook>()
                            .SetGroupName("Iomt")
                            .AddConstructor<ClassifyingHook>();
    return tid;
}

ClassifyingHook::ClassifyingHook() = default;
ClassifyingHook::~ClassifyingHook() = default;

void
ClassifyingHook::DoDispose()
{
    m_classifier = nullptr;
    ForwardingHook::DoDispose();
}

void
ClassifyingHook::Set(Ptr<EdgeClassifier> classifier, bool withholds)
{
    m_classifier = classifier;
    m_withholds = withholds;
}

void
ClassifyingHook::Handle(Ptr<Transit> transit)
{
    const auto message = PublicationIn(transit->GetPacket());
    if (!message || !m_classifier->Takes(message->Path()))
    {
        transit->Pass();
        return;
    }
    m_classifier->TakeSealed(
        message->Path(),
        message->GetUint(CoapOptionNumber::CONTENT_FORMAT).value_or(OCTET_STREAM),
        message->payload,
        Provenance::Of(transit->GetPacket()).Pack());
    if (m_withholds && message->type == CoapType::NON)
    {
        transit->Drop(WITHHELD);
        return;
    }
    transit->Pass();
}

} // namespace iomt
} // namespace ns3
