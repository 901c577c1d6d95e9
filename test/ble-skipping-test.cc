// SPDX-License-Identifier: GPL-2.0-only

#include "ble-link-bench.h"

#include "ns3/ble-spectrum.h"
#include "ns3/boolean.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// What a run of one central and its peripherals came to.
struct Outcome
{
    double centralMj{0};
    double peripheralMj{0};
    double meanDelayS{0};
    uint64_t delivered{0};
    uint64_t missed{0};
    uint64_t skipped{0};
    uint64_t centralEvents{0};
    uint64_t simulatorEvents{0};
};

struct Setting
{
    std::string name;
    uint32_t links;
    double distanceM;
    uint16_t latency;
    double seconds;
};

Outcome
RunLinks(const Setting& setting, bool skip)
{
    BleLinkBench bench;
    auto central = bench.Add(0, 0.3);
    central->SetAttribute("IdleEvents", StringValue(skip ? "Skip" : "Play"));
    auto random = CreateObject<UniformRandomVariable>();
    random->SetStream(7);
    std::vector<Ptr<BleLinkLayer>> peripherals;
    for (uint32_t i = 0; i < setting.links; ++i)
    {
        peripherals.push_back(bench.Add(setting.distanceM, -0.7 + 0.1 * i));
        BleLinkBench::Connect(central,
                              peripherals.back(),
                              bench.Parameters(MilliSeconds(100), setting.latency, Seconds(6)));
    }
    Outcome outcome;
    double delays = 0;
    std::vector<double> before(1 + setting.links);
    Simulator::Schedule(Seconds(5), [&]() {
        before[0] = BleLinkBench::EnergyMj(central);
        for (uint32_t i = 0; i < setting.links; ++i)
        {
            before[1 + i] = BleLinkBench::EnergyMj(peripherals[i]);
            if (auto link = central->GetLink(peripherals[i]->GetAddress()))
            {
                link->SetReceiveCallback(Callback<void, Ptr<Packet>>([&](Ptr<Packet> packet) {
                    uint8_t octets[12];
                    packet->CopyData(octets, sizeof(octets));
                    int64_t sent = 0;
                    std::memcpy(&sent, octets + 4, sizeof(sent));
                    delays += (Simulator::Now() - NanoSeconds(sent)).GetSeconds();
                    ++outcome.delivered;
                }));
            }
        }
    });
    for (double at = 6; at < setting.seconds - 2; at += 3)
    {
        for (uint32_t i = 0; i < setting.links; ++i)
        {
            Simulator::Schedule(Seconds(at + random->GetValue(0, 3)), [&, i]() {
                uint8_t octets[24] = {20, 0, 0x40, 0};
                const int64_t now = Simulator::Now().GetNanoSeconds();
                std::memcpy(octets + 4, &now, sizeof(now));
                if (auto link = peripherals[i]->GetLink(central->GetAddress()))
                {
                    link->Send(Create<Packet>(octets, sizeof(octets)));
                }
            });
        }
    }
    Simulator::Stop(Seconds(setting.seconds));
    Simulator::Run();
    outcome.simulatorEvents = Simulator::GetEventCount();
    outcome.centralMj = BleLinkBench::EnergyMj(central) - before[0];
    for (uint32_t i = 0; i < setting.links; ++i)
    {
        outcome.peripheralMj += BleLinkBench::EnergyMj(peripherals[i]) - before[1 + i];
        if (auto link = central->GetLink(peripherals[i]->GetAddress()))
        {
            outcome.missed += link->GetStatistics().missedEvents;
            outcome.skipped += link->GetStatistics().skippedEvents;
            outcome.centralEvents += link->GetStatistics().events;
        }
    }
    outcome.meanDelayS = delays / static_cast<double>(std::max<uint64_t>(outcome.delivered, 1));
    return outcome;
}

/// Energy, delay and loss are the same whether idle events are played or charged.
class BleSkippingAgreesCase : public TestCase
{
  public:
    explicit BleSkippingAgreesCase(const Setting& setting)
        : TestCase("skipping agrees with playing: " + setting.name),
          m_setting(setting)
    {
    }

