// SPDX-License-Identifier: GPL-2.0-only

// What an inference by a rule file costs this host, over inputs all across its terms.
//
//   fuzzy-costs RULES.fcl             a line of JSON: time of this process for an inference [ns]
//   fuzzy-costs RULES.fcl --inputs    the inputs instead, a line each

#include "ns3/fcl.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <exception>
#include <iostream>
#include <random>
#include <vector>

using namespace ns3::iomt;

namespace
{

constexpr int INFERENCES = 10000;
constexpr int PASSES = 20;

/** @brief Evenly spread over the span of the terms of each input; the same on every host. */
std::vector<std::vector<double>>
Inputs(const MamdaniEngine& engine)
{
    std::mt19937 random(1);
    std::vector<std::vector<double>> inputs(INFERENCES);
    for (auto& values : inputs)
    {
        for (const auto& input : engine.Inputs())
        {
            double low = 0;
            double high = 0;
            bool first = true;
            for (const auto& term : input.terms)
            {
                if (const auto span = term.membership.Span())
                {
                    low = first ? span->first : std::min(low, span->first);
                    high = first ? span->second : std::max(high, span->second);
                    first = false;
                }
            }
            values.push_back(low + (high - low) * random() / std::mt19937::max());
        }
    }
    return inputs;
}

} // namespace

int
main(int argc, char* argv[])
{
    if (argc < 2 || argc > 3 || (argc == 3 && std::strcmp(argv[2], "--inputs") != 0))
    {
        std::cerr << "usage: fuzzy-costs RULES.fcl [--inputs]\n";
        return 2;
    }
    try
    {
        const auto engine = LoadFcl(argv[1]);
        const auto inputs = Inputs(engine);
        if (argc == 3)
        {
            for (const auto& values : inputs)
            {
                for (const double value : values)
                {
                    std::printf("%.17g ", value);
                }
                std::printf("\n");
            }
            return 0;
        }
        std::vector<double> outputs;
        engine.Infer(inputs[0], outputs); // prepares
        double sum = 0;                   // so that nothing is optimised away
        const auto begin = std::clock();
        for (int pass = 0; pass < PASSES; ++pass)
        {
            for (const auto& values : inputs)
            {
                engine.Infer(values, outputs);
                sum += outputs[0];
            }
        }
        const double s = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        std::printf("{\"ns\": %.1f, \"sum\": %g}\n", 1e9 * s / (PASSES * INFERENCES), sum);
    }
    catch (const std::exception& error)
    {
        std::cerr << "fuzzy-costs: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
