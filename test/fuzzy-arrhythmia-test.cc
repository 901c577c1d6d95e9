// SPDX-License-Identifier: GPL-2.0-only

#include "made-up-ecg.h"
#include "shared-data.h"

#include "ns3/arrhythmia-classifier.h"
#include "ns3/data-path.h"
#include "ns3/recording-player.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

std::unique_ptr<Classifier>
Make()
{
    ClassifierSettings settings;
    settings.rulesFolder = DataPath("rules");
    return ClassifierRegistry::Get().Create("arrhythmia", settings);
}

/** @brief What it says of each second of a made-up ECG at 250 Hz. */
std::vector<std::optional<Classification>>
Judge(const std::vector<MadeUpBeat>& beats, std::size_t seconds)
{
    const auto classifier = Make();
    const auto samples = MadeUpEcg(beats, 250, static_cast<double>(seconds));
    std::vector<std::optional<Classification>> said;
    for (std::size_t i = 0; i < seconds; ++i)
    {
        Felt block;
        block.t = static_cast<double>(i);
        block.intervalS = 0.004;
        block.samples.assign(samples.begin() + static_cast<long>(i) * 250,
                             samples.begin() + static_cast<long>(i + 1) * 250);
        said.push_back(classifier->Update(block));
    }
    return said;
}

/** @brief The label and alarm at the end of a minute of steady beats. */
class SteadyRhythmTestCase : public TestCase
{
  public:
    SteadyRhythmTestCase()
        : TestCase("Steady rhythms")
    {
    }

  private:
    void Expect(double perMinute, const std::string& label, Alarm alarm, double score)
    {
        const auto said = Judge(SteadyBeats(0.5, 60, 60 / perMinute), 60);
        NS_TEST_EXPECT_MSG_EQ(said[0].has_value(), false, "one second tells nothing");
        NS_TEST_ASSERT_MSG_EQ(said.back().has_value(), true, perMinute);
        NS_TEST_EXPECT_MSG_EQ(said.back()->label, label, said.back()->reason);
        NS_TEST_EXPECT_MSG_EQ(ToString(said.back()->alarm), ToString(alarm), said.back()->reason);
        NS_TEST_EXPECT_MSG_EQ_TOL(said.back()->score, score, 0.05, said.back()->reason);
    }

    void DoRun() override
    {
        Expect(72, "normal", Alarm::NONE, 0);
        Expect(55, "normal", Alarm::NONE, 0);
        Expect(94, "normal", Alarm::NONE, 0);
        Expect(115, "tachycardia", Alarm::NONE, 1);
        Expect(140, "tachycardia", Alarm::URGENT, 2);
        Expect(180, "tachycardia", Alarm::EMERGENCY, 3);
        Expect(45, "bradycardia", Alarm::NONE, 1);
        Expect(36, "bradycardia", Alarm::URGENT, 2);
    }
};

/** @brief A pause is told while it lasts, and forgotten some seconds after it. */
class PauseTestCase : public TestCase
{
  public:
    PauseTestCase()
        : TestCase("Pauses")
    {
    }

  private:
    void DoRun() override
    {
        auto beats = SteadyBeats(0.5, 20.1, 0.8); // the last at 19.7 s
        for (const auto& beat : SteadyBeats(24.2, 60, 0.8))
        {
            beats.push_back(beat);
        }
        auto said = Judge(beats, 60);
        NS_TEST_EXPECT_MSG_EQ(said[19]->label, "normal", "before");
        // At 24 s the pause has lasted for 4.3 s, of which 0.35 s are not certain.
        NS_TEST_EXPECT_MSG_EQ(said[23]->label, "pause", said[23]->reason);
        NS_TEST_EXPECT_MSG_EQ(ToString(said[23]->alarm), "urgent", said[23]->reason);
        NS_TEST_EXPECT_MSG_EQ(ToString(said[30]->alarm), "urgent", "it is within ten seconds");
        NS_TEST_EXPECT_MSG_EQ(said[40]->label, "normal", said[40]->reason);

        said = Judge(SteadyBeats(0.5, 20.1, 0.8), 40);
        NS_TEST_EXPECT_MSG_EQ(said[39]->label, "pause", "the heart stands still");
        NS_TEST_EXPECT_MSG_EQ(ToString(said[39]->alarm), "emergency", said[39]->reason);
        said = Judge({}, 15);
        NS_TEST_EXPECT_MSG_EQ(said[2].has_value(), false, "too early");
        NS_TEST_EXPECT_MSG_EQ(ToString(said[14]->alarm), "emergency", "from the beginning on");
    }
};

