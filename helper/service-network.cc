// SPDX-License-Identifier: GPL-2.0-only

#include "service-network.h"

#include "address-plan.h"
#include "device-helper.h"

#include "ns3/internet-stack-helper.h"

#include <algorithm>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

using namespace address_plan;

namespace
{

constexpr uint16_t ROUTER = 1;
constexpr uint16_t FIRST_HOST = 0x100;              // beside what has a place of its own
constexpr uint16_t ETHERNET = SUBNETS_PER_SITE - 1; // access links are counted from 0

bool
IsInHospital(const Ipv6Address& address)
{
    return Prefix().IsMatch(address, Network(HOSPITAL));
}

} // namespace

ServiceNetwork::ServiceNetwork(CoreHelper& core,
                               const std::vector<Site>& sites,
                               const std::string& compute)
    : m_core(core),
      m_sites(sites),
      m_compute(compute)
{
    // As the LANs of the core.
    m_csma.SetChannelAttribute("DataRate", DataRateValue(DataRate("1Gbps")));
    m_csma.SetChannelAttribute("Delay", TimeValue(NanoSeconds(500)));
}

ServiceHost
ServiceNetwork::AddSiteHost(const std::string& site)
{
    const auto found = std::find_if(m_sites.begin(), m_sites.end(), [&site](const Site& candidate) {
        return site.empty() || candidate.name == site;
    });
    if (found == m_sites.end())
    {
        std::string names;
        for (const Site& candidate : m_sites)
        {
            names += (names.empty() ? "" : ", ") + candidate.name;
        }
        throw std::invalid_argument("site: there is no '" + site + "'; allowed: " + names);
    }
    const std::size_t index = found - m_sites.begin();
    Ethernet& ethernet = EthernetOf(index);
    return AddHost(ethernet.channel, SiteSubnet(index, ETHERNET), FIRST_HOST + ethernet.hosts++);
}

ServiceHost
ServiceNetwork::AddHospitalHost()
{
    return AddHost(m_core.GetHospitalLan(), HOSPITAL, FIRST_HOST + m_hospitalHosts++);
}

Ptr<Processor>
ServiceNetwork::AddProcessor(const ServiceHost& host, const std::string& device)
{
    DeviceHelper helper(device);
    helper.SetCompute(m_compute);
    helper.Install(NodeContainer(host.node));
    return host.node->GetObject<Processor>();
}

ServiceNetwork::Ethernet&
ServiceNetwork::EthernetOf(std::size_t site)
{
    Ethernet& ethernet = m_ethernets[site];
    if (!ethernet.channel)
    {
        const Ptr<Node> gateway = m_sites[site].gateway;
        const Ptr<Node> internet = m_core.GetInternet();
        const uint16_t subnet = SiteSubnet(site, ETHERNET);
        const NetDeviceContainer installed = m_csma.Install(gateway);
        ethernet.gateway = installed.Get(0);
        ethernet.channel = DynamicCast<CsmaChannel>(ethernet.gateway->GetChannel());
        m_devices.Add(installed);
        AddInterface(gateway, ethernet.gateway, Host(subnet, ROUTER), true);
        AddRoute(internet,
                 subnet,
                 Host(FIRST_BACKHAUL + site, 2),
                 internet->GetObject<Ipv6>()->GetInterfaceForDevice(
                     m_sites[site].backhaulDevices.Get(1)));
    }
    return ethernet;
}

ServiceHost
ServiceNetwork::AddHost(Ptr<CsmaChannel> channel, uint16_t subnet, uint16_t host)
{
    auto node = CreateObject<Node>();
    InternetStackHelper stack;
    stack.SetIpv4StackInstall(false);
    stack.Install(node);
    const NetDeviceContainer device = m_csma.Install(node, channel);
    const uint32_t interface = AddInterface(node, device.Get(0), Host(subnet, host), false);
    AddDefaultRoute(node, Host(subnet, ROUTER), interface);
    m_nodes.Add(node);
    m_devices.Add(device);
    return {node, Host(subnet, host)};
}

void
ServiceNetwork::Accept(const Service& service)
{
    for (const ServiceFlow& flow : service.Flows())
    {
        if (IsInHospital(flow.from) == IsInHospital(flow.to))
        {
            continue; // no firewall between
        }
        FirewallRule rule;
        rule.name = "service:" + service.GetName();
        rule.from = {{flow.from, 128}};
        rule.to = {{flow.to, 128}};
        rule.protocol = flow.protocol;
        rule.firstPort = flow.firstPort;
        rule.lastPort = flow.lastPort;
        rule.action = FirewallAction::ACCEPT;
        const bool inward = IsInHospital(flow.to);
        rule.inInterface = inward ? "internet" : "core";
        rule.outInterface = inward ? "core" : "internet";
        m_core.AddRule("edge", rule);
        rule.inInterface = inward ? "core" : "hospital";
        rule.outInterface = inward ? "hospital" : "core";
        m_core.AddRule("inner", rule);
    }
}

int64_t
ServiceNetwork::AssignStreams(int64_t stream)
{
    int64_t next = stream;
    next += InternetStackHelper().AssignStreams(m_nodes, next);
    next += m_csma.AssignStreams(m_devices, next);
    return next - stream;
}

void
ServiceNetwork::EnablePcap(const std::string& folder)
{
    for (const auto& [site, ethernet] : m_ethernets)
    {
        m_csma.EnablePcap(folder + "/" + m_sites[site].name + "-ethernet.pcap",
                          ethernet.gateway,
                          true,
                          true);
    }
}

} // namespace iomt
} // namespace ns3
