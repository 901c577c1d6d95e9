// SPDX-License-Identifier: GPL-2.0-only

#include "care-bench.h"

#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// A command is executed once, though the broker tells of it with every renewed subscription.
class GatewayExecutesCase : public TestCase
{
  public:
    explicit GatewayExecutesCase(const std::string& suite)
        : TestCase("a command is executed once under " + suite),
          m_suite(suite)
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench(m_suite);
        bench.doctor->SetAttribute("CoolDown", TimeValue(Seconds(10000)));
        bench.Feel([](double t) {
            return std::map<std::string, double>{{"spo2", t > 10 && t < 30 ? 91 : 98}};
        });
        bench.Run(300);
        NS_TEST_EXPECT_MSG_EQ(bench.Count(CareEvent::COMMAND_SENT), 1, "sent");
        NS_TEST_EXPECT_MSG_EQ(bench.Count(CareEvent::COMMAND_EXECUTED), 1, "executed");
        NS_TEST_EXPECT_MSG_EQ(bench.Count(CareEvent::COMMAND_REFUSED), 0, "refused");
        NS_TEST_EXPECT_MSG_EQ(bench.LastDetail(CareEvent::COMMAND_EXECUTED), "oxygen-on", "what");
    }

    std::string m_suite;
};

/// What the doctor did not sign, or what is no command, is refused with its reason.
class GatewayRefusesCase : public TestCase
{
  public:
    GatewayRefusesCase()
        : TestCase("refuses forged and unusable commands")
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        bench.KeepSilent();
        const std::string topic = CareBench::COMMANDS;
        auto doctor = CareBench::Sender("doctor", bench.toGateway);
        auto forger = CareBench::Sender("doctor", bench.toGateway, "stranger");
        double at = 4;
        std::size_t unusable = 0;
        for (const char* odd : {"oxygen-on",
                                "[]",
                                "{}",
                                R"({"id":"cmd-1"})",
                                R"({"id":1,"command":"oxygen-on"})",
                                R"({"id":"cmd-1","command":null})",
                                R"({"id":"cmd-1","command":"oxygen-on","patient":3})"})
        {
            bench.Publish(at++, topic, doctor->Seal(CareBench::Text(odd), topic));
            ++unusable;
        }
        for (int i = 0; i < 20; ++i)
        {
            forger->Seal({}, topic);
        }
        const Bytes good =
            CareBench::Text(R"({"id":"cmd-1","command":"oxygen-off","patient":"p1"})");
        bench.Publish(at++, topic, forger->Seal(good, topic));
        bench.Run(at + 1);
        NS_TEST_EXPECT_MSG_EQ(bench.Count(CareEvent::COMMAND_REFUSED), unusable + 1, "refused");
        NS_TEST_EXPECT_MSG_EQ(bench.LastDetail(CareEvent::COMMAND_REFUSED),
                              "bad signature",
                              "forged");
        NS_TEST_EXPECT_MSG_EQ(bench.Count(CareEvent::COMMAND_EXECUTED), 0, "executed");
        NS_TEST_EXPECT_MSG_EQ(bench.care.front().detail, "not a command", "reason");
    }
};

class GatewayAgentSuite : public TestSuite
{
  public:
    GatewayAgentSuite()
        : TestSuite("iomt-gateway-agent", TestSuite::Type::UNIT)
    {
        AddTestCase(new GatewayExecutesCase("aes-128-gcm"));
        AddTestCase(new GatewayExecutesCase("none"));
        AddTestCase(new GatewayRefusesCase);
    }
} g_gatewayAgentSuite;

} // namespace
