// SPDX-License-Identifier: GPL-2.0-only

#include "coap-message-layer.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string_view>

namespace ns3::iomt
{

namespace
{

CoapMessage
Empty(CoapType type, uint16_t messageId)
{
    CoapMessage message;
    message.type = type;
    message.messageId = messageId;
    return message;
}

std::size_t
Hash(const Bytes& datagram)
{
    return std::hash<std::string_view>()(
        {reinterpret_cast<const char*>(datagram.data()), datagram.size()});
}

} // namespace

double
CoapParameters::MaxTransmitSpanS() const
{
    return ackTimeoutS * ((1U << maxRetransmit) - 1) * ackRandomFactor;
}

double
CoapParameters::MaxTransmitWaitS() const
{
    return ackTimeoutS * ((2U << maxRetransmit) - 1) * ackRandomFactor;
}

double
CoapParameters::ExchangeLifetimeS() const
{
    return MaxTransmitSpanS() + 2 * maxLatencyS + processingDelayS;
}

double
CoapParameters::NonLifetimeS() const
{
    return MaxTransmitSpanS() + maxLatencyS;
}

CoapMessageLayer::CoapMessageLayer(CoapTransport& transport,
                                   const CoapParameters& parameters,
                                   CoapUpper& upper)
    : m_transport(transport),
      m_parameters(parameters),
      m_upper(upper)
{
}

CoapMessageLayer::~CoapMessageLayer()
{
    for (const auto& entry : m_outgoing)
    {
        m_transport.Cancel(entry.second.event);
    }
    for (const auto& entry : m_refused)
    {
        m_transport.Cancel(entry.first);
    }
}

uint16_t
CoapMessageLayer::NextMessageId()
{
    if (!m_nextMessageId)
    {
        // A random start keeps a restarted endpoint out of its own past (RFC 7252, 4.4).
        m_nextMessageId = static_cast<uint16_t>(m_transport.Uniform() * 65536);
    }
    return (*m_nextMessageId)++;
}

void
CoapMessageLayer::Transmit(const Bytes& datagram, const CoapPeer& to, uint64_t provenance)
{
    ++m_counters.sent;
    m_transport.Send(datagram, to, provenance);
}

uint16_t
CoapMessageLayer::SendConfirmable(CoapMessage message,
                                  const CoapPeer& to,
                                  uint64_t provenance,
                                  Ended ended)
{
    message.type = CoapType::CON;
    message.messageId = NextMessageId();
    Outgoing outgoing;
    outgoing.datagram = EncodeCoap(message);
    outgoing.provenance = provenance;
    outgoing.ended = std::move(ended);
    Lane& lane = m_lanes[to];
    if (lane.active < m_parameters.nstart)
    {
        ++lane.active;
        Start({to, message.messageId}, std::move(outgoing));
    }
    else if (lane.waiting.size() < m_parameters.maxQueued)
    {
        lane.waiting.emplace_back(message.messageId, std::move(outgoing));
    }
    else
    {
        ++m_counters.queueFull;
        const auto event = std::make_shared<uint64_t>();
        *event = m_transport.Schedule(0, [this, event] {
            const auto refused = m_refused.extract(*event);
            refused.mapped()(CoapDelivery::QUEUE_FULL);
        });
        m_refused.emplace(*event, std::move(outgoing.ended));
    }
    return message.messageId;
}

uint16_t
CoapMessageLayer::SendNonConfirmable(CoapMessage message, const CoapPeer& to, uint64_t provenance)
{
    message.type = CoapType::NON;
    message.messageId = NextMessageId();
    Transmit(EncodeCoap(message), to, provenance);
    return message.messageId;
}

void
CoapMessageLayer::Reply(const CoapMessage& reply, const CoapPeer& to, uint64_t provenance)
{
    const Bytes datagram = EncodeCoap(reply);
    const auto seen = m_seen.find({to, reply.messageId});
    if (seen != m_seen.end())
    {
        seen->second.reply = datagram;
        seen->second.provenance = provenance;
    }
    Transmit(datagram, to, provenance);
}

void
CoapMessageLayer::Acknowledge(uint16_t messageId, const CoapPeer& to)
{
    End({to, messageId}, CoapDelivery::ACKNOWLEDGED);
}

void
CoapMessageLayer::Start(const Key& key, Outgoing outgoing)
{
    // RFC 7252, 4.2: between ACK_TIMEOUT and ACK_TIMEOUT * ACK_RANDOM_FACTOR.
    outgoing.timeoutS =
        m_parameters.ackTimeoutS * (1 + m_transport.Uniform() * (m_parameters.ackRandomFactor - 1));
    outgoing.event = m_transport.Schedule(outgoing.timeoutS, [this, key] { OnTimer(key); });
    const Outgoing& started = m_outgoing[key] = std::move(outgoing);
    const Bytes datagram = started.datagram;
    Transmit(datagram, key.first, started.provenance);
}

void
CoapMessageLayer::OnTimer(const Key& key)
{
    const auto found = m_outgoing.find(key);
    if (found == m_outgoing.end())
    {
        return;
    }
    Outgoing& outgoing = found->second;
    if (outgoing.retransmissions == m_parameters.maxRetransmit)
    {
        ++m_counters.timeouts;
        End(key, CoapDelivery::TIMEOUT);
        return;
    }
    ++outgoing.retransmissions;
    ++m_counters.retransmissions;
    outgoing.timeoutS *= 2;
    outgoing.event = m_transport.Schedule(outgoing.timeoutS, [this, key] { OnTimer(key); });
    const Bytes datagram = outgoing.datagram;
    Transmit(datagram, key.first, outgoing.provenance);
}

void
CoapMessageLayer::End(const Key& key, CoapDelivery delivery)
{
    auto outgoing = m_outgoing.extract(key);
    if (outgoing.empty())
    {
        return;
    }
    m_transport.Cancel(outgoing.mapped().event);
    --m_lanes[key.first].active;
    StartWaiting(key.first);
    if (outgoing.mapped().ended)
    {
        outgoing.mapped().ended(delivery);
    }
}

void
CoapMessageLayer::StartWaiting(const CoapPeer& peer)
{
    const auto lane = m_lanes.find(peer);
    if (!lane->second.waiting.empty())
    {
        auto [messageId, outgoing] = std::move(lane->second.waiting.front());
        lane->second.waiting.pop_front();
        ++lane->second.active;
        Start({peer, messageId}, std::move(outgoing));
    }
    else if (lane->second.active == 0)
    {
        m_lanes.erase(lane);
    }
}

void
CoapMessageLayer::ForgetFirst(std::deque<Expiry>& expiries)
{
    const Expiry& first = expiries.front();
    const auto seen = m_seen.find(first.key);
    if (seen != m_seen.end() && seen->second.serial == first.serial)
    {
        m_seen.erase(seen);
    }
    expiries.pop_front();
}

void
CoapMessageLayer::Forget(double now)
{
    for (auto* expiries : {&m_confirmableExpiries, &m_nonConfirmableExpiries})
    {
        while (!expiries->empty() && expiries->front().timeS <= now)
        {
            ForgetFirst(*expiries);
        }
    }
    // A flood must not grow this without bound; the longer queue gives way.
    const std::size_t most = std::max<std::size_t>(1, m_parameters.maxRemembered);
    while (m_confirmableExpiries.size() + m_nonConfirmableExpiries.size() >= most)
    {
        ForgetFirst(m_confirmableExpiries.size() > m_nonConfirmableExpiries.size()
                        ? m_confirmableExpiries
                        : m_nonConfirmableExpiries);
    }
}

bool
CoapMessageLayer::IsDuplicate(const CoapMessage& message,
                              const CoapPeer& from,
                              const Bytes& datagram)
{
    const double now = m_transport.Now();
    const std::size_t hash = Hash(datagram);
    Forget(now);
    const Key key{from, message.messageId};
    const auto seen = m_seen.find(key);
    if (seen != m_seen.end() && seen->second.hash == hash)
    {
        ++m_counters.duplicates;
        if (message.type == CoapType::CON && !seen->second.reply.empty())
        {
            const Bytes reply = seen->second.reply;
            Transmit(reply, from, seen->second.provenance);
        }
        return true;
    }
    ++m_serial;
    m_seen[key] = Seen{hash, m_serial, {}, 0};
    const bool confirmable = message.type == CoapType::CON;
    auto& expiries = confirmable ? m_confirmableExpiries : m_nonConfirmableExpiries;
    const double lifetimeS =
        confirmable ? m_parameters.ExchangeLifetimeS() : m_parameters.NonLifetimeS();
    expiries.push_back({now + lifetimeS, key, m_serial});
    return false;
}

void
CoapMessageLayer::Reject(const CoapMessage& message, const CoapPeer& from)
{
    Reply(Empty(CoapType::RST, message.messageId), from, 0);
}

void
CoapMessageLayer::Receive(const Bytes& datagram, const CoapPeer& from, uint64_t provenance)
{
    ++m_counters.received;
    const CoapParse parse = DecodeCoap(datagram);
    const CoapMessage& message = parse.message;
    if (parse.status != CoapParseStatus::OK)
    {
        ++m_counters.malformed;
        if (parse.status == CoapParseStatus::FORMAT_ERROR && message.type == CoapType::CON)
        {
            Transmit(EncodeCoap(Empty(CoapType::RST, message.messageId)), from, 0);
        }
        return;
    }
    switch (message.type)
    {
    case CoapType::ACK:
        OnAcknowledgement(message, from, provenance);
        break;
    case CoapType::RST:
        if (!message.IsEmpty())
        {
            ++m_counters.malformed;
        }
        else if (m_outgoing.count({from, message.messageId}) != 0)
        {
            End({from, message.messageId}, CoapDelivery::RESET);
        }
        else
        {
            m_upper.OnReset(message.messageId, from);
        }
        break;
    case CoapType::CON:
    case CoapType::NON:
        if (!IsDuplicate(message, from, datagram))
        {
            OnMessage(message, from, provenance);
        }
        break;
    }
}

void
CoapMessageLayer::OnAcknowledgement(const CoapMessage& message,
                                    const CoapPeer& from,
                                    uint64_t provenance)
{
    const Key key{from, message.messageId};
    if (m_outgoing.count(key) == 0)
    {
        // Late or repeated: the exchange is over.
        ++m_counters.unmatched;
        return;
    }
    if (!message.IsEmpty() && !message.IsResponse())
    {
        ++m_counters.malformed;
        return;
    }
    if (message.IsResponse())
    {
        if (!m_upper.Matches(message, from))
        {
            ++m_counters.unmatched;
            return;
        }
        m_upper.OnResponse(message, from, provenance);
    }
    End(key, CoapDelivery::ACKNOWLEDGED);
}

void
CoapMessageLayer::OnMessage(const CoapMessage& message, const CoapPeer& from, uint64_t provenance)
{
    const bool confirmable = message.type == CoapType::CON;
    if (message.IsRequest())
    {
        m_upper.OnRequest(message, from, provenance);
        return;
    }
    if (message.IsResponse() && m_upper.Matches(message, from))
    {
        if (confirmable)
        {
            Reply(Empty(CoapType::ACK, message.messageId), from, 0);
        }
        m_upper.OnResponse(message, from, provenance);
        return;
    }
    if (message.IsResponse())
    {
        ++m_counters.unmatched;
    }
    else if (!message.IsEmpty() || !confirmable)
    {
        ++m_counters.malformed; // reserved class, or Empty as NON
    }
    // An Empty CON is a ping (RFC 7252, 4.3). A notification nobody wants is rejected even as NON,
    // which ends the registration (RFC 7641, 3.6).
    const bool notification =
        message.IsResponse() && message.GetUint(CoapOptionNumber::OBSERVE).has_value();
    if (confirmable || notification)
    {
        Reject(message, from);
    }
}

} // namespace ns3::iomt
