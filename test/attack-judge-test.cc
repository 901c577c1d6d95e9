// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/attack-judge.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Forged content is accepted whenever it is taken; a genuine copy only when it is taken twice.
class AttackJudgeAcceptanceCase : public TestCase
{
  public:
    AttackJudgeAcceptanceCase()
        : TestCase("a lone copy of a genuine message is a delay, everything else a success")
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t REPLAY = 1;
        constexpr uint32_t TAMPER = 2;
        AttackJudge judge;
        judge.Enter(REPLAY, "replay", true);
        judge.Enter(TAMPER, "tamper", false);

        NS_TEST_EXPECT_MSG_EQ(judge.Accept(REPLAY, true), false, "taken a second time");
        NS_TEST_EXPECT_MSG_EQ(judge.Accept(REPLAY, false), true, "the original never came");
        NS_TEST_EXPECT_MSG_EQ(judge.Accept(TAMPER, false),
                              false,
                              "not what the patient's body said");
        NS_TEST_EXPECT_MSG_EQ(judge.Accept(TAMPER, true), false, "nor here");

        const AttackOutcome& replay = judge.Outcomes().at(REPLAY);
        NS_TEST_EXPECT_MSG_EQ(replay.name, "replay", "name");
        NS_TEST_EXPECT_MSG_EQ(replay.accepted, 1, "replay accepted");
        NS_TEST_EXPECT_MSG_EQ(replay.delayed, 1, "replay delayed");
        const AttackOutcome& tamper = judge.Outcomes().at(TAMPER);
        NS_TEST_EXPECT_MSG_EQ(tamper.accepted, 2, "tamper accepted");
        NS_TEST_EXPECT_MSG_EQ(tamper.delayed, 0, "tamper delayed");
        NS_TEST_EXPECT_MSG_EQ(tamper.detected, 0, "tamper detected");
    }
};

/// Time to detect runs from the first attempt to the first refusal.
class AttackJudgeDetectionCase : public TestCase
{
  public:
    AttackJudgeDetectionCase()
        : TestCase("time to detect")
    {
    }

  private:
    void DoRun() override
    {
        AttackJudge judge;
        judge.Enter(1, "flood", false);
        judge.Enter(2, "quiet", false);
        const AttackOutcome& flood = judge.Outcomes().at(1);
        NS_TEST_EXPECT_MSG_EQ(flood.TimeToDetectMs().has_value(), false, "nothing happened");
        judge.Attempt(1, Seconds(10));
        NS_TEST_EXPECT_MSG_EQ(flood.TimeToDetectMs().has_value(), false, "not detected");
        judge.Attempt(1, Seconds(11));
        judge.Detect(1, MilliSeconds(12500));
        judge.Attempt(1, Seconds(13));
        judge.Detect(1, Seconds(14));
        NS_TEST_ASSERT_MSG_EQ(flood.TimeToDetectMs().has_value(), true, "detected");
        NS_TEST_EXPECT_MSG_EQ_TOL(*flood.TimeToDetectMs(), 2500, 1e-6, "first to first [ms]");
        NS_TEST_EXPECT_MSG_EQ(flood.detected, 2, "both count");
        NS_TEST_EXPECT_MSG_EQ(*flood.firstAttempt, Seconds(10), "first attempt");
        NS_TEST_EXPECT_MSG_EQ(*flood.lastAttempt, Seconds(13), "last attempt");
        NS_TEST_EXPECT_MSG_EQ(judge.Outcomes().at(2).detected, 0, "the other attack is not blamed");
    }
};

class AttackJudgeSuite : public TestSuite
{
  public:
    AttackJudgeSuite()
        : TestSuite("iomt-attack-judge", TestSuite::Type::UNIT)
    {
        AddTestCase(new AttackJudgeAcceptanceCase);
        AddTestCase(new AttackJudgeDetectionCase);
    }
} g_attackJudgeSuite;

} // namespace
