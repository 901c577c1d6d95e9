// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FRAME_HANDLE_H
#define IOMT_FRAME_HANDLE_H

#include "ns3/packet.h"
#include "ns3/tag.h"

#include <cstdint>
#include <ostream>

namespace ns3
{
namespace iomt
{

/**
 * @brief A number that a device gives to a datagram, by which its own link says what became of it.
 *
 * This is the MSDU handle of IEEE 802.15.4 (6.3.1 in the 2011 edition, MCPS-DATA.request), which no
 * radio sends: nobody but the sender looks at it. A byte tag, so it survives fragmentation.
 */
class FrameHandle : public Tag
{
  public:
    static TypeId GetTypeId();
    FrameHandle() = default;
    /// @param number of the datagram, 0 for none
    explicit FrameHandle(uint64_t number);

    uint64_t number{0}; //!< of the datagram, 0 for none

    /// @param packet to be sent @param number of the datagram; 0 marks nothing
    static void Mark(Ptr<Packet> packet, uint64_t number);
    /// @param packet a frame @return number of the datagram it is of, 0 for none
    static uint64_t Of(Ptr<const Packet> packet);

    // Tag
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer buffer) const override;
    void Deserialize(TagBuffer buffer) override;
    void Print(std::ostream& os) const override;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_FRAME_HANDLE_H
