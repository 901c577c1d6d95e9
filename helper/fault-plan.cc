// SPDX-License-Identifier: GPL-2.0-only

#include "fault-plan.h"

#include "scenario-schema.h"
#include "scenario.h"

#include "ns3/double.h"
#include "ns3/mobility-model.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

namespace
{

using Json = nlohmann::json;

/// No radio for the body is heard over 100 km.
constexpr double AWAY_M = 1e5;

/// Shares of the memory that readings may fill (estimates): half the RAM of a small device is left
/// beside its radio's software; a gateway has other work to do.
constexpr uint64_t WEARABLE_SHARE = 2;
constexpr uint64_t GATEWAY_SHARE = 16;

const bool NAMES_REGISTERED = [] {
    RegisterScenarioNames("faults", [] { return FaultRegistry::Get().Names(); });
    return true;
}();

/// Where a link is just heard it holds frames back for long before it gives them up.
constexpr double ROAMING_VERDICT_S = 60;

bool
KeepsReadings(const Json& scenario)
{
    const std::string when = scenario.at("store_and_forward").at("when");
    const bool fails = !scenario.at("faults").empty() || !scenario.at("roaming").empty();
    return when == "always" || (when == "faults" && fails);
}

uint64_t
BytesOf(const Json& given, uint64_t otherwise)
{
    return given.is_number() ? given.get<uint64_t>() : otherwise;
}

AccessLink&
LinkOf(const Site& site, const WornDevice& device)
{
    return *std::find_if(site.links.begin(), site.links.end(), [&device](const SiteLink& link) {
                return link.name == device.access;
            })->access;
}

} // namespace

void
FaultPlan::KeepReadings(const Json& scenario, CoreHelper& core, std::vector<Site>& sites)
{
    if (!KeepsReadings(scenario))
    {
        return;
    }
    core.GetBroker()->GiveReceipts();
    std::set<std::string> roams;
    for (const Json& roaming : scenario.at("roaming"))
    {
        roams.insert(roaming.at("device").get<std::string>());
    }
    const Json& described = scenario.at("store_and_forward");
    const uint64_t gatewayBytes = BytesOf(described.at("gateway_bytes"),
                                          LoadDeviceProfile("gateway").memoryBytes / GATEWAY_SHARE);
    for (Site& site : sites)
    {
        if (gatewayBytes > 0)
        {
            KeepAtGateway(scenario, site, gatewayBytes);
        }
        for (WornDevice& device : site.devices)
        {
            const uint64_t bytes = BytesOf(described.at("wearable_bytes"),
                                           device.profile.memoryBytes / WEARABLE_SHARE);
            if (bytes > 0)
            {
                KeepAtDevice(LinkOf(site, device), device, bytes, roams.count(device.name) != 0);
            }
        }
    }
}

void
FaultPlan::KeepAtGateway(const Json& scenario, Site& site, uint64_t bytes)
{
    const Json& described = scenario.at("store_and_forward");
    site.probe = CreateObject<BrokerProbe>();
    site.probe->SetProcessor(site.gateway->GetObject<Processor>());
    site.probe->SetSession(scenario.at("protection").at("session"));
    site.probe->SetBroker(Endpoint::MakePeer(CoreHelper::BrokerAddress()));
    site.gateway->AddApplication(site.probe);
    site.custody = CreateObject<Custody>();
    site.custody->SetAttribute("Memory", UintegerValue(bytes));
    site.custody->SetAttribute("AskPeriod",
                               TimeValue(Seconds(described.at("ask_s").get<double>())));
    site.custody->SetAttribute("DrainRate", DoubleValue(described.at("drain_pps").get<double>()));
    site.custody->SetBroker(CoreHelper::BrokerAddress(), site.backhaulDevices.Get(0), site.probe);
    site.backhaul->GetChannel()->TraceConnectWithoutContext(
        "Carrier",
        MakeCallback(&Custody::SetCarrier, site.custody));
    site.path->AddHook(site.custody);
}

void
FaultPlan::KeepAtDevice(AccessLink& link, WornDevice& device, uint64_t bytes, bool roaming)
{
    const Time verdict = link.GetVerdictTime();
    device.wearable->SetOutbox(bytes,
                               roaming ? std::max(verdict, Seconds(ROAMING_VERDICT_S)) : verdict);
    if (roaming)
    {
        return; // RoamingPlan knows all its links
    }
    link.ConnectDevice(device.node,
                       {MakeCallback(&Wearable::LinkChanged, device.wearable),
                        MakeCallback(&Wearable::FrameTaken, device.wearable),
                        MakeCallback(&Wearable::FrameGivenUp, device.wearable)});
}

