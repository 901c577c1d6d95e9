// SPDX-License-Identifier: GPL-2.0-only

#include "ble-procedures-bench.h"

#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

BleConnectionParameters
Parameters(int64_t intervalUs, uint16_t latency, int64_t timeoutMs)
{
    BleConnectionParameters parameters;
    parameters.interval = MicroSeconds(intervalUs);
    parameters.latency = latency;
    parameters.supervisionTimeout = MilliSeconds(timeoutMs);
    return parameters;
}

/// Both ends go over to new parameters in the same event, six heard events ahead or more.
class ConnectionUpdateCase : public TestCase
{
  public:
    explicit ConnectionUpdateCase(bool byCentral)
        : TestCase(byCentral ? "parameters, by the central" : "parameters, by the peripheral"),
          m_byCentral(byCentral)
    {
    }

  private:
    void DoRun() override
    {
        const BleConnectionParameters old = Parameters(50000, 3, 4000);
        const BleConnectionParameters wanted = Parameters(8750, 10, 500);
        ProcedurePair pair;
        pair.central.parameters = pair.peripheral.parameters = old;
        pair.central.chosenWindow = {200, 9999}; // more than the interval allows
        pair.SetCounter(65530);
        ProcedureEnd& asks = m_byCentral ? pair.central : pair.peripheral;
        asks.procedures.StartConnectionUpdate(wanted);
        uint32_t events = 0;
        while (pair.central.parameters == old && ++events < 50)
        {
            NS_TEST_EXPECT_MSG_EQ(asks.events.size(), 0, "not yet");
            pair.Event();
        }
        // The instant is event 65530 + 3 + 7 or one later, beyond the turn of the counter; that
        // event was played with the new parameters.
        NS_TEST_EXPECT_MSG_EQ(pair.central.counter, UINT64_C(65541), "at the instant");
        NS_TEST_EXPECT_MSG_EQ((pair.peripheral.parameters == wanted), true, "both");
        NS_TEST_EXPECT_MSG_EQ(pair.disagreements, 0, "in the same event");
        NS_TEST_EXPECT_MSG_EQ(+pair.peripheral.window.size, 6, "window within the interval");
        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.window.offset, 7, "offset within the interval");
        NS_TEST_EXPECT_MSG_EQ(Lines(pair.air),
                              (m_byCentral ? "C LL_CONNECTION_UPDATE_IND"
                                           : "P LL_CONNECTION_PARAM_REQ, "
                                             "C LL_CONNECTION_UPDATE_IND"),
                              "PDUs");
        NS_TEST_EXPECT_MSG_EQ(Lines(asks.Ends()), "local connection update: success", "told");
        NS_TEST_EXPECT_MSG_EQ(Lines((m_byCentral ? pair.peripheral : pair.central).Ends()),
                              "peer's connection update: success",
                              "told there");
        NS_TEST_EXPECT_MSG_EQ(pair.central.asked.size() + pair.peripheral.asked.size(),
                              (m_byCentral ? 0 : 1),
                              "a central is asked, a peripheral told");
        NS_TEST_EXPECT_MSG_EQ(pair.central.procedures.IsIdle(), true, "at rest");
        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.procedures.IsIdle(), true, "at rest");
        NS_TEST_EXPECT_MSG_EQ(pair.central.Refused() + pair.peripheral.Refused(), 0, "no refusals");
    }

    bool m_byCentral;
};

/// A central may say no, and chooses within a range; a peripheral answers another's central.
class ParameterRequestCase : public TestCase
{
  public:
    ParameterRequestCase()
        : TestCase("parameters on request")
    {
    }

