// SPDX-License-Identifier: GPL-2.0-only

#include "abe-groups.h"

#include <iterator>

namespace ns3::iomt
{

namespace
{

/// Domain separation tag (RFC 9380, 3.1): application, version, suite.
const std::string DST = "NS3-IOMT-ABE-V01-with-BLS12381G1_XMD:SHA-256_SSWU_RO_";

} // namespace

bls::G1
HashAbeAttribute(const std::string& attribute)
{
    return bls::G1::Hash(ToBytes(attribute), DST);
}

const bls::G1&
AbeReservedPoint()
{
    // No attribute is the empty string.
    static const bls::G1 POINT = HashAbeAttribute("");
    return POINT;
}

std::size_t
AbeIndex(const AbeAttributes& attributes, const std::string& attribute)
{
    return static_cast<std::size_t>(
        std::distance(attributes.begin(), attributes.lower_bound(attribute)));
}

bls::G1
AbeCombine(const std::vector<bls::G1::Term>& terms, const bls::Scalar& scale)
{
    const bls::G1 sum = bls::G1::MultiplyAddPublic(terms);
    return scale == bls::Scalar(1) ? sum : bls::G1::MultiplyAddPublic({{sum, scale}});
}

Bytes
AbeSecret(const bls::Gt& value)
{
    const auto octets = value.ToBytes();
    return Bytes(octets.begin(), octets.end());
}

} // namespace ns3::iomt
