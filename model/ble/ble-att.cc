// SPDX-License-Identifier: GPL-2.0-only

#include "ble-att.h"

#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <array>

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtBleAtt");

NS_OBJECT_ENSURE_REGISTERED(BleAtt);

namespace
{

// Core 5.4, Vol 3, Part F, 3.3, 3.4.8
constexpr uint8_t ERROR_RESPONSE = 0x01;
constexpr uint8_t EXCHANGE_MTU_REQUEST = 0x02;
constexpr uint8_t EXCHANGE_MTU_RESPONSE = 0x03;
constexpr uint8_t NOTIFICATION = 0x1b;
constexpr uint8_t COMMAND_FLAG = 0x40; // of an opcode: no answer

constexpr uint8_t ERROR_INVALID_PDU = 0x04;           // 3.4.1.1
constexpr uint8_t ERROR_REQUEST_NOT_SUPPORTED = 0x06; // 3.4.1.1

/// Whether a client sends this and waits for an answer (3.4.8).
bool
IsRequest(uint8_t opcode)
{
    return opcode % 2 == 0 && opcode != 0 && (opcode & COMMAND_FLAG) == 0;
}

} // namespace

TypeId
BleAtt::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::BleAtt")
            .SetParent<Object>()
            .SetGroupName("Iomt")
            .AddConstructor<BleAtt>()
            .AddAttribute("Mtu",
                          "What this end offers in an MTU exchange [B]. Core 5.4, Vol 3, Part F, "
                          "3.4.2: 23 at least; 517 hold the longest attribute value.",
                          UintegerValue(517),
                          MakeUintegerAccessor(&BleAtt::m_ownMtu),
                          MakeUintegerChecker<uint16_t>(DEFAULT_MTU));
    return tid;
}

void
BleAtt::SetL2cap(Ptr<BleL2cap> l2cap)
{
    m_l2cap = l2cap;
    l2cap->SetFixedChannel(l2cap::CID_ATT, MakeCallback(&BleAtt::Receive, this));
}

bool
BleAtt::ExchangeMtu(MtuCallback callback)
{
    if (m_asked || !m_l2cap)
    {
        return false;
    }
    m_asked = Send({EXCHANGE_MTU_REQUEST,
                    static_cast<uint8_t>(m_ownMtu),
                    static_cast<uint8_t>(m_ownMtu >> 8)});
    m_waiting = m_asked;
    m_mtuCallback = callback;
    return m_asked;
}

uint16_t
BleAtt::GetMtu() const
{
    return m_mtu;
}

bool
BleAtt::Notify(uint16_t handle, Ptr<const Packet> value)
{
    if (handle == 0 || value->GetSize() + HEADER_SIZE > m_mtu || !m_l2cap)
    {
        return false;
    }
    const std::array<uint8_t, HEADER_SIZE> header{NOTIFICATION,
                                                  static_cast<uint8_t>(handle),
                                                  static_cast<uint8_t>(handle >> 8)};
    const auto pdu = Create<Packet>(header.data(), header.size());
    pdu->AddAtEnd(value);
    return m_l2cap->SendFixed(l2cap::CID_ATT, pdu);
}

void
BleAtt::SetNotificationCallback(NotificationCallback callback)
{
    m_notification = callback;
}

uint64_t
BleAtt::GetMalformed() const
{
    return m_malformed;
}

bool
BleAtt::Send(const std::vector<uint8_t>& octets)
{
    return m_l2cap->SendFixed(l2cap::CID_ATT, Create<Packet>(octets.data(), octets.size()));
}

void
BleAtt::Receive(Ptr<Packet> pdu)
{
    std::array<uint8_t, HEADER_SIZE> octets{};
    const uint32_t read = pdu->CopyData(octets.data(), octets.size());
    const uint8_t opcode = octets[0];
    const auto value = static_cast<uint16_t>(octets[1] | octets[2] << 8);
    // A PDU longer than ATT_MTU is no PDU of ATT (3.2.8).
    if (read == 0 || pdu->GetSize() > m_mtu)
    {
        ++m_malformed;
        return;
    }
    if (opcode == NOTIFICATION && read == octets.size() && value != 0)
    {
        pdu->RemoveAtStart(HEADER_SIZE);
        if (!m_notification.IsNull())
        {
            m_notification(value, pdu);
        }
    }
    else if (opcode == EXCHANGE_MTU_REQUEST && pdu->GetSize() == octets.size())
    {
        Send({EXCHANGE_MTU_RESPONSE,
              static_cast<uint8_t>(m_ownMtu),
              static_cast<uint8_t>(m_ownMtu >> 8)});
        m_mtu = std::min(m_ownMtu, std::max(value, DEFAULT_MTU));
    }
    else if (opcode == EXCHANGE_MTU_RESPONSE && pdu->GetSize() == octets.size() && m_waiting)
    {
        m_mtu = std::min(m_ownMtu, std::max(value, DEFAULT_MTU));
        MtuExchanged();
    }
    else if (opcode == ERROR_RESPONSE && m_waiting && octets[1] == EXCHANGE_MTU_REQUEST)
    {
        MtuExchanged(); // the peer knows the default only
    }
    else
    {
        ++m_malformed;
        if (IsRequest(opcode))
        {
            Send(
                {ERROR_RESPONSE,
                 opcode,
                 0,
                 0,
                 opcode == EXCHANGE_MTU_REQUEST ? ERROR_INVALID_PDU : ERROR_REQUEST_NOT_SUPPORTED});
        }
    }
}

void
BleAtt::MtuExchanged()
{
    m_waiting = false;
    const MtuCallback callback = m_mtuCallback;
    m_mtuCallback.Nullify();
    if (!callback.IsNull())
    {
        callback(m_mtu);
    }
}

void
BleAtt::DoDispose()
{
    m_l2cap = nullptr;
    m_notification.Nullify();
    m_mtuCallback.Nullify();
    Object::DoDispose();
}

} // namespace iomt
} // namespace ns3
