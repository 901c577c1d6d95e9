// SPDX-License-Identifier: GPL-2.0-only

#include "ble-procedures-bench.h"

#include "ns3/test.h"

#include <set>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// A PDU of each kind, with values that are in order.
std::vector<BleControlPdu>
AllPdus()
{
    LlConnectionUpdateInd update;
    update.interval = 40;
    update.timeout = 200;
    update.instant = 100;
    LlConnectionParamReq request;
    request.intervalMin = request.intervalMax = 40;
    request.timeout = 200;
    const LlLengthReq length{251, 2120, 251, 2120};
    return {update,
            LlChannelMapInd{0xff, 100},
            LlTerminateInd{0x13},
            LlEncReq{},
            LlEncRsp{},
            LlStartEncReq{},
            LlStartEncRsp{},
            LlUnknownRsp{0x12},
            LlFeatureReq{},
            LlFeatureRsp{},
            LlPauseEncReq{},
            LlPauseEncRsp{},
            LlVersionInd{},
            LlRejectInd{0x1a},
            LlPeripheralFeatureReq{},
            request,
            LlConnectionParamRsp{request},
            LlRejectExtInd{0x12, 0x1a},
            LlPingReq{},
            LlPingRsp{},
            length,
            LlLengthRsp{length},
            LlPhyReq{2, 2},
            LlPhyRsp{{2, 2}},
            LlPhyUpdateInd{2, 2, 100}};
}

/// Each kind, unasked: an answer where one is due, a count, and never more.
class UnaskedCase : public TestCase
{
  public:
    UnaskedCase()
        : TestCase("every PDU unasked")
    {
    }

  private:
    /// @return opcodes that a fresh end answers, those it counts, and those that end the link
    void Sort(bool central,
              std::set<BleOpcode>& answered,
              std::set<BleOpcode>& counted,
              std::set<BleOpcode>& ended)
    {
        for (const BleControlPdu& pdu : AllPdus())
        {
            ProcedureEnd end(central, {});
            end.key = BleKey();
            end.Hear(pdu);
            const BleOpcode opcode = GetBleOpcode(pdu);
            if (!end.Said().empty())
            {
                answered.insert(opcode);
            }
            if (end.Refused() > 0)
            {
                NS_TEST_EXPECT_MSG_EQ(end.Refused(), 1, "once: " + ToString(opcode));
                NS_TEST_EXPECT_MSG_EQ(end.Refused(BleRefusal::UNEXPECTED), 1, ToString(opcode));
                NS_TEST_EXPECT_MSG_EQ(end.events.size(), 0, "no effect: " + ToString(opcode));
                counted.insert(opcode);
            }
            if (end.closed)
            {
                ended.insert(opcode);
            }
        }
    }

    void DoRun() override
    {
        using Op = BleOpcode;
        const std::set<Op> answers{Op::LL_ENC_RSP,
                                   Op::LL_START_ENC_REQ,
                                   Op::LL_START_ENC_RSP,
                                   Op::LL_UNKNOWN_RSP,
                                   Op::LL_FEATURE_RSP,
                                   Op::LL_PAUSE_ENC_RSP,
                                   Op::LL_REJECT_IND,
                                   Op::LL_REJECT_EXT_IND,
                                   Op::LL_CONNECTION_PARAM_RSP,
                                   Op::LL_PING_RSP,
                                   Op::LL_LENGTH_RSP,
                                   Op::LL_PHY_RSP,
                                   Op::LL_PHY_UPDATE_IND};
        const std::set<Op> either{Op::LL_CONNECTION_PARAM_REQ,
                                  Op::LL_PING_REQ,
                                  Op::LL_LENGTH_REQ,
                                  Op::LL_PHY_REQ,
                                  Op::LL_VERSION_IND,
                                  Op::LL_FEATURE_REQ,
                                  Op::LL_PERIPHERAL_FEATURE_REQ,
                                  Op::LL_ENC_REQ};

        std::set<Op> answered;
        std::set<Op> counted;
        std::set<Op> ended;
        Sort(true, answered, counted, ended);
        std::set<Op> expected = either;
        expected.insert(Op::LL_PAUSE_ENC_REQ);
        NS_TEST_EXPECT_MSG_EQ((answered == expected), true, "a central answers");
        expected = answers;
        expected.insert({Op::LL_CONNECTION_UPDATE_IND,
                         Op::LL_CHANNEL_MAP_IND,
                         Op::LL_ENC_REQ,
                         Op::LL_PAUSE_ENC_REQ,
                         Op::LL_FEATURE_REQ});
        NS_TEST_EXPECT_MSG_EQ((counted == expected), true, "a central counts");
        expected = {Op::LL_TERMINATE_IND};
        NS_TEST_EXPECT_MSG_EQ((ended == expected), true, "a central goes");

        answered.clear();
        counted.clear();
        ended.clear();
        Sort(false, answered, counted, ended);
        NS_TEST_EXPECT_MSG_EQ((answered == either), true, "a peripheral answers");
        expected = answers;
        expected.insert({Op::LL_PAUSE_ENC_REQ, Op::LL_PERIPHERAL_FEATURE_REQ});
        NS_TEST_EXPECT_MSG_EQ((counted == expected), true, "a peripheral counts");
        expected = {Op::LL_TERMINATE_IND};
        NS_TEST_EXPECT_MSG_EQ((ended == expected), true, "a peripheral goes");
    }
};

