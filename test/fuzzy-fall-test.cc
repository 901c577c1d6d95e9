// SPDX-License-Identifier: GPL-2.0-only

#include "stress-predict.h"

#include "ns3/data-path.h"
#include "ns3/fall-classifier.h"
#include "ns3/test.h"

#include <cmath>
#include <memory>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

ClassifierSettings
Settings()
{
    ClassifierSettings settings;
    settings.rulesFolder = DataPath("rules");
    return settings;
}

/** @brief An impact and stillness after it are a fall; each alone is none. */
class FallCourseTestCase : public TestCase
{
  public:
    FallCourseTestCase()
        : TestCase("Impact and stillness")
    {
    }

  private:
    struct Part
    {
        int seconds;
        double motion; // [g]
    };

    struct Course
    {
        int first = -1;   //!< second of the first alarm
        bool now = false; //!< alarm in the last second
        std::string label;
    };

    Course Follow(const std::vector<Part>& parts)
    {
        FallClassifier classifier(Settings());
        Course course;
        int t = 0;
        for (const auto& part : parts)
        {
            for (int i = 0; i < part.seconds; ++i, ++t)
            {
                const auto result =
                    classifier.Update({static_cast<double>(t), {{"motion", part.motion}}});
                if (!result)
                {
                    continue;
                }
                course.now = result->alarm == Alarm::EMERGENCY;
                course.label = result->label;
                course.first = course.now && course.first < 0 ? t : course.first;
            }
        }
        return course;
    }

    void DoRun() override
    {
        const Part walks{100, 0.2};
        const Part falls{1, 0.9};
        const Part lies{60, 0.004};

        const auto fall = Follow({walks, falls, lies});
        NS_TEST_EXPECT_MSG_EQ(fall.first, 112, "more than ten seconds after the stillness began");
        NS_TEST_EXPECT_MSG_EQ(fall.label, "fall", "label");
        NS_TEST_EXPECT_MSG_EQ(Follow({walks, falls, {300, 0.004}}).now, true, "still lies there");
        NS_TEST_EXPECT_MSG_EQ(Follow({walks, falls, {20, 0.1}, lies}).first, 132, "rolls over");
        NS_TEST_EXPECT_MSG_EQ(Follow({walks, falls, lies, {1, 0.1}}).now, false, "gets up");

        NS_TEST_EXPECT_MSG_EQ(Follow({walks, lies}).first, -1, "lies down");
        NS_TEST_EXPECT_MSG_EQ(Follow({walks, {1, 0.6}, lies}).first, -1, "drops onto a sofa");
        NS_TEST_EXPECT_MSG_EQ(Follow({walks, falls, walks, lies}).first, -1, "stumbles, walks on");
        NS_TEST_EXPECT_MSG_EQ(Follow({walks, falls, {8, 0.004}, walks}).first, -1, "gets up soon");
        NS_TEST_EXPECT_MSG_EQ(Follow({walks, falls, {5, 0.004}}).label, "possible", "label");
        NS_TEST_EXPECT_MSG_EQ(Follow({walks}).label, "none", "label");
        NS_TEST_EXPECT_MSG_EQ(Follow({falls, lies}).first, 12, "at the very start");
        const Part lost{100, std::nan("")};
        NS_TEST_EXPECT_MSG_EQ(Follow({walks, falls, lost, lies}).first, 212, "readings are lost");
    }
};

/** @brief Nobody fell in 22 hours of real recordings. */
class FallRecordingsTestCase : public TestCase
{
  public:
    FallRecordingsTestCase()
        : TestCase("No false alarm in the Stress-Predict recordings")
    {
    }

  private:
    void DoRun() override
    {
        std::string subject;
        std::unique_ptr<FallClassifier> classifier;
        for (const auto& second : StressPredict())
        {
            if (second.subject != subject)
            {
                subject = second.subject;
                classifier = std::make_unique<FallClassifier>(Settings());
            }
            const auto result = classifier->Update({second.t, {{"motion", second.motion}}});
            NS_TEST_ASSERT_MSG_EQ(ToString(result->alarm),
                                  "none",
                                  subject << ' ' << second.t << ' ' << result->reason);
        }
    }
};

class FuzzyFallTestSuite : public TestSuite
{
  public:
    FuzzyFallTestSuite()
        : TestSuite("iomt-fuzzy-fall", TestSuite::Type::UNIT)
    {
        AddTestCase(new FallCourseTestCase);
        AddTestCase(new FallRecordingsTestCase);
    }
};

FuzzyFallTestSuite g_fuzzyFallTestSuite;

} // namespace
