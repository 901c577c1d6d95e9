// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BACKHAUL_CHANNEL_H
#define IOMT_BACKHAUL_CHANNEL_H

#include "ns3/nstime.h"
#include "ns3/point-to-point-channel.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/random-variable-stream.h"
#include "ns3/traced-callback.h"

#include <array>
#include <cstdint>

namespace ns3
{
namespace iomt
{

/**
 * @brief A point-to-point channel that loses datagrams and delays them unevenly.
 *
 * Each datagram is lost with the same probability, whatever happened to others. The delay of each
 * is uniform with the channel's Delay as mean and Jitter as standard deviation, not below zero;
 * a datagram never overtakes one sent before it, as in a network with one path, so under load the
 * mean grows above Delay.
 *
 * A channel that is cut loses what is on the way and what is sent, and both ends see the carrier go.
 */
class BackhaulChannel : public PointToPointChannel
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    BackhaulChannel();

    bool TransmitStart(Ptr<const Packet> p, Ptr<PointToPointNetDevice> src, Time txTime) override;

    /**
     * @brief Assigns fixed streams to loss and jitter of both directions.
     * @param stream first stream index
     * @return streams used
     */
    int64_t AssignStreams(int64_t stream);

    /// @return datagrams lost by chance, both directions together
    uint64_t GetLost() const;

    /// @brief Cut the channel; cuts add up.
    void Cut();
    /// @brief Undo one Cut().
    void Mend();
    /// @return whether datagrams go through
    bool IsUp() const;
    /// @return datagrams lost to cuts, both directions together
    uint64_t GetCutOff() const;

    /**
     * @brief Signature of the Lost trace.
     * @param packet the frame, point-to-point header included
     * @param device the device that sent it
     */
    typedef void (*LostTracedCallback)(Ptr<const Packet> packet, Ptr<const NetDevice> device);
    /**
     * @brief Signature of the Carrier trace.
     * @param up whether datagrams go through from now on
     */
    typedef void (*CarrierTracedCallback)(bool up);

  private:
    /// What one direction draws and remembers.
    struct Direction
    {
        Ptr<UniformRandomVariable> loss;
        Ptr<UniformRandomVariable> jitter;
        Time lastArrival;
    };

    void Arrive(uint32_t epoch,
                Ptr<PointToPointNetDevice> source,
                Ptr<PointToPointNetDevice> destination,
                Ptr<Packet> packet);
    void CutOff(Ptr<const Packet> packet, Ptr<const NetDevice> source);

    Time m_jitter;
    double m_loss{0};
    std::array<Direction, 2> m_directions;
    uint64_t m_lost{0};
    uint32_t m_cuts{0};  //!< at this moment
    uint32_t m_epoch{0}; //!< cuts so far: what was sent before the last one does not arrive
    uint64_t m_cutOff{0};
    TracedCallback<Ptr<const Packet>, Ptr<const NetDevice>> m_lostTrace;
    TracedCallback<Ptr<const Packet>, Ptr<const NetDevice>> m_cutOffTrace;
    TracedCallback<bool> m_carrierTrace;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BACKHAUL_CHANNEL_H
