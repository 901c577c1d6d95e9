// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_DES_CBC_H
#define IOMT_DES_CBC_H

#include "bytes.h"

#include <cstddef>
#include <memory>
#include <optional>

namespace ns3::iomt
{

/// Block of DES (FIPS 46-3) [octets].
constexpr std::size_t DES_BLOCK_SIZE = 8;

/**
 * @brief DES or three-key triple DES (FIPS 46-3, SP 800-67) in cipher block chaining (SP 800-38A,
 * 6.2), padded as PKCS #7 does (RFC 5652, 6.3). Counts DES_BLOCK. Authenticates nothing.
 */
class DesCbc
{
  public:
    /**
     * @param key 8 octets: DES; 24: triple DES, encrypt-decrypt-encrypt. Parity bits are ignored
     * @throws std::invalid_argument if the length is another
     */
    explicit DesCbc(const Bytes& key);
    ~DesCbc();
    DesCbc(const DesCbc&) = delete;
    DesCbc& operator=(const DesCbc&) = delete;

    /**
     * @param block DES_BLOCK_SIZE octets
     * @return the block enciphered
     */
    Bytes EncryptBlock(const Bytes& block) const;

    /**
     * @param iv DES_BLOCK_SIZE octets, not to be predicted by others
     * @param plaintext any length
     * @return ciphertext, 1 to 8 octets longer
     */
    Bytes Encrypt(const Bytes& iv, const Bytes& plaintext) const;

    /**
     * @param iv as given to Encrypt
     * @param ciphertext that has been authenticated: what is returned tells about the padding
     * @return plaintext; nothing if the length or the padding is impossible
     */
    std::optional<Bytes> Decrypt(const Bytes& iv, const Bytes& ciphertext) const;

  private:
    void Count(std::size_t octets) const;

    struct Schedule;
    std::unique_ptr<Schedule> m_schedule;
};

} // namespace ns3::iomt

#endif // IOMT_DES_CBC_H
