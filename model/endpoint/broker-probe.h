// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BROKER_PROBE_H
#define IOMT_BROKER_PROBE_H

#include "endpoint.h"

#include <functional>

namespace ns3
{
namespace iomt
{

/**
 * @brief The program on a gateway that asks whether the broker is there (CoAP ping, RFC 7252, 4.3).
 *
 * An endpoint of its own: a ping must not wait behind messages that go unacknowledged because the
 * broker is away. It asks twice, TIMEOUT and twice TIMEOUT apart, before it says no.
 */
class BrokerProbe : public Endpoint
{
  public:
    static TypeId GetTypeId();
    BrokerProbe();
    ~BrokerProbe() override;

    /// @param broker who is asked
    void SetBroker(const CoapPeer& broker);
    /// @param callback told once whether the broker answered; never if the program is not running
    void Ask(std::function<void(bool answered)> callback);
    /// @return how often it asked
    uint64_t GetAsked() const;

  protected:
    void Begin() override;

  private:
    CoapPeer m_broker;
    uint64_t m_asked{0};
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BROKER_PROBE_H
