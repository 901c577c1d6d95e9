// SPDX-License-Identifier: GPL-2.0-only

#include "ble-radio-bench.h"

#include "ns3/iomt-compat.h"
#include "ns3/node.h"
#include "ns3/simple-net-device.h"
#include "ns3/test.h"

#include <functional>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr uint32_t PDU_OCTETS = 42;
constexpr uint8_t CHANNEL = 20;

Time
AirTime(BlePhyMode mode = BlePhyMode::LE_1M)
{
    return BleAirTime(mode, PDU_OCTETS - 5);
}

/// A packet arrives with what was sent, at the times the standard gives.
class DeliveryCase : public TestCase
{
  public:
    explicit DeliveryCase(BlePhyMode sent, BlePhyMode listened)
        : TestCase("a packet on " + ToString(sent) + ", listened for on " + ToString(listened)),
          m_sent(sent),
          m_listened(listened)
    {
    }

  private:
    void Sniff(const BleSniff& packet)
    {
        m_sniffed.push_back(packet);
    }

    void DoRun() override
    {
        RadioBench bench(2);
        const auto pdu = Create<Packet>(PDU_OCTETS);
        const auto origin = Create<Packet>(100);
        const std::vector<BleSniff>& sniffed = m_sniffed;
        for (const auto& radio : bench.radio)
        {
            radio->TraceConnectWithoutContext("Sniffed", MakeCallback(&DeliveryCase::Sniff, this));
        }
        const Time start = MicroSeconds(50);
        bench.ListenAt(MicroSeconds(10), 1, CHANNEL, m_listened);
        Simulator::Schedule(start, [&]() {
            const bool sent = bench.radio[0]->Transmit(&bench.recorders[0],
                                                       CHANNEL,
                                                       m_sent,
                                                       TEST_ADDRESS,
                                                       pdu,
                                                       origin);
            NS_TEST_EXPECT_MSG_EQ(sent, true, "sent");
            NS_TEST_EXPECT_MSG_EQ(bench.radio[0]->GetBusyUntil(), start + AirTime(m_sent), "busy");
        });
        Simulator::Schedule(start + BleSyncTime(m_sent) + NanoSeconds(1), [&]() {
            NS_TEST_EXPECT_MSG_EQ(bench.radio[1]->IsReceiving(), true, "found");
            NS_TEST_EXPECT_MSG_EQ(bench.radio[1]->GetBusyUntil(), start + AirTime(m_sent), "until");
        });
        Simulator::Schedule(start + BleSyncTime(m_sent) - NanoSeconds(1), [&]() {
            NS_TEST_EXPECT_MSG_EQ(bench.radio[1]->IsReceiving(), false, "not found yet");
        });
        const auto& received = bench.Run(1);
        NS_TEST_ASSERT_MSG_EQ(received.size(), 1, "arrives");
        const BleReception& one = received.front();
        NS_TEST_EXPECT_MSG_EQ(one.pdu, pdu, "the packet");
        NS_TEST_EXPECT_MSG_EQ(one.origin, origin, "what it was cut from");
        NS_TEST_EXPECT_MSG_EQ(one.crcOk, true, "whole");
        NS_TEST_EXPECT_MSG_EQ(one.start, start, "first bit");
        NS_TEST_EXPECT_MSG_EQ(one.end, start + AirTime(m_sent), "last bit");
        NS_TEST_EXPECT_MSG_EQ(ToString(one.mode), ToString(m_sent), "as it was sent");
        NS_TEST_EXPECT_MSG_EQ(+one.channel, +CHANNEL, "channel");
        NS_TEST_EXPECT_MSG_EQ_TOL(one.rssiDbm, -50, 1e-9, "RSSI");
        NS_TEST_EXPECT_MSG_EQ_TOL(one.sinrDb,
                                  -50 - bench.radio[1]->GetNoiseDbm(m_sent),
                                  1e-9,
                                  "nothing but noise");
        NS_TEST_ASSERT_MSG_EQ(sniffed.size(), 2, "at the sender and at the receiver");
        NS_TEST_EXPECT_MSG_EQ(sniffed[0].sent, true, "first sent");
        NS_TEST_EXPECT_MSG_EQ(sniffed[0].signalDbm, 0, "transmit power");
        NS_TEST_EXPECT_MSG_EQ(sniffed[1].sent, false, "then received");
        NS_TEST_EXPECT_MSG_EQ(sniffed[1].start, start, "that began");
        NS_TEST_EXPECT_MSG_EQ_TOL(sniffed[1].signalDbm, -50, 1e-9, "RSSI");
        NS_TEST_EXPECT_MSG_EQ_TOL(sniffed[1].noiseDbm,
                                  bench.radio[1]->GetNoiseDbm(m_sent),
                                  1e-9,
                                  "noise");
        NS_TEST_ASSERT_MSG_EQ(bench.recorders[1].synced.size(), 1, "told of the access address");
        NS_TEST_EXPECT_MSG_EQ(bench.recorders[1].synced[0].first, one.start, "of this");
        NS_TEST_EXPECT_MSG_EQ(bench.recorders[1].synced[0].second, one.end, "of this");
        NS_TEST_ASSERT_MSG_EQ(bench.recorders[0].transmitted.size(), 1, "told of its end");
        NS_TEST_EXPECT_MSG_EQ(bench.recorders[0].transmitted[0], one.end, "sent");
    }

