// SPDX-License-Identifier: GPL-2.0-only

#include "episode.h"

namespace ns3::iomt
{

namespace
{

// Severity 1 takes a pulse of 70 /min to 220 /min, 0.5 to 145 /min: supraventricular tachycardias
// lie between about 150 and 250 /min. NEWS2 gives 131 /min its 3 points. From memory.
constexpr double PULSE_RISE = 150; // [/min]

// A ventricle without time to fill: at severity 1 from 126 to 86 mmHg, shock by NEWS2. A choice.
constexpr double SYSTOLIC_FALL = 40;  // [mmHg]
constexpr double DIASTOLIC_FALL = 15; // [mmHg]

// Ten minutes: an ECG within ten minutes is what guidelines ask for a patient with acute symptoms
// of the heart (AHA/ACC chest pain guideline 2021). From memory.
constexpr double DEADLINE = 600; // [s]

/** @brief The heart races, on the ECG as at the finger; blood pressure falls. */
class TachycardiaEpisode : public Episode
{
  public:
    using Episode::Episode;

    std::string Kind() const override
    {
        return "tachycardia";
    }

    double DeadlineS() const override
    {
        return DEADLINE;
    }

  protected:
    double FullShift(const std::string& quantity) const override
    {
        if (quantity == "pulse")
        {
            return PULSE_RISE;
        }
        if (quantity == "systolic")
        {
            return -SYSTOLIC_FALL;
        }
        if (quantity == "diastolic")
        {
            return -DIASTOLIC_FALL;
        }
        return 0;
    }
};

const bool g_registered = EpisodeRegistry::Get().Add(
    "tachycardia",
    [](const EpisodeScript& script) { return std::make_unique<TachycardiaEpisode>(script); },
    "the heart races, on the ECG too; blood pressure falls");

} // namespace

} // namespace ns3::iomt
