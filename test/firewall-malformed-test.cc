// SPDX-License-Identifier: GPL-2.0-only

// Packets a filter cannot judge are dropped by cause, and no bytes at all bring it down.

#include "child-process.h"
#include "firewall-bench.h"

#include "ns3/boolean.h"
#include "ns3/csma-helper.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/mac48-address.h"
#include "ns3/node-container.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <random>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class Causes : public TestCase
{
  public:
    Causes()
        : TestCase("malformed, fragmented and extended packets are told apart and dropped")
    {
    }

  private:
    std::string Judge(FirewallBench& bench, const std::vector<uint8_t>& bytes)
    {
        return ToString(bench.firewall->Judge(Create<Packet>(bytes.data(), bytes.size()),
                                              bench.outside,
                                              bench.inside,
                                              false));
    }

    void DoRun() override
    {
        FirewallBench bench;
        bench.firewall->AddRule(FirewallBench::Accept("all"));
        const std::vector<uint8_t> good = TestDatagram::Udp(1, 5683).ToBytes();

        for (std::size_t size = 0; size < good.size(); ++size)
        {
            const std::vector<uint8_t> cut(good.begin(), good.begin() + size);
            NS_TEST_ASSERT_MSG_EQ(Judge(bench, cut), "dropped-malformed", "cut to " << size);
        }
        auto bytes = good;
        bytes.push_back(0);
        NS_TEST_EXPECT_MSG_EQ(Judge(bench, bytes), "dropped-malformed", "octets after the end");
        bytes = good;
        bytes[0] = 0x45;
        NS_TEST_EXPECT_MSG_EQ(Judge(bench, bytes), "dropped-malformed", "version 4");
        bytes = good;
        --bytes[45];
        NS_TEST_EXPECT_MSG_EQ(Judge(bench, bytes), "dropped-malformed", "UDP shorter than IPv6");
        TestDatagram small = TestDatagram::Udp(1, 5683);
        small.payload.resize(7);
        NS_TEST_EXPECT_MSG_EQ(Judge(bench, small.ToBytes()), "dropped-malformed", "half a header");
        TestDatagram tcp = TestDatagram::Tcp(1, 2, 2);
        tcp.payload[12] = 0x60;
        NS_TEST_EXPECT_MSG_EQ(Judge(bench, tcp.ToBytes()), "dropped-malformed", "TCP data offset");
        TestDatagram empty;
        empty.next = 59;
        auto padded = empty.ToBytes();
        padded.resize(46);
        NS_TEST_EXPECT_MSG_EQ(Judge(bench, padded),
                              "accepted-rule",
                              "padded to Ethernet's minimum");

        bytes = good;
        bytes[6] = 44;
        NS_TEST_EXPECT_MSG_EQ(Judge(bench, bytes), "dropped-fragment", "fragment header");
        for (const uint8_t next : {0, 43, 50, 51, 60, 135, 139, 140, 253, 254})
        {
            bytes[6] = next;
            NS_TEST_EXPECT_MSG_EQ(Judge(bench, bytes), "dropped-extension", "header " << +next);
        }
        NS_TEST_EXPECT_MSG_EQ(Judge(bench, good), "accepted-rule", "the packet itself is fine");
    }
};

class Discovery : public TestCase
{
  public:
    Discovery()
        : TestCase("neighbour discovery is for the link: hop limit 255, whole options, no redirect")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        bench.firewall->AddRule(FirewallBench::Accept("all"));
        std::vector<uint8_t> body(4 + 16, 0);
        const std::vector<uint8_t> option{1, 1, 2, 0, 0, 0, 0, 9};
        body.insert(body.end(), option.begin(), option.end());
        TestDatagram solicitation = TestDatagram::Icmp(135, body);
        solicitation.hopLimit = 255;
        NS_TEST_EXPECT_MSG_EQ(bench.ToItself(solicitation),
                              "accepted-neighbour",
                              "for the firewall");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(solicitation), "dropped-unrelated", "never forwarded");
        TestDatagram forwarded = solicitation;
        forwarded.hopLimit = 254;
        NS_TEST_EXPECT_MSG_EQ(bench.ToItself(forwarded),
                              "dropped-unrelated",
                              "came from elsewhere");
        TestDatagram endless = solicitation;
        endless.payload[25] = 0;
        NS_TEST_EXPECT_MSG_EQ(bench.ToItself(endless), "dropped-malformed", "option of length 0");
        TestDatagram beyond = solicitation;
        beyond.payload[25] = 2;
        NS_TEST_EXPECT_MSG_EQ(bench.ToItself(beyond), "dropped-malformed", "option beyond the end");
        TestDatagram redirect = TestDatagram::Icmp(137, std::vector<uint8_t>(36, 0));
        redirect.hopLimit = 255;
        NS_TEST_EXPECT_MSG_EQ(bench.ToItself(redirect), "dropped-malformed", "redirect");
        TestDatagram advertisement = TestDatagram::Icmp(134, std::vector<uint8_t>(12, 0));
        advertisement.hopLimit = 255;
        NS_TEST_EXPECT_MSG_EQ(bench.ToItself(advertisement), "dropped-unrelated", "advertisement");
    }
};

