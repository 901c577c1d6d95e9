// SPDX-License-Identifier: GPL-2.0-only

// The connection table: replies, idle timeout, bounded size, ICMPv6 errors, echo, TCP opening.

#include "firewall-bench.h"

#include "ns3/test.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Lets outside open UDP flows to port 5683 and nothing else.
void
AllowCoap(FirewallBench& bench)
{
    FirewallRule rule = FirewallBench::Accept("coap");
    rule.inInterface = "outside";
    rule.protocol = "udp";
    rule.firstPort = rule.lastPort = 5683;
    bench.firewall->AddRule(rule);
}

class Replies : public TestCase
{
  public:
    Replies()
        : TestCase("a reply passes only after its request, and only from the right side")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        AllowCoap(bench);
        const TestDatagram request = TestDatagram::Udp(40000, 5683);
        NS_TEST_EXPECT_MSG_EQ(bench.Outwards(request.Reply()), "dropped-default", "unasked");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(request), "accepted-rule", "request");
        NS_TEST_EXPECT_MSG_EQ(bench.Outwards(request.Reply()), "accepted-flow", "reply");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(request), "accepted-flow", "next request");
        NS_TEST_EXPECT_MSG_EQ(bench.Outwards(TestDatagram::Udp(40001, 5683).Reply()),
                              "dropped-default",
                              "to another port");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(request.Reply()),
                              "dropped-unrelated",
                              "a reply forged outside, with an inside source");
        NS_TEST_EXPECT_MSG_EQ(bench.Outwards(request),
                              "dropped-unrelated",
                              "a request forged inside, with an outside source");
        NS_TEST_EXPECT_MSG_EQ(bench.firewall->GetConnections(), 1, "one flow");
    }
};

class IdleTimeout : public TestCase
{
  public:
    IdleTimeout()
        : TestCase("a UDP flow is forgotten 180 s after its last packet, either way")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        AllowCoap(bench);
        const TestDatagram request = TestDatagram::Udp(40000, 5683);
        const TestDatagram reply = request.Reply();
        std::vector<std::string> seen;
        FirewallBench::At(0, [&]() { seen.push_back(bench.Inwards(request)); });
        FirewallBench::At(179, [&]() { seen.push_back(bench.Outwards(reply)); });
        FirewallBench::At(358, [&]() { seen.push_back(bench.Outwards(reply)); });
        FirewallBench::At(539, [&]() { seen.push_back(bench.Outwards(reply)); });
        Simulator::Run();
        const std::vector<std::string> expected{"accepted-rule",
                                                "accepted-flow",
                                                "accepted-flow",
                                                "dropped-default"};
        NS_TEST_EXPECT_MSG_EQ((seen == expected), true, "refreshed twice, then 181 s idle");
    }
};

class FullTable : public TestCase
{
  public:
    FullTable()
        : TestCase("a full table refuses newcomers until a flow expires")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        AllowCoap(bench);
        bench.firewall->SetAttribute("MaxConnections", UintegerValue(3));
        std::vector<std::string> seen;
        const auto open = [&](uint16_t port) {
            seen.push_back(bench.Inwards(TestDatagram::Udp(port, 5683)));
        };
        FirewallBench::At(0, [&]() { open(1); });
        FirewallBench::At(10, [&]() { open(2); });
        FirewallBench::At(10, [&]() { open(3); });
        FirewallBench::At(11, [&]() { open(4); });  // full
        FirewallBench::At(12, [&]() { open(1); });  // known, and refreshed
        FirewallBench::At(189, [&]() { open(5); }); // still full
        FirewallBench::At(191, [&]() { open(6); }); // 2 and 3 are gone
        FirewallBench::At(191, [&]() { open(7); });
        FirewallBench::At(191, [&]() { open(8); }); // full again
        Simulator::Run();
        const std::vector<std::string> expected{"accepted-rule",
                                                "accepted-rule",
                                                "accepted-rule",
                                                "dropped-table-full",
                                                "accepted-flow",
                                                "dropped-table-full",
                                                "accepted-rule",
                                                "accepted-rule",
                                                "dropped-table-full"};
        NS_TEST_EXPECT_MSG_EQ((seen == expected), true, "order of verdicts");
        NS_TEST_EXPECT_MSG_EQ(bench.firewall->GetConnections(), 3, "never more than allowed");
    }
};

