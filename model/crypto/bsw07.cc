// SPDX-License-Identifier: GPL-2.0-only

#include "abe-groups.h"
#include "abe-scheme.h"

#include <map>

namespace ns3::iomt
{

namespace
{

/**
 * @brief The first scheme with the policy in the ciphertext (Bethencourt, Sahai, Waters:
 * Ciphertext-Policy Attribute-Based Encryption, IEEE S&P 2007), on a pairing of two groups.
 *
 * | object     | scalars     | G1                                           | G2               |
 * |------------|-------------|----------------------------------------------|------------------|
 * | public key |             |                                              | beta g2 = h      |
 * | master key | alpha, beta |                                              |                  |
 * | user key   |             | (alpha + r)/beta g1; r g1 + r_u H(u) for all | r_u g2 for all u |
 * | header     |             | lambda_i H(rho(i))                           | s h; lambda_i g2 |
 *
 * The public key has alpha e(g1, g2) as well, lambda shares s, and the secret is s times that
 * (written additively). A baseline: pairings grow with the rows that decrypt, and its proof is in
 * the generic group model.
 */
class Bsw07 : public AbeScheme
{
  public:
    std::string Name() const override
    {
        return "bsw07";
    }

    uint8_t Id() const override
    {
        return 3;
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
        const auto beta = bls::Scalar::Random(random);
        Authority authority;
        authority.publicKey.g2 = {bls::G2::Generator() * beta};
        authority.publicKey.gt = {bls::Gt::Generator().Power(alpha)};
        authority.masterKey.scalars = {alpha, beta};
        return authority;
    }

    AbeElements DoKeyGen(const AbeObject& masterKey,
                         const AbeLabel& label,
                         const AbeRandom& random) const override
    {
        const bls::Scalar& alpha = masterKey.elements.scalars[0];
        const bls::Scalar& beta = masterKey.elements.scalars[1];
        const auto r = bls::Scalar::Random(random);
        AbeElements key;
        key.g1 = {bls::G1::Generator() * ((alpha + r) * beta.Inverse())};
        const bls::G1 blind = bls::G1::Generator() * r;
        for (const std::string& attribute : std::get<AbeAttributes>(label))
        {
            const auto ru = bls::Scalar::Random(random);
            key.g1.push_back(blind + HashAbeAttribute(attribute) * ru);
            key.g2.push_back(bls::G2::Generator() * ru);
        }
        return key;
    }

    Encapsulated DoEncapsulate(const AbeObject& publicKey,
                               const AbeLabel& label,
                               const AbeRandom& random) const override
    {
        const AbeLsss lsss(std::get<AbePolicy>(label));
        const auto s = bls::Scalar::Random(random);
        Encapsulated made;
        made.secret = AbeSecret(publicKey.elements.gt[0].Power(s));
        made.header.g2 = {publicKey.elements.g2[0] * s};
        const std::vector<bls::Scalar> shares = lsss.Share(s, random);
        for (std::size_t i = 0; i < shares.size(); ++i)
        {
            made.header.g1.push_back(HashAbeAttribute(lsss.Rows()[i].attribute) * shares[i]);
            made.header.g2.push_back(bls::G2::Generator() * shares[i]);
        }
        return made;
    }

    std::optional<Bytes> DoDecapsulate(const AbeObject& userKey,
                                       const AbeObject& header) const override
    {
        const auto& attributes = std::get<AbeAttributes>(userKey.label);
        const AbeLsss lsss(std::get<AbePolicy>(header.label));
        const auto selected = lsss.Reconstruct(attributes);
        if (!selected)
        {
            return std::nullopt;
        }
        const AbeElements& key = userKey.elements;
        const AbeElements& sent = header.elements;
        std::vector<std::pair<bls::G1, bls::G2>> pairs{{key.g1[0], sent.g2[0]}};
        // Rows of one attribute meet the same point of the key, and share a pairing.
        std::map<std::size_t, std::vector<bls::G1::Term>> theirs;
        for (const AbeLsss::Term& term : selected->terms)
        {
            const AbeLsss::Row& row = lsss.Rows()[term.row];
            const std::size_t place = AbeIndex(attributes, row.attribute);
            const bls::Scalar gamma = term.coefficient * selected->scale;
            pairs.emplace_back(-AbeCombine({{key.g1[1 + place], gamma}}, bls::Scalar(1)),
                               sent.g2[1 + term.row]);
            theirs[place].emplace_back(sent.g1[term.row], gamma);
        }
        for (const auto& entry : theirs)
        {
            pairs.emplace_back(AbeCombine(entry.second, bls::Scalar(1)), key.g2[entry.first]);
        }
        return AbeSecret(bls::PairingProduct(pairs));
    }

    AbeShape DoShape(AbeKind kind, const AbeLabel& label) const override
    {
        switch (kind)
        {
        case AbeKind::PUBLIC_KEY:
            return {0, 0, 1, 1};
        case AbeKind::MASTER_KEY:
            return {2, 0, 0, 0};
        case AbeKind::USER_KEY: {
            const std::size_t attributes = std::get<AbeAttributes>(label).size();
            return {0, 1 + attributes, attributes, 0};
        }
        case AbeKind::HEADER:
            break;
        }
        const std::size_t rows = std::get<AbePolicy>(label).Leaves();
        return {0, rows, 1 + rows, 0};
    }
};

const bool REGISTERED = Registry<AbeScheme>::Get().Add(
    "bsw07",
    [] { return std::make_unique<Bsw07>(); },
    "Bethencourt, Sahai and Waters 2007, the policy in the ciphertext: a baseline");

} // namespace

} // namespace ns3::iomt
