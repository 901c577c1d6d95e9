// SPDX-License-Identifier: GPL-2.0-only

#include "des-cbc.h"

#include "operation-counts.h"

#include <algorithm>
#include <cryptopp/des.h>
#include <functional>
#include <stdexcept>
#include <string>

namespace ns3::iomt
{

struct DesCbc::Schedule
{
    std::unique_ptr<CryptoPP::BlockCipher> encryption;
    std::unique_ptr<CryptoPP::BlockCipher> decryption;
    uint64_t passes{1}; //!< of DES for each block
};

DesCbc::DesCbc(const Bytes& key)
    : m_schedule(std::make_unique<Schedule>())
{
    if (key.size() == CryptoPP::DES::DEFAULT_KEYLENGTH)
    {
        m_schedule->encryption = std::make_unique<CryptoPP::DES::Encryption>();
        m_schedule->decryption = std::make_unique<CryptoPP::DES::Decryption>();
    }
    else if (key.size() == CryptoPP::DES_EDE3::DEFAULT_KEYLENGTH)
    {
        m_schedule->encryption = std::make_unique<CryptoPP::DES_EDE3::Encryption>();
        m_schedule->decryption = std::make_unique<CryptoPP::DES_EDE3::Decryption>();
        m_schedule->passes = 3;
    }
    else
    {
        throw std::invalid_argument("DES key has " + std::to_string(key.size()) +
                                    " octets; allowed: 8, 24");
    }
    m_schedule->encryption->SetKey(key.data(), key.size());
    m_schedule->decryption->SetKey(key.data(), key.size());
}

DesCbc::~DesCbc() = default;

Bytes
DesCbc::EncryptBlock(const Bytes& block) const
{
    Bytes enciphered(DES_BLOCK_SIZE);
    m_schedule->encryption->ProcessBlock(block.data(), enciphered.data());
    Count(DES_BLOCK_SIZE);
    return enciphered;
}

Bytes
DesCbc::Encrypt(const Bytes& iv, const Bytes& plaintext) const
{
    const std::size_t padding = DES_BLOCK_SIZE - plaintext.size() % DES_BLOCK_SIZE;
    Bytes text = plaintext;
    text.insert(text.end(), padding, static_cast<uint8_t>(padding));
    const uint8_t* previous = iv.data();
    for (std::size_t at = 0; at < text.size(); at += DES_BLOCK_SIZE)
    {
        uint8_t* block = text.data() + at;
        std::transform(block, block + DES_BLOCK_SIZE, previous, block, std::bit_xor<>());
        m_schedule->encryption->ProcessBlock(block);
        previous = block;
    }
    Count(text.size());
    return text;
}

std::optional<Bytes>
DesCbc::Decrypt(const Bytes& iv, const Bytes& ciphertext) const
{
    if (ciphertext.empty() || ciphertext.size() % DES_BLOCK_SIZE != 0)
    {
        return std::nullopt;
    }
    Bytes text(ciphertext.size());
    const uint8_t* previous = iv.data();
    for (std::size_t at = 0; at < text.size(); at += DES_BLOCK_SIZE)
    {
        m_schedule->decryption->ProcessAndXorBlock(ciphertext.data() + at,
                                                   previous,
                                                   text.data() + at);
        previous = ciphertext.data() + at;
    }
    Count(text.size());
    const std::size_t padding = text.back();
    if (padding == 0 || padding > DES_BLOCK_SIZE ||
        !std::all_of(text.end() - static_cast<std::ptrdiff_t>(padding),
                     text.end(),
                     [padding](uint8_t octet) { return octet == padding; }))
    {
        return std::nullopt;
    }
    text.resize(text.size() - padding);
    return text;
}

void
DesCbc::Count(std::size_t octets) const
{
    RunningOperations().Add(Operation::DES_BLOCK, octets / DES_BLOCK_SIZE * m_schedule->passes);
}

} // namespace ns3::iomt
