// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CALIBRATE_H
#define IOMT_CALIBRATE_H

#include "ns3/operation-counts.h"

#include <map>
#include <nlohmann/json_fwd.hpp>

namespace ns3
{
namespace iomt
{

/**
 * @brief Measure what cryptographic operations cost this host: the median of short runs, set-up of
 * keys left out. Takes a few seconds.
 *
 * What nothing but the code around it could be measured for (codec-byte, sample, packet, …) has no
 * figure.
 *
 * @return time of one operation on one core [s]
 */
std::map<Operation, double> MeasureHostCosts();

/**
 * @brief Host costs beside those of every processor profile in data/processors.
 * @return an array with a member for each operation: `operation`, `host_us` (null: not measured)
 * and `profiles_us`, an object of one number for each profile, what one more of the operation costs
 * there [µs]
 */
nlohmann::json Calibrate();

} // namespace iomt
} // namespace ns3

#endif // IOMT_CALIBRATE_H
