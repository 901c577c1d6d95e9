// SPDX-License-Identifier: GPL-2.0-only

// Services: members by name, options, the life cycle, the null member.

#include "service-bench.h"

#include "ns3/no-service.h"
#include "ns3/node-list.h"
#include "ns3/nstime.h"
#include "ns3/test.h"

#include <map>

using namespace ns3;
using namespace ns3::iomt;

/// Every member comes by its name and by its TypeId; options become attributes.
class ServiceNamesCase : public TestCase
{
  public:
    ServiceNamesCase()
        : TestCase("members by name, and their options")
    {
    }

  private:
    void Refuse(const std::string& kind, const nlohmann::json& options, const std::string& part)
    {
        std::string error = "no error";
        try
        {
            Service::Create(kind)->Configure(options);
        }
        catch (const std::invalid_argument& e)
        {
            error = e.what();
        }
        NS_TEST_EXPECT_MSG_NE(error.find(part), std::string::npos, options << ": " << error);
    }

    void DoRun() override
    {
        const std::map<std::string, std::string> members = {
            {"none", "ns3::iomt::NoService"},
            {"imaging", "ns3::iomt::ImagingService"},
            {"teleconsultation", "ns3::iomt::TeleconsultationService"},
            {"health-card", "ns3::iomt::HealthCardService"}};
        for (const auto& [name, type] : members)
        {
            NS_TEST_EXPECT_MSG_EQ(Service::Create(name)->GetInstanceTypeId().GetName(), type, name);
        }
        Ptr<Service> service = Service::Create("imaging");
        service->Configure({{"name", "scan"},
                            {"kind", "imaging"},
                            {"start_s", 2.5},
                            {"stop_s", nullptr},
                            {"modality", "mri"}});
        TimeValue start;
        StringValue modality;
        service->GetAttribute("Start", start);
        service->GetAttribute("Modality", modality);
        NS_TEST_EXPECT_MSG_EQ(service->GetName(), "scan", "name");
        NS_TEST_EXPECT_MSG_EQ(start.Get(), MilliSeconds(2500), "start_s");
        NS_TEST_EXPECT_MSG_EQ(modality.Get(), "mri", "modality");
        Refuse("imaging", {{"modalit", "mri"}}, "this service has no such option, did you mean");
        Refuse("imaging", {{"images", -1}}, "images: found -1");
        Refuse("teleconsultation", {{"video_kbps", "much"}}, "video_kbps: found \"much\"");
        Refuse("health-card", {{"clone_share", 1.5}}, "clone_share: found 1.5");
        Refuse("health-card", {{"period_s", 0}}, "period_s: found 0");
        Refuse("health-card", {{"authenticate", "yes"}}, "authenticate: found \"yes\"");
        Refuse("none", {{"site", "home"}}, "site: this service has no such option");
        Refuse("none", nlohmann::json::array(), "allowed: an object");
    }
};

/// Start and Stop are planned, can be called by hand, and happen once.
class ServiceLifeCase : public TestCase
{
  public:
    ServiceLifeCase()
        : TestCase("life cycle")
    {
    }

  private:
    /// Counts what its base calls.
    class Counting : public Service
    {
      public:
        int started{0};
        int stopped{0};

      private:
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
        NS_TEST_EXPECT_MSG_EQ(m_service->started, started, when);
        NS_TEST_EXPECT_MSG_EQ(m_service->stopped, stopped, when);
        NS_TEST_EXPECT_MSG_EQ(m_service->IsActive(), (started > stopped), when);
    }

    void DoRun() override
    {
        ServiceBench bench;
        m_service = CreateObject<Counting>();
        m_service->Configure({{"start_s", 2}, {"stop_s", 4}});
        bench.Install(m_service);
        Simulator::Schedule(Seconds(1.9), [this] { Expect("before", 0, 0); });
        Simulator::Schedule(Seconds(2.1), [this] {
            m_service->Start();
            Expect("during", 1, 0);
        });
        Simulator::Schedule(Seconds(4.1), [this] {
            Expect("after", 1, 1);
            m_service->Stop();
            m_service->Start();
            Expect("by hand", 2, 1);
        });
        bench.Run(Seconds(5));
        m_service = nullptr;
    }

    Ptr<Counting> m_service;
};

/// The null member leaves no trace; a site that is not there is named.
class ServicePlaceCase : public TestCase
{
  public:
    ServicePlaceCase()
        : TestCase("where services are put")
    {
    }

  private:
    void DoRun() override
    {
        ServiceBench bench;
        const uint32_t nodes = NodeList::GetNNodes();
        Ptr<Service> none = Service::Create("none");
        none->Configure({{"name", "baseline"}, {"kind", "none"}});
        none->Install(bench);
        NS_TEST_EXPECT_MSG_EQ(NodeList::GetNNodes(), nodes, "none has no node");
        NS_TEST_EXPECT_MSG_EQ(none->AssignStreams(1), 0, "nor streams");
        NS_TEST_EXPECT_MSG_EQ(none->Flows().size(), 0, "nor flows");
        NS_TEST_EXPECT_MSG_EQ(none->Results().size(), 0, "nor anything to tell");
        for (const char* kind : {"imaging", "teleconsultation", "health-card"})
        {
            Ptr<Service> lost = Service::Create(kind);
            lost->Configure({{"site", "nowhere"}});
            std::string error;
            try
            {
                lost->Install(bench);
            }
            catch (const std::invalid_argument& e)
            {
                error = e.what();
            }
            NS_TEST_EXPECT_MSG_NE(error.find("'nowhere'"), std::string::npos, kind << error);
        }
    }
};

static class ServiceFamilyTestSuite : public TestSuite
{
  public:
    ServiceFamilyTestSuite()
        : TestSuite("iomt-service-family", TestSuite::Type::UNIT)
    {
        AddTestCase(new ServiceNamesCase);
        AddTestCase(new ServiceLifeCase);
        AddTestCase(new ServicePlaceCase);
    }
} g_serviceFamilyTestSuite;
