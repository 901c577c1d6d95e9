// SPDX-License-Identifier: GPL-2.0-only

#include "scenario-schema.h"

#include "scenario.h"

#include "ns3/data-path.h"
#include "ns3/device-profile.h"
#include "ns3/nearest-name.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>

namespace ns3
{
namespace iomt
{

namespace
{

using Json = nlohmann::json;

std::map<std::string, std::function<std::vector<std::string>()>>&
NameSources()
{
    static std::map<std::string, std::function<std::vector<std::string>()>> sources{
        {"backhauls", [] { return DataNames("backhauls"); }},
        {"modalities", [] { return DataNames("modalities"); }},
        {"care-rules", [] { return DataNames("care"); }},
        {"devices",
         [] {
             // Gateways and servers have profiles too; what can be worn is what has sensors.
             std::vector<std::string> worn;
             for (const auto& name : DataNames("devices"))
             {
                 if (!LoadDeviceProfile(name).sensors.empty())
                 {
                     worn.push_back(name);
                 }
             }
             return worn;
         }},
    };
    return sources;
}

Json&
CachedSchema()
{
    static Json schema;
    return schema;
}

Json
ReadJson(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
    {
        throw ScenarioError(path, "cannot be read; is IOMT_DATA_DIR right?");
    }
    const std::string text((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    try
    {
        return Json::parse(text);
    }
    catch (const Json::exception& error)
    {
        throw ScenarioError(path, std::string("is not JSON: ") + error.what());
    }
}

bool
AllowsType(const Json& schema, const std::string& type)
{
    const auto types = schema.find("type");
    return types != schema.end() &&
           (*types == type ||
            (types->is_array() && std::find(types->begin(), types->end(), type) != types->end()));
}

/// Put definitions, registries and default files in their places.
Json
Resolve(const Json& schema, const Json& definitions)
{
    if (schema.is_array())
    {
        Json resolved = Json::array();
        for (const auto& element : schema)
        {
            resolved.push_back(Resolve(element, definitions));
        }
        return resolved;
    }
    if (!schema.is_object())
    {
        return schema;
    }
    const auto reference = schema.find("$ref");
    if (reference != schema.end() && reference->is_string())
    {
        const std::string name =
            reference->get<std::string>().substr(std::string("#/$defs/").size());
        return Resolve(definitions.at(name), definitions);
    }
    Json resolved = Json::object();
    for (const auto& entry : schema.items())
    {
        if (entry.key() != "$defs")
        {
            resolved[entry.key()] = Resolve(entry.value(), definitions);
        }
    }
    const auto registry = schema.find("x-registry");
    if (registry != schema.end() && registry->is_string())
    {
        const auto source = NameSources().find(registry->get<std::string>());
        if (source != NameSources().end())
        {
            Json names = source->second();
            if (AllowsType(schema, "null"))
            {
                names.push_back(nullptr);
            }
            if (schema.contains("x-path"))
            {
                // A file of one's own, for validators that know only JSON Schema.
                resolved["anyOf"] = {{{"enum", names}},
                                     {{"type", "string"}, {"pattern", "\\.json$"}}};
            }
            else
            {
                resolved["enum"] = names;
            }
        }
    }
    const auto defaultFile = schema.find("x-default-file");
    if (defaultFile != schema.end() && defaultFile->is_string())
    {
        resolved["default"] = ReadJson(DataPath(defaultFile->get<std::string>()));
    }
    return resolved;
}

std::string
Below(const std::string& path, const std::string& key)
{
    return path.empty() ? key : path + "." + key;
}

std::string
Element(const std::string& path, std::size_t index)
{
    return path + "[" + std::to_string(index) + "]";
}

std::string
TypeOf(const Json& value)
{
    if (value.is_number())
    {
        return "number";
    }
    return value.is_null() ? "null" : value.type_name();
}

bool
IsWhole(const Json& value)
{
    return value.is_number_integer() ||
           (value.is_number_float() && std::abs(value.get<double>()) < 9007199254740992.0 &&
            std::floor(value.get<double>()) == value.get<double>());
}

void
CheckType(const Json& schema, const Json& value, const std::string& path)
{
    if (!schema.contains("type"))
    {
        return;
    }
    if (AllowsType(schema, TypeOf(value)) || (AllowsType(schema, "integer") && IsWhole(value)))
    {
        return;
    }
    const Json types = schema["type"].is_array() ? schema["type"] : Json::array({schema["type"]});
    std::string allowed;
    for (const auto& type : types)
    {
        allowed += (allowed.empty() ? "" : " or ") + type.get<std::string>();
    }
    throw ScenarioError(path, "is " + Show(value) + "; allowed: " + allowed);
}

void
CheckNames(const Json& schema, const Json& value, const std::string& path)
{
    const bool aFile = schema.contains("x-path");
    const Json* names = schema.contains("enum") ? &schema["enum"] : nullptr;
    if (aFile && schema.contains("anyOf"))
    {
        names = &schema["anyOf"][0]["enum"];
    }
    if (!names || std::find(names->begin(), names->end(), value) != names->end())
    {
        return;
    }
    std::vector<std::string> words;
    for (const auto& name : *names)
    {
        words.push_back(name.is_string() ? name.get<std::string>() : name.dump());
    }
    std::string word;
    if (value.is_string())
    {
        word = value.get<std::string>();
    }
    if (aFile)
    {
        const std::string ending = schema["x-path"].get<std::string>();
        if (word.size() > ending.size() &&
            word.compare(word.size() - ending.size(), ending.size(), ending) == 0)
        {
            return;
        }
        words.push_back("the path of a " + ending + " file");
    }
    throw ScenarioError(path, "is " + Show(value) + Allowed(word, words));
}

void
CheckRange(const Json& schema, const Json& value, const std::string& path)
{
    const double number = value.get<double>();
    std::string allowed;
    bool inside = std::isfinite(number);
    if (schema.contains("minimum"))
    {
        inside = inside && number >= schema["minimum"].get<double>();
        allowed = "at least " + schema["minimum"].dump();
    }
    if (schema.contains("exclusiveMinimum"))
    {
        inside = inside && number > schema["exclusiveMinimum"].get<double>();
        allowed = "more than " + schema["exclusiveMinimum"].dump();
    }
    if (schema.contains("maximum"))
    {
        inside = inside && number <= schema["maximum"].get<double>();
        allowed += (allowed.empty() ? "" : " and ") + ("at most " + schema["maximum"].dump());
    }
    if (!inside)
    {
        const std::string unit =
            schema.contains("x-unit") ? " " + schema["x-unit"].get<std::string>() : "";
        throw ScenarioError(path, "is " + Show(value) + "; allowed: " + allowed + unit);
    }
}

bool
IsPlainName(const std::string& text)
{
    return !text.empty() && std::isalnum(static_cast<unsigned char>(text[0])) &&
           std::all_of(text.begin(), text.end(), [](unsigned char character) {
               return std::isalnum(character) || character == '_' || character == '-';
           });
}

bool
IsPrefix(const std::string& text)
{
    const std::size_t slash = text.find('/');
    in6_addr address;
    if (inet_pton(AF_INET6, text.substr(0, slash).c_str(), &address) != 1)
    {
        return false;
    }
    if (slash == std::string::npos)
    {
        return true;
    }
    const std::string length = text.substr(slash + 1);
    return !length.empty() && length.size() <= 3 &&
           std::all_of(length.begin(),
                       length.end(),
                       [](unsigned char character) { return std::isdigit(character); }) &&
           std::stoi(length) <= 128;
}

void
CheckFormat(const Json& schema, const std::string& text, const std::string& path)
{
    const std::string format = schema.value("x-format", "");
    if (format == "name" && !IsPlainName(text))
    {
        throw ScenarioError(path,
                            "is " + Show(text) +
                                "; allowed: letters, digits, - and _, a letter or digit first");
    }
    if (format == "endpoint")
    {
        const std::vector<std::string> endpoints{"any", "sites", "broker", "doctor", "pharmacy"};
        if (std::find(endpoints.begin(), endpoints.end(), text) == endpoints.end() &&
            (text.find('\0') != std::string::npos || !IsPrefix(text)))
        {
            auto words = endpoints;
            words.push_back("an IPv6 prefix such as 2001:db8::/32");
            throw ScenarioError(path, "is " + Show(text) + Allowed(text, words));
        }
    }
}

Json
CompleteObject(const Json& schema, const Json& value, const std::string& path)
{
    const Json none = Json::object();
    const Json& properties = schema.contains("properties") ? schema["properties"] : none;
    const Json* others =
        schema.contains("additionalProperties") ? &schema["additionalProperties"] : nullptr;
    Json complete = Json::object();
    for (const auto& entry : value.items())
    {
        if (properties.contains(entry.key()))
        {
            continue;
        }
        if (others && others->is_boolean() && !others->get<bool>())
        {
            std::vector<std::string> keys;
            for (const auto& property : properties.items())
            {
                keys.push_back(property.key());
            }
            throw ScenarioError(Below(path, entry.key().substr(0, 80)),
                                "there is no such key" + Allowed(entry.key(), keys));
        }
        complete[entry.key()] =
            others && others->is_object()
                ? CompleteBySchema(*others, entry.value(), Below(path, entry.key()))
                : entry.value();
    }
    for (const auto& property : properties.items())
    {
        const std::string below = Below(path, property.key());
        const auto written = value.find(property.key());
        if (written != value.end())
        {
            complete[property.key()] = CompleteBySchema(property.value(), *written, below);
        }
        else if (property.value().contains("default"))
        {
            complete[property.key()] =
                CompleteBySchema(property.value(), property.value()["default"], below);
        }
        else if (schema.contains("required") &&
                 std::find(schema["required"].begin(), schema["required"].end(), property.key()) !=
                     schema["required"].end())
        {
            throw ScenarioError(below,
                                "is missing; it is " +
                                    property.value().value("description", "required"));
        }
    }
    return complete;
}

Json
CompleteArray(const Json& schema, const Json& value, const std::string& path)
{
    const std::size_t fewest = schema.value("minItems", std::size_t{0});
    const std::size_t most = schema.value("maxItems", value.size());
    if (value.size() < fewest || value.size() > most)
    {
        throw ScenarioError(path,
                            "has " + std::to_string(value.size()) + " elements; allowed: " +
                                std::to_string(fewest) + " to " + std::to_string(most));
    }
    Json complete = Json::array();
    for (std::size_t i = 0; i < value.size(); ++i)
    {
        Json element = schema.contains("items")
                           ? CompleteBySchema(schema["items"], value[i], Element(path, i))
                           : value[i];
        if (schema.value("uniqueItems", false) &&
            std::find(complete.begin(), complete.end(), element) != complete.end())
        {
            throw ScenarioError(Element(path, i), "is " + Show(element) + ", which is there twice");
        }
        complete.push_back(std::move(element));
    }
    return complete;
}

} // namespace

void
RegisterScenarioNames(const std::string& registry, std::function<std::vector<std::string>()> names)
{
    NameSources()[registry] = std::move(names);
    CachedSchema() = nullptr;
}

Json
ScenarioSchema()
{
    return ResolvedSchema();
}

const Json&
ResolvedSchema()
{
    // The folder of data may change under a test; what it held before is then not its schema.
    static std::string cachedPath;
    const std::string path = DataPath("scenario.schema.json");
    if (CachedSchema().is_null() || cachedPath != path)
    {
        const Json written = ReadJson(path);
        try
        {
            CachedSchema() = Resolve(written, written.value("$defs", Json::object()));
        }
        catch (const Json::exception& error)
        {
            throw ScenarioError(path, std::string("is no schema: ") + error.what());
        }
        catch (const ProfileError& error)
        {
            throw ScenarioError("devices", error.what());
        }
        cachedPath = path;
    }
    return CachedSchema();
}

std::string
Show(const Json& value)
{
    constexpr std::size_t LONGEST = 300;
    if (value.is_object())
    {
        return "an object";
    }
    if (value.is_array())
    {
        return "an array";
    }
    std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (text.size() > LONGEST)
    {
        // Not in the middle of a UTF-8 sequence.
        std::size_t end = LONGEST;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        {
            --end;
        }
        text = text.substr(0, end) + "…";
    }
    return text;
}

std::string
Allowed(const std::string& word, const std::vector<std::string>& names)
{
    // A distance over a megabyte helps nobody.
    const std::string nearest = word.size() > 80 ? "" : NearestName(word, names);
    std::string text =
        nearest.empty() ? "; allowed: " : ", did you mean '" + nearest + "'? Allowed: ";
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        text += (i == 0 ? "" : ", ") + names[i];
    }
    return text;
}

const Json&
ChooseSchema(const Json& schema, const Json& value, const std::string& path)
{
    const auto alternatives = schema.find("oneOf");
    if (alternatives == schema.end())
    {
        return schema;
    }
    std::string key;
    std::vector<std::string> constants;
    for (const auto& alternative : *alternatives)
    {
        for (const auto& property : alternative["properties"].items())
        {
            if (!property.value().contains("const"))
            {
                continue;
            }
            key = property.key();
            if (value.is_object() && value.contains(key) && value[key] == property.value()["const"])
            {
                return alternative;
            }
            constants.push_back(property.value()["const"].get<std::string>());
        }
    }
    if (!value.is_object())
    {
        throw ScenarioError(path, "is " + Show(value) + "; allowed: object");
    }
    if (!value.contains(key))
    {
        throw ScenarioError(Below(path, key), "is missing" + Allowed("", constants));
    }
    throw ScenarioError(
        Below(path, key),
        "is " + Show(value[key]) +
            Allowed(value[key].is_string() ? value[key].get<std::string>() : "", constants));
}

Json
CompleteBySchema(const Json& schemaOrAlternatives, const Json& value, const std::string& path)
{
    const Json& schema = ChooseSchema(schemaOrAlternatives, value, path);
    CheckType(schema, value, path);
    if (schema.contains("const") && value != schema["const"])
    {
        throw ScenarioError(path, "is " + Show(value) + "; allowed: " + Show(schema["const"]));
    }
    CheckNames(schema, value, path);
    if (value.is_object())
    {
        return CompleteObject(schema, value, path);
    }
    if (value.is_array())
    {
        return CompleteArray(schema, value, path);
    }
    if (value.is_number())
    {
        CheckRange(schema, value, path);
        if (AllowsType(schema, "integer") && value.is_number_float())
        {
            // Whoever reads it asks for an unsigned number, as the parser makes of "2".
            const double whole = value.get<double>();
            return whole >= 0 ? Json(static_cast<uint64_t>(whole))
                              : Json(static_cast<int64_t>(whole));
        }
    }
    if (value.is_string())
    {
        CheckFormat(schema, value.get_ref<const std::string&>(), path);
    }
    return value;
}

} // namespace iomt
} // namespace ns3
