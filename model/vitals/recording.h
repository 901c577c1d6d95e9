// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RECORDING_H
#define IOMT_RECORDING_H

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief What one sensor felt: evenly sampled values, or values at times of their own. */
struct RecordingChannel
{
    std::string name;           //!< as the file calls it, such as `MLII` or `temp_c`
    std::string quantity;       //!< as quantity.h calls it; "" when it is none of those
    double startS = 0;          //!< of the first value, if even [s]
    double rateHz = 0;          //!< 0: the values are at `times` [Hz]
    std::vector<double> times;  //!< in order, each not before the last; empty if even [s]
    std::vector<double> values; //!< in the quantity's unit; not a number where nothing was felt;
                                //!< empty for a table's column that nobody knows

    /** @brief When value @p i was felt [s]; for even channels i may be the number of values. */
    double TimeOf(std::size_t i) const;

    /** @brief The end of the last value: the usual interval after it, a second if it is alone [s].
     */
    double EndS() const;
};

/** @brief What was recorded of one person. Times are seconds since the recording's own zero. */
struct Recording
{
    std::string source;  //!< the file, as the caller named it
    std::string subject; //!< as the file calls the person; "" where it does not
    std::vector<RecordingChannel> channels;
    std::vector<double> beats;     //!< annotated heart beats, in order [s]
    bool annotated = false;        //!< whether the beats were annotated at all
    std::vector<std::size_t> rows; //!< of a table: the line of each row, from 1; else empty

    /** @brief The first channel of a quantity, or nullptr. */
    const RecordingChannel* Find(const std::string& quantity) const;

    /** @brief The first channel the file calls so, or nullptr. */
    const RecordingChannel* FindName(const std::string& name) const;

    /** @brief The quantities felt, each once, in the order of the channels. */
    std::vector<std::string> Quantities() const;

    /** @brief The end of the longest channel [s]. */
    double EndS() const;
};

using RecordingPtr = std::shared_ptr<const Recording>;

/**
 * @brief Reads a recording of any known form, one Recording for each subject in it.
 *
 * | input                                       | form                                          |
 * |---------------------------------------------|-----------------------------------------------|
 * | a folder                                    | Empatica E4 export (E4Recording; HR.csv too)  |
 * | `100`, `100.hea`, `100.dat`, `100.atr`      | WFDB record (wfdb-recording.h)                |
 * | `*.edf`, or what begins as EDF does         | EDF (edf-recording.h)                         |
 * | any other file beginning with `#` remarks   | values of one ECG lead (EcgRecording)         |
 * | any other file                              | table with named columns (csv-recording.h)    |
 *
 * @return at least one
 * @throws RecordingError naming file, line or octet, what was found and what is allowed
 */
std::vector<RecordingPtr> LoadRecordings(const std::string& path);

} // namespace ns3::iomt

#endif // IOMT_RECORDING_H
