// SPDX-License-Identifier: GPL-2.0-only

#include "news2-classifier.h"

#include "ns3/operation-counts.h"

#include <cmath>
#include <limits>
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

// Royal College of Physicians, NEWS2 (2017), chart 1, in the order of WarningSigns(). Limits are
// counted in steps of the chart.
const std::vector<std::vector<Band>>&
Chart()
{
    static const std::vector<std::vector<Band>> chart{
        {{8, 3}, {11, 1}, {20, 0}, {24, 2}, {NO_LIMIT, 3}},
        {{91, 3}, {93, 2}, {95, 1}, {NO_LIMIT, 0}},
        {{0, 0}, {NO_LIMIT, 2}},
        {{90, 3}, {100, 2}, {110, 1}, {219, 0}, {NO_LIMIT, 3}},
        {{40, 3}, {50, 1}, {90, 0}, {110, 1}, {130, 2}, {NO_LIMIT, 3}},
        {{0, 0}, {NO_LIMIT, 3}},
        {{350, 3}, {360, 1}, {380, 0}, {390, 1}, {NO_LIMIT, 2}},
    };
    return chart;
}

int
RowPoints(std::size_t row, double value)
{
    const double steps = std::round(value * WarningSigns()[row].stepsPerUnit);
    for (const auto& band : Chart()[row])
    {
        if (steps <= band.upTo)
        {
            return band.points;
        }
    }
    throw std::invalid_argument("NEWS2 cannot score a " + WarningSigns()[row].name +
                                " that is not a number");
}

} // namespace

int
News2Points(const std::string& vitalSign, double value)
{
    std::string allowed;
    for (std::size_t row = 0; row < WarningSigns().size(); ++row)
    {
        const auto& name = WarningSigns()[row].name;
        if (name == vitalSign)
        {
            return RowPoints(row, value);
        }
        allowed += (row == 0 ? "" : ", ") + name;
    }
    throw std::invalid_argument("NEWS2 has no row '" + vitalSign + "'; allowed: " + allowed);
}

std::string
News2Classifier::Name() const
{
    return "news2";
}

std::vector<double>
News2Classifier::Points(const std::vector<std::optional<double>>& values)
{
    std::vector<double> points(values.size());
    for (std::size_t row = 0; row < values.size(); ++row)
    {
        if (values[row])
        {
            points[row] = RowPoints(row, *values[row]);
            RunningOperations().Add(Operation::RULE_EVALUATION);
        }
    }
    return points;
}

namespace
{

const bool g_registered = ClassifierRegistry::Get().Add(
    "news2",
    [](const ClassifierSettings& settings) { return std::make_unique<News2Classifier>(settings); },
    "National Early Warning Score 2 on the vital signs that exist");

} // namespace

} // namespace ns3::iomt
