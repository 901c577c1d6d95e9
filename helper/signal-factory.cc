// SPDX-License-Identifier: GPL-2.0-only

#include "signal-factory.h"

#include "ns3/data-path.h"
#include "ns3/recording-error.h"
#include "ns3/recording-signal.h"

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

std::vector<std::string>
Kinds(const DeviceProfile& profile)
{
    std::vector<std::string> kinds;
    for (const SensorProfile& sensor : profile.sensors)
    {
        kinds.push_back(sensor.kind);
    }
    return kinds;
}

/// Whether a device feels what an Empatica E4 does, and nothing else.
bool
IsWristband(const DeviceProfile& profile)
{
    std::vector<std::string> kinds = Kinds(profile);
    std::sort(kinds.begin(), kinds.end());
    return kinds == std::vector<std::string>{"motion", "skin-temperature", "sweat"};
}

std::string
EcgPath(const std::string& nameOrPath)
{
    const bool isPath =
        nameOrPath.find('/') != std::string::npos || nameOrPath.find('.') != std::string::npos;
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

void
SignalFactory::AddRecording(std::size_t patient,
                            const std::string& device,
                            const std::string& path,
                            const std::string& subject,
                            double startS)
{
    auto& file = m_files[path];
    if (file.empty())
    {
        file = LoadRecordings(path);
    }
    std::string subjects;
    for (const RecordingPtr& recording : file)
    {
        if (subject.empty() || recording->subject == subject)
        {
            m_recordings[{patient, device}] = {recording, startS};
            return;
        }
        subjects += (subjects.empty() ? "" : ", ") + recording->subject;
    }
    throw RecordingError(path,
                         0,
                         "no subject '" + subject + "'",
                         subjects.empty() ? "no subject: none is named there" : subjects);
}

void
SignalFactory::CheckRate(const Recording& recording, const DeviceProfile& profile)
{
    for (const SensorProfile& sensor : profile.sensors)
    {
        const RecordingChannel* channel =
            sensor.kind == "ecg" ? recording.Find(sensor.kind) : nullptr;
        if (channel && std::abs(channel->rateHz - sensor.rateHz) > 0.5)
        {
            throw RecordingError(recording.source,
                                 0,
                                 "an ECG at " + std::to_string(channel->rateHz) + " Hz",
                                 "the rate of the device " + profile.kind + ", " +
                                     std::to_string(sensor.rateHz) + " Hz");
        }
    }
}

DeviceSignal
SignalFactory::Make(const DeviceProfile& profile,
                    std::size_t patient,
                    const Episodes& episodes,
                    const Uniform& uniform) const
{
    DeviceSignal made;
    const auto own = m_recordings.find({patient, profile.kind});
    if (own != m_recordings.end())
    {
        CheckRate(*own->second.recording, profile);
        made.signal = std::make_unique<RecordingSignal>(own->second.recording,
                                                        Kinds(profile),
                                                        own->second.startS);
        made.noisy = false;
    }
    else if (Measures(profile, "ecg"))
    {
        if (!m_ecg)
        {
            throw std::invalid_argument("device " + profile.kind +
                                        " measures an ECG, but vitals.ecg names none");
        }
        if (profile.sensors.size() > 1)
        {
            throw std::invalid_argument(
                "device " + profile.kind +
                " measures an ECG and something else; allowed: an ECG alone");
        }
        made.signal = std::make_unique<EcgSignal>(m_ecg, OFFSET_S * patient, episodes);
        made.noisy = false;
    }
    else if (m_e4 && IsWristband(profile))
    {
        made.signal = std::make_unique<E4Signal>(m_e4, OFFSET_S * patient);
        made.noisy = false;
    }
    else
    {
        made.signal = std::make_unique<SyntheticVitals>(Kinds(profile), uniform, episodes);
    }
    return made;
}

} // namespace iomt
} // namespace ns3
