// SPDX-License-Identifier: GPL-2.0-only

#include "access-link.h"

#include "address-plan.h"
#include "scenario.h"

#include "ns3/frame-filter.h"

#include <stdexcept>

namespace ns3
{
namespace iomt
{

namespace
{

const bool NAMES_REGISTERED = [] {
    RegisterScenarioNames("accesses", [] { return AccessLinkRegistry::Get().Names(); });
    return true;
}();

} // namespace

void
AccessLink::Configure(const nlohmann::json&)
{
}

void
AccessLink::AssignAddresses(const NetDeviceContainer& devices, uint16_t subnet)
{
    using namespace address_plan;
    const Ptr<Node> gateway = devices.Get(0)->GetNode();
    const uint32_t inside = AddAutoconfigured(gateway, devices.Get(0), subnet, true);
    const Ipv6Address nextHop = GlobalAddress(gateway, inside);
    for (uint32_t i = 1; i < devices.GetN(); ++i)
    {
        const Ptr<Node> node = devices.Get(i)->GetNode();
        const uint32_t interface = AddAutoconfigured(node, devices.Get(i), subnet, false);
        AddDefaultRoute(node, nextHop, interface);
    }
}

Time
AccessLink::GetSetUpTime() const
{
    return Time(0);
}

AccessLink::FrameCounters
AccessLink::GetFrames() const
{
    return {};
}

AccessLink::FrameCounters
AccessLink::CountFrames(const NetDeviceContainer& filters)
{
    FrameCounters counters;
    for (auto device = filters.Begin(); device != filters.End(); ++device)
    {
        const auto filter = DynamicCast<FrameFilter>(*device);
        counters.received += filter->GetReceived();
        for (const auto& [verdict, count] : filter->GetDrops())
        {
            counters.dropped[ToString(verdict)] += count;
        }
    }
    return counters;
}

void
AccessLink::ConnectDrops(const DropCallback&)
{
}

bool
AccessLink::TellsWhenLost() const
{
    return false;
}

void
AccessLink::Plug(Ptr<Node>, bool)
{
}

namespace
{

void
TellState(Callback<void, bool> changed, Ptr<NetDevice> device)
{
    changed(device->IsLinkUp());
}

} // namespace

void
AccessLink::ConnectDevice(Ptr<NetDevice> device, const LinkEvents& events)
{
    device->TraceConnectWithoutContext("MacTx", events.taken);
    device->TraceConnectWithoutContext("MacTxDrop", events.givenUp);
    device->AddLinkChangeCallback(MakeBoundCallback(&TellState, events.changed, device));
    events.changed(device->IsLinkUp());
}

Ptr<NetDevice>
AccessLink::DeviceOf(const NetDeviceContainer& devices, Ptr<Node> node)
{
    for (auto device = devices.Begin(); device != devices.End(); ++device)
    {
        if ((*device)->GetNode() == node)
        {
            return *device;
        }
    }
    throw std::invalid_argument("node " + std::to_string(node->GetId()) + " is not on this link");
}

} // namespace iomt
} // namespace ns3
