// SPDX-License-Identifier: GPL-2.0-only

#include "insurer-network.h"

#include "address-plan.h"
#include "device-helper.h"

#include "ns3/internet-stack-helper.h"

namespace ns3
{
namespace iomt
{

using namespace address_plan;

namespace
{

constexpr uint16_t ROUTER = 1;
constexpr uint16_t SERVER = 0x10;
constexpr uint16_t BESIDE_BROKER = 0x11;

} // namespace

InsurerNetwork::InsurerNetwork(CoreHelper& core, const std::string& compute)
{
    for (const std::string kind : {"anonymiser", "insurer"})
    {
        auto node = CreateObject<Node>();
        DeviceHelper device(kind);
        device.SetCompute(compute);
        device.Install(NodeContainer(node));
        m_nodes.Add(node);
    }
    InternetStackHelper stack;
    stack.SetIpv4StackInstall(false);
    stack.Install(m_nodes);

    Ptr<Node> anonymiser = m_nodes.Get(0);
    Ptr<Node> insurer = m_nodes.Get(1);
    Ptr<Node> internet = core.GetInternet();
    m_coreDevice = m_csma.Install(anonymiser, core.GetCoreLan());
    const uint32_t inside =
        AddInterface(anonymiser, m_coreDevice.Get(0), Host(CORE, BESIDE_BROKER), false);
    AddDefaultRoute(anonymiser, Host(CORE, ROUTER), inside);

    // As the pharmacy's.
    m_pointToPoint.SetDeviceAttribute("DataRate", DataRateValue(DataRate("100Mbps")));
    m_pointToPoint.SetChannelAttribute("Delay", TimeValue(MilliSeconds(2)));
    m_link = m_pointToPoint.Install(internet, insurer);
    AddInterface(internet, m_link.Get(0), Host(INSURER, ROUTER), true);
    const uint32_t outside = AddInterface(insurer, m_link.Get(1), Host(INSURER, SERVER), false);
    AddDefaultRoute(insurer, Host(INSURER, ROUTER), outside);

    m_anonymiser = CreateObject<Anonymiser>();
    m_anonymiser->SetBroker(Endpoint::MakePeer(CoreHelper::BrokerAddress()));
    m_anonymiser->SetProcessor(anonymiser->GetObject<Processor>());
    anonymiser->AddApplication(m_anonymiser);
    m_insurer = CreateObject<Insurer>();
    m_insurer->SetProcessor(insurer->GetObject<Processor>());
    insurer->AddApplication(m_insurer);

    FirewallRule rule;
    rule.name = RULE;
    rule.inInterface = "core";
    rule.outInterface = "internet";
    rule.from = {{Host(CORE, BESIDE_BROKER), 128}};
    rule.to = {{Host(INSURER, SERVER), 128}};
    rule.protocol = "udp";
    rule.firstPort = rule.lastPort = COAP_PORT;
    rule.action = FirewallAction::ACCEPT;
    core.AddRule("edge", rule);
}

Ptr<Anonymiser>
InsurerNetwork::GetAnonymiser() const
{
    return m_anonymiser;
}

Ptr<Insurer>
InsurerNetwork::GetInsurer() const
{
    return m_insurer;
}

CoapPeer
InsurerNetwork::GetInsurerPeer() const
{
    return Endpoint::MakePeer(Host(INSURER, SERVER));
}

int64_t
InsurerNetwork::AssignStreams(int64_t stream)
{
    int64_t next = stream;
    next += InternetStackHelper().AssignStreams(m_nodes, next);
    next += m_csma.AssignStreams(m_coreDevice, next);
    next += m_anonymiser->AssignStreams(next);
    next += m_insurer->AssignStreams(next);
    return next - stream;
}

void
InsurerNetwork::EnablePcap(const std::string& folder)
{
    m_pointToPoint.EnablePcap(folder + "/insurer.pcap", m_link.Get(1), true, true);
}

} // namespace iomt
} // namespace ns3
