// SPDX-License-Identifier: GPL-2.0-only

// Which rule a packet meets: interface, direction, prefix, protocol, port, order, default deny.

#include "firewall-bench.h"

#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class RuleFields : public TestCase
{
  public:
    RuleFields()
        : TestCase("each field of a rule narrows it, and nothing else passes")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        FirewallRule rule = FirewallBench::Accept("sites-to-broker");
        rule.inInterface = "outside";
        rule.outInterface = "inside";
        rule.from = {AddressPrefix::Parse("2001:2:0:1::/64")};
        rule.to = {AddressPrefix::Parse("2001:2:0:2::1")};
        rule.protocol = "udp";
        rule.firstPort = 5683;
        rule.lastPort = 5684;
        bench.firewall->AddRule(rule);

        const TestDatagram good = TestDatagram::Udp(40000, 5683);
        TestDatagram other = good;
        NS_TEST_EXPECT_MSG_EQ(bench.Outwards(good), "dropped-default", "direction");
        other.source = "2001:2:0:3::1";
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(other), "dropped-default", "source prefix");
        other = good;
        other.destination = "2001:2:0:2::2";
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(other), "dropped-default", "destination");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(TestDatagram::Udp(40000, 5682)),
                              "dropped-default",
                              "low");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(TestDatagram::Udp(40000, 5685)),
                              "dropped-default",
                              "high");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(TestDatagram::Udp(40000, 5684)),
                              "accepted-rule",
                              "upper");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(TestDatagram::Tcp(40000, 5683, 2)),
                              "dropped-default",
                              "protocol");
        NS_TEST_EXPECT_MSG_EQ(bench.ToItself(good), "dropped-default", "the firewall itself");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(good), "accepted-rule", "all fields match");
    }
};

class RuleOrder : public TestCase
{
  public:
    RuleOrder()
        : TestCase("the first match decides, counters tell which")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        FirewallRule deny;
        deny.name = "not-this-one";
        deny.from = {AddressPrefix::Parse("2001:2:0:1::66")};
        bench.firewall->AddRule(deny);
        bench.firewall->AddRule(FirewallBench::Accept("all"));

        TestDatagram blocked = TestDatagram::Udp(1, 2);
        blocked.source = "2001:2:0:1::66";
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(blocked), "dropped-rule", "first rule");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(TestDatagram::Udp(1, 2)),
                              "accepted-rule",
                              "second rule");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(TestDatagram::Udp(1, 2)), "accepted-flow", "its flow");
        NS_TEST_EXPECT_MSG_EQ(bench.ToItself(TestDatagram::Udp(3, 4)),
                              "dropped-default",
                              "a rule about forwarding must not open the firewall itself");

        const auto counters = bench.firewall->GetRuleCounters();
        NS_TEST_ASSERT_MSG_EQ(counters.size(), 3, "two rules and default");
        NS_TEST_EXPECT_MSG_EQ(counters[0].packets, 1, "dropped by the first");
        NS_TEST_EXPECT_MSG_EQ(counters[1].packets, 2, "opened by the second, and its flow");
        NS_TEST_EXPECT_MSG_EQ(counters[1].bytes, 2 * (40 + 28), "octets with the IPv6 header");
        NS_TEST_EXPECT_MSG_EQ(counters[2].rule, "default", "name of the deny at the end");
        NS_TEST_EXPECT_MSG_EQ(counters[2].packets, 1, "denied by default");
    }
};

class RuleSelf : public TestCase
{
  public:
    RuleSelf()
        : TestCase("a rule out to self opens the firewall itself")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        FirewallRule rule = FirewallBench::Accept("echo");
        rule.outInterface = "self";
        rule.protocol = "icmpv6";
        bench.firewall->AddRule(rule);
        const TestDatagram echo = TestDatagram::Icmp(128, {0, 1, 0, 1});
        NS_TEST_EXPECT_MSG_EQ(bench.ToItself(echo), "accepted-rule", "echo to the firewall");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(TestDatagram::Icmp(128, {0, 2, 0, 1})),
                              "dropped-default",
                              "echo through it");
        NS_TEST_EXPECT_MSG_EQ(bench.ToItself(TestDatagram::Udp(1, 2)),
                              "dropped-default",
                              "UDP to it");
    }
};

class RuleErrors : public TestCase
{
  public:
    RuleErrors()
        : TestCase("a wrong rule is refused in words")
    {
    }

