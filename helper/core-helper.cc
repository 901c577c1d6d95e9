// SPDX-License-Identifier: GPL-2.0-only

#include "core-helper.h"

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

constexpr uint16_t ROUTER = 1;     // the router nearer to the internet
constexpr uint16_t FAR_ROUTER = 2; // the router farther from it
constexpr uint16_t SERVER = 0x10;  // broker, doctor, pharmacy
constexpr uint16_t FIRST_ADVERSARY = 0xa0;

} // namespace

void
CoreHelper::SetCompute(const std::string& compute)
{
    m_compute = compute;
}

void
CoreHelper::AddAttack(Ptr<Attack> attack)
{
    m_attacks.push_back(attack);
}

Ipv6Address
CoreHelper::BrokerAddress()
{
    return Host(CORE, SERVER);
}

Ptr<Node>
CoreHelper::MakeNode(const std::string& device) const
{
    auto node = CreateObject<Node>();
    DeviceHelper helper(device);
    helper.SetCompute(m_compute);
    helper.Install(NodeContainer(node));
    InternetStackHelper stack;
    stack.SetIpv4StackInstall(false);
    stack.Install(node);
    return node;
}

CoreFirewall
CoreHelper::MakeFirewall(const std::string& name, Ptr<Node> node) const
{
    CoreFirewall made;
    made.name = name;
    made.node = node;
    made.path = ForwardingPath::Install(node);
    made.hook = CreateObject<ProcessingHook>();
    made.hook->SetProcessor(node->GetObject<Processor>());
    made.firewall = CreateObject<Firewall>();
    // A real filter spends time on what it drops too, so the processor comes first.
    made.path->AddHook(made.hook);
    made.path->AddHook(made.firewall);
    return made;
}

void
CoreHelper::Install(uint16_t sites)
{
    m_sites = sites;
    m_internet = CreateObject<Node>();
    InternetStackHelper stack;
    stack.SetIpv4StackInstall(false);
    stack.Install(m_internet);
    Ptr<Node> edge = MakeNode("firewall");
    Ptr<Node> inner = MakeNode("firewall");
    m_brokerNode = MakeNode("broker");
    m_doctorNode = MakeNode("doctor-workstation");
    m_pharmacyNode = MakeNode("pharmacy");

    // Gigabit Ethernet over 100 m: 5 ns/m.
    m_csma.SetChannelAttribute("DataRate", DataRateValue(DataRate("1Gbps")));
    m_csma.SetChannelAttribute("Delay", TimeValue(NanoSeconds(500)));
    m_pointToPoint.SetDeviceAttribute("DataRate", DataRateValue(DataRate("100Mbps")));
    m_pointToPoint.SetChannelAttribute("Delay", TimeValue(MilliSeconds(2)));

    // Each inline attacker splits the exchange: it alone joins the parts.
    const std::size_t splits =
        std::count_if(m_attacks.begin(), m_attacks.end(), [](const Ptr<Attack>& attack) {
            return attack->IsInline();
        });
    m_exchange = m_csma.Install(m_internet);
    std::vector<Ptr<CsmaChannel>> segments{
        DynamicCast<CsmaChannel>(m_exchange.Get(0)->GetChannel())};
    while (segments.size() <= splits)
    {
        auto channel = CreateObject<CsmaChannel>();
        channel->SetAttribute("DataRate", DataRateValue(DataRate("1Gbps")));
        channel->SetAttribute("Delay", TimeValue(NanoSeconds(500)));
        segments.push_back(channel);
    }
    m_exchange.Add(m_csma.Install(edge, segments.back()));
    m_core = m_csma.Install(NodeContainer(edge, m_brokerNode, inner));
    m_hospital = m_csma.Install(NodeContainer(inner, m_doctorNode));
    m_pharmacyLink = m_pointToPoint.Install(m_internet, m_pharmacyNode);

    std::map<std::string, uint32_t> interfaces;
    const uint32_t internetIf =
        AddInterface(m_internet, m_exchange.Get(0), Host(EXCHANGE, ROUTER), true);
    interfaces["edge-internet"] =
        AddInterface(edge, m_exchange.Get(1), Host(EXCHANGE, FAR_ROUTER), true);
    interfaces["edge-core"] = AddInterface(edge, m_core.Get(0), Host(CORE, ROUTER), true);
    interfaces["broker"] = AddInterface(m_brokerNode, m_core.Get(1), Host(CORE, SERVER), false);
    interfaces["inner-core"] = AddInterface(inner, m_core.Get(2), Host(CORE, FAR_ROUTER), true);
    interfaces["inner-hospital"] =
        AddInterface(inner, m_hospital.Get(0), Host(HOSPITAL, ROUTER), true);
    interfaces["doctor"] =
        AddInterface(m_doctorNode, m_hospital.Get(1), Host(HOSPITAL, SERVER), false);
    AddInterface(m_internet, m_pharmacyLink.Get(0), Host(PHARMACY, ROUTER), true);
    interfaces["pharmacy"] =
        AddInterface(m_pharmacyNode, m_pharmacyLink.Get(1), Host(PHARMACY, SERVER), false);

    m_firewalls = {MakeFirewall("edge", edge), MakeFirewall("inner", inner)};
    m_firewalls[0].firewall->SetInterface("internet", m_exchange.Get(1));
    m_firewalls[0].firewall->SetInterface("core", m_core.Get(0));
    m_firewalls[1].firewall->SetInterface("core", m_core.Get(2));
    m_firewalls[1].firewall->SetInterface("hospital", m_hospital.Get(0));
    InstallRoutes(internetIf, interfaces);

    const auto start = [](Ptr<Endpoint> endpoint, Ptr<Node> node) {
        endpoint->SetProcessor(node->GetObject<Processor>());
        node->AddApplication(endpoint);
    };
    m_broker = CreateObject<Broker>();
    m_broker->AllowHistory(Host(HOSPITAL, SERVER));
    m_doctor = CreateObject<Doctor>();
    m_pharmacy = CreateObject<Pharmacy>();
    start(m_broker, m_brokerNode);
    start(m_doctor, m_doctorNode);
    start(m_pharmacy, m_pharmacyNode);
    const CoapPeer broker = Endpoint::MakePeer(BrokerAddress());
    m_doctor->SetBroker(broker);
    m_pharmacy->SetBroker(broker);
    InstallAttacks(segments);
}

