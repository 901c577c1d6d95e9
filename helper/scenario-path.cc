// SPDX-License-Identifier: GPL-2.0-only

#include "scenario-schema.h"
#include "scenario.h"

#include <algorithm>
#include <optional>

namespace ns3
{
namespace iomt
{

namespace
{

using Json = nlohmann::json;

/// A step of a dotted path: "sites", "sites[2]" or "care-home".
struct Step
{
    std::string key;
    std::optional<std::size_t> index;
};

std::vector<Step>
Split(const std::string& path)
{
    std::vector<Step> steps;
    std::size_t begin = 0;
    while (begin <= path.size())
    {
        const std::size_t end = std::min(path.find('.', begin), path.size());
        Step step{path.substr(begin, end - begin), std::nullopt};
        const std::size_t bracket = step.key.find('[');
        if (bracket != std::string::npos)
        {
            const std::string digits = step.key.substr(bracket + 1);
            const std::size_t count =
                std::min(digits.find_first_not_of("0123456789"), digits.size());
            // No array of a scenario has a million elements, and std::stoul must not overflow.
            if (count == 0 || count > 6 || digits.substr(count) != "]")
            {
                throw ScenarioError(path, "has a '[' without an index; allowed: sites[0].patients");
            }
            step.index = std::stoul(digits);
            step.key.resize(bracket);
        }
        if (step.key.empty())
        {
            throw ScenarioError(path, "is no path; allowed: keys with dots between them");
        }
        steps.push_back(std::move(step));
        begin = end + 1;
    }
    return steps;
}

bool
Takes(const Json& schema, const std::string& type)
{
    const auto types = schema.find("type");
    return types != schema.end() &&
           (*types == type ||
            (types->is_array() && std::find(types->begin(), types->end(), type) != types->end()));
}

/// The schemas an object may follow: one, or each alternative of a oneOf.
std::vector<const Json*>
Alternatives(const Json& schema)
{
    std::vector<const Json*> alternatives;
    if (schema.contains("oneOf"))
    {
        for (const auto& alternative : schema["oneOf"])
        {
            alternatives.push_back(&alternative);
        }
    }
    else
    {
        alternatives.push_back(&schema);
    }
    return alternatives;
}

std::vector<std::string>
KeysOf(const Json& schema)
{
    std::vector<std::string> keys;
    for (const Json* alternative : Alternatives(schema))
    {
        if (!alternative->contains("properties"))
        {
            continue;
        }
        for (const auto& property : (*alternative)["properties"].items())
        {
            if (std::find(keys.begin(), keys.end(), property.key()) == keys.end())
            {
                keys.push_back(property.key());
            }
        }
    }
    return keys;
}

/// Sets the value at a path, guided by the schema.
class Setter
{
  public:
    Setter(std::string path, std::string text)
        : m_path(std::move(path)),
          m_text(std::move(text)),
          m_steps(Split(m_path))
    {
    }

    void Set(Json& scenario, const Json& schema)
    {
        InObject(scenario, schema, 0, true);
        if (m_count == 0)
        {
            throw ScenarioError(m_path, "there is nothing in the scenario that has it");
        }
    }

  private:
    [[noreturn]] void Unknown(std::size_t step, std::vector<std::string> names) const
    {
        std::string before;
        for (std::size_t i = 0; i < step; ++i)
        {
            before += m_steps[i].key +
                      (m_steps[i].index ? "[" + std::to_string(*m_steps[i].index) + "]" : "") + ".";
        }
        throw ScenarioError(before + m_steps[step].key.substr(0, 80),
                            "there is no such key" + Allowed(m_steps[step].key, names));
    }

    /// @param strict whether an object without the key is an error, or one of many to pass over
    void InObject(Json& node, const Json& alternatives, std::size_t step, bool strict)
    {
        if (!node.is_object())
        {
            throw ScenarioError(m_path, "leads through " + Show(node) + " where an object belongs");
        }
        const Json& schema = ChooseSchema(alternatives, node, m_path);
        const std::string& key = m_steps[step].key;
        if (schema.contains("properties") && schema["properties"].contains(key))
        {
            Below(node, key, schema["properties"][key], step);
        }
        else if (schema.contains("additionalProperties") &&
                 schema["additionalProperties"].is_object())
        {
            Below(node, key, schema["additionalProperties"], step);
        }
        else if (strict)
        {
            Unknown(step, KeysOf(schema));
        }
    }

