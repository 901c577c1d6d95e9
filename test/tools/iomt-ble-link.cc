// SPDX-License-Identifier: GPL-2.0-only

// Captures, on its central's radio, a watch that sends IPv6 over BLE to a gateway:
//   iomt-ble-link FILE SECURITY PHY METRES
// with SECURITY one of none, bonded, just-works, numeric-comparison and PHY one of 1M, 2M, S8, S2.
// Prints what a sniffer cannot know as one JSON object: the long term key, the packets received.

#include "ns3/ble-helper.h"
#include "ns3/ble-ipv6-helper.h"
#include "ns3/ble-net-device.h"
#include "ns3/boolean.h"
#include "ns3/bytes.h"
#include "ns3/global-value.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/mobility-model.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

#include <exception>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr uint16_t PORT = 40000;

const std::map<std::string, BleSecurity> SECURITIES{
    {"none", BleSecurity::NONE},
    {"bonded", BleSecurity::BONDED},
    {"just-works", BleSecurity::JUST_WORKS},
    {"numeric-comparison", BleSecurity::NUMERIC_COMPARISON},
};

uint32_t g_received = 0;

void
Receive(Ptr<Socket> socket)
{
    while (socket->Recv())
    {
        ++g_received;
    }
}

void
Send(Ptr<Socket> socket, uint32_t left)
{
    // Recognisable in the capture, and longer than one PDU without data length extension.
    const Bytes reading = ToBytes("spo2 = 97 %, pulse = 61 /min, temperature = 36.6 degrees; " +
                                  std::string(200, '.'));
    socket->Send(Create<Packet>(reading.data(), static_cast<uint32_t>(reading.size())));
    if (left > 1)
    {
        Simulator::Schedule(MilliSeconds(250), &Send, socket, left - 1);
    }
}

void
Run(const std::string& file, BleSecurity security, BlePhyMode phy, double metres)
{
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
    NodeContainer nodes(2);
    MobilityHelper().Install(nodes);
    nodes.Get(1)->GetObject<MobilityModel>()->SetPosition(Vector(metres, 0, 0));
    BleHelper ble;
    ble.SetSecurity(security);
    ble.SetPhy(phy);
    ble.SetDataLength(251);
    const NetDeviceContainer radios = ble.Install(nodes);
    ble.Connect(radios.Get(0), radios.Get(1));
    ble.EnablePcap(file, radios.Get(0), true, true);
    int64_t stream = 1;
    stream += ble.AssignStreams(radios, stream);

    InternetStackHelper internet;
    internet.SetIpv4StackInstall(false);
    internet.Install(nodes);
    BleIpv6Helper ipv6;
    const NetDeviceContainer devices = ipv6.Install(radios);
    const auto interfaces = ipv6.Assign(devices.Get(0), devices.Get(1), Ipv6Address("2001:db8::"));
    stream += ipv6.AssignStreams(devices, stream);
    internet.AssignStreams(nodes, stream);

    const auto type = UdpSocketFactory::GetTypeId();
    const auto server = Socket::CreateSocket(nodes.Get(0), type);
    server->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
    server->SetRecvCallback(MakeCallback(&Receive));
    const auto client = Socket::CreateSocket(nodes.Get(1), type);
    client->Bind6();
    client->Connect(Inet6SocketAddress(interfaces.GetAddress(0, 1), PORT));
    Simulator::Schedule(Seconds(3), &Send, client, 4);
    Simulator::Stop(Seconds(5));
    Simulator::Run();

    nlohmann::json told{{"received", g_received}};
    const auto host = DynamicCast<BleNetDevice>(radios.Get(0))->GetHost();
    const auto peer = DynamicCast<BleNetDevice>(radios.Get(1))->GetHost()->GetAddress();
    if (const auto key = host->GetBond(peer))
    {
        told["key"] = ToHex(Bytes(key->begin(), key->end()));
    }
    std::cout << told << std::endl;
    Simulator::Destroy();
}

} // namespace

int
main(int argc, char* argv[])
{
    const auto security = argc == 5 ? SECURITIES.find(argv[2]) : SECURITIES.end();
    const auto phy = argc == 5 ? BlePhyModeFromString(argv[3]) : std::nullopt;
    if (security == SECURITIES.end() || !phy)
    {
        std::cerr << "usage: iomt-ble-link FILE none|bonded|just-works|numeric-comparison "
                     "1M|2M|S8|S2 METRES\n";
        return 2;
    }
    try
    {
        Run(argv[1], security->second, *phy, std::stod(argv[4]));
    }
    catch (const std::exception& error)
    {
        std::cerr << error.what() << "\n";
        return 1;
    }
    return 0;
}
