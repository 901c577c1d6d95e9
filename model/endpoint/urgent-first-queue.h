// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_URGENT_FIRST_QUEUE_H
#define IOMT_URGENT_FIRST_QUEUE_H

#include "ns3/packet.h"
#include "ns3/queue.h"

namespace ns3
{
namespace iomt
{

/// Expedited Forwarding: DSCP 46 (RFC 3246, 2.7), the upper six bits of the traffic class.
constexpr uint8_t EXPEDITED_TRAFFIC_CLASS = 46 << 2;

/**
 * @brief The queue of a point-to-point device in which datagrams of Expedited Forwarding go before
 * all others, and a full queue makes room for them.
 *
 *     in ─▶ [ urgent │ urgent │ other │ other │ other ] ─▶ out from the left
 *
 * Strict priority is safe as long as what is urgent is little, which RFC 3246 wants of whoever
 * marks it. What is urgent is told by the traffic class alone. Within its class each datagram keeps
 * its turn. An urgent one that finds the queue full takes the place of the last of the others, if
 * there is one.
 */
class UrgentFirstQueue : public Queue<Packet>
{
  public:
    static TypeId GetTypeId();
    UrgentFirstQueue();
    ~UrgentFirstQueue() override;

    bool Enqueue(Ptr<Packet> packet) override;
    Ptr<Packet> Dequeue() override;
    Ptr<Packet> Remove() override;
    Ptr<const Packet> Peek() const override;

    /// @param packet IPv6 behind the PPP protocol field @return whether it is marked urgent
    static bool IsUrgent(Ptr<const Packet> packet);

  private:
    ConstIterator First() const;
    ConstIterator End() const;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_URGENT_FIRST_QUEUE_H
