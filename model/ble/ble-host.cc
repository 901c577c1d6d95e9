// SPDX-License-Identifier: GPL-2.0-only

#include "ble-host.h"

#include "ble-advertising-data.h"
#include "ble-link-layer.h"
#include "ble-link.h"

#include "ns3/enum.h"
#include "ns3/iomt-compat.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtBleHost");

NS_OBJECT_ENSURE_REGISTERED(BleHost);

namespace
{

/// What an attribute of ns-3, which before 3.41 knows no enum class, calls a value.
template <typename ENUM>
int
Code(ENUM value)
{
    return static_cast<int>(value);
}

} // namespace

TypeId
BleHost::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::BleHost")
            .SetParent<Object>()
            .SetGroupName("Iomt")
            .AddConstructor<BleHost>()
            .AddAttribute(
                "Security",
                "How links are protected; both ends must want the same.",
                EnumValue(Code(BleSecurity::NONE)),
                IOMT_MAKE_ENUM_ACCESSOR(int, &BleHost::SetSecurityCode, &BleHost::GetSecurityCode),
                MakeEnumChecker(Code(BleSecurity::NONE),
                                "none",
                                Code(BleSecurity::BONDED),
                                "bonded",
                                Code(BleSecurity::JUST_WORKS),
                                "just-works",
                                Code(BleSecurity::NUMERIC_COMPARISON),
                                "numeric-comparison"))
            .AddAttribute("Phy",
                          "PHY that a central asks for, in both directions; S2 or S8 is also how a "
                          "peripheral codes if it is asked for the coded PHY.",
                          EnumValue(Code(BlePhyMode::LE_1M)),
                          IOMT_MAKE_ENUM_ACCESSOR(int, &BleHost::SetPhyCode, &BleHost::GetPhyCode),
                          MakeEnumChecker(Code(BlePhyMode::LE_1M),
                                          "1M",
                                          Code(BlePhyMode::LE_2M),
                                          "2M",
                                          Code(BlePhyMode::LE_CODED_S8),
                                          "S8",
                                          Code(BlePhyMode::LE_CODED_S2),
                                          "S2"))
            .AddAttribute("DataLength",
                          "Longest payload of a data PDU to send [B]; 27: no data length "
                          "extension.",
                          UintegerValue(ble::DATA_OCTETS_MAX),
                          MakeUintegerAccessor(&BleHost::m_dataLength),
                          MakeUintegerChecker<uint16_t>(ble::DATA_OCTETS_MIN, ble::DATA_OCTETS_MAX))
            .AddAttribute("AdvertisingInterval",
                          "Time between two advertising events, to which up to 10 ms are added "
                          "[s].",
                          TimeValue(MilliSeconds(100)),
                          MakeTimeAccessor(&BleHost::m_advertisingInterval),
                          MakeTimeChecker(MicroSeconds(ble::ADV_INTERVAL_MIN_US),
                                          MicroSeconds(ble::ADV_INTERVAL_MAX_US)))
            .AddTraceSource("Ready",
                            "A link is set up.",
                            MakeTraceSourceAccessor(&BleHost::m_readyTrace),
                            "ns3::iomt::BleHost::ConnectionTracedCallback")
            .AddTraceSource("Lost",
                            "A link that was set up is no more.",
                            MakeTraceSourceAccessor(&BleHost::m_lostTrace),
                            "ns3::iomt::BleHost::ConnectionTracedCallback")
            .AddTraceSource("Security",
                            "A link was encrypted, or was not to be.",
                            MakeTraceSourceAccessor(&BleHost::m_securityTrace),
                            "ns3::iomt::BleHost::SecurityTracedCallback");
    return tid;
}

BleHost::BleHost()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

BleHost::~BleHost() = default;

void
BleHost::SetLinkLayer(Ptr<BleLinkLayer> linkLayer)
{
    m_linkLayer = linkLayer;
    linkLayer->SetLinkCallback(MakeCallback(&BleHost::LinkOpened, this));
}

Ptr<BleLinkLayer>
BleHost::GetLinkLayer() const
{
    return m_linkLayer;
}

Mac48Address
BleHost::GetAddress() const
{
    return m_linkLayer->GetAddress();
}

