// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/news2-classifier.h"
#include "ns3/test.h"

#include <algorithm>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/** @brief Every value of the chart, each row spelt out from the printed form. */
class News2ChartTestCase : public TestCase
{
  public:
    News2ChartTestCase()
        : TestCase("Every value of the NEWS2 chart")
    {
    }

  private:
    void DoRun() override
    {
        for (int value = 0; value <= 100; ++value)
        {
            int respiration = 3;
            respiration = value <= 24 ? 2 : respiration;
            respiration = value <= 20 ? 0 : respiration;
            respiration = value <= 11 ? 1 : respiration;
            respiration = value <= 8 ? 3 : respiration;
            NS_TEST_EXPECT_MSG_EQ(News2Points("respiration", value), respiration, value << " /min");
            const int spo2 = value >= 96 ? 0 : value >= 94 ? 1 : value >= 92 ? 2 : 3;
            NS_TEST_EXPECT_MSG_EQ(News2Points("spo2", value), spo2, value << " %");
        }
        for (int value = 0; value <= 300; ++value)
        {
            const int slow = value <= 40 ? 3 : value <= 50 ? 1 : 0;
            const int fast = value >= 131 ? 3 : value >= 111 ? 2 : value >= 91 ? 1 : 0;
            NS_TEST_EXPECT_MSG_EQ(News2Points("pulse", value), slow + fast, value << " /min");
        }
        for (int tenths = 250; tenths <= 450; ++tenths)
        {
            const int cold = tenths <= 350 ? 3 : tenths <= 360 ? 1 : 0;
            const int hot = tenths >= 391 ? 2 : tenths >= 381 ? 1 : 0;
            NS_TEST_EXPECT_MSG_EQ(News2Points("temperature", tenths / 10.0),
                                  cold + hot,
                                  tenths / 10.0 << " degC");
        }
        for (int value = 0; value <= 300; ++value)
        {
            int systolic = 3;
            systolic = value <= 219 ? 0 : systolic;
            systolic = value <= 110 ? 1 : systolic;
            systolic = value <= 100 ? 2 : systolic;
            systolic = value <= 90 ? 3 : systolic;
            NS_TEST_EXPECT_MSG_EQ(News2Points("systolic", value), systolic, value << " mmHg");
        }
        NS_TEST_EXPECT_MSG_EQ(News2Points("oxygen", 0), 0, "air");
        NS_TEST_EXPECT_MSG_EQ(News2Points("oxygen", 1), 2, "oxygen");
        NS_TEST_EXPECT_MSG_EQ(News2Points("consciousness", 0), 0, "alert");
        NS_TEST_EXPECT_MSG_EQ(News2Points("consciousness", 1), 3, "CVPU");
        // A value that went through a ratio on the wire comes back a hair off.
        NS_TEST_EXPECT_MSG_EQ(News2Points("spo2", 95.99999999), 0, "96 % with rounding noise");
        NS_TEST_EXPECT_MSG_EQ(News2Points("temperature", 35.04), 3, "shown as 35.0 degC");
        NS_TEST_EXPECT_MSG_EQ(News2Points("temperature", 35.06), 1, "shown as 35.1 degC");
        bool refused = false;
        try
        {
            News2Points("sweat", 1);
        }
        catch (const std::invalid_argument&)
        {
            refused = true;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "no row of the chart");
    }
};

/** @brief Score and alarm of every combination of bands, also with vital signs missing. */
class News2TriggerTestCase : public TestCase
{
  public:
    News2TriggerTestCase()
        : TestCase("Thresholds and triggers")
    {
    }

