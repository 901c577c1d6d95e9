// SPDX-License-Identifier: GPL-2.0-only

#include "abe-groups.h"
#include "abe-scheme.h"

namespace ns3::iomt
{

namespace
{

/**
 * @brief FABEO, the policy in the key (Riepl, Wee: FABEO: Fast Attribute-Based Encryption with
 * Optimal Security, CCS 2022).
 *
 * | object     | scalars | G1                             | G2         | GT      |
 * |------------|---------|--------------------------------|------------|---------|
 * | public key |         |                                |            | alpha e |
 * | master key | alpha   |                                |            |         |
 * | user key   |         | lambda_i g1 + r[use] H(rho(i)) | all r[] g2 |         |
 * | header     |         | s H(u) for each u              | s g2       |         |
 *
 * e is the pairing of g1 and g2, lambda shares alpha, and the secret is s times the public key
 * (written additively).
 */
class FabeoKp : public AbeScheme
{
  public:
    std::string Name() const override
    {
        return "fabeo-kp";
    }

    uint8_t Id() const override
    {
        return 2;
    }

    PolicyIn GetPolicyIn() const override
    {
        return PolicyIn::KEY;
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
        const auto& policy = std::get<AbePolicy>(label);
        const AbeLsss lsss(policy);
        AbeElements key;
        std::vector<bls::Scalar> r;
        while (r.size() < policy.Uses())
        {
            r.push_back(bls::Scalar::Random(random));
            key.g2.push_back(bls::G2::Generator() * r.back());
        }
        const std::vector<bls::Scalar> shares = lsss.Share(masterKey.elements.scalars[0], random);
        for (std::size_t i = 0; i < shares.size(); ++i)
        {
            const AbeLsss::Row& row = lsss.Rows()[i];
            key.g1.push_back(bls::G1::MultiplyAdd({{bls::G1::Generator(), shares[i]},
                                                   {HashAbeAttribute(row.attribute), r[row.use]}}));
        }
        return key;
    }

    Encapsulated DoEncapsulate(const AbeObject& publicKey,
                               const AbeLabel& label,
                               const AbeRandom& random) const override
    {
        const auto s = bls::Scalar::Random(random);
        Encapsulated made;
        made.secret = AbeSecret(publicKey.elements.gt[0].Power(s));
        made.header.g2 = {bls::G2::Generator() * s};
        for (const std::string& attribute : std::get<AbeAttributes>(label))
        {
            made.header.g1.push_back(HashAbeAttribute(attribute) * s);
        }
        return made;
    }

    std::optional<Bytes> DoDecapsulate(const AbeObject& userKey,
                                       const AbeObject& header) const override
    {
        const auto& attributes = std::get<AbeAttributes>(header.label);
        const auto& policy = std::get<AbePolicy>(userKey.label);
        const AbeLsss lsss(policy);
        const auto selected = lsss.Reconstruct(attributes);
        if (!selected)
        {
            return std::nullopt;
        }
        const AbeElements& key = userKey.elements;
        const AbeElements& sent = header.elements;
        std::vector<bls::G1::Term> mine;
        std::vector<std::vector<bls::G1::Term>> theirs(policy.Uses());
        for (const AbeLsss::Term& term : selected->terms)
        {
            const AbeLsss::Row& row = lsss.Rows()[term.row];
            const std::size_t place = AbeIndex(attributes, row.attribute);
            mine.emplace_back(key.g1[term.row], term.coefficient);
            theirs[row.use].emplace_back(sent.g1[place], term.coefficient);
        }
        std::vector<std::pair<bls::G1, bls::G2>> pairs{
            {AbeCombine(mine, selected->scale), sent.g2[0]}};
        for (std::size_t use = 0; use < theirs.size(); ++use)
        {
            if (!theirs[use].empty())
            {
                pairs.emplace_back(-AbeCombine(theirs[use], selected->scale), key.g2[use]);
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
        case AbeKind::HEADER:
            return {0, std::get<AbeAttributes>(label).size(), 1, 0};
        case AbeKind::USER_KEY:
            break;
        }
        const auto& policy = std::get<AbePolicy>(label);
        return {0, policy.Leaves(), policy.Uses(), 0};
    }
};

const bool REGISTERED = Registry<AbeScheme>::Get().Add(
    "fabeo-kp",
    [] { return std::make_unique<FabeoKp>(); },
    "FABEO, the policy in the key: 2 pairings to decrypt whatever the policy");

} // namespace

} // namespace ns3::iomt
