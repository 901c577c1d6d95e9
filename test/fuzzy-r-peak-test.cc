// SPDX-License-Identifier: GPL-2.0-only

#include "made-up-ecg.h"
#include "shared-data.h"

#include "ns3/beat-agreement.h"
#include "ns3/data-path.h"
#include "ns3/heart-beats.h"
#include "ns3/operation-counts.h"
#include "ns3/r-peak-detector.h"
#include "ns3/recording.h"
#include "ns3/test.h"

#include <cmath>
#include <filesystem>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

std::vector<double>
Times(const std::vector<MadeUpBeat>& beats)
{
    std::vector<double> times;
    for (const auto& beat : beats)
    {
        times.push_back(beat.t);
    }
    return times;
}

std::vector<double>
Find(const std::vector<double>& samples, double rateHz)
{
    RPeakDetector detector(rateHz);
    std::vector<double> found;
    for (const double sample : samples)
    {
        if (const auto peak = detector.Add(sample))
        {
            found.push_back(static_cast<double>(*peak) / rateHz);
        }
    }
    return found;
}

/** @brief A number on [-1, 1) that looks random. */
double
Noise(uint32_t& state)
{
    state = state * 1664525 + 1013904223;
    return static_cast<double>(state) / 2147483648.0 - 1;
}

/** @brief Every beat within a sample or two, at every rate ECGs come at. */
class RPeakRatesTestCase : public TestCase
{
  public:
    RPeakRatesTestCase()
        : TestCase("R peaks at all rates")
    {
    }

  private:
    void DoRun() override
    {
        std::vector<MadeUpBeat> beats;
        for (double t = 0.4; t < 59; t += 0.8 + 0.15 * std::sin(t / 3))
        {
            beats.push_back({t});
        }
        for (const double rateHz : {50.0, 100.0, 125.0, 200.0, 250.0, 360.0, 500.0, 1000.0})
        {
            const auto found = Find(MadeUpEcg(beats, rateHz, 60), rateHz);
            const double tolerance = 0.006 + 1 / rateHz;
            const auto agreement = CompareBeats(Times(beats), found, tolerance);
            NS_TEST_EXPECT_MSG_EQ(agreement.missed, 0, rateHz << " Hz");
            NS_TEST_EXPECT_MSG_EQ(agreement.extra, 0, rateHz << " Hz");
        }
        for (const double rateHz : {0.0, 49.0, std::nan("")})
        {
            bool refused = false;
            try
            {
                RPeakDetector detector(rateHz);
            }
            catch (const std::invalid_argument&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, true, rateHz << " Hz");
        }
    }
};

/** @brief Leads that are small, upside down, wandering, noisy, with large T waves or wide beats. */
class RPeakShapesTestCase : public TestCase
{
  public:
    RPeakShapesTestCase()
        : TestCase("R peaks of all shapes")
    {
    }

  private:
    void Expect(const std::vector<MadeUpBeat>& beats,
                const std::vector<double>& samples,
                const std::string& what)
    {
        const auto agreement = CompareBeats(Times(beats), Find(samples, 250), 0.05);
        NS_TEST_EXPECT_MSG_EQ(agreement.missed, 0, what);
        NS_TEST_EXPECT_MSG_EQ(agreement.extra, 0, what);
    }

    void DoRun() override
    {
        const auto steady = SteadyBeats(0.5, 59, 0.75);
        auto samples = MadeUpEcg(steady, 250, 60);
        for (const double factor : {0.3, 5.0, -1.0})
        {
            auto scaled = samples;
            for (auto& sample : scaled)
            {
                sample *= factor;
            }
            Expect(steady, scaled, "times " + std::to_string(factor));
        }
        uint32_t state = 1;
        for (std::size_t i = 0; i < samples.size(); ++i)
        {
            const double t = static_cast<double>(i) / 250;
            samples[i] += 40 + std::sin(2 * 3.14159 * 0.3 * t) + 0.1 * Noise(state) +
                          0.1 * std::sin(2 * 3.14159 * 50 * t);
        }
        Expect(steady, samples, "an offset, wandering, noise and mains");

        auto mixed = steady;
        for (std::size_t i = 0; i < mixed.size(); ++i)
        {
            mixed[i].tHeight = 1.0;
            if (i % 5 == 3)
            {
                mixed[i].width = 0.03; // a premature ventricular beat is wide
                mixed[i].height = 1.5;
                mixed[i].t -= 0.2;
            }
        }
        Expect(mixed, MadeUpEcg(mixed, 250, 60), "tall T waves and wide, early beats");

        auto fast = SteadyBeats(0.5, 59, 0.3);
        Expect(fast, MadeUpEcg(fast, 250, 60), "200 beats a minute");
        auto slow = SteadyBeats(0.5, 59, 2.5);
        Expect(slow, MadeUpEcg(slow, 250, 60), "24 beats a minute");

        auto small = steady;
        small[30].height = 0.45; // below the threshold: found when it is overdue
        Expect(small, MadeUpEcg(small, 250, 60), "a small beat");
    }
};

