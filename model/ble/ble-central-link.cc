// SPDX-License-Identifier: GPL-2.0-only

#include "ble-central-link.h"

#include "ble-idle-skipper.h"
#include "ble-link-layer.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(BleCentralLink);

TypeId
BleCentralLink::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::BleCentralLink").SetParent<BleLink>().SetGroupName("Iomt");
    return tid;
}

BleCentralLink::BleCentralLink(BleLinkLayer& layer, const BleLinkSetup& setup, Time anchor)
    : BleLink(layer, setup),
      m_anchor(anchor)
{
    m_firstWindow = anchor - Simulator::Now();
}

void
BleCentralLink::Start()
{
    m_skipper = BleIdleSkipper::Join(*this);
    ScheduleNext();
}

BleLink::Role
BleCentralLink::GetRole() const
{
    return Role::CENTRAL;
}

Time
BleCentralLink::Anchor(uint64_t event) const
{
    const auto events = static_cast<int64_t>(event - m_anchorEvent);
    return m_anchor + m_layer.GetClock().ToTrue(m_parameters.interval * events);
}

Time
BleCentralLink::NextStart(Time after) const
{
    if (m_inEvent || Anchor(m_event) >= after)
    {
        return Anchor(m_inEvent ? m_event + 1 : m_event);
    }
    const int64_t interval = m_layer.GetClock().ToTrue(m_parameters.interval).GetNanoSeconds();
    auto event = m_event + (after - Anchor(m_event)).GetNanoSeconds() / interval;
    while (Anchor(event) < after)
    {
        ++event;
    }
    return Anchor(event);
}

void
BleCentralLink::Advance()
{
    ++m_event;
}

void
BleCentralLink::ScheduleNext()
{
    const Time start = Anchor(m_event);
    if (!ExpiresBefore(start))
    {
        m_next = Simulator::Schedule(std::max(start - Simulator::Now(), Time(0)),
                                     &BleCentralLink::BeginEvent,
                                     this);
    }
}

void
BleCentralLink::Hasten()
{
    // A central has no latency to leave: every event is its own.
}

void
BleCentralLink::BeginEvent()
{
    const Time anchor = Anchor(m_event);
    ApplyInstants();
    if (Anchor(m_event) > anchor)
    {
        // A connection update moved this event (Core 5.4, Vol 6, Part B, 5.1.1).
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
    m_answered = false;
    TransmitPdu();
}

void
BleCentralLink::ApplyParameters(const BleConnectionParameters& parameters,
                                Time windowOffset,
                                Time windowSize)
{
    // Anywhere in the window will do; its middle leaves room for both clocks.
    m_anchor = Anchor(m_event) + windowOffset + (windowSize > Time(0) ? windowSize / 2 : Time(0));
    m_anchorEvent = m_event;
    m_parameters = parameters;
}

void
BleCentralLink::Sent()
{
    ListenAfterIfs();
}

void
BleCentralLink::Synchronised(Time)
{
    m_answered = true;
}

void
BleCentralLink::ListenTimeout()
{
    if (!m_answered)
    {
        ++m_statistics.missedEvents;
        m_layer.m_missedTrace(this, m_event, "nothing heard");
    }
    EndEvent();
}

void
BleCentralLink::Exchanged(Time end, bool valid, bool md)
{
    // Core 5.4, Vol 6, Part B, 4.5.6: two CRC failures in a row close the event.
    if (m_crcErrors >= ble::CRC_FAILURES_TO_CLOSE || !GoesOn(end, valid, md))
    {
        EndEvent();
        return;
    }
    m_step = Simulator::Schedule(end + MicroSeconds(ble::T_IFS_US) - Simulator::Now(),
                                 &BleCentralLink::TransmitPdu,
                                 this);
}

bool
BleCentralLink::GoesOn(Time end, bool valid, bool md)
{
    // The peripheral listens on if it has more data, was told of more, or was sent something that
    // it could not read.
    if (valid && !md && !m_moreData && !HasUnacknowledged())
    {
        return false;
    }
    const Time ifs = MicroSeconds(ble::T_IFS_US);
    const Time exchange = ifs + NextTransmission() + ifs + LongestReception();
    const Time limit = std::min(Anchor(m_event + 1), m_layer.NextReserved(this)) - ifs;
    return end + exchange <= limit;
}

} // namespace iomt
} // namespace ns3
