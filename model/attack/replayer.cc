// SPDX-License-Identifier: GPL-2.0-only

#include "replayer.h"

#include "ns3/double.h"
#include "ns3/simulator.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Replayer);

namespace
{

const bool REGISTERED = Registry<AttackKind>::Get().Add(
    "replayer",
    [] { return std::make_unique<AttackKindOf<Replayer>>(); },
    "sends readings again later under the sender's address");

constexpr std::size_t MAX_KNOWN = 65536; // digests remembered

/// FNV-1a, 64 bits: tells captures apart, resists nobody.
class Digest
{
  public:
    template <typename Iterator>
    void Add(Iterator begin, Iterator end)
    {
        for (; begin != end; ++begin)
        {
            m_value = (m_value ^ *begin) * 0x100000001b3;
        }
    }

    uint64_t Value() const
    {
        return m_value;
    }

  private:
    uint64_t m_value{0xcbf29ce484222325};
};

} // namespace

TypeId
Replayer::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::Replayer")
                            .SetParent<Attack>()
                            .SetGroupName("Iomt")
                            .AddConstructor<Replayer>()
                            .AddAttribute("Delay",
                                          "Time between hearing a datagram and sending it again.",
                                          TimeValue(Seconds(10)),
                                          MakeTimeAccessor(&Replayer::m_delay),
                                          MakeTimeChecker(Seconds(0)))
                            .AddAttribute("Share",
                                          "Share of the readings heard that is sent again.",
                                          DoubleValue(1),
                                          MakeDoubleAccessor(&Replayer::m_share),
                                          MakeDoubleChecker<double>(0, 1));
    return tid;
}

Replayer::Replayer()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

bool
Replayer::KeepsContent() const
{
    return true;
}

nlohmann::json
Replayer::Harm() const
{
    return {{"captured", m_captured}};
}

std::vector<Option>
Replayer::Options() const
{
    return {{"delay_s", "Delay", Option::Type::SECONDS}, {"share", "Share", Option::Type::NUMBER}};
}

void
Replayer::DoInstall()
{
    m_device = Tap(GetEnvironment().exchange, MakeCallback(&Replayer::Hear, this));
}

void
Replayer::DoStop()
{
    for (EventId& event : m_events)
    {
        event.Cancel();
    }
    m_events.clear();
    m_captures.clear();
}

void
Replayer::DoDispose()
{
    Attack::DoDispose();
    m_device = nullptr;
    m_random = nullptr;
}

int64_t
Replayer::DoAssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

bool
Replayer::Hear(Ptr<NetDevice> /* device */,
               Ptr<const Packet> packet,
               uint16_t protocol,
               const Address& source,
               const Address& destination,
               NetDevice::PacketType /* type */)
{
    if (!IsActive())
    {
        return true;
    }
    auto datagram = Read(packet, protocol);
    if (!datagram || !AsReading(*datagram) || IsKnown(*datagram) ||
        m_random->GetValue(0, 1) >= m_share)
    {
        return true;
    }
    ++m_captured;
    m_captures.push_back({std::move(*datagram),
                          Mac48Address::ConvertFrom(source),
                          Mac48Address::ConvertFrom(destination),
                          packet->Copy()});
    m_events.push_back(Simulator::Schedule(m_delay, &Replayer::Replay, this));
    return true;
}

void
Replayer::Replay()
{
    Capture capture = std::move(m_captures.front());
    m_captures.pop_front();
    m_events.pop_front();

    std::array<uint8_t, 8> token;
    for (uint8_t& octet : token)
    {
        octet = static_cast<uint8_t>(m_random->GetInteger(0, 0xff));
    }
    // Any but the one captured, which the broker may still remember
    const uint16_t messageId =
        static_cast<uint16_t>(capture.datagram.Coap()->messageId + m_random->GetInteger(1, 0xffff));
    capture.datagram.RenameCoap(messageId, token);

    Ptr<Packet> packet = Write(capture.datagram, capture.original);
    Attempt(packet);
    m_device->SendFrom(packet, capture.source, capture.destination, ETHERTYPE_IPV6);
}

bool
Replayer::IsKnown(const Datagram& datagram)
{
    // Retransmissions, and what another replayer sends, differ in message ID and token at most
    Digest digest;
    digest.Add(datagram.source.begin(), datagram.source.end());
    digest.Add(datagram.payload.begin() + 4 + datagram.Coap()->tokenSize, datagram.payload.end());
    if (!m_known.insert(digest.Value()).second)
    {
        return true;
    }
    m_knownOrder.push_back(digest.Value());
    if (m_knownOrder.size() > MAX_KNOWN)
    {
        m_known.erase(m_knownOrder.front());
        m_knownOrder.pop_front();
    }
    return false;
}

} // namespace iomt
} // namespace ns3
