// SPDX-License-Identifier: GPL-2.0-only

#include "e4-recording.h"

#include "recording-error.h"
#include "text-table.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace ns3::iomt
{

namespace
{

constexpr double LEAST_RATE_HZ = 1;
constexpr double MOST_RATE_HZ = 1024;

// info.txt of an E4 export: ACC.csv is in 1/64 g over +-2 g.
constexpr double STEPS_PER_G = 64;

/** @brief What one of the export's files holds. */
struct FileForm
{
    const char* name;
    std::size_t columns;
    double least;
    double most;
    const char* allowed;
};

constexpr FileForm TEMPERATURE{"TEMP.csv", 1, -40, 115, "a temperature of -40 to 115 degC"};
constexpr FileForm CONDUCTANCE{"EDA.csv", 1, 0, 100, "a conductance of 0 to 100 uS"};
constexpr FileForm ACCELERATION{"ACC.csv", 3, -128, 128, "three numbers of 1/64 g, -128 to 128"};
constexpr FileForm HEART_RATE{"HR.csv", 1, 0, 300, "a heart rate of 0 to 300 /min"};

/** @brief A file of the export: start, rate, and the values or the magnitudes of the axes. */
struct Channel
{
    double startUnixS = 0;
    double rateHz = 0;
    std::vector<double> values;

    double EndUnixS() const
    {
        return startUnixS + static_cast<double>(values.size()) / rateHz;
    }

    /** @brief The values within the second from @p unixS on. */
    std::pair<std::size_t, std::size_t> Within(double unixS) const
    {
        const auto index = [this](double t) {
            const double position = std::max((t - startUnixS) * rateHz, 0.0);
            return std::min(static_cast<std::size_t>(std::llround(position)), values.size());
        };
        return {index(unixS), index(unixS + 1)};
    }
};

/** @brief All columns of a line, each a number. */
std::vector<double>
Numbers(std::string_view line, const FileForm& form, const std::string& path, std::size_t number)
{
    const auto fields = SplitFields(line);
    std::vector<double> values;
    for (const auto& field : fields)
    {
        const auto value = ToNumber(field);
        if (!value)
        {
            const std::string found = field.empty() ? "an empty field" : std::string(field);
            throw RecordingError(path, number, found, form.allowed);
        }
        values.push_back(*value);
    }
    if (values.size() != form.columns)
    {
        throw RecordingError(path,
                             number,
                             std::to_string(values.size()) + " columns",
                             form.allowed);
    }
    return values;
}

Channel
LoadChannel(const std::string& folder, const FileForm& form)
{
    const std::string path = folder + '/' + form.name;
    const auto text = ReadTextFile(path);
    auto lines = SplitLines(text);
    while (!lines.empty() && Trim(lines.back()).empty())
    {
        lines.pop_back();
    }
    if (lines.size() < 3)
    {
        throw RecordingError(path,
                             lines.size(),
                             std::to_string(lines.size()) + " lines",
                             "the start (Unix time), the rate (Hz), then values");
    }
    Channel channel;
    channel.startUnixS = Numbers(lines[0], form, path, 1)[0];
    channel.rateHz = Numbers(lines[1], form, path, 2)[0];
    if (!(std::abs(channel.startUnixS) < 1e11))
    {
        throw RecordingError(path, 1, std::string(lines[0]), "the start in Unix time, seconds");
    }
    if (!(channel.rateHz >= LEAST_RATE_HZ && channel.rateHz <= MOST_RATE_HZ))
    {
        throw RecordingError(path, 2, std::string(lines[1]), "a rate of 1 to 1024 Hz");
    }
    for (std::size_t i = 2; i < lines.size(); ++i)
    {
        const auto values = Numbers(lines[i], form, path, i + 1);
        double squares = 0;
        for (const double value : values)
        {
            if (!(value >= form.least && value <= form.most))
            {
                throw RecordingError(path, i + 1, std::string(lines[i]), form.allowed);
            }
            squares += value * value;
        }
        channel.values.push_back(form.columns == 1 ? values[0] : std::sqrt(squares) / STEPS_PER_G);
    }
    return channel;
}

double
Mean(const Channel& channel, std::pair<std::size_t, std::size_t> part)
{
    double sum = 0;
    for (auto i = part.first; i < part.second; ++i)
    {
        sum += channel.values[i];
    }
    return sum / static_cast<double>(part.second - part.first);
}

double
Deviation(const Channel& channel, std::pair<std::size_t, std::size_t> part)
{
    const double mean = Mean(channel, part);
    double squares = 0;
    for (auto i = part.first; i < part.second; ++i)
    {
        squares += (channel.values[i] - mean) * (channel.values[i] - mean);
    }
    return std::sqrt(squares / static_cast<double>(part.second - part.first));
}

} // namespace

std::shared_ptr<const E4Recording>
E4Recording::Load(const std::string& folder)
{
    const auto temperature = LoadChannel(folder, TEMPERATURE);
    const auto conductance = LoadChannel(folder, CONDUCTANCE);
    const auto acceleration = LoadChannel(folder, ACCELERATION);

    const double start =
        std::max({temperature.startUnixS, conductance.startUnixS, acceleration.startUnixS});
    const double end =
        std::min({temperature.EndUnixS(), conductance.EndUnixS(), acceleration.EndUnixS()});
    auto recording = std::make_shared<E4Recording>();
    recording->m_startUnixS = start;
    for (double t = start; t + 1 <= end; ++t)
    {
        recording->m_seconds.push_back({Mean(temperature, temperature.Within(t)),
                                        Mean(conductance, conductance.Within(t)),
                                        Deviation(acceleration, acceleration.Within(t))});
    }
    if (recording->m_seconds.empty())
    {
        throw RecordingError(folder,
                             0,
                             "files that share no second",
                             "TEMP.csv, EDA.csv and ACC.csv of one session");
    }
    std::error_code ignored;
    if (std::filesystem::exists(folder + '/' + HEART_RATE.name, ignored))
    {
        auto rate = LoadChannel(folder, HEART_RATE);
        recording->m_heartRate = {rate.startUnixS, rate.rateHz, std::move(rate.values)};
    }
    return recording;
}

double
E4Recording::StartUnixS() const
{
    return m_startUnixS;
}

const std::vector<E4Recording::Second>&
E4Recording::Seconds() const
{
    return m_seconds;
}

const E4Recording::Pulse&
E4Recording::HeartRate() const
{
    return m_heartRate;
}

E4Signal::E4Signal(std::shared_ptr<const E4Recording> recording, double offsetS)
    : m_recording(std::move(recording))
{
    if (!m_recording || !std::isfinite(offsetS))
    {
        throw std::invalid_argument("an E4 signal needs a recording and a finite offset");
    }
    const auto length = static_cast<double>(m_recording->Seconds().size());
    const double within = offsetS - std::floor(offsetS / length) * length;
    m_offset = static_cast<std::size_t>(within) % m_recording->Seconds().size();
}

std::vector<std::string>
E4Signal::Quantities() const
{
    return {"skin-temperature", "motion", "sweat"};
}

SensorReading
E4Signal::Read(double t, double spanS)
{
    // The second that has just ended: a feature exists only once its second is over.
    constexpr double ROUNDING = 1e-6;
    const double ended = std::max(std::floor(t + spanS + ROUNDING) - 1, 0.0);
    const auto& seconds = m_recording->Seconds();
    const auto& second = seconds[(m_offset + static_cast<std::size_t>(ended)) % seconds.size()];
    SensorReading reading;
    reading.t = t + spanS;
    reading.values = {{"skin-temperature", second.skinTemperature},
                      {"motion", second.motion},
                      {"sweat", second.sweat}};
    return reading;
}

} // namespace ns3::iomt
