// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CARD_READER_H
#define IOMT_CARD_READER_H

#include "endpoint.h"
#include "health-card.h"

#include <functional>

namespace ns3
{
namespace iomt
{

/// How a look-up ended.
enum class LookUpOutcome
{
    READ,      //!< the record is there
    REFUSED,   //!< the server answered, but not with a record
    UNANSWERED //!< no answer came
};

/**
 * @brief Reads cards and asks a CardServer for the records of their patients.
 *
 * What a card computes is charged to the reader's processor, which stands for the chip of the card.
 */
class CardReader : public Endpoint
{
  public:
    /// What a card says to a challenge.
    using CardAnswer = std::function<Bytes(const Bytes& challenge)>;
    /// Called once. The record is empty unless it was READ.
    using Done = std::function<void(LookUpOutcome outcome, const Bytes& record)>;

    static TypeId GetTypeId();
    CardReader();
    ~CardReader() override;

    /// @param server a CardServer
    void SetServer(const CoapPeer& server);
    /**
     * @brief Ask for a challenge, have the card answer it, and ask for the record.
     * @param id number of the card
     * @param card answers
     * @param done told how it ended
     */
    void LookUp(const Bytes& id, CardAnswer card, Done done);
    /**
     * @brief Ask for the record by the number alone.
     * @param id number of the card
     * @param done told how it ended
     */
    void LookUpByNumber(const Bytes& id, Done done);

  protected:
    void Begin() override;

  private:
    void Post(const char* path,
              uint16_t contentFormat,
              const Bytes& payload,
              const CoapReplyCallback& callback);
    void PostForRecord(uint16_t contentFormat, const Bytes& payload, const Done& done);
    void Sign(const Bytes& challenge, const CardAnswer& card, const Done& done);

    CoapPeer m_server;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_CARD_READER_H
