// SPDX-License-Identifier: GPL-2.0-only

#include "ble-l2cap.h"

#include "ble-l2cap-header.h"

#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <array>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtBleL2cap");

NS_OBJECT_ENSURE_REGISTERED(BleL2cap);

namespace
{

constexpr uint16_t LAST_SPSM = 0x00ff; // 4.22

/// Refuses what 4.22 does not allow.
void
CheckLimits(uint16_t psm, const BleChannelLimits& limits)
{
    const auto refuse = [](const std::string& what) {
        throw std::invalid_argument(what + " (Core 5.4, Vol 3, Part A, 4.22)");
    };
    if (psm == 0 || psm > LAST_SPSM)
    {
        refuse("SPSM " + std::to_string(psm) + ": must be 1 to 255");
    }
    if (limits.mtu < l2cap::MINIMUM_MTU)
    {
        refuse("MTU " + std::to_string(limits.mtu) + ": must be at least 23");
    }
    if (limits.mps < l2cap::MINIMUM_MPS || limits.mps > l2cap::MAXIMUM_MPS)
    {
        refuse("MPS " + std::to_string(limits.mps) + ": must be 23 to 65533");
    }
    if (limits.credits == 0)
    {
        refuse("0 credits: nothing could ever be received");
    }
}

/// Whether a peer may have these limits (4.22, 4.23).
bool
AreAllowed(uint16_t mtu, uint16_t mps)
{
    return mtu >= l2cap::MINIMUM_MTU && mps >= l2cap::MINIMUM_MPS && mps <= l2cap::MAXIMUM_MPS;
}

bool
IsDynamic(uint16_t cid)
{
    return cid >= l2cap::CID_FIRST_DYNAMIC && cid <= l2cap::CID_LAST_DYNAMIC;
}

/// Whether a command asks for an answer, so that one that cannot be read is rejected.
bool
IsRequest(uint8_t code)
{
    switch (code)
    {
    case l2cap::CommandReject::CODE:
    case l2cap::DisconnectionResponse::CODE:
    case l2cap::ParameterUpdateResponse::CODE:
    case l2cap::CreditConnectionResponse::CODE:
    case l2cap::FlowControlCredit::CODE:
        return false;
    default:
        return true;
    }
}

} // namespace

const char*
ToString(BleL2capFault fault)
{
    switch (fault)
    {
    case BleL2capFault::SHORT_PDU:
        return "short PDU";
    case BleL2capFault::WRONG_LENGTH:
        return "wrong length";
    case BleL2capFault::UNKNOWN_CID:
        return "unknown channel";
    case BleL2capFault::BAD_COMMAND:
        return "bad command";
    case BleL2capFault::UNKNOWN_COMMAND:
        return "unknown command";
    case BleL2capFault::UNEXPECTED_RESPONSE:
        return "unexpected response";
    case BleL2capFault::NOT_ALLOWED:
        return "not allowed";
    case BleL2capFault::ZERO_CREDITS:
        return "zero credits";
    case BleL2capFault::CHANNEL_RULE:
        return "channel rule broken";
    }
    return "unknown";
}

TypeId
BleL2cap::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::BleL2cap")
            .SetParent<Object>()
            .SetGroupName("Iomt")
            .AddConstructor<BleL2cap>()
            .AddAttribute("Window",
                          "PDUs of credit-based channels that the link may hold at a time; the "
                          "rest waits in the channels.",
                          UintegerValue(8),
                          MakeUintegerAccessor(&BleL2cap::m_window),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("ResponseTimeout",
                          "Patience with an unanswered request (RTX) [s]. Core 5.4, Vol 3, Part "
                          "A, 6.2.1: 1 s to 60 s.",
                          TimeValue(Seconds(30)),
                          MakeTimeAccessor(&BleL2cap::m_responseTimeout),
                          MakeTimeChecker(Seconds(1), Seconds(60)))
            .AddTraceSource("Fault",
                            "A peer did something that was counted and dropped.",
                            MakeTraceSourceAccessor(&BleL2cap::m_faultTrace),
                            "ns3::iomt::BleL2cap::FaultTracedCallback");
    return tid;
}

BleL2cap::BleL2cap() = default;

BleL2cap::~BleL2cap() = default;

