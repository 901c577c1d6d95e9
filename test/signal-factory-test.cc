// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/data-path.h"
#include "ns3/recording-error.h"
#include "ns3/signal-factory.h"
#include "ns3/test.h"

#include <fstream>
#include <random>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Uniform numbers on [0, 1) that a seed repeats.
Uniform
Seeded(unsigned seed)
{
    return [engine = std::mt19937(seed)]() mutable {
        return static_cast<double>(engine()) / 4294967296.0;
    };
}

/// Whatever device of data/devices is named, its sensors feel something, with the period they have.
class EveryDeviceCase : public TestCase
{
  public:
    EveryDeviceCase()
        : TestCase("a signal for every device")
    {
    }

  private:
    void DoRun() override
    {
        const SignalFactory factory("", 360, "");
        std::size_t made = 0;
        for (const std::string& name : DataNames("devices"))
        {
            const DeviceProfile profile = LoadDeviceProfile(name);
            if (profile.sensors.empty() || profile.sensors.front().kind == "ecg")
            {
                continue;
            }
            const DeviceSignal device = factory.Make(profile, 0, {}, Seeded(1));
            NS_TEST_EXPECT_MSG_EQ(device.noisy, true, name << ": sensors add their noise");
            const double periodS = profile.sensors.front().PeriodS();
            for (int i = 0; i < 3; ++i)
            {
                const SensorReading reading = device.signal->Read(i * periodS, periodS);
                NS_TEST_EXPECT_MSG_EQ_TOL(reading.t, (i + 1) * periodS, 1e-6, name);
                for (const SensorProfile& sensor : profile.sensors)
                {
                    NS_TEST_EXPECT_MSG_EQ(reading.values.count(sensor.kind),
                                          1,
                                          name << " feels " << sensor.kind);
                    NS_TEST_EXPECT_MSG_EQ(sensor.PeriodS(), periodS, name << " has one period");
                }
            }
            ++made;
        }
        NS_TEST_EXPECT_MSG_GT_OR_EQ(made, 20, "devices were found");
        std::string what;
        try
        {
            factory.Make(LoadDeviceProfile("ecg-patch"), 0, {}, Seeded(1));
        }
        catch (const std::invalid_argument& error)
        {
            what = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(what.find("vitals.ecg"), std::string::npos, "an ECG is recorded");
    }
};

/// A device with a recording of its own plays it, and only that device of that patient.
class OwnRecordingCase : public TestCase
{
  public:
    OwnRecordingCase()
        : TestCase("recordings of single devices")
    {
    }

  private:
    std::string Refusal(SignalFactory& factory, const std::string& device)
    {
        try
        {
            factory.Make(LoadDeviceProfile(device), 1, {}, Seeded(1));
        }
        catch (const RecordingError& error)
        {
            return error.what();
        }
        return "";
    }

    void DoRun() override
    {
        const std::string path = CreateTempDirFilename("table.csv");
        std::ofstream file(path);
        file << "subject,t,temperature\nann,0,37.0\nann,10,37.5\nann,20,38.0\n"
                "bob,0,36.0\nbob,10,36.1\nbob,20,36.2\n";
        file.close();
        SignalFactory factory("", 360, "");
        factory.AddRecording(1, "thermometer", path, "", 0);
        factory.AddRecording(2, "thermometer", path, "bob", 10);
        const DeviceProfile thermometer = LoadDeviceProfile("thermometer");
        const auto felt = [&](std::size_t patient) {
            const DeviceSignal device = factory.Make(thermometer, patient, {}, Seeded(1));
            NS_TEST_EXPECT_MSG_EQ(device.noisy, (patient == 0), "a recording has its own noise");
            return device.signal->Read(0, 10).values.at("temperature");
        };
        NS_TEST_EXPECT_MSG_EQ_TOL(felt(1), 37.5, 1e-9, "the first subject, 10 s in");
        NS_TEST_EXPECT_MSG_EQ_TOL(felt(2), 36.2, 1e-9, "the named one, 20 s in");
        NS_TEST_EXPECT_MSG_LT(felt(0), 37.4, "patient 0 has none: made up");

        factory.AddRecording(1, "pulse-oximeter", path, "", 0);
        NS_TEST_EXPECT_MSG_NE(Refusal(factory, "pulse-oximeter").find("spo2"),
                              std::string::npos,
                              "the table has no saturation");
        const std::string slow = CreateTempDirFilename("slow.txt");
        std::ofstream(slow) << "# rate: 250 Hz\n# unit: mV\n0\n1\n0\n";
        factory.AddRecording(1, "ecg-patch", slow, "", 0);
        NS_TEST_EXPECT_MSG_NE(Refusal(factory, "ecg-patch").find("250"),
                              std::string::npos,
                              "at another rate than the patch's 360 Hz");
        std::string what;
        try
        {
            factory.AddRecording(1, "watch", path, "eve", 0);
        }
        catch (const RecordingError& error)
        {
            what = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(what.find("ann, bob"), std::string::npos, "whom it has: " << what);
    }
};

class SignalFactorySuite : public TestSuite
{
  public:
    SignalFactorySuite()
        : TestSuite("iomt-signal-factory", TestSuite::Type::UNIT)
    {
        AddTestCase(new EveryDeviceCase);
        AddTestCase(new OwnRecordingCase);
    }
} g_signalFactorySuite;

} // namespace
