// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COAP_ENDPOINT_H
#define IOMT_COAP_ENDPOINT_H

#include "coap-message.h"
#include "coap-transport.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/// Transmission parameters (RFC 7252, 4.8) and the bounds of what an endpoint remembers.
struct CoapParameters
{
    double ackTimeoutS{2};            //!< ACK_TIMEOUT [s]
    double ackRandomFactor{1.5};      //!< ACK_RANDOM_FACTOR
    unsigned maxRetransmit{4};        //!< MAX_RETRANSMIT
    unsigned nstart{1};               //!< NSTART: unacknowledged CON messages a peer
    double maxLatencyS{100};          //!< MAX_LATENCY [s]
    double processingDelayS{2};       //!< PROCESSING_DELAY [s]
    double defaultMaxAgeS{60};        //!< freshness where no Max-Age is sent [s] (RFC 7252, 5.10.5)
    double observeMarginS{5};         //!< wait beyond Max-Age before registering again [s]
    std::size_t maxQueued{256};       //!< CON messages waiting for NSTART, a peer
    std::size_t maxRemembered{65536}; //!< message IDs kept against duplicates, all peers
    std::size_t maxObservers{1024};   //!< registrations, all resources

    double MaxTransmitSpanS() const; //!< MAX_TRANSMIT_SPAN, 45 s
    double MaxTransmitWaitS() const; //!< MAX_TRANSMIT_WAIT, 93 s
    double ExchangeLifetimeS() const; //!< EXCHANGE_LIFETIME, 247 s
    double NonLifetimeS() const;      //!< NON_LIFETIME, 145 s
};

/// What a client asks for.
struct CoapRequest
{
    uint8_t method{CoapCode::GET};
    std::string path;                      //!< "ps/p1/ecg"
    std::vector<std::string> query;        //!< each "key=value"
    std::optional<uint16_t> contentFormat; //!< of the payload
    std::optional<uint16_t> accept;        //!< wanted of the response
    Bytes payload;
    bool confirmable{true};
};

/// How a request ended, or what an observation brought.
enum class CoapOutcome
{
    RESPONSE,  //!< `message` is the response or notification
    TIMEOUT,   //!< nobody acknowledged or answered
    RESET,     //!< the peer sent a Reset
    QUEUE_FULL //!< too many wait for this peer; never sent
};

/// What a client's callback gets.
struct CoapReply
{
    CoapOutcome outcome{CoapOutcome::RESPONSE};
    CoapMessage message;   //!< only with RESPONSE
    CoapPeer peer;         //!< who answered or did not
    uint64_t provenance{0}; //!< as the peer gave it to its answer
    bool stale{false};     //!< a notification overtaken by a newer one (RFC 7641, 3.4)
};

using CoapReplyCallback = std::function<void(const CoapReply&)>;

/// What a server's handler gets.
struct CoapIncoming
{
    CoapPeer peer;
    CoapMessage message;    //!< method in `code`, token, options, payload
    std::string path;       //!< Uri-Path joined by "/"
    std::optional<uint16_t> contentFormat;
    uint64_t provenance{0}; //!< as the client gave it to its request
    uint64_t exchange{0};   //!< for CoapEndpoint::Respond if the handler answers later
};

/// What a server answers or notifies.
struct CoapAnswer
{
    uint8_t code{CoapCode::CONTENT};
    std::optional<uint16_t> contentFormat;
    Bytes payload;
    std::optional<uint32_t> maxAgeS; //!< [s]
    uint64_t provenance{0};          //!< handed to the client's callback
};

/// Answers at once (piggybacked), or returns nothing and calls CoapEndpoint::Respond later.
using CoapHandler = std::function<std::optional<CoapAnswer>(const CoapIncoming&)>;

