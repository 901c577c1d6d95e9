// SPDX-License-Identifier: GPL-2.0-only

#include "address-plan.h"

#include "ns3/ipv6-interface-address.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"

namespace ns3
{
namespace iomt
{
namespace address_plan
{

Ipv6Address
Host(uint16_t subnet, uint16_t host)
{
    uint8_t bytes[16] = {0xfd, 0x69, 0x6f, 0x6d, 0x74, 0x00};
    bytes[6] = subnet >> 8;
    bytes[7] = subnet & 0xff;
    bytes[14] = host >> 8;
    bytes[15] = host & 0xff;
    return Ipv6Address(bytes);
}

uint16_t
SiteSubnet(uint16_t site, uint16_t link)
{
    return FIRST_SITE + site * SUBNETS_PER_SITE + link;
}

Ipv6Address
Network(uint16_t subnet)
{
    return Host(subnet, 0);
}

Ipv6Prefix
Prefix()
{
    return Ipv6Prefix(PREFIX_LENGTH);
}

uint32_t
AddInterface(Ptr<Node> node, Ptr<NetDevice> device, const Ipv6Address& address, bool forwards)
{
    Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
    const uint32_t interface = ipv6->AddInterface(device);
    ipv6->AddAddress(interface, Ipv6InterfaceAddress(address, Prefix()));
    ipv6->SetMetric(interface, 1);
    ipv6->SetForwarding(interface, forwards);
    ipv6->SetUp(interface);
    return interface;
}

uint32_t
AddAutoconfigured(Ptr<Node> node, Ptr<NetDevice> device, uint16_t subnet, bool forwards)
{
    return AddInterface(
        node,
        device,
        Ipv6Address::MakeAutoconfiguredAddress(device->GetAddress(), Network(subnet)),
        forwards);
}

namespace
{

Ptr<Ipv6StaticRouting>
RoutesOf(Ptr<Node> node)
{
    return Ipv6StaticRoutingHelper().GetStaticRouting(node->GetObject<Ipv6>());
}

} // namespace

void
AddRoute(Ptr<Node> node, uint16_t subnet, const Ipv6Address& nextHop, uint32_t interface)
{
    RoutesOf(node)->AddNetworkRouteTo(Network(subnet), Prefix(), nextHop, interface);
}

void
AddDefaultRoute(Ptr<Node> node, const Ipv6Address& nextHop, uint32_t interface)
{
    RoutesOf(node)->SetDefaultRoute(nextHop, interface);
}

Ipv6Address
GlobalAddress(Ptr<Node> node, uint32_t interface)
{
    Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
    for (uint32_t i = 0; i < ipv6->GetNAddresses(interface); ++i)
    {
        const Ipv6Address address = ipv6->GetAddress(interface, i).GetAddress();
        if (!address.IsLinkLocal())
        {
            return address;
        }
    }
    return Ipv6Address::GetAny();
}

} // namespace address_plan
} // namespace iomt
} // namespace ns3
