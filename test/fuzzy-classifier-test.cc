// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/classifier.h"
#include "ns3/data-path.h"
#include "ns3/test.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/** @brief Says which values it was shown: their sum. */
class SumClassifier : public Classifier
{
  public:
    using Classifier::Classifier;

    std::string Name() const override
    {
        return "sum";
    }

    std::vector<std::string> Inputs() const override
    {
        return {"spo2", "pulse"};
    }

  protected:
    std::optional<Classification> Classify(double,
                                           const std::map<std::string, double>& fresh) override
    {
        double sum = 0;
        for (const auto& entry : fresh)
        {
            sum += entry.second;
        }
        return Classification{Name(), "", sum, Alarm::NONE, ""};
    }
};

/** @brief The base remembers, forgets what is stale, and passes over what came late. */
class ClassifierMemoryTestCase : public TestCase
{
  public:
    ClassifierMemoryTestCase()
        : TestCase("Memory of a classifier")
    {
    }

  private:
    void DoRun() override
    {
        ClassifierSettings settings;
        settings.stalenessS = 10;
        SumClassifier sum(settings);
        const auto score = [&sum](double t, const std::map<std::string, double>& values) {
            const auto result = sum.Update({t, values});
            return result ? result->score : -1;
        };
        const double nan = std::numeric_limits<double>::quiet_NaN();
        NS_TEST_EXPECT_MSG_EQ(score(0, {{"sweat", 5}}), -1, "no input of this classifier");
        NS_TEST_EXPECT_MSG_EQ(score(0, {{"spo2", 1}}), 1, "one value");
        NS_TEST_EXPECT_MSG_EQ(score(1, {{"pulse", 10}, {"sweat", 5}}), 11, "the other is kept");
        NS_TEST_EXPECT_MSG_EQ(score(2, {{"pulse", nan}}), -1, "not a number");
        NS_TEST_EXPECT_MSG_EQ(score(nan, {{"pulse", 30}}), -1, "at no time");
        NS_TEST_EXPECT_MSG_EQ(score(5, {{"pulse", 20}}), 21, "a newer value replaces");
        NS_TEST_EXPECT_MSG_EQ(score(4, {{"pulse", 40}}), -1, "one that came late does not");
        NS_TEST_EXPECT_MSG_EQ(score(10, {{"pulse", 20}}), 21, "at the limit it is still fresh");
        NS_TEST_EXPECT_MSG_EQ(score(10.5, {{"pulse", 20}}), 20, "beyond it is stale");
        NS_TEST_EXPECT_MSG_EQ(score(9, {{"spo2", 3}}), 23, "late, but newer than the one held");
        NS_TEST_EXPECT_MSG_EQ(score(100, {{"pulse", 20}}), 20, "much later");
        NS_TEST_EXPECT_MSG_EQ(score(85, {{"spo2", 4}}), 20, "late beyond the limit: stale at once");
    }
};

/** @brief Says which blocks of samples it was shown, and has one value that never grows stale. */
class BlockClassifier : public SumClassifier
{
  public:
    using SumClassifier::SumClassifier;

    std::vector<std::string> Inputs() const override
    {
        return {"ecg", "spo2", "pulse"};
    }

    bool silent = false; //!< takes the samples but decides nothing

  protected:
    std::optional<Classification> ClassifySamples(const Felt& block) override
    {
        if (silent)
        {
            return std::nullopt;
        }
        return Classification{"block", "", block.samples.front(), Alarm::NONE, ""};
    }

    double StalenessS(const std::string& input) const override
    {
        return input == "spo2" ? 1e9 : SumClassifier::StalenessS(input);
    }
};

/** @brief Samples go to members that want them, block after block. */
class ClassifierSamplesTestCase : public TestCase
{
  public:
    ClassifierSamplesTestCase()
        : TestCase("Samples, and values that last")
    {
    }

