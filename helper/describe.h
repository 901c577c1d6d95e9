// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_DESCRIBE_H
#define IOMT_DESCRIBE_H

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// @return the topics Describe knows, such as devices, links, suites, attacks, services, schema
std::vector<std::string> DescribeTopics();

/**
 * @brief What the module has to offer, as data for whoever prints it.
 *
 * `schema` gives the scenario's schema; every other topic an array of objects with at least `name`
 * and `summary`.
 *
 * @param topic one of DescribeTopics()
 * @throws ScenarioError if there is no such topic (nearest one suggested)
 */
nlohmann::json Describe(const std::string& topic);

} // namespace iomt
} // namespace ns3

#endif // IOMT_DESCRIBE_H
