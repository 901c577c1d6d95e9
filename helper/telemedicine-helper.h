// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_TELEMEDICINE_HELPER_H
#define IOMT_TELEMEDICINE_HELPER_H

#include "core-helper.h"
#include "fault-plan.h"
#include "insurer-network.h"
#include "nurse-network.h"
#include "roaming-plan.h"
#include "service-network.h"
#include "signal-factory.h"
#include "site-helper.h"

#include "ns3/glucose-body.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// An episode of the scenario, for whoever judges alarms.
struct PlannedEpisode
{
    std::string patient;
    std::string kind;
    double onsetS{0};
    double endS{0};      //!< last trace gone
    double deadlineS{0}; //!< after the onset
};

/**
 * @brief Builds a whole telemedicine system out of a complete scenario.
 *
 * Everything can be reached and changed between Install() and Simulator::Run().
 */
class TelemedicineHelper
{
  public:
    /**
     * @param scenario complete and checked, see CompleteScenario()
     */
    explicit TelemedicineHelper(const nlohmann::json& scenario);

    /**
     * @brief Build it. Once.
     * @throws std::invalid_argument, ProfileError, RecordingError for what only files can tell
     */
    void Install();
    /// @param stream first stream index to use; after Install @return how many were used
    int64_t AssignStreams(int64_t stream);
    /// @param folder for a pcap of each link
    void EnablePcap(const std::string& folder);

    const nlohmann::json& GetScenario() const;
    CoreHelper& GetCore();
    std::vector<Site>& GetSites();
    /// @return what runs beside the readings, in the order of the scenario
    const std::vector<Ptr<Service>>& GetServices() const;
    const std::vector<PlannedEpisode>& GetEpisodes() const;
    const std::vector<PlannedFault>& GetFaults() const;
    /// @return what devices that move between gateways did so far
    const std::vector<HandOver>& GetHandOvers() const;
    /// @return the nurse station; null if the scenario has none
    Ptr<NurseStation> GetNurseStation() const;
    /// @return anonymiser and insurer; null if the scenario has none
    const InsurerNetwork* GetInsurerNetwork() const;
    /// @return quasi-identifiers by patient; none if the scenario has no insurer
    const std::map<std::string, std::vector<double>>& GetQuasiIdentifiers() const;
    /// @return those that judge away from the doctor; none if the doctor's workstation judges
    const std::vector<Ptr<EdgeClassifier>>& GetEdgeClassifiers() const;
    /// @return bodies of the patients with diabetes, by patient
    const std::map<std::string, std::shared_ptr<GlucoseBody>>& GetGlucoseBodies() const;
    /// @return when the last reading must be over
    Time GetDuration() const;

    /**
     * @brief Time the network has to itself before devices begin to feel: addresses,
     * subscriptions, connections; after Install.
     */
    Time GetWarmUp() const;
    /// Time after the last reading in which what is under way may still arrive.
    static Time Drain();

  private:
    void InstallCore();
    void InstallSites();
    void InstallRules(const std::string& firewall);
    void InstallServices();
    void InstallSignals();
    void InstallDiabetes();
    void InstallCare();
    void InstallInsurer();
    void InstallEdge();
    std::vector<std::unique_ptr<Classifier>> MakeClassifiers() const;
    /// Whether readings are judged at "wearable", "gateway", "broker" or "doctor".
    bool JudgesAt(const std::string& place) const;
    std::unique_ptr<PatientMonitor> MakeMonitor(const std::vector<const WornDevice*>& devices);
    void AddVerdicts(EdgeClassifier& classifier,
                     const std::string& patient,
                     const std::string& place);
    void Start();
    ObjectKey MakeKey(const std::string& suite,
                      const std::shared_ptr<const KeyEncapsulation>& receiver = nullptr);
    std::shared_ptr<const KeyEncapsulation> MakeReceiver(const ObjectProtection& protection);
    NearDuplicates MakeNearDuplicates(const DeviceProfile& device) const;
    RekeyPolicy Rekeying(const ObjectProtection& protection) const;
    Bytes RandomBytes(std::size_t size);
    Uniform MakeUniform();

    nlohmann::json m_scenario;
    CoreHelper m_core;
    std::vector<Site> m_sites;
    std::unique_ptr<ServiceNetwork> m_serviceNetwork; //!< after InstallServices
    std::vector<Ptr<Service>> m_services;
    std::unique_ptr<NurseNetwork> m_nurseNetwork;     //!< if there is a nurse
    std::unique_ptr<InsurerNetwork> m_insurerNetwork; //!< if there is an insurer
    std::map<std::string, std::vector<double>> m_quasiIdentifiers; //!< by patient
    std::vector<PlannedEpisode> m_episodes;
    FaultPlan m_faults;
    RoamingPlan m_roaming;
    std::map<std::string, Episodes> m_episodesOf; //!< by patient
    std::map<std::string, std::shared_ptr<GlucoseBody>> m_glucoseBodies; //!< by patient
    std::vector<std::string> m_patients;
    Ptr<UniformRandomVariable> m_keyMaterial;
    std::vector<Ptr<UniformRandomVariable>> m_signalRandom;
    uint16_t m_keys{0};
    std::map<std::string, ObjectKey> m_deviceKeys; //!< by topic
    std::shared_ptr<const KeyEncapsulation> m_edgeReader;
    std::vector<Ptr<EdgeClassifier>> m_edgeClassifiers;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_TELEMEDICINE_HELPER_H
