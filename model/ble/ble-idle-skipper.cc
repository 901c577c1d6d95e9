// SPDX-License-Identifier: GPL-2.0-only

#include "ble-idle-skipper.h"

#include "ble-central-link.h"
#include "ble-error-model.h"
#include "ble-link-layer.h"
#include "ble-peripheral-link.h"
#include "ble-window-widening.h"

#include "ns3/mobility-model.h"
#include "ns3/object.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ns3
{
namespace iomt
{

namespace
{

/// A poll or its answer without content: access address, and what the CRC protects with the CRC.
constexpr double ADDRESS_BITS = 32;
constexpr double REST_BITS = 40;

/// A link may sleep while a supervision timeout in its sleep is less likely than this.
constexpr double NEGLIGIBLE = 1e-9;

/// Events that lose more than this are played, whatever the supervision timeout.
constexpr double LOSSY = 0.3;

/// How good one direction was when it was last heard.
struct Direction
{
    Direction(BlePhyMode mode, double sinrDb)
    {
        const double sinr = std::pow(10, sinrDb / 10);
        address = BleChunkSuccess(mode, sinr, ADDRESS_BITS);
        rest = BleChunkSuccess(mode, sinr, REST_BITS);
    }

    double address; //!< probability that a packet is noticed
    double rest;    //!< probability that a packet noticed is whole
};

/// What a radio spends beyond its sleep; mW × s is mJ.
struct Costs
{
    Costs(const BleRadio& radio, BlePhyMode tx, BlePhyMode rx)
        : transmitStart(radio.StartupEnergyMj(true)),
          transmitMw(radio.TxPowerMw(tx) - radio.GetProfile().SleepMw()),
          listenStart(radio.StartupEnergyMj(false)),
          listenMw(radio.RxPowerMw(rx) - radio.GetProfile().SleepMw())
    {
    }

    double Transmit(double s) const
    {
        return transmitStart + transmitMw * s;
    }

    double Listen(double s) const
    {
        return listenStart + listenMw * s;
    }

    double transmitStart;
    double transmitMw;
    double listenStart;
    double listenMw;
};

/// A quiet event needs packets, as long as they get, that are lost less often than this.
constexpr double CLEAN = 1e-6;
constexpr double LONGEST_BITS = (4 + 2 + 255 + 3) * 8;

double
Seconds(Time time)
{
    return static_cast<double>(time.GetNanoSeconds()) * 1e-9;
}

} // namespace

/// The connections of a channel.
class BleSkipperDirectory : public Object
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid =
            TypeId("ns3::iomt::BleSkipperDirectory").SetParent<Object>().SetGroupName("Iomt");
        return tid;
    }

    static Ptr<BleSkipperDirectory> Of(const BleRadio& radio)
    {
        const Ptr<SpectrumChannel> channel = radio.GetChannel();
        if (!channel)
        {
            return nullptr;
        }
        auto directory = channel->GetObject<BleSkipperDirectory>();
        if (!directory)
        {
            directory = CreateObject<BleSkipperDirectory>();
            channel->AggregateObject(directory);
        }
        return directory;
    }

    /// Of whom only one side is there yet, by access address.
    std::map<uint32_t, std::shared_ptr<BleIdleSkipper>> waiting;
    /// Links of each central.
    std::map<Mac48Address, uint32_t> centrals;
};

NS_OBJECT_ENSURE_REGISTERED(BleSkipperDirectory);

BleIdleSkipper::BleIdleSkipper() = default;

std::shared_ptr<BleIdleSkipper>
BleIdleSkipper::Find(const BleLink& link)
{
    const auto directory = BleSkipperDirectory::Of(*link.m_layer.GetRadio());
    if (!directory)
    {
        return nullptr;
    }
    auto& waiting = directory->waiting;
    const auto found = waiting.find(link.GetAccessAddress());
    if (found != waiting.end())
    {
        auto skipper = std::move(found->second);
        waiting.erase(found);
        return skipper;
    }
    std::shared_ptr<BleIdleSkipper> skipper(new BleIdleSkipper);
    skipper->m_directory = directory;
    waiting[link.GetAccessAddress()] = skipper;
    return skipper;
}

std::shared_ptr<BleIdleSkipper>
BleIdleSkipper::Join(BleCentralLink& link)
{
    auto skipper = Find(link);
    if (skipper)
    {
        skipper->m_central = &link;
        ++skipper->m_directory->centrals[link.m_layer.GetAddress()];
    }
    return skipper;
}

