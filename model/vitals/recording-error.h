// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RECORDING_ERROR_H
#define IOMT_RECORDING_ERROR_H

#include <cstddef>
#include <stdexcept>
#include <string>

namespace ns3::iomt
{

/** @brief What is wrong with a recording, where, and what would be right. */
class RecordingError : public std::runtime_error
{
  public:
    /**
     * @param file as the caller named it
     * @param line from 1; 0 when the matter is the file itself
     * @param value what was found
     * @param allowed what may stand there
     */
    RecordingError(const std::string& file,
                   std::size_t line,
                   const std::string& value,
                   const std::string& allowed);

    std::string file;
    std::size_t line;
    std::string value;
    std::string allowed;
};

/** @brief A place in a binary file, to stand for the file in a RecordingError. */
std::string AtOctet(const std::string& file, std::size_t octet);

} // namespace ns3::iomt

#endif // IOMT_RECORDING_ERROR_H
