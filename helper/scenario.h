// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SCENARIO_H
#define IOMT_SCENARIO_H

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// @brief A scenario that cannot be run: where, what was found there and what is allowed.
class ScenarioError : public std::runtime_error
{
  public:
    /**
     * @param path dotted path into the scenario ("sites[1].patients"), or a file name
     * @param message what was found and what is allowed
     */
    ScenarioError(const std::string& path, const std::string& message);

    const std::string& GetPath() const;
    const std::string& GetMessage() const;

  private:
    std::string m_path;
    std::string m_message;
};

/**
 * @brief Tell the schema which names a family has, for properties that say `x-registry`.
 *
 * The families that live in files (`devices`, `backhauls`) need no call.
 *
 * @param registry the value of `x-registry`, e.g. "suites"
 * @param names asked each time the schema is put together
 */
void RegisterScenarioNames(const std::string& registry,
                           std::function<std::vector<std::string>()> names);

/**
 * @brief data/scenario.schema.json with `enum` filled in wherever a property says `x-registry`.
 * @throws ScenarioError if the file is missing or is not JSON
 */
nlohmann::json ScenarioSchema();

/**
 * @brief Text to JSON.
 * @param text the scenario
 * @param origin file name for errors
 * @throws ScenarioError with line and column if the text is not JSON or stops half-way
 */
nlohmann::json ParseScenario(const std::string& text, const std::string& origin);

/**
 * @brief Read a scenario as written: neither checked nor completed.
 * @param nameOrPath a path, or the name of a scenario that comes with the module ("telemedicine")
 * @throws ScenarioError if there is no such file, or as ParseScenario
 */
nlohmann::json ReadScenario(const std::string& nameOrPath);

/**
 * @brief Check a scenario against schema and sense, and fill in every default.
 * @param scenario as read
 * @return the complete scenario; completing it again changes nothing
 * @throws ScenarioError for an unknown or missing key, wrong type, value out of range, unknown
 *         name, or parts that contradict each other
 */
nlohmann::json CompleteScenario(const nlohmann::json& scenario);

/**
 * @brief Tell how many devices of a site can be on an access link, if not any number.
 * @param access name in the family of access links
 * @param devices the most that one gateway serves
 */
void RegisterAccessLimit(const std::string& access, uint64_t devices);

/**
 * @brief Have scenarios looked at by who knows what neither schema nor this file can.
 * @param name another check of this name is replaced
 * @param check throws ScenarioError; the scenario is complete
 */
void RegisterScenarioCheck(const std::string& name,
                           std::function<void(const nlohmann::json&)> check);

/**
 * @brief What the patients of a site wear: the site's own devices, or else the scenario's.
 * @param scenario complete
 * @param site an element of the scenario's `sites`
 * @return names of profiles, or paths
 */
std::vector<std::string> DevicesOf(const nlohmann::json& scenario, const nlohmann::json& site);

/**
 * @brief The access link of a device: what its site says of its kind, what its site says of all,
 * what the scenario says of its kind, what the scenario says of all.
 * @param scenario complete
 * @param site an element of the scenario's `sites`
 * @param kind of the device
 * @return name in the family of access links
 */
std::string AccessOf(const nlohmann::json& scenario,
                     const nlohmann::json& site,
                     const std::string& kind);

/**
 * @brief Set one value by its dotted path.
 *
 * `protection.object=none`; over arrays a path means every element (`sites.patients=2`), one by
 * index (`sites[0].patients=2`) or one by its name (`sites.care-home.patients=2`). The value is
 * JSON, or a string where it is not.
 *
 * @param scenario changed in place; keys with a default need not be written in it yet
 * @param assignment "path=value"
 * @throws ScenarioError if the path is not in the schema (nearest one suggested) or there is no =
 */
void SetPath(nlohmann::json& scenario, const std::string& assignment);

/**
 * @brief ReadScenario, SetPath for each override, CompleteScenario.
 * @throws ScenarioError as those
 */
nlohmann::json LoadScenario(const std::string& nameOrPath,
                            const std::vector<std::string>& overrides = {});

/**
 * @brief Value at a dotted path of a complete scenario, e.g. for a result column.
 * @throws ScenarioError if there is none
 */
const nlohmann::json& GetPath(const nlohmann::json& scenario, const std::string& path);

} // namespace iomt
} // namespace ns3

#endif // IOMT_SCENARIO_H
