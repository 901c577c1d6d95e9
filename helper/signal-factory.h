// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SIGNAL_FACTORY_H
#define IOMT_SIGNAL_FACTORY_H

#include "ns3/device-profile.h"
#include "ns3/e4-recording.h"
#include "ns3/ecg-recording.h"
#include "ns3/signal.h"
#include "ns3/synthetic-vitals.h"

#include <memory>
#include <string>

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
     * @param profile device whose sensors it is for
     * @param patient number from 0, decides which part of a recording is heard
     * @param episodes what happens to the patient
     * @param uniform source of randomness, kept by the signal
     * @return the signal
     * @throws std::invalid_argument if nothing gives what the profile's sensors measure
     */
    DeviceSignal Make(const DeviceProfile& profile,
                      std::size_t patient,
                      const Episodes& episodes,
                      const Uniform& uniform) const;

  private:
    std::shared_ptr<const EcgRecording> m_ecg;
    std::shared_ptr<const E4Recording> m_e4;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_SIGNAL_FACTORY_H
