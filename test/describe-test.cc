// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/attack.h"
#include "ns3/classifier.h"
#include "ns3/describe.h"
#include "ns3/iomt-compat.h"
#include "ns3/object-protection.h"
#include "ns3/scenario.h"
#include "ns3/service.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Json = nlohmann::json;

std::vector<std::string>
NamesOf(const Json& described)
{
    std::vector<std::string> names;
    for (const auto& element : described)
    {
        names.push_back(element["name"]);
    }
    return names;
}

/// Each topic tells of every member of its family.
class DescribeTopicsCase : public TestCase
{
  public:
    DescribeTopicsCase()
        : TestCase("every member is described")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& topic : DescribeTopics())
        {
            const Json described = Describe(topic);
            if (topic == "schema")
            {
                NS_TEST_EXPECT_MSG_EQ(described, ScenarioSchema(), "the schema itself");
                continue;
            }
            for (const auto& element : described)
            {
                NS_TEST_EXPECT_MSG_EQ(element["summary"].get<std::string>().empty(),
                                      false,
                                      topic << " " << element["name"] << " says what it is");
            }
        }
        NS_TEST_EXPECT_MSG_EQ((NamesOf(Describe("suites")) == ObjectProtections().Names()),
                              true,
                              "suites");
        NS_TEST_EXPECT_MSG_EQ(
            (NamesOf(Describe("classifiers")) == ClassifierRegistry::Get().Names()),
            true,
            "classifiers");
        NS_TEST_EXPECT_MSG_EQ((NamesOf(Describe("attacks")) == Registry<AttackKind>::Get().Names()),
                              true,
                              "attacks");
        NS_TEST_EXPECT_MSG_EQ(
            (NamesOf(Describe("services")) == Registry<ServiceKind>::Get().Names()),
            true,
            "services");
        bool refused = false;
        try
        {
            Describe("suite");
        }
        catch (const ScenarioError& error)
        {
            refused = error.GetMessage().find("did you mean 'suites'?") != std::string::npos;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "no such topic");
    }
};

/// Schema and code agree on a family: every kind takes what the schema completes for it, and with
/// the same defaults.
template <typename Base, typename Kind>
class OptionsCase : public TestCase
{
  public:
    /// @param key of the scenario that lists members of the family
    explicit OptionsCase(const std::string& key)
        : TestCase(key + " take their options"),
          m_key(key)
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& kind : Registry<Kind>::Get().Names())
        {
            const Json written = {{"name", "x"},
                                  {"sites", {{{"name", "a"}}}},
                                  {m_key, {{{"name", "x"}, {"kind", kind}}}}};
            const Json complete = CompleteScenario(written);
            Ptr<Base> member = Base::Create(kind);
            Ptr<Base> untouched = Base::Create(kind);
            member->Configure(complete[m_key][0]);
            const TypeId type = member->GetInstanceTypeId();
            for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
            {
                const auto& attribute = type.GetAttribute(i);
                NS_TEST_EXPECT_MSG_EQ(Value(member, attribute.name),
                                      Value(untouched, attribute.name),
                                      kind << " has one default for " << attribute.name);
            }
        }
    }

    static std::string Value(Ptr<Base> member, const std::string& attribute)
    {
        StringValue value;
        member->GetAttribute(attribute, value);
        std::string text = value.Get();
        // A list of values has no order.
        std::vector<std::string> words;
        for (std::size_t begin = 0; begin < text.size();)
        {
            const std::size_t end = std::min(text.find(' ', begin), text.size());
            words.push_back(text.substr(begin, end - begin));
            begin = end + 1;
        }
        std::sort(words.begin(), words.end());
        text.clear();
        for (const auto& word : words)
        {
            text += word + " ";
        }
        return text;
    }

    std::string m_key;
};

class DescribeSuite : public TestSuite
{
  public:
    DescribeSuite()
        : TestSuite("iomt-describe", TestSuite::Type::UNIT)
    {
        AddTestCase(new DescribeTopicsCase);
        AddTestCase(new OptionsCase<Attack, AttackKind>("attacks"));
        AddTestCase(new OptionsCase<Service, ServiceKind>("services"));
    }
};

DescribeSuite g_describeSuite;

} // namespace
