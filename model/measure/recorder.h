// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RECORDER_H
#define IOMT_RECORDER_H

#include "attack-judge.h"
#include "alarm-judge.h"
#include "care-judge.h"
#include "anonymity-judge.h"
#include "journeys.h"
#include "results-database.h"
#include "treatments.h"

#include "ns3/attack.h"
#include "ns3/backhaul-channel.h"
#include "ns3/broker.h"
#include "ns3/custody.h"
#include "ns3/classifying-hook.h"
#include "ns3/doctor.h"
#include "ns3/firewall.h"
#include "ns3/gateway-agent.h"
#include "ns3/insurer.h"
#include "ns3/nurse-station.h"
#include "ns3/pharmacy.h"
#include "ns3/processing-hook.h"
#include "ns3/provenance.h"
#include "ns3/wearable.h"

#include <map>
#include <string>

namespace ns3
{
namespace iomt
{

/// Whose readings are recorded.
struct DeviceIdentity
{
    std::string device;
    std::string patient;
    std::string site;
    std::string kind;
};

/**
 * @brief Listens to the trace sources of a system and writes down what happened.
 *
 *     trace sources ──▶ Recorder ─┬▶ Journeys      (how late)
 *                                 ├▶ AttackJudge   (how safe)
 *                                 ├▶ AlarmJudge    (what it meant for the patient)
 *                                 ├▶ AnonymityJudge (what the insurer learns)
 *                                 └▶ ResultsDatabase
 *
 * Only here is provenance read.
 */
class Recorder
{
  public:
    /**
     * @param database where rows go; outlives this
     * @param lateMs a reading that takes longer is late [ms]
     * @param urgentLateMs the same for an urgent one [ms]
     */
    Recorder(ResultsDatabase& database, double lateMs, double urgentLateMs);

    void WatchWearable(Ptr<Wearable> wearable, const DeviceIdentity& identity);
    /// @param hook of a gateway @param custody of it, or null
    void WatchGateway(Ptr<ProcessingHook> hook, Ptr<Custody> custody = nullptr);
    void WatchBackhaul(Ptr<BackhaulChannel> channel);
    /// @param site it belongs to @param device gateway's end of its backhaul
    void WatchUplink(const std::string& site, Ptr<NetDevice> device);
    /// @param hook of the edge firewall: where the backhaul ends
    void WatchEdge(Ptr<ProcessingHook> hook);
    void WatchFirewall(const std::string& name, Ptr<Firewall> firewall);
    /// @param where for the cause of losses @param path whose drops are recorded
    void WatchPath(const std::string& where, Ptr<ForwardingPath> path);
    void WatchBroker(Ptr<Broker> broker);
    void WatchDoctor(Ptr<Doctor> doctor);
    /// @param classifier away from the doctor
    void WatchEdgeClassifier(Ptr<EdgeClassifier> classifier);
    void WatchPharmacy(Ptr<Pharmacy> pharmacy);
    void WatchNurse(Ptr<NurseStation> station);
    void WatchGatewayAgent(Ptr<GatewayAgent> agent);
    void WatchAttack(Ptr<Attack> attack);
    void WatchAnonymiser(Ptr<Anonymiser> anonymiser);
    void WatchInsurer(Ptr<Insurer> insurer);

    /// @param treatments what steps of care are done against
    void SetTreatments(const Treatments& treatments);

    /// A frame that the access link gave up: channel busy too often, or not acknowledged
    void AccessDropped(Ptr<const Packet> frame);

    Journeys& GetJourneys();
    AttackJudge& GetAttackJudge();
    AlarmJudge& GetAlarmJudge();
    CareJudge& GetCareJudge();
    AnonymityJudge& GetAnonymityJudge();
    /// @return care events so far, by kind
    const std::map<CareEvent::Kind, uint64_t>& GetCare() const;
    /// @return octets that each site sent over its backhaul, frames whole
    const std::map<std::string, uint64_t>& GetUplinkBytes() const;
    /// @return readings that a place other than the doctor's was not able to open
    uint64_t GetRefusedAtEdge() const;

    /// @return whether a delivered journey took longer than its kind may
    bool IsLate(const Journey& journey) const;
    /// @brief Put what changed into the database and commit. @throws std::runtime_error
    void Flush();

  private:
    void Produced(std::string device, const ProducedReading& reading);
    void WearableSent(std::string device, uint64_t provenance, const Bytes& datagram);
    void Overloaded(std::string where, uint64_t provenance, const Bytes& datagram);
    void SentUp(std::string site, Ptr<const Packet> frame);
    void GatewayArrived(Ptr<const Packet> packet);
    void GatewayLeft(Ptr<const Packet> packet);
    void WearableKept(uint64_t provenance);
    void WearableForgot(uint64_t provenance, const std::string& cause);
    void GatewayKept(Ptr<const Packet> packet);
    void GatewayForwarded(Ptr<const Packet> packet);
    void GatewayLost(Ptr<const Packet> packet, const std::string& cause);
    void CutOff(Ptr<const Packet> packet, Ptr<const NetDevice> device);
    void BrokerMissed(uint64_t provenance, const Bytes& datagram);
    void WaitsNoLonger(uint64_t reading, const std::string& where);
    void EdgeArrived(Ptr<const Packet> packet);
    void FirewallDropped(std::string name, Ptr<const Packet> packet, const FirewallLogEntry& entry);
    void FirewallLogged(std::string name, const FirewallLogEntry& entry);
    void PathDropped(std::string where,
                     Ptr<const Packet> packet,
                     Ptr<NetDevice> device,
                     const std::string& reason);
    void BrokerReceived(uint64_t provenance, const Bytes& datagram);
    void BrokerSent(uint64_t provenance, const Bytes& datagram);
    void DoctorReceived(uint64_t provenance, const Bytes& datagram);
    void Opened(const OpenedReading& reading);
    void Classified(const OpenedReading& reading, const std::vector<Classification>& results);
    void JudgedAtEdge(const OpenedReading& reading, const std::vector<Classification>& results);
    void RefusedAtEdge(const OpenedReading& reading);
    void Withheld(uint64_t provenance);
    void PutClassifications(const OpenedReading& reading,
                            const std::vector<Classification>& results);
    void Alarmed(const std::string& patient, const Classification& classification);
    void Cared(const CareEvent& event);
    void CaredBy(std::string device, const CareEvent& event);
    void Attempted(std::string name, Ptr<const Packet> packet);
    void LeftAnonymiser(const AnonymisedTuple& tuple);
    void NotAnonymised(const OpenedReading& reading);
    void Learnt(const AnonymousReading& reading);

    void Mark(const Provenance& provenance, Stage stage);
    const std::string& NameOfAttack(uint32_t id) const;
    void PutJourney(const Journey& journey);

    ResultsDatabase& m_database;
    double m_lateMs;
    double m_urgentLateMs;
    std::map<std::string, DeviceIdentity> m_identities;
    Journeys m_journeys;
    AttackJudge m_attackJudge;
    AlarmJudge m_alarmJudge;
    CareJudge m_careJudge;
    Treatments m_treatments;
    AnonymityJudge m_anonymityJudge;
    std::map<CareEvent::Kind, uint64_t> m_care;
    uint64_t m_refusedAtEdge{0};
    std::map<std::string, uint64_t> m_uplinkBytes;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_RECORDER_H
