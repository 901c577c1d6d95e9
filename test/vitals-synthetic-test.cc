// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/news2-classifier.h"
#include "ns3/quantity.h"
#include "ns3/synthetic-vitals.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

const std::vector<std::string> OXIMETER{"spo2", "pulse", "respiration"};
const std::vector<std::string> WRISTBAND{"skin-temperature", "motion", "sweat"};

/** @brief Uniform numbers on [0, 1) that a seed repeats. */
Uniform
Seeded(unsigned seed)
{
    return [engine = std::mt19937(seed)]() mutable {
        return static_cast<double>(engine()) / 4294967296.0;
    };
}

struct Spread
{
    double least;
    double most;
};

/** @brief An hour of each sensor on healthy patients stays within what people have. */
class HealthyTestCase : public TestCase
{
  public:
    HealthyTestCase()
        : TestCase("Healthy patients")
    {
    }

  private:
    void DoRun() override
    {
        const std::map<std::string, Spread> allowed{
            {"spo2", {95, 100}},
            {"pulse", {45, 95}},
            {"respiration", {11, 20}},
            {"temperature", {36.1, 37.5}},
            {"skin-temperature", {28.5, 34.5}},
            {"motion", {0, 0.3}},
            {"sweat", {0.1, 3.5}},
        };
        std::map<std::string, std::set<double>> seen;
        for (unsigned patient = 0; patient < 10; ++patient)
        {
            SyntheticVitals oximeter(OXIMETER, Seeded(patient));
            SyntheticVitals thermometer({"temperature"}, Seeded(patient + 1000));
            SyntheticVitals wristband(WRISTBAND, Seeded(patient + 2000));
            News2Classifier news2{ClassifierSettings()};
            for (int t = 0; t < 3600; ++t)
            {
                for (Signal* signal :
                     std::initializer_list<Signal*>{&oximeter, &thermometer, &wristband})
                {
                    const auto reading = signal->Read(t, 1);
                    NS_TEST_ASSERT_MSG_EQ(reading.t, t + 1, "felt by the end of the second");
                    NS_TEST_ASSERT_MSG_EQ(reading.samples.empty(), true, "no block");
                    const auto names = signal->Quantities();
                    NS_TEST_ASSERT_MSG_EQ(reading.values.size(), names.size(), "as announced");
                    for (const auto& name : names)
                    {
                        const double value = reading.values.at(name);
                        const auto& range = allowed.at(name);
                        NS_TEST_ASSERT_MSG_EQ((value >= range.least && value <= range.most),
                                              true,
                                              name << ' ' << value);
                        const double steps = value / QuantityOf(name).resolution;
                        NS_TEST_ASSERT_MSG_EQ_TOL(steps, std::round(steps), 1e-6, name << " steps");
                        seen[name].insert(value);
                    }
                    const auto result = news2.Update({reading.t, reading.values});
                    NS_TEST_ASSERT_MSG_EQ((!result || result->alarm == Alarm::NONE),
                                          true,
                                          "false alarm: " << (result ? result->reason : ""));
                }
            }
        }
        for (const auto& [name, values] : seen)
        {
            NS_TEST_EXPECT_MSG_GT(values.size(), 3, name << " moves");
        }
        NS_TEST_EXPECT_MSG_GT(*seen["motion"].rbegin(), 0.2, "somebody walks");
    }
};

/** @brief The spread of a wandering value does not depend on how often it is read. */
class WanderingTestCase : public TestCase
{
  public:
    WanderingTestCase()
        : TestCase("Wandering value")
    {
    }

  private:
    void DoRun() override
    {
        for (const double step : {0.5, 20.0})
        {
            WanderingValue value(50, 2, 10);
            const auto uniform = Seeded(7);
            double sum = 0;
            double squares = 0;
            double products = 0;
            double last = 0;
            constexpr int COUNT = 200000;
            for (int i = 0; i < COUNT; ++i)
            {
                const double deviation = value.At(i * step, uniform) - 50;
                sum += deviation;
                squares += deviation * deviation;
                products += deviation * last;
                last = deviation;
            }
            NS_TEST_EXPECT_MSG_EQ_TOL(sum / COUNT, 0, 0.1, "level");
            NS_TEST_EXPECT_MSG_EQ_TOL(squares / COUNT, 4, 0.2, "variance at steps of " << step);
            NS_TEST_EXPECT_MSG_EQ_TOL(products / squares, std::exp(-step / 10), 0.02, "memory");
        }
    }
};

/** @brief A seed repeats a patient, another gives another. */
class RepeatableTestCase : public TestCase
{
  public:
    RepeatableTestCase()
        : TestCase("Repeatable by the numbers injected")
    {
    }

