// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COAP_PARAMETERS_H
#define IOMT_COAP_PARAMETERS_H

#include <cstddef>
#include <cstdint>

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
    double separateAfterS{0.5};       //!< wait for an answer before an Empty ACK [s] (5.2.2)
    double observeMarginS{5};         //!< wait beyond Max-Age before registering again [s]
    std::size_t maxQueued{256};       //!< CON messages waiting for NSTART, a peer
    std::size_t maxRemembered{65536}; //!< message IDs kept against duplicates, all peers
    std::size_t maxObservers{1024};   //!< registrations, all resources

    double MaxTransmitSpanS() const;  //!< MAX_TRANSMIT_SPAN, 45 s
    double MaxTransmitWaitS() const;  //!< MAX_TRANSMIT_WAIT, 93 s
    double ExchangeLifetimeS() const; //!< EXCHANGE_LIFETIME, 247 s
    double NonLifetimeS() const;      //!< NON_LIFETIME, 145 s
};

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

} // namespace ns3::iomt

#endif // IOMT_COAP_PARAMETERS_H
