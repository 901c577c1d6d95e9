// SPDX-License-Identifier: GPL-2.0-only

// What a doctor does about which alarm: the file of rules, its reader and the choice of a rule.

#include "ns3/care-rules.h"
#include "ns3/data-path.h"
#include "ns3/device-profile.h"
#include "ns3/test.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

Classification
Raised(const std::string& classifier,
       const std::string& label,
       Alarm alarm,
       const std::string& reason)
{
    Classification raised;
    raised.classifier = classifier;
    raised.label = label;
    raised.alarm = alarm;
    raised.reason = reason;
    return raised;
}

std::string
NameOf(const CareRule* rule)
{
    return rule ? rule->name : "";
}

/// Each condition of a rule counts, and the first rule that is about an alarm.
class ChoiceCase : public TestCase
{
  public:
    ChoiceCase()
        : TestCase("the first rule whose conditions all hold is chosen")
    {
    }

  private:
    void DoRun() override
    {
        const CareRules rules = CareRules::Parse(nlohmann::json::parse(R"({
            "description": "d", "rules": [
            {"name": "worst", "alarm": "emergency", "source": "s"},
            {"name": "low", "alarm": "urgent", "classifiers": ["glucose", "x"],
             "labels": ["low"], "source": "s",
             "commands": [{"to": "pump", "command": "pump-rate", "value": 0.5},
                          {"to": "gateway"}]},
            {"name": "spo2", "alarm": "urgent", "because": ["spo2", "SpO2"], "source": "s",
             "prescribe": {"medication": "Oxygen", "atc": "V03AN01", "dosage": "some"},
             "treats": ["hypoxia"]}]})"),
                                                 "test");
        const auto choose = [&rules](const Classification& raised) {
            return NameOf(rules.Find(raised));
        };
        NS_TEST_EXPECT_MSG_EQ(choose(Raised("a", "b", Alarm::EMERGENCY, "c")), "worst", "level");
        NS_TEST_EXPECT_MSG_EQ(choose(Raised("glucose", "low", Alarm::URGENT, "spo2 90")),
                              "low",
                              "the first of two");
        NS_TEST_EXPECT_MSG_EQ(choose(Raised("glucose", "high", Alarm::URGENT, "")), "", "label");
        NS_TEST_EXPECT_MSG_EQ(choose(Raised("news2", "low", Alarm::URGENT, "")), "", "classifier");
        NS_TEST_EXPECT_MSG_EQ(choose(Raised("news2", "", Alarm::URGENT, "pulse 3, spo2 90 %")),
                              "spo2",
                              "reason");
        NS_TEST_EXPECT_MSG_EQ(choose(Raised("news2", "", Alarm::NONE, "spo2 90 %")),
                              "",
                              "no alarm");
        NS_TEST_ASSERT_MSG_EQ(rules.All().size(), 3, "rules");
        const CareRule& low = rules.All()[1];
        NS_TEST_ASSERT_MSG_EQ(low.commands.size(), 2, "commands");
        NS_TEST_EXPECT_MSG_EQ(low.commands[0].value.value_or(-1), 0.5, "value");
        NS_TEST_EXPECT_MSG_EQ(low.commands[1].command, "", "a gateway's is the scenario's");
        NS_TEST_EXPECT_MSG_EQ(rules.All()[2].prescribe->code, "V03AN01", "code");
        NS_TEST_EXPECT_MSG_EQ(rules.All()[2].treats.at(0), "hypoxia", "against what");
    }
};