void
CoreHelper::InstallRoutes(uint32_t internetIf, const std::map<std::string, uint32_t>& interfaces)
{
    Ptr<Node> edge = m_firewalls[0].node;
    Ptr<Node> inner = m_firewalls[1].node;
    AddRoute(m_internet, CORE, Host(EXCHANGE, FAR_ROUTER), internetIf);
    AddRoute(m_internet, HOSPITAL, Host(EXCHANGE, FAR_ROUTER), internetIf);
    AddDefaultRoute(edge, Host(EXCHANGE, ROUTER), interfaces.at("edge-internet"));
    AddRoute(edge, HOSPITAL, Host(CORE, FAR_ROUTER), interfaces.at("edge-core"));
    AddDefaultRoute(m_brokerNode, Host(CORE, ROUTER), interfaces.at("broker"));
    AddRoute(m_brokerNode, HOSPITAL, Host(CORE, FAR_ROUTER), interfaces.at("broker"));
    AddDefaultRoute(inner, Host(CORE, ROUTER), interfaces.at("inner-core"));
    AddDefaultRoute(m_doctorNode, Host(HOSPITAL, ROUTER), interfaces.at("doctor"));
    AddDefaultRoute(m_pharmacyNode, Host(PHARMACY, ROUTER), interfaces.at("pharmacy"));
}

void
CoreHelper::InstallAttacks(const std::vector<Ptr<CsmaChannel>>& segments)
{
    std::size_t segment = 0;
    for (std::size_t i = 0; i < m_attacks.size(); ++i)
    {
        AttackEnvironment environment;
        environment.exchange = segments[segment];
        if (m_attacks[i]->IsInline())
        {
            environment.inner = segments[++segment];
        }
        else
        {
            // Everyone but those in the line sits on the outermost part.
            environment.exchange = segments.front();
        }
        environment.broker = BrokerAddress();
        environment.port = COAP_PORT;
        environment.ownAddress = Host(EXCHANGE, FIRST_ADVERSARY + i);
        for (uint16_t site = 0; site < m_sites; ++site)
        {
            // The first link of a site is always there.
            environment.sites.emplace_back(Network(SiteSubnet(site, 0)), Prefix());
        }
        m_attacks[i]->Install(environment);
    }
}

