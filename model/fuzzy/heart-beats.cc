// SPDX-License-Identifier: GPL-2.0-only

#include "heart-beats.h"

#include <algorithm>
#include <cmath>

namespace ns3::iomt
{

namespace
{

// Rates that were sent as intervals come back with rounding.
constexpr double SAME_RATE = 1e-3;

// So do times; a beat may be that much too early or too late.
constexpr double SAME_TIME_S = 0.02;

} // namespace

std::vector<double>
HeartBeats::Add(const Felt& block)
{
    std::vector<double> beats;
    if (!(block.intervalS >= 1 / RPeakDetector::MOST_RATE_HZ &&
          block.intervalS <= 1 / RPeakDetector::LEAST_RATE_HZ))
    {
        m_detector.reset();
        return beats;
    }
    const double rateHz = 1 / block.intervalS;
    m_startedAnew = !m_detector || std::abs(rateHz / m_rateHz - 1) > SAME_RATE ||
                    std::abs(block.t - m_endS) > SAME_TIME_S;
    if (m_startedAnew)
    {
        m_detector.emplace(rateHz);
        m_rateHz = rateHz;
        m_startS = block.t;
        m_samples = 0;
    }
    for (const double sample : block.samples)
    {
        if (const auto peak = m_detector->Add(sample))
        {
            beats.push_back(m_startS + static_cast<double>(*peak) / m_rateHz);
        }
        ++m_samples;
    }
    m_endS = block.t + static_cast<double>(block.samples.size()) * block.intervalS;
    return beats;
}

bool
HeartBeats::StartedAnew() const
{
    return m_startedAnew;
}

double
HeartBeats::StartS() const
{
    return m_startS;
}

double
HeartBeats::ToldUntilS() const
{
    if (!m_detector)
    {
        return m_startS;
    }
    const double now = m_startS + static_cast<double>(m_samples) / m_rateHz;
    const bool learning = now - m_startS <= RPeakDetector::LEARNING_S;
    return learning ? m_startS : now - RPeakDetector::LATENCY_S;
}

} // namespace ns3::iomt