  private:
    void DoRun() override
    {
        ProcedurePair pair;
        pair.central.accept = false;
        pair.peripheral.procedures.StartConnectionUpdate(Parameters(100000, 0, 2000));
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(Lines(pair.air),
                              "P LL_CONNECTION_PARAM_REQ, C LL_REJECT_EXT_IND",
                              "refused");
        NS_TEST_EXPECT_MSG_EQ(ToString(pair.peripheral.events.at(0).status),
                              ToString(BleError::UNACCEPTABLE_CONNECTION_PARAMETERS),
                              "told why");
        NS_TEST_EXPECT_MSG_EQ((pair.central.parameters == BleConnectionParameters()), true, "same");

        ProcedureEnd central(true, {});
        LlConnectionParamReq range;
        range.intervalMin = 16;
        range.intervalMax = 47;
        range.latency = 1;
        range.timeout = 200;
        range.preferredPeriodicity = 10;
        central.Hear(range);
        NS_TEST_EXPECT_MSG_EQ(+central.asked.at(0).IntervalUnits(), 40, "longest preferred");
        NS_TEST_EXPECT_MSG_EQ(Lines(central.Said()), "LL_CONNECTION_UPDATE_IND", "agreed");

        // A peripheral does not decide, but may be asked by a central of another kind.
        ProcedureEnd peripheral(false, {});
        peripheral.Hear(range);
        NS_TEST_EXPECT_MSG_EQ(Lines(peripheral.Said()), "LL_CONNECTION_PARAM_RSP", "agreed");
        LlConnectionUpdateInd indication;
        indication.interval = 40;
        indication.latency = 1;
        indication.timeout = 200;
        indication.instant = 9;
        peripheral.Hear(indication);
        peripheral.counter = 9;
        peripheral.Begin(Seconds(1));
        NS_TEST_EXPECT_MSG_EQ((peripheral.parameters == Parameters(50000, 1, 2000)), true, "done");
        NS_TEST_EXPECT_MSG_EQ(Lines(peripheral.Ends()),
                              "peer's connection update: success",
                              "told");
        peripheral.accept = false;
        peripheral.Hear(range);
        NS_TEST_EXPECT_MSG_EQ(Lines(peripheral.Said()), "LL_REJECT_EXT_IND", "refused");
        // The central may change its mind.
        peripheral.accept = true;
        peripheral.Hear(range);
        peripheral.Said();
        peripheral.Hear(LlRejectExtInd{0x10, 0x3b});
        NS_TEST_EXPECT_MSG_EQ(peripheral.procedures.IsIdle(), true, "over");
        NS_TEST_EXPECT_MSG_EQ(peripheral.Refused(), 0, "all in order");
    }
};

/// The channel map changes in the same event at both ends.
class ChannelMapCase : public TestCase
{
  public:
    ChannelMapCase()
        : TestCase("channel map")
    {
    }

  private:
    void DoRun() override
    {
        ProcedurePair pair;
        const BleChannelMap few(0x1000000003);
        pair.central.procedures.StartChannelMapUpdate(few);
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(Lines(pair.air), "C LL_CHANNEL_MAP_IND", "one PDU");
        NS_TEST_EXPECT_MSG_EQ(pair.central.channels.Bits(), few.Bits(), "central");
        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.channels.Bits(), few.Bits(), "peripheral");
        NS_TEST_EXPECT_MSG_EQ(pair.disagreements, 0, "in the same event");
        NS_TEST_EXPECT_MSG_EQ(Lines(pair.central.Ends()),
                              "local channel map update: success",
                              "told");
    }
};

/// Every PHY from every other, asked by either end.
class PhyCase : public TestCase
{
  public:
    explicit PhyCase(bool byCentral)
        : TestCase(byCentral ? "PHY, by the central" : "PHY, by the peripheral"),
          m_byCentral(byCentral)
    {
    }

