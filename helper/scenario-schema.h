// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SCENARIO_SCHEMA_H
#define IOMT_SCENARIO_SCHEMA_H

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief ScenarioSchema() without a copy.
 * @return valid until a family registers its names or the data folder changes
 */
const nlohmann::json& ResolvedSchema();

/**
 * @brief A value for an error message: short, and of an array or object only what it is.
 * @param value any
 */
std::string Show(const nlohmann::json& value);

/**
 * @brief Text to JSON, whatever its type.
 * @param text JSON
 * @param origin file name or path, for errors
 * @throws ScenarioError with line and column if it is not JSON, or is what no scenario means: the
 *         same key twice in an object, or a nest too deep to copy
 */
nlohmann::json ParseJson(const std::string& text, const std::string& origin);

/**
 * @brief The end of an error message about a word that is not among names.
 * @return ", did you mean 'x'? Allowed: …" or "; allowed: …"
 */
std::string Allowed(const std::string& word, const std::vector<std::string>& names);

/**
 * @brief The schema that applies to a value: of a list of alternatives the one whose constant
 * (such as `kind`) the value has.
 * @param schema may have `oneOf`, whose members differ in one property with `const`
 * @param value what is to be checked
 * @param path where the value is
 * @throws ScenarioError if no alternative has the value's constant
 */
const nlohmann::json& ChooseSchema(const nlohmann::json& schema,
                                   const nlohmann::json& value,
                                   const std::string& path);

/**
 * @brief Check a value against a schema and fill in defaults, all the way down.
 *
 * Understands type, properties, required, additionalProperties, items, minItems, maxItems,
 * uniqueItems, enum, const, minimum, maximum, exclusiveMinimum, default and oneOf of JSON Schema
 * 2020-12, and `x-path` (a string with this ending is a file's path, whatever enum says). `$ref`
 * must have been resolved.
 *
 * @param schema as ScenarioSchema() returns it, or a part of it
 * @param value as written
 * @param path of the value, for errors
 * @return the value with every default filled in
 * @throws ScenarioError naming path, what was found and what is allowed
 */
nlohmann::json CompleteBySchema(const nlohmann::json& schema,
                                const nlohmann::json& value,
                                const std::string& path);

} // namespace iomt
} // namespace ns3

#endif // IOMT_SCENARIO_SCHEMA_H
