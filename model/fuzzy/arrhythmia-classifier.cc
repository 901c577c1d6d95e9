// SPDX-License-Identifier: GPL-2.0-only

#include "arrhythmia-classifier.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace ns3::iomt
{

namespace
{

constexpr std::size_t PULSE_INTERVALS = 8;
constexpr std::size_t RHYTHM_INTERVALS = 32;
constexpr std::size_t LEAST_RHYTHM_INTERVALS = 16;
constexpr double RECENT_S = 10;

// So long without any beat, there is something to say even before there was an interval.
constexpr double SILENCE_S = 3;

// In the order of precedence, where scores are equal.
const std::vector<std::string> FINDINGS{"pause", "tachycardia", "bradycardia", "irregular"};

double
Median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

void
RhythmTracker::AddBeat(double t, bool isFirst)
{
    if (m_lastBeat && !isFirst)
    {
        m_intervals.push_back({t, t - *m_lastBeat});
        if (m_intervals.size() > RHYTHM_INTERVALS)
        {
            m_intervals.pop_front();
        }
    }
    m_lastBeat = t;
}

std::optional<HeartRhythm>
RhythmTracker::At(double sinceS, double t) const
{
    const double open = std::max(t - sinceS, 0.0);
    if (m_intervals.size() < 2 && open < SILENCE_S)
    {
        return std::nullopt;
    }
    HeartRhythm rhythm{0, open, 0};
    const std::size_t count = std::min(m_intervals.size(), PULSE_INTERVALS);
    double sum = 0;
    for (std::size_t i = m_intervals.size() - count; i < m_intervals.size(); ++i)
    {
        sum += m_intervals[i].length;
    }
    double mean = count ? sum / static_cast<double>(count) : open;
    if (open > mean)
    {
        // The next interval will be at least that long.
        mean = (sum + open) / static_cast<double>(count + 1);
    }
    rhythm.pulse = 60 / mean;

    std::vector<double> lengths;
    std::vector<double> changes;
    for (std::size_t i = 0; i < m_intervals.size(); ++i)
    {
        const auto& interval = m_intervals[i];
        lengths.push_back(interval.length);
        if (t - interval.end <= RECENT_S)
        {
            rhythm.longestIntervalS = std::max(rhythm.longestIntervalS, interval.length);
        }
        if (i > 0)
        {
            changes.push_back(std::abs(interval.length - m_intervals[i - 1].length));
        }
    }
    if (lengths.size() >= LEAST_RHYTHM_INTERVALS)
    {
        rhythm.irregularity = Median(changes) / Median(lengths);
    }
    return rhythm;
}

ArrhythmiaClassifier::ArrhythmiaClassifier(const ClassifierSettings& settings)
    : Classifier(settings),
      m_rules(settings.rulesFolder + "/arrhythmia.fcl",
              {"rate", "longest_interval", "irregularity"},
              FINDINGS)
{
}

std::string
ArrhythmiaClassifier::Name() const
{
    return "arrhythmia";
}

std::vector<std::string>
ArrhythmiaClassifier::Inputs() const
{
    return {"ecg"};
}

std::optional<Classification>
ArrhythmiaClassifier::Classify(double /* t */, const std::map<std::string, double>& /* fresh */)
{
    return std::nullopt;
}

std::optional<Classification>
ArrhythmiaClassifier::ClassifySamples(const Felt& block)
{
    const auto beats = m_beats.Add(block);
    if (m_beats.StartedAnew())
    {
        m_lastBeat.reset();
    }
    for (const double beat : beats)
    {
        m_rhythm.AddBeat(beat, !m_lastBeat);
        m_lastBeat = beat;
    }
    const auto rhythm = m_rhythm.At(m_lastBeat.value_or(m_beats.StartS()), m_beats.ToldUntilS());
    if (!rhythm)
    {
        return std::nullopt;
    }
    const auto grades =
        m_rules.Infer({rhythm->pulse, rhythm->longestIntervalS, rhythm->irregularity});
    const auto worst =
        static_cast<std::size_t>(std::max_element(grades.begin(), grades.end()) - grades.begin());
    const auto& term = m_rules.BestTerm(worst, grades[worst]);

    Classification result{Name(), "normal", grades[worst], Alarm::NONE, ""};
    if (term != "absent")
    {
        result.label = FINDINGS[worst];
    }
    if (term == ToString(Alarm::URGENT))
    {
        result.alarm = Alarm::URGENT;
    }
    else if (term == ToString(Alarm::EMERGENCY))
    {
        result.alarm = Alarm::EMERGENCY;
    }
    char reason[128];
    std::snprintf(reason,
                  sizeof reason,
                  "pulse %.0f /min, longest interval %.2f s, irregularity %.2f",
                  rhythm->pulse,
                  rhythm->longestIntervalS,
                  rhythm->irregularity);
    result.reason = reason;
    return result;
}

namespace
{

const bool g_registered = ClassifierRegistry::Get().Add(
    "arrhythmia",
    [](const ClassifierSettings& settings) {
        return std::make_unique<ArrhythmiaClassifier>(settings);
    },
    "tachycardia, bradycardia, pauses and irregular rhythm from the R peaks of an ECG");

} // namespace

} // namespace ns3::iomt
