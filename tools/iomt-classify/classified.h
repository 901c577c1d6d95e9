// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CLASSIFY_CLASSIFIED_H
#define IOMT_CLASSIFY_CLASSIFIED_H

#include "roc.h"

#include "ns3/recording.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief What a classifier said over a recording. */
struct Classified
{
    std::string table;                            //!< CSV with a header line
    std::size_t rows = 0;                         //!< readings
    std::size_t judged = 0;                       //!< readings after which it said something
    std::map<std::string, std::size_t> labels;    //!< how often each
    std::map<std::string, std::size_t> alarms;    //!< by level; without `none`
    std::vector<std::vector<ScoredTruth>> truths; //!< of each subject, where the file tells
    std::string noTruth;                          //!< why a column of truth cannot be used
    std::vector<std::string> missing; //!< inputs of the classifier that are not in the recording
};

/**
 * @brief Runs a classifier over each subject of a recording, from its beginning to its end.
 *
 * Columns of the table: `subject` where the file tells subjects apart, `t` [s], the inputs as the
 * file calls them, `score`, `label`. A row for each reading, in the order of the file; what was not
 * felt or not said is empty. Of a block of ECG it has the newest sample, and the block's end as t.
 *
 * @param name of the classifier
 * @param recordings of one file
 * @throws std::invalid_argument for an unknown classifier, and when the recording lacks what it
 *         needs; RecordingError for an ECG that is too slow
 */
Classified Classify(const std::string& name, const std::vector<RecordingPtr>& recordings);

} // namespace ns3::iomt

#endif // IOMT_CLASSIFY_CLASSIFIED_H
