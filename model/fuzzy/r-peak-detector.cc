// SPDX-License-Identifier: GPL-2.0-only

#include "r-peak-detector.h"

#include "ns3/operation-counts.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

namespace ns3::iomt
{

namespace
{

constexpr double PI = 3.14159265358979323846;

// Pan and Tompkins 1985: the pass band, the window of the integration, no beat within 200 ms of
// another, T waves within 360 ms, the weights of the running estimates, the thresholds, and the
// interval after which a beat is overdue.
constexpr double BAND_LOW_HZ = 5;
constexpr double BAND_HIGH_HZ = 15;
constexpr double WINDOW_S = 0.15;
constexpr double REFRACTORY_S = 0.2;
constexpr double T_WAVE_S = 0.36;
constexpr double WEIGHT = 0.125;
constexpr double LOOK_BACK_WEIGHT = 0.25;
constexpr double THRESHOLD_SHARE = 0.25;
constexpr double LOOK_BACK_SHARE = 0.5;
constexpr double OVERDUE = 1.66;
constexpr std::size_t INTERVALS = 8;

// What is smaller is no beat, whatever the thresholds: ANSI/AAMI EC13 wants monitors not to answer
// to complexes of 0.15 mV, and the band pass leaves a third of a narrow one.
constexpr double LEAST_SWING_MV = 0.05;

// No electrode gives more; beyond, squares would outgrow the numbers there are.
constexpr double MOST_MV = 1000;

// How far before the largest swing of the band the R peak is looked for.
constexpr double SWING_LATE_S = 0.08;

// An artefact may lift the estimate far above the beats. When none was found for this long, it
// falls by half every second. The figure is this file's own.
constexpr double FORGET_AFTER_S = 3;

// Butterworth, second order.
const double QUALITY = std::sqrt(0.5);
} // namespace

Biquad
Biquad::HighPass(double cornerHz, double rateHz)
{
    const double w = 2 * PI * cornerHz / rateHz;
    const double alpha = std::sin(w) / (2 * QUALITY);
    const double a0 = 1 + alpha;
    Biquad section;
    section.m_b0 = (1 + std::cos(w)) / 2 / a0;
    section.m_b1 = -2 * section.m_b0;
    section.m_b2 = section.m_b0;
    section.m_a1 = -2 * std::cos(w) / a0;
    section.m_a2 = (1 - alpha) / a0;
    return section;
}

Biquad
Biquad::LowPass(double cornerHz, double rateHz)
{
    const double w = 2 * PI * cornerHz / rateHz;
    const double alpha = std::sin(w) / (2 * QUALITY);
    const double a0 = 1 + alpha;
    Biquad section;
    section.m_b0 = (1 - std::cos(w)) / 2 / a0;
    section.m_b1 = 2 * section.m_b0;
    section.m_b2 = section.m_b0;
    section.m_a1 = -2 * std::cos(w) / a0;
    section.m_a2 = (1 - alpha) / a0;
    return section;
}

double
Biquad::Filter(double x)
{
    if (!m_started)
    {
        // As if the first sample had always been there: no step at the start.
        m_started = true;
        m_x1 = m_x2 = x;
        m_y1 = m_y2 = x * (m_b0 + m_b1 + m_b2) / (1 + m_a1 + m_a2);
    }
    const double y = m_b0 * x + m_b1 * m_x1 + m_b2 * m_x2 - m_a1 * m_y1 - m_a2 * m_y2;
    m_x2 = m_x1;
    m_x1 = x;
    m_y2 = m_y1;
    m_y1 = y;
    return y;
}

RPeakDetector::RPeakDetector(double rateHz)
    : m_rateHz(rateHz)
{
    if (!(rateHz >= LEAST_RATE_HZ && rateHz <= MOST_RATE_HZ))
    {
        throw std::invalid_argument("R peaks are found in an ECG of at least 50 Hz and at most "
                                    "100000 Hz, not " +
                                    std::to_string(rateHz) + " Hz");
    }
    m_highPass = Biquad::HighPass(BAND_LOW_HZ, rateHz);
    m_lowPass = Biquad::LowPass(BAND_HIGH_HZ, rateHz);
    m_window = static_cast<std::size_t>(Samples(WINDOW_S));
    m_samples.assign(2 * m_window, 0);
    m_band.assign(2 * m_window, 0);
    m_slopes.assign(2 * m_window, 0);
}

std::int64_t
RPeakDetector::Samples(double seconds) const
{
    return std::llround(seconds * m_rateHz);
}

double
RPeakDetector::Mean(double sample)
{
    const auto ring = static_cast<std::int64_t>(m_band.size());
    const auto at = [ring](std::int64_t i) {
        return static_cast<std::size_t>((i % ring + ring) % ring);
    };
    const double band = m_lowPass.Filter(m_highPass.Filter(sample));
    const double old = m_slopes[at(m_count - static_cast<std::int64_t>(m_window))];
    m_samples[at(m_count)] = sample;
    m_band[at(m_count)] = band;
    // Their five-point derivative, whose points are 5 ms apart.
    const auto step = std::max<std::int64_t>(1, Samples(0.005));
    const double slope = (2 * (band - m_band[at(m_count - 4 * step)]) + m_band[at(m_count - step)] -
                          m_band[at(m_count - 3 * step)]) /
                         8;
    m_slopes[at(m_count)] = slope;
    m_sum = std::max(m_sum + slope * slope - old * old, 0.0);
    return m_sum / static_cast<double>(m_window);
}

std::optional<RPeakDetector::Peak>
RPeakDetector::FindPeak(double mean)
{
    if (!m_climbing || mean > m_rising.height)
    {
        if (!m_climbing && !(mean > m_rising.height))
        {
            m_rising.height = mean; // still falling
            return std::nullopt;
        }
        m_climbing = true;
        m_rising.height = mean;
        m_top = m_count;
        return std::nullopt;
    }
    const bool over = mean < m_rising.height / 2 || m_count - m_top >= Samples(REFRACTORY_S);
    if (!over)
    {
        return std::nullopt;
    }
    Peak peak = m_rising;
    // The mean is at its top while its window holds the complex.
    const auto ring = static_cast<std::int64_t>(m_band.size());
    const auto oldest = std::max<std::int64_t>(m_count - ring + 1, 0);
    std::int64_t swing = m_top;
    for (auto i = std::max(m_top - static_cast<std::int64_t>(m_window), oldest); i <= m_top; ++i)
    {
        const auto at = static_cast<std::size_t>(i % ring);
        if (std::abs(m_band[at]) > peak.swing)
        {
            peak.swing = std::abs(m_band[at]);
            swing = i;
        }
        peak.slope = std::max(peak.slope, std::abs(m_slopes[at]));
    }
    // The filters are late by some 10 to 60 ms, as the complex is narrow or wide.
    const double level = std::accumulate(m_samples.begin(), m_samples.end(), 0.0) /
                         static_cast<double>(std::min(m_count + 1, ring));
    double most = -1;
    for (auto i = std::max(swing - Samples(SWING_LATE_S), oldest); i <= swing; ++i)
    {
        const double deviation = std::abs(m_samples[static_cast<std::size_t>(i % ring)] - level);
        if (deviation > most)
        {
            most = deviation;
            peak.r = i;
        }
    }
    m_climbing = false;
    m_rising = Peak();
    m_rising.height = mean;
    return peak;
}

double
RPeakDetector::Threshold() const
{
    return m_noiseHeight + THRESHOLD_SHARE * (m_beatHeight - m_noiseHeight);
}

std::int64_t
RPeakDetector::Accept(const Peak& peak, double weight)
{
    if (m_hasLast)
    {
        m_intervals.push_back(static_cast<double>(peak.r - m_last.r));
        if (m_intervals.size() > INTERVALS)
        {
            m_intervals.pop_front();
        }
    }
    m_beatHeight += weight * (peak.height - m_beatHeight);
    m_last = peak;
    m_hasLast = true;
    m_passedOver.erase(std::remove_if(m_passedOver.begin(),
                                      m_passedOver.end(),
                                      [&peak](const Peak& other) { return other.r <= peak.r; }),
                       m_passedOver.end());
    return peak.r;
}

std::optional<std::int64_t>
RPeakDetector::Judge(const Peak& peak)
{
    if (peak.swing < LEAST_SWING_MV)
    {
        return std::nullopt;
    }
    const auto since = m_hasLast ? peak.r - m_last.r : Samples(1e6);
    if (since < Samples(REFRACTORY_S))
    {
        return std::nullopt;
    }
    const bool isTWave = since < Samples(T_WAVE_S) && peak.slope < m_last.slope / 2;
    if (peak.height > Threshold() && !isTWave)
    {
        return Accept(peak, WEIGHT);
    }
    m_noiseHeight += WEIGHT * (peak.height - m_noiseHeight);
    if (!isTWave)
    {
        m_passedOver.push_back(peak);
    }
    return std::nullopt;
}

std::optional<std::int64_t>
RPeakDetector::LookBack()
{
    if (!m_hasLast)
    {
        return std::nullopt;
    }
    const double usual = m_intervals.empty()
                             ? m_rateHz
                             : std::accumulate(m_intervals.begin(), m_intervals.end(), 0.0) /
                                   static_cast<double>(m_intervals.size());
    if (static_cast<double>(m_count - m_last.r) < OVERDUE * usual)
    {
        return std::nullopt;
    }
    const auto best =
        std::max_element(m_passedOver.begin(),
                         m_passedOver.end(),
                         [](const Peak& a, const Peak& b) { return a.height < b.height; });
    if (best == m_passedOver.end() || best->height < LOOK_BACK_SHARE * Threshold())
    {
        return std::nullopt;
    }
    return Accept(Peak(*best), LOOK_BACK_WEIGHT);
}

std::optional<std::int64_t>
RPeakDetector::Add(double sample)
{
    RunningOperations().Add(Operation::SAMPLE);
    const auto peak = FindPeak(Mean(std::clamp(sample, -MOST_MV, MOST_MV)));
    const auto now = m_count++;
    std::optional<std::int64_t> beat;
    if (now < Samples(LEARNING_S))
    {
        if (peak)
        {
            m_learned.push_back(*peak);
        }
        return std::nullopt;
    }
    if (now == Samples(LEARNING_S))
    {
        for (const auto& learned : m_learned)
        {
            m_beatHeight = std::max(m_beatHeight, learned.height);
        }
        for (const auto& learned : m_learned)
        {
            if (const auto r = Judge(learned))
            {
                m_ready.push_back(*r);
            }
        }
        m_learned.clear();
    }
    if (peak)
    {
        beat = Judge(*peak);
    }
    if (!beat)
    {
        beat = LookBack();
    }
    if (m_hasLast && now - m_last.r > Samples(FORGET_AFTER_S))
    {
        m_beatHeight *= std::exp2(-1 / m_rateHz);
    }
    if (beat)
    {
        m_ready.push_back(*beat);
    }
    if (m_ready.empty())
    {
        return std::nullopt;
    }
    const auto first = m_ready.front();
    m_ready.pop_front();
    return first;
}

} // namespace ns3::iomt
