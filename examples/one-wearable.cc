// SPDX-License-Identifier: GPL-2.0-only
// One device and a broker by the bed, over Bluetooth LE: a table of the octets the broker keeps.

#include "ns3/address-plan.h"
#include "ns3/command-line.h"
#include "ns3/device-helper.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/multi-model-spectrum-channel.h"
#include "ns3/simulator.h"
#include "ns3/telemedicine-helper.h"

#include <iostream>

using namespace ns3;
using namespace ns3::iomt;
using namespace address_plan;

void
Print(const StoredObject& object, uint64_t)
{
    std::cout << object.time.GetSeconds() << " s\t" << ToHex(object.payload) << '\n';
}

int
main(int argc, char* argv[])
{
    bool plain = false;
    std::string access = "ble";
    CommandLine cmd(__FILE__);
    cmd.AddValue("plain", "send readings unsealed", plain);
    cmd.AddValue("access", "link: ble, 802.15.4 or none", access);
    cmd.Parse(argc, argv);
    NodeContainer nodes(2);
    const DeviceHelper device("pulse-oximeter");
    device.Install(nodes.Get(0));
    DeviceHelper("broker").Install(nodes.Get(1));
    MobilityHelper().Install(nodes);
    InternetStackHelper().Install(nodes);
    auto link = AccessLinkRegistry::Get().Create(access);
    const auto air = CreateObject<MultiModelSpectrumChannel>();
    link->AssignAddresses(link->Install(nodes.Get(0), nodes.Get(1), air), FIRST_SITE);
    auto broker = CreateObject<Broker>();
    broker->SetProcessor(nodes.Get(1)->GetObject<Processor>());
    broker->TraceConnectWithoutContext("Stored", MakeCallback(&Print));
    nodes.Get(1)->AddApplication(broker);
    const Uniform uniform = [r = CreateObject<UniformRandomVariable>()] { return r->GetValue(); };
    auto felt = SignalFactory("", 0, "").Make(device.GetProfile(), 0, {}, uniform);
    auto wearable = CreateObject<Wearable>();
    wearable->SetSignal(std::move(felt.signal), device.GetProfile().sensors, felt.noisy);
    wearable->SetKey(DeriveObjectKey(plain ? "none" : "aes-128-gcm", ToBytes("p1"), ToBytes("s")));
    wearable->SetTopic("ps/p1/pulse-oximeter", "p1/pulse-oximeter/");
    wearable->SetBroker(Endpoint::MakePeer(GlobalAddress(nodes.Get(1), 1)));
    wearable->SetProcessor(nodes.Get(0)->GetObject<Processor>());
    wearable->SetStartTime(Seconds(2)); // when addresses are there
    nodes.Get(0)->AddApplication(wearable);
    Simulator::Stop(Seconds(13));
    Simulator::Run();
    Simulator::Destroy();
}