void
BleL2cap::SetBearer(BleL2capBearer* bearer, bool central)
{
    m_bearer = bearer;
    m_central = central;
    bearer->SetReceiveCallback(MakeCallback(&BleL2cap::Receive, this));
    bearer->SetSentCallback(MakeCallback(&BleL2cap::Sent, this));
}

void
BleL2cap::LinkLost()
{
    m_bearer = nullptr;
    const auto pending = std::move(m_pending);
    m_pending.clear();
    for (auto [identifier, request] : pending)
    {
        request.timeout.Cancel();
        if (!request.parameters.IsNull())
        {
            request.parameters(false);
        }
    }
    // What the peer has not acknowledged may not have arrived.
    for (auto origin = m_unacknowledged.rbegin(); origin != m_unacknowledged.rend(); ++origin)
    {
        if (origin->sdu && origin->channel->GetState() == BleCreditChannel::State::OPEN)
        {
            origin->channel->m_queue.push_front(origin->sdu);
        }
    }
    m_unacknowledged.clear();
    const auto channels = std::move(m_channels);
    m_channels.clear();
    for (const auto& [cid, channel] : channels)
    {
        channel->Closed(BleChannelCause::LINK_LOST);
    }
}

void
BleL2cap::SetEncrypted(bool encrypted)
{
    m_encrypted = encrypted;
}

void
BleL2cap::SetFixedChannel(uint16_t cid, FixedCallback callback)
{
    m_fixed[cid] = callback;
}

bool
BleL2cap::SendFixed(uint16_t cid, Ptr<const Packet> payload)
{
    if (!m_bearer || payload->GetSize() > std::numeric_limits<uint16_t>::max())
    {
        return false;
    }
    const Ptr<Packet> pdu = payload->Copy();
    pdu->AddHeader(BleL2capHeader(payload->GetSize(), cid));
    Transmit(pdu, {});
    return true;
}

uint32_t
BleL2cap::GetQueued() const
{
    return m_bearer ? m_bearer->GetQueued() : 0;
}

void
BleL2cap::SetRoomCallback(RoomCallback callback)
{
    m_room = callback;
}

void
BleL2cap::Listen(uint16_t psm,
                 const BleChannelLimits& limits,
                 bool encrypted,
                 AcceptCallback callback)
{
    CheckLimits(psm, limits);
    m_services[psm] = {limits, encrypted, callback};
}

Ptr<BleCreditChannel>
BleL2cap::Connect(uint16_t psm, const BleChannelLimits& limits)
{
    CheckLimits(psm, limits);
    const uint16_t cid = FreeCid();
    const uint8_t identifier =
        m_bearer && cid != 0 ? Request(l2cap::CreditConnectionRequest::CODE) : 0;
    if (identifier == 0)
    {
        return nullptr;
    }
    const auto channel = CreateObject<BleCreditChannel>();
    channel->m_l2cap = this;
    channel->m_psm = psm;
    channel->m_localCid = cid;
    channel->m_limits = limits;
    channel->m_granted = limits.credits;
    m_channels[cid] = channel;
    m_pending[identifier].channel = channel;
    l2cap::CreditConnectionRequest request;
    request.identifier = identifier;
    request.spsm = psm;
    request.sourceCid = cid;
    request.mtu = limits.mtu;
    request.mps = limits.mps;
    request.credits = limits.credits;
    SendCommand(request);
    return channel;
}

bool
BleL2cap::RequestParameters(l2cap::ParameterUpdateRequest request, Callback<void, bool> callback)
{
    request.identifier =
        m_bearer && !m_central ? Request(l2cap::ParameterUpdateRequest::CODE) : uint8_t{0};
    if (request.identifier == 0)
    {
        return false;
    }
    m_pending[request.identifier].parameters = callback;
    SendCommand(request);
    return true;
}

void
BleL2cap::SetParameterCallback(ParameterCallback callback)
{
    m_parameters = callback;
}

const std::map<BleL2capFault, uint64_t>&
BleL2cap::GetFaults() const
{
    return m_faults;
}

