// SPDX-License-Identifier: GPL-2.0-only

#include "nurse-network.h"

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
constexpr uint16_t BESIDE_DOCTOR = 0x11;

} // namespace

NurseNetwork::NurseNetwork(CoreHelper& core, const std::string& compute)
    : m_node(CreateObject<Node>())
{
    DeviceHelper device("doctor-workstation");
    device.SetCompute(compute);
    device.Install(NodeContainer(m_node));
    InternetStackHelper stack;
    stack.SetIpv4StackInstall(false);
    stack.Install(m_node);
    m_device = m_csma.Install(m_node, core.GetHospitalLan());
    const uint32_t interface =
        AddInterface(m_node, m_device.Get(0), Host(HOSPITAL, BESIDE_DOCTOR), false);
    AddDefaultRoute(m_node, Host(HOSPITAL, ROUTER), interface);

    m_station = CreateObject<NurseStation>();
    m_station->SetBroker(Endpoint::MakePeer(CoreHelper::BrokerAddress()));
    m_station->SetProcessor(m_node->GetObject<Processor>());
    m_node->AddApplication(m_station);

    FirewallRule rule;
    rule.name = RULE;
    rule.inInterface = "hospital";
    rule.outInterface = "core";
    rule.from = {{Host(HOSPITAL, BESIDE_DOCTOR), 128}};
    rule.to = core.Resolve("broker");
    rule.protocol = "udp";
    rule.firstPort = rule.lastPort = COAP_PORT;
    rule.action = FirewallAction::ACCEPT;
    core.AddRule("inner", rule);
}

Ptr<NurseStation>
NurseNetwork::GetStation() const
{
    return m_station;
}

int64_t
NurseNetwork::AssignStreams(int64_t stream)
{
    int64_t next = stream;
    next += InternetStackHelper().AssignStreams(NodeContainer(m_node), next);
    next += m_csma.AssignStreams(m_device, next);
    next += m_station->AssignStreams(next);
    return next - stream;
}

} // namespace iomt
} // namespace ns3
