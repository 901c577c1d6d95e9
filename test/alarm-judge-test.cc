// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/alarm-judge.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Alarms against two episodes of one patient and one of another.
class AlarmJudgeCase : public TestCase
{
  public:
    AlarmJudgeCase()
        : TestCase("right, missed and false alarms")
    {
    }

  private:
    void Expect(const AlarmOutcome& outcome,
                const std::string& verdict,
                const std::string& patient,
                const std::string& kind,
                double raisedS)
    {
        NS_TEST_EXPECT_MSG_EQ(ToString(outcome.outcome), verdict, "verdict");
        NS_TEST_EXPECT_MSG_EQ(outcome.patient, patient, "patient");
        NS_TEST_EXPECT_MSG_EQ(outcome.kind, kind, "kind");
        NS_TEST_EXPECT_MSG_EQ(outcome.raisedS.value_or(-1), raisedS, "raised [s]");
        NS_TEST_EXPECT_MSG_EQ(outcome.onsetS.has_value(), (verdict != "false"), "onset");
    }

    void DoRun() override
    {
        AlarmJudge judge;
        judge.Enter("p1", "hypoxia", 100, 200);
        judge.Enter("p1", "hypoxia", 300, 400);
        judge.Enter("p2", "hypoxia", 100, 200);
        judge.Enter("p3", "hypoxia", 900, 950);
        judge.Raise("p1", "news2", 99);   // before it begins
        judge.Raise("p1", "stress", 120); // right
        judge.Raise("p1", "news2", 130);  // about the same episode: counts for nothing
        judge.Raise("p2", "news2", 201);  // after its end
        judge.Raise("p1", "news2", 400);  // the last moment of the second
        judge.Raise("p4", "news2", 150);  // nothing is wrong with this patient

        const auto outcomes = judge.Outcomes(600);
        NS_TEST_ASSERT_MSG_EQ(outcomes.size(), 6, "three episodes, three false alarms");
        Expect(outcomes[0], "true", "p1", "hypoxia", 120);
        Expect(outcomes[1], "true", "p1", "hypoxia", 400);
        Expect(outcomes[2], "missed", "p2", "hypoxia", -1);
        Expect(outcomes[3], "false", "p1", "news2", 99);
        Expect(outcomes[4], "false", "p2", "news2", 201);
        Expect(outcomes[5], "false", "p4", "news2", 150);
        NS_TEST_EXPECT_MSG_EQ_TOL(outcomes[0].TimeToDoctorMs().value_or(0), 20000, 1e-6, "[ms]");
        NS_TEST_EXPECT_MSG_EQ(outcomes[2].TimeToDoctorMs().has_value(), false, "missed");
        NS_TEST_EXPECT_MSG_EQ(outcomes[3].TimeToDoctorMs().has_value(), false, "false");

        NS_TEST_EXPECT_MSG_EQ(judge.Outcomes(901).size(), 7, "a run that saw the last onset");
        NS_TEST_EXPECT_MSG_EQ(judge.Outcomes(100).size(), 3, "a run that saw no onset");
    }
};

/// Deadlines, who raised it, and how long nothing was done.
class AlarmJudgeCareCase : public TestCase
{
  public:
    AlarmJudgeCareCase()
        : TestCase("deadlines and time untreated")
    {
    }

  private:
    void DoRun() override
    {
        AlarmJudge judge;
        judge.Enter("p1", "hypoxia", 100, 400, 60);
        judge.Enter("p1", "fall", 120, 300, 30);
        judge.Enter("p2", "fever", 100, 1000, 50);
        judge.Enter("p3", "fever", 100, 200, 50);
        judge.Treat("p1", {"hypoxia"}, 90); // before it began
        judge.Raise("p1", "news2", 160);    // about both that go on; the last moment for one
        judge.Raise("p1", "fall", 161);     // knows better, but came second
        judge.Raise("p2", "threshold", 151);
        judge.Treat("p1", {"fever", "hypoxia"}, 220);
        judge.Treat("p1", {"hypoxia"}, 230); // again: counts for nothing
        judge.Treat("p1", {"stress"}, 240);  // against something else
        judge.Treat("p3", {"fever"}, 200.5); // too late: it is over

        const auto outcomes = judge.Outcomes(600);
        NS_TEST_ASSERT_MSG_EQ(outcomes.size(), 4, "no alarm was false");
        NS_TEST_EXPECT_MSG_EQ(outcomes[0].IsInTime(), true, "60 s after its onset");
        NS_TEST_EXPECT_MSG_EQ(outcomes[1].IsInTime(), false, "40 s after, allowed 30 s");
        NS_TEST_EXPECT_MSG_EQ(outcomes[2].IsInTime(), false, "51 s after, allowed 50 s");
        NS_TEST_EXPECT_MSG_EQ(outcomes[3].IsInTime(), false, "never");
        NS_TEST_EXPECT_MSG_EQ(outcomes[1].raisedS.value_or(0), 160, "of the fall too");
        NS_TEST_EXPECT_MSG_EQ(outcomes[1].classifier, "news2", "whoever was first");
        NS_TEST_EXPECT_MSG_EQ(outcomes[2].classifier, "threshold", "by whom");
        NS_TEST_EXPECT_MSG_EQ(outcomes[3].classifier, "", "by nobody");
        NS_TEST_EXPECT_MSG_EQ(outcomes[0].treatedS.value_or(0), 220, "the first treatment");
        NS_TEST_EXPECT_MSG_EQ(outcomes[0].untreatedS.value_or(0), 120, "until it is treated");
        NS_TEST_EXPECT_MSG_EQ(outcomes[1].treatedS.has_value(), false, "never treated");
        NS_TEST_EXPECT_MSG_EQ(outcomes[1].untreatedS.value_or(0), 180, "until it is over");
        NS_TEST_EXPECT_MSG_EQ(outcomes[2].untreatedS.value_or(0), 500, "until the run is over");
        NS_TEST_EXPECT_MSG_EQ(outcomes[3].untreatedS.value_or(0), 100, "until it is over");
    }
};

class AlarmJudgeSuite : public TestSuite
{
  public:
    AlarmJudgeSuite()
        : TestSuite("iomt-alarm-judge", TestSuite::Type::UNIT)
    {
        AddTestCase(new AlarmJudgeCase);
        AddTestCase(new AlarmJudgeCareCase);
    }
} g_alarmJudgeSuite;

} // namespace
