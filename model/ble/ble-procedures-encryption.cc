// SPDX-License-Identifier: GPL-2.0-only

// Start of encryption, and its pause for a new key (Core 5.4, Vol 6, Part B, 5.1.3):
//
//     central                                        peripheral
//        │ ── LL_PAUSE_ENC_REQ ───────────────────────▶ │  only if encrypted
//        │ ◀────────────────────── LL_PAUSE_ENC_RSP ── │
//        │ ── LL_PAUSE_ENC_RSP ─── in the clear ──────▶ │
//        │ ── LL_ENC_REQ ─────────────────────────────▶ │
//        │ ◀──────────────────────────── LL_ENC_RSP ── │
//        │ ◀────────────────────── LL_START_ENC_REQ ── │  or LL_REJECT_IND: no key
//        │ ══ LL_START_ENC_RSP ═══ encrypted ═════════▶ │
//        │ ◀══════════════════════ LL_START_ENC_RSP ══ │

#include "ble-procedures.h"

#include <memory>
#include <utility>

namespace ns3::iomt
{

bool
BleProcedures::IsStrict() const
{
    if (m_remote.state == Slot::ANSWER && m_remote.procedure == BleProcedure::ENCRYPTION)
    {
        return true;
    }
    // Until the peripheral has answered, it may have sent what it had under way (5.1.3.1).
    return m_local.state == Slot::ANSWER && m_local.procedure == BleProcedure::ENCRYPTION &&
           m_local.awaited != BleOpcode::LL_PAUSE_ENC_RSP &&
           (m_local.awaited != BleOpcode::LL_ENC_RSP || m_refresh);
}

bool
BleProcedures::IsForbidden(const BleControlParse& parse) const
{
    if (!IsStrict())
    {
        return false;
    }
    if (parse.status != BleControlParse::OK)
    {
        return true;
    }
    const Slot& slot = m_remote.state != Slot::FREE ? m_remote : m_local;
    const auto opcode = static_cast<BleOpcode>(parse.opcode);
    const bool reject =
        opcode == BleOpcode::LL_REJECT_IND || opcode == BleOpcode::LL_REJECT_EXT_IND;
    return opcode != slot.awaited && opcode != BleOpcode::LL_TERMINATE_IND &&
           !(reject && slot.asked == BleOpcode::LL_ENC_REQ);
}

bool
BleProcedures::IsDeferred(const BleControlParse& parse) const
{
    if (m_local.state != Slot::ANSWER || m_local.procedure != BleProcedure::ENCRYPTION)
    {
        return false;
    }
    // The central may send nothing else now, so that an answer has to wait.
    if (parse.status != BleControlParse::OK)
    {
        return true;
    }
    const auto opcode = static_cast<BleOpcode>(parse.opcode);
    switch (opcode)
    {
    case BleOpcode::LL_TERMINATE_IND:
    case BleOpcode::LL_REJECT_IND:
    case BleOpcode::LL_REJECT_EXT_IND:
    case BleOpcode::LL_UNKNOWN_RSP:
        return false;
    default:
        return opcode != m_local.awaited;
    }
}

void
BleProcedures::RunDeferred()
{
    for (const Bytes& pdu : std::exchange(m_deferred, {}))
    {
        Receive(pdu.data(), pdu.size());
    }
}

// --- Central ---------------------------------------------------------------------------------

void
BleProcedures::BeginEncryption(const BleKey& ltk)
{
    m_ltk = ltk;
    m_refresh = false;
    m_host.PauseData(true);
    if (m_encrypted)
    {
        return SendAndAwait(m_local,
                            BleProcedure::ENCRYPTION,
                            LlPauseEncReq(),
                            BleOpcode::LL_PAUSE_ENC_RSP);
    }
    SendEncReq();
}

void
BleProcedures::SendEncReq()
{
    m_diversifiers = LlEncReq();
    m_diversifiers.skdC = static_cast<uint64_t>(m_host.Random()) << 32;
    m_diversifiers.skdC |= m_host.Random();
    m_diversifiers.ivC = m_host.Random();
    SendAndAwait(m_local, BleProcedure::ENCRYPTION, m_diversifiers, BleOpcode::LL_ENC_RSP);
}

void
BleProcedures::On(const LlEncRsp& pdu)
{
    Slot* slot = Awaiting(pdu.OPCODE);
    if (slot == nullptr)
    {
        return Count(BleRefusal::UNEXPECTED);
    }
    m_host.SetCipher(std::make_unique<BleLinkCipher>(m_ltk,
                                                     m_diversifiers.skdC,
                                                     pdu.skdP,
                                                     m_diversifiers.ivC,
                                                     pdu.ivP,
                                                     true));
    slot->awaited = BleOpcode::LL_START_ENC_REQ;
    slot->deadline.reset();
}

void
BleProcedures::On(const LlStartEncReq& pdu)
{
    Slot* slot = Awaiting(pdu.OPCODE);
    if (slot == nullptr)
    {
        return Count(BleRefusal::UNEXPECTED);
    }
    m_host.EncryptReceive(true);
    m_host.EncryptTransmit(true);
    SendAndAwait(*slot, BleProcedure::ENCRYPTION, LlStartEncRsp(), BleOpcode::LL_START_ENC_RSP);
}

// --- Both ------------------------------------------------------------------------------------

void
BleProcedures::On(const LlStartEncRsp& pdu)
{
    Slot* slot = Awaiting(pdu.OPCODE);
    if (slot == nullptr)
    {
        return Count(BleRefusal::UNEXPECTED);
    }
    if (slot == &m_remote)
    {
        m_host.EncryptTransmit(true);
        Send(LlStartEncRsp());
    }
    *slot = Slot();
    m_ltk = {};
    m_encrypted = true;
    m_refresh = false;
    m_host.PauseData(false);
    m_host.EncryptionChanged(true, BleError::SUCCESS);
    RunDeferred();
}

void
BleProcedures::On(const LlPauseEncRsp& pdu)
{
    Slot* slot = Awaiting(pdu.OPCODE);
    if (slot == nullptr)
    {
        return Count(BleRefusal::UNEXPECTED);
    }
    m_encrypted = false;
    m_refresh = true;
    m_host.EncryptTransmit(false);
    if (slot == &m_remote)
    {
        slot->awaited = BleOpcode::LL_ENC_REQ;
        slot->deadline.reset();
        return;
    }
    m_host.EncryptReceive(false);
    Send(LlPauseEncRsp());
    SendEncReq();
}

void
BleProcedures::EncryptionFailed(BleError status)
{
    // Only the central comes here: a peripheral refuses by itself.
    m_local = Slot();
    m_ltk = {};
    if (m_refresh)
    {
        // A link that was encrypted does not go on in the clear (5.1.3.2).
        m_host.EncryptionChanged(false, status);
        StartTermination(BleError::PIN_OR_KEY_MISSING);
        return;
    }
    if (!m_encrypted)
    {
        m_host.SetCipher(nullptr);
    }
    m_host.PauseData(false);
    m_host.EncryptionChanged(m_encrypted, status);
    RunDeferred();
}

// --- Peripheral ------------------------------------------------------------------------------

void
BleProcedures::On(const LlPauseEncReq& pdu)
{
    if (m_host.IsCentral())
    {
        return Unknown(static_cast<uint8_t>(pdu.OPCODE), BleRefusal::UNEXPECTED);
    }
    if (!m_encrypted)
    {
        return Count(BleRefusal::UNEXPECTED);
    }
    if (Collides(BleProcedure::ENCRYPTION, pdu.OPCODE))
    {
        return;
    }
    m_host.PauseData(true);
    SendAndAwait(m_remote, BleProcedure::ENCRYPTION, LlPauseEncRsp(), BleOpcode::LL_PAUSE_ENC_RSP);
    m_host.EncryptReceive(false);
}

void
BleProcedures::On(const LlEncReq& pdu)
{
    if (m_host.IsCentral())
    {
        return Unknown(static_cast<uint8_t>(pdu.OPCODE), BleRefusal::UNEXPECTED);
    }
    if (!HasFeature(ble::FEATURE_ENCRYPTION))
    {
        Count(BleRefusal::UNKNOWN);
        return Reject(pdu.OPCODE, BleError::UNSUPPORTED_REMOTE_FEATURE);
    }
    if (m_encrypted)
    {
        // A pause comes first.
        return Count(BleRefusal::UNEXPECTED);
    }
    if (Collides(BleProcedure::ENCRYPTION, pdu.OPCODE))
    {
        return;
    }
    m_host.PauseData(true);
    LlEncRsp answer;
    answer.skdP = static_cast<uint64_t>(m_host.Random()) << 32;
    answer.skdP |= m_host.Random();
    answer.ivP = m_host.Random();
    Send(answer);
    const std::optional<BleKey> key = m_host.LongTermKey(pdu.rand, pdu.ediv);
    if (!key)
    {
        return RefuseEncryption();
    }
    m_host.SetCipher(
        std::make_unique<BleLinkCipher>(*key, pdu.skdC, answer.skdP, pdu.ivC, answer.ivP, false));
    m_host.EncryptReceive(true);
    SendAndAwait(m_remote, BleProcedure::ENCRYPTION, LlStartEncReq(), BleOpcode::LL_START_ENC_RSP);
}

void
BleProcedures::RefuseEncryption()
{
    m_remote = Slot();
    if (m_refresh)
    {
        m_host.EncryptionChanged(false, BleError::PIN_OR_KEY_MISSING);
        StartTermination(BleError::PIN_OR_KEY_MISSING);
        return;
    }
    Reject(BleOpcode::LL_ENC_REQ, BleError::PIN_OR_KEY_MISSING);
    m_host.PauseData(false);
    m_host.EncryptionChanged(false, BleError::PIN_OR_KEY_MISSING);
}

} // namespace ns3::iomt
