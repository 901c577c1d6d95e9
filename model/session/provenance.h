// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_PROVENANCE_H
#define IOMT_PROVENANCE_H

#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/tag.h"

#include <cstdint>
#include <ostream>

namespace ns3
{
namespace iomt
{

/**
 * @brief Ground truth about octets on the wire: which reading they carry and who forged them.
 *
 * A byte tag that exists in the simulation only. It follows the octets through fragmentation,
 * reassembly and every change of header. The judge in measure/ reads it; endpoints and attackers
 * decide on octets alone and may only write it.
 */
class Provenance : public Tag
{
  public:
    /// Highest reading number that Pack() can hold.
    static constexpr uint64_t MAX_READING = (uint64_t{1} << 48) - 1;
    /// Highest attack number that Pack() can hold.
    static constexpr uint32_t MAX_ATTACK = 0xffff;

    /**
     * @brief Get the type ID.
     * @return the TypeId
     */
    static TypeId GetTypeId();

    Provenance() = default;
    /**
     * @param readingId number of the reading, 0 for none, at most MAX_READING
     * @param attackId number of the attack, 0 for none, at most MAX_ATTACK
     */
    explicit Provenance(uint64_t readingId, uint32_t attackId = 0);

    uint64_t reading{0}; //!< the reading these octets carry, 0 for none
    uint32_t attack{0};  //!< the attack that forged, changed or replayed them, 0 for none

    /**
     * @brief Note that a packet carries a reading; an attack noted before stays.
     * @param packet the packet, all of whose present octets are marked
     * @param readingId number of the reading, at most MAX_READING
     */
    static void MarkReading(Ptr<Packet> packet, uint64_t readingId);

    /**
     * @brief Note that an attack made or changed a packet; the reading noted before stays.
     * @param packet the packet, all of whose present octets are marked
     * @param attackId number of the attack, at most MAX_ATTACK
     */
    static void MarkAttack(Ptr<Packet> packet, uint32_t attackId);

    /**
     * @brief Note that an attack made a packet out of the octets of another one.
     * @param packet the packet, all of whose present octets are marked
     * @param attackId number of the attack, at most MAX_ATTACK
     * @param original the packet the octets came from: its reading is carried over
     */
    static void MarkAttack(Ptr<Packet> packet, uint32_t attackId, Ptr<const Packet> original);

    /**
     * @brief Mark a packet with what the message layer handed over (the inverse of Of().Pack()).
     * @param packet the packet, all of whose present octets are marked
     * @param opaque a value of Pack(); 0 marks nothing
     */
    static void Mark(Ptr<Packet> packet, uint64_t opaque);

    /**
     * @brief What is known about a packet.
     *
     * Where marks differ over its octets, the latest reading counts, and an attack on any octet is
     * an attack on the packet.
     *
     * @param packet the packet
     * @return its provenance, all 0 when nothing was noted
     */
    static Provenance Of(Ptr<const Packet> packet);

    /**
     * @brief One value for layers that carry provenance without reading it.
     * @return the attack in the high 16 bits, the reading in the low 48
     */
    uint64_t Pack() const;

    /**
     * @param opaque a value of Pack()
     * @return the provenance it holds
     */
    static Provenance Unpack(uint64_t opaque);

    // Tag
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer buffer) const override;
    void Deserialize(TagBuffer buffer) override;
    void Print(std::ostream& os) const override;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_PROVENANCE_H
