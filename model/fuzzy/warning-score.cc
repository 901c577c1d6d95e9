// SPDX-License-Identifier: GPL-2.0-only

#include "warning-score.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3::iomt
{

namespace
{

// Halfway between the whole scores that part the classes: for whole points no different from 3, 5
// and 7, and for points with fractions it leans to neither side.
constexpr double RED_POINTS = 2.5;
constexpr double URGENT_SCORE = 4.5;
constexpr double EMERGENCY_SCORE = 6.5;

constexpr double BY_HAND_LIFE_S = 3600;

// What a reader of the alarm need not be told.
constexpr double TOO_FEW_POINTS = 0.05;

} // namespace

const std::vector<WarningSign>&
WarningSigns()
{
    static const std::vector<WarningSign> signs{
        {"respiration", "/min", 1, false, ""},
        {"spo2", "%", 1, false, ""},
        {"oxygen", "yes", 1, true, "supplemental oxygen"},
        {"systolic", "mmHg", 1, true, ""},
        {"pulse", "/min", 1, false, ""},
        {"consciousness", "CVPU", 1, true, "not alert"},
        {"temperature", "degC", 10, false, ""},
    };
    return signs;
}

std::vector<std::string>
WarningScore::Inputs() const
{
    std::vector<std::string> inputs;
    for (const auto& sign : WarningSigns())
    {
        inputs.push_back(sign.name);
    }
    return inputs;
}

double
WarningScore::StalenessS(const std::string& input) const
{
    const double staleness = Classifier::StalenessS(input);
    for (const auto& sign : WarningSigns())
    {
        if (sign.name == input && sign.byHand)
        {
            return std::max(staleness, BY_HAND_LIFE_S);
        }
    }
    return staleness;
}

std::optional<Classification>
WarningScore::Classify(double /* t */, const std::map<std::string, double>& fresh)
{
    const auto& signs = WarningSigns();
    std::vector<std::optional<double>> values(signs.size());
    for (std::size_t i = 0; i < signs.size(); ++i)
    {
        const auto value = fresh.find(signs[i].name);
        if (value != fresh.end())
        {
            values[i] = value->second;
        }
    }
    const auto points = Points(values);

    double score = 0;
    double worst = 0;
    std::ostringstream reason;
    for (std::size_t i = 0; i < signs.size(); ++i)
    {
        if (!values[i])
        {
            continue;
        }
        score += points[i];
        worst = std::max(worst, points[i]);
        if (points[i] < TOO_FEW_POINTS)
        {
            continue;
        }
        const auto& sign = signs[i];
        reason << (reason.tellp() > 0 ? ", " : "");
        if (sign.words.empty())
        {
            reason << sign.name << ' '
                   << std::round(*values[i] * sign.stepsPerUnit) / sign.stepsPerUnit << ' '
                   << sign.unit;
        }
        else
        {
            reason << sign.words;
        }
        reason << " (" << std::round(points[i] * 10) / 10 << ')';
    }

    Classification result{Name(), "low", score, Alarm::NONE, reason.str()};
    if (score > EMERGENCY_SCORE)
    {
        result.label = "high";
        result.alarm = Alarm::EMERGENCY;
    }
    else if (score > URGENT_SCORE)
    {
        result.label = "medium";
        result.alarm = Alarm::URGENT;
    }
    else if (worst > RED_POINTS)
    {
        result.label = "low-medium";
        result.alarm = Alarm::URGENT;
    }
    return result;
}

} // namespace ns3::iomt