/** @brief What is no heart beat. */
class RPeakNothingTestCase : public TestCase
{
  public:
    RPeakNothingTestCase()
        : TestCase("No R peaks where there is no heart beat")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(Find(std::vector<double>(15000, 1.5), 250).size(), 0, "a flat line");
        auto tiny = SteadyBeats(0.5, 59, 0.75);
        for (auto& beat : tiny)
        {
            beat.height = 0.1;
        }
        NS_TEST_EXPECT_MSG_EQ(Find(MadeUpEcg(tiny, 250, 60), 250).size(), 0, "below 0.15 mV");

        // Asystole: no beats are made up, and those after it are found.
        std::vector<MadeUpBeat> beats = SteadyBeats(0.5, 20, 0.75);
        for (const auto& beat : SteadyBeats(30.5, 59, 0.75))
        {
            beats.push_back(beat);
        }
        auto samples = MadeUpEcg(beats, 250, 60);
        const auto agreement = CompareBeats(Times(beats), Find(samples, 250), 0.05);
        NS_TEST_EXPECT_MSG_EQ(agreement.missed + agreement.extra, 0, "asystole");

        // A shock of 20 mV: some beats are lost, but not for good.
        const auto steady = SteadyBeats(0.5, 59, 0.75);
        samples = MadeUpEcg(steady, 250, 60);
        for (std::size_t i = 5000; i < 5010; ++i)
        {
            samples[i] += 20;
        }
        const auto found = Find(samples, 250);
        const auto after =
            CompareBeats(Times(SteadyBeats(0.5 + 0.75 * 46, 59, 0.75)),
                         {std::lower_bound(found.begin(), found.end(), 34.5), found.end()},
                         0.05);
        NS_TEST_EXPECT_MSG_EQ(after.missed + after.extra, 0, "15 s after a shock");
    }
};

/** @brief Nothing is said before it can be known, and not much later. */
class RPeakCausalityTestCase : public TestCase
{
  public:
    RPeakCausalityTestCase()
        : TestCase("R peaks are found causally")
    {
    }

  private:
    void DoRun() override
    {
        const auto beats = SteadyBeats(0.5, 29, 0.8);
        const auto samples = MadeUpEcg(beats, 360, 30);
        RPeakDetector whole(360);
        OperationScope scope;
        std::vector<std::pair<std::size_t, std::int64_t>> said;
        for (std::size_t i = 0; i < samples.size(); ++i)
        {
            if (const auto peak = whole.Add(samples[i]))
            {
                said.emplace_back(i, *peak);
                const double late = (static_cast<double>(i) - static_cast<double>(*peak)) / 360;
                NS_TEST_EXPECT_MSG_GT(late, 0, "after the peak");
                if (static_cast<double>(i) / 360 > RPeakDetector::LEARNING_S + 0.1)
                {
                    NS_TEST_EXPECT_MSG_LT_OR_EQ(late, RPeakDetector::LATENCY_S, "soon after it");
                }
            }
        }
        NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::SAMPLE),
                              samples.size(),
                              "samples are counted");
        // Another future changes nothing of what was said before.
        RPeakDetector other(360);
        std::size_t next = 0;
        for (std::size_t i = 0; i < 360 * 15; ++i)
        {
            if (const auto peak = other.Add(samples[i]))
            {
                NS_TEST_ASSERT_MSG_LT(next, said.size(), "as many");
                NS_TEST_EXPECT_MSG_EQ((said[next] == std::make_pair(i, *peak)), true, "the same");
                ++next;
            }
        }
        NS_TEST_EXPECT_MSG_GT(next, 15, "beats in 15 s");
    }
};

/** @brief Blocks, gaps between them and changes of rate. */
class HeartBeatsTestCase : public TestCase
{
  public:
    HeartBeatsTestCase()
        : TestCase("Beats in blocks of an ECG")
    {
    }

