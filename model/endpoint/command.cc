// SPDX-License-Identifier: GPL-2.0-only

#include "command.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

namespace ns3
{
namespace iomt
{

namespace
{

using Json = nlohmann::json;

Bytes
ToBytes(const Json& json)
{
    const std::string text = json.dump();
    return Bytes(text.begin(), text.end());
}

bool
HasText(const Json& json, const char* key)
{
    return json.is_object() && json.contains(key) && json[key].is_string();
}

} // namespace

std::string
Command::ToString() const
{
    std::ostringstream text;
    text << command;
    if (value)
    {
        text << ' ' << *value;
    }
    return text.str();
}

Bytes
EncodeCommand(const Command& command)
{
    Json json{{"id", command.id}, {"patient", command.patient}, {"command", command.command}};
    if (command.value)
    {
        json["value"] = *command.value;
    }
    return ToBytes(json);
}

std::optional<Command>
DecodeCommand(const Bytes& document)
{
    const Json json = Json::parse(document, nullptr, false);
    if (!HasText(json, "id") || !HasText(json, "patient") || !HasText(json, "command"))
    {
        return std::nullopt;
    }
    Command command{json["id"], json["patient"], json["command"], std::nullopt};
    if (json.contains("value"))
    {
        if (!json["value"].is_number() || !std::isfinite(json["value"].get<double>()))
        {
            return std::nullopt;
        }
        command.value = json["value"].get<double>();
    }
    return command;
}

Bytes
EncodeReport(const CommandReport& report)
{
    Json json{{"id", report.id}, {"status", report.refusal.empty() ? "executed" : "refused"}};
    if (!report.refusal.empty())
    {
        json["reason"] = report.refusal;
    }
    return ToBytes(json);
}

std::optional<CommandReport>
DecodeReport(const Bytes& document)
{
    const Json json = Json::parse(document, nullptr, false);
    if (!HasText(json, "id") || !HasText(json, "status"))
    {
        return std::nullopt;
    }
    if (json["status"] == "executed")
    {
        return CommandReport{json["id"], ""};
    }
    if (json["status"] == "refused" && HasText(json, "reason") &&
        !json["reason"].get<std::string>().empty())
    {
        return CommandReport{json["id"], json["reason"]};
    }
    return std::nullopt;
}

} // namespace iomt
} // namespace ns3
