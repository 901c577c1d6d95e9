// SPDX-License-Identifier: GPL-2.0-only

#include "ble-link-layer.h"

#include "ble-advertiser.h"
#include "ble-central-link.h"
#include "ble-idle-skipper.h"
#include "ble-initiator.h"
#include "ble-peripheral-link.h"
#include "ble-window-widening.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/iomt-compat.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(BleLinkLayer);

TypeId
BleLinkLayer::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::BleLinkLayer")
            .SetParent<Object>()
            .SetGroupName("Iomt")
            .AddConstructor<BleLinkLayer>()
            .AddAttribute("SleepClockAccuracyPpm",
                          "What this device promises of its sleep clock, 0 to 500 [ppm].",
                          DoubleValue(50),
                          MakeDoubleAccessor(&BleLinkLayer::SetClockAccuracyPpm,
                                             &BleLinkLayer::GetClockAccuracyPpm),
                          MakeDoubleChecker<double>(0, 500))
            .AddAttribute("ClockDrift",
                          "Real drift of the sleep clock as a share of its accuracy, drawn once, "
                          "-1 to 1; positive: it is slow.",
                          StringValue("ns3::UniformRandomVariable[Min=-1.0|Max=1.0]"),
                          MakePointerAccessor(&BleLinkLayer::m_clockDrift),
                          MakePointerChecker<RandomVariableStream>())
            .AddAttribute(
                "IdleEvents",
                "Whether connection events without content are charged in one step where "
                "nobody could tell the difference, or all played.",
                EnumValue(BleLinkLayer::SKIP),
                IOMT_MAKE_ENUM_ACCESSOR(BleLinkLayer::IdleEvents, &BleLinkLayer::m_idleEvents),
                MakeEnumChecker(BleLinkLayer::SKIP, "Skip", BleLinkLayer::PLAY, "Play"))
            .AddAttribute(
                "ForeignHold",
                "How long after a signal that is not BLE all events are still played [s].",
                TimeValue(Seconds(1)),
                MakeTimeAccessor(&BleLinkLayer::m_foreignHold),
                MakeTimeChecker(Time(0)))
            .AddAttribute("ChannelSelection2",
                          "Whether channel selection algorithm #2 is offered.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&BleLinkLayer::m_csa2),
                          MakeBooleanChecker())
            .AddAttribute("AdvertiseAgain",
                          "Whether a peripheral that lost its connection advertises again.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&BleLinkLayer::m_advertiseAgain),
                          MakeBooleanChecker())
            .AddTraceSource("ConnectionEvent",
                            "A connection event begins: link, event counter, channel.",
                            MakeTraceSourceAccessor(&BleLinkLayer::m_eventTrace),
                            "ns3::iomt::BleLinkLayer::ConnectionEventTracedCallback")
            .AddTraceSource("EventMissed",
                            "A connection event without a packet of the peer: link, event, cause.",
                            MakeTraceSourceAccessor(&BleLinkLayer::m_missedTrace),
                            "ns3::iomt::BleLinkLayer::EventMissedTracedCallback")
            .AddTraceSource("PduTransmitted",
                            "A data channel PDU begins: link, octets of payload with MIC.",
                            MakeTraceSourceAccessor(&BleLinkLayer::m_transmittedTrace),
                            "ns3::iomt::BleLinkLayer::PduTracedCallback")
            .AddTraceSource("PduReceived",
                            "A valid data channel PDU ended: link, octets of payload with MIC.",
                            MakeTraceSourceAccessor(&BleLinkLayer::m_receivedTrace),
                            "ns3::iomt::BleLinkLayer::PduTracedCallback")
            .AddTraceSource("LinkOpened",
                            "A connection was created.",
                            MakeTraceSourceAccessor(&BleLinkLayer::m_openedTrace),
                            "ns3::iomt::BleLinkLayer::LinkOpenedTracedCallback")
            .AddTraceSource("LinkClosed",
                            "A connection ended: link, reason.",
                            MakeTraceSourceAccessor(&BleLinkLayer::m_closedTrace),
                            "ns3::iomt::BleLinkLayer::LinkClosedTracedCallback")
            .AddTraceSource("Malformed",
                            "A PDU was dropped for what it said: cause.",
                            MakeTraceSourceAccessor(&BleLinkLayer::m_malformedTrace),
                            "ns3::iomt::BleLinkLayer::MalformedTracedCallback");
    return tid;
}

BleLinkLayer::BleLinkLayer()
    : m_advertiser(std::make_unique<BleAdvertiser>(*this)),
      m_initiator(std::make_unique<BleInitiator>(*this)),
      m_random(CreateObject<UniformRandomVariable>())
{
}

BleLinkLayer::~BleLinkLayer() = default;

