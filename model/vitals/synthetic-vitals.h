// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SYNTHETIC_VITALS_H
#define IOMT_SYNTHETIC_VITALS_H

#include "episode.h"
#include "signal.h"

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

/** @brief A finger clip: `spo2` [%] and `pulse` [/min], and `respiration` [/min] if it derives it
 *         from the plethysmogram. */
class SyntheticOximeter : public Signal
{
  public:
    /**
     * @param uniform source of randomness, kept
     * @param episodes what happens to the patient
     * @param respiration whether the clip derives the respiration rate
     */
    SyntheticOximeter(Uniform uniform, Episodes episodes = {}, bool respiration = false);

    std::vector<std::string> Quantities() const override;
    SensorReading Read(double t, double spanS) override;

  private:
    Uniform m_uniform;
    Episodes m_episodes;
    bool m_withRespiration;
    WanderingValue m_spo2;
    WanderingValue m_pulse;
    WanderingValue m_respiration;
};

/** @brief A core thermometer: `temperature` [degC]. */
class SyntheticThermometer : public Signal
{
  public:
    explicit SyntheticThermometer(Uniform uniform, Episodes episodes = {});

    std::vector<std::string> Quantities() const override;
    SensorReading Read(double t, double spanS) override;

  private:
    Uniform m_uniform;
    Episodes m_episodes;
    WanderingValue m_temperature;
};

/** @brief A wristband: `skin-temperature` [degC], `motion` [g] and `sweat` [uS]. */
class SyntheticWristband : public Signal
{
  public:
    explicit SyntheticWristband(Uniform uniform, Episodes episodes = {});

    std::vector<std::string> Quantities() const override;
    SensorReading Read(double t, double spanS) override;

  private:
    Uniform m_uniform;
    Episodes m_episodes;
    WanderingValue m_skinTemperature;
    WanderingValue m_sweatLog; //!< logarithm of the tonic level [ln uS]
    double m_phasic = 0;       //!< remains of skin conductance responses [uS]
    double m_last = 0;         //!< end of the last stretch [s]
    bool m_active = false;     //!< a bout of walking
};

} // namespace ns3::iomt

#endif // IOMT_SYNTHETIC_VITALS_H
