// SPDX-License-Identifier: GPL-2.0-only

#include "options.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/nearest-name.h"
#include "ns3/nstime.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

namespace
{

/// "name=1.5 other=2" from an object of numbers; nothing if it is not one.
std::optional<std::string>
JoinNumbers(const nlohmann::json& object)
{
    if (!object.is_object())
    {
        return std::nullopt;
    }
    std::string joined;
    for (const auto& [name, number] : object.items())
    {
        if (!number.is_number())
        {
            return std::nullopt;
        }
        joined += (joined.empty() ? "" : " ") + name + "=" + number.dump();
    }
    return joined;
}

/// Whether a JSON value is a whole number, 0 or more, as JSON Schema's "integer" has it: 64.0 is.
bool
IsWholeNumber(const nlohmann::json& value)
{
    constexpr double MAX_EXACT = 9007199254740992; // 2^53
    return value.is_number() && value.get<double>() >= 0 && value.get<double>() <= MAX_EXACT &&
           std::trunc(value.get<double>()) == value.get<double>();
}

} // namespace

void
SetOptions(Object& object,
           const std::string& family,
           const nlohmann::json& options,
           const std::vector<Option>& known)
{
    if (!options.is_object())
    {
        throw std::invalid_argument("options of the " + family + ": found " + options.dump() +
                                    ", allowed: an object");
    }
    for (const auto& [key, value] : options.items())
    {
        if (key == "name" || key == "kind" || value.is_null())
        {
            continue;
        }
        const auto option = std::find_if(known.begin(), known.end(), [&key = key](const Option& o) {
            return o.key == key;
        });
        if (option == known.end())
        {
            std::vector<std::string> names;
            for (const Option& o : known)
            {
                names.push_back(o.key);
            }
            const std::string nearest = NearestName(key, names);
            throw std::invalid_argument(key + ": this " + family + " has no such option" +
                                        (nearest.empty() ? "" : ", did you mean " + nearest + "?"));
        }
        bool done = false;
        switch (option->type)
        {
        case Option::Type::SECONDS:
            done = value.is_number() &&
                   object.SetAttributeFailSafe(option->attribute,
                                               TimeValue(Seconds(value.get<double>())));
            break;
        case Option::Type::NUMBER:
            done = value.is_number() &&
                   object.SetAttributeFailSafe(option->attribute, DoubleValue(value.get<double>()));
            break;
        case Option::Type::INTEGER:
            done = IsWholeNumber(value) &&
                   object.SetAttributeFailSafe(option->attribute,
                                               UintegerValue(value.get<uint64_t>()));
            break;
        case Option::Type::FLAG:
            done = value.is_boolean() &&
                   object.SetAttributeFailSafe(option->attribute, BooleanValue(value.get<bool>()));
            break;
        case Option::Type::TEXT:
            done = value.is_string() &&
                   object.SetAttributeFailSafe(option->attribute,
                                               StringValue(value.get<std::string>()));
            break;
        case Option::Type::NUMBERS:
            const auto numbers = JoinNumbers(value);
            done = numbers && object.SetAttributeFailSafe(option->attribute, StringValue(*numbers));
            break;
        }
        if (!done)
        {
            TypeId::AttributeInformation attribute;
            object.GetInstanceTypeId().LookupAttributeByName(option->attribute, &attribute);
            throw std::invalid_argument(key + ": found " + value.dump() + ", allowed: " +
                                        attribute.checker->GetUnderlyingTypeInformation() + " (" +
                                        attribute.help + ")");
        }
    }
}

} // namespace iomt
} // namespace ns3