  private:
    std::string Trace(unsigned seed)
    {
        SyntheticVitals oximeter(OXIMETER, Seeded(seed));
        SyntheticVitals wristband(WRISTBAND, Seeded(seed));
        std::ostringstream trace;
        for (int t = 0; t < 50; ++t)
        {
            for (Signal* signal : std::initializer_list<Signal*>{&oximeter, &wristband})
            {
                for (const auto& [name, value] : signal->Read(t, 1).values)
                {
                    trace << name << value << ' ';
                }
            }
        }
        return trace.str();
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ((Trace(1) == Trace(1)), true, "the same");
        NS_TEST_EXPECT_MSG_EQ((Trace(1) == Trace(2)), false, "another");
        // Numbers at both ends of [0, 1) give numbers.
        for (const double constant : {0.0, 1 - 1e-16})
        {
            SyntheticVitals oximeter(OXIMETER, [constant] { return constant; });
            SyntheticVitals wristband(WRISTBAND, [constant] { return constant; });
            for (int t = 0; t < 10; ++t)
            {
                NS_TEST_EXPECT_MSG_EQ(std::isfinite(oximeter.Read(t, 1).values.at("pulse")),
                                      true,
                                      "");
                NS_TEST_EXPECT_MSG_EQ(std::isfinite(wristband.Read(t, 1).values.at("sweat")),
                                      true,
                                      "");
            }
        }
    }
};

/** @brief Hypoxia reaches the alarms of NEWS2 while it lasts, and only then. */
class HypoxiaAlarmTestCase : public TestCase
{
  public:
    HypoxiaAlarmTestCase()
        : TestCase("Hypoxia and NEWS2")
    {
    }

  private:
    struct Course
    {
        Alarm worst = Alarm::NONE;
        double first = -1;
        double last = -1;
    };

    Course Follow(unsigned seed, double severity, bool respiration)
    {
        const Episodes episodes{
            EpisodeRegistry::Get().Create("hypoxia", EpisodeScript{180, 60, 240, severity})};
        auto felt = OXIMETER;
        felt.resize(respiration ? 3 : 2);
        SyntheticVitals oximeter(felt, Seeded(seed), episodes);
        SyntheticVitals thermometer({"temperature"}, Seeded(seed + 1), episodes);
        News2Classifier news2{ClassifierSettings()};
        Course course;
        for (int t = 0; t < 600; ++t)
        {
            if (t % 10 == 0)
            {
                news2.Update({static_cast<double>(t), thermometer.Read(t, 1).values});
            }
            const auto reading = oximeter.Read(t, 1);
            const auto result = news2.Update({reading.t, reading.values});
            if (result->alarm != Alarm::NONE)
            {
                course.worst = std::max(course.worst, result->alarm);
                course.first = course.first < 0 ? reading.t : course.first;
                course.last = reading.t;
            }
        }
        return course;
    }

    void DoRun() override
    {
        for (unsigned seed = 0; seed < 50; ++seed)
        {
            const auto urgent = Follow(seed, 0.5, false);
            NS_TEST_EXPECT_MSG_EQ(ToString(urgent.worst),
                                  "urgent",
                                  "severity 0.5, patient " << seed);
            NS_TEST_EXPECT_MSG_GT(urgent.first, 180, "not before its onset");
            NS_TEST_EXPECT_MSG_LT(urgent.first, 241, "before it is at its worst");
            NS_TEST_EXPECT_MSG_GT(urgent.last, 420, "until it recedes");
            NS_TEST_EXPECT_MSG_LT(urgent.last, 480, "and not after its end");
            const auto emergency = Follow(seed, 1, true);
            NS_TEST_EXPECT_MSG_EQ(ToString(emergency.worst), "emergency", "severity 1, " << seed);
        }
    }
};

/** @brief Every quantity but the ECG can be made up, for hours and at any period, within limits. */
class KnownTestCase : public TestCase
{
  public:
    KnownTestCase()
        : TestCase("All that can be made up")
    {
    }

