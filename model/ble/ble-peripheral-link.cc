// SPDX-License-Identifier: GPL-2.0-only

#include "ble-peripheral-link.h"

#include "ble-idle-skipper.h"
#include "ble-link-layer.h"
#include "ble-window-widening.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(BlePeripheralLink);

TypeId
BlePeripheralLink::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::BlePeripheralLink").SetParent<BleLink>().SetGroupName("Iomt");
    return tid;
}

BlePeripheralLink::BlePeripheralLink(BleLinkLayer& layer, const BleLinkSetup& setup)
    : BleLink(layer, setup),
      m_sync(setup.windowStart),
      m_windowSize(setup.windowSize)
{
    m_firstWindow = setup.windowStart + setup.windowSize - Simulator::Now();
}

void
BlePeripheralLink::Start()
{
    m_skipper = BleIdleSkipper::Join(*this);
    ScheduleNext();
}

BleLink::Role
BlePeripheralLink::GetRole() const
{
    return Role::PERIPHERAL;
}

Time
BlePeripheralLink::Expected(uint64_t event) const
{
    const auto events = static_cast<int64_t>(event - m_syncEvent);
    return m_sync + m_layer.GetClock().ToTrue(m_parameters.interval * events);
}

Time
BlePeripheralLink::Widening(uint64_t event) const
{
    const auto events = static_cast<int64_t>(event - m_syncEvent);
    return BleWindowWidening(m_peerPpm,
                             m_layer.GetClock().accuracyPpm,
                             m_parameters.interval * events);
}

Time
BlePeripheralLink::NextStart(Time after) const
{
    uint64_t event = m_inEvent ? m_event + 1 : m_event;
    while (Expected(event) - Widening(event) < after)
    {
        // One division for a link that skips; it may be any number of events behind.
        const int64_t behind =
            (after - Expected(event)).GetNanoSeconds() / m_parameters.interval.GetNanoSeconds();
        event += std::max<int64_t>(behind, 1);
    }
    return Expected(event) - Widening(event);
}

void
BlePeripheralLink::Advance()
{
    // Core 5.4, Vol 6, Part B, 4.5.1: latency, as long as all is well and nothing is to be done.
    const bool rest = m_mayRest && m_parameters.latency > 0 && IsQuiet() && !HasMore();
    m_event += 1 + (rest ? m_parameters.latency : 0);
}

void
BlePeripheralLink::ScheduleNext()
{
    // An event that went on beyond the next anchor has cost that one.
    while (m_started && Expected(m_event) + m_windowSize + Widening(m_event) <= Simulator::Now())
    {
        ++m_statistics.events;
        ++m_statistics.missedEvents;
        m_layer.m_missedTrace(this, m_event, "radio busy");
        ++m_event;
    }
    const Time widening = Widening(m_event);
    const Time open = Expected(m_event) - widening;
    // 4.2.4: beyond half an interval the window says nothing any more, the link is lost.
    if (ExpiresBefore(open))
    {
        return;
    }
    if (widening > m_parameters.interval / 2 - MicroSeconds(ble::T_IFS_US))
    {
        ExpiresBefore(Time::Max());
        return;
    }
    m_next = Simulator::Schedule(std::max(open - Simulator::Now(), Time(0)),
                                 &BlePeripheralLink::BeginEvent,
                                 this);
}

void
BlePeripheralLink::Hasten()
{
    if (m_inEvent || !m_open || !m_started || m_event <= m_lastEvent + 1)
    {
        return;
    }
    uint64_t event = m_lastEvent + 1;
    while (event < m_event && Expected(event) - Widening(event) < Simulator::Now())
    {
        ++event;
    }
    if (event < m_event)
    {
        m_event = event;
        m_next.Cancel();
        ScheduleNext();
    }
}

void
BlePeripheralLink::BeginEvent()
{
    const Time expected = Expected(m_event);
    ApplyInstants();
    m_lastEvent = m_event;
    m_started = true;
    m_mayRest = false;
    if (Expected(m_event) > expected)
    {
        ScheduleNext();
        return;
    }
    if (!TakeRadio())
    {
        if (m_open)
        {
            Advance();
            ScheduleNext();
        }
        return;
    }
    m_heard = false;
    // What is left of the window: all of it, unless an update applied at this very event.
    const Time close = Expected(m_event) + m_windowSize + Widening(m_event) + BleSyncTime(m_rxPhy);
    m_timeout = Simulator::Schedule(std::max(close - Simulator::Now(), Time(0)),
                                    &BlePeripheralLink::ListenTimeout,
                                    this);
    m_layer.m_radio->Listen(this, m_channel, m_rxPhy, m_accessAddress);
}

void
BlePeripheralLink::ApplyParameters(const BleConnectionParameters& parameters,
                                   Time windowOffset,
                                   Time windowSize)
{
    // Keep the reference, but as if the event of the instant were the first of a new connection:
    // what the clocks drifted since the last packet has to stay in the widening.
    const Time drifted = Widening(m_event);
    m_sync = Expected(m_event) + windowOffset;
    m_syncEvent = m_event;
    m_windowSize = windowSize;
    m_parameters = parameters;
    m_sync -= drifted;
    m_windowSize += 2 * drifted;
}

void
BlePeripheralLink::Synchronised(Time start)
{
    if (m_heard)
    {
        return;
    }
    // The access address is enough: a wrong CRC behind it does not move the anchor (4.5.7).
    m_heard = true;
    m_sync = start;
    m_syncEvent = m_event;
    m_windowSize = Time(0);
}

void
BlePeripheralLink::ListenTimeout()
{
    if (!m_heard)
    {
        ++m_statistics.missedEvents;
        m_layer.m_missedTrace(this, m_event, "nothing heard");
    }
    EndEvent();
}

void
BlePeripheralLink::Exchanged(Time end, bool valid, bool md)
{
    if (m_crcErrors >= ble::CRC_FAILURES_TO_CLOSE)
    {
        EndEvent();
        return;
    }
    m_goOn = md || !valid;
    m_mayRest = valid;
    m_step = Simulator::Schedule(end + MicroSeconds(ble::T_IFS_US) - Simulator::Now(),
                                 &BlePeripheralLink::TransmitPdu,
                                 this);
}

void
BlePeripheralLink::Sent()
{
    if ((m_goOn || m_moreData) && HasTime(Simulator::Now()))
    {
        ListenAfterIfs();
    }
    else
    {
        EndEvent();
    }
}

bool
BlePeripheralLink::HasTime(Time end) const
{
    // The central ends its event T_IFS before the next anchor (Core 5.4, Vol 6, Part B, 4.5.1), so
    // an exchange that is shorter than all others must fit before.
    const Time ifs = MicroSeconds(ble::T_IFS_US);
    const Time exchange = ifs + BleAirTime(m_rxPhy, 0) + ifs + BleAirTime(m_txPhy, 0);
    return end + exchange + ifs <= Expected(m_event + 1);
}

} // namespace iomt
} // namespace ns3
