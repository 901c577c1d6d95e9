// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_VERDICT_H
#define IOMT_VERDICT_H

#include "senml.h"

#include "ns3/classifier.h"

#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief What classifiers said of a patient, as SenML: for each its records `NAME/label`,
 * `NAME/score`, `NAME/alarm` and, if there is one, `NAME/reason`.
 * @param verdict of one reading, at least one classification
 * @param baseName of the place, as "p3/verdict/gateway/"
 * @param time of the reading, Unix [s]
 * @return the pack
 */
SenmlPack VerdictToSenml(const std::vector<Classification>& verdict,
                         const std::string& baseName,
                         double time);

/**
 * @brief Read VerdictToSenml's pack.
 * @param resolved as from ResolveSenml()
 * @return classifications in their order; records that are no part of one are skipped
 */
std::vector<Classification> VerdictFromSenml(const SenmlPack& resolved);

} // namespace ns3::iomt

#endif // IOMT_VERDICT_H
