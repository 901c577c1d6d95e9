// SPDX-License-Identifier: GPL-2.0-only

#include "provenance.h"

#include "ns3/assert.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Provenance);

TypeId
Provenance::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::Provenance")
                            .SetParent<Tag>()
                            .SetGroupName("Iomt")
                            .AddConstructor<Provenance>();
    return tid;
}

Provenance::Provenance(uint64_t readingId, uint32_t attackId)
    : reading(readingId),
      attack(attackId)
{
    NS_ASSERT_MSG(readingId <= MAX_READING, "reading number " << readingId << " is above 2^48-1");
    NS_ASSERT_MSG(attackId <= MAX_ATTACK, "attack number " << attackId << " is above 65535");
}

void
Provenance::MarkReading(Ptr<Packet> packet, uint64_t readingId)
{
    packet->AddByteTag(Provenance(readingId));
}

void
Provenance::MarkAttack(Ptr<Packet> packet, uint32_t attackId)
{
    MarkAttack(packet, attackId, packet);
}

void
Provenance::MarkAttack(Ptr<Packet> packet, uint32_t attackId, Ptr<const Packet> original)
{
    packet->AddByteTag(Provenance(Of(original).reading, attackId));
}

void
Provenance::Mark(Ptr<Packet> packet, uint64_t opaque)
{
    if (opaque != 0)
    {
        packet->AddByteTag(Unpack(opaque));
    }
}

Provenance
Provenance::Of(Ptr<const Packet> packet)
{
    Provenance sum;
    ByteTagIterator i = packet->GetByteTagIterator();
    while (i.HasNext())
    {
        ByteTagIterator::Item item = i.Next();
        if (item.GetTypeId() != GetTypeId())
        {
            continue;
        }
        Provenance mark;
        item.GetTag(mark);
        sum.reading = mark.reading != 0 ? mark.reading : sum.reading;
        sum.attack = mark.attack != 0 ? mark.attack : sum.attack;
    }
    return sum;
}

uint64_t
Provenance::Pack() const
{
    return (uint64_t{attack} << 48) | (reading & MAX_READING);
}

Provenance
Provenance::Unpack(uint64_t opaque)
{
    return Provenance(opaque & MAX_READING, static_cast<uint32_t>(opaque >> 48));
}

TypeId
Provenance::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
Provenance::GetSerializedSize() const
{
    return sizeof(reading) + sizeof(attack);
}

void
Provenance::Serialize(TagBuffer buffer) const
{
    buffer.WriteU64(reading);
    buffer.WriteU32(attack);
}

void
Provenance::Deserialize(TagBuffer buffer)
{
    reading = buffer.ReadU64();
    attack = buffer.ReadU32();
}

void
Provenance::Print(std::ostream& os) const
{
    os << "reading=" << reading << " attack=" << attack;
}

} // namespace iomt
} // namespace ns3
