// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COAP_TRANSPORT_H
#define IOMT_COAP_TRANSPORT_H

#include "ns3/bytes.h"

#include <array>
#include <cstdint>
#include <functional>
#include <tuple>

namespace ns3::iomt
{

/// UDP port of coap:// (RFC 7252, 6.1).
constexpr uint16_t COAP_PORT = 5683;

/// The other end of an exchange.
struct CoapPeer
{
    std::array<uint8_t, 16> address{}; //!< IPv6, network order
    uint16_t port{COAP_PORT};          //!< UDP

    bool operator==(const CoapPeer& other) const
    {
        return address == other.address && port == other.port;
    }

    bool operator<(const CoapPeer& other) const
    {
        return std::tie(address, port) < std::tie(other.address, other.port);
    }
};

/// What a CoapEndpoint needs of the world: datagrams, a clock and chance.
class CoapTransport
{
  public:
    virtual ~CoapTransport() = default;

    /**
     * @param datagram one UDP payload
     * @param to destination
     * @param provenance to hand to the receiver beside the datagram; 0 if none
     */
    virtual void Send(const Bytes& datagram, const CoapPeer& to, uint64_t provenance) = 0;
    /// @return time now [s]
    virtual double Now() const = 0;
    /**
     * @param delayS from now [s]
     * @param function to call then
     * @return for Cancel, never 0
     */
    virtual uint64_t Schedule(double delayS, std::function<void()> function) = 0;
    /// @param event of Schedule; one that has run or was cancelled is ignored
    virtual void Cancel(uint64_t event) = 0;
    /// @return evenly distributed in [0, 1)
    virtual double Uniform() = 0;
};

} // namespace ns3::iomt

#endif // IOMT_COAP_TRANSPORT_H