std::shared_ptr<BleIdleSkipper>
BleIdleSkipper::Join(BlePeripheralLink& link)
{
    auto skipper = Find(link);
    if (skipper)
    {
        skipper->m_peripheral = &link;
    }
    return skipper;
}

BleIdleSkipper::~BleIdleSkipper()
{
    m_firstPoll.Cancel();
}

bool
BleIdleSkipper::IsAsleep() const
{
    return m_asleep;
}

void
BleIdleSkipper::Leave(const BleLink& link)
{
    // Whoever is left wakes up and notices by itself.
    if (m_asleep)
    {
        Wake(nullptr);
    }
    BleLink* other = m_central == &link ? static_cast<BleLink*>(m_peripheral) : m_central;
    if (m_quiet)
    {
        m_quiet = false;
        m_quietEvent.Cancel();
        if (other)
        {
            if (other->m_inEvent)
            {
                other->m_inEvent = false;
                other->m_layer.Release(other);
                other->Advance();
            }
            other->ScheduleNext();
        }
    }
    if (m_central == &link)
    {
        m_central->m_next.Cancel();
        auto central = m_directory->centrals.find(link.m_layer.GetAddress());
        if (--central->second == 0)
        {
            m_directory->centrals.erase(central);
        }
        m_central = nullptr;
    }
    if (m_peripheral == &link)
    {
        m_peripheral->m_next.Cancel();
        m_peripheral = nullptr;
    }
    const auto found = m_directory->waiting.find(link.GetAccessAddress());
    if (found != m_directory->waiting.end() && found->second.get() == this)
    {
        m_directory->waiting.erase(found);
    }
}

bool
BleIdleSkipper::IsWatched(const BleLinkLayer& layer) const
{
    return layer.IsWatched() || layer.GetRadio()->IsWatched();
}

bool
BleIdleSkipper::IsUnobserved() const
{
    const BleLinkLayer& one = m_central->m_layer;
    const BleLinkLayer& other = m_peripheral->m_layer;
    return m_central->m_sinrHolds && m_peripheral->m_sinrHolds && one.MaySkip() &&
           other.MaySkip() && !IsWatched(one) && !IsWatched(other);
}

bool
BleIdleSkipper::MaySleep() const
{
    if (!m_central || !m_peripheral || m_asleep)
    {
        return false;
    }
    const BleCentralLink& central = *m_central;
    const BlePeripheralLink& peripheral = *m_peripheral;
    // Both sides of the same event are through with it, and heard each other.
    if (central.m_inEvent || peripheral.m_inEvent || !peripheral.m_heard || !central.m_answered ||
        central.m_crcErrors > 0 || !peripheral.m_mayRest ||
        peripheral.m_syncEvent + 1 != central.m_event)
    {
        return false;
    }
    if (!central.IsQuiet() || !peripheral.IsQuiet())
    {
        return false;
    }
    // What the central sent is not acknowledged: it would be sent again. What the peripheral sent
    // may be on the other side already, with only the acknowledgement to come.
    if (central.m_loaded && central.m_outgoing.content)
    {
        return false;
    }
    if (peripheral.m_loaded && peripheral.m_outgoing.content && central.m_nesn == peripheral.m_sn)
    {
        return false;
    }
    if (!IsUnobserved())
    {
        return false;
    }
    const Direction poll(peripheral.m_rxPhy, peripheral.m_lastSinrDb);
    const Direction reply(central.m_rxPhy, central.m_lastSinrDb);
    const double loss = 1 - poll.address * poll.rest * reply.address * reply.rest;
    const double chances =
        central.m_parameters.supervisionTimeout.GetSeconds() /
        (central.m_parameters.interval.GetSeconds() * (1 + central.m_parameters.latency));
    return loss <= LOSSY &&
           (loss <= 0 || std::floor(chances) * std::log(loss) < std::log(NEGLIGIBLE));
}

