// SPDX-License-Identifier: GPL-2.0-only

#include "stress-predict.h"

#include "ns3/data-path.h"
#include "ns3/operation-counts.h"
#include "ns3/stress-classifier.h"
#include "ns3/test.h"

#include <algorithm>
#include <map>
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

/** @brief A level that only knows the past. */
class RunningBaselineTestCase : public TestCase
{
  public:
    RunningBaselineTestCase()
        : TestCase("Running baseline")
    {
    }

  private:
    void DoRun() override
    {
        RunningBaseline baseline(100);
        NS_TEST_EXPECT_MSG_EQ(baseline.Update(0, 4), 4, "the first value is the level");
        NS_TEST_EXPECT_MSG_EQ_TOL(baseline.Update(1, 8), 6, 1e-12, "mean of two");
        NS_TEST_EXPECT_MSG_EQ_TOL(baseline.Update(2, 9), 7, 1e-12, "mean of three");
        NS_TEST_EXPECT_MSG_EQ_TOL(baseline.Update(2, 90), 7, 1e-12, "no time has passed");
        for (int t = 3; t <= 1000; ++t)
        {
            baseline.Update(t, 10);
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(baseline.Update(1001, 10), 10, 1e-3, "forgets by and by");
        NS_TEST_EXPECT_MSG_EQ_TOL(baseline.Update(1002, 20), 10.1, 1e-3, "one in a hundred");
    }
};

/** @brief Sweat against one's own level decides the class; scale and level do not. */
class StressClassTestCase : public TestCase
{
  public:
    StressClassTestCase()
        : TestCase("Classes of stress")
    {
    }

  private:
    /** @brief The class after ten quiet minutes and then @p factor times the conductance. */
    Classification After(double level, double factor, double skin = 31, double motion = 0.01)
    {
        StressClassifier classifier(Settings());
        for (int t = 0; t < 600; ++t)
        {
            classifier.Update({static_cast<double>(t),
                               {{"sweat", level}, {"skin-temperature", skin}, {"motion", motion}}});
        }
        const auto result = classifier.Update(
            {600, {{"sweat", level * factor}, {"skin-temperature", skin}, {"motion", motion}}});
        NS_TEST_EXPECT_MSG_EQ(result.has_value(), true, "classified");
        return result.value_or(Classification());
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(After(0.5, 1).label, "normal", "as ever");
        NS_TEST_EXPECT_MSG_EQ(After(0.5, 0.5).label, "low", "half");
        NS_TEST_EXPECT_MSG_EQ(After(0.5, 2).label, "high", "double");
        NS_TEST_EXPECT_MSG_EQ_TOL(After(0.5, 1.3).score, After(5, 1.3).score, 1e-9, "scale");
        double last = 0;
        for (double factor = 0.6; factor < 1.5; factor += 0.05)
        {
            const double score = After(1, factor).score;
            NS_TEST_EXPECT_MSG_EQ((score >= last - 1e-9), true, "rises with sweat at " << factor);
            last = score;
        }
        NS_TEST_EXPECT_MSG_GT(After(1, 1.1, 36, 0.3).score,
                              After(1, 1.1, 27, 0.01).score,
                              "a warm, moving patient is nearer to high than a cool, resting one");
        NS_TEST_EXPECT_MSG_EQ(ToString(After(1, 3).alarm), "none", "a startle raises no alarm");

        StressClassifier classifier(Settings());
        OperationScope scope;
        NS_TEST_EXPECT_MSG_EQ(classifier.Update({0, {{"sweat", 1}}}).has_value(),
                              false,
                              "sweat alone");
        NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::RULE_EVALUATION), 0, "not inferred");
        NS_TEST_EXPECT_MSG_EQ(
            classifier.Update({0, {{"skin-temperature", 31}, {"motion", 0}}}).has_value(),
            true,
            "the rest completes it");
        NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::RULE_EVALUATION), 6, "six rules");
        NS_TEST_EXPECT_MSG_GT(scope.Counts().Get(Operation::TERM_EVALUATION),
                              9,
                              "nine input terms");
    }
};

/** @brief Stress that lasts is an alarm. */
class StressAlarmTestCase : public TestCase
{
  public:
    StressAlarmTestCase()
        : TestCase("Lasting stress")
    {
    }

