// SPDX-License-Identifier: GPL-2.0-only

#include "shared-data.h"

#include "ns3/e4-recording.h"
#include "ns3/recording-error.h"
#include "ns3/test.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/** @brief A made-up export of three seconds whose features are plain to see. */
class E4Folder
{
  public:
    explicit E4Folder(const std::string& path)
        : m_path(path)
    {
        std::filesystem::create_directories(path);
        // Temperature starts a second later than the others, so seconds 101 and 102 are shared.
        Write("TEMP.csv", "101.000000\n4.000000\n30\n31\n32\n33\n35.00\n35.00\n35.00\n35.00\n");
        Write("EDA.csv",
              "100.000000\n4.000000\n9\n9\n9\n9\n0.1\n0.2\n0.3\n0.4\n1\n1\n1\n1\n1\n1\n");
        // At rest (1 g), then swinging between 1 g and 1.5 g along slanted axes.
        std::string acceleration = "100.0, 100.0, 100.0\n4.0, 4.0, 4.0\n";
        for (int i = 0; i < 8; ++i)
        {
            acceleration += "0,0,-64\n";
        }
        acceleration += "0,0,64\n96,0,0\n0,64,0\n0,96,0\n";
        Write("ACC.csv", acceleration);
    }

    void Write(const std::string& name, const std::string& text) const
    {
        std::ofstream(m_path + '/' + name, std::ios::binary) << text;
    }

    const std::string& Path() const
    {
        return m_path;
    }

  private:
    std::string m_path;
};

/** @brief The features of the seconds all three files cover. */
class E4FeaturesTestCase : public TestCase
{
  public:
    E4FeaturesTestCase()
        : TestCase("Features at 1 Hz")
    {
    }

  private:
    void DoRun() override
    {
        const E4Folder folder(CreateTempDirFilename("e4"));
        const auto recording = E4Recording::Load(folder.Path());
        NS_TEST_EXPECT_MSG_EQ(recording->StartUnixS(), 101, "the first second all share");
        NS_TEST_ASSERT_MSG_EQ(recording->Seconds().size(), 2, "seconds 101 and 102");
        const auto& first = recording->Seconds()[0];
        NS_TEST_EXPECT_MSG_EQ_TOL(first.skinTemperature, 31.5, 1e-12, "mean of four");
        NS_TEST_EXPECT_MSG_EQ_TOL(first.sweat, 0.25, 1e-12, "mean of the second four");
        NS_TEST_EXPECT_MSG_EQ_TOL(first.motion, 0, 1e-12, "gravity is no motion");
        const auto& second = recording->Seconds()[1];
        NS_TEST_EXPECT_MSG_EQ_TOL(second.skinTemperature, 35, 1e-12, "skin temperature");
        NS_TEST_EXPECT_MSG_EQ_TOL(second.sweat, 1, 1e-12, "sweat");
        NS_TEST_EXPECT_MSG_EQ_TOL(second.motion, 0.25, 1e-12, "1 g and 1.5 g, whatever the axis");

        E4Signal signal(recording, 1);
        NS_TEST_EXPECT_MSG_EQ(signal.Read(0, 1).values.at("sweat"), 1, "offset");
        NS_TEST_EXPECT_MSG_EQ(signal.Read(1, 1).values.at("sweat"),
                              0.25,
                              "from the beginning again");
        NS_TEST_EXPECT_MSG_EQ(signal.Read(2, 1).values.at("motion"), 0.25, "and on");
        NS_TEST_EXPECT_MSG_EQ(signal.Read(3, 1).t, 4, "known when its second is over");
        NS_TEST_EXPECT_MSG_EQ(signal.Read(3, 1).values.size(), signal.Quantities().size(), "three");
    }
};

/** @brief Mistakes are answered with file, line, value and what is allowed. */
class E4MistakesTestCase : public TestCase
{
  public:
    E4MistakesTestCase()
        : TestCase("Mistakes in an E4 folder")
    {
    }

