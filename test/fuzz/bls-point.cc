// SPDX-License-Identifier: GPL-2.0-only

// libFuzzer harness: any octets as a point, an element of GT or a scalar of BLS12-381. What is read
// is written back octet for octet and is of order r; all arithmetics accept the same.

#include "ns3/bls12-381.h"

#include <algorithm>
#include <cstdlib>

using namespace ns3::iomt;
using namespace ns3::iomt::bls;

namespace
{

void
Require(bool condition)
{
    if (!condition)
    {
        std::abort();
    }
}

bool
IsOfOrderR(const Gt& value)
{
    return (value.Power(-Scalar(1)) * value).IsOne();
}

template <class G>
bool
IsOfOrderR(const G& point)
{
    return (point * -Scalar(1) + point).IsIdentity();
}

/// @return whether the octets, filled up with zeros, are an element
template <class Element>
bool
Read(const uint8_t* data, std::size_t size)
{
    Bytes octets(Element::SIZE);
    std::copy_n(data, std::min(size, octets.size()), octets.begin());
    const auto element = Element::FromBytes(octets.data());
    if (element)
    {
        const auto again = element->ToBytes();
        Require(std::equal(octets.begin(), octets.end(), again.begin()));
        Require(IsOfOrderR(*element));
    }
    return element.has_value();
}

bool
ReadAs(uint8_t kind, const uint8_t* data, std::size_t size)
{
    switch (kind % 3)
    {
    case 0:
        return Read<G1>(data, size);
    case 1:
        return Read<G2>(data, size);
    default:
        return Read<Gt>(data, size);
    }
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    if (size == 0)
    {
        return 0;
    }
    Bytes octets(Scalar::SIZE);
    std::copy_n(data, std::min(size, octets.size()), octets.begin());
    const auto scalar = Scalar::FromBytes(octets.data());
    const Scalar reduced = Scalar::Reduce(octets);
    Require(!scalar || *scalar == reduced);
    const auto written = reduced.ToBytes();
    Require(scalar.has_value() == std::equal(octets.begin(), octets.end(), written.begin()));

    static const std::vector<std::string> BACKENDS = Backends();
    SetBackend(BACKENDS.front());
    const bool accepted = ReadAs(data[0], data + 1, size - 1);
    for (const std::string& backend : BACKENDS)
    {
        SetBackend(backend);
        Require(ReadAs(data[0], data + 1, size - 1) == accepted);
    }
    return 0;
}
