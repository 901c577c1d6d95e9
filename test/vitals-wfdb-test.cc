// SPDX-License-Identifier: GPL-2.0-only

#include "shared-data.h"

#include "ns3/recording-error.h"
#include "ns3/test.h"
#include "ns3/wfdb-annotations.h"
#include "ns3/wfdb-recording.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

std::string
Octets(std::initializer_list<int> values)
{
    std::string octets;
    for (const int value : values)
    {
        octets += static_cast<char>(value);
    }
    return octets;
}

Recording
Decode(const std::string& header, const std::map<std::string, std::string>& files)
{
    return DecodeWfdbSignals(ParseWfdbHeader(header, "r.hea"), "r.hea", [&](const auto& file) {
        const auto found = files.find(file);
        if (found == files.end())
        {
            throw RecordingError(file, 0, "no such file", "one that is there");
        }
        return found->second;
    });
}

/** @brief Values as a text, `-` for those that are none. */
std::string
Text(const std::vector<double>& values)
{
    std::string text;
    for (const double value : values)
    {
        text += (text.empty() ? "" : " ") +
                (std::isfinite(value) ? std::to_string(std::lround(value)) : "-");
    }
    return text;
}

/** @brief Samples of each format, by hand from signal(5). */
class WfdbFormatsTestCase : public TestCase
{
  public:
    WfdbFormatsTestCase()
        : TestCase("Samples of formats 16, 80 and 212")
    {
    }

  private:
    void Expect(const std::string& format, const std::string& octets, const std::string& values)
    {
        const auto recording =
            Decode("r 1 100\nr.dat " + format + " 1/steps\n", {{"r.dat", octets}});
        NS_TEST_ASSERT_MSG_EQ(recording.channels.size(), 1, format);
        NS_TEST_EXPECT_MSG_EQ(Text(recording.channels[0].values), values, format);
        NS_TEST_EXPECT_MSG_EQ(recording.channels[0].rateHz, 100, format);
    }

    void DoRun() override
    {
        Expect("16", Octets({1, 0, 0xff, 0xff, 0xff, 0x7f, 0x00, 0x80}), "1 -1 32767 -");
        Expect("80", Octets({128, 129, 127, 255, 1, 0}), "0 1 -1 127 -127 -");
        // Pairs of 12 bits: 1 and -2, 0x7ff and 0x801, and the mark of none beside 0x123.
        Expect("212",
               Octets({0x01, 0xf0, 0xfe, 0xff, 0x87, 0x01, 0x00, 0x18, 0x23}),
               "1 -2 2047 -2047 - 291");
        Expect("212", Octets({0x01, 0xf0, 0xfe, 0x05, 0x00}), "1 -2 5");
        Expect("16+3", Octets({9, 9, 9, 1, 0, 2, 0}), "1 2");
    }
};

/** @brief What a header says of its signals. */
class WfdbHeaderFieldsTestCase : public TestCase
{
  public:
    WfdbHeaderFieldsTestCase()
        : TestCase("Fields of a header")
    {
    }

  private:
    void DoRun() override
    {
        const auto header = ParseWfdbHeader("# before\n"
                                            "r1 4 500/360(12) 1000 10:30:00 24/12/2020\r\n"
                                            "a.dat 212 200(1000)/mV 11 1024 995 -22131 0 MLII\n"
                                            "\n"
                                            "a.dat 212 100 11 1024 995 20052 0  lead  V5 \n"
                                            "b.dat 16x4:2+8 -19.5/degC\n"
                                            "c.dat 80 0\n"
                                            "# 69 M\n",
                                            "r.hea");
        NS_TEST_EXPECT_MSG_EQ(header.framesPerSecond, 500, "frequency");
        NS_TEST_EXPECT_MSG_EQ(header.frames, 1000, "length");
        NS_TEST_ASSERT_MSG_EQ(header.signals.size(), 4, "signals");
        const auto& first = header.signals[0];
        NS_TEST_EXPECT_MSG_EQ(first.gain, 200, "gain");
        NS_TEST_EXPECT_MSG_EQ(first.baseline, 1000, "the baseline in brackets counts");
        NS_TEST_EXPECT_MSG_EQ(first.description, "MLII", "description");
        const auto& second = header.signals[1];
        NS_TEST_EXPECT_MSG_EQ(second.baseline, 1024, "else the middle of the converter's range");
        NS_TEST_EXPECT_MSG_EQ(second.unit, "mV", "the unit where none is given");
        NS_TEST_EXPECT_MSG_EQ(second.description, "lead  V5", "the rest of the line");
        const auto& third = header.signals[2];
        NS_TEST_EXPECT_MSG_EQ(third.samplesPerFrame, 4, "samples a frame");
        NS_TEST_EXPECT_MSG_EQ(third.skewFrames, 2, "skew");
        NS_TEST_EXPECT_MSG_EQ(third.octetOffset, 8, "offset");
        NS_TEST_EXPECT_MSG_EQ(third.gain, -19.5, "gain");
        NS_TEST_EXPECT_MSG_EQ(third.unit, "degC", "unit");
        NS_TEST_EXPECT_MSG_EQ(header.signals[3].gain, 200, "0 is uncalibrated, 200 by default");
        NS_TEST_EXPECT_MSG_EQ(ParseWfdbHeader("r 1\na 16\n", "r").framesPerSecond,
                              250,
                              "the frequency where none is given");
    }
};

