// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/edf-recording.h"
#include "ns3/recording-error.h"
#include "ns3/test.h"

#include <cstdint>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

std::string
Padded(const std::string& text, std::size_t length)
{
    return text + std::string(length - text.size(), ' ');
}

/** @brief A made-up file of two signals and annotations, two records of half a second. */
struct EdfFile
{
    std::string version = "0";
    std::string reserved;
    std::string records = "2";
    std::string duration = "0.5";
    std::string signals = "3";
    std::string labels[3]{"ECG II", "EDF Annotations", "SpO2"};
    std::string units[3]{"uV", "", "%"};
    std::string physicalLow[3]{"-1000", "-1", "0"};
    std::string physicalHigh[3]{"1000", "1", "100"};
    std::string digitalLow[3]{"-100", "-32768", "0"};
    std::string digitalHigh[3]{"100", "32767", "200"};
    std::string samples[3]{"4", "2", "1"};
    std::string data;

    EdfFile()
    {
        for (const int sample : {0, 1, -1, 100, 7, 7, 196, 10, 20, 30, 40, 7, 7, 198})
        {
            const auto value = static_cast<uint16_t>(sample);
            data += static_cast<char>(value & 0xff);
            data += static_cast<char>(value >> 8);
        }
    }

    std::string Text() const
    {
        std::string text = Padded(version, 8) + Padded("patient", 80) + Padded("recording", 80) +
                           "01.02.2003.04.05" + Padded("1024", 8) + Padded(reserved, 44) +
                           Padded(records, 8) + Padded(duration, 8) + Padded(signals, 4);
        const auto all = [&text](const std::string(&fields)[3], std::size_t length) {
            for (const auto& field : fields)
            {
                text += Padded(field, length);
            }
        };
        const std::string none[3];
        all(labels, 16);
        all(none, 80);
        all(units, 8);
        all(physicalLow, 8);
        all(physicalHigh, 8);
        all(digitalLow, 8);
        all(digitalHigh, 8);
        all(none, 80);
        all(samples, 8);
        all(none, 32);
        return text + data;
    }
};

/** @brief Values, rates and meanings of the signals. */
class EdfValuesTestCase : public TestCase
{
  public:
    EdfValuesTestCase()
        : TestCase("Values of an EDF file")
    {
    }

  private:
    void DoRun() override
    {
        EdfFile file;
        for (const std::string records : {"2", "-1"})
        {
            file.records = records;
            const auto recording = ParseEdfRecording(file.Text(), "x.edf");
            NS_TEST_ASSERT_MSG_EQ(recording->channels.size(), 2, "annotations are passed over");
            const auto& ecg = recording->channels[0];
            NS_TEST_EXPECT_MSG_EQ(ecg.quantity, "ecg", "by its label and unit");
            NS_TEST_EXPECT_MSG_EQ(ecg.rateHz, 8, "four samples in half a second");
            const double expected[]{0, 0.01, -0.01, 1, 0.1, 0.2, 0.3, 0.4};
            NS_TEST_ASSERT_MSG_EQ(ecg.values.size(), 8, "samples");
            for (std::size_t i = 0; i < 8; ++i)
            {
                NS_TEST_EXPECT_MSG_EQ_TOL(ecg.values[i], expected[i], 1e-12, "sample " << i);
            }
            const auto& spo2 = recording->channels[1];
            NS_TEST_EXPECT_MSG_EQ(spo2.quantity, "spo2", "by its label");
            NS_TEST_EXPECT_MSG_EQ_TOL(spo2.values[0], 98, 1e-12, "196 of 200");
            NS_TEST_EXPECT_MSG_EQ_TOL(spo2.values[1], 99, 1e-12, "198 of 200");
            NS_TEST_EXPECT_MSG_EQ_TOL(spo2.TimeOf(1), 0.5, 1e-12, "in the second record");
        }
        file.reserved = "EDF+C";
        file.records = "1";
        NS_TEST_EXPECT_MSG_EQ(ParseEdfRecording(file.Text(), "x")->channels[0].values.size(),
                              4,
                              "as many records as the header says");
    }
};