void
FaultPlan::Install(const Json& scenario, CoreHelper& core, std::vector<Site>& sites)
{
    const Json& faults = scenario.at("faults");
    for (std::size_t i = 0; i < faults.size(); ++i)
    {
        Plan(faults[i], "faults[" + std::to_string(i) + "]", core, sites);
    }
}

void
FaultPlan::Plan(const Json& described,
                const std::string& path,
                CoreHelper& core,
                std::vector<Site>& sites)
{
    const std::shared_ptr<Fault> fault = FaultRegistry::Get().Create(described.at("kind"));
    PlannedFault planned;
    planned.kind = described.at("kind");
    planned.atS = described.at("at_s");
    planned.endS = planned.atS + described.at("for_s").get<double>();
    const auto needs = [&](const char* key, bool needed) {
        if (described.at(key).is_null() == needed)
        {
            throw ScenarioError(path + "." + key,
                                needed ? "is null; allowed: where the " + planned.kind + " happens"
                                       : "is " + described.at(key).dump() +
                                             "; allowed: null, since a " + planned.kind +
                                             " does not happen there");
        }
    };
    needs("site", fault->GetPlace() == Fault::Place::SITE);
    needs("device", fault->GetPlace() == Fault::Place::DEVICE);

    const auto schedule = [&](const Site* site, Ptr<Node> device) {
        FaultScene scene;
        scene.broker = core.GetBroker();
        if (site)
        {
            scene.gateway = site->gateway;
            scene.backhaul = site->backhaul->GetChannel();
            scene.custody = site->custody;
            scene.programs = {site->agent};
            if (site->probe)
            {
                scene.programs.push_back(site->probe);
            }
            scene.reach = [this, site](Ptr<Node> node, bool reached) {
                Reach(*site, node, reached);
            };
        }
        scene.device = device;
        Schedule(fault, scene, planned);
    };

    std::vector<std::string> allowed;
    if (fault->GetPlace() == Fault::Place::CORE)
    {
        schedule(nullptr, nullptr);
    }
    else if (fault->GetPlace() == Fault::Place::SITE)
    {
        for (const Site& site : sites)
        {
            allowed.push_back(site.name);
            if (described.at("site") == site.name)
            {
                planned.site = site.name;
                schedule(&site, nullptr);
            }
        }
        if (planned.site.empty())
        {
            const std::string name = described.at("site");
            throw ScenarioError(path + ".site",
                                "there is no site '" + name + "'" + Allowed(name, allowed));
        }
    }
    else
    {
        const std::string name = described.at("device");
        for (const Site& site : sites)
        {
            for (const WornDevice& device : site.devices)
            {
                allowed.push_back(device.name);
                if (name == device.name || name == device.patient)
                {
                    planned.site = site.name;
                    planned.devices.insert(device.name);
                    schedule(&site, device.node);
                }
            }
        }
        if (planned.devices.empty())
        {
            throw ScenarioError(path + ".device",
                                "there is no device '" + name + "'" + Allowed(name, allowed) +
                                    ", or a patient, for all that one wears");
        }
    }
    m_faults.push_back(planned);
}

void
FaultPlan::Schedule(std::shared_ptr<Fault> fault, const FaultScene& scene, const PlannedFault& when)
{
    Simulator::Schedule(Seconds(when.atS), [fault, scene]() { fault->Begin(scene); });
    Simulator::Schedule(Seconds(when.endS), [fault, scene]() { fault->End(scene); });
}

void
FaultPlan::Reach(const Site& site, Ptr<Node> node, bool reached)
{
    Away& away = m_away[node->GetId()];
    away.times += reached ? -1 : 1;
    if (away.times != (reached ? 0 : 1))
    {
        return; // faults that overlap
    }
    const auto mobility = node->GetObject<MobilityModel>();
    if (!reached)
    {
        away.home = mobility->GetPosition();
    }
    mobility->SetPosition(reached ? away.home
                                  : Vector(away.home.x + AWAY_M, away.home.y, away.home.z));
    for (const SiteLink& link : site.links)
    {
        link.access->Plug(node, reached);
    }
}

const std::vector<PlannedFault>&
FaultPlan::GetFaults() const
{
    return m_faults;
}

} // namespace iomt
} // namespace ns3
