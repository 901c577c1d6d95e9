// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief Rule file text. Only FclError may come out; what is understood infers values in range.
 */

#include "ns3/fcl.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace ns3::iomt;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    try
    {
        const auto engine = ParseFcl(std::string(reinterpret_cast<const char*>(data), size));
        for (const double value : {-1e9, 0.0, 0.5, 31.4, 1e9})
        {
            std::map<std::string, double> inputs;
            for (const auto& input : engine.Inputs())
            {
                inputs[input.name] = value;
            }
            const auto results = engine.Evaluate(inputs);
            for (const auto& output : engine.Outputs())
            {
                const auto result = results.find(output.name);
                if (result == results.end())
                {
                    if (output.defaultValue)
                    {
                        std::abort();
                    }
                    continue;
                }
                const bool inRange =
                    result->second >= output.minimum && result->second <= output.maximum;
                if (!inRange && result->second != output.defaultValue)
                {
                    std::abort();
                }
            }
        }
    }
    catch (const FclError& error)
    {
        if (error.problem.empty() || (error.line == 0) != (error.column == 0))
        {
            std::abort();
        }
    }
    return 0;
}
