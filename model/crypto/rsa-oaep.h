// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RSA_OAEP_H
#define IOMT_RSA_OAEP_H

#include "bytes.h"
#include "seeded-random.h"

#include <cstddef>
#include <memory>
#include <optional>

namespace ns3::iomt
{

/**
 * @brief RSAES-OAEP with SHA-256, MGF1 with SHA-256 and an empty label (RFC 8017, 7.1): a key pair
 * of 1024, 2048 or 3072 bits. Counts RSA_*_PUBLIC, RSA_*_PRIVATE and SHA256_BLOCK.
 *
 * Private operations are blinded (Crypto++). All that goes wrong in decryption looks alike in what
 * is returned; that it takes the same time is not claimed.
 */
class RsaOaep
{
  public:
    /**
     * @brief Make a key pair with public exponent 65537. Not counted.
     * @param bits of the modulus: 1024, 2048, 3072
     * @param random secret source
     * @return the pair
     * @throws std::invalid_argument naming the value and what is allowed
     */
    static RsaOaep Generate(std::size_t bits, const SecretRandom& random);

    /**
     * @param der PrivateKeyInfo (RFC 5208, 5) or OneAsymmetricKey of an RSA key
     * @return the pair
     * @throws std::invalid_argument if it is none, or of another length
     */
    static RsaOaep FromPkcs8(const Bytes& der);

    RsaOaep(RsaOaep&& other) noexcept;
    RsaOaep& operator=(RsaOaep&& other) noexcept;
    ~RsaOaep();

    /// @return the private key as PrivateKeyInfo, for programs that check this one
    Bytes ToPkcs8() const;
    /// @return length of the modulus, and of each ciphertext [octets]
    std::size_t Size() const;
    /// @return length of the longest message: Size() - 66 [octets]
    std::size_t LongestMessage() const;

    /**
     * @param message at most LongestMessage() octets
     * @param random secret source
     * @return Size() octets
     * @throws std::invalid_argument if the message is longer
     */
    Bytes Encrypt(const Bytes& message, const SecretRandom& random) const;

    /**
     * @param ciphertext of Encrypt
     * @return the message; nothing if the length, the number or the padding is impossible
     */
    std::optional<Bytes> Decrypt(const Bytes& ciphertext) const;

  private:
    struct Keys;
    explicit RsaOaep(std::unique_ptr<Keys> keys);

    std::unique_ptr<Keys> m_keys;
};

} // namespace ns3::iomt

#endif // IOMT_RSA_OAEP_H
