// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SYNTHETIC_VITALS_H
#define IOMT_SYNTHETIC_VITALS_H

#include "episode.h"
#include "signal.h"

#include <memory>
#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief A vital sign that wanders about a person's own level.
 *
 * First-order autoregression in time (an Ornstein-Uhlenbeck process sampled exactly), so that the
 * spread does not depend on how often it is read.
 */
class WanderingValue
{
  public:
    /**
     * @param level where it returns to
     * @param spread standard deviation about the level
     * @param memoryS time constant [s]
     */
    WanderingValue(double level, double spread, double memoryS);

    /** @brief The value at @p t, not before the last one asked for. */
    double At(double t, const Uniform& uniform);

  private:
    double m_level;
    double m_spread;
    double m_memoryS;
    double m_deviation = 0;
    double m_t = 0;
    bool m_started = false;
};

/** @brief How one quantity of a person, a machine or a room goes on without episodes. */
class Course
{
  public:
    virtual ~Course() = default;

    /**
     * @param t not before the last one asked for [s]
     * @param uniform source of randomness
     * @param felt what was felt at the same moment of the quantities that come before this one
     */
    virtual double At(double t,
                      const Uniform& uniform,
                      const std::map<std::string, double>& felt) = 0;
};

/**
 * @brief Any set of quantities but the ECG, made up: a device is no more than their list.
 *
 * Levels, spreads and memories are in the table of synthetic-vitals.cc, with their sources. Each
 * object draws a level of its own for each quantity. Episodes act on the sum of level and
 * wandering; what comes of it is kept within what a sensor can show, and shown in its steps.
 */
class SyntheticVitals : public Signal
{
  public:
    /**
     * @param quantities what is felt, such as {`spo2`, `pulse`}
     * @param uniform source of randomness, kept
     * @param episodes what happens to the patient
     * @throws std::invalid_argument for a quantity that cannot be made up, naming those that can,
     *         none at all, or a `bmi` without `weight`
     */
    SyntheticVitals(const std::vector<std::string>& quantities,
                    Uniform uniform,
                    Episodes episodes = {});

    std::vector<std::string> Quantities() const override;
    /** @brief What is felt at the end of the stretch. */
    SensorReading Read(double t, double spanS) override;

    /** @brief The quantities that can be made up. */
    static std::vector<std::string> Known();

  private:
    struct Felt
    {
        std::string quantity;
        std::size_t place; //!< in the table, which is the order of reading
        std::unique_ptr<Course> course;
    };

    std::vector<Felt> m_felt;
    Uniform m_uniform;
    Episodes m_episodes;
};

} // namespace ns3::iomt

#endif // IOMT_SYNTHETIC_VITALS_H