  private:
    void Within2Percent(double skipped, double played, const std::string& what)
    {
        NS_TEST_EXPECT_MSG_EQ_TOL(skipped / played,
                                  1,
                                  0.02,
                                  what << ": " << skipped << " against " << played);
    }

    void DoRun() override
    {
        const Outcome played = RunLinks(m_setting, false);
        const Outcome skipped = RunLinks(m_setting, true);
        NS_TEST_EXPECT_MSG_EQ(played.skipped, 0, "played means all");
        NS_TEST_EXPECT_MSG_GT(skipped.skipped, 0.8 * skipped.centralEvents, "most are skipped");
        NS_TEST_EXPECT_MSG_LT(skipped.simulatorEvents, 0.35 * played.simulatorEvents, "cheaper");
        NS_TEST_EXPECT_MSG_GT(played.delivered, 30 * m_setting.links, "there was traffic");
        Within2Percent(skipped.centralMj, played.centralMj, "energy of the central");
        Within2Percent(skipped.peripheralMj, played.peripheralMj, "energy of the peripherals");
        Within2Percent(skipped.meanDelayS, played.meanDelayS, "mean delay");
        Within2Percent(skipped.delivered, played.delivered, "delivered");
        if (m_setting.distanceM > 40)
        {
            NS_TEST_EXPECT_MSG_GT(played.missed, 1000, "packets are lost there");
            // A count of independent events scatters by its square root in each run.
            const double scatter = 3 * std::sqrt(2.0 / played.missed);
            NS_TEST_EXPECT_MSG_EQ_TOL(static_cast<double>(skipped.missed) / played.missed,
                                      1,
                                      std::max(0.02, scatter),
                                      "lost events");
        }
        else
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(static_cast<double>(skipped.missed),
                                      1.0 * played.missed,
                                      30,
                                      "lost");
        }
    }

    Setting m_setting;
};

/// An idle link is not in the event queue at all.
class BleIdleIsFreeCase : public TestCase
{
  public:
    BleIdleIsFreeCase()
        : TestCase("an idle link costs no events")
    {
    }

  private:
    void DoRun() override
    {
        BleLinkBench bench;
        auto central = bench.Add(0);
        auto peripheral = bench.Add(5);
        BleLinkBench::Connect(central, peripheral, bench.Parameters(MilliSeconds(100)));
        uint64_t before = 0;
        Simulator::Schedule(Seconds(10), [&]() { before = Simulator::GetEventCount(); });
        Simulator::Schedule(Seconds(9000), [&]() {
            // This one, and the one that counted first.
            NS_TEST_EXPECT_MSG_LT(Simulator::GetEventCount() - before, 3, "events of 2.5 hours");
            auto link = peripheral->GetLink(central->GetAddress());
            NS_TEST_ASSERT_MSG_NE(link, nullptr, "still there");
            NS_TEST_EXPECT_MSG_EQ(link->IsSkipping(), true, "asleep");
            NS_TEST_EXPECT_MSG_EQ_TOL(link->GetStatistics().events, 90000, 30, "all the same");
            bench.Keep(central->GetLink(peripheral->GetAddress()));
            link->Send(BleLinkBench::Pdu(20));
        });
        Simulator::Stop(Seconds(9001));
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(bench.arrivals.size(), 1, "and it wakes");
        NS_TEST_EXPECT_MSG_LT(bench.arrivals.front().at, Seconds(9000.11), "at the next event");
    }
};

/// Whoever watches sees every event; so does a link while something else is on the air.
class BleWatchedCase : public TestCase
{
  public:
    BleWatchedCase()
        : TestCase("links that are watched, jammed or moving are played")
    {
    }

  private:
    static void Ignore(Ptr<const BleLink>, uint32_t)
    {
    }

