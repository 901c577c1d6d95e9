// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BROKER_H
#define IOMT_BROKER_H

#include "edge-classifier.h"
#include "endpoint.h"
#include "receipts.h"
#include "store.h"

#include <memory>
#include <set>

namespace ns3
{
namespace iomt
{

/**
 * @brief Publish and subscribe over CoAP: whoever PUTs below `ps/` has it passed on to all who
 * observe that path (RFC 7641).
 *
 * A publication that came as NON is stored without an answer, unless something is wrong with it:
 * its sender cannot count on one (RFC 7252, 4.3), and an answer would cost a wearable's radio as
 * much as the reading. (RFC 7967 has an option to say so on the wire, but tshark 4.0 calls it
 * malformed.)
 *
 * Objects are kept and passed on as they came. The broker has no keys: it cannot read what is
 * sealed, and does not try.
 *
 * With a store, those who are allowed to may ask for what was kept: GET ps/p1/watch?from=T&to=T,
 * in Unix time [s], either of which may be left out. The answer is CBOR, oldest first, as much as
 * fits into a datagram; the client goes on from the last time it was given.
 *
 *     [[time, content format, payload], …]
 */
class Broker : public Endpoint
{
  public:
    static TypeId GetTypeId();
    Broker();
    ~Broker() override;

    /**
     * @brief Signature of the trace source Stored.
     * @param object what was stored
     * @param provenance beside it
     */
    typedef void (*StoredTracedCallback)(const StoredObject& object, uint64_t provenance);

    /// @param store keeps every object and who asked for it; without one only the latest are kept
    void SetStore(std::shared_ptr<Store> store);
    /// @return the store; null if there is none
    Store* GetStore() const;
    /// @param client may ask for what was kept
    void AllowHistory(const Ipv6Address& client);
    /// @brief Tell gateways that ask which datagrams arrived, see Receipts; before the start.
    void GiveReceipts();
    /**
     * @brief Have readings judged here; without it the broker reads nothing.
     * @param classifier with the keys of those it may read
     * @param withholds readings that came as NON are stored but not passed on: verdicts replace
     * them
     */
    void SetEdgeClassifier(Ptr<EdgeClassifier> classifier, bool withholds);
    /**
     * @brief Publish something of the broker's own.
     * @param topic path
     * @param object payload
     * @param confirmable whether observers get it as CON
     */
    void PublishOwn(const std::string& topic, const SealedObject& object, bool confirmable);

    /**
     * @brief Signature of the trace source Withheld.
     * @param provenance of a reading stored but not passed on
     */
    typedef void (*WithheldTracedCallback)(uint64_t provenance);

  protected:
    void Begin() override;
    void DoDispose() override;

  private:
    void Note(uint64_t provenance, const Bytes& datagram);
    void Strike(uint64_t provenance, const Bytes& datagram);
    std::optional<CoapAnswer> Handle(const CoapIncoming& incoming);
    CoapAnswer Publish(const CoapIncoming& incoming);
    CoapAnswer Read(const CoapIncoming& incoming);
    CoapAnswer History(const CoapIncoming& incoming, uint64_t& objects) const;
    void Keep(const StoredObject& object, uint64_t provenance);
    void PassOn(const std::string& topic, bool confirmable, uint64_t provenance);
    CoapAnswer Latest(const std::string& topic) const;

    Time m_maxAge;
    bool m_answerNon{false};
    std::map<std::string, StoredObject> m_latest;
    std::shared_ptr<Store> m_store;
    std::unique_ptr<Receipts> m_receipts;
    std::set<Ipv6Address> m_historyReaders;
    Ptr<EdgeClassifier> m_classifier;
    bool m_withholds{false};
    TracedCallback<uint64_t> m_withheld;
    TracedCallback<const StoredObject&, uint64_t> m_stored;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BROKER_H
