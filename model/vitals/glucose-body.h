// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_GLUCOSE_BODY_H
#define IOMT_GLUCOSE_BODY_H

#include "signal.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief Carbohydrate that is eaten. */
struct Meal
{
    double atS = 0;           //!< when [s]
    double carbohydrateG = 0; //!< how much [g]
};

/** @brief Where the glucose of a person was, as shares of the time. */
struct TimeInRange
{
    double below = 0;   //!< under 70 mg/dL
    double inRange = 0; //!< 70 to 180 mg/dL
    double above = 0;   //!< over 180 mg/dL
    double lowest = 0;  //!< [mg/dL]
    double highest = 0; //!< [mg/dL]
};

/**
 * @brief Glucose and insulin of a person with type 1 diabetes: Bergman's minimal model with meals.
 *
 *     dG/dt = -p1 (G - Gb) - X G + D(t)     G  plasma glucose [mg/dL]
 *     dX/dt = -p2 X + p3 (I - Ib)           X  remote effect of insulin [1/min]
 *     dI/dt = -n I + u(t) / V               I  plasma insulin [mU/L], u what is infused [mU/min]
 *
 * A meal's glucose appears in the blood as D(t) = B exp(-k (t - t0)). Insulin comes from outside
 * alone; under the basal rate everything rests.
 *
 * Sources: Bergman, Phillips and Cobelli, J Clin Invest 1981; 68(6): 1456-1467 (model); Fisher,
 * IEEE Trans Biomed Eng 1991; 38(1): 57-61 (p1 = 0, p2, p3, n, V and the meal's rate k for type 1
 * diabetes), both from memory. No model of any single person, and no medical device.
 */
class GlucoseBody
{
  public:
    /**
     * @brief What has been infused since the start, at a time not before the last one [units].
     */
    using Infused = std::function<double(double t)>;

    /**
     * @param startMgPerDl glucose at time 0; at rest it stays there under the basal rate [mg/dL]
     * @param meals in any order
     * @throws std::invalid_argument for a start outside 40 to 400 mg/dL, a meal before time 0, or
     *         one of less than 0 or more than 500 g
     */
    GlucoseBody(double startMgPerDl, std::vector<Meal> meals);

    /** @param infused what the pump gave; without it none comes */
    void SetInfused(Infused infused);

    /** @brief Plasma glucose at @p t, not before the last one asked for [mg/dL]. */
    double GlucoseAt(double t);
    /** @brief Shares of the time up to the last one asked for. */
    TimeInRange GetTimeInRange() const;
    /** @brief Insulin infused up to then [units]. */
    double GetInfusedUnits() const;

  private:
    struct State
    {
        double glucose;
        double effect;
        double insulin;
    };

    State Change(const State& state, double minute, double milliunitsPerMin) const;
    void Step(double minutes, double milliunitsPerMin);
    void Count(double minutes);

    std::vector<Meal> m_meals;
    Infused m_infused;
    double m_basalGlucose;
    State m_state;
    double m_minute = 0;       //!< how far it is integrated
    double m_infusedUnits = 0; //!< up to there
    double m_belowMin = 0;
    double m_aboveMin = 0;
    double m_lowest;
    double m_highest;
};

/** @brief A continuous glucose monitor on a body: `glucose` [mg/dL]. */
class GlucoseSignal : public Signal
{
  public:
    /** @param body of the wearer, kept */
    explicit GlucoseSignal(std::shared_ptr<GlucoseBody> body);

    std::vector<std::string> Quantities() const override;
    /** @brief Glucose at the end of the stretch, within what monitors show (40 to 400 mg/dL). */
    SensorReading Read(double t, double spanS) override;

  private:
    std::shared_ptr<GlucoseBody> m_body;
};

} // namespace ns3::iomt

#endif // IOMT_GLUCOSE_BODY_H
