// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/data-path.h"
#include "ns3/device-profile.h"
#include "ns3/quantity.h"
#include "ns3/test.h"

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Json = nlohmann::json;

Json
ReadData(const std::string& relative)
{
    std::ifstream file(DataPath(relative));
    return Json::parse(file);
}

/// Every profile in the data folder can be used, and measures something the module knows.
class DeviceProfileFilesCase : public TestCase
{
  public:
    DeviceProfileFilesCase()
        : TestCase("every profile in data can be used")
    {
    }

  private:
    void DoRun() override
    {
        const auto names = DataNames("devices");
        NS_TEST_EXPECT_MSG_GT_OR_EQ(names.size(), 9, "profiles are found");
        for (const auto& name : names)
        {
            const DeviceProfile profile = LoadDeviceProfile(name);
            NS_TEST_EXPECT_MSG_EQ(profile.kind, name, "a file is called as its kind");
            for (const auto& sensor : profile.sensors)
            {
                QuantityOf(sensor.kind); // throws for a quantity nobody can read
            }
        }
        const DeviceProfile oximeter = LoadDeviceProfile("pulse-oximeter");
        NS_TEST_EXPECT_MSG_EQ(oximeter.sensors[0].kind, "spo2", "first sensor");
        NS_TEST_EXPECT_MSG_EQ(oximeter.processor.clockHz, 64e6, "processor of its own file");
        NS_TEST_EXPECT_MSG_EQ(oximeter.radio.has_value(), true, "radio of its own file");
        NS_TEST_EXPECT_MSG_EQ(oximeter.bleRadio.value_or(""), "nrf52840", "BLE radio by name");
        NS_TEST_EXPECT_MSG_EQ(LoadDeviceProfile("broker").bleRadio.has_value(), false, "none");
        NS_TEST_EXPECT_MSG_EQ(oximeter.memoryBytes, 262144, "RAM");
        NS_TEST_EXPECT_MSG_EQ(oximeter.batteryMj.has_value(), true, "battery");
        NS_TEST_EXPECT_MSG_EQ(LoadDeviceProfile("gateway").batteryMj.has_value(), false, "mains");
        const SensorProfile ecg = LoadDeviceProfile("ecg-patch").sensors[0];
        NS_TEST_EXPECT_MSG_GT(ecg.blockS, 0, "an ECG travels in blocks");
        NS_TEST_EXPECT_MSG_EQ(ecg.PeriodS(), ecg.blockS, "block");
        NS_TEST_EXPECT_MSG_EQ(LoadDeviceProfile("thermometer").sensors[0].PeriodS(), 10, "sample");

        for (const auto& name : DataNames("backhauls"))
        {
            NS_TEST_EXPECT_MSG_EQ(LoadBackhaulProfile(name).name, name, "called as its file");
        }
        // Straight up and down again, no signal is faster.
        NS_TEST_EXPECT_MSG_GT(LoadBackhaulProfile("satellite").delayMs,
                              2 * 35786e3 / 299792458 * 1000,
                              "no faster than light");
    }
};

/// A profile that cannot be trusted is refused, with file, key and reason.
class DeviceProfileErrorCase : public TestCase
{
  public:
    DeviceProfileErrorCase()
        : TestCase("a profile with a mistake is refused")
    {
    }

  private:
    void DoRun() override
    {
        Json good = ReadData("devices/thermometer.json");
        good["processor"] = ReadData("processors/nrf52840.json");
        NS_TEST_EXPECT_MSG_EQ(ParseDeviceProfile(good, "own").sensors.size(), 1, "good as it is");

        Expect(good, "/battery_mj", 5, "battery_mj: a number without source");
        Expect(good, "/battery_mj/source", "", "'source' must be a text");
        Expect(good, "/battery_mj/value", "x", "'value' must be a number");
        Expect(good, "/battery_mj/value", -1, "'battery_mj' is -1");
        Expect(good, "/sensors/0/rate_hz", 1, "sensors[0].rate_hz: a number without source");
        Expect(good, "/sensors/0/rate_hz/value", 0, "sensors[0]");
        Expect(good, "/sensors/0/rat_hz", 1, "did you mean 'rate_hz'?");
        Expect(good, "/sensors/0/urgent/below", 1, "a number without source");
        Expect(good, "/sensors/0/block_s/value", 5, "shorter than one sample");
        Expect(good, "/sensors/1", good["sensors"][0], "already a sensor of kind 'temperature'");
        Expect(good, "/sensors", 1, "'sensors' must be an array");
        Expect(good, "/radio", "nrf5284", "did you mean 'nrf52840'?");
        Expect(good, "/ble_radio", "cc2340", "did you mean 'cc2340r2'?");
        Expect(good, "/ble_radio", 5, "'ble_radio' must be a text");
        Expect(good, "/processor", "../devices/gateway", "no profile");
        Expect(good, "/processor", nullptr, "processor: expected an object");
        Expect(good, "/processor/clock_hz/value", 0, "'clock_hz' is 0");
        Expect(good, "/processor/cycles/aes-block/source", 1, "'source' must be a text");
        Expect(good, "/processor/cycles/aes-blok", Json::object(), "did you mean 'aes-block'?");

        Json less = good;
        less["processor"]["cycles"].erase("sample");
        ExpectError(less, "processor.cycles: 'sample' is missing");
        less = good;
        less["processor"]["cycles"]["sample"].erase("source");
        ExpectError(less, "a number without source");
        ExpectError(Json::array(), "expected an object");
    }

