// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_TELEMEDICINE_HELPER_H
#define IOMT_TELEMEDICINE_HELPER_H

#include "core-helper.h"
#include "service-network.h"
#include "signal-factory.h"
#include "site-helper.h"

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
    double endS{0}; //!< last trace gone
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
    /// @return when the last reading may begin
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
    void InstallCare();
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
    std::vector<PlannedEpisode> m_episodes;
    std::map<std::string, Episodes> m_episodesOf; //!< by patient
    std::vector<std::string> m_patients;
    Ptr<UniformRandomVariable> m_keyMaterial;
    std::vector<Ptr<UniformRandomVariable>> m_signalRandom;
    uint16_t m_keys{0};
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_TELEMEDICINE_HELPER_H
