// SPDX-License-Identifier: GPL-2.0-only

// The last who can say no: a pump obeys within its limits, and what it infuses follows.

#include "ns3/device-profile.h"
#include "ns3/infusion-pump.h"
#include "ns3/test.h"

#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

ActuatorProfile
Profile()
{
    return {"infusion-pump", {{"max_rate_ml_h", 100}, {"max_bolus_ml", 5}, {"max_bolus_ml_h", 12}}};
}

Command
Order(const std::string& command, std::optional<double> value = std::nullopt)
{
    return {"cmd-1", "p1", command, value};
}

class RateCase : public TestCase
{
  public:
    RateCase()
        : TestCase("rates up to the limit run, others change nothing")
    {
    }

  private:
    void DoRun() override
    {
        InfusionPump pump(Profile());
        NS_TEST_EXPECT_MSG_EQ(pump.Execute(Order("pump-rate", 60), 0), "", "within");
        const std::string refusal = pump.Execute(Order("pump-rate", 100.001), 1800);
        NS_TEST_EXPECT_MSG_NE(refusal.find("allowed: 0 to 100"), std::string::npos, refusal);
        for (const double odd : {-1e-9,
                                 std::numeric_limits<double>::quiet_NaN(),
                                 std::numeric_limits<double>::infinity()})
        {
            NS_TEST_EXPECT_MSG_NE(pump.Execute(Order("pump-rate", odd), 1800), "", odd);
        }
        NS_TEST_EXPECT_MSG_NE(pump.Execute(Order("pump-rate"), 1800), "", "no value");
        NS_TEST_EXPECT_MSG_NE(pump.Execute(Order("oxygen-on"), 1800), "", "no such command");
        NS_TEST_EXPECT_MSG_EQ(pump.GetRateMlH(), 60, "none changed the rate");
        std::map<std::string, double> felt{{"pump-rate", 3}, {"line-pressure", 4}};
        pump.Feel(felt);
        NS_TEST_EXPECT_MSG_EQ(felt["pump-rate"], 60, "its telemetry tells");
        NS_TEST_EXPECT_MSG_EQ(felt["line-pressure"], 4, "and leaves the rest");
        NS_TEST_EXPECT_MSG_EQ(pump.Execute(Order("pump-rate", 100), 3600), "", "the limit itself");
        NS_TEST_EXPECT_MSG_EQ(pump.Execute(Order("stop"), 5400), "", "stop");
        NS_TEST_EXPECT_MSG_EQ_TOL(pump.GetInfusedMl(9000), 60 + 50, 1e-9, "infused [ml]");
    }
};

class BolusCase : public TestCase
{
  public:
    BolusCase()
        : TestCase("boluses keep to the limit of one and to that of any hour")
    {
    }

  private:
    void DoRun() override
    {
        InfusionPump pump(Profile());
        NS_TEST_EXPECT_MSG_NE(pump.Execute(Order("bolus", 5.1), 0), "", "too much at once");
        NS_TEST_EXPECT_MSG_EQ(pump.Execute(Order("bolus", 5), 0), "", "first");
        NS_TEST_EXPECT_MSG_EQ(pump.Execute(Order("bolus", 5), 1000), "", "second");
        NS_TEST_EXPECT_MSG_NE(pump.Execute(Order("bolus", 3), 2000), "", "13 ml in an hour");
        NS_TEST_EXPECT_MSG_EQ(pump.Execute(Order("bolus", 2), 2000), "", "12 ml in an hour");
        NS_TEST_EXPECT_MSG_NE(pump.Execute(Order("bolus", 1), 3599), "", "still");
        NS_TEST_EXPECT_MSG_EQ(pump.Execute(Order("bolus", 5), 3600),
                              "",
                              "the first is an hour old");
        NS_TEST_EXPECT_MSG_EQ_TOL(pump.GetInfusedMl(3600), 17, 1e-9, "what was given [ml]");
    }
};

class MakeCase : public TestCase
{
  public:
    MakeCase()
        : TestCase("is made from a profile with all its limits")
    {
    }

  private:
    void DoRun() override
    {
        ActuatorProfile profile = Profile();
        profile.limits.erase("max_bolus_ml_h");
        std::string error;
        try
        {
            ActuatorRegistry::Get().Create("infusion-pump", profile);
        }
        catch (const std::invalid_argument& refused)
        {
            error = refused.what();
        }
        NS_TEST_EXPECT_MSG_NE(error.find("max_bolus_ml_h"), std::string::npos, error);
        const DeviceProfile device = LoadDeviceProfile("infusion-pump");
        NS_TEST_ASSERT_MSG_EQ(device.actuator.has_value(), true, "the profile has one");
        const auto pump = ActuatorRegistry::Get().Create(device.actuator->kind, *device.actuator);
        NS_TEST_EXPECT_MSG_EQ(pump->Execute(Order("stop"), 0), "", "and it works");
        const auto none = ActuatorRegistry::Get().Create("none", {});
        NS_TEST_EXPECT_MSG_NE(none->Execute(Order("stop"), 0), "", "none obeys nothing");
    }
};

/// Commands and reports survive the wire; what is neither is told from them.
class WireCase : public TestCase
{
  public:
    WireCase()
        : TestCase("commands and reports as documents")
    {
    }

  private:
    void DoRun() override
    {
        const auto command = DecodeCommand(EncodeCommand({"cmd-7", "p1", "pump-rate", 2.5}));
        NS_TEST_ASSERT_MSG_EQ(command.has_value(), true, "a command");
        NS_TEST_EXPECT_MSG_EQ(command->id + command->patient, "cmd-7p1", "whose");
        NS_TEST_EXPECT_MSG_EQ(command->ToString(), "pump-rate 2.5", "what");
        const auto stop = DecodeCommand(EncodeCommand({"cmd-8", "p1", "stop", std::nullopt}));
        NS_TEST_EXPECT_MSG_EQ(stop->value.has_value(), false, "no value");
        for (const std::string odd : {"",
                                      "[]",
                                      R"({"id":"a","patient":"b"})",
                                      R"({"id":"a","patient":"b","command":1})",
                                      R"({"id":"a","patient":"b","command":"c","value":"1"})",
                                      R"({"id":"a","patient":"b","command":"c","value":null})"})
        {
            NS_TEST_EXPECT_MSG_EQ(DecodeCommand(Bytes(odd.begin(), odd.end())).has_value(),
                                  false,
                                  odd);
        }
        NS_TEST_EXPECT_MSG_EQ(DecodeReport(EncodeReport({"cmd-7", ""}))->refusal, "", "executed");
        NS_TEST_EXPECT_MSG_EQ(DecodeReport(EncodeReport({"cmd-7", "no"}))->refusal,
                              "no",
                              "refused");
        for (const std::string odd : {"5",
                                      R"({"id":"a"})",
                                      R"({"id":"a","status":"done"})",
                                      R"({"id":"a","status":"refused"})",
                                      R"({"id":"a","status":"refused","reason":""})"})
        {
            NS_TEST_EXPECT_MSG_EQ(DecodeReport(Bytes(odd.begin(), odd.end())).has_value(),
                                  false,
                                  odd);
        }
    }
};

class InfusionPumpSuite : public TestSuite
{
  public:
    InfusionPumpSuite()
        : TestSuite("iomt-infusion-pump", TestSuite::Type::UNIT)
    {
        AddTestCase(new RateCase);
        AddTestCase(new BolusCase);
        AddTestCase(new MakeCase);
        AddTestCase(new WireCase);
    }
} g_infusionPumpSuite;

} // namespace
