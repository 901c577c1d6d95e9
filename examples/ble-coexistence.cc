// SPDX-License-Identifier: GPL-2.0-only
// A BLE link beside a busy IEEE 802.15.4 channel, and with a channel map that leaves it out.

#include "ns3/ble-helper.h"
#include "ns3/ble-link-layer.h"
#include "ns3/ble-net-device.h"
#include "ns3/ble-notification-flow.h"
#include "ns3/iomt-compat.h"
#include "ns3/lr-wpan-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/simulator.h"

#include <iostream>

using namespace ns3;
using namespace ns3::iomt;

void
SendFrames(Ptr<NetDevice> device) // 100 octets are 4 ms of air
{
    device->Send(Create<Packet>(100), device->GetBroadcast(), 0);
    Simulator::Schedule(MilliSeconds(5), &SendFrames, device);
}

int
main()
{
    for (const std::string what : {"BLE alone", "beside 802.15.4", "channels left out"})
    {
        NodeContainer nodes(4);
        MobilityHelper().Install(nodes);
        BleHelper ble;
        NetDeviceContainer devices = ble.Install(NodeContainer(nodes.Get(0), nodes.Get(1)));
        ble.Connect(devices.Get(0), devices.Get(1));
        ble.AssignStreams(devices, 1);
        const auto central = DynamicCast<BleNetDevice>(devices.Get(0))->GetLinkLayer();
        LrWpanHelper lrWpan;
        lrWpan.SetChannel(ble.GetChannel());
        if (what != "BLE alone")
        {
            NetDeviceContainer radios = lrWpan.Install(NodeContainer(nodes.Get(2), nodes.Get(3)));
            lrWpan.IOMT_ASSOCIATE_PAN(radios, 1);
            lrWpan.AssignStreams(radios, 100);
            Simulator::Schedule(Seconds(1), &SendFrames, radios.Get(0));
        }
        if (what == "channels left out")
        {
            // Channel 11 of 802.15.4 is at 2405 MHz; channels 0 and 1 of BLE are 1 MHz beside it.
            central->SetChannelMap(BleChannelMap(BleChannelMap::ALL & ~0x7ULL));
        }
        auto flow = CreateObject<BleNotificationFlow>();
        flow->Install(devices.Get(1), devices.Get(0));
        Simulator::Stop(Seconds(20));
        Simulator::Run();
        const BleFlowReport report = flow->GetReport();
        std::cout << what << '\t' << report.throughputKbps << " kbit/s\n";
        Simulator::Destroy();
    }
}
