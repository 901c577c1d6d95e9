// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_P256_ECDH_H
#define IOMT_P256_ECDH_H

#include "bytes.h"

#include <memory>
#include <optional>

namespace ns3::iomt
{

/**
 * @brief A key pair for Diffie-Hellman on P-256 (SP 800-56A, 5.7.1.2).
 *
 * Making a pair and agreeing on a secret are one multiplication of a point each, and each counts
 * as one P256_ECDH.
 */
class P256KeyPair
{
  public:
    /// Octets FromRandom() takes: 64 bits above the order keep the bias below 2^-64.
    static constexpr std::size_t RANDOM_SIZE = 40;

    /**
     * @param scalar the private key, 32 octets, 0 < scalar < order of the group
     * @throws std::invalid_argument if it is not
     */
    explicit P256KeyPair(const Bytes& scalar);
    ~P256KeyPair();
    P256KeyPair(P256KeyPair&&) noexcept;
    P256KeyPair& operator=(P256KeyPair&&) noexcept;

    /**
     * @brief A key out of random octets (FIPS 186-5, A.2.1, extra random bits).
     * @param octets RANDOM_SIZE uniform octets
     * @return the pair that belongs to them
     * @throws std::invalid_argument if there are more or fewer
     */
    static P256KeyPair FromRandom(const Bytes& octets);

    /// @return the public point, x and y, 32 octets each
    const Bytes& PublicKey() const;

    /**
     * @param peer the other's public point, x and y, 32 octets each
     * @return x of the shared point, 32 octets; nothing if `peer` is no point of the curve
     */
    std::optional<Bytes> Agree(const Bytes& peer) const;

  private:
    struct Key;
    std::unique_ptr<Key> m_key;
};

} // namespace ns3::iomt

#endif // IOMT_P256_ECDH_H
