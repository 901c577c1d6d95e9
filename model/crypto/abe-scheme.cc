// SPDX-License-Identifier: GPL-2.0-only

#include "abe-scheme.h"

#include <stdexcept>

namespace ns3::iomt
{

namespace
{

const char*
Describe(AbeKind kind)
{
    switch (kind)
    {
    case AbeKind::PUBLIC_KEY:
        return "public key";
    case AbeKind::MASTER_KEY:
        return "master key";
    case AbeKind::USER_KEY:
        return "user key";
    case AbeKind::HEADER:
        return "header";
    }
    return "object";
}

bool
IsSame(const AbeShape& a, const AbeShape& b)
{
    return a.scalars == b.scalars && a.g1 == b.g1 && a.g2 == b.g2 && a.gt == b.gt;
}

AbeShape
ShapeOf(const AbeElements& elements)
{
    return {elements.scalars.size(), elements.g1.size(), elements.g2.size(), elements.gt.size()};
}

const AbeAttributes&
Universe(const AbeObject& key)
{
    return std::get<AbeAttributes>(key.label);
}

} // namespace

bool
AbeElements::operator==(const AbeElements& other) const
{
    return scalars == other.scalars && g1 == other.g1 && g2 == other.g2 && gt == other.gt;
}

std::size_t
AbeShape::Octets() const
{
    return scalars * bls::Scalar::SIZE + g1 * bls::G1::SIZE + g2 * bls::G2::SIZE +
           gt * bls::Gt::SIZE;
}

bool
AbeObject::operator==(const AbeObject& other) const
{
    return kind == other.kind && scheme == other.scheme && expiring == other.expiring &&
           label == other.label && elements == other.elements;
}

AbeAuthority
AbeScheme::Setup(const AbeAttributes& universe, const AbeRandom& random) const
{
    CheckLabel(AbeKind::MASTER_KEY, universe, {});
    const Authority made = DoSetup(universe, random);
    AbeAuthority authority;
    authority.publicKey = {AbeKind::PUBLIC_KEY, Name(), false, universe, made.publicKey};
    authority.masterKey = {AbeKind::MASTER_KEY, Name(), false, universe, made.masterKey};
    return authority;
}

AbeObject
AbeScheme::KeyGen(const AbeObject& masterKey, const AbeLabel& label, const AbeRandom& random) const
{
    CheckObject(AbeKind::MASTER_KEY, masterKey);
    CheckLabel(AbeKind::USER_KEY, label, Universe(masterKey));
    return {AbeKind::USER_KEY,
            Name(),
            masterKey.expiring,
            label,
            DoKeyGen(masterKey, label, random)};
}

AbeEncapsulated
AbeScheme::Encapsulate(const AbeObject& publicKey,
                       const AbeLabel& label,
                       const AbeRandom& random) const
{
    CheckObject(AbeKind::PUBLIC_KEY, publicKey);
    CheckLabel(AbeKind::HEADER, label, Universe(publicKey));
    Encapsulated made = DoEncapsulate(publicKey, label, random);
    return {std::move(made.secret),
            {AbeKind::HEADER, Name(), publicKey.expiring, label, std::move(made.header)}};
}

std::optional<Bytes>
AbeScheme::Decapsulate(const AbeObject& userKey, const AbeObject& header) const
{
    CheckObject(AbeKind::USER_KEY, userKey);
    CheckObject(AbeKind::HEADER, header);
    return DoDecapsulate(userKey, header);
}

AbeShape
AbeScheme::Shape(AbeKind kind, const AbeLabel& label) const
{
    if (std::holds_alternative<AbePolicy>(label) != HasPolicy(kind))
    {
        throw std::invalid_argument(std::string(Describe(kind)) + " of " + Name() + " takes " +
                                    (HasPolicy(kind) ? "a policy" : "attributes") + " for a label");
    }
    return DoShape(kind, label);
}

bool
AbeScheme::HasPolicy(AbeKind kind) const
{
    return kind == (GetPolicyIn() == PolicyIn::KEY ? AbeKind::USER_KEY : AbeKind::HEADER);
}

void
AbeScheme::CheckLabel(AbeKind kind, const AbeLabel& label, const AbeAttributes& universe) const
{
    Shape(kind, label);
    const std::string place = std::string(Describe(kind)) + " of " + Name();
    const bool isUser = kind == AbeKind::USER_KEY || kind == AbeKind::HEADER;
    AbeAttributes named;
    if (const auto* policy = std::get_if<AbePolicy>(&label))
    {
        if (!NeedsUniverse())
        {
            return; // what a policy names has been checked when it was made
        }
        named = policy->Attributes();
    }
    else
    {
        named = std::get<AbeAttributes>(label);
    }
    if (!isUser && named.empty() == NeedsUniverse())
    {
        throw std::invalid_argument(
            place + (NeedsUniverse() ? " needs the attributes that there will be"
                                     : " takes no universe: any attribute may be used"));
    }
    if (isUser && named.empty())
    {
        throw std::invalid_argument(place + " needs at least one attribute");
    }
    if (named.size() > ABE_MAX_ATTRIBUTES)
    {
        throw std::invalid_argument(place + ": " + std::to_string(named.size()) +
                                    " attributes, at most " + std::to_string(ABE_MAX_ATTRIBUTES));
    }
    for (const std::string& attribute : named)
    {
        if (!IsAbeAttribute(attribute))
        {
            throw std::invalid_argument(place + ": '" + attribute +
                                        "' is no attribute; allowed are A-Z a-z 0-9 _ . : @ / -, "
                                        "but not and, or, of");
        }
        if (isUser && NeedsUniverse() && universe.count(attribute) == 0)
        {
            throw std::invalid_argument(place + ": '" + attribute +
                                        "' is not in the universe: " + ToString(universe));
        }
    }
}

void
AbeScheme::CheckObject(AbeKind kind, const AbeObject& object) const
{
    if (object.kind != kind || object.scheme != Name())
    {
        throw std::invalid_argument(std::string(Describe(object.kind)) + " of " + object.scheme +
                                    " where a " + Describe(kind) + " of " + Name() +
                                    " is expected");
    }
    if (!IsSame(ShapeOf(object.elements), Shape(kind, object.label)))
    {
        throw std::invalid_argument(std::string(Describe(kind)) + " of " + Name() +
                                    " has not the elements that its label asks for");
    }
}

std::unique_ptr<AbeScheme>
CreateAbeScheme(const std::string& name)
{
    return Registry<AbeScheme>::Get().Create(name);
}

} // namespace ns3::iomt
