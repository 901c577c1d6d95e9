// SPDX-License-Identifier: GPL-2.0-only

#include "threshold-classifier.h"

#include "ns3/operation-counts.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <stdexcept>

namespace ns3::iomt
{

ThresholdClassifier::ThresholdClassifier(const ClassifierSettings& settings)
    : Classifier(settings)
{
    const std::string path = settings.rulesFolder + "/threshold.json";
    const auto refuse = [&path](const std::string& why) {
        throw std::invalid_argument(path + ": " + why);
    };
    std::ifstream file(path);
    if (!file)
    {
        refuse("cannot be read");
    }
    try
    {
        const auto document = nlohmann::json::parse(file);
        std::set<std::string> seen;
        for (const auto& entry : document.at("limits"))
        {
            const Limits limits{entry.at("input").get<std::string>(),
                                entry.at("unit").get<std::string>(),
                                entry.at("low").get<double>(),
                                entry.at("high").get<double>()};
            if (limits.input.empty() || !seen.insert(limits.input).second)
            {
                refuse("the input '" + limits.input + "' is empty or there twice");
            }
            if (!(limits.low < limits.high))
            {
                refuse("the low limit of '" + limits.input + "' must be below the high one");
            }
            m_limits.push_back(limits);
        }
    }
    catch (const nlohmann::json::exception& error)
    {
        refuse(error.what());
    }
    if (m_limits.empty())
    {
        refuse("has no limits");
    }
}

std::string
ThresholdClassifier::Name() const
{
    return "threshold";
}

std::vector<std::string>
ThresholdClassifier::Inputs() const
{
    std::vector<std::string> inputs;
    for (const auto& limits : m_limits)
    {
        inputs.push_back(limits.input);
    }
    return inputs;
}

std::optional<Classification>
ThresholdClassifier::Classify(double /* t */, const std::map<std::string, double>& fresh)
{
    int beyond = 0;
    std::ostringstream reason;
    for (const auto& limits : m_limits)
    {
        const auto value = fresh.find(limits.input);
        if (value == fresh.end())
        {
            continue;
        }
        RunningOperations().Add(Operation::RULE_EVALUATION);
        const bool low = value->second < limits.low;
        if (!low && value->second <= limits.high)
        {
            continue;
        }
        ++beyond;
        reason << (reason.tellp() > 0 ? ", " : "") << limits.input << ' ' << value->second << ' '
               << limits.unit << (low ? " below " : " above ") << (low ? limits.low : limits.high);
    }
    return Classification{Name(),
                          beyond > 0 ? "beyond" : "within",
                          static_cast<double>(beyond),
                          beyond > 0 ? Alarm::URGENT : Alarm::NONE,
                          reason.str()};
}

namespace
{

const bool g_registered = ClassifierRegistry::Get().Add(
    "threshold",
    [](const ClassifierSettings& settings) {
        return std::make_unique<ThresholdClassifier>(settings);
    },
    "alarm limits of heart beat and temperature, reading by reading");

} // namespace

} // namespace ns3::iomt