/** @brief Several signals in frames, in one file and in more. */
class WfdbFramesTestCase : public TestCase
{
  public:
    WfdbFramesTestCase()
        : TestCase("Frames, files, units and skew")
    {
    }

  private:
    void DoRun() override
    {
        // Frames of one sample of x and two of y; z in a file of its own.
        const auto recording = Decode("r 3 10 2\n"
                                      "a.dat 80 2(1)/uV 8 0 0 0 0 ECG\n"
                                      "a.dat 80x2 1/mV 8 0 0 0 0 EEG Cz\n"
                                      "b.dat 16 10/degC 16 0 0 0 0 Temp\n",
                                      {{"a.dat", Octets({131, 129, 130, 133, 131, 132})},
                                       {"b.dat", Octets({0x72, 1, 0x73, 1})}});
        NS_TEST_ASSERT_MSG_EQ(recording.channels.size(), 3, "signals");
        const auto& ecg = recording.channels[0];
        NS_TEST_EXPECT_MSG_EQ(ecg.quantity, "ecg", "by its name and unit");
        NS_TEST_EXPECT_MSG_EQ_TOL(ecg.values[0], 0.001, 1e-12, "(3 - 1) / 2 uV in mV");
        NS_TEST_EXPECT_MSG_EQ_TOL(ecg.values[1], 0.002, 1e-12, "(5 - 1) / 2 uV in mV");
        const auto& other = recording.channels[1];
        NS_TEST_EXPECT_MSG_EQ(other.quantity, "", "a voltage that is no ECG");
        NS_TEST_EXPECT_MSG_EQ(Text(other.values), "1 2 3 4", "two samples a frame");
        NS_TEST_EXPECT_MSG_EQ(other.rateHz, 20, "twice the frames");
        const auto& temperature = recording.channels[2];
        NS_TEST_EXPECT_MSG_EQ(temperature.quantity, "", "10 Hz is no vital sign's rate");
        NS_TEST_EXPECT_MSG_EQ_TOL(temperature.values[0], 37, 1e-12, "in a file of its own");

        const auto skewed =
            Decode("r 2 10\na 80 1\na 80:1 1\n", {{"a", Octets({128, 0x81, 1, 130})}});
        NS_TEST_EXPECT_MSG_EQ(Text(skewed.channels[0].values), "0 -127", "not skewed");
        NS_TEST_EXPECT_MSG_EQ(Text(skewed.channels[1].values), "2", "a frame later in the file");
        NS_TEST_EXPECT_MSG_EQ(skewed.channels[0].quantity,
                              "ecg",
                              "a voltage without a description is an ECG");
        const auto named = Decode("r 3 10\na 80 1 8 0 0 0 0 EMG\na 80 1 8 0 0 0 0 ch1\n"
                                  "a 80 1 8 0 0 0 0 ch2\n",
                                  {{"a", "abc"}});
        NS_TEST_EXPECT_MSG_EQ(named.Find("ecg")->name, "ch1", "nor with another description");
        NS_TEST_EXPECT_MSG_EQ(named.Quantities().size(), 1, "one of them");
    }
};

/** @brief Mistakes are answered with file and line, and what is allowed. */
class WfdbMistakesTestCase : public TestCase
{
  public:
    WfdbMistakesTestCase()
        : TestCase("Mistakes in headers and signals")
    {
    }

