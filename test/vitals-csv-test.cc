// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/csv-recording.h"
#include "ns3/recording-columns.h"
#include "ns3/recording-error.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/** @brief The one subject of a table. */
RecordingPtr
One(const std::string& text)
{
    const auto recordings = ParseCsvRecordings(text, "my.csv");
    return recordings.size() == 1 ? recordings[0] : nullptr;
}

/** @brief Columns are found by their names. */
class CsvColumnsTestCase : public TestCase
{
  public:
    CsvColumnsTestCase()
        : TestCase("Columns of a table")
    {
    }

  private:
    void DoRun() override
    {
        const auto recording =
            One("\xef\xbb\xbf"
                "# made up\r\n"
                "note,Time (s),\"HR\",SpO2 (%),Skin_Temp,glucose_mmol_l,label\r\n"
                "a,0,60,98,33.5,5,0\r\n"
                "\"b, quoted\",1.5, 61 ,,nan,10,1\r\n"
                "\r\n"
                "c,1.5,62,97,NA,,rest\r\n");
        NS_TEST_ASSERT_MSG_NE(recording, nullptr, "one subject");
        const auto* pulse = recording->Find("pulse");
        NS_TEST_ASSERT_MSG_NE(pulse, nullptr, "HR");
        NS_TEST_EXPECT_MSG_EQ(pulse->name, "HR", "as the file calls it");
        NS_TEST_EXPECT_MSG_EQ((pulse->values == std::vector<double>{60, 61, 62}), true, "values");
        NS_TEST_EXPECT_MSG_EQ((pulse->times == std::vector<double>{0, 1.5, 1.5}), true, "times");
        const auto* spo2 = recording->Find("spo2");
        NS_TEST_ASSERT_MSG_NE(spo2, nullptr, "SpO2 (%)");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(spo2->values[1]), true, "an empty field");
        NS_TEST_EXPECT_MSG_EQ(spo2->values[2], 97, "the next");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(recording->Find("skin-temperature")->values[1]),
                              true,
                              "nan");
        NS_TEST_EXPECT_MSG_EQ_TOL(recording->Find("glucose")->values[1], 180.156, 1e-9, "in mg/dL");
        const auto* label = recording->FindName("label");
        NS_TEST_ASSERT_MSG_NE(label, nullptr, "label");
        NS_TEST_EXPECT_MSG_EQ(label->values[1], 1, "a truth");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(label->values[2]), true, "a truth in words");
        NS_TEST_EXPECT_MSG_EQ((recording->rows == std::vector<std::size_t>{3, 4, 6}),
                              true,
                              "lines of the file");
        NS_TEST_ASSERT_MSG_NE(recording->FindName("note"),
                              nullptr,
                              "the name of an unknown column");
        NS_TEST_EXPECT_MSG_EQ(recording->FindName("note")->values.size(), 0, "and no more of it");
        NS_TEST_EXPECT_MSG_EQ(recording->EndS(), 2.25, "the mean step after the last row");
        // The quantity's own name goes before others.
        const auto two = One("timestamp,t,hr,pulse,bpm\n9,0,1,2,3\n");
        NS_TEST_EXPECT_MSG_EQ(two->Find("pulse")->values[0], 2, "pulse");
        NS_TEST_EXPECT_MSG_EQ(two->Find("pulse")->times[0], 0, "t");
        NS_TEST_EXPECT_MSG_EQ(One("sec,i,MLII,V5\n0,9,1,2\n1,9,1,2\n")->Find("ecg")->name,
                              "MLII",
                              "the first lead, but no column i");
    }
};

/** @brief Several people in one file, in turns. */
class CsvSubjectsTestCase : public TestCase
{
  public:
    CsvSubjectsTestCase()
        : TestCase("Subjects of a table")
    {
    }

  private:
    void DoRun() override
    {
        const auto recordings =
            ParseCsvRecordings("subject,t,hr\nS2,0,60\nS1,5,70\nS2,1,61\nS1,5,71", "my.csv");
        NS_TEST_ASSERT_MSG_EQ(recordings.size(), 2, "subjects");
        NS_TEST_EXPECT_MSG_EQ(recordings[0]->subject, "S2", "in the order they appear");
        NS_TEST_EXPECT_MSG_EQ(recordings[1]->subject, "S1", "in the order they appear");
        NS_TEST_EXPECT_MSG_EQ((recordings[0]->Find("pulse")->values == std::vector<double>{60, 61}),
                              true,
                              "S2");
        NS_TEST_EXPECT_MSG_EQ((recordings[1]->rows == std::vector<std::size_t>{3, 5}), true, "S1");
    }
};

/** @brief An ECG is even. */
class CsvEcgTestCase : public TestCase
{
  public:
    CsvEcgTestCase()
        : TestCase("ECG in a table")
    {
    }

  private:
    void DoRun() override
    {
        const auto recording = One("t,ecg\n10,0.1\n10.25,\n10.51,0.3\n10.75,1\n");
        const auto* ecg = recording->Find("ecg");
        NS_TEST_EXPECT_MSG_EQ_TOL(ecg->rateHz, 4, 1e-9, "rate");
        NS_TEST_EXPECT_MSG_EQ_TOL(ecg->TimeOf(2), 10.5, 1e-9, "even");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(ecg->values[1]), true, "a gap in the values");
    }
};

