// SPDX-License-Identifier: GPL-2.0-only

#include "coap-server.h"

#include "coap-options.h"

#include <algorithm>

namespace ns3::iomt
{

namespace
{

constexpr uint32_t REGISTER = 0;             // RFC 7641, 2
constexpr uint32_t DEREGISTER = 1;           // RFC 7641, 2
constexpr uint32_t SEQUENCE_MASK = 0xffffff; // RFC 7641, 4.4
constexpr double CONFIRM_AFTER_S = 86400;    // RFC 7641, 4.5: one CON a day at least [s]
constexpr std::size_t REMEMBERED_NON = 32;   // a Reset comes within a round trip

bool
IsSuccess(uint8_t code)
{
    return CoapCode::Class(code) == 2;
}

CoapMessage
ToMessage(const CoapAnswer& answer, const Bytes& token)
{
    CoapMessage message;
    message.code = answer.code;
    message.token = token;
    if (answer.contentFormat)
    {
        message.AddUint(CoapOptionNumber::CONTENT_FORMAT, *answer.contentFormat);
    }
    if (answer.maxAgeS)
    {
        message.AddUint(CoapOptionNumber::MAX_AGE, *answer.maxAgeS);
    }
    message.payload = answer.payload;
    return message;
}

CoapAnswer
Code(uint8_t code)
{
    CoapAnswer answer;
    answer.code = code;
    return answer;
}

} // namespace

CoapServer::CoapServer(CoapTransport& transport,
                       const CoapParameters& parameters,
                       CoapMessageLayer& layer)
    : m_transport(transport),
      m_parameters(parameters),
      m_layer(layer)
{
}

CoapServer::~CoapServer()
{
    for (const auto& entry : m_exchanges)
    {
        if (entry.second.event != 0)
        {
            m_transport.Cancel(entry.second.event);
        }
    }
}

void
CoapServer::AddResource(const std::string& path, CoapHandler handler, bool observable)
{
    m_resources[path] = {std::move(handler), observable};
}

const CoapServer::Resource*
CoapServer::Find(const std::string& path) const
{
    auto found = m_resources.find(path);
    // The longest prefix that ends in a star matches best.
    for (std::size_t end = path.size(); found == m_resources.end() && end != 0;)
    {
        const std::size_t slash = path.rfind('/', end - 1);
        end = slash == std::string::npos ? 0 : slash;
        found = m_resources.find(end == 0 ? "*" : path.substr(0, end) + "/*");
    }
    return found == m_resources.end() ? nullptr : &found->second;
}

void
CoapServer::OnRequest(const CoapMessage& request, const CoapPeer& from, uint64_t provenance)
{
    if (Refuse(request, from))
    {
        return;
    }
    Exchange exchange;
    exchange.peer = from;
    exchange.request = request;
    exchange.piggyback = request.type == CoapType::CON;
    exchange.path = request.Path();
    const Resource* resource = Find(exchange.path);
    if (resource == nullptr || request.code > CoapCode::DELETE_)
    {
        Answer(exchange,
               Code(resource == nullptr ? CoapCode::NOT_FOUND : CoapCode::METHOD_NOT_ALLOWED));
        return;
    }
    exchange.observable = resource->observable;
    const CoapHandler handler = resource->handler;
    CoapIncoming incoming;
    incoming.peer = from;
    incoming.message = request;
    incoming.path = exchange.path;
    const auto format = request.GetUint(CoapOptionNumber::CONTENT_FORMAT);
    if (format && *format <= 0xffff)
    {
        incoming.contentFormat = static_cast<uint16_t>(*format);
    }
    incoming.provenance = provenance;
    incoming.exchange = ++m_lastExchange;
    // The exchange exists before the handler runs, which may call Respond itself.
    ForgetExchanges();
    exchange.expiryS = m_transport.Now() + m_parameters.ExchangeLifetimeS();
    m_exchanges[incoming.exchange] = exchange;
    const std::optional<CoapAnswer> answer = handler(incoming);
    const auto pending = m_exchanges.find(incoming.exchange);
    if (answer)
    {
        Respond(incoming.exchange, *answer);
    }
    else if (pending != m_exchanges.end() && exchange.piggyback)
    {
        pending->second.event =
            m_transport.Schedule(m_parameters.separateAfterS,
                                 [this, id = incoming.exchange] { SendEmptyAck(id); });
    }
}

bool
CoapServer::Refuse(const CoapMessage& request, const CoapPeer& from)
{
    const CoapOptionCheck check = CheckCoapOptions(request);
    if (check == CoapOptionCheck::OK)
    {
        return false;
    }
    if (request.type == CoapType::NON && check == CoapOptionCheck::BAD_OPTION)
    {
        // Rejected without an answer (RFC 7252, 5.4.1).
        CoapMessage reset;
        reset.type = CoapType::RST;
        reset.messageId = request.messageId;
        m_layer.Reply(reset, from, 0);
        return true;
    }
    Exchange exchange;
    exchange.peer = from;
    exchange.request = request;
    exchange.piggyback = request.type == CoapType::CON;
    Answer(exchange,
           Code(check == CoapOptionCheck::PROXY ? CoapCode::PROXYING_NOT_SUPPORTED
                                                : CoapCode::BAD_OPTION));
    return true;
}

void
CoapServer::Respond(uint64_t id, const CoapAnswer& answer)
{
    const auto exchange = m_exchanges.extract(id);
    if (exchange.empty())
    {
        return;
    }
    if (exchange.mapped().event != 0)
    {
        m_transport.Cancel(exchange.mapped().event);
    }
    Answer(exchange.mapped(), answer);
}

void
CoapServer::Answer(const Exchange& exchange, const CoapAnswer& answer)
{
    const CoapMessage& request = exchange.request;
    CoapAnswer given = answer;
    const auto accept = request.GetUint(CoapOptionNumber::ACCEPT);
    if (request.code == CoapCode::GET && accept && IsSuccess(answer.code) && answer.contentFormat &&
        *answer.contentFormat != *accept)
    {
        given = Code(CoapCode::NOT_ACCEPTABLE);
        given.provenance = answer.provenance;
    }
    CoapMessage message = ToMessage(given, request.token);
    if (UpdateObserver(exchange, given))
    {
        message.AddUint(CoapOptionNumber::OBSERVE, m_sequence);
    }
    if (request.type == CoapType::NON)
    {
        // RFC 7967, 2.1: bit n - 1 of No-Response stands for class n.
        const uint32_t unwanted = request.GetUint(CoapOptionNumber::NO_RESPONSE).value_or(0);
        if (!given.silent && (unwanted >> (CoapCode::Class(given.code) - 1) & 1) == 0)
        {
            m_layer.SendNonConfirmable(message, exchange.peer, given.provenance);
        }
    }
    else if (exchange.piggyback)
    {
        message.type = CoapType::ACK;
        message.messageId = request.messageId;
        m_layer.Reply(message, exchange.peer, given.provenance);
    }
    else
    {
        const ObserverKey key{exchange.peer, request.token};
        m_layer.SendConfirmable(message,
                                exchange.peer,
                                given.provenance,
                                [this, key](CoapDelivery delivery) {
                                    if (delivery != CoapDelivery::ACKNOWLEDGED)
                                    {
                                        RemoveObserver(key);
                                    }
                                });
    }
}

bool
CoapServer::UpdateObserver(const Exchange& exchange, const CoapAnswer& answer)
{
    const auto observe = exchange.request.GetUint(CoapOptionNumber::OBSERVE);
    if (exchange.request.code != CoapCode::GET || !observe)
    {
        return false;
    }
    const ObserverKey key{exchange.peer, exchange.request.token};
    const bool known = m_observers.count(key) != 0;
    if (*observe == REGISTER && exchange.observable && IsSuccess(answer.code) &&
        (known || m_observers.size() < m_parameters.maxObservers))
    {
        RemoveObserver(key);
        m_observers[key] = {exchange.path, {}, m_transport.Now()};
        m_observed[exchange.path].insert(key);
        m_sequence = (m_sequence + 1) & SEQUENCE_MASK;
        return true;
    }
    if (*observe == REGISTER || *observe == DEREGISTER)
    {
        RemoveObserver(key);
    }
    return false;
}

void
CoapServer::RemoveObserver(const ObserverKey& key)
{
    const auto observer = m_observers.find(key);
    if (observer == m_observers.end())
    {
        return;
    }
    const auto observed = m_observed.find(observer->second.path);
    observed->second.erase(key);
    if (observed->second.empty())
    {
        m_observed.erase(observed);
    }
    m_observers.erase(observer);
}

std::size_t
CoapServer::Notify(const std::string& path, const CoapAnswer& answer, bool confirmable)
{
    const auto observed = m_observed.find(path);
    if (observed == m_observed.end())
    {
        return 0;
    }
    const std::set<ObserverKey> keys = observed->second; // sending may remove some
    m_sequence = (m_sequence + 1) & SEQUENCE_MASK;
    for (const ObserverKey& key : keys)
    {
        CoapMessage message = ToMessage(answer, key.second);
        Observer& observer = m_observers.at(key);
        const double now = m_transport.Now();
        if (IsSuccess(answer.code))
        {
            message.AddUint(CoapOptionNumber::OBSERVE, m_sequence);
        }
        if (confirmable || now >= observer.confirmedS + CONFIRM_AFTER_S)
        {
            observer.confirmedS = now;
            m_layer.SendConfirmable(message,
                                    key.first,
                                    answer.provenance,
                                    [this, key](CoapDelivery delivery) {
                                        if (delivery == CoapDelivery::TIMEOUT ||
                                            delivery == CoapDelivery::RESET)
                                        {
                                            RemoveObserver(key);
                                        }
                                    });
        }
        else
        {
            observer.messageIds.push_back(
                m_layer.SendNonConfirmable(message, key.first, answer.provenance));
            if (observer.messageIds.size() > REMEMBERED_NON)
            {
                observer.messageIds.pop_front();
            }
        }
        if (!IsSuccess(answer.code))
        {
            RemoveObserver(key);
        }
    }
    return keys.size();
}

std::size_t
CoapServer::Observers(const std::string& path) const
{
    const auto observed = m_observed.find(path);
    return observed == m_observed.end() ? 0 : observed->second.size();
}

void
CoapServer::OnReset(uint16_t messageId, const CoapPeer& from)
{
    for (auto it = m_observers.lower_bound({from, {}});
         it != m_observers.end() && it->first.first == from;
         ++it)
    {
        const auto& sent = it->second.messageIds;
        if (std::find(sent.begin(), sent.end(), messageId) != sent.end())
        {
            RemoveObserver(ObserverKey(it->first));
            return;
        }
    }
}

void
CoapServer::SendEmptyAck(uint64_t id)
{
    Exchange& exchange = m_exchanges.at(id);
    exchange.event = 0;
    exchange.piggyback = false;
    CoapMessage acknowledgement;
    acknowledgement.type = CoapType::ACK;
    acknowledgement.messageId = exchange.request.messageId;
    m_layer.Reply(acknowledgement, exchange.peer, 0);
}

void
CoapServer::ForgetExchanges()
{
    const double now = m_transport.Now();
    while (!m_exchanges.empty() && m_exchanges.begin()->second.expiryS <= now)
    {
        if (m_exchanges.begin()->second.event != 0)
        {
            m_transport.Cancel(m_exchanges.begin()->second.event);
        }
        m_exchanges.erase(m_exchanges.begin());
    }
}

} // namespace ns3::iomt
