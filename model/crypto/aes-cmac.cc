// SPDX-License-Identifier: GPL-2.0-only

#include "aes-cmac.h"

#include "aes-blocks.h"

#include <algorithm>
#include <cryptopp/aes.h>
#include <cryptopp/cmac.h>

namespace ns3::iomt
{

std::array<uint8_t, 16>
AesCmac(const std::array<uint8_t, 16>& key, const uint8_t* data, std::size_t size)
{
    std::array<uint8_t, 16> tag;
    CryptoPP::CMAC<CryptoPP::AES> cmac(key.data(), key.size());
    cmac.CalculateDigest(tag.data(), data, size);
    // One block for the subkeys; an empty message is one padded block (RFC 4493, 2.3 and 2.4).
    CountAesBlocks(1 + std::max<uint64_t>(1, AesBlocksIn(size)), key.size());
    return tag;
}

} // namespace ns3::iomt
