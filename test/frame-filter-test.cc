// SPDX-License-Identifier: GPL-2.0-only

// The frame filter between a device and ns-3's sixlowpan: transparent for good frames, a wall for
// those that would abort the simulation.

#include "child-process.h"

#include "ns3/boolean.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/frame-filter.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/iomt-compat.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/lr-wpan-helper.h"
#include "ns3/lr-wpan-net-device.h"
#include "ns3/mobility-helper.h"
#include "ns3/node-container.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simple-channel.h"
#include "ns3/simple-net-device.h"
#include "ns3/simulator.h"
#include "ns3/sixlowpan-helper.h"
#include "ns3/sixlowpan-net-device.h"
#include "ns3/socket.h"
#include "ns3/test.h"
#include "ns3/udp-socket-factory.h"

#include <array>
#include <random>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Octets = std::vector<uint8_t>;

constexpr uint16_t PORT = 5683;
constexpr uint16_t ETHERTYPE_6LOWPAN = 0xa0ed;

class Radios : public TestCase
{
  public:
    Radios()
        : TestCase("datagrams of two 802.15.4 nodes pass unharmed, fragmented ones too")
    {
    }

  private:
    void DoRun() override
    {
        NodeContainer nodes(2);
        MobilityHelper mobility;
        mobility.Install(nodes);
        LrWpanHelper lrWpan;
        NetDeviceContainer radios = lrWpan.Install(nodes);
        lrWpan.IOMT_ASSOCIATE_PAN(radios, 1);
        lrWpan.AssignStreams(radios, 1);
        NetDeviceContainer filters = FrameFilter::Install(radios);
        SixLowPanHelper sixLowPan;
        sixLowPan.SetDeviceAttribute("OmitUdpChecksum", BooleanValue(false));
        NetDeviceContainer devices = sixLowPan.Install(filters);
        InternetStackHelper internet;
        internet.Install(nodes);
        internet.AssignStreams(nodes, 100);
        Ipv6AddressHelper address;
        address.SetBase("2001:2:0:1::", Ipv6Prefix(64));
        Ipv6InterfaceContainer interfaces = address.Assign(devices);

        std::vector<Ptr<Socket>> sockets;
        for (uint32_t i = 0; i < 2; ++i)
        {
            Ptr<Socket> socket = Socket::CreateSocket(nodes.Get(i), UdpSocketFactory::GetTypeId());
            socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
            socket->SetRecvCallback(MakeCallback(&Radios::Take, this));
            sockets.push_back(socket);
        }
        for (int i = 0; i < 10; ++i)
        {
            for (uint32_t from = 0; from < 2; ++from)
            {
                const uint32_t size = i % 2 ? 20 : 500; // 500: six fragments
                Simulator::Schedule(Seconds(3 + i) + MilliSeconds(500 * from), [=]() {
                    sockets[from]->SendTo(
                        Create<Packet>(size),
                        0,
                        Inet6SocketAddress(interfaces.GetAddress(1 - from, 1), PORT));
                });
            }
        }
        Simulator::Stop(Seconds(20));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(m_octets, 10 * 520, "every datagram, each way");
        for (uint32_t i = 0; i < 2; ++i)
        {
            Ptr<FrameFilter> filter = DynamicCast<FrameFilter>(filters.Get(i));
            NS_TEST_EXPECT_MSG_GT(filter->GetReceived(), 30, "frames went through the filter");
            uint64_t malformed = 0;
            for (const auto& [verdict, frames] : filter->GetDrops())
            {
                // A lost acknowledgement makes the MAC repeat a frame, which is no fault.
                malformed += verdict == FrameVerdict::FRAGMENT_DUPLICATE ? 0 : frames;
            }
            NS_TEST_EXPECT_MSG_EQ(malformed, 0, "and none of them was refused");
            NS_TEST_EXPECT_MSG_EQ(filter->GetInner(), radios.Get(i), "the radio is underneath");
        }
        Simulator::Destroy();
    }

