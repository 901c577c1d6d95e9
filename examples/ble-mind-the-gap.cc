// SPDX-License-Identifier: GPL-2.0-only
// A tree of 15 BLE nodes as in "Mind the Gap" (CoNEXT 2021): links lost, by interval policy.

#include "ns3/ble-helper.h"
#include "ns3/ble-link-layer.h"
#include "ns3/ble-net-device.h"
#include "ns3/command-line.h"
#include "ns3/mobility-helper.h"
#include "ns3/simulator.h"

#include <iostream>

using namespace ns3;
using namespace ns3::iomt;

int
main(int argc, char* argv[])
{
    Time duration = Minutes(30);
    CommandLine cmd(__FILE__);
    cmd.AddValue("duration", "simulated time", duration);
    cmd.Parse(argc, argv);
    for (const bool randomised : {false, true})
    {
        BleConnectionParameters parameters;
        parameters.interval = MilliSeconds(75);
        parameters.supervisionTimeout = MilliSeconds(1130); // 1125 ms is off the grid of 10 ms
        BleIntervalPolicy policy;
        policy.randomised = randomised;
        BleHelper ble;
        ble.SetConnectionParameters(parameters);
        ble.SetIntervalPolicy(policy);
        NodeContainer nodes(15);
        MobilityHelper().Install(nodes);
        NetDeviceContainer devices = ble.Install(nodes);
        for (uint32_t node = 1; node < nodes.GetN(); ++node)
        {
            ble.Connect(devices.Get((node - 1) / 2), devices.Get(node));
        }
        ble.AssignStreams(devices, 1);
        Simulator::Stop(duration);
        Simulator::Run();
        uint64_t lost = 0;
        for (auto device = devices.Begin(); device != devices.End(); ++device)
        {
            const auto layer = DynamicCast<BleNetDevice>(*device)->GetLinkLayer();
            for (const auto& [reason, times] : layer->GetClosed())
            {
                lost += reason == BleError::CONNECTION_TIMEOUT ? times : 0;
            }
        }
        std::cout << (randomised ? "65 to 85 ms, drawn" : "75 ms, static") << '\t' << lost
                  << " ends of links lost\n";
        Simulator::Destroy();
    }
}
