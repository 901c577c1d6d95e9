// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ABE_GROUPS_H
#define IOMT_ABE_GROUPS_H

#include "abe-lsss.h"
#include "abe-policy.h"
#include "bls12-381.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3::iomt
{

/// @param attribute any @return its point in G1, whose logarithm nobody knows
bls::G1 HashAbeAttribute(const std::string& attribute);

/// @return a point in G1 that belongs to no attribute, B of FABEO
const bls::G1& AbeReservedPoint();

/// @param attributes of a key or a header @param attribute one of them @return its place, from 0
std::size_t AbeIndex(const AbeAttributes& attributes, const std::string& attribute);

/**
 * @brief The sum that a reconstruction makes of points.
 * @param terms points and coefficients, both known to everyone who may decrypt
 * @param scale the sum is multiplied by it
 * @return scale * sum of coefficient * point
 */
bls::G1 AbeCombine(const std::vector<bls::G1::Term>& terms, const bls::Scalar& scale);

/// @param value any @return its octets, as a secret for key derivation
Bytes AbeSecret(const bls::Gt& value);

} // namespace ns3::iomt

#endif // IOMT_ABE_GROUPS_H
