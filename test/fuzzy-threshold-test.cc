// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/data-path.h"
#include "ns3/test.h"
#include "ns3/threshold-classifier.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/** @brief Beyond a limit is an alarm, on it is none, and no reading is remembered. */
class ThresholdLimitsTestCase : public TestCase
{
  public:
    ThresholdLimitsTestCase()
        : TestCase("Limits of heart beat and temperature")
    {
    }

  private:
    void DoRun() override
    {
        ClassifierSettings settings;
        settings.rulesFolder = DataPath("rules");
        settings.stalenessS = 10;
        ThresholdClassifier classifier(settings);
        double t = 0;
        const auto alarm = [&classifier, &t](const char* input, double value) {
            const auto result = classifier.Update({t += 100, {{input, value}}});
            return result ? ToString(result->alarm) : "nothing";
        };
        NS_TEST_EXPECT_MSG_EQ(alarm("pulse", 49), "urgent", "too slow");
        NS_TEST_EXPECT_MSG_EQ(alarm("pulse", 50), "none", "on the limit");
        NS_TEST_EXPECT_MSG_EQ(alarm("pulse", 120), "none", "on the limit");
        NS_TEST_EXPECT_MSG_EQ(alarm("pulse", 121), "urgent", "too fast");
        NS_TEST_EXPECT_MSG_EQ(alarm("temperature", 35.9), "urgent", "too cold");
        NS_TEST_EXPECT_MSG_EQ(alarm("temperature", 39), "none", "on the limit");
        NS_TEST_EXPECT_MSG_EQ(alarm("temperature", 39.1), "urgent", "too hot");
        NS_TEST_EXPECT_MSG_EQ(alarm("spo2", 50), "nothing", "no limit for it");

        auto result = classifier.Update({t += 100, {{"pulse", 130}}});
        result = classifier.Update({t += 1, {{"temperature", 35}}});
        NS_TEST_EXPECT_MSG_EQ(result->score, 2, "two at once");
        NS_TEST_EXPECT_MSG_EQ(result->label, "beyond", "label");
        NS_TEST_EXPECT_MSG_EQ(result->reason,
                              "pulse 130 /min above 120, temperature 35 degC below 36",
                              "reason");
    }
};

/** @brief A file of limits that makes no sense is refused by name and reason. */
class ThresholdFilesTestCase : public TestCase
{
  public:
    ThresholdFilesTestCase()
        : TestCase("Files of limits that do not fit")
    {
    }

  private:
    std::string Refusal(const std::string& text)
    {
        ClassifierSettings settings;
        settings.rulesFolder = CreateTempDirFilename("threshold");
        std::filesystem::create_directories(settings.rulesFolder);
        const std::string path = settings.rulesFolder + "/threshold.json";
        std::ofstream(path) << text;
        try
        {
            ThresholdClassifier classifier(settings);
        }
        catch (const std::invalid_argument& error)
        {
            const std::string message = error.what();
            NS_TEST_EXPECT_MSG_EQ(message.rfind(path, 0), 0, "names the file: " << message);
            return message;
        }
        return "";
    }

    void DoRun() override
    {
        const auto expect = [this](const std::string& text, const std::string& what) {
            const auto message = Refusal(text);
            NS_TEST_EXPECT_MSG_NE(message.find(what), std::string::npos, text << " -> " << message);
        };
        const std::string pulse = R"({"input": "pulse", "unit": "/min", "low": 50, "high": 120})";
        NS_TEST_EXPECT_MSG_EQ(Refusal("{\"limits\": [" + pulse + "]}"), "", "accepted");
        expect("{\"limits\": [" + pulse + "," + pulse + "]}", "twice");
        expect("{\"limits\": []}", "no limits");
        expect("{\"limits\": [", "parse error at line 1");
        expect("{}", "limits");
        expect("[]", "array");
        expect(R"({"limits": [{"input": "pulse", "unit": "/min", "low": 50}]})", "high");
        expect(R"({"limits": [{"input": "pulse", "unit": "/min", "low": "a", "high": 1}]})",
               "number");
        expect(R"({"limits": [{"input": "", "unit": "/min", "low": 0, "high": 1}]})", "empty");
        expect(R"({"limits": [{"input": "pulse", "unit": "/min", "low": 9, "high": 9}]})", "below");

        ClassifierSettings nowhere;
        nowhere.rulesFolder = "/nowhere";
        bool refused = false;
        try
        {
            ThresholdClassifier classifier(nowhere);
        }
        catch (const std::invalid_argument&)
        {
            refused = true;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "no file");
    }
};

class FuzzyThresholdTestSuite : public TestSuite
{
  public:
    FuzzyThresholdTestSuite()
        : TestSuite("iomt-fuzzy-threshold", TestSuite::Type::UNIT)
    {
        AddTestCase(new ThresholdLimitsTestCase);
        AddTestCase(new ThresholdFilesTestCase);
    }
};

FuzzyThresholdTestSuite g_fuzzyThresholdTestSuite;

} // namespace
