// SPDX-License-Identifier: GPL-2.0-only

#include "site-helper.h"

#include "address-plan.h"
#include "core-helper.h"
#include "device-helper.h"

#include "ns3/constant-position-mobility-model.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/point-to-point-helper.h"

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

void
Place(Ptr<Node> node, double x, double y)
{
    auto mobility = CreateObject<ConstantPositionMobilityModel>();
    mobility->SetPosition(Vector(x, y, 1));
    node->AggregateObject(mobility);
}

} // namespace

void
SiteHelper::SetAccess(const std::string& name)
{
    m_access = name;
}

void
SiteHelper::SetBackhaul(const std::string& name)
{
    m_backhaul = name;
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
    Place(site.gateway, 0, 0);

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
            device.node = CreateObject<Node>();
            helper.Install(NodeContainer(device.node));
            const double angle = 2 * M_PI * site.devices.size() / count;
            Place(device.node, RADIUS_M * std::cos(angle), RADIUS_M * std::sin(angle));
            wearables.Add(device.node);
            site.devices.push_back(device);
        }
    }

    InternetStackHelper stack;
    stack.SetIpv4StackInstall(false);
    stack.Install(NodeContainer(NodeContainer(site.gateway), wearables));
    site.access = AccessLinkRegistry::Get().Create(m_access);
    site.accessDevices = site.access->Install(wearables, site.gateway);
    site.backhaul = Backhaul::Create(m_backhaul);
    site.backhaulDevices = site.backhaul->Install(site.gateway, internet);

    const uint16_t subnet = FIRST_SITE + index;
    const uint16_t transit = FIRST_BACKHAUL + index;
    const uint32_t inside =
        AddAutoconfigured(site.gateway, site.accessDevices.Get(0), subnet, true);
    const uint32_t outside =
        AddInterface(site.gateway, site.backhaulDevices.Get(0), Host(transit, 2), true);
    const uint32_t down =
        AddInterface(internet, site.backhaulDevices.Get(1), Host(transit, 1), true);
    AddDefaultRoute(site.gateway, Host(transit, 1), outside);
    AddRoute(internet, subnet, Host(transit, 2), down);

    site.path = ForwardingPath::Install(site.gateway);
    site.hook = CreateObject<ProcessingHook>();
    site.hook->SetProcessor(site.gateway->GetObject<Processor>());
    site.path->AddHook(site.hook);

    const CoapPeer broker = Endpoint::MakePeer(CoreHelper::BrokerAddress());
    const auto start = [this, &broker](Ptr<Endpoint> endpoint, Ptr<Node> node) {
        endpoint->SetProcessor(node->GetObject<Processor>());
        endpoint->SetSession(m_session);
        node->AddApplication(endpoint);
    };
    site.agent = CreateObject<GatewayAgent>();
    site.agent->SetBroker(broker);
    start(site.agent, site.gateway);
    for (std::size_t i = 0; i < site.devices.size(); ++i)
    {
        WornDevice& device = site.devices[i];
        const uint32_t interface =
            AddAutoconfigured(device.node, site.accessDevices.Get(i + 1), subnet, false);
        AddDefaultRoute(device.node, GlobalAddress(site.gateway, inside), interface);
        device.wearable = CreateObject<Wearable>();
        device.wearable->SetBroker(broker);
        device.wearable->SetBattery(device.node->GetObject<Battery>());
        start(device.wearable, device.node);
    }
    return site;
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
    next += access->AssignStreams(next);
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
    access->EnablePcap(folder + "/" + name + "-access");
    PointToPointHelper().EnablePcap(folder + "/" + name + "-backhaul.pcap",
                                    backhaulDevices.Get(0),
                                    true,
                                    true);
}

} // namespace iomt
} // namespace ns3
