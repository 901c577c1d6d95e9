// SPDX-License-Identifier: GPL-2.0-only

#include "ble-credit-channel.h"

#include "ble-l2cap-header.h"
#include "ble-l2cap.h"

#include "ns3/log.h"

#include <algorithm>
#include <array>
#include <limits>

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtBleCreditChannel");

NS_OBJECT_ENSURE_REGISTERED(BleCreditChannel);

const char*
ToString(BleChannelCause cause)
{
    switch (cause)
    {
    case BleChannelCause::NONE:
        return "none";
    case BleChannelCause::LOCAL:
        return "closed here";
    case BleChannelCause::PEER:
        return "closed by the peer";
    case BleChannelCause::REFUSED:
        return "refused";
    case BleChannelCause::LINK_LOST:
        return "link lost";
    case BleChannelCause::TIMEOUT:
        return "no answer";
    case BleChannelCause::NO_CREDIT:
        return "no credit";
    case BleChannelCause::FRAME_TOO_LONG:
        return "frame too long";
    case BleChannelCause::FRAME_TOO_SHORT:
        return "frame too short";
    case BleChannelCause::SDU_TOO_LONG:
        return "SDU too long";
    case BleChannelCause::SDU_OVERRUN:
        return "SDU overrun";
    case BleChannelCause::CREDIT_OVERFLOW:
        return "credit overflow";
    case BleChannelCause::BAD_ANSWER:
        return "bad answer";
    }
    return "unknown";
}

TypeId
BleCreditChannel::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::BleCreditChannel")
                            .SetParent<Object>()
                            .SetGroupName("Iomt")
                            .AddConstructor<BleCreditChannel>();
    return tid;
}

bool
BleCreditChannel::Send(Ptr<const Packet> sdu)
{
    if (m_state != State::OPEN || sdu->GetSize() > m_peerMtu)
    {
        return false;
    }
    m_queue.push_back(sdu);
    m_l2cap->Pump();
    return true;
}

void
BleCreditChannel::Close()
{
    if (m_l2cap)
    {
        m_l2cap->Disconnect(this, BleChannelCause::LOCAL);
    }
}

uint32_t
BleCreditChannel::GetQueued() const
{
    return m_queue.size();
}

const std::deque<Ptr<const Packet>>&
BleCreditChannel::GetUnsent() const
{
    return m_queue;
}

BleCreditChannel::State
BleCreditChannel::GetState() const
{
    return m_state;
}

BleChannelCause
BleCreditChannel::GetCause() const
{
    return m_cause;
}

uint16_t
BleCreditChannel::GetResult() const
{
    return m_result;
}

uint16_t
BleCreditChannel::GetPsm() const
{
    return m_psm;
}

uint16_t
BleCreditChannel::GetLocalCid() const
{
    return m_localCid;
}

uint16_t
BleCreditChannel::GetRemoteCid() const
{
    return m_remoteCid;
}

uint16_t
BleCreditChannel::GetPeerMtu() const
{
    return m_peerMtu;
}

uint16_t
BleCreditChannel::GetPeerMps() const
{
    return m_peerMps;
}

uint16_t
BleCreditChannel::GetCredits() const
{
    return m_credits;
}

void
BleCreditChannel::SetReceiveCallback(ReceiveCallback callback)
{
    m_receive = callback;
}

void
BleCreditChannel::SetStateCallback(StateCallback callback)
{
    m_stateChanged = callback;
}

void
BleCreditChannel::SetRoomCallback(RoomCallback callback)
{
    m_room = callback;
}

bool
BleCreditChannel::IsReady() const
{
    return m_credits > 0 && !m_queue.empty() && m_state == State::OPEN;
}

