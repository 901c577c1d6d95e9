// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_OBJECT_SEALER_H
#define IOMT_OBJECT_SEALER_H

#include "content-format.h"

#include "ns3/cipher-suite.h"
#include "ns3/object-protection.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace ns3::iomt
{

/// What a producer and its consumers share, agreed on outside of the message.
struct ObjectKey
{
    std::string suite{"none"}; //!< of ObjectProtections()
    Bytes kid;                 //!< key identifier
    Bytes key;                 //!< as long as the suite's key; empty where keys travel
    Bytes commonIv; //!< as long as the suite's nonce (RFC 9052, 3.1); zeros where keys travel
    Bytes secret;   //!< later keys come from it; where keys travel, the sender's alone
    std::shared_ptr<const KeyEncapsulation> receiver; //!< with keys made, where keys travel
};

/**
 * @brief Derive a producer's key and common IV from a master secret by HKDF-SHA256.
 * @param suite of ObjectProtections()
 * @param kid key identifier
 * @param secret random octets
 * @param receiver to whom keys travel, if the suite has them travel
 * @return the key; for suite `none` only its name and kid
 * @throws std::invalid_argument if the suite is unknown
 */
ObjectKey DeriveObjectKey(const std::string& suite,
                          const Bytes& kid,
                          const Bytes& secret,
                          std::shared_ptr<const KeyEncapsulation> receiver = nullptr);

/**
 * @brief A later key of a producer.
 * @param key of DeriveObjectKey, of a suite whose keys are shared beforehand
 * @param number of the key: 0 is key.key
 * @return HKDF-SHA256(kid, secret, "key of SUITE, NUMBER")
 */
Bytes DeriveLaterKey(const ObjectKey& key, uint64_t number);

/// When a producer takes a new key. Neither: never, but see ObjectProtection::messagesPerKey.
struct RekeyPolicy
{
    uint64_t messages{0}; //!< after so many; 0: without limit
    double seconds{0};    //!< after so long [s]; 0: without limit
    uint64_t announce{1}; //!< the key travels with the first message under it and each n-th after
};

/// A payload and what it is.
struct SealedObject
{
    uint16_t contentFormat{0}; //!< CoAP Content-Format of the payload
    Bytes payload;             //!< octets to send
    bool neededLater{false};   //!< messages that follow do not open without this one's key
};

/**
 * @brief Nonce of one message: common IV xor Partial IV, right-aligned (RFC 9052, 3.1).
 * @param commonIv as long as a nonce
 * @param partialIv at most as long
 * @return the nonce
 */
Bytes CoseNonce(const Bytes& commonIv, const Bytes& partialIv);

/**
 * @brief Protects what a producer publishes, end to end: the broker between cannot read it.
 *
 *     COSE_Encrypt0 = [ << {1: alg, ?3: content-format} >>, {4: kid, 6: Partial IV}, ciphertext ]
 *
 * The Partial IV is the sequence number, from 0, without leading zeros. The content format is
 * left out for SenML. external_aad is the topic, so a message moved to another topic does not open.
 * Suite `none` passes the plaintext through.
 *
 * Under another key than the first its number is the protected kid context (10). Where keys travel,
 * the message that brings one is
 *
 *     COSE_Encrypt = [ << {1: alg, ?3: content-format, ?10: kid context} >>,
 *                      {4: kid, 6: Partial IV}, ciphertext, [[h'', {1: alg}, encrypted key]] ]
 */
class ObjectSealer
{
  public:
    /**
     * @param key of this producer
     * @throws std::invalid_argument if the suite is unknown or a length does not fit it
     */
    explicit ObjectSealer(const ObjectKey& key);

    /**
     * @param plaintext what to protect
     * @param topic where it will be published, as "ps/p1/ecg"
     * @param contentFormat of the plaintext
     * @return COSE_Encrypt0, or the plaintext itself under suite `none`
     */
    SealedObject Seal(const Bytes& plaintext,
                      const std::string& topic,
                      uint16_t contentFormat = SENML_CBOR);

    /**
     * @param policy when to take a new key; it replaces the suite's own
     * @param clock time now [s]
     * @throws std::invalid_argument if `announce` is 0, `seconds` is negative, or there is no clock
     *         and it is needed
     */
    void SetRekey(const RekeyPolicy& policy, std::function<double()> clock = nullptr);

    /// @return sequence number the next message will have
    uint64_t NextSequence() const;
    /// @return number of the key in use, from 0
    uint64_t KeyNumber() const;

  private:
    void RenewKey();
    void TakeKey();

    ObjectKey m_key;
    ObjectProtection m_protection;
    std::unique_ptr<CipherSuite> m_suite;
    SecretRandom m_random;
    RekeyPolicy m_rekey;
    std::function<double()> m_clock;
    uint64_t m_sequence{0};
    uint64_t m_keyNumber{0};
    uint64_t m_underKey{0}; //!< messages sealed under the key in use
    double m_keyFrom{0};    //!< first use of it [s]
    Bytes m_encryptedKey;   //!< where keys travel
};

} // namespace ns3::iomt

#endif // IOMT_OBJECT_SEALER_H
