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

/// COSE algorithm identifiers for private use (RFC 9053, 11.1: below -65536).
enum CosePrivateAlgorithm : int
{
    COSE_PRIVATE_AES_192_CCM = -65601, //!< AES-CCM-16-64-192, were there one
    COSE_PRIVATE_DES_CBC = -65602,     //!< des-cbc
    COSE_PRIVATE_3DES_CBC = -65603,    //!< 3des-cbc
    COSE_PRIVATE_FABEO_CP = -65611,    //!< key encapsulation by FABEO, policy in the ciphertext
    COSE_PRIVATE_FABEO_KP = -65612,    //!< key encapsulation by FABEO, policy in the key
    COSE_PRIVATE_BSW07 = -65613,       //!< key encapsulation by BSW07
    COSE_PRIVATE_GPSW06 = -65614       //!< key encapsulation by GPSW06
};

/**
 * @brief Authenticated encryption with associated data (RFC 5116), or nothing at all.
 *
 * | suite       | key | nonce | tag | COSE algorithm (RFC 9053, tables 5 and 6)  |
 * |-------------|-----|-------|-----|--------------------------------------------|
 * | none        | 0   | 0     | 0   | –                                          |
 * | aes-128-gcm | 16  | 12    | 16  | 1, A128GCM                                 |
 * | aes-192-gcm | 24  | 12    | 16  | 2, A192GCM                                 |
 * | aes-256-gcm | 32  | 12    | 16  | 3, A256GCM                                 |
 * | aes-128-ccm | 16  | 13    | 8   | 10, AES-CCM-16-64-128                      |
 * | aes-192-ccm | 24  | 13    | 8   | private: -65601                            |
 * | aes-256-ccm | 32  | 13    | 8   | 11, AES-CCM-16-64-256                      |
 * | des-cbc     | 40  | 8     | 16  | private: -65602; weak                      |
 * | 3des-cbc    | 56  | 8     | 16  | private: -65603; weak                      |
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

    /// @return why nobody should rely on it today; empty if nothing is known against it
    virtual std::string Weakness() const
    {
        return "";
    }

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
 * @param name a member of Registry<CipherSuite>
 * @return a suite without key
 * @throws std::invalid_argument naming the value and what is allowed
 */
std::unique_ptr<CipherSuite> CreateCipherSuite(const std::string& name);

} // namespace ns3::iomt

#endif // IOMT_CIPHER_SUITE_H
