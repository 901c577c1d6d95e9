// SPDX-License-Identifier: GPL-2.0-only

// How long care takes from end to end, and whether a device did what its profile forbids.

#include "ns3/care-judge.h"
#include "ns3/test.h"

#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class SpansCase : public TestCase
{
  public:
    SpansCase()
        : TestCase("round trips, prescriptions and calls end where they began")
    {
    }

  private:
    void DoRun() override
    {
        CareJudge judge;
        judge.Take({CareEvent::COMMAND_SENT, "p1", "cmd-1", "stop"}, "", 10);
        judge.Take({CareEvent::COMMAND_SENT, "p1", "cmd-2", "stop"}, "", 11);
        judge.Take({CareEvent::COMMAND_EXECUTED, "p1", "cmd-1", "stop"}, "p1-pump", 10.2);
        judge.Take({CareEvent::COMMAND_CONFIRMED, "p1", "cmd-2", "executed"}, "", 11.5);
        judge.Take({CareEvent::COMMAND_CONFIRMED, "p1", "cmd-1", "executed"}, "", 12);
        judge.Take({CareEvent::COMMAND_CONFIRMED, "p1", "cmd-1", "executed"}, "", 99);
        judge.Take({CareEvent::PRESCRIBED, "p1", "rx-1", "Oxygen"}, "", 20);
        judge.Take({CareEvent::DISPENSED, "p1", "rx-1", "Oxygen"}, "", 80);
        judge.Take({CareEvent::CONFIRMED, "p1", "rx-1", "picked-up"}, "", 95);
        judge.Take({CareEvent::NURSE_CALLED, "p1", "call-1", "x"}, "", 30);
        judge.Take({CareEvent::NURSE_ALERTED, "p1", "call-1", "x"}, "", 30.25);
        judge.Take({CareEvent::NURSE_CALLED, "p1", "call-2", "x"}, "", 40);
        const auto trips = judge.RoundTripsMs();
        NS_TEST_ASSERT_MSG_EQ(trips.size(), 2, "each once");
        NS_TEST_EXPECT_MSG_EQ_TOL(trips[0], 500, 1e-6, "the shorter first [ms]");
        NS_TEST_EXPECT_MSG_EQ_TOL(trips[1], 2000, 1e-6, "then the longer [ms]");
        NS_TEST_ASSERT_MSG_EQ(judge.PrescriptionsS().size(), 1, "prescriptions");
        NS_TEST_EXPECT_MSG_EQ_TOL(judge.PrescriptionsS()[0], 75, 1e-9, "[s]");
        NS_TEST_ASSERT_MSG_EQ(judge.CallsMs().size(), 1, "the other is still under way");
        NS_TEST_EXPECT_MSG_EQ_TOL(judge.CallsMs()[0], 250, 1e-6, "[ms]");
        NS_TEST_EXPECT_MSG_EQ(judge.GetUnsafe(), 0, "nothing unsafe");
    }
};

class UnsafeCase : public TestCase
{
  public:
    UnsafeCase()
        : TestCase("what was executed beyond a limit is unsafe, what was refused is not")
    {
    }

  private:
    void DoRun() override
    {
        CareJudge judge;
        judge.Enter(
            "p1-pump",
            {"infusion-pump", {{"max_rate_ml_h", 10}, {"max_bolus_ml", 5}, {"max_bolus_ml_h", 8}}});
        const auto execute = [&judge](const std::string& what, double atS) {
            const uint64_t before = judge.GetUnsafe();
            judge.Take({CareEvent::COMMAND_EXECUTED, "p1", "cmd", what}, "p1-pump", atS);
            return judge.GetUnsafe() - before;
        };
        NS_TEST_EXPECT_MSG_EQ(execute("pump-rate 10", 0), 0, "the limit");
        NS_TEST_EXPECT_MSG_EQ(execute("pump-rate 10.5", 1), 1, "beyond it");
        NS_TEST_EXPECT_MSG_EQ(execute("pump-rate -1", 2), 1, "backwards");
        NS_TEST_EXPECT_MSG_EQ(execute("bolus 5", 3), 0, "a bolus");
        NS_TEST_EXPECT_MSG_EQ(execute("bolus 4", 4), 1, "nine in an hour");
        NS_TEST_EXPECT_MSG_EQ(execute("bolus 6", 4000), 1, "six at once");
        NS_TEST_EXPECT_MSG_EQ(execute("stop", 4001), 0, "stop");
        judge.Take({CareEvent::COMMAND_REFUSED, "p1", "cmd", "pump-rate 99"}, "p1-pump", 4002);
        judge.Take({CareEvent::COMMAND_EXECUTED, "p1", "cmd", "pump-rate 99"}, "other", 4003);
        NS_TEST_EXPECT_MSG_EQ(judge.GetUnsafe(), 4, "no others");
    }
};

class CareJudgeSuite : public TestSuite
{
  public:
    CareJudgeSuite()
        : TestSuite("iomt-care-judge", TestSuite::Type::UNIT)
    {
        AddTestCase(new SpansCase);
        AddTestCase(new UnsafeCase);
    }
} g_careJudgeSuite;

} // namespace
