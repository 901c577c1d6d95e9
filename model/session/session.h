// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SESSION_H
#define IOMT_SESSION_H

#include "ns3/coap-transport.h"
#include "ns3/registry.h"

#include <functional>

namespace ns3
{
namespace iomt
{

/**
 * @brief What a datagram passes on its way out and in, between CoAP and UDP.
 *
 *     CoAP ──Send──▶ [ session ] ──lower──▶ UDP
 *     CoAP ◀─upper── [ session ] ◀─Receive── UDP
 *
 * A session may keep datagrams back, send some of its own (a handshake) and drop what does not
 * belong. Provenance travels beside each datagram and is never read here.
 */
class Session
{
  public:
    static constexpr const char* FAMILY = "session";

    /// Where a datagram goes: octets, the other end, provenance.
    using Output = std::function<void(const Bytes&, const CoapPeer&, uint64_t)>;

    virtual ~Session() = default;

    /**
     * @param lower takes what is to go out by UDP
     * @param upper takes what came in for CoAP
     */
    void Connect(Output lower, Output upper);

    /**
     * @param datagram from CoAP
     * @param to destination
     * @param provenance beside it
     */
    virtual void Send(const Bytes& datagram, const CoapPeer& to, uint64_t provenance) = 0;

    /**
     * @param datagram from UDP
     * @param from source
     * @param provenance beside it
     */
    virtual void Receive(const Bytes& datagram, const CoapPeer& from, uint64_t provenance) = 0;

  protected:
    Output m_lower; //!< to UDP
    Output m_upper; //!< to CoAP
};

/// Members: `none`.
using SessionRegistry = Registry<Session>;

} // namespace iomt
} // namespace ns3

#endif // IOMT_SESSION_H
