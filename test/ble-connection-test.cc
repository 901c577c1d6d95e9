// SPDX-License-Identifier: GPL-2.0-only

#include "ble-link-bench.h"

#include "ns3/ble-window-widening.h"
#include "ns3/test.h"

#include <functional>
#include <map>
#include <set>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Advertising, CONNECT_IND, and both ends agree on everything.
class BleConnectionCase : public TestCase
{
  public:
    explicit BleConnectionCase(bool selection2)
        : TestCase(selection2 ? "connection with channel selection #2"
                              : "connection with channel selection #1"),
          m_selection2(selection2)
    {
    }

  private:
    void DoRun() override
    {
        BleLinkBench bench;
        auto central = bench.Add(0);
        auto peripheral = bench.Add(5);
        peripheral->SetAttribute("ChannelSelection2", BooleanValue(m_selection2));
        std::vector<std::pair<uint64_t, uint8_t>> heard;
        std::map<uint64_t, Time> anchors;
        peripheral->TraceConnectWithoutContext(
            "ConnectionEvent",
            Callback<void, Ptr<const BleLink>, uint64_t, uint8_t>(
                [&](Ptr<const BleLink>, uint64_t event, uint8_t channel) {
                    heard.emplace_back(event, channel);
                }));
        central->TraceConnectWithoutContext("ConnectionEvent",
                                            Callback<void, Ptr<const BleLink>, uint64_t, uint8_t>(
                                                [&](Ptr<const BleLink>, uint64_t event, uint8_t) {
                                                    anchors[event] = Simulator::Now();
                                                }));
        BleLinkBench::Connect(central, peripheral, bench.Parameters(MilliSeconds(30)));
        Simulator::Stop(Seconds(10));
        Simulator::Run();

        auto here = central->GetLink(peripheral->GetAddress());
        auto there = peripheral->GetLink(central->GetAddress());
        NS_TEST_ASSERT_MSG_NE(here, nullptr, "the central has a link");
        NS_TEST_ASSERT_MSG_NE(there, nullptr, "the peripheral has one, too");
        NS_TEST_EXPECT_MSG_EQ(here->GetAccessAddress(), there->GetAccessAddress(), "address");
        NS_TEST_EXPECT_MSG_EQ((here->GetParameters() == there->GetParameters()), true, "interval");
        NS_TEST_EXPECT_MSG_EQ(peripheral->IsAdvertising(), false, "advertising ends");
        NS_TEST_EXPECT_MSG_EQ(there->GetStatistics().missedEvents, 0, "every event was heard");
        NS_TEST_EXPECT_MSG_GT(heard.size(), 300, "one each 30 ms");
        // Channels are those of the algorithm, for each event counter from 0 on.
        auto expected = BleChannelSelection::Csa2(here->GetAccessAddress());
        bool same = true;
        std::set<uint8_t> channels;
        for (std::size_t i = 0; i < heard.size(); ++i)
        {
            same = same && heard[i].first == i;
            same = same && (!m_selection2 || heard[i].second == expected.Channel(i));
            channels.insert(heard[i].second);
        }
        NS_TEST_EXPECT_MSG_EQ(same, true, "channels by event counter");
        NS_TEST_EXPECT_MSG_EQ(channels.size(), 37, "all of them in 300 events");
        if (!m_selection2)
        {
            const int hop = (heard[1].second - heard[0].second + 37) % 37;
            NS_TEST_EXPECT_MSG_EQ((hop >= 5 && hop <= 16), true, "hop increment");
            NS_TEST_EXPECT_MSG_EQ(static_cast<int>(heard[0].second), hop, "first channel");
            NS_TEST_EXPECT_MSG_EQ((heard[9].second - heard[8].second + 37) % 37, hop, "constant");
        }
        NS_TEST_EXPECT_MSG_EQ(anchors[200] - anchors[100], Seconds(3), "anchors do not wander");
    }

    bool m_selection2;
};

/// Fragments are put together again, in order, nothing twice, in both directions.
class BleTransferCase : public TestCase
{
  public:
    BleTransferCase()
        : TestCase("L2CAP PDUs of all sizes arrive once and in order")
    {
    }

