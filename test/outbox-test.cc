// SPDX-License-Identifier: GPL-2.0-only

// What a wearable keeps while its link is away: order, memory, frames given up, confirmations.

#include "ns3/outbox.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <functional>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr std::size_t SIZE = 100; // of a reading [B]

/// An outbox, and what it does at which time.
class OutboxBench
{
  public:
    explicit OutboxBench(uint64_t memory = 100 * SIZE)
        : outbox({memory, MilliSeconds(100), Seconds(5)},
                 {[this](const OutgoingReading& reading) {
                      sent.push_back(reading.number);
                      times.push_back(Simulator::Now().GetSeconds());
                      if (takes)
                      {
                          outbox.Taken(reading.number);
                      }
                  },
                  [this](uint64_t number) { kept.push_back(number); },
                  [this](uint64_t number, const std::string& cause) {
                      lost.push_back(number);
                      causes.push_back(cause);
                  }})
    {
    }

    ~OutboxBench()
    {
        Simulator::Destroy();
    }

    void At(double seconds, std::function<void()> what)
    {
        Simulator::Schedule(Seconds(seconds), what);
    }

    void Put(double seconds, uint64_t number, bool confirmable = false, bool needed = false)
    {
        At(seconds, [this, number, confirmable, needed]() {
            outbox.Put({number, {0, Bytes(SIZE), needed}, confirmable});
        });
    }

    void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    using Numbers = std::vector<uint64_t>;
    bool takes{true}; //!< the link takes frames
    Numbers sent;
    std::vector<double> times;
    Numbers kept;
    Numbers lost;
    std::vector<std::string> causes;
    Outbox outbox;
};

class OutboxThroughCase : public TestCase
{
  public:
    OutboxThroughCase()
        : TestCase(
              "readings go at once while the link is there, and are forgotten after its verdict")
    {
    }

  private:
    void DoRun() override
    {
        OutboxBench bench;
        bench.Put(1, 7);
        bench.Put(1, 8);
        bench.Run(4);
        NS_TEST_EXPECT_MSG_EQ((bench.sent == OutboxBench::Numbers{7, 8}), true, "both");
        NS_TEST_EXPECT_MSG_EQ_TOL(bench.times.back(), 1, 1e-9, "at once");
        NS_TEST_EXPECT_MSG_EQ(bench.kept.size(), 0, "none waited");
        bench.Run(10);
        bench.outbox.GivenUp(7);
        NS_TEST_EXPECT_MSG_EQ(bench.kept.size(), 0, "long forgotten");
        NS_TEST_EXPECT_MSG_EQ(bench.sent.size(), 2, "once each");
    }
};

class OutboxAwayCase : public TestCase
{
  public:
    OutboxAwayCase()
        : TestCase("without a link readings wait, and go in order at the pace when it is back")
    {
    }

  private:
    void DoRun() override
    {
        OutboxBench bench;
        bench.outbox.SetLink(false);
        for (uint64_t number = 1; number <= 5; ++number)
        {
            bench.Put(number, number);
        }
        bench.At(10, [&]() {
            NS_TEST_EXPECT_MSG_EQ(bench.outbox.GetWaiting(), 5, "all of them");
            bench.outbox.SetLink(true);
        });
        bench.Put(10.15, 6); // behind those that wait
        bench.Run(20);
        NS_TEST_EXPECT_MSG_EQ((bench.sent == OutboxBench::Numbers{1, 2, 3, 4, 5, 6}),
                              true,
                              "in order");
        NS_TEST_EXPECT_MSG_EQ_TOL(bench.times.front(), 10, 1e-9, "the first at once");
        NS_TEST_EXPECT_MSG_EQ_TOL(bench.times.back(), 10.5, 1e-9, "the sixth five paces later");
        NS_TEST_EXPECT_MSG_EQ(bench.outbox.GetCounters().kept, 6, "all had to wait");
        NS_TEST_EXPECT_MSG_EQ(bench.outbox.GetCounters().mostBytes, 6 * SIZE, "at once");
        NS_TEST_EXPECT_MSG_EQ(bench.lost.size(), 0, "none lost");
    }
};

class OutboxGivenUpCase : public TestCase
{
  public:
    OutboxGivenUpCase()
        : TestCase("what the link gave up goes again, one at a time until one is not given up")
    {
    }

  private:
    void DoRun() override
    {
        OutboxBench bench;
        bench.Put(1, 1);
        bench.Put(1.5, 2);
        bench.At(2, [&]() {
            bench.outbox.GivenUp(1);
            bench.outbox.GivenUp(2);
        });
        bench.Put(2.5, 3);
        bench.At(3.5, [&]() { bench.outbox.GivenUp(1); });
        bench.Run(20);
        NS_TEST_EXPECT_MSG_EQ((bench.sent == OutboxBench::Numbers{1, 2, 1, 1, 2, 3}),
                              true,
                              "order");
        NS_TEST_EXPECT_MSG_EQ_TOL(bench.times[2], 3, 1e-9, "one second after");
        NS_TEST_EXPECT_MSG_EQ_TOL(bench.times[3], 4.5, 1e-9, "one second after the second time");
        NS_TEST_EXPECT_MSG_EQ_TOL(bench.times[4], 5.5, 1e-9, "when that has not been given up");
        NS_TEST_EXPECT_MSG_EQ_TOL(bench.times[5], 5.6, 1e-9, "at the pace again");
    }
};

