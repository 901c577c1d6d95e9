// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/data-path.h"
#include "ns3/early-warning-classifier.h"
#include "ns3/news2-classifier.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

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

/** @brief What can be seen of a vital sign. */
struct Span
{
    const char* name;
    double from;
    double best; //!< to either side it can only get worse
    double to;
    double step; //!< of the chart
};

const std::vector<Span> SPANS{{"respiration", 4, 16, 35, 1},
                              {"spo2", 80, 100, 100, 1},
                              {"oxygen", 0, 0, 1, 1},
                              {"systolic", 70, 165, 240, 1},
                              {"pulse", 30, 68, 160, 1},
                              {"consciousness", 0, 0, 1, 1},
                              {"temperature", 33, 37, 41, 0.1}};

/** @brief In the middle of its bands it is NEWS2. */
class EarlyWarningMiddlesTestCase : public TestCase
{
  public:
    EarlyWarningMiddlesTestCase()
        : TestCase("Equal to NEWS2 in the middle of every band")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::pair<const char*, std::vector<double>>> middles{
            {"respiration", {6, 10, 16, 22.5, 30}},
            {"spo2", {85, 92.5, 94.5, 98}},
            {"oxygen", {0, 1}},
            {"systolic", {80, 95.5, 105.5, 165, 230}},
            {"pulse", {30, 45.5, 70, 100.5, 120.5, 150}},
            {"consciousness", {0, 1}},
            {"temperature", {34, 35.55, 37, 38.55, 40}}};
        std::size_t combinations = 1;
        for (const auto& row : middles)
        {
            combinations *= row.second.size() + 1;
        }
        EarlyWarningClassifier fuzzy(Settings());
        // News2Points() rounds half away from zero, and 22.5 is no whole number: ask it beside it.
        const auto crisp = [](const std::string& name, double value) {
            return News2Points(name, name == "temperature" ? value + 0.01 : std::floor(value));
        };
        for (std::size_t combination = 1; combination < combinations; ++combination)
        {
            std::map<std::string, double> values;
            double score = 0;
            bool red = false;
            std::size_t rest = combination;
            for (const auto& [name, row] : middles)
            {
                const std::size_t choice = rest % (row.size() + 1);
                rest /= row.size() + 1;
                if (choice > 0)
                {
                    values[name] = row[choice - 1];
                    score += crisp(name, row[choice - 1]);
                    red = red || crisp(name, row[choice - 1]) == 3;
                }
            }
            if (values.empty())
            {
                continue;
            }
            // Far enough apart for what one combination leaves out not to be known from the last.
            const auto result = fuzzy.Update({1e5 * static_cast<double>(combination), values});
            NS_TEST_ASSERT_MSG_EQ_TOL(result->score, score, 1e-9, result->reason);
            const auto alarm = score >= 7          ? Alarm::EMERGENCY
                               : score >= 5 || red ? Alarm::URGENT
                                                   : Alarm::NONE;
            NS_TEST_ASSERT_MSG_EQ(ToString(result->alarm), ToString(alarm), result->reason);
        }
    }
};

/** @brief Worse is worse, never far from NEWS2, and in smaller steps. */
class EarlyWarningStepsTestCase : public TestCase
{
  public:
    EarlyWarningStepsTestCase()
        : TestCase("Order and steps along each vital sign")
    {
    }

  private:
    void DoRun() override
    {
        EarlyWarningClassifier fuzzy(Settings());
        double t = 0;
        for (const auto& span : SPANS)
        {
            std::vector<double> scores;
            std::vector<int> points;
            double step = 0;
            int jump = 0; // the same of NEWS2
            const auto count = std::lround((span.to - span.from) / span.step) + 1;
            for (long i = 0; i < count; ++i)
            {
                const double value = span.from + static_cast<double>(i) * span.step;
                scores.push_back(fuzzy.Update({t += 1e5, {{span.name, value}}})->score);
                points.push_back(News2Points(span.name, value));
                if (i == 0)
                {
                    continue;
                }
                const double change = scores[i] - scores[i - 1];
                const bool towards = value < span.best + span.step / 2;
                NS_TEST_EXPECT_MSG_EQ((towards ? change < 1e-9 : change > -1e-9),
                                      true,
                                      span.name << " at " << value);
                step = std::max(step, std::abs(change));
                jump = std::max(jump, std::abs(points[i] - points[i - 1]));
            }
            for (long i = 0; i < count; ++i)
            {
                NS_TEST_EXPECT_MSG_LT(std::abs(scores[i] - points[i]),
                                      jump / 2.0,
                                      span.name << " is off by less than half a jump, step " << i);
            }
            if (count > 2) // what is either so or not so has no border to smooth
            {
                NS_TEST_EXPECT_MSG_LT(step, 0.5 * jump + 1e-9, span.name << " steps " << step);
            }
        }
    }
};

