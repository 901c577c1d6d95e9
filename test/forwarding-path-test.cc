// SPDX-License-Identifier: GPL-2.0-only

// Hooks before IPv6 in a real stack: forwarding, local delivery, delay, order, IPv4 beside it, and
// a firewall between two hosts with neighbour discovery of its own.

#include "ns3/boolean.h"
#include "ns3/csma-helper.h"
#include "ns3/firewall.h"
#include "ns3/forwarding-path.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/test.h"

#include <array>
#include <functional>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// A hook that is a function.
class FunctionHook : public ForwardingHook
{
  public:
    std::function<void(Ptr<Transit>)> what;

    void Handle(Ptr<Transit> transit) override
    {
        what(transit);
    }
};

Ptr<FunctionHook>
Hook(std::function<void(Ptr<Transit>)> what)
{
    Ptr<FunctionHook> hook = CreateObject<FunctionHook>();
    hook->what = what;
    return hook;
}

/// outside (2001:2:0:1::1) – router (::fe) – inside (2001:2:0:2::1), with IPv4 as well.
class Bench
{
  public:
    Bench()
    {
        nodes.Create(3);
        CsmaHelper csma;
        csma.SetChannelAttribute("Delay", TimeValue(MicroSeconds(1)));
        outer = csma.Install(NodeContainer(nodes.Get(0), nodes.Get(1)));
        inner = csma.Install(NodeContainer(nodes.Get(1), nodes.Get(2)));
        InternetStackHelper internet;
        internet.Install(nodes);
        Ipv6AddressHelper address;
        address.SetBase("2001:2:0:1::", Ipv6Prefix(64));
        outerAddresses = address.Assign(outer);
        address.SetBase("2001:2:0:2::", Ipv6Prefix(64));
        innerAddresses = address.Assign(inner);
        outerAddresses.SetForwarding(1, true);
        outerAddresses.SetDefaultRouteInAllNodes(1);
        innerAddresses.SetForwarding(0, true);
        innerAddresses.SetDefaultRouteInAllNodes(0);
        Ipv4AddressHelper address4;
        address4.SetBase("10.0.0.0", "255.255.255.0");
        outer4 = address4.Assign(outer);
        path = ForwardingPath::Install(nodes.Get(1));
        outside = Listen(0);
        router = Listen(1);
        inside = Listen(2);
    }

    ~Bench()
    {
        Simulator::Destroy();
    }

    Ptr<Socket> Listen(uint32_t node)
    {
        Ptr<Socket> socket =
            Socket::CreateSocket(nodes.Get(node), TypeId::LookupByName("ns3::UdpSocketFactory"));
        socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        socket->SetIpv6RecvHopLimit(true);
        socket->SetRecvCallback(MakeCallback(&Bench::Take, this));
        return socket;
    }

    void Take(Ptr<Socket> socket)
    {
        while (Ptr<Packet> packet = socket->Recv())
        {
            SocketIpv6HopLimitTag hops;
            packet->RemovePacketTag(hops);
            hopLimit = hops.GetHopLimit();
            lastArrival = Simulator::Now();
            ++received[socket->GetNode()->GetId() - nodes.Get(0)->GetId()];
        }
    }

    void Send(double seconds, Ptr<Socket> from, Ipv6Address to, uint32_t size = 100)
    {
        Simulator::Schedule(Seconds(seconds), [=]() {
            from->SendTo(Create<Packet>(size), 0, Inet6SocketAddress(to, PORT));
        });
    }

    void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    Ipv6Address OutsideAddress() const
    {
        return outerAddresses.GetAddress(0, 1);
    }

    Ipv6Address RouterAddress() const
    {
        return outerAddresses.GetAddress(1, 1);
    }

    Ipv6Address InsideAddress() const
    {
        return innerAddresses.GetAddress(1, 1);
    }

