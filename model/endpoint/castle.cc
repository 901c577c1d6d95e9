// SPDX-License-Identifier: GPL-2.0-only

#include "castle.h"

#include "ns3/operation-counts.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <tuple>

namespace ns3::iomt
{

namespace
{

/// The least ranges that hold both.
CastleRanges
Union(const CastleRanges& a, const CastleRanges& b)
{
    CastleRanges both = a;
    for (std::size_t i = 0; i < both.size(); ++i)
    {
        both[i].low = std::min(both[i].low, b[i].low);
        both[i].high = std::max(both[i].high, b[i].high);
    }
    return both;
}

bool
Covers(const CastleRanges& ranges, const std::vector<double>& point)
{
    for (std::size_t i = 0; i < ranges.size(); ++i)
    {
        if (point[i] < ranges[i].low || point[i] > ranges[i].high)
        {
            return false;
        }
    }
    return true;
}

} // namespace

const char*
ToString(CastleOutput::Fate fate)
{
    switch (fate)
    {
    case CastleOutput::PUBLISHED:
        return "published";
    case CastleOutput::REUSED:
        return "reused";
    default:
        return "suppressed";
    }
}

Castle::Castle(const CastleParameters& parameters, CastleRanges domain)
    : m_parameters(parameters),
      m_domain(std::move(domain))
{
    for (const auto& [name, value] : {std::pair("k", parameters.k),
                                      std::pair("delta", parameters.delta),
                                      std::pair("beta", parameters.beta),
                                      std::pair("mu", parameters.mu),
                                      std::pair("l", parameters.l)})
    {
        if (value < 1)
        {
            throw std::invalid_argument(std::string(name) + " is 0; allowed: at least 1");
        }
    }
    if (m_domain.empty())
    {
        throw std::invalid_argument("there is no quasi-identifier; allowed: at least one");
    }
    for (std::size_t i = 0; i < m_domain.size(); ++i)
    {
        if (!(m_domain[i].low <= m_domain[i].high))
        {
            throw std::invalid_argument(
                "domain " + std::to_string(i) + " is " + std::to_string(m_domain[i].low) + " to " +
                std::to_string(m_domain[i].high) + "; allowed: the lower end first");
        }
    }
}

void
Castle::Check(const CastleTuple& tuple) const
{
    if (tuple.quasi.size() != m_domain.size())
    {
        throw std::invalid_argument(
            std::to_string(tuple.quasi.size()) +
            " quasi-identifiers; allowed: " + std::to_string(m_domain.size()));
    }
    for (std::size_t i = 0; i < m_domain.size(); ++i)
    {
        if (!(tuple.quasi[i] >= m_domain[i].low && tuple.quasi[i] <= m_domain[i].high))
        {
            throw std::invalid_argument("quasi-identifier " + std::to_string(i) + " is " +
                                        std::to_string(tuple.quasi[i]) +
                                        "; allowed: " + std::to_string(m_domain[i].low) + " to " +
                                        std::to_string(m_domain[i].high));
        }
    }
}

std::vector<CastleOutput>
Castle::Insert(const CastleTuple& tuple)
{
    Check(tuple);
    Outputs outputs;
    const uint64_t position = ++m_arrived;
    m_live[position].tuple = tuple;
    Place(position);
    if (position > m_parameters.delta)
    {
        Expire(position - m_parameters.delta, outputs);
    }
    return outputs;
}

std::size_t
Castle::GetWaiting() const
{
    return m_live.size();
}

double
Castle::Loss(const CastleRanges& ranges) const
{
    RunningOperations().Add(Operation::SAMPLE, ranges.size());
    double sum = 0;
    for (std::size_t i = 0; i < ranges.size(); ++i)
    {
        const double whole = m_domain[i].high - m_domain[i].low;
        sum += whole > 0 ? (ranges[i].high - ranges[i].low) / whole : 0;
    }
    return sum / m_domain.size();
}

double
Castle::Enlargement(const CastleRanges& ranges, const CastleRanges& by) const
{
    return Loss(Union(ranges, by)) - Loss(ranges);
}

CastleRanges
Castle::PointOf(uint64_t position) const
{
    CastleRanges point;
    for (const double value : m_live.at(position).tuple.quasi)
    {
        point.push_back({value, value});
    }
    return point;
}

std::size_t
Castle::Persons(const std::set<uint64_t>& members) const
{
    std::set<std::string> persons;
    for (const uint64_t position : members)
    {
        persons.insert(m_live.at(position).tuple.person);
    }
    return persons.size();
}

std::size_t
Castle::Values(const std::set<uint64_t>& members) const
{
    std::set<std::string> values;
    for (const uint64_t position : members)
    {
        values.insert(m_live.at(position).tuple.sensitive);
    }
    return values.size();
}

bool
Castle::IsGood(const Cluster& cluster) const
{
    return Persons(cluster.members) >= m_parameters.k && Values(cluster.members) >= m_parameters.l;
}

Castle::Cluster
Castle::MakeCluster(const std::set<uint64_t>& members) const
{
    Cluster cluster{members, PointOf(*members.begin())};
    for (const uint64_t position : members)
    {
        cluster.ranges = Union(cluster.ranges, PointOf(position));
    }
    return cluster;
}

void
Castle::Place(uint64_t position)
{
    const CastleRanges point = PointOf(position);
    const double tau =
        m_losses.empty() ? 0
                         : std::accumulate(m_losses.begin(), m_losses.end(), 0.0) / m_losses.size();
    // By growth, then size, then age.
    using Rank = std::tuple<double, std::size_t, uint64_t>;
    std::set<Rank> within;
    std::set<Rank> all;
    for (const auto& [number, cluster] : m_open)
    {
        const Rank rank{Enlargement(cluster.ranges, point), cluster.members.size(), number};
        all.insert(rank);
        if (Loss(Union(cluster.ranges, point)) <= tau)
        {
            within.insert(rank);
        }
    }
    uint64_t number = 0;
    if (!within.empty())
    {
        number = std::get<2>(*within.begin());
    }
    else if (m_open.size() < m_parameters.beta)
    {
        number = ++m_lastCluster;
        m_open[number].ranges = point;
    }
    else
    {
        number = std::get<2>(*all.begin());
    }
    Cluster& cluster = m_open.at(number);
    cluster.members.insert(position);
    cluster.ranges = Union(cluster.ranges, point);
    m_live.at(position).cluster = number;
}

void
Castle::Expire(uint64_t position, Outputs& outputs)
{
    const auto live = m_live.find(position);
    if (live == m_live.end())
    {
        return;
    }
    const uint64_t number = live->second.cluster;
    if (IsGood(m_open.at(number)))
    {
        Publish(number, outputs);
    }
    else if (Reuse(position, outputs))
    {
        Leave(position);
    }
    else if (IsHopeless(m_open.at(number)))
    {
        CastleOutput output;
        output.tuple = live->second.tuple;
        outputs.push_back(output);
        Leave(position);
    }
    else
    {
        Merge(number);
        Publish(number, outputs);
    }
}

bool
Castle::Reuse(uint64_t position, Outputs& outputs)
{
    const CastleTuple& tuple = m_live.at(position).tuple;
    const std::pair<const CastleRanges, uint64_t>* best = nullptr;
    for (const auto& published : m_published)
    {
        if (Covers(published.first, tuple.quasi) &&
            (!best || Loss(published.first) < Loss(best->first)))
        {
            best = &published;
        }
    }
    if (best)
    {
        outputs.push_back(
            {tuple, CastleOutput::REUSED, best->first, Loss(best->first), best->second});
    }
    return best != nullptr;
}

bool
Castle::IsHopeless(const Cluster& cluster) const
{
    std::size_t larger = 0;
    std::set<uint64_t> everyone;
    const std::size_t persons = Persons(cluster.members);
    for (const auto& [number, other] : m_open)
    {
        larger += Persons(other.members) > persons;
        everyone.insert(other.members.begin(), other.members.end());
    }
    return 2 * larger > m_open.size() || !IsGood({everyone, {}});
}

void
Castle::Merge(uint64_t number)
{
    Cluster& cluster = m_open.at(number);
    while (!IsGood(cluster))
    {
        auto nearest = m_open.end();
        double least = 0;
        for (auto other = m_open.begin(); other != m_open.end(); ++other)
        {
            const double grows = Enlargement(cluster.ranges, other->second.ranges);
            if (other->first != number && (nearest == m_open.end() || grows < least))
            {
                nearest = other;
                least = grows;
            }
        }
        for (const uint64_t position : nearest->second.members)
        {
            m_live.at(position).cluster = number;
        }
        cluster.ranges = Union(cluster.ranges, nearest->second.ranges);
        cluster.members.insert(nearest->second.members.begin(), nearest->second.members.end());
        m_open.erase(nearest);
    }
}

void
Castle::Publish(uint64_t number, Outputs& outputs)
{
    const Cluster whole = m_open.at(number);
    for (const Cluster& part : Split(whole))
    {
        const double loss = Loss(part.ranges);
        ++m_lastPublished;
        for (const uint64_t position : part.members)
        {
            outputs.push_back({m_live.at(position).tuple,
                               CastleOutput::PUBLISHED,
                               part.ranges,
                               loss,
                               m_lastPublished});
        }
        m_losses.push_back(loss);
        if (m_losses.size() > m_parameters.mu)
        {
            m_losses.pop_front();
        }
        const double tau = std::accumulate(m_losses.begin(), m_losses.end(), 0.0) / m_losses.size();
        if (loss <= tau)
        {
            m_published.emplace(part.ranges, m_lastPublished);
        }
    }
    for (const uint64_t position : whole.members)
    {
        m_live.erase(position);
    }
    m_open.erase(number);
}

std::vector<Castle::Cluster>
Castle::Split(const Cluster& cluster) const
{
    if (Persons(cluster.members) < 2 * std::size_t{m_parameters.k})
    {
        return {cluster};
    }
    std::map<std::string, std::set<uint64_t>> rest; // by person
    for (const uint64_t position : cluster.members)
    {
        rest[m_live.at(position).tuple.person].insert(position);
    }
    std::vector<Cluster> parts;
    while (rest.size() >= m_parameters.k)
    {
        // The oldest that is left, and its nearest of each of the k - 1 nearest other persons.
        uint64_t seed = UINT64_MAX;
        for (const auto& [person, positions] : rest)
        {
            seed = std::min(seed, *positions.begin());
        }
        const CastleRanges point = PointOf(seed);
        std::set<std::pair<double, uint64_t>> nearest; // of each person one
        for (const auto& [person, positions] : rest)
        {
            std::set<std::pair<double, uint64_t>> ofPerson;
            for (const uint64_t position : positions)
            {
                ofPerson.emplace(Enlargement(point, PointOf(position)), position);
            }
            if (positions.count(seed) == 0)
            {
                nearest.insert(*ofPerson.begin());
            }
        }
        std::set<uint64_t> members{seed};
        for (const auto& [distance, position] : nearest)
        {
            if (members.size() < m_parameters.k)
            {
                members.insert(position);
            }
        }
        for (const uint64_t position : members)
        {
            const std::string& person = m_live.at(position).tuple.person;
            rest.at(person).erase(position);
            if (rest.at(person).empty())
            {
                rest.erase(person);
            }
        }
        parts.push_back(MakeCluster(members));
    }
    for (const auto& [person, positions] : rest)
    {
        for (const uint64_t position : positions)
        {
            const CastleRanges point = PointOf(position);
            Cluster& part = *std::min_element(parts.begin(),
                                              parts.end(),
                                              [this, &point](const Cluster& a, const Cluster& b) {
                                                  return Enlargement(a.ranges, point) <
                                                         Enlargement(b.ranges, point);
                                              });
            part.members.insert(position);
            part.ranges = Union(part.ranges, point);
        }
    }
    Join(parts);
    return parts;
}

/// Each part has its persons; those with too few values are joined with their nearest.
void
Castle::Join(std::vector<Cluster>& parts) const
{
    const auto poor = [this, &parts]() {
        return std::find_if(parts.begin(), parts.end(), [this](const Cluster& part) {
            return !IsGood(part);
        });
    };
    for (auto part = poor(); part != parts.end(); part = poor())
    {
        const Cluster joining = *part;
        parts.erase(part);
        Cluster& nearest = *std::min_element(parts.begin(),
                                             parts.end(),
                                             [this, &joining](const Cluster& a, const Cluster& b) {
                                                 return Enlargement(joining.ranges, a.ranges) <
                                                        Enlargement(joining.ranges, b.ranges);
                                             });
        nearest.members.insert(joining.members.begin(), joining.members.end());
        nearest.ranges = Union(nearest.ranges, joining.ranges);
    }
}

void
Castle::Leave(uint64_t position)
{
    const auto open = m_open.find(m_live.at(position).cluster);
    open->second.members.erase(position);
    if (open->second.members.empty())
    {
        m_open.erase(open);
    }
    else
    {
        open->second = MakeCluster(open->second.members);
    }
    m_live.erase(position);
}

} // namespace ns3::iomt
