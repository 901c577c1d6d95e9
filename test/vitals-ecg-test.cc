// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/data-path.h"
#include "ns3/ecg-recording.h"
#include "ns3/recording-error.h"
#include "ns3/test.h"

#include <filesystem>
#include <sstream>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

const std::string HEADER = "# rate: 4 Hz\n# unit: mV\n";

/** @brief Both text forms give the same samples. */
class EcgFormsTestCase : public TestCase
{
  public:
    EcgFormsTestCase()
        : TestCase("Forms of an ECG file")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<double> expected{0.1, -0.2, 0.3, 1};
        const std::string texts[]{
            HEADER + "0.1\n-0.2\n0.3\n1\n",
            "# MIT-BIH, lead MLII\r\n# unit: mV\r\n# rate: 4\r\n0.1\r\n -0.2\r\n0.3\r\n1\r\n\r\n",
            "t,mv\n0,0.1\n0.25,-0.2\n0.5,0.3\n0.75,1",
            "10.00,0.1\n10.25,-0.2\n10.51,0.3\n10.75,1\n",
        };
        for (const auto& text : texts)
        {
            const auto recording = EcgRecording::Parse(text, "x");
            NS_TEST_EXPECT_MSG_EQ_TOL(recording->RateHz(), 4, 1e-9, text);
            NS_TEST_EXPECT_MSG_EQ((recording->Samples() == expected), true, text);
            NS_TEST_EXPECT_MSG_EQ_TOL(recording->DurationS(), 1, 1e-9, text);
        }
        // Time stamps rounded to milliseconds, at a rate they do not divide.
        std::ostringstream rounded;
        rounded.precision(3);
        rounded << std::fixed << "t,mv\n";
        for (int i = 0; i <= 3600; ++i)
        {
            rounded << i / 360.0 << ",0\n";
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(EcgRecording::Parse(rounded.str(), "x")->RateHz(),
                                  360,
                                  1e-6,
                                  "rounded time stamps");
    }
};

/** @brief Gaps, text and empty files are answered with the place and what is allowed. */
class EcgMistakesTestCase : public TestCase
{
  public:
    EcgMistakesTestCase()
        : TestCase("Mistakes in an ECG file")
    {
    }