/** @brief Mistakes are answered with the octet and what is allowed. */
class EdfMistakesTestCase : public TestCase
{
  public:
    EdfMistakesTestCase()
        : TestCase("Mistakes in an EDF file")
    {
    }

  private:
    void Expect(const std::string& octets, std::size_t at, const std::string& value)
    {
        try
        {
            ParseEdfRecording(octets, "x.edf");
            NS_TEST_EXPECT_MSG_EQ(true, false, "not refused: " << value);
        }
        catch (const RecordingError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.file, "x.edf, octet " + std::to_string(at), error.what());
            NS_TEST_EXPECT_MSG_EQ(error.value, value, error.what());
            NS_TEST_EXPECT_MSG_EQ(error.allowed.empty(), false, error.what());
        }
    }

    template <class Change>
    void Changed(Change change, std::size_t at, const std::string& value)
    {
        EdfFile file;
        change(file);
        Expect(file.Text(), at, value);
    }

    void DoRun() override
    {
        const std::string cut = "the end of the file within its header";
        Expect("0       ", 8, cut);
        Expect(EdfFile().Text().substr(0, 300), 300, cut);
        Expect(EdfFile().Text().substr(0, 1023), 1023, cut);
        Changed([](auto& f) { f.version = "1"; }, 0, "1       ");
        Expect("\xff"
               "BIOSEMI" +
                   std::string(300, ' '),
               0,
               "a BDF file, of 24-bit samples");
        Changed([](auto& f) { f.reserved = "EDF+D"; }, 192, "EDF+D, a recording with gaps");
        Changed([](auto& f) { f.records = "two"; }, 236, "two");
        Changed([](auto& f) { f.records = ""; }, 236, "nothing");
        Changed([](auto& f) { f.duration = "-1"; }, 244, "-1");
        Changed([](auto& f) { f.duration = "0"; }, 244, "a duration of 0 s");
        Changed([](auto& f) { f.signals = "0"; }, 252, "0");
        Changed([](auto& f) { f.signals = "1.5"; }, 252, "1.5");
        Changed([](auto& f) { f.signals = "9999"; }, 252, "9999");
        Changed([](auto& f) { f.samples[2] = "0"; }, 256 + 216 * 3 + 16, "0");
        Changed([](auto& f) { f.samples[0] = "1e9"; }, 256 + 216 * 3, "1e9");
        Changed([](auto& f) { f.physicalLow[0] = "low"; }, 256 + 104 * 3, "low");
        Changed([](auto& f) { f.physicalHigh[0] = "-1000"; },
                256 + 112 * 3,
                "a physical maximum equal to the minimum");
        Changed([](auto& f) { f.digitalLow[0] = "-40000"; }, 256 + 120 * 3, "-40000");
        Changed([](auto& f) { f.digitalHigh[0] = "-100"; },
                256 + 128 * 3,
                "a digital maximum not above the minimum");
        Changed([](auto& f) { f.records = "3"; },
                1024 + 28,
                "the end of the file after 2 data records");
        Changed([](auto& f) { f.data.clear(); }, 1024, "the end of the file after 0 data records");
        Changed([](auto& f) { f.labels[0] = f.labels[2] = "EDF Annotations"; },
                252,
                "no signal but annotations");
    }
};

class VitalsEdfTestSuite : public TestSuite
{
  public:
    VitalsEdfTestSuite()
        : TestSuite("iomt-vitals-edf", TestSuite::Type::UNIT)
    {
        AddTestCase(new EdfValuesTestCase);
        AddTestCase(new EdfMistakesTestCase);
    }
};

VitalsEdfTestSuite g_vitalsEdfTestSuite;

} // namespace
