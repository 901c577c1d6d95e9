// SPDX-License-Identifier: GPL-2.0-only

#include "synthetic-vitals.h"

#include "quantity.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>
#include <utility>

namespace ns3::iomt
{

namespace
{

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

namespace
{

/** @brief The time between calls, the first one counted from 0. */
class Steps
{
  public:
    double To(double t)
    {
        const double step = std::max(t - m_last, 0.0);
        m_last = t;
        return step;
    }

  private:
    double m_last = 0;
};

/** @brief Whether something of a rate happens in a stretch; one draw. */
bool
Happens(double stretchS, double ratePerS, const Uniform& uniform)
{
    return uniform() < 1 - std::exp(-stretchS * ratePerS);
}

/** @brief About a level that is drawn once. */
class Wandering : public Course
{
  public:
    Wandering(double low, double high, double spread, double memoryS, const Uniform& uniform)
        : m_value(Between(low, high, uniform), spread, memoryS)
    {
    }

    double At(double t, const Uniform& uniform, const std::map<std::string, double>&) override
    {
        return m_value.At(t, uniform);
    }

  private:
    WanderingValue m_value;
};

/** @brief A state of rest, and bouts of something else at random times. */
struct Habit
{
    double rest;          //!< value at rest
    double restLogSpread; //!< standard deviation of its logarithm
    double low;           //!< least in a bout
    double high;          //!< most in a bout
    double everyS;        //!< mean time at rest [s]
    double forS;          //!< mean length of a bout [s]
};

class Bouts : public Course
{
  public:
    explicit Bouts(const Habit& habit)
        : m_habit(habit)
    {
    }

    double At(double t, const Uniform& uniform, const std::map<std::string, double>&) override
    {
        const double rate = 1 / (m_active ? m_habit.forS : m_habit.everyS);
        if (Happens(m_steps.To(t), rate, uniform))
        {
            m_active = !m_active;
        }
        return m_active ? Between(m_habit.low, m_habit.high, uniform)
                        : m_habit.rest * std::exp(m_habit.restLogSpread * Normal(uniform));
    }

  private:
    Habit m_habit;
    Steps m_steps;
    bool m_active = false;
};

// At the wrist, from the Stress-Predict recordings (Iqbal et al. 2022), 24 volunteers at 1 Hz:
// quartiles of skin temperature 29.9, 31.4, 33.1 degC; of conductance 0.24, 0.49, 1.2 uS; of the
// acceleration's deviation 0.005, 0.007, 0.014 g.
constexpr double SWEAT_LOG_LOW = -1.43; // ln 0.24
constexpr double SWEAT_LOG_HIGH = 0.18; // ln 1.2

// Non-specific skin conductance responses: 1-3 a minute of 0.1-1 uS at the palm (Dawson, Schell and
// Filion, The Electrodermal System); the wrist shows about a tenth of that.
constexpr double RESPONSES_PER_S = 2.0 / 60;
constexpr double RESPONSE_LOW = 0.01;
constexpr double RESPONSE_HIGH = 0.1;
constexpr double RESPONSE_RECOVERY_S = 6;

/** @brief Skin conductance: a tonic level whose logarithm wanders, and responses. */
class Sweat : public Course
{
  public:
    explicit Sweat(const Uniform& uniform)
        : m_log(Between(SWEAT_LOG_LOW, SWEAT_LOG_HIGH, uniform), 0.15, 300)
    {
    }

    double At(double t, const Uniform& uniform, const std::map<std::string, double>&) override
    {
        const double step = m_steps.To(t);
        m_phasic *= std::exp(-step / RESPONSE_RECOVERY_S);
        if (Happens(step, RESPONSES_PER_S, uniform))
        {
            m_phasic += Between(RESPONSE_LOW, RESPONSE_HIGH, uniform);
        }
        return std::exp(m_log.At(t, uniform)) + m_phasic;
    }

  private:
    WanderingValue m_log;
    Steps m_steps;
    double m_phasic = 0; //!< remains of skin conductance responses [uS]
};

/** @brief Weight over the square of a height that was entered once. */
class BodyMassIndex : public Course
{
  public:
    explicit BodyMassIndex(const Uniform& uniform)
        : m_heightM(Between(1.58, 1.82, uniform)) // most adults of Europe; a choice
    {
    }

