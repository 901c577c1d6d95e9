// SPDX-License-Identifier: GPL-2.0-only

#include "sha256.h"

#include "operation-counts.h"

#include <cryptopp/hmac.h>
#include <cryptopp/sha.h>
#include <stdexcept>
#include <string>

namespace ns3::iomt
{

namespace
{

constexpr std::size_t DIGEST = 32;
constexpr std::size_t BLOCK = 64;

/// Compressions over a message: padding takes 1 octet and 8 of length (FIPS 180-4, 5.1.1).
void
CountBlocks(uint64_t octets)
{
    RunningOperations().Add(Operation::SHA256_BLOCK, (octets + 9 + BLOCK - 1) / BLOCK);
}

} // namespace

struct Sha256Stream::State
{
    CryptoPP::SHA256 hash;
    uint64_t octets{0};
};

Sha256Stream::Sha256Stream()
    : m_state(std::make_unique<State>())
{
}

Sha256Stream::~Sha256Stream() = default;

void
Sha256Stream::Update(const void* data, std::size_t size)
{
    m_state->hash.Update(static_cast<const CryptoPP::byte*>(data), size);
    m_state->octets += size;
}

Bytes
Sha256Stream::Digest()
{
    Bytes digest(DIGEST);
    m_state->hash.Final(digest.data());
    CountBlocks(m_state->octets);
    m_state->octets = 0;
    return digest;
}

Bytes
Sha256(const Bytes& data)
{
    Bytes digest(DIGEST);
    CryptoPP::SHA256().CalculateDigest(digest.data(), data.data(), data.size());
    CountBlocks(data.size());
    return digest;
}

Bytes
HmacSha256(const Bytes& key, const Bytes& data)
{
    Bytes digest(DIGEST);
    CryptoPP::HMAC<CryptoPP::SHA256> hmac(key.data(), key.size());
    hmac.CalculateDigest(digest.data(), data.data(), data.size());
    if (key.size() > BLOCK)
    {
        CountBlocks(key.size());
    }
    CountBlocks(BLOCK + data.size());
    CountBlocks(BLOCK + DIGEST);
    return digest;
}

Bytes
HkdfSha256(const Bytes& salt, const Bytes& ikm, const Bytes& info, std::size_t length)
{
    if (length > 255 * DIGEST)
    {
        throw std::invalid_argument("HKDF-SHA256 gives at most 8160 octets, not " +
                                    std::to_string(length));
    }
    const Bytes key = HmacSha256(salt.empty() ? Bytes(DIGEST) : salt, ikm);
    Bytes output;
    Bytes block;
    for (uint8_t counter = 1; output.size() < length; ++counter)
    {
        block.insert(block.end(), info.begin(), info.end());
        block.push_back(counter);
        block = HmacSha256(key, block);
        output.insert(output.end(), block.begin(), block.end());
    }
    output.resize(length);
    return output;
}

} // namespace ns3::iomt
