// SPDX-License-Identifier: GPL-2.0-only

// Procedures of one question and one answer, and the end of a link.

#include "ble-procedures.h"

#include <algorithm>

namespace ns3::iomt
{

namespace
{

/// Features that are no business of the peer's (Core 5.4, Vol 6, Part B, 4.6, Table 4.4).
constexpr uint64_t NOT_FOR_PEER = ble::FEATURE_PING;
/// The octet of a feature set that says what is used, not what one is able to do (2.4.2.10).
constexpr uint64_t USED_OCTET = 0xff;

} // namespace

void
BleProcedures::BeginFeatures()
{
    const uint64_t own = m_capabilities.features & ~NOT_FOR_PEER;
    if (m_host.IsCentral())
    {
        SendAndAwait(m_local,
                     BleProcedure::FEATURE_EXCHANGE,
                     LlFeatureReq{own},
                     BleOpcode::LL_FEATURE_RSP);
    }
    else
    {
        SendAndAwait(m_local,
                     BleProcedure::FEATURE_EXCHANGE,
                     LlPeripheralFeatureReq{own},
                     BleOpcode::LL_FEATURE_RSP);
    }
}

void
BleProcedures::AnswerFeatures(uint64_t peer)
{
    m_peerFeatures = peer;
    const uint64_t own = m_capabilities.features & ~NOT_FOR_PEER;
    Send(LlFeatureRsp{own & (peer | ~USED_OCTET)});
}

void
BleProcedures::On(const LlFeatureReq& pdu)
{
    if (m_host.IsCentral())
    {
        return Unknown(static_cast<uint8_t>(pdu.OPCODE), BleRefusal::UNEXPECTED);
    }
    AnswerFeatures(pdu.featureSet);
}

void
BleProcedures::On(const LlPeripheralFeatureReq& pdu)
{
    if (!m_host.IsCentral())
    {
        return Unknown(static_cast<uint8_t>(pdu.OPCODE), BleRefusal::UNEXPECTED);
    }
    if (!HasFeature(ble::FEATURE_PERIPHERAL_INITIATED_FEATURES))
    {
        return Unknown(static_cast<uint8_t>(pdu.OPCODE), BleRefusal::UNKNOWN);
    }
    AnswerFeatures(pdu.featureSet);
}

void
BleProcedures::On(const LlFeatureRsp& pdu)
{
    Slot* slot = Awaiting(pdu.OPCODE);
    if (slot == nullptr)
    {
        return Count(BleRefusal::UNEXPECTED);
    }
    m_peerFeatures = pdu.featureSet;
    Finish(*slot, BleError::SUCCESS);
}

void
BleProcedures::BeginVersion()
{
    if (m_versionSent)
    {
        // LL_VERSION_IND is sent once in the life of a link, also where it is an answer (5.1.5).
        return Report(BleProcedure::VERSION_EXCHANGE,
                      m_peerVersion ? BleError::SUCCESS : BleError::UNSUPPORTED_REMOTE_FEATURE);
    }
    m_versionSent = true;
    SendAndAwait(m_local,
                 BleProcedure::VERSION_EXCHANGE,
                 m_capabilities.version,
                 BleOpcode::LL_VERSION_IND);
}

void
BleProcedures::On(const LlVersionInd& pdu)
{
    if (m_peerVersion)
    {
        return Count(BleRefusal::UNEXPECTED);
    }
    m_peerVersion = pdu;
    if (Slot* slot = Awaiting(pdu.OPCODE))
    {
        Finish(*slot, BleError::SUCCESS);
    }
    else if (!m_versionSent)
    {
        m_versionSent = true;
        Send(m_capabilities.version);
    }
}

void
BleProcedures::On(const LlPingReq& pdu)
{
    if (!HasFeature(ble::FEATURE_PING))
    {
        return Unknown(static_cast<uint8_t>(pdu.OPCODE), BleRefusal::UNKNOWN);
    }
    Send(LlPingRsp());
}

void
BleProcedures::On(const LlPingRsp& pdu)
{
    Slot* slot = Awaiting(pdu.OPCODE);
    if (slot == nullptr)
    {
        return Count(BleRefusal::UNEXPECTED);
    }
    Finish(*slot, BleError::SUCCESS);
}

LlLengthReq
BleProcedures::DescribeLength() const
{
    // Only the coded PHY has packets that take longer than 251 octets on LE 1M (4.5.10).
    const uint16_t longest =
        HasFeature(ble::FEATURE_CODED_PHY) ? ble::DATA_TIME_MAX_US : ble::DATA_TIME_MAX_1M_US;
    LlLengthReq own;
    own.maxRxOctets = m_capabilities.maxRxOctets;
    own.maxRxTime = std::min(m_capabilities.maxRxTimeUs, longest);
    own.maxTxOctets = m_maxTxOctets;
    own.maxTxTime = std::min(m_maxTxTimeUs, longest);
    return own;
}

void
BleProcedures::BeginDataLength(const Request& request)
{
    m_maxTxOctets = std::min(request.octets, m_capabilities.maxTxOctets);
    m_maxTxTimeUs = std::min(request.timeUs, m_capabilities.maxTxTimeUs);
    const LlLengthReq own = DescribeLength();
    if (own.maxTxOctets < m_length.txOctets || own.maxTxTime < m_length.txTimeUs)
    {
        // The peer expects no longer PDUs as soon as it has read this one.
        m_length.txOctets = std::min(own.maxTxOctets, m_length.txOctets);
        m_length.txTimeUs = std::min(own.maxTxTime, m_length.txTimeUs);
        TellLength();
    }
    SendAndAwait(m_local, BleProcedure::DATA_LENGTH_UPDATE, own, BleOpcode::LL_LENGTH_RSP);
}

void
BleProcedures::ApplyLength(const LlLengthReq& peer)
{
    const LlLengthReq own = DescribeLength();
    m_length.txOctets = std::min(own.maxTxOctets, peer.maxRxOctets);
    m_length.rxOctets = std::min(own.maxRxOctets, peer.maxTxOctets);
    m_length.txTimeUs = std::min(own.maxTxTime, peer.maxRxTime);
    m_length.rxTimeUs = std::min(own.maxRxTime, peer.maxTxTime);
    TellLength();
}

void
BleProcedures::TellLength()
{
    m_host.SetDataLength(m_length.txOctets,
                         m_length.rxOctets,
                         m_length.txTimeUs,
                         m_length.rxTimeUs);
}

void
BleProcedures::On(const LlLengthReq& pdu)
{
    if (!HasFeature(ble::FEATURE_DATA_LENGTH_EXTENSION))
    {
        return Unknown(static_cast<uint8_t>(pdu.OPCODE), BleRefusal::UNKNOWN);
    }
    Send(LlLengthRsp{DescribeLength()});
    ApplyLength(pdu);
    m_host.Notify({BleProcedure::DATA_LENGTH_UPDATE, false, BleError::SUCCESS});
}

void
BleProcedures::On(const LlLengthRsp& pdu)
{
    Slot* slot = Awaiting(pdu.OPCODE);
    if (slot == nullptr)
    {
        return Count(BleRefusal::UNEXPECTED);
    }
    ApplyLength(pdu);
    Finish(*slot, BleError::SUCCESS);
}

void
BleProcedures::On(const LlUnknownRsp& pdu)
{
    Rejected(pdu.unknownType, static_cast<uint8_t>(BleError::UNSUPPORTED_REMOTE_FEATURE));
}

void
BleProcedures::On(const LlRejectInd& pdu)
{
    Rejected(std::nullopt, pdu.errorCode);
}

void
BleProcedures::On(const LlRejectExtInd& pdu)
{
    Rejected(pdu.rejectOpcode, pdu.errorCode);
}

void
BleProcedures::On(const LlTerminateInd& pdu)
{
    // Where both ends say goodbye at once, each is told its own reason.
    const BleError reason = m_terminating        ? BleError::LOCAL_HOST_TERMINATED
                            : pdu.errorCode == 0 ? BleError::UNSPECIFIED_ERROR
                                                 : static_cast<BleError>(pdu.errorCode);
    m_closed = true;
    m_local = Slot();
    m_remote = Slot();
    m_requests.clear();
    m_deferred.clear();
    m_host.CloseAcknowledged(reason);
}

} // namespace ns3::iomt
