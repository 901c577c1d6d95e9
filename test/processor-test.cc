// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/battery.h"
#include "ns3/processor.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// 1 MHz; n packets in one charge keep it (1000 + 500 n) cycles, so (1 + n / 2) ms.
ProcessorProfile
SlowProcessor()
{
    ProcessorProfile profile;
    profile.name = "slow";
    profile.clockHz = 1e6;
    profile.activeMw = 10;
    profile.idleMw = 2;
    profile.costs[Operation::PACKET] = {1000, 500};
    return profile;
}

OperationCounts
Packets(uint64_t count)
{
    OperationCounts counts;
    counts.Add(Operation::PACKET, count);
    return counts;
}

Ptr<Processor>
MakeSlowProcessor(const std::string& compute = "profile")
{
    auto processor = CreateObject<Processor>();
    processor->SetProfile(SlowProcessor());
    processor->SetAttribute("Compute", StringValue(compute));
    return processor;
}

/// Work is done in the order it came, each unit after the one before.
class ProcessorQueueCase : public TestCase
{
  public:
    ProcessorQueueCase()
        : TestCase("first come, first served")
    {
    }

  private:
    void Charged(Time wait, Time service)
    {
        m_charged.emplace_back(wait, service);
    }

    void DoRun() override
    {
        Ptr<Processor> processor = MakeSlowProcessor();
        processor->TraceConnectWithoutContext("Charged",
                                              MakeCallback(&ProcessorQueueCase::Charged, this));
        std::vector<std::pair<char, Time>> done;
        const auto note = [&done](char name) {
            return [&done, name]() { done.emplace_back(name, Simulator::Now()); };
        };
        uint32_t backlog = 0;
        Simulator::Schedule(Time(0), [&]() {
            processor->Charge(Packets(2), note('a'));
            processor->Charge(Packets(1), note('b'));
            backlog = processor->GetBacklog();
        });
        Simulator::Schedule(MilliSeconds(3), [&]() { processor->Charge(Packets(1), note('c')); });
        Simulator::Schedule(MilliSeconds(10), [&]() { processor->Charge(Packets(4), note('d')); });
        Simulator::Run();

        const std::vector<std::pair<char, Time>> expected{{'a', MicroSeconds(2000)},
                                                          {'b', MicroSeconds(3500)},
                                                          {'c', MicroSeconds(5000)},
                                                          {'d', MicroSeconds(13000)}};
        NS_TEST_EXPECT_MSG_EQ((done == expected), true, "order and times");
        const std::vector<std::pair<Time, Time>> charged{{Time(0), MicroSeconds(2000)},
                                                         {MicroSeconds(2000), MicroSeconds(1500)},
                                                         {MicroSeconds(500), MicroSeconds(1500)},
                                                         {Time(0), MicroSeconds(3000)}};
        NS_TEST_EXPECT_MSG_EQ((m_charged == charged), true, "waiting and computing times");
        NS_TEST_EXPECT_MSG_EQ(backlog, 2, "one computing, one waiting");
        NS_TEST_EXPECT_MSG_EQ(processor->GetBacklog(), 0, "all done");
        NS_TEST_EXPECT_MSG_EQ(processor->GetBusyTime(), MilliSeconds(8), "waiting is not work");
        NS_TEST_EXPECT_MSG_EQ((processor->GetOperations() == Packets(8)), true, "all counted");
        Simulator::Destroy();
    }

    std::vector<std::pair<Time, Time>> m_charged;
};

/// Execute() charges what the work really counted, as each Compute has it.
class ProcessorComputeCase : public TestCase
{
  public:
    ProcessorComputeCase()
        : TestCase("executed work is charged by profile, by host time or not at all")
    {
    }

  private:
    Time Execute(const std::string& compute, const Processor::Work& work)
    {
        Ptr<Processor> processor = MakeSlowProcessor(compute);
        bool worked = false;
        bool done = false;
        Time end;
        Simulator::Schedule(Time(0), [&]() {
            RunningOperations().Add(Operation::PACKET, 100); // someone else's
            const bool accepted = processor->Execute(
                [&]() {
                    worked = true;
                    work();
                },
                [&]() {
                    done = true;
                    end = Simulator::Now();
                });
            NS_TEST_EXPECT_MSG_EQ(accepted, true, "accepted");
            NS_TEST_EXPECT_MSG_EQ(worked, true, "the work is done at once");
            NS_TEST_EXPECT_MSG_EQ(done, false, "its result is for later, even if it is free");
        });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(done, true, "done");
        NS_TEST_EXPECT_MSG_EQ(processor->GetBusyTime(), end, "computing all the while");
        Simulator::Destroy();
        return end;
    }