class OutboxStuckCase : public TestCase
{
  public:
    OutboxStuckCase()
        : TestCase("what the link never took goes again")
    {
    }

  private:
    void DoRun() override
    {
        OutboxBench bench;
        bench.takes = false;
        bench.Put(1, 1);
        bench.At(3, [&]() { bench.takes = true; });
        bench.Run(30);
        NS_TEST_ASSERT_MSG_EQ((bench.sent == OutboxBench::Numbers{1, 1}), true, "twice");
        NS_TEST_EXPECT_MSG_EQ_TOL(bench.times[1], 7, 1e-9, "verdict and retry later");
    }
};

class OutboxConfirmedCase : public TestCase
{
  public:
    OutboxConfirmedCase()
        : TestCase("nothing overtakes a reading that is to be confirmed")
    {
    }

  private:
    void DoRun() override
    {
        OutboxBench bench;
        bench.Put(1, 1, true);
        bench.Put(2, 2);
        bench.At(3, [&]() { bench.outbox.GivenUp(1); }); // the message layer repeats it
        bench.At(4, [&]() { bench.outbox.Answered(1, false); });
        bench.At(6, [&]() { bench.outbox.Answered(1, true); });
        bench.Run(20);
        NS_TEST_EXPECT_MSG_EQ((bench.sent == OutboxBench::Numbers{1, 1, 2}), true, "order");
        NS_TEST_EXPECT_MSG_EQ_TOL(bench.times[1], 5, 1e-9, "one second after no answer came");
        NS_TEST_EXPECT_MSG_EQ((bench.times[2] >= 6), true, "after the confirmation");
    }
};

class OutboxMemoryCase : public TestCase
{
  public:
    OutboxMemoryCase()
        : TestCase("what memory cannot hold is dropped oldest first, keys last")
    {
    }

  private:
    void DoRun() override
    {
        OutboxBench bench(3 * SIZE);
        bench.outbox.SetLink(false);
        bench.Put(1, 1, true, true);
        for (uint64_t number = 2; number <= 6; ++number)
        {
            bench.Put(number, number);
        }
        bench.At(10, [&]() { bench.outbox.SetLink(true); });
        bench.At(11, [&]() { bench.outbox.Answered(1, true); });
        bench.Run(20);
        NS_TEST_EXPECT_MSG_EQ((bench.lost == OutboxBench::Numbers{2, 3, 4}), true, "the oldest");
        NS_TEST_EXPECT_MSG_EQ(bench.causes.front(), "wearable memory full", "why");
        NS_TEST_EXPECT_MSG_EQ((bench.sent == OutboxBench::Numbers{1, 5, 6}), true, "the rest");
        NS_TEST_EXPECT_MSG_EQ(bench.outbox.GetCounters().lost, 3, "counted");
        NS_TEST_EXPECT_MSG_EQ(bench.outbox.GetCounters().mostBytes, 3 * SIZE, "never more");
    }
};

class OutboxFullProbeCase : public TestCase
{
  public:
    OutboxFullProbeCase()
        : TestCase("a reading that asks whether the link is there is lost like others")
    {
    }

  private:
    void DoRun() override
    {
        OutboxBench bench(SIZE);
        bench.Put(1, 1);
        bench.At(1.5, [&]() { bench.outbox.GivenUp(1); });
        bench.Put(2.6, 2); // 1 was sent again at 2.5, and may be given up again
        bench.Run(10);
        NS_TEST_EXPECT_MSG_EQ((bench.lost == OutboxBench::Numbers{1}), true, "told of");
        NS_TEST_EXPECT_MSG_EQ((bench.sent == OutboxBench::Numbers{1, 1, 2}), true, "then the next");
    }
};

class OutboxTestSuite : public TestSuite
{
  public:
    OutboxTestSuite()
        : TestSuite("iomt-outbox", TestSuite::Type::UNIT)
    {
        AddTestCase(new OutboxThroughCase);
        AddTestCase(new OutboxAwayCase);
        AddTestCase(new OutboxGivenUpCase);
        AddTestCase(new OutboxStuckCase);
        AddTestCase(new OutboxConfirmedCase);
        AddTestCase(new OutboxMemoryCase);
        AddTestCase(new OutboxFullProbeCase);
    }
};

OutboxTestSuite g_outboxTestSuite;

} // namespace
