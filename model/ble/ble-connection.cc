// SPDX-License-Identifier: GPL-2.0-only

#include "ble-connection.h"

#include "ble-host.h"
#include "ble-link-layer.h"
#include "ble-link.h"
#include "ble-pairing.h"
#include "ble-smp-address.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <vector>

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtBleConnection");

NS_OBJECT_ENSURE_REGISTERED(BleConnection);

namespace
{

// Core 5.4, Vol 3, Part H, 3.3
constexpr uint8_t PAIRING_REQUEST = 0x01;
constexpr uint8_t PAIRING_FAILED = 0x05;

/// Air time of the longest packet with so many octets, on the slowest PHY that will be used.
uint16_t
LongestTimeUs(BlePhyMode phy, uint16_t octets)
{
    // A link begins on LE 1M; what fits there fits on LE 2M.
    const BlePhyMode slowest = IsBleCoded(phy) ? phy : BlePhyMode::LE_1M;
    return static_cast<uint16_t>(BleAirTimeUs(slowest, octets + ble::MIC_SIZE));
}

} // namespace

TypeId
BleConnection::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::BleConnection")
                            .SetParent<Object>()
                            .SetGroupName("Iomt")
                            .AddConstructor<BleConnection>();
    return tid;
}

BleConnection::BleConnection() = default;

BleConnection::~BleConnection() = default;

Ptr<BleLink>
BleConnection::GetLink() const
{
    return m_link;
}

Ptr<BleL2cap>
BleConnection::GetL2cap() const
{
    return m_l2cap;
}

Ptr<BleAtt>
BleConnection::GetAtt() const
{
    return m_att;
}

Mac48Address
BleConnection::GetPeer() const
{
    return m_peer;
}

bool
BleConnection::IsCentral() const
{
    return m_central;
}

bool
BleConnection::IsReady() const
{
    return m_ready;
}

void
BleConnection::Disconnect()
{
    if (m_link && m_link->IsOpen())
    {
        m_link->Procedures().StartTermination(BleError::REMOTE_USER_TERMINATED);
    }
}

void
BleConnection::Attach(BleHost* host, Ptr<BleLink> link)
{
    m_host = host;
    m_link = link;
    m_peer = link->GetPeer();
    m_central = link->GetRole() == BleLink::Role::CENTRAL;
    m_l2cap = CreateObject<BleL2cap>();
    m_l2cap->SetBearer(PeekPointer(link), m_central);
    m_l2cap->SetFixedChannel(l2cap::CID_SMP, MakeCallback(&BleConnection::ReceiveSmp, this));
    m_l2cap->SetParameterCallback(MakeCallback(&BleConnection::ChangeParameters, this));
    m_att = CreateObject<BleAtt>();
    m_att->SetL2cap(m_l2cap);
    link->SetClosedCallback(MakeCallback(&BleConnection::LinkClosed, this));
    link->SetEncryptionCallback(MakeCallback(&BleConnection::Encrypted, this));
    if (!m_central)
    {
        link->SetLongTermKey(host->GetBond(m_peer));
    }
}

void
BleConnection::SetUp()
{
    if (!m_central)
    {
        if (m_host->GetSecurity() == BleSecurity::NONE)
        {
            Ready();
        }
        return;
    }
    const uint16_t octets = m_host->m_dataLength;
    if (octets > ble::DATA_OCTETS_MIN)
    {
        m_link->Procedures().StartDataLengthUpdate(octets, LongestTimeUs(m_host->m_phy, octets));
    }
    if (m_host->m_phy != BlePhyMode::LE_1M)
    {
        m_link->Procedures().StartPhyUpdate(m_host->m_phy);
    }
    Protect();
}

void
BleConnection::Protect()
{
    const auto bond = m_host->GetBond(m_peer);
    if (m_host->GetSecurity() == BleSecurity::NONE)
    {
        Ready();
    }
    else if (bond)
    {
        m_link->Procedures().StartEncryption(*bond);
    }
    else if (m_host->GetSecurity() == BleSecurity::BONDED)
    {
        Refuse("no key kept for the peer");
    }
    else
    {
        MakePairing();
        m_pairing->Start();
        WatchPairing();
    }
}

void
BleConnection::MakePairing()
{
    const bool compare = m_host->GetSecurity() == BleSecurity::NUMERIC_COMPARISON;
    const Mac48Address own = m_host->GetAddress();
    BlePairing::Settings settings;
    settings.role = m_central ? BlePairing::Role::INITIATOR : BlePairing::Role::RESPONDER;
    settings.initiator = ToBleSmpAddress(m_central ? own : m_peer, false);
    settings.responder = ToBleSmpAddress(m_central ? m_peer : own, false);
    settings.ioCapability =
        compare ? BleIoCapability::DISPLAY_YES_NO : BleIoCapability::NO_INPUT_NO_OUTPUT;
    settings.authenticated = compare;

    BlePairing::Callbacks callbacks;
    callbacks.send = [this](const Bytes& octets) {
        m_l2cap->SendFixed(l2cap::CID_SMP, Create<Packet>(octets.data(), octets.size()));
    };
    callbacks.done = [this](const std::optional<BleKey>& key, BleSmpReason reason) {
        Paired(key, ToString(reason));
    };
    callbacks.random = [this]() { return m_host->Random(); };
    if (compare)
    {
        callbacks.compare = [this](uint32_t digits) {
            return m_host->m_compare.IsNull() || m_host->m_compare(m_peer, digits);
        };
    }
    m_pairing = std::make_unique<BlePairing>(settings, std::move(callbacks));
}