bool
BleIdleSkipper::Sleep()
{
    if (!MaySleep())
    {
        return false;
    }
    m_central->m_next.Cancel();
    m_peripheral->m_next.Cancel();
    m_asleep = true;
    m_first = m_peripheral->m_event;
    m_charged = m_central->m_event;
    m_sleptAt = m_charged;
    m_listened = 0;
    m_heard = m_peripheral->m_syncEvent;
    m_flight = m_peripheral->m_sync - m_central->Anchor(m_heard);
    // The first poll tells the peripheral that its PDU arrived; from there on the mean power of an
    // event is drawn.
    const Time told = m_central->Anchor(m_first) + m_flight + BleAirTime(m_peripheral->m_rxPhy, 0);
    m_firstPoll = Simulator::Schedule(told - Simulator::Now(), &BleIdleSkipper::FirstPoll, this);
    m_powered = Time::Max();
    Estimate();
    m_central->m_layer.CountSleepers(1);
    m_peripheral->m_layer.CountSleepers(1);
    return true;
}

void
BleIdleSkipper::FirstPoll()
{
    m_powered = Simulator::Now();
    m_central->m_layer.AddIdlePower(m_centralMw);
    m_peripheral->m_layer.AddIdlePower(m_peripheralMw);
    if (m_peripheral->m_loaded && m_peripheral->m_outgoing.content)
    {
        m_peripheral->Acknowledged();
    }
}

void
BleIdleSkipper::DrawEnergy(uint64_t centralEvents, uint64_t peripheralEvents)
{
    // Power was drawn for a whole number of intervals and a bit less than one; the rest follows.
    const double drawnS =
        m_powered < Simulator::Now() ? (Simulator::Now() - m_powered).GetSeconds() : 0;
    if (m_powered <= Simulator::Now())
    {
        m_central->m_layer.AddIdlePower(-m_centralMw);
        m_peripheral->m_layer.AddIdlePower(-m_peripheralMw);
    }
    const double peripheralMj =
        peripheralEvents > 0
            ? m_firstMj + m_peripheralMj * static_cast<double>(peripheralEvents - 1)
            : 0;
    m_central->m_layer.GetRadio()->DrawEnergy(
        std::max(0.0, m_centralMj * static_cast<double>(centralEvents) - m_centralMw * drawnS));
    m_peripheral->m_layer.GetRadio()->DrawEnergy(
        std::max(0.0, peripheralMj - m_peripheralMw * drawnS));
}

void
BleIdleSkipper::Estimate()
{
    const BleCentralLink& central = *m_central;
    const BlePeripheralLink& peripheral = *m_peripheral;
    const BleConnectionParameters& parameters = central.m_parameters;
    const Direction poll(peripheral.m_rxPhy, peripheral.m_lastSinrDb);
    const Direction reply(central.m_rxPhy, central.m_lastSinrDb);
    m_pollLoss = 1 - poll.address;
    m_replyLoss = 1 - reply.address;
    m_pollError = 1 - poll.rest;
    m_replyError = 1 - reply.rest;

    const double rest = parameters.latency;

    const double pollS = Seconds(BleAirTime(central.m_txPhy, 0));
    const double replyS = Seconds(BleAirTime(peripheral.m_txPhy, 0));
    {
        const Costs cost(*central.m_layer.GetRadio(), central.m_txPhy, central.m_rxPhy);
        const double transmit = cost.Transmit(pollS);
        const double unheard = transmit + cost.Listen(Seconds(central.AnswerWindow()));
        const double answered =
            transmit +
            cost.Listen(Seconds(MicroSeconds(ble::ACTIVE_CLOCK_JITTER_US) + 2 * m_flight) + replyS);
        const double heard = poll.address * reply.address;
        // After a damaged answer the central asks again, and finds the peripheral gone.
        const double mean =
            heard * answered + (1 - heard) * unheard + heard * m_replyError * unheard;
        m_centralMj = (mean + rest * unheard) / (1 + rest);
        m_centralMw = m_centralMj / Seconds(central.m_layer.GetClock().ToTrue(parameters.interval));
    }
    {
        const Costs cost(*peripheral.m_layer.GetRadio(), peripheral.m_txPhy, peripheral.m_rxPhy);
        const double transmit = cost.Transmit(replyS);
        const auto mean = [&](int64_t intervals) {
            const Time gap = parameters.interval * intervals;
            const double widening =
                Seconds(BleWindowWidening(peripheral.m_peerPpm,
                                          peripheral.m_layer.GetClock().accuracyPpm,
                                          gap));
            const double late = Seconds(central.m_layer.GetClock().ToTrue(gap)) -
                                Seconds(peripheral.m_layer.GetClock().ToTrue(gap));
            const double heard = cost.Listen(widening + late + pollS) + transmit +
                                 m_pollError * cost.Listen(Seconds(peripheral.AnswerWindow()));
            const double unheard =
                cost.Listen(2 * widening + Seconds(BleSyncTime(peripheral.m_rxPhy)));
            return poll.address * heard + m_pollLoss * unheard;
        };
        const int64_t step = 1 + parameters.latency;
        const Time gap = parameters.interval * step;
        m_peripheralMj = mean(step);
        // The first one may come sooner, and with a narrower window.
        m_firstMj = mean(static_cast<int64_t>(m_first - m_heard));
        m_peripheralMw = m_peripheralMj / Seconds(central.m_layer.GetClock().ToTrue(gap));
    }
}

