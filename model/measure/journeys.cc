// SPDX-License-Identifier: GPL-2.0-only

#include "journeys.h"

namespace ns3
{
namespace iomt
{

const char*
ToString(JourneyState state)
{
    switch (state)
    {
    case JourneyState::DELIVERED:
        return "delivered";
    case JourneyState::LOST:
        return "lost";
    case JourneyState::WITHHELD:
        return "withheld";
    default:
        return "in-flight";
    }
}

Time
Journey::Latency() const
{
    return last - felt;
}

void
Journeys::Begin(const Journey& journey)
{
    Journey begun = journey;
    begun.last = begun.felt;
    m_journeys.insert_or_assign(begun.id, begun);
    m_changed.insert(begun.id);
}

Journey*
Journeys::Find(uint64_t id)
{
    auto found = m_journeys.find(id);
    return found == m_journeys.end() ? nullptr : &found->second;
}

void
Journeys::Mark(uint64_t id, Stage stage, Time now)
{
    Journey* journey = Find(id);
    if (!journey || journey->state != JourneyState::IN_FLIGHT)
    {
        return;
    }
    const bool behindBroker = stage == Stage::FIREWALL && journey->reached == Stage::BROKER;
    if (journey->reached && stage <= *journey->reached && !behindBroker)
    {
        return;
    }
    journey->stages[static_cast<std::size_t>(stage)] += now - journey->last;
    journey->last = now;
    if (!behindBroker)
    {
        journey->reached = stage;
    }
    m_changed.insert(id);
}

void
Journeys::Deliver(uint64_t id)
{
    Journey* journey = Find(id);
    if (!journey)
    {
        return;
    }
    if (journey->state == JourneyState::DELIVERED)
    {
        ++journey->duplicates;
    }
    else
    {
        journey->state = JourneyState::DELIVERED;
        journey->cause.clear();
    }
    m_changed.insert(id);
}

void
Journeys::Drop(uint64_t id, const std::string& cause)
{
    Journey* journey = Find(id);
    if (journey && journey->state == JourneyState::IN_FLIGHT)
    {
        journey->cause = cause;
        m_changed.insert(id);
    }
}

void
Journeys::Withhold(uint64_t id)
{
    Journey* journey = Find(id);
    if (journey && journey->state == JourneyState::IN_FLIGHT)
    {
        journey->state = JourneyState::WITHHELD;
        m_changed.insert(id);
    }
}

void
Journeys::Close()
{
    for (auto& [id, journey] : m_journeys)
    {
        if (journey.state != JourneyState::IN_FLIGHT)
        {
            continue;
        }
        journey.state = JourneyState::LOST;
        if (journey.cause.empty() && journey.reached == Stage::BROKER)
        {
            journey.cause = "behind the broker";
        }
        else if (journey.cause.empty())
        {
            const std::size_t next =
                journey.reached ? static_cast<std::size_t>(*journey.reached) + 1 : 0;
            journey.cause =
                std::string("in ") + STAGE_NAMES[next < STAGE_COUNT ? next : STAGE_COUNT - 1];
        }
        m_changed.insert(id);
    }
}

bool
Journeys::IsDelivered(uint64_t id) const
{
    const auto found = m_journeys.find(id);
    return found != m_journeys.end() && found->second.state == JourneyState::DELIVERED;
}

const std::map<uint64_t, Journey>&
Journeys::All() const
{
    return m_journeys;
}

std::vector<uint64_t>
Journeys::TakeChanged()
{
    std::vector<uint64_t> changed(m_changed.begin(), m_changed.end());
    m_changed.clear();
    return changed;
}

} // namespace iomt
} // namespace ns3
