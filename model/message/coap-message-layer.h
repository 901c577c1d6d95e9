// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COAP_MESSAGE_LAYER_H
#define IOMT_COAP_MESSAGE_LAYER_H

#include "coap-message.h"
#include "coap-parameters.h"
#include "coap-transport.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace ns3::iomt
{

/// How a Confirmable message ended.
enum class CoapDelivery
{
    ACKNOWLEDGED,
    TIMEOUT,
    RESET,
    QUEUE_FULL
};

/// What lies above the message layer: the requests and responses of RFC 7252, 5.
class CoapUpper
{
  public:
    virtual ~CoapUpper() = default;

    /**
     * @param request new, CON or NON
     * @param from its source
     * @param provenance that came beside it
     */
    virtual void OnRequest(const CoapMessage& request,
                           const CoapPeer& from,
                           uint64_t provenance) = 0;
    /// @param response any @param from its source @return whether it answers something asked
    virtual bool Matches(const CoapMessage& response, const CoapPeer& from) const = 0;
    /**
     * @param response that matches, acknowledged already
     * @param from its source
     * @param provenance that came beside it
     */
    virtual void OnResponse(const CoapMessage& response,
                            const CoapPeer& from,
                            uint64_t provenance) = 0;
    /// @param messageId of a NON message sent @param from who rejected it
    virtual void OnReset(uint16_t messageId, const CoapPeer& from) = 0;
};

/**
 * @brief Message IDs, retransmission and deduplication (RFC 7252, 4).
 *
 * A duplicate has the message ID and the octets of a message seen before within its lifetime. A
 * message ID that comes back with other octets, as it must from a sender of more than 65536
 * messages in that time, is a new message.
 */
class CoapMessageLayer
{
  public:
    using Ended = std::function<void(CoapDelivery)>;

    /**
     * @param transport outlives this
     * @param parameters outlive this
     * @param upper gets what arrives; outlives this
     */
    CoapMessageLayer(CoapTransport& transport, const CoapParameters& parameters, CoapUpper& upper);
    ~CoapMessageLayer();
    CoapMessageLayer(const CoapMessageLayer&) = delete;
    CoapMessageLayer& operator=(const CoapMessageLayer&) = delete;

    /// @param datagram as it arrived @param from its source @param provenance beside it
    void Receive(const Bytes& datagram, const CoapPeer& from, uint64_t provenance);

    /**
     * @brief Send as CON, after those before it that the peer has not acknowledged.
     * @param message gets its type and message ID here
     * @param to destination
     * @param provenance beside it
     * @param ended called once, never before this returns
     * @return its message ID
     */
    uint16_t SendConfirmable(CoapMessage message,
                             const CoapPeer& to,
                             uint64_t provenance,
                             Ended ended);

    /// Send as NON. @param message as above @param to destination @param provenance beside it
    /// @return its message ID
    uint16_t SendNonConfirmable(CoapMessage message, const CoapPeer& to, uint64_t provenance);

    /**
     * @brief Answer a CON by its message ID, again whenever it comes again.
     * @param reply ACK or RST with that message ID
     * @param to who sent the CON
     * @param provenance beside it
     */
    void Reply(const CoapMessage& reply, const CoapPeer& to, uint64_t provenance);

    /**
     * @brief Stop retransmitting: a response implies the acknowledgement (RFC 7252, 5.2.2).
     * @param messageId of a CON sent
     * @param to its destination
     */
    void Acknowledge(uint16_t messageId, const CoapPeer& to);

    /// @return what passed so far
    CoapCounters& Counters()
    {
        return m_counters;
    }

  private:
    using Key = std::pair<CoapPeer, uint16_t>;

    /// A CON that is not acknowledged.
    struct Outgoing
    {
        Bytes datagram;
        uint64_t provenance{0};
        Ended ended;
        double timeoutS{0};
        unsigned retransmissions{0};
        uint64_t event{0};
    };

    /// CON messages of one peer.
    struct Lane
    {
        unsigned active{0};
        std::deque<std::pair<uint16_t, Outgoing>> waiting;
    };

    /// A message seen.
    struct Seen
    {
        std::size_t hash{0}; //!< of its octets
        uint64_t serial{0};  //!< tells its expiry from that of an earlier message of this ID
        Bytes reply;
        uint64_t provenance{0};
    };

    struct Expiry
    {
        double timeS;
        Key key;
        uint64_t serial;
    };

    void Transmit(const Bytes& datagram, const CoapPeer& to, uint64_t provenance);
    void Start(const Key& key, Outgoing outgoing);
    void OnTimer(const Key& key);
    void End(const Key& key, CoapDelivery delivery);
    void StartWaiting(const CoapPeer& peer);
    bool IsDuplicate(const CoapMessage& message, const CoapPeer& from, const Bytes& datagram);
    void Forget(double now);
    void ForgetFirst(std::deque<Expiry>& expiries);
    void Reject(const CoapMessage& message, const CoapPeer& from);
    void OnAcknowledgement(const CoapMessage& message, const CoapPeer& from, uint64_t provenance);
    void OnMessage(const CoapMessage& message, const CoapPeer& from, uint64_t provenance);

    CoapTransport& m_transport;
    const CoapParameters& m_parameters;
    CoapUpper& m_upper;
    CoapCounters m_counters;
    std::optional<uint16_t> m_nextMessageId; //!< drawn at first use
    std::map<Key, Outgoing> m_outgoing;
    std::map<CoapPeer, Lane> m_lanes;
    std::map<uint64_t, Ended> m_refused; //!< by event that will say so
    std::map<Key, Seen> m_seen;
    std::deque<Expiry> m_confirmableExpiries;
    std::deque<Expiry> m_nonConfirmableExpiries;
    uint64_t m_serial{0};

    uint16_t NextMessageId();
};

} // namespace ns3::iomt

#endif // IOMT_COAP_MESSAGE_LAYER_H
