// SPDX-License-Identifier: GPL-2.0-only

#include "ble-procedures.h"

#include <algorithm>
#include <variant>

namespace ns3::iomt
{

namespace
{

/// Answers that may wait for an acknowledgement; real controllers have room for a few.
constexpr uint32_t MAX_UNACKNOWLEDGED = 16;
/// PDUs of the peer kept until encryption has started. A correct peer has one question under way.
constexpr std::size_t MAX_DEFERRED = 8;

constexpr uint8_t
Code(BleOpcode opcode)
{
    return static_cast<uint8_t>(opcode);
}

/// Whether a PDU asks for an answer each time it comes.
bool
IsQuestion(const BleControlParse& parse)
{
    if (parse.status != BleControlParse::OK)
    {
        return parse.status != BleControlParse::EMPTY;
    }
    switch (static_cast<BleOpcode>(parse.opcode))
    {
    case BleOpcode::LL_ENC_REQ:
    case BleOpcode::LL_PAUSE_ENC_REQ:
    case BleOpcode::LL_FEATURE_REQ:
    case BleOpcode::LL_PERIPHERAL_FEATURE_REQ:
    case BleOpcode::LL_CONNECTION_PARAM_REQ:
    case BleOpcode::LL_PING_REQ:
    case BleOpcode::LL_LENGTH_REQ:
    case BleOpcode::LL_PHY_REQ:
        return true;
    default:
        return false;
    }
}

} // namespace

BleProcedures::BleProcedures(BleProcedureHost& host, const BleCapabilities& capabilities)
    : m_host(host),
      m_capabilities(capabilities),
      m_maxTxOctets(capabilities.maxTxOctets),
      m_maxTxTimeUs(capabilities.maxTxTimeUs),
      m_coding(capabilities.coding)
{
    capabilities.Check();
}

// --- Slots -----------------------------------------------------------------------------------

void
BleProcedures::Send(const BleControlPdu& pdu)
{
    ++m_unacknowledged;
    m_host.SendControl(EncodeBleControl(pdu));
}

void
BleProcedures::SendAndAwait(Slot& slot,
                            BleProcedure procedure,
                            const BleControlPdu& pdu,
                            BleOpcode awaited)
{
    slot = Slot();
    slot.state = Slot::ANSWER;
    slot.procedure = procedure;
    slot.asked = GetBleOpcode(pdu);
    slot.awaited = awaited;
    Send(pdu);
}

void
BleProcedures::AwaitInstant(Slot& slot, BleProcedure procedure, uint64_t instant)
{
    slot.state = Slot::INSTANT;
    slot.procedure = procedure;
    slot.instant = instant;
    slot.deadline.reset();
}

void
BleProcedures::Finish(Slot& slot, BleError status)
{
    const BleProcedureEvent event{slot.procedure, &slot == &m_local, status};
    slot = Slot();
    m_host.Notify(event);
}

void
BleProcedures::Fail(Slot& slot, uint8_t errorCode)
{
    // "Success" is no reason to be refused.
    const BleError status =
        errorCode == 0 ? BleError::UNSPECIFIED_ERROR : static_cast<BleError>(errorCode);
    if (slot.procedure == BleProcedure::ENCRYPTION)
    {
        EncryptionFailed(status);
        return;
    }
    Finish(slot, status);
}

void
BleProcedures::Rejected(std::optional<uint8_t> opcode, uint8_t errorCode)
{
    for (Slot* slot : {&m_local, &m_remote})
    {
        if (slot->state == Slot::ANSWER && (!opcode || *opcode == Code(slot->asked)))
        {
            Fail(*slot, errorCode);
            return;
        }
    }
    // The central's own update crossed this end's request for one and was taken for its answer.
    if (m_local.state == Slot::INSTANT && m_remote.state == Slot::FREE &&
        m_local.asked == BleOpcode::LL_CONNECTION_PARAM_REQ &&
        (!opcode || *opcode == Code(m_local.asked)))
    {
        m_remote = m_local;
        m_remote.asked = BleOpcode::LL_CONNECTION_UPDATE_IND;
        Fail(m_local, errorCode);
        return;
    }
    Count(BleRefusal::UNEXPECTED);
}

void
BleProcedures::End(BleError reason)
{
    m_closed = true;
    m_local = Slot();
    m_remote = Slot();
    m_requests.clear();
    m_deferred.clear();
    m_host.Close(reason);
}

void
BleProcedures::Count(BleRefusal refusal)
{
    ++m_refusals[static_cast<std::size_t>(refusal)];
}

BleProcedures::Slot*
BleProcedures::Awaiting(BleOpcode opcode)
{
    // The peer's procedure first: if both ends asked for the same, the central's is going on.
    for (Slot* slot : {&m_remote, &m_local})
    {
        if (slot->state == Slot::ANSWER && slot->awaited == opcode)
        {
            return slot;
        }
    }
    return nullptr;
}

bool
BleProcedures::HasInstant(BleProcedure procedure)
{
    return procedure == BleProcedure::CONNECTION_UPDATE ||
           procedure == BleProcedure::CHANNEL_MAP_UPDATE || procedure == BleProcedure::PHY_UPDATE;
}

// --- From the link ---------------------------------------------------------------------------

void
BleProcedures::Receive(const uint8_t* payload, std::size_t size)
{
    if (m_closed)
    {
        return;
    }
    const BleControlParse parse = ParseBleControl(payload, size);
    if (m_terminating &&
        (parse.status != BleControlParse::OK || parse.opcode != Code(BleOpcode::LL_TERMINATE_IND)))
    {
        return;
    }
    if (IsForbidden(parse))
    {
        Count(BleRefusal::FORBIDDEN);
        End(BleError::MIC_FAILURE);
        return;
    }
    if (IsDeferred(parse))
    {
        if (m_deferred.size() < MAX_DEFERRED)
        {
            m_deferred.emplace_back(payload, payload + size);
        }
        else
        {
            Count(BleRefusal::FLOOD);
        }
        return;
    }
    if (m_unacknowledged >= MAX_UNACKNOWLEDGED && IsQuestion(parse))
    {
        Count(BleRefusal::FLOOD);
        return;
    }
    switch (parse.status)
    {
    case BleControlParse::OK:
        std::visit([this](const auto& pdu) { On(pdu); }, *parse.pdu);
        break;
    case BleControlParse::EMPTY:
        Count(BleRefusal::UNKNOWN);
        break;
    case BleControlParse::UNKNOWN_OPCODE:
        Unknown(parse.opcode, BleRefusal::UNKNOWN);
        break;
    case BleControlParse::WRONG_LENGTH:
        Unknown(parse.opcode, BleRefusal::MALFORMED);
        break;
    case BleControlParse::BAD_VALUE:
        BadValue(static_cast<BleOpcode>(parse.opcode));
        break;
    }
    Next();
}

void
BleProcedures::Unknown(uint8_t opcode, BleRefusal refusal)
{
    Count(refusal);
    Send(LlUnknownRsp{opcode});
}

void
BleProcedures::BadValue(BleOpcode opcode)
{
    Count(BleRefusal::BAD_VALUE);
    switch (opcode)
    {
    case BleOpcode::LL_CONNECTION_PARAM_REQ:
    case BleOpcode::LL_LENGTH_REQ:
    case BleOpcode::LL_PHY_REQ:
        Reject(opcode, BleError::INVALID_LL_PARAMETERS);
        break;
    default:
        if (Slot* slot = Awaiting(opcode))
        {
            Fail(*slot, static_cast<uint8_t>(BleError::INVALID_LL_PARAMETERS));
        }
        break;
    }
}

void
BleProcedures::Reject(BleOpcode opcode, BleError error)
{
    const auto code = static_cast<uint8_t>(error);
    // The short form is for those who do not know the long one (2.4.2.18).
    const bool extended = HasFeature(ble::FEATURE_EXTENDED_REJECT) &&
                          (m_peerFeatures ? !PeerLacks(ble::FEATURE_EXTENDED_REJECT)
                                          : opcode != BleOpcode::LL_ENC_REQ);
    if (extended)
    {
        Send(LlRejectExtInd{Code(opcode), code});
    }
    else
    {
        Send(LlRejectInd{code});
    }
}

bool
BleProcedures::Collides(BleProcedure procedure, BleOpcode opcode)
{
    const auto code = [procedure](const Slot& slot) {
        return slot.procedure == procedure ? BleError::LL_PROCEDURE_COLLISION
                                           : BleError::DIFFERENT_TRANSACTION_COLLISION;
    };
    const bool local = m_local.state != Slot::FREE && HasInstant(m_local.procedure);
    if (m_host.IsCentral())
    {
        if (!local && m_remote.state == Slot::FREE)
        {
            return false;
        }
        Count(BleRefusal::COLLISION);
        Reject(opcode, code(local ? m_local : m_remote));
        return true;
    }
    // The central's comes first, unless it had agreed to something else already: then the two ends
    // no longer know the same (5.3).
    const bool agreed =
        local && m_local.state == Slot::INSTANT && procedure != BleProcedure::ENCRYPTION;
    const bool midway = m_remote.state != Slot::FREE &&
                        !(m_remote.state == Slot::ANSWER && m_remote.awaited == opcode);
    if (!agreed && !midway)
    {
        return false;
    }
    Count(BleRefusal::COLLISION);
    End(code(agreed ? m_local : m_remote));
    return true;
}

void
BleProcedures::ReceivedData()
{
    if (!m_closed && IsStrict())
    {
        Count(BleRefusal::FORBIDDEN);
        End(BleError::MIC_FAILURE);
    }
}

void
BleProcedures::Sent(uint8_t opcode)
{
    if (m_closed)
    {
        return;
    }
    m_unacknowledged -= m_unacknowledged > 0 ? 1 : 0;
    if (m_terminating && opcode == Code(BleOpcode::LL_TERMINATE_IND))
    {
        End(BleError::LOCAL_HOST_TERMINATED);
    }
}

void
BleProcedures::AtEvent(Time now)
{
    if (m_closed || (m_local.state == Slot::FREE && m_remote.state == Slot::FREE))
    {
        return;
    }
    const uint64_t counter = m_host.EventCounter();
    for (Slot* slot : {&m_local, &m_remote})
    {
        if (slot->state == Slot::INSTANT && counter >= slot->instant)
        {
            if (slot->procedure == BleProcedure::PHY_UPDATE)
            {
                m_txPhy = slot->tx;
                m_rxPhy = slot->rx;
            }
            Finish(*slot, BleError::SUCCESS);
        }
        if (slot->state != Slot::ANSWER || m_closed)
        {
            continue;
        }
        if (!slot->deadline)
        {
            slot->deadline = now + (m_terminating ? m_host.GetParameters().supervisionTimeout
                                                  : Seconds(ble::PROCEDURE_TIMEOUT_S));
        }
        else if (now >= *slot->deadline)
        {
            End(m_terminating ? BleError::LOCAL_HOST_TERMINATED : BleError::LL_RESPONSE_TIMEOUT);
            return;
        }
    }
    Next();
}

bool
BleProcedures::IsIdle() const
{
    return m_closed || (m_local.state == Slot::FREE && m_remote.state == Slot::FREE &&
                        m_requests.empty() && m_unacknowledged == 0);
}

Time
BleProcedures::Deadline() const
{
    Time deadline = Time::Max();
    for (const Slot* slot : {&m_local, &m_remote})
    {
        if (slot->deadline)
        {
            deadline = std::min(deadline, *slot->deadline);
        }
    }
    return deadline;
}

bool
BleProcedures::IsEncrypted() const
{
    return m_encrypted;
}

bool
BleProcedures::IsTerminating() const
{
    return m_terminating;
}

const BleCapabilities&
BleProcedures::GetCapabilities() const
{
    return m_capabilities;
}

BleDataLength
BleProcedures::GetDataLength() const
{
    return m_length;
}

std::optional<uint64_t>
BleProcedures::GetPeerFeatures() const
{
    return m_peerFeatures;
}

const std::optional<LlVersionInd>&
BleProcedures::GetPeerVersion() const
{
    return m_peerVersion;
}

const std::array<uint64_t, static_cast<std::size_t>(BleRefusal::COUNT)>&
BleProcedures::GetRefusals() const
{
    return m_refusals;
}

} // namespace ns3::iomt
