// SPDX-License-Identifier: GPL-2.0-only

#include "aes-blocks.h"
#include "cipher-suite.h"

#include <cryptopp/aes.h>
#include <cryptopp/ccm.h>

namespace ns3::iomt
{

namespace
{

/// AES in Counter with CBC-MAC (RFC 3610), L = 2, M = 8: COSE AES-CCM-16-64-128 and its sisters.
class AesCcm : public CipherSuite
{
  public:
    AesCcm(std::size_t keySize, int coseAlgorithm)
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
        return 13;
    }

    std::size_t TagSize() const override
    {
        return TAG;
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
    }

    Bytes DoSeal(const Bytes& nonce, const Bytes& aad, const Bytes& plaintext) override
    {
        if (plaintext.size() > LONGEST)
        {
            throw std::invalid_argument("AES-CCM-16-64 takes at most 65535 octets");
        }
        Bytes sealed(plaintext.size() + TAG);
        m_encryption.EncryptAndAuthenticate(sealed.data(),
                                            sealed.data() + plaintext.size(),
                                            TAG,
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
        Bytes plaintext(sealed.size() - TAG);
        if (plaintext.size() > LONGEST)
        {
            return std::nullopt;
        }
        const bool authentic = m_decryption.DecryptAndVerify(plaintext.data(),
                                                             sealed.data() + plaintext.size(),
                                                             TAG,
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
    static constexpr std::size_t TAG = 8;
    static constexpr std::size_t LONGEST = 65535; // L = 2 octets of length

    void Count(std::size_t aad, std::size_t plaintext) const
    {
        // CBC-MAC: B_0, the associated data behind its 2-octet length (RFC 3610, 2.2), the text;
        // counter mode: the text and the mask of the tag.
        const uint64_t header = aad == 0 ? 0 : AesBlocksIn(aad + 2);
        CountAesBlocks(1 + header + 2 * AesBlocksIn(plaintext) + 1, KeySize());
    }

    std::size_t m_keySize;
    int m_coseAlgorithm;
    CryptoPP::CCM<CryptoPP::AES, TAG>::Encryption m_encryption;
    CryptoPP::CCM<CryptoPP::AES, TAG>::Decryption m_decryption;
};

const bool REGISTERED_128 = Registry<CipherSuite>::Get().Add(
    "aes-128-ccm",
    [] { return std::make_unique<AesCcm>(16, 10); },
    "AES-128-CCM, 8-octet tag (COSE AES-CCM-16-64-128)");

const bool REGISTERED_192 = Registry<CipherSuite>::Get().Add(
    "aes-192-ccm",
    [] { return std::make_unique<AesCcm>(24, COSE_PRIVATE_AES_192_CCM); },
    "AES-192-CCM, 8-octet tag (no COSE algorithm of its own)");

const bool REGISTERED_256 = Registry<CipherSuite>::Get().Add(
    "aes-256-ccm",
    [] { return std::make_unique<AesCcm>(32, 11); },
    "AES-256-CCM, 8-octet tag (COSE AES-CCM-16-64-256)");

} // namespace

} // namespace ns3::iomt
