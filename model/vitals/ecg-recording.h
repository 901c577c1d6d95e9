// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ECG_RECORDING_H
#define IOMT_ECG_RECORDING_H

#include "episode.h"
#include "signal.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief One lead of an ECG, read once and shared by all patients who play it.
 *
 * Two text forms are read. Values: header lines `# rate: 360 Hz` and `# unit: mV`, then a value on
 * each line. Table: a line `t,mv`, then `seconds,millivolts` on each line at even steps.
 */
class EcgRecording
{
  public:
    /**
     * @brief Reads a recording.
     * @throws RecordingError for a file that is missing or empty, text among the values, a gap in
     *         time, an impossible rate, or a voltage beyond +-100 mV
     */
    static std::shared_ptr<const EcgRecording> Load(const std::string& path);

    /** @brief As Load, from a text held in memory; @p name stands for the file in messages. */
    static std::shared_ptr<const EcgRecording> Parse(const std::string& text,
                                                     const std::string& name);

    double RateHz() const;
    double DurationS() const;
    const std::vector<double>& Samples() const; //!< [mV]

  private:
    std::vector<double> m_samples;
    double m_rateHz = 0;
};

/**
 * @brief A patient's ECG: a recording from an offset on, again from its beginning after its end.
 *
 * Where episodes move the patient's pulse, the recording is played faster or slower by as much as
 * a pulse of 70 /min would change: the rhythm follows, and with it the width of each wave.
 */
class EcgSignal : public Signal
{
  public:
    /**
     * @param recording shared, not changed
     * @param offsetS where in the recording t = 0 lies; any value, taken modulo its length [s]
     * @param episodes what happens to the patient
     */
    EcgSignal(std::shared_ptr<const EcgRecording> recording,
              double offsetS,
              Episodes episodes = {});

    std::vector<std::string> Quantities() const override;
    /** @brief The samples that fall in the stretch, in mV. */
    SensorReading Read(double t, double spanS) override;

  private:
    double SpeedAt(double t) const;

    std::shared_ptr<const EcgRecording> m_recording;
    Episodes m_episodes;
    double m_position;       //!< of sample m_next in the recording [samples]
    std::int64_t m_next = 0; //!< first sample not yet played, counted from t = 0
};

} // namespace ns3::iomt

#endif // IOMT_ECG_RECORDING_H
