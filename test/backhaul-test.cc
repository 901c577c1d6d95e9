// SPDX-License-Identifier: GPL-2.0-only

// Backhaul links: the family by name, rate each way, delay, jitter without reordering, loss, the
// bounded queue, streams and pcap.

#include "ns3/backhaul-channel.h"
#include "ns3/backhaul.h"
#include "ns3/data-path.h"
#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/node-container.h"
#include "ns3/packet.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/queue-size.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr uint16_t IPV6 = 0x86dd;
constexpr uint32_t HEADER = 2; // PPP protocol field of PointToPointNetDevice

/// Two ends of a link, and what arrives where.
class Link
{
  public:
    explicit Link(Ptr<Backhaul> backhaul)
        : backhaul(backhaul)
    {
        nodes.Create(2);
        devices = backhaul->Install(nodes.Get(0), nodes.Get(1));
        for (uint32_t i = 0; i < 2; ++i)
        {
            devices.Get(i)->SetReceiveCallback(MakeCallback(&Link::Take, this));
        }
    }

    ~Link()
    {
        Simulator::Destroy();
    }

    void Send(Time when, uint32_t from, uint32_t size)
    {
        Simulator::Schedule(when, [=]() {
            Ptr<Packet> packet = Create<Packet>(size);
            sent.emplace_back(packet->GetUid(), Simulator::Now());
            devices.Get(from)->Send(packet, devices.Get(1 - from)->GetAddress(), IPV6);
        });
    }

    /// Delay of each packet in order of arrival [s].
    std::vector<double> Delays() const
    {
        std::vector<double> delays;
        for (const auto& [uid, when] : arrived)
        {
            for (const auto& [sentUid, sentWhen] : sent)
            {
                if (sentUid == uid)
                {
                    delays.push_back((when - sentWhen).GetSeconds());
                }
            }
        }
        return delays;
    }

    Ptr<Backhaul> backhaul;
    NodeContainer nodes;
    NetDeviceContainer devices;
    std::vector<std::pair<uint64_t, Time>> sent;
    std::vector<std::pair<uint64_t, Time>> arrived;

  private:
    bool Take(Ptr<NetDevice>, Ptr<const Packet> packet, uint16_t, const Address&)
    {
        arrived.emplace_back(packet->GetUid(), Simulator::Now());
        return true;
    }
};

class Family : public TestCase
{
  public:
    Family()
        : TestCase("members are none and the profiles, and a mistyped name is told the nearest")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::string> names = Backhaul::Names();
        NS_TEST_EXPECT_MSG_EQ(names.front(), "none", "the null member first");
        for (const char* name : {"fibre", "4g", "satellite"})
        {
            NS_TEST_EXPECT_MSG_EQ(std::count(names.begin(), names.end(), name), 1, name);
        }
        for (const auto& name : names)
        {
            Ptr<Backhaul> backhaul = Backhaul::Create(name);
            DataRateValue up;
            backhaul->GetAttribute("UpRate", up);
            NS_TEST_EXPECT_MSG_GT(up.Get().GetBitRate(), 0, name);
            TimeValue delay;
            backhaul->GetAttribute("Delay", delay);
            NS_TEST_EXPECT_MSG_EQ(delay.Get().IsZero(), (name == "none"), name);
        }
        DataRateValue byName;
        Backhaul::Create("4g")->GetAttribute("DownRate", byName);
        DataRateValue byPath;
        Backhaul::Create(DataPath("backhauls/4g.json"))->GetAttribute("DownRate", byPath);
        NS_TEST_EXPECT_MSG_EQ(byName.Get(), byPath.Get(), "a path names a profile as well");
        std::string message;
        try
        {
            Backhaul::Create("satelite");
        }
        catch (const std::invalid_argument& error)
        {
            message = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(message.find("did you mean satellite"), std::string::npos, message);
    }
};

class Rates : public TestCase
{
  public:
    Rates()
        : TestCase("each direction has its rate, both the delay")
    {
    }

  private:
    void DoRun() override
    {
        Ptr<Backhaul> backhaul = CreateObject<Backhaul>();
        backhaul->SetAttribute("UpRate", DataRateValue(DataRate("1Mbps")));
        backhaul->SetAttribute("DownRate", DataRateValue(DataRate("4Mbps")));
        backhaul->SetAttribute("Delay", TimeValue(MilliSeconds(20)));
        Link link(backhaul);
        link.Send(Seconds(1), 0, 1000 - HEADER);
        link.Send(Seconds(2), 1, 1000 - HEADER);
        Simulator::Run();
        const auto delays = link.Delays();
        NS_TEST_ASSERT_MSG_EQ(delays.size(), 2, "both arrive");
        NS_TEST_EXPECT_MSG_EQ_TOL(delays[0], 0.008 + 0.020, 1e-9, "8,000 bit at 1 Mbit/s");
        NS_TEST_EXPECT_MSG_EQ_TOL(delays[1], 0.002 + 0.020, 1e-9, "8,000 bit at 4 Mbit/s");
    }
};

class Jitter : public TestCase
{
  public:
    Jitter()
        : TestCase("jitter is a standard deviation, and never reorders")
    {
    }