  private:
    void Expect(const std::string& text, std::size_t line, const std::string& value)
    {
        try
        {
            EcgRecording::Parse(text, "my.csv");
            NS_TEST_EXPECT_MSG_EQ(true, false, "not refused: " << text);
        }
        catch (const RecordingError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.line, line, error.what());
            NS_TEST_EXPECT_MSG_EQ(error.value, value, error.what());
            const std::string what = error.what();
            NS_TEST_EXPECT_MSG_EQ(what.find("my.csv"), 0, what);
            NS_TEST_EXPECT_MSG_NE(what.find("allowed: " + error.allowed), std::string::npos, what);
            NS_TEST_EXPECT_MSG_EQ(error.allowed.empty(), false, what);
        }
    }

    void DoRun() override
    {
        Expect("", 0, "0 values");
        Expect(HEADER, 2, "0 values");
        Expect(HEADER + "1\n", 3, "1 values");
        Expect("0.1\n0.2\n", 1, "no rate");
        Expect("# rate: fast\n0.1\n0.2\n", 1, "fast");
        Expect("# rate: 0 Hz\n0.1\n0.2\n", 1, "0 Hz");
        Expect("# rate: -360 Hz\n0.1\n0.2\n", 1, "-360 Hz");
        Expect("# rate: 360 Hz\n# unit: uV\n0.1\n0.2\n", 2, "uV");
        Expect(HEADER + "0.1\nheart\n0.3\n", 4, "heart");
        Expect(HEADER + "0.1\n\n0.3\n", 4, "an empty line or field");
        Expect(HEADER + "0.1\n0.2x\n0.3\n", 4, "0.2x");
        Expect(HEADER + "0.1\nnan\n0.3\n", 4, "nan");
        Expect(HEADER + "0.1\ninf\n0.3\n", 4, "inf");
        Expect(HEADER + "0.1\n1024\n", 4, "1024");
        Expect(HEADER + "0.1\n0,2\n", 4, "0,2");
        Expect("t,mv\n0,0.1\n0.25,\n", 3, "an empty line or field");
        Expect("t,mv\n0,0.1\nsoon,0.1\n", 3, "soon");
        Expect("t,mv\n0,0.1\n0.25,0.1\n0.5\n", 4, "0.5");
        Expect("t,mv\n0,0.1\n0.25,0.1\n0.5,0.1\n1,0.1\n1.25,0\n",
               5,
               "a step of 0.500000 s in time");
        Expect("t,mv\n0,1\n0.25,1\n0.5,1\n0.25,1\n", 5, "a step of -0.250000 s in time");
        Expect("t,mv\n0,1\n0,1\n0,1\n", 3, "a step of 0.000000 s in time");
        Expect("t,mv\n0,1\n5,1\n10,1\n", 2, "0.200000 Hz");
        try
        {
            EcgRecording::Load("/nowhere/ecg.csv");
            NS_TEST_EXPECT_MSG_EQ(true, false, "no file");
        }
        catch (const RecordingError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.file, "/nowhere/ecg.csv", error.what());
            NS_TEST_EXPECT_MSG_EQ(error.line, 0, error.what());
        }
        try
        {
            EcgRecording::Load(DataPath("rules"));
            NS_TEST_EXPECT_MSG_EQ(true, false, "a folder");
        }
        catch (const RecordingError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.line, 0, error.what());
        }
        std::string binary(1000, '\0');
        binary[500] = '\x1b';
        try
        {
            EcgRecording::Parse(binary, "x");
            NS_TEST_EXPECT_MSG_EQ(true, false, "a binary file");
        }
        catch (const RecordingError& error)
        {
            const std::string what = error.what();
            NS_TEST_EXPECT_MSG_LT(what.size(), 200, "a message stays short");
            NS_TEST_EXPECT_MSG_EQ(what.find('\0'), std::string::npos, "and printable");
        }
    }
};

/** @brief Blocks hold every sample once, start at the offset and go round. */
class EcgBlocksTestCase : public TestCase
{
  public:
    EcgBlocksTestCase()
        : TestCase("Blocks of an ECG signal")
    {
    }

  private:
    void DoRun() override
    {
        std::ostringstream text;
        text << "# rate: 360 Hz\n";
        constexpr int LENGTH = 1000;
        for (int i = 0; i < LENGTH; ++i)
        {
            text << i / 100.0 << '\n';
        }
        const auto recording = EcgRecording::Parse(text.str(), "x");
        EcgSignal signal(recording, 1.0);
        NS_TEST_EXPECT_MSG_EQ((signal.Quantities() == std::vector<std::string>{"ecg"}),
                              true,
                              "ecg");
        int next = 360;
        double t = 0;
        // A tenth of a second has no exact form in binary; samples must not be lost or doubled.
        for (int block = 0; block < 1000; ++block, t += 0.1)
        {
            const auto reading = signal.Read(t, 0.1);
            NS_TEST_ASSERT_MSG_EQ(reading.samples.size(), 36, "block " << block);
            NS_TEST_ASSERT_MSG_EQ_TOL(reading.t, t, 1e-6, "block " << block);
            NS_TEST_ASSERT_MSG_EQ_TOL(reading.intervalS, 1 / 360.0, 1e-12, "block " << block);
            for (const double sample : reading.samples)
            {
                NS_TEST_ASSERT_MSG_EQ(sample, next % LENGTH / 100.0, "block " << block);
                ++next;
            }
        }
        const double length = recording->DurationS();
        for (const double offset : {0.5 + 7 * length, 0.5 - 3 * length})
        {
            NS_TEST_EXPECT_MSG_EQ(EcgSignal(recording, offset).Read(0, 0.1).samples[0],
                                  1.8,
                                  "an offset of " << offset << " s goes round");
        }
        // Blocks whose length is no whole number of samples.
        EcgSignal odd(recording, 0);
        std::size_t count = 0;
        for (int block = 0; block < 1000; ++block)
        {
            count += odd.Read(block * 0.0137, 0.0137).samples.size();
        }
        NS_TEST_EXPECT_MSG_EQ(count, 4932, "13.7 s at 360 Hz");
    }
};

