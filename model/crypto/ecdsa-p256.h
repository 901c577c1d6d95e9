// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ECDSA_P256_H
#define IOMT_ECDSA_P256_H

#include "bytes.h"

#include <memory>

namespace ns3::iomt
{

/**
 * @brief Signs with ECDSA on P-256 and SHA-256, deterministically (RFC 6979).
 *
 * Two signatures of one message are equal, so a run repeats to the octet.
 */
class P256Signer
{
  public:
    /**
     * @param scalar the private key, 32 octets, 0 < scalar < order of the group
     * @throws std::invalid_argument if it is not
     */
    explicit P256Signer(const Bytes& scalar);
    ~P256Signer();
    P256Signer(P256Signer&&) noexcept;
    P256Signer& operator=(P256Signer&&) noexcept;

    /**
     * @brief A key out of random octets (FIPS 186-5, A.2.1, extra random bits after HKDF).
     * @param seed random octets of any length
     * @return a signer with the key that belongs to this seed
     */
    static P256Signer FromSeed(const Bytes& seed);

    /// @param message any octets @return r and s, 32 octets each
    Bytes Sign(const Bytes& message) const;
    /// @return the public point, x and y, 32 octets each
    Bytes PublicKey() const;

  private:
    struct Key;
    std::unique_ptr<Key> m_key;
};

/// Verifies what P256Signer signed.
class P256Verifier
{
  public:
    /**
     * @param publicKey x and y, 32 octets each
     * @throws std::invalid_argument if that is no point of the curve
     */
    explicit P256Verifier(const Bytes& publicKey);
    ~P256Verifier();
    P256Verifier(P256Verifier&&) noexcept;
    P256Verifier& operator=(P256Verifier&&) noexcept;

    /**
     * @param message what was signed
     * @param signature r and s, 32 octets each
     * @return whether the key's owner signed it
     */
    bool Verify(const Bytes& message, const Bytes& signature) const;

  private:
    struct Key;
    std::unique_ptr<Key> m_key;
};

} // namespace ns3::iomt

#endif // IOMT_ECDSA_P256_H
