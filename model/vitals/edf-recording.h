// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_EDF_RECORDING_H
#define IOMT_EDF_RECORDING_H

#include "recording.h"

#include <string>

namespace ns3::iomt
{

/**
 * @brief An EDF or continuous EDF+ file, of 16-bit samples.
 *
 * Source: B. Kemp et al., A simple format for exchange of digitized polygraphic recordings,
 * Electroencephalogr Clin Neurophysiol 82, 1992, and https://www.edfplus.info/specs/edf.html.
 * Annotations of EDF+ are passed over; files with gaps (EDF+D) and BDF are refused.
 *
 * @param octets the file
 * @param name stands for the file in messages
 * @throws RecordingError naming the octet of a field that is not as the format has it, or where
 *         the file ends too early
 */
RecordingPtr ParseEdfRecording(const std::string& octets, const std::string& name);

/** @brief Whether a file begins as EDF does (or BDF, which is refused by name). */
bool LooksLikeEdf(const std::string& octets);

} // namespace ns3::iomt

#endif // IOMT_EDF_RECORDING_H
