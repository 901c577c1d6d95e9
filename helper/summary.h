// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SUMMARY_H
#define IOMT_SUMMARY_H

#include "telemedicine-helper.h"

#include "ns3/recorder.h"

#include <nlohmann/json.hpp>

namespace ns3
{
namespace iomt
{

/**
 * @brief summary.json of a run but for what only the run itself knows: run number, fingerprint,
 * wall time and whether it is complete. The fields are those of doc/results.rst.
 *
 * @param recorder what was recorded, journeys closed
 * @param system what ran
 * @return the summary
 */
nlohmann::json Summarise(Recorder& recorder, TelemedicineHelper& system);

/**
 * @brief Write the tables that are known only at the end: devices, alarms, attacks, firewall
 * rules, frames.
 * @param database where they go
 * @param recorder what was recorded
 * @param system what ran
 * @throws std::runtime_error as ResultsDatabase::Put
 */
void PutFinalTables(ResultsDatabase& database, Recorder& recorder, TelemedicineHelper& system);

} // namespace iomt
} // namespace ns3

#endif // IOMT_SUMMARY_H