  private:
    void DoRun() override
    {
        const auto beats = SteadyBeats(0.5, 39, 0.8);
        const auto samples = MadeUpEcg(beats, 250, 40);
        HeartBeats search;
        std::vector<double> found;
        std::size_t anew = 0;
        for (std::size_t second = 0; second < 40; ++second)
        {
            if (second == 20)
            {
                continue; // a block was lost
            }
            Felt block;
            block.t = 100 + static_cast<double>(second) + (second % 2 ? 0.005 : 0); // rounded
            block.intervalS = 0.004;
            block.samples.assign(samples.begin() + static_cast<long>(second) * 250,
                                 samples.begin() + static_cast<long>(second + 1) * 250);
            const auto more = search.Add(block);
            found.insert(found.end(), more.begin(), more.end());
            anew += search.StartedAnew() ? 1 : 0;
        }
        NS_TEST_EXPECT_MSG_EQ(anew, 2, "at the start and after the gap");
        NS_TEST_EXPECT_MSG_EQ_TOL(search.StartS(), 121, 0.006, "since the gap");
        std::vector<double> expected;
        for (const auto& beat : beats)
        {
            if (beat.t < 19.9 || beat.t > 21.1)
            {
                expected.push_back(100 + beat.t);
            }
        }
        const auto agreement = CompareBeats(expected, found, 0.02);
        NS_TEST_EXPECT_MSG_EQ(agreement.missed, 0, "all but those in the gap");
        NS_TEST_EXPECT_MSG_LT(agreement.extra, 2, "at most one at its edge");

        Felt slow;
        slow.t = 140;
        slow.intervalS = 0.1;
        slow.samples.assign(10, 0);
        NS_TEST_EXPECT_MSG_EQ(search.Add(slow).size(), 0, "10 Hz tell nothing");
        // Anybody may write such a rate into a block that is not sealed.
        Felt forged = slow;
        forged.intervalS = 1e-15;
        NS_TEST_EXPECT_MSG_EQ(search.Add(forged).size(), 0, "nor does what no device samples");
    }
};

/** @brief Beats are paired one to one. */
class BeatAgreementTestCase : public TestCase
{
  public:
    BeatAgreementTestCase()
        : TestCase("Agreement of beats")
    {
    }

  private:
    void Expect(const std::vector<double>& annotated,
                const std::vector<double>& found,
                std::size_t matched,
                std::size_t missed,
                std::size_t extra)
    {
        const auto agreement = CompareBeats(annotated, found);
        NS_TEST_EXPECT_MSG_EQ(agreement.matched, matched, "matched");
        NS_TEST_EXPECT_MSG_EQ(agreement.missed, missed, "missed");
        NS_TEST_EXPECT_MSG_EQ(agreement.extra, extra, "extra");
    }

    void DoRun() override
    {
        Expect({}, {}, 0, 0, 0);
        Expect({1, 2}, {}, 0, 2, 0);
        Expect({}, {1, 2}, 0, 0, 2);
        Expect({1, 2, 3}, {1.14, 1.86, 3.16}, 2, 1, 1);
        Expect({1}, {0.9, 1.02}, 1, 0, 1);
        Expect({1, 1.1}, {1.09}, 1, 1, 0);
        Expect({1, 5}, {3, 5}, 1, 1, 1);
        Expect({1, 1.2}, {1.12, 1.25}, 2, 0, 0);
        const auto agreement = CompareBeats({1, 2, 3, 4}, {1, 2, 3, 3.5, 5});
        NS_TEST_EXPECT_MSG_EQ_TOL(agreement.Sensitivity(), 0.75, 1e-12, "3 of 4");
        NS_TEST_EXPECT_MSG_EQ_TOL(agreement.PositivePredictivity(), 0.6, 1e-12, "3 of 5");
    }
};

/** @brief Recordings of real hearts. */
class RPeakRecordingsTestCase : public TestCase
{
  public:
    RPeakRecordingsTestCase()
        : TestCase("R peaks of MIT-BIH records")
    {
    }

  private:
    void DoRun() override
    {
        const auto path = SharedData("wfdb/100.hea");
        if (!path.empty())
        {
            const auto record = LoadRecordings(path)[0];
            const auto* ecg = record->Find("ecg");
            const auto agreement = CompareBeats(record->beats, Find(ecg->values, ecg->rateHz));
            NS_TEST_EXPECT_MSG_GT(agreement.Sensitivity(), 0.999, "sensitivity, record 100");
            NS_TEST_EXPECT_MSG_GT(agreement.PositivePredictivity(), 0.999, "predictivity, 100");
        }
        const auto text = DataPath("ecg/mit-bih-208.txt");
        if (std::filesystem::exists(text))
        {
            // There are no annotations; an offline search finds 501 beats (doc/fuzzy.rst).
            const auto record = LoadRecordings(text)[0];
            const auto* ecg = record->Find("ecg");
            const auto found = Find(ecg->values, ecg->rateHz);
            NS_TEST_EXPECT_MSG_GT(found.size(), 495, "beats of record 208");
            NS_TEST_EXPECT_MSG_LT(found.size(), 507, "beats of record 208");
        }
    }
};

class FuzzyRPeakTestSuite : public TestSuite
{
  public:
    FuzzyRPeakTestSuite()
        : TestSuite("iomt-fuzzy-r-peak", TestSuite::Type::UNIT)
    {
        AddTestCase(new RPeakRatesTestCase);
        AddTestCase(new RPeakShapesTestCase);
        AddTestCase(new RPeakNothingTestCase);
        AddTestCase(new RPeakCausalityTestCase);
        AddTestCase(new HeartBeatsTestCase);
        AddTestCase(new BeatAgreementTestCase);
        AddTestCase(new RPeakRecordingsTestCase);
    }
};

FuzzyRPeakTestSuite g_fuzzyRPeakTestSuite;

} // namespace
