// SPDX-License-Identifier: GPL-2.0-only

#include "urgent-first-queue.h"

#include "ns3/iomt-compat.h"

#include <iterator>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(UrgentFirstQueue);

namespace
{

/// Protocol field of PPP (RFC 1661, 2) and of IPv6 in it (RFC 5072, 2).
constexpr uint32_t PPP_SIZE = 2;
constexpr uint16_t PPP_IPV6 = 0x0057;

} // namespace

TypeId
UrgentFirstQueue::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::UrgentFirstQueue")
                            .SetParent<Queue<Packet>>()
                            .SetGroupName("Iomt")
                            .AddConstructor<UrgentFirstQueue>();
    return tid;
}

UrgentFirstQueue::UrgentFirstQueue() = default;
UrgentFirstQueue::~UrgentFirstQueue() = default;

UrgentFirstQueue::ConstIterator
UrgentFirstQueue::First() const
{
    return IOMT_QUEUE_ITEMS.begin();
}

UrgentFirstQueue::ConstIterator
UrgentFirstQueue::End() const
{
    return IOMT_QUEUE_ITEMS.end();
}

bool
UrgentFirstQueue::IsUrgent(Ptr<const Packet> packet)
{
    uint8_t start[PPP_SIZE + 2];
    if (packet->CopyData(start, sizeof start) < sizeof start ||
        (start[0] << 8 | start[1]) != PPP_IPV6)
    {
        return false;
    }
    // Version, traffic class, flow label (RFC 8200, 3); its last two bits are not DSCP (RFC 3168).
    const uint8_t trafficClass = (start[PPP_SIZE] & 0x0f) << 4 | start[PPP_SIZE + 1] >> 4;
    return (trafficClass & 0xfc) == EXPEDITED_TRAFFIC_CLASS;
}

bool
UrgentFirstQueue::Enqueue(Ptr<Packet> packet)
{
    if (!IsUrgent(packet))
    {
        return DoEnqueue(End(), packet);
    }
    while (GetCurrentSize() + packet > GetMaxSize() && First() != End() &&
           !IsUrgent(*std::prev(End())))
    {
        DoRemove(std::prev(End()));
    }
    ConstIterator place = First();
    while (place != End() && IsUrgent(*place))
    {
        ++place;
    }
    return DoEnqueue(place, packet);
}

Ptr<Packet>
UrgentFirstQueue::Dequeue()
{
    return DoDequeue(First());
}

Ptr<Packet>
UrgentFirstQueue::Remove()
{
    return DoRemove(First());
}

Ptr<const Packet>
UrgentFirstQueue::Peek() const
{
    return DoPeek(First());
}

} // namespace iomt
} // namespace ns3
