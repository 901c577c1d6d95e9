// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_PLAYED_RECORDING_H
#define IOMT_PLAYED_RECORDING_H

#include "ns3/heart-beats.h"
#include "ns3/recording-error.h"
#include "ns3/recording-player.h"
#include "ns3/recording-signal.h"

#include <cmath>
#include <cstdlib>

namespace ns3::iomt
{

/** @brief Plays what was read, as the offline program and a device do; aborts on nonsense. */
inline void
PlayRecording(const RecordingPtr& recording)
{
    RecordingPlayer player(*recording, recording->Quantities());
    HeartBeats beats;
    double last = -1e300;
    while (const auto played = player.Next())
    {
        const auto& reading = played->reading;
        if (!std::isfinite(played->knownS) || played->knownS < last - 1e-3 ||
            (reading.samples.empty() != (reading.intervalS == 0)))
        {
            std::abort();
        }
        last = played->knownS;
        for (const double sample : reading.samples)
        {
            if (!std::isfinite(sample))
            {
                std::abort();
            }
        }
        double before = -1e300;
        for (const double beat : beats.Add({reading.t, {}, reading.samples, reading.intervalS}))
        {
            if (beat <= before || beat > played->knownS)
            {
                std::abort();
            }
            before = beat;
        }
    }
    try
    {
        RecordingSignal signal(recording, recording->Quantities(), 12.3);
        for (int i = 0; i < 20; ++i)
        {
            const auto reading = signal.Read(i * 0.7, 0.7);
            for (const auto& [quantity, value] : reading.values)
            {
                if (!std::isfinite(value))
                {
                    std::abort();
                }
            }
        }
    }
    catch (const RecordingError&)
    {
    }
    catch (const std::invalid_argument&)
    {
    }
}

} // namespace ns3::iomt

#endif // IOMT_PLAYED_RECORDING_H