    void DoRun() override
    {
        const auto twoPackets = []() { RunningOperations().Add(Operation::PACKET, 2); };
        NS_TEST_EXPECT_MSG_EQ(Execute("profile", twoPackets), MilliSeconds(2), "cycles / clock");
        NS_TEST_EXPECT_MSG_EQ(Execute("profile", []() {}), Time(0), "nothing counted");
        NS_TEST_EXPECT_MSG_EQ(Execute("free", twoPackets), Time(0), "free");
        const auto slow = []() { std::this_thread::sleep_for(std::chrono::milliseconds(20)); };
        NS_TEST_EXPECT_MSG_GT_OR_EQ(Execute("host", slow), MilliSeconds(20), "host time");

        NS_TEST_EXPECT_MSG_EQ(MakeSlowProcessor("free")->CostOf(Packets(2)), Time(0), "free");
        NS_TEST_EXPECT_MSG_EQ(MakeSlowProcessor("host")->CostOf(Packets(2)),
                              MilliSeconds(2),
                              "what did not run on the host is charged by profile");
        NS_TEST_EXPECT_MSG_EQ(CreateObject<Processor>()->CostOf(Packets(2)),
                              Time(0),
                              "without a profile there is no cost");
    }
};

/// A full queue refuses: neither the work nor its end happens.
class ProcessorRefusalCase : public TestCase
{
  public:
    ProcessorRefusalCase()
        : TestCase("refuses work when the queue is full")
    {
    }

  private:
    void DoRun() override
    {
        Ptr<Processor> processor = MakeSlowProcessor();
        processor->SetAttribute("QueueCapacity", UintegerValue(2));
        int done = 0;
        const auto count = [&done]() { ++done; };
        Simulator::Schedule(Time(0), [&]() {
            NS_TEST_EXPECT_MSG_EQ(processor->Charge(Packets(2), count), true, "first");
            NS_TEST_EXPECT_MSG_EQ(processor->Charge(Packets(2), count), true, "second");
            NS_TEST_EXPECT_MSG_EQ(processor->Charge(Packets(2), count), false, "third");
            bool worked = false;
            const bool accepted = processor->Execute([&worked]() { worked = true; }, count);
            NS_TEST_EXPECT_MSG_EQ(accepted, false, "fourth");
            NS_TEST_EXPECT_MSG_EQ(worked, false, "refused work is not done");
        });
        // One unit is through after 2 ms, which makes room for one.
        Simulator::Schedule(MilliSeconds(3), [&]() {
            NS_TEST_EXPECT_MSG_EQ(processor->Charge(Packets(2), count), true, "room again");
            NS_TEST_EXPECT_MSG_EQ(processor->Charge(Packets(2), count), false, "full again");
        });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(done, 3, "what was accepted is done");
        NS_TEST_EXPECT_MSG_EQ(processor->GetRefused(), 3, "what was not is counted");
        NS_TEST_EXPECT_MSG_EQ(processor->GetBusyTime(), MilliSeconds(6), "and costs nothing");
        NS_TEST_EXPECT_MSG_EQ((processor->GetOperations() == Packets(6)),
                              true,
                              "nor is it charged");
        Simulator::Destroy();
    }
};

/// Computing draws active minus idle power: idle power is the battery's base.
class ProcessorEnergyCase : public TestCase
{
  public:
    ProcessorEnergyCase()
        : TestCase("computing draws what it takes beyond idling")
    {
    }

  private:
    void DoRun() override
    {
        auto battery = CreateObject<Battery>();
        battery->SetBasePower(Battery::PROCESSOR, SlowProcessor().idleMw);
        Ptr<Processor> processor = MakeSlowProcessor();
        processor->SetBattery(battery);
        for (int i = 0; i < 100; ++i)
        {
            Simulator::Schedule(MilliSeconds(10) * i,
                                [processor]() { processor->Charge(Packets(2), []() {}); });
        }
        Simulator::Stop(Seconds(2));
        Simulator::Run();
        // 100 × 2 ms at 10 mW, the rest of 2 s at 2 mW
        NS_TEST_EXPECT_MSG_EQ_TOL(battery->GetDrawn(Battery::PROCESSOR),
                                  0.2 * 10 + 1.8 * 2,
                                  1e-9,
                                  "energy [mJ]");
        NS_TEST_EXPECT_MSG_EQ(battery->GetDrawn(Battery::RADIO), 0, "nobody else's");
        Simulator::Destroy();
    }
};

class ProcessorSuite : public TestSuite
{
  public:
    ProcessorSuite()
        : TestSuite("iomt-processor", TestSuite::Type::UNIT)
    {
        AddTestCase(new ProcessorQueueCase);
        AddTestCase(new ProcessorComputeCase);
        AddTestCase(new ProcessorRefusalCase);
        AddTestCase(new ProcessorEnergyCase);
    }
} g_processorSuite;

} // namespace
