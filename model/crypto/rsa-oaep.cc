// SPDX-License-Identifier: GPL-2.0-only

#include "rsa-oaep.h"

#include "operation-counts.h"

#include <cryptopp/filters.h>
#include <cryptopp/oaep.h>
#include <cryptopp/queue.h>
#include <cryptopp/rsa.h>
#include <cryptopp/sha.h>
#include <stdexcept>
#include <string>

namespace ns3::iomt
{

namespace
{

using Scheme = CryptoPP::RSAES<CryptoPP::OAEP<CryptoPP::SHA256>>;

constexpr std::size_t DIGEST = 32;
constexpr unsigned PUBLIC_EXPONENT = 65537;

/// Crypto++ draws octets from what this module draws numbers from.
class Source : public CryptoPP::RandomNumberGenerator
{
  public:
    explicit Source(SecretRandom random)
        : m_random(std::move(random))
    {
    }

    void GenerateBlock(CryptoPP::byte* output, std::size_t size) override
    {
        const Bytes octets = RandomOctets(m_random, size);
        std::copy(octets.begin(), octets.end(), output);
    }

  private:
    SecretRandom m_random;
};

struct KeyLength
{
    std::size_t bits;
    Operation publicOperation;
    Operation privateOperation;
};

constexpr KeyLength LENGTHS[] = {
    {1024, Operation::RSA_1024_PUBLIC, Operation::RSA_1024_PRIVATE},
    {2048, Operation::RSA_2048_PUBLIC, Operation::RSA_2048_PRIVATE},
    {3072, Operation::RSA_3072_PUBLIC, Operation::RSA_3072_PRIVATE},
};

const KeyLength&
LengthOf(std::size_t bits)
{
    for (const KeyLength& size : LENGTHS)
    {
        if (size.bits == bits)
        {
            return size;
        }
    }
    throw std::invalid_argument("RSA modulus of " + std::to_string(bits) +
                                " bits; allowed: 1024, 2048, 3072");
}

/// @param octets of a modulus @return compressions that masking seed and data block takes
uint64_t
HashBlocks(std::size_t octets)
{
    const std::size_t dataBlock = octets - DIGEST - 1;
    // MGF1: a digest for each 32 octets of mask, over the seed and a counter of 4 octets; then one
    // digest over the data block and a counter, with 9 octets of padding at least.
    return (dataBlock + DIGEST - 1) / DIGEST + (dataBlock + 4 + 9 + 63) / 64;
}

} // namespace

struct RsaOaep::Keys
{
    CryptoPP::RSA::PrivateKey pair;
    Scheme::Encryptor encryptor;
    Scheme::Decryptor decryptor;
    KeyLength size{};
    SecretRandom blinding;

    /// @throws std::invalid_argument if the length is not allowed
    void Ready()
    {
        size = LengthOf(pair.GetModulus().BitCount());
        encryptor = Scheme::Encryptor(pair);
        decryptor = Scheme::Decryptor(pair);
        CryptoPP::SecByteBlock exponent(pair.GetPrivateExponent().MinEncodedSize());
        pair.GetPrivateExponent().Encode(exponent, exponent.size());
        // It changes no result, so it may repeat.
        blinding = SeededRandom(Bytes(exponent.begin(), exponent.end()));
    }
};

RsaOaep::RsaOaep(std::unique_ptr<Keys> keys)
    : m_keys(std::move(keys))
{
}

RsaOaep::RsaOaep(RsaOaep&& other) noexcept = default;
RsaOaep& RsaOaep::operator=(RsaOaep&& other) noexcept = default;
RsaOaep::~RsaOaep() = default;

RsaOaep
RsaOaep::Generate(std::size_t bits, const SecretRandom& random)
{
    LengthOf(bits);
    auto keys = std::make_unique<Keys>();
    Source source(random);
    keys->pair.Initialize(source, static_cast<unsigned>(bits), PUBLIC_EXPONENT);
    keys->Ready();
    return RsaOaep(std::move(keys));
}

RsaOaep
RsaOaep::FromPkcs8(const Bytes& der)
{
    auto keys = std::make_unique<Keys>();
    try
    {
        CryptoPP::ArraySource source(der.data(), der.size(), true);
        keys->pair.Load(source);
    }
    catch (const CryptoPP::Exception& error)
    {
        throw std::invalid_argument(std::string("no RSA private key in PKCS #8: ") + error.what());
    }
    keys->Ready();
    return RsaOaep(std::move(keys));
}

Bytes
RsaOaep::ToPkcs8() const
{
    CryptoPP::ByteQueue queue;
    m_keys->pair.Save(queue);
    Bytes der(queue.CurrentSize());
    queue.Get(der.data(), der.size());
    return der;
}

std::size_t
RsaOaep::Size() const
{
    return m_keys->size.bits / 8;
}

std::size_t
RsaOaep::LongestMessage() const
{
    return Size() - 2 * DIGEST - 2;
}

Bytes
RsaOaep::Encrypt(const Bytes& message, const SecretRandom& random) const
{
    if (message.size() > LongestMessage())
    {
        throw std::invalid_argument("RSA-OAEP message has " + std::to_string(message.size()) +
                                    " octets, the key takes at most " +
                                    std::to_string(LongestMessage()));
    }
    Bytes ciphertext(Size());
    Source source(random);
    m_keys->encryptor.Encrypt(source, message.data(), message.size(), ciphertext.data());
    RunningOperations().Add(m_keys->size.publicOperation);
    RunningOperations().Add(Operation::SHA256_BLOCK, HashBlocks(Size()));
    return ciphertext;
}

std::optional<Bytes>
RsaOaep::Decrypt(const Bytes& ciphertext) const
{
    if (ciphertext.size() != Size() ||
        CryptoPP::Integer(ciphertext.data(), ciphertext.size()) >= m_keys->pair.GetModulus())
    {
        return std::nullopt;
    }
    RunningOperations().Add(m_keys->size.privateOperation);
    RunningOperations().Add(Operation::SHA256_BLOCK, HashBlocks(Size()));
    Bytes message(Size());
    Source source([this] { return m_keys->blinding(); });
    try
    {
        const CryptoPP::DecodingResult result =
            m_keys->decryptor.Decrypt(source, ciphertext.data(), ciphertext.size(), message.data());
        if (!result.isValidCoding)
        {
            return std::nullopt;
        }
        message.resize(result.messageLength);
        return message;
    }
    catch (const CryptoPP::Exception&)
    {
        return std::nullopt;
    }
}

} // namespace ns3::iomt
