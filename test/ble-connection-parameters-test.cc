// SPDX-License-Identifier: GPL-2.0-only

// What a connection's parameters may be (Core 5.4, Vol 6, Part B, 4.5.1 to 4.5.3).

#include "ns3/ble-connection-parameters.h"
#include "ns3/ble-parameter-ranges.h"
#include "ns3/test.h"

#include <stdexcept>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class BleParametersAccepted : public TestCase
{
  public:
    BleParametersAccepted()
        : TestCase("the corners of what is allowed")
    {
    }

  private:
    void DoRun() override
    {
        Accepted({});
        Accepted({MicroSeconds(7500), 0, MilliSeconds(100)});
        Accepted({MicroSeconds(7500), 499, MilliSeconds(7510)});
        Accepted({Seconds(4), 0, MilliSeconds(8010)});
        Accepted({Seconds(4), 2, Seconds(32)});
        Accepted({MicroSeconds(31250), 0, MilliSeconds(100)});
    }

    void Accepted(const BleConnectionParameters& parameters)
    {
        NS_TEST_EXPECT_MSG_EQ(parameters.Problem(), "", "accepted");
        const uint16_t interval = parameters.IntervalUnits();
        const uint16_t timeout = parameters.TimeoutUnits();
        NS_TEST_EXPECT_MSG_EQ(MicroSeconds(1250) * interval, parameters.interval, "units");
        NS_TEST_EXPECT_MSG_EQ(MilliSeconds(10) * timeout, parameters.supervisionTimeout, "units");
        const auto back = BleConnectionParameters::FromUnits(interval, parameters.latency, timeout);
        NS_TEST_EXPECT_MSG_EQ((back == parameters), true, "there and back");
        NS_TEST_EXPECT_MSG_EQ(
            BleConnectionParameters::AreValid(interval, parameters.latency, timeout),
            true,
            "fields");
    }
};

class BleParametersRefused : public TestCase
{
  public:
    BleParametersRefused()
        : TestCase("a refusal names value, rule and clause")
    {
    }

  private:
    void DoRun() override
    {
        const auto timeout = Seconds(4);
        Refused({MicroSeconds(6250), 0, timeout}, "6.25 ms", "7.5 ms to 4 s", "4.5.1");
        Refused({MicroSeconds(4001250), 0, Seconds(20)}, "4001.25 ms", "7.5 ms to 4 s", "4.5.1");
        Refused({MilliSeconds(-50), 0, timeout}, "-50 ms", "7.5 ms to 4 s", "4.5.1");
        Refused({MilliSeconds(8), 0, timeout}, "8 ms", "multiple of 1.25 ms", "4.5.1");
        Refused({NanoSeconds(50000001), 0, timeout}, "ms", "multiple of 1.25 ms", "4.5.1");
        Refused({MilliSeconds(10), 500, Seconds(32)}, "500", "more than 499", "4.5.1");
        Refused({MilliSeconds(10), 0, MilliSeconds(90)}, "90 ms", "100 ms to 32 s", "4.5.2");
        Refused({MilliSeconds(10), 0, MilliSeconds(32010)}, "32010 ms", "100 ms", "4.5.2");
        Refused({MilliSeconds(10), 0, MilliSeconds(105)}, "105 ms", "multiple of 10 ms", "4.5.2");
        // exactly twice is not more than twice
        Refused({MilliSeconds(100), 9, Seconds(2)}, "2000 ms", "2 * (1 + latency)", "4.5.2");
        Refused({Seconds(4), 0, Seconds(8)}, "8000 ms", "= 8000 ms", "4.5.2");
        Refused({Seconds(4), 499, Seconds(32)}, "32000 ms", "= 4e+06 ms", "4.5.2");
    }

    void Refused(const BleConnectionParameters& parameters,
                 const std::string& value,
                 const std::string& rule,
                 const std::string& clause)
    {
        std::string what;
        try
        {
            parameters.Check();
        }
        catch (const std::invalid_argument& error)
        {
            what = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(what.find(value), std::string::npos, value << " in: " << what);
        NS_TEST_EXPECT_MSG_NE(what.find(rule), std::string::npos, rule << " in: " << what);
        NS_TEST_EXPECT_MSG_NE(what.find(clause), std::string::npos, clause << " in: " << what);
    }
};

/// Fields of a PDU are judged as the words are.
class BleParameterFields : public TestCase
{
  public:
    BleParameterFields()
        : TestCase("fields of a PDU are judged alike")
    {
    }

  private:
    void DoRun() override
    {
        int valid = 0;
        for (const uint16_t interval : {0, 5, 6, 7, 80, 799, 800, 3200, 3201, 65535})
        {
            for (const uint16_t latency : {0, 1, 2, 499, 500, 65535})
            {
                for (const uint16_t timeout : {0, 9, 10, 11, 200, 201, 751, 3200, 3201, 65535})
                {
                    const auto words =
                        BleConnectionParameters::FromUnits(interval, latency, timeout).Problem();
                    NS_TEST_EXPECT_MSG_EQ(AreValidBleParameters(interval, latency, timeout),
                                          words.empty(),
                                          interval << " " << latency << " " << timeout << words);
                    valid += words.empty();
                }
            }
        }
        NS_TEST_EXPECT_MSG_GT(valid, 10, "some are valid");
    }
};

class BleTransmitWindow : public TestCase
{
  public:
    BleTransmitWindow()
        : TestCase("transmit windows")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(IsValidBleTransmitWindow(1, 0, 6), true, "least");
        NS_TEST_EXPECT_MSG_EQ(IsValidBleTransmitWindow(5, 6, 6), true, "most at 7.5 ms");
        NS_TEST_EXPECT_MSG_EQ(IsValidBleTransmitWindow(8, 80, 80), true, "most");
        NS_TEST_EXPECT_MSG_EQ(IsValidBleTransmitWindow(0, 0, 80), false, "no window");
        NS_TEST_EXPECT_MSG_EQ(IsValidBleTransmitWindow(6, 0, 6), false, "an interval");
        NS_TEST_EXPECT_MSG_EQ(IsValidBleTransmitWindow(9, 0, 80), false, "more than 10 ms");
        NS_TEST_EXPECT_MSG_EQ(IsValidBleTransmitWindow(1, 81, 80), false, "beyond an interval");
    }
};

class BleConnectionParametersSuite : public TestSuite
{
  public:
    BleConnectionParametersSuite()
        : TestSuite("iomt-ble-connection-parameters", TestSuite::Type::UNIT)
    {
        AddTestCase(new BleParametersAccepted);
        AddTestCase(new BleParametersRefused);
        AddTestCase(new BleParameterFields);
        AddTestCase(new BleTransmitWindow);
    }
} g_bleConnectionParametersSuite;

} // namespace
