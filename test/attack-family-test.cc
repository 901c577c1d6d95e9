// SPDX-License-Identifier: GPL-2.0-only

#include "attack-bench.h"

#include "ns3/no-attack.h"
#include "ns3/node-list.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::iomt;

/// Every member comes by its name and by its TypeId.
class AttackNamesCase : public TestCase
{
  public:
    AttackNamesCase()
        : TestCase("members by name")
    {
    }

  private:
    void DoRun() override
    {
        const std::map<std::string, std::string> members = {
            {"none", "ns3::iomt::NoAttack"},
            {"eavesdropper", "ns3::iomt::Eavesdropper"},
            {"replayer", "ns3::iomt::Replayer"},
            {"tamperer", "ns3::iomt::Tamperer"},
            {"flooder", "ns3::iomt::Flooder"}};
        for (const auto& [name, type] : members)
        {
            Ptr<Attack> attack = Attack::Create(name);
            NS_TEST_EXPECT_MSG_EQ(attack->GetInstanceTypeId().GetName(), type, name);
            NS_TEST_EXPECT_MSG_EQ(attack->IsInline(), (name == "tamperer"), name);
            TypeId tid;
            NS_TEST_EXPECT_MSG_EQ(TypeId::LookupByNameFailSafe(type, &tid), true, type);
        }
        std::string error;
        try
        {
            Attack::Create("replayr");
        }
        catch (const std::invalid_argument& e)
        {
            error = e.what();
        }
        NS_TEST_EXPECT_MSG_NE(error.find("'replayer'"), std::string::npos, "suggests: " << error);
    }
};

/// Options become attributes; a wrong one names its key and what is allowed, and changes nothing.
class AttackConfigureCase : public TestCase
{
  public:
    AttackConfigureCase()
        : TestCase("options of a scenario")
    {
    }

  private:
    void Refuse(const std::string& kind, const nlohmann::json& options, const std::string& part)
    {
        std::string error = "no error";
        try
        {
            Attack::Create(kind)->Configure(options);
        }
        catch (const std::invalid_argument& e)
        {
            error = e.what();
        }
        NS_TEST_EXPECT_MSG_NE(error.find(part), std::string::npos, options << ": " << error);
    }

    void DoRun() override
    {
        Ptr<Attack> flood = Attack::Create("flooder");
        flood->Configure({{"name", "flood"},
                          {"kind", "flooder"},
                          {"start_s", 1.5},
                          {"stop_s", nullptr},
                          {"payload_bytes", 1000}});
        TimeValue start;
        UintegerValue size;
        flood->GetAttribute("Start", start);
        flood->GetAttribute("PayloadSize", size);
        NS_TEST_EXPECT_MSG_EQ(flood->GetName(), "flood", "name");
        NS_TEST_EXPECT_MSG_EQ(start.Get(), MilliSeconds(1500), "start_s");
        NS_TEST_EXPECT_MSG_EQ(size.Get(), 1000, "payload_bytes");

        Ptr<Attack> tamper = Attack::Create("tamperer");
        tamper->Configure({{"values", {{"spo2", 97}, {"temperature", 36.6}}}});
        StringValue values;
        tamper->GetAttribute("Values", values);
        NS_TEST_EXPECT_MSG_EQ(values.Get(), "spo2=97 temperature=36.6", "values");

        Refuse("flooder", {{"rate_ps", 5}}, "did you mean rate_pps?");
        Refuse("flooder", {{"rate_pps", -5}}, "rate_pps: found -5");
        Refuse("flooder", {{"rate_pps", "fast"}}, "rate_pps: found \"fast\"");
        Refuse("flooder", {{"payload_bytes", -1}}, "payload_bytes: found -1");
        Refuse("flooder", {{"payload_bytes", 1e30}}, "payload_bytes: found 1e+30");
        Refuse("flooder", {{"payload_bytes", 1.5}}, "payload_bytes: found 1.5");
        Refuse("flooder", {{"spoof", 1}}, "spoof: found 1");
        Refuse("flooder", {{"content", "post"}}, "put or get");
        Refuse("replayer", {{"share", 1.1}}, "share: found 1.1, allowed: double 0:1");
        Refuse("replayer", {{"delay_s", -1}}, "delay_s: found -1");
        Refuse("tamperer", {{"values", {{"spo2", "high"}}}}, "values: found");
        Refuse("tamperer", {{"values", "spo2=97"}}, "values: found");
        Refuse("eavesdropper", {{"share", 1}}, "share: this attack has no such option");
        Refuse("none", nlohmann::json::array(), "allowed: an object");
    }
};