  private:
    void Expect(const std::string& header, std::size_t line, const std::string& value)
    {
        try
        {
            Decode(header, {{"a", "12345"}});
            NS_TEST_EXPECT_MSG_EQ(true, false, "not refused: " << header);
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
        Expect("", 0, "0 signal lines");
        Expect("# only a remark\n", 1, "0 signal lines");
        Expect("r\n", 1, "nothing");
        Expect("r none\n", 1, "none");
        Expect("r 0\n", 1, "0");
        Expect("r 100000\n", 1, "100000");
        Expect("r/3 2 360\n", 1, "r/3");
        Expect("r 1 0\na 16\n", 1, "0");
        Expect("r 1 -360\na 16\n", 1, "-360");
        Expect("r 1 360 many\na 16\n", 1, "many");
        Expect("r 2 360\na 16\n", 2, "1 signal lines");
        Expect("r 1\na\n", 2, "a");
        Expect("r 1\na 310\n", 2, "310");
        Expect("r 1\na 8\n", 2, "8");
        Expect("r 1\na 16y\n", 2, "16y");
        Expect("r 1\na 16x0\n", 2, "16x0");
        Expect("r 1\na 16x\n", 2, "16x");
        Expect("r 1\na 99999999999999999999\n", 2, "99999999999999999999");
        Expect("r 1\n../a 16\n", 2, "../a");
        Expect("r 1\n- 16\n", 2, "-");
        Expect("r 1\n~ 16\n", 2, "~");
        Expect("r 1\na 16 high\n", 2, "high");
        Expect("r 1\na 16 200(\n", 2, "200(");
        Expect("r 1\na 16 200mV\n", 2, "200mV");
        Expect("r 1\na 16 200/\n", 2, "200/");
        Expect("r 1\na 16 200 11 mid\n", 2, "mid");
        Expect("r 1\nb 16\n", 0, "no such file");
        Expect("r 1 360 3\na 16\n", 0, "2 samples for each signal");
        Expect("r 1 360\na 16+5\n", 0, "0 samples for each signal");
        Expect("r 1 360\na 16+500\n", 0, "0 samples for each signal");
        Expect("r 2 360\na 16\na 80\n", 0, "a in formats 16 and 80");
    }
};

/** @brief Annotations by hand from annot(5). */
class WfdbAnnotationsTestCase : public TestCase
{
  public:
    WfdbAnnotationsTestCase()
        : TestCase("Annotations")
    {
    }

  private:
    static std::string Word(int code, int value)
    {
        const int word = code << 10 | value;
        return Octets({word & 0xff, word >> 8});
    }

    void Refuse(const std::string& octets, const std::string& place)
    {
        try
        {
            ParseWfdbAnnotations(octets, 100, "r.atr");
            NS_TEST_EXPECT_MSG_EQ(true, false, "not refused at " << place);
        }
        catch (const RecordingError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.file, place, error.what());
        }
    }

    void DoRun() override
    {
        // A rhythm change with a text of five octets, a normal beat, one after a long interval with
        // number, subtype and channel, a premature one.
        const std::string octets = Word(28, 18) + Word(63, 5) + "(AFIB" + Octets({0}) +
                                   Word(1, 32) + Word(59, 0) + Octets({1, 0, 0, 0}) + Word(2, 50) +
                                   Word(60, 3) + Word(61, 1) + Word(62, 1) + Word(5, 1000) +
                                   Octets({0, 0});
        const auto annotations = ParseWfdbAnnotations(octets, 100, "r.atr");
        NS_TEST_ASSERT_MSG_EQ(annotations.size(), 4, "annotations");
        NS_TEST_EXPECT_MSG_EQ(annotations[0].isBeat, false, "a change of rhythm is no beat");
        NS_TEST_EXPECT_MSG_EQ_TOL(annotations[1].t, 0.5, 1e-12, "18 + 32 ticks");
        NS_TEST_EXPECT_MSG_EQ(annotations[1].isBeat, true, "a normal beat");
        NS_TEST_EXPECT_MSG_EQ_TOL(annotations[2].t, 656.36, 1e-9, "65536 + 50 ticks on");
        NS_TEST_EXPECT_MSG_EQ(annotations[2].code, 2, "a bundle branch block beat");
        NS_TEST_EXPECT_MSG_EQ_TOL(annotations[3].t, 666.36, 1e-9, "1000 ticks on");

        const std::string note = "## time resolution: 250";
        const auto resolved =
            ParseWfdbAnnotations(Word(22, 0) + Word(63, static_cast<int>(note.size())) + note +
                                     Octets({0}) + Word(1, 500) + Octets({0, 0}),
                                 100,
                                 "r.atr");
        NS_TEST_EXPECT_MSG_EQ_TOL(resolved.back().t, 2, 1e-12, "ticks of the file's own");

        Refuse("", "r.atr, octet 0");
        Refuse(Word(1, 5), "r.atr, octet 2");
        Refuse(Word(1, 5) + "x", "r.atr, octet 3");
        Refuse(Word(59, 0) + Octets({0, 0}), "r.atr, octet 4");
        Refuse(Word(1, 5) + Word(63, 200) + "short", "r.atr, octet 9");
        // 32768 * 65536 ticks back.
        Refuse(Word(1, 5) + Word(59, 0) + Octets({0, 0x80, 0, 0}) + Word(1, 5), "r.atr, octet 8");
    }
};

