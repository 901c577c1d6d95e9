// SPDX-License-Identifier: GPL-2.0-only

#include "episode.h"

namespace ns3::iomt
{

namespace
{

// Severity 1 takes a patient at 36.8 degC to 41.8 degC, hyperpyrexia; 0.5 to 39.3 degC, for which
// NEWS2 has its most points, 2. Urgent by NEWS2 it is only with other signs; a threshold on
// temperature finds it alone.
constexpr double TEMPERATURE_RISE = 5; // [degC]

// Some 10 /min for each degree (Davies and Maconochie, Emerg Med J 2009, in children; adults' rule
// of Liebermeister says 8); respiration some 2 /min for each. From memory.
constexpr double PULSE_PER_DEGREE = 10;      // [/min per degC]
constexpr double RESPIRATION_PER_DEGREE = 2; // [/min per degC]

// The skin of the wrist is warmer by a part of it. A choice.
constexpr double SKIN_SHARE = 0.4;

// An hour: antibiotics within the first hour if it is sepsis (Surviving Sepsis Campaign), and the
// time NEWS2 allows for an urgent response.
constexpr double DEADLINE = 3600; // [s]

/** @brief Core temperature rises; skin, pulse and respiration with it. */
class FeverEpisode : public Episode
{
  public:
    using Episode::Episode;

    std::string Kind() const override
    {
        return "fever";
    }

    double DeadlineS() const override
    {
        return DEADLINE;
    }

  protected:
    double FullShift(const std::string& quantity) const override
    {
        if (quantity == "temperature")
        {
            return TEMPERATURE_RISE;
        }
        if (quantity == "skin-temperature")
        {
            return TEMPERATURE_RISE * SKIN_SHARE;
        }
        if (quantity == "pulse")
        {
            return TEMPERATURE_RISE * PULSE_PER_DEGREE;
        }
        if (quantity == "respiration")
        {
            return TEMPERATURE_RISE * RESPIRATION_PER_DEGREE;
        }
        return 0;
    }
};

const bool g_registered = EpisodeRegistry::Get().Add(
    "fever",
    [](const EpisodeScript& script) { return std::make_unique<FeverEpisode>(script); },
    "core temperature rises; pulse and respiration with it");

} // namespace

} // namespace ns3::iomt
