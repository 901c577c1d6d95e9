// SPDX-License-Identifier: GPL-2.0-only

#include "synthetic-vitals.h"

#include "quantity.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3::iomt
{

namespace
{

// Levels at rest. Those NEWS2 (2017) scores 0 are narrowed so that a healthy patient's wandering
// stays within: saturation 96 % and more, pulse 51-90 /min, respiration 12-20 /min, temperature
// 36.1-38.0 degC.
constexpr double SPO2_LOW = 97;
constexpr double SPO2_HIGH = 98.5;
constexpr double PULSE_LOW = 60;
constexpr double PULSE_HIGH = 80;
constexpr double RESPIRATION_LOW = 14;
constexpr double RESPIRATION_HIGH = 17;
constexpr double TEMPERATURE_LOW = 36.6;
constexpr double TEMPERATURE_HIGH = 37.0;

// At the wrist, from the Stress-Predict recordings (Iqbal et al. 2022), 24 volunteers at 1 Hz:
// quartiles of skin temperature 29.9, 31.4, 33.1 degC; of conductance 0.24, 0.49, 1.2 uS; of the
// acceleration's deviation 0.005, 0.007, 0.014 g.
constexpr double SKIN_LOW = 30;
constexpr double SKIN_HIGH = 33;
constexpr double SWEAT_LOG_LOW = -1.43; // ln 0.24
constexpr double SWEAT_LOG_HIGH = 0.18; // ln 1.2
constexpr double REST_MOTION = 0.007;
constexpr double REST_MOTION_LOG_SPREAD = 0.5;

// Walking: arms swing with some tenths of g; in bouts of a minute, one in ten minutes. A choice.
constexpr double WALK_MOTION_LOW = 0.1;
constexpr double WALK_MOTION_HIGH = 0.3;
constexpr double WALK_EVERY_S = 600;
constexpr double WALK_FOR_S = 60;

// Non-specific skin conductance responses: 1-3 a minute of 0.1-1 uS at the palm (Dawson, Schell and
// Filion, The Electrodermal System); the wrist shows about a tenth of that.
constexpr double RESPONSES_PER_S = 2.0 / 60;
constexpr double RESPONSE_LOW = 0.01;
constexpr double RESPONSE_HIGH = 0.1;
constexpr double RESPONSE_RECOVERY_S = 6;

// Oximeters are validated down to 70 % (ISO 80601-2-61) and show nothing sensible far below.
constexpr double LEAST_SPO2 = 50;
constexpr double MOST_SPO2 = 100;

double
Between(double low, double high, const Uniform& uniform)
{
    return low + (high - low) * uniform();
}

/** @brief A standard normal number (Box and Muller 1958); always two draws. */
double
Normal(const Uniform& uniform)
{
    constexpr double TWO_PI = 6.283185307179586;
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(TWO_PI * uniform());
}

/** @brief As the sensor shows it: in its steps. */
double
Shown(const std::string& quantity, double value)
{
    const double steps = 1 / QuantityOf(quantity).resolution;
    return std::round(value * steps) / steps;
}

} // namespace

WanderingValue::WanderingValue(double level, double spread, double memoryS)
    : m_level(level),
      m_spread(spread),
      m_memoryS(memoryS)
{
}

double
WanderingValue::At(double t, const Uniform& uniform)
{
    const double kept = m_started ? std::exp(-std::max(t - m_t, 0.0) / m_memoryS) : 0;
    m_deviation = m_deviation * kept + m_spread * std::sqrt(1 - kept * kept) * Normal(uniform);
    m_t = t;
    m_started = true;
    return m_level + m_deviation;
}

SyntheticOximeter::SyntheticOximeter(Uniform uniform, Episodes episodes, bool respiration)
    : m_uniform(std::move(uniform)),
      m_episodes(std::move(episodes)),
      m_withRespiration(respiration),
      m_spo2(Between(SPO2_LOW, SPO2_HIGH, m_uniform), 0.3, 30),
      m_pulse(Between(PULSE_LOW, PULSE_HIGH, m_uniform), 2.5, 20),
      m_respiration(Between(RESPIRATION_LOW, RESPIRATION_HIGH, m_uniform), 0.5, 30)
{
}

std::vector<std::string>
SyntheticOximeter::Quantities() const
{
    if (m_withRespiration)
    {
        return {"spo2", "pulse", "respiration"};
    }
    return {"spo2", "pulse"};
}

SensorReading
SyntheticOximeter::Read(double t, double spanS)
{
    SensorReading reading;
    reading.t = t + spanS;
    const auto felt = [&](const char* quantity, WanderingValue& value) {
        return value.At(reading.t, m_uniform) + Shift(m_episodes, quantity, reading.t);
    };
    reading.values["spo2"] = Shown("spo2", std::clamp(felt("spo2", m_spo2), LEAST_SPO2, MOST_SPO2));
    reading.values["pulse"] = Shown("pulse", std::max(felt("pulse", m_pulse), 0.0));
    if (m_withRespiration)
    {
        reading.values["respiration"] =
            Shown("respiration", std::max(felt("respiration", m_respiration), 0.0));
    }
    return reading;
}

SyntheticThermometer::SyntheticThermometer(Uniform uniform, Episodes episodes)
    : m_uniform(std::move(uniform)),
      m_episodes(std::move(episodes)),
      m_temperature(Between(TEMPERATURE_LOW, TEMPERATURE_HIGH, m_uniform), 0.08, 600)
{
}

std::vector<std::string>
SyntheticThermometer::Quantities() const
{
    return {"temperature"};
}

SensorReading
SyntheticThermometer::Read(double t, double spanS)
{
    SensorReading reading;
    reading.t = t + spanS;
    reading.values["temperature"] =
        Shown("temperature",
              m_temperature.At(reading.t, m_uniform) + Shift(m_episodes, "temperature", reading.t));
    return reading;
}

SyntheticWristband::SyntheticWristband(Uniform uniform, Episodes episodes)
    : m_uniform(std::move(uniform)),
      m_episodes(std::move(episodes)),
      m_skinTemperature(Between(SKIN_LOW, SKIN_HIGH, m_uniform), 0.2, 300),
      m_sweatLog(Between(SWEAT_LOG_LOW, SWEAT_LOG_HIGH, m_uniform), 0.15, 300)
{
}

std::vector<std::string>
SyntheticWristband::Quantities() const
{
    return {"skin-temperature", "motion", "sweat"};
}

SensorReading
SyntheticWristband::Read(double t, double spanS)
{
    SensorReading reading;
    reading.t = t + spanS;
    const double step = std::max(reading.t - m_last, 0.0);
    m_last = reading.t;
    const auto happens = [&](double ratePerS) {
        return m_uniform() < 1 - std::exp(-step * ratePerS);
    };

    if (happens(m_active ? 1 / WALK_FOR_S : 1 / WALK_EVERY_S))
    {
        m_active = !m_active;
    }
    const double motion = m_active
                              ? Between(WALK_MOTION_LOW, WALK_MOTION_HIGH, m_uniform)
                              : REST_MOTION * std::exp(REST_MOTION_LOG_SPREAD * Normal(m_uniform));
    m_phasic *= std::exp(-step / RESPONSE_RECOVERY_S);
    if (happens(RESPONSES_PER_S))
    {
        m_phasic += Between(RESPONSE_LOW, RESPONSE_HIGH, m_uniform);
    }
    const double sweat = std::exp(m_sweatLog.At(reading.t, m_uniform)) + m_phasic;
    const double skin = m_skinTemperature.At(reading.t, m_uniform);

    const auto shown = [&](const char* quantity, double value) {
        reading.values[quantity] =
            Shown(quantity, std::max(value + Shift(m_episodes, quantity, reading.t), 0.0));
    };
    shown("skin-temperature", skin);
    shown("motion", motion);
    shown("sweat", sweat);
    return reading;
}

} // namespace ns3::iomt
