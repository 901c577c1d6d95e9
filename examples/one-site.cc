// SPDX-License-Identifier: GPL-2.0-only
// A home with one patient behind a backhaul: a table of what each device published and spent.

#include "ns3/command-line.h"
#include "ns3/core-helper.h"
#include "ns3/signal-factory.h"
#include "ns3/simulator.h"
#include "ns3/site-helper.h"

#include <iostream>

using namespace ns3;
using namespace ns3::iomt;

std::map<std::string, int> g_stored; //!< objects at the broker, by topic

void
Count(const StoredObject& object, uint64_t)
{
    ++g_stored[object.topic];
}

int
main(int argc, char* argv[])
{
    uint32_t durationS = 60;
    CommandLine cmd(__FILE__);
    cmd.AddValue("duration", "time in which devices are on [s]", durationS);
    cmd.Parse(argc, argv);
    CoreHelper core;
    core.Install(1);
    FirewallRule rule; // what no rule accepts is dropped
    rule.name = "sites-to-broker";
    rule.to = core.Resolve("broker");
    rule.action = FirewallAction::ACCEPT;
    core.AddRule("edge", rule);
    core.GetBroker()->TraceConnectWithoutContext("Stored", MakeCallback(&Count));
    SiteHelper helper;
    helper.SetBackhaul("4g");
    helper.SetDevices({"ecg-patch", "pulse-oximeter", "thermometer", "watch"});
    Site home = helper.Install("home", 0, {"p1"}, core.GetInternet());
    const Uniform uniform = [r = CreateObject<UniformRandomVariable>()] { return r->GetValue(); };
    for (WornDevice& worn : home.devices)
    {
        auto felt = SignalFactory("mit-bih-208", 360, "").Make(worn.profile, 0, {}, uniform);
        worn.wearable->SetSignal(std::move(felt.signal), worn.profile.sensors, felt.noisy);
        worn.wearable->SetKey(DeriveObjectKey("aes-128-gcm", ToBytes(worn.name), ToBytes("s")));
        worn.wearable->SetTopic("ps/" + worn.name, worn.name + "/");
        worn.wearable->SetStartTime(Seconds(5)); // when addresses are there
    }
    Simulator::Stop(Seconds(5 + durationS));
    Simulator::Run();
    for (const WornDevice& worn : home.devices)
    {
        const double spentMj = worn.node->GetObject<Battery>()->GetTotalDrawn();
        std::cout << worn.name << '\t' << g_stored["ps/" + worn.name] << " readings\t" << spentMj
                  << " mJ\n";
    }
    Simulator::Destroy();
}
