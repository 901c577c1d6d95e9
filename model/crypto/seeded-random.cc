// SPDX-License-Identifier: GPL-2.0-only

#include "seeded-random.h"

#include <array>
#include <cryptopp/sha.h>

namespace ns3::iomt
{

namespace
{

uint64_t
FromOctets(const uint8_t* octets)
{
    uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i)
    {
        number = number << 8 | octets[i];
    }
    return number;
}

} // namespace

SecretRandom
SeededRandom(const Bytes& seed)
{
    std::array<uint8_t, CryptoPP::SHA256::DIGESTSIZE> block{};
    return [seed, block, counter = uint64_t{0}, at = block.size()]() mutable {
        if (at == block.size())
        {
            Bytes input = seed;
            for (int shift = 56; shift >= 0; shift -= 8)
            {
                input.push_back(static_cast<uint8_t>(counter >> shift));
            }
            ++counter;
            CryptoPP::SHA256().CalculateDigest(block.data(), input.data(), input.size());
            at = 0;
        }
        const uint64_t number = FromOctets(block.data() + at);
        at += sizeof number;
        return number;
    };
}

Bytes
RandomOctets(const SecretRandom& random, std::size_t size)
{
    Bytes octets;
    while (octets.size() < size)
    {
        const uint64_t number = random();
        for (int shift = 56; shift >= 0 && octets.size() < size; shift -= 8)
        {
            octets.push_back(static_cast<uint8_t>(number >> shift));
        }
    }
    return octets;
}

} // namespace ns3::iomt