    BlePhyMode m_sent;
    BlePhyMode m_listened;
    std::vector<BleSniff> m_sniffed;
};

/// A radio hears nothing but what it listens for.
class DeafCase : public TestCase
{
  public:
    DeafCase()
        : TestCase("other channels, addresses and PHYs are not heard")
    {
    }

  private:
    std::size_t Heard(Time from,
                      uint8_t channel,
                      BlePhyMode mode,
                      uint32_t address,
                      const std::function<void(RadioBench&)>& also = nullptr)
    {
        RadioBench bench(2);
        bench.ListenAt(from, 1, channel, mode, address);
        bench.SendAt(MicroSeconds(50), 0, CHANNEL, PDU_OCTETS);
        if (also)
        {
            also(bench);
        }
        return bench.Run(1).size();
    }

    /**
     * @brief Begin to listen at the time of the first bit, but in an event behind the sender's.
     * @param before time at which it had listened to the channel already; 0: it had not [µs]
     * @return packets heard whole: one, not disturbed by being heard twice
     */
    std::size_t HeardByLatecomer(int64_t before)
    {
        RadioBench bench(2);
        if (before > 0)
        {
            bench.ListenAt(MicroSeconds(before), 1, CHANNEL);
        }
        bench.SendAt(MicroSeconds(50), 0, CHANNEL, PDU_OCTETS);
        bench.ListenAt(MicroSeconds(50), 1, CHANNEL);
        std::size_t whole = 0;
        for (const BleReception& reception : bench.Run(1))
        {
            whole += reception.crcOk;
        }
        return whole;
    }

    void DoRun() override
    {
        const Time early = MicroSeconds(10);
        const auto mode = BlePhyMode::LE_1M;
        NS_TEST_EXPECT_MSG_EQ(Heard(early, CHANNEL, mode, TEST_ADDRESS), 1, "as it should be");
        NS_TEST_EXPECT_MSG_EQ(Heard(early, CHANNEL + 1, mode, TEST_ADDRESS), 0, "channel");
        NS_TEST_EXPECT_MSG_EQ(Heard(early, CHANNEL, mode, TEST_ADDRESS + 1), 0, "address");
        NS_TEST_EXPECT_MSG_EQ(Heard(early, CHANNEL, BlePhyMode::LE_2M, TEST_ADDRESS), 0, "PHY");
        NS_TEST_EXPECT_MSG_EQ(Heard(early, CHANNEL, BlePhyMode::LE_CODED_S8, TEST_ADDRESS),
                              0,
                              "PHY");
        NS_TEST_EXPECT_MSG_EQ(Heard(MicroSeconds(50), CHANNEL, mode, TEST_ADDRESS),
                              1,
                              "as it begins");
        NS_TEST_EXPECT_MSG_EQ(HeardByLatecomer(0), 1, "as it begins, asked behind the sender");
        NS_TEST_EXPECT_MSG_EQ(HeardByLatecomer(10), 1, "and though it listened before");
        NS_TEST_EXPECT_MSG_EQ(Heard(MicroSeconds(51), CHANNEL, mode, TEST_ADDRESS), 0, "too late");
        NS_TEST_EXPECT_MSG_EQ(Heard(early,
                                    CHANNEL,
                                    mode,
                                    TEST_ADDRESS,
                                    [](RadioBench& bench) {
                                        Simulator::Schedule(MicroSeconds(100),
                                                            [&bench]() { bench.radio[1]->Stop(); });
                                    }),
                              0,
                              "stopped in the middle");
    }
};

