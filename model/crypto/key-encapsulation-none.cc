// SPDX-License-Identifier: GPL-2.0-only

#include "key-encapsulation.h"

namespace ns3::iomt
{

namespace
{

/// The null member: the key is all zeros, and everybody knows it.
class NoEncapsulation : public KeyEncapsulation
{
  public:
    int CoseAlgorithm() const override
    {
        return 0;
    }

    std::string Weakness() const override
    {
        return "the key is no secret";
    }

    Encapsulated Encapsulate(std::size_t keySize,
                             const std::string&,
                             const SecretRandom&) const override
    {
        return {Bytes(keySize), {}};
    }

    std::optional<Bytes> Decapsulate(const Bytes& header,
                                     std::size_t keySize,
                                     const std::string&) const override
    {
        if (!header.empty())
        {
            return std::nullopt;
        }
        return Bytes(keySize);
    }

  protected:
    void DoMakeKeys(const SecretRandom&, const KeyAccess&) override
    {
    }
};

const bool REGISTERED = Registry<KeyEncapsulation>::Get().Add(
    "none",
    [] { return std::make_unique<NoEncapsulation>(); },
    "no encapsulation: a key of zeros");

} // namespace

} // namespace ns3::iomt
