// SPDX-License-Identifier: GPL-2.0-only

#include "alarm-judge.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

std::optional<double>
AlarmOutcome::TimeToDoctorMs() const
{
    if (!onsetS || !raisedS)
    {
        return std::nullopt;
    }
    return (*raisedS - *onsetS) * 1000;
}

bool
AlarmOutcome::IsInTime() const
{
    return raisedS && onsetS && deadlineS && *raisedS - *onsetS <= *deadlineS;
}

const char*
ToString(AlarmOutcome::Kind kind)
{
    switch (kind)
    {
    case AlarmOutcome::RIGHT:
        return "true";
    case AlarmOutcome::MISSED:
        return "missed";
    case AlarmOutcome::FALSE_ALARM:
        return "false";
    }
    return "";
}

void
AlarmJudge::Enter(const std::string& patient,
                  const std::string& kind,
                  double onsetS,
                  double endS,
                  double deadlineS)
{
    m_events.push_back({patient, kind, onsetS, endS, deadlineS, std::nullopt, "", std::nullopt});
}

bool
AlarmJudge::IsAbout(const Event& event, const std::string& patient, double nowS)
{
    return event.patient == patient && nowS >= event.onsetS && nowS <= event.endS;
}

void
AlarmJudge::Raise(const std::string& patient, const std::string& classifier, double nowS)
{
    bool right = false;
    for (Event& event : m_events)
    {
        if (IsAbout(event, patient, nowS))
        {
            right = true;
            if (!event.raisedS)
            {
                event.raisedS = nowS;
                event.classifier = classifier;
            }
        }
    }
    if (!right)
    {
        AlarmOutcome outcome;
        outcome.outcome = AlarmOutcome::FALSE_ALARM;
        outcome.patient = patient;
        outcome.kind = classifier;
        outcome.raisedS = nowS;
        outcome.classifier = classifier;
        m_false.push_back(outcome);
    }
}

void
AlarmJudge::Treat(const std::string& patient, const std::vector<std::string>& kinds, double nowS)
{
    for (Event& event : m_events)
    {
        if (!event.treatedS && IsAbout(event, patient, nowS) &&
            std::find(kinds.begin(), kinds.end(), event.kind) != kinds.end())
        {
            event.treatedS = nowS;
        }
    }
}

std::vector<AlarmOutcome>
AlarmJudge::Outcomes(double nowS) const
{
    std::vector<AlarmOutcome> outcomes;
    for (const Event& event : m_events)
    {
        if (event.onsetS < nowS)
        {
            AlarmOutcome outcome;
            outcome.outcome = event.raisedS ? AlarmOutcome::RIGHT : AlarmOutcome::MISSED;
            outcome.patient = event.patient;
            outcome.kind = event.kind;
            outcome.onsetS = event.onsetS;
            outcome.raisedS = event.raisedS;
            outcome.classifier = event.classifier;
            outcome.deadlineS = event.deadlineS;
            outcome.treatedS = event.treatedS;
            outcome.untreatedS = event.treatedS.value_or(std::min(event.endS, nowS)) - event.onsetS;
            outcomes.push_back(outcome);
        }
    }
    outcomes.insert(outcomes.end(), m_false.begin(), m_false.end());
    return outcomes;
}

} // namespace iomt
} // namespace ns3
