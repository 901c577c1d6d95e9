// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/anonymity-judge.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// How many could be meant decides how well a person is hidden.
class AnonymityJudgeCase : public TestCase
{
  public:
    AnonymityJudgeCase()
        : TestCase("a person is hidden among those whom the ranges cover")
    {
    }

  private:
    void DoRun() override
    {
        AnonymityJudge judge;
        judge.Enter("a", {20, 0});
        judge.Enter("b", {30, 1});
        judge.Enter("c", {30, 1});
        judge.Enter("d", {70, 0});
        NS_TEST_EXPECT_MSG_EQ(judge.Candidates({{20, 70}, {0, 1}}), 4, "everybody");
        NS_TEST_EXPECT_MSG_EQ(judge.Candidates({{30, 70}, {0, 1}}), 3, "ends included");
        NS_TEST_EXPECT_MSG_EQ(judge.Candidates({{30, 70}, {0, 0}}), 1, "each range counts");

        CastleOutput everybody;
        everybody.tuple.person = "a";
        everybody.tuple.quasi = {20, 0};
        everybody.fate = CastleOutput::PUBLISHED;
        everybody.ranges = {{20, 70}, {0, 1}};
        everybody.loss = 0.8;
        CastleOutput twins = everybody;
        twins.tuple.person = "b";
        twins.tuple.quasi = {30, 1};
        twins.fate = CastleOutput::REUSED;
        twins.ranges = {{30, 30}, {1, 1}};
        twins.loss = 0;
        CastleOutput suppressed;
        judge.Leave({everybody, MilliSeconds(100)});
        judge.Leave({twins, MilliSeconds(300)});
        judge.Leave({suppressed, MilliSeconds(900)});
        judge.Refuse();
        judge.Receive();
        judge.Receive();
        const AnonymityOutcome& outcome = judge.Outcome();
        NS_TEST_EXPECT_MSG_EQ(outcome.published, 1, "published");
        NS_TEST_EXPECT_MSG_EQ(outcome.reused, 1, "reused");
        NS_TEST_EXPECT_MSG_EQ(outcome.suppressed, 1, "suppressed");
        NS_TEST_EXPECT_MSG_EQ(outcome.unreadable, 1, "unreadable");
        NS_TEST_EXPECT_MSG_EQ(outcome.received, 2, "received");
        NS_TEST_EXPECT_MSG_EQ(outcome.Left(), 2, "left");
        NS_TEST_EXPECT_MSG_EQ_TOL(outcome.lossSum, 0.8, 1e-12, "loss of those that left");
        NS_TEST_EXPECT_MSG_EQ_TOL(outcome.linkageSum, 0.25 + 0.5, 1e-12, "linkage");
        NS_TEST_EXPECT_MSG_EQ_TOL(outcome.rawLinkageSum, 1 + 0.5, 1e-12, "had nothing been done");
        NS_TEST_ASSERT_MSG_EQ(outcome.delayMs.size(), 2, "delay of those that left");
        NS_TEST_EXPECT_MSG_EQ_TOL(outcome.delayMs[1], 300, 1e-9, "delay [ms]");
    }
};

class AnonymityJudgeSuite : public TestSuite
{
  public:
    AnonymityJudgeSuite()
        : TestSuite("iomt-anonymity-judge", TestSuite::Type::UNIT)
    {
        AddTestCase(new AnonymityJudgeCase);
    }
} g_anonymityJudgeSuite;

} // namespace
