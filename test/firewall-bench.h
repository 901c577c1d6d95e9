// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FIREWALL_BENCH_H
#define IOMT_FIREWALL_BENCH_H

#include "ns3/firewall.h"
#include "ns3/ipv6-header.h"
#include "ns3/packet.h"
#include "ns3/simple-net-device.h"
#include "ns3/simulator.h"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace iomt
{

/// A datagram by its octets, so that a test can break any of them.
struct TestDatagram
{
    std::string source{"2001:2:0:1::1"};
    std::string destination{"2001:2:0:2::1"};
    uint8_t next{17};
    uint8_t hopLimit{64};
    std::vector<uint8_t> payload;

    Ptr<Packet> ToPacket() const
    {
        Ptr<Packet> packet = Create<Packet>(payload.data(), payload.size());
        Ipv6Header header;
        header.SetSource(Ipv6Address(source.c_str()));
        header.SetDestination(Ipv6Address(destination.c_str()));
        header.SetNextHeader(next);
        header.SetHopLimit(hopLimit);
        header.SetPayloadLength(payload.size());
        packet->AddHeader(header);
        return packet;
    }

    std::vector<uint8_t> ToBytes() const
    {
        Ptr<Packet> packet = ToPacket();
        std::vector<uint8_t> bytes(packet->GetSize());
        packet->CopyData(bytes.data(), bytes.size());
        return bytes;
    }

    /// The same way back.
    TestDatagram Reply() const
    {
        TestDatagram reply = *this;
        std::swap(reply.source, reply.destination);
        if (next == 17 || next == 6)
        {
            std::swap(reply.payload[0], reply.payload[2]);
            std::swap(reply.payload[1], reply.payload[3]);
        }
        return reply;
    }

    static TestDatagram Udp(uint16_t from, uint16_t to, std::size_t body = 20)
    {
        TestDatagram d;
        const std::size_t length = 8 + body;
        d.payload = {uint8_t(from >> 8),
                     uint8_t(from),
                     uint8_t(to >> 8),
                     uint8_t(to),
                     uint8_t(length >> 8),
                     uint8_t(length),
                     0x12,
                     0x34};
        d.payload.resize(length, 0xab);
        return d;
    }

    static TestDatagram Tcp(uint16_t from, uint16_t to, uint8_t flags)
    {
        TestDatagram d;
        d.next = 6;
        d.payload = {uint8_t(from >> 8), uint8_t(from), uint8_t(to >> 8), uint8_t(to)};
        d.payload.resize(20, 0);
        d.payload[12] = 0x50;
        d.payload[13] = flags;
        return d;
    }

    static TestDatagram Icmp(uint8_t type, const std::vector<uint8_t>& body)
    {
        TestDatagram d;
        d.next = 58;
        d.payload = {type, 0, 0, 0};
        d.payload.insert(d.payload.end(), body.begin(), body.end());
        return d;
    }
};

/// A firewall between two devices, without a network around it.
struct FirewallBench
{
    Ptr<Firewall> firewall{CreateObject<Firewall>()};
    Ptr<NetDevice> outside{CreateObject<SimpleNetDevice>()};
    Ptr<NetDevice> inside{CreateObject<SimpleNetDevice>()};

    FirewallBench()
    {
        outside->SetIfIndex(1);
        inside->SetIfIndex(2);
        firewall->SetInterface("outside", outside);
        firewall->SetInterface("inside", inside);
    }

    ~FirewallBench()
    {
        Simulator::Destroy();
    }

    static FirewallRule Accept(const std::string& name)
    {
        FirewallRule rule;
        rule.name = name;
        rule.action = FirewallAction::ACCEPT;
        return rule;
    }

    std::string Inwards(const TestDatagram& datagram)
    {
        return ToString(firewall->Judge(datagram.ToPacket(), outside, inside, false));
    }

    std::string Outwards(const TestDatagram& datagram)
    {
        return ToString(firewall->Judge(datagram.ToPacket(), inside, outside, false));
    }

    std::string ToItself(const TestDatagram& datagram)
    {
        return ToString(firewall->Judge(datagram.ToPacket(), outside, nullptr, true));
    }

    static void At(double seconds, std::function<void()> what)
    {
        Simulator::Schedule(Seconds(seconds), what);
    }
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_FIREWALL_BENCH_H
