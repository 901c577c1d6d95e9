// SPDX-License-Identifier: GPL-2.0-only

#include "episode.h"

namespace ns3::iomt
{

namespace
{

// A script, not a model of gas exchange. Severity 1 takes a patient at 97 % down to 75 %.
constexpr double SPO2_FALL = 22; // [%]

// Heart rate rises by 0.62 to 1.46 /min for each per cent of saturation lost: Slutsky and Rebuck,
// Am J Physiol 1978; 234(2): H129-H132. The upper end, for a patient who is ill.
constexpr double PULSE_PER_SPO2 = 1.46; // [/min per %]

// From 15 /min to 30 /min, beyond the top band of NEWS2 (25 /min and more); a choice of this
// script.
constexpr double RESPIRATION_RISE = 15; // [/min]

// Within minutes a brain without oxygen is harmed: the four to six minutes that resuscitation is
// taught by, the later taken because hypoxia is not arrest. From memory.
constexpr double DEADLINE = 360; // [s]

/** @brief Saturation falls, pulse and respiration rise against it. */
class HypoxiaEpisode : public Episode
{
  public:
    using Episode::Episode;

    std::string Kind() const override
    {
        return "hypoxia";
    }

    double DeadlineS() const override
    {
        return DEADLINE;
    }

  protected:
    double FullShift(const std::string& quantity) const override
    {
        if (quantity == "spo2")
        {
            return -SPO2_FALL;
        }
        if (quantity == "pulse")
        {
            return SPO2_FALL * PULSE_PER_SPO2;
        }
        return quantity == "respiration" ? RESPIRATION_RISE : 0;
    }
};

const bool g_registered = EpisodeRegistry::Get().Add(
    "hypoxia",
    [](const EpisodeScript& script) { return std::make_unique<HypoxiaEpisode>(script); },
    "oxygen saturation falls; pulse and respiration rise");

} // namespace

} // namespace ns3::iomt