uint64_t
BleIdleSkipper::Draw(uint64_t trials, double probability)
{
    // By the gaps between hits: what is rare costs one draw.
    if (trials == 0 || probability < 1e-12)
    {
        return 0;
    }
    const double scale = 1 / std::log1p(-std::min(probability, 1 - 1e-12));
    uint64_t hits = 0;
    double at = 0;
    while (true)
    {
        at += 1 + std::floor(std::log(1 - m_central->m_layer.Uniform()) * scale);
        if (at > static_cast<double>(trials))
        {
            return hits;
        }
        ++hits;
    }
}

void
BleIdleSkipper::Charge(uint64_t until)
{
    if (until <= m_charged)
    {
        return;
    }
    const uint64_t events = until - m_charged;
    // The peripheral listens at m_first and each 1 + latency after.
    const uint64_t step = 1 + m_central->m_parameters.latency;
    const auto before = [this, step](uint64_t event) {
        return event <= m_first ? 0 : (event - m_first + step - 1) / step;
    };
    const uint64_t listened = before(until) - before(m_charged);
    m_charged = until;
    m_listened += listened;

    BleLinkStatistics& central = m_central->m_statistics;
    BleLinkStatistics& peripheral = m_peripheral->m_statistics;
    central.events += events;
    central.skippedEvents += events;
    central.missedEvents += events - listened;
    peripheral.events += listened;
    peripheral.skippedEvents += listened;
    if (listened == 0)
    {
        return;
    }
    const uint64_t deaf = Draw(listened, m_pollLoss);
    const uint64_t polled = listened - deaf;
    const uint64_t mute = Draw(polled, m_replyLoss);
    peripheral.missedEvents += deaf;
    central.missedEvents += deaf + mute;
    peripheral.crcErrors += Draw(polled, m_pollError);
    central.crcErrors += Draw(polled - mute, m_replyError);
    // How long ago the peripheral heard the central last.
    uint64_t last = listened;
    while (deaf > 0 && last > 1 && m_central->m_layer.Uniform() < m_pollLoss)
    {
        --last;
    }
    m_heard = m_first + (before(until) - 1 - (listened - last)) * step;
}

void
BleIdleSkipper::Settle()
{
    if (m_asleep)
    {
        Charge(FirstAfter(Simulator::Now()));
    }
}

uint64_t
BleIdleSkipper::FirstAfter(Time time) const
{
    uint64_t event = m_charged;
    if (m_central->Anchor(event) <= time)
    {
        event += (time - m_central->Anchor(event)).GetNanoSeconds() /
                 m_central->m_parameters.interval.GetNanoSeconds();
        while (m_central->Anchor(event) <= time)
        {
            ++event;
        }
    }
    return event;
}