    static constexpr uint16_t PORT = 5683;
    NodeContainer nodes;
    NetDeviceContainer outer;
    NetDeviceContainer inner;
    Ipv6InterfaceContainer outerAddresses;
    Ipv6InterfaceContainer innerAddresses;
    Ipv4InterfaceContainer outer4;
    Ptr<ForwardingPath> path;
    Ptr<Socket> outside;
    Ptr<Socket> router;
    Ptr<Socket> inside;
    std::array<int, 3> received{};
    Time lastArrival;
    int hopLimit{0};
};

bool
IsUdp(Ptr<Transit> transit)
{
    return transit->GetHeader().GetNextHeader() == 17;
}

class Forwards : public TestCase
{
  public:
    Forwards()
        : TestCase("a passed datagram is forwarded, one hop fewer, and shows both its devices")
    {
    }

  private:
    void DoRun() override
    {
        Bench bench;
        bool right = false;
        bench.path->AddHook(Hook([&](Ptr<Transit> transit) {
            if (IsUdp(transit))
            {
                right = !transit->IsLocal() && transit->GetInDevice() == bench.outer.Get(1) &&
                        transit->GetOutDevice() == bench.inner.Get(0) &&
                        transit->GetPacket()->GetSize() == 148 &&
                        transit->GetArrival() == Simulator::Now();
            }
            transit->Pass();
            transit->Pass(); // does nothing
            transit->Drop("too late");
        }));
        bench.Send(3, bench.outside, bench.InsideAddress());
        bench.Run(5);
        NS_TEST_EXPECT_MSG_EQ(right, true, "what the hook sees");
        NS_TEST_EXPECT_MSG_EQ(bench.received[2], 1, "once");
        NS_TEST_EXPECT_MSG_EQ(bench.hopLimit, 63, "RFC 8200 section 3: decremented by one");
        NS_TEST_EXPECT_MSG_EQ(bench.path->GetDropped(), 0, "the first verdict counts");
    }
};

class Drops : public TestCase
{
  public:
    Drops()
        : TestCase("a dropped datagram goes no further, and the trace says why")
    {
    }

  private:
    void Note(Ptr<const Packet>, Ptr<NetDevice>, const std::string& reason)
    {
        m_reason = reason;
    }

    void DoRun() override
    {
        Bench bench;
        bench.path->AddHook(Hook([](Ptr<Transit> transit) {
            IsUdp(transit) ? transit->Drop("test") : transit->Pass();
        }));
        bool second = false;
        bench.path->AddHook(Hook([&](Ptr<Transit> transit) {
            second = second || IsUdp(transit);
            transit->Pass();
        }));
        bench.path->TraceConnectWithoutContext("Drop", MakeCallback(&Drops::Note, this));
        bench.Send(3, bench.outside, bench.InsideAddress());
        bench.Run(5);
        NS_TEST_EXPECT_MSG_EQ(bench.received[2], 0, "not forwarded");
        NS_TEST_EXPECT_MSG_EQ(second, false, "later hooks do not see it");
        NS_TEST_EXPECT_MSG_EQ(m_reason, "test", "the reason");
        NS_TEST_EXPECT_MSG_EQ(bench.path->GetDropped(), 1, "counted");
    }

    std::string m_reason;
};

class Delays : public TestCase
{
  public:
    Delays()
        : TestCase("a hook may pass a datagram later, and hooks run in order")
    {
    }

  private:
    static Time Arrival(Time hold)
    {
        Bench bench;
        for (int i = 0; i < 2; ++i)
        {
            bench.path->AddHook(Hook([=](Ptr<Transit> transit) {
                if (!IsUdp(transit) || hold.IsZero())
                {
                    transit->Pass();
                    return;
                }
                Simulator::Schedule(hold, &Transit::Pass, transit);
            }));
        }
        bench.Send(2, bench.outside, bench.InsideAddress()); // discovery is done by then
        bench.Send(3, bench.outside, bench.InsideAddress());
        bench.Run(5);
        return bench.lastArrival;
    }

    void DoRun() override
    {
        const Time without = Arrival(Time(0));
        const Time with = Arrival(MilliSeconds(5));
        NS_TEST_EXPECT_MSG_EQ(with - without, MilliSeconds(10), "5 ms in each of two hooks");
    }
};