Ptr<Packet>
BleCreditChannel::NextFrame()
{
    const Ptr<const Packet> sdu = m_queue.front();
    const uint32_t size = sdu->GetSize();
    const uint32_t room = m_peerMps - (m_begun ? 0 : l2cap::SDU_LENGTH_SIZE);
    const uint32_t segment = std::min(room, size - m_sent);
    const bool whole = segment == size;
    Ptr<Packet> frame = whole ? sdu->Copy() : sdu->CreateFragment(m_sent, segment);
    frame->AddHeader(BleL2capHeader(segment,
                                    m_remoteCid,
                                    m_begun ? std::nullopt : std::optional<uint16_t>(size)));
    --m_credits;
    m_begun = true;
    m_sent += segment;
    if (m_sent == size)
    {
        m_queue.pop_front();
        m_begun = false;
        m_sent = 0;
    }
    return frame;
}

BleChannelCause
BleCreditChannel::Receive(Ptr<Packet> frame)
{
    if (m_granted == 0)
    {
        return BleChannelCause::NO_CREDIT;
    }
    --m_granted;
    if (frame->GetSize() > m_limits.mps)
    {
        return BleChannelCause::FRAME_TOO_LONG;
    }
    if (!m_reassembly)
    {
        std::array<uint8_t, l2cap::SDU_LENGTH_SIZE> length;
        if (frame->CopyData(length.data(), length.size()) < length.size())
        {
            return BleChannelCause::FRAME_TOO_SHORT;
        }
        m_expected = static_cast<uint16_t>(length[0] | length[1] << 8);
        if (m_expected > m_limits.mtu)
        {
            return BleChannelCause::SDU_TOO_LONG;
        }
        frame->RemoveAtStart(length.size());
        m_reassembly = frame;
    }
    else
    {
        m_reassembly->AddAtEnd(frame);
    }
    if (m_reassembly->GetSize() > m_expected)
    {
        return BleChannelCause::SDU_OVERRUN;
    }
    if (m_reassembly->GetSize() == m_expected)
    {
        const Ptr<Packet> sdu = m_reassembly;
        m_reassembly = nullptr;
        // Copied: closing the channel, which this may lead to, takes the callback away.
        const ReceiveCallback receive = m_receive;
        if (!receive.IsNull())
        {
            receive(sdu);
        }
    }
    return BleChannelCause::NONE;
}

bool
BleCreditChannel::AddCredits(uint16_t credits)
{
    if (credits > std::numeric_limits<uint16_t>::max() - m_credits)
    {
        return false;
    }
    m_credits += credits;
    return true;
}

uint16_t
BleCreditChannel::Replenish()
{
    // Half at a time: the peer never waits for credits, and few PDUs are spent on them.
    if (m_state != State::OPEN || m_granted > m_limits.credits / 2)
    {
        return 0;
    }
    const uint16_t credits = m_limits.credits - m_granted;
    m_granted = m_limits.credits;
    return credits;
}

void
BleCreditChannel::Opened(uint16_t remoteCid, uint16_t mtu, uint16_t mps, uint16_t credits)
{
    NS_LOG_FUNCTION(this << remoteCid << mtu << mps << credits);
    m_remoteCid = remoteCid;
    m_peerMtu = mtu;
    m_peerMps = mps;
    m_credits = credits;
    m_state = State::OPEN;
    if (!m_stateChanged.IsNull())
    {
        m_stateChanged(this);
    }
}

void
BleCreditChannel::Closed(BleChannelCause cause)
{
    NS_LOG_FUNCTION(this << ToString(cause));
    if (m_state == State::CLOSED)
    {
        return;
    }
    m_l2cap = nullptr;
    m_state = State::CLOSED;
    m_cause = cause;
    m_reassembly = nullptr;
    const Ptr<BleCreditChannel> self(this); // whoever is told may let go of it
    const StateCallback changed = m_stateChanged;
    if (!changed.IsNull())
    {
        changed(this);
    }
    m_queue.clear();
    m_receive.Nullify();
    m_stateChanged.Nullify();
    m_room.Nullify();
}

void
BleCreditChannel::DoDispose()
{
    m_l2cap = nullptr;
    m_state = State::CLOSED;
    m_queue.clear();
    m_reassembly = nullptr;
    m_receive.Nullify();
    m_stateChanged.Nullify();
    m_room.Nullify();
    Object::DoDispose();
}

} // namespace iomt
} // namespace ns3
