// SPDX-License-Identifier: GPL-2.0-only

#include "abe-scheme.h"

namespace ns3::iomt
{

namespace
{

/// The null member: the secret is empty and everyone knows it, whatever the labels say.
class AbeNone : public AbeScheme
{
  public:
    std::string Name() const override
    {
        return "none";
    }

    uint8_t Id() const override
    {
        return 0;
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
    Authority DoSetup(const AbeAttributes&, const AbeRandom&) const override
    {
        return {};
    }

    AbeElements DoKeyGen(const AbeObject&, const AbeLabel&, const AbeRandom&) const override
    {
        return {};
    }

    Encapsulated DoEncapsulate(const AbeObject&, const AbeLabel&, const AbeRandom&) const override
    {
        return {};
    }

    std::optional<Bytes> DoDecapsulate(const AbeObject&, const AbeObject&) const override
    {
        return Bytes{};
    }

    AbeShape DoShape(AbeKind, const AbeLabel&) const override
    {
        return {};
    }
};

const bool REGISTERED = Registry<AbeScheme>::Get().Add(
    "none",
    [] { return std::make_unique<AbeNone>(); },
    "no protection: everyone decapsulates, whatever the policy");

} // namespace

} // namespace ns3::iomt
