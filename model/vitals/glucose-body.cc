// SPDX-License-Identifier: GPL-2.0-only

#include "glucose-body.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace ns3::iomt
{

namespace
{

// Fisher 1991, table of a person with type 1 diabetes (from memory).
constexpr double P1 = 0;           // glucose effectiveness at zero insulin [1/min]
constexpr double P2 = 0.025;       // [1/min]
constexpr double P3 = 1.3e-5;      // [1/min^2 per mU/L]
constexpr double N = 5.0 / 54;     // [1/min]
constexpr double V_INSULIN = 12;   // [L]
constexpr double I_BASAL = 15;     // [mU/L]
constexpr double MEAL_RATE = 0.05; // [1/min]

// Glucose is distributed in 1.6 dL/kg, of 70 kg; of carbohydrate eaten 80 % come into the blood
// (Hovorka et al., Physiol Meas 2004; 25(4): 905-920, from memory).
constexpr double V_GLUCOSE = 112; // [dL]
constexpr double BIOAVAILABLE = 0.8;

// Without insulin the model grows without bound; a body does not: it spills glucose in the urine from
// 180 mg/dL on. A choice.
constexpr double MOST_GLUCOSE = 600; // [mg/dL]

constexpr double STEP_MIN = 1; // of a Runge-Kutta integration; the fastest rate is 0.09 /min

constexpr double LOW = 70;   // [mg/dL], Battelino et al., Diabetes Care 2019; 42(8): 1593-1603
constexpr double HIGH = 180; // [mg/dL], the same

constexpr double LEAST_SHOWN = 40; // [mg/dL], as monitors do
constexpr double MOST_SHOWN = 400;

} // namespace

GlucoseBody::GlucoseBody(double startMgPerDl, std::vector<Meal> meals)
    : m_meals(std::move(meals)),
      m_basalGlucose(startMgPerDl),
      m_state{startMgPerDl, 0, I_BASAL},
      m_lowest(startMgPerDl),
      m_highest(startMgPerDl)
{
    if (!(startMgPerDl >= LEAST_SHOWN && startMgPerDl <= MOST_SHOWN))
    {
        throw std::invalid_argument("glucose at the start is " + std::to_string(startMgPerDl) +
                                    " mg/dL; allowed: 40 to 400");
    }
    for (const Meal& meal : m_meals)
    {
        if (!(meal.atS >= 0) || !(meal.carbohydrateG >= 0 && meal.carbohydrateG <= 500))
        {
            throw std::invalid_argument("a meal of " + std::to_string(meal.carbohydrateG) +
                                        " g at " + std::to_string(meal.atS) +
                                        " s; allowed: 0 to 500 g, from 0 s on");
        }
    }
}

void
GlucoseBody::SetInfused(Infused infused)
{
    m_infused = std::move(infused);
}

GlucoseBody::State
GlucoseBody::Change(const State& state, double minute, double milliunitsPerMin) const
{
    double appearance = 0;
    for (const Meal& meal : m_meals)
    {
        const double since = minute - meal.atS / 60;
        if (since >= 0)
        {
            appearance += meal.carbohydrateG * 1000 * BIOAVAILABLE / V_GLUCOSE * MEAL_RATE *
                          std::exp(-MEAL_RATE * since);
        }
    }
    return {-P1 * (state.glucose - m_basalGlucose) - state.effect * state.glucose + appearance,
            -P2 * state.effect + P3 * (state.insulin - I_BASAL),
            -N * state.insulin + milliunitsPerMin / V_INSULIN};
}

void
GlucoseBody::Step(double minutes, double milliunitsPerMin)
{
    const auto moved = [](const State& from, const State& by, double times) {
        return State{from.glucose + times * by.glucose,
                     from.effect + times * by.effect,
                     from.insulin + times * by.insulin};
    };
    const double half = minutes / 2;
    const State a = Change(m_state, m_minute, milliunitsPerMin);
    const State b = Change(moved(m_state, a, half), m_minute + half, milliunitsPerMin);
    const State c = Change(moved(m_state, b, half), m_minute + half, milliunitsPerMin);
    const State d = Change(moved(m_state, c, minutes), m_minute + minutes, milliunitsPerMin);
    m_state = moved(m_state, a, minutes / 6);
    m_state = moved(m_state, b, minutes / 3);
    m_state = moved(m_state, c, minutes / 3);
    m_state = moved(m_state, d, minutes / 6);
    m_state.glucose = std::clamp(m_state.glucose, 0.0, MOST_GLUCOSE);
    m_minute += minutes;
    Count(minutes);
}

void
GlucoseBody::Count(double minutes)
{
    m_belowMin += m_state.glucose < LOW ? minutes : 0;
    m_aboveMin += m_state.glucose > HIGH ? minutes : 0;
    m_lowest = std::min(m_lowest, m_state.glucose);
    m_highest = std::max(m_highest, m_state.glucose);
}

double
GlucoseBody::GlucoseAt(double t)
{
    const double until = t / 60;
    if (until <= m_minute)
    {
        return m_state.glucose;
    }
    // What the pump gave meanwhile counts as given evenly.
    const double infused = m_infused ? m_infused(t) : 0;
    const double milliunitsPerMin = (infused - m_infusedUnits) * 1000 / (until - m_minute);
    m_infusedUnits = infused;
    while (m_minute < until)
    {
        Step(std::min(STEP_MIN, until - m_minute), milliunitsPerMin);
    }
    return m_state.glucose;
}

TimeInRange
GlucoseBody::GetTimeInRange() const
{
    TimeInRange range;
    range.lowest = m_lowest;
    range.highest = m_highest;
    if (m_minute > 0)
    {
        range.below = m_belowMin / m_minute;
        range.above = m_aboveMin / m_minute;
        range.inRange = 1 - range.below - range.above;
    }
    return range;
}

double
GlucoseBody::GetInfusedUnits() const
{
    return m_infusedUnits;
}

GlucoseSignal::GlucoseSignal(std::shared_ptr<GlucoseBody> body)
    : m_body(std::move(body))
{
}

std::vector<std::string>
GlucoseSignal::Quantities() const
{
    return {"glucose"};
}

SensorReading
GlucoseSignal::Read(double t, double spanS)
{
    SensorReading reading;
    reading.t = t + spanS;
    reading.values["glucose"] = std::clamp(m_body->GlucoseAt(reading.t), LEAST_SHOWN, MOST_SHOWN);
    return reading;
}

} // namespace ns3::iomt
