// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COAP_SERVER_H
#define IOMT_COAP_SERVER_H

#include "coap-exchange.h"
#include "coap-message-layer.h"
#include "coap-parameters.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace ns3::iomt
{

/// The answering half of CoapEndpoint: resources, responses and those who observe.
class CoapServer
{
  public:
    /**
     * @param transport outlives this
     * @param parameters outlive this
     * @param layer outlives this
     */
    CoapServer(CoapTransport& transport, const CoapParameters& parameters, CoapMessageLayer& layer);
    ~CoapServer();
    CoapServer(const CoapServer&) = delete;
    CoapServer& operator=(const CoapServer&) = delete;

    /// As CoapEndpoint::AddResource.
    void AddResource(const std::string& path, CoapHandler handler, bool observable);
    /// As CoapEndpoint::Respond.
    void Respond(uint64_t exchange, const CoapAnswer& answer);
    /// As CoapEndpoint::Notify.
    std::size_t Notify(const std::string& path, const CoapAnswer& answer, bool confirmable);
    /// As CoapEndpoint::Observers.
    std::size_t Observers(const std::string& path) const;

    /// As CoapUpper::OnRequest.
    void OnRequest(const CoapMessage& request, const CoapPeer& from, uint64_t provenance);
    /// As CoapUpper::OnReset.
    void OnReset(uint16_t messageId, const CoapPeer& from);

  private:
    /// Who observes: an endpoint and its token (RFC 7641, 4.1).
    using ObserverKey = std::pair<CoapPeer, Bytes>;

    struct Resource
    {
        CoapHandler handler;
        bool observable{false};
    };

    /// A request whose handler has not answered.
    struct Exchange
    {
        CoapPeer peer;
        CoapMessage request;
        std::string path;
        bool observable{false};
        bool piggyback{false}; //!< whether the ACK is still to be sent
        uint64_t event{0};     //!< sends it empty; 0 if none is scheduled
        double expiryS{0};     //!< nobody waits longer [s]
    };

    struct Observer
    {
        std::string path;
        std::deque<uint16_t> messageIds; //!< of the latest NON notifications, for a Reset
        double confirmedS{0};            //!< of the latest CON notification or registration [s]
    };

    const Resource* Find(const std::string& path) const;
    bool Refuse(const CoapMessage& request, const CoapPeer& from);
    void Answer(const Exchange& exchange, const CoapAnswer& answer);
    bool UpdateObserver(const Exchange& exchange, const CoapAnswer& answer);
    void RemoveObserver(const ObserverKey& key);
    void SendEmptyAck(uint64_t id);
    void ForgetExchanges();

    CoapTransport& m_transport;
    const CoapParameters& m_parameters;
    CoapMessageLayer& m_layer;
    std::map<std::string, Resource> m_resources;
    std::map<uint64_t, Exchange> m_exchanges;
    std::map<ObserverKey, Observer> m_observers;
    std::map<std::string, std::set<ObserverKey>> m_observed; //!< by path
    uint32_t m_sequence{0}; //!< of notifications, 24 bits (RFC 7641, 4.4)
    uint64_t m_lastExchange{0};
};

} // namespace ns3::iomt

#endif // IOMT_COAP_SERVER_H
