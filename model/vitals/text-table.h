// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_TEXT_TABLE_H
#define IOMT_TEXT_TABLE_H

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief A whole file.
 * @throws RecordingError when it cannot be read, or is larger than any recording would be (256 MiB)
 */
std::string ReadTextFile(const std::string& path);

/** @brief The lines of a text, without their ends (LF or CR LF), that refer to it. */
std::vector<std::string_view> SplitLines(std::string_view text);

/** @brief The fields between commas, without blanks around them. */
std::vector<std::string_view> SplitFields(std::string_view line);

/** @brief The text without blanks around it. */
std::string_view Trim(std::string_view text);

/** @brief The number that makes up all of the text, with a decimal point; nothing otherwise. */
std::optional<double> ToNumber(std::string_view text);

} // namespace ns3::iomt

#endif // IOMT_TEXT_TABLE_H
