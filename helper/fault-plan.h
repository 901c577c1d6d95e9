// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FAULT_PLAN_H
#define IOMT_FAULT_PLAN_H

#include "core-helper.h"
#include "site-helper.h"

#include "ns3/fault.h"
#include "ns3/vector.h"

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// A fault of the scenario.
struct PlannedFault
{
    std::string kind;
    std::string site;              //!< where; empty if it is in the core
    std::set<std::string> devices; //!< that are out of range
    double atS{0};
    double endS{0};
};

/**
 * @brief Makes the faults of a scenario happen, and lets wearables and gateways keep what they
 * cannot send.
 */
class FaultPlan
{
  public:
    /**
     * @brief Give wearables an outbox and gateways custody, if the scenario says so; after the
     * wearables have their signals.
     * @param scenario complete
     * @param core of the system
     * @param sites all of them
     */
    void KeepReadings(const nlohmann::json& scenario, CoreHelper& core, std::vector<Site>& sites);
    /**
     * @brief Plan the faults; after KeepReadings().
     * @param scenario complete
     * @param core of the system
     * @param sites all of them; they stay where they are until the end of the simulation
     * @throws ScenarioError naming the fault, what was found and what is allowed
     */
    void Install(const nlohmann::json& scenario, CoreHelper& core, std::vector<Site>& sites);

    /// @return faults in the order of the scenario
    const std::vector<PlannedFault>& GetFaults() const;

  private:
    static void KeepAtGateway(const nlohmann::json& scenario, Site& site, uint64_t bytes);
    static void KeepAtDevice(AccessLink& link, WornDevice& device, uint64_t bytes, bool roaming);
    /// A node that is out of range.
    struct Away
    {
        uint32_t times{0};
        Vector home;
    };

    void Plan(const nlohmann::json& described,
              const std::string& path,
              CoreHelper& core,
              std::vector<Site>& sites);
    void Schedule(std::shared_ptr<Fault> fault, const FaultScene& scene, const PlannedFault& when);
    void Reach(const Site& site, Ptr<Node> node, bool reached);

    std::vector<PlannedFault> m_faults;
    std::map<uint32_t, Away> m_away; //!< by identifier of the node
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_FAULT_PLAN_H
