// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_WFDB_RECORDING_H
#define IOMT_WFDB_RECORDING_H

#include "recording.h"
#include "wfdb-header.h"

#include <functional>
#include <string>

namespace ns3::iomt
{

/** @brief The octets of a file of the record. */
using ReadRecordFile = std::function<std::string(const std::string& file)>;

/**
 * @brief A WFDB record (PhysioNet) in formats 16, 80 and 212, with the beats of its `atr` file if
 *        it has one.
 *
 * A sample the format marks as invalid is none. Where no signal is described as an ECG or by the
 * name of a lead, the first voltage that is not described as something else is taken for one.
 *
 * @param record with or without an extension: `mitdb/100`, `mitdb/100.hea`, `.dat` or `.atr`
 * @throws RecordingError for a file that is missing, not as signal(5), header(5) and annot(5) have
 *         it, or shorter than the header says
 */
RecordingPtr LoadWfdbRecording(const std::string& record);

/** @brief Whether LoadWfdbRecording() would find a header by this name. */
bool IsWfdbRecord(const std::string& record);

/**
 * @brief The signals of a record.
 * @param header as parsed
 * @param name of the header, for messages
 * @param readFile gives the octets of a signal file
 */
Recording DecodeWfdbSignals(const WfdbHeader& header,
                            const std::string& name,
                            const ReadRecordFile& readFile);

} // namespace ns3::iomt

#endif // IOMT_WFDB_RECORDING_H