void
BleL2cap::Receive(Ptr<Packet> pdu)
{
    if (!m_bearer)
    {
        return;
    }
    std::array<uint8_t, l2cap::HEADER_SIZE> octets;
    if (pdu->CopyData(octets.data(), octets.size()) < octets.size())
    {
        Fault(BleL2capFault::SHORT_PDU);
        return;
    }
    const auto header = l2cap::ParseHeader(octets.data());
    if (header.length != pdu->GetSize() - octets.size())
    {
        Fault(BleL2capFault::WRONG_LENGTH);
        return;
    }
    pdu->RemoveAtStart(octets.size());
    if (header.cid == l2cap::CID_SIGNALLING)
    {
        ReceiveSignalling(pdu);
        return;
    }
    const auto found = m_channels.find(header.cid);
    if (found != m_channels.end())
    {
        const Ptr<BleCreditChannel> channel = found->second;
        if (channel->GetState() != BleCreditChannel::State::OPEN)
        {
            Fault(BleL2capFault::NOT_ALLOWED);
            return;
        }
        const BleChannelCause cause = channel->Receive(pdu);
        if (cause != BleChannelCause::NONE)
        {
            Fault(BleL2capFault::CHANNEL_RULE);
            Disconnect(channel, cause);
        }
        else if (const uint16_t credits = channel->Replenish())
        {
            SendCommand(
                l2cap::FlowControlCredit{NextIdentifier(), channel->GetLocalCid(), credits});
        }
        return;
    }
    if (IsClosing(header.cid))
    {
        return; // the peer has not heard yet
    }
    const auto fixed = m_fixed.find(header.cid);
    if (fixed == m_fixed.end() || fixed->second.IsNull())
    {
        Fault(BleL2capFault::UNKNOWN_CID);
        return;
    }
    const FixedCallback callback = fixed->second;
    callback(pdu);
}

void
BleL2cap::Transmit(Ptr<const Packet> pdu, const Unacknowledged& origin)
{
    m_unacknowledged.push_back(origin);
    m_bearer->Send(pdu);
}

void
BleL2cap::Sent()
{
    if (!m_unacknowledged.empty())
    {
        m_unacknowledged.pop_front();
    }
    Pump();
    if (!m_room.IsNull())
    {
        m_room();
    }
}

void
BleL2cap::Pump()
{
    if (m_pumping)
    {
        return; // whoever is told of room below sends, which leads here again
    }
    m_pumping = true;
    while (m_bearer && m_bearer->GetQueued() < m_window)
    {
        const Ptr<BleCreditChannel> channel = NextReady();
        if (!channel)
        {
            break;
        }
        m_turn = channel->GetLocalCid();
        const uint32_t before = channel->GetQueued();
        const Ptr<const Packet> sdu = channel->GetUnsent().front();
        const Ptr<Packet> frame = channel->NextFrame();
        const bool last = channel->GetQueued() < before;
        Transmit(frame, {channel, last ? sdu : nullptr});
        const BleCreditChannel::RoomCallback room = channel->m_room;
        if (channel->GetQueued() < before && !room.IsNull())
        {
            room();
        }
    }
    m_pumping = false;
}

Ptr<BleCreditChannel>
BleL2cap::NextReady() const
{
    auto next = m_channels.upper_bound(m_turn);
    for (std::size_t i = 0; i < m_channels.size(); ++i, ++next)
    {
        if (next == m_channels.end())
        {
            next = m_channels.begin();
        }
        if (next->second->IsReady())
        {
            return next->second;
        }
    }
    return nullptr;
}

void
BleL2cap::ReceiveSignalling(Ptr<Packet> payload)
{
    std::vector<uint8_t> octets(payload->GetSize());
    payload->CopyData(octets.data(), octets.size());
    const auto parsed = l2cap::Parse(octets.data(), octets.size());
    switch (parsed.status)
    {
    case l2cap::CommandStatus::OK:
        std::visit([this](const auto& command) { Handle(command); }, *parsed.command);
        return;
    case l2cap::CommandStatus::TOO_SHORT:
    case l2cap::CommandStatus::ZERO_IDENTIFIER:
        Fault(BleL2capFault::BAD_COMMAND);
        return;
    case l2cap::CommandStatus::OVER_SIGNALLING_MTU: {
        Fault(BleL2capFault::BAD_COMMAND);
        l2cap::CommandReject reject;
        reject.identifier = parsed.identifier;
        reject.reason = l2cap::RejectReason::SIGNALLING_MTU_EXCEEDED;
        reject.mtu = l2cap::SIGNALLING_MTU;
        SendCommand(reject);
        return;
    }
    case l2cap::CommandStatus::WRONG_LENGTH:
        Fault(BleL2capFault::BAD_COMMAND);
        break;
    case l2cap::CommandStatus::UNKNOWN_CODE:
        Fault(BleL2capFault::UNKNOWN_COMMAND);
        break;
    }
    if (IsRequest(parsed.code))
    {
        l2cap::CommandReject reject;
        reject.identifier = parsed.identifier;
        SendCommand(reject);
    }
}