class IcmpErrors : public TestCase
{
  public:
    IcmpErrors()
        : TestCase("an ICMPv6 error passes if it quotes a packet of a flow")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        AllowCoap(bench);
        const TestDatagram request = TestDatagram::Udp(40000, 5683);
        const auto error = [](const TestDatagram& about) {
            std::vector<uint8_t> body(4, 0);
            const auto quoted = about.ToBytes();
            body.insert(body.end(), quoted.begin(), quoted.end());
            TestDatagram d = TestDatagram::Icmp(1, body);
            d.source = "2001:2:0:2::ff"; // any router on the way
            d.destination = about.source;
            return d;
        };
        NS_TEST_EXPECT_MSG_EQ(bench.Outwards(error(request)), "dropped-unrelated", "no flow yet");
        bench.Inwards(request);
        NS_TEST_EXPECT_MSG_EQ(bench.Outwards(error(request)), "accepted-related", "about the flow");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(error(request.Reply())),
                              "accepted-related",
                              "about a reply");
        NS_TEST_EXPECT_MSG_EQ(bench.Outwards(error(TestDatagram::Udp(40001, 5683))),
                              "dropped-unrelated",
                              "about another flow");
        TestDatagram misdirected = error(request);
        misdirected.destination = "2001:2:0:1::2";
        NS_TEST_EXPECT_MSG_EQ(bench.Outwards(misdirected),
                              "dropped-unrelated",
                              "to a host that did not send the quoted packet");
        TestDatagram cut = error(request);
        cut.payload.resize(8 + 30);
        NS_TEST_EXPECT_MSG_EQ(bench.Outwards(cut), "dropped-malformed", "quotes too little");
    }
};

class Echo : public TestCase
{
  public:
    Echo()
        : TestCase("an echo reply passes after its request, by identifier")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        FirewallRule rule = FirewallBench::Accept("ping");
        rule.protocol = "icmpv6";
        rule.inInterface = "inside";
        bench.firewall->AddRule(rule);
        TestDatagram request = TestDatagram::Icmp(128, {0, 7, 0, 1});
        TestDatagram reply = TestDatagram::Icmp(129, {0, 7, 0, 1}).Reply();
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(reply), "dropped-default", "unasked");
        NS_TEST_EXPECT_MSG_EQ(bench.Outwards(reply), "dropped-unrelated", "no rule opens with it");
        NS_TEST_EXPECT_MSG_EQ(bench.Outwards(request), "accepted-rule", "request");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(reply), "accepted-flow", "reply");
        reply.payload[5] = 8;
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(reply), "dropped-default", "another identifier");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(request.Reply()), "dropped-default", "request back");
    }
};

class TcpOpening : public TestCase
{
  public:
    TcpOpening()
        : TestCase("a TCP flow opens by SYN alone")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        FirewallRule rule = FirewallBench::Accept("tcp");
        rule.protocol = "tcp";
        rule.inInterface = "outside";
        bench.firewall->AddRule(rule);
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(TestDatagram::Tcp(1, 2, 0x10)),
                              "dropped-unrelated",
                              "ACK");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(TestDatagram::Tcp(1, 2, 0x12)),
                              "dropped-unrelated",
                              "SYN ACK");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(TestDatagram::Tcp(1, 2, 0x03)),
                              "dropped-unrelated",
                              "SYN FIN");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(TestDatagram::Tcp(1, 2, 0x02)), "accepted-rule", "SYN");
        NS_TEST_EXPECT_MSG_EQ(bench.Outwards(TestDatagram::Tcp(1, 2, 0x12).Reply()),
                              "accepted-flow",
                              "SYN ACK back");
    }
};

class FirewallFlowsSuite : public TestSuite
{
  public:
    FirewallFlowsSuite()
        : TestSuite("iomt-firewall-flows", TestSuite::Type::UNIT)
    {
        AddTestCase(new Replies);
        AddTestCase(new IdleTimeout);
        AddTestCase(new FullTable);
        AddTestCase(new IcmpErrors);
        AddTestCase(new Echo);
        AddTestCase(new TcpOpening);
    }
};

FirewallFlowsSuite g_firewallFlowsSuite;

} // namespace