void
BleLinkLayer::DoDispose()
{
    m_advertiser->Dispose();
    m_initiator->Dispose();
    // Links refer to each other through their skippers.
    const auto links = std::move(m_links);
    m_links.clear();
    for (const Ptr<BleLink>& link : links)
    {
        link->Dispose();
    }
    m_linkCallback = LinkCallback();
    if (m_radio)
    {
        m_radio->Stop();
        m_radio = nullptr;
    }
    Object::DoDispose();
}

void
BleLinkLayer::SetAddress(Mac48Address address)
{
    m_address = address;
}

Mac48Address
BleLinkLayer::GetAddress() const
{
    return m_address;
}

void
BleLinkLayer::SetRadio(Ptr<BleRadio> radio)
{
    m_radio = radio;
    m_radio->SetLinked();
}

Ptr<BleRadio>
BleLinkLayer::GetRadio() const
{
    return m_radio;
}

void
BleLinkLayer::SetClockAccuracyPpm(double ppm)
{
    m_clock.accuracyPpm = ppm;
}

double
BleLinkLayer::GetClockAccuracyPpm() const
{
    return m_clock.accuracyPpm;
}

void
BleLinkLayer::DrawDrift()
{
    if (!m_drifting)
    {
        m_drifting = true;
        m_clock.driftPpm = m_clock.accuracyPpm * std::clamp(m_clockDrift->GetValue(), -1.0, 1.0);
    }
}

const BleClock&
BleLinkLayer::GetClock() const
{
    return m_clock;
}

BleCapabilities
BleLinkLayer::GetCapabilities() const
{
    return m_capabilities;
}

void
BleLinkLayer::SetCapabilities(const BleCapabilities& capabilities)
{
    capabilities.Check();
    m_capabilities = capabilities;
}

void
BleLinkLayer::SetChannelMap(BleChannelMap map)
{
    m_channelMap = map;
}

const BleChannelMap&
BleLinkLayer::GetChannelMap() const
{
    return m_channelMap;
}

bool
BleLinkLayer::UsesSelection2() const
{
    return m_csa2;
}

int64_t
BleLinkLayer::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    m_clockDrift->SetStream(stream + 1);
    return 2;
}

uint32_t
BleLinkLayer::Random()
{
    return m_random->GetInteger(0, UINT32_MAX);
}

double
BleLinkLayer::Uniform()
{
    return m_random->GetValue();
}

// --- Making connections --------------------------------------------------------------------------

void
BleLinkLayer::StartAdvertising(Time interval, const std::vector<uint8_t>& data)
{
    const int64_t us = interval.GetMicroSeconds();
    if (us < ble::ADV_INTERVAL_MIN_US || us > ble::ADV_INTERVAL_MAX_US)
    {
        throw std::invalid_argument(
            "advertising interval " + std::to_string(us) +
            " us: allowed are 20 ms to 10,485.759375 s (Core 5.4, Vol 6, Part B, 4.4.2.2)");
    }
    if (data.size() > ble::ADV_DATA_MAX)
    {
        throw std::invalid_argument("advertising data of " + std::to_string(data.size()) +
                                    " octets: allowed are at most 31 (Core 5.4, Vol 6, Part B, "
                                    "2.3.1.1)");
    }
    DrawDrift();
    m_advertisingInterval = interval;
    m_advertisingData = data;
    BleAdvInd pdu;
    pdu.advA = m_address;
    pdu.chSel = m_csa2;
    pdu.data = data;
    m_advertiser->Start(interval, pdu);
    WakeAll();
}

void
BleLinkLayer::StopAdvertising()
{
    m_advertiser->Stop();
}

bool
BleLinkLayer::IsAdvertising() const
{
    return m_advertiser->IsActive();
}

void
BleLinkLayer::Connect(Mac48Address peer, const BleConnectionParameters& parameters)
{
    parameters.Check();
    DrawDrift();
    m_initiator->Add(peer, parameters);
    WakeAll();
}

void
BleLinkLayer::ForgetPeer(Mac48Address peer)
{
    m_initiator->Remove(peer);
}

void
BleLinkLayer::SetLinkCallback(LinkCallback callback)
{
    m_linkCallback = callback;
}

bool
BleLinkLayer::Accepts(const BleConnectInd& request) const
{
    return request.IsValid() && m_links.size() < MAX_LINKS && !GetLink(request.initA);
}