class Local : public TestCase
{
  public:
    Local()
        : TestCase("datagrams for the node itself, discovery included, pass the hooks too")
    {
    }

  private:
    void DoRun() override
    {
        Bench bench;
        int discovery = 0;
        bool local = false;
        bool allow = true;
        bench.path->AddHook(Hook([&](Ptr<Transit> transit) {
            if (!IsUdp(transit))
            {
                discovery += transit->IsLocal() ? 1 : 0;
                transit->Pass();
                return;
            }
            local = transit->IsLocal() && !transit->GetOutDevice();
            allow ? transit->Pass() : transit->Drop("closed");
        }));
        bench.Send(3, bench.outside, bench.RouterAddress());
        Simulator::Schedule(Seconds(4), [&]() { allow = false; });
        bench.Send(5, bench.outside, bench.RouterAddress());
        bench.Run(6);
        NS_TEST_EXPECT_MSG_EQ(local, true, "marked as local");
        NS_TEST_EXPECT_MSG_EQ(bench.received[1], 1, "the first is delivered, the second is not");
        NS_TEST_EXPECT_MSG_GT(discovery, 0, "solicitations are seen");
    }
};

class Unparsable : public TestCase
{
  public:
    Unparsable()
        : TestCase("what has no sane IPv6 header reaches neither hooks nor IPv6")
    {
    }

  private:
    void DoRun() override
    {
        Bench bench;
        int seen = 0;
        bench.path->AddHook(Hook([&](Ptr<Transit> transit) {
            seen += IsUdp(transit) ? 1 : 0;
            transit->Pass();
        }));
        std::vector<uint8_t> good{0x60, 0, 0, 0, 0, 8, 17, 64};
        good.resize(48);
        good[8] = good[24] = 0x20;
        std::vector<std::vector<uint8_t>> bad(4, good);
        bad[0].resize(39);
        bad[1].resize(47);
        bad[2][0] = 0x40; // version 4
        bad[3][8] = 0xff; // multicast source
        for (const auto& bytes : bad)
        {
            Simulator::Schedule(Seconds(3), [&bench, bytes]() {
                bench.outer.Get(0)->Send(Create<Packet>(bytes.data(), bytes.size()),
                                         bench.outer.Get(1)->GetAddress(),
                                         Ipv6L3Protocol::PROT_NUMBER);
            });
        }
        bench.Run(4);
        NS_TEST_EXPECT_MSG_EQ(seen, 0, "no hook is asked");
        NS_TEST_EXPECT_MSG_EQ(bench.path->GetDropped(), 4, "each is counted");
        Simulator::Schedule(Seconds(0), [&]() {
            bench.outer.Get(0)->Send(Create<Packet>(good.data(), good.size()),
                                     bench.outer.Get(1)->GetAddress(),
                                     Ipv6L3Protocol::PROT_NUMBER);
        });
        bench.Run(1);
        NS_TEST_EXPECT_MSG_EQ(seen, 1, "what they were made of is fine");
    }
};

class BesideIpv4 : public TestCase
{
  public:
    BesideIpv4()
        : TestCase("IPv4 and ARP go on as before, and interfaces added later are taken")
    {
    }

  private:
    void DoRun() override
    {
        Bench bench;
        bench.path->AddHook(Hook([](Ptr<Transit> transit) { transit->Drop("all of IPv6"); }));
        Ptr<Socket> sender =
            Socket::CreateSocket(bench.nodes.Get(0), TypeId::LookupByName("ns3::UdpSocketFactory"));
        Ptr<Socket> receiver =
            Socket::CreateSocket(bench.nodes.Get(1), TypeId::LookupByName("ns3::UdpSocketFactory"));
        receiver->Bind(InetSocketAddress(Ipv4Address::GetAny(), 1234));
        Simulator::Schedule(Seconds(3), [&]() {
            sender->SendTo(Create<Packet>(10),
                           0,
                           InetSocketAddress(bench.outer4.GetAddress(1), 1234));
        });

        CsmaHelper csma;
        NetDeviceContainer late =
            csma.Install(NodeContainer(bench.nodes.Get(2), bench.nodes.Get(1)));
        Ipv6AddressHelper address;
        address.SetBase("2001:2:0:3::", Ipv6Prefix(64));
        address.Assign(late);
        m_late = late.Get(1);
        bench.path->TraceConnectWithoutContext("Drop", MakeCallback(&BesideIpv4::Note, this));
        bench.Run(4);
        NS_TEST_EXPECT_MSG_EQ(receiver->GetRxAvailable(), 10, "one IPv4 datagram");
        NS_TEST_EXPECT_MSG_GT(m_dropped, 0, "IPv6 of the late link was dropped");
    }

