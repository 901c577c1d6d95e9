// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ATTACK_BENCH_H
#define IOMT_ATTACK_BENCH_H

#include "ns3/attack.h"
#include "ns3/boolean.h"
#include "ns3/csma-helper.h"
#include "ns3/datagram.h"
#include "ns3/global-value.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/object-sealer.h"
#include "ns3/provenance.h"
#include "ns3/senml.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/udp-socket-factory.h"

#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief A site that sends to a broker over the exchange LAN, for an attack to act on.
 *
 *     site ══ outer ══ inner ══ broker        joined by the attack under test, if it is inline
 *     site ══════ outer ══════ broker         else
 *
 * Both have ns-3's IPv6 and UDP with checksums on, so what the broker's socket gets is valid.
 */
class AttackBench
{
  public:
    /// What the broker's UDP socket got.
    struct Received
    {
        Time at;
        Ipv6Address source;
        uint16_t sourcePort;
        Bytes payload;
        Provenance provenance;
    };

    static constexpr uint32_t ATTACK_ID = 7;

    explicit AttackBench(bool split = false)
    {
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
        m_nodes.Create(2);
        m_outer = CreateObject<CsmaChannel>();
        m_inner = split ? CreateObject<CsmaChannel>() : m_outer;
        CsmaHelper csma;
        NetDeviceContainer devices;
        devices.Add(csma.Install(m_nodes.Get(0), m_outer));
        devices.Add(csma.Install(m_nodes.Get(1), m_inner));
        csma.AssignStreams(devices, 100);
        m_siteDevice = devices.Get(0);

        InternetStackHelper stack;
        stack.SetIpv4StackInstall(false);
        stack.Install(m_nodes);
        stack.AssignStreams(m_nodes, 200);
        Ipv6AddressHelper addresses;
        addresses.SetBase(Ipv6Address("2001:db8:e::"), Ipv6Prefix(64));
        const Ipv6InterfaceContainer interfaces = addresses.Assign(devices);
        m_site = interfaces.GetAddress(0, 1);
        m_broker = interfaces.GetAddress(1, 1);

        m_sender = Socket::CreateSocket(m_nodes.Get(0), UdpSocketFactory::GetTypeId());
        m_sender->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        m_receiver = Socket::CreateSocket(m_nodes.Get(1), UdpSocketFactory::GetTypeId());
        m_receiver->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        m_receiver->SetRecvCallback(MakeCallback(&AttackBench::Receive, this));
    }

    ~AttackBench()
    {
        Simulator::Destroy();
    }

    /// Put an attack in place; call it before Run.
    void Install(Ptr<Attack> attack)
    {
        AttackEnvironment environment;
        environment.exchange = m_outer;
        environment.inner = m_inner;
        environment.broker = m_broker;
        environment.port = PORT;
        environment.ownAddress = Ipv6Address("2001:db8:e::bad");
        environment.sites = {{Ipv6Address("2001:db8:1::"), Ipv6Prefix(64)},
                             {Ipv6Address("2001:db8:2::"), Ipv6Prefix(64)}};
        attack->SetAttackId(ATTACK_ID);
        attack->Install(environment);
        attack->AssignStreams(300);
    }

    /// Have the site send a UDP payload to the broker.
    void Send(Time at, const Bytes& payload, uint64_t reading = 0)
    {
        Simulator::Schedule(at, &AttackBench::DoSend, this, payload, reading);
    }

    /// Simulate from 0; neighbour discovery is quiet from 3 s on.
    void Run(Time until)
    {
        Simulator::Stop(until);
        Simulator::Run();
    }

    /// What the broker received, in order.
    const std::vector<Received>& GetReceived() const
    {
        return m_received;
    }

    /// Address of the site.
    Ipv6Address GetSite() const
    {
        return m_site;
    }

    /// Ethernet device of the site.
    Ptr<NetDevice> GetSiteDevice() const
    {
        return m_siteDevice;
    }

    /// Ethernet device of the broker.
    Ptr<NetDevice> GetBrokerDevice() const
    {
        return m_nodes.Get(1)->GetDevice(0);
    }

    /// A CoAP NON PUT of ps/p1/spo2, token c0ffee, with a body.
    static Bytes Put(uint16_t messageId, const Bytes& body)
    {
        Bytes message = FromHex("5303");
        message.push_back(static_cast<uint8_t>(messageId >> 8));
        message.push_back(static_cast<uint8_t>(messageId));
        const Bytes rest = FromHex("c0ffee b2 7073 02 7031 04 73706f32 ff");
        message.insert(message.end(), rest.begin(), rest.end());
        message.insert(message.end(), body.begin(), body.end());
        return message;
    }

    /// A pulse oximeter's reading [%] in the clear.
    static Bytes Plain(double spo2)
    {
        SenmlRecord record;
        record.baseName = "urn:dev:ops:p1:";
        record.name = "spo2";
        record.unit = "/"; // a ratio: RFC 8428, section 12.1
        record.value = spo2 / 100;
        return EncodeSenml({record});
    }

    /// The same, sealed with AES-128-GCM.
    static Bytes Sealed(double spo2)
    {
        ObjectSealer sealer(
            DeriveObjectKey("aes-128-gcm", FromHex("01"), Bytes(16, uint8_t{0x5a})));
        return sealer.Seal(Plain(spo2), "ps/p1/spo2").payload;
    }

    /// The octets behind a CoAP message's options.
    static Bytes Body(const Bytes& message)
    {
        Datagram datagram;
        datagram.payload = message;
        const auto view = datagram.Coap();
        return view ? Bytes(message.begin() + view->bodyOffset, message.end()) : Bytes();
    }

  private:
    static constexpr uint16_t PORT = 5683;

    void DoSend(Bytes payload, uint64_t reading)
    {
        Ptr<Packet> packet = Create<Packet>(payload.data(), payload.size());
        Provenance::MarkReading(packet, reading);
        m_sender->SendTo(packet, 0, Inet6SocketAddress(m_broker, PORT));
    }

    void Receive(Ptr<Socket> socket)
    {
        Address from;
        while (Ptr<Packet> packet = socket->RecvFrom(from))
        {
            const auto sender = Inet6SocketAddress::ConvertFrom(from);
            Bytes payload(packet->GetSize());
            packet->CopyData(payload.data(), payload.size());
            m_received.push_back({Simulator::Now(),
                                  sender.GetIpv6(),
                                  sender.GetPort(),
                                  payload,
                                  Provenance::Of(packet)});
        }
    }

    NodeContainer m_nodes;
    Ptr<CsmaChannel> m_outer;
    Ptr<CsmaChannel> m_inner;
    Ptr<NetDevice> m_siteDevice;
    Ipv6Address m_site;
    Ipv6Address m_broker;
    Ptr<Socket> m_sender;
    Ptr<Socket> m_receiver;
    std::vector<Received> m_received;
};

} // namespace ns3::iomt

#endif // IOMT_ATTACK_BENCH_H
