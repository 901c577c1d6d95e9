// SPDX-License-Identifier: GPL-2.0-only

#include "care-judge.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace iomt
{

namespace
{

constexpr double HOUR_S = 3600;

} // namespace

void
CareJudge::Spans::Begin(const std::string& id, double nowS)
{
    beginS.emplace(id, nowS);
}

void
CareJudge::Spans::End(const std::string& id, double nowS)
{
    const auto begun = beginS.find(id);
    if (begun != beginS.end())
    {
        lengthsS.push_back(nowS - begun->second);
        beginS.erase(begun);
    }
}

std::vector<double>
CareJudge::Spans::Sorted(double unitsPerSecond) const
{
    std::vector<double> sorted;
    for (const double length : lengthsS)
    {
        sorted.push_back(length * unitsPerSecond);
    }
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

void
CareJudge::Enter(const std::string& device, const ActuatorProfile& actuator)
{
    m_limited[device].limits = actuator.limits;
}

void
CareJudge::Take(const CareEvent& event, const std::string& device, double nowS)
{
    switch (event.kind)
    {
    case CareEvent::PRESCRIBED:
        m_prescriptions.Begin(event.id, nowS);
        break;
    case CareEvent::CONFIRMED:
        m_prescriptions.End(event.id, nowS);
        break;
    case CareEvent::COMMAND_SENT:
        m_commands.Begin(event.id, nowS);
        break;
    case CareEvent::COMMAND_CONFIRMED:
        m_commands.End(event.id, nowS);
        break;
    case CareEvent::NURSE_CALLED:
        m_calls.Begin(event.id, nowS);
        break;
    case CareEvent::NURSE_ALERTED:
        m_calls.End(event.id, nowS);
        break;
    case CareEvent::COMMAND_EXECUTED: {
        const auto limited = m_limited.find(device);
        m_unsafe += limited != m_limited.end() && IsUnsafe(limited->second, event.detail, nowS);
        break;
    }
    default:
        break;
    }
}

bool
CareJudge::IsUnsafe(Limited& limited, const std::string& command, double nowS) const
{
    std::istringstream words(command);
    std::string name;
    double value = 0;
    if (!(words >> name >> value))
    {
        return false;
    }
    const auto exceeds = [&limited](double amount, const char* limit) {
        const auto known = limited.limits.find(limit);
        return amount < 0 || (known != limited.limits.end() && amount > known->second);
    };
    if (name == "pump-rate")
    {
        return exceeds(value, "max_rate_ml_h");
    }
    if (name != "bolus")
    {
        return false;
    }
    auto& boluses = limited.boluses;
    boluses.emplace_back(nowS, value);
    while (boluses.front().first <= nowS - HOUR_S)
    {
        boluses.pop_front();
    }
    double lastHourMl = 0;
    for (const auto& [atS, volumeMl] : boluses)
    {
        lastHourMl += volumeMl;
    }
    return exceeds(value, "max_bolus_ml") || exceeds(lastHourMl, "max_bolus_ml_h");
}

std::vector<double>
CareJudge::RoundTripsMs() const
{
    return m_commands.Sorted(1000);
}

std::vector<double>
CareJudge::PrescriptionsS() const
{
    return m_prescriptions.Sorted(1);
}

std::vector<double>
CareJudge::CallsMs() const
{
    return m_calls.Sorted(1000);
}

uint64_t
CareJudge::GetUnsafe() const
{
    return m_unsafe;
}

} // namespace iomt
} // namespace ns3
