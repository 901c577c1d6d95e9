// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/scenario.h"
#include "ns3/test.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Json = nlohmann::json;

/// What is left out is filled in, all the way down, and nothing else changes.
class ScenarioDefaultsCase : public TestCase
{
  public:
    ScenarioDefaultsCase()
        : TestCase("defaults are filled in")
    {
    }

  private:
    void DoRun() override
    {
        const Json written = {{"name", "small"},
                              {"sites", {{{"name", "a"}, {"patients", 2.0}}, {{"name", "b"}}}},
                              {"attacks", {{{"name", "f"}, {"kind", "flooder"}}}},
                              {"care", {{"late_ms", 1500}}}};
        const Json complete = CompleteScenario(written);
        NS_TEST_EXPECT_MSG_EQ(complete["duration_s"], 600, "top level");
        NS_TEST_EXPECT_MSG_EQ(complete["protection"]["object"], "aes-128-gcm", "whole object");
        NS_TEST_EXPECT_MSG_EQ(complete["care"]["late_ms"], 1500, "written value stays");
        NS_TEST_EXPECT_MSG_EQ(complete["care"]["alarm_deadline_ms"], 500, "beside a written one");
        NS_TEST_EXPECT_MSG_EQ(complete["sites"][1]["patients"], 1, "inside an array");
        NS_TEST_EXPECT_MSG_EQ(complete["sites"][0]["backhaul"].is_null(), true, "null default");
        NS_TEST_EXPECT_MSG_EQ(complete["attacks"][0]["rate_pps"], 1000, "of this kind of attack");
        NS_TEST_EXPECT_MSG_EQ(complete["attacks"][0].contains("delay_s"),
                              false,
                              "of no other kind");
        NS_TEST_EXPECT_MSG_EQ(complete["firewalls"]["edge"]["rules"][0]["name"],
                              "sites-to-broker",
                              "default out of a file");
        NS_TEST_EXPECT_MSG_EQ(complete["sites"][0]["patients"].dump(),
                              "2",
                              "a whole number of an integer");
        NS_TEST_EXPECT_MSG_EQ(complete["sites"][0]["patients"].is_number_unsigned(),
                              true,
                              "as if it had been written so");
        NS_TEST_EXPECT_MSG_EQ(CompleteScenario(complete), complete, "complete is complete");
        NS_TEST_EXPECT_MSG_EQ(CompleteScenario(ParseScenario(complete.dump(), "")),
                              complete,
                              "through text too");
    }
};

/// The scenarios that come with the module are found by name and are valid.
class ScenarioExamplesCase : public TestCase
{
  public:
    ScenarioExamplesCase()
        : TestCase("example scenarios are valid")
    {
    }

  private:
    void DoRun() override
    {
        const Json calm = LoadScenario("telemedicine");
        NS_TEST_EXPECT_MSG_EQ(calm["sites"].size(), 3, "two homes and a care home");
        NS_TEST_EXPECT_MSG_EQ(calm["attacks"].size(), 0, "nobody attacks");
        const Json attacked = LoadScenario("under-attack");
        NS_TEST_EXPECT_MSG_EQ(attacked["attacks"].size(), 4, "every adversary");
        // Else a difference between their results would not be the attacks' doing.
        for (const char* key : {"sites",
                                "devices",
                                "access",
                                "access_of",
                                "episodes",
                                "care",
                                "vitals",
                                "duration_s"})
        {
            NS_TEST_EXPECT_MSG_EQ(attacked[key], calm[key], "same " << key);
        }
    }
};

/// Which link a device is on: the site goes before the scenario, a kind before all devices.
class ScenarioAccessCase : public TestCase
{
  public:
    ScenarioAccessCase()
        : TestCase("access link of each device")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::string> sites{R"({"name":"a"})",
                                             R"({"name":"b","access":"none"})",
                                             R"({"name":"c","access_of":{"watch":"none"}})",
                                             R"({"name":"d","access":"none",
                                                 "access_of":{"watch":"802.15.4"}})"};
        const auto linksOf = [&sites](const std::string& access, const std::string& accessOf) {
            Json written{{"name", "x"}, {"sites", Json::array()}};
            for (const auto& site : sites)
            {
                written["sites"].push_back(Json::parse(site));
            }
            written["access"] = access;
            written["access_of"] = Json::parse(accessOf);
            const Json complete = CompleteScenario(written);
            std::string links;
            for (const auto& site : complete["sites"])
            {
                links += AccessOf(complete, site, "watch") + "/" +
                         AccessOf(complete, site, "thermometer") + " ";
            }
            return links;
        };
        NS_TEST_EXPECT_MSG_EQ(linksOf("802.15.4", "{}"),
                              "802.15.4/802.15.4 none/none none/802.15.4 802.15.4/none ",
                              "of the scenario");
        NS_TEST_EXPECT_MSG_EQ(linksOf("none", R"({"watch":"802.15.4"})"),
                              "802.15.4/none none/none none/none 802.15.4/none ",
                              "of a kind in the scenario");
        NS_TEST_EXPECT_MSG_EQ(
            CompleteScenario(Json{{"name", "x"}, {"sites", {{{"name", "a"}}}}})["access_of"].dump(),
            "{}",
            "none has its own by default");
    }
};

