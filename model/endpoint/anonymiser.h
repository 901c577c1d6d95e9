// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ANONYMISER_H
#define IOMT_ANONYMISER_H

#include "castle.h"
#include "correspondent.h"
#include "patient-monitor.h"

#include "ns3/object-sealer.h"
#include "ns3/senml.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// A tuple that left the anonymiser, and how long it was there.
struct AnonymisedTuple
{
    CastleOutput output;
    Time waited; //!< from entering CASTLE to leaving it
};

/**
 * @brief Stands in the core beside the broker: opens the readings it has keys for, joins each to
 * what identifies the person by halves (age, sex, area), and has CASTLE let it go to the insurer.
 *
 *     notification ─▶ open ─▶ tuple ─▶ CASTLE ─▶ SenML, sealed ─▶ PUT at the insurer
 *
 * What it has no key for it does not see. Blocks of samples are left out: an ECG identifies its
 * owner. Readings go without name, device and time; they may be told apart by when they arrive.
 *
 * One message holds tuples of one cluster:
 *
 *     c12/age-low 40, c12/age-high 62, …, c12/0/pulse 71, c12/0/spo2 0.97, c12/1/temperature 36.6
 */
class Anonymiser : public Correspondent
{
  public:
    static TypeId GetTypeId();
    Anonymiser();
    ~Anonymiser() override;

    /**
     * @brief How it anonymises; before the start.
     * @param parameters of CASTLE
     * @param quasi names of the quasi-identifiers, such as "age"
     * @param domain range of each
     * @throws std::invalid_argument as Castle
     */
    void SetCastle(const CastleParameters& parameters,
                   const std::vector<std::string>& quasi,
                   const CastleRanges& domain);
    /// @param suite that readings are sealed with @throws std::invalid_argument if unknown
    void SetSuite(const std::string& suite);
    /// @param person name @param quasi the person's quasi-identifiers, in the domain
    void AddPerson(const std::string& person, const std::vector<double>& quasi);
    /**
     * @brief A device whose readings are observed; after SetSuite.
     * @param person who wears it, added before
     * @param topic it publishes at
     * @param key to open its readings with
     * @throws std::invalid_argument if the person was not added
     */
    void AddDevice(const std::string& person, const std::string& topic, const ObjectKey& key);
    /// @param insurer who receives @param key shared with the insurer
    void SetInsurer(const CoapPeer& insurer, const ObjectKey& key);

    /**
     * @brief Signature of the trace source Left.
     * @param tuple what became of it
     */
    typedef void (*LeftTracedCallback)(const AnonymisedTuple& tuple);
    /**
     * @brief Signature of the trace source Refused.
     * @param reading what could not be opened, and why
     */
    typedef void (*RefusedTracedCallback)(const OpenedReading& reading);

  protected:
    void Begin() override;

  private:
    /// A reading inside CASTLE.
    struct Waiting
    {
        std::map<std::string, double> values;
        Time since;
    };

    void Open(const CoapReply& reply, const std::string& topic);
    void Leave(const std::vector<CastleOutput>& outputs);
    void Publish(const std::vector<CastleOutput>& outputs);
    SenmlPack ToSenml(const std::vector<CastleOutput>& cluster) const;

    std::vector<std::string> m_quasiNames;
    std::unique_ptr<Castle> m_castle;
    std::unique_ptr<PatientMonitor> m_monitor;
    std::unique_ptr<ObjectSealer> m_sealer;
    CoapPeer m_insurer;
    std::map<std::string, std::vector<double>> m_persons;
    std::map<uint64_t, Waiting> m_waiting; //!< by id of the tuple
    uint64_t m_lastId{0};
    TracedCallback<const AnonymisedTuple&> m_left;
    TracedCallback<const OpenedReading&> m_refused;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_ANONYMISER_H