void
BleL2cap::Handle(const l2cap::CommandReject& command)
{
    Pending request = Answered(command.identifier, 0);
    if (request.code == l2cap::CreditConnectionRequest::CODE)
    {
        Drop(request.channel, BleChannelCause::REFUSED);
    }
    else if (!request.parameters.IsNull())
    {
        request.parameters(false);
    }
}

void
BleL2cap::Handle(const l2cap::DisconnectionRequest& command)
{
    const auto found = m_channels.find(command.destinationCid);
    const Ptr<BleCreditChannel> channel =
        found != m_channels.end() ? found->second : IsClosing(command.destinationCid);
    if (!channel || channel->m_remoteCid == 0)
    {
        Fault(BleL2capFault::NOT_ALLOWED);
        l2cap::CommandReject reject;
        reject.identifier = command.identifier;
        reject.reason = l2cap::RejectReason::INVALID_CID;
        reject.localCid = command.destinationCid;
        reject.remoteCid = command.sourceCid;
        SendCommand(reject);
        return;
    }
    if (channel->m_remoteCid != command.sourceCid)
    {
        Fault(BleL2capFault::NOT_ALLOWED); // 4.6: silently discarded
        return;
    }
    SendCommand(l2cap::DisconnectionResponse{command.identifier,
                                             command.destinationCid,
                                             command.sourceCid});
    if (found != m_channels.end())
    {
        Drop(channel, BleChannelCause::PEER);
    }
}

void
BleL2cap::Handle(const l2cap::DisconnectionResponse& command)
{
    const auto found = m_pending.find(command.identifier);
    if (found == m_pending.end() || found->second.code != l2cap::DisconnectionRequest::CODE ||
        found->second.channel->m_remoteCid != command.destinationCid ||
        found->second.channel->m_localCid != command.sourceCid)
    {
        Fault(BleL2capFault::UNEXPECTED_RESPONSE);
        return;
    }
    Answered(command.identifier, l2cap::DisconnectionRequest::CODE);
}

void
BleL2cap::Handle(const l2cap::ParameterUpdateRequest& command)
{
    if (!m_central)
    {
        // 4.20: only a peripheral may ask; the central answers with a reject.
        Fault(BleL2capFault::NOT_ALLOWED);
        l2cap::CommandReject reject;
        reject.identifier = command.identifier;
        SendCommand(reject);
        return;
    }
    const bool accepted = !m_parameters.IsNull() && m_parameters(command);
    SendCommand(l2cap::ParameterUpdateResponse{command.identifier, accepted});
}

void
BleL2cap::Handle(const l2cap::ParameterUpdateResponse& command)
{
    Pending request = Answered(command.identifier, l2cap::ParameterUpdateRequest::CODE);
    if (!request.parameters.IsNull())
    {
        request.parameters(command.accepted);
    }
}

