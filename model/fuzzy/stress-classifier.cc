// SPDX-License-Identifier: GPL-2.0-only

#include "stress-classifier.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace ns3::iomt
{

namespace
{

// Long enough to outlast a stress task of some minutes, short enough to follow the warming of the
// skin under the electrodes. Of 300, 600, 1200 and 3600 s it separates the first 14 volunteers of
// Stress-Predict best; the others had no part in the choice (doc/fuzzy.rst).
constexpr double BASELINE_MEMORY_S = 600;

// Of 30, 60, 120, 180 and 300 s the first that raises less than one false alarm an hour on the
// first 14 volunteers of Stress-Predict (doc/fuzzy.rst).
constexpr double ALARM_AFTER_S = 120;

// Below the E4's range of 0.01 to 100 uS the ratio means nothing.
constexpr double LEAST_CONDUCTANCE_US = 0.01;

} // namespace

RunningBaseline::RunningBaseline(double memoryS)
    : m_memoryS(memoryS)
{
}

double
RunningBaseline::Update(double t, double value)
{
    if (!m_started)
    {
        m_started = true;
        m_start = t;
        m_last = t;
        m_level = value;
        return m_level;
    }
    const double step = t - m_last;
    if (step > 0)
    {
        // The first value stands for as long as the step after it, so that early levels are means.
        const double seen = std::min(t - m_start + step, m_memoryS);
        m_level += std::min(step / seen, 1.0) * (value - m_level);
        m_last = t;
    }
    return m_level;
}

StressClassifier::StressClassifier(const ClassifierSettings& settings)
    : Classifier(settings),
      m_rules(settings.rulesFolder + "/stress.fcl",
              {"skin_temperature", "motion", "sweat_ratio"},
              {"stress"}),
      m_sweatBaseline(BASELINE_MEMORY_S)
{
}

std::string
StressClassifier::Name() const
{
    return "stress";
}

std::vector<std::string>
StressClassifier::Inputs() const
{
    return {"skin-temperature", "motion", "sweat"};
}

std::optional<Classification>
StressClassifier::Classify(double t, const std::map<std::string, double>& fresh)
{
    const auto sweat = fresh.find("sweat");
    if (sweat == fresh.end())
    {
        return std::nullopt;
    }
    const double baseline = m_sweatBaseline.Update(t, sweat->second);
    const auto temperature = fresh.find("skin-temperature");
    const auto motion = fresh.find("motion");
    if (temperature == fresh.end() || motion == fresh.end())
    {
        return std::nullopt;
    }
    const double ratio =
        std::max(sweat->second, LEAST_CONDUCTANCE_US) / std::max(baseline, LEAST_CONDUCTANCE_US);
    const double score = m_rules.Infer({temperature->second, motion->second, ratio}).front();
    char reason[128];
    std::snprintf(reason,
                  sizeof reason,
                  "sweat %.2f of own baseline, skin %.1f degC, motion %.3f g",
                  ratio,
                  temperature->second,
                  motion->second);
    Classification result{Name(), m_rules.BestTerm(0, score), score, Alarm::NONE, reason};
    if (result.label != "high")
    {
        m_highSince.reset();
    }
    else if (!m_highSince)
    {
        m_highSince = t;
    }
    else if (t - *m_highSince >= ALARM_AFTER_S)
    {
        result.alarm = Alarm::URGENT;
    }
    return result;
}

namespace
{

const bool g_registered = ClassifierRegistry::Get().Add(
    "stress",
    [](const ClassifierSettings& settings) { return std::make_unique<StressClassifier>(settings); },
    "Mamdani classifier of stress from skin temperature, motion and sweat");

} // namespace

} // namespace ns3::iomt
