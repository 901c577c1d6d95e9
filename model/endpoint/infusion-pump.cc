// SPDX-License-Identifier: GPL-2.0-only

#include "infusion-pump.h"

#include <sstream>

namespace ns3
{
namespace iomt
{

namespace
{

constexpr double HOUR_S = 3600;

const bool REGISTERED = ActuatorRegistry::Get().Add(
    "infusion-pump",
    [](const ActuatorProfile& profile) { return std::make_unique<InfusionPump>(profile); },
    "rate and boluses within hard limits: pump-rate, bolus, stop");

std::string
Beyond(const char* what, double value, double limit, const char* unit)
{
    std::ostringstream text;
    text << what << ' ' << value << ' ' << unit << "; allowed: 0 to " << limit;
    return text.str();
}

} // namespace

InfusionPump::InfusionPump(const ActuatorProfile& profile)
    : m_maxRateMlH(LimitOf(profile, "max_rate_ml_h")),
      m_maxBolusMl(LimitOf(profile, "max_bolus_ml")),
      m_maxBolusMlH(LimitOf(profile, "max_bolus_ml_h"))
{
}

std::string
InfusionPump::Execute(const Command& command, double nowS)
{
    if (command.command == "stop")
    {
        return SetRate(0, nowS);
    }
    if (command.command != "pump-rate" && command.command != "bolus")
    {
        return "no command '" + command.command + "' here; allowed: pump-rate, bolus, stop";
    }
    if (!command.value)
    {
        return command.command + " without a value";
    }
    return command.command == "bolus" ? GiveBolus(*command.value, nowS)
                                      : SetRate(*command.value, nowS);
}

void
InfusionPump::Feel(std::map<std::string, double>& values) const
{
    const auto rate = values.find("pump-rate");
    if (rate != values.end())
    {
        rate->second = m_rateMlH;
    }
}

std::string
InfusionPump::SetRate(double mlH, double nowS)
{
    // Written so that what is no number is refused too.
    if (!(mlH >= 0 && mlH <= m_maxRateMlH))
    {
        return Beyond("rate", mlH, m_maxRateMlH, "ml/h");
    }
    m_infusedMl += m_rateMlH * (nowS - m_rateSinceS) / HOUR_S;
    m_rateMlH = mlH;
    m_rateSinceS = nowS;
    return "";
}

std::string
InfusionPump::GiveBolus(double ml, double nowS)
{
    if (!(ml >= 0 && ml <= m_maxBolusMl))
    {
        return Beyond("bolus", ml, m_maxBolusMl, "ml");
    }
    while (!m_boluses.empty() && m_boluses.front().first <= nowS - HOUR_S)
    {
        m_boluses.pop_front();
    }
    double lastHourMl = ml;
    for (const auto& [atS, volumeMl] : m_boluses)
    {
        lastHourMl += volumeMl;
    }
    if (lastHourMl > m_maxBolusMlH)
    {
        return Beyond("boluses of an hour", lastHourMl, m_maxBolusMlH, "ml");
    }
    m_boluses.emplace_back(nowS, ml);
    m_infusedMl += ml;
    return "";
}

double
InfusionPump::GetRateMlH() const
{
    return m_rateMlH;
}

double
InfusionPump::GetInfusedMl(double nowS) const
{
    return m_infusedMl + m_rateMlH * (nowS - m_rateSinceS) / HOUR_S;
}

} // namespace iomt
} // namespace ns3
