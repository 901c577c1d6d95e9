// SPDX-License-Identifier: GPL-2.0-only

// Pairings and attribute-based encryption by hand: for checking other implementations, and for
// teaching.

#include "abe-commands.h"
#include "cost-commands.h"
#include "curve-commands.h"

#include "ns3/nearest-name.h"

#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3::iomt;

namespace
{

const char* const USAGE = R"(usage: iomt-crypto COMMAND [OPTIONS]

  hash-to-g1 --dst TAG --msg HEX
      RFC 9380, BLS12381G1_XMD:SHA-256_SSWU_RO_; prints the compressed point (48 octets)
  pairing --g1 HEX --g2 HEX [--cubed]
      of two compressed points (48 and 96 octets); prints 576 octets, the coefficients of 1, u, v,
      uv, v^2, uv^2 and those times w. The value is that of draft-irtf-cfrg-pairing-friendly-curves;
      --cubed gives its cube, as blst and zkcrypto do
  abe setup --scheme fabeo-cp|fabeo-kp|bsw07|gpsw06 --public FILE --master FILE [--universe A,B...]
      [--expiring | --epochs E,F...]
      founds an authority; gpsw06 needs all attributes (and epochs) there will be
  abe keygen --master FILE (--attributes A,B... | --policy P) [--epochs E,F...] --out FILE
      a user's key: attributes for fabeo-cp and bsw07, a policy for fabeo-kp and gpsw06
  abe encrypt --public FILE (--policy P | --attributes A,B...) [--epoch E] [--suite aes-128-gcm]
      [--aad HEX] --in FILE --out FILE
  abe decrypt --key FILE [--aad HEX] --in FILE --out FILE
      fails if the ciphertext was changed or is not for this key
  abe show --in FILE
      what a key or a ciphertext says of itself
  costs sizes|attributes|rekeying [--processors A,B...]
      executes suites, counts what they did, and prints time and energy of processors, as CSV:
      over lengths of messages, over attributes, over readings under one key

A policy: '(role:doctor and dept:cardiology) or 2 of (role:nurse, ward:3, shift:night)'.
FILE is - for standard input or output. setup, keygen and encrypt take --seed TEXT to repeat what
they did; who knows the seed knows the secrets.
HEX is hexadecimal, as is what is printed. Exit status: 0 done, 1 failure, 2 bad input.
Nothing here is hardened against side channels: do not protect data of value with it.
)";

using Command = std::function<int(const std::vector<std::string>&)>;

const std::map<std::string, Command> COMMANDS = {
    {"abe", Abe},
    {"costs", Costs},
    {"hash-to-g1", HashToG1},
    {"pairing", PairPoints},
};

int
Run(const std::vector<std::string>& arguments)
{
    const std::string name = arguments.empty() ? "" : arguments.front();
    if (name.empty() || name == "help" || name == "-h" || name == "--help")
    {
        (name.empty() ? std::cerr : std::cout) << USAGE;
        return name.empty() ? 2 : 0;
    }
    const auto found = COMMANDS.find(name);
    if (found == COMMANDS.end())
    {
        std::vector<std::string> names;
        std::string allowed;
        for (const auto& command : COMMANDS)
        {
            names.push_back(command.first);
            allowed += " " + command.first;
        }
        const std::string nearest = NearestName(name, names);
        throw std::invalid_argument("no command '" + name + "'" +
                                    (nearest.empty() ? ";" : ", did you mean '" + nearest + "'?") +
                                    " commands:" + allowed);
    }
    const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
    for (const std::string& argument : rest)
    {
        if (argument == "-h" || argument == "--help")
        {
            std::cout << USAGE;
            return 0;
        }
    }
    try
    {
        return found->second(rest);
    }
    catch (const std::invalid_argument& error)
    {
        throw std::invalid_argument(name + ": " + error.what());
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    try
    {
        const int status = Run({argv + 1, argv + argc});
        std::cout.flush();
        return std::cout ? status : 1;
    }
    catch (const std::invalid_argument& error)
    {
        std::cerr << "iomt-crypto: " << error.what() << "\n";
        return 2;
    }
    catch (const std::exception& error)
    {
        std::cerr << "iomt-crypto: " << error.what() << "\n";
        return 1;
    }
}
