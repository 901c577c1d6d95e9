// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CARD_SERVER_H
#define IOMT_CARD_SERVER_H

#include "endpoint.h"
#include "health-card.h"

#include "ns3/seeded-random.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief Keeps patients' records and hands each out to who shows that patient's card.
 *
 *     POST card/challenge   number                      ─▶ 2.05 challenge, good once and for 60 s
 *     POST card/record      COSE_Sign1 of the challenge ─▶ 2.05 record, or 4.03
 *
 * Without `Authenticate` the number alone is taken for the card, as plain RFID has it.
 */
class CardServer : public Endpoint
{
  public:
    static TypeId GetTypeId();
    CardServer();
    ~CardServer() override;

    /// @param seed of the challenges, secret; before the first one
    void SetChallengeSeed(const Bytes& seed);
    /**
     * @brief Know a card from now on.
     * @param id its number
     * @param publicKey x and y, 32 octets each
     * @param record application/fhir+json for who shows it
     * @throws std::invalid_argument if the key is no point of the curve
     */
    void Enrol(const Bytes& id, const Bytes& publicKey, const Bytes& record);

    /**
     * @return requests that got no challenge or record, by cause: `unreadable`, `unknown-card`,
     *         `no-such-challenge`, `bad-signature`, `overload`
     */
    const std::map<std::string, uint64_t>& GetRefused() const;

  protected:
    void Begin() override;

  private:
    struct Patient
    {
        P256Verifier verifier;
        Bytes record;
    };

    /// A challenge that was not answered yet.
    struct Open
    {
        Bytes challenge;
        Bytes id;
        Time until;
    };

    std::optional<CoapAnswer> Handle(const CoapIncoming& incoming,
                                     CoapAnswer (CardServer::*answer)(uint16_t, const Bytes&));
    CoapAnswer Challenge(uint16_t contentFormat, const Bytes& payload);
    CoapAnswer Record(uint16_t contentFormat, const Bytes& payload);
    CoapAnswer RecordOfSigned(uint16_t contentFormat, const Bytes& payload);
    CoapAnswer Refuse(const std::string& cause, uint8_t code);
    bool TakeChallenge(const Bytes& challenge, const Bytes& id);

    bool m_authenticate{true};
    SecretRandom m_random;
    std::map<Bytes, Patient> m_patients; //!< by number of their card
    std::deque<Open> m_open;             //!< oldest first
    std::map<std::string, uint64_t> m_refused;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_CARD_SERVER_H