void
BleLinkLayer::Connected(const BleConnectInd& request, bool chSel, Time end)
{
    BleLinkSetup setup;
    setup.peer = request.initA;
    setup.accessAddress = request.accessAddress;
    setup.crcInit = request.crcInit;
    setup.parameters =
        BleConnectionParameters::FromUnits(request.interval, request.latency, request.timeout);
    setup.hop = request.hop;
    setup.selection2 = request.chSel && chSel;
    setup.channels = BleChannelMap(request.channelMap);
    setup.peerPpm = BleScaToPpm(request.sca);
    setup.windowStart = end + MicroSeconds(ble::TRANSMIT_WINDOW_DELAY_US +
                                           request.winOffset * ble::INTERVAL_UNIT_US);
    setup.windowSize = MicroSeconds(request.winSize * ble::INTERVAL_UNIT_US);
    Add(CreateObject<BlePeripheralLink>(*this, setup));
}

void
BleLinkLayer::Initiated(const BleConnectInd& request,
                        bool selection2,
                        Time windowStart,
                        Time anchor)
{
    BleLinkSetup setup;
    setup.peer = request.advA;
    setup.accessAddress = request.accessAddress;
    setup.crcInit = request.crcInit;
    setup.parameters =
        BleConnectionParameters::FromUnits(request.interval, request.latency, request.timeout);
    setup.hop = request.hop;
    setup.selection2 = selection2;
    setup.channels = BleChannelMap(request.channelMap);
    setup.windowStart = windowStart;
    setup.windowSize = MicroSeconds(request.winSize * ble::INTERVAL_UNIT_US);
    Add(CreateObject<BleCentralLink>(*this, setup, anchor));
}

void
BleLinkLayer::Add(Ptr<BleLink> link)
{
    if (!m_courseConnected && m_radio->GetMobility())
    {
        m_courseConnected = m_radio->GetMobility()->TraceConnectWithoutContext(
            "CourseChange",
            MakeCallback(&BleLinkLayer::Moved, this));
    }
    if (!m_foreignConnected && m_radio->GetAir())
    {
        m_foreignConnected = true;
        m_radio->GetAir()->AddForeignCallback(MakeCallback(&BleLinkLayer::ForeignSignal, this));
    }
    m_links.push_back(link);
    ++m_opened;
    m_initiator->Update();
    link->Start();
    Rearranged();
    m_openedTrace(link);
    if (!m_linkCallback.IsNull())
    {
        m_linkCallback(link);
    }
}

void
BleLinkLayer::Remove(BleLink* link, BleError reason)
{
    const auto found = std::find_if(m_links.begin(), m_links.end(), [link](const auto& other) {
        return PeekPointer(other) == link;
    });
    if (found == m_links.end())
    {
        return;
    }
    const Ptr<BleLink> kept = *found;
    m_links.erase(found);
    ++m_closed[reason];
    m_initiator->Update();
    Rearranged();
    m_closedTrace(kept, reason);
    if (kept->GetRole() == BleLink::Role::PERIPHERAL && m_advertiseAgain &&
        m_advertisingInterval > Time(0) && !m_advertiser->IsActive())
    {
        StartAdvertising(m_advertisingInterval, m_advertisingData);
    }
    m_initiator->Resume();
    // Its functions are still on the stack.
    Simulator::ScheduleNow([kept]() { static_cast<void>(kept); });
}

Ptr<BleLink>
BleLinkLayer::GetLink(Mac48Address peer) const
{
    for (const Ptr<BleLink>& link : m_links)
    {
        if (link->m_peer == peer)
        {
            return link;
        }
    }
    return nullptr;
}

const std::vector<Ptr<BleLink>>&
BleLinkLayer::GetLinks() const
{
    return m_links;
}

uint64_t
BleLinkLayer::GetOpened() const
{
    return m_opened;
}

const std::map<BleError, uint64_t>&
BleLinkLayer::GetClosed() const
{
    return m_closed;
}

// --- One radio for all
// ----------------------------------------------------------------------------

bool
BleLinkLayer::CanClaim() const
{
    // An advertisement that is being sent cannot be called back.
    return !m_holder && !m_initiator->IsBusy() &&
           m_radio->GetState() != BleRadio::State::TRANSMITTING;
}

bool
BleLinkLayer::Claim(BleLink* link)
{
    if (!CanClaim())
    {
        return false;
    }
    m_holder = link;
    m_initiator->Yield();
    if (m_advertiser->IsOn())
    {
        m_advertiser->Yield();
    }
    return true;
}

void
BleLinkLayer::Release(BleLink* link)
{
    if (m_holder == link)
    {
        m_holder = nullptr;
        m_initiator->Resume();
    }
}

bool
BleLinkLayer::ClaimForAdvertising()
{
    if (!CanClaim())
    {
        return false;
    }
    m_initiator->Yield();
    return true;
}

void
BleLinkLayer::Resume()
{
    m_initiator->Resume();
}

bool
BleLinkLayer::IsFree() const
{
    return !m_holder && !m_advertiser->IsOn();
}

