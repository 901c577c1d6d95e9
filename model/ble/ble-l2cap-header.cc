// SPDX-License-Identifier: GPL-2.0-only

#include "ble-l2cap-header.h"

#include "ble-l2cap-pdu.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(BleL2capHeader);

TypeId
BleL2capHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::BleL2capHeader")
                            .SetParent<Header>()
                            .SetGroupName("Iomt")
                            .AddConstructor<BleL2capHeader>();
    return tid;
}

BleL2capHeader::BleL2capHeader(uint16_t length, uint16_t cid, std::optional<uint16_t> sduLength)
    : m_length(length),
      m_cid(cid),
      m_sduLength(sduLength)
{
}

TypeId
BleL2capHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
BleL2capHeader::GetSerializedSize() const
{
    return l2cap::HEADER_SIZE + (m_sduLength ? l2cap::SDU_LENGTH_SIZE : 0);
}

void
BleL2capHeader::Serialize(Buffer::Iterator start) const
{
    const uint16_t before = m_sduLength ? l2cap::SDU_LENGTH_SIZE : 0;
    start.WriteHtolsbU16(static_cast<uint16_t>(m_length + before));
    start.WriteHtolsbU16(m_cid);
    if (m_sduLength)
    {
        start.WriteHtolsbU16(*m_sduLength);
    }
}

uint32_t
BleL2capHeader::Deserialize(Buffer::Iterator start)
{
    m_length = start.ReadLsbtohU16();
    m_cid = start.ReadLsbtohU16();
    m_sduLength.reset();
    return l2cap::HEADER_SIZE;
}

void
BleL2capHeader::Print(std::ostream& os) const
{
    os << "length=" << m_length << " cid=" << m_cid;
    if (m_sduLength)
    {
        os << " sdu=" << *m_sduLength;
    }
}

} // namespace iomt
} // namespace ns3