/// Other lengths, other values, other opcodes.
class MalformedCase : public TestCase
{
  public:
    MalformedCase()
        : TestCase("malformed PDUs")
    {
    }

  private:
    void DoRun() override
    {
        uint64_t malformed = 0;
        for (const BleControlPdu& pdu : AllPdus())
        {
            const Bytes good = EncodeBleControl(pdu);
            for (std::size_t size = 1; size < 40; ++size)
            {
                if (size == good.size())
                {
                    continue;
                }
                Bytes bad = good;
                bad.resize(size);
                ProcedureEnd end(size % 2 == 0, {});
                end.Hear(bad);
                NS_TEST_EXPECT_MSG_EQ(end.Refused(BleRefusal::MALFORMED), 1, ToHex(bad));
                NS_TEST_EXPECT_MSG_EQ(end.control.size(), 1, "answered: " + ToHex(bad));
                NS_TEST_EXPECT_MSG_EQ((end.control.at(0).payload == Bytes{0x07, good[0]}),
                                      true,
                                      "LL_UNKNOWN_RSP to " + ToHex(bad));
                NS_TEST_EXPECT_MSG_EQ(end.closed.has_value(), false, "open: " + ToHex(bad));
                ++malformed;
            }
        }
        NS_TEST_EXPECT_MSG_EQ(malformed, 25 * 38, "all lengths");

        ProcedureEnd end(true, {});
        for (int opcode = 0x19; opcode <= 0xff; ++opcode)
        {
            end.Hear(Bytes{static_cast<uint8_t>(opcode), 1, 2, 3});
            NS_TEST_EXPECT_MSG_EQ(Lines(end.Said()), "LL_UNKNOWN_RSP", "unknown opcode");
        }
        NS_TEST_EXPECT_MSG_EQ(end.Refused(BleRefusal::UNKNOWN), 0xff - 0x18, "all opcodes");
        end.Hear(Bytes{});
        NS_TEST_EXPECT_MSG_EQ(end.Refused(BleRefusal::UNKNOWN), 0xff - 0x17, "no opcode");
        NS_TEST_EXPECT_MSG_EQ(Lines(end.Said()), "", "no answer to no question");
    }
};

/// Values that must not take effect, in questions, in what is told, and in answers.
class BadValueCase : public TestCase
{
  public:
    BadValueCase()
        : TestCase("values out of range")
    {
    }

