// SPDX-License-Identifier: GPL-2.0-only

#include "glucose-classifier.h"

#include "ns3/operation-counts.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace ns3::iomt
{

namespace
{

// Battelino et al. 2019: levels 2 and 1 of hypoglycaemia, 1 and 2 of hyperglycaemia [mg/dL].
constexpr double VERY_LOW = 54;
constexpr double LOW = 70;
constexpr double HIGH = 180;
constexpr double VERY_HIGH = 250;

// Those of the alert `urgent low soon` of Dexcom's monitors (which has 55 mg/dL); from memory.
constexpr double AHEAD_MIN = 20;

struct Level
{
    const char* label;
    Alarm alarm;
};

Level
LevelOf(double mgPerDl)
{
    if (mgPerDl < VERY_LOW)
    {
        return {"very-low", Alarm::EMERGENCY};
    }
    if (mgPerDl < LOW)
    {
        return {"low", Alarm::URGENT};
    }
    if (mgPerDl <= HIGH)
    {
        return {"in-range", Alarm::NONE};
    }
    return mgPerDl <= VERY_HIGH ? Level{"high", Alarm::NONE} : Level{"very-high", Alarm::URGENT};
}

} // namespace

double
GlucoseRisk(double mgPerDl)
{
    const double logarithm = std::log(std::clamp(mgPerDl, 20.0, 600.0));
    const double symmetric = 1.509 * (std::pow(logarithm, 1.084) - 5.381);
    return 10 * symmetric * symmetric;
}

std::string
GlucoseClassifier::Name() const
{
    return "glucose";
}

std::vector<std::string>
GlucoseClassifier::Inputs() const
{
    return {"glucose"};
}

std::optional<Classification>
GlucoseClassifier::Classify(double t, const std::map<std::string, double>& fresh)
{
    const double mgPerDl = fresh.at("glucose");
    m_trend.Add(t, mgPerDl);
    const auto trend = m_trend.PerMinute();
    const Level level = LevelOf(mgPerDl);
    RunningOperations().Add(Operation::RULE_EVALUATION, 2);

    Classification result{Name(), level.label, GlucoseRisk(mgPerDl), level.alarm, ""};
    if (trend && mgPerDl + *trend * AHEAD_MIN < VERY_LOW)
    {
        result.alarm = std::max(result.alarm, Alarm::URGENT);
    }
    char reason[96];
    std::snprintf(reason, sizeof reason, "glucose %.0f mg/dL", mgPerDl);
    result.reason = reason;
    if (trend)
    {
        std::snprintf(reason, sizeof reason, ", %+.1f mg/dL/min", *trend);
        result.reason += reason;
    }
    return result;
}

namespace
{

const bool g_registered = ClassifierRegistry::Get().Add(
    "glucose",
    [](const ClassifierSettings& settings) {
        return std::make_unique<GlucoseClassifier>(settings);
    },
    "levels and trend of glucose");

} // namespace

} // namespace ns3::iomt
