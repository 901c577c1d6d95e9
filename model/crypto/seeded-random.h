// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SEEDED_RANDOM_H
#define IOMT_SEEDED_RANDOM_H

#include "bytes.h"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace ns3::iomt
{

/// Source of secret random numbers: 64 bits a call.
using SecretRandom = std::function<uint64_t()>;

/**
 * @brief Random numbers that repeat with their seed: SHA-256 of seed and a counter, as Hash_DRBG
 * (SP 800-90A, 10.1.1) hashes its state. Stands for the generator of a device, which is hardware,
 * so nothing is counted.
 * @param seed any length, kept secret
 * @return the source; copies of it go their own ways
 */
SecretRandom SeededRandom(const Bytes& seed);

/**
 * @param random source
 * @param size how many [octets]
 * @return octets of it, eight for each call
 */
Bytes RandomOctets(const SecretRandom& random, std::size_t size);

} // namespace ns3::iomt

#endif // IOMT_SEEDED_RANDOM_H