  private:
    void DoRun() override
    {
        ProcedurePair pair;
        ProcedureEnd& asks = m_byCentral ? pair.central : pair.peripheral;
        ProcedureEnd& other = m_byCentral ? pair.peripheral : pair.central;
        const std::string exchange = m_byCentral ? "C LL_PHY_REQ, P LL_PHY_RSP, C LL_PHY_UPDATE_IND"
                                                 : "P LL_PHY_REQ, C LL_PHY_UPDATE_IND";
        using Mode = BlePhyMode;
        for (const Mode mode : {Mode::LE_2M,
                                Mode::LE_CODED_S8,
                                Mode::LE_1M,
                                Mode::LE_CODED_S2,
                                Mode::LE_2M,
                                Mode::LE_1M})
        {
            pair.air.clear();
            asks.events.clear();
            asks.procedures.StartPhyUpdate(mode);
            NS_TEST_EXPECT_MSG_GT(pair.Settle(), 6, "an instant ahead");
            NS_TEST_EXPECT_MSG_EQ(Lines(pair.air), exchange, "PDUs");
            NS_TEST_EXPECT_MSG_EQ(ToString(asks.tx), ToString(mode), "own packets");
            // The other end codes as it likes; a receiver takes either.
            const Mode answer = IsBleCoded(mode) ? Mode::LE_CODED_S8 : mode;
            NS_TEST_EXPECT_MSG_EQ(ToString(other.tx), ToString(answer), "the other's packets");
            NS_TEST_EXPECT_MSG_EQ(ToString(asks.rx), ToString(answer), "received");
            NS_TEST_EXPECT_MSG_EQ(Lines(asks.Ends()), "local PHY update: success", "told");
        }
        // What is there already costs nothing; another coding is this end's own affair.
        asks.procedures.StartPhyUpdate(Mode::LE_CODED_S8);
        pair.Settle();
        pair.air.clear();
        asks.procedures.StartPhyUpdate(Mode::LE_CODED_S2);
        other.procedures.StartPhyUpdate(Mode::LE_CODED_S8);
        pair.Settle();
        pair.Event();
        NS_TEST_EXPECT_MSG_EQ(Lines(pair.air), "", "nothing to agree on");
        NS_TEST_EXPECT_MSG_EQ(ToString(asks.tx), "S2", "coded at a higher rate");
        NS_TEST_EXPECT_MSG_EQ(ToString(other.tx), "S8", "the other is not");
        NS_TEST_EXPECT_MSG_EQ(pair.disagreements, 0, "never lost each other");
        NS_TEST_EXPECT_MSG_EQ(asks.Refused() + other.Refused(), 0, "no refusals");
    }

    bool m_byCentral;
};

/// Where there is no PHY in common beyond what is used, the answer is "no change".
class PhyRefusedCase : public TestCase
{
  public:
    PhyRefusedCase()
        : TestCase("PHY the peer has not got")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool byCentral : {true, false})
        {
            BleCapabilities without2M;
            without2M.features &= ~ble::FEATURE_2M_PHY;
            ProcedurePair pair(byCentral ? BleCapabilities() : without2M,
                               byCentral ? without2M : BleCapabilities());
            ProcedureEnd& asks = byCentral ? pair.central : pair.peripheral;
            asks.procedures.StartPhyUpdate(BlePhyMode::LE_2M);
            NS_TEST_EXPECT_MSG_LT(pair.Settle(), 3, "no instant to wait for");
            NS_TEST_EXPECT_MSG_EQ(pair.air.back(), "C LL_PHY_UPDATE_IND", "an answer");
            NS_TEST_EXPECT_MSG_EQ(ToString(asks.events.at(0).status),
                                  ToString(BleError::UNSUPPORTED_REMOTE_FEATURE),
                                  "told");
            NS_TEST_EXPECT_MSG_EQ(ToString(asks.tx), "1M", "no change");
        }
    }
};

/// Each direction has a PHY of its own.
class PhyOneWayCase : public TestCase
{
  public:
    PhyOneWayCase()
        : TestCase("PHY of one direction")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool down : {true, false})
        {
            const uint8_t cToP = down ? BLE_PHY_BIT_2M : 0;
            const uint8_t pToC = down ? 0 : BLE_PHY_BIT_2M;
            // The peripheral's transmissions are the way up.
            ProcedureEnd central(true, {});
            central.Hear(down ? LlPhyReq{1, 2} : LlPhyReq{2, 1});
            NS_TEST_EXPECT_MSG_EQ((central.control.at(0).payload == Bytes{0x18, cToP, pToC, 7, 0}),
                                  true,
                                  ToHex(central.control.at(0).payload));
            ProcedureEnd peripheral(false, {});
            peripheral.Hear(LlPhyReq{7, 7});
            peripheral.Hear(LlPhyUpdateInd{cToP, pToC, 7});
            for (ProcedureEnd* end : {&central, &peripheral})
            {
                end->counter = 7;
                end->Begin(Seconds(1));
                const bool sends = end->IsCentral() == down;
                NS_TEST_EXPECT_MSG_EQ(ToString(end->tx), (sends ? "2M" : "1M"), "sent");
                NS_TEST_EXPECT_MSG_EQ(ToString(end->rx), (sends ? "1M" : "2M"), "received");
                NS_TEST_EXPECT_MSG_EQ(Lines(end->Ends()), "peer's PHY update: success", "told");
            }
        }
    }
};

