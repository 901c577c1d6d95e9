// SPDX-License-Identifier: GPL-2.0-only

#include "anonymity-judge.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

void
AnonymityJudge::Enter(const std::string& person, const std::vector<double>& quasi)
{
    m_persons[person] = quasi;
}

uint64_t
AnonymityJudge::Candidates(const CastleRanges& ranges) const
{
    return std::count_if(m_persons.begin(), m_persons.end(), [&ranges](const auto& person) {
        for (std::size_t i = 0; i < ranges.size(); ++i)
        {
            if (person.second[i] < ranges[i].low || person.second[i] > ranges[i].high)
            {
                return false;
            }
        }
        return true;
    });
}

void
AnonymityJudge::Leave(const AnonymisedTuple& tuple)
{
    const CastleOutput& output = tuple.output;
    if (output.fate == CastleOutput::SUPPRESSED)
    {
        ++m_outcome.suppressed;
        return;
    }
    ++(output.fate == CastleOutput::REUSED ? m_outcome.reused : m_outcome.published);
    m_outcome.delayMs.push_back(tuple.waited.GetSeconds() * 1000);
    m_outcome.lossSum += output.loss;
    m_outcome.linkageSum += 1.0 / Candidates(output.ranges);
    const auto same = std::count_if(m_persons.begin(), m_persons.end(), [&](const auto& person) {
        return person.second == output.tuple.quasi;
    });
    m_outcome.rawLinkageSum += 1.0 / same;
}

void
AnonymityJudge::Refuse()
{
    ++m_outcome.unreadable;
}

void
AnonymityJudge::Receive()
{
    ++m_outcome.received;
}

const AnonymityOutcome&
AnonymityJudge::Outcome() const
{
    return m_outcome;
}

} // namespace iomt
} // namespace ns3
