// SPDX-License-Identifier: GPL-2.0-only

// Token buckets of rules, and the bounds and pace of the log.

#include "firewall-bench.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class RuleRate : public TestCase
{
  public:
    RuleRate()
        : TestCase("a flood passes at the rule's rate after its burst, its own flow included")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        FirewallRule rule = FirewallBench::Accept("limited");
        rule.inInterface = "outside";
        rule.ratePps = 10;
        rule.burst = 5;
        bench.firewall->AddRule(rule);
        int passed = 0;
        int replies = 0;
        for (int i = 0; i < 1000; ++i) // 100 packets/s for 10 s, one flow
        {
            FirewallBench::At(i * 0.01, [&]() {
                const TestDatagram d = TestDatagram::Udp(1, 5683);
                const std::string verdict = bench.Inwards(d);
                passed += verdict == "accepted-rule" || verdict == "accepted-flow" ? 1 : 0;
                replies += bench.Outwards(d.Reply()) == "accepted-flow" ? 1 : 0;
            });
        }
        Simulator::Run();
        // 5 at once, then 10/s over 9.99 s.
        NS_TEST_EXPECT_MSG_EQ_TOL(passed, 104, 1, "rate and burst");
        NS_TEST_EXPECT_MSG_EQ(replies, 1000, "replies cost no token");
        const auto counters = bench.firewall->GetRuleCounters();
        NS_TEST_EXPECT_MSG_EQ(counters[0].packets, 1000, "every packet is the rule's");
        NS_TEST_EXPECT_MSG_EQ(counters[0].limited, 1000u - passed, "the rest is limited");
    }
};

class SeparateBuckets : public TestCase
{
  public:
    SeparateBuckets()
        : TestCase("an empty bucket of one rule leaves another rule's alone")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        for (const char* home : {"2001:2:0:1::/64", "2001:2:0:3::/64"})
        {
            FirewallRule rule = FirewallBench::Accept(std::string("home ") + home);
            rule.from = {AddressPrefix::Parse(home)};
            rule.ratePps = 1;
            bench.firewall->AddRule(rule);
        }
        TestDatagram flood = TestDatagram::Udp(1, 5683);
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(flood), "accepted-rule", "first token");
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(flood), "dropped-limited", "none left");
        TestDatagram other = flood;
        other.source = "2001:2:0:3::1";
        NS_TEST_EXPECT_MSG_EQ(bench.Inwards(other), "accepted-rule", "the other home");
    }
};

class LogBounds : public TestCase
{
  public:
    LogBounds()
        : TestCase("the log holds drops, at a rate, up to a capacity, and counts the rest")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        bench.firewall->AddRule([]() {
            FirewallRule rule = FirewallBench::Accept("coap");
            rule.protocol = "udp";
            return rule;
        }());
        bench.firewall->SetAttribute("LogRate", DoubleValue(2));
        bench.firewall->SetAttribute("LogCapacity", UintegerValue(4));
        int traced = 0;
        bench.firewall->TraceConnectWithoutContext("Log", MakeCallback(&LogBounds::Count, this));
        m_count = &traced;
        for (int second = 0; second < 4; ++second)
        {
            FirewallBench::At(second, [&]() {
                bench.Inwards(TestDatagram::Udp(1, 2)); // accepted: not logged
                for (int i = 0; i < 5; ++i)
                {
                    bench.Inwards(TestDatagram::Tcp(7, 80, 2));
                }
            });
        }
        Simulator::Run();
        const auto& log = bench.firewall->GetLog();
        NS_TEST_ASSERT_MSG_EQ(log.size(), 4, "two a second until full");
        NS_TEST_EXPECT_MSG_EQ(traced, 4, "the trace follows the log");
        NS_TEST_EXPECT_MSG_EQ(bench.firewall->GetLogSuppressed(), 16, "the others are counted");
        NS_TEST_EXPECT_MSG_EQ(log[2].time, Seconds(1), "time");
        NS_TEST_EXPECT_MSG_EQ(ToString(log[2].verdict), "dropped-default", "verdict");
        NS_TEST_EXPECT_MSG_EQ(log[2].rule, "default", "rule");
        NS_TEST_EXPECT_MSG_EQ(log[2].inInterface, "outside", "way in");
        NS_TEST_EXPECT_MSG_EQ(log[2].outInterface, "inside", "way out");
        NS_TEST_EXPECT_MSG_EQ(log[2].source, Ipv6Address("2001:2:0:1::1"), "source");
        NS_TEST_EXPECT_MSG_EQ(+log[2].protocol, 6, "protocol");
        NS_TEST_EXPECT_MSG_EQ(log[2].sourcePort, 7, "source port");
        NS_TEST_EXPECT_MSG_EQ(log[2].destinationPort, 80, "destination port");
    }

    void Count(const FirewallLogEntry&)
    {
        ++*m_count;
    }

    int* m_count{nullptr};
};

class LogAccepted : public TestCase
{
  public:
    LogAccepted()
        : TestCase("accepted openings are logged if asked for, packets of the flow are not")
    {
    }

  private:
    void DoRun() override
    {
        FirewallBench bench;
        bench.firewall->AddRule(FirewallBench::Accept("all"));
        bench.firewall->SetAttribute("LogAccepted", BooleanValue(true));
        bench.Inwards(TestDatagram::Udp(1, 2));
        bench.Inwards(TestDatagram::Udp(1, 2));
        NS_TEST_ASSERT_MSG_EQ(bench.firewall->GetLog().size(), 1, "the opening alone");
        NS_TEST_EXPECT_MSG_EQ(bench.firewall->GetLog()[0].rule, "all", "by its rule");
    }
};

class FirewallLimitsSuite : public TestSuite
{
  public:
    FirewallLimitsSuite()
        : TestSuite("iomt-firewall-limits", TestSuite::Type::UNIT)
    {
        AddTestCase(new RuleRate);
        AddTestCase(new SeparateBuckets);
        AddTestCase(new LogBounds);
        AddTestCase(new LogAccepted);
    }
};

FirewallLimitsSuite g_firewallLimitsSuite;

} // namespace
