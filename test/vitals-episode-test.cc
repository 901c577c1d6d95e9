// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/episode.h"
#include "ns3/test.h"

#include <limits>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/** @brief Onset, ramp, plateau and recovery. */
class EpisodeShapeTestCase : public TestCase
{
  public:
    EpisodeShapeTestCase()
        : TestCase("Course of an episode")
    {
    }

  private:
    void DoRun() override
    {
        const EpisodeScript script{100, 40, 200, 0.5};
        const auto hypoxia = EpisodeRegistry::Get().Create("hypoxia", script);
        const std::pair<double, double> course[]{{0, 0},
                                                 {100, 0},
                                                 {110, -2.75},
                                                 {120, -5.5},
                                                 {140, -11},
                                                 {299, -11},
                                                 {300, -11},
                                                 {320, -5.5},
                                                 {340, 0},
                                                 {1e6, 0}};
        for (const auto& [t, shift] : course)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(hypoxia->Shift("spo2", t), shift, 1e-9, "at " << t << " s");
        }
        // Slutsky and Rebuck 1978: 1.46 /min for each per cent.
        NS_TEST_EXPECT_MSG_EQ_TOL(hypoxia->Shift("pulse", 200), 11 * 1.46, 1e-9, "pulse");
        NS_TEST_EXPECT_MSG_EQ_TOL(hypoxia->Shift("respiration", 200), 7.5, 1e-9, "respiration");
        NS_TEST_EXPECT_MSG_EQ(hypoxia->Shift("sweat", 200), 0, "untouched");
        NS_TEST_EXPECT_MSG_EQ(hypoxia->OnsetS(), 100, "onset");
        NS_TEST_EXPECT_MSG_EQ(hypoxia->EndS(), 340, "end");
        NS_TEST_EXPECT_MSG_EQ(hypoxia->Kind(), "hypoxia", "kind");

        // Shorter than its ramp: it turns back from where it got to.
        const auto brief = EpisodeRegistry::Get().Create("hypoxia", {0, 100, 50, 1});
        NS_TEST_EXPECT_MSG_EQ_TOL(brief->Shift("spo2", 50), -11, 1e-9, "half way");
        NS_TEST_EXPECT_MSG_EQ_TOL(brief->Shift("spo2", 75), -11, 1e-9, "no deeper");
        NS_TEST_EXPECT_MSG_EQ_TOL(brief->Shift("spo2", 149), -0.22, 1e-9, "nearly over");
        const auto sudden = EpisodeRegistry::Get().Create("hypoxia", {10, 0, 5, 1});
        NS_TEST_EXPECT_MSG_EQ(sudden->Shift("spo2", 9.9), 0, "no ramp: before");
        NS_TEST_EXPECT_MSG_EQ(sudden->Shift("spo2", 10), -22, "no ramp: at once");
        NS_TEST_EXPECT_MSG_EQ(sudden->Shift("spo2", 15), 0, "no ramp: over at once");

        const auto none = EpisodeRegistry::Get().Create("none", script);
        NS_TEST_EXPECT_MSG_EQ(none->Shift("spo2", 200), 0, "nothing happens");
        const Episodes both{EpisodeRegistry::Get().Create("hypoxia", script),
                            EpisodeRegistry::Get().Create("hypoxia", script)};
        NS_TEST_EXPECT_MSG_EQ_TOL(Shift(both, "spo2", 200), -22, 1e-9, "episodes add up");
    }
};

/** @brief What each kind does to a patient at severity 0.5, and that it passes. */
class EpisodeKindsTestCase : public TestCase
{
  public:
    EpisodeKindsTestCase()
        : TestCase("Kinds of episodes")
    {
    }

