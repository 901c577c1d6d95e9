// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CIPHER_SUITE_H
#define IOMT_CIPHER_SUITE_H

#include "bytes.h"
#include "registry.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace ns3::iomt
{

/**
 * @brief Authenticated encryption with associated data (RFC 5116), or nothing at all.
 *
 * | suite       | key | nonce | tag | COSE algorithm (RFC 9053, tables 5 and 6)  |
 * |-------------|-----|-------|-----|--------------------------------------------|
 * | none        | 0   | 0     | 0   | –                                          |
 * | aes-128-gcm | 16  | 12    | 16  | 1, A128GCM                                 |
 * | aes-256-gcm | 32  | 12    | 16  | 3, A256GCM                                 |
 * | aes-128-ccm | 16  | 13    | 8   | 10, AES-CCM-16-64-128                      |
 *
 * An object keeps its key schedule: most of what a short packet costs is setting up the key.
 * What is executed is added to RunningOperations().
 */
class CipherSuite
{
  public:
    static constexpr const char* FAMILY = "cipher suite";

    virtual ~CipherSuite() = default;

    /// @return length of the key [octets]
    virtual std::size_t KeySize() const = 0;
    /// @return length of the nonce [octets]
    virtual std::size_t NonceSize() const = 0;
    /// @return length of the authentication tag [octets]
    virtual std::size_t TagSize() const = 0;
    /// @return the COSE algorithm identifier, 0 if there is none
    virtual int CoseAlgorithm() const = 0;

    /**
     * @param key KeySize() octets
     * @throws std::invalid_argument if the length is another
     */
    void SetKey(const Bytes& key);

    /**
     * @brief Encrypt and authenticate.
     * @param nonce NonceSize() octets, never twice under one key
     * @param aad authenticated, not encrypted
     * @param plaintext what to protect
     * @return ciphertext and tag, one after the other
     * @throws std::invalid_argument if the nonce has another length; std::logic_error without key
     */
    Bytes Seal(const Bytes& nonce, const Bytes& aad, const Bytes& plaintext);

    /**
     * @brief Verify and decrypt.
     * @param nonce as given to Seal
     * @param aad as given to Seal
     * @param sealed what Seal returned
     * @return the plaintext; nothing if the tag does not fit or `sealed` is shorter than a tag
     * @throws std::invalid_argument if the nonce has another length; std::logic_error without key
     */
    std::optional<Bytes> Open(const Bytes& nonce, const Bytes& aad, const Bytes& sealed);

  protected:
    /// Set up the key schedule. @param key of the right length
    virtual void DoSetKey(const Bytes& key) = 0;
    /// Arguments have been checked.
    virtual Bytes DoSeal(const Bytes& nonce, const Bytes& aad, const Bytes& plaintext) = 0;
    /// Arguments have been checked; `sealed` is at least a tag long.
    virtual std::optional<Bytes> DoOpen(const Bytes& nonce,
                                        const Bytes& aad,
                                        const Bytes& sealed) = 0;

  private:
    void Check(const Bytes& nonce) const;

    bool m_keyed{false};
};

/**
 * @param name a member of Registry<CipherSuite>: none, aes-128-gcm, aes-256-gcm, aes-128-ccm
 * @return a suite without key
 * @throws std::invalid_argument naming the value and what is allowed
 */
std::unique_ptr<CipherSuite> CreateCipherSuite(const std::string& name);

} // namespace ns3::iomt

#endif // IOMT_CIPHER_SUITE_H