/** @brief An episode that moves the pulse moves the rhythm of the ECG, and only while it lasts. */
class EcgPaceTestCase : public TestCase
{
  public:
    EcgPaceTestCase()
        : TestCase("The ECG follows the pulse")
    {
    }

  private:
    /// Beats in [from, from + 60) of a recording with a beat a second.
    int Beats(const std::string& kind, double severity, double fromS)
    {
        std::ostringstream text;
        text << "# rate: 100 Hz\n";
        for (int i = 0; i < 1000; ++i)
        {
            text << (i % 100 < 20 ? 1 : 0) << '\n';
        }
        const Episodes episodes{EpisodeRegistry::Get().Create(kind, {100, 10, 100, severity})};
        EcgSignal signal(EcgRecording::Parse(text.str(), "x"), 0.5, episodes);
        const auto reading = signal.Read(fromS, 60);
        NS_TEST_EXPECT_MSG_EQ(reading.samples.size(), 6000, "the rate of samples stays");
        int beats = 0;
        for (std::size_t i = 1; i < reading.samples.size(); ++i)
        {
            beats += reading.samples[i - 1] <= 0.5 && reading.samples[i] > 0.5;
        }
        return beats;
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(Beats("tachycardia", 0.5, 20), 60, "before");
        // (70 + 75) / 70 = 2.07 times as fast.
        NS_TEST_EXPECT_MSG_EQ_TOL(Beats("tachycardia", 0.5, 130), 124, 1, "while it lasts");
        NS_TEST_EXPECT_MSG_EQ(Beats("tachycardia", 0.5, 300), 60, "after");
        NS_TEST_EXPECT_MSG_EQ_TOL(Beats("hypoxia", 1, 130), 87, 1, "hypoxia: (70 + 32.12) / 70");
        NS_TEST_EXPECT_MSG_EQ(Beats("none", 1, 130), 60, "nothing happens");
    }
};

/** @brief The recording the build extracts is what its header says. */
class EcgMitBihTestCase : public TestCase
{
  public:
    EcgMitBihTestCase()
        : TestCase("MIT-BIH record 208")
    {
    }

  private:
    void DoRun() override
    {
        const auto path = DataPath("ecg/mit-bih-208.txt");
        if (!std::filesystem::exists(path))
        {
            return; // python3-scipy is absent and the build said so
        }
        const auto recording = EcgRecording::Load(path);
        NS_TEST_EXPECT_MSG_EQ(recording->RateHz(), 360, "rate");
        NS_TEST_EXPECT_MSG_EQ_TOL(recording->DurationS(), 300, 1e-9, "five minutes");
        // scipy.misc.electrocardiogram()[[0, 1, -1]]
        NS_TEST_EXPECT_MSG_EQ_TOL(recording->Samples()[0], -0.245, 1e-9, "first");
        NS_TEST_EXPECT_MSG_EQ_TOL(recording->Samples()[1], -0.215, 1e-9, "second");
        NS_TEST_EXPECT_MSG_EQ_TOL(recording->Samples().back(), -0.385, 1e-9, "last");
    }
};

class VitalsEcgTestSuite : public TestSuite
{
  public:
    VitalsEcgTestSuite()
        : TestSuite("iomt-vitals-ecg", TestSuite::Type::UNIT)
    {
        AddTestCase(new EcgFormsTestCase);
        AddTestCase(new EcgMistakesTestCase);
        AddTestCase(new EcgBlocksTestCase);
        AddTestCase(new EcgPaceTestCase);
        AddTestCase(new EcgMitBihTestCase);
    }
};

VitalsEcgTestSuite g_vitalsEcgTestSuite;

} // namespace