/// An instant that has passed ends the link; the present event has not passed (5.1.1, 5.1.2).
class InstantCase : public TestCase
{
  public:
    InstantCase()
        : TestCase("instants near and far")
    {
    }

  private:
    /// How a peripheral in event 70000 takes an instant.
    std::string Take(int64_t ahead)
    {
        ProcedureEnd end(false, {});
        end.counter = 70000;
        end.Hear(LlChannelMapInd{3, static_cast<uint16_t>(70000 + ahead)});
        if (end.closed)
        {
            NS_TEST_EXPECT_MSG_EQ(end.Refused(BleRefusal::BAD_VALUE), 1, "counted");
            return ToString(*end.closed);
        }
        end.counter = 70000 + std::max<int64_t>(ahead, 1) - 1;
        end.Begin(Seconds(1));
        if (ahead > 1)
        {
            NS_TEST_EXPECT_MSG_EQ(+end.channels.Count(), 37, "not before");
            NS_TEST_EXPECT_MSG_EQ(end.procedures.IsIdle(), false, "waits");
        }
        ++end.counter;
        end.Begin(Seconds(2));
        NS_TEST_EXPECT_MSG_EQ(end.procedures.IsIdle(), true, "over");
        return std::to_string(end.channels.Count()) + " channels";
    }

    void DoRun() override
    {
        const std::string passed = ToString(BleError::INSTANT_PASSED);
        NS_TEST_EXPECT_MSG_EQ(Take(-1), passed, "one event late");
        NS_TEST_EXPECT_MSG_EQ(Take(-32768), passed, "half a turn");
        NS_TEST_EXPECT_MSG_EQ(Take(32767), passed, "as far ahead is the past");
        NS_TEST_EXPECT_MSG_EQ(Take(32766), "2 channels", "the farthest");
        NS_TEST_EXPECT_MSG_EQ(Take(6), "2 channels", "the usual");
        NS_TEST_EXPECT_MSG_EQ(Take(1), "2 channels", "the next");
        NS_TEST_EXPECT_MSG_EQ(Take(0), "2 channels", "the present");

        ProcedureEnd end(false, {});
        end.counter = 10;
        LlConnectionUpdateInd update;
        update.interval = 40;
        update.timeout = 200;
        update.instant = 9;
        end.Hear(update);
        NS_TEST_EXPECT_MSG_EQ(ToString(*end.closed), passed, "parameters");

        ProcedureEnd phy(false, {});
        phy.counter = 10;
        phy.procedures.StartPhyUpdate(BlePhyMode::LE_2M);
        phy.Hear(LlPhyUpdateInd{2, 0, 9});
        NS_TEST_EXPECT_MSG_EQ(ToString(*phy.closed), passed, "PHY");
    }
};

class BleProceduresUpdateSuite : public TestSuite
{
  public:
    BleProceduresUpdateSuite()
        : TestSuite("iomt-ble-procedures-update", TestSuite::Type::UNIT)
    {
        AddTestCase(new ConnectionUpdateCase(true));
        AddTestCase(new ConnectionUpdateCase(false));
        AddTestCase(new ParameterRequestCase);
        AddTestCase(new ChannelMapCase);
        AddTestCase(new PhyCase(true));
        AddTestCase(new PhyCase(false));
        AddTestCase(new PhyRefusedCase);
        AddTestCase(new PhyOneWayCase);
        AddTestCase(new InstantCase);
    }
};

const BleProceduresUpdateSuite g_suite;

} // namespace
