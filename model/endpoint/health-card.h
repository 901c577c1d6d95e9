// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_HEALTH_CARD_H
#define IOMT_HEALTH_CARD_H

#include "ns3/ecdsa-p256.h"

#include <cstddef>
#include <optional>
#include <utility>

namespace ns3
{
namespace iomt
{

/// Octets of a card's number: a UID of double size (ISO/IEC 14443-3).
constexpr std::size_t CARD_ID_OCTETS = 7;
/// Octets of a challenge.
constexpr std::size_t CARD_CHALLENGE_OCTETS = 16;
/// Paths on the record server.
constexpr const char* CARD_CHALLENGE_PATH = "card/challenge";
constexpr const char* CARD_RECORD_PATH = "card/record";
/// @param id of a card @return what its signature binds beside the challenge: purpose and number
Bytes CardContext(const Bytes& id);

/// A patient's card: it has a number that anybody can read, and a private key that nobody can.
class HealthCard
{
  public:
    /// @param id its number, CARD_ID_OCTETS @param signer its key
    HealthCard(const Bytes& id, P256Signer signer);

    /// @return its number
    const Bytes& GetId() const;
    /// @return x and y, 32 octets each
    Bytes GetPublicKey() const;
    /**
     * @param challenge any octets
     * @return COSE_Sign1 by ES256 of challenge and CardContext; the number is its kid
     */
    Bytes Answer(const Bytes& challenge) const;

  private:
    Bytes m_id;
    P256Signer m_signer;
};

/**
 * @brief A copy of a card, made by somebody who has its number and every earlier exchange, but not
 *        its private key.
 */
class CopiedCard
{
  public:
    /// @param id number of the card copied @param own a key that is not the card's
    CopiedCard(const Bytes& id, P256Signer own);

    /// @brief Learn an exchange of the card. @param challenge of it @param answer of the card
    void Overhear(const Bytes& challenge, const Bytes& answer);
    /**
     * @param challenge as to HealthCard
     * @return the latest answer overheard with this challenge in place of the old one; if none was,
     *         one by its own key
     */
    Bytes Answer(const Bytes& challenge) const;

  private:
    HealthCard m_forged;
    std::optional<std::pair<Bytes, Bytes>> m_overheard; //!< challenge and answer
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_HEALTH_CARD_H
