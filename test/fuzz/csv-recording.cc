// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief Any text as a table. Only RecordingError may come out; what is read can be played.
 */

#include "ns3/csv-recording.h"

#include "played-recording.h"

#include <cstdint>
#include <string>

using namespace ns3::iomt;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    try
    {
        const std::string text(reinterpret_cast<const char*>(data), size);
        for (const auto& recording : ParseCsvRecordings(text, "x"))
        {
            PlayRecording(recording);
        }
    }
    catch (const RecordingError&)
    {
    }
    return 0;
}