Time
BleLinkLayer::NextReserved(const BleLink* except) const
{
    Time next = Time::Max();
    if (m_links.size() > (except ? 1u : 0u))
    {
        const Time now = Simulator::Now();
        for (const Ptr<BleLink>& link : m_links)
        {
            if (PeekPointer(link) != except)
            {
                next = std::min(next, link->NextStart(now));
            }
        }
    }
    return next;
}

Time
BleLinkLayer::PlaceAnchor(Time interval, Time earliest, Time latest) const
{
    std::vector<Time> taken;
    for (const Ptr<BleLink>& link : m_links)
    {
        const Time start = link->NextStart(earliest);
        taken.push_back((start - earliest) % interval);
    }
    if (taken.empty())
    {
        return earliest;
    }
    std::sort(taken.begin(), taken.end());
    Time place = (taken.back() + taken.front() + interval) / 2;
    Time largest = taken.front() + interval - taken.back();
    for (std::size_t i = 1; i < taken.size(); ++i)
    {
        if (taken[i] - taken[i - 1] > largest)
        {
            largest = taken[i] - taken[i - 1];
            place = (taken[i] + taken[i - 1]) / 2;
        }
    }
    return std::min(earliest + place % interval, latest);
}

BleTransmitWindow
BleLinkLayer::PlaceUpdate(const BleLink&, const BleConnectionParameters&) const
{
    // Where the anchor is, it can stay.
    return {1, 0};
}

bool
BleLinkLayer::IsOrderly() const
{
    if (m_links.size() <= 1)
    {
        return true;
    }
    // Equal intervals by one clock: what does not overlap now never will.
    const Time now = Simulator::Now();
    const Time interval = m_links.front()->GetParameters().interval;
    const Time ifs = MicroSeconds(ble::T_IFS_US);
    std::vector<std::pair<Time, Time>> events;
    for (const Ptr<BleLink>& link : m_links)
    {
        if (!link->IsCentral() || link->GetParameters().interval != interval)
        {
            return false;
        }
        const Time start = link->NextStart(now);
        events.emplace_back(start,
                            start + BleAirTime(link->GetTxPhy(), 0) + ifs +
                                link->LongestReception() + ifs);
    }
    std::sort(events.begin(), events.end());
    for (std::size_t i = 0; i < events.size(); ++i)
    {
        const Time next =
            i + 1 < events.size() ? events[i + 1].first : events.front().first + interval;
        if (events[i].second > next)
        {
            return false;
        }
    }
    return true;
}

void
BleLinkLayer::Rearranged()
{
    m_orderly = IsOrderly();
    if (!m_orderly)
    {
        WakeAll();
    }
}

// --- Skipping of idle events
// -----------------------------------------------------------------------

bool
BleLinkLayer::MaySkip() const
{
    if (m_idleEvents != SKIP || !m_orderly || m_advertiser->IsActive() || m_initiator->IsActive() ||
        m_initiator->IsBusy())
    {
        return false;
    }
    const Ptr<MobilityModel> mobility = m_radio->GetMobility();
    if (mobility && mobility->GetVelocity().GetLength() > 0)
    {
        return false;
    }
    const Ptr<BleAir> air = m_radio->GetAir();
    if (air->HasStrangers())
    {
        return false;
    }
    const Time foreign = air->LastForeign();
    return foreign < Time(0) || foreign + m_foreignHold <= Simulator::Now();
}

bool
BleLinkLayer::IsWatched() const
{
    return !m_eventTrace.IsEmpty() || !m_missedTrace.IsEmpty() || !m_transmittedTrace.IsEmpty() ||
           !m_receivedTrace.IsEmpty();
}

void
BleLinkLayer::WakeAll()
{
    if (m_sleepers == 0)
    {
        return;
    }
    // A link that wakes may close, which takes it out of the list.
    const std::vector<Ptr<BleLink>> links = m_links;
    for (const Ptr<BleLink>& link : links)
    {
        if (link->m_skipper && link->m_skipper->IsAsleep())
        {
            link->m_skipper->Wake(nullptr);
        }
    }
}

void
BleLinkLayer::ForeignSignal(Time)
{
    WakeAll();
}

void
BleLinkLayer::Moved(Ptr<const MobilityModel>)
{
    // What is planned to take place without the channel is played instead.
    for (const Ptr<BleLink>& link : m_links)
    {
        link->m_sinrHolds = false;
    }
    WakeAll();
}

void
BleLinkLayer::CountSleepers(int change)
{
    m_sleepers += change;
}

void
BleLinkLayer::AddIdlePower(double powerMw)
{
    // What rounding leaves behind must not become a negative power.
    m_idlePowerMw = std::max(0.0, m_idlePowerMw + powerMw);
    m_radio->SetIdlePower(m_idlePowerMw);
}

} // namespace iomt
} // namespace ns3
