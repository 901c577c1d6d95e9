// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/scenario.h"
#include "ns3/test.h"

#include <algorithm>
#include <string>

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
        for (const char* key : {"sites", "devices", "episodes", "care", "vitals", "duration_s"})
        {
            NS_TEST_EXPECT_MSG_EQ(attacked[key], calm[key], "same " << key);
        }
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
        AddTestCase(new ScenarioSchemaCase);
    }
};

ScenarioCompletionSuite g_scenarioCompletionSuite;

} // namespace
