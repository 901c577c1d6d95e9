// SPDX-License-Identifier: GPL-2.0-only

#include "ble-radio-bench.h"

#include "ns3/ble-air.h"
#include "ns3/ble-spectrum.h"
#include "ns3/iomt-compat.h"
#include "ns3/lr-wpan-helper.h"
#include "ns3/lr-wpan-net-device.h"
#include "ns3/mac16-address.h"
#include "ns3/node.h"
#include "ns3/test.h"
#include "ns3/waveform-generator.h"

#include <cmath>
#include <functional>
#include <string>
#include <utility>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr uint32_t PDU_OCTETS = 42;
constexpr uint8_t CHANNEL = 20; // 2446 MHz
const Time SENT = MicroSeconds(1000);

/// How one packet of many fared.
struct Tally
{
    uint32_t sent{0};
    uint32_t synced{0};
    uint32_t whole{0};
};

/// Another BLE packet disturbs as its power, its channel and its overlap say.
class BleInterferenceCase : public TestCase
{
  public:
    BleInterferenceCase()
        : TestCase("BLE packets disturb each other")
    {
    }

  private:
    /**
     * @brief A packet received at -70 dBm while another is on the air.
     * @param otherDbm power the other arrives with [dBm]
     * @param channel of the other
     * @param begin of the other, after the packet's
     * @param listen from when on, before the packet
     * @param otherOctets PDU of the other
     */
    Tally Meet(double otherDbm, uint8_t channel, Time begin, Time listen, uint32_t otherOctets)
    {
        constexpr uint32_t PACKETS = 50;
        RadioBench bench(3, 70);
        bench.loss->SetLoss(bench.radio[2]->GetMobility(),
                            bench.radio[1]->GetMobility(),
                            -otherDbm);
        for (uint32_t i = 0; i < PACKETS; ++i)
        {
            const Time start = SENT + i * MilliSeconds(10);
            bench.ListenAt(start - listen, 1, CHANNEL);
            bench.SendAt(start, 0, CHANNEL, PDU_OCTETS);
            bench.SendAt(start + begin,
                         2,
                         channel,
                         otherOctets,
                         BlePhyMode::LE_1M,
                         TEST_ADDRESS + 1);
        }
        Tally tally{PACKETS, 0, 0};
        for (const BleReception& reception : bench.Run(1))
        {
            tally.whole += reception.crcOk;
        }
        tally.synced = static_cast<uint32_t>(bench.recorders[1].synced.size());
        return tally;
    }

    void DoRun() override
    {
        const Time late = MicroSeconds(100);
        const Time early = MicroSeconds(-100);
        const Time attached = MicroSeconds(500);
        const Time attachedLate = MicroSeconds(50);
        const uint32_t longPdu = 100;

        NS_TEST_EXPECT_MSG_EQ(Meet(-90, CHANNEL, late, attached, longPdu).whole, 50, "20 dB below");
        NS_TEST_EXPECT_MSG_EQ(Meet(-70, CHANNEL, late, attached, longPdu).whole, 0, "as strong");
        NS_TEST_EXPECT_MSG_EQ(Meet(-70, CHANNEL, late, attached, longPdu).synced,
                              50,
                              "began behind the access address: found, and damaged");
        NS_TEST_EXPECT_MSG_EQ(Meet(-60, CHANNEL, early, attached, longPdu).synced,
                              0,
                              "over the access address: not even found");
        // The Core's 38 and 48 dB, and the 11 dB that the error model wants, lie in between.
        NS_TEST_EXPECT_MSG_EQ(Meet(-50, CHANNEL + 1, late, attached, longPdu).whole, 50, "2 MHz");
        NS_TEST_EXPECT_MSG_EQ(Meet(-30, CHANNEL + 1, late, attached, longPdu).whole, 0, "2 MHz");
        NS_TEST_EXPECT_MSG_EQ(Meet(-38, CHANNEL + 4, late, attached, longPdu).whole, 50, "8 MHz");
        NS_TEST_EXPECT_MSG_EQ(Meet(-18, CHANNEL + 4, late, attached, longPdu).whole, 0, "8 MHz");

        // Over before the packet begins, whenever the receiver came to listen.
        NS_TEST_EXPECT_MSG_EQ(Meet(-40, CHANNEL, MicroSeconds(-81), attached, 5).whole, 50, "over");
        NS_TEST_EXPECT_MSG_EQ(Meet(-40, CHANNEL, MicroSeconds(-75), attached, 5).whole,
                              50,
                              "over before the access address");
        // It began before the receiver listened, and lasts.
        const Tally unseen = Meet(-60, CHANNEL, early, attachedLate, longPdu);
        NS_TEST_EXPECT_MSG_EQ(unseen.synced, 0, "on the air before it listened");
        const Tally other = Meet(-60, CHANNEL + 5, early, attachedLate, longPdu);
        NS_TEST_EXPECT_MSG_EQ(other.whole, 50, "the same on another channel");
        const Tally past = Meet(-60, CHANNEL, MicroSeconds(-131), attachedLate, 5);
        NS_TEST_EXPECT_MSG_EQ(past.whole, 50, "over before it listened");
    }
};

