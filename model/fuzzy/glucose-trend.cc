// SPDX-License-Identifier: GPL-2.0-only

#include "glucose-trend.h"

#include <cstddef>

namespace ns3::iomt
{

namespace
{

// A choice: three readings of a monitor that reads every five minutes, and the one that began it.
constexpr double WINDOW_S = 900;
constexpr std::size_t LEAST_READINGS = 3;

} // namespace

void
GlucoseTrend::Add(double t, double mgPerDl)
{
    m_recent.push_back({t, mgPerDl});
    while (t - m_recent.front().t > WINDOW_S)
    {
        m_recent.pop_front();
    }
}

std::optional<double>
GlucoseTrend::PerMinute() const
{
    if (m_recent.size() < LEAST_READINGS)
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

} // namespace ns3::iomt