/** @brief A record on disk, by every name it goes by. */
class WfdbNamesTestCase : public TestCase
{
  public:
    WfdbNamesTestCase()
        : TestCase("Names of a record")
    {
    }

  private:
    void DoRun() override
    {
        const auto folder = CreateTempDirFilename("wfdb");
        std::filesystem::create_directories(folder);
        std::ofstream(folder + "/r.1.hea") << "r.1 1 100\nr.1.dat 16 100/mV 16 0 0 0 0 II\n";
        std::ofstream(folder + "/r.1.dat") << "abcdef";
        for (const std::string extension : {"", ".hea", ".dat"})
        {
            const auto recording = LoadWfdbRecording(folder + "/r.1" + extension);
            NS_TEST_EXPECT_MSG_EQ(recording->channels[0].values.size(), 3, extension);
            NS_TEST_EXPECT_MSG_EQ(recording->annotated, false, "there is no r.1.atr");
        }
        std::ofstream(folder + "/r.1.atr", std::ios::binary) << Octets({2, 4, 0, 0});
        const auto recording = LoadWfdbRecording(folder + "/r.1.atr");
        NS_TEST_ASSERT_MSG_EQ(recording->beats.size(), 1, "there is now");
        NS_TEST_EXPECT_MSG_EQ_TOL(recording->beats[0], 0.02, 1e-12, "two ticks");
        NS_TEST_EXPECT_MSG_EQ(recording->source, folder + "/r.1.atr", "as it was called");
        NS_TEST_EXPECT_MSG_EQ(IsWfdbRecord(folder + "/r"), false, "another name");
        try
        {
            LoadWfdbRecording(folder + "/r.2.dat");
            NS_TEST_EXPECT_MSG_EQ(true, false, "no header");
        }
        catch (const RecordingError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.file, folder + "/r.2.hea", error.what());
        }
    }
};

/** @brief MIT-BIH record 100. */
class WfdbMitBihTestCase : public TestCase
{
  public:
    WfdbMitBihTestCase()
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
        const auto recording = LoadWfdbRecording(path);
        NS_TEST_ASSERT_MSG_EQ(recording->channels.size(), 2, "MLII and V5");
        const auto& lead = recording->channels[0];
        NS_TEST_EXPECT_MSG_EQ(lead.quantity, "ecg", "a lead");
        NS_TEST_EXPECT_MSG_EQ(lead.rateHz, 360, "rate");
        NS_TEST_ASSERT_MSG_EQ(lead.values.size(), 650000, "length");
        // The header tells the first sample of each lead and the sum of all, modulo 2^16.
        const double first[]{995, 1011};
        const int sums[]{-22131, 20052};
        for (std::size_t i = 0; i < 2; ++i)
        {
            const auto& values = recording->channels[i].values;
            NS_TEST_EXPECT_MSG_EQ_TOL(values[0], (first[i] - 1024) / 200, 1e-12, "first sample");
            int64_t sum = 0;
            for (const double value : values)
            {
                sum += std::llround(value * 200 + 1024);
            }
            NS_TEST_EXPECT_MSG_EQ(static_cast<int16_t>(sum), sums[i], "checksum");
        }
        NS_TEST_EXPECT_MSG_EQ(recording->beats.size(), 2273, "beats in the database's directory");
    }
};

class VitalsWfdbTestSuite : public TestSuite
{
  public:
    VitalsWfdbTestSuite()
        : TestSuite("iomt-vitals-wfdb", TestSuite::Type::UNIT)
    {
        AddTestCase(new WfdbFormatsTestCase);
        AddTestCase(new WfdbHeaderFieldsTestCase);
        AddTestCase(new WfdbFramesTestCase);
        AddTestCase(new WfdbMistakesTestCase);
        AddTestCase(new WfdbAnnotationsTestCase);
        AddTestCase(new WfdbNamesTestCase);
        AddTestCase(new WfdbMitBihTestCase);
    }
};

VitalsWfdbTestSuite g_vitalsWfdbTestSuite;

} // namespace
