// SPDX-License-Identifier: GPL-2.0-only

#include "cipher-suite.h"

namespace ns3::iomt
{

namespace
{

void
CheckLength(const char* what, std::size_t found, std::size_t wanted)
{
    if (found != wanted)
    {
        throw std::invalid_argument(std::string(what) + " has " + std::to_string(found) +
                                    " octets, the cipher suite takes " + std::to_string(wanted));
    }
}

} // namespace

void
CipherSuite::SetKey(const Bytes& key)
{
    CheckLength("key", key.size(), KeySize());
    DoSetKey(key);
    m_keyed = true;
}

Bytes
CipherSuite::Seal(const Bytes& nonce, const Bytes& aad, const Bytes& plaintext)
{
    Check(nonce);
    return DoSeal(nonce, aad, plaintext);
}

std::optional<Bytes>
CipherSuite::Open(const Bytes& nonce, const Bytes& aad, const Bytes& sealed)
{
    Check(nonce);
    if (sealed.size() < TagSize())
    {
        return std::nullopt;
    }
    return DoOpen(nonce, aad, sealed);
}

void
CipherSuite::Check(const Bytes& nonce) const
{
    if (!m_keyed)
    {
        throw std::logic_error("cipher suite used before SetKey");
    }
    CheckLength("nonce", nonce.size(), NonceSize());
}

std::unique_ptr<CipherSuite>
CreateCipherSuite(const std::string& name)
{
    return Registry<CipherSuite>::Get().Create(name);
}

} // namespace ns3::iomt