std::vector<AddressPrefix>
CoreHelper::Resolve(const std::string& name) const
{
    const auto host = [](uint16_t subnet) {
        return std::vector<AddressPrefix>{{Host(subnet, SERVER), 128}};
    };
    if (name == "any")
    {
        return {};
    }
    if (name == "sites")
    {
        std::vector<AddressPrefix> prefixes;
        for (uint16_t site = 0; site < m_sites; ++site)
        {
            prefixes.push_back({Network(SiteSubnet(site, 0)), SITE_PREFIX_LENGTH});
            // The gateway itself speaks from its end of the backhaul.
            prefixes.push_back({Network(FIRST_BACKHAUL + site), PREFIX_LENGTH});
        }
        return prefixes;
    }
    if (name == "broker")
    {
        return host(CORE);
    }
    if (name == "doctor")
    {
        return host(HOSPITAL);
    }
    if (name == "pharmacy")
    {
        return host(PHARMACY);
    }
    return {AddressPrefix::Parse(name)};
}

void
CoreHelper::AddRule(const std::string& firewall, const FirewallRule& rule)
{
    for (const CoreFirewall& candidate : m_firewalls)
    {
        if (candidate.name == firewall)
        {
            candidate.firewall->AddRule(rule);
            return;
        }
    }
    throw std::invalid_argument("no firewall '" + firewall + "'; allowed: edge, inner");
}

int64_t
CoreHelper::AssignStreams(int64_t stream)
{
    int64_t next = stream;
    NodeContainer nodes(m_internet);
    nodes.Add(NodeContainer(m_firewalls[0].node, m_firewalls[1].node));
    nodes.Add(NodeContainer(m_brokerNode, m_doctorNode, m_pharmacyNode));
    next += InternetStackHelper().AssignStreams(nodes, next);
    for (const NetDeviceContainer& lan : {m_exchange, m_core, m_hospital})
    {
        next += m_csma.AssignStreams(lan, next);
    }
    for (const Ptr<Endpoint>& endpoint :
         {Ptr<Endpoint>(m_broker), Ptr<Endpoint>(m_doctor), Ptr<Endpoint>(m_pharmacy)})
    {
        next += endpoint->AssignStreams(next);
    }
    for (const Ptr<Attack>& attack : m_attacks)
    {
        next += attack->AssignStreams(next);
    }
    return next - stream;
}

void
CoreHelper::EnablePcap(const std::string& folder)
{
    m_csma.EnablePcap(folder + "/exchange.pcap", m_exchange.Get(1), true, true);
    m_csma.EnablePcap(folder + "/core.pcap", m_core.Get(1), true, true);
    m_csma.EnablePcap(folder + "/hospital.pcap", m_hospital.Get(1), true, true);
    m_pointToPoint.EnablePcap(folder + "/pharmacy.pcap", m_pharmacyLink.Get(1), true, true);
}

Ptr<Node>
CoreHelper::GetInternet() const
{
    return m_internet;
}

Ptr<CsmaChannel>
CoreHelper::GetCoreLan() const
{
    return DynamicCast<CsmaChannel>(m_core.Get(0)->GetChannel());
}

Ptr<CsmaChannel>
CoreHelper::GetHospitalLan() const
{
    return DynamicCast<CsmaChannel>(m_hospital.Get(0)->GetChannel());
}

Ptr<Broker>
CoreHelper::GetBroker() const
{
    return m_broker;
}

Ptr<Doctor>
CoreHelper::GetDoctor() const
{
    return m_doctor;
}

Ptr<Pharmacy>
CoreHelper::GetPharmacy() const
{
    return m_pharmacy;
}

const std::vector<CoreFirewall>&
CoreHelper::GetFirewalls() const
{
    return m_firewalls;
}

const std::vector<Ptr<Attack>>&
CoreHelper::GetAttacks() const
{
    return m_attacks;
}

} // namespace iomt
} // namespace ns3