/// Random bytes and mutated packets of all kinds, reproducible.
class PacketSource
{
  public:
    std::vector<uint8_t> Next()
    {
        if (Pick(10) == 0)
        {
            std::vector<uint8_t> noise(Pick(200));
            for (auto& octet : noise)
            {
                octet = Pick(256);
            }
            if (!noise.empty() && Pick(2))
            {
                noise[0] = 0x60;
            }
            return noise;
        }
        std::vector<uint8_t> bytes = Seed().ToBytes();
        const int changes = Pick(4);
        for (int i = 0; i < changes; ++i)
        {
            const std::size_t at = Pick(bytes.size());
            switch (Pick(4))
            {
            case 0:
                bytes[at] ^= 1 << Pick(8);
                break;
            case 1:
                bytes[at] = Pick(256);
                break;
            case 2:
                bytes.resize(at + 1);
                break;
            default:
                bytes.insert(bytes.begin() + at, Pick(16), Pick(256));
                break;
            }
        }
        if (bytes.size() >= 40 && Pick(3))
        {
            const std::size_t payload = bytes.size() - 40;
            bytes[4] = payload >> 8;
            bytes[5] = payload;
        }
        return bytes;
    }

  private:
    int Pick(int below)
    {
        return std::uniform_int_distribution<int>(0, below - 1)(m_random);
    }

    TestDatagram Seed()
    {
        TestDatagram d;
        switch (Pick(7))
        {
        case 0:
            d = TestDatagram::Udp(Pick(4), Pick(8) ? 5683 : 1, Pick(64));
            break;
        case 1:
            d = TestDatagram::Tcp(Pick(4), 5683, Pick(64));
            break;
        case 2: {
            std::vector<uint8_t> body(4, 0);
            const auto quoted = TestDatagram::Udp(1, 5683).ToBytes();
            body.insert(body.end(), quoted.begin(), quoted.end());
            d = TestDatagram::Icmp(1 + Pick(4), body);
            break;
        }
        case 3:
            d = TestDatagram::Icmp(128 + Pick(2), std::vector<uint8_t>(4 + Pick(40), Pick(4)));
            break;
        case 4:
        case 5: {
            const std::vector<std::size_t> fixed{4, 12, 20, 20, 36};
            const int type = Pick(5);
            std::vector<uint8_t> body(fixed[type], 0);
            const std::vector<uint8_t> option{uint8_t(1 + Pick(5)), 1, 2, 0, 0, 0, 0, 9};
            body.insert(body.end(), option.begin(), option.end());
            d = TestDatagram::Icmp(133 + type, body);
            d.hopLimit = 255;
            const auto target = Ipv6Address("2001:2:0:1::fe");
            if (type == 2 || type == 3)
            {
                target.GetBytes(d.payload.data() + 8);
            }
            break;
        }
        default:
            d.next = Pick(256);
            d.payload.resize(Pick(64), Pick(256));
            break;
        }
        const std::vector<std::string>
            sources{"2001:2:0:1::1", "fe80::1", "::", "2001:2:0:2::1", "ff02::1", "::1"};
        const std::vector<std::string> destinations{"2001:2:0:2::1",
                                                    "2001:2:0:1::fe",
                                                    "ff02::1",
                                                    "ff02::2",
                                                    "ff02::1:ff00:fe",
                                                    "2001:2:0:9::1",
                                                    "fe80::2",
                                                    "::",
                                                    "2001:2:0:1::1"};
        d.source = sources[Pick(sources.size())];
        d.destination = destinations[Pick(destinations.size())];
        return d;
    }

    std::mt19937 m_random{1};
};