/** @brief An irregular rhythm is told from a regular one with some early beats. */
class IrregularTestCase : public TestCase
{
  public:
    IrregularTestCase()
        : TestCase("Irregular rhythm")
    {
    }

  private:
    void DoRun() override
    {
        // Intervals as in atrial fibrillation: about 0.75 s, without order.
        std::vector<MadeUpBeat> beats;
        uint32_t state = 7;
        for (double t = 0.5; t < 60;)
        {
            beats.push_back({t});
            state = state * 1664525 + 1013904223;
            t += 0.5 + 0.5 * static_cast<double>(state) / 4294967296.0;
        }
        auto said = Judge(beats, 60);
        NS_TEST_EXPECT_MSG_EQ(said.back()->label, "irregular", said.back()->reason);
        NS_TEST_EXPECT_MSG_EQ(ToString(said.back()->alarm), "none", "noted, no alarm");

        beats = SteadyBeats(0.5, 60, 0.8);
        for (std::size_t i = 10; i < beats.size(); i += 10)
        {
            beats[i].t -= 0.25;
        }
        said = Judge(beats, 60);
        NS_TEST_EXPECT_MSG_EQ(said.back()->label, "normal", said.back()->reason);
    }
};

/** @brief A block that was lost is no pause. */
class GapTestCase : public TestCase
{
  public:
    GapTestCase()
        : TestCase("Lost blocks")
    {
    }

  private:
    void DoRun() override
    {
        const auto samples = MadeUpEcg(SteadyBeats(0.5, 60, 0.8), 250, 60);
        const auto classifier = Make();
        for (std::size_t i = 0; i < 60; ++i)
        {
            if (i >= 30 && i < 38)
            {
                continue;
            }
            Felt block;
            block.t = static_cast<double>(i);
            block.intervalS = 0.004;
            block.samples.assign(samples.begin() + static_cast<long>(i) * 250,
                                 samples.begin() + static_cast<long>(i + 1) * 250);
            const auto said = classifier->Update(block);
            if (said)
            {
                NS_TEST_EXPECT_MSG_EQ(said->label,
                                      "normal",
                                      "second " << i << ": " << said->reason);
            }
        }
    }
};

/** @brief MIT-BIH record 100 is normal all along. */
class Record100TestCase : public TestCase
{
  public:
    Record100TestCase()
        : TestCase("MIT-BIH record 100")
    {
    }

  private:
    void DoRun() override
    {
        const auto path = SharedData("wfdb/100.hea");
        if (path.empty())
        {
            return;
        }
        const auto record = LoadRecordings(path)[0];
        const auto classifier = Make();
        RecordingPlayer player(*record, classifier->Inputs());
        std::size_t judged = 0;
        while (const auto played = player.Next())
        {
            const auto& reading = played->reading;
            const auto said =
                classifier->Update({reading.t, {}, reading.samples, reading.intervalS});
            if (said)
            {
                ++judged;
                NS_TEST_ASSERT_MSG_EQ(said->label, "normal", said->reason);
            }
        }
        NS_TEST_EXPECT_MSG_EQ(judged, 1804, "all but the first two seconds of 30 min 5.6 s");
    }
};

class FuzzyArrhythmiaTestSuite : public TestSuite
{
  public:
    FuzzyArrhythmiaTestSuite()
        : TestSuite("iomt-fuzzy-arrhythmia", TestSuite::Type::UNIT)
    {
        AddTestCase(new SteadyRhythmTestCase);
        AddTestCase(new PauseTestCase);
        AddTestCase(new IrregularTestCase);
        AddTestCase(new GapTestCase);
        AddTestCase(new Record100TestCase);
    }
};

FuzzyArrhythmiaTestSuite g_fuzzyArrhythmiaTestSuite;

} // namespace