/** @brief Mistakes are answered with the line and what is allowed. */
class CsvMistakesTestCase : public TestCase
{
  public:
    CsvMistakesTestCase()
        : TestCase("Mistakes in a table")
    {
    }

  private:
    void Expect(const std::string& text, std::size_t line, const std::string& value)
    {
        try
        {
            ParseCsvRecordings(text, "my.csv");
            NS_TEST_EXPECT_MSG_EQ(true, false, "not refused: " << text);
        }
        catch (const RecordingError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.line, line, error.what());
            NS_TEST_EXPECT_MSG_EQ(error.value, value, error.what());
            NS_TEST_EXPECT_MSG_EQ(error.allowed.empty(), false, error.what());
        }
    }

    void DoRun() override
    {
        Expect("", 0, "nothing in it");
        Expect("\n# remark\n", 0, "nothing in it");
        Expect("t,hr\n", 1, "no rows");
        Expect("0,60\n1,61\n", 1, "0,60");
        Expect("t;hr\n0;60\n", 1, "columns between ';'");
        Expect("t\thr\n0\t60\n", 1, "columns between tabs");
        Expect("hr,spo2\n60,98\n", 1, "no column t");
        Expect("t,pulse,pulse\n0,1,2\n", 1, "two columns pulse");
        Expect("t,hr\n0,60\n1\n", 3, "1 columns");
        Expect("t,hr\n0,60\n1,2,3\n", 3, "3 columns");
        Expect("t,hr\n0,60\nsoon,61\n", 3, "t = soon");
        Expect("t,hr\n0,60\n1e300,61\n", 3, "t = 1e300");
        Expect("t,hr\n0,60\n,61\n", 3, "t = an empty field");
        Expect("t,hr\n0,60\n1,high\n", 3, "hr = high");
        Expect("t,hr\n0,60\n1,inf\n", 3, "hr = inf");
        Expect("t,hr\n0,60\n1,6O\n", 3, "hr = 6O");
        Expect("t,hr\n1,60\n0.5,61\n", 3, "t = 0.5 after a later row");
        Expect("subject,t,hr\n,0,60\n", 2, "an empty subject");
        Expect("t,ecg\n0,0.1\n", 2, "one value of an ECG");
        Expect("t,ecg\n0,0.1\n0.25,0.1\n0.5,0.1\n1.5,0.1\n", 5, "a step of 1.000000 s in time");
        Expect("t,ecg\n0,0.1\n0.25,1024\n", 3, "ecg = 1024");
        Expect("t,ecg\n0,1\n0,1\n0,1\n", 3, "a step of 0.000000 s in time");
        Expect("t,ecg\n0,1\n5,1\n10,1\n", 2, "an ECG at 0.200000 Hz");
    }
};

/** @brief Channels of records are known by name, unit and rate. */
class ChannelMeaningTestCase : public TestCase
{
  public:
    ChannelMeaningTestCase()
        : TestCase("Meaning of channels")
    {
    }

  private:
    void Expect(const std::string& name,
                const std::string& unit,
                double rateHz,
                const std::string& quantity)
    {
        const auto meaning = MeaningOfChannel(name, unit, rateHz);
        NS_TEST_EXPECT_MSG_EQ((meaning ? meaning->quantity : ""), quantity, name << ' ' << unit);
    }

    void DoRun() override
    {
        Expect("MLII", "mV", 360, "ecg");
        Expect("aVR", "uV", 1000, "ecg");
        Expect("ECG Lead1", "uV", 256, "ecg");
        Expect("ECG1", "mV", 250, "ecg");
        Expect("EEG Fpz-Cz", "uV", 100, "");
        Expect("ABP", "mmHg", 125, "");
        Expect("HR", "bpm", 1, "pulse");
        Expect("PULSE", "", 1, "pulse");
        Expect("%SpO2", "%", 1, "spo2");
        Expect("RESP", "/min", 1, "respiration");
        Expect("RESP", "/min", 125, "");
        Expect("RESP", "Ohm", 1, "");
        Expect("Temp", "degC", 1, "temperature");
        Expect("Temp", "degF", 1, "");
        Expect("NBPSys", "mmHg", 1, "systolic");
        Expect("EDA", "uS", 4, "sweat");
        Expect("II", "%", 1, "");
        NS_TEST_EXPECT_MSG_EQ(MeaningOfChannel("I", "V", 500)->factor,
                              1000,
                              "millivolts in a volt");
        NS_TEST_EXPECT_MSG_EQ((ColumnNamesOf("sweat").front()), "sweat", "its own name first");
    }
};

class VitalsCsvTestSuite : public TestSuite
{
  public:
    VitalsCsvTestSuite()
        : TestSuite("iomt-vitals-csv", TestSuite::Type::UNIT)
    {
        AddTestCase(new CsvColumnsTestCase);
        AddTestCase(new CsvSubjectsTestCase);
        AddTestCase(new CsvEcgTestCase);
        AddTestCase(new CsvMistakesTestCase);
        AddTestCase(new ChannelMeaningTestCase);
    }
};

VitalsCsvTestSuite g_vitalsCsvTestSuite;

} // namespace
