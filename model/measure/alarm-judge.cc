// SPDX-License-Identifier: GPL-2.0-only

#include "alarm-judge.h"

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
AlarmJudge::Enter(const std::string& patient, const std::string& kind, double onsetS, double endS)
{
    m_events.push_back({patient, kind, onsetS, endS, std::nullopt});
}

void
AlarmJudge::Raise(const std::string& patient, const std::string& classifier, double nowS)
{
    for (Event& event : m_events)
    {
        if (event.patient == patient && nowS >= event.onsetS && nowS <= event.endS)
        {
            if (!event.raisedS)
            {
                event.raisedS = nowS;
            }
            return;
        }
    }
    m_false.push_back({AlarmOutcome::FALSE_ALARM, patient, classifier, std::nullopt, nowS});
}

std::vector<AlarmOutcome>
AlarmJudge::Outcomes(double nowS) const
{
    std::vector<AlarmOutcome> outcomes;
    for (const Event& event : m_events)
    {
        if (event.onsetS < nowS)
        {
            outcomes.push_back({event.raisedS ? AlarmOutcome::RIGHT : AlarmOutcome::MISSED,
                                event.patient,
                                event.kind,
                                event.onsetS,
                                event.raisedS});
        }
    }
    outcomes.insert(outcomes.end(), m_false.begin(), m_false.end());
    return outcomes;
}

} // namespace iomt
} // namespace ns3
