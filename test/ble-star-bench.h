// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_TEST_BLE_STAR_BENCH_H
#define IOMT_TEST_BLE_STAR_BENCH_H

#include "ns3/ble-helper.h"
#include "ns3/ble-host.h"
#include "ns3/ble-ipv6-helper.h"
#include "ns3/ble-link-layer.h"
#include "ns3/ble-link.h"
#include "ns3/ble-net-device.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/node-container.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/udp-socket-factory.h"

#include <cstdint>
#include <map>
#include <vector>

namespace ns3
{
namespace iomt
{

/// A central and peripherals about it, each a metre or two away.
class BleStar
{
  public:
    /// @param peripherals how many
    explicit BleStar(uint32_t peripherals)
        : nodes(peripherals + 1)
    {
        for (uint32_t i = 0; i < nodes.GetN(); ++i)
        {
            const auto position = CreateObject<ConstantPositionMobilityModel>();
            position->SetPosition(Vector(i == 0 ? 0 : 1 + 0.05 * i, 0, 1));
            nodes.Get(i)->AggregateObject(position);
        }
    }

    ~BleStar()
    {
        Simulator::Destroy();
    }

    /// Radios and links; `ble` is set up before.
    void Install()
    {
        devices = ble.Install(nodes);
        for (uint32_t i = 1; i < devices.GetN(); ++i)
        {
            ble.Connect(devices.Get(0), devices.Get(i));
        }
        ble.AssignStreams(devices, 1);
    }

    /// IPv6 on them.
    void InstallIpv6()
    {
        InternetStackHelper internet;
        internet.SetIpv4StackInstall(false);
        internet.Install(nodes);
        internet.AssignStreams(nodes, 10000);
        ipDevices = ip.Install(devices);
        NetDeviceContainer peripherals;
        for (uint32_t i = 1; i < ipDevices.GetN(); ++i)
        {
            peripherals.Add(ipDevices.Get(i));
        }
        interfaces = ip.Assign(ipDevices.Get(0), peripherals, Ipv6Address("fd00:0:0:1::"));
        ip.AssignStreams(ipDevices, 20000);
    }

    /// @param i node, 0 for the central
    Ptr<BleNetDevice> Device(uint32_t i) const
    {
        return DynamicCast<BleNetDevice>(devices.Get(i));
    }

    Mac48Address AddressOf(uint32_t i) const
    {
        return Device(i)->GetDeviceAddress();
    }

    /// @param i node @return its global address
    Ipv6Address GlobalOf(uint32_t i) const
    {
        return interfaces.GetAddress(i, 1);
    }

    /// Take a node out of the hearing of all others, or back.
    void MoveTo(uint32_t i, double metres)
    {
        nodes.Get(i)->GetObject<MobilityModel>()->SetPosition(Vector(metres, 0, 1));
    }

    static void RunUntil(Time when)
    {
        Simulator::Stop(when - Simulator::Now());
        Simulator::Run();
    }

    NodeContainer nodes;
    BleHelper ble;
    BleIpv6Helper ip;
    NetDeviceContainer devices;
    NetDeviceContainer ipDevices;
    Ipv6InterfaceContainer interfaces;
};

/// Sends back what it receives.
class UdpEcho
{
  public:
    static constexpr uint16_t PORT = 7;

    explicit UdpEcho(Ptr<Node> node)
        : m_socket(Socket::CreateSocket(node, UdpSocketFactory::GetTypeId()))
    {
        m_socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        m_socket->SetRecvCallback(MakeCallback(&UdpEcho::Receive, this));
    }

    std::map<Ipv6Address, uint32_t> received; ///< datagrams by sender

  private:
    void Receive(Ptr<Socket> socket)
    {
        Address from;
        while (const Ptr<Packet> packet = socket->RecvFrom(from))
        {
            ++received[Inet6SocketAddress::ConvertFrom(from).GetIpv6()];
            const auto answer = Create<Packet>(packet->GetSize());
            socket->SendTo(answer, 0, from);
        }
    }

    Ptr<Socket> m_socket;
};

/// Sends datagrams to an echo and counts what comes back.
class UdpPing
{
  public:
    explicit UdpPing(Ptr<Node> node)
        : m_socket(Socket::CreateSocket(node, UdpSocketFactory::GetTypeId()))
    {
        m_socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 9));
        m_socket->SetRecvCallback(MakeCallback(&UdpPing::Receive, this));
    }

    void SendAt(Time when, Ipv6Address to, uint32_t size)
    {
        Simulator::Schedule(when, [this, to, size]() {
            m_socket->SendTo(Create<Packet>(size), 0, Inet6SocketAddress(to, UdpEcho::PORT));
        });
    }

    std::vector<uint32_t> answers; ///< their sizes

  private:
    void Receive(Ptr<Socket> socket)
    {
        Address from;
        while (const Ptr<Packet> packet = socket->RecvFrom(from))
        {
            answers.push_back(packet->GetSize());
        }
    }

    Ptr<Socket> m_socket;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_TEST_BLE_STAR_BENCH_H