/// So many devices and no more are on a link that has a limit.
class ScenarioAccessLimitCase : public TestCase
{
  public:
    ScenarioAccessLimitCase()
        : TestCase("a gateway serves so many devices")
    {
    }

  private:
    void DoRun() override
    {
        const auto complete = [](int patients, const char* ecg) {
            return CompleteScenario(
                Json{{"name", "x"},
                     {"access", "none"},
                     {"devices", {"ecg-patch", "watch", "thermometer"}},
                     {"access_of", {{"ecg-patch", ecg}}},
                     {"sites", {{{"name", "a"}}, {{"name", "b"}, {"patients", patients}}}}});
        };
        RegisterAccessLimit("none", 10);
        std::string path;
        std::string message;
        try
        {
            complete(4, "none");
        }
        catch (const ScenarioError& error)
        {
            path = error.GetPath();
            message = error.GetMessage();
        }
        NS_TEST_EXPECT_MSG_EQ(path, "sites[1].patients", "where");
        for (const char* mention : {"is 4", "3 devices on none", "serves 10", "at most 3"})
        {
            NS_TEST_EXPECT_MSG_NE(message.find(mention), std::string::npos, message);
        }
        complete(3, "none");
        complete(5, "802.15.4"); // ten are left on the other
        RegisterAccessLimit("none", UINT64_MAX);
    }
};

/// Every key says what it is, and has a default or must be written.
class ScenarioSchemaCase : public TestCase
{
  public:
    ScenarioSchemaCase()
        : TestCase("every key is described")
    {
    }

  private:
    void DoRun() override
    {
        Visit(ScenarioSchema(), "");
        NS_TEST_EXPECT_MSG_GT(m_keys, 50, "the schema was walked");
    }

    void Visit(const Json& schema, const std::string& path)
    {
        for (const auto& alternative : schema.value("oneOf", Json::array()))
        {
            Visit(alternative, path);
        }
        const Json required = schema.value("required", Json::array());
        const Json properties = schema.value("properties", Json::object());
        for (const auto& property : properties.items())
        {
            const std::string key = path + "." + property.key();
            const Json& below = property.value();
            ++m_keys;
            NS_TEST_EXPECT_MSG_EQ(below.contains("description"), true, key << " is described");
            const bool isRequired =
                std::find(required.begin(), required.end(), property.key()) != required.end();
            NS_TEST_EXPECT_MSG_EQ((below.contains("default") || isRequired),
                                  true,
                                  key << " has a default, or must be written");
            const std::string name = property.key();
            for (const char* unit : {"_s", "_ms", "_hz", "_pps", "_bytes"})
            {
                const std::string ending = unit;
                if (name.size() > ending.size() &&
                    name.compare(name.size() - ending.size(), ending.size(), ending) == 0)
                {
                    NS_TEST_EXPECT_MSG_EQ(below.contains("x-unit"), true, key << " has a unit");
                }
            }
            if (below.contains("x-registry"))
            {
                NS_TEST_EXPECT_MSG_EQ((below.contains("enum") || below.contains("anyOf")),
                                      true,
                                      key << " has the names of its family");
            }
            Visit(below, key);
            if (below.contains("items"))
            {
                Visit(below["items"], key);
            }
        }
    }

    int m_keys{0};
};

class ScenarioCompletionSuite : public TestSuite
{
  public:
    ScenarioCompletionSuite()
        : TestSuite("iomt-scenario-completion", TestSuite::Type::UNIT)
    {
        AddTestCase(new ScenarioDefaultsCase);
        AddTestCase(new ScenarioExamplesCase);
        AddTestCase(new ScenarioAccessCase);
        AddTestCase(new ScenarioAccessLimitCase);
        AddTestCase(new ScenarioSchemaCase);
    }
};

ScenarioCompletionSuite g_scenarioCompletionSuite;

} // namespace
