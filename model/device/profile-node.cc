// SPDX-License-Identifier: GPL-2.0-only

#include "profile-node.h"

#include "data-path.h"

#include "ns3/nearest-name.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace ns3
{
namespace iomt
{

using Json = nlohmann::json;

namespace
{

std::string
Join(const std::vector<std::string>& names)
{
    std::string joined;
    for (const auto& name : names)
    {
        joined += (joined.empty() ? "" : ", ") + name;
    }
    return joined;
}

bool
IsPath(const std::string& nameOrPath)
{
    const std::string suffix = ".json";
    return nameOrPath.size() > suffix.size() &&
           nameOrPath.compare(nameOrPath.size() - suffix.size(), suffix.size(), suffix) == 0;
}

} // namespace

ProfileNode::ProfileNode(const Json& json, std::string origin, std::string path)
    : m_json(json),
      m_origin(std::move(origin)),
      m_path(std::move(path))
{
    if (!m_json.is_object())
    {
        Fail("expected an object, found " + std::string(m_json.type_name()));
    }
}

void
ProfileNode::Fail(const std::string& message) const
{
    throw ProfileError(m_origin + ": " + (m_path.empty() ? "" : m_path + ": ") + message);
}

void
ProfileNode::AllowOnly(const std::vector<std::string>& keys) const
{
    for (const auto& entry : m_json.items())
    {
        bool known = entry.key() == "$comment" || entry.key() == "source";
        for (const auto& key : keys)
        {
            known = known || key == entry.key();
        }
        if (!known)
        {
            const std::string nearest = NearestName(entry.key(), keys);
            Fail("unknown key '" + entry.key() + "'" +
                 (nearest.empty() ? "" : ", did you mean '" + nearest + "'?") +
                 " Allowed: " + Join(keys));
        }
    }
}

bool
ProfileNode::Has(const std::string& key) const
{
    return m_json.contains(key) && !m_json.at(key).is_null();
}

const Json&
ProfileNode::At(const std::string& key) const
{
    if (!m_json.contains(key))
    {
        Fail("'" + key + "' is missing");
    }
    return m_json.at(key);
}

ProfileNode
ProfileNode::Child(const std::string& key) const
{
    return ProfileNode(At(key), m_origin, Below(key));
}

std::string
ProfileNode::Text(const std::string& key) const
{
    const Json& value = At(key);
    if (!value.is_string() || value.get_ref<const std::string&>().empty())
    {
        Fail("'" + key + "' must be a text that is not empty");
    }
    return value.get<std::string>();
}

double
ProfileNode::Number(const std::string& key, double minimum, double maximum) const
{
    const Json& written = At(key);
    if (written.is_number())
    {
        if (!m_json.contains("source"))
        {
            ProfileNode(m_json, m_origin, Below(key))
                .Fail("a number without source; write {\"value\": …, \"source\": \"…\"}");
        }
        Text("source");
        return InRange(key, written, minimum, maximum);
    }
    const ProfileNode sourced(written, m_origin, Below(key));
    sourced.AllowOnly({"value"});
    const Json& value = sourced.At("value");
    if (!value.is_number())
    {
        sourced.Fail("'value' must be a number, found " + std::string(value.type_name()));
    }
    sourced.Text("source");
    return InRange(key, value, minimum, maximum);
}

std::string
ProfileNode::Below(const std::string& key) const
{
    return m_path.empty() ? key : m_path + "." + key;
}

double
ProfileNode::InRange(const std::string& key,
                     const Json& value,
                     double minimum,
                     double maximum) const
{
    const double number = value.get<double>();
    if (!(number >= minimum && number <= maximum))
    {
        Fail("'" + key + "' is " + value.dump() + ", allowed is " + Json(minimum).dump() + " to " +
             Json(maximum).dump());
    }
    return number;
}

Json
ReadProfileFile(const std::string& folder, const std::string& nameOrPath, std::string& origin)
{
    origin = nameOrPath;
    if (!IsPath(nameOrPath))
    {
        // A name is no path: "../x" must not leave the folder.
        const auto names = DataNames(folder);
        bool known = false;
        for (const auto& name : names)
        {
            known = known || name == nameOrPath;
        }
        if (!known)
        {
            const std::string nearest = NearestName(nameOrPath, names);
            throw ProfileError("no profile '" + nameOrPath + "' in data/" + folder +
                               (nearest.empty() ? "" : ", did you mean '" + nearest + "'?") +
                               " Allowed: " + Join(names) + ", or the path of a .json file");
        }
        origin = DataPath(folder + "/" + nameOrPath + ".json");
    }
    std::error_code ignored;
    std::ifstream file(origin, std::ios::binary);
    if (!file || std::filesystem::is_directory(origin, ignored))
    {
        throw ProfileError(origin + ": cannot be read as a file");
    }
    const std::string text((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    try
    {
        return Json::parse(text);
    }
    catch (const Json::exception& error)
    {
        throw ProfileError(origin + ": not JSON: " + error.what());
    }
}

} // namespace iomt
} // namespace ns3
