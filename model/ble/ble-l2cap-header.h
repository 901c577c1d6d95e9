// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_L2CAP_HEADER_H
#define IOMT_BLE_L2CAP_HEADER_H

#include "ns3/header.h"

#include <cstdint>
#include <optional>

namespace ns3
{
namespace iomt
{

/**
 * @brief What precedes the information of an L2CAP PDU: the basic header, and in the first K-frame
 * of an SDU its length (Core 5.4, Vol 3, Part A, 3.1 and 3.4).
 *
 * For sending. What comes from the air is read by l2cap::ParseHeader().
 */
class BleL2capHeader : public Header
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    BleL2capHeader() = default;
    /**
     * @param length octets of information that follow this header
     * @param cid channel identifier
     * @param sduLength length of the SDU that begins here [B]
     */
    BleL2capHeader(uint16_t length, uint16_t cid, std::optional<uint16_t> sduLength = {});

    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    /// Reads the basic header alone.
    uint32_t Deserialize(Buffer::Iterator start) override;
    void Print(std::ostream& os) const override;

  private:
    uint16_t m_length{0};
    uint16_t m_cid{0};
    std::optional<uint16_t> m_sduLength;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_L2CAP_HEADER_H
