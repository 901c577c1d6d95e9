// SPDX-License-Identifier: GPL-2.0-only

#include "site-helper.h"

#include "address-plan.h"
#include "core-helper.h"
#include "device-helper.h"

#include "ns3/boolean.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/multi-model-spectrum-channel.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/propagation-delay-model.h"
#include "ns3/propagation-loss-model.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace iomt
{

using namespace address_plan;

namespace
{

/// Devices stand on a circle about the gateway: the middle of a flat of some 80 m².
constexpr double RADIUS_M = 5;

/// Sites lie in a row this far apart. Their radios do not hear each other however near they are:
/// it is the way of those who go from one to another.
constexpr double APART_M = 100;

void
Place(Ptr<Node> node, double x, double y)
{
    auto mobility = CreateObject<ConstantPositionMobilityModel>();
    mobility->SetPosition(Vector(x, y, 1));
    node->AggregateObject(mobility);
}

/// What every radio of a site sends into: 802.15.4 and Bluetooth LE disturb each other there.
Ptr<SpectrumChannel>
MakeAir()
{
    auto air = CreateObject<MultiModelSpectrumChannel>();
    air->AddPropagationLossModel(CreateObject<LogDistancePropagationLossModel>());
    air->SetPropagationDelayModel(CreateObject<ConstantSpeedPropagationDelayModel>());
    return air;
}

} // namespace

void
SiteHelper::SetAccess(const std::string& name)
{
    m_access = name;
}

void
SiteHelper::SetAccessOf(const std::string& kind, const std::string& name)
{
    m_accessOf[kind] = name;
}

void
SiteHelper::SetAccessOptions(const nlohmann::json& scenario)
{
    m_accessOptions = scenario;
}

const std::string&
SiteHelper::AccessOf(const std::string& kind) const
{
    const auto own = m_accessOf.find(kind);
    return own == m_accessOf.end() ? m_access : own->second;
}

void
SiteHelper::SetBackhaul(const std::string& name)
{
    m_backhaul = name;
}

void
SiteHelper::SetUrgentFirst(bool urgentFirst)
{
    m_urgentFirst = urgentFirst;
}

void
SiteHelper::SetSession(const std::string& name)
{
    m_session = name;
}

void
SiteHelper::SetCompute(const std::string& compute)
{
    m_compute = compute;
}

void
SiteHelper::SetDevices(const std::vector<std::string>& kinds)
{
    m_devices = kinds;
}

Site
SiteHelper::Install(const std::string& name,
                    uint16_t index,
                    const std::vector<std::string>& patients,
                    Ptr<Node> internet) const
{
    Site site;
    site.name = name;
    site.gateway = CreateObject<Node>();
    DeviceHelper gatewayProfile("gateway");
    gatewayProfile.SetCompute(m_compute);
    gatewayProfile.Install(NodeContainer(site.gateway));
    const double x = index * APART_M;
    Place(site.gateway, x, 0);

    const double count = static_cast<double>(patients.size() * m_devices.size());
    NodeContainer wearables;
    for (const std::string& patient : patients)
    {
        for (const std::string& kind : m_devices)
        {
            DeviceHelper helper(kind);
            helper.SetCompute(m_compute);
            WornDevice device;
            device.profile = helper.GetProfile();
            device.name = patient + "-" + device.profile.kind;
            device.patient = patient;
            device.access = AccessOf(device.profile.kind);
            device.node = CreateObject<Node>();
            helper.Install(NodeContainer(device.node));
            const double angle = 2 * M_PI * site.devices.size() / count;
            Place(device.node, x + RADIUS_M * std::cos(angle), RADIUS_M * std::sin(angle));
            wearables.Add(device.node);
            site.devices.push_back(device);
        }
    }

    InternetStackHelper stack;
    stack.SetIpv4StackInstall(false);
    stack.Install(NodeContainer(NodeContainer(site.gateway), wearables));
    site.air = MakeAir();
    InstallLinks(site, index);
    site.backhaul = Backhaul::Create(m_backhaul);
    site.backhaul->SetAttribute("UrgentFirst", BooleanValue(m_urgentFirst));
    site.backhaulDevices = site.backhaul->Install(site.gateway, internet);

    const uint16_t transit = FIRST_BACKHAUL + index;
    const uint32_t outside =
        AddInterface(site.gateway, site.backhaulDevices.Get(0), Host(transit, 2), true);
    const uint32_t down =
        AddInterface(internet, site.backhaulDevices.Get(1), Host(transit, 1), true);
    AddDefaultRoute(site.gateway, Host(transit, 1), outside);
    for (uint16_t link = 0; link < site.links.size(); ++link)
    {
        AddRoute(internet, SiteSubnet(index, link), Host(transit, 2), down);
    }

    site.path = ForwardingPath::Install(site.gateway);
    site.hook = CreateObject<ProcessingHook>();
    site.hook->SetProcessor(site.gateway->GetObject<Processor>());
    site.path->AddHook(site.hook);

    const CoapPeer broker = Endpoint::MakePeer(CoreHelper::BrokerAddress());
    const auto start = [this, &broker](Ptr<Endpoint> endpoint, Ptr<Node> node) {
        endpoint->SetProcessor(node->GetObject<Processor>());
        endpoint->SetSession(m_session);
        endpoint->SetAttribute("Expedite", BooleanValue(m_urgentFirst));
        node->AddApplication(endpoint);
    };
    site.agent = CreateObject<GatewayAgent>();
    site.agent->SetBroker(broker);
    start(site.agent, site.gateway);
    for (WornDevice& device : site.devices)
    {
        device.wearable = CreateObject<Wearable>();
        device.wearable->SetBroker(broker);
        device.wearable->SetBattery(device.node->GetObject<Battery>());
        start(device.wearable, device.node);
    }
    return site;
}

void
SiteHelper::InstallLinks(Site& site, uint16_t index) const
{
    for (const WornDevice& device : site.devices)
    {
        const auto known =
            std::find_if(site.links.begin(), site.links.end(), [&device](const SiteLink& link) {
                return link.name == device.access;
            });
        if (known == site.links.end())
        {
            site.links.push_back(
                {device.access, AccessLinkRegistry::Get().Create(device.access), {}});
        }
    }
    for (uint16_t i = 0; i < site.links.size(); ++i)
    {
        SiteLink& link = site.links[i];
        NodeContainer wearables;
        for (const WornDevice& device : site.devices)
        {
            if (device.access == link.name)
            {
                wearables.Add(device.node);
            }
        }
        if (!m_accessOptions.is_null())
        {
            link.access->Configure(m_accessOptions);
        }
        link.devices = link.access->Install(wearables, site.gateway, site.air);
        link.access->AssignAddresses(link.devices, SiteSubnet(index, i));
    }
}

std::string
WornDevice::Topic() const
{
    return "ps/" + patient + "/" + profile.kind;
}

std::vector<std::string>
Site::Patients() const
{
    std::vector<std::string> patients;
    for (const WornDevice& device : devices)
    {
        if (patients.empty() || patients.back() != device.patient)
        {
            patients.push_back(device.patient);
        }
    }
    return patients;
}

std::string
Site::CommandTopic() const
{
    return "ps/cmd/" + name;
}

int64_t
Site::AssignStreams(int64_t stream)
{
    int64_t next = stream;
    NodeContainer nodes(gateway);
    for (const WornDevice& device : devices)
    {
        nodes.Add(device.node);
    }
    next += InternetStackHelper().AssignStreams(nodes, next);
    for (const SiteLink& link : links)
    {
        next += link.access->AssignStreams(next);
    }
    next += backhaul->AssignStreams(next);
    next += agent->AssignStreams(next);
    for (const WornDevice& device : devices)
    {
        next += device.wearable->AssignStreams(next);
    }
    return next - stream;
}

void
Site::EnablePcap(const std::string& folder)
{
    for (const SiteLink& link : links)
    {
        link.access->EnablePcap(folder + "/" + name + "-access-" + link.name);
    }
    PointToPointHelper().EnablePcap(folder + "/" + name + "-backhaul.pcap",
                                    backhaulDevices.Get(0),
                                    true,
                                    true);
}

} // namespace iomt
} // namespace ns3
