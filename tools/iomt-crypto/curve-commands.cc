// SPDX-License-Identifier: GPL-2.0-only

#include "curve-commands.h"

#include "options.h"

#include "ns3/bls12-381.h"

#include <iostream>
#include <stdexcept>

namespace ns3::iomt
{

namespace
{

template <class Octets>
void
Print(const Octets& octets)
{
    std::cout << ToHex(Bytes(octets.begin(), octets.end())) << "\n";
}

template <class Group>
Group
Point(const Options& options, const std::string& name)
{
    const Bytes octets = options.GetHex(name);
    if (octets.size() != Group::SIZE)
    {
        throw std::invalid_argument("--" + name + ": has " + std::to_string(octets.size()) +
                                    " octets; a compressed point has " +
                                    std::to_string(Group::SIZE));
    }
    const std::optional<Group> point = Group::FromBytes(octets.data());
    if (!point)
    {
        throw std::invalid_argument("--" + name +
                                    ": is no compressed point of order r; flags must be right, the "
                                    "coordinate below p, on the curve and in the subgroup");
    }
    return *point;
}

} // namespace

int
HashToG1(const std::vector<std::string>& arguments)
{
    const Options options(arguments, {"dst", "msg"});
    const std::string& tag = options.Get("dst");
    if (tag.empty())
    {
        throw std::invalid_argument("--dst: is empty; RFC 9380, 3.1 wants a tag");
    }
    Print(bls::G1::Hash(options.GetHex("msg"), tag).ToBytes());
    return 0;
}

int
PairPoints(const std::vector<std::string>& arguments)
{
    const Options options(arguments, {"g1", "g2"}, {"cubed"});
    const auto p = Point<bls::G1>(options, "g1");
    const auto q = Point<bls::G2>(options, "g2");
    Print((options.Has("cubed") ? bls::Pairing(p, q) : bls::ExactPairing(p, q)).ToBytes());
    return 0;
}

} // namespace ns3::iomt
