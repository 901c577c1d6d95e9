// SPDX-License-Identifier: GPL-2.0-only

#include "coap-endpoint.h"

#include "coap-client.h"
#include "coap-message-layer.h"
#include "coap-server.h"

namespace ns3::iomt
{

/// Client and server on one message layer.
class CoapEndpoint::Parts : public CoapUpper
{
  public:
    Parts(CoapTransport& transport, const CoapParameters& given)
        : parameters(given),
          layer(transport, parameters, *this),
          client(transport, parameters, layer),
          server(transport, parameters, layer)
    {
    }

    void OnRequest(const CoapMessage& request, const CoapPeer& from, uint64_t provenance) override
    {
        server.OnRequest(request, from, provenance);
    }

    bool Matches(const CoapMessage& response, const CoapPeer& from) const override
    {
        return client.Matches(response, from);
    }

    void OnResponse(const CoapMessage& response, const CoapPeer& from, uint64_t provenance) override
    {
        client.OnResponse(response, from, provenance);
    }

    void OnReset(uint16_t messageId, const CoapPeer& from) override
    {
        client.OnReset(messageId, from);
        server.OnReset(messageId, from);
    }

    const CoapParameters parameters;
    CoapMessageLayer layer;
    CoapClient client;
    CoapServer server;
};

CoapEndpoint::CoapEndpoint(CoapTransport& transport, const CoapParameters& parameters)
    : m_parts(std::make_unique<Parts>(transport, parameters))
{
}

CoapEndpoint::~CoapEndpoint() = default;

void
CoapEndpoint::Receive(const Bytes& datagram, const CoapPeer& from, uint64_t provenance)
{
    m_parts->layer.Receive(datagram, from, provenance);
}

void
CoapEndpoint::Request(const CoapPeer& to,
                      const CoapRequest& request,
                      CoapReplyCallback callback,
                      uint64_t provenance)
{
    m_parts->client.Request(to, request, std::move(callback), provenance);
}

uint64_t
CoapEndpoint::Observe(const CoapPeer& to, const std::string& path, CoapReplyCallback callback)
{
    return m_parts->client.Observe(to, path, std::move(callback));
}

void
CoapEndpoint::CancelObserve(uint64_t observation)
{
    m_parts->client.CancelObserve(observation);
}

void
CoapEndpoint::AddResource(const std::string& path, CoapHandler handler, bool observable)
{
    m_parts->server.AddResource(path, std::move(handler), observable);
}

void
CoapEndpoint::Respond(uint64_t exchange, const CoapAnswer& answer)
{
    m_parts->server.Respond(exchange, answer);
}

std::size_t
CoapEndpoint::Notify(const std::string& path, const CoapAnswer& answer, bool confirmable)
{
    return m_parts->server.Notify(path, answer, confirmable);
}

std::size_t
CoapEndpoint::Observers(const std::string& path) const
{
    return m_parts->server.Observers(path);
}

const CoapCounters&
CoapEndpoint::Counters() const
{
    return m_parts->layer.Counters();
}

} // namespace ns3::iomt
