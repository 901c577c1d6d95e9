// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RECORDING_SIGNAL_H
#define IOMT_RECORDING_SIGNAL_H

#include "recording.h"
#include "signal.h"

#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief A device that plays what was recorded, from an offset on, in a loop. */
class RecordingSignal : public Signal
{
  public:
    /**
     * @param recording shared, not changed
     * @param quantities what the device measures; each must be in the recording
     * @param offsetS where in the recording t = 0 lies; any value, taken modulo its length [s]
     * @throws RecordingError naming a quantity that is not in the recording, and those that are
     */
    RecordingSignal(RecordingPtr recording, std::vector<std::string> quantities, double offsetS);

    std::vector<std::string> Quantities() const override;

    /**
     * @brief The samples of `ecg` in the stretch, and of every other quantity the newest value at
     *        its end: before the first value of the recording, that one.
     */
    SensorReading Read(double t, double spanS) override;

  private:
    double NewestValue(const RecordingChannel& channel, double t) const;
    void AppendSamples(double t, double spanS, SensorReading& reading) const;

    RecordingPtr m_recording;
    std::vector<std::string> m_quantities;
    std::vector<const RecordingChannel*> m_channels; //!< beside m_quantities
    double m_offsetS;
    double m_lengthS;
};

} // namespace ns3::iomt

#endif // IOMT_RECORDING_SIGNAL_H
