// SPDX-License-Identifier: GPL-2.0-only
// Notifications one way, as many as the link takes: rates of ATT and of the link layer, as JSON.

#include "ns3/ble-helper.h"
#include "ns3/ble-notification-flow.h"
#include "ns3/command-line.h"
#include "ns3/config.h"
#include "ns3/mobility-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <iostream>

using namespace ns3;
using namespace ns3::iomt;

int
main(int argc, char* argv[])
{
    BleConnectionParameters parameters;
    bool encrypted = true;
    Config::SetDefault("ns3::iomt::BleAtt::Mtu", UintegerValue(247));
    CommandLine cmd(__FILE__);
    cmd.AddValue("phy", "ns3::iomt::BleHost::Phy");
    cmd.AddValue("interval", "connection interval", parameters.interval);
    cmd.AddValue("attMtu", "ns3::iomt::BleAtt::Mtu");
    cmd.AddValue("linkPayload", "ns3::iomt::BleHost::DataLength");
    cmd.AddValue("encrypted", "whether the link is encrypted", encrypted);
    cmd.AddValue("duration", "ns3::iomt::BleNotificationFlow::Duration");
    cmd.Parse(argc, argv);
    parameters.supervisionTimeout = std::max(Seconds(4), 8 * parameters.interval);
    const std::string problem = parameters.Problem();
    if (!problem.empty())
    {
        std::cerr << problem << '\n';
        return 2;
    }
    BleHelper ble;
    ble.SetConnectionParameters(parameters);
    // Without drift as many exchanges fit into an interval as the Core says.
    ble.SetLinkLayerAttribute("ClockDrift", StringValue("ns3::ConstantRandomVariable"));
    ble.SetSecurity(encrypted ? BleSecurity::BONDED : BleSecurity::NONE);
    NodeContainer nodes(2);
    MobilityHelper().Install(nodes);
    NetDeviceContainer devices = ble.Install(nodes);
    ble.Connect(devices.Get(0), devices.Get(1));
    ble.AssignStreams(devices, 1);
    auto flow = CreateObject<BleNotificationFlow>();
    flow->Install(devices.Get(1), devices.Get(0));
    const auto stop = static_cast<void (*)()>(&Simulator::Stop);
    flow->TraceConnectWithoutContext("Done", MakeCallback(stop));
    Simulator::Run();
    const BleFlowReport report = flow->GetReport();
    std::cout << "{\"throughput_kbps\": " << report.throughputKbps
              << ", \"link_kbps\": " << report.linkKbps
              << ", \"pdus_per_event\": " << report.pdusPerEvent << "}\n";
    Simulator::Destroy();
}
