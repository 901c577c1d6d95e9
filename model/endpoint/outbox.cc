// SPDX-License-Identifier: GPL-2.0-only

#include "outbox.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

Time
Outbox::Retry()
{
    return Seconds(1);
}

Outbox::Outbox(const Settings& settings, Hooks hooks)
    : m_settings(settings),
      m_hooks(std::move(hooks))
{
}

Outbox::~Outbox()
{
    m_next.Cancel();
    m_settle.Cancel();
}

void
Outbox::Put(const OutgoingReading& reading)
{
    Entry& entry = m_entries[reading.number];
    entry.reading = reading;
    m_bytes += reading.object.payload.size();
    MakeRoom();
    Pump();
    const auto stillThere = m_entries.find(reading.number);
    if (stillThere != m_entries.end() && !stillThere->second.sent)
    {
        Keep(stillThere->second);
    }
    m_counters.mostBytes = std::max(m_counters.mostBytes, m_bytes);
}

void
Outbox::SetLink(bool up)
{
    m_up = up;
    m_next.Cancel();
    if (up)
    {
        m_probing = false;
        Pump();
    }
}

void
Outbox::Taken(uint64_t number)
{
    const auto entry = m_entries.find(number);
    if (entry != m_entries.end())
    {
        entry->second.taken = true;
    }
}

void
Outbox::GivenUp(uint64_t number)
{
    const auto entry = m_entries.find(number);
    // One that is to be confirmed is the message layer's until that gives up.
    if (entry == m_entries.end() || !entry->second.sent || m_awaiting == number)
    {
        return;
    }
    Return(entry->second);
}

void
Outbox::Answered(uint64_t number, bool confirmed)
{
    if (m_awaiting != number)
    {
        return;
    }
    m_awaiting.reset();
    const auto entry = m_entries.find(number);
    if (entry == m_entries.end())
    {
        Pump();
    }
    else if (confirmed)
    {
        Erase(entry);
        Pump();
    }
    else
    {
        Return(entry->second);
    }
}

std::size_t
Outbox::GetWaiting() const
{
    return std::count_if(m_entries.begin(), m_entries.end(), [](const auto& entry) {
        return !entry.second.sent;
    });
}

const Outbox::Counters&
Outbox::GetCounters() const
{
    return m_counters;
}

Outbox::Entries::iterator
Outbox::FirstWaiting()
{
    return std::find_if(m_entries.begin(), m_entries.end(), [](const auto& entry) {
        return !entry.second.sent;
    });
}

void
Outbox::Pump()
{
    if (!m_up || m_awaiting || !m_next.IsExpired())
    {
        return;
    }
    const auto next = FirstWaiting();
    if (next == m_entries.end())
    {
        return;
    }
    Send(next->second);
    m_probed = m_probing;
    if (m_probing)
    {
        WaitFor(Retry());
    }
    else if (FirstWaiting() != m_entries.end())
    {
        WaitFor(m_settings.pace);
    }
}

void
Outbox::Tick()
{
    if (m_probed)
    {
        m_probing = false; // what was sent since has not been given up
    }
    Pump();
}

void
Outbox::WaitFor(Time delay)
{
    m_next.Cancel();
    m_next = Simulator::Schedule(delay, &Outbox::Tick, this);
}

void
Outbox::Send(Entry& entry)
{
    entry.sent = true;
    entry.taken = false;
    entry.sentAt = Simulator::Now();
    if (entry.reading.confirmable)
    {
        m_awaiting = entry.reading.number;
    }
    else if (m_settle.IsExpired())
    {
        m_settle = Simulator::Schedule(m_settings.verdict, &Outbox::Settle, this);
    }
    // The link may refuse it at once, which leads back here.
    const OutgoingReading reading = entry.reading;
    m_hooks.send(reading);
}

void
Outbox::Return(Entry& entry)
{
    entry.sent = false;
    Keep(entry);
    m_probing = true;
    m_probed = false;
    WaitFor(Retry());
}

void
Outbox::Keep(Entry& entry)
{
    m_counters.kept += entry.kept ? 0 : 1;
    entry.kept = true;
    m_hooks.kept(entry.reading.number);
}

void
Outbox::Settle()
{
    const Time now = Simulator::Now();
    std::optional<Time> oldest;
    for (auto entry = m_entries.begin(); entry != m_entries.end();)
    {
        const auto current = entry++;
        Entry& sent = current->second;
        if (!sent.sent || m_awaiting == current->first)
        {
            continue;
        }
        if (sent.sentAt + m_settings.verdict > now)
        {
            oldest = std::min(oldest.value_or(sent.sentAt), sent.sentAt);
        }
        else if (sent.taken)
        {
            Erase(current);
        }
        else
        {
            Return(sent); // it got stuck before the link: the gateway's address is not known
        }
    }
    if (oldest)
    {
        m_settle = Simulator::Schedule(*oldest + m_settings.verdict - now, &Outbox::Settle, this);
    }
}

void
Outbox::Erase(Entries::iterator entry)
{
    m_bytes -= entry->second.reading.object.payload.size();
    m_entries.erase(entry);
}

void
Outbox::MakeRoom()
{
    const auto find = [this](bool sent, bool needed) {
        return std::find_if(m_entries.begin(), m_entries.end(), [&](const auto& entry) {
            return entry.second.sent == sent && entry.second.reading.object.neededLater == needed;
        });
    };
    while (m_bytes > m_settings.memoryBytes && !m_entries.empty())
    {
        // Copies of what is with the link go first: most of it arrives.
        auto victim = find(true, false);
        for (const auto& [sent, needed] : {std::pair{false, false}, {true, true}, {false, true}})
        {
            victim = victim == m_entries.end() ? find(sent, needed) : victim;
        }
        // While the link fails, a copy of what it was given may be all there is.
        const bool isOnlyOne = !victim->second.sent || !victim->second.taken || m_probing;
        const uint64_t number = victim->first;
        Erase(victim);
        if (isOnlyOne)
        {
            ++m_counters.lost;
            m_hooks.lost(number, "wearable memory full");
        }
    }
}

} // namespace iomt
} // namespace ns3
