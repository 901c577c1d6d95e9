// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ROAMING_PLAN_H
#define IOMT_ROAMING_PLAN_H

#include "site-helper.h"

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// A device that went from one gateway to another.
struct HandOver
{
    std::string device;
    std::string from; //!< site whose link was used before
    std::string to;   //!< site whose link is used now
    double atS{0};    //!< when the new link was there [s]
    double gapS{0};   //!< without any link [s]
};

/**
 * @brief Devices that move between gateways, such as a wheelchair.
 *
 *     home link ───┐
 *     visited link ┴─▶ up? ─▶ default route, memory of the device, its registration for commands
 *
 * A roaming device has a radio for each gateway that it may meet, and the gateways it visits have a
 * link for visitors, with a subnet of its own. It keeps to the link it uses while that is up, and
 * sends by the address of that link.
 */
class RoamingPlan
{
  public:
    RoamingPlan();
    ~RoamingPlan();
    RoamingPlan(const RoamingPlan&) = delete;
    RoamingPlan& operator=(const RoamingPlan&) = delete;

    /**
     * @brief Lay the links for visitors and plan the ways. Once, after all sites were built.
     * @param scenario complete, with `roaming`
     * @param sites all of them
     * @param internet node at the far end of the backhauls
     * @throws ScenarioError naming the device or site that is not there
     */
    void Install(const nlohmann::json& scenario, std::vector<Site>& sites, Ptr<Node> internet);

    /// @return hand-overs so far, in the order of time
    const std::vector<HandOver>& GetHandOvers() const;

  private:
    class Roamer;

    void Install(const nlohmann::json& described,
                 const std::string& path,
                 const nlohmann::json& scenario,
                 std::vector<Site>& sites,
                 Ptr<Node> internet);

    std::set<std::string> m_devices; //!< that roam
    std::vector<std::shared_ptr<Roamer>> m_roamers;
    std::vector<HandOver> m_handOvers;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_ROAMING_PLAN_H