/// The rules of the module are sound, and do what their alarms want.
class DefaultRulesCase : public TestCase
{
  public:
    DefaultRulesCase()
        : TestCase("the module's rules")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string& name : DataNames("care"))
        {
            NS_TEST_EXPECT_MSG_EQ(CareRules::Load(name).All().empty(), false, name);
        }
        const CareRules rules = CareRules::Load("rules");
        const std::vector<std::pair<Classification, std::string>> expected{
            {Raised("news2", "medium", Alarm::URGENT, "spo2 91 % (3)"), "oxygen"},
            {Raised("glucose", "low", Alarm::URGENT, "glucose 60 mg/dL"), "hypoglycaemia"},
            {Raised("glucose", "very-high", Alarm::URGENT, "glucose 300 mg/dL"), ""},
            {Raised("news2", "medium", Alarm::URGENT, "temperature 39.2 degC (2)"), "fever"},
            {Raised("news2", "medium", Alarm::URGENT, "temperature 34.8 degC (3)"), ""},
            {Raised("news2", "medium", Alarm::URGENT, "pulse 135 /min (3)"), "tachycardia"},
            {Raised("news2", "medium", Alarm::URGENT, "pulse 38 /min (3)"), ""},
        };
        for (const auto& [raised, name] : expected)
        {
            NS_TEST_EXPECT_MSG_EQ(NameOf(rules.Find(raised)), name, raised.reason);
        }
    }
};

/// Whatever is wrong is named with its place.
class RefusedRulesCase : public TestCase
{
  public:
    RefusedRulesCase()
        : TestCase("refuses unsound rules and says where")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::pair<std::string, std::string>> unsound{
            {"[]", "object"},
            {R"({"rules": []})", "description"},
            {R"({"description": "d"})", "rules"},
            {R"({"description": "d", "rules": {}})", "array"},
            {R"({"description": "d", "rules": [5]})", "rules[0]"},
            {R"({"description": "d", "rules": [{"name": "a", "alarm": "urgent"}]})", "source"},
            {R"({"description": "d", "rules": [{"name": "a", "alarm": "loud", "source": "s"}]})",
             "allowed: urgent, emergency"},
            {R"({"description": "d", "rules": [{"name": "a", "alarm": "urgent", "source": "s",
                 "becaus": ["x"]}]})",
             "did you mean 'because'"},
            {R"({"description": "d", "rules": [{"name": "a", "alarm": "urgent", "source": "s",
                 "because": []}]})",
             "at least one"},
            {R"({"description": "d", "rules": [{"name": "a", "alarm": "urgent", "source": "s",
                 "because": [7]}]})",
             "'because' must be an array of texts"},
            {R"({"description": "d", "rules": [{"name": "a", "alarm": "urgent", "source": "s",
                 "prescribe": {"medication": "x", "atc": "y"}}]})",
             "dosage"},
            {R"({"description": "d", "rules": [{"name": "a", "alarm": "urgent", "source": "s",
                 "commands": {"to": "x"}}]})",
             "'commands' must be an array"},
            {R"({"description": "d", "rules": [{"name": "a", "alarm": "urgent", "source": "s",
                 "commands": [{"to": "x"}]}]})",
             "rules[0].commands[0]"},
            {R"({"description": "d", "rules": [{"name": "a", "alarm": "urgent", "source": "s",
                 "commands": [{"to": "x", "command": "y", "value": "z"}]}]})",
             "'value' must be a number"},
            {R"({"description": "d", "rules": [{"name": "a", "alarm": "urgent", "source": "s",
                 "commands": [{"to": "gateway", "command": "y"}]}]})",
             "unknown key 'command'"},
            {R"({"description": "d", "rules": [{"name": "a", "alarm": "urgent", "source": "s"},
                 {"name": "a", "alarm": "urgent", "source": "s"}]})",
             "already a rule 'a'"},
        };
        for (const auto& [text, expected] : unsound)
        {
            std::string error;
            try
            {
                CareRules::Parse(nlohmann::json::parse(text), "my.json");
            }
            catch (const ProfileError& refused)
            {
                error = refused.what();
            }
            NS_TEST_EXPECT_MSG_NE(error.find(expected), std::string::npos, text << ": " << error);
            NS_TEST_EXPECT_MSG_NE(error.find("my.json"), std::string::npos, error);
        }
    }
};

class CareRulesSuite : public TestSuite
{
  public:
    CareRulesSuite()
        : TestSuite("iomt-care-rules", TestSuite::Type::UNIT)
    {
        AddTestCase(new ChoiceCase);
        AddTestCase(new DefaultRulesCase);
        AddTestCase(new RefusedRulesCase);
    }
} g_careRulesSuite;

} // namespace