/// The more of a packet is disturbed, the likelier it is lost: pieces are judged on their own.
class PiecesCase : public TestCase
{
  public:
    PiecesCase()
        : TestCase("a packet is judged piece by piece")
    {
    }

  private:
    void DoRun() override
    {
        // Both at the same power but for 8 dB: 2 % of the bits under the other are wrong.
        constexpr uint32_t PACKETS = 4000;
        double loss = 0;
        double sinrDb = 0;
        for (const uint32_t octets : {5U, 10U, 20U})
        {
            RadioBench bench(3, 60);
            bench.loss->SetLoss(bench.radio[2]->GetMobility(), bench.radio[1]->GetMobility(), 68);
            bench.ListenAt(Time(0), 1, CHANNEL);
            for (uint32_t i = 0; i < PACKETS; ++i)
            {
                const Time start = SENT + i * MilliSeconds(1);
                bench.SendAt(start, 0, CHANNEL, PDU_OCTETS);
                bench.SendAt(start + MicroSeconds(100),
                             2,
                             CHANNEL,
                             octets,
                             BlePhyMode::LE_1M,
                             TEST_ADDRESS + 1);
            }
            uint32_t damaged = 0;
            for (const BleReception& reception : bench.Run(1))
            {
                damaged += !reception.crcOk;
                sinrDb = reception.sinrDb;
            }
            const double bits = 40 + 8 * octets;
            // 0.5 exp(-Eb/2N0) at 8 dB; noise is 41 dB below
            const double expected = 1 - std::pow(1 - 0.5 * std::exp(-std::pow(10, 0.8) / 2), bits);
            NS_TEST_EXPECT_MSG_EQ_TOL(static_cast<double>(damaged) / PACKETS,
                                      expected,
                                      0.03,
                                      "damaged over " << bits << " bits");
            NS_TEST_EXPECT_MSG_GT(damaged, loss, "grows with the overlap");
            loss = damaged;
        }
        // 200 of 336 µs behind the access address are disturbed.
        NS_TEST_EXPECT_MSG_EQ_TOL(sinrDb, 8 + 10 * std::log10(336 / 200.0), 0.1, "mean SINR");
    }
};

/// What disturbed a packet counts at its end, though it is over and others came since.
class PastCase : public TestCase
{
  public:
    PastCase()
        : TestCase("a disturbance that is over still counts")
    {
    }

  private:
    bool Survives(double shortDbm)
    {
        RadioBench bench(4, 70);
        bench.loss->SetLoss(bench.radio[2]->GetMobility(),
                            bench.radio[1]->GetMobility(),
                            -shortDbm);
        bench.ListenAt(Time(0), 1, CHANNEL);
        bench.SendAt(SENT, 0, CHANNEL, PDU_OCTETS);
        // 80 µs, then one 16 MHz off that cannot do harm.
        bench.SendAt(SENT + MicroSeconds(60), 2, CHANNEL, 5, BlePhyMode::LE_1M, TEST_ADDRESS + 1);
        bench.SendAt(SENT + MicroSeconds(200), 3, CHANNEL + 8, PDU_OCTETS);
        const auto& received = bench.Run(1);
        return received.size() == 1 && received[0].crcOk;
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(Survives(-60), false, "strong");
        NS_TEST_EXPECT_MSG_EQ(Survives(-95), true, "weak");
    }
};

/// Two packets for the same listener: the one it finds first is received if it is strong enough.
class CaptureCase : public TestCase
{
  public:
    CaptureCase()
        : TestCase("of two packets the stronger one survives")
    {
    }

  private:
    /// @return radio 0's and radio 2's packets that arrived whole
    std::pair<uint32_t, uint32_t> Compete(double firstDbm, double secondDbm, Time apart)
    {
        RadioBench bench(3);
        bench.loss->SetLoss(bench.radio[0]->GetMobility(),
                            bench.radio[1]->GetMobility(),
                            -firstDbm);
        bench.loss->SetLoss(bench.radio[2]->GetMobility(),
                            bench.radio[1]->GetMobility(),
                            -secondDbm);
        bench.ListenAt(Time(0), 1, CHANNEL);
        bench.SendAt(SENT, 0, CHANNEL, PDU_OCTETS);
        bench.SendAt(SENT + apart, 2, CHANNEL, PDU_OCTETS + 1);
        std::pair<uint32_t, uint32_t> whole;
        for (const BleReception& reception : bench.Run(1))
        {
            auto& which = reception.pdu->GetSize() == PDU_OCTETS ? whole.first : whole.second;
            which += reception.crcOk;
        }
        return whole;
    }

