// SPDX-License-Identifier: GPL-2.0-only

#include "aes-blocks.h"
#include "cipher-suite.h"

#include <cryptopp/aes.h>
#include <cryptopp/gcm.h>

namespace ns3::iomt
{

namespace
{

/// AES in Galois/Counter Mode (NIST SP 800-38D), 96-bit nonce, 128-bit tag.
class AesGcm : public CipherSuite
{
  public:
    AesGcm(std::size_t keySize, int coseAlgorithm)
        : m_keySize(keySize),
          m_coseAlgorithm(coseAlgorithm)
    {
    }

    std::size_t KeySize() const override
    {
        return m_keySize;
    }

    std::size_t NonceSize() const override
    {
        return 12;
    }

    std::size_t TagSize() const override
    {
        return 16;
    }

    int CoseAlgorithm() const override
    {
        return m_coseAlgorithm;
    }

  protected:
    void DoSetKey(const Bytes& key) override
    {
        // Crypto++ refuses a key without a nonce; each message brings its own.
        const Bytes nonce(NonceSize());
        m_encryption.SetKeyWithIV(key.data(), key.size(), nonce.data(), nonce.size());
        m_decryption.SetKeyWithIV(key.data(), key.size(), nonce.data(), nonce.size());
        CountAesBlocks(1, m_keySize); // the hash subkey H
    }

    Bytes DoSeal(const Bytes& nonce, const Bytes& aad, const Bytes& plaintext) override
    {
        Bytes sealed(plaintext.size() + TagSize());
        m_encryption.EncryptAndAuthenticate(sealed.data(),
                                            sealed.data() + plaintext.size(),
                                            TagSize(),
                                            nonce.data(),
                                            static_cast<int>(nonce.size()),
                                            aad.data(),
                                            aad.size(),
                                            plaintext.data(),
                                            plaintext.size());
        Count(aad.size(), plaintext.size());
        return sealed;
    }

    std::optional<Bytes> DoOpen(const Bytes& nonce, const Bytes& aad, const Bytes& sealed) override
    {
        Bytes plaintext(sealed.size() - TagSize());
        const bool authentic = m_decryption.DecryptAndVerify(plaintext.data(),
                                                             sealed.data() + plaintext.size(),
                                                             TagSize(),
                                                             nonce.data(),
                                                             static_cast<int>(nonce.size()),
                                                             aad.data(),
                                                             aad.size(),
                                                             sealed.data(),
                                                             plaintext.size());
        Count(aad.size(), plaintext.size());
        if (!authentic)
        {
            return std::nullopt;
        }
        return plaintext;
    }

  private:
    void Count(std::size_t aad, std::size_t plaintext) const
    {
        // One block more to mask the tag; one hash more for the lengths.
        CountAesBlocks(AesBlocksIn(plaintext) + 1, m_keySize);
        RunningOperations().Add(Operation::GHASH_BLOCK,
                                AesBlocksIn(aad) + AesBlocksIn(plaintext) + 1);
    }

    std::size_t m_keySize;
    int m_coseAlgorithm;
    CryptoPP::GCM<CryptoPP::AES>::Encryption m_encryption;
    CryptoPP::GCM<CryptoPP::AES>::Decryption m_decryption;
};

const bool REGISTERED_128 = Registry<CipherSuite>::Get().Add(
    "aes-128-gcm",
    [] { return std::make_unique<AesGcm>(16, 1); },
    "AES-128-GCM, 16-octet tag (COSE A128GCM)");

const bool REGISTERED_192 = Registry<CipherSuite>::Get().Add(
    "aes-192-gcm",
    [] { return std::make_unique<AesGcm>(24, 2); },
    "AES-192-GCM, 16-octet tag (COSE A192GCM)");

const bool REGISTERED_256 = Registry<CipherSuite>::Get().Add(
    "aes-256-gcm",
    [] { return std::make_unique<AesGcm>(32, 3); },
    "AES-256-GCM, 16-octet tag (COSE A256GCM)");

} // namespace

} // namespace ns3::iomt
