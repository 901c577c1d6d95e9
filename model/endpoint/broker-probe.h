// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BROKER_PROBE_H
#define IOMT_BROKER_PROBE_H

#include "endpoint.h"

#include <functional>
#include <optional>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief The program on a gateway that asks the broker which datagrams have arrived (see Receipts),
 * and so whether it is there.
 *
 * An endpoint of its own: a question must not wait behind messages that go unacknowledged because
 * the broker is away. It goes once more after 2 s, and 4 s later the answer is that there is none.
 */
class BrokerProbe : public Endpoint
{
  public:
    static TypeId GetTypeId();
    BrokerProbe();
    ~BrokerProbe() override;

    /// @param broker who is asked
    void SetBroker(const CoapPeer& broker);
    /// Told whether each datagram has arrived; nothing if the broker did not answer.
    using Callback = std::function<void(const std::optional<std::vector<bool>>& arrived)>;
    /**
     * @param digests of Receipts, Receipts::MOST of them at most
     * @param callback called once; never if the program is not running
     */
    void Ask(const std::vector<uint64_t>& digests, Callback callback);
    /// @return how often it asked
    uint64_t GetAsked() const;

  protected:
    void Begin() override;
    void NotifyConstructionCompleted() override;

  private:
    CoapPeer m_broker;
    uint64_t m_asked{0};
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BROKER_PROBE_H
