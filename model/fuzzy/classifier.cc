// SPDX-License-Identifier: GPL-2.0-only

#include "classifier.h"

#include <algorithm>
#include <cmath>

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
    : m_stalenessS(settings.stalenessS)
{
}

Classifier::~Classifier() = default;

std::optional<Classification>
Classifier::Update(double t, const std::map<std::string, double>& values)
{
    if (!std::isfinite(t))
    {
        return std::nullopt;
    }
    if (m_inputs.empty())
    {
        m_inputs = Inputs();
    }
    bool changed = false;
    for (const auto& input : m_inputs)
    {
        const auto value = values.find(input);
        if (value == values.end() || !std::isfinite(value->second))
        {
            continue;
        }
        const auto held = m_held.find(input);
        if (held != m_held.end() && t < held->second.t)
        {
            continue;
        }
        m_held[input] = {t, value->second};
        changed = true;
    }
    if (!changed)
    {
        return std::nullopt;
    }
    m_newest = std::max(m_newest, t);
    std::map<std::string, double> fresh;
    for (const auto& [input, held] : m_held)
    {
        if (m_newest - held.t <= m_stalenessS)
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

} // namespace ns3::iomt
