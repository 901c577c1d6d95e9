// SPDX-License-Identifier: GPL-2.0-only

#include "recording-signal.h"

#include "recording-error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace ns3::iomt
{

namespace
{

// Sums of spans are not exact: what lies this close to the end of a stretch belongs to the next.
constexpr double ROUNDING = 1e-6;

/** @brief @p t taken modulo @p length, in [0, length). */
double
Within(double t, double length)
{
    const double within = t - std::floor(t / length) * length;
    return within < length ? within : 0;
}

std::string
Join(const std::vector<std::string>& names)
{
    std::string joined;
    for (const auto& name : names)
    {
        joined += (joined.empty() ? "" : ", ") + name;
    }
    return joined.empty() ? "none" : joined;
}

} // namespace

RecordingSignal::RecordingSignal(RecordingPtr recording,
                                 std::vector<std::string> quantities,
                                 double offsetS)
    : m_recording(std::move(recording)),
      m_quantities(std::move(quantities)),
      m_offsetS(offsetS)
{
    if (!m_recording || m_quantities.empty() || !std::isfinite(offsetS))
    {
        throw std::invalid_argument(
            "a recorded signal needs a recording, quantities and a finite offset");
    }
    m_lengthS = 0;
    for (const auto& quantity : m_quantities)
    {
        const auto* channel = m_recording->Find(quantity);
        const bool felt = channel && std::any_of(channel->values.begin(),
                                                 channel->values.end(),
                                                 [](double value) { return std::isfinite(value); });
        if (!felt)
        {
            throw RecordingError(m_recording->source,
                                 0,
                                 "no values of " + quantity,
                                 "quantities of the device; those recorded: " +
                                     Join(m_recording->Quantities()));
        }
        m_channels.push_back(channel);
        m_lengthS = std::max(m_lengthS, channel->EndS());
    }
    if (!(m_lengthS > 0))
    {
        throw RecordingError(m_recording->source,
                             0,
                             "a recording that ends at 0 s",
                             "one that lasts, to be played in a loop");
    }
}

std::vector<std::string>
RecordingSignal::Quantities() const
{
    return m_quantities;
}

double
RecordingSignal::NewestValue(const RecordingChannel& channel, double t) const
{
    // The number of values up to t.
    std::size_t count = 0;
    if (channel.rateHz > 0)
    {
        const double position = std::floor((t - channel.startS) * channel.rateHz + ROUNDING) + 1;
        const auto size = static_cast<double>(channel.values.size());
        count = static_cast<std::size_t>(std::clamp(position, 0.0, size));
    }
    else
    {
        const auto end = std::upper_bound(channel.times.begin(), channel.times.end(), t + ROUNDING);
        count = static_cast<std::size_t>(end - channel.times.begin());
    }
    for (std::size_t i = count; i > 0; --i)
    {
        if (std::isfinite(channel.values[i - 1]))
        {
            return channel.values[i - 1];
        }
    }
    return *std::find_if(channel.values.begin(), channel.values.end(), [](double value) {
        return std::isfinite(value);
    });
}

void
RecordingSignal::AppendSamples(double t, double spanS, SensorReading& reading) const
{
    const auto& channel = m_channels[static_cast<std::size_t>(
        std::find(m_quantities.begin(), m_quantities.end(), "ecg") - m_quantities.begin())];
    const double rate = channel->rateHz;
    const auto first = static_cast<std::int64_t>(std::ceil(t * rate - ROUNDING));
    const auto end = static_cast<std::int64_t>(std::ceil((t + spanS) * rate - ROUNDING));
    const auto size = static_cast<std::int64_t>(channel->values.size());
    const auto offset =
        std::llround(Within(m_offsetS - channel->startS, static_cast<double>(size) / rate) * rate);
    reading.t = static_cast<double>(first) / rate;
    reading.intervalS = 1 / rate;
    for (auto i = std::max<std::int64_t>(first, 0); i < end; ++i)
    {
        const double sample = channel->values[static_cast<std::size_t>((offset + i) % size)];
        // An electrode that is off shows a flat line.
        reading.samples.push_back(std::isfinite(sample) ? sample : 0);
    }
}

SensorReading
RecordingSignal::Read(double t, double spanS)
{
    SensorReading reading;
    reading.t = t + spanS;
    for (std::size_t i = 0; i < m_quantities.size(); ++i)
    {
        if (m_quantities[i] != "ecg")
        {
            reading.values[m_quantities[i]] =
                NewestValue(*m_channels[i], Within(m_offsetS + t + spanS, m_lengthS));
        }
    }
    if (std::find(m_quantities.begin(), m_quantities.end(), "ecg") != m_quantities.end())
    {
        AppendSamples(t, spanS, reading);
    }
    return reading;
}

} // namespace ns3::iomt
