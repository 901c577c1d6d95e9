// SPDX-License-Identifier: GPL-2.0-only

#include "custody.h"

#include "ns3/double.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <functional>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Custody);

namespace
{

/// A retransmission has the octets of what it repeats.
std::size_t
HashOf(Ptr<const Packet> packet)
{
    std::string octets(packet->GetSize(), '\0');
    packet->CopyData(reinterpret_cast<uint8_t*>(octets.data()), octets.size());
    return std::hash<std::string>()(octets);
}

} // namespace

TypeId
Custody::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Custody")
            .SetParent<ForwardingHook>()
            .SetGroupName("Iomt")
            .AddConstructor<Custody>()
            .AddAttribute("Memory",
                          "Datagrams kept, copies of those not confirmed included [B].",
                          UintegerValue(uint64_t{1} << 24),
                          MakeUintegerAccessor(&Custody::m_memory),
                          MakeUintegerChecker<uint64_t>())
            .AddAttribute("PingPeriod",
                          "Between an answer of the broker and the next ping, while something is "
                          "not confirmed, and between attempts while the broker is away [s].",
                          TimeValue(Seconds(5)),
                          MakeTimeAccessor(&Custody::m_period),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("DrainRate",
                          "Datagrams that go each second once the broker is back [1/s].",
                          DoubleValue(50),
                          MakeDoubleAccessor(&Custody::m_drainRate),
                          MakeDoubleChecker<double>(0.001))
            .AddTraceSource("Forwarded",
                            "A datagram goes on, for the first time or again.",
                            MakeTraceSourceAccessor(&Custody::m_forwarded),
                            "ns3::iomt::Custody::PacketTracedCallback")
            .AddTraceSource("Kept",
                            "A datagram must wait.",
                            MakeTraceSourceAccessor(&Custody::m_kept),
                            "ns3::iomt::Custody::PacketTracedCallback")
            .AddTraceSource("Lost",
                            "A datagram, or the copy of one, is no longer in memory.",
                            MakeTraceSourceAccessor(&Custody::m_lost),
                            "ns3::iomt::Custody::LostTracedCallback");
    return tid;
}

Custody::Custody() = default;
Custody::~Custody() = default;

void
Custody::DoDispose()
{
    m_pingEvent.Cancel();
    m_drainEvent.Cancel();
    m_entries.clear();
    m_out = nullptr;
    m_probe = nullptr;
    ForwardingHook::DoDispose();
}

void
Custody::SetBroker(const Ipv6Address& broker, Ptr<NetDevice> out, Ptr<BrokerProbe> probe)
{
    m_broker = broker;
    m_out = out;
    m_probe = probe;
}

Ptr<BrokerProbe>
Custody::GetProbe() const
{
    return m_probe;
}

const Custody::Counters&
Custody::GetCounters() const
{
    return m_counters;
}

bool
Custody::IsReachable() const
{
    return m_carrier && m_answered && m_off == 0;
}

bool
Custody::HasWaiting() const
{
    return m_next < m_entries.size();
}

void
Custody::SetCarrier(bool up)
{
    m_carrier = up;
    ++m_ping; // whatever is on its way tells nothing any more
    m_asking = false;
    m_pingEvent.Cancel();
    Rewind();
    // A carrier leads to the next hop only: the broker has to answer.
    m_answered = false;
    if (up)
    {
        Ping();
    }
}

void
Custody::SwitchOff()
{
    if (m_off++ == 0)
    {
        Forget("gateway rebooted");
        ++m_ping;
        m_asking = false;
        m_pingEvent.Cancel();
    }
}

void
Custody::SwitchOn()
{
    if (m_off > 0 && --m_off == 0)
    {
        m_answered = false;
        Ping();
    }
}