    void DoRun() override
    {
        using Pair = std::pair<uint32_t, uint32_t>;
        const Time at = MicroSeconds(3);
        NS_TEST_EXPECT_MSG_EQ((Compete(-50, -80, at) == Pair(1, 0)), true, "the first");
        NS_TEST_EXPECT_MSG_EQ((Compete(-80, -50, at) == Pair(0, 1)), true, "the second");
        NS_TEST_EXPECT_MSG_EQ((Compete(-80, -50, Time(0)) == Pair(0, 1)), true, "at once");
        NS_TEST_EXPECT_MSG_EQ((Compete(-50, -50, at) == Pair(0, 0)), true, "neither");
        NS_TEST_EXPECT_MSG_EQ((Compete(-50, -50, MilliSeconds(1)) == Pair(1, 1)), true, "apart");
        // Found before the other began: damaged, and the other one missed meanwhile.
        NS_TEST_EXPECT_MSG_EQ((Compete(-80, -50, MicroSeconds(60)) == Pair(0, 0)), true, "locked");
    }
};

/// A transmitter that is not BLE's: noise in the band, on all the time or when a receiver comes.
class WaveformCase : public TestCase
{
  public:
    WaveformCase()
        : TestCase("noise of a foreign transmitter")
    {
    }

  private:
    /// @return true if a packet at -70 dBm survived noise of a power in one 1 MHz band
    bool Survives(double noiseDbm, uint32_t bandMhz, Time listen)
    {
        RadioBench bench(2, 70);
        const auto generator = CreateObject<WaveformGenerator>();
        generator->SetMobility(CreateObject<ConstantPositionMobilityModel>());
        generator->SetChannel(bench.channel);
        const auto psd = Create<SpectrumValue>(BleSpectrumModel());
        (*psd)[bandMhz - 2400] = std::pow(10, (noiseDbm + 70 - 30) / 10) / 1e6;
        generator->SetTxPowerSpectralDensity(psd);
        generator->SetPeriod(MilliSeconds(4));
        generator->SetDutyCycle(0.9);
        Simulator::Schedule(MicroSeconds(100), &WaveformGenerator::Start, generator);
        bench.ListenAt(listen, 1, CHANNEL);
        bench.SendAt(SENT, 0, CHANNEL, PDU_OCTETS);
        Simulator::Schedule(MicroSeconds(3800), [&]() {
            // 100 µs + 0.9 × 4 ms
            const auto air = BleAir::Of(bench.channel);
            NS_TEST_EXPECT_MSG_EQ(air->IsForeignActive(), false, "silent");
            NS_TEST_EXPECT_MSG_EQ(air->LastForeign(), MicroSeconds(3700), "since");
            generator->Stop();
        });
        Simulator::Schedule(SENT, [&]() {
            NS_TEST_EXPECT_MSG_EQ(bench.radio[0]->GetAir()->IsForeignActive(), true, "on the air");
        });
        const auto& received = bench.Run(1);
        const bool whole = received.size() == 1 && received[0].crcOk;
        generator->Dispose();
        return whole;
    }

    void DoRun() override
    {
        for (const int64_t listen : {50, 500}) // before the noise began, and while it lasts
        {
            const Time from = MicroSeconds(listen);
            NS_TEST_EXPECT_MSG_EQ(Survives(-90, 2446, from), true, "weak");
            NS_TEST_EXPECT_MSG_EQ(Survives(-60, 2446, from), false, "strong");
            NS_TEST_EXPECT_MSG_EQ(Survives(-60, 2460, from), true, "elsewhere");
        }
    }
};

/// An IEEE 802.15.4 frame of ns-3's lr-wpan, on its channel 11 at 2405 MHz.
class LrWpanInterferenceCase : public TestCase
{
  public:
    LrWpanInterferenceCase()
        : TestCase("an IEEE 802.15.4 frame")
    {
    }

