// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/journeys.h"
#include "ns3/test.h"

#include <numeric>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

Journey
Reading(uint64_t id, Time felt = Seconds(1))
{
    Journey journey;
    journey.id = id;
    journey.felt = felt;
    return journey;
}

Time
SumOfStages(const Journey& journey)
{
    return std::accumulate(journey.stages.begin(), journey.stages.end(), Time(0));
}

Time
In(const Journey& journey, Stage stage)
{
    return journey.stages[static_cast<std::size_t>(stage)];
}

/// Stages end where the next begin, so they add up to the latency at any time.
class JourneyStagesCase : public TestCase
{
  public:
    JourneyStagesCase()
        : TestCase("stages add up to the latency")
    {
    }

  private:
    void DoRun() override
    {
        Journeys journeys;
        journeys.Begin(Reading(7));
        const Journey& journey = journeys.All().at(7);
        NS_TEST_EXPECT_MSG_EQ(journey.Latency(), Time(0), "nothing yet");
        // Through the firewall twice: to the broker and from it. Backhaul left out.
        const std::vector<std::pair<Stage, Time>> marks{{Stage::SENSOR, MilliSeconds(1020)},
                                                        {Stage::PROTECT, MilliSeconds(1023)},
                                                        {Stage::ACCESS, MilliSeconds(1040)},
                                                        {Stage::GATEWAY, MilliSeconds(1041)},
                                                        {Stage::FIREWALL, MilliSeconds(1050)},
                                                        {Stage::BROKER, MilliSeconds(1051)},
                                                        {Stage::FIREWALL, MilliSeconds(1055)},
                                                        {Stage::OPEN, MilliSeconds(1057)},
                                                        {Stage::CLASSIFY, MilliSeconds(1060)}};
        for (const auto& [stage, when] : marks)
        {
            journeys.Mark(7, stage, when);
            NS_TEST_EXPECT_MSG_EQ(journey.Latency(), when - Seconds(1), ToString(stage));
            NS_TEST_EXPECT_MSG_EQ(SumOfStages(journey), journey.Latency(), ToString(stage));
            // The second way through the firewall does not lead back behind the broker.
            const bool second = stage == Stage::FIREWALL && when > MilliSeconds(1051);
            NS_TEST_EXPECT_MSG_EQ((journey.reached == (second ? Stage::BROKER : stage)),
                                  true,
                                  ToString(stage));
        }
        NS_TEST_EXPECT_MSG_EQ(In(journey, Stage::SENSOR),
                              MilliSeconds(20),
                              "from the first sample");
        NS_TEST_EXPECT_MSG_EQ(In(journey, Stage::FIREWALL), MilliSeconds(9 + 4), "both parts");
        NS_TEST_EXPECT_MSG_EQ(In(journey, Stage::BACKHAUL), Time(0), "not passed");
        NS_TEST_EXPECT_MSG_EQ(In(journey, Stage::CLASSIFY), MilliSeconds(3), "the last");
    }
};

/// What is sent again passes marks that are over: the wait counts where the copy before was lost.
class JourneyResentCase : public TestCase
{
  public:
    JourneyResentCase()
        : TestCase("a wait for a second copy counts in the stage that lost the first")
    {
    }

  private:
    void DoRun() override
    {
        Journeys journeys;
        journeys.Begin(Reading(1));
        const std::vector<std::pair<Stage, Time>> marks{{Stage::SENSOR, MilliSeconds(1010)},
                                                        {Stage::PROTECT, MilliSeconds(1011)},
                                                        {Stage::ACCESS, MilliSeconds(1020)},
                                                        {Stage::GATEWAY, MilliSeconds(1021)},
                                                        // Lost in the backhaul; again.
                                                        {Stage::PROTECT, MilliSeconds(3011)},
                                                        {Stage::ACCESS, MilliSeconds(3020)},
                                                        {Stage::GATEWAY, MilliSeconds(3021)},
                                                        {Stage::BACKHAUL, MilliSeconds(3026)},
                                                        {Stage::FIREWALL, MilliSeconds(3027)},
                                                        {Stage::BROKER, MilliSeconds(3028)},
                                                        // Lost behind the broker; again.
                                                        {Stage::BROKER, MilliSeconds(5028)},
                                                        {Stage::FIREWALL, MilliSeconds(5030)},
                                                        {Stage::OPEN, MilliSeconds(5031)}};
        for (const auto& [stage, when] : marks)
        {
            journeys.Mark(1, stage, when);
        }
        const Journey& journey = journeys.All().at(1);
        NS_TEST_EXPECT_MSG_EQ(In(journey, Stage::PROTECT), MilliSeconds(1), "protect");
        NS_TEST_EXPECT_MSG_EQ(In(journey, Stage::ACCESS), MilliSeconds(9), "access");
        NS_TEST_EXPECT_MSG_EQ(In(journey, Stage::BACKHAUL), MilliSeconds(2005), "backhaul");
        NS_TEST_EXPECT_MSG_EQ(In(journey, Stage::BROKER), MilliSeconds(1), "broker");
        NS_TEST_EXPECT_MSG_EQ(In(journey, Stage::FIREWALL), MilliSeconds(1 + 2002), "firewall");
        NS_TEST_EXPECT_MSG_EQ(SumOfStages(journey), journey.Latency(), "the sum");
    }
};

/// The first arrival counts; copies after it are duplicates and change nothing else.
class JourneyDuplicatesCase : public TestCase
{
  public:
    JourneyDuplicatesCase()
        : TestCase("a second arrival is a duplicate")
    {
    }

