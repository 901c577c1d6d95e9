// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CSV_RECORDING_H
#define IOMT_CSV_RECORDING_H

#include "recording.h"

#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief A table: a header line with the names of columns, then values between commas.
 *
 * `t` [s] is there and does not go back within a subject; `subject` tells several persons apart;
 * `label` (1 while what is looked for is so, else 0) is kept under its name. Columns whose names
 * recording-columns.h knows are read; of the others only the names. An empty field, `nan`, `na` or
 * `null` is a value that was not felt. A column of `ecg` is at even steps of t.
 *
 * @param text the file
 * @param name stands for the file in messages
 * @return one recording for each subject, in the order they appear; their rows tell the lines
 * @throws RecordingError naming the line
 */
std::vector<RecordingPtr> ParseCsvRecordings(const std::string& text, const std::string& name);

} // namespace ns3::iomt

#endif // IOMT_CSV_RECORDING_H
