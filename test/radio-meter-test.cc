// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/iomt-compat.h"
#include "ns3/lr-wpan-helper.h"
#include "ns3/lr-wpan-mac.h"
#include "ns3/mac16-address.h"
#include "ns3/mobility-helper.h"
#include "ns3/node-container.h"
#include "ns3/radio-meter.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <array>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr double DURATION_S = 10;
constexpr uint32_t FRAMES = 20;
constexpr uint32_t PAYLOAD_BYTES = 80;

/// IEEE 802.15.4-2011, 8.1.2 and table 71: 62 500 symbols of 4 bit a second at 2.4 GHz, a
/// synchronisation and PHY header of 6 octets before each frame.
double
AirtimeS(uint32_t bytes)
{
    return (bytes + 6) * 8 / 250e3;
}

/// Two radios of one PAN, each metered with 1 mW in one state and nothing in the others.
class RadioMeterCase : public TestCase
{
  public:
    RadioMeterCase()
        : TestCase("energy is the time in each state times its power")
    {
    }

  private:
    /// Energy [mJ] of sender and receiver, and what the PHYs transmitted meanwhile.
    struct Outcome
    {
        std::array<double, 2> drawnMj{};
        std::array<double, 2> airtimeS{};
        std::array<uint32_t, 2> frames{};
        uint32_t received{0};
    };

    void Transmit(std::string index, Ptr<const Packet> frame)
    {
        m_outcome.airtimeS[std::stoul(index)] += AirtimeS(frame->GetSize());
        ++m_outcome.frames[std::stoul(index)];
    }

    bool Receive(Ptr<NetDevice>, Ptr<const Packet>, uint16_t, const Address&)
    {
        ++m_outcome.received;
        return true;
    }

    Outcome Meter(const RadioProfile& profile, bool listening)
    {
        m_outcome = Outcome{};
        NodeContainer nodes(2);
        MobilityHelper mobility;
        mobility.Install(nodes);
        LrWpanHelper lrWpan;
        NetDeviceContainer devices = lrWpan.Install(nodes);
        lrWpan.IOMT_ASSOCIATE_PAN(devices, 1);
        lrWpan.AssignStreams(devices, 1);
        std::array<Ptr<Battery>, 2> batteries{CreateObject<Battery>(), CreateObject<Battery>()};
        std::array<Ptr<RadioMeter>, 2> meters{CreateObject<RadioMeter>(),
                                              CreateObject<RadioMeter>()};
        for (uint32_t i = 0; i < 2; ++i)
        {
            const auto device = DynamicCast<LrWpanNetDevice>(devices.Get(i));
            device->GetMac()->SetRxOnWhenIdle(listening);
            meters[i]->Meter(device, profile, batteries[i]);
            device->GetPhy()->TraceConnect("PhyTxBegin",
                                           std::to_string(i),
                                           MakeCallback(&RadioMeterCase::Transmit, this));
        }
        devices.Get(1)->SetReceiveCallback(MakeCallback(&RadioMeterCase::Receive, this));
        for (uint32_t i = 0; listening && i < FRAMES; ++i)
        {
            Simulator::Schedule(Seconds(1) + MilliSeconds(100 * i), [devices]() {
                devices.Get(0)->Send(Create<Packet>(PAYLOAD_BYTES),
                                     devices.Get(1)->GetAddress(),
                                     0);
            });
        }
        Simulator::Stop(Seconds(DURATION_S));
        Simulator::Run();
        for (uint32_t i = 0; i < 2; ++i)
        {
            m_outcome.drawnMj[i] = batteries[i]->GetDrawn(Battery::RADIO);
            NS_TEST_EXPECT_MSG_EQ_TOL(batteries[i]->GetTotalDrawn(),
                                      m_outcome.drawnMj[i],
                                      1e-12,
                                      "all of it the radio's");
        }
        Simulator::Destroy();
        return m_outcome;
    }

    void DoRun() override
    {
        RadioProfile transmit;
        transmit.txMw = 1;
        RadioProfile receive;
        receive.rxMw = 1;
        RadioProfile off;
        off.offMw = 1;
        RadioProfile all;
        all.txMw = 30;
        all.rxMw = 20;
        all.offMw = 5;
        // With 1 mW in one state, energy [mJ] is the time in it [s]; equal streams, equal courses.
        const Outcome tx = Meter(transmit, true);
        const Outcome rx = Meter(receive, true);
        const Outcome sleep = Meter(off, true);
        const Outcome sum = Meter(all, true);

        NS_TEST_ASSERT_MSG_EQ(tx.received, FRAMES, "every frame arrives");
        NS_TEST_EXPECT_MSG_EQ(tx.frames[0], FRAMES, "the sender's frames");
        NS_TEST_EXPECT_MSG_EQ(tx.frames[1], FRAMES, "the receiver's acknowledgements");
        for (uint32_t i = 0; i < 2; ++i)
        {
            // Beside the frames on the air, TX_ON for a turnaround of 12 symbols (aTurnaroundTime,
            // table 70) before or after each, once or twice.
            const double turnaroundS = tx.frames[i] * 12 / 62500.0;
            NS_TEST_EXPECT_MSG_GT_OR_EQ(tx.drawnMj[i], tx.airtimeS[i], "at least the airtime");
            NS_TEST_EXPECT_MSG_LT_OR_EQ(tx.drawnMj[i],
                                        tx.airtimeS[i] + 2 * turnaroundS,
                                        "hardly more than the airtime");
            NS_TEST_EXPECT_MSG_EQ_TOL(tx.drawnMj[i] + rx.drawnMj[i] + sleep.drawnMj[i],
                                      DURATION_S,
                                      1e-6,
                                      "in one state at each time");
            NS_TEST_EXPECT_MSG_EQ_TOL(sum.drawnMj[i],
                                      30 * tx.drawnMj[i] + 20 * rx.drawnMj[i] +
                                          5 * sleep.drawnMj[i],
                                      1e-6,
                                      "each state at its power");
            NS_TEST_EXPECT_MSG_LT(sleep.drawnMj[i], 0.001, "never off: listening or receiving");
        }
        NS_TEST_EXPECT_MSG_GT(tx.airtimeS[0], 5 * tx.airtimeS[1], "frames beside acknowledgements");

        const Outcome idle = Meter(off, false);
        NS_TEST_EXPECT_MSG_EQ_TOL(idle.drawnMj[0], DURATION_S, 1e-6, "switched off all the time");
    }

    Outcome m_outcome;
};

class RadioMeterSuite : public TestSuite
{
  public:
    RadioMeterSuite()
        : TestSuite("iomt-radio-meter", TestSuite::Type::UNIT)
    {
        AddTestCase(new RadioMeterCase);
    }
} g_radioMeterSuite;

} // namespace
