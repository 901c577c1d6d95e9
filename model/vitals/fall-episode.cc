// SPDX-License-Identifier: GPL-2.0-only

#include "episode.h"

#include <algorithm>

namespace ns3::iomt
{

namespace
{

// A fall on the trunk: 0.3 s near 0.41 g, then a peak of 3.52 g (the thresholds of Bourke, O'Brien
// and Lyons, Gait & Posture 2007, which every fall of theirs passed), here for 0.1 s, else 1 g: in
// that second |a| has a standard deviation of 0.86 g. That is severity 0.5. Thresholds are from
// memory, the lengths of time a choice.
constexpr double IMPACT = 1.72; // [g]

// Somebody who lies moves less than one who sits: below the lower quartile of the Stress-Predict
// recordings, 0.005 g.
constexpr double LYING = 0.004; // [g]

// Fright and pain. A choice.
constexpr double PULSE_RISE = 20; // [/min]

// More than an hour on the floor, a long lie, is what falls are feared for (Fleming and Brayne, BMJ
// 2008).
constexpr double DEADLINE = 3600; // [s]

/** @brief An impact in motion at the onset, then stillness until the duration is over. */
class FallEpisode : public Episode
{
  public:
    using Episode::Episode;

    std::string Kind() const override
    {
        return "fall";
    }

    double DeadlineS() const override
    {
        return DEADLINE;
    }

    double Act(const std::string& quantity, double t, double spanS, double value) const override
    {
        const EpisodeScript& script = Script();
        const double since = t - script.onsetS;
        if (quantity != "motion" || script.severity == 0 || since < 0 || since >= script.durationS)
        {
            return Episode::Act(quantity, t, spanS, value);
        }
        return since < spanS ? std::max(value, script.severity * IMPACT) : std::min(value, LYING);
    }

  protected:
    double FullShift(const std::string& quantity) const override
    {
        return quantity == "pulse" ? PULSE_RISE : 0;
    }
};

const bool g_registered = EpisodeRegistry::Get().Add(
    "fall",
    [](const EpisodeScript& script) { return std::make_unique<FallEpisode>(script); },
    "an impact in motion, then stillness");

} // namespace

} // namespace ns3::iomt
