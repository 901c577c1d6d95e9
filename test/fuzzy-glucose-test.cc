// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/glucose-classifier.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/** @brief Levels of the consensus, borders included. */
class GlucoseLevelsTestCase : public TestCase
{
  public:
    GlucoseLevelsTestCase()
        : TestCase("Levels of glucose")
    {
    }

  private:
    void DoRun() override
    {
        for (int value = 10; value <= 600; ++value)
        {
            const std::string label = value < 54     ? "very-low"
                                      : value < 70   ? "low"
                                      : value <= 180 ? "in-range"
                                      : value <= 250 ? "high"
                                                     : "very-high";
            const std::string alarm = value < 54                  ? "emergency"
                                      : value < 70 || value > 250 ? "urgent"
                                                                  : "none";
            GlucoseClassifier classifier{ClassifierSettings()};
            const auto result = classifier.Update({0, {{"glucose", static_cast<double>(value)}}});
            NS_TEST_ASSERT_MSG_EQ(result.has_value(), true, value);
            NS_TEST_EXPECT_MSG_EQ(result->label, label, value << " mg/dL");
            NS_TEST_EXPECT_MSG_EQ(ToString(result->alarm), alarm, value << " mg/dL");
        }
    }
};

/** @brief A fast fall is urgent before the level is; a slow one and a rise are not. */
class GlucoseTrendTestCase : public TestCase
{
  public:
    GlucoseTrendTestCase()
        : TestCase("Trend of glucose")
    {
    }

  private:
    /** @brief What is said of 100 mg/dL after five readings that change by so much. */
    Classification After(double perMinute, int readings = 5)
    {
        GlucoseClassifier classifier{ClassifierSettings()};
        std::optional<Classification> result;
        for (int i = readings - 1; i >= 0; --i)
        {
            result = classifier.Update({1500 - 300.0 * i, {{"glucose", 100 - 5 * perMinute * i}}});
        }
        return *result;
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(ToString(After(-2.4).alarm), "urgent", "below 54 in 20 min");
        NS_TEST_EXPECT_MSG_EQ(After(-2.4).label, "in-range", "and yet in range now");
        NS_TEST_EXPECT_MSG_EQ(After(-2.4).reason, "glucose 100 mg/dL, -2.4 mg/dL/min", "reason");
        NS_TEST_EXPECT_MSG_EQ(ToString(After(-2.2).alarm), "none", "not below 54 in 20 min");
        NS_TEST_EXPECT_MSG_EQ(ToString(After(5).alarm), "none", "rises");
        NS_TEST_EXPECT_MSG_EQ(ToString(After(-2.4, 3).alarm), "urgent", "three readings do");
        NS_TEST_EXPECT_MSG_EQ(ToString(After(-2.4, 2).alarm), "none", "two do not");

        GlucoseClassifier classifier{ClassifierSettings()};
        for (int i = 0; i < 4; ++i)
        {
            classifier.Update({300.0 * i, {{"glucose", 200 - 20.0 * i}}});
        }
        const auto later = classifier.Update({4500, {{"glucose", 100}}});
        NS_TEST_EXPECT_MSG_EQ(later->reason, "glucose 100 mg/dL", "an old fall is forgotten");
    }
};

/** @brief The risk is the published one. */
class GlucoseRiskTestCase : public TestCase
{
  public:
    GlucoseRiskTestCase()
        : TestCase("Risk of glucose")
    {
    }

  private:
    void DoRun() override
    {
        // Kovatchev et al. 1997: the scale runs from 20 to 600 mg/dL, its centre is 112.5 mg/dL and
        // both ends have a risk of 100.
        NS_TEST_EXPECT_MSG_EQ_TOL(GlucoseRisk(112.5), 0, 0.01, "centre");
        NS_TEST_EXPECT_MSG_EQ_TOL(GlucoseRisk(20), 100, 0.5, "low end");
        NS_TEST_EXPECT_MSG_EQ_TOL(GlucoseRisk(600), 100, 0.5, "high end");
        NS_TEST_EXPECT_MSG_EQ(GlucoseRisk(5), GlucoseRisk(20), "below the scale");
        for (double value = 25; value < 600; value += 2.5)
        {
            const bool below = value < 113;
            NS_TEST_EXPECT_MSG_EQ((GlucoseRisk(value - 2.5) > GlucoseRisk(value)),
                                  below,
                                  "falls to the centre, then rises, at " << value);
        }
    }
};

class FuzzyGlucoseTestSuite : public TestSuite
{
  public:
    FuzzyGlucoseTestSuite()
        : TestSuite("iomt-fuzzy-glucose", TestSuite::Type::UNIT)
    {
        AddTestCase(new GlucoseLevelsTestCase);
        AddTestCase(new GlucoseTrendTestCase);
        AddTestCase(new GlucoseRiskTestCase);
    }
};

FuzzyGlucoseTestSuite g_fuzzyGlucoseTestSuite;

} // namespace
