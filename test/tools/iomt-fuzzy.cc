// SPDX-License-Identifier: GPL-2.0-only

// A rule file by hand: reads lines of inputs, in the order of VAR_INPUT, and writes a line of
// outputs each (nan: no rule fired).
//
//   iomt-fuzzy RULES.fcl

#include "ns3/fcl.h"

#include <cstdio>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3::iomt;

int
main(int argc, char* argv[])
{
    if (argc != 2)
    {
        std::cerr << "usage: iomt-fuzzy RULES.fcl < INPUTS\n";
        return 2;
    }
    try
    {
        const auto engine = LoadFcl(argv[1]);
        std::vector<double> outputs;
        for (std::string line; std::getline(std::cin, line);)
        {
            std::istringstream in(line);
            std::vector<double> inputs;
            for (double value = 0; in >> value;)
            {
                inputs.push_back(value);
            }
            engine.Infer(inputs, outputs);
            for (std::size_t o = 0; o < outputs.size(); ++o)
            {
                std::printf(o > 0 ? " %.17g" : "%.17g", outputs[o]);
            }
            std::printf("\n");
        }
    }
    catch (const std::exception& error)
    {
        std::cerr << "iomt-fuzzy: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
