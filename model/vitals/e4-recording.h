// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_E4_RECORDING_H
#define IOMT_E4_RECORDING_H

#include "signal.h"

#include <memory>
#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief An Empatica E4 folder as features at 1 Hz.
 *
 * TEMP.csv (4 Hz, degC), EDA.csv (4 Hz, uS) and ACC.csv (32 Hz, three axes in 1/64 g) are brought
 * to the seconds all three cover: means for skin temperature and sweat, and for motion the standard
 * deviation of the acceleration's magnitude within the second.
 */
class E4Recording
{
  public:
    /** @brief The features of one second. */
    struct Second
    {
        double skinTemperature; //!< [degC]
        double sweat;           //!< skin conductance [uS]
        double motion;          //!< standard deviation of |a| [g]
    };

    /** @brief HR.csv: the heart rate the device makes of its pulse wave, 1 Hz, from 10 s on. */
    struct Pulse
    {
        double startUnixS = 0;         //!< UTC of the first value
        double rateHz = 0;             //!< of the values [Hz]
        std::vector<double> perMinute; //!< empty where the folder has no HR.csv [/min]
    };

    /**
     * @throws RecordingError for a missing file, text among the values, a wrong number of columns,
     *         an impossible rate, or files that share no second
     */
    static std::shared_ptr<const E4Recording> Load(const std::string& folder);

    double StartUnixS() const; //!< UTC of the first second
    const std::vector<Second>& Seconds() const;
    const Pulse& HeartRate() const;

  private:
    double m_startUnixS = 0;
    std::vector<Second> m_seconds;
    Pulse m_heartRate;
};

/** @brief A wristband that plays an E4 recording from an offset on, in a loop. */
class E4Signal : public Signal
{
  public:
    E4Signal(std::shared_ptr<const E4Recording> recording, double offsetS);

    std::vector<std::string> Quantities() const override;
    /** @brief skin-temperature, motion and sweat of the second in which the stretch ends. */
    SensorReading Read(double t, double spanS) override;

  private:
    std::shared_ptr<const E4Recording> m_recording;
    std::size_t m_offset;
};

} // namespace ns3::iomt

#endif // IOMT_E4_RECORDING_H