  private:
    void Expect(const std::string& name,
                const std::string& text,
                std::size_t line,
                const std::string& value)
    {
        const E4Folder folder(CreateTempDirFilename("e4-broken"));
        folder.Write(name, text);
        try
        {
            E4Recording::Load(folder.Path());
            NS_TEST_EXPECT_MSG_EQ(true, false, "not refused: " << value);
        }
        catch (const RecordingError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.file, folder.Path() + '/' + name, error.what());
            NS_TEST_EXPECT_MSG_EQ(error.line, line, error.what());
            NS_TEST_EXPECT_MSG_EQ(error.value, value, error.what());
        }
    }

    void DoRun() override
    {
        Expect("TEMP.csv", "", 0, "0 lines");
        Expect("TEMP.csv", "100\n4\n", 2, "2 lines");
        Expect("TEMP.csv", "100\n0\n30\n", 2, "0");
        Expect("TEMP.csv", "1e300\n4\n30\n", 1, "1e300");
        Expect("TEMP.csv", "100\n4\n30\nwarm\n", 4, "warm");
        Expect("TEMP.csv", "100\n4\n30\n\n30\n", 4, "an empty field");
        Expect("TEMP.csv", "100\n4\n30\n300\n", 4, "300");
        Expect("EDA.csv", "100\n4\n1\n-1\n", 4, "-1");
        Expect("EDA.csv", "100\n4\n1\nnan\n", 4, "nan");
        Expect("ACC.csv", "100,100,100\n32,32,32\n1,2,3\n1,2\n", 4, "2 columns");
        Expect("ACC.csv", "100,100,100\n32,32,32\n1,2,3\n1,2,500\n", 4, "1,2,500");

        const E4Folder folder(CreateTempDirFilename("e4-apart"));
        folder.Write("EDA.csv", "900\n4\n1\n1\n1\n1\n");
        try
        {
            E4Recording::Load(folder.Path());
            NS_TEST_EXPECT_MSG_EQ(true, false, "no second in common");
        }
        catch (const RecordingError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.value, "files that share no second", error.what());
        }
        std::filesystem::remove(folder.Path() + "/ACC.csv");
        try
        {
            E4Recording::Load(folder.Path());
            NS_TEST_EXPECT_MSG_EQ(true, false, "a file is missing");
        }
        catch (const RecordingError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.file, folder.Path() + "/ACC.csv", error.what());
        }
    }
};

/** @brief A real export against features that others computed from it. */
class E4RecordingTestCase : public TestCase
{
  public:
    E4RecordingTestCase()
        : TestCase("Stress-Predict volunteer S05")
    {
    }

  private:
    void DoRun() override
    {
        const auto folder = SharedData("stress-predict/E4-S05");
        const auto table = SharedData("stress-predict/stress-predict-1hz.csv");
        if (folder.empty() || table.empty())
        {
            return;
        }
        const auto recording = E4Recording::Load(folder);
        NS_TEST_EXPECT_MSG_EQ(recording->StartUnixS(), 1644829925, "start of the session");
        // The table's t = 0 is the ninth second of the session.
        constexpr std::size_t TABLE_STARTS = 9;
        std::ifstream file(table);
        std::string line;
        std::size_t compared = 0;
        while (std::getline(file, line))
        {
            if (line.compare(0, 4, "S05,") != 0)
            {
                continue;
            }
            std::istringstream fields(line.substr(4));
            double value[7]; // t, hr, resp, label, eda_us, temp_c, motion_g
            char comma;
            for (auto& v : value)
            {
                fields >> v >> comma;
            }
            const auto index = TABLE_STARTS + static_cast<std::size_t>(value[0]);
            NS_TEST_ASSERT_MSG_LT(index, recording->Seconds().size(), line);
            const auto& second = recording->Seconds()[index];
            NS_TEST_ASSERT_MSG_EQ_TOL(second.sweat, value[4], 6e-5, line);
            NS_TEST_ASSERT_MSG_EQ_TOL(second.skinTemperature, value[5], 6e-3, line);
            NS_TEST_ASSERT_MSG_EQ_TOL(second.motion, value[6], 6e-5, line);
            ++compared;
        }
        NS_TEST_EXPECT_MSG_EQ(compared, 3267, "every second of the table");
    }
};

class VitalsE4TestSuite : public TestSuite
{
  public:
    VitalsE4TestSuite()
        : TestSuite("iomt-vitals-e4", TestSuite::Type::UNIT)
    {
        AddTestCase(new E4FeaturesTestCase);
        AddTestCase(new E4MistakesTestCase);
        AddTestCase(new E4RecordingTestCase);
    }
};

VitalsE4TestSuite g_vitalsE4TestSuite;

} // namespace