    void Note(Ptr<const Packet>, Ptr<NetDevice> device, const std::string&)
    {
        m_dropped += device == m_late ? 1 : 0;
    }

    Ptr<NetDevice> m_late;
    int m_dropped{0};
};

class NoStack : public TestCase
{
  public:
    NoStack()
        : TestCase("a node without IPv6 is refused in words")
    {
    }

  private:
    void DoRun() override
    {
        bool thrown = false;
        try
        {
            ForwardingPath::Install(CreateObject<Node>());
        }
        catch (const std::invalid_argument&)
        {
            thrown = true;
        }
        NS_TEST_EXPECT_MSG_EQ(thrown, true, "std::invalid_argument");
        Simulator::Destroy();
    }
};

class FirewallBetweenHosts : public TestCase
{
  public:
    FirewallBetweenHosts()
        : TestCase("behind a firewall nothing is reachable except by rule, in either direction")
    {
    }

  private:
    void DoRun() override
    {
        Bench bench;
        Ptr<Firewall> firewall = CreateObject<Firewall>();
        firewall->SetInterface("outside", bench.outer.Get(1));
        firewall->SetInterface("inside", bench.inner.Get(0));
        bench.path->AddHook(firewall);
        bench.Send(2, bench.outside, bench.InsideAddress());
        bench.Send(2, bench.inside, bench.OutsideAddress());
        bench.Send(2, bench.outside, bench.RouterAddress());
        bench.Run(3);
        NS_TEST_EXPECT_MSG_EQ(bench.received[0] + bench.received[1] + bench.received[2],
                              0,
                              "no rule, nothing passes");

        FirewallRule rule;
        rule.name = "coap";
        rule.inInterface = "outside";
        rule.outInterface = "inside";
        rule.protocol = "udp";
        rule.firstPort = rule.lastPort = Bench::PORT;
        rule.action = FirewallAction::ACCEPT;
        firewall->AddRule(rule);
        bench.Send(1, bench.inside, bench.OutsideAddress());
        bench.Run(2);
        NS_TEST_EXPECT_MSG_EQ(bench.received[0], 0, "inside may not begin");
        bench.Send(0, bench.outside, bench.InsideAddress());
        bench.Send(1, bench.inside, bench.OutsideAddress());
        bench.Send(1, bench.outside, bench.RouterAddress());
        bench.Run(3);
        NS_TEST_EXPECT_MSG_EQ(bench.received[2], 1, "outside reaches inside by the rule");
        NS_TEST_EXPECT_MSG_EQ(bench.received[0], 1, "inside answers");
        NS_TEST_EXPECT_MSG_EQ(bench.received[1], 0, "nobody reaches the firewall");
        NS_TEST_EXPECT_MSG_GT(firewall->GetVerdicts().at(FirewallVerdict::ACCEPTED_NEIGHBOUR),
                              0,
                              "discovery with the firewall works");
    }
};

class ForwardingPathSuite : public TestSuite
{
  public:
    ForwardingPathSuite()
        : TestSuite("iomt-forwarding-path", TestSuite::Type::UNIT)
    {
        AddTestCase(new Forwards);
        AddTestCase(new Drops);
        AddTestCase(new Delays);
        AddTestCase(new Local);
        AddTestCase(new Unparsable);
        AddTestCase(new BesideIpv4);
        AddTestCase(new NoStack);
        AddTestCase(new FirewallBetweenHosts);
    }
};

ForwardingPathSuite g_forwardingPathSuite;

} // namespace
