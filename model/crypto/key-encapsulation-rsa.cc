// SPDX-License-Identifier: GPL-2.0-only

#include "key-encapsulation.h"
#include "rsa-oaep.h"

namespace ns3::iomt
{

namespace
{

/// A random key under the receiver's RSA key.
class RsaEncapsulation : public KeyEncapsulation
{
  public:
    explicit RsaEncapsulation(std::size_t bits)
        : m_bits(bits)
    {
    }

    int CoseAlgorithm() const override
    {
        return -41; // RSAES-OAEP w/ SHA-256 (RFC 8230, table 2)
    }

    std::string Weakness() const override
    {
        return m_bits < 2048 ? "80 bits of strength at most (SP 800-131A disallows it since 2014)"
                             : "";
    }

    Encapsulated Encapsulate(std::size_t keySize,
                             const std::string&,
                             const SecretRandom& random) const override
    {
        Encapsulated made;
        made.key = RandomOctets(random, keySize);
        made.header = Pair().Encrypt(made.key, random);
        return made;
    }

    std::optional<Bytes> Decapsulate(const Bytes& header,
                                     std::size_t keySize,
                                     const std::string&) const override
    {
        std::optional<Bytes> key = Pair().Decrypt(header);
        return key && key->size() == keySize ? key : std::nullopt;
    }

  protected:
    void DoMakeKeys(const SecretRandom& random, const KeyAccess&) override
    {
        m_pair = std::make_unique<RsaOaep>(RsaOaep::Generate(m_bits, random));
    }

  private:
    const RsaOaep& Pair() const
    {
        if (!m_pair)
        {
            throw std::logic_error("key encapsulation used before MakeKeys");
        }
        return *m_pair;
    }

    std::size_t m_bits;
    std::unique_ptr<RsaOaep> m_pair;
};

bool
Register(std::size_t bits, const std::string& note)
{
    return Registry<KeyEncapsulation>::Get().Add(
        "rsa-" + std::to_string(bits),
        [bits] { return std::make_unique<RsaEncapsulation>(bits); },
        "RSA-OAEP with SHA-256, " + std::to_string(bits) + " bits" + note);
}

const bool REGISTERED_1024 = Register(1024, " (weak: 80 bits of strength)");
const bool REGISTERED_2048 = Register(2048, "");
const bool REGISTERED_3072 = Register(3072, "");

} // namespace

} // namespace ns3::iomt
