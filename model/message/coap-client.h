// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COAP_CLIENT_H
#define IOMT_COAP_CLIENT_H

#include "coap-exchange.h"
#include "coap-message-layer.h"
#include "coap-parameters.h"

#include <cstdint>
#include <map>
#include <string>

namespace ns3::iomt
{

/// The asking half of CoapEndpoint: tokens, responses and observations.
class CoapClient
{
  public:
    /**
     * @param transport outlives this
     * @param parameters outlive this
     * @param layer outlives this
     */
    CoapClient(CoapTransport& transport, const CoapParameters& parameters, CoapMessageLayer& layer);
    ~CoapClient();
    CoapClient(const CoapClient&) = delete;
    CoapClient& operator=(const CoapClient&) = delete;

    /// As CoapEndpoint::Request.
    void Request(const CoapPeer& to,
                 const CoapRequest& request,
                 CoapReplyCallback callback,
                 uint64_t provenance);
    /// As CoapEndpoint::Observe.
    uint64_t Observe(const CoapPeer& to, const std::string& path, CoapReplyCallback callback);
    /// As CoapEndpoint::CancelObserve.
    void CancelObserve(uint64_t observation);

    /// As CoapUpper::Matches.
    bool Matches(const CoapMessage& response, const CoapPeer& from) const;
    /// As CoapUpper::OnResponse.
    void OnResponse(const CoapMessage& response, const CoapPeer& from, uint64_t provenance);
    /// As CoapUpper::OnReset.
    void OnReset(uint16_t messageId, const CoapPeer& from);

  private:
    /// A request that awaits its response.
    struct Exchange
    {
        CoapPeer peer;
        uint16_t messageId{0};
        bool confirmable{true};
        bool acknowledged{false};
        uint64_t event{0}; //!< gives up; 0 while the message layer retransmits
        CoapReplyCallback callback;
    };

    /// A resource observed (RFC 7641).
    struct Observation
    {
        CoapPeer peer;
        std::string path;
        Bytes token;
        CoapReplyCallback callback;
        uint16_t messageId{0};   //!< of the latest registration
        bool registering{false}; //!< not acknowledged yet
        bool any{false};         //!< whether a notification came
        uint32_t sequence{0};    //!< of the freshest notification
        double arrivalS{0};      //!< of the freshest notification [s]
        uint64_t event{0};       //!< registers again
    };

    void Cancel(uint64_t event);
    Bytes NewToken();
    void OnDelivery(const Bytes& token, CoapDelivery delivery);
    void Finish(const Bytes& token, const CoapReply& reply);
    void Register(uint64_t id);
    void OnRegistration(uint64_t id, uint16_t messageId, CoapDelivery delivery);
    void RegisterAfter(uint64_t id, double delayS);
    void OnNotification(uint64_t id, const CoapMessage& message, uint64_t provenance);
    bool IsFresh(const Observation& observation, uint32_t sequence) const;

    CoapTransport& m_transport;
    const CoapParameters& m_parameters;
    CoapMessageLayer& m_layer;
    std::map<Bytes, Exchange> m_exchanges;          //!< by token
    std::map<uint64_t, Observation> m_observations; //!< by what Observe returned
    std::map<Bytes, uint64_t> m_observationTokens;
    uint64_t m_lastObservation{0};
};

} // namespace ns3::iomt

#endif // IOMT_COAP_CLIENT_H
