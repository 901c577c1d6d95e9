// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_OPTIONS_H
#define IOMT_OPTIONS_H

#include "ns3/object.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// A key of a scenario and the attribute it sets.
struct Option
{
    /// How the key's JSON value is written.
    enum class Type
    {
        SECONDS, //!< a number of seconds for a Time
        NUMBER,  //!< a number for a double
        INTEGER, //!< a whole number ≥ 0
        FLAG,    //!< true or false
        TEXT,    //!< a string
        NUMBERS  //!< an object of numbers for a string "name=1.5 other=2"
    };

    std::string key;       //!< in the scenario
    std::string attribute; //!< in the TypeId
    Type type;             //!< of the JSON value
};

/**
 * @brief Set attributes from a scenario.
 * @param object whose attributes they are
 * @param family what it is, for errors: "attack"
 * @param options an object of `name`, `kind` and known keys; null leaves the default
 * @param known keys besides `name` and `kind`
 * @throws std::invalid_argument naming the key, what was found and what is allowed
 */
void SetOptions(Object& object,
                const std::string& family,
                const nlohmann::json& options,
                const std::vector<Option>& known);

} // namespace iomt
} // namespace ns3

#endif // IOMT_OPTIONS_H
