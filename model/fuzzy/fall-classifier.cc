// SPDX-License-Identifier: GPL-2.0-only

#include "fall-classifier.h"

#include <cstdio>

namespace ns3::iomt
{

namespace
{

// Between the quiet of somebody who sits (three quarters of all seconds of the Stress-Predict
// recordings lie below 0.015 g) and the swing of arms in walking (0.2 g). A choice.
constexpr double STILL = 0.05; // [g]

// Tumbling and rolling over after the impact; later stillness is rest. A choice.
constexpr double IMPACT_LIFE_S = 30;

constexpr double EMERGENCY_SCORE = 0.75;

} // namespace

FallClassifier::FallClassifier(const ClassifierSettings& settings)
    : Classifier(settings),
      m_rules(settings.rulesFolder + "/fall.fcl", {"impact", "still"}, {"fall"})
{
}

std::string
FallClassifier::Name() const
{
    return "fall";
}

std::vector<std::string>
FallClassifier::Inputs() const
{
    return {"motion"};
}

void
FallClassifier::Follow(double t, double motion)
{
    if (motion > STILL)
    {
        m_stillSince.reset();
        if (t - m_impactAt > IMPACT_LIFE_S || motion >= m_impact)
        {
            m_impact = motion;
            m_impactAt = t;
        }
    }
    else if (!m_stillSince)
    {
        m_stillSince = t;
    }
}

std::optional<Classification>
FallClassifier::Classify(double t, const std::map<std::string, double>& fresh)
{
    Follow(t, fresh.at("motion"));
    const double still = m_stillSince ? t - *m_stillSince : 0;
    const double score = m_rules.Infer({m_impact, still}).front();
    char reason[64];
    std::snprintf(reason, sizeof reason, "impact %.2f g, still for %.0f s", m_impact, still);
    return Classification{Name(),
                          m_rules.BestTerm(0, score),
                          score,
                          score > EMERGENCY_SCORE ? Alarm::EMERGENCY : Alarm::NONE,
                          reason};
}

namespace
{

const bool g_registered = ClassifierRegistry::Get().Add(
    "fall",
    [](const ClassifierSettings& settings) { return std::make_unique<FallClassifier>(settings); },
    "Mamdani classifier of falls: an impact and stillness after it");

} // namespace

} // namespace ns3::iomt