  private:
    void DoRun() override
    {
        struct Effect
        {
            std::string kind;
            std::string quantity;
            double value;
            double during;
        };

        const Effect effects[]{{"fever", "temperature", 36.8, 39.3},
                               {"fever", "pulse", 70, 95},
                               {"fever", "respiration", 15, 20},
                               {"tachycardia", "pulse", 70, 145},
                               {"tachycardia", "systolic", 126, 106},
                               {"hypoglycaemia", "glucose", 110, 45},
                               {"hypoglycaemia", "sweat", 0.5, 1.5},
                               {"hypoglycaemia", "skin-temperature", 31, 30.25},
                               {"stress", "sweat", 0.5, 0.96},
                               {"stress", "pulse", 70, 78.9},
                               {"hypoxia", "spo2", 97, 86},
                               {"fall", "pulse", 70, 80}};
        for (const auto& effect : effects)
        {
            const Episodes one{EpisodeRegistry::Get().Create(effect.kind, {100, 10, 100, 0.5})};
            const auto at = [&](double t) { return Act(one, effect.quantity, t, 1, effect.value); };
            const std::string what = effect.kind + " " + effect.quantity;
            NS_TEST_EXPECT_MSG_EQ_TOL(at(150), effect.during, 1e-6, what);
            NS_TEST_EXPECT_MSG_EQ(at(99), effect.value, what << " before");
            NS_TEST_EXPECT_MSG_EQ(at(211), effect.value, what << " after");
            NS_TEST_EXPECT_MSG_EQ(one[0]->Kind(), effect.kind, "kind");
            NS_TEST_EXPECT_MSG_GT(one[0]->DeadlineS(), 0, "deadline");
        }
        for (const auto& name : EpisodeRegistry::Get().Names())
        {
            const auto nothing = EpisodeRegistry::Get().Create(name, {100, 10, 100, 0});
            for (const std::string quantity : {"motion", "sweat", "pulse", "spo2", "glucose"})
            {
                NS_TEST_EXPECT_MSG_EQ(nothing->Act(quantity, 100.5, 1, 7),
                                      7,
                                      name << " of severity 0");
            }
        }
    }
};

/** @brief A fall is one impact, then stillness, and is over when somebody has helped. */
class FallTestCase : public TestCase
{
  public:
    FallTestCase()
        : TestCase("A fall")
    {
    }

  private:
    void DoRun() override
    {
        const auto fall = EpisodeRegistry::Get().Create("fall", {100.5, 30, 60, 0.5});
        for (const double span : {0.1, 1.0, 10.0})
        {
            int impacts = 0;
            for (int i = 1; i * span < 300; ++i)
            {
                const double t = i * span;
                const double felt = fall->Act("motion", t, span, 0.2);
                if (felt > 0.5)
                {
                    NS_TEST_EXPECT_MSG_EQ_TOL(felt, 0.86, 1e-9, "impact");
                    ++impacts;
                }
                else if (t >= 100.5 && t < 160)
                {
                    NS_TEST_EXPECT_MSG_EQ(felt, 0.004, "lies still at " << t);
                }
                else if (t < 100.5 || t > 160.5)
                {
                    NS_TEST_EXPECT_MSG_EQ(felt, 0.2, "as ever at " << t);
                }
            }
            NS_TEST_EXPECT_MSG_EQ(impacts, 1, "felt once, every " << span << " s");
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(fall->Act("motion", 120, 1, 0.001),
                                  0.001,
                                  1e-12,
                                  "no more still");
    }
};

/** @brief Impossible scripts are refused. */
class EpisodeRefusalTestCase : public TestCase
{
  public:
    EpisodeRefusalTestCase()
        : TestCase("Impossible scripts")
    {
    }

  private:
    void DoRun() override
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const EpisodeScript scripts[]{{-1, 10, 10, 0.5},
                                      {0, -1, 10, 0.5},
                                      {0, 10, -1, 0.5},
                                      {0, 10, 10, 1.1},
                                      {0, 10, 10, -0.1},
                                      {nan, 10, 10, 0.5},
                                      {0, 10, 10, nan}};
        for (const auto& script : scripts)
        {
            bool refused = false;
            try
            {
                EpisodeRegistry::Get().Create("hypoxia", script);
            }
            catch (const std::invalid_argument&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, true, script.onsetS << ' ' << script.severity);
        }
    }
};

class VitalsEpisodeTestSuite : public TestSuite
{
  public:
    VitalsEpisodeTestSuite()
        : TestSuite("iomt-vitals-episode", TestSuite::Type::UNIT)
    {
        AddTestCase(new EpisodeShapeTestCase);
        AddTestCase(new EpisodeKindsTestCase);
        AddTestCase(new FallTestCase);
        AddTestCase(new EpisodeRefusalTestCase);
    }
};

VitalsEpisodeTestSuite g_vitalsEpisodeTestSuite;

} // namespace