    void Expect(Json json,
                const std::string& pointer,
                const Json& value,
                const std::string& mention)
    {
        json[Json::json_pointer(pointer)] = value;
        ExpectError(json, mention);
    }

    void ExpectError(const Json& json, const std::string& mention)
    {
        try
        {
            ParseDeviceProfile(json, "own.json");
            NS_TEST_EXPECT_MSG_EQ(true, false, "taken, where the answer is " << mention);
        }
        catch (const ProfileError& error)
        {
            const std::string what = error.what();
            NS_TEST_EXPECT_MSG_EQ((what.find("own.json") == 0 || what.find("no profile") == 0),
                                  true,
                                  "'" << what << "' names the file");
            NS_TEST_EXPECT_MSG_NE(what.find(mention),
                                  std::string::npos,
                                  "'" << what << "' mentions " << mention);
        }
    }
};

/// Cycles are a base for each charge and a price for each operation.
class ProcessorCyclesCase : public TestCase
{
  public:
    ProcessorCyclesCase()
        : TestCase("cycles of executed operations")
    {
    }

  private:
    void DoRun() override
    {
        ProcessorProfile processor;
        processor.costs[Operation::AES_BLOCK] = {100, 10};
        processor.costs[Operation::SAMPLE] = {7, 1};
        OperationCounts counts;
        NS_TEST_EXPECT_MSG_EQ(processor.Cycles(counts), 0, "nothing costs nothing");
        counts.Add(Operation::AES_BLOCK, 3);
        NS_TEST_EXPECT_MSG_EQ(processor.Cycles(counts), 130, "one base, three blocks");
        counts.Add(Operation::SAMPLE, 2);
        NS_TEST_EXPECT_MSG_EQ(processor.Cycles(counts), 139, "sum over operations");
    }
};

/// Thresholds are outside: a value on one is not urgent.
class SensorUrgencyCase : public TestCase
{
  public:
    SensorUrgencyCase()
        : TestCase("urgent beyond the thresholds")
    {
    }

  private:
    void DoRun() override
    {
        SensorProfile sensor;
        NS_TEST_EXPECT_MSG_EQ(sensor.IsUrgent(-1e9), false, "without thresholds nothing is");
        sensor.urgentBelow = 92;
        NS_TEST_EXPECT_MSG_EQ(sensor.IsUrgent(91.9), true, "below");
        NS_TEST_EXPECT_MSG_EQ(sensor.IsUrgent(92), false, "on it");
        NS_TEST_EXPECT_MSG_EQ(sensor.IsUrgent(1e9), false, "no upper one");
        sensor.urgentAbove = 99;
        NS_TEST_EXPECT_MSG_EQ(sensor.IsUrgent(99), false, "on the upper one");
        NS_TEST_EXPECT_MSG_EQ(sensor.IsUrgent(99.1), true, "above");
    }
};

class DeviceProfileSuite : public TestSuite
{
  public:
    DeviceProfileSuite()
        : TestSuite("iomt-device-profile", TestSuite::Type::UNIT)
    {
        AddTestCase(new DeviceProfileFilesCase);
        AddTestCase(new DeviceProfileErrorCase);
        AddTestCase(new ProcessorCyclesCase);
        AddTestCase(new SensorUrgencyCase);
    }
};

DeviceProfileSuite g_deviceProfileSuite;

} // namespace