  private:
    void DoRun() override
    {
        ClassifierSettings settings;
        settings.stalenessS = 10;
        BlockClassifier blocks(settings);
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const auto score = [](Classifier& classifier, const Felt& felt) {
            const auto result = classifier.Update(felt);
            return result ? result->score : -1;
        };
        NS_TEST_EXPECT_MSG_EQ(score(blocks, {0, {}, {7, 1}, 0.5}), 7, "a block");
        NS_TEST_EXPECT_MSG_EQ(score(blocks, {0.5, {}, {8, 1}, 0.5}), -1, "begins in the last one");
        NS_TEST_EXPECT_MSG_EQ(score(blocks, {1, {}, {9}, 0.5}), 9, "begins where it ends");
        NS_TEST_EXPECT_MSG_EQ(score(blocks, {5, {}, {nan}, 0.5}), -1, "not a number");
        NS_TEST_EXPECT_MSG_EQ(score(blocks, {5, {}, {3}, 0}), -1, "no interval");
        NS_TEST_EXPECT_MSG_EQ(score(blocks, {nan, {}, {3}, 0.5}), -1, "at no time");
        NS_TEST_EXPECT_MSG_EQ(score(blocks, {5, {}, {4}, 0.5}), 4, "after a gap");
        NS_TEST_EXPECT_MSG_EQ(score(blocks, {6, {{"pulse", 70}}, {5}, 0.5}), 5, "samples decide");
        blocks.silent = true;
        NS_TEST_EXPECT_MSG_EQ(score(blocks, {7, {{"spo2", 1}}, {6}, 0.5}), 71, "or the values do");
        NS_TEST_EXPECT_MSG_EQ(score(blocks, {8, {}, {6}, 0.5}), -1, "or nothing");
        NS_TEST_EXPECT_MSG_EQ(score(blocks, {90, {{"pulse", 60}}}), 61, "kept past the limit");

        SumClassifier sum(settings);
        NS_TEST_EXPECT_MSG_EQ(score(sum, {0, {}, {7}, 0.5}), -1, "wants no samples");
    }
};

/** @brief The family by name. */
class ClassifierFamilyTestCase : public TestCase
{
  public:
    ClassifierFamilyTestCase()
        : TestCase("Members of the family")
    {
    }

  private:
    void DoRun() override
    {
        ClassifierSettings settings;
        settings.rulesFolder = DataPath("rules");
        auto& registry = ClassifierRegistry::Get();
        for (const std::string name :
             {"none", "news2", "stress", "early-warning", "glucose", "threshold", "fall"})
        {
            const auto classifier = registry.Create(name, settings);
            NS_TEST_EXPECT_MSG_EQ(classifier->Name(), name, "registered under its own name");
        }
        auto none = registry.Create("none", settings);
        NS_TEST_EXPECT_MSG_EQ(none->Inputs().size(), 0, "none asks for nothing");
        NS_TEST_EXPECT_MSG_EQ(none->Update({0, {{"spo2", 50}}}).has_value(),
                              false,
                              "and says nothing");
        try
        {
            registry.Create("news", settings);
            NS_TEST_EXPECT_MSG_EQ(true, false, "no such classifier");
        }
        catch (const std::invalid_argument& error)
        {
            NS_TEST_EXPECT_MSG_NE(std::string(error.what()).find("news2"),
                                  std::string::npos,
                                  error.what());
        }
    }
};

class FuzzyClassifierTestSuite : public TestSuite
{
  public:
    FuzzyClassifierTestSuite()
        : TestSuite("iomt-fuzzy-classifier", TestSuite::Type::UNIT)
    {
        AddTestCase(new ClassifierMemoryTestCase);
        AddTestCase(new ClassifierSamplesTestCase);
        AddTestCase(new ClassifierFamilyTestCase);
    }
};

FuzzyClassifierTestSuite g_fuzzyClassifierTestSuite;

} // namespace