void
BleL2cap::Handle(const l2cap::CreditConnectionRequest& command)
{
    l2cap::CreditConnectionResponse response;
    response.identifier = command.identifier;
    const auto service = m_services.find(command.spsm);
    const uint16_t cid = FreeCid();
    if (service == m_services.end())
    {
        response.result = l2cap::ConnectionResult::SPSM_NOT_SUPPORTED;
    }
    else if (service->second.encrypted && !m_encrypted)
    {
        response.result = l2cap::ConnectionResult::INSUFFICIENT_ENCRYPTION;
    }
    else if (!IsDynamic(command.sourceCid))
    {
        response.result = l2cap::ConnectionResult::INVALID_SOURCE_CID;
    }
    else if (HasRemoteCid(command.sourceCid))
    {
        response.result = l2cap::ConnectionResult::SOURCE_CID_ALLOCATED;
    }
    else if (!AreAllowed(command.mtu, command.mps))
    {
        response.result = l2cap::ConnectionResult::UNACCEPTABLE_PARAMETERS;
    }
    else if (cid == 0)
    {
        response.result = l2cap::ConnectionResult::NO_RESOURCES;
    }
    if (response.result != l2cap::ConnectionResult::SUCCESSFUL)
    {
        Fault(BleL2capFault::NOT_ALLOWED);
        SendCommand(response);
        return;
    }
    const BleChannelLimits limits = service->second.limits;
    const AcceptCallback accept = service->second.accept;
    response.destinationCid = cid;
    response.mtu = limits.mtu;
    response.mps = limits.mps;
    response.credits = limits.credits;
    SendCommand(response);
    const auto channel = CreateObject<BleCreditChannel>();
    channel->m_l2cap = this;
    channel->m_psm = command.spsm;
    channel->m_localCid = cid;
    channel->m_limits = limits;
    channel->m_granted = limits.credits;
    m_channels[cid] = channel;
    channel->Opened(command.sourceCid, command.mtu, command.mps, command.credits);
    if (!accept.IsNull())
    {
        accept(channel);
    }
}

void
BleL2cap::Handle(const l2cap::CreditConnectionResponse& command)
{
    const Ptr<BleCreditChannel> channel =
        Answered(command.identifier, l2cap::CreditConnectionRequest::CODE).channel;
    if (!channel)
    {
        return;
    }
    channel->m_result = static_cast<uint16_t>(command.result);
    if (command.result != l2cap::ConnectionResult::SUCCESSFUL)
    {
        Drop(channel, BleChannelCause::REFUSED);
        return;
    }
    if (channel->GetState() == BleCreditChannel::State::CLOSED)
    {
        // Closed here while the peer was opening it.
        channel->m_remoteCid = command.destinationCid;
        AskToDisconnect(channel);
        return;
    }
    const bool sound = IsDynamic(command.destinationCid) && !HasRemoteCid(command.destinationCid) &&
                       AreAllowed(command.mtu, command.mps);
    if (!sound)
    {
        Fault(BleL2capFault::CHANNEL_RULE);
        channel->m_remoteCid = command.destinationCid;
        Disconnect(channel, BleChannelCause::BAD_ANSWER);
        return;
    }
    channel->Opened(command.destinationCid, command.mtu, command.mps, command.credits);
    Pump();
}

void
BleL2cap::Handle(const l2cap::FlowControlCredit& command)
{
    for (const auto& [cid, channel] : m_channels)
    {
        if (channel->m_remoteCid != command.cid ||
            channel->GetState() != BleCreditChannel::State::OPEN)
        {
            continue;
        }
        if (command.credits == 0)
        {
            Fault(BleL2capFault::ZERO_CREDITS);
        }
        else if (channel->AddCredits(command.credits))
        {
            Pump();
        }
        else
        {
            Fault(BleL2capFault::CHANNEL_RULE);
            Disconnect(channel, BleChannelCause::CREDIT_OVERFLOW);
        }
        return;
    }
    for (const auto& [identifier, request] : m_pending)
    {
        if (request.code == l2cap::DisconnectionRequest::CODE &&
            request.channel->m_remoteCid == command.cid)
        {
            return; // the peer has not heard yet
        }
    }
    Fault(BleL2capFault::NOT_ALLOWED);
}

void
BleL2cap::SendCommand(const l2cap::Command& command)
{
    const auto octets = l2cap::Encode(command);
    SendFixed(l2cap::CID_SIGNALLING, Create<Packet>(octets.data(), octets.size()));
}

uint8_t
BleL2cap::NextIdentifier()
{
    // 4: never 0, and none of a request that waits for its answer.
    for (int i = 0; i < std::numeric_limits<uint8_t>::max(); ++i)
    {
        m_identifier = m_identifier == std::numeric_limits<uint8_t>::max() ? 1 : m_identifier + 1;
        if (m_pending.find(m_identifier) == m_pending.end())
        {
            return m_identifier;
        }
    }
    return 0;
}

