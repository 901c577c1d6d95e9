// SPDX-License-Identifier: GPL-2.0-only

#include "coap-client.h"

#include "coap-options.h"

#include <memory>

namespace ns3::iomt
{

namespace
{

constexpr std::size_t TOKEN_SIZE = 4;        // at least 32 random bits (RFC 7252, 5.3.1)
constexpr uint32_t REGISTER = 0;             // RFC 7641, 2
constexpr uint32_t DEREGISTER = 1;           // RFC 7641, 2
constexpr uint32_t HALF_SEQUENCE = 1U << 23; // RFC 7641, 3.4
constexpr double FRESH_AFTER_S = 128;        // RFC 7641, 3.4 [s]

CoapOutcome
ToOutcome(CoapDelivery delivery)
{
    return delivery == CoapDelivery::RESET        ? CoapOutcome::RESET
           : delivery == CoapDelivery::QUEUE_FULL ? CoapOutcome::QUEUE_FULL
                                                  : CoapOutcome::TIMEOUT;
}

} // namespace

CoapClient::CoapClient(CoapTransport& transport,
                       const CoapParameters& parameters,
                       CoapMessageLayer& layer)
    : m_transport(transport),
      m_parameters(parameters),
      m_layer(layer)
{
}

CoapClient::~CoapClient()
{
    for (const auto& entry : m_exchanges)
    {
        Cancel(entry.second.event);
    }
    for (const auto& entry : m_observations)
    {
        Cancel(entry.second.event);
    }
}

void
CoapClient::Cancel(uint64_t event)
{
    if (event != 0)
    {
        m_transport.Cancel(event);
    }
}

Bytes
CoapClient::NewToken()
{
    Bytes token(TOKEN_SIZE);
    do
    {
        for (uint8_t& octet : token)
        {
            octet = static_cast<uint8_t>(m_transport.Uniform() * 256);
        }
    } while (m_exchanges.count(token) != 0 || m_observationTokens.count(token) != 0);
    return token;
}

void
CoapClient::Request(const CoapPeer& to,
                    const CoapRequest& request,
                    CoapReplyCallback callback,
                    uint64_t provenance)
{
    CoapMessage message;
    message.code = request.method;
    message.token = NewToken();
    message.SetPath(request.path);
    for (const std::string& query : request.query)
    {
        message.AddString(CoapOptionNumber::URI_QUERY, query);
    }
    if (request.contentFormat)
    {
        message.AddUint(CoapOptionNumber::CONTENT_FORMAT, *request.contentFormat);
    }
    if (request.accept)
    {
        message.AddUint(CoapOptionNumber::ACCEPT, *request.accept);
    }
    if (request.noResponse != 0)
    {
        message.AddUint(CoapOptionNumber::NO_RESPONSE, request.noResponse);
    }
    message.payload = request.payload;
    if (!request.confirmable && !callback)
    {
        // Nobody waits for an answer, so nothing has to be remembered.
        m_layer.SendNonConfirmable(message, to, provenance);
        return;
    }
    const Bytes token = message.token;
    Exchange& exchange = m_exchanges[token];
    exchange.peer = to;
    exchange.confirmable = request.confirmable;
    exchange.callback = std::move(callback);
    if (request.confirmable)
    {
        exchange.messageId =
            m_layer.SendConfirmable(message, to, provenance, [this, token](CoapDelivery delivery) {
                OnDelivery(token, delivery);
            });
        return;
    }
    exchange.event = m_transport.Schedule(m_parameters.MaxTransmitWaitS(), [this, token] {
        OnDelivery(token, CoapDelivery::TIMEOUT);
    });
    exchange.messageId = m_layer.SendNonConfirmable(message, to, provenance);
}

void
CoapClient::OnDelivery(const Bytes& token, CoapDelivery delivery)
{
    const auto found = m_exchanges.find(token);
    if (found == m_exchanges.end())
    {
        return; // its response came
    }
    Exchange& exchange = found->second;
    exchange.acknowledged = true;
    if (delivery == CoapDelivery::ACKNOWLEDGED)
    {
        exchange.event = m_transport.Schedule(m_parameters.MaxTransmitWaitS(), [this, token] {
            OnDelivery(token, CoapDelivery::TIMEOUT);
        });
        return;
    }
    CoapReply reply;
    reply.outcome = ToOutcome(delivery);
    Finish(token, reply);
}

void
CoapClient::Finish(const Bytes& token, const CoapReply& reply)
{
    auto exchange = m_exchanges.extract(token);
    Cancel(exchange.mapped().event);
    if (exchange.mapped().callback)
    {
        CoapReply addressed = reply;
        addressed.peer = exchange.mapped().peer;
        exchange.mapped().callback(addressed);
    }
}

bool
CoapClient::Matches(const CoapMessage& response, const CoapPeer& from) const
{
    // A critical option that is not understood rejects a response too (RFC 7252, 5.4.1).
    if (CheckCoapOptions(response) != CoapOptionCheck::OK)
    {
        return false;
    }
    const bool piggybacked = response.type == CoapType::ACK;
    const auto exchange = m_exchanges.find(response.token);
    if (exchange != m_exchanges.end())
    {
        return exchange->second.peer == from &&
               (!piggybacked || exchange->second.messageId == response.messageId);
    }
    const auto token = m_observationTokens.find(response.token);
    if (token == m_observationTokens.end())
    {
        return false;
    }
    const Observation& observation = m_observations.at(token->second);
    return observation.peer == from &&
           (!piggybacked || observation.messageId == response.messageId);
}

void
CoapClient::OnResponse(const CoapMessage& response, const CoapPeer& from, uint64_t provenance)
{
    const auto exchange = m_exchanges.find(response.token);
    if (exchange == m_exchanges.end())
    {
        OnNotification(m_observationTokens.at(response.token), response, provenance);
        return;
    }
    const bool stop = exchange->second.confirmable && !exchange->second.acknowledged &&
                      response.type != CoapType::ACK;
    const uint16_t messageId = exchange->second.messageId;
    CoapReply reply;
    reply.message = response;
    reply.provenance = provenance;
    Finish(response.token, reply);
    if (stop)
    {
        m_layer.Acknowledge(messageId, from);
    }
}

void
CoapClient::OnReset(uint16_t messageId, const CoapPeer& from)
{
    for (const auto& [token, exchange] : m_exchanges)
    {
        if (!exchange.confirmable && exchange.messageId == messageId && exchange.peer == from)
        {
            OnDelivery(Bytes(token), CoapDelivery::RESET);
            return;
        }
    }
}

uint64_t
CoapClient::Observe(const CoapPeer& to, const std::string& path, CoapReplyCallback callback)
{
    const uint64_t id = ++m_lastObservation;
    Observation& observation = m_observations[id];
    observation.peer = to;
    observation.path = path;
    observation.token = NewToken();
    observation.callback = std::move(callback);
    m_observationTokens[observation.token] = id;
    Register(id);
    return id;
}

void
CoapClient::Register(uint64_t id)
{
    Observation& observation = m_observations.at(id);
    observation.event = 0;
    CoapMessage message;
    message.code = CoapCode::GET;
    message.token = observation.token;
    message.AddUint(CoapOptionNumber::OBSERVE, REGISTER);
    message.SetPath(observation.path);
    observation.registering = true;
    const auto messageId = std::make_shared<uint16_t>();
    *messageId = m_layer.SendConfirmable(
        message,
        observation.peer,
        0,
        [this, id, messageId](CoapDelivery delivery) { OnRegistration(id, *messageId, delivery); });
    observation.messageId = *messageId;
}

void
CoapClient::OnRegistration(uint64_t id, uint16_t messageId, CoapDelivery delivery)
{
    const auto found = m_observations.find(id);
    if (found == m_observations.end() || found->second.messageId != messageId)
    {
        return;
    }
    Observation& observation = found->second;
    observation.registering = false;
    if (delivery == CoapDelivery::ACKNOWLEDGED)
    {
        if (observation.event == 0)
        {
            // A separate response is to come; if it does not, ask again.
            RegisterAfter(id, m_parameters.MaxTransmitWaitS());
        }
        return;
    }
    RegisterAfter(id, m_parameters.observeMarginS);
    CoapReply reply;
    reply.outcome = ToOutcome(delivery);
    reply.peer = observation.peer;
    const CoapReplyCallback callback = observation.callback;
    callback(reply);
}

void
CoapClient::RegisterAfter(uint64_t id, double delayS)
{
    Observation& observation = m_observations.at(id);
    Cancel(observation.event);
    observation.event = m_transport.Schedule(delayS, [this, id] { Register(id); });
}

bool
CoapClient::IsFresh(const Observation& observation, uint32_t sequence) const
{
    const uint32_t last = observation.sequence;
    return !observation.any || (last < sequence && sequence - last < HALF_SEQUENCE) ||
           (last > sequence && last - sequence > HALF_SEQUENCE) ||
           m_transport.Now() > observation.arrivalS + FRESH_AFTER_S;
}

void
CoapClient::OnNotification(uint64_t id, const CoapMessage& message, uint64_t provenance)
{
    Observation& observation = m_observations.at(id);
    CoapReply reply;
    reply.message = message;
    reply.peer = observation.peer;
    reply.provenance = provenance;
    const auto sequence = message.GetUint(CoapOptionNumber::OBSERVE);
    if (sequence)
    {
        reply.stale = !IsFresh(observation, *sequence);
    }
    if (sequence && !reply.stale)
    {
        observation.any = true;
        observation.sequence = *sequence;
        observation.arrivalS = m_transport.Now();
    }
    const auto maxAge = message.GetUint(CoapOptionNumber::MAX_AGE);
    const double maxAgeS = maxAge ? static_cast<double>(*maxAge) : m_parameters.defaultMaxAgeS;
    RegisterAfter(id, maxAgeS + m_parameters.observeMarginS);
    const bool stop = observation.registering && message.type != CoapType::ACK;
    const uint16_t messageId = observation.messageId;
    const CoapPeer peer = observation.peer;
    const CoapReplyCallback callback = observation.callback;
    if (stop)
    {
        m_layer.Acknowledge(messageId, peer);
    }
    callback(reply);
}

void
CoapClient::CancelObserve(uint64_t id)
{
    auto observation = m_observations.extract(id);
    if (observation.empty())
    {
        return;
    }
    const Observation& ended = observation.mapped();
    Cancel(ended.event);
    m_observationTokens.erase(ended.token);
    CoapMessage message;
    message.code = CoapCode::GET;
    message.token = ended.token;
    message.AddUint(CoapOptionNumber::OBSERVE, DEREGISTER);
    message.SetPath(ended.path);
    Exchange& exchange = m_exchanges[ended.token];
    exchange.peer = ended.peer;
    const Bytes token = ended.token;
    exchange.messageId =
        m_layer.SendConfirmable(message, ended.peer, 0, [this, token](CoapDelivery delivery) {
            OnDelivery(token, delivery);
        });
}

} // namespace ns3::iomt
