// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_OBJECT_SEALER_H
#define IOMT_OBJECT_SEALER_H

#include "content-format.h"

#include "ns3/cipher-suite.h"

#include <cstdint>
#include <memory>
#include <string>

namespace ns3::iomt
{

/// What a producer and its consumers share, agreed on outside of the message.
struct ObjectKey
{
    std::string suite{"none"}; //!< of Registry<CipherSuite>
    Bytes kid;                 //!< key identifier
    Bytes key;                 //!< as long as the suite's key
    Bytes commonIv;            //!< as long as the suite's nonce (RFC 9052, 3.1)
};

/**
 * @brief Derive a producer's key and common IV from a master secret by HKDF-SHA256.
 * @param suite of Registry<CipherSuite>
 * @param kid key identifier
 * @param secret random octets
 * @return the key; for suite `none` only its name and kid
 */
ObjectKey DeriveObjectKey(const std::string& suite, const Bytes& kid, const Bytes& secret);

/// A payload and what it is.
struct SealedObject
{
    uint16_t contentFormat{0}; //!< CoAP Content-Format of the payload
    Bytes payload;             //!< octets to send
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

    /// @return sequence number the next message will have
    uint64_t NextSequence() const;

  private:
    ObjectKey m_key;
    std::unique_ptr<CipherSuite> m_suite;
    uint64_t m_sequence{0};
};

} // namespace ns3::iomt

#endif // IOMT_OBJECT_SEALER_H
