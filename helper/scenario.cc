// SPDX-License-Identifier: GPL-2.0-only

#include "scenario.h"

#include "scenario-schema.h"

#include "ns3/data-path.h"
#include "ns3/nearest-name.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

namespace ns3
{
namespace iomt
{

namespace
{

using Json = nlohmann::json;

/// No scenario nests deeper; what does would cost the copying of it a stack.
constexpr int MAX_DEPTH = 32;

/// A line and a column, both from 1, of an octet of a text.
std::string
Position(const std::string& text, std::size_t octet)
{
    std::size_t line = 1;
    std::size_t column = 1;
    for (std::size_t i = 0; i + 1 < octet && i < text.size(); ++i)
    {
        if (text[i] == '\n')
        {
            ++line;
            column = 1;
        }
        else
        {
            ++column;
        }
    }
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// The library's words without its prefixes.
std::string
Reason(const std::string& what)
{
    std::string reason =
        what.substr(what.find("] ") == std::string::npos ? 0 : what.find("] ") + 2);
    const std::size_t colon = reason.find(": ");
    if (reason.rfind("parse error", 0) == 0 && colon != std::string::npos)
    {
        reason = reason.substr(colon + 2);
    }
    return reason;
}

/// Refuses what JSON's grammar allows and no scenario means: a key twice, and a deep nest.
class ParseGuard
{
  public:
    explicit ParseGuard(const std::string& origin)
        : m_origin(origin)
    {
    }

    bool operator()(int depth, Json::parse_event_t event, const Json& parsed)
    {
        if (depth > MAX_DEPTH)
        {
            throw ScenarioError(m_origin,
                                "nested more than " + std::to_string(MAX_DEPTH) + " levels deep");
        }
        if (event == Json::parse_event_t::object_start)
        {
            m_keys.emplace_back();
        }
        else if (event == Json::parse_event_t::object_end)
        {
            m_keys.pop_back();
        }
        else if (event == Json::parse_event_t::key &&
                 !m_keys.back().insert(parsed.get_ref<const std::string&>()).second)
        {
            throw ScenarioError(m_origin,
                                "the key " + Show(parsed) + " is there twice in one object");
        }
        return true;
    }

  private:
    const std::string& m_origin;
    std::vector<std::set<std::string>> m_keys;
};

std::string
ReadText(const std::string& path)
{
    std::error_code ignored;
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path, ignored))
    {
        throw ScenarioError(path, "cannot be read as a file");
    }
    return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

/// Where the scenarios that come with the module are: beside the data, or in the source tree.
std::vector<std::string>
ScenarioFolders()
{
    return {DataPath("scenarios"), DataPath("../examples/scenarios")};
}

} // namespace

ScenarioError::ScenarioError(const std::string& path, const std::string& message)
    : std::runtime_error(path.empty() ? message : path + ": " + message),
      m_path(path),
      m_message(message)
{
}

const std::string&
ScenarioError::GetPath() const
{
    return m_path;
}

const std::string&
ScenarioError::GetMessage() const
{
    return m_message;
}

Json
ParseJson(const std::string& text, const std::string& origin)
{
    try
    {
        // The guard travels by copy inside the parser; a reference keeps its keys in one place.
        ParseGuard guard(origin);
        return Json::parse(text, [&guard](int depth, Json::parse_event_t event, Json& parsed) {
            return guard(depth, event, parsed);
        });
    }
    catch (const Json::parse_error& error)
    {
        const bool truncated =
            std::string(error.what()).find("unexpected end of input") != std::string::npos;
        throw ScenarioError(
            origin,
            (truncated ? "stops in the middle (truncated?) at " : "is not JSON at ") +
                Position(text, error.byte) + ": " + Reason(error.what()));
    }
    catch (const Json::exception& error)
    {
        throw ScenarioError(origin, Reason(error.what()));
    }
}

Json
ParseScenario(const std::string& text, const std::string& origin)
{
    if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    {
        throw ScenarioError(origin, "is empty; a scenario is a JSON object");
    }
    Json scenario = ParseJson(text, origin);
    if (!scenario.is_object())
    {
        throw ScenarioError(origin, "is " + Show(scenario) + "; a scenario is a JSON object");
    }
    return scenario;
}

Json
ReadScenario(const std::string& nameOrPath)
{
    std::error_code ignored;
    if (std::filesystem::exists(nameOrPath, ignored) &&
        !std::filesystem::is_directory(nameOrPath, ignored))
    {
        return ParseScenario(ReadText(nameOrPath), nameOrPath);
    }
    std::vector<std::string> names;
    if (nameOrPath.find('/') == std::string::npos)
    {
        for (const auto& folder : ScenarioFolders())
        {
            const std::string path = folder + "/" + nameOrPath + ".json";
            if (std::filesystem::exists(path, ignored))
            {
                return ParseScenario(ReadText(path), path);
            }
            std::error_code error;
            for (const auto& entry : std::filesystem::directory_iterator(folder, error))
            {
                if (entry.path().extension() == ".json")
                {
                    names.push_back(entry.path().stem().string());
                }
            }
        }
    }
    throw ScenarioError(
        nameOrPath,
        "there is no such file" +
            (names.empty() ? "" : ", nor a scenario of this name" + Allowed(nameOrPath, names)));
}

Json
LoadScenario(const std::string& nameOrPath, const std::vector<std::string>& overrides)
{
    Json scenario = ReadScenario(nameOrPath);
    for (const auto& assignment : overrides)
    {
        SetPath(scenario, assignment);
    }
    return CompleteScenario(scenario);
}

} // namespace iomt
} // namespace ns3
