// SPDX-License-Identifier: GPL-2.0-only

#include "device-profile.h"

#include "profile-node.h"

#include <nlohmann/json.hpp>
#include <set>

namespace ns3
{
namespace iomt
{

namespace
{

using Json = nlohmann::json;
using Node = ProfileNode;

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

ActuatorProfile
ReadActuator(const Node& node)
{
    node.AllowOnly({"kind", "limits"});
    ActuatorProfile actuator;
    actuator.kind = node.Text("kind");
    const Node limits = node.Child("limits");
    for (const auto& limit : node.At("limits").items())
    {
        actuator.limits[limit.key()] = limits.Number(limit.key(), 0, HUGE_NUMBER);
    }
    return actuator;
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
    node.AllowOnly(
        {"kind", "description", "processor", "radio", "ble_radio", "battery_mj", "sensors", "actuator"});
    DeviceProfile profile;
    profile.kind = node.Text("kind");
    profile.description = node.Text("description");

    std::string processorOrigin = origin;
    Json processor = node.At("processor");
    const bool ownProcessor = !processor.is_string();
    if (processor.is_string())
    {
        processor = ReadProfileFile("processors", processor.get<std::string>(), processorOrigin);
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
            radio = ReadProfileFile("radios", radio.get<std::string>(), radioOrigin);
        }
        profile.radio = ReadRadio(Node(radio, radioOrigin, ownRadio ? "radio" : ""));
    }
    if (node.Has("ble_radio"))
    {
        profile.bleRadio = node.Text("ble_radio");
        std::string bleOrigin;
        ReadProfileFile("ble-radios", *profile.bleRadio, bleOrigin);
    }
    if (!node.At("battery_mj").is_null())
    {
        profile.batteryMj = node.Number("battery_mj", 1e-9, HUGE_NUMBER);
    }
    if (node.Has("actuator"))
    {
        profile.actuator = ReadActuator(node.Child("actuator"));
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
    const Json json = ReadProfileFile("devices", kindOrPath, origin);
    return ParseDeviceProfile(json, origin);
}

ProcessorProfile
LoadProcessorProfile(const std::string& nameOrPath)
{
    std::string origin;
    const Json json = ReadProfileFile("processors", nameOrPath, origin);
    uint64_t memoryBytes = 0;
    return ReadProcessor(Node(json, origin, ""), memoryBytes);
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
    const Json json = ReadProfileFile("backhauls", nameOrPath, origin);
    return ParseBackhaulProfile(json, origin);
}

} // namespace iomt
} // namespace ns3