  private:
    void DoRun() override
    {
        const std::map<std::string, Spread> healthy{
            {"systolic", {111, 145}},
            {"diastolic", {55, 95}},
            {"glucose", {71, 179}},
            {"haemoglobin", {13, 17}},
            {"weight", {50, 95}},
            {"bmi", {14, 40}},
            {"oxygen", {0, 0}},
            {"consciousness", {0, 0}},
            {"tidal-volume", {300, 600}},
            {"airway-pressure", {10, 30}},
            {"inspired-oxygen", {30, 45}},
            {"pump-rate", {19, 61}},
            {"line-pressure", {0, 110}},
            {"joint-angle", {0, 130}},
            {"speed", {0, 1.2}},
            {"charge", {0, 100}},
            {"seat", {0, 1}},
            {"door", {0, 1}},
            {"presence", {0, 1}},
            {"dose", {0, 1}},
            {"tamper", {0, 0}},
            {"card", {0, 1}},
        };
        const auto known = SyntheticVitals::Known();
        for (const auto& quantity : Quantities())
        {
            const bool made = std::find(known.begin(), known.end(), quantity.name) != known.end();
            NS_TEST_EXPECT_MSG_EQ(made, (quantity.name != "ecg"), quantity.name);
        }
        for (const double period : {1.0, 300.0})
        {
            for (unsigned seed = 0; seed < 20; ++seed)
            {
                SyntheticVitals signal(known, Seeded(seed));
                NS_TEST_ASSERT_MSG_EQ(signal.Quantities().size(), known.size(), "all");
                for (int i = 0; i < 1000; ++i)
                {
                    const auto reading = signal.Read(i * period, period);
                    NS_TEST_ASSERT_MSG_EQ(reading.t, (i + 1) * period, "at its end");
                    NS_TEST_ASSERT_MSG_EQ(reading.values.size(), known.size(), "all");
                    for (const auto& [name, range] : healthy)
                    {
                        const double value = reading.values.at(name);
                        NS_TEST_ASSERT_MSG_EQ((value >= range.least && value <= range.most),
                                              true,
                                              name << ' ' << value << " every " << period << " s");
                    }
                }
            }
        }
        // The index goes with the weight, as the height of a person stays.
        SyntheticVitals scale({"bmi", "weight"}, Seeded(3));
        const auto first = scale.Read(0, 60).values;
        const auto later = scale.Read(864000, 60).values;
        NS_TEST_EXPECT_MSG_EQ_TOL(first.at("weight") / first.at("bmi"),
                                  later.at("weight") / later.at("bmi"),
                                  0.02,
                                  "the square of the height");

        const std::vector<std::vector<std::string>> refused{{}, {"bmi"}, {"ecg"}, {"spo2", "SpO2"}};
        for (const auto& quantities : refused)
        {
            std::string what;
            try
            {
                SyntheticVitals signal(quantities, Seeded(1));
            }
            catch (const std::invalid_argument& error)
            {
                what = error.what();
            }
            NS_TEST_EXPECT_MSG_EQ(what.empty(), false, "refused");
        }
    }
};

/** @brief Quantities have units for here and for SenML. */
class QuantityTestCase : public TestCase
{
  public:
    QuantityTestCase()
        : TestCase("Quantities")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(QuantityOf("temperature").senmlUnit, "Cel", "RFC 8428");
        NS_TEST_EXPECT_MSG_EQ_TOL(97 * QuantityOf("spo2").senmlFactor, 0.97, 1e-12, "a ratio");
        // 100 mg/dL are 1 g/L; 120 mmHg are 16 kPa; 60 mL/h are a mL each minute.
        NS_TEST_EXPECT_MSG_EQ_TOL(100 * QuantityOf("glucose").senmlFactor, 1, 1e-12, "kg/m3");
        NS_TEST_EXPECT_MSG_EQ_TOL(15 * QuantityOf("haemoglobin").senmlFactor, 150, 1e-12, "kg/m3");
        NS_TEST_EXPECT_MSG_EQ_TOL(120 * QuantityOf("systolic").senmlFactor, 15999, 0.5, "Pa");
        NS_TEST_EXPECT_MSG_EQ_TOL(60 * QuantityOf("pump-rate").senmlFactor,
                                  1e-6 / 60,
                                  1e-15,
                                  "m3/s");
        bool refused = false;
        try
        {
            QuantityOf("sp02");
        }
        catch (const std::invalid_argument& error)
        {
            refused = std::string(error.what()).find("did you mean 'spo2'?") != std::string::npos;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "names the nearest");
    }
};

class VitalsSyntheticTestSuite : public TestSuite
{
  public:
    VitalsSyntheticTestSuite()
        : TestSuite("iomt-vitals-synthetic", TestSuite::Type::UNIT)
    {
        AddTestCase(new HealthyTestCase);
        AddTestCase(new WanderingTestCase);
        AddTestCase(new RepeatableTestCase);
        AddTestCase(new HypoxiaAlarmTestCase);
        AddTestCase(new KnownTestCase);
        AddTestCase(new QuantityTestCase);
    }
};

VitalsSyntheticTestSuite g_vitalsSyntheticTestSuite;

} // namespace