void
Custody::Handle(Ptr<Transit> transit)
{
    if (m_off > 0)
    {
        // It was with the processor when the power went.
        ++m_counters.lost;
        transit->Drop("gateway rebooted");
        m_lost(transit->GetPacket(), "gateway rebooted");
        return;
    }
    if (transit->IsLocal() || transit->GetOutDevice() != m_out ||
        transit->GetHeader().GetDestination() != m_broker)
    {
        transit->Pass();
        return;
    }
    Entry entry;
    entry.transit = transit;
    if (!IsReachable() || HasWaiting())
    {
        entry.hash = HashOf(transit->GetPacket());
        if (!m_waiting.insert(entry.hash).second)
        {
            transit->Drop("kept already");
            m_kept(transit->GetPacket());
            return;
        }
    }
    m_entries.push_back(entry);
    m_bytes += transit->GetPacket()->GetSize();
    MakeRoom();
    if (!IsReachable())
    {
        if (HasWaiting())
        {
            Keep(m_entries.back());
        }
        if (m_carrier && !m_asking)
        {
            PlanPing(m_period);
        }
        return;
    }
    // Two for each that comes: a backlog becomes shorter however fast they come.
    SendNext();
    SendNext();
    if (HasWaiting())
    {
        Keep(m_entries.back());
    }
    PlanPing(m_period);
}

void
Custody::Keep(Entry& entry)
{
    ++m_counters.kept;
    m_kept(entry.transit->GetPacket());
}

void
Custody::SendNext()
{
    if (!IsReachable() || !HasWaiting())
    {
        return;
    }
    Entry& entry = m_entries[m_next++];
    m_waiting.erase(entry.hash);
    m_counters.resent += entry.left ? 1 : 0;
    entry.sent = true;
    entry.left = true;
    entry.sentAt = Simulator::Now();
    const Ptr<Transit> going = entry.transit;
    entry.transit = going->Again();
    m_forwarded(going->GetPacket());
    going->Pass();
}

void
Custody::Drain()
{
    if (m_drainEvent.IsRunning())
    {
        return;
    }
    SendNext();
    if (IsReachable() && HasWaiting())
    {
        m_drainEvent = Simulator::Schedule(Seconds(1 / m_drainRate), &Custody::Drain, this);
    }
}

void
Custody::PlanPing(Time delay)
{
    if (!m_asking && !m_pingEvent.IsRunning())
    {
        m_pingEvent = Simulator::Schedule(delay, &Custody::Ping, this);
    }
}

void
Custody::Ping()
{
    if (!m_carrier || m_off > 0)
    {
        return; // asked when they are back
    }
    m_asking = true;
    m_askedAt = Simulator::Now();
    const uint64_t ping = ++m_ping;
    Ptr<Custody> self(this);
    m_probe->Ask([self, ping](bool answered) { self->Answered(ping, answered); });
}

void
Custody::Answered(uint64_t ping, bool answered)
{
    if (ping != m_ping || !m_asking)
    {
        return;
    }
    m_asking = false;
    if (!answered)
    {
        m_answered = false;
        Rewind();
        PlanPing(m_period);
        return;
    }
    m_answered = true;
    while (m_next > 0 && m_entries.front().sentAt < m_askedAt)
    {
        m_bytes -= m_entries.front().transit->GetPacket()->GetSize();
        m_entries.pop_front();
        --m_next;
    }
    Drain();
    if (!m_entries.empty())
    {
        PlanPing(m_period);
    }
}

void
Custody::Rewind()
{
    for (std::size_t i = 0; i < m_next; ++i)
    {
        Entry& entry = m_entries[i];
        entry.sent = false;
        entry.hash = HashOf(entry.transit->GetPacket());
        m_waiting.insert(entry.hash);
        m_kept(entry.transit->GetPacket());
    }
    m_next = 0;
}

void
Custody::MakeRoom()
{
    m_counters.mostBytes = std::max(m_counters.mostBytes, std::min(m_bytes, m_memory));
    while (m_bytes > m_memory && !m_entries.empty())
    {
        const Entry oldest = m_entries.front();
        m_entries.pop_front();
        m_next -= m_next > 0 ? 1 : 0;
        m_bytes -= oldest.transit->GetPacket()->GetSize();
        m_waiting.erase(oldest.hash);
        if (!oldest.sent)
        {
            m_counters.lost += oldest.left ? 0 : 1;
            m_lost(oldest.transit->GetPacket(), "gateway memory full");
        }
    }
}

void
Custody::Forget(const std::string& cause)
{
    for (const Entry& entry : m_entries)
    {
        m_counters.lost += entry.left ? 0 : 1;
        m_lost(entry.transit->GetPacket(), cause);
    }
    m_entries.clear();
    m_waiting.clear();
    m_next = 0;
    m_bytes = 0;
    m_drainEvent.Cancel();
}

} // namespace iomt
} // namespace ns3