  private:
    void DoRun() override
    {
        struct Value
        {
            double value;
            int points;
        };

        constexpr int MISSING = 0;
        const std::vector<Value> respiration{{-1, MISSING},
                                             {8, 3},
                                             {9, 1},
                                             {20, 0},
                                             {21, 2},
                                             {25, 3}};
        const std::vector<Value> spo2{{-1, MISSING}, {91, 3}, {93, 2}, {95, 1}, {96, 0}};
        const std::vector<Value>
            pulse{{-1, MISSING}, {40, 3}, {50, 1}, {90, 0}, {110, 1}, {130, 2}, {131, 3}};
        const std::vector<Value> temperature{{-1, MISSING},
                                             {35, 3},
                                             {36, 1},
                                             {38, 0},
                                             {39, 1},
                                             {39.1, 2}};
        const std::vector<Value> oxygen{{-1, MISSING}, {0, 0}, {1, 2}};
        const std::vector<Value> systolic{{-1, MISSING},
                                          {90, 3},
                                          {100, 2},
                                          {110, 1},
                                          {219, 0},
                                          {220, 3}};
        const std::vector<Value> consciousness{{-1, MISSING}, {0, 0}, {1, 3}};
        const std::vector<std::pair<const char*, std::vector<Value>>> chart{
            {"respiration", respiration},
            {"spo2", spo2},
            {"oxygen", oxygen},
            {"systolic", systolic},
            {"pulse", pulse},
            {"consciousness", consciousness},
            {"temperature", temperature}};
        std::size_t combinations = 1;
        for (const auto& row : chart)
        {
            combinations *= row.second.size();
        }
        int emergencies = 0;
        for (std::size_t combination = 0; combination < combinations; ++combination)
        {
            std::map<std::string, double> values;
            int score = 0;
            bool red = false;
            std::size_t rest = combination;
            for (const auto& [name, row] : chart)
            {
                const Value& value = row[rest % row.size()];
                rest /= row.size();
                score += value.points;
                red = red || value.points == 3;
                if (value.value >= 0)
                {
                    values[name] = value.value;
                }
            }
            News2Classifier classifier{ClassifierSettings()};
            const auto result = classifier.Update({0, values});
            NS_TEST_ASSERT_MSG_EQ(result.has_value(), !values.empty(), "some value");
            if (!result)
            {
                continue;
            }
            const auto alarm = score >= 7          ? Alarm::EMERGENCY
                               : score >= 5 || red ? Alarm::URGENT
                                                   : Alarm::NONE;
            const std::string label = score >= 7   ? "high"
                                      : score >= 5 ? "medium"
                                      : red        ? "low-medium"
                                                   : "low";
            emergencies += alarm == Alarm::EMERGENCY;
            NS_TEST_ASSERT_MSG_EQ(result->score, score, result->reason);
            NS_TEST_ASSERT_MSG_EQ(ToString(result->alarm), ToString(alarm), result->reason);
            NS_TEST_ASSERT_MSG_EQ(result->label, label, result->reason);
            NS_TEST_ASSERT_MSG_EQ(result->reason.empty(), (score == 0), result->reason);
        }
        NS_TEST_EXPECT_MSG_GT(emergencies, 100, "emergencies are among the combinations");
    }
};

/** @brief The score follows readings that arrive from one sensor at a time. */
class News2SequenceTestCase : public TestCase
{
  public:
    News2SequenceTestCase()
        : TestCase("Readings one at a time")
    {
    }

  private:
    void DoRun() override
    {
        News2Classifier classifier{ClassifierSettings()};
        classifier.Update({0, {{"temperature", 39.5}}});
        auto result = classifier.Update({1, {{"spo2", 90}, {"pulse", 115}}});
        NS_TEST_ASSERT_MSG_EQ(result.has_value(), true, "classified");
        NS_TEST_EXPECT_MSG_EQ(result->score, 7, "3 + 2 + 2");
        NS_TEST_EXPECT_MSG_EQ(result->label, "high", "label");
        NS_TEST_EXPECT_MSG_EQ(result->reason,
                              "spo2 90 % (3), pulse 115 /min (2), temperature 39.5 degC (2)",
                              "reason");
        result = classifier.Update({62, {{"spo2", 97}, {"pulse", 115}}});
        NS_TEST_EXPECT_MSG_EQ(result->score, 2, "the fever is stale, the saturation has recovered");
        NS_TEST_EXPECT_MSG_EQ(result->label, "low", "label");
        NS_TEST_EXPECT_MSG_EQ(classifier.Update({63, {{"pulse", 131}}})->label,
                              "low-medium",
                              "one 3");
        NS_TEST_EXPECT_MSG_EQ(classifier.Update({64, {{"spo2", 92}}})->label, "medium", "3 + 2");

        News2Classifier ward{ClassifierSettings()};
        ward.Update({0, {{"systolic", 95}, {"oxygen", 1}, {"consciousness", 1}}});
        result = ward.Update({3600, {{"pulse", 100}}});
        NS_TEST_EXPECT_MSG_EQ(result->score, 8, "what a nurse observed counts for an hour");
        NS_TEST_EXPECT_MSG_EQ(result->reason,
                              "supplemental oxygen (2), systolic 95 mmHg (2), pulse 100 /min (1), "
                              "not alert (3)",
                              "reason");
        NS_TEST_EXPECT_MSG_EQ(ward.Update({3601, {{"pulse", 100}}})->score, 1, "and no longer");
    }
};

class FuzzyNews2TestSuite : public TestSuite
{
  public:
    FuzzyNews2TestSuite()
        : TestSuite("iomt-fuzzy-news2", TestSuite::Type::UNIT)
    {
        AddTestCase(new News2ChartTestCase);
        AddTestCase(new News2TriggerTestCase);
        AddTestCase(new News2SequenceTestCase);
    }
};

FuzzyNews2TestSuite g_fuzzyNews2TestSuite;

} // namespace
