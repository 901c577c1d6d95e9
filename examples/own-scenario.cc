// SPDX-License-Identifier: GPL-2.0-only
// A scenario of one's own: results in a folder, and a table of the latency by stage.

#include "ns3/command-line.h"
#include "ns3/scenario.h"
#include "ns3/stage.h"
#include "ns3/telemedicine-run.h"

#include <filesystem>
#include <iostream>

using namespace ns3::iomt;

int
main(int argc, char* argv[])
{
    RunOptions options;
    options.outDir = "own-scenario-results";
    ns3::CommandLine cmd(__FILE__);
    cmd.AddValue("out", "folder for the results", options.outDir);
    cmd.AddValue("run", "run number", options.run);
    cmd.Parse(argc, argv);
    try
    {
        options.scenario = CompleteScenario(nlohmann::json::parse(R"({
            "name": "two-homes", "duration_s": 60, "backhaul": "4g",
            "sites": [{"name": "town", "patients": 2},
                      {"name": "island", "backhaul": "satellite"}],
            "episodes": [{"patient": 3, "kind": "hypoxia", "onset_s": 10, "severity": 0.8}]
        })"));
        std::filesystem::create_directories(options.outDir);
        const nlohmann::json summary = RunTelemedicine(options).summary;
        for (const char* stage : STAGE_NAMES)
        {
            std::cout << stage << '\t' << summary["latency_ms"]["stages"][stage] << " ms\n";
        }
        std::cout << "alarms\t" << summary["alarms"].dump() << '\n';
    }
    catch (const std::exception& error)
    {
        std::cerr << error.what() << '\n';
        return 2;
    }
    std::cout << "results in " << options.outDir << '\n';
}
