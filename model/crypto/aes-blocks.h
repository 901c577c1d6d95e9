// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_AES_BLOCKS_H
#define IOMT_AES_BLOCKS_H

#include "operation-counts.h"

#include <cstddef>
#include <cstdint>

namespace ns3::iomt
{

/// AES block size (FIPS 197) [octets].
constexpr std::size_t AES_BLOCK_SIZE = 16;

/// @param octets how many @return how many blocks hold them
constexpr uint64_t
AesBlocksIn(std::size_t octets)
{
    return (octets + AES_BLOCK_SIZE - 1) / AES_BLOCK_SIZE;
}

/// @param keySize of an AES key [octets] @return rounds of a block (FIPS 197, table 4)
constexpr uint64_t
AesRounds(std::size_t keySize)
{
    return keySize / 4 + 6;
}

/**
 * @brief Count block encryptions, those under longer keys by their 12 or 14 rounds against 10.
 * @param blocks encrypted
 * @param keySize of the key [octets]
 */
inline void
CountAesBlocks(uint64_t blocks, std::size_t keySize)
{
    RunningOperations().Add(Operation::AES_BLOCK, (blocks * AesRounds(keySize) + 9) / 10);
}

} // namespace ns3::iomt

#endif // IOMT_AES_BLOCKS_H