  private:
    void DoRun() override
    {
        Journeys journeys;
        journeys.Begin(Reading(1));
        journeys.Mark(1, Stage::SENSOR, Seconds(2));
        NS_TEST_EXPECT_MSG_EQ(journeys.IsDelivered(1), false, "under way");
        journeys.Deliver(1);
        const Journey& journey = journeys.All().at(1);
        NS_TEST_EXPECT_MSG_EQ(journeys.IsDelivered(1), true, "arrived");
        NS_TEST_EXPECT_MSG_EQ(journey.duplicates, 0, "once");
        journeys.Mark(1, Stage::CLASSIFY, Seconds(9));
        journeys.Deliver(1);
        journeys.Deliver(1);
        journeys.Drop(1, "a copy went astray");
        journeys.Close();
        NS_TEST_EXPECT_MSG_EQ(journey.duplicates, 2, "two more");
        NS_TEST_EXPECT_MSG_EQ(journey.Latency(), Seconds(1), "the first arrival's");
        NS_TEST_EXPECT_MSG_EQ(SumOfStages(journey), Seconds(1), "the first arrival's");
        NS_TEST_EXPECT_MSG_EQ(ToString(journey.state), std::string("delivered"), "for good");
        NS_TEST_EXPECT_MSG_EQ(journey.cause, "", "no loss");
    }
};

/// What has not arrived when the run closes is lost: where a copy was dropped, or on its way.
class JourneyLossCase : public TestCase
{
  public:
    JourneyLossCase()
        : TestCase("losses have a cause")
    {
    }

  private:
    void DoRun() override
    {
        Journeys journeys;
        for (uint64_t id = 1; id <= 5; ++id)
        {
            journeys.Begin(Reading(id));
        }
        journeys.Drop(1, "edge firewall: dropped-limited");
        NS_TEST_EXPECT_MSG_EQ(ToString(journeys.All().at(1).state),
                              std::string("in-flight"),
                              "a retransmission may come yet");
        journeys.Drop(2, "access: frame given up");
        journeys.Mark(2, Stage::SENSOR, Seconds(2));
        journeys.Deliver(2);
        journeys.Mark(3, Stage::BACKHAUL, Seconds(3));
        journeys.Mark(5, Stage::CLASSIFY, Seconds(3));
        journeys.Close();
        const std::map<uint64_t, std::string> causes{{1, "edge firewall: dropped-limited"},
                                                     {2, ""},
                                                     {3, "in firewall"},
                                                     {4, "in sensor"},
                                                     {5, "in classify"}};
        for (const auto& [id, cause] : causes)
        {
            const Journey& journey = journeys.All().at(id);
            NS_TEST_EXPECT_MSG_EQ(journey.cause, cause, "cause of " << id);
            NS_TEST_EXPECT_MSG_EQ(ToString(journey.state),
                                  std::string(id == 2 ? "delivered" : "lost"),
                                  "state of " << id);
        }
        journeys.Mark(3, Stage::FIREWALL, Seconds(4));
        journeys.Drop(3, "too late");
        NS_TEST_EXPECT_MSG_EQ(journeys.All().at(3).Latency(), Seconds(2), "lost is lost");
        NS_TEST_EXPECT_MSG_EQ(journeys.All().at(3).cause, "in firewall", "lost is lost");

        // A number that no reading has: attackers' packets and answers carry 0.
        journeys.Mark(0, Stage::ACCESS, Seconds(5));
        journeys.Deliver(0);
        journeys.Drop(0, "unknown");
        NS_TEST_EXPECT_MSG_EQ(journeys.IsDelivered(0), false, "unknown");
        NS_TEST_EXPECT_MSG_EQ(journeys.All().size(), 5, "nothing came into being");
    }
};

/// The database is told of each change once.
class JourneyChangesCase : public TestCase
{
  public:
    JourneyChangesCase()
        : TestCase("changes are handed out once")
    {
    }

  private:
    void DoRun() override
    {
        using Ids = std::vector<uint64_t>;
        Journeys journeys;
        for (uint64_t id = 1; id <= 4; ++id)
        {
            journeys.Begin(Reading(id));
        }
        NS_TEST_EXPECT_MSG_EQ((journeys.TakeChanged() == Ids{1, 2, 3, 4}), true, "begun");
        NS_TEST_EXPECT_MSG_EQ(journeys.TakeChanged().empty(), true, "taken");
        journeys.Mark(1, Stage::SENSOR, Seconds(2));
        journeys.Mark(1, Stage::PROTECT, Seconds(3));
        journeys.Deliver(2);
        journeys.Drop(3, "why");
        NS_TEST_EXPECT_MSG_EQ((journeys.TakeChanged() == Ids{1, 2, 3}), true, "changed");
        journeys.Mark(2, Stage::SENSOR, Seconds(4));
        NS_TEST_EXPECT_MSG_EQ(journeys.TakeChanged().empty(), true, "nothing changed");
        journeys.Deliver(2);
        NS_TEST_EXPECT_MSG_EQ((journeys.TakeChanged() == Ids{2}), true, "a duplicate");
        journeys.Close();
        NS_TEST_EXPECT_MSG_EQ((journeys.TakeChanged() == Ids{1, 3, 4}), true, "closed");
    }
};

class JourneysSuite : public TestSuite
{
  public:
    JourneysSuite()
        : TestSuite("iomt-journeys", TestSuite::Type::UNIT)
    {
        AddTestCase(new JourneyStagesCase);
        AddTestCase(new JourneyResentCase);
        AddTestCase(new JourneyDuplicatesCase);
        AddTestCase(new JourneyLossCase);
        AddTestCase(new JourneyChangesCase);
    }
} g_journeysSuite;

} // namespace