/// One thing at a time.
class HalfDuplexCase : public TestCase
{
  public:
    HalfDuplexCase()
        : TestCase("a radio does one thing at a time")
    {
    }

  private:
    void DoRun() override
    {
        {
            // Sending cuts off what is received; nobody is told of it.
            RadioBench bench(2);
            bench.ListenAt(MicroSeconds(10), 1, CHANNEL);
            bench.SendAt(MicroSeconds(50), 0, CHANNEL);
            bench.SendAt(MicroSeconds(150), 1, CHANNEL);
            NS_TEST_EXPECT_MSG_EQ(bench.Run(1).size(), 0, "cut off");
            NS_TEST_EXPECT_MSG_EQ(bench.recorders[1].synced.size(), 1, "had been found");
            NS_TEST_EXPECT_MSG_EQ(bench.recorders[1].transmitted.size(), 1, "sent instead");
        }
        {
            RadioBench bench(3);
            BleRadio& radio = *bench.radio[0];
            bench.ListenAt(MicroSeconds(10), 1, CHANNEL);
            bench.SendAt(MicroSeconds(50), 0, CHANNEL);
            Simulator::Schedule(MicroSeconds(100), [&]() {
                NS_TEST_EXPECT_MSG_EQ(radio.Transmit(&bench.recorders[0],
                                                     CHANNEL,
                                                     BlePhyMode::LE_1M,
                                                     TEST_ADDRESS,
                                                     Create<Packet>(PDU_OCTETS)),
                                      false,
                                      "not while it sends");
                NS_TEST_EXPECT_MSG_EQ(
                    radio.Listen(&bench.recorders[0], CHANNEL, BlePhyMode::LE_1M, TEST_ADDRESS),
                    false,
                    "not while it sends");
                radio.Stop();
            });
            NS_TEST_EXPECT_MSG_EQ(bench.Run(1).size(), 1, "sent to its end all the same");
            NS_TEST_EXPECT_MSG_EQ(bench.recorders[0].transmitted.size(), 0, "nobody is told");
            NS_TEST_EXPECT_MSG_EQ((radio.GetState() == BleRadio::State::STANDBY), true, "over");
        }
        {
            RadioBench bench(1);
            const auto transmit = [&](uint8_t channel, Ptr<Packet> pdu) {
                return bench.radio[0]->Transmit(nullptr,
                                                channel,
                                                BlePhyMode::LE_1M,
                                                TEST_ADDRESS,
                                                pdu);
            };
            NS_TEST_EXPECT_MSG_EQ(transmit(40, Create<Packet>(PDU_OCTETS)), false, "channel 40");
            NS_TEST_EXPECT_MSG_EQ(transmit(0, Create<Packet>(4)), false, "4 octets");
            NS_TEST_EXPECT_MSG_EQ(transmit(0, Create<Packet>(2 + 255 + 3 + 1)), false, "too long");
            NS_TEST_EXPECT_MSG_EQ(transmit(0, nullptr), false, "nothing");
            NS_TEST_EXPECT_MSG_EQ(transmit(0, Create<Packet>(5)), true, "an empty PDU");
            NS_TEST_EXPECT_MSG_EQ(
                CreateObject<BleRadio>()->Listen(nullptr, 0, BlePhyMode::LE_1M, 0),
                false,
                "no channel");
            bench.Run(0);
        }
        {
            // Goes on listening after a packet; also right behind it.
            RadioBench bench(2);
            bench.ListenAt(MicroSeconds(10), 1, CHANNEL);
            bench.SendAt(MicroSeconds(50), 0, CHANNEL);
            bench.SendAt(MicroSeconds(50) + AirTime() + NanoSeconds(1), 0, CHANNEL);
            bench.SendAt(MilliSeconds(5), 0, CHANNEL);
            NS_TEST_EXPECT_MSG_EQ(bench.Run(1).size(), 3, "goes on");
        }
    }
};

