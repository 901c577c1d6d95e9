// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COSE_H
#define IOMT_COSE_H

#include "ns3/bytes.h"
#include "ns3/ecdsa-p256.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/// Algorithm identifier of ECDSA with SHA-256 (RFC 9053, table 1).
constexpr int64_t COSE_ES256 = -7;

/// The header parameters this module writes and reads (RFC 9052, table 3).
struct CoseHeaders
{
    std::optional<int64_t> algorithm;      //!< alg (1)
    std::optional<uint16_t> contentFormat; //!< content type (3), as CoAP Content-Format
    Bytes kid;                             //!< kid (4); empty: absent
    Bytes iv;                              //!< IV (5); empty: absent
    Bytes partialIv;                       //!< Partial IV (6); empty: absent
    Bytes kidContext;                      //!< kid context (10, RFC 8613, 6.3); empty: absent
};

/// For whom a key travels, and how: COSE_recipient (RFC 9052, 5.1).
struct CoseRecipient
{
    int64_t algorithm{0}; //!< alg, unprotected as key transport wants it (RFC 9052, 8.5.3)
    Bytes encryptedKey;   //!< what the algorithm made of the key
};

/**
 * @brief COSE_Encrypt0, COSE_Encrypt or COSE_Sign1 taken apart (RFC 9052, 5.1, 5.2 and 4.2).
 *
 * `headers` joins both buckets: a label in both is an error, as the RFC wants it.
 */
struct CoseObject
{
    Bytes protectedHeaders; //!< as serialised, for the structure that is authenticated
    CoseHeaders headers;    //!< protected and unprotected
    Bytes payload;          //!< ciphertext with tag, or what is signed
    Bytes signature;        //!< COSE_Sign1 only
    std::vector<CoseRecipient> recipients; //!< COSE_Encrypt only
};

/**
 * @brief Serialise a protected bucket.
 * @param headers to write; unset ones are left out
 * @return the map, or nothing if it would be empty (RFC 9052, 3)
 */
Bytes EncodeCoseProtected(const CoseHeaders& headers);

/**
 * @param protectedHeaders of EncodeCoseProtected
 * @param unprotected written into the other bucket
 * @param ciphertext with tag
 * @param tagged whether to prepend CBOR tag 16
 * @return COSE_Encrypt0
 */
Bytes EncodeCoseEncrypt0(const Bytes& protectedHeaders,
                         const CoseHeaders& unprotected,
                         const Bytes& ciphertext,
                         bool tagged = false);

/**
 * @param bytes from the network, tagged or not
 * @param error if given, what is wrong
 * @return the object; nothing if it is none, or has a critical header (crit) this module lacks
 */
std::optional<CoseObject> DecodeCoseEncrypt0(const Bytes& bytes, std::string* error = nullptr);

/**
 * @param protectedHeaders of EncodeCoseProtected
 * @param unprotected written into the other bucket
 * @param ciphertext with tag
 * @param recipients at least one
 * @return COSE_Encrypt, not tagged
 */
Bytes EncodeCoseEncrypt(const Bytes& protectedHeaders,
                        const CoseHeaders& unprotected,
                        const Bytes& ciphertext,
                        const std::vector<CoseRecipient>& recipients);

/**
 * @param bytes from the network, tagged or not
 * @param error if given, what is wrong
 * @return the object; nothing if it is none, has a critical header, or a recipient whose algorithm
 *         is missing, is protected or has recipients itself
 */
std::optional<CoseObject> DecodeCoseEncrypt(const Bytes& bytes, std::string* error = nullptr);

/**
 * @brief As CoseEncrypt0Aad, for COSE_Encrypt.
 */
Bytes CoseEncryptAad(const Bytes& protectedHeaders, const Bytes& externalAad);

/**
 * @brief The additional data of the AEAD: Enc_structure (RFC 9052, 5.3).
 * @param protectedHeaders as serialised
 * @param externalAad what the application binds
 * @return CBOR
 */
Bytes CoseEncrypt0Aad(const Bytes& protectedHeaders, const Bytes& externalAad);

/**
 * @brief What is signed: Sig_structure (RFC 9052, 4.4).
 * @param protectedHeaders as serialised
 * @param externalAad what the application binds
 * @param payload of the object
 * @return CBOR
 */
Bytes CoseSign1ToBeSigned(const Bytes& protectedHeaders,
                          const Bytes& externalAad,
                          const Bytes& payload);

/**
 * @brief Sign as ES256.
 * @param signer whose key
 * @param kid which key
 * @param payload what is signed and carried
 * @param externalAad what the application binds, not carried
 * @param tagged whether to prepend CBOR tag 18
 * @return COSE_Sign1
 */
Bytes CoseSign1(const P256Signer& signer,
                const Bytes& kid,
                const Bytes& payload,
                const Bytes& externalAad = {},
                bool tagged = false);

/**
 * @param bytes from the network, tagged or not
 * @param error if given, what is wrong
 * @return the object, not verified; nothing if it is none
 */
std::optional<CoseObject> DecodeCoseSign1(const Bytes& bytes, std::string* error = nullptr);

/**
 * @param object decoded COSE_Sign1
 * @param verifier key that should have signed
 * @param externalAad as the signer bound
 * @return whether it did, as ES256
 */
bool VerifyCoseSign1(const CoseObject& object,
                     const P256Verifier& verifier,
                     const Bytes& externalAad = {});

} // namespace ns3::iomt

#endif // IOMT_COSE_H
