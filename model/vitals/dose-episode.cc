// SPDX-License-Identifier: GPL-2.0-only

#include "episode.h"

namespace ns3::iomt
{

namespace
{

// A dose that is an hour late is missed for most medicines that are taken some times a day. A
// choice.
constexpr double DEADLINE = 3600; // [s]

/** @brief Holds a switch of the medicine box closed while it lasts; 1 is closed by an event. */
class BoxEpisode : public Episode
{
  public:
    using Episode::Episode;

    double DeadlineS() const override
    {
        return DEADLINE;
    }

    double Act(const std::string& quantity, double t, double spanS, double value) const override
    {
        // Whatever happens within the stretch shows at its end, as the box latches it.
        const double start = Script().onsetS;
        const bool during = t >= start && t - spanS < start + Script().durationS;
        return during && quantity == Switch() ? 1 : Episode::Act(quantity, t, spanS, value);
    }

  protected:
    /** @brief The quantity that it closes; empty if none. */
    virtual std::string Switch() const = 0;

    double FullShift(const std::string& /* quantity */) const override
    {
        return 0;
    }
};

/** @brief The patient takes a dose out of the box: nothing to alarm anybody. */
class DoseEpisode : public BoxEpisode
{
  public:
    using BoxEpisode::BoxEpisode;

    std::string Kind() const override
    {
        return "dose";
    }

    bool IsHarm() const override
    {
        return false;
    }

  protected:
    std::string Switch() const override
    {
        return "dose";
    }
};

/** @brief A dose was due at the onset, and nobody takes it. */
class MissedDoseEpisode : public BoxEpisode
{
  public:
    using BoxEpisode::BoxEpisode;

    std::string Kind() const override
    {
        return "missed-dose";
    }

  protected:
    std::string Switch() const override
    {
        return "";
    }
};

/** @brief The seal of the package is broken by somebody else. */
class TamperingEpisode : public BoxEpisode
{
  public:
    using BoxEpisode::BoxEpisode;

    std::string Kind() const override
    {
        return "tampering";
    }

  protected:
    std::string Switch() const override
    {
        return "tamper";
    }
};

const bool g_dose = EpisodeRegistry::Get().Add(
    "dose",
    [](const EpisodeScript& script) { return std::make_unique<DoseEpisode>(script); },
    "a dose is taken out of the medicine box; no alarm is due");

const bool g_missed = EpisodeRegistry::Get().Add(
    "missed-dose",
    [](const EpisodeScript& script) { return std::make_unique<MissedDoseEpisode>(script); },
    "a dose is due and nobody takes it");

const bool g_tampering = EpisodeRegistry::Get().Add(
    "tampering",
    [](const EpisodeScript& script) { return std::make_unique<TamperingEpisode>(script); },
    "the seal of the medicine box is broken");

} // namespace

} // namespace ns3::iomt