    void Below(Json& parent, const std::string& key, const Json& schema, std::size_t step)
    {
        const bool last = step + 1 == m_steps.size();
        if (last && !m_steps[step].index)
        {
            Assign(parent[key], schema);
            return;
        }
        if (!parent.contains(key))
        {
            if (!schema.contains("default") && !Takes(schema, "object"))
            {
                throw ScenarioError(m_path, "'" + key + "' is not in the scenario");
            }
            parent[key] = schema.value("default", Json::object());
        }
        Json& child = parent[key];
        if (Takes(schema, "array"))
        {
            if (!child.is_array())
            {
                throw ScenarioError(m_path, "'" + key + "' is " + Show(child) + "; allowed: array");
            }
            InArray(child, schema["items"], step);
        }
        else if (last || m_steps[step].index || !Takes(schema, "object"))
        {
            throw ScenarioError(m_path,
                                "'" + key + "' has nothing below it; it is " +
                                    schema.value("description", "a single value"));
        }
        else
        {
            InObject(child, schema, step + 1, true);
        }
    }

    void InArray(Json& array, const Json& items, std::size_t step)
    {
        const bool last = step + 1 == m_steps.size();
        if (m_steps[step].index)
        {
            const std::size_t index = *m_steps[step].index;
            if (index >= array.size())
            {
                throw ScenarioError(m_path,
                                    "there is no element " + std::to_string(index) +
                                        "; there are " + std::to_string(array.size()) +
                                        ", counted from 0");
            }
            last ? Assign(array[index], items) : InObject(array[index], items, step + 1, true);
            return;
        }
        const std::string& next = m_steps[step + 1].key;
        auto names = KeysOf(items);
        if (std::find(names.begin(), names.end(), next) != names.end())
        {
            for (auto& element : array)
            {
                InObject(element, items, step + 1, false);
            }
            return;
        }
        for (auto& element : array)
        {
            if (!element.is_object() || !element.contains("name") || !element["name"].is_string())
            {
                continue;
            }
            if (element["name"] == next && !m_steps[step + 1].index)
            {
                step + 2 == m_steps.size() ? Assign(element, items)
                                           : InObject(element, items, step + 2, true);
                return;
            }
            names.push_back(element["name"]);
        }
        Unknown(step + 1, names);
    }

    void Assign(Json& target, const Json& schema)
    {
        ++m_count;
        Json value;
        try
        {
            value = ParseJson(m_text, m_path);
        }
        catch (const ScenarioError&)
        {
            value = m_text;
        }
        // A name may look like a number or a boolean.
        const bool plain = value.is_number() || value.is_boolean() || value.is_null();
        const std::string type = value.is_null()      ? "null"
                                 : value.is_boolean() ? "boolean"
                                                      : "number";
        if (plain && Takes(schema, "string") && !Takes(schema, type))
        {
            value = m_text;
        }
        target = std::move(value);
    }

    std::string m_path;
    std::string m_text;
    std::vector<Step> m_steps;
    std::size_t m_count{0};
};

} // namespace

void
SetPath(Json& scenario, const std::string& assignment)
{
    try
    {
        Json(assignment).dump();
    }
    catch (const Json::exception&)
    {
        throw ScenarioError(Show(assignment), "is not UTF-8");
    }
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos)
    {
        throw ScenarioError(assignment, "has no '='; allowed: PATH=VALUE");
    }
    if (!scenario.is_object())
    {
        throw ScenarioError("", "a scenario is a JSON object, this is " + Show(scenario));
    }
    Setter(assignment.substr(0, equals), assignment.substr(equals + 1))
        .Set(scenario, ResolvedSchema());
}

const Json&
GetPath(const Json& scenario, const std::string& path)
{
    const Json* node = &scenario;
    for (const auto& step : Split(path))
    {
        const Json* next = nullptr;
        if (node->is_object() && node->contains(step.key))
        {
            next = &(*node)[step.key];
        }
        else if (node->is_array())
        {
            for (const auto& element : *node)
            {
                if (element.is_object() && element.contains("name") && element["name"] == step.key)
                {
                    next = &element;
                }
            }
        }
        if (next && step.index)
        {
            next = next->is_array() && *step.index < next->size() ? &(*next)[*step.index] : nullptr;
        }
        if (!next)
        {
            throw ScenarioError(path, "there is nothing at '" + step.key + "'");
        }
        node = next;
    }
    return *node;
}

} // namespace iomt
} // namespace ns3
