// SPDX-License-Identifier: GPL-2.0-only

#include "session.h"

namespace ns3
{
namespace iomt
{

namespace
{

/// Every datagram passes as it is.
class NoSession : public Session
{
  public:
    void Send(const Bytes& datagram, const CoapPeer& to, uint64_t provenance) override
    {
        m_lower(datagram, to, provenance);
    }

    void Receive(const Bytes& datagram, const CoapPeer& from, uint64_t provenance) override
    {
        m_upper(datagram, from, provenance);
    }
};

const bool REGISTERED = SessionRegistry::Get().Add(
    "none",
    [] { return std::make_unique<NoSession>(); },
    "every datagram passes as it is");

} // namespace

} // namespace iomt
} // namespace ns3
