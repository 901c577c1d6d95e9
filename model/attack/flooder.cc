// SPDX-License-Identifier: GPL-2.0-only

#include "flooder.h"

#include "ns3/boolean.h"
#include "ns3/content-format.h"
#include "ns3/double.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <string_view>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Flooder);

namespace
{

const bool REGISTERED = Registry<AttackKind>::Get().Add(
    "flooder",
    [] { return std::make_unique<AttackKindOf<Flooder>>(); },
    "sends datagrams to the broker's port at a rate");

// RFC 7252: sections 3, 5.10 and 12.1.1
constexpr uint8_t COAP_NON_TOKEN_4 = 0x54;
constexpr uint8_t COAP_GET = 0x01;
constexpr uint8_t COAP_PUT = 0x03;
constexpr uint8_t COAP_URI_PATH = 11;
constexpr uint8_t COAP_CONTENT_FORMAT = 12;
constexpr uint8_t COAP_PAYLOAD_MARKER = 0xff;
constexpr std::size_t COAP_MAX_SEGMENT = 255;

/// Append an option; delta at most 12, value at most 255 octets.
void
AppendOption(Bytes& message, uint8_t delta, std::string_view value)
{
    const std::size_t size = std::min(value.size(), COAP_MAX_SEGMENT);
    message.push_back(static_cast<uint8_t>((delta << 4) | std::min<std::size_t>(size, 13)));
    if (size >= 13)
    {
        message.push_back(static_cast<uint8_t>(size - 13));
    }
    message.insert(message.end(), value.begin(), value.begin() + size);
}

} // namespace

TypeId
Flooder::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Flooder")
            .SetParent<Attack>()
            .SetGroupName("Iomt")
            .AddConstructor<Flooder>()
            .AddAttribute("Rate",
                          "Datagrams a second.",
                          DoubleValue(1000),
                          MakeDoubleAccessor(&Flooder::m_rate),
                          MakeDoubleChecker<double>(1e-9, 1e6))
            .AddAttribute("PayloadSize",
                          "UDP payload [octets]; a CoAP message is never shorter than its header "
                          "and options.",
                          UintegerValue(64),
                          MakeUintegerAccessor(&Flooder::m_payloadSize),
                          MakeUintegerChecker<uint32_t>(0, 1232))
            .AddAttribute("Spoof",
                          "Whether the source is a random address of a site, else its own.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&Flooder::m_spoof),
                          MakeBooleanChecker())
            .AddAttribute("Content",
                          "put or get: a non-confirmable CoAP request; random: octets.",
                          StringValue("put"),
                          MakeStringAccessor(&Flooder::SetContent, &Flooder::GetContent),
                          MakeStringChecker());
    return tid;
}

Flooder::Flooder()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

nlohmann::json
Flooder::Harm() const
{
    return {{"bytes", m_octets}};
}

bool
Flooder::SetContent(std::string content)
{
    if (content != "put" && content != "get" && content != "random")
    {
        return false;
    }
    m_content = std::move(content);
    return true;
}

std::string
Flooder::GetContent() const
{
    return m_content;
}

std::vector<Option>
Flooder::Options() const
{
    return {{"rate_pps", "Rate", Option::Type::NUMBER},
            {"payload_bytes", "PayloadSize", Option::Type::INTEGER},
            {"spoof", "Spoof", Option::Type::FLAG},
            {"content", "Content", Option::Type::TEXT}};
}

void
Flooder::DoInstall()
{
    m_device = Tap(GetEnvironment().exchange, MakeCallback(&Flooder::Hear, this));
}

void
Flooder::DoStart()
{
    if (m_learnt)
    {
        Flood();
    }
}

void
Flooder::DoStop()
{
    m_event.Cancel();
}

void
Flooder::DoDispose()
{
    Attack::DoDispose();
    m_device = nullptr;
    m_random = nullptr;
}

int64_t
Flooder::DoAssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

