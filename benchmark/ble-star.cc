// SPDX-License-Identifier: GPL-2.0-only
// The load of lr-wpan-star over Bluetooth Low Energy: groups of peripherals around a central, each
// group on a channel of its own, every link encrypted.

#include "star-load.h"

#include "ns3/ble-helper.h"
#include "ns3/ble-ipv6-helper.h"
#include "ns3/ble-net-device.h"
#include "ns3/command-line.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/net-device-container.h"

#include <memory>
#include <sstream>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// UDP over IPv6 over 6LoWPAN, as in lr-wpan-star. @return streams used
int64_t
InstallIpv6(StarLoad& load,
            const NodeContainer& star,
            const NetDeviceContainer& links,
            uint32_t group,
            int64_t stream)
{
    InternetStackHelper internet;
    internet.SetIpv4StackInstall(false);
    internet.Install(star);
    const int64_t used = internet.AssignStreams(star, stream);
    BleIpv6Helper ip;
    NetDeviceContainer devices = ip.Install(links);
    NetDeviceContainer peripherals;
    for (uint32_t i = 1; i < devices.GetN(); ++i)
    {
        peripherals.Add(devices.Get(i));
    }
    std::ostringstream prefix;
    prefix << "fd00:0:0:" << std::hex << group << "::";
    Ipv6InterfaceContainer interfaces =
        ip.Assign(devices.Get(0), peripherals, Ipv6Address(prefix.str().c_str()));
    load.AddUdpSink(star.Get(0));
    for (uint32_t i = 1; i < star.GetN(); ++i)
    {
        load.AddUdpSender(star.Get(i), interfaces.GetAddress(0, 1));
    }
    return used + ip.AssignStreams(devices, stream + used);
}

/// Readings as SDUs of the credit-based channels, without IP.
void
InstallL2cap(StarLoad& load, const NetDeviceContainer& links)
{
    const Address central = links.Get(0)->GetAddress();
    links.Get(0)->SetReceiveCallback(
        NetDevice::ReceiveCallback(MakeCallback(&StarLoad::ReceiveFrame, &load)));
    for (uint32_t i = 1; i < links.GetN(); ++i)
    {
        load.AddSender([device = links.Get(i), central]() {
            device->Send(Create<Packet>(StarLoad::READING_OCTETS), central, BleNetDevice::PROTOCOL);
        });
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t nodes = 100;
    uint32_t group = 10;
    double durationS = 10;
    double periodS = 1;
    Time interval = MilliSeconds(100);
    std::string stack = "ipv6";
    CommandLine cmd(__FILE__);
    cmd.AddValue("nodes", "peripherals", nodes);
    cmd.AddValue("group", "peripherals of one central, at most 32", group);
    cmd.AddValue("duration", "simulated time that is measured [s]", durationS);
    cmd.AddValue("period", "time between two readings of a device [s]; 0: no readings", periodS);
    cmd.AddValue("interval", "connection interval", interval);
    cmd.AddValue("stack", "ipv6 or l2cap", stack);
    cmd.Parse(argc, argv);
    if ((stack != "ipv6" && stack != "l2cap") || group < 1 || group > 32)
    {
        std::cerr << "--stack is ipv6 or l2cap, --group is 1 to 32\n";
        return 2;
    }

    StarLoad load(Seconds(durationS), Seconds(periodS));
    std::vector<std::unique_ptr<BleHelper>> radios; // each owns its channel
    int64_t stream = 1000;
    for (uint32_t first = 0; first < nodes; first += group)
    {
        NodeContainer star(1 + std::min(group, nodes - first)); // the central first
        StarLoad::Place(star);
        radios.push_back(std::make_unique<BleHelper>());
        BleHelper& ble = *radios.back();
        ble.SetSecurity(BleSecurity::BONDED);
        BleConnectionParameters parameters;
        parameters.interval = interval;
        ble.SetConnectionParameters(parameters);
        NetDeviceContainer links = ble.Install(star);
        for (uint32_t i = 1; i < links.GetN(); ++i)
        {
            ble.Connect(links.Get(0), links.Get(i));
        }
        stream += ble.AssignStreams(links, stream);
        if (stack == "ipv6")
        {
            stream += InstallIpv6(load, star, links, first / group, stream);
        }
        else
        {
            InstallL2cap(load, links);
        }
    }
    load.Run("BLE, " + stack, nodes);
    Simulator::Destroy();
}
