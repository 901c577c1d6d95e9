// SPDX-License-Identifier: GPL-2.0-only

#include "signal-factory.h"

#include "ns3/data-path.h"
#include "ns3/recording-error.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

namespace
{

/// Patients hear the recordings this far apart, so that no two hearts beat together [s].
constexpr double OFFSET_S = 47;

bool
Measures(const DeviceProfile& profile, const std::string& kind)
{
    return std::any_of(profile.sensors.begin(),
                       profile.sensors.end(),
                       [&kind](const SensorProfile& sensor) { return sensor.kind == kind; });
}

std::string
EcgPath(const std::string& nameOrPath)
{
    const bool isPath = nameOrPath.find('/') != std::string::npos ||
                        nameOrPath.find('.') != std::string::npos;
    return isPath ? nameOrPath : DataPath("ecg/" + nameOrPath + ".txt");
}

} // namespace

SignalFactory::SignalFactory(const std::string& ecg, double ecgRateHz, const std::string& e4Folder)
{
    if (!ecg.empty())
    {
        m_ecg = EcgRecording::Load(EcgPath(ecg));
        if (std::abs(m_ecg->RateHz() - ecgRateHz) > 0.5)
        {
            throw RecordingError(EcgPath(ecg),
                                 0,
                                 std::to_string(m_ecg->RateHz()) + " Hz",
                                 "vitals.ecg_rate_hz, " + std::to_string(ecgRateHz) + " Hz");
        }
    }
    if (!e4Folder.empty())
    {
        m_e4 = E4Recording::Load(e4Folder);
    }
}

DeviceSignal
SignalFactory::Make(const DeviceProfile& profile,
                    std::size_t patient,
                    const Episodes& episodes,
                    const Uniform& uniform) const
{
    DeviceSignal made;
    if (Measures(profile, "ecg"))
    {
        if (!m_ecg)
        {
            throw std::invalid_argument("device " + profile.kind + " measures an ECG, but vitals.ecg names none");
        }
        made.signal = std::make_unique<EcgSignal>(m_ecg, OFFSET_S * patient);
        made.noisy = false;
    }
    else if (Measures(profile, "spo2"))
    {
        made.signal = std::make_unique<SyntheticOximeter>(uniform,
                                                          episodes,
                                                          Measures(profile, "respiration"));
    }
    else if (Measures(profile, "temperature"))
    {
        made.signal = std::make_unique<SyntheticThermometer>(uniform, episodes);
    }
    else if (Measures(profile, "skin-temperature"))
    {
        if (m_e4)
        {
            made.signal = std::make_unique<E4Signal>(m_e4, OFFSET_S * patient);
            made.noisy = false;
        }
        else
        {
            made.signal = std::make_unique<SyntheticWristband>(uniform, episodes);
        }
    }
    else
    {
        throw std::invalid_argument("device " + profile.kind +
                                    " has no sensor that a signal is known for; known: ecg, spo2, "
                                    "temperature, skin-temperature");
    }
    return made;
}

} // namespace iomt
} // namespace ns3