void
BleIdleSkipper::Wake(const BleLink* waker)
{
    if (!m_asleep)
    {
        return;
    }
    // An event that is going on has begun in silence. What the peripheral hands over in time for
    // its answer is still part of it, if the event needs no spectrum channel to be played from its
    // anchor on; any other has to wait for the next.
    const uint64_t step = 1 + m_central->m_parameters.latency;
    uint64_t next = FirstAfter(Simulator::Now());
    if (waker && waker == m_peripheral && IsUnheard())
    {
        const Time answer =
            m_flight + BleAirTime(m_central->m_txPhy, 0) + MicroSeconds(ble::T_IFS_US);
        const uint64_t current = FirstAfter(Simulator::Now() - answer);
        if (current < next && current >= m_first && (current - m_first) % step == 0)
        {
            next = current;
        }
    }
    Charge(next);
    m_asleep = false;
    const bool acknowledged = !m_firstPoll.IsExpired() && m_charged > m_first &&
                              m_peripheral->m_loaded && m_peripheral->m_outgoing.content;
    m_firstPoll.Cancel();
    DrawEnergy(m_charged - m_sleptAt, m_listened);
    m_central->m_layer.CountSleepers(-1);
    m_peripheral->m_layer.CountSleepers(-1);
    BleCentralLink& central = *m_central;
    BlePeripheralLink& peripheral = *m_peripheral;

    central.m_event = m_charged;
    if (waker == &peripheral || m_charged <= m_first)
    {
        // Latency is a right, not a duty.
        peripheral.m_event = waker == &peripheral ? m_charged : m_first;
    }
    else
    {
        peripheral.m_event = m_first + (m_charged - m_first + step - 1) / step * step;
    }
    peripheral.m_syncEvent = m_heard;
    peripheral.m_sync = central.Anchor(m_heard) + m_flight;
    peripheral.m_lastEvent = m_charged > 0 ? m_charged - 1 : 0;
    const Time heard = central.Anchor(m_heard) + 2 * m_flight + BleAirTime(central.m_txPhy, 0) +
                       MicroSeconds(ble::T_IFS_US) + BleAirTime(peripheral.m_txPhy, 0);
    central.m_lastValid = std::max(central.m_lastValid, std::min(heard, Simulator::Now()));
    peripheral.m_lastValid = std::max(peripheral.m_lastValid, std::min(heard, Simulator::Now()));
    if (waker)
    {
        PlanEvent();
    }
    else
    {
        central.ScheduleNext();
        peripheral.ScheduleNext();
    }
    if (acknowledged)
    {
        peripheral.Acknowledged();
    }
}

// --- Events without the spectrum channel
// -----------------------------------------------------------

bool
BleIdleSkipper::MayPlayQuietly() const
{
    return m_central && m_peripheral && m_central->m_event == m_peripheral->m_event &&
           m_central->IsSettled() && m_peripheral->IsSettled() && IsUnheard();
}

bool
BleIdleSkipper::IsUnheard() const
{
    if (m_directory->centrals.size() != 1 || !IsUnobserved())
    {
        return false;
    }
    const auto clean = [](const BleLink& receiver) {
        const double sinr = std::pow(10, receiver.m_lastSinrDb / 10);
        return BleChunkSuccess(receiver.m_rxPhy, sinr, LONGEST_BITS) > 1 - CLEAN;
    };
    return clean(*m_central) && clean(*m_peripheral);
}

void
BleIdleSkipper::PlanEvent()
{
    if (MayPlayQuietly())
    {
        m_quiet = true;
        const Time wait = m_central->Anchor(m_central->m_event) - Simulator::Now();
        m_quietEvent =
            Simulator::Schedule(std::max(wait, Time(0)), &BleIdleSkipper::QuietEvent, this);
        return;
    }
    m_central->ScheduleNext();
    m_peripheral->ScheduleNext();
}

void
BleIdleSkipper::QuietEvent()
{
    BleCentralLink& central = *m_central;
    BlePeripheralLink& peripheral = *m_peripheral;
    if (!MayPlayQuietly() || !central.m_layer.CanClaim() || !peripheral.m_layer.CanClaim())
    {
        // Something changed since it was planned: play it, the listener first.
        m_quiet = false;
        peripheral.BeginEvent();
        central.BeginEvent();
        return;
    }
    const bool taken = central.TakeRadio() && peripheral.TakeRadio();
    if (!taken || !m_central || !m_peripheral)
    {
        return; // closed by a procedure that had waited too long
    }
    const Time anchor = central.Anchor(central.m_event);
    const Time heard = anchor + m_flight;
    m_pollLead = Seconds(heard - peripheral.Expected(peripheral.m_event) +
                         peripheral.Widening(peripheral.m_event));
    peripheral.m_lastEvent = peripheral.m_event;
    peripheral.m_started = true;
    peripheral.m_heard = true;
    peripheral.m_mayRest = true;
    peripheral.m_sync = heard;
    peripheral.m_syncEvent = peripheral.m_event;
    peripheral.m_windowSize = Time(0);
    central.m_answered = true;
    m_centralSum = 0;
    m_peripheralSum = 0;
    Poll(anchor);
}