    void Take(Ptr<Socket> socket)
    {
        while (Ptr<Packet> packet = socket->Recv())
        {
            m_octets += packet->GetSize();
        }
    }

    uint64_t m_octets{0};
};

/// A sender of raw frames and a node with sixlowpan, with or without a filter in front.
class Target
{
  public:
    explicit Target(bool filtered)
    {
        m_nodes.Create(2);
        Ptr<SimpleChannel> channel = CreateObject<SimpleChannel>();
        for (uint32_t i = 0; i < 2; ++i)
        {
            Ptr<SimpleNetDevice> device = CreateObject<SimpleNetDevice>();
            device->SetAddress(Mac48Address(i ? "02:00:00:00:00:01" : "02:00:00:00:00:02"));
            m_nodes.Get(i)->AddDevice(device);
            device->SetChannel(channel);
            device->SetMtu(127);
            m_devices.Add(device);
        }
        Ptr<NetDevice> lower = m_devices.Get(1);
        if (filtered)
        {
            filter = FrameFilter::Install(lower);
            lower = filter;
        }
        SixLowPanHelper sixLowPan;
        NetDeviceContainer upper = sixLowPan.Install(NetDeviceContainer(lower));
        upper.Get(0)->TraceConnectWithoutContext("Rx", MakeCallback(&Target::Count, this));
        InternetStackHelper internet;
        internet.SetIpv4StackInstall(false);
        internet.Install(m_nodes.Get(1));
        Ipv6AddressHelper address;
        address.SetBase("2001:2:0:1::", Ipv6Prefix(64));
        address.Assign(upper).SetForwarding(0, true);
        m_socket = Socket::CreateSocket(m_nodes.Get(1), UdpSocketFactory::GetTypeId());
        m_socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        m_socket->SetRecvCallback(MakeCallback(&Target::Take, this));
    }

    ~Target()
    {
        Simulator::Destroy();
    }

    void Throw(Time when, const Octets& frame, uint16_t sender = 2)
    {
        Simulator::Schedule(when, [=]() {
            Ptr<SimpleNetDevice> device = DynamicCast<SimpleNetDevice>(m_devices.Get(0));
            const Octets mac{2, 0, 0, 0, 0, uint8_t(sender)};
            Mac48Address address;
            address.CopyFrom(mac.data());
            device->SetAddress(address);
            device->Send(Create<Packet>(frame.data(), frame.size()),
                         m_devices.Get(1)->GetAddress(),
                         ETHERTYPE_6LOWPAN);
        });
    }

    Ptr<FrameFilter> filter;
    uint64_t seenBySixLowPan{0};
    uint64_t datagrams{0};

  private:
    void Count(Ptr<const Packet>, Ptr<SixLowPanNetDevice>, uint32_t)
    {
        ++seenBySixLowPan;
    }

    void Take(Ptr<Socket> socket)
    {
        while (socket->Recv())
        {
            ++datagrams;
        }
    }

    NodeContainer m_nodes;
    NetDeviceContainer m_devices;
    Ptr<Socket> m_socket;
};

/// Frames, good ones and bad ones, reproducible.
class FrameSource
{
  public:
    Octets Next()
    {
        if (!m_queue.empty() && Pick(4))
        {
            const std::size_t at = Pick(3) ? 0 : Pick(m_queue.size());
            Octets frame = m_queue[at];
            m_queue.erase(m_queue.begin() + at);
            return Pick(5) ? frame : Mutated(frame);
        }
        switch (Pick(8))
        {
        case 0: {
            Octets noise(Pick(128));
            for (auto& octet : noise)
            {
                octet = Pick(256);
            }
            if (!noise.empty())
            {
                constexpr uint8_t dispatches[] = {0x41, 0x42, 0x50, 0x60, 0x7f, 0x80, 0xc0, 0xe0};
                noise[0] = dispatches[Pick(8)] | Pick(8);
            }
            return noise;
        }
        case 1:
            Fragment();
            return m_queue.empty() ? Octets{0x41} : m_queue.front();
        case 2:
            return Datagram();
        default:
            return Mutated(Datagram());
        }
    }