  private:
    void DoRun() override
    {
        BleLinkBench bench;
        auto central = bench.Add(0, 0.5);
        auto peripheral = bench.Add(34.5, -0.5); // where packets get lost now and then
        BleLinkBench::Connect(central, peripheral, bench.Parameters(MilliSeconds(15)));
        std::vector<std::vector<uint8_t>> sent;
        uint32_t acknowledged = 0;
        Simulator::Schedule(Seconds(2), [&]() {
            bench.Keep(central->GetLink(peripheral->GetAddress()));
            auto link = peripheral->GetLink(central->GetAddress());
            link->SetSentCallback(Callback<void>([&]() { ++acknowledged; }));
        });
        for (uint16_t i = 0; i < 150; ++i)
        {
            Simulator::Schedule(Seconds(3) + MilliSeconds(30 * i), [&, i]() {
                auto packet = BleLinkBench::Pdu(5 + 3 * i, static_cast<uint8_t>(i));
                sent.push_back(BleLinkBench::Octets(packet));
                peripheral->GetLink(central->GetAddress())->Send(packet);
            });
        }
        Simulator::Stop(Seconds(30));
        Simulator::Run();
        auto link = peripheral->GetLink(central->GetAddress());
        NS_TEST_ASSERT_MSG_NE(link, nullptr, "still there");
        NS_TEST_EXPECT_MSG_EQ(bench.arrivals.size(), sent.size(), "as many as were sent");
        for (std::size_t i = 0; i < std::min(sent.size(), bench.arrivals.size()); ++i)
        {
            NS_TEST_ASSERT_MSG_EQ((bench.arrivals[i].octets == sent[i]), true, "PDU " << i);
        }
        NS_TEST_EXPECT_MSG_EQ(acknowledged, sent.size(), "each was acknowledged");
        NS_TEST_EXPECT_MSG_EQ(link->GetQueued(), 0, "nothing is left");
        NS_TEST_EXPECT_MSG_GT(link->GetStatistics().repeatedPdus, 0, "some were sent again");
        NS_TEST_EXPECT_MSG_EQ(link->GetStatistics().malformed, 0, "none was malformed");
    }
};

/// With clocks as far apart as they promise, the peripheral hears every event, latency included.
class BleDriftCase : public TestCase
{
  public:
    BleDriftCase(double central, double peripheral)
        : TestCase("window widening holds what the clocks promise"),
          m_central(central),
          m_peripheral(peripheral)
    {
    }

  private:
    void DoRun() override
    {
        BleLinkBench bench;
        auto central = bench.Add(0, m_central);
        auto peripheral = bench.Add(3, m_peripheral);
        BleLinkBench::Connect(central,
                              peripheral,
                              bench.Parameters(MilliSeconds(500), 9, Seconds(32)));
        Simulator::Stop(Seconds(300));
        Simulator::Run();
        auto link = peripheral->GetLink(central->GetAddress());
        NS_TEST_ASSERT_MSG_NE(link, nullptr, "still there");
        NS_TEST_EXPECT_MSG_EQ(link->GetStatistics().missedEvents, 0, "every event was heard");
        NS_TEST_EXPECT_MSG_EQ_TOL(link->GetStatistics().events, 61, 2, "each tenth interval");
    }

    double m_central;
    double m_peripheral;
};

/// Out of range: the link ends a supervision timeout after the last packet, and comes back.
class BleSupervisionCase : public TestCase
{
  public:
    BleSupervisionCase()
        : TestCase("supervision timeout and reconnection")
    {
    }

  private:
    void DoRun() override
    {
        BleLinkBench bench;
        auto central = bench.Add(0);
        auto peripheral = bench.Add(5);
        BleLinkBench::Connect(central,
                              peripheral,
                              bench.Parameters(MilliSeconds(100), 0, Seconds(2)));
        std::map<std::string, std::pair<Time, BleError>> closed;
        for (const auto& layer : {central, peripheral})
        {
            const std::string side = layer == central ? "central" : "peripheral";
            layer->TraceConnectWithoutContext(
                "LinkClosed",
                Callback<void, Ptr<const BleLink>, BleError>(
                    [&closed, side](Ptr<const BleLink>, BleError reason) {
                        closed[side] = {Simulator::Now(), reason};
                    }));
        }
        auto mobility = peripheral->GetRadio()->GetMobility();
        Simulator::Schedule(Seconds(10), [&]() { mobility->SetPosition(Vector(1000, 0, 1)); });
        Simulator::Schedule(Seconds(20), [&]() {
            NS_TEST_EXPECT_MSG_EQ(central->GetLinks().size(), 0, "gone at the central");
            NS_TEST_EXPECT_MSG_EQ(peripheral->GetLinks().size(), 0, "gone at the peripheral");
            NS_TEST_EXPECT_MSG_EQ(peripheral->IsAdvertising(), true, "it advertises again");
            mobility->SetPosition(Vector(5, 0, 1));
        });
        Simulator::Stop(Seconds(25));
        Simulator::Run();
        for (const std::string side : {"central", "peripheral"})
        {
            NS_TEST_EXPECT_MSG_EQ((closed[side].second == BleError::CONNECTION_TIMEOUT),
                                  true,
                                  side << " closed by timeout");
            NS_TEST_EXPECT_MSG_EQ_TOL(closed[side].first.GetSeconds(), 12, 0.11, side);
        }
        NS_TEST_EXPECT_MSG_EQ(central->GetLinks().size(), 1, "connected again");
        NS_TEST_EXPECT_MSG_EQ(central->GetOpened(), 2, "twice in all");
    }
};