void
BleIdleSkipper::Poll(Time start)
{
    BleCentralLink& central = *m_central;
    BlePeripheralLink& peripheral = *m_peripheral;
    const BleDataHeader header = central.NextHeader();
    const Time air = BleAirTime(central.m_txPhy, header.length);
    m_centralSum +=
        Costs(*central.m_layer.GetRadio(), central.m_txPhy, central.m_rxPhy).Transmit(Seconds(air));
    m_peripheralSum += Costs(*peripheral.m_layer.GetRadio(), peripheral.m_txPhy, peripheral.m_rxPhy)
                           .Listen(m_pollLead + Seconds(air));
    const Time end = start + air + m_flight;
    if (header.length > 0)
    {
        m_header = header;
        m_quietEvent =
            Simulator::Schedule(end - Simulator::Now(), &BleIdleSkipper::PollArrived, this);
        return;
    }
    peripheral.Accept(header.First(), header, nullptr, nullptr);
    if (m_quiet)
    {
        Reply(end);
    }
}

void
BleIdleSkipper::NextPoll()
{
    Poll(Simulator::Now());
}

void
BleIdleSkipper::PollArrived()
{
    // Opening works in place, and the central keeps the PDU until it is acknowledged.
    auto payload = m_central->m_outgoing.payload;
    m_peripheral->Accept(m_header.First(), m_header, payload.data(), m_central->m_outgoing.origin);
    if (m_quiet)
    {
        Reply(Simulator::Now());
    }
}

void
BleIdleSkipper::Reply(Time pollEnd)
{
    BleCentralLink& central = *m_central;
    BlePeripheralLink& peripheral = *m_peripheral;
    m_header = peripheral.NextHeader();
    m_moreReplies = m_header.md;
    const Time air = BleAirTime(peripheral.m_txPhy, m_header.length);
    m_peripheralSum += Costs(*peripheral.m_layer.GetRadio(), peripheral.m_txPhy, peripheral.m_rxPhy)
                           .Transmit(Seconds(air));
    const double lead = ble::ACTIVE_CLOCK_JITTER_US * 1e-6 + 2 * Seconds(m_flight);
    m_centralSum += Costs(*central.m_layer.GetRadio(), central.m_txPhy, central.m_rxPhy)
                        .Listen(lead + Seconds(air));
    m_pollLead = lead;
    m_quietEvent = Simulator::Schedule(pollEnd + MicroSeconds(ble::T_IFS_US) + air + m_flight -
                                           Simulator::Now(),
                                       &BleIdleSkipper::ReplyArrived,
                                       this);
}

void
BleIdleSkipper::ReplyArrived()
{
    if (m_header.length > 0)
    {
        auto payload = m_peripheral->m_outgoing.payload;
        m_central->Accept(m_header.First(),
                          m_header,
                          payload.data(),
                          m_peripheral->m_outgoing.origin);
    }
    else
    {
        m_central->Accept(m_header.First(), m_header, nullptr, nullptr);
    }
    if (!m_quiet)
    {
        return;
    }
    const Time now = Simulator::Now();
    m_central->m_lastValid = now;
    m_peripheral->m_lastValid = now;
    if (m_central->GoesOn(now, true, m_moreReplies))
    {
        m_quietEvent =
            Simulator::Schedule(MicroSeconds(ble::T_IFS_US), &BleIdleSkipper::NextPoll, this);
        return;
    }
    Finish();
}

void
BleIdleSkipper::Finish()
{
    BleCentralLink& central = *m_central;
    BlePeripheralLink& peripheral = *m_peripheral;
    if ((m_moreReplies || central.m_moreData) && peripheral.HasTime(Simulator::Now() - m_flight))
    {
        m_peripheralSum +=
            Costs(*peripheral.m_layer.GetRadio(), peripheral.m_txPhy, peripheral.m_rxPhy)
                .Listen(Seconds(peripheral.AnswerWindow()));
    }
    central.m_layer.GetRadio()->DrawEnergy(m_centralSum);
    peripheral.m_layer.GetRadio()->DrawEnergy(m_peripheralSum);
    m_quiet = false;
    for (BleLink* link : {static_cast<BleLink*>(&peripheral), static_cast<BleLink*>(&central)})
    {
        link->m_inEvent = false;
        link->m_layer.Release(link);
        link->Advance();
    }
    if (!Sleep())
    {
        PlanEvent();
    }
}

} // namespace iomt
} // namespace ns3
