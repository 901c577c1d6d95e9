// SPDX-License-Identifier: GPL-2.0-only

#include "episode.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ns3::iomt
{

Episode::Episode(const EpisodeScript& script)
    : m_script(script)
{
    for (const double time : {script.onsetS, script.rampS, script.durationS})
    {
        if (!std::isfinite(time) || time < 0)
        {
            throw std::invalid_argument("an episode's times are " + std::to_string(time) +
                                        " s; allowed: 0 or more");
        }
    }
    if (!(script.severity >= 0 && script.severity <= 1))
    {
        throw std::invalid_argument("an episode's severity is " + std::to_string(script.severity) +
                                    "; allowed: 0 to 1");
    }
}

Episode::~Episode() = default;

double
Episode::Intensity(double t) const
{
    // A difference of two ramps: an episode shorter than its ramp turns back from where it got to.
    const auto rise = [this](double s) {
        return m_script.rampS > 0 ? std::clamp(s / m_script.rampS, 0.0, 1.0) : (s >= 0 ? 1.0 : 0.0);
    };
    const double since = t - m_script.onsetS;
    return (rise(since) - rise(since - m_script.durationS)) * m_script.severity;
}

double
Episode::Shift(const std::string& quantity, double t) const
{
    return Intensity(t) * FullShift(quantity);
}

double
Episode::Act(const std::string& quantity, double t, double /* spanS */, double value) const
{
    return value * (1 + Intensity(t) * (FullFactor(quantity) - 1)) + Shift(quantity, t);
}

double
Episode::FullFactor(const std::string& /* quantity */) const
{
    return 1;
}

const EpisodeScript&
Episode::Script() const
{
    return m_script;
}

double
Episode::OnsetS() const
{
    return m_script.onsetS;
}

double
Episode::EndS() const
{
    return m_script.onsetS + m_script.durationS + m_script.rampS;
}

double
Shift(const Episodes& episodes, const std::string& quantity, double t)
{
    double sum = 0;
    for (const auto& episode : episodes)
    {
        sum += episode->Shift(quantity, t);
    }
    return sum;
}

double
Act(const Episodes& episodes, const std::string& quantity, double t, double spanS, double value)
{
    for (const auto& episode : episodes)
    {
        value = episode->Act(quantity, t, spanS, value);
    }
    return value;
}

namespace
{

/** @brief Nothing happens: the baseline, and the test double. */
class NullEpisode : public Episode
{
  public:
    using Episode::Episode;

    std::string Kind() const override
    {
        return "none";
    }

    double DeadlineS() const override
    {
        return 3600; // nobody need know; as the mildest of the others
    }

  protected:
    double FullShift(const std::string& /* quantity */) const override
    {
        return 0;
    }
};

const bool g_registered = EpisodeRegistry::Get().Add(
    "none",
    [](const EpisodeScript& script) { return std::make_unique<NullEpisode>(script); },
    "nothing happens");

} // namespace

} // namespace ns3::iomt
