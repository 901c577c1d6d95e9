// SPDX-License-Identifier: GPL-2.0-only

#include "custody.h"

#include "receipts.h"

#include "ns3/double.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Custody);

namespace
{

constexpr uint8_t UDP = 17;
constexpr std::size_t IPV6_HEADER = 40;
constexpr std::size_t UDP_HEADER = 8;

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
            .AddAttribute("AskPeriod",
                          "Between an answer of the broker and the next question, while something "
                          "is not confirmed, and between attempts while the broker is away [s].",
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
    m_questionEvent.Cancel();
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
    ++m_question; // whatever is on its way tells nothing any more
    m_asking = false;
    m_questionEvent.Cancel();
    Rewind();
    // A carrier leads to the next hop only: the broker has to answer.
    m_answered = false;
    if (up)
    {
        Ask();
    }
}

void
Custody::SwitchOff()
{
    if (m_off++ == 0)
    {
        Forget("gateway rebooted");
        ++m_question;
        m_asking = false;
        m_questionEvent.Cancel();
    }
}

void
Custody::SwitchOn()
{
    if (m_off > 0 && --m_off == 0)
    {
        m_answered = false;
        Ask();
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
    Entry entry = MakeEntry(transit);
    // A retransmission has the octets of what it repeats.
    if ((!IsReachable() || HasWaiting()) && !m_waiting.insert(entry.digest).second)
    {
        transit->Drop("kept already");
        m_kept(transit->GetPacket());
        return;
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
            PlanQuestion();
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
    PlanQuestion();
}

Custody::Entry
Custody::MakeEntry(Ptr<Transit> transit)
{
    const Ptr<const Packet> packet = transit->GetPacket();
    Bytes octets(packet->GetSize());
    packet->CopyData(octets.data(), octets.size());
    Entry entry;
    entry.transit = transit;
    entry.whole =
        transit->GetHeader().GetNextHeader() == UDP && octets.size() >= IPV6_HEADER + UDP_HEADER;
    const std::size_t head = entry.whole ? IPV6_HEADER + UDP_HEADER : 0;
    entry.digest = Receipts::Digest(octets.data() + head, octets.size() - head);
    return entry;
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
    m_waiting.erase(entry.digest);
    Send(entry);
}

void
Custody::Send(Entry& entry)
{
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
    if (!m_drainEvent.IsExpired())
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
Custody::PlanQuestion()
{
    if (!m_asking && m_questionEvent.IsExpired())
    {
        m_questionEvent = Simulator::Schedule(m_period, &Custody::Ask, this);
    }
}

void
Custody::Ask()
{
    if (!m_carrier || m_off > 0)
    {
        return; // asked when they are back
    }
    m_asked.clear();
    for (const Entry& entry : m_entries)
    {
        if (entry.left && entry.whole && m_asked.size() < Receipts::MOST)
        {
            m_asked.push_back(entry.digest);
        }
    }
    m_asking = true;
    m_askedAt = Simulator::Now();
    const uint64_t question = ++m_question;
    m_probe->Ask(m_asked, [self = Ptr<Custody>(this), question](const auto& arrived) {
        self->Answered(question, arrived);
    });
}

void
Custody::Answered(uint64_t question, const std::optional<std::vector<bool>>& arrived)
{
    if (question != m_question || !m_asking)
    {
        return;
    }
    m_asking = false;
    m_answered = arrived.has_value();
    if (!m_answered)
    {
        Rewind();
        PlanQuestion();
        return;
    }
    const std::size_t before = m_entries.size();
    Settle(*arrived);
    Drain();
    if (before - m_entries.size() > Receipts::MOST / 2)
    {
        Ask(); // about the rest
    }
    else if (!m_entries.empty())
    {
        PlanQuestion();
    }
}

void
Custody::Settle(const std::vector<bool>& arrived)
{
    std::set<uint64_t> there;
    std::set<uint64_t> missing;
    for (std::size_t i = 0; i < m_asked.size(); ++i)
    {
        (arrived[i] ? there : missing).insert(m_asked[i]);
    }
    std::deque<Entry> kept;
    std::size_t next = 0;
    for (std::size_t i = 0; i < m_entries.size(); ++i)
    {
        const Entry& entry = m_entries[i];
        const bool settled =
            entry.whole ? there.count(entry.digest) != 0 : entry.sent && entry.sentAt < m_askedAt;
        if (settled)
        {
            m_bytes -= entry.transit->GetPacket()->GetSize();
            m_waiting.erase(entry.digest);
            continue;
        }
        next += entry.sent ? 1 : 0;
        kept.push_back(entry);
    }
    m_entries = std::move(kept);
    m_next = next;
    for (std::size_t i = 0; i < m_next; ++i)
    {
        if (missing.count(m_entries[i].digest) != 0 && m_entries[i].sentAt < m_askedAt)
        {
            Send(m_entries[i]); // lost one by one
        }
    }
}

void
Custody::Rewind()
{
    for (std::size_t i = 0; i < m_next; ++i)
    {
        Entry& entry = m_entries[i];
        entry.sent = false;
        m_waiting.insert(entry.digest);
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
        m_waiting.erase(oldest.digest);
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