  private:
    void DoRun() override
    {
        LlConnectionParamReq parameters;
        parameters.intervalMin = parameters.intervalMax = 40;
        parameters.latency = 100; // supervision timeout too short for it
        parameters.timeout = 200;
        for (const BleControlPdu& pdu : {BleControlPdu(parameters),
                                         BleControlPdu(LlLengthReq{26, 328, 27, 328}),
                                         BleControlPdu(LlPhyReq{0, 2})})
        {
            ProcedureEnd end(true, {});
            end.Hear(pdu);
            const auto opcode = static_cast<uint8_t>(GetBleOpcode(pdu));
            NS_TEST_EXPECT_MSG_EQ((end.control.at(0).payload == Bytes{0x11, opcode, 0x1e}),
                                  true,
                                  "LL_REJECT_EXT_IND");
            NS_TEST_EXPECT_MSG_EQ(end.Refused(BleRefusal::BAD_VALUE), 1, "counted");
            NS_TEST_EXPECT_MSG_EQ(end.events.size() + end.asked.size(), 0, "nobody was told");
        }

        LlConnectionUpdateInd update;
        update.interval = 40;
        update.timeout = 200;
        update.instant = 10;
        update.winSize = 9;
        ProcedureEnd peripheral(false, {});
        peripheral.Hear(update);
        peripheral.Hear(LlChannelMapInd{1, 10}); // one channel
        NS_TEST_EXPECT_MSG_EQ(peripheral.Refused(BleRefusal::BAD_VALUE), 2, "counted");
        NS_TEST_EXPECT_MSG_EQ(peripheral.procedures.IsIdle(), true, "dropped");
        peripheral.counter = 20;
        peripheral.Begin(Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(+peripheral.channels.Count(), 37, "no effect");

        // An answer with such a value ends the procedure, not the link.
        peripheral.procedures.StartDataLengthUpdate(251, 2120);
        peripheral.Hear(LlLengthRsp{{0, 0, 0, 0}});
        peripheral.procedures.StartPhyUpdate(BlePhyMode::LE_2M);
        peripheral.Hear(LlPhyUpdateInd{3, 1, 30});
        BleCapabilities without2M;
        without2M.features &= ~ble::FEATURE_2M_PHY;
        ProcedureEnd slow(false, without2M);
        slow.Hear(LlPhyReq{7, 7});
        slow.Hear(LlPhyUpdateInd{2, 2, 30});
        for (const ProcedureEnd* end : {&peripheral, &slow})
        {
            for (const BleProcedureEvent& event : end->events)
            {
                NS_TEST_EXPECT_MSG_EQ(ToString(event.status),
                                      ToString(BleError::INVALID_LL_PARAMETERS),
                                      ToString(event.procedure));
            }
            NS_TEST_EXPECT_MSG_EQ(end->closed.has_value(), false, "open");
        }
        NS_TEST_EXPECT_MSG_EQ(peripheral.events.size(), 2, "two procedures");
        NS_TEST_EXPECT_MSG_EQ(slow.events.size(), 1, "one of the peer's");
        NS_TEST_EXPECT_MSG_EQ(peripheral.length.txOctets, 27, "no effect");

        // A rejection of something else leaves the question open; "rejected: success" does not.
        peripheral.procedures.StartPing();
        peripheral.Hear(LlRejectExtInd{0x14, 0x1a});
        peripheral.Hear(LlUnknownRsp{0x14});
        NS_TEST_EXPECT_MSG_EQ(peripheral.Refused(BleRefusal::UNEXPECTED), 2, "not asked");
        NS_TEST_EXPECT_MSG_EQ(peripheral.events.size(), 2, "still open");
        peripheral.Hear(LlRejectExtInd{0x12, 0});
        NS_TEST_EXPECT_MSG_EQ(ToString(peripheral.events.back().status),
                              ToString(BleError::UNSPECIFIED_ERROR),
                              "not a success");
    }
};

/// A peer that asks and asks and acknowledges nothing fills no memory.
class FloodCase : public TestCase
{
  public:
    FloodCase()
        : TestCase("questions without end")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool known : {true, false})
        {
            ProcedureEnd end(false, {});
            for (int i = 0; i < 1000; ++i)
            {
                end.Hear(known ? EncodeBleControl(LlPingReq()) : Bytes{0x77});
            }
            NS_TEST_EXPECT_MSG_EQ(end.control.size(), 16, "a few answers");
            NS_TEST_EXPECT_MSG_EQ(end.Refused(BleRefusal::FLOOD), 984, "the rest is counted");
            NS_TEST_EXPECT_MSG_EQ(end.procedures.IsIdle(), false, "they want to be sent");
            end.Said();
            NS_TEST_EXPECT_MSG_EQ(end.procedures.IsIdle(), true, "sent");
            end.Hear(LlPingReq());
            NS_TEST_EXPECT_MSG_EQ(Lines(end.Said()), "LL_PING_RSP", "and on it goes");
        }
        // A goodbye is heard all the same, and acknowledgements of nothing do no harm.
        ProcedureEnd end(true, {});
        for (int i = 0; i < 20; ++i)
        {
            end.Hear(LlPingReq());
        }
        for (int i = 0; i < 100; ++i)
        {
            end.procedures.Sent(0x13);
            end.procedures.Sent(0x02);
        }
        NS_TEST_EXPECT_MSG_EQ(end.closed.has_value(), false, "no goodbye was sent");
        end.Hear(LlTerminateInd{0x13});
        NS_TEST_EXPECT_MSG_EQ(end.closed.has_value(), true, "gone");
    }
};

