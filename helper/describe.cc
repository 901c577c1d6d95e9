// SPDX-License-Identifier: GPL-2.0-only

#include "describe.h"

#include "access-link.h"
#include "scenario-schema.h"
#include "scenario.h"

#include "ns3/attack-kind.h"
#include "ns3/classifier.h"
#include "ns3/data-path.h"
#include "ns3/device-profile.h"
#include "ns3/episode.h"
#include "ns3/object-protection.h"
#include "ns3/service-kind.h"
#include "ns3/session.h"

#include <functional>
#include <map>

namespace ns3
{
namespace iomt
{

namespace
{

using Json = nlohmann::json;

/// What a scenario may name comes from the registries, so that a new member is allowed at once.
const bool NAMES_REGISTERED = [] {
    RegisterScenarioNames("accesses", [] { return AccessLinkRegistry::Get().Names(); });
    RegisterScenarioNames("suites", [] { return ObjectProtections().Names(); });
    RegisterScenarioNames("sessions", [] { return SessionRegistry::Get().Names(); });
    RegisterScenarioNames("classifiers", [] { return ClassifierRegistry::Get().Names(); });
    RegisterScenarioNames("episodes", [] { return EpisodeRegistry::Get().Names(); });
    return true;
}();

Json
OrNull(const std::optional<double>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json
DescribeDevices()
{
    Json devices = Json::array();
    for (const auto& name : DataNames("devices"))
    {
        const DeviceProfile profile = LoadDeviceProfile(name);
        Json sensors = Json::array();
        for (const auto& sensor : profile.sensors)
        {
            sensors.push_back({{"kind", sensor.kind},
                               {"rate_hz", sensor.rateHz},
                               {"block_s", sensor.blockS},
                               {"energy_mj", sensor.energyMjPerSample},
                               {"conversion_ms", sensor.conversionMs},
                               {"noise", sensor.noise},
                               {"urgent_below", OrNull(sensor.urgentBelow)},
                               {"urgent_above", OrNull(sensor.urgentAbove)}});
        }
        Json radio;
        if (profile.radio)
        {
            radio = {{"tx_mw", profile.radio->txMw},
                     {"rx_mw", profile.radio->rxMw},
                     {"off_mw", profile.radio->offMw}};
        }
        Json cycles;
        for (const auto& [operation, cost] : profile.processor.costs)
        {
            cycles[ToString(operation)] = {{"base", cost.baseCycles},
                                           {"per_unit", cost.perUnitCycles}};
        }
        devices.push_back({{"name", name},
                           {"summary", profile.description},
                           {"processor", profile.processor.name},
                           {"clock_hz", profile.processor.clockHz},
                           {"active_mw", profile.processor.activeMw},
                           {"idle_mw", profile.processor.idleMw},
                           {"memory_bytes", profile.memoryBytes},
                           {"battery_mj", OrNull(profile.batteryMj)},
                           {"radio", radio},
                           {"sensors", sensors},
                           {"cycles", cycles},
                           {"file", DataPath("devices/" + name + ".json")}});
    }
    return devices;
}

Json
DescribeLinks()
{
    Json links = Json::array();
    const auto& registry = AccessLinkRegistry::Get();
    for (const auto& name : registry.Names())
    {
        links.push_back(
            {{"name", name}, {"family", "access"}, {"summary", registry.Summary(name)}});
    }
    for (const auto& name : DataNames("backhauls"))
    {
        const BackhaulProfile profile = LoadBackhaulProfile(name);
        links.push_back({{"name", name},
                         {"family", "backhaul"},
                         {"summary", profile.description},
                         {"up_bps", profile.upBps},
                         {"down_bps", profile.downBps},
                         {"delay_ms", profile.delayMs},
                         {"jitter_ms", profile.jitterMs},
                         {"loss", profile.loss},
                         {"file", DataPath("backhauls/" + name + ".json")}});
    }
    return links;
}

Json
DescribeSuites()
{
    Json suites = Json::array();
    const auto& registry = ObjectProtections();
    for (const auto& name : registry.Names())
    {
        const auto protection = registry.Create(name);
        const auto suite = CreateCipherSuite(protection->cipher);
        suites.push_back({{"name", name},
                          {"summary", registry.Summary(name)},
                          {"key_bytes", suite->KeySize()},
                          {"nonce_bytes", suite->NonceSize()},
                          {"tag_bytes", suite->TagSize()},
                          {"cose_algorithm", suite->CoseAlgorithm()},
                          {"encapsulation", protection->encapsulation},
                          {"weakness", protection->Weakness()}});
    }
    return suites;
}

/// Members of a family whose options are alternatives of the schema of `key`.
template <typename Kind>
Json
DescribeKinds(const std::string& key)
{
    Json kinds = Json::array();
    const auto& registry = Registry<Kind>::Get();
    const Json schema = ScenarioSchema();
    const Json& alternatives = schema["properties"][key]["items"]["oneOf"];
    for (const auto& name : registry.Names())
    {
        Json options = Json::array();
        for (const auto& alternative : alternatives)
        {
            if (alternative["properties"]["kind"]["const"] != name)
            {
                continue;
            }
            for (const auto& property : alternative["properties"].items())
            {
                if (property.key() == "name" || property.key() == "kind")
                {
                    continue;
                }
                options.push_back({{"name", property.key()},
                                   {"summary", property.value()["description"]},
                                   {"unit", property.value().value("x-unit", "")},
                                   {"default", property.value()["default"]}});
            }
        }
        kinds.push_back(
            {{"name", name}, {"summary", registry.Summary(name)}, {"options", options}});
    }
    return kinds;
}

Json
DescribeClassifiers()
{
    Json classifiers = Json::array();
    const auto& registry = ClassifierRegistry::Get();
    ClassifierSettings settings;
    settings.rulesFolder = DataPath("rules");
    for (const auto& name : registry.Names())
    {
        classifiers.push_back({{"name", name},
                               {"summary", registry.Summary(name)},
                               {"inputs", registry.Create(name, settings)->Inputs()}});
    }
    return classifiers;
}

const std::map<std::string, std::function<Json()>>&
Topics()
{
    static const std::map<std::string, std::function<Json()>> topics{
        {"attacks", [] { return DescribeKinds<AttackKind>("attacks"); }},
        {"classifiers", DescribeClassifiers},
        {"devices", DescribeDevices},
        {"links", DescribeLinks},
        {"schema", ScenarioSchema},
        {"services", [] { return DescribeKinds<ServiceKind>("services"); }},
        {"suites", DescribeSuites},
    };
    return topics;
}

} // namespace

std::vector<std::string>
DescribeTopics()
{
    std::vector<std::string> names;
    for (const auto& topic : Topics())
    {
        names.push_back(topic.first);
    }
    return names;
}

Json
Describe(const std::string& topic)
{
    const auto found = Topics().find(topic);
    if (found == Topics().end())
    {
        throw ScenarioError(topic, "there is no such topic" + Allowed(topic, DescribeTopics()));
    }
    return found->second();
}

} // namespace iomt
} // namespace ns3
