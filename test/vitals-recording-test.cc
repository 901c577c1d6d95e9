// SPDX-License-Identifier: GPL-2.0-only

#include "shared-data.h"

#include "ns3/recording-error.h"
#include "ns3/recording-player.h"
#include "ns3/recording-signal.h"
#include "ns3/test.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr double NOT_FELT = std::numeric_limits<double>::quiet_NaN();

RecordingChannel
Even(const std::string& quantity, double rateHz, std::vector<double> values, double startS = 0)
{
    RecordingChannel channel;
    channel.name = quantity;
    channel.quantity = quantity;
    channel.rateHz = rateHz;
    channel.startS = startS;
    channel.values = std::move(values);
    return channel;
}

RecordingChannel
Timed(const std::string& quantity, std::vector<double> times, std::vector<double> values)
{
    auto channel = Even(quantity, 0, std::move(values));
    channel.times = std::move(times);
    return channel;
}

/** @brief Every form is told by its name or its beginning. */
class RecordingFormsTestCase : public TestCase
{
  public:
    RecordingFormsTestCase()
        : TestCase("Forms of a recording")
    {
    }

  private:
    void Write(const std::string& name, const std::string& text) const
    {
        std::ofstream(m_folder + name, std::ios::binary) << text;
    }

    void Expect(const std::string& name, const std::string& quantity)
    {
        try
        {
            const auto recordings = LoadRecordings(m_folder + name);
            NS_TEST_ASSERT_MSG_EQ(recordings.size(), 1, name);
            const auto quantities = recordings[0]->Quantities();
            NS_TEST_ASSERT_MSG_EQ(quantities.empty(), false, name);
            NS_TEST_EXPECT_MSG_EQ(quantities[0], quantity, name);
        }
        catch (const RecordingError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(true, false, error.what());
        }
    }

    void Refuse(const std::string& name, const std::string& value)
    {
        try
        {
            LoadRecordings(m_folder + name);
            NS_TEST_EXPECT_MSG_EQ(true, false, "not refused: " << name);
        }
        catch (const RecordingError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.value, value, error.what());
        }
    }

    void DoRun() override
    {
        m_folder = CreateTempDirFilename("recordings") + '/';
        std::filesystem::create_directories(m_folder + "e4");
        std::filesystem::create_directories(m_folder + "empty");
        Write("a.csv", "t,pulse\n0,60\n");
        Write("b.txt", "# rate: 4 Hz\n0.1\n0.2\n");
        Write("c", "# remark\nt,spo2\n0,60\n");
        Write("100.hea", "100 1\n100.dat 16 200 12 0 0 0 0 MLII\n");
        Write("100.dat", "abcd");
        Write("100", "t,pulse\n0,60\n");
        Write("lone.dat", "abcd");
        Write("binary.csv", std::string("a\0b", 3));
        Write("damaged.edf", "EDF");
        Write("e4/TEMP.csv", "100\n4\n30\n30\n30\n30\n");
        Write("e4/EDA.csv", "100\n4\n1\n1\n1\n1\n");
        Write("e4/ACC.csv", "100,100,100\n4,4,4\n0,0,64\n0,0,64\n0,0,64\n0,0,64\n");
        Write("e4/HR.csv", "110\n1\n60\n61\n");
        Expect("a.csv", "pulse");
        Expect("b.txt", "ecg");
        Expect("c", "spo2");
        Expect("100.hea", "ecg");
        Expect("100.dat", "ecg");
        Expect("100", "pulse"); // the file of that very name
        std::filesystem::remove(m_folder + "100");
        Expect("100", "ecg");
        Expect("e4", "skin-temperature");
        const auto e4 = LoadRecordings(m_folder + "e4/")[0];
        NS_TEST_EXPECT_MSG_EQ(e4->Find("sweat")->TimeOf(0), 1, "known when the second is over");
        NS_TEST_ASSERT_MSG_NE(e4->Find("pulse"), nullptr, "HR.csv");
        NS_TEST_EXPECT_MSG_EQ(e4->Find("pulse")->TimeOf(1), 11, "ten seconds after the others");
        Refuse("nothing.csv", "no such file");
        Refuse("nothing.hea", "no such file");
        Refuse("lone.dat", "no such file");
        Refuse("empty", "a folder without TEMP.csv");
        Refuse("binary.csv", "a binary file of no known form");
        Refuse("damaged.edf", "EDF");
    }

    std::string m_folder;
};

/** @brief Readings in the order they are known, none twice, none left out. */
class RecordingPlayerTestCase : public TestCase
{
  public:
    RecordingPlayerTestCase()
        : TestCase("Playing a recording")
    {
    }

  private:
    void DoRun() override
    {
        Recording recording;
        std::vector<double> ecg(2500);
        for (std::size_t i = 0; i < ecg.size(); ++i)
        {
            ecg[i] = static_cast<double>(i);
        }
        ecg[1100] = ecg[1101] = NOT_FELT;
        recording.channels = {Even("ecg", 1000, ecg),
                              Even("spo2", 1, {97, NOT_FELT, 99}),
                              Even("pulse", 2, {60, 61, 62, 63, 64})};
        RecordingPlayer player(recording, {"pulse", "ecg", "spo2", "glucose"});
        NS_TEST_EXPECT_MSG_EQ(player.Channels().size(), 3, "there is no glucose");
        const std::vector<std::string> expected{"0 pulse spo2 ",
                                                "0.5 pulse ",
                                                "1 0-999",
                                                "1 pulse ",
                                                "1.1 1000-1099",
                                                "1.5 pulse ",
                                                "2 1102-1999",
                                                "2 pulse spo2 ",
                                                "2.5 2000-2499"};
        std::vector<std::string> got;
        while (const auto played = player.Next())
        {
            std::ostringstream text;
            text << played->knownS << ' ';
            for (const auto& value : played->reading.values)
            {
                text << value.first << ' ';
            }
            const auto& samples = played->reading.samples;
            if (!samples.empty())
            {
                text << samples.front() << '-' << samples.back();
                NS_TEST_EXPECT_MSG_EQ_TOL(played->reading.t,
                                          samples.front() / 1000,
                                          1e-9,
                                          "a block's time is its first sample's");
            }
            got.push_back(text.str());
        }
        NS_TEST_ASSERT_MSG_EQ(got.size(), expected.size(), "readings");
        for (std::size_t i = 0; i < got.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(got[i], expected[i], "reading " << i);
        }
    }
};