    uint16_t Sender()
    {
        return 2 + Pick(3);
    }

    /// A datagram of `size` octets of payload in three fragments, the second shifted by `shift`.
    static std::array<Octets, 3> Three(uint16_t tag, int shift)
    {
        Octets first = Header(true);
        first.resize(first.size() + 32, 1);
        const uint16_t size = 48 + 32 + 16 + 8;
        const auto next = [&](uint8_t offset, std::size_t length) {
            Octets frame{uint8_t(0xe0 | size >> 8),
                         uint8_t(size),
                         uint8_t(tag >> 8),
                         uint8_t(tag),
                         offset};
            frame.resize(frame.size() + length, 2);
            return frame;
        };
        first.insert(first.begin(),
                     {uint8_t(0xc0 | size >> 8), uint8_t(size), uint8_t(tag >> 8), uint8_t(tag)});
        return {first, next(10 + shift, 16), next(12, 8)};
    }

  private:
    int Pick(int below)
    {
        return std::uniform_int_distribution<int>(0, below - 1)(m_random);
    }

    /// IPHC with both addresses in full, then UDP to the bound port or another next header.
    static Octets Header(bool udp, uint8_t next = 17)
    {
        Octets frame{uint8_t(0x7a | (udp ? 0x04 : 0)), 0x00};
        if (!udp)
        {
            frame.push_back(next);
        }
        const Octets source{0x20, 1, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0xff, 0xfe, 0, 0, 2};
        const Octets here{0x20, 1, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0xff, 0xfe, 0, 0, 1};
        frame.insert(frame.end(), source.begin(), source.end());
        frame.insert(frame.end(), here.begin(), here.end());
        if (udp)
        {
            frame.insert(frame.end(), {0xf0, 0x16, 0x33, 0x16, 0x33, 0, 0});
        }
        return frame;
    }

    Octets Datagram()
    {
        switch (Pick(5))
        {
        case 0: { // any traffic, next header, hop limit and address modes
            Octets frame{uint8_t(0x60 | Pick(32)), uint8_t(Pick(256))};
            const std::size_t size = 2 + Pick(60);
            while (frame.size() < size)
            {
                frame.push_back(Pick(3) ? 0 : Pick(256));
            }
            return frame;
        }
        case 1: { // uncompressed
            const Octets body{0, 1, 0x16, 0x33, 0, 12, 0, 0, 1, 2, 3, 4};
            Octets frame{0x41, 0x60, 0, 0, 0, 0, uint8_t(body.size()), 17, 64};
            const Octets header = Header(true);
            frame.insert(frame.end(), header.begin() + 2, header.begin() + 34);
            frame.insert(frame.end(), body.begin(), body.end());
            return frame;
        }
        case 2: { // neighbour discovery
            constexpr std::array<std::size_t, 5> fixed{8, 16, 24, 24, 40};
            const int type = Pick(5);
            Octets frame{0x7b, uint8_t(Pick(2) ? 0x33 : 0x3b), 58};
            if (frame[1] == 0x3b)
            {
                frame.push_back(1); // ff02::1
            }
            Octets message(fixed[type], 0);
            message[0] = 133 + type;
            if (type == 2 || type == 3)
            {
                const Octets header = Header(true);
                std::copy(header.begin() + 18, header.begin() + 34, message.begin() + 8);
            }
            frame.insert(frame.end(), message.begin(), message.end());
            const int options = Pick(3);
            for (int i = 0; i < options; ++i)
            {
                const uint8_t kind = 1 + Pick(5);
                const uint8_t units = kind == 3 ? 4 : 1 + Pick(2);
                Octets option(units * 8, uint8_t(Pick(256)));
                option[0] = kind;
                option[1] = units;
                frame.insert(frame.end(), option.begin(), option.end());
            }
            return frame;
        }
        case 3: { // other ICMPv6, TCP, unknown
            constexpr uint8_t nexts[] = {58, 58, 6, 59, 0, 43, 44, 60, 41};
            Octets frame = Header(false, nexts[Pick(9)]);
            Octets body(Pick(60), 0);
            if (!body.empty())
            {
                body[0] = Pick(2) ? 128 + Pick(2) : Pick(256);
            }
            frame.insert(frame.end(), body.begin(), body.end());
            return frame;
        }
        default: {
            Octets frame = Header(true);
            if (Pick(4) == 0)
            {
                frame[34] = 0xe0 | Pick(32); // extension headers by NHC
            }
            frame.resize(frame.size() + Pick(50), uint8_t(Pick(256)));
            return frame;
        }
        }
    }