void
BleConnection::ReceiveSmp(Ptr<Packet> command)
{
    std::vector<uint8_t> octets(command->GetSize());
    command->CopyData(octets.data(), octets.size());
    if (!m_pairing || m_pairing->IsFinished())
    {
        // The rest of a pairing that is over, or nonsense, begins none.
        if (m_central || m_refused || octets.empty() || octets[0] != PAIRING_REQUEST)
        {
            return;
        }
        const BleSecurity security = m_host->GetSecurity();
        if (security == BleSecurity::NONE || security == BleSecurity::BONDED)
        {
            const std::vector<uint8_t> failed{
                PAIRING_FAILED,
                static_cast<uint8_t>(BleSmpReason::PAIRING_NOT_SUPPORTED)};
            m_l2cap->SendFixed(l2cap::CID_SMP, Create<Packet>(failed.data(), failed.size()));
            return;
        }
        MakePairing();
    }
    m_pairing->Receive(octets.data(), octets.size());
    WatchPairing();
}

void
BleConnection::WatchPairing()
{
    m_silence.Cancel();
    if (m_pairing->IsRunning())
    {
        m_silence =
            Simulator::Schedule(Seconds(BLE_SMP_TIMEOUT_S), &BleConnection::PairingSilent, this);
    }
}

void
BleConnection::PairingSilent()
{
    m_pairing->Timeout();
}

void
BleConnection::Paired(const std::optional<BleKey>& key, const std::string& reason)
{
    if (!key)
    {
        Refuse(reason);
        return;
    }
    m_host->SetBond(m_peer, *key);
    if (m_central)
    {
        m_link->Procedures().StartEncryption(*key);
    }
    else
    {
        m_link->SetLongTermKey(*key);
    }
}

void
BleConnection::Encrypted(bool on, BleError status)
{
    if (on)
    {
        m_l2cap->SetEncrypted(true);
        m_host->m_securityTrace(m_peer, "encrypted");
        Ready();
    }
    else
    {
        Refuse(ToString(status));
    }
}

void
BleConnection::Ready()
{
    if (!m_ready)
    {
        m_ready = true;
        m_host->ConnectionReady(this);
    }
}

void
BleConnection::Refuse(const std::string& why)
{
    NS_LOG_LOGIC("link to " << m_peer << " refused: " << why);
    m_host->m_securityTrace(m_peer, why);
    // Another attempt would end the same way.
    if (m_central)
    {
        m_host->GetLinkLayer()->ForgetPeer(m_peer);
    }
    m_refused = true;
    // Control PDUs overtake data: what SMP says of the reason goes first.
    m_l2cap->SetRoomCallback(MakeCallback(&BleConnection::EndWhenSent, this));
    EndWhenSent();
}

void
BleConnection::EndWhenSent()
{
    if (m_l2cap->GetQueued() == 0 && m_link->IsOpen() && !m_link->Procedures().IsTerminating())
    {
        m_link->Procedures().StartTermination(BleError::AUTHENTICATION_FAILURE);
    }
}

bool
BleConnection::ChangeParameters(const l2cap::ParameterUpdateRequest& request)
{
    // 4.20: the central chooses within what the peripheral asks for; its middle serves both.
    const uint16_t interval = request.intervalMin + (request.intervalMax - request.intervalMin) / 2;
    if (request.intervalMin > request.intervalMax ||
        !BleConnectionParameters::AreValid(interval, request.latency, request.timeout))
    {
        return false;
    }
    m_link->Procedures().StartConnectionUpdate(
        BleConnectionParameters::FromUnits(interval, request.latency, request.timeout));
    return true;
}

void
BleConnection::LinkClosed(BleError reason)
{
    NS_LOG_LOGIC("link to " << m_peer << " closed: " << ToString(reason));
    const Ptr<BleConnection> self(this);
    m_silence.Cancel();
    const bool wasReady = m_ready;
    m_ready = false;
    if (m_central && reason == BleError::AUTHENTICATION_FAILURE)
    {
        m_host->GetLinkLayer()->ForgetPeer(m_peer);
    }
    m_l2cap->LinkLost();
    m_host->ConnectionLost(this, wasReady);
    if (m_central && reason == BleError::UNACCEPTABLE_CONNECTION_PARAMETERS)
    {
        m_host->Redraw(m_peer);
    }
    // This may be the link's own call: its callbacks are taken away once it has returned.
    Simulator::ScheduleNow(&BleConnection::Dispose, self);
}

void
BleConnection::DoDispose()
{
    m_silence.Cancel();
    if (m_l2cap)
    {
        m_l2cap->Dispose();
        m_att->Dispose();
    }
    if (m_link)
    {
        m_link->SetReceiveCallback(BleL2capBearer::ReceiveCallback());
        m_link->SetSentCallback(BleL2capBearer::SentCallback());
        m_link->SetClosedCallback(BleLink::ClosedCallback());
        m_link->SetEncryptionCallback(BleLink::EncryptionCallback());
    }
    m_pairing.reset();
    m_link = nullptr;
    m_host = nullptr;
    Object::DoDispose();
}

} // namespace iomt
} // namespace ns3
