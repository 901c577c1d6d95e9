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

// The 20 min are those of the alert `urgent low soon` of Dexcom's monitors (which has 55 mg/dL);
// from memory. The window is a choice: three readings of a monitor that reads every five minutes,
// and the one that began it.
constexpr double AHEAD_MIN = 20;
constexpr double TREND_WINDOW_S = 900;
constexpr std::size_t TREND_READINGS = 3;

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

std::optional<double>
GlucoseClassifier::Trend() const
{
    if (m_recent.size() < TREND_READINGS)
    {
        return std::nullopt;
    }
    double meanT = 0;
    double meanValue = 0;
    for (const auto& sample : m_recent)
    {
        meanT += sample.t / static_cast<double>(m_recent.size());
        meanValue += sample.mgPerDl / static_cast<double>(m_recent.size());
    }
    double spread = 0;
    double product = 0;
    for (const auto& sample : m_recent)
    {
        spread += (sample.t - meanT) * (sample.t - meanT);
        product += (sample.t - meanT) * (sample.mgPerDl - meanValue);
    }
    return spread > 0 ? std::optional<double>(60 * product / spread) : std::nullopt;
}

std::optional<Classification>
GlucoseClassifier::Classify(double t, const std::map<std::string, double>& fresh)
{
    const double mgPerDl = fresh.at("glucose");
    m_recent.push_back({t, mgPerDl});
    while (t - m_recent.front().t > TREND_WINDOW_S)
    {
        m_recent.pop_front();
    }
    const auto trend = Trend();
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
