// SPDX-License-Identifier: GPL-2.0-only

#include "object-protection.h"

namespace ns3::iomt
{

namespace
{

bool
Register(const std::string& name, const ObjectProtection& protection, const std::string& summary)
{
    return Registry<ObjectProtection>::Get().Add(
        name,
        [protection] { return std::make_unique<ObjectProtection>(protection); },
        summary);
}

const bool REGISTERED_RSA_1024 =
    Register("rsa-1024",
             {"aes-128-gcm", "rsa-1024", 1, false},
             "a key for each message under RSA-OAEP of 1024 bits, AES-128-GCM (weak: 1024 bits)");

const bool REGISTERED_RSA_2048 =
    Register("rsa-2048",
             {"aes-128-gcm", "rsa-2048", 1, false},
             "a key for each message under RSA-OAEP of 2048 bits, AES-128-GCM");

const bool REGISTERED_RSA_3072 =
    Register("rsa-3072",
             {"aes-128-gcm", "rsa-3072", 1, false},
             "a key for each message under RSA-OAEP of 3072 bits, AES-128-GCM");

} // namespace

std::string
ObjectProtection::Weakness() const
{
    const std::string weakness = CreateCipherSuite(cipher)->Weakness();
    if (!weakness.empty() || encapsulation.empty())
    {
        return weakness;
    }
    return Registry<KeyEncapsulation>::Get().Create(encapsulation)->Weakness();
}

const Registry<ObjectProtection>&
ObjectProtections()
{
    // Ciphers register in no known order; by the first use of this they all have.
    static const bool joined = [] {
        const auto& ciphers = Registry<CipherSuite>::Get();
        for (const std::string& name : ciphers.Names())
        {
            Register(name, {name, "", 0, false}, ciphers.Summary(name));
        }
        return true;
    }();
    static_cast<void>(joined);
    return Registry<ObjectProtection>::Get();
}

} // namespace ns3::iomt
