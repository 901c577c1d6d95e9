// SPDX-License-Identifier: GPL-2.0-only

#include "object-protection.h"

#include "abe-scheme.h"

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
             {"aes-128-gcm", "rsa-1024", 1, 1, false},
             "a key for each message under RSA-OAEP of 1024 bits, AES-128-GCM (weak: 1024 bits)");

const bool REGISTERED_RSA_2048 =
    Register("rsa-2048",
             {"aes-128-gcm", "rsa-2048", 1, 1, false},
             "a key for each message under RSA-OAEP of 2048 bits, AES-128-GCM");

const bool REGISTERED_RSA_REDUNDANCY = Register(
    "rsa-2048+redundancy",
    {"aes-128-gcm", "rsa-2048", 1, 1, true},
    "rsa-2048 for readings that differ enough from the last one sent; others are left out");

const bool REGISTERED_RSA_3072 =
    Register("rsa-3072",
             {"aes-128-gcm", "rsa-3072", 1, 1, false},
             "a key for each message under RSA-OAEP of 3072 bits, AES-128-GCM");

/// A key for ten minutes of readings a second, told once a minute.
constexpr uint64_t MESSAGES = 600;
constexpr uint64_t ANNOUNCE = 60;

struct ByAttributes
{
    const char* name;
    const char* scheme; //!< of Registry<AbeScheme>, and its encapsulation
    uint64_t messagesPerKey;
    uint64_t announce;
    const char* summary;
};

constexpr ByAttributes BY_ATTRIBUTES[] = {
    {"cp-abe",
     "fabeo-cp",
     1,
     1,
     "CP-ABE (FABEO) for each message: senders say who may read; AES-128-GCM"},
    {"kp-abe",
     "fabeo-kp",
     1,
     1,
     "KP-ABE (FABEO) for each message: readers' keys say what they may read; AES-128-GCM"},
    {"bsw07", "bsw07", 1, 1, "CP-ABE of 2007 for each message, a baseline; AES-128-GCM"},
    {"gpsw06", "gpsw06", 1, 1, "KP-ABE of 2006 for each message, a baseline; AES-128-GCM"},
    {"aes-128-gcm+cp-abe",
     "fabeo-cp",
     MESSAGES,
     ANNOUNCE,
     "AES-128-GCM under a key for 600 messages, which CP-ABE (FABEO) hands over"},
    {"aes-128-gcm+kp-abe",
     "fabeo-kp",
     MESSAGES,
     ANNOUNCE,
     "AES-128-GCM under a key for 600 messages, which KP-ABE (FABEO) hands over"},
};

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
    // Ciphers and schemes register in no known order; by the first use of this they all have.
    static const bool joined = [] {
        const auto& ciphers = Registry<CipherSuite>::Get();
        for (const std::string& name : ciphers.Names())
        {
            Register(name, {name, "", 0, 1, false}, ciphers.Summary(name));
        }
        for (const ByAttributes& made : BY_ATTRIBUTES)
        {
            if (Registry<AbeScheme>::Get().Contains(made.scheme))
            {
                Register(made.name,
                         {"aes-128-gcm", made.scheme, made.messagesPerKey, made.announce, false},
                         made.summary);
            }
        }
        return true;
    }();
    static_cast<void>(joined);
    return Registry<ObjectProtection>::Get();
}

} // namespace ns3::iomt