    double At(double, const Uniform&, const std::map<std::string, double>& felt) override
    {
        return felt.at("weight") / (m_heightM * m_heightM);
    }

  private:
    double m_heightM;
};

/** @brief An exercise repeated without a pause: bend to the end of one's reach, and back. */
class Exercise : public Course
{
  public:
    // The knee, heel slides: a bend of 80 to 110 deg every 4 to 8 s. A choice.
    explicit Exercise(const Uniform& uniform)
        : m_reach(Between(80, 110, uniform), 3, 10),
          m_periodS(Between(4, 8, uniform))
    {
    }

    double At(double t, const Uniform& uniform, const std::map<std::string, double>&) override
    {
        constexpr double TWO_PI = 6.283185307179586;
        return m_reach.At(t, uniform) * (1 - std::cos(TWO_PI * t / m_periodS)) / 2;
    }

  private:
    WanderingValue m_reach;
    double m_periodS;
};

/** @brief A battery that lasts a day of driving: 80 to 100 % at first, 10 % less an hour. A choice.
 */
class Charge : public Course
{
  public:
    explicit Charge(const Uniform& uniform)
        : m_start(Between(80, 100, uniform))
    {
    }

    double At(double t, const Uniform&, const std::map<std::string, double>&) override
    {
        return m_start - 10 * t / 3600;
    }

