// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief Scenario text, then overrides after a line "--", and the text once more as a profile.
 *
 * Only ScenarioError and ProfileError may come out, and what was completed stays as it is when it
 * is completed again.
 */

#include "ns3/scenario.h"

#include "ns3/device-profile.h"

#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

using namespace ns3::iomt;

namespace
{

/// Families live in rooms that a fuzzer need not link; a few names stand for them.
const bool NAMES_REGISTERED = [] {
    for (const char* registry : {"accesses", "suites", "sessions", "classifiers", "episodes"})
    {
        RegisterScenarioNames(registry, [] {
            return std::vector<std::string>{"none",
                                            "802.15.4",
                                            "aes-128-gcm",
                                            "stress",
                                            "news2",
                                            "hypoxia"};
        });
    }
    return true;
}();

void
TryScenario(const std::string& text, const std::string& overrides)
{
    try
    {
        auto scenario = ParseScenario(text, "input");
        std::istringstream lines(overrides);
        for (std::string assignment; std::getline(lines, assignment);)
        {
            SetPath(scenario, assignment);
        }
        const auto complete = CompleteScenario(scenario);
        // Through text, as it goes to the process that runs it.
        if (CompleteScenario(ParseScenario(complete.dump(), "complete")) != complete)
        {
            std::abort();
        }
    }
    catch (const ScenarioError&)
    {
    }
}

void
TryProfile(const std::string& text)
{
    try
    {
        const auto json = ParseScenario(text, "input");
        json.contains("up_bps") ? void(ParseBackhaulProfile(json, "input"))
                                : void(ParseDeviceProfile(json, "input"));
    }
    catch (const ScenarioError&)
    {
    }
    catch (const ProfileError&)
    {
    }
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const std::string input(reinterpret_cast<const char*>(data), size);
    const std::string separator = "\n--\n";
    const std::size_t end = input.find(separator);
    const std::string text = input.substr(0, end);
    TryScenario(text, end == std::string::npos ? "" : input.substr(end + separator.size()));
    TryProfile(text);
    return 0;
}