std::vector<double>
Ranks(const std::vector<double>& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&values](std::size_t a, std::size_t b) {
        return values[a] < values[b];
    });
    std::vector<double> ranks(values.size());
    for (std::size_t i = 0; i < order.size();)
    {
        std::size_t j = i;
        while (j < order.size() && values[order[j]] == values[order[i]])
        {
            ++j;
        }
        for (std::size_t k = i; k < j; ++k)
        {
            ranks[order[k]] = static_cast<double>(i + j - 1) / 2;
        }
        i = j;
    }
    return ranks;
}

/** @brief Spearman's rank correlation, equal values sharing their ranks. */
double
RankCorrelation(const std::vector<double>& a, const std::vector<double>& b)
{
    const auto x = Ranks(a);
    const auto y = Ranks(b);
    const double mean = static_cast<double>(a.size() - 1) / 2;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
    {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / std::sqrt(xx * yy);
}

/** @brief Patients anywhere in the chart come in nearly the same order. */
class EarlyWarningOrderTestCase : public TestCase
{
  public:
    EarlyWarningOrderTestCase()
        : TestCase("Order of patients")
    {
    }

  private:
    void DoRun() override
    {
        std::mt19937 random(1);
        EarlyWarningClassifier fuzzy(Settings());
        News2Classifier crisp(Settings());
        std::vector<double> fuzzyScores;
        std::vector<double> crispScores;
        for (int patient = 0; patient < 20000; ++patient)
        {
            Felt felt{1e5 * patient};
            for (const auto& span : SPANS)
            {
                const auto steps = std::lround((span.to - span.from) / span.step);
                felt.values[span.name] =
                    span.from + static_cast<double>(random() % (steps + 1)) * span.step;
            }
            fuzzyScores.push_back(fuzzy.Update(felt)->score);
            crispScores.push_back(crisp.Update(felt)->score);
        }
        const double correlation = RankCorrelation(fuzzyScores, crispScores);
        NS_TEST_EXPECT_MSG_GT(correlation, 0.97, "rank correlation " << correlation);
    }
};

/** @brief Noise of a display's last digit moves the score less than that of NEWS2. */
class EarlyWarningNoiseTestCase : public TestCase
{
  public:
    EarlyWarningNoiseTestCase()
        : TestCase("Noise on a patient who slowly gets worse")
    {
    }

  private:
    void DoRun() override
    {
        std::mt19937 random(1);
        const auto noise = [&random]() { return static_cast<int>(random() % 3) - 1; };
        double fuzzyWay = 0;
        double crispWay = 0;
        for (int patient = 0; patient < 20; ++patient)
        {
            EarlyWarningClassifier fuzzy(Settings());
            News2Classifier crisp(Settings());
            double lastFuzzy = 0;
            double lastCrisp = 0;
            for (int t = 0; t <= 1200; ++t)
            {
                const double share = t / 1200.0;
                const Felt felt{static_cast<double>(t),
                                {{"respiration", std::round(15 + 12 * share) + noise()},
                                 {"spo2", std::round(97 - 8 * share) + noise()},
                                 {"pulse", std::round(70 + 65 * share) + noise()},
                                 {"temperature", 37 + 2.5 * share + noise() / 10.0}}};
                const double f = fuzzy.Update(felt)->score;
                const double c = crisp.Update(felt)->score;
                if (t > 0)
                {
                    fuzzyWay += std::abs(f - lastFuzzy);
                    crispWay += std::abs(c - lastCrisp);
                }
                lastFuzzy = f;
                lastCrisp = c;
            }
            NS_TEST_EXPECT_MSG_EQ((lastFuzzy > 7 && lastCrisp > 7), true, "both see the end");
        }
        NS_TEST_EXPECT_MSG_LT(fuzzyWay, 0.8 * crispWay, "way " << fuzzyWay << ' ' << crispWay);
    }
};

class FuzzyEarlyWarningTestSuite : public TestSuite
{
  public:
    FuzzyEarlyWarningTestSuite()
        : TestSuite("iomt-fuzzy-early-warning", TestSuite::Type::UNIT)
    {
        AddTestCase(new EarlyWarningMiddlesTestCase);
        AddTestCase(new EarlyWarningStepsTestCase);
        AddTestCase(new EarlyWarningOrderTestCase);
        AddTestCase(new EarlyWarningNoiseTestCase);
    }
};

FuzzyEarlyWarningTestSuite g_fuzzyEarlyWarningTestSuite;

} // namespace