/// Start and Stop are planned, can be called by hand, and happen once.
class AttackLifeCase : public TestCase
{
  public:
    AttackLifeCase()
        : TestCase("life cycle")
    {
    }

  private:
    /// Counts what its base calls.
    class Counting : public Attack
    {
      public:
        int started{0};
        int stopped{0};

      private:
        void DoInstall() override
        {
            Tap(GetEnvironment().exchange, NetDevice::PromiscReceiveCallback());
        }

        void DoStart() override
        {
            ++started;
        }

        void DoStop() override
        {
            ++stopped;
        }
    };

    void Expect(const std::string& when, int started, int stopped)
    {
        NS_TEST_EXPECT_MSG_EQ(m_attack->started, started, when);
        NS_TEST_EXPECT_MSG_EQ(m_attack->stopped, stopped, when);
        NS_TEST_EXPECT_MSG_EQ(m_attack->IsActive(), (started > stopped), when);
    }

    void DoRun() override
    {
        AttackBench bench;
        m_attack = CreateObject<Counting>();
        m_attack->Configure({{"start_s", 2}, {"stop_s", 4}});
        bench.Install(m_attack);
        Simulator::Schedule(Seconds(1.9), [this] { Expect("before", 0, 0); });
        Simulator::Schedule(Seconds(2.1), [this] {
            m_attack->Start();
            Expect("during", 1, 0);
        });
        Simulator::Schedule(Seconds(4.1), [this] {
            Expect("after", 1, 1);
            m_attack->Stop();
            m_attack->Start();
            Expect("by hand", 2, 1);
        });
        bench.Run(Seconds(5));
        m_attack = nullptr;
    }

    Ptr<Counting> m_attack;
};

/// The null member leaves no trace in the simulation; a member without its segment says so.
class AttackPlaceCase : public TestCase
{
  public:
    AttackPlaceCase()
        : TestCase("where attacks are put")
    {
    }

  private:
    void DoRun() override
    {
        const uint32_t nodes = NodeList::GetNNodes();
        Ptr<Attack> none = Attack::Create("none");
        none->Configure({{"name", "baseline"}, {"kind", "none"}, {"start_s", 1}});
        none->Install({});
        NS_TEST_EXPECT_MSG_EQ(NodeList::GetNNodes(), nodes, "none has no node");
        NS_TEST_EXPECT_MSG_EQ(none->AssignStreams(1), 0, "nor streams");
        NS_TEST_EXPECT_MSG_EQ(none->Harm().size(), 0, "nor anything to tell");

        Ptr<Attack> tamper = Attack::Create("tamperer");
        AttackEnvironment half;
        half.exchange = CreateObject<CsmaChannel>();
        bool refused = false;
        try
        {
            tamper->Install(half);
        }
        catch (const std::invalid_argument&)
        {
            refused = true;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "no segment beyond");
        Simulator::Destroy();
    }
};

static class AttackFamilyTestSuite : public TestSuite
{
  public:
    AttackFamilyTestSuite()
        : TestSuite("iomt-attack-family", TestSuite::Type::UNIT)
    {
        AddTestCase(new AttackNamesCase);
        AddTestCase(new AttackConfigureCase);
        AddTestCase(new AttackLifeCase);
        AddTestCase(new AttackPlaceCase);
    }
} g_attackFamilyTestSuite;