  private:
    /// @return true if a packet within the frame survived
    bool Survives(uint8_t channel, double frameLossDb)
    {
        RadioBench bench(2, 60);
        const auto node = CreateObject<Node>();
        LrWpanHelper lrWpan;
        lrWpan.SetChannel(bench.channel);
        const auto position = CreateObject<ConstantPositionMobilityModel>();
        node->AggregateObject(position);
        const NetDeviceContainer devices = lrWpan.Install(NodeContainer(node));
        lrWpan.AssignStreams(devices, 7);
        const auto device = DynamicCast<LrWpanNetDevice>(devices.Get(0));
        bench.loss->SetLoss(position, bench.radio[1]->GetMobility(), frameLossDb);
        m_frames = 0;
        m_atFrame = [&]() {
            if (++m_frames > 1)
            {
                return; // the packet below, which no link layer sends
            }
            const Time now = Simulator::Now();
            NS_TEST_EXPECT_MSG_EQ(bench.radio[0]->GetAir()->IsForeignActive(), true, "told of it");
            bench.ListenAt(MicroSeconds(200), 1, channel); // in the middle of it
            bench.SendAt(MicroSeconds(300), 0, channel, PDU_OCTETS);
            NS_TEST_EXPECT_MSG_GT(bench.radio[0]->GetAir()->LastForeign(),
                                  now + MilliSeconds(2),
                                  "3 ms of frame");
        };
        bench.radio[0]->GetAir()->AddForeignCallback(
            MakeCallback(&LrWpanInterferenceCase::ForeignBegins, this));
        Simulator::Schedule(MilliSeconds(1), [device]() {
            device->Send(Create<Packet>(90), Mac16Address("ff:ff"), 0);
        });
        const auto& received = bench.Run(1);
        const bool whole = received.size() == 1 && received[0].crcOk;
        NS_TEST_EXPECT_MSG_GT_OR_EQ(m_frames, 1, "a frame");
        return whole;
    }

    void ForeignBegins(Time)
    {
        // The air is asked behind the callback.
        Simulator::ScheduleNow([this]() { m_atFrame(); });
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(Survives(0, 50), false, "2404 MHz, strong");
        NS_TEST_EXPECT_MSG_EQ(Survives(0, 90), true, "2404 MHz, weak");
        NS_TEST_EXPECT_MSG_EQ(Survives(30, 50), true, "2466 MHz");
    }

    std::function<void()> m_atFrame;
    uint32_t m_frames{0};
};

/// What no BleRadio would send: noise at best, never a packet, and never the end of the simulation.
class ForgedCase : public TestCase
{
  public:
    ForgedCase()
        : TestCase("forged signals")
    {
    }

  private:
    /// Put a forged signal on the air and a good packet behind it.
    void Forge(const std::function<void(BleSignal&)>& spoil, const std::string& what)
    {
        RadioBench bench(3);
        bench.ListenAt(Time(0), 1, CHANNEL);
        Simulator::Schedule(MicroSeconds(100), [&]() {
            auto forged = Create<BleSignal>();
            forged->pdu = Create<Packet>(PDU_OCTETS);
            forged->accessAddress = TEST_ADDRESS;
            forged->channel = CHANNEL;
            forged->duration = BleAirTime(BlePhyMode::LE_1M, PDU_OCTETS - 5);
            forged->psd = MakeBlePsd(0, CHANNEL, BlePhyMode::LE_1M);
            forged->txPhy = bench.radio[2];
            spoil(*forged);
            bench.channel->StartTx(forged);
        });
        bench.SendAt(SENT, 0, CHANNEL, PDU_OCTETS);
        const auto& received = bench.Run(1);
        NS_TEST_ASSERT_MSG_EQ(received.size(), 1, what);
        NS_TEST_EXPECT_MSG_EQ(received[0].start, SENT, what);
        NS_TEST_EXPECT_MSG_EQ(received[0].crcOk, true, what);
    }

    void DoRun() override
    {
        Forge([](BleSignal& signal) { signal.pdu = nullptr; }, "no octets");
        Forge([](BleSignal& signal) { signal.pdu = Create<Packet>(4); }, "4 octets");
        Forge([](BleSignal& signal) { signal.duration = MicroSeconds(39); }, "39 µs");
        Forge([](BleSignal& signal) { signal.duration = Time(0); }, "no time");
        Forge([](BleSignal& signal) { signal.channel = 200; }, "channel 200");
    }
};

class BleInterferenceSuite : public TestSuite
{
  public:
    BleInterferenceSuite()
        : TestSuite("iomt-ble-interference", TestSuite::Type::UNIT)
    {
        AddTestCase(new BleInterferenceCase);
        AddTestCase(new PiecesCase);
        AddTestCase(new PastCase);
        AddTestCase(new CaptureCase);
        AddTestCase(new WaveformCase);
        AddTestCase(new ForgedCase);
        AddTestCase(new LrWpanInterferenceCase);
    }
} g_bleInterferenceSuite;

} // namespace
