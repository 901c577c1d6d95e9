// SPDX-License-Identifier: GPL-2.0-only

#include "abe-groups.h"
#include "abe-scheme.h"

namespace ns3::iomt
{

namespace
{

/**
 * @brief FABEO, the policy in the ciphertext (Riepl, Wee: FABEO: Fast Attribute-Based Encryption
 * with Optimal Security, CCS 2022).
 *
 * | object     | scalars | G1                                | G2                 | GT      |
 * |------------|---------|-----------------------------------|--------------------|---------|
 * | public key |         |                                   |                    | alpha e |
 * | master key | alpha   |                                   |                    |         |
 * | user key   |         | alpha g1 + r B; r H(u) for each u | r g2               |         |
 * | header     |         | lambda_i B + s'[use] H(rho(i))    | s1 g2; all s'[] g2 |         |
 *
 * e is the pairing of g1 and g2, lambda shares s1, and the secret is s1 times the public key
 * (written additively). The use of row i is the number of rows before it with the same attribute.
 */
class FabeoCp : public AbeScheme
{
  public:
    std::string Name() const override
    {
        return "fabeo-cp";
    }

    uint8_t Id() const override
    {
        return 1;
    }

    PolicyIn GetPolicyIn() const override
    {
        return PolicyIn::CIPHERTEXT;
    }

    bool NeedsUniverse() const override
    {
        return false;
    }

  protected:
    Authority DoSetup(const AbeAttributes&, const AbeRandom& random) const override
    {
        const auto alpha = bls::Scalar::Random(random);
        Authority authority;
        authority.publicKey.gt = {bls::Gt::Generator().Power(alpha)};
        authority.masterKey.scalars = {alpha};
        return authority;
    }

    AbeElements DoKeyGen(const AbeObject& masterKey,
                         const AbeLabel& label,
                         const AbeRandom& random) const override
    {
        const bls::Scalar& alpha = masterKey.elements.scalars[0];
        const auto r = bls::Scalar::Random(random);
        AbeElements key;
        key.g2 = {bls::G2::Generator() * r};
        key.g1 = {bls::G1::MultiplyAdd({{bls::G1::Generator(), alpha}, {AbeReservedPoint(), r}})};
        for (const std::string& attribute : std::get<AbeAttributes>(label))
        {
            key.g1.push_back(HashAbeAttribute(attribute) * r);
        }
        return key;
    }

    Encapsulated DoEncapsulate(const AbeObject& publicKey,
                               const AbeLabel& label,
                               const AbeRandom& random) const override
    {
        const auto& policy = std::get<AbePolicy>(label);
        const AbeLsss lsss(policy);
        const auto s1 = bls::Scalar::Random(random);
        Encapsulated made;
        made.secret = AbeSecret(publicKey.elements.gt[0].Power(s1));
        made.header.g2 = {bls::G2::Generator() * s1};
        std::vector<bls::Scalar> s;
        while (s.size() < policy.Uses())
        {
            s.push_back(bls::Scalar::Random(random));
            made.header.g2.push_back(bls::G2::Generator() * s.back());
        }
        const std::vector<bls::Scalar> shares = lsss.Share(s1, random);
        for (std::size_t i = 0; i < shares.size(); ++i)
        {
            const AbeLsss::Row& row = lsss.Rows()[i];
            made.header.g1.push_back(bls::G1::MultiplyAdd(
                {{AbeReservedPoint(), shares[i]}, {HashAbeAttribute(row.attribute), s[row.use]}}));
        }
        return made;
    }

    std::optional<Bytes> DoDecapsulate(const AbeObject& userKey,
                                       const AbeObject& header) const override
    {
        const auto& attributes = std::get<AbeAttributes>(userKey.label);
        const auto& policy = std::get<AbePolicy>(header.label);
        const AbeLsss lsss(policy);
        const auto selected = lsss.Reconstruct(attributes);
        if (!selected)
        {
            return std::nullopt;
        }
        const AbeElements& key = userKey.elements;
        const AbeElements& sent = header.elements;
        std::vector<std::vector<bls::G1::Term>> mine(policy.Uses());
        std::vector<bls::G1::Term> theirs;
        for (const AbeLsss::Term& term : selected->terms)
        {
            const AbeLsss::Row& row = lsss.Rows()[term.row];
            const std::size_t place = AbeIndex(attributes, row.attribute);
            mine[row.use].emplace_back(key.g1[1 + place], term.coefficient);
            theirs.emplace_back(sent.g1[term.row], term.coefficient);
        }
        std::vector<std::pair<bls::G1, bls::G2>> pairs{
            {key.g1[0], sent.g2[0]},
            {-AbeCombine(theirs, selected->scale), key.g2[0]}};
        for (std::size_t use = 0; use < mine.size(); ++use)
        {
            if (!mine[use].empty())
            {
                pairs.emplace_back(AbeCombine(mine[use], selected->scale), sent.g2[1 + use]);
            }
        }
        return AbeSecret(bls::PairingProduct(pairs));
    }

    AbeShape DoShape(AbeKind kind, const AbeLabel& label) const override
    {
        switch (kind)
        {
        case AbeKind::PUBLIC_KEY:
            return {0, 0, 0, 1};
        case AbeKind::MASTER_KEY:
            return {1, 0, 0, 0};
        case AbeKind::USER_KEY:
            return {0, 1 + std::get<AbeAttributes>(label).size(), 1, 0};
        case AbeKind::HEADER:
            break;
        }
        const auto& policy = std::get<AbePolicy>(label);
        return {0, policy.Leaves(), 1 + policy.Uses(), 0};
    }
};

const bool REGISTERED = Registry<AbeScheme>::Get().Add(
    "fabeo-cp",
    [] { return std::make_unique<FabeoCp>(); },
    "FABEO, the policy in the ciphertext: 3 pairings to decrypt whatever the policy");

} // namespace

} // namespace ns3::iomt
