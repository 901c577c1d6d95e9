// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_AES_CMAC_H
#define IOMT_AES_CMAC_H

#include <array>
#include <cstddef>
#include <cstdint>

namespace ns3::iomt
{

/**
 * @brief AES-128-CMAC (RFC 4493). Counts AES blocks.
 * @param key the AES key
 * @param data what to authenticate
 * @param size how many octets
 * @return the tag
 */
std::array<uint8_t, 16> AesCmac(const std::array<uint8_t, 16>& key,
                                const uint8_t* data,
                                std::size_t size);

} // namespace ns3::iomt

#endif // IOMT_AES_CMAC_H
