// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/test.h"
#include "ns3/treatments.h"

#include <nlohmann/json.hpp>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Which steps of care count against which episodes.
class TreatmentsCase : public TestCase
{
  public:
    TreatmentsCase()
        : TestCase("what treats what")
    {
    }

  private:
    void DoRun() override
    {
        const CareRules rules =
            CareRules::Parse(nlohmann::json::parse(R"({"description": "a test", "rules": [
            {"name": "a", "alarm": "urgent", "treats": ["hypoxia"], "source": "test",
             "prescribe": {"medication": "Oxygen", "atc": "V03AN01", "dosage": "2 L/min"},
             "commands": [{"to": "gateway"}, {"to": "ecg-patch", "command": "stream", "value": 1}]},
            {"name": "b", "alarm": "urgent", "treats": ["hypoglycaemia"], "source": "test",
             "commands": [{"to": "insulin-pump", "command": "pump-rate", "value": 0}]},
            {"name": "c", "alarm": "urgent", "treats": ["fever"], "source": "test",
             "prescribe": {"medication": "Oxygen", "atc": "V03AN01", "dosage": "4 L/min"}}
        ]})"),
                             "rules");
        const Treatments treatments(rules, "oxygen-on");
        const auto of = [&treatments](CareEvent::Kind kind, const std::string& detail) {
            std::string text;
            for (const std::string& treated : treatments.Of({kind, "p1", "id", detail}))
            {
                text += treated + " ";
            }
            return text;
        };
        NS_TEST_EXPECT_MSG_EQ(of(CareEvent::PICKED_UP, "Oxygen"), "fever hypoxia ", "both rules");
        NS_TEST_EXPECT_MSG_EQ(of(CareEvent::PICKED_UP, "Morphine"), "", "not by a rule");
        NS_TEST_EXPECT_MSG_EQ(of(CareEvent::PRESCRIBED, "Oxygen"), "", "nobody has it yet");
        NS_TEST_EXPECT_MSG_EQ(of(CareEvent::DISPENSED, "Oxygen"), "", "it waits to be fetched");
        NS_TEST_EXPECT_MSG_EQ(of(CareEvent::COMMAND_EXECUTED, "oxygen-on"), "hypoxia ", "gateway");
        NS_TEST_EXPECT_MSG_EQ(of(CareEvent::COMMAND_SENT, "oxygen-on"), "", "not yet done");
        NS_TEST_EXPECT_MSG_EQ(of(CareEvent::COMMAND_EXECUTED, "pump-rate 0"),
                              "hypoglycaemia ",
                              "with a value");
        NS_TEST_EXPECT_MSG_EQ(of(CareEvent::COMMAND_EXECUTED, "stream 1"), "", "a look");
        NS_TEST_EXPECT_MSG_EQ(Treatments().Of({CareEvent::PICKED_UP, "p1", "id", "Oxygen"}).size(),
                              0,
                              "no rules");
    }
};

class TreatmentsSuite : public TestSuite
{
  public:
    TreatmentsSuite()
        : TestSuite("iomt-treatments", TestSuite::Type::UNIT)
    {
        AddTestCase(new TreatmentsCase);
    }
} g_treatmentsSuite;

} // namespace
