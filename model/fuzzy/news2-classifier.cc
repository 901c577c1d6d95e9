// SPDX-License-Identifier: GPL-2.0-only

#include "news2-classifier.h"

#include "ns3/operation-counts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace ns3::iomt
{

namespace
{

constexpr double NO_LIMIT = std::numeric_limits<double>::infinity();

/** @brief A column of the chart: up to this value, in steps of the chart, these points. */
struct Band
{
    double upTo;
    int points;
};

struct Row
{
    const char* vitalSign;
    const char* unit;
    double stepsPerUnit; //!< 1: whole numbers, 10: tenths
    std::vector<Band> bands;
};

// Royal College of Physicians, NEWS2 (2017), chart 1. Limits are counted in steps of the chart.
const std::vector<Row>&
Chart()
{
    static const std::vector<Row> chart{
        {"respiration", "/min", 1, {{8, 3}, {11, 1}, {20, 0}, {24, 2}, {NO_LIMIT, 3}}},
        {"spo2", "%", 1, {{91, 3}, {93, 2}, {95, 1}, {NO_LIMIT, 0}}},
        {"pulse", "/min", 1, {{40, 3}, {50, 1}, {90, 0}, {110, 1}, {130, 2}, {NO_LIMIT, 3}}},
        {"temperature", "degC", 10, {{350, 3}, {360, 1}, {380, 0}, {390, 1}, {NO_LIMIT, 2}}},
    };
    return chart;
}

// Chart 2: thresholds and triggers.
constexpr int URGENT_SCORE = 5;
constexpr int EMERGENCY_SCORE = 7;
constexpr int RED_SCORE = 3;

const Row&
RowOf(const std::string& vitalSign)
{
    for (const auto& row : Chart())
    {
        if (row.vitalSign == vitalSign)
        {
            return row;
        }
    }
    throw std::invalid_argument("NEWS2 has no row '" + vitalSign +
                                "'; allowed: respiration, spo2, pulse, temperature");
}

int
Points(const Row& row, double value)
{
    const double steps = std::round(value * row.stepsPerUnit);
    for (const auto& band : row.bands)
    {
        if (steps <= band.upTo)
        {
            return band.points;
        }
    }
    throw std::invalid_argument(std::string("NEWS2 cannot score a ") + row.vitalSign +
                                " that is not a number");
}

} // namespace

int
News2Points(const std::string& vitalSign, double value)
{
    return Points(RowOf(vitalSign), value);
}

std::string
News2Classifier::Name() const
{
    return "news2";
}

std::vector<std::string>
News2Classifier::Inputs() const
{
    return {"respiration", "spo2", "pulse", "temperature"};
}

std::optional<Classification>
News2Classifier::Classify(double /* t */, const std::map<std::string, double>& fresh)
{
    int score = 0;
    int worst = 0;
    std::ostringstream reason;
    for (const auto& row : Chart())
    {
        const auto value = fresh.find(row.vitalSign);
        if (value == fresh.end())
        {
            continue;
        }
        const int points = Points(row, value->second);
        RunningOperations().Add(Operation::RULE_EVALUATION);
        score += points;
        worst = std::max(worst, points);
        if (points > 0)
        {
            reason << (reason.tellp() > 0 ? ", " : "") << row.vitalSign << ' '
                   << std::round(value->second * row.stepsPerUnit) / row.stepsPerUnit << ' '
                   << row.unit << " (" << points << ')';
        }
    }

    Classification result{Name(), "low", static_cast<double>(score), Alarm::NONE, reason.str()};
    if (score >= EMERGENCY_SCORE)
    {
        result.label = "high";
        result.alarm = Alarm::EMERGENCY;
    }
    else if (score >= URGENT_SCORE)
    {
        result.label = "medium";
        result.alarm = Alarm::URGENT;
    }
    else if (worst >= RED_SCORE)
    {
        result.label = "low-medium";
        result.alarm = Alarm::URGENT;
    }
    return result;
}

namespace
{

const bool g_registered = ClassifierRegistry::Get().Add(
    "news2",
    [](const ClassifierSettings& settings) { return std::make_unique<News2Classifier>(settings); },
    "National Early Warning Score 2 on the vital signs that exist");

} // namespace

} // namespace ns3::iomt
