// SPDX-License-Identifier: GPL-2.0-only

#include "classifier.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3::iomt
{

std::string
ToString(Alarm alarm)
{
    switch (alarm)
    {
    case Alarm::NONE:
        return "none";
    case Alarm::URGENT:
        return "urgent";
    case Alarm::EMERGENCY:
        return "emergency";
    }
    return "";
}

Classifier::Classifier(const ClassifierSettings& settings)
    : m_samplesUntil(-std::numeric_limits<double>::infinity()),
      m_stalenessS(settings.stalenessS)
{
}

Classifier::~Classifier() = default;

std::optional<Classification>
Classifier::Update(const Felt& felt)
{
    if (!std::isfinite(felt.t))
    {
        return std::nullopt;
    }
    if (m_inputs.empty())
    {
        m_inputs = Inputs();
    }
    const bool changed = Keep(felt);
    if (Takes(felt))
    {
        if (auto result = ClassifySamples(felt))
        {
            return result;
        }
    }
    if (!changed)
    {
        return std::nullopt;
    }
    m_newest = std::max(m_newest, felt.t);
    std::map<std::string, double> fresh;
    for (const auto& [input, held] : m_held)
    {
        if (m_newest - held.t <= StalenessS(input))
        {
            fresh[input] = held.value;
        }
    }
    if (fresh.empty())
    {
        return std::nullopt;
    }
    return Classify(m_newest, fresh);
}

std::optional<Classification>
Classifier::ClassifySamples(const Felt& /* block */)
{
    return std::nullopt;
}

double
Classifier::StalenessS(const std::string& /* input */) const
{
    return m_stalenessS;
}

bool
Classifier::Keep(const Felt& felt)
{
    bool changed = false;
    for (const auto& input : m_inputs)
    {
        const auto value = felt.values.find(input);
        if (value == felt.values.end() || !std::isfinite(value->second))
        {
            continue;
        }
        const auto held = m_held.find(input);
        if (held != m_held.end() && felt.t < held->second.t)
        {
            continue;
        }
        m_held[input] = {felt.t, value->second};
        changed = true;
    }
    return changed;
}

bool
Classifier::Takes(const Felt& felt)
{
    const bool wanted = std::find(m_inputs.begin(), m_inputs.end(), "ecg") != m_inputs.end();
    const bool sound = !felt.samples.empty() && felt.intervalS > 0 &&
                       std::isfinite(felt.intervalS) &&
                       std::all_of(felt.samples.begin(), felt.samples.end(), [](double sample) {
                           return std::isfinite(sample);
                       });
    // Half an interval of slack: times that went through the wire come back rounded.
    if (!wanted || !sound || felt.t < m_samplesUntil - felt.intervalS / 2)
    {
        return false;
    }
    m_samplesUntil = felt.t + static_cast<double>(felt.samples.size()) * felt.intervalS;
    return true;
}

} // namespace ns3::iomt
