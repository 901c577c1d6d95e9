// SPDX-License-Identifier: GPL-2.0-only

#include "episode.h"

namespace ns3::iomt
{

namespace
{

// Severity 0.5 takes a patient at 98 to 118 mg/dL to 33 to 53 mg/dL, below the 54 mg/dL of level 2
// (ADA and ATTD consensus, Battelino et al. 2019); severity 1 beyond what monitors can show.
constexpr double GLUCOSE_FALL = 130; // [mg/dL]

// The answer of the sympathetic nerves: sweat, tremor, palpitations. Amounts are a choice.
constexpr double SWEAT_FACTOR = 5;
constexpr double PULSE_RISE = 30; // [/min]
constexpr double SKIN_FALL = 1.5; // [degC]

// A quarter of an hour: the rule of 15 has a person take 15 g of sugar and measure again after
// 15 min (ADA Standards of Care), and an episode counts from 15 min on (Battelino et al. 2019).
constexpr double DEADLINE = 900; // [s]

/** @brief Glucose falls; the body answers with sweat, a faster pulse and a colder skin. */
class HypoglycaemiaEpisode : public Episode
{
  public:
    using Episode::Episode;

    std::string Kind() const override
    {
        return "hypoglycaemia";
    }

    double DeadlineS() const override
    {
        return DEADLINE;
    }

  protected:
    double FullShift(const std::string& quantity) const override
    {
        if (quantity == "glucose")
        {
            return -GLUCOSE_FALL;
        }
        if (quantity == "pulse")
        {
            return PULSE_RISE;
        }
        if (quantity == "skin-temperature")
        {
            return -SKIN_FALL;
        }
        return 0;
    }

    double FullFactor(const std::string& quantity) const override
    {
        return quantity == "sweat" ? SWEAT_FACTOR : 1;
    }
};

const bool g_registered = EpisodeRegistry::Get().Add(
    "hypoglycaemia",
    [](const EpisodeScript& script) { return std::make_unique<HypoglycaemiaEpisode>(script); },
    "glucose falls; sweat and a faster pulse answer it");

} // namespace

} // namespace ns3::iomt