uint8_t
BleL2cap::Request(uint8_t code)
{
    const uint8_t identifier = NextIdentifier();
    if (identifier != 0)
    {
        Pending& request = m_pending[identifier];
        request.code = code;
        request.timeout =
            Simulator::Schedule(m_responseTimeout, &BleL2cap::TimedOut, this, identifier);
    }
    return identifier;
}

void
BleL2cap::TimedOut(uint8_t identifier)
{
    const auto found = m_pending.find(identifier);
    if (found == m_pending.end())
    {
        return;
    }
    Pending request = found->second;
    m_pending.erase(found);
    if (request.code == l2cap::CreditConnectionRequest::CODE)
    {
        Drop(request.channel, BleChannelCause::TIMEOUT);
    }
    else if (!request.parameters.IsNull())
    {
        request.parameters(false);
    }
}

BleL2cap::Pending
BleL2cap::Answered(uint8_t identifier, uint8_t code)
{
    const auto found = m_pending.find(identifier);
    if (found == m_pending.end() || (code != 0 && found->second.code != code))
    {
        Fault(BleL2capFault::UNEXPECTED_RESPONSE);
        return {};
    }
    Pending request = found->second;
    request.timeout.Cancel();
    m_pending.erase(found);
    return request;
}

uint16_t
BleL2cap::FreeCid() const
{
    for (uint16_t cid = l2cap::CID_FIRST_DYNAMIC; cid <= l2cap::CID_LAST_DYNAMIC; ++cid)
    {
        if (m_channels.find(cid) == m_channels.end() && !IsClosing(cid))
        {
            return cid;
        }
    }
    return 0;
}

Ptr<BleCreditChannel>
BleL2cap::IsClosing(uint16_t cid) const
{
    for (const auto& [identifier, request] : m_pending)
    {
        if (request.channel && request.channel->m_localCid == cid &&
            request.channel->GetState() == BleCreditChannel::State::CLOSED)
        {
            return request.channel;
        }
    }
    return nullptr;
}

bool
BleL2cap::HasRemoteCid(uint16_t cid) const
{
    for (const auto& [local, channel] : m_channels)
    {
        if (channel->m_remoteCid == cid)
        {
            return true;
        }
    }
    return false;
}

void
BleL2cap::Disconnect(Ptr<BleCreditChannel> channel, BleChannelCause cause)
{
    if (channel->GetState() == BleCreditChannel::State::CLOSED)
    {
        return;
    }
    // One the peer has not accepted yet is disconnected when it has.
    if (channel->m_remoteCid != 0)
    {
        AskToDisconnect(channel);
    }
    Drop(channel, cause);
}

void
BleL2cap::AskToDisconnect(Ptr<BleCreditChannel> channel)
{
    if (const uint8_t identifier = Request(l2cap::DisconnectionRequest::CODE))
    {
        m_pending[identifier].channel = channel;
        SendCommand(
            l2cap::DisconnectionRequest{identifier, channel->m_remoteCid, channel->m_localCid});
    }
}

void
BleL2cap::Drop(Ptr<BleCreditChannel> channel, BleChannelCause cause)
{
    if (channel->GetState() != BleCreditChannel::State::CLOSED)
    {
        m_channels.erase(channel->m_localCid);
        channel->Closed(cause);
    }
}

void
BleL2cap::Fault(BleL2capFault fault)
{
    NS_LOG_LOGIC("peer: " << ToString(fault));
    ++m_faults[fault];
    m_faultTrace(fault);
}

void
BleL2cap::DoDispose()
{
    if (m_bearer)
    {
        m_bearer->SetReceiveCallback(BleL2capBearer::ReceiveCallback());
        m_bearer->SetSentCallback(BleL2capBearer::SentCallback());
        m_bearer = nullptr;
    }
    // Nobody is told: who would be may be gone.
    for (auto& [identifier, request] : m_pending)
    {
        request.timeout.Cancel();
    }
    m_pending.clear();
    m_unacknowledged.clear();
    for (const auto& [cid, channel] : m_channels)
    {
        channel->Dispose();
    }
    m_channels.clear();
    m_fixed.clear();
    m_services.clear();
    m_parameters.Nullify();
    m_room.Nullify();
    Object::DoDispose();
}

} // namespace iomt
} // namespace ns3