bool
Flooder::Hear(Ptr<NetDevice> /* device */,
              Ptr<const Packet> packet,
              uint16_t protocol,
              const Address& source,
              const Address& destination,
              NetDevice::PacketType /* type */)
{
    if (m_learnt)
    {
        return true;
    }
    const auto datagram = Read(packet, protocol);
    Datagram::Address broker;
    GetEnvironment().broker.GetBytes(broker.data());
    if (!datagram || datagram->destination != broker)
    {
        return true;
    }
    m_learnt = true;
    m_router = Mac48Address::ConvertFrom(source);
    m_nextHop = Mac48Address::ConvertFrom(destination);
    m_hopLimit = datagram->hopLimit;
    if (IsActive())
    {
        Flood();
    }
    return true;
}

void
Flooder::Flood()
{
    Datagram datagram;
    MakeSource().GetBytes(datagram.source.data());
    GetEnvironment().broker.GetBytes(datagram.destination.data());
    datagram.hopLimit = m_spoof ? m_hopLimit : datagram.hopLimit;
    // The dynamic ports of RFC 6335, section 6
    datagram.sourcePort = static_cast<uint16_t>(m_random->GetInteger(49152, 65535));
    datagram.destinationPort = GetEnvironment().port;
    datagram.payload = MakePayload();

    Ptr<Packet> packet = Write(datagram, nullptr);
    m_octets += packet->GetSize();
    Attempt(packet);
    const Address source = m_spoof ? Address(m_router) : m_device->GetAddress();
    m_device->SendFrom(packet, source, m_nextHop, ETHERTYPE_IPV6);
    m_event = Simulator::Schedule(Seconds(1 / m_rate), &Flooder::Flood, this);
}

Bytes
Flooder::MakePayload()
{
    Bytes payload;
    payload.reserve(m_payloadSize);
    if (m_content != "random")
    {
        const bool put = m_content == "put";
        payload = {COAP_NON_TOKEN_4, put ? COAP_PUT : COAP_GET};
        Fill(payload, 8); // message ID and token
        AppendOption(payload, COAP_URI_PATH, "ps");
        AppendOption(payload, 0, "flood");
        AppendOption(payload, 0, std::to_string(m_random->GetInteger(10000000, 99999999)));
        if (put)
        {
            const char format = static_cast<char>(OCTET_STREAM);
            AppendOption(payload,
                         COAP_CONTENT_FORMAT - COAP_URI_PATH,
                         std::string_view(&format, 1));
            payload.push_back(COAP_PAYLOAD_MARKER);
            Fill(payload, payload.size() + 1);
        }
        while (!put && payload.size() < m_payloadSize)
        {
            // An option's own head is 1 octet, 2 from a value of 13 on
            const std::size_t room = m_payloadSize - payload.size();
            const std::size_t size = room < 15 ? std::min<std::size_t>(room - 1, 12) : room - 2;
            AppendOption(payload, 0, std::string(std::min(size, COAP_MAX_SEGMENT), 'x'));
        }
    }
    Fill(payload, m_content == "get" ? payload.size() : m_payloadSize);
    return payload;
}

void
Flooder::Fill(Bytes& payload, std::size_t size)
{
    while (payload.size() < size)
    {
        payload.push_back(static_cast<uint8_t>(m_random->GetInteger(0, 0xff)));
    }
}

Ipv6Address
Flooder::MakeSource()
{
    const auto& sites = GetEnvironment().sites;
    if (!m_spoof || sites.empty())
    {
        return GetEnvironment().ownAddress;
    }
    const auto& [network, prefix] =
        sites[m_random->GetInteger(0, static_cast<uint32_t>(sites.size() - 1))];
    uint8_t address[16];
    uint8_t mask[16];
    network.GetBytes(address);
    prefix.GetBytes(mask);
    for (std::size_t i = 0; i < sizeof(address); ++i)
    {
        const uint8_t host = static_cast<uint8_t>(m_random->GetInteger(0, 0xff));
        address[i] = static_cast<uint8_t>((address[i] & mask[i]) | (host & ~mask[i]));
    }
    return Ipv6Address(address);
}

} // namespace iomt
} // namespace ns3
