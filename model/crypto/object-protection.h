// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_OBJECT_PROTECTION_H
#define IOMT_OBJECT_PROTECTION_H

#include "cipher-suite.h"
#include "key-encapsulation.h"

#include <cstdint>
#include <string>

namespace ns3::iomt
{

/**
 * @brief What a scenario calls a suite: a cipher, and where its key comes from.
 *
 * Every CipherSuite is one by its own name, under a key shared beforehand. Others join a cipher
 * with a KeyEncapsulation:
 *
 * | name                  | cipher      | key from                   | new key after             |
 * |-----------------------|-------------|----------------------------|---------------------------|
 * | rsa-1024 (weak)       | aes-128-gcm | RSA-OAEP, 1024 bits        | each message              |
 * | rsa-2048              | aes-128-gcm | RSA-OAEP, 2048 bits        | each message              |
 * | rsa-3072              | aes-128-gcm | RSA-OAEP, 3072 bits        | each message              |
 * | rsa-2048+redundancy   | aes-128-gcm | as rsa-2048                | each; see NearDuplicates  |
 * | cp-abe                | aes-128-gcm | fabeo-cp                   | each message              |
 * | kp-abe                | aes-128-gcm | fabeo-kp                   | each message              |
 * | bsw07                 | aes-128-gcm | bsw07, baseline of CP      | each message              |
 * | gpsw06                | aes-128-gcm | gpsw06, baseline of KP     | each message              |
 * | aes-128-gcm+cp-abe    | aes-128-gcm | fabeo-cp                   | 600, announced every 60   |
 * | aes-128-gcm+kp-abe    | aes-128-gcm | fabeo-kp                   | 600, announced every 60   |
 */
struct ObjectProtection
{
    static constexpr const char* FAMILY = "cipher suite";

    std::string cipher{"none"}; //!< of Registry<CipherSuite>
    std::string encapsulation;  //!< of Registry<KeyEncapsulation>; empty: a key shared beforehand
    uint64_t messagesPerKey{0}; //!< unless a scenario says how many; 0: without limit
    uint64_t announce{1}; //!< the key travels with each n-th message, unless a scenario says how
    bool dropsRedundant{false}; //!< whether near-duplicate readings are left out before sealing

    /// @return why nobody should rely on it today; empty if nothing is known against it
    std::string Weakness() const;
};

/// @return the registry of protections, in which every cipher suite is one
const Registry<ObjectProtection>& ObjectProtections();

} // namespace ns3::iomt

#endif // IOMT_OBJECT_PROTECTION_H
