// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BACKHAUL_H
#define IOMT_BACKHAUL_H

#include "ns3/data-rate.h"
#include "ns3/net-device-container.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/queue-size.h"

#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

class BackhaulChannel;

/**
 * @brief The link between a site's gateway and the core: rate each way, delay, jitter, loss.
 *
 * A family by name: `none` takes no time and loses nothing; every other name is a file in
 * data/backhauls whose figures have sources. The devices are ns-3's PointToPointNetDevice, so
 * PointToPointHelper::EnablePcap works on what Install returns.
 */
class Backhaul : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Makes a member of the family.
     * @param name `none`, the name of a file in data/backhauls, or a path that ends in .json
     * @return the member, its attributes set by its profile
     * @throws std::invalid_argument naming the value and what is allowed; ProfileError if the
     * profile cannot be read
     */
    static Ptr<Backhaul> Create(const std::string& name);
    /// @return the names Create knows, sorted, `none` first
    static std::vector<std::string> Names();

    /**
     * @brief Lays the link. An object lays one link.
     * @param gateway end that sends by the up rate
     * @param far end that sends by the down rate
     * @return device of the gateway, then that of the far end
     */
    NetDeviceContainer Install(Ptr<Node> gateway, Ptr<Node> far);

    /**
     * @brief Assigns fixed streams to loss and jitter of both directions; call after Install.
     * @param stream first stream index
     * @return streams used
     */
    int64_t AssignStreams(int64_t stream);

    /// @return the laid channel, null before Install
    Ptr<BackhaulChannel> GetChannel() const;

  protected:
    void DoDispose() override;

  private:
    DataRate m_upRate;
    DataRate m_downRate;
    Time m_delay;
    Time m_jitter;
    double m_loss{0};
    QueueSize m_queueSize;
    bool m_urgentFirst{false};
    Ptr<BackhaulChannel> m_channel;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BACKHAUL_H