/// What passed and what was refused.
struct CoapCounters
{
    uint64_t sent{0};            //!< datagrams, retransmissions included
    uint64_t received{0};        //!< datagrams
    uint64_t retransmissions{0}; //!< of CON messages
    uint64_t duplicates{0};      //!< message IDs seen before, not handed up again
    uint64_t malformed{0};       //!< no CoAP messages
    uint64_t unmatched{0};       //!< responses nobody asked for
    uint64_t timeouts{0};        //!< CON messages given up
    uint64_t queueFull{0};       //!< CON messages never sent
};

/**
 * @brief CoAP client and server over datagrams (RFC 7252) with Observe (RFC 7641), in whatever
 *        time its transport keeps.
 *
 *       Request, Observe            AddResource, Respond, Notify
 *              |                                |
 *       +------v--------------------------------v------+
 *       | tokens, observations   resources, observers  |
 *       | message IDs, retransmission, deduplication   |
 *       +------^--------------------------------|------+
 *        Receive(datagram)              CoapTransport::Send
 *
 * A provenance is an opaque number that travels beside a message and back; nothing here reads it.
 * Callbacks may call any method. Nothing is scheduled while nothing is outstanding.
 */
class CoapEndpoint
{
  public:
    /**
     * @param transport outlives this
     * @param parameters of this endpoint
     */
    explicit CoapEndpoint(CoapTransport& transport, const CoapParameters& parameters = {});
    ~CoapEndpoint();
    CoapEndpoint(const CoapEndpoint&) = delete;
    CoapEndpoint& operator=(const CoapEndpoint&) = delete;

    /**
     * @param datagram as it arrived
     * @param from its source
     * @param provenance that came beside it
     */
    void Receive(const Bytes& datagram, const CoapPeer& from, uint64_t provenance = 0);

    /**
     * @brief Ask, once.
     * @param to server
     * @param request what
     * @param callback called exactly once, never before this returns; may be empty
     * @param provenance handed to the server's handler
     */
    void Request(const CoapPeer& to,
                 const CoapRequest& request,
                 CoapReplyCallback callback,
                 uint64_t provenance = 0);

    /**
     * @brief Register with a resource (RFC 7641, 3.1) and stay registered.
     *
     * When no notification came for Max-Age, and after a timeout or a Reset, it registers again
     * with the same token.
     *
     * @param to server
     * @param path resource
     * @param callback called for the first response, each notification, and each failure
     * @return for CancelObserve
     */
    uint64_t Observe(const CoapPeer& to, const std::string& path, CoapReplyCallback callback);

    /// @param observation of Observe; deregisters with the server (RFC 7641, 3.6)
    void CancelObserve(uint64_t observation);

    /**
     * @param path "ps/p1/ecg"; with "*" as last segment everything below that no other resource
     *        matches better
     * @param handler answers requests; a previous one of that path is replaced
     * @param observable whether GET with Observe registers the client
     */
    void AddResource(const std::string& path, CoapHandler handler, bool observable = false);

    /**
     * @brief Answer a request whose handler returned nothing.
     * @param exchange of CoapIncoming; an unknown one is ignored
     * @param answer sent as a separate response (RFC 7252, 5.2.2)
     */
    void Respond(uint64_t exchange, const CoapAnswer& answer);

    /**
     * @brief Send the new state of a resource to those who observe it.
     *
     * Confirmable notifications beyond NSTART wait; an error code ends the observation
     * (RFC 7641, 4.2).
     *
     * @param path resource, exactly as observed
     * @param answer its representation
     * @param confirmable whether as CON
     * @return how many clients it went to
     */
    std::size_t Notify(const std::string& path, const CoapAnswer& answer, bool confirmable = false);

    /// @param path resource @return how many clients observe it
    std::size_t Observers(const std::string& path) const;

    /// @return what passed so far
    const CoapCounters& Counters() const;

  private:
    class State;
    std::unique_ptr<State> m_state;
};

} // namespace ns3::iomt

#endif // IOMT_COAP_ENDPOINT_H
