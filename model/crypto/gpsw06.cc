// SPDX-License-Identifier: GPL-2.0-only

#include "abe-groups.h"
#include "abe-scheme.h"

namespace ns3::iomt
{

namespace
{

/**
 * @brief The first scheme with the policy in the key (Goyal, Pandey, Sahai, Waters: Attribute-Based
 * Encryption for Fine-Grained Access Control of Encrypted Data, CCS 2006, section 4), on a pairing
 * of two groups.
 *
 * | object     | scalars    | G1           | G2                     | GT      |
 * |------------|------------|--------------|------------------------|---------|
 * | public key |            | t_u g1       |                        | alpha e |
 * | master key | alpha; t_u |              |                        |         |
 * | user key   |            |              | lambda_i / t_rho(i) g2 |         |
 * | header     |            | s t_u g1     |                        |         |
 *
 * e is the pairing of g1 and g2, u any attribute, lambda shares alpha, and the secret is s times
 * the GT of the public key (written additively). A baseline: all attributes must be known at Setup,
 * pairings grow with the rows that decrypt, and its proof is against selective adversaries.
 */
class Gpsw06 : public AbeScheme
{
  public:
    std::string Name() const override
    {
        return "gpsw06";
    }

    uint8_t Id() const override
    {
        return 4;
    }

    PolicyIn GetPolicyIn() const override
    {
        return PolicyIn::KEY;
    }

    bool NeedsUniverse() const override
    {
        return true;
    }

  protected:
    Authority DoSetup(const AbeAttributes& universe, const AbeRandom& random) const override
    {
        const auto alpha = bls::Scalar::Random(random);
        Authority authority;
        authority.publicKey.gt = {bls::Gt::Generator().Power(alpha)};
        authority.masterKey.scalars = {alpha};
        for (std::size_t i = 0; i < universe.size(); ++i)
        {
            const auto t = bls::Scalar::Random(random);
            authority.publicKey.g1.push_back(bls::G1::Generator() * t);
            authority.masterKey.scalars.push_back(t);
        }
        return authority;
    }

    AbeElements DoKeyGen(const AbeObject& masterKey,
                         const AbeLabel& label,
                         const AbeRandom& random) const override
    {
        const auto& universe = std::get<AbeAttributes>(masterKey.label);
        const std::vector<bls::Scalar>& secrets = masterKey.elements.scalars;
        const AbeLsss lsss(std::get<AbePolicy>(label));
        const std::vector<bls::Scalar> shares = lsss.Share(secrets[0], random);
        AbeElements key;
        for (std::size_t i = 0; i < shares.size(); ++i)
        {
            const std::size_t place = AbeIndex(universe, lsss.Rows()[i].attribute);
            key.g2.push_back(bls::G2::Generator() * (shares[i] * secrets[1 + place].Inverse()));
        }
        return key;
    }

    Encapsulated DoEncapsulate(const AbeObject& publicKey,
                               const AbeLabel& label,
                               const AbeRandom& random) const override
    {
        const auto& universe = std::get<AbeAttributes>(publicKey.label);
        const auto s = bls::Scalar::Random(random);
        Encapsulated made;
        made.secret = AbeSecret(publicKey.elements.gt[0].Power(s));
        for (const std::string& attribute : std::get<AbeAttributes>(label))
        {
            made.header.g1.push_back(publicKey.elements.g1[AbeIndex(universe, attribute)] * s);
        }
        return made;
    }

    std::optional<Bytes> DoDecapsulate(const AbeObject& userKey,
                                       const AbeObject& header) const override
    {
        const auto& attributes = std::get<AbeAttributes>(header.label);
        const AbeLsss lsss(std::get<AbePolicy>(userKey.label));
        const auto selected = lsss.Reconstruct(attributes);
        if (!selected)
        {
            return std::nullopt;
        }
        std::vector<std::pair<bls::G1, bls::G2>> pairs;
        for (const AbeLsss::Term& term : selected->terms)
        {
            const std::size_t place = AbeIndex(attributes, lsss.Rows()[term.row].attribute);
            pairs.emplace_back(
                AbeCombine({{header.elements.g1[place], term.coefficient}}, selected->scale),
                userKey.elements.g2[term.row]);
        }
        return AbeSecret(bls::PairingProduct(pairs));
    }

    AbeShape DoShape(AbeKind kind, const AbeLabel& label) const override
    {
        if (kind == AbeKind::USER_KEY)
        {
            return {0, 0, std::get<AbePolicy>(label).Leaves(), 0};
        }
        const std::size_t attributes = std::get<AbeAttributes>(label).size();
        switch (kind)
        {
        case AbeKind::PUBLIC_KEY:
            return {0, attributes, 0, 1};
        case AbeKind::MASTER_KEY:
            return {1 + attributes, 0, 0, 0};
        default:
            return {0, attributes, 0, 0};
        }
    }
};

const bool REGISTERED = Registry<AbeScheme>::Get().Add(
    "gpsw06",
    [] { return std::make_unique<Gpsw06>(); },
    "Goyal, Pandey, Sahai and Waters 2006, the policy in the key, small universe: a baseline");

} // namespace

} // namespace ns3::iomt
