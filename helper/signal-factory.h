// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SIGNAL_FACTORY_H
#define IOMT_SIGNAL_FACTORY_H

#include "ns3/device-profile.h"
#include "ns3/e4-recording.h"
#include "ns3/ecg-recording.h"
#include "ns3/recording.h"
#include "ns3/signal.h"
#include "ns3/synthetic-vitals.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace iomt
{

/// A signal for a device, and whether the sensors' noise is still to be added to it.
struct DeviceSignal
{
    std::unique_ptr<Signal> signal;
    bool noisy{true}; //!< recordings have their own noise
};

/**
 * @brief Makes what the devices of a scenario feel: recordings where there are, synthetic else.
 *
 * Recordings are read once and shared; each patient hears another part of them.
 */
class SignalFactory
{
  public:
    /**
     * @param ecg path of an ECG, or the name of one that comes with the module; empty: none
     * @param ecgRateHz rate the devices sample at; the recording must have it
     * @param e4Folder folder of an Empatica E4 recording; empty: synthetic wristbands
     * @throws RecordingError naming file, line, value and what is allowed
     */
    SignalFactory(const std::string& ecg, double ecgRateHz, const std::string& e4Folder);

    /**
     * @brief A device replays a recording of its own.
     * @param patient number from 0
     * @param device kind
     * @param path as LoadRecordings takes it; read once however often it is named
     * @param subject whose part of it; empty: the first one's
     * @param startS where in it the run begins [s]
     * @throws RecordingError naming file, line, value and what is allowed
     */
    void AddRecording(std::size_t patient,
                      const std::string& device,
                      const std::string& path,
                      const std::string& subject,
                      double startS);

    /**
     * @param profile device whose sensors it is for
     * @param patient number from 0, decides which part of a recording is heard
     * @param episodes what happens to the patient
     * @param uniform source of randomness, kept by the signal
     * @return the signal
     * @throws std::invalid_argument if nothing gives what the profile's sensors measure
     * @throws RecordingError if the device's own recording does not have it, or an ECG at another
     * rate than the device's
     */
    DeviceSignal Make(const DeviceProfile& profile,
                      std::size_t patient,
                      const Episodes& episodes,
                      const Uniform& uniform) const;

  private:
    /// A recording and where to begin in it.
    struct Played
    {
        RecordingPtr recording;
        double startS;
    };

    static void CheckRate(const Recording& recording, const DeviceProfile& profile);

    std::shared_ptr<const EcgRecording> m_ecg;
    std::shared_ptr<const E4Recording> m_e4;
    std::map<std::string, std::vector<RecordingPtr>> m_files;           //!< by path
    std::map<std::pair<std::size_t, std::string>, Played> m_recordings; //!< by patient and device
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_SIGNAL_FACTORY_H
