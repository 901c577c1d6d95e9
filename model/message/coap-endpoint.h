// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COAP_ENDPOINT_H
#define IOMT_COAP_ENDPOINT_H

#include "coap-exchange.h"
#include "coap-parameters.h"
#include "coap-transport.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace ns3::iomt
{

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
 * Callbacks may call any method, but not destroy the endpoint. Nothing is scheduled while nothing
 * is outstanding. Messages that break the RFC are rejected as it says and counted.
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
     * @param answer piggybacked on the ACK within CoapParameters::separateAfterS, else sent as a
     *        separate response (RFC 7252, 5.2)
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
    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace ns3::iomt

#endif // IOMT_COAP_ENDPOINT_H
