// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_WFDB_HEADER_H
#define IOMT_WFDB_HEADER_H

#include <cstddef>
#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief A signal of a WFDB record: a line of its header. */
struct WfdbSignal
{
    std::string file; //!< in the folder of the header
    int format = 0;   //!< 16, 80 or 212
    std::size_t samplesPerFrame = 1;
    std::size_t skewFrames = 0;  //!< by which the signal lags behind the others
    std::size_t octetOffset = 0; //!< of the first sample in the file
    double gain = 200;           //!< steps of the converter for a unit
    double baseline = 0;         //!< converter value of 0 units
    std::string unit = "mV";
    std::string description; //!< such as `MLII`; "" where the header has none
};

/** @brief A header file of the WFDB library: `100.hea`. */
struct WfdbHeader
{
    double framesPerSecond = 250; //!< [Hz]
    std::size_t frames = 0;       //!< 0: as many as the files hold
    std::vector<WfdbSignal> signals;
};

/**
 * @brief Reads a header (header(5) of the WFDB Applications Guide).
 *
 * Records of several segments, signals outside the folder and formats other than
 * 16, 80 and 212 are refused. Checksums and initial values are passed over.
 *
 * @param name stands for the file in messages
 * @throws RecordingError naming the line
 */
WfdbHeader ParseWfdbHeader(const std::string& text, const std::string& name);

} // namespace ns3::iomt

#endif // IOMT_WFDB_HEADER_H
