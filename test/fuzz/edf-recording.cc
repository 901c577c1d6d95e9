// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief Any octets as EDF. Only RecordingError may come out; what is read can be played.
 */

#include "ns3/edf-recording.h"

#include "played-recording.h"

#include <cstdint>
#include <string>

using namespace ns3::iomt;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    try
    {
        PlayRecording(
            ParseEdfRecording(std::string(reinterpret_cast<const char*>(data), size), "x"));
    }
    catch (const RecordingError&)
    {
    }
    return 0;
}
