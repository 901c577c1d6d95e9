// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/test.h"
#include "ns3/verdict.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

Classification
Said(const std::string& by, const std::string& label, double score, Alarm alarm)
{
    Classification said;
    said.classifier = by;
    said.label = label;
    said.score = score;
    said.alarm = alarm;
    said.reason = alarm == Alarm::NONE ? "" : "spo2 88 %";
    return said;
}

/// What goes in comes out, over the wire, in its order.
class VerdictRoundTripCase : public TestCase
{
  public:
    VerdictRoundTripCase()
        : TestCase("a verdict survives SenML")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<Classification> verdict{Said("news2", "high", 9, Alarm::EMERGENCY),
                                                  Said("stress", "low", 0.25, Alarm::NONE),
                                                  Said("early-warning", "", 0.5, Alarm::URGENT)};
        const auto pack =
            DecodeSenml(EncodeSenml(VerdictToSenml(verdict, "p3/verdict/gateway/", 1767225700)));
        NS_TEST_ASSERT_MSG_EQ(pack.has_value(), true, "SenML");
        const SenmlPack resolved = ResolveSenml(*pack);
        NS_TEST_EXPECT_MSG_EQ(*resolved.front().name, "p3/verdict/gateway/news2/label", "name");
        NS_TEST_EXPECT_MSG_EQ(*resolved.front().time, 1767225700, "time [s]");
        const auto read = VerdictFromSenml(resolved);
        NS_TEST_ASSERT_MSG_EQ(read.size(), verdict.size(), "how many");
        for (std::size_t i = 0; i < read.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(read[i].classifier, verdict[i].classifier, "by whom");
            NS_TEST_EXPECT_MSG_EQ(read[i].label, verdict[i].label, "label");
            NS_TEST_EXPECT_MSG_EQ(read[i].score, verdict[i].score, "score");
            NS_TEST_EXPECT_MSG_EQ(ToString(read[i].alarm), ToString(verdict[i].alarm), "alarm");
            NS_TEST_EXPECT_MSG_EQ(read[i].reason, verdict[i].reason, "reason");
        }
        NS_TEST_EXPECT_MSG_EQ(VerdictToSenml({}, "p3/", 0).size(), 0, "nothing said");
    }
};

/// Records that belong to no verdict are passed over.
class VerdictStrangeCase : public TestCase
{
  public:
    VerdictStrangeCase()
        : TestCase("strange records do no harm")
    {
    }

  private:
    void DoRun() override
    {
        const auto record = [](const std::string& name) {
            SenmlRecord made;
            made.name = name;
            made.stringValue = "emergency";
            return made;
        };
        for (const std::string name : {"", "/", "label", "/label/", "alarm", "x/alarm", "a/b/c"})
        {
            NS_TEST_EXPECT_MSG_EQ(VerdictFromSenml({record(name)}).size(), 0, name);
        }
        NS_TEST_EXPECT_MSG_EQ(VerdictFromSenml({SenmlRecord()}).size(), 0, "no name");
        // An alarm of one is not that of another.
        const auto read = VerdictFromSenml({record("p/news2/label"), record("p/stress/alarm")});
        NS_TEST_ASSERT_MSG_EQ(read.size(), 1, "one label");
        NS_TEST_EXPECT_MSG_EQ(ToString(read[0].alarm), "none", "not raised");
        NS_TEST_EXPECT_MSG_EQ(
            VerdictFromSenml({record("news2/label"), record("news2/alarm")}).size(),
            1,
            "without a base");
    }
};

class VerdictTestSuite : public TestSuite
{
  public:
    VerdictTestSuite()
        : TestSuite("iomt-verdict", TestSuite::Type::UNIT)
    {
        AddTestCase(new VerdictRoundTripCase);
        AddTestCase(new VerdictStrangeCase);
    }
};

VerdictTestSuite g_verdictTestSuite;

} // namespace