  private:
    template <class F>
    std::string Message(F&& what)
    {
        try
        {
            what();
        }
        catch (const std::invalid_argument& error)
        {
            return error.what();
        }
        return "";
    }

    void DoRun() override
    {
        FirewallBench bench;
        const auto add = [&](auto&& change) {
            return Message([&]() {
                FirewallRule rule = FirewallBench::Accept("r");
                change(rule);
                bench.firewall->AddRule(rule);
            });
        };
        const auto has = [](const std::string& text, const std::string& part) {
            return text.find(part) != std::string::npos;
        };
        NS_TEST_EXPECT_MSG_EQ(has(add([](FirewallRule& r) { r.inInterface = "insdie"; }), "insdie"),
                              true,
                              "in");
        NS_TEST_EXPECT_MSG_EQ(
            has(add([](FirewallRule& r) { r.outInterface = "x"; }), "outInterface"),
            true,
            "out");
        NS_TEST_EXPECT_MSG_EQ(has(add([](FirewallRule& r) { r.protocol = "sctp"; }), "sctp"),
                              true,
                              "protocol");
        NS_TEST_EXPECT_MSG_EQ(has(add([](FirewallRule& r) {
                                      r.protocol = "udp";
                                      r.firstPort = 2;
                                      r.lastPort = 1;
                                  }),
                                  "ports"),
                              true,
                              "order of ports");
        NS_TEST_EXPECT_MSG_EQ(has(add([](FirewallRule& r) { r.firstPort = 5683; }), "ports"),
                              true,
                              "any has no ports");
        NS_TEST_EXPECT_MSG_EQ(has(add([](FirewallRule& r) { r.ratePps = -1; }), "rate"),
                              true,
                              "rate");
        NS_TEST_EXPECT_MSG_EQ(has(add([](FirewallRule& r) { r.burst = 0.5; }), "burst"),
                              true,
                              "burst");
        NS_TEST_EXPECT_MSG_EQ(add([](FirewallRule&) {}), "", "a good one");
        for (const char* text :
             {"", "::1/129", "::1/", "::1/-1", "1.2.3.4", "2001::g/64", "::/1/2"})
        {
            NS_TEST_EXPECT_MSG_NE(Message([&]() { AddressPrefix::Parse(text); }), "", text);
        }
        NS_TEST_EXPECT_MSG_NE(Message([&]() { bench.firewall->SetInterface("self", nullptr); }),
                              "",
                              "reserved name");
        NS_TEST_EXPECT_MSG_NE(Message([&]() { bench.firewall->SetInterface("inside", nullptr); }),
                              "",
                              "taken name");
    }
};

class PrefixBits : public TestCase
{
  public:
    PrefixBits()
        : TestCase("prefixes compare by bits")
    {
    }

  private:
    void DoRun() override
    {
        const auto contains = [](const char* prefix, const char* address) {
            return AddressPrefix::Parse(prefix).Contains(Ipv6Address(address));
        };
        NS_TEST_EXPECT_MSG_EQ(contains("2001:2::/48", "2001:2:0:ffff::1"), true, "within");
        NS_TEST_EXPECT_MSG_EQ(contains("2001:2::/48", "2001:2:1::1"), false, "next one");
        NS_TEST_EXPECT_MSG_EQ(contains("fe80::/10", "febf::1"), true, "ten bits");
        NS_TEST_EXPECT_MSG_EQ(contains("fe80::/10", "fec0::1"), false, "tenth bit differs");
        NS_TEST_EXPECT_MSG_EQ(contains("::/0", "ff02::1"), true, "all");
        NS_TEST_EXPECT_MSG_EQ(contains("::1", "::1"), true, "one address");
        NS_TEST_EXPECT_MSG_EQ(contains("::1", "::2"), false, "another address");
    }
};

class FirewallRulesSuite : public TestSuite
{
  public:
    FirewallRulesSuite()
        : TestSuite("iomt-firewall-rules", TestSuite::Type::UNIT)
    {
        AddTestCase(new RuleFields);
        AddTestCase(new RuleOrder);
        AddTestCase(new RuleSelf);
        AddTestCase(new RuleErrors);
        AddTestCase(new PrefixBits);
    }
};

FirewallRulesSuite g_firewallRulesSuite;

} // namespace
