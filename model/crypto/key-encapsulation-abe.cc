// SPDX-License-Identifier: GPL-2.0-only

#include "abe-kem.h"
#include "abe-policy.h"
#include "cipher-suite.h"
#include "key-encapsulation.h"

namespace ns3::iomt
{

namespace
{

/**
 * A key for whom attributes allow to read: with the policy in the ciphertext (CP), senders name who
 * may; with the policy in the key (KP), they say what the message is, and the reader's key says
 * what it may read.
 */
class AbeEncapsulation : public KeyEncapsulation
{
  public:
    AbeEncapsulation(std::string scheme, int coseAlgorithm)
        : m_scheme(std::move(scheme)),
          m_coseAlgorithm(coseAlgorithm)
    {
    }

    int CoseAlgorithm() const override
    {
        return m_coseAlgorithm;
    }

    Encapsulated Encapsulate(std::size_t keySize,
                             const std::string& use,
                             const SecretRandom& random) const override
    {
        const Keys& keys = Made();
        AbeKem::Wrapped made = keys.kem.Wrap(keys.publicKey, keys.label, "", use, keySize, random);
        return {std::move(made.key), std::move(made.header)};
    }

    std::optional<Bytes> Decapsulate(const Bytes& header,
                                     std::size_t keySize,
                                     const std::string& use) const override
    {
        const Keys& keys = Made();
        return keys.kem.Unwrap(keys.userKey, header, use, keySize);
    }

  protected:
    void DoMakeKeys(const SecretRandom& random, const KeyAccess& access) override
    {
        AbeKem kem(m_scheme);
        const bool inCiphertext = kem.Scheme().GetPolicyIn() == AbeScheme::PolicyIn::CIPHERTEXT;
        // Both are read now, also what labels the first ciphertext much later.
        AbeAttributes universe = AbePolicy::Parse(access.policy).Attributes();
        const AbeAttributes attributes = ParseAbeAttributes(access.attributes);
        universe.insert(attributes.begin(), attributes.end());
        if (!kem.Scheme().NeedsUniverse())
        {
            universe.clear();
        }
        AbeAuthority authority = kem.Setup(universe, random);
        const std::string& readers = inCiphertext ? access.attributes : access.policy;
        AbeObject userKey = kem.KeyGen(authority.masterKey, readers, {}, random);
        m_keys = std::make_unique<Keys>(Keys{std::move(kem),
                                             std::move(authority.publicKey),
                                             std::move(authority.masterKey),
                                             std::move(userKey),
                                             inCiphertext ? access.policy : access.attributes});
    }

    std::shared_ptr<const KeyEncapsulation> DoMakeReader(const SecretRandom& random,
                                                         const std::string& rights) const override
    {
        const Keys& keys = Made();
        auto reader = std::make_shared<AbeEncapsulation>(m_scheme, m_coseAlgorithm);
        reader->m_keys =
            std::make_unique<Keys>(Keys{AbeKem(m_scheme),
                                        keys.publicKey,
                                        keys.masterKey,
                                        keys.kem.KeyGen(keys.masterKey, rights, {}, random),
                                        keys.label});
        return reader;
    }

  private:
    struct Keys
    {
        AbeKem kem;
        AbeObject publicKey;
        AbeObject masterKey;
        AbeObject userKey;
        std::string label; //!< of what is sent
    };

    const Keys& Made() const
    {
        if (!m_keys)
        {
            throw std::logic_error("key encapsulation used before MakeKeys");
        }
        return *m_keys;
    }

    std::string m_scheme;
    int m_coseAlgorithm;
    std::unique_ptr<Keys> m_keys;
};

bool
Register(const std::string& scheme, int coseAlgorithm, const std::string& summary)
{
    return Registry<KeyEncapsulation>::Get().Add(
        scheme,
        [scheme, coseAlgorithm] {
            return std::make_unique<AbeEncapsulation>(scheme, coseAlgorithm);
        },
        summary);
}

const bool REGISTERED_CP =
    Register("fabeo-cp", COSE_PRIVATE_FABEO_CP, "FABEO, policy in the ciphertext");
const bool REGISTERED_KP = Register("fabeo-kp", COSE_PRIVATE_FABEO_KP, "FABEO, policy in the key");
const bool REGISTERED_BSW07 =
    Register("bsw07", COSE_PRIVATE_BSW07, "Bethencourt, Sahai, Waters 2007: CP, baseline");
const bool REGISTERED_GPSW06 =
    Register("gpsw06", COSE_PRIVATE_GPSW06, "Goyal, Pandey, Sahai, Waters 2006: KP, baseline");

} // namespace

} // namespace ns3::iomt
