// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/scenario.h"
#include "ns3/test.h"

#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Json = nlohmann::json;

/// A path sets one value, one of a list, or all of it.
class ScenarioSetCase : public TestCase
{
  public:
    ScenarioSetCase()
        : TestCase("set by path")
    {
    }

  private:
    void DoRun() override
    {
        Json scenario = ReadScenario("under-attack");
        NS_TEST_EXPECT_MSG_EQ(scenario.contains("protection"), false, "left to its default");
        SetPath(scenario, "protection.object=none");
        NS_TEST_EXPECT_MSG_EQ(scenario["protection"]["object"], "none", "object is made");

        SetPath(scenario, "sites.patients=2");
        SetPath(scenario, "sites[1].patients=3");
        SetPath(scenario, "sites.care-home.patients=5");
        NS_TEST_EXPECT_MSG_EQ(scenario["sites"][0]["patients"], 2, "all");
        NS_TEST_EXPECT_MSG_EQ(scenario["sites"][1]["patients"], 3, "by index");
        NS_TEST_EXPECT_MSG_EQ(scenario["sites"][2]["patients"], 5, "by name");

        SetPath(scenario, "attacks.share=0.5");
        NS_TEST_EXPECT_MSG_EQ(scenario["attacks"][1]["share"], 0.5, "the replayer's");
        NS_TEST_EXPECT_MSG_EQ(scenario["attacks"][2]["share"], 0.5, "the tamperer's");
        NS_TEST_EXPECT_MSG_EQ(scenario["attacks"][3].contains("share"),
                              false,
                              "a flooder has none");

        SetPath(scenario, "firewalls.edge.rules.sites-to-broker.rate_pps=50");
        NS_TEST_EXPECT_MSG_EQ(scenario["firewalls"]["edge"]["rules"].size(),
                              2,
                              "the default rules are there to be changed");
        SetPath(scenario, "attacks=[]");
        NS_TEST_EXPECT_MSG_EQ(scenario["attacks"].size(), 0, "a list at once");
        SetPath(scenario, "vitals.e4_folder=null");
        NS_TEST_EXPECT_MSG_EQ(scenario["vitals"]["e4_folder"].is_null(), true, "null");
        SetPath(scenario, "devices[0]=wristband");
        NS_TEST_EXPECT_MSG_EQ(scenario["devices"][0], "wristband", "element of default list");

        SetPath(scenario, "access=802.15.4");
        NS_TEST_EXPECT_MSG_EQ(scenario["access"], "802.15.4", "no number, so a string");
        SetPath(scenario, "access_of.ecg-patch=none");
        NS_TEST_EXPECT_MSG_EQ(scenario["access_of"]["ecg-patch"], "none", "a key of any name");
        SetPath(scenario, "sites.home-1.access_of.watch=none");
        NS_TEST_EXPECT_MSG_EQ(scenario["sites"][0]["access_of"]["watch"], "none", "of a site");
        SetPath(scenario, "name=7");
        NS_TEST_EXPECT_MSG_EQ(scenario["name"], "7", "a string where only strings belong");
        SetPath(scenario, "name=\"a=b\"");
        NS_TEST_EXPECT_MSG_EQ(scenario["name"], "a=b", "JSON text, with = in it");
        SetPath(scenario, "seed=1,\"name\":\"x\"");
        NS_TEST_EXPECT_MSG_EQ(scenario["seed"].is_string(), true, "a value is one value");
    }
};

/// What a path may be read for, as a sweep does for its columns.
class ScenarioGetCase : public TestCase
{
  public:
    ScenarioGetCase()
        : TestCase("get by path")
    {
    }

  private:
    void DoRun() override
    {
        const Json scenario = LoadScenario("telemedicine");
        NS_TEST_EXPECT_MSG_EQ(GetPath(scenario, "protection.object"), "aes-128-gcm", "nested");
        NS_TEST_EXPECT_MSG_EQ(GetPath(scenario, "sites[2].patients"), 4, "by index");
        NS_TEST_EXPECT_MSG_EQ(GetPath(scenario, "sites.care-home.patients"), 4, "by name");
        for (const char* path : {"sites[3].patients", "sites.x", "nothing", "name.x", ""})
        {
            bool refused = false;
            try
            {
                GetPath(scenario, path);
            }
            catch (const ScenarioError&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, true, "'" << path << "' leads nowhere");
        }
    }
};

/// A path that leads nowhere says where it stops.
class ScenarioBadPathCase : public TestCase
{
  public:
    ScenarioBadPathCase()
        : TestCase("path that leads nowhere")
    {
    }

  private:
    void DoRun() override
    {
        Expect("protecton.object=none", "did you mean 'protection'?");
        Expect("protection.objet=none", "protection.objet: ");
        Expect("sites.home-3.patients=1", "did you mean 'home-1'?");
        Expect("sites.patient=1", "did you mean 'patients'?");
        Expect("sites[3].patients=1", "there are 3");
        Expect("sites[x].patients=1", "without an index");
        Expect("sites[99999999999999999999].patients=1", "without an index");
        Expect("attacks.share=1", "nothing in the scenario");
        Expect("seed.x=1", "nothing below it");
        Expect("seed[0]=1", "nothing below it");
        Expect("duration_s", "no '='");
        Expect("=5", "no path");
        Expect("care..late_ms=5", "no path");
        Expect("description=\xff", "not UTF-8");
    }

    void Expect(const std::string& assignment, const std::string& mention)
    {
        Json scenario = ReadScenario("telemedicine");
        try
        {
            SetPath(scenario, assignment);
            NS_TEST_EXPECT_MSG_EQ(true, false, assignment << " was taken");
        }
        catch (const ScenarioError& error)
        {
            NS_TEST_EXPECT_MSG_NE(std::string(error.what()).find(mention),
                                  std::string::npos,
                                  "'" << error.what() << "' mentions " << mention);
        }
    }
};

class ScenarioPathSuite : public TestSuite
{
  public:
    ScenarioPathSuite()
        : TestSuite("iomt-scenario-path", TestSuite::Type::UNIT)
    {
        AddTestCase(new ScenarioSetCase);
        AddTestCase(new ScenarioGetCase);
        AddTestCase(new ScenarioBadPathCase);
    }
};

ScenarioPathSuite g_scenarioPathSuite;

} // namespace
