// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_KEY_ENCAPSULATION_H
#define IOMT_KEY_ENCAPSULATION_H

#include "bytes.h"
#include "registry.h"
#include "seeded-random.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace ns3::iomt
{

/// Who may read, for schemes that decide by attributes (abe-policy.h).
struct KeyAccess
{
    std::string policy{"role:doctor and dept:cardiology"};  //!< as AbePolicy::Parse takes it
    std::string attributes{"role:doctor, dept:cardiology"}; //!< as ParseAbeAttributes takes them
};

/**
 * @brief How a sender hands a fresh key to receivers with whom it shares no secret.
 *
 *     sender: Encapsulate() ──▶ key for a CipherSuite
 *                           └─▶ header, travels ──▶ receiver: Decapsulate() ──▶ the same key
 *
 * A member of the family holds both halves of the receiver's key pair, as a simulation has them
 * both: senders use the public half only.
 *
 * | encapsulation      | header [octets] | COSE algorithm                          |
 * |--------------------|-----------------|-----------------------------------------|
 * | none               | 0               | –                                       |
 * | rsa-1024 (weak)    | 128             | -41, RSAES-OAEP w/ SHA-256 (RFC 8230)   |
 * | rsa-2048           | 256             | -41                                     |
 * | rsa-3072           | 384             | -41                                     |
 * | fabeo-cp, bsw07    | abe-scheme.h    | private: -65611, -65613                 |
 * | fabeo-kp, gpsw06   | abe-scheme.h    | private: -65612, -65614                 |
 *
 * Nothing in it tells who the sender is: whoever knows the public half can make a header.
 */
class KeyEncapsulation
{
  public:
    static constexpr const char* FAMILY = "key encapsulation";

    /// What Encapsulate gives.
    struct Encapsulated
    {
        Bytes key;    //!< as long as was asked
        Bytes header; //!< travels
    };

    virtual ~KeyEncapsulation() = default;

    /// @return the COSE algorithm identifier, 0 if there is none
    virtual int CoseAlgorithm() const = 0;

    /// @return why nobody should rely on it today; empty if nothing is known against it
    virtual std::string Weakness() const
    {
        return "";
    }

    /**
     * @brief Make the receiver's key pair, before anything is sent. Not counted.
     * @param random secret source
     * @param access who may read; schemes without attributes ignore it
     * @throws std::invalid_argument if policy or attributes are none
     */
    void MakeKeys(const SecretRandom& random, const KeyAccess& access = KeyAccess());

    /**
     * @brief Somebody else who receives what is sent, as far as the scheme lets him read it; after
     * MakeKeys. Not counted.
     * @param random secret source
     * @param rights attributes, or the policy, of this reader's key
     * @return receiver with the same public and another private half; null if the scheme tells
     *         readers not apart
     * @throws std::invalid_argument if the rights are none
     * @throws std::logic_error without keys
     */
    std::shared_ptr<const KeyEncapsulation> MakeReader(const SecretRandom& random,
                                                       const std::string& rights) const;

    /**
     * @param keySize of the key wanted [octets]
     * @param use binds the key to what it is for, where the scheme can
     * @param random secret source of the sender
     * @return key and header
     * @throws std::logic_error without keys
     */
    virtual Encapsulated Encapsulate(std::size_t keySize,
                                     const std::string& use,
                                     const SecretRandom& random) const = 0;

    /**
     * @param header of Encapsulate
     * @param keySize as given to Encapsulate
     * @param use as given to Encapsulate
     * @return the key; nothing if the header is impossible. Of a forged header it may be some
     *         other key: that shows when a message is opened with it
     * @throws std::logic_error without keys
     */
    virtual std::optional<Bytes> Decapsulate(const Bytes& header,
                                             std::size_t keySize,
                                             const std::string& use) const = 0;

  protected:
    /// Arguments are those of MakeKeys, which takes back what is counted in here.
    virtual void DoMakeKeys(const SecretRandom& random, const KeyAccess& access) = 0;
    /// Arguments are those of MakeReader, which takes back what is counted in here.
    virtual std::shared_ptr<const KeyEncapsulation> DoMakeReader(const SecretRandom& random,
                                                                 const std::string& rights) const;
};

} // namespace ns3::iomt

#endif // IOMT_KEY_ENCAPSULATION_H
