// SPDX-License-Identifier: GPL-2.0-only

#include "device-profile.h"

#include "data-path.h"

#include "ns3/nearest-name.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>

namespace ns3
{
namespace iomt
{

namespace
{

using Json = nlohmann::json;

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

/// An object of a profile that knows where it is, so that every error names file and key.
class Node
{
  public:
    Node(const Json& json, std::string origin, std::string path)
        : m_json(json),
          m_origin(std::move(origin)),
          m_path(std::move(path))
    {
        if (!m_json.is_object())
        {
            Fail("expected an object, found " + std::string(m_json.type_name()));
        }
    }

    [[noreturn]] void Fail(const std::string& message) const
    {
        throw ProfileError(m_origin + ": " + (m_path.empty() ? "" : m_path + ": ") + message);
    }

    /// @param keys that may be there, beside "$comment" and a "source" for all numbers of the
    /// object
    void AllowOnly(const std::vector<std::string>& keys) const
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

    bool Has(const std::string& key) const
    {
        return m_json.contains(key) && !m_json.at(key).is_null();
    }

    const Json& At(const std::string& key) const
    {
        if (!m_json.contains(key))
        {
            Fail("'" + key + "' is missing");
        }
        return m_json.at(key);
    }

    Node Child(const std::string& key) const
    {
        return Node(At(key), m_origin, Below(key));
    }

    std::string Text(const std::string& key) const
    {
        const Json& value = At(key);
        if (!value.is_string() || value.get_ref<const std::string&>().empty())
        {
            Fail("'" + key + "' must be a text that is not empty");
        }
        return value.get<std::string>();
    }

    /// A number that says where it comes from: itself, or the object around it does.
    double Number(const std::string& key, double minimum, double maximum) const
    {
        const Json& written = At(key);
        if (written.is_number())
        {
            if (!m_json.contains("source"))
            {
                Node(m_json, m_origin, Below(key))
                    .Fail("a number without source; write {\"value\": …, \"source\": \"…\"}");
            }
            Text("source");
            return InRange(key, written, minimum, maximum);
        }
        const Node sourced(written, m_origin, Below(key));
        sourced.AllowOnly({"value"});
        const Json& value = sourced.At("value");
        if (!value.is_number())
        {
            sourced.Fail("'value' must be a number, found " + std::string(value.type_name()));
        }
        sourced.Text("source");
        return InRange(key, value, minimum, maximum);
    }

    const Json& Raw() const
    {
        return m_json;
    }

    const std::string& Origin() const
    {
        return m_origin;
    }

    std::string Below(const std::string& key) const
    {
        return m_path.empty() ? key : m_path + "." + key;
    }

  private:
    double InRange(const std::string& key, const Json& value, double minimum, double maximum) const
    {
        const double number = value.get<double>();
        if (!(number >= minimum && number <= maximum))
        {
            Fail("'" + key + "' is " + value.dump() + ", allowed is " + Json(minimum).dump() +
                 " to " + Json(maximum).dump());
        }
        return number;
    }

