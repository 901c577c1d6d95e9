// SPDX-License-Identifier: GPL-2.0-only

#include "frame-handle.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(FrameHandle);

TypeId
FrameHandle::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::FrameHandle")
                            .SetParent<Tag>()
                            .SetGroupName("Iomt")
                            .AddConstructor<FrameHandle>();
    return tid;
}

FrameHandle::FrameHandle(uint64_t number)
    : number(number)
{
}

void
FrameHandle::Mark(Ptr<Packet> packet, uint64_t number)
{
    if (number != 0)
    {
        packet->AddByteTag(FrameHandle(number));
    }
}

uint64_t
FrameHandle::Of(Ptr<const Packet> packet)
{
    FrameHandle handle;
    packet->FindFirstMatchingByteTag(handle);
    return handle.number;
}

TypeId
FrameHandle::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
FrameHandle::GetSerializedSize() const
{
    return sizeof(number);
}

void
FrameHandle::Serialize(TagBuffer buffer) const
{
    buffer.WriteU64(number);
}

void
FrameHandle::Deserialize(TagBuffer buffer)
{
    number = buffer.ReadU64();
}

void
FrameHandle::Print(std::ostream& os) const
{
    os << "frame of datagram " << number;
}

} // namespace iomt
} // namespace ns3
