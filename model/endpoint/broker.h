// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BROKER_H
#define IOMT_BROKER_H

#include "edge-classifier.h"
#include "endpoint.h"

namespace ns3
{
namespace iomt
{

/// What the broker was given to keep.
struct StoredObject
{
    Time time;                 //!< when
    std::string topic;         //!< by which path
    uint16_t contentFormat{0}; //!< CoAP Content-Format
    Bytes payload;             //!< as it came
};

/**
 * @brief Publish and subscribe over CoAP: whoever PUTs below `ps/` has it passed on to all who
 * observe that path (RFC 7641).
 *
 * A publication that came as NON is stored without an answer, unless something is wrong with it: its
 * sender cannot count on one (RFC 7252, 4.3), and an answer would cost a wearable's radio as much as
 * the reading. (RFC 7967 has an option to say so on the wire, but tshark 4.0 calls it malformed.)
 *
 * Objects are kept and passed on as they came. The broker has no keys: it cannot read what is
 * sealed, and does not try.
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

    /**
     * @brief Have readings judged here; without it the broker reads nothing.
     * @param classifier with the keys of those it may read
     * @param withholds readings that came as NON are stored but not passed on: verdicts replace them
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
    std::optional<CoapAnswer> Handle(const CoapIncoming& incoming);
    CoapAnswer Publish(const CoapIncoming& incoming);
    void Keep(const StoredObject& object, uint64_t provenance);
    void PassOn(const std::string& topic, bool confirmable, uint64_t provenance);
    CoapAnswer Latest(const std::string& topic) const;

    Time m_maxAge;
    bool m_answerNon{false};
    std::map<std::string, StoredObject> m_latest;
    Ptr<EdgeClassifier> m_classifier;
    bool m_withholds{false};
    TracedCallback<uint64_t> m_withheld;
    TracedCallback<const StoredObject&, uint64_t> m_stored;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BROKER_H
