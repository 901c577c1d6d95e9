// SPDX-License-Identifier: GPL-2.0-only

#include "cipher-suite.h"
#include "des-cbc.h"
#include "sha256.h"

namespace ns3::iomt
{

namespace
{

/// Octets of the HMAC-SHA256 that travel: half of it, as AEAD_AES_128_CBC_HMAC_SHA_256 takes.
constexpr std::size_t TAG = 16;
constexpr std::size_t MAC_KEY = 32;

/**
 * DES-CBC, encrypted first, then authenticated by HMAC-SHA256, composed as RFC 7518, 5.2.2 does
 * with AES:
 *
 *     key = key of the MAC (32) | key of DES (8 or 24)
 *     IV  = DES(nonce), which nobody can predict (SP 800-38A, appendix C)
 *     tag = HMAC(aad | nonce | ciphertext | length of aad in bits, 64 bits), first 16 octets
 */
class DesHmac : public CipherSuite
{
  public:
    DesHmac(std::size_t desKeySize, int coseAlgorithm, const char* weakness)
        : m_desKeySize(desKeySize),
          m_coseAlgorithm(coseAlgorithm),
          m_weakness(weakness)
    {
    }

    std::size_t KeySize() const override
    {
        return MAC_KEY + m_desKeySize;
    }

    std::size_t NonceSize() const override
    {
        return DES_BLOCK_SIZE;
    }

    std::size_t TagSize() const override
    {
        return TAG;
    }

    int CoseAlgorithm() const override
    {
        return m_coseAlgorithm;
    }

    std::string Weakness() const override
    {
        return m_weakness;
    }

  protected:
    void DoSetKey(const Bytes& key) override
    {
        m_macKey.assign(key.begin(), key.begin() + MAC_KEY);
        m_des = std::make_unique<DesCbc>(Bytes(key.begin() + MAC_KEY, key.end()));
    }

    Bytes DoSeal(const Bytes& nonce, const Bytes& aad, const Bytes& plaintext) override
    {
        Bytes sealed = m_des->Encrypt(m_des->EncryptBlock(nonce), plaintext);
        const Bytes tag = Tag(nonce, aad, sealed);
        sealed.insert(sealed.end(), tag.begin(), tag.end());
        return sealed;
    }

    std::optional<Bytes> DoOpen(const Bytes& nonce, const Bytes& aad, const Bytes& sealed) override
    {
        const auto end = sealed.end() - TAG;
        const Bytes ciphertext(sealed.begin(), end);
        const Bytes tag = Tag(nonce, aad, ciphertext);
        uint8_t difference = 0;
        for (std::size_t i = 0; i < TAG; ++i)
        {
            difference |= static_cast<uint8_t>(tag[i] ^ *(end + static_cast<std::ptrdiff_t>(i)));
        }
        if (difference != 0)
        {
            return std::nullopt;
        }
        return m_des->Decrypt(m_des->EncryptBlock(nonce), ciphertext);
    }

  private:
    Bytes Tag(const Bytes& nonce, const Bytes& aad, const Bytes& ciphertext) const
    {
        Bytes authenticated = aad;
        authenticated.insert(authenticated.end(), nonce.begin(), nonce.end());
        authenticated.insert(authenticated.end(), ciphertext.begin(), ciphertext.end());
        const uint64_t bits = uint64_t{aad.size()} * 8;
        for (int shift = 56; shift >= 0; shift -= 8)
        {
            authenticated.push_back(static_cast<uint8_t>(bits >> shift));
        }
        Bytes tag = HmacSha256(m_macKey, authenticated);
        tag.resize(TAG);
        return tag;
    }

    std::size_t m_desKeySize;
    int m_coseAlgorithm;
    const char* m_weakness;
    Bytes m_macKey;
    std::unique_ptr<DesCbc> m_des;
};

const bool REGISTERED_DES = Registry<CipherSuite>::Get().Add(
    "des-cbc",
    [] {
        return std::make_unique<DesHmac>(8,
                                         COSE_PRIVATE_DES_CBC,
                                         "56-bit keys are found by trying them all");
    },
    "DES-CBC, then HMAC-SHA256, 16-octet tag (weak: 56-bit key)");

const bool REGISTERED_3DES = Registry<CipherSuite>::Get().Add(
    "3des-cbc",
    [] {
        return std::make_unique<DesHmac>(24,
                                         COSE_PRIVATE_3DES_CBC,
                                         "64-bit blocks collide within gigabytes (SP 800-131A "
                                         "disallows it since 2024)");
    },
    "3DES-CBC, then HMAC-SHA256, 16-octet tag (weak: 64-bit block)");

} // namespace

} // namespace ns3::iomt
