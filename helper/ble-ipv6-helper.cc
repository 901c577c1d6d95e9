// SPDX-License-Identifier: GPL-2.0-only

#include "ble-ipv6-helper.h"

#include "ns3/ble-net-device.h"
#include "ns3/boolean.h"
#include "ns3/frame-filter.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6-static-routing.h"
#include "ns3/mac48-address.h"
#include "ns3/ndisc-cache.h"
#include "ns3/node.h"
#include "ns3/sixlowpan-net-device.h"
#include "ns3/uinteger.h"

#include <stdexcept>

namespace ns3
{
namespace iomt
{

namespace
{

constexpr uint8_t SUBNET = 64;
constexpr uint8_t HOST = 128;

/// What IPv6 knows of a device.
struct Interface
{
    Ptr<Ipv6L3Protocol> ipv6;
    uint32_t index{0};
    Mac48Address link;
    Ipv6Address address;

    Ipv6Address LinkLocal() const
    {
        return Ipv6Address::MakeAutoconfiguredLinkLocalAddress(link);
    }
};

/// Gives a device an address made of its link-layer address.
Interface
SetUp(Ptr<NetDevice> device, Ipv6Address prefix, uint8_t length)
{
    Interface interface;
    interface.ipv6 = device->GetNode()->GetObject<Ipv6L3Protocol>();
    if (!interface.ipv6)
    {
        throw std::invalid_argument("BleIpv6Helper: node " +
                                    std::to_string(device->GetNode()->GetId()) + " has no IPv6");
    }
    const int32_t known = interface.ipv6->GetInterfaceForDevice(device);
    interface.index = known >= 0 ? known : interface.ipv6->AddInterface(device);
    interface.link = Mac48Address::ConvertFrom(device->GetAddress());
    interface.address = Ipv6Address::MakeAutoconfiguredAddress(interface.link, prefix);
    // Up first: as with ns-3's own helper, the link-local address is the interface's address 0.
    interface.ipv6->SetMetric(interface.index, 1);
    interface.ipv6->SetUp(interface.index);
    interface.ipv6->AddAddress(interface.index,
                               Ipv6InterfaceAddress(interface.address, Ipv6Prefix(length)));
    return interface;
}

/// The BleNetDevice under a device of BleIpv6Helper::Install().
Ptr<BleNetDevice>
BleOf(Ptr<NetDevice> device)
{
    const auto sixLowPan = DynamicCast<SixLowPanNetDevice>(device);
    const Ptr<NetDevice> below = sixLowPan ? sixLowPan->GetNetDevice() : device;
    const auto filter = DynamicCast<FrameFilter>(below);
    return DynamicCast<BleNetDevice>(filter ? filter->GetInner() : below);
}

/**
 * @brief What a registration (RFC 6775, 5.5) would have taught an interface of a peer that has
 * connected.
 *
 * ns-3 empties the cache when a device comes up, so nothing can be put there in advance.
 */
void
Introduce(Ptr<Ipv6Interface> interface, Ipv6Address prefix, Mac48Address peer, bool up)
{
    if (!up)
    {
        return;
    }
    const Mac48Address link = BleNetDevice::Turned(peer);
    const auto cache = interface->GetNdiscCache();
    for (const Ipv6Address& address : {Ipv6Address::MakeAutoconfiguredLinkLocalAddress(link),
                                       Ipv6Address::MakeAutoconfiguredAddress(link, prefix)})
    {
        auto* entry = cache->Lookup(address);
        if (!entry)
        {
            entry = cache->Add(address);
        }
        entry->SetMacAddress(link);
        entry->MarkPermanent();
    }
}

/// Have an interface learn its peers as they come.
void
IntroducePeers(const Interface& interface, Ptr<NetDevice> device, Ipv6Address prefix)
{
    if (const auto ble = BleOf(device))
    {
        ble->TraceConnectWithoutContext(
            "Peer",
            MakeBoundCallback(&Introduce, interface.ipv6->GetInterface(interface.index), prefix));
    }
}

} // namespace

BleIpv6Helper::BleIpv6Helper()
{
    // ns-3 elides the checksum and has the far end make a new one, which hides what was changed.
    m_sixLowPan.SetDeviceAttribute("OmitUdpChecksum", BooleanValue(false));
}

NetDeviceContainer
BleIpv6Helper::Install(const NetDeviceContainer& devices)
{
    constexpr uint16_t prefixContext = 1; // bit 0 for context 0
    NetDeviceContainer filtered;
    for (auto device = devices.Begin(); device != devices.End(); ++device)
    {
        if (!DynamicCast<BleNetDevice>(*device))
        {
            filtered.Add(*device);
            continue;
        }
        const auto filter = FrameFilter::Install(*device);
        filter->SetAttribute("Contexts", UintegerValue(prefixContext));
        filtered.Add(filter);
    }
    return m_sixLowPan.Install(filtered);
}

Ipv6InterfaceContainer
BleIpv6Helper::Assign(Ptr<NetDevice> router, const NetDeviceContainer& nodes, Ipv6Address prefix)
{
    NetDeviceContainer all(router);
    all.Add(nodes);
    // RFC 7668, 3.2.4: context 0 is the prefix of the 6LBR; RFC 6775, 4.2: 65535 minutes at most.
    uint8_t octets[16];
    prefix.GetBytes(octets);
    constexpr int64_t minutes = 65535;
    m_sixLowPan.AddContext(all, 0, Ipv6Prefix(octets, SUBNET), Minutes(minutes));

    Ipv6InterfaceContainer interfaces;
    const Interface border = SetUp(router, prefix, SUBNET);
    border.ipv6->SetForwarding(border.index, true);
    // All nodes are neighbours of the router, and of nobody else: there is nothing to redirect to.
    border.ipv6->SetAttribute("SendIcmpv6Redirect", BooleanValue(false));
    IntroducePeers(border, router, prefix);
    interfaces.Add(border.ipv6, border.index);
    for (auto device = nodes.Begin(); device != nodes.End(); ++device)
    {
        // Of 128 bits: the prefix is not on-link.
        const Interface node = SetUp(*device, prefix, HOST);
        Ipv6StaticRoutingHelper().GetStaticRouting(node.ipv6)->SetDefaultRoute(border.LinkLocal(),
                                                                               node.index);
        IntroducePeers(node, *device, prefix);
        interfaces.Add(node.ipv6, node.index);
    }
    return interfaces;
}

int64_t
BleIpv6Helper::AssignStreams(const NetDeviceContainer& devices, int64_t stream)
{
    return m_sixLowPan.AssignStreams(devices, stream);
}

} // namespace iomt
} // namespace ns3
