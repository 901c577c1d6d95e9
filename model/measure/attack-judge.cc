// SPDX-License-Identifier: GPL-2.0-only

#include "attack-judge.h"

namespace ns3
{
namespace iomt
{

std::optional<double>
AttackOutcome::TimeToDetectMs() const
{
    if (!firstAttempt || !firstDetection)
    {
        return std::nullopt;
    }
    return (*firstDetection - *firstAttempt).GetSeconds() * 1000;
}

void
AttackJudge::Enter(uint32_t id, const std::string& name, bool keepsContent)
{
    m_outcomes[id].name = name;
    m_outcomes[id].keepsContent = keepsContent;
}

void
AttackJudge::Attempt(uint32_t id, Time now)
{
    AttackOutcome& outcome = m_outcomes[id];
    if (!outcome.firstAttempt)
    {
        outcome.firstAttempt = now;
    }
    outcome.lastAttempt = now;
}

bool
AttackJudge::Accept(uint32_t id, bool deliveredBefore)
{
    AttackOutcome& outcome = m_outcomes[id];
    const bool delivers = outcome.keepsContent && !deliveredBefore;
    ++(delivers ? outcome.delayed : outcome.accepted);
    return delivers;
}

void
AttackJudge::Detect(uint32_t id, Time now)
{
    AttackOutcome& outcome = m_outcomes[id];
    ++outcome.detected;
    if (!outcome.firstDetection)
    {
        outcome.firstDetection = now;
    }
}

const std::map<uint32_t, AttackOutcome>&
AttackJudge::Outcomes() const
{
    return m_outcomes;
}

} // namespace iomt
} // namespace ns3