void
BleHost::Connect(Ptr<BleHost> peripheral,
                 const BleConnectionParameters& parameters,
                 const BleIntervalPolicy& policy)
{
    policy.Check(parameters);
    m_wanted.push_back({peripheral, parameters, policy, Time()});
    if (m_started)
    {
        ConnectNow(m_wanted.back());
    }
}

void
BleHost::Advertise()
{
    m_advertise = true;
    if (m_started)
    {
        m_linkLayer->StartAdvertising(m_advertisingInterval, BleAdvertisingData::Ipsp().Encode());
    }
}

void
BleHost::DoInitialize()
{
    m_started = true;
    m_linkLayer->Initialize();
    BleCapabilities capabilities = m_linkLayer->GetCapabilities();
    capabilities.maxTxOctets = m_dataLength;
    if (IsBleCoded(m_phy))
    {
        // Nothing longer than this coding needs, so that room is left for no more than that.
        capabilities.coding = m_phy;
        capabilities.maxTxTimeUs = BleAirTimeUs(m_phy, ble::DATA_OCTETS_MAX + ble::MIC_SIZE);
        capabilities.maxRxTimeUs = capabilities.maxTxTimeUs;
    }
    m_linkLayer->SetCapabilities(capabilities);
    if (m_advertise)
    {
        Advertise();
    }
    for (Wanted& wanted : m_wanted)
    {
        ConnectNow(wanted);
    }
    Object::DoInitialize();
}

void
BleHost::ConnectNow(Wanted& wanted)
{
    BleConnectionParameters parameters = wanted.parameters;
    if (wanted.policy.randomised)
    {
        wanted.interval = DrawInterval(wanted.policy);
        parameters.interval = wanted.interval;
    }
    const Mac48Address peer = wanted.peripheral->GetAddress();
    if (m_security == BleSecurity::BONDED && !GetBond(peer))
    {
        const BleKey key = DrawKey();
        SetBond(peer, key);
        wanted.peripheral->SetBond(GetAddress(), key);
    }
    m_linkLayer->Connect(peer, parameters);
}

bool
BleHost::HasInterval(Time interval) const
{
    const auto drawn = [interval](const Wanted& wanted) { return wanted.interval == interval; };
    // As a central this device has what it drew.
    const auto given = [interval](const auto& connection) {
        return !connection.second->IsCentral() &&
               connection.second->GetLink()->GetParameters().interval == interval;
    };
    return std::any_of(m_wanted.begin(), m_wanted.end(), drawn) ||
           std::any_of(m_connections.begin(), m_connections.end(), given);
}

bool
BleHost::IsRandomised() const
{
    return std::any_of(m_wanted.begin(), m_wanted.end(), [](const Wanted& wanted) {
        return wanted.policy.randomised;
    });
}

Time
BleHost::DrawInterval(const BleIntervalPolicy& policy)
{
    const Time unit = MicroSeconds(ble::INTERVAL_UNIT_US);
    std::vector<Time> all;
    std::vector<Time> unused;
    for (Time interval = policy.lowest; interval <= policy.highest; interval += unit)
    {
        all.push_back(interval);
        if (!HasInterval(interval))
        {
            unused.push_back(interval);
        }
    }
    const std::vector<Time>& choice = unused.empty() ? all : unused;
    return choice[m_random->GetInteger(0, choice.size() - 1)];
}

void
BleHost::Redraw(Mac48Address peer)
{
    for (Wanted& wanted : m_wanted)
    {
        if (wanted.policy.randomised && wanted.peripheral->GetAddress() == peer)
        {
            ConnectNow(wanted);
        }
    }
}

uint32_t
BleHost::Random()
{
    return m_random->GetInteger(0, std::numeric_limits<uint32_t>::max());
}

BleKey
BleHost::DrawKey()
{
    BleKey key;
    for (uint8_t& octet : key)
    {
        octet = static_cast<uint8_t>(m_random->GetInteger(0, std::numeric_limits<uint8_t>::max()));
    }
    return key;
}

