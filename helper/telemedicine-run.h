// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_TELEMEDICINE_RUN_H
#define IOMT_TELEMEDICINE_RUN_H

#include "ns3/iomt-config.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace ns3
{
namespace iomt
{

/// What to run and where to leave what came of it.
struct RunOptions
{
    nlohmann::json scenario; //!< complete, see CompleteScenario()
    uint64_t run{1};         //!< RngSeedManager's run number: vary this, not the seed
    std::string outDir;      //!< folder that is there; results in it are replaced
    bool pcap{false};        //!< record every link
    /**
     * @brief Told now and then how far the run is; it may be empty.
     *
     * @return false to stop: what was recorded is kept, and marked incomplete
     */
    std::function<bool(double simulatedS, double durationS)> progress;
};

/// What came of a run.
struct RunResult
{
    nlohmann::json summary; //!< as written to summary.json
    bool complete{false};   //!< false if progress stopped it
};

/**
 * @brief Run a scenario and write scenario.json, results.sqlite and summary.json.
 *
 * ns-3 cannot be run twice in one process and give the same results, so a second call is refused.
 *
 * @param options what and where
 * @return the results
 * @throws ScenarioError if something the scenario names cannot be used; std::runtime_error if
 * results cannot be written; std::logic_error at a second call
 */
RunResult RunTelemedicine(const RunOptions& options);

/// @return version of ns-3 this was built against, such as "3.37"
std::string Ns3Version();

} // namespace iomt
} // namespace ns3

#endif // IOMT_TELEMEDICINE_RUN_H