/// Octets at random between two ends that go about their business: neither hangs nor falls.
class RandomCase : public TestCase
{
  public:
    RandomCase()
        : TestCase("PDUs at random")
    {
    }

  private:
    uint32_t Draw(uint32_t below)
    {
        m_state = m_state * UINT64_C(6364136223846793005) + 1442695040888963407;
        return static_cast<uint32_t>(m_state >> 33) % below;
    }

    Bytes DrawPdu()
    {
        const std::vector<BleControlPdu> all = AllPdus();
        Bytes pdu = EncodeBleControl(all[Draw(all.size())]);
        const uint32_t changes = Draw(4);
        for (uint32_t i = 0; i < changes; ++i)
        {
            pdu[Draw(pdu.size())] = static_cast<uint8_t>(Draw(256));
        }
        if (Draw(10) == 0)
        {
            pdu.resize(Draw(30));
        }
        return pdu;
    }

    void DoRun() override
    {
        std::array<uint64_t, static_cast<std::size_t>(BleRefusal::COUNT)> refusals{};
        uint32_t closed = 0;
        for (uint32_t run = 0; run < 3000; ++run)
        {
            ProcedurePair pair;
            pair.peripheral.key = BleKey();
            pair.SetCounter(Draw(3) * 32760);
            for (uint32_t step = 0; step < 60 && !pair.central.closed && !pair.peripheral.closed;
                 ++step)
            {
                ProcedureEnd& end = Draw(2) == 0 ? pair.central : pair.peripheral;
                switch (Draw(10))
                {
                case 0:
                    end.procedures.StartPhyUpdate(static_cast<BlePhyMode>(Draw(4)));
                    break;
                case 1:
                    pair.central.procedures.StartEncryption(BleKey());
                    break;
                case 2:
                    end.procedures.StartConnectionUpdate(BleConnectionParameters());
                    break;
                case 3:
                    end.procedures.StartDataLengthUpdate(251, 17040);
                    break;
                case 4:
                    end.data += 3;
                    break;
                case 5:
                case 6:
                    end.Hear(DrawPdu());
                    break;
                default:
                    break;
                }
                pair.Event(1 + Draw(3));
                NS_TEST_EXPECT_MSG_LT(end.control.size(), 64, "bounded");
            }
            closed += pair.central.closed || pair.peripheral.closed ? 1 : 0;
            for (const ProcedureEnd* end : {&pair.central, &pair.peripheral})
            {
                for (std::size_t i = 0; i < refusals.size(); ++i)
                {
                    refusals[i] += end->procedures.GetRefusals()[i];
                }
            }
            // An end that is left alone comes to rest by its timeouts at the latest.
            for (ProcedureEnd* end : {&pair.central, &pair.peripheral})
            {
                // What was on its way when the other end went.
                for (uint32_t i = 0; i < 64; ++i)
                {
                    end->procedures.Sent(0);
                }
                for (uint32_t i = 0; i < 100 && !end->closed && !end->procedures.IsIdle(); ++i)
                {
                    end->counter += 40000;
                    end->Said();
                    end->Begin(Seconds(1000 + 41 * i));
                }
                NS_TEST_EXPECT_MSG_EQ((end->closed || end->procedures.IsIdle()), true, "at rest");
            }
        }
        NS_TEST_EXPECT_MSG_GT(closed, 100, "some did harm to the link");
        NS_TEST_EXPECT_MSG_LT(closed, 2900, "not all");
        for (std::size_t i = 0; i < refusals.size(); ++i)
        {
            if (static_cast<BleRefusal>(i) != BleRefusal::FLOOD)
            {
                NS_TEST_EXPECT_MSG_GT(refusals[i], 0, ToString(static_cast<BleRefusal>(i)));
            }
        }
    }

    uint64_t m_state{1};
};

class BleProceduresHostileSuite : public TestSuite
{
  public:
    BleProceduresHostileSuite()
        : TestSuite("iomt-ble-procedures-hostile", TestSuite::Type::UNIT)
    {
        AddTestCase(new UnaskedCase);
        AddTestCase(new MalformedCase);
        AddTestCase(new BadValueCase);
        AddTestCase(new FloodCase);
        AddTestCase(new RandomCase);
    }
};

const BleProceduresHostileSuite g_suite;

} // namespace