    void DoRun() override
    {
        BleLinkBench bench;
        auto central = bench.Add(0);
        auto peripheral = bench.Add(5);
        BleLinkBench::Connect(central, peripheral, bench.Parameters(MilliSeconds(100)));
        const auto skipping = [&]() {
            return peripheral->GetLink(central->GetAddress())->IsSkipping();
        };
        const auto skipped = [&]() {
            return peripheral->GetLink(central->GetAddress())->GetStatistics().skippedEvents;
        };
        uint64_t count = 0;
        Simulator::Schedule(Seconds(5), [&]() {
            NS_TEST_EXPECT_MSG_EQ(skipping(), true, "undisturbed");
            auto signal = Create<SpectrumSignalParameters>();
            signal->psd = Create<SpectrumValue>(BleSpectrumModel());
            signal->duration = MilliSeconds(20);
            signal->txPhy = bench.Add(50)->GetRadio();
            bench.channel->StartTx(signal);
            count = skipped();
        });
        Simulator::Schedule(Seconds(5.5), [&]() {
            NS_TEST_EXPECT_MSG_EQ(skipping(), false, "half a second after a foreign signal");
            NS_TEST_EXPECT_MSG_EQ(skipped(), count, "none was skipped");
        });
        Simulator::Schedule(Seconds(7), [&]() {
            NS_TEST_EXPECT_MSG_EQ(skipping(), true, "long after it");
            peripheral->GetRadio()->GetMobility()->SetPosition(Vector(6, 0, 1));
            NS_TEST_EXPECT_MSG_EQ(skipping(), false, "it moved");
        });
        Simulator::Schedule(Seconds(8), [&]() {
            NS_TEST_EXPECT_MSG_EQ(skipping(), true, "and stands still");
            central->TraceConnectWithoutContext("PduTransmitted",
                                                MakeCallback(&BleWatchedCase::Ignore));
            peripheral->GetLink(central->GetAddress())->Send(BleLinkBench::Pdu(20));
        });
        Simulator::Schedule(Seconds(9), [&]() { count = skipped(); });
        Simulator::Schedule(Seconds(12), [&]() {
            NS_TEST_EXPECT_MSG_EQ(skipping(), false, "watched");
            NS_TEST_EXPECT_MSG_EQ(skipped(), count, "none was skipped");
        });
        Simulator::Stop(Seconds(13));
        Simulator::Run();
    }
};

/// A node that jumps out of range is out of range, whatever was planned.
class BleJumpCase : public TestCase
{
  public:
    explicit BleJumpCase(bool withData)
        : TestCase(withData ? "a jump while an event is planned" : "a jump while asleep"),
          m_withData(withData)
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
        Simulator::Schedule(Seconds(10.01), [&]() {
            bench.Keep(central->GetLink(peripheral->GetAddress()));
            auto link = peripheral->GetLink(central->GetAddress());
            NS_TEST_EXPECT_MSG_EQ(link->IsSkipping(), true, "asleep");
            if (m_withData)
            {
                link->Send(BleLinkBench::Pdu(20));
            }
            peripheral->GetRadio()->GetMobility()->SetPosition(Vector(5000, 0, 1));
        });
        Simulator::Stop(Seconds(13));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(bench.arrivals.size(), 0, "nothing gets through");
        for (const auto& layer : {central, peripheral})
        {
            NS_TEST_EXPECT_MSG_EQ(layer->GetLinks().size(), 0, "the link is lost");
        }
    }

    bool m_withData;
};

class BleSkippingSuite : public TestSuite
{
  public:
    BleSkippingSuite()
        : TestSuite("iomt-ble-skipping", TestSuite::Type::UNIT)
    {
        AddTestCase(new BleSkippingAgreesCase({"near", 1, 5, 0, 600}));
        AddTestCase(new BleSkippingAgreesCase({"latency", 1, 5, 4, 600}));
        AddTestCase(new BleSkippingAgreesCase({"seven links", 7, 5, 0, 300}));
        AddTestCase(new BleSkippingAgreesCase({"at the edge", 1, 43, 0, 12000}));
        AddTestCase(new BleIdleIsFreeCase);
        AddTestCase(new BleWatchedCase);
        AddTestCase(new BleJumpCase(false));
        AddTestCase(new BleJumpCase(true));
    }
};

const BleSkippingSuite g_bleSkippingSuite;

} // namespace