    Octets Mutated(Octets frame)
    {
        const int changes = 1 + Pick(3);
        for (int i = 0; i < changes && !frame.empty(); ++i)
        {
            const std::size_t at = Pick(Pick(2) ? std::min<int>(frame.size(), 8) : frame.size());
            switch (Pick(4))
            {
            case 0:
                frame[at] ^= 1 << Pick(8);
                break;
            case 1:
                frame[at] = Pick(256);
                break;
            case 2:
                frame.resize(at);
                break;
            default:
                frame.insert(frame.begin() + at, 1 + Pick(8), uint8_t(Pick(256)));
                break;
            }
        }
        return frame;
    }

    /// Queues the fragments of one datagram, sometimes shifted, repeated or of a tag in use.
    void Fragment()
    {
        m_tag += Pick(3);
        for (const auto& frame : Three(m_tag, Pick(4) ? 0 : Pick(5) - 2))
        {
            m_queue.push_back(frame);
            if (Pick(4) == 0)
            {
                m_queue.push_back(frame);
            }
        }
    }

    std::mt19937 m_random{1};
    std::vector<Octets> m_queue;
    uint16_t m_tag{0};
};

class Forged : public TestCase
{
  public:
    Forged()
        : TestCase("forged frames end unfiltered ns-3, and are counted by the filter")
    {
    }

  private:
    struct Case
    {
        std::string name;
        std::vector<Octets> frames;
        FrameVerdict verdict;
    };

    static int Run(bool filtered, const std::vector<Octets>& frames, FrameVerdict verdict)
    {
        Target target(filtered);
        Time when = Seconds(3);
        for (const auto& frame : frames)
        {
            target.Throw(when, frame);
            when += MilliSeconds(1);
        }
        for (const auto& frame : FrameSource::Three(999, 0)) // life goes on
        {
            target.Throw(when, frame);
            when += MilliSeconds(1);
        }
        Simulator::Stop(Seconds(5));
        Simulator::Run();
        if (target.datagrams < 1)
        {
            return 1;
        }
        return filtered && target.filter->GetDrops().count(verdict) == 0 ? 2 : 0;
    }

    void DoRun() override
    {
        const auto good = FrameSource::Three(7, 0);
        const auto overlapping = FrameSource::Three(7, -1);
        Octets unknown = good[0];
        unknown[4] = 0x00;
        Octets mobility = good[0];
        mobility.erase(mobility.begin(), mobility.begin() + 4);
        mobility[34] = 0xe8;
        Octets reserved(42, 0);
        reserved[0] = 0x7e;
        reserved[1] = 0x04;
        const std::vector<Case> cases{
            {"overlap",
             {good[0], overlapping[1], good[1], good[2]},
             FrameVerdict::FRAGMENT_OVERLAP},
            {"unknown dispatch in the first fragment", {unknown}, FrameVerdict::UNKNOWN_DISPATCH},
            {"mobility header by NHC", {mobility}, FrameVerdict::UNSUPPORTED_HEADER},
            {"reserved address mode", {reserved}, FrameVerdict::RESERVED_ENCODING},
        };
        for (const auto& c : cases)
        {
            NS_TEST_EXPECT_MSG_NE(FateOfChild([&]() { return Run(false, c.frames, c.verdict); }),
                                  "",
                                  c.name << " without a filter");
            NS_TEST_EXPECT_MSG_EQ(FateOfChild([&]() { return Run(true, c.frames, c.verdict); }),
                                  "",
                                  c.name << " with a filter");
        }
    }
};