/** @brief Each row of a table is a reading. */
class RecordingRowsTestCase : public TestCase
{
  public:
    RecordingRowsTestCase()
        : TestCase("Rows of a table")
    {
    }

  private:
    void DoRun() override
    {
        Recording recording;
        recording.rows = {2, 3, 4, 5};
        recording.channels = {Timed("pulse", {0, 1, 1, 4}, {60, NOT_FELT, 62, 63}),
                              Timed("spo2", {0, 1, 1, 4}, {97, NOT_FELT, 98, NOT_FELT})};
        RecordingPlayer player(recording, {"spo2", "pulse"});
        const std::size_t values[]{2, 0, 2, 1};
        for (std::size_t i = 0; i < 4; ++i)
        {
            const auto played = player.Next();
            NS_TEST_ASSERT_MSG_EQ(played.has_value(), true, "row " << i);
            NS_TEST_EXPECT_MSG_EQ(played->row, i, "row");
            NS_TEST_EXPECT_MSG_EQ(played->reading.values.size(), values[i], "values of row " << i);
        }
        NS_TEST_EXPECT_MSG_EQ(player.Next().has_value(), false, "the end");
    }
};

/** @brief A device that plays a recording. */
class RecordingSignalTestCase : public TestCase
{
  public:
    RecordingSignalTestCase()
        : TestCase("A recorded signal")
    {
    }

  private:
    void DoRun() override
    {
        auto recording = std::make_shared<Recording>();
        std::vector<double> ecg;
        for (int i = 0; i < 100; ++i)
        {
            ecg.push_back(i);
        }
        ecg[50] = NOT_FELT;
        recording->channels = {Timed("glucose", {10, 20, 40}, {100, NOT_FELT, 140}),
                               Even("pulse", 0.5, {60, 61, 62, 63, 64}),
                               Even("ecg", 10, ecg)};
        RecordingSignal glucose(recording, {"glucose"}, 5);
        const auto at = [&glucose](double t) {
            return glucose.Read(t - 1, 1).values.at("glucose");
        };
        NS_TEST_EXPECT_MSG_EQ(at(1), 100, "before the first value: that one");
        NS_TEST_EXPECT_MSG_EQ(at(34), 100, "the newest value, over one not felt");
        NS_TEST_EXPECT_MSG_EQ(at(35), 140, "the last one, at 40 s");
        NS_TEST_EXPECT_MSG_EQ(at(49), 140, "it lasts as long as others do");
        NS_TEST_EXPECT_MSG_EQ(at(51), 100, "and from the beginning again");

        RecordingSignal pulse(recording, {"pulse"}, -10);
        NS_TEST_EXPECT_MSG_EQ(pulse.Read(0, 1).values.at("pulse"), 60, "a length of 10 s");
        NS_TEST_EXPECT_MSG_EQ(pulse.Read(3, 1).values.at("pulse"), 62, "the newest at 4 s");
        NS_TEST_EXPECT_MSG_EQ(pulse.Read(12, 1).values.at("pulse"), 61, "round");

        RecordingSignal both(recording, {"ecg", "pulse"}, 4);
        std::vector<double> heard;
        for (int i = 0; i < 100; ++i)
        {
            const auto reading = both.Read(i * 0.25, 0.25);
            heard.insert(heard.end(), reading.samples.begin(), reading.samples.end());
            NS_TEST_EXPECT_MSG_EQ(reading.values.size(), 1, "a pulse each time");
        }
        NS_TEST_ASSERT_MSG_EQ(heard.size(), 250, "every sample once");
        for (std::size_t i = 0; i < heard.size(); ++i)
        {
            const std::size_t expected = (i + 40) % 100;
            NS_TEST_EXPECT_MSG_EQ(heard[i],
                                  (expected == 50 ? 0 : static_cast<double>(expected)),
                                  "sample " << i << "; a gap is flat");
        }
        try
        {
            RecordingSignal(recording, {"spo2"}, 0);
            NS_TEST_EXPECT_MSG_EQ(true, false, "there is no spo2");
        }
        catch (const RecordingError& error)
        {
            NS_TEST_EXPECT_MSG_NE(error.allowed.find("glucose, pulse, ecg"),
                                  std::string::npos,
                                  error.what());
        }
    }
};

class VitalsRecordingTestSuite : public TestSuite
{
  public:
    VitalsRecordingTestSuite()
        : TestSuite("iomt-vitals-recording", TestSuite::Type::UNIT)
    {
        AddTestCase(new RecordingFormsTestCase);
        AddTestCase(new RecordingPlayerTestCase);
        AddTestCase(new RecordingRowsTestCase);
        AddTestCase(new RecordingSignalTestCase);
    }
};

VitalsRecordingTestSuite g_vitalsRecordingTestSuite;

} // namespace
