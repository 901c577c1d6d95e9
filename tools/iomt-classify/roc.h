// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CLASSIFY_ROC_H
#define IOMT_CLASSIFY_ROC_H

#include <utility>
#include <vector>

namespace ns3::iomt
{

/** @brief A score, and whether what it should tell was so. */
using ScoredTruth = std::pair<double, bool>;

/**
 * @brief Area under the ROC curve: the chance that a score where it was so exceeds one where it was
 *        not, ties counting half.
 * @return not a number unless both occur
 */
double AreaUnderRoc(std::vector<ScoredTruth> scores);

} // namespace ns3::iomt

#endif // IOMT_CLASSIFY_ROC_H
