// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COAP_EXCHANGE_H
#define IOMT_COAP_EXCHANGE_H

#include "coap-message.h"
#include "coap-transport.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

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
    /**
     * Response classes that need not be sent, as the No-Response option has it (RFC 7967, 2.1):
     * 2 success, 8 client error, 16 server error, or their sum; 0: all are wanted.
     */
    uint8_t noResponse{0};
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
    CoapMessage message;    //!< only with RESPONSE
    CoapPeer peer;          //!< who answered or did not
    uint64_t provenance{0}; //!< as the peer gave it to its answer
    bool stale{false};      //!< a notification overtaken by a newer one (RFC 7641, 3.4)
};

using CoapReplyCallback = std::function<void(const CoapReply&)>;

/// What a server's handler gets.
struct CoapIncoming
{
    CoapPeer peer;
    CoapMessage message; //!< method in `code`, token, options, payload
    std::string path;    //!< Uri-Path joined by "/"
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
    bool silent{false};              //!< a NON request is left without this answer
};

/// Answers at once (piggybacked), or returns nothing and calls CoapEndpoint::Respond later.
using CoapHandler = std::function<std::optional<CoapAnswer>(const CoapIncoming&)>;

} // namespace ns3::iomt

#endif // IOMT_COAP_EXCHANGE_H
