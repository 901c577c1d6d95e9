// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief Any octets as a WFDB record: a header, after a form feed the signals, after another the
 *        annotations. Only RecordingError may come out; what is read can be played.
 */

#include "ns3/wfdb-recording.h"

#include "played-recording.h"

#include "ns3/wfdb-annotations.h"

#include <cstdint>
#include <string>

using namespace ns3::iomt;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const std::string whole(reinterpret_cast<const char*>(data), size);
    const auto first = whole.find('\f');
    const auto second = first == std::string::npos ? first : whole.find('\f', first + 1);
    const auto signals =
        first == std::string::npos ? "" : whole.substr(first + 1, second - first - 1);
    const auto annotations = second == std::string::npos ? "" : whole.substr(second + 1);
    try
    {
        double last = 0;
        for (const auto& annotation : ParseWfdbAnnotations(annotations, 360, "x.atr"))
        {
            if (annotation.t < last)
            {
                std::abort();
            }
            last = annotation.t;
        }
    }
    catch (const RecordingError&)
    {
    }
    try
    {
        const auto header = ParseWfdbHeader(whole.substr(0, first), "x.hea");
        const auto recording =
            DecodeWfdbSignals(header, "x.hea", [&signals](const auto&) { return signals; });
        PlayRecording(std::make_shared<Recording>(recording));
    }
    catch (const RecordingError&)
    {
    }
    return 0;
}
