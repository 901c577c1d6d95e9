// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_WFDB_ANNOTATIONS_H
#define IOMT_WFDB_ANNOTATIONS_H

#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief An annotation: what an expert saw, and when. */
struct WfdbAnnotation
{
    double t;    //!< [s]
    int code;    //!< ecgcodes.h of the WFDB library: 1 a normal beat, 5 a premature ventricular one
    bool isBeat; //!< whether the code is that of a QRS complex
};

/**
 * @brief Reads an annotation file in MIT format (annot(5) of the WFDB Applications Guide).
 * @param octets the file, such as `100.atr`
 * @param rateHz of the record, unless the file tells its own time resolution [Hz]
 * @param name stands for the file in messages
 * @throws RecordingError naming the octet where the file ends or goes back in time
 */
std::vector<WfdbAnnotation> ParseWfdbAnnotations(const std::string& octets,
                                                 double rateHz,
                                                 const std::string& name);

} // namespace ns3::iomt

#endif // IOMT_WFDB_ANNOTATIONS_H
