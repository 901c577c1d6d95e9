// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CORRESPONDENT_H
#define IOMT_CORRESPONDENT_H

#include "endpoint.h"
#include "signed-document.h"

#include <functional>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief An endpoint that reads and writes signed documents over the broker: doctor, pharmacy,
 * gateway.
 */
class Correspondent : public Endpoint
{
  public:
    static TypeId GetTypeId();
    Correspondent();
    ~Correspondent() override;

    /// @param broker where documents are observed and published
    void SetBroker(const CoapPeer& broker);
    /**
     * @brief Publish what is sealed already.
     * @param topic path at the broker
     * @param object payload
     * @param confirmable whether as CON
     * @param provenance beside it
     */
    void PublishObject(const std::string& topic,
                       const SealedObject& object,
                       bool confirmable,
                       uint64_t provenance = 0);

  protected:
    using DocumentCallback = std::function<void(const OpenedDocument&)>;

    /// @return whether a reply brings something published: an empty representation is a topic
    /// nobody has published on yet
    static bool IsPublication(const CoapReply& reply);
    /// @return its Content-Format, octet stream by default
    static uint16_t FormatOf(const CoapMessage& message);
    /// @return the broker
    const CoapPeer& GetBroker() const;
    /**
     * @brief Observe a topic and open what is published there.
     * @param topic path at the broker
     * @param reader opens it; outlives this
     * @param callback called when the processor is through with a document
     * @return for CoapEndpoint::CancelObserve
     */
    uint64_t ObserveDocuments(const std::string& topic,
                          DocumentReader& reader,
                          DocumentCallback callback);
    /**
     * @brief Sign, seal and publish a document, as CON.
     * @param topic path at the broker
     * @param sender signs and seals
     * @param document any octets
     */
    void PublishDocument(const std::string& topic, DocumentSender& sender, const Bytes& document);

  private:
    CoapPeer m_broker;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_CORRESPONDENT_H
