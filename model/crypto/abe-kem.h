// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ABE_KEM_H
#define IOMT_ABE_KEM_H

#include "abe-scheme.h"
#include "bytes.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/// Attributes that begin so are the epochs'; nobody else may use them.
constexpr const char* ABE_EPOCH_PREFIX = "epoch:";

/**
 * @brief Attribute-based encryption of data: an AbeScheme encapsulates a key for a cipher suite,
 * and keys of users expire.
 *
 * Expiry and revocation. Time is cut into epochs with names ("2026-11"). Whoever encrypts does so
 * for one epoch, a key is made for a few:
 *
 *     CP  ciphertext  (policy) and epoch:2026-11
 *         key         attributes, epoch:2026-11, epoch:2026-12
 *     KP  ciphertext  attributes, epoch:2026-11
 *         key         (policy) and (epoch:2026-11 or epoch:2026-12)
 *
 * A key expires when its epochs are over; a user is revoked by getting no key for the next ones.
 * What was encrypted for earlier epochs stays readable to earlier keys.
 *
 * An authority is founded with expiry or without, and all it makes is of that sort.
 *
 *     key, nonce = HKDF-SHA256(secret, info = "iomt-abe-1" | name of the suite | SHA-256(header))
 *
 * A key is used for one message, so its nonce need not travel. That the ciphertext opens only if
 * every octet is as sent is owed to the authenticated encryption; against chosen ciphertexts no
 * proof is claimed, as no re-encryption is done.
 */
class AbeKem
{
  public:
    /// A key for data, and what lets others derive it.
    struct Wrapped
    {
        Bytes key;    //!< as long as was asked
        Bytes header; //!< travels
    };

    /**
     * @param scheme a member of Registry<AbeScheme>
     * @throws std::invalid_argument naming the value and what is allowed
     */
    explicit AbeKem(const std::string& scheme);

    /// @return the scheme
    const AbeScheme& Scheme() const
    {
        return *m_scheme;
    }

    /**
     * @brief Found an authority without expiry.
     * @param universe see AbeScheme::Setup
     * @param random secret source
     * @return public and master key
     * @throws std::invalid_argument as AbeScheme::Setup; if an attribute is an epoch's
     */
    AbeAuthority Setup(const AbeAttributes& universe, const AbeRandom& random) const;

    /**
     * @brief Found an authority whose keys expire.
     * @param universe see AbeScheme::Setup
     * @param epochs all there will be, if the scheme needs a universe; otherwise empty
     * @param random secret source
     * @return public and master key
     * @throws std::invalid_argument as Setup; if the name of an epoch is no attribute's
     */
    AbeAuthority SetupExpiring(const AbeAttributes& universe,
                               const std::vector<std::string>& epochs,
                               const AbeRandom& random) const;

    /**
     * @param masterKey of Setup or SetupExpiring
     * @param label attributes (CP) or policy (KP), as text
     * @param epochs in which the key is good: at least one if keys expire, otherwise none
     * @param random secret source
     * @return the user's key
     * @throws std::invalid_argument naming what does not fit
     */
    AbeObject KeyGen(const AbeObject& masterKey,
                     const std::string& label,
                     const std::vector<std::string>& epochs,
                     const AbeRandom& random) const;

    /**
     * @brief Make a key that those can derive whom the label allows.
     * @param publicKey of Setup or SetupExpiring
     * @param label policy (CP) or attributes (KP), as text
     * @param epoch now, if keys expire; otherwise ""
     * @param use binds the key to what it is for, as the name of a suite
     * @param keySize length of the key [octets]
     * @param random secret source
     * @return key and header
     * @throws std::invalid_argument naming what does not fit
     */
    Wrapped Wrap(const AbeObject& publicKey,
                 const std::string& label,
                 const std::string& epoch,
                 const std::string& use,
                 std::size_t keySize,
                 const AbeRandom& random) const;

    /**
     * @param userKey of KeyGen
     * @param header of Wrap
     * @param use as given to Wrap
     * @param keySize as given to Wrap
     * @return the key; nothing if the header is malformed or the user is not allowed. Of a forged
     *         header it is some other key
     * @throws std::invalid_argument if `userKey` is no user's key of this scheme
     */
    std::optional<Bytes> Unwrap(const AbeObject& userKey,
                                const Bytes& header,
                                const std::string& use,
                                std::size_t keySize) const;

    /**
     * @brief Encrypt data: header (EncodeAbe), name of the suite (length in 8 bits, text), what
     * the suite sealed.
     * @param publicKey of Setup or SetupExpiring
     * @param label policy (CP) or attributes (KP), as text
     * @param epoch now, if keys expire; otherwise ""
     * @param suite a member of Registry<CipherSuite> that authenticates
     * @param aad authenticated, does not travel
     * @param plaintext what to protect
     * @param random secret source
     * @return the ciphertext
     * @throws std::invalid_argument naming what does not fit
     */
    Bytes Seal(const AbeObject& publicKey,
               const std::string& label,
               const std::string& epoch,
               const std::string& suite,
               const Bytes& aad,
               const Bytes& plaintext,
               const AbeRandom& random) const;

    /**
     * @param userKey of KeyGen
     * @param aad as given to Seal
     * @param sealed what Seal returned
     * @return the plaintext; nothing if the ciphertext is not as it was sent or the user is not
     *         allowed to read it
     * @throws std::invalid_argument if `userKey` is no user's key of this scheme
     */
    std::optional<Bytes> Open(const AbeObject& userKey,
                              const Bytes& aad,
                              const Bytes& sealed) const;

  private:
    AbeLabel ParseLabel(AbeKind kind,
                        bool expiring,
                        const std::string& label,
                        const std::vector<std::string>& epochs) const;

    std::optional<Bytes> UnwrapObject(const AbeObject& userKey,
                                      const AbeObject& header,
                                      const Bytes& octets,
                                      const std::string& use,
                                      std::size_t keySize) const;

    std::unique_ptr<AbeScheme> m_scheme;
};

/**
 * @param seconds since the beginning of epochs [s]
 * @param period length of an epoch [s], not 0
 * @return the name of the epoch: its number
 * @throws std::invalid_argument if the period is 0
 */
std::string AbeEpochAt(uint64_t seconds, uint64_t period);

} // namespace ns3::iomt

#endif // IOMT_ABE_KEM_H
