// SPDX-License-Identifier: GPL-2.0-only

#include "cipher-suite.h"

namespace ns3::iomt
{

namespace
{

/// The null member: what is sealed is what was given, and anything opens.
class CipherNone : public CipherSuite
{
  public:
    std::size_t KeySize() const override
    {
        return 0;
    }

    std::size_t NonceSize() const override
    {
        return 0;
    }

    std::size_t TagSize() const override
    {
        return 0;
    }

    int CoseAlgorithm() const override
    {
        return 0;
    }

  protected:
    void DoSetKey(const Bytes&) override
    {
    }

    Bytes DoSeal(const Bytes&, const Bytes&, const Bytes& plaintext) override
    {
        return plaintext;
    }

    std::optional<Bytes> DoOpen(const Bytes&, const Bytes&, const Bytes& sealed) override
    {
        return sealed;
    }
};

const bool REGISTERED = Registry<CipherSuite>::Get().Add(
    "none",
    [] { return std::make_unique<CipherNone>(); },
    "no protection: payloads travel as they are");

} // namespace

} // namespace ns3::iomt