void
BleHost::LinkOpened(Ptr<BleLink> link)
{
    const Mac48Address peer = link->GetPeer();
    const auto stale = m_connections.find(peer);
    if (stale != m_connections.end())
    {
        const Ptr<BleConnection> old = stale->second;
        old->LinkClosed(BleError::CONNECTION_TIMEOUT); // the peer has given it up before us
    }
    // Two links with one interval starve each other sooner or later; Petersen et al. have the
    // peripheral close the new one and the central draw again.
    const bool clash = link->GetRole() == BleLink::Role::PERIPHERAL && IsRandomised() &&
                       HasInterval(link->GetParameters().interval);
    const auto connection = CreateObject<BleConnection>();
    m_connections[peer] = connection;
    connection->Attach(this, link);
    if (clash)
    {
        link->Procedures().StartTermination(BleError::UNACCEPTABLE_CONNECTION_PARAMETERS);
        return;
    }
    if (!m_opened.IsNull())
    {
        m_opened(connection);
    }
    connection->SetUp();
}

void
BleHost::ConnectionReady(Ptr<BleConnection> connection)
{
    m_readyTrace(connection);
    if (!m_ready.IsNull())
    {
        m_ready(connection);
    }
}

void
BleHost::ConnectionLost(Ptr<BleConnection> connection, bool wasReady)
{
    const auto found = m_connections.find(connection->GetPeer());
    if (found != m_connections.end() && found->second == connection)
    {
        m_connections.erase(found);
    }
    if (wasReady)
    {
        m_lostTrace(connection);
        if (!m_lost.IsNull())
        {
            m_lost(connection);
        }
    }
}

void
BleHost::SetBond(Mac48Address peer, const BleKey& key)
{
    m_bonds[peer] = key;
}

std::optional<BleKey>
BleHost::GetBond(Mac48Address peer) const
{
    const auto found = m_bonds.find(peer);
    return found == m_bonds.end() ? std::nullopt : std::optional<BleKey>(found->second);
}

void
BleHost::Forget(Mac48Address peer)
{
    m_bonds.erase(peer);
}

void
BleHost::SetCompareCallback(CompareCallback callback)
{
    m_compare = callback;
}

void
BleHost::SetOpenedCallback(ConnectionCallback callback)
{
    m_opened = callback;
}

void
BleHost::SetReadyCallback(ConnectionCallback callback)
{
    m_ready = callback;
}

void
BleHost::SetLostCallback(ConnectionCallback callback)
{
    m_lost = callback;
}

const std::map<Mac48Address, Ptr<BleConnection>>&
BleHost::GetConnections() const
{
    return m_connections;
}

Ptr<BleConnection>
BleHost::GetConnection(Mac48Address peer) const
{
    const auto found = m_connections.find(peer);
    return found != m_connections.end() && found->second->IsReady() ? found->second : nullptr;
}

BleSecurity
BleHost::GetSecurity() const
{
    return m_security;
}

void
BleHost::SetSecurityCode(int security)
{
    m_security = static_cast<BleSecurity>(security);
}

int
BleHost::GetSecurityCode() const
{
    return Code(m_security);
}

void
BleHost::SetPhyCode(int phy)
{
    m_phy = static_cast<BlePhyMode>(phy);
}

int
BleHost::GetPhyCode() const
{
    return Code(m_phy);
}

int64_t
BleHost::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

void
BleHost::DoDispose()
{
    for (const auto& [peer, connection] : m_connections)
    {
        connection->Dispose();
    }
    m_connections.clear();
    m_wanted.clear();
    if (m_linkLayer)
    {
        m_linkLayer->SetLinkCallback(BleLinkLayer::LinkCallback());
        m_linkLayer->Dispose();
    }
    m_linkLayer = nullptr;
    m_compare.Nullify();
    m_opened.Nullify();
    m_ready.Nullify();
    m_lost.Nullify();
    Object::DoDispose();
}

void
BleIntervalPolicy::Check(const BleConnectionParameters& parameters) const
{
    if (!randomised)
    {
        parameters.Check();
        return;
    }
    for (const Time& interval : {lowest, highest})
    {
        BleConnectionParameters drawn = parameters;
        drawn.interval = interval;
        drawn.Check();
    }
    if (lowest > highest)
    {
        throw std::invalid_argument("interval policy: lowest above highest");
    }
}

} // namespace iomt
} // namespace ns3