    const Json& m_json;
    std::string m_origin;
    std::string m_path;
};

bool
IsPath(const std::string& nameOrPath)
{
    const std::string suffix = ".json";
    return nameOrPath.size() > suffix.size() &&
           nameOrPath.compare(nameOrPath.size() - suffix.size(), suffix.size(), suffix) == 0;
}

/// File of a member of a family, by name or by path.
Json
ReadFile(const std::string& folder, const std::string& nameOrPath, std::string& origin)
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

constexpr double HUGE_NUMBER = 1e15;

ProcessorProfile
ReadProcessor(const Node& node, uint64_t& memoryBytes)
{
    node.AllowOnly(
        {"name", "description", "clock_hz", "active_mw", "idle_mw", "memory_bytes", "cycles"});
    ProcessorProfile processor;
    processor.name = node.Text("name");
    processor.clockHz = node.Number("clock_hz", 1, 1e12);
    processor.activeMw = node.Number("active_mw", 0, 1e9);
    processor.idleMw = node.Number("idle_mw", 0, 1e9);
    memoryBytes = static_cast<uint64_t>(node.Number("memory_bytes", 1, HUGE_NUMBER));
    const Node cycles = node.Child("cycles");
    std::vector<std::string> operations;
    for (std::size_t i = 0; i < static_cast<std::size_t>(Operation::COUNT); ++i)
    {
        operations.push_back(ToString(static_cast<Operation>(i)));
    }
    cycles.AllowOnly(operations);
    for (std::size_t i = 0; i < operations.size(); ++i)
    {
        const Node cost = cycles.Child(operations[i]);
        cost.AllowOnly({"base", "per_unit"});
        processor.costs[static_cast<Operation>(i)] = {cost.Number("base", 0, HUGE_NUMBER),
                                                      cost.Number("per_unit", 0, HUGE_NUMBER)};
    }
    return processor;
}

RadioProfile
ReadRadio(const Node& node)
{
    node.AllowOnly({"name", "description", "tx_mw", "rx_mw", "off_mw"});
    RadioProfile radio;
    radio.txMw = node.Number("tx_mw", 0, 1e6);
    radio.rxMw = node.Number("rx_mw", 0, 1e6);
    radio.offMw = node.Number("off_mw", 0, 1e6);
    return radio;
}

SensorProfile
ReadSensor(const Node& node)
{
    node.AllowOnly({"kind", "rate_hz", "block_s", "energy_mj", "conversion_ms", "noise", "urgent"});
    SensorProfile sensor;
    sensor.kind = node.Text("kind");
    sensor.rateHz = node.Number("rate_hz", 1e-6, 1e5);
    sensor.blockS = node.Number("block_s", 0, 3600);
    sensor.energyMjPerSample = node.Number("energy_mj", 0, 1e6);
    sensor.conversionMs = node.Number("conversion_ms", 0, 3.6e6);
    sensor.noise = node.Number("noise", 0, 1e6);
    if (sensor.blockS > 0 && sensor.blockS * sensor.rateHz < 1)
    {
        node.Fail("'block_s' is shorter than one sample at 'rate_hz'");
    }
    if (node.Has("urgent"))
    {
        const Node urgent = node.Child("urgent");
        urgent.AllowOnly({"below", "above"});
        if (urgent.Has("below"))
        {
            sensor.urgentBelow = urgent.Number("below", -HUGE_NUMBER, HUGE_NUMBER);
        }
        if (urgent.Has("above"))
        {
            sensor.urgentAbove = urgent.Number("above", -HUGE_NUMBER, HUGE_NUMBER);
        }
    }
    return sensor;
}

} // namespace

double
ProcessorProfile::Cycles(const OperationCounts& counts) const
{
    double cycles = 0;
    for (const auto& [operation, cost] : costs)
    {
        const uint64_t executed = counts.Get(operation);
        if (executed > 0)
        {
            cycles += cost.baseCycles + cost.perUnitCycles * static_cast<double>(executed);
        }
    }
    return cycles;
}

bool
SensorProfile::IsUrgent(double value) const
{
    return (urgentBelow && value < *urgentBelow) || (urgentAbove && value > *urgentAbove);
}

double
SensorProfile::PeriodS() const
{
    return blockS > 0 ? blockS : 1 / rateHz;
}

DeviceProfile
ParseDeviceProfile(const Json& json, const std::string& origin)
{
    const Node node(json, origin, "");
    node.AllowOnly({"kind", "description", "processor", "radio", "battery_mj", "sensors"});
    DeviceProfile profile;
    profile.kind = node.Text("kind");
    profile.description = node.Text("description");

    std::string processorOrigin = origin;
    Json processor = node.At("processor");
    const bool ownProcessor = !processor.is_string();
    if (processor.is_string())
    {
        processor = ReadFile("processors", processor.get<std::string>(), processorOrigin);
    }
    profile.processor =
        ReadProcessor(Node(processor, processorOrigin, ownProcessor ? "processor" : ""),
                      profile.memoryBytes);

    Json radio = node.At("radio");
    if (!radio.is_null())
    {
        std::string radioOrigin = origin;
        const bool ownRadio = !radio.is_string();
        if (radio.is_string())
        {
            radio = ReadFile("radios", radio.get<std::string>(), radioOrigin);
        }
        profile.radio = ReadRadio(Node(radio, radioOrigin, ownRadio ? "radio" : ""));
    }
    if (!node.At("battery_mj").is_null())
    {
        profile.batteryMj = node.Number("battery_mj", 1e-9, HUGE_NUMBER);
    }
    const Json& sensors = node.At("sensors");
    if (!sensors.is_array())
    {
        node.Fail("'sensors' must be an array, found " + std::string(sensors.type_name()));
    }
    std::set<std::string> kinds;
    for (std::size_t i = 0; i < sensors.size(); ++i)
    {
        const Node sensor(sensors[i], origin, "sensors[" + std::to_string(i) + "]");
        profile.sensors.push_back(ReadSensor(sensor));
        if (!kinds.insert(profile.sensors.back().kind).second)
        {
            sensor.Fail("there is already a sensor of kind '" + profile.sensors.back().kind + "'");
        }
    }
    return profile;
}

DeviceProfile
LoadDeviceProfile(const std::string& kindOrPath)
{
    std::string origin;
    const Json json = ReadFile("devices", kindOrPath, origin);
    return ParseDeviceProfile(json, origin);
}

BackhaulProfile
ParseBackhaulProfile(const Json& json, const std::string& origin)
{
    const Node node(json, origin, "");
    node.AllowOnly({"name", "description", "up_bps", "down_bps", "delay_ms", "jitter_ms", "loss"});
    BackhaulProfile profile;
    profile.name = node.Text("name");
    profile.description = node.Text("description");
    profile.upBps = node.Number("up_bps", 1, 1e13);
    profile.downBps = node.Number("down_bps", 1, 1e13);
    profile.delayMs = node.Number("delay_ms", 0, 3.6e6);
    profile.jitterMs = node.Number("jitter_ms", 0, 3.6e6);
    profile.loss = node.Number("loss", 0, 1);
    return profile;
}

BackhaulProfile
LoadBackhaulProfile(const std::string& nameOrPath)
{
    std::string origin;
    const Json json = ReadFile("backhauls", nameOrPath, origin);
    return ParseBackhaulProfile(json, origin);
}

} // namespace iomt
} // namespace ns3