class AnyBytesJudged : public TestCase
{
  public:
    AnyBytesJudged()
        : TestCase("200,000 random packets get a verdict, and every kind of verdict")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        FirewallRule deny;
        deny.name = "deny";
        deny.firstPort = deny.lastPort = 1;
        deny.protocol = "udp";
        bench.firewall->AddRule(deny);
        bench.firewall->SetAttribute("MaxConnections", UintegerValue(500));
        FirewallRule limited = FirewallBench::Accept("limited");
        limited.protocol = "tcp";
        limited.ratePps = 100;
        bench.firewall->AddRule(limited);
        FirewallRule rule = FirewallBench::Accept("some");
        rule.inInterface = "outside";
        bench.firewall->AddRule(rule);
        PacketSource source;
        for (int i = 0; i < 200000; ++i)
        {
            const auto bytes = source.Next();
            bench.firewall->Judge(Create<Packet>(bytes.data(), bytes.size()),
                                  i % 2 ? bench.outside : bench.inside,
                                  i % 3 ? (i % 2 ? bench.inside : bench.outside) : nullptr,
                                  i % 3 == 0 && i % 9 != 0);
        }
        uint64_t total = 0;
        for (const auto& [verdict, packets] : bench.firewall->GetVerdicts())
        {
            total += packets;
        }
        NS_TEST_EXPECT_MSG_EQ(total, 200000, "each packet has one verdict");
        NS_TEST_EXPECT_MSG_EQ(bench.firewall->GetVerdicts().size(), 13, "every verdict is reached");
    }
};

/// Lays attacker – firewall – host, throws packets at it, and returns 0 if enough got through.
int
ThrowAtNetwork(int packets)
{
    NodeContainer nodes(3); // attacker without a stack, firewall, host
    CsmaHelper csma;
    NetDeviceContainer outer = csma.Install(NodeContainer(nodes.Get(0), nodes.Get(1)));
    NetDeviceContainer inner = csma.Install(NodeContainer(nodes.Get(1), nodes.Get(2)));
    InternetStackHelper internet;
    internet.SetIpv4StackInstall(false);
    internet.Install(nodes.Get(1));
    internet.Install(nodes.Get(2));
    Ptr<Ipv6L3Protocol> ipv6 = nodes.Get(1)->GetObject<Ipv6L3Protocol>();
    const auto address = [](Ptr<Node> node, Ptr<NetDevice> device, const char* text) {
        Ptr<Ipv6L3Protocol> stack = node->GetObject<Ipv6L3Protocol>();
        const uint32_t interface = stack->AddInterface(device);
        stack->AddAddress(interface, Ipv6InterfaceAddress(Ipv6Address(text), Ipv6Prefix(64)));
        stack->SetUp(interface);
    };
    address(nodes.Get(1), outer.Get(1), "2001:2:0:1::fe");
    address(nodes.Get(1), inner.Get(0), "2001:2:0:2::fe");
    address(nodes.Get(2), inner.Get(1), "2001:2:0:2::1");
    ipv6->SetAttribute("IpForward", BooleanValue(true));

    Ptr<Firewall> firewall = CreateObject<Firewall>();
    firewall->SetInterface("outside", outer.Get(1));
    firewall->SetInterface("inside", inner.Get(0));
    firewall->AddRule(FirewallBench::Accept("through"));
    FirewallRule self = FirewallBench::Accept("ping");
    self.outInterface = "self";
    self.protocol = "icmpv6";
    firewall->AddRule(self);
    Ptr<ForwardingPath> path = ForwardingPath::Install(nodes.Get(1));
    path->AddHook(firewall);

    PacketSource source;
    for (int i = 0; i < packets; ++i)
    {
        const auto bytes = source.Next();
        Simulator::Schedule(MilliSeconds(3000 + i), [=]() {
            outer.Get(0)->Send(Create<Packet>(bytes.data(), bytes.size()),
                               outer.Get(1)->GetAddress(),
                               Ipv6L3Protocol::PROT_NUMBER);
        });
    }
    Simulator::Stop(MilliSeconds(5000 + packets));
    Simulator::Run();
    const bool enough =
        path->GetPassed() > uint64_t(packets) / 50 && path->GetDropped() > uint64_t(packets) / 4;
    Simulator::Destroy();
    return enough ? 0 : 1;
}

class AnyBytesOnTheWire : public TestCase
{
  public:
    AnyBytesOnTheWire()
        : TestCase("20,000 random packets from the wire bring down neither firewall nor host")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(FateOfChild([]() { return ThrowAtNetwork(20000); }),
                              "",
                              "the child process lives");
    }
};

class FirewallMalformedSuite : public TestSuite
{
  public:
    FirewallMalformedSuite()
        : TestSuite("iomt-firewall-malformed", TestSuite::Type::UNIT)
    {
        AddTestCase(new Causes);
        AddTestCase(new Discovery);
        AddTestCase(new AnyBytesJudged);
        AddTestCase(new AnyBytesOnTheWire);
    }
};

FirewallMalformedSuite g_firewallMalformedSuite;

} // namespace
