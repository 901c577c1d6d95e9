// SPDX-License-Identifier: GPL-2.0-only
// A value now and then over an idle BLE link: how long it took, beside uniform in the interval.

#include "ns3/ble-helper.h"
#include "ns3/ble-notification-flow.h"
#include "ns3/command-line.h"
#include "ns3/mobility-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <iostream>

using namespace ns3;
using namespace ns3::iomt;

std::vector<double> g_delaysMs;

void
Received(uint32_t, Time delay)
{
    g_delaysMs.push_back(1e3 * delay.GetSeconds());
}

int
main(int argc, char* argv[])
{
    BleConnectionParameters parameters;
    Time duration = Seconds(600);
    CommandLine cmd(__FILE__);
    cmd.AddValue("interval", "connection interval", parameters.interval);
    cmd.AddValue("duration", "time that is measured", duration);
    cmd.Parse(argc, argv);
    BleHelper ble;
    ble.SetConnectionParameters(parameters);
    ble.SetSecurity(BleSecurity::BONDED);
    NodeContainer nodes(2);
    MobilityHelper().Install(nodes);
    NetDeviceContainer devices = ble.Install(nodes);
    ble.Connect(devices.Get(0), devices.Get(1));
    auto flow = CreateObject<BleNotificationFlow>();
    flow->SetAttribute("Gap", StringValue("ns3::UniformRandomVariable[Min=0.5|Max=1.5]"));
    flow->SetAttribute("ValueSize", UintegerValue(20));
    flow->SetAttribute("Duration", TimeValue(duration));
    flow->TraceConnectWithoutContext("Received", MakeCallback(&Received));
    flow->Install(devices.Get(1), devices.Get(0));
    flow->AssignStreams(1 + ble.AssignStreams(devices, 1));
    Simulator::Stop(duration + Seconds(20));
    Simulator::Run();
    Simulator::Destroy();
    std::sort(g_delaysMs.begin(), g_delaysMs.end());
    std::cout << "share of " << g_delaysMs.size() << "\tmeasured [ms]\tuniform [ms]\n";
    for (int tenth = 1; tenth < 10 && !g_delaysMs.empty(); ++tenth)
    {
        std::cout << tenth / 10. << '\t' << g_delaysMs[g_delaysMs.size() * tenth / 10] << '\t'
                  << parameters.interval.GetSeconds() * 100 * tenth + 0.558 << '\n'; // air time
    }
}
