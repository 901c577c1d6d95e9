// SPDX-License-Identifier: GPL-2.0-only

// What the host asks for, and whose turn it is.

#include "ble-procedures.h"

#include <stdexcept>
#include <string>

namespace ns3::iomt
{

namespace
{

void
CheckLength(const char* what, uint16_t octets, uint16_t timeUs)
{
    if (octets < ble::DATA_OCTETS_MIN || octets > ble::DATA_OCTETS_MAX)
    {
        throw std::invalid_argument(std::string(what) + " of " + std::to_string(octets) +
                                    " octets: must be 27 to 251 (Core 5.4, Vol 6, Part B, 4.5.10)");
    }
    if (timeUs < ble::DATA_TIME_MIN_US || timeUs > ble::DATA_TIME_MAX_US)
    {
        throw std::invalid_argument(std::string(what) + " of " + std::to_string(timeUs) +
                                    " us: must be 328 to 17040 (Core 5.4, Vol 6, Part B, 4.5.10)");
    }
}

} // namespace

const char*
ToString(BleProcedure procedure)
{
    switch (procedure)
    {
    case BleProcedure::CONNECTION_UPDATE:
        return "connection update";
    case BleProcedure::CHANNEL_MAP_UPDATE:
        return "channel map update";
    case BleProcedure::ENCRYPTION:
        return "encryption";
    case BleProcedure::FEATURE_EXCHANGE:
        return "feature exchange";
    case BleProcedure::VERSION_EXCHANGE:
        return "version exchange";
    case BleProcedure::TERMINATION:
        return "termination";
    case BleProcedure::PING:
        return "ping";
    case BleProcedure::DATA_LENGTH_UPDATE:
        return "data length update";
    case BleProcedure::PHY_UPDATE:
        return "PHY update";
    }
    return "?";
}

const char*
ToString(BleRefusal refusal)
{
    switch (refusal)
    {
    case BleRefusal::UNKNOWN:
        return "unknown";
    case BleRefusal::MALFORMED:
        return "malformed";
    case BleRefusal::BAD_VALUE:
        return "bad value";
    case BleRefusal::UNEXPECTED:
        return "unexpected";
    case BleRefusal::COLLISION:
        return "collision";
    case BleRefusal::FLOOD:
        return "flood";
    case BleRefusal::FORBIDDEN:
        return "forbidden";
    case BleRefusal::COUNT:
        break;
    }
    return "?";
}

void
BleCapabilities::Check() const
{
    CheckLength("longest transmission", maxTxOctets, maxTxTimeUs);
    CheckLength("longest reception", maxRxOctets, maxRxTimeUs);
    if (!IsBleCoded(coding))
    {
        throw std::invalid_argument("coding " + ToString(coding) +
                                    ": must be S8 or S2 (Core 5.4, Vol 6, Part B, 2.2)");
    }
}

void
BleProcedures::StartFeatureExchange()
{
    Request request;
    request.procedure = BleProcedure::FEATURE_EXCHANGE;
    Ask(request);
}

void
BleProcedures::StartVersionExchange()
{
    Request request;
    request.procedure = BleProcedure::VERSION_EXCHANGE;
    Ask(request);
}

void
BleProcedures::StartDataLengthUpdate(uint16_t octets, uint16_t timeUs)
{
    CheckLength("data length", octets, timeUs);
    Request request;
    request.procedure = BleProcedure::DATA_LENGTH_UPDATE;
    request.octets = octets;
    request.timeUs = timeUs;
    Ask(request);
}

void
BleProcedures::StartPhyUpdate(BlePhyMode preferred)
{
    if ((preferred == BlePhyMode::LE_2M && !HasFeature(ble::FEATURE_2M_PHY)) ||
        (IsBleCoded(preferred) && !HasFeature(ble::FEATURE_CODED_PHY)))
    {
        throw std::invalid_argument("PHY " + ToString(preferred) +
                                    ": not among the features of this controller (Core 5.4, "
                                    "Vol 6, Part B, 5.1.10)");
    }
    Request request;
    request.procedure = BleProcedure::PHY_UPDATE;
    request.phy = preferred;
    Ask(request);
}

void
BleProcedures::StartConnectionUpdate(const BleConnectionParameters& parameters)
{
    parameters.Check();
    Request request;
    request.procedure = BleProcedure::CONNECTION_UPDATE;
    request.parameters = parameters;
    Ask(request);
}

void
BleProcedures::StartChannelMapUpdate(const BleChannelMap& map)
{
    if (!m_host.IsCentral())
    {
        throw std::logic_error("a channel map update by the peripheral: only the central may "
                               "(Core 5.4, Vol 6, Part B, 5.1.2)");
    }
    Request request;
    request.procedure = BleProcedure::CHANNEL_MAP_UPDATE;
    request.map = map;
    Ask(request);
}

void
BleProcedures::StartEncryption(const BleKey& ltk)
{
    if (!m_host.IsCentral())
    {
        throw std::logic_error("encryption started by the peripheral: only the central may "
                               "(Core 5.4, Vol 6, Part B, 5.1.3)");
    }
    Request request;
    request.procedure = BleProcedure::ENCRYPTION;
    request.key = ltk;
    Ask(request);
}

void
BleProcedures::StartPing()
{
    Request request;
    request.procedure = BleProcedure::PING;
    Ask(request);
}

void
BleProcedures::StartTermination(BleError reason)
{
    if (m_closed || m_terminating)
    {
        return;
    }
    // The one procedure that does not wait for another to end (5.1.6).
    m_requests.clear();
    m_deferred.clear();
    m_terminating = true;
    m_remote = Slot();
    m_local = Slot();
    m_local.state = Slot::ANSWER;
    m_local.procedure = BleProcedure::TERMINATION;
    m_local.asked = m_local.awaited = BleOpcode::LL_TERMINATE_IND;
    Send(LlTerminateInd{static_cast<uint8_t>(reason)});
}

void
BleProcedures::Ask(const Request& request)
{
    if (m_closed || m_terminating)
    {
        return;
    }
    m_requests.push_back(request);
    Next();
}

bool
BleProcedures::MayBegin(BleProcedure procedure) const
{
    if (m_local.state != Slot::FREE)
    {
        return false;
    }
    if (m_remote.state == Slot::FREE)
    {
        return true;
    }
    // The peer's is one with an instant, or encryption: others do not last.
    return m_remote.procedure != BleProcedure::ENCRYPTION && !HasInstant(procedure) &&
           procedure != BleProcedure::ENCRYPTION;
}

void
BleProcedures::Next()
{
    while (!m_closed && !m_terminating && !m_requests.empty() &&
           MayBegin(m_requests.front().procedure))
    {
        const Request request = m_requests.front();
        m_requests.erase(m_requests.begin());
        Begin(request);
    }
}

void
BleProcedures::Begin(const Request& request)
{
    const bool central = m_host.IsCentral();
    uint64_t needed = 0;
    switch (request.procedure)
    {
    case BleProcedure::DATA_LENGTH_UPDATE:
        needed = ble::FEATURE_DATA_LENGTH_EXTENSION;
        break;
    case BleProcedure::ENCRYPTION:
        needed = ble::FEATURE_ENCRYPTION;
        break;
    case BleProcedure::CONNECTION_UPDATE:
        needed = central ? 0 : ble::FEATURE_CONNECTION_PARAMETERS_REQUEST;
        break;
    case BleProcedure::PHY_UPDATE:
        needed = request.phy == BlePhyMode::LE_2M ? ble::FEATURE_2M_PHY
                 : IsBleCoded(request.phy)        ? ble::FEATURE_CODED_PHY
                                                  : 0;
        break;
    case BleProcedure::FEATURE_EXCHANGE:
        needed = central ? 0 : ble::FEATURE_PERIPHERAL_INITIATED_FEATURES;
        break;
    default:
        break;
    }
    if (!HasFeature(needed))
    {
        return Report(request.procedure, BleError::UNSUPPORTED_FEATURE);
    }
    if (PeerLacks(needed))
    {
        return Report(request.procedure, BleError::UNSUPPORTED_REMOTE_FEATURE);
    }
    switch (request.procedure)
    {
    case BleProcedure::CONNECTION_UPDATE:
        return BeginConnectionUpdate(request.parameters);
    case BleProcedure::CHANNEL_MAP_UPDATE:
        return IndicateChannelMap(request.map);
    case BleProcedure::PHY_UPDATE:
        return BeginPhyUpdate(request.phy);
    case BleProcedure::ENCRYPTION:
        return BeginEncryption(request.key);
    case BleProcedure::DATA_LENGTH_UPDATE:
        return BeginDataLength(request);
    case BleProcedure::VERSION_EXCHANGE:
        return BeginVersion();
    case BleProcedure::FEATURE_EXCHANGE:
        return BeginFeatures();
    case BleProcedure::PING:
        return SendAndAwait(m_local, BleProcedure::PING, LlPingReq(), BleOpcode::LL_PING_RSP);
    case BleProcedure::TERMINATION:
        break;
    }
}

void
BleProcedures::Report(BleProcedure procedure, BleError status)
{
    if (procedure == BleProcedure::ENCRYPTION)
    {
        m_host.EncryptionChanged(m_encrypted, status);
        return;
    }
    m_host.Notify({procedure, true, status});
}

bool
BleProcedures::HasFeature(uint64_t feature) const
{
    return (m_capabilities.features & feature) == feature;
}

bool
BleProcedures::PeerLacks(uint64_t feature) const
{
    return m_peerFeatures && (*m_peerFeatures & feature) != feature;
}

} // namespace ns3::iomt