/// A CONNECT_IND that nobody hears leaves the central with a link that fails to be established.
class BleEstablishmentCase : public TestCase
{
  public:
    BleEstablishmentCase()
        : TestCase("a connection that is never established ends after six intervals")
    {
    }

  private:
    void DoRun() override
    {
        BleLinkBench bench;
        auto central = bench.Add(0);
        auto peripheral = bench.Add(5);
        BleLinkBench::Connect(central, peripheral, bench.Parameters(MilliSeconds(50)));
        auto mobility = peripheral->GetRadio()->GetMobility();
        Time opened;
        central->TraceConnectWithoutContext(
            "LinkOpened",
            Callback<void, Ptr<const BleLink>>([&](Ptr<const BleLink>) {
                opened = Simulator::Now();
                mobility->SetPosition(Vector(5000, 0, 1));
            }));
        Time ended;
        BleError why = BleError::SUCCESS;
        central->TraceConnectWithoutContext(
            "LinkClosed",
            Callback<void, Ptr<const BleLink>, BleError>([&](Ptr<const BleLink>, BleError reason) {
                ended = Simulator::Now();
                why = reason;
            }));
        Simulator::Stop(Seconds(2));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ((why == BleError::CONNECTION_FAILED_TO_BE_ESTABLISHED), true, "0x3E");
        NS_TEST_EXPECT_MSG_EQ_TOL((ended - opened).GetMilliSeconds(), 300, 60, "six intervals");
    }
};

/// What the Core does not allow is refused with the rule and its clause.
class BleRefusedCase : public TestCase
{
  public:
    BleRefusedCase()
        : TestCase("impossible parameters are refused with value, rule and clause")
    {
    }

  private:
    void Refused(const std::function<void()>& what, const std::vector<std::string>& words)
    {
        try
        {
            what();
            NS_TEST_EXPECT_MSG_EQ(true, false, "accepted: " << words.front());
        }
        catch (const std::invalid_argument& error)
        {
            for (const std::string& word : words)
            {
                NS_TEST_EXPECT_MSG_NE(std::string(error.what()).find(word),
                                      std::string::npos,
                                      word << " in: " << error.what());
            }
        }
    }

    void DoRun() override
    {
        BleLinkBench bench;
        auto layer = bench.Add(0);
        const Mac48Address peer("c0:00:00:00:00:99");
        const auto connect = [&](Time interval, uint16_t latency, Time timeout) {
            return [=]() {
                layer->Connect(peer, BleLinkBench::Parameters(interval, latency, timeout));
            };
        };
        Refused(connect(MicroSeconds(50100), 0, Seconds(4)), {"50.1", "1.25", "Core"});
        Refused(connect(MilliSeconds(5), 0, Seconds(4)), {"7.5", "Core"});
        Refused(connect(MilliSeconds(1000), 1, Seconds(4)), {"4", "latency", "Core"});
        Refused(connect(MilliSeconds(100), 500, Seconds(32)), {"500", "499", "Core"});
        Refused(connect(MilliSeconds(100), 0, Seconds(33)), {"32", "Core"});
        Refused([]() { BleChannelMap map(1); }, {"2", "Core"});
        Refused([&]() { layer->StartAdvertising(MilliSeconds(10), {}); },
                {"10000", "20 ms", "Core"});
        Refused([&]() { layer->StartAdvertising(Seconds(1), std::vector<uint8_t>(32)); },
                {"32", "31", "Core"});
    }
};

class BleConnectionSuite : public TestSuite
{
  public:
    BleConnectionSuite()
        : TestSuite("iomt-ble-connection", TestSuite::Type::UNIT)
    {
        AddTestCase(new BleConnectionCase(true));
        AddTestCase(new BleConnectionCase(false));
        AddTestCase(new BleTransferCase);
        AddTestCase(new BleDriftCase(1, -1));
        AddTestCase(new BleDriftCase(-1, 1));
        AddTestCase(new BleSupervisionCase);
        AddTestCase(new BleEstablishmentCase);
        AddTestCase(new BleRefusedCase);
    }
};

const BleConnectionSuite g_bleConnectionSuite;

} // namespace