/// Only who listens is on the channel's list, which is what makes many radios cheap.
class AttachCase : public TestCase
{
  public:
    AttachCase()
        : TestCase("attached only while it listens")
    {
    }

  private:
    void ExpectAt(RadioBench& bench, Time when, std::size_t attached)
    {
        Simulator::Schedule(when, [this, &bench, attached]() {
            NS_TEST_EXPECT_MSG_EQ(bench.channel->GetNDevices(), attached, Simulator::Now());
        });
    }

    void DoRun() override
    {
#if IOMT_CAN_LEAVE_CHANNEL
        RadioBench bench(100);
        ExpectAt(bench, MicroSeconds(1), 0);
        bench.ListenAt(MicroSeconds(10), 1, CHANNEL);
        ExpectAt(bench, MicroSeconds(11), 1);
        bench.ListenAt(MicroSeconds(20), 1, CHANNEL + 1); // tuned elsewhere
        bench.ListenAt(MicroSeconds(20), 2, CHANNEL);
        ExpectAt(bench, MicroSeconds(21), 2);
        bench.SendAt(MicroSeconds(30), 1, CHANNEL);
        ExpectAt(bench, MicroSeconds(31), 1);
        ExpectAt(bench, MicroSeconds(31) + AirTime(), 1);
        Simulator::Schedule(MilliSeconds(2), [&]() { bench.radio[2]->Stop(); });
        ExpectAt(bench, MilliSeconds(3), 0);
        bench.ListenAt(MilliSeconds(4), 2, CHANNEL);
        ExpectAt(bench, MilliSeconds(5), 1);
        bench.SendAt(MilliSeconds(5), 1, CHANNEL);
        Simulator::Schedule(MilliSeconds(6), [&]() { bench.radio[2]->Dispose(); });
        ExpectAt(bench, MilliSeconds(7), 0);
        bench.SendAt(MilliSeconds(8), 1, CHANNEL);
        NS_TEST_EXPECT_MSG_EQ(bench.Run(2).size(), 2, "heard");
#endif
    }
};

/// Two radios of one node are as good as deaf for each other, however they come to hear.
class SameNodeCase : public TestCase
{
  public:
    SameNodeCase()
        : TestCase("radios of a node do not hear each other")
    {
    }

  private:
    std::size_t Heard(bool sameNode, Time from)
    {
        RadioBench bench(2);
        const auto node = CreateObject<Node>();
        for (const auto& radio : bench.radio)
        {
            const auto device = CreateObject<SimpleNetDevice>();
            (sameNode ? node : CreateObject<Node>())->AddDevice(device);
            radio->SetDevice(device);
        }
        bench.SendAt(MicroSeconds(50), 0, CHANNEL);
        bench.ListenAt(from, 1, CHANNEL);
        return bench.Run(1).size();
    }

    void DoRun() override
    {
        for (const int64_t from : {10, 50})
        {
            NS_TEST_EXPECT_MSG_EQ(Heard(true, MicroSeconds(from)), 0, "one node");
            NS_TEST_EXPECT_MSG_EQ(Heard(false, MicroSeconds(from)), 1, "two nodes");
        }
    }
};

class BleRadioSuite : public TestSuite
{
  public:
    BleRadioSuite()
        : TestSuite("iomt-ble-radio", TestSuite::Type::UNIT)
    {
        using Mode = BlePhyMode;
        AddTestCase(new DeliveryCase(Mode::LE_1M, Mode::LE_1M));
        AddTestCase(new DeliveryCase(Mode::LE_2M, Mode::LE_2M));
        AddTestCase(new DeliveryCase(Mode::LE_CODED_S8, Mode::LE_CODED_S8));
        AddTestCase(new DeliveryCase(Mode::LE_CODED_S2, Mode::LE_CODED_S8));
        AddTestCase(new DeliveryCase(Mode::LE_CODED_S8, Mode::LE_CODED_S2));
        AddTestCase(new DeafCase);
        AddTestCase(new HalfDuplexCase);
        AddTestCase(new AttachCase);
        AddTestCase(new SameNodeCase);
    }
} g_bleRadioSuite;

} // namespace
