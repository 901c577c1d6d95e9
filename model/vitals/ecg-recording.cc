// SPDX-License-Identifier: GPL-2.0-only

#include "ecg-recording.h"

#include "recording-error.h"
#include "text-table.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace ns3::iomt
{

namespace
{

constexpr double LEAST_RATE_HZ = 1;
constexpr double MOST_RATE_HZ = 100000;

// A surface ECG swings by some millivolts; values beyond are another unit or raw converter counts.
constexpr double MOST_MV = 100;

const char* const VALUE_ALLOWED = "a number of millivolts from -100 to 100, with a decimal point";

/** @brief What lies between the step before and the step after: the time stamps of a table. */
struct TimedLine
{
    double t;
    std::size_t line;
};

double
Millivolts(std::string_view field, const std::string& name, std::size_t line)
{
    const auto value = ToNumber(field);
    if (!value || std::abs(*value) > MOST_MV)
    {
        const std::string found = field.empty() ? "an empty line or field" : std::string(field);
        throw RecordingError(name, line, found, VALUE_ALLOWED);
    }
    return *value;
}

void
CheckRate(double rateHz, const std::string& found, const std::string& name, std::size_t line)
{
    if (!(rateHz >= LEAST_RATE_HZ && rateHz <= MOST_RATE_HZ))
    {
        throw RecordingError(name, line, found, "a rate of 1 to 100000 Hz, as in '# rate: 360 Hz'");
    }
}

/** @brief Understands `# rate: 360 Hz` and `# unit: mV`; other remarks pass. */
void
ReadHeader(std::string_view remark, double& rateHz, const std::string& name, std::size_t line)
{
    const auto colon = remark.find(':');
    const auto key = Trim(remark.substr(0, colon));
    auto value = colon == std::string_view::npos ? "" : Trim(remark.substr(colon + 1));
    if (key == "unit" && value != "mV")
    {
        throw RecordingError(name, line, std::string(value), "unit mV");
    }
    if (key == "rate")
    {
        const std::string found(value);
        if (value.size() > 2 && value.substr(value.size() - 2) == "Hz")
        {
            value = Trim(value.substr(0, value.size() - 2));
        }
        rateHz = ToNumber(value).value_or(0);
        CheckRate(rateHz, found, name, line);
    }
}

/** @brief The rate of a table's time stamps, which must be even. */
double
RateOf(const std::vector<TimedLine>& times, const std::string& name)
{
    std::vector<double> steps;
    for (std::size_t i = 1; i < times.size(); ++i)
    {
        steps.push_back(times[i].t - times[i - 1].t);
    }
    auto sorted = steps;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const double usual = *middle;
    for (std::size_t i = 0; i < steps.size(); ++i)
    {
        // Half a step of tolerance: time stamps are often rounded to milliseconds.
        if (!(steps[i] > 0.5 * usual && steps[i] < 1.5 * usual))
        {
            throw RecordingError(name,
                                 times[i + 1].line,
                                 "a step of " + std::to_string(steps[i]) + " s in time",
                                 "even steps, here of about " + std::to_string(usual) + " s");
        }
    }
    const double rateHz = static_cast<double>(steps.size()) / (times.back().t - times.front().t);
    CheckRate(rateHz, std::to_string(rateHz) + " Hz", name, times.front().line);
    return rateHz;
}

} // namespace

std::shared_ptr<const EcgRecording>
EcgRecording::Load(const std::string& path)
{
    return Parse(ReadTextFile(path), path);
}

std::shared_ptr<const EcgRecording>
EcgRecording::Parse(const std::string& text, const std::string& name)
{
    auto recording = std::make_shared<EcgRecording>();
    std::vector<TimedLine> times;
    bool table = false;
    auto lines = SplitLines(text);
    while (!lines.empty() && Trim(lines.back()).empty())
    {
        lines.pop_back();
    }
    for (std::size_t i = 0; i < lines.size(); ++i)
    {
        const auto line = Trim(lines[i]);
        if (!line.empty() && line[0] == '#')
        {
            ReadHeader(line.substr(1), recording->m_rateHz, name, i + 1);
            continue;
        }
        const auto fields = SplitFields(line);
        if (recording->m_samples.empty() && !table && fields.size() == 2)
        {
            table = true;
            if (fields[0] == "t" && fields[1] == "mv")
            {
                continue;
            }
        }
        if (fields.size() != (table ? 2 : 1))
        {
            throw RecordingError(name,
                                 i + 1,
                                 std::string(line),
                                 table ? "seconds,millivolts" : "one value on a line");
        }
        if (table)
        {
            const auto t = ToNumber(fields[0]);
            if (!t)
            {
                throw RecordingError(name, i + 1, std::string(fields[0]), "a number of seconds");
            }
            times.push_back({*t, i + 1});
        }
        recording->m_samples.push_back(Millivolts(fields.back(), name, i + 1));
    }
    if (recording->m_samples.size() < 2)
    {
        throw RecordingError(name,
                             lines.size(),
                             std::to_string(recording->m_samples.size()) + " values",
                             "at least two values, after '# rate: 360 Hz' and '# unit: mV', or "
                             "a table of t,mv");
    }
    if (table)
    {
        recording->m_rateHz = RateOf(times, name);
    }
    if (recording->m_rateHz == 0)
    {
        throw RecordingError(name, 1, "no rate", "a first line such as '# rate: 360 Hz'");
    }
    return recording;
}

double
EcgRecording::RateHz() const
{
    return m_rateHz;
}

double
EcgRecording::DurationS() const
{
    return static_cast<double>(m_samples.size()) / m_rateHz;
}

const std::vector<double>&
EcgRecording::Samples() const
{
    return m_samples;
}

EcgSignal::EcgSignal(std::shared_ptr<const EcgRecording> recording,
                     double offsetS,
                     Episodes episodes)
    : m_recording(std::move(recording)),
      m_episodes(std::move(episodes))
{
    if (!m_recording || !std::isfinite(offsetS))
    {
        throw std::invalid_argument("an ECG signal needs a recording and a finite offset");
    }
    const double duration = m_recording->DurationS();
    const double within = offsetS - std::floor(offsetS / duration) * duration;
    m_position = static_cast<double>(std::llround(within * m_recording->RateHz()));
}

std::vector<std::string>
EcgSignal::Quantities() const
{
    return {"ecg"};
}

double
EcgSignal::SpeedAt(double t) const
{
    // Within what the fastest and the slowest heart do to a recording that may be of any rate.
    constexpr double USUAL_PULSE = 70; // [/min]
    constexpr double SLOWEST = 0.25;
    constexpr double FASTEST = 4;
    return std::clamp(Act(m_episodes, "pulse", t, 0, USUAL_PULSE) / USUAL_PULSE, SLOWEST, FASTEST);
}

SensorReading
EcgSignal::Read(double t, double spanS)
{
    // A sample on the border belongs to the later stretch; the small term forgives that sums of
    // spans are not exact.
    constexpr double ROUNDING = 1e-6;
    const double rate = m_recording->RateHz();
    const auto first = static_cast<std::int64_t>(std::ceil(t * rate - ROUNDING));
    const auto end = static_cast<std::int64_t>(std::ceil((t + spanS) * rate - ROUNDING));
    SensorReading reading;
    reading.t = static_cast<double>(first) / rate;
    reading.intervalS = 1 / rate;
    const auto& samples = m_recording->Samples();
    const auto length = static_cast<double>(samples.size());
    // What nobody read passes too: the device may have been off.
    for (; m_next < end; ++m_next)
    {
        m_position = std::fmod(m_position, length);
        if (m_next >= first)
        {
            const auto before = static_cast<std::size_t>(m_position);
            const double share = m_position - static_cast<double>(before);
            const double a = samples[before];
            const double b = samples[(before + 1) % samples.size()];
            reading.samples.push_back(share == 0 ? a : a + share * (b - a));
        }
        m_position += SpeedAt(static_cast<double>(m_next) / rate);
    }
    return reading;
}

} // namespace ns3::iomt