  private:
    void DoRun() override
    {
        StressClassifier classifier(Settings());
        double t = 0;
        const auto feel = [&classifier, &t](double sweat, int seconds) {
            Classification last;
            for (int i = 0; i < seconds; ++i, ++t)
            {
                last = *classifier.Update(
                    {t, {{"sweat", sweat}, {"skin-temperature", 31}, {"motion", 0.01}}});
            }
            return ToString(last.alarm);
        };
        NS_TEST_EXPECT_MSG_EQ(feel(1, 600), "none", "quiet");
        NS_TEST_EXPECT_MSG_EQ(feel(2, 120), "none", "not yet two minutes since the first second");
        NS_TEST_EXPECT_MSG_EQ(feel(2, 1), "urgent", "two minutes");
        NS_TEST_EXPECT_MSG_EQ(feel(2, 30), "urgent", "as long as it lasts");
        NS_TEST_EXPECT_MSG_EQ(feel(1, 1), "none", "over");
        NS_TEST_EXPECT_MSG_EQ(feel(2.5, 100), "none", "counts anew");
    }
};

/** @brief A score and whether a task ran. */
using Scored = std::vector<std::pair<double, bool>>;

/** @brief Area under the ROC curve as a rank sum, equal scores sharing their ranks. */
double
AreaUnderRoc(Scored scored)
{
    std::sort(scored.begin(), scored.end());
    double rankSum = 0;
    double positives = 0;
    for (std::size_t i = 0; i < scored.size();)
    {
        std::size_t j = i;
        double here = 0;
        while (j < scored.size() && scored[j].first == scored[i].first)
        {
            here += scored[j++].second;
        }
        rankSum += here * (static_cast<double>(i + j) + 1) / 2;
        positives += here;
        i = j;
    }
    const double negatives = static_cast<double>(scored.size()) - positives;
    return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
}

/** @brief How well the score separates stress tasks from rest in real recordings. */
class StressRecordingsTestCase : public TestCase
{
  public:
    StressRecordingsTestCase()
        : TestCase("Stress-Predict recordings")
    {
    }

  private:
    void DoRun() override
    {
        Scored all;
        Scored unseen; // the time constant of the baseline was chosen on the 14 others
        std::map<std::string, Scored> bySubject;
        std::unique_ptr<StressClassifier> classifier;
        for (const auto& second : StressPredict())
        {
            auto& own = bySubject[second.subject];
            if (own.empty())
            {
                classifier = std::make_unique<StressClassifier>(Settings());
            }
            const auto result = classifier->Update({second.t,
                                                    {{"sweat", second.sweat},
                                                     {"skin-temperature", second.skin},
                                                     {"motion", second.motion}}});
            NS_TEST_ASSERT_MSG_EQ(result.has_value(), true, second.subject << ' ' << second.t);
            own.emplace_back(result->score, second.task > 0.5);
            all.push_back(own.back());
            if (second.subject >= "S16")
            {
                unseen.push_back(own.back());
            }
        }
        if (all.empty())
        {
            return;
        }
        // A logistic regression trained on 24 volunteers of the study reaches 0.73 on ten others.
        NS_TEST_EXPECT_MSG_GT(AreaUnderRoc(all), 0.73, "all " << bySubject.size());
        NS_TEST_EXPECT_MSG_GT(AreaUnderRoc(unseen), 0.73, "ten of them");
        NS_TEST_EXPECT_MSG_LT(AreaUnderRoc(all), 0.85, "too good to be causal");
        for (const auto& [subject, own] : bySubject)
        {
            NS_TEST_EXPECT_MSG_GT(AreaUnderRoc(own), 0.5, subject << ": better than chance");
        }
    }
};

class FuzzyStressTestSuite : public TestSuite
{
  public:
    FuzzyStressTestSuite()
        : TestSuite("iomt-fuzzy-stress", TestSuite::Type::UNIT)
    {
        AddTestCase(new RunningBaselineTestCase);
        AddTestCase(new StressClassTestCase);
        AddTestCase(new StressAlarmTestCase);
        AddTestCase(new StressRecordingsTestCase);
    }
};

FuzzyStressTestSuite g_fuzzyStressTestSuite;

} // namespace