class Differential : public TestCase
{
  public:
    Differential()
        : TestCase("120,000 frames at sixlowpan behind the filter, and it lives")
    {
    }

  private:
    static int Run()
    {
        constexpr int count = 120000;
        Target target(true);
        FrameSource source;
        for (int i = 0; i < count; ++i)
        {
            target.Throw(Seconds(3) + MilliSeconds(2 * i), source.Next(), source.Sender());
        }
        Simulator::Stop(Seconds(4) + MilliSeconds(2 * count));
        Simulator::Run();
        const uint64_t accepted = target.filter->GetReceived() - target.filter->GetDropped();
        return accepted == target.seenBySixLowPan && accepted > count / 20 &&
                       target.filter->GetDropped() > count / 20 && target.datagrams > 1000 &&
                       target.filter->GetDrops().size() == 12
                   ? 0
                   : 1;
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(FateOfChild([]() { return Run(); }), "", "the child process lives");
    }
};

/// RFC 4944, 5.3: the sender counts datagram_tag up.
class Numbered : public TestCase
{
  public:
    Numbered()
        : TestCase("fragmented datagrams are numbered in order, whatever sixlowpan drew")
    {
    }

  private:
    void DoRun() override
    {
        NodeContainer nodes(2);
        auto channel = CreateObject<SimpleChannel>();
        std::vector<Ptr<SimpleNetDevice>> devices;
        for (uint32_t i = 0; i < 2; ++i)
        {
            auto device = CreateObject<SimpleNetDevice>();
            device->SetAddress(Mac48Address::Allocate());
            device->SetChannel(channel);
            nodes.Get(i)->AddDevice(device);
            devices.push_back(device);
        }
        Ptr<FrameFilter> filter = FrameFilter::Install(devices[0]);
        devices[1]->SetReceiveCallback(MakeCallback(&Numbered::Take, this));
        // Dispatch and size, then the tag; a later fragment has its offset behind.
        const Octets first{0xc0, 0x50, 0x12, 0x34, 0x7a};
        const Octets next{0xe0, 0x50, 0x12, 0x34, 0x05, 0x55};
        const Octets whole{0x7a, 0x33, 0x12, 0x34};
        const Octets stub{0xc0, 0x50};
        for (const Octets& frame : {first, next, next, whole, first, next, stub})
        {
            filter->Send(Create<Packet>(frame.data(), frame.size()),
                         devices[1]->GetAddress(),
                         ETHERTYPE_6LOWPAN);
        }
        Simulator::Run();
        Simulator::Destroy();
        const auto tagged = [](Octets frame, uint8_t tag) {
            frame[2] = 0;
            frame[3] = tag;
            return frame;
        };
        const std::vector<Octets> expected{tagged(first, 1),
                                           tagged(next, 1),
                                           tagged(next, 1),
                                           whole,
                                           tagged(first, 2),
                                           tagged(next, 2),
                                           stub};
        NS_TEST_EXPECT_MSG_EQ((m_frames == expected), true, "frames on the wire");
    }

    bool Take(Ptr<NetDevice>, Ptr<const Packet> packet, uint16_t, const Address&)
    {
        Octets octets(packet->GetSize());
        packet->CopyData(octets.data(), octets.size());
        m_frames.push_back(octets);
        return true;
    }

    std::vector<Octets> m_frames;
};

class FrameFilterSuite : public TestSuite
{
  public:
    FrameFilterSuite()
        : TestSuite("iomt-frame-filter", TestSuite::Type::UNIT)
    {
        AddTestCase(new Radios);
        AddTestCase(new Numbered);
        AddTestCase(new Forged);
        AddTestCase(new Differential);
    }
};

FrameFilterSuite g_frameFilterSuite;

} // namespace
