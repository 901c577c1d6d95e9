// SPDX-License-Identifier: GPL-2.0-only

#include "recording-error.h"

namespace ns3::iomt
{

namespace
{

/** @brief Short and printable: a binary file's first line must not flood a terminal. */
std::string
Shown(const std::string& value)
{
    constexpr std::size_t LONGEST = 40;
    std::string shown;
    for (const char c : value.substr(0, LONGEST))
    {
        const auto byte = static_cast<unsigned char>(c);
        shown += byte < 0x20 || byte == 0x7f ? '?' : c;
    }
    return value.size() > LONGEST ? shown + "..." : shown;
}

} // namespace

RecordingError::RecordingError(const std::string& file,
                               std::size_t line,
                               const std::string& value,
                               const std::string& allowed)
    : std::runtime_error(file + (line ? ":" + std::to_string(line) : std::string()) + ": found " +
                         Shown(value) + "; allowed: " + allowed),
      file(file),
      line(line),
      value(value),
      allowed(allowed)
{
}

std::string
AtOctet(const std::string& file, std::size_t octet)
{
    return file + ", octet " + std::to_string(octet);
}

} // namespace ns3::iomt
