// SPDX-License-Identifier: GPL-2.0-only
// What ns-3 itself offers for the load of ble-star: its lr-wpan and sixlowpan, and nothing of iomt.
// Groups of devices around a border router, each group on a channel of its own; no security.

#include "star-load.h"

#include "ns3/command-line.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/iomt-compat.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/lr-wpan-helper.h"
#include "ns3/sixlowpan-helper.h"

#include <memory>

using namespace ns3;
using namespace ns3::iomt;

int
main(int argc, char* argv[])
{
    uint32_t nodes = 100;
    uint32_t group = 10;
    double durationS = 10;
    double periodS = 1;
    CommandLine cmd(__FILE__);
    cmd.AddValue("nodes", "devices, without border routers", nodes);
    cmd.AddValue("group", "devices around one border router", group);
    cmd.AddValue("duration", "simulated time that is measured [s]", durationS);
    cmd.AddValue("period", "time between two readings of a device [s]", periodS);
    cmd.Parse(argc, argv);

    StarLoad load(Seconds(durationS), Seconds(periodS));
    Ipv6AddressHelper addresses("fd00::", Ipv6Prefix(64));
    std::vector<std::unique_ptr<LrWpanHelper>> radios; // each owns its channel
    int64_t stream = 1000;
    for (uint32_t first = 0; first < nodes; first += group)
    {
        NodeContainer star(1 + std::min(group, nodes - first)); // the border router first
        StarLoad::Place(star);
        radios.push_back(std::make_unique<LrWpanHelper>());
        NetDeviceContainer links = radios.back()->Install(star);
        radios.back()->IOMT_ASSOCIATE_PAN(links, uint16_t(1 + first / group));
        stream += radios.back()->AssignStreams(links, stream);
        InternetStackHelper internet;
        internet.SetIpv4StackInstall(false);
        internet.Install(star);
        stream += internet.AssignStreams(star, stream);
        SixLowPanHelper sixLowPan;
        NetDeviceContainer devices = sixLowPan.Install(links);
        stream += sixLowPan.AssignStreams(devices, stream);
        Ipv6InterfaceContainer interfaces = addresses.Assign(devices);
        addresses.NewNetwork();
        load.AddUdpSink(star.Get(0));
        for (uint32_t i = 1; i < star.GetN(); ++i)
        {
            load.AddUdpSender(star.Get(i), interfaces.GetAddress(0, 1));
        }
    }
    load.Run("802.15.4", nodes);
    Simulator::Destroy();
}
