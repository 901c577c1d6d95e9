// SPDX-License-Identifier: GPL-2.0-only

#include "early-warning-classifier.h"

namespace ns3::iomt
{

namespace
{

/** @brief Names of the rule file: each vital sign, and with @p suffix its output. */
std::vector<std::string>
SignNames(const std::string& suffix)
{
    std::vector<std::string> names;
    for (const auto& sign : WarningSigns())
    {
        names.push_back(sign.name + suffix);
    }
    return names;
}

} // namespace

EarlyWarningClassifier::EarlyWarningClassifier(const ClassifierSettings& settings)
    : WarningScore(settings),
      m_rules(settings.rulesFolder + "/early-warning.fcl", SignNames(""), SignNames("_points"))
{
}

std::string
EarlyWarningClassifier::Name() const
{
    return "early-warning";
}

std::vector<double>
EarlyWarningClassifier::Points(const std::vector<std::optional<double>>& values)
{
    std::vector<double> inputs;
    for (const auto& value : values)
    {
        inputs.push_back(value.value_or(0));
    }
    return m_rules.Infer(inputs);
}

namespace
{

const bool g_registered = ClassifierRegistry::Get().Add(
    "early-warning",
    [](const ClassifierSettings& settings) {
        return std::make_unique<EarlyWarningClassifier>(settings);
    },
    "fuzzy early-warning score: the bands of NEWS2 without their steps");

} // namespace

} // namespace ns3::iomt