  private:
    void DoRun() override
    {
        Ptr<Backhaul> backhaul = CreateObject<Backhaul>();
        backhaul->SetAttribute("Delay", TimeValue(MilliSeconds(50)));
        backhaul->SetAttribute("Jitter", TimeValue(MilliSeconds(10)));
        constexpr int count = 4000;
        {
            Link sparse(backhaul);
            backhaul->AssignStreams(1);
            for (int i = 0; i < count; ++i)
            {
                sparse.Send(MilliSeconds(100 * i), 0, 100); // further apart than jitter can move
            }
            Simulator::Run();
            const auto delays = sparse.Delays();
            NS_TEST_ASSERT_MSG_EQ(delays.size(), count, "all arrive");
            const double mean = std::accumulate(delays.begin(), delays.end(), 0.0) / count;
            double variance = 0;
            for (const double delay : delays)
            {
                variance += (delay - mean) * (delay - mean) / count;
            }
            NS_TEST_EXPECT_MSG_EQ_TOL(mean, 0.050, 0.001, "mean");
            NS_TEST_EXPECT_MSG_EQ_TOL(std::sqrt(variance), 0.010, 0.0005, "standard deviation");
            const double reach = 0.010 * std::sqrt(3.0) + 1e-6;
            NS_TEST_EXPECT_MSG_LT(*std::max_element(delays.begin(), delays.end()),
                                  0.050 + reach,
                                  "uniform");
            NS_TEST_EXPECT_MSG_GT(*std::min_element(delays.begin(), delays.end()),
                                  0.050 - reach,
                                  "uniform");
        }
        Link dense(backhaul);
        for (int i = 0; i < count; ++i)
        {
            dense.Send(MilliSeconds(i), 0, 100);
        }
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(dense.arrived.size(), count, "all arrive");
        bool ordered = true;
        for (int i = 0; i < count; ++i)
        {
            ordered = ordered && dense.arrived[i].first == dense.sent[i].first;
        }
        NS_TEST_EXPECT_MSG_EQ(ordered, true, "in the order they were sent");
    }
};

class Loss : public TestCase
{
  public:
    Loss()
        : TestCase("loss is independent and as likely as said; streams make it repeatable")
    {
    }

  private:
    static std::vector<int> Survivors(int64_t stream, uint64_t& lost)
    {
        Ptr<Backhaul> backhaul = CreateObject<Backhaul>();
        backhaul->SetAttribute("Loss", DoubleValue(0.1));
        Link link(backhaul);
        const int64_t used = backhaul->AssignStreams(stream);
        constexpr int count = 20000;
        for (int i = 0; i < count; ++i)
        {
            link.Send(MilliSeconds(i), 0, 100);
        }
        Simulator::Run();
        lost = backhaul->GetChannel()->GetLost();
        std::vector<int> survivors{static_cast<int>(used)};
        for (const auto& [uid, when] : link.arrived)
        {
            survivors.push_back(static_cast<int>(std::llround(when.GetSeconds() * 1000)));
        }
        return survivors;
    }

    void DoRun() override
    {
        uint64_t lost = 0;
        const auto first = Survivors(10, lost);
        NS_TEST_EXPECT_MSG_EQ(first[0], 4, "streams: loss and jitter, each way");
        NS_TEST_EXPECT_MSG_EQ(lost, 20000 - (first.size() - 1), "what is not lost arrives");
        NS_TEST_EXPECT_MSG_EQ_TOL(lost / 20000.0, 0.1, 0.01, "one in ten");
        // Independent: after a loss, another one is as likely as ever.
        int doubles = 0;
        for (std::size_t i = 2; i < first.size(); ++i)
        {
            doubles += std::max(0, first[i] - first[i - 1] - 2);
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(doubles / 20000.0, 0.01, 0.003, "two in a row: one in a hundred");
        NS_TEST_EXPECT_MSG_EQ((Survivors(10, lost) == first), true, "same stream, same losses");
        NS_TEST_EXPECT_MSG_EQ((Survivors(20, lost) == first), false, "other stream, others");
    }
};

class Queue : public TestCase
{
  public:
    Queue()
        : TestCase("a full queue drops the newcomer")
    {
    }

  private:
    void DoRun() override
    {
        Ptr<Backhaul> backhaul = CreateObject<Backhaul>();
        backhaul->SetAttribute("UpRate", DataRateValue(DataRate("1Mbps")));
        backhaul->SetAttribute("QueueSize", QueueSizeValue(QueueSize("5p")));
        Link link(backhaul);
        for (int i = 0; i < 20; ++i)
        {
            link.Send(Seconds(1), 0, 100);
        }
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(link.arrived.size(), 6, "one on the wire and five in the queue");
        NS_TEST_EXPECT_MSG_EQ(link.arrived[5].first, link.sent[5].first, "the first six");
    }
};

class Pcap : public TestCase
{
  public:
    Pcap()
        : TestCase("PointToPointHelper writes pcap of a backhaul")
    {
    }

  private:
    void DoRun() override
    {
        const std::string name = CreateTempDirFilename("backhaul.pcap");
        {
            Link link(Backhaul::Create("fibre"));
            PointToPointHelper().EnablePcap(name, link.devices.Get(1), false, true);
            link.Send(Seconds(1), 0, 100);
            Simulator::Run();
        }
        std::ifstream file(name, std::ios::binary | std::ios::ate);
        NS_TEST_EXPECT_MSG_EQ(file.tellg(), 24 + 16 + 100 + HEADER, "file and packet header, PPP");
    }
};

class BackhaulSuite : public TestSuite
{
  public:
    BackhaulSuite()
        : TestSuite("iomt-backhaul", TestSuite::Type::UNIT)
    {
        AddTestCase(new Family);
        AddTestCase(new Rates);
        AddTestCase(new Jitter);
        AddTestCase(new Loss);
        AddTestCase(new Queue);
        AddTestCase(new Pcap);
    }
};

BackhaulSuite g_backhaulSuite;

} // namespace
