// SPDX-License-Identifier: GPL-2.0-only

// Procedures that take effect at an instant: connection parameters, channel map, PHY.

#include "ble-procedures.h"

#include <algorithm>

namespace ns3::iomt
{

namespace
{

/// An instant this far ahead or farther lies in the past, modulo 2^16 (Core 5.4, Vol 6, Part
/// B, 5.1.1).
constexpr uint16_t INSTANT_IN_THE_PAST = 32767;

uint8_t
PhyBit(BlePhyMode mode)
{
    return IsBleCoded(mode)            ? BLE_PHY_BIT_CODED
           : mode == BlePhyMode::LE_2M ? BLE_PHY_BIT_2M
                                       : BLE_PHY_BIT_1M;
}

/// Of several PHYs that suit both ends the one with the shortest packets; 0 if there is none.
uint8_t
ChoosePhy(uint8_t phys)
{
    for (const uint8_t phy : {BLE_PHY_BIT_2M, BLE_PHY_BIT_1M, BLE_PHY_BIT_CODED})
    {
        if ((phys & phy) != 0)
        {
            return phy;
        }
    }
    return 0;
}

} // namespace

uint64_t
BleProcedures::ChooseInstant() const
{
    // The peripheral may sleep through its latency first, and where an event is going on the PDU
    // goes out with the next one.
    return m_host.EventCounter() + m_host.GetParameters().latency + ble::INSTANT_LEAD_EVENTS + 1;
}

std::optional<uint64_t>
BleProcedures::ResolveInstant(uint16_t onAir)
{
    const uint64_t counter = m_host.EventCounter();
    const auto ahead = static_cast<uint16_t>(onAir - static_cast<uint16_t>(counter));
    if (ahead >= INSTANT_IN_THE_PAST)
    {
        Count(BleRefusal::BAD_VALUE);
        End(BleError::INSTANT_PASSED);
        return std::nullopt;
    }
    return counter + ahead;
}

// --- Connection parameters -------------------------------------------------------------------

void
BleProcedures::BeginConnectionUpdate(const BleConnectionParameters& parameters)
{
    if (m_host.IsCentral())
    {
        return IndicateConnectionUpdate(m_local, parameters);
    }
    LlConnectionParamReq pdu;
    pdu.intervalMin = pdu.intervalMax = parameters.IntervalUnits();
    pdu.latency = parameters.latency;
    pdu.timeout = parameters.TimeoutUnits();
    pdu.referenceConnEventCount = static_cast<uint16_t>(m_host.EventCounter());
    SendAndAwait(m_local,
                 BleProcedure::CONNECTION_UPDATE,
                 pdu,
                 BleOpcode::LL_CONNECTION_UPDATE_IND);
}

void
BleProcedures::IndicateConnectionUpdate(Slot& slot, const BleConnectionParameters& parameters)
{
    const BleTransmitWindow window = m_host.ChooseWindow(parameters);
    const uint64_t instant = ChooseInstant();
    LlConnectionUpdateInd pdu;
    pdu.interval = parameters.IntervalUnits();
    pdu.latency = parameters.latency;
    pdu.timeout = parameters.TimeoutUnits();
    pdu.winSize = std::clamp<uint8_t>(
        window.size,
        1,
        static_cast<uint8_t>(std::min<uint16_t>(ble::WIN_SIZE_MAX_UNITS, pdu.interval - 1)));
    pdu.winOffset = std::min(window.offset, pdu.interval);
    pdu.instant = static_cast<uint16_t>(instant);
    AwaitInstant(slot, BleProcedure::CONNECTION_UPDATE, instant);
    Send(pdu);
    m_host.UpdateConnectionAt(instant, parameters, pdu.winSize, pdu.winOffset);
}

bool
BleProcedures::AgreeToParameters(const LlConnectionParamReq& pdu,
                                 BleConnectionParameters& parameters)
{
    // The longest interval of the range, as a multiple of what the peer prefers if there is one.
    uint16_t interval = pdu.intervalMax;
    if (pdu.preferredPeriodicity != 0)
    {
        const auto multiple =
            static_cast<uint16_t>(pdu.intervalMax - pdu.intervalMax % pdu.preferredPeriodicity);
        interval = multiple >= pdu.intervalMin ? multiple : interval;
    }
    for (const uint16_t units : {interval, pdu.intervalMin})
    {
        parameters = BleConnectionParameters::FromUnits(units, pdu.latency, pdu.timeout);
        if (m_host.AcceptParameters(parameters))
        {
            return true;
        }
    }
    return false;
}

void
BleProcedures::On(const LlConnectionParamReq& pdu)
{
    constexpr BleOpcode opcode = LlConnectionParamReq::OPCODE;
    if (!HasFeature(ble::FEATURE_CONNECTION_PARAMETERS_REQUEST))
    {
        return Unknown(static_cast<uint8_t>(opcode), BleRefusal::UNKNOWN);
    }
    if (Collides(BleProcedure::CONNECTION_UPDATE, opcode))
    {
        return;
    }
    BleConnectionParameters parameters;
    if (!AgreeToParameters(pdu, parameters))
    {
        return Reject(opcode, BleError::UNACCEPTABLE_CONNECTION_PARAMETERS);
    }
    if (m_host.IsCentral())
    {
        return IndicateConnectionUpdate(m_remote, parameters);
    }
    LlConnectionParamRsp answer{pdu};
    answer.intervalMin = answer.intervalMax = parameters.IntervalUnits();
    answer.preferredPeriodicity = 0;
    SendAndAwait(m_remote,
                 BleProcedure::CONNECTION_UPDATE,
                 answer,
                 BleOpcode::LL_CONNECTION_UPDATE_IND);
}

void
BleProcedures::On(const LlConnectionParamRsp&)
{
    // A central of this kind decides without asking, so this answers nothing.
    Count(BleRefusal::UNEXPECTED);
}

void
BleProcedures::On(const LlConnectionUpdateInd& pdu)
{
    if (m_host.IsCentral())
    {
        return Count(BleRefusal::UNEXPECTED);
    }
    if (Collides(BleProcedure::CONNECTION_UPDATE, pdu.OPCODE))
    {
        return;
    }
    const auto instant = ResolveInstant(pdu.instant);
    if (!instant)
    {
        return;
    }
    Slot* slot = Awaiting(pdu.OPCODE);
    AwaitInstant(slot != nullptr ? *slot : m_remote, BleProcedure::CONNECTION_UPDATE, *instant);
    m_host.UpdateConnectionAt(
        *instant,
        BleConnectionParameters::FromUnits(pdu.interval, pdu.latency, pdu.timeout),
        pdu.winSize,
        pdu.winOffset);
}

// --- Channel map -----------------------------------------------------------------------------

void
BleProcedures::IndicateChannelMap(const BleChannelMap& map)
{
    const uint64_t instant = ChooseInstant();
    AwaitInstant(m_local, BleProcedure::CHANNEL_MAP_UPDATE, instant);
    Send(LlChannelMapInd{map.Bits(), static_cast<uint16_t>(instant)});
    m_host.UpdateChannelMapAt(instant, map);
}

void
BleProcedures::On(const LlChannelMapInd& pdu)
{
    if (m_host.IsCentral())
    {
        return Count(BleRefusal::UNEXPECTED);
    }
    if (Collides(BleProcedure::CHANNEL_MAP_UPDATE, pdu.OPCODE))
    {
        return;
    }
    if (const auto instant = ResolveInstant(pdu.instant))
    {
        AwaitInstant(m_remote, BleProcedure::CHANNEL_MAP_UPDATE, *instant);
        m_host.UpdateChannelMapAt(*instant, BleChannelMap(pdu.channelMap));
    }
}

// --- PHY -------------------------------------------------------------------------------------

uint8_t
BleProcedures::SupportedPhys() const
{
    return BLE_PHY_BIT_1M | (HasFeature(ble::FEATURE_2M_PHY) ? BLE_PHY_BIT_2M : 0) |
           (HasFeature(ble::FEATURE_CODED_PHY) ? BLE_PHY_BIT_CODED : 0);
}

BlePhyMode
BleProcedures::ModeOf(uint8_t phyBit, bool transmit) const
{
    switch (phyBit)
    {
    case BLE_PHY_BIT_2M:
        return BlePhyMode::LE_2M;
    case BLE_PHY_BIT_CODED:
        // The sender chooses its coding packet by packet; of what comes the longest is expected.
        return transmit ? m_coding : BlePhyMode::LE_CODED_S8;
    default:
        return BlePhyMode::LE_1M;
    }
}

void
BleProcedures::BeginPhyUpdate(BlePhyMode preferred)
{
    const uint8_t bit = PhyBit(preferred);
    m_wantedPhy = preferred;
    if (IsBleCoded(preferred))
    {
        m_coding = preferred;
    }
    if (bit == PhyBit(m_txPhy) && bit == PhyBit(m_rxPhy))
    {
        if (m_txPhy != preferred)
        {
            m_txPhy = preferred;
            m_host.UpdatePhyAt(m_host.EventCounter(), m_txPhy, m_rxPhy);
        }
        return Report(BleProcedure::PHY_UPDATE, BleError::SUCCESS);
    }
    SendAndAwait(m_local,
                 BleProcedure::PHY_UPDATE,
                 LlPhyReq{bit, bit},
                 m_host.IsCentral() ? BleOpcode::LL_PHY_RSP : BleOpcode::LL_PHY_UPDATE_IND);
}

void
BleProcedures::IndicatePhy(Slot& slot, uint8_t ourPhys, const LlPhyReq& peer)
{
    const uint64_t instant = ChooseInstant();
    LlPhyUpdateInd pdu;
    pdu.phyCToP = ChoosePhy(ourPhys & peer.rxPhys);
    pdu.phyPToC = ChoosePhy(ourPhys & peer.txPhys);
    // 0 is "no change" (2.4.2.24).
    pdu.phyCToP = pdu.phyCToP == PhyBit(m_txPhy) ? 0 : pdu.phyCToP;
    pdu.phyPToC = pdu.phyPToC == PhyBit(m_rxPhy) ? 0 : pdu.phyPToC;
    pdu.instant = static_cast<uint16_t>(instant);
    Send(pdu);
    ApplyPhy(slot, pdu.phyCToP, pdu.phyPToC, instant);
}

void
BleProcedures::ApplyPhy(Slot& slot, uint8_t tx, uint8_t rx, uint64_t instant)
{
    AwaitInstant(slot, BleProcedure::PHY_UPDATE, instant);
    if (tx == 0 && rx == 0)
    {
        // Nothing to wait for: the instant means nothing then (2.4.2.24).
        const bool wanted = &slot == &m_remote || (PhyBit(m_txPhy) == PhyBit(m_wantedPhy) &&
                                                   PhyBit(m_rxPhy) == PhyBit(m_wantedPhy));
        return Finish(slot, wanted ? BleError::SUCCESS : BleError::UNSUPPORTED_REMOTE_FEATURE);
    }
    slot.tx = tx == 0 ? m_txPhy : ModeOf(tx, true);
    slot.rx = rx == 0 ? m_rxPhy : ModeOf(rx, false);
    m_host.UpdatePhyAt(instant, slot.tx, slot.rx);
}

void
BleProcedures::On(const LlPhyReq& pdu)
{
    constexpr BleOpcode opcode = LlPhyReq::OPCODE;
    const uint8_t phys = SupportedPhys();
    if (phys == BLE_PHY_BIT_1M)
    {
        return Unknown(static_cast<uint8_t>(opcode), BleRefusal::UNKNOWN);
    }
    if (Collides(BleProcedure::PHY_UPDATE, opcode))
    {
        return;
    }
    if (m_host.IsCentral())
    {
        return IndicatePhy(m_remote, phys, pdu);
    }
    SendAndAwait(m_remote,
                 BleProcedure::PHY_UPDATE,
                 LlPhyRsp{{phys, phys}},
                 BleOpcode::LL_PHY_UPDATE_IND);
}

void
BleProcedures::On(const LlPhyRsp& pdu)
{
    Slot* slot = Awaiting(LlPhyRsp::OPCODE);
    if (slot == nullptr)
    {
        return Count(BleRefusal::UNEXPECTED);
    }
    IndicatePhy(*slot, PhyBit(m_wantedPhy), pdu);
}

void
BleProcedures::On(const LlPhyUpdateInd& pdu)
{
    Slot* slot = Awaiting(pdu.OPCODE);
    if (slot == nullptr)
    {
        return Count(BleRefusal::UNEXPECTED);
    }
    if (((pdu.phyCToP | pdu.phyPToC) & ~SupportedPhys()) != 0)
    {
        Count(BleRefusal::BAD_VALUE);
        return Fail(*slot, static_cast<uint8_t>(BleError::INVALID_LL_PARAMETERS));
    }
    if (Collides(BleProcedure::PHY_UPDATE, pdu.OPCODE))
    {
        return;
    }
    uint64_t instant = 0;
    if (pdu.phyCToP != 0 || pdu.phyPToC != 0)
    {
        const auto resolved = ResolveInstant(pdu.instant);
        if (!resolved)
        {
            return;
        }
        instant = *resolved;
    }
    ApplyPhy(*slot, pdu.phyPToC, pdu.phyCToP, instant);
}

} // namespace ns3::iomt