  private:
    double m_start;
};

constexpr double NO_LIMIT = std::numeric_limits<double>::infinity();

struct Row
{
    const char* quantity;
    double least; //!< what the sensor can show
    double most;
    std::function<std::unique_ptr<Course>(const Uniform&)> make;
};

std::function<std::unique_ptr<Course>(const Uniform&)>
About(double low, double high, double spread, double memoryS)
{
    return [=](const Uniform& uniform) {
        return std::make_unique<Wandering>(low, high, spread, memoryS, uniform);
    };
}

std::function<std::unique_ptr<Course>(const Uniform&)>
InBouts(const Habit& habit)
{
    return [habit](const Uniform&) { return std::make_unique<Bouts>(habit); };
}

template <typename T>
std::unique_ptr<Course>
Make(const Uniform& uniform)
{
    return std::make_unique<T>(uniform);
}

/** @brief A habit of yes and no. */
constexpr Habit
Now(bool rest, double everyS, double forS)
{
    return {rest ? 1.0 : 0.0, 0, rest ? 0.0 : 1.0, rest ? 0.0 : 1.0, everyS, forS};
}

/** @brief Lowest and highest level of a person, spread and memory, in the order of reading. */
const std::vector<Row>&
Table()
{
    // Levels at rest. Those NEWS2 (2017) scores 0 are narrowed so that a healthy patient's
    // wandering stays within: saturation 96 % and more, pulse 51-90 /min, respiration 12-20 /min,
    // temperature 36.1-38.0 degC, systolic pressure 111-219 mmHg. Spreads and memories are choices
    // unless said. Oximeters are validated down to 70 % (ISO 80601-2-61) and show nothing sensible
    // far below; automatic cuffs commonly show 40 to 260 mmHg; glucose monitors 40 to 400 mg/dL.
    static const std::vector<Row> table{
        {"spo2", 50, 100, About(97, 98.5, 0.3, 30)},
        {"pulse", 0, NO_LIMIT, About(60, 80, 2.5, 20)},
        {"respiration", 0, NO_LIMIT, About(14, 17, 0.5, 30)},
        {"temperature", 0, NO_LIMIT, About(36.6, 37.0, 0.08, 600)},
        // Walking: arms swing with some tenths of g; a minute in ten. A choice.
        {"motion", 0, NO_LIMIT, InBouts({0.007, 0.5, 0.1, 0.3, 600, 60})},
        {"sweat", 0, NO_LIMIT, Make<Sweat>},
        {"skin-temperature", 0, NO_LIMIT, About(30, 33, 0.2, 300)},
        {"systolic", 40, 260, About(120, 132, 2.5, 600)},
        {"diastolic", 20, 200, About(72, 82, 2, 600)},
        // Healthy people on monitors: mean 98 to 99 mg/dL (Shah et al., J Clin Endocrinol Metab
        // 2019, from memory), narrowed so that 70 to 180 mg/dL is kept.
        {"glucose", 40, 400, About(98, 118, 6, 1800)},
        // Above the limits of anaemia, 12 g/dL for women and 13 for men (WHO 2011).
        {"haemoglobin", 0, NO_LIMIT, About(13.4, 15.5, 0.1, 3600)},
        {"weight", 0, NO_LIMIT, About(55, 90, 0.3, 86400)},
        {"bmi", 0, NO_LIMIT, Make<BodyMassIndex>},
        {"oxygen", 0, 1, InBouts(Now(false, NO_LIMIT, 1))},
        {"consciousness", 0, 1, InBouts(Now(false, NO_LIMIT, 1))},
        // 6 to 8 mL/kg of some 65 kg (ARDS Network, N Engl J Med 2000: 6 mL/kg).
        {"tidal-volume", 0, NO_LIMIT, About(400, 500, 10, 10)},
        {"airway-pressure", 0, NO_LIMIT, About(16, 22, 0.7, 10)},
        {"inspired-oxygen", 21, 100, About(30, 45, 0, 1)},
        {"pump-rate", 0, NO_LIMIT, About(20, 60, 0.1, 60)},
        {"line-pressure", 0, NO_LIMIT, About(30, 80, 5, 60)},
        {"joint-angle", 0, 180, Make<Exercise>},
        // Powered chairs indoors: below 6 km/h.
        {"speed", 0, NO_LIMIT, InBouts({0, 0, 0.5, 1.2, 240, 60})},
        {"charge", 0, 100, Make<Charge>},
        {"seat", 0, 1, InBouts(Now(true, 3600, 600))},
        {"door", 0, 1, InBouts(Now(false, 1800, 20))},
        {"presence", 0, 1, InBouts(Now(false, 600, 300))},
        // Only when a script says so: doses are prescribed, they do not happen by chance.
        {"dose", 0, 1, InBouts(Now(false, NO_LIMIT, 1))},
        {"tamper", 0, 1, InBouts(Now(false, NO_LIMIT, 1))},
        {"card", 0, 1, InBouts(Now(false, 3600, 30))},
    };
    return table;
}

std::size_t
PlaceOf(const std::string& quantity)
{
    const auto& table = Table();
    for (std::size_t i = 0; i < table.size(); ++i)
    {
        if (table[i].quantity == quantity)
        {
            return i;
        }
    }
    std::string known;
    for (const Row& row : table)
    {
        known += (known.empty() ? "" : ", ") + std::string(row.quantity);
    }
    throw std::invalid_argument("no signal is known for the quantity '" + quantity +
                                "'; allowed: " + known);
}

} // namespace

SyntheticVitals::SyntheticVitals(const std::vector<std::string>& quantities,
                                 Uniform uniform,
                                 Episodes episodes)
    : m_uniform(std::move(uniform)),
      m_episodes(std::move(episodes))
{
    if (quantities.empty())
    {
        throw std::invalid_argument("a synthetic signal needs at least one quantity");
    }
    bool weighs = false;
    for (const std::string& quantity : quantities)
    {
        const std::size_t place = PlaceOf(quantity);
        m_felt.push_back({quantity, place, Table()[place].make(m_uniform)});
        weighs = weighs || quantity == "weight";
    }
    std::sort(m_felt.begin(), m_felt.end(), [](const Felt& a, const Felt& b) {
        return a.place < b.place;
    });
    for (const Felt& felt : m_felt)
    {
        if (felt.quantity == "bmi" && !weighs)
        {
            throw std::invalid_argument("a body mass index (bmi) needs weight beside it");
        }
    }
}

std::vector<std::string>
SyntheticVitals::Quantities() const
{
    std::vector<std::string> names;
    for (const Felt& felt : m_felt)
    {
        names.push_back(felt.quantity);
    }
    return names;
}

SensorReading
SyntheticVitals::Read(double t, double spanS)
{
    SensorReading reading;
    reading.t = t + spanS;
    for (const Felt& felt : m_felt)
    {
        const Row& row = Table()[felt.place];
        const double value = Act(m_episodes,
                                 felt.quantity,
                                 reading.t,
                                 spanS,
                                 felt.course->At(reading.t, m_uniform, reading.values));
        reading.values[felt.quantity] =
            Shown(felt.quantity, std::clamp(value, row.least, row.most));
    }
    return reading;
}

std::vector<std::string>
SyntheticVitals::Known()
{
    std::vector<std::string> names;
    for (const Row& row : Table())
    {
        names.push_back(row.quantity);
    }
    return names;
}

} // namespace ns3::iomt
