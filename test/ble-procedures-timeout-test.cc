// SPDX-License-Identifier: GPL-2.0-only

#include "ble-procedures-bench.h"

#include "ns3/test.h"

#include <functional>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// An answer that does not come within 40 s ends the link, whichever PDU is due (5.2).
class ResponseTimeoutCase : public TestCase
{
  public:
    ResponseTimeoutCase()
        : TestCase("an answer that does not come")
    {
    }

  private:
    using Prepare = std::function<void(ProcedureEnd&)>;

    /// @return when an end that was brought so far gives up [s]
    double GiveUp(bool central, const Prepare& prepare)
    {
        ProcedureEnd end(central, {});
        end.key = BleKey();
        prepare(end);
        end.Said();
        Time now;
        while (!end.closed && now < Seconds(200))
        {
            now += MilliSeconds(50);
            end.Begin(now);
            if (!end.closed && end.procedures.Deadline() != Time::Max())
            {
                NS_TEST_EXPECT_MSG_EQ((end.procedures.Deadline() > now), true, "still ahead");
            }
            ++end.counter;
        }
        if (!end.closed)
        {
            return 0;
        }
        NS_TEST_EXPECT_MSG_EQ(ToString(*end.closed),
                              ToString(BleError::LL_RESPONSE_TIMEOUT),
                              "why");
        NS_TEST_EXPECT_MSG_EQ((end.procedures.Deadline() == Time::Max()), true, "nothing is due");
        NS_TEST_EXPECT_MSG_EQ(end.procedures.IsIdle(), true, "it is over");
        return (now - MilliSeconds(50)).GetSeconds(); // the clock starts with the first event
    }

    void DoRun() override
    {
        const std::vector<std::pair<const char*, Prepare>> either{
            {"ping", [](ProcedureEnd& end) { end.procedures.StartPing(); }},
            {"features", [](ProcedureEnd& end) { end.procedures.StartFeatureExchange(); }},
            {"version", [](ProcedureEnd& end) { end.procedures.StartVersionExchange(); }},
            {"length", [](ProcedureEnd& end) { end.procedures.StartDataLengthUpdate(100, 2000); }},
            {"PHY", [](ProcedureEnd& end) { end.procedures.StartPhyUpdate(BlePhyMode::LE_2M); }},
        };
        for (const auto& [name, prepare] : either)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(GiveUp(true, prepare), 40, 1e-6, name);
            NS_TEST_EXPECT_MSG_EQ_TOL(GiveUp(false, prepare), 40, 1e-6, name);
        }
        const Prepare parameters = [](ProcedureEnd& end) {
            end.procedures.StartConnectionUpdate(BleConnectionParameters());
        };
        NS_TEST_EXPECT_MSG_EQ_TOL(GiveUp(false, parameters), 40, 1e-6, "parameters asked");
        NS_TEST_EXPECT_MSG_EQ(GiveUp(true, parameters), 0, "parameters told");
        NS_TEST_EXPECT_MSG_EQ(
            GiveUp(true, [](ProcedureEnd& end) { end.procedures.StartChannelMapUpdate({}); }),
            0,
            "map told");
        // Every step of encryption, and the indications a peripheral waits for.
        const auto hear = [](const std::vector<BleControlPdu>& pdus) {
            return [pdus](ProcedureEnd& end) {
                if (end.IsCentral())
                {
                    end.procedures.StartEncryption({});
                }
                for (const BleControlPdu& pdu : pdus)
                {
                    end.Hear(pdu);
                }
            };
        };
        NS_TEST_EXPECT_MSG_EQ_TOL(GiveUp(true, hear({})), 40, 1e-6, "LL_ENC_RSP");
        NS_TEST_EXPECT_MSG_EQ_TOL(GiveUp(true, hear({LlEncRsp()})), 40, 1e-6, "LL_START_ENC_REQ");
        NS_TEST_EXPECT_MSG_EQ_TOL(GiveUp(true, hear({LlEncRsp(), LlStartEncReq()})),
                                  40,
                                  1e-6,
                                  "LL_START_ENC_RSP");
        NS_TEST_EXPECT_MSG_EQ(GiveUp(true, hear({LlEncRsp(), LlStartEncReq(), LlStartEncRsp()})),
                              0,
                              "encrypted");
        NS_TEST_EXPECT_MSG_EQ_TOL(GiveUp(false, hear({LlEncReq()})), 40, 1e-6, "LL_START_ENC_RSP");
        const std::vector<BleControlPdu> paused{LlEncReq(), LlStartEncRsp(), LlPauseEncReq()};
        NS_TEST_EXPECT_MSG_EQ_TOL(GiveUp(false, hear(paused)), 40, 1e-6, "LL_PAUSE_ENC_RSP");
        NS_TEST_EXPECT_MSG_EQ_TOL(GiveUp(false, hear({LlPhyReq{2, 2}})), 40, 1e-6, "PHY agreed");
        NS_TEST_EXPECT_MSG_EQ(GiveUp(false, hear({LlPingReq(), LlVersionInd(), LlFeatureReq()})),
                              0,
                              "answers are not waited for");

        // Each step has 40 s of its own.
        NS_TEST_EXPECT_MSG_EQ_TOL(GiveUp(true,
                                         [](ProcedureEnd& end) {
                                             end.procedures.StartEncryption({});
                                             end.Begin(Seconds(-30));
                                             end.Hear(LlEncRsp());
                                         }),
                                  40,
                                  1e-6,
                                  "a later step");
    }
};

/// A goodbye is over with its acknowledgement at one end, with giving it at the other.
class TerminationCase : public TestCase
{
  public:
    TerminationCase()
        : TestCase("goodbye")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool byCentral : {true, false})
        {
            ProcedurePair pair;
            ProcedureEnd& leaves = byCentral ? pair.central : pair.peripheral;
            ProcedureEnd& other = byCentral ? pair.peripheral : pair.central;
            // In the middle of something, with more to come.
            leaves.procedures.StartPhyUpdate(BlePhyMode::LE_2M);
            leaves.procedures.StartPing();
            pair.Event();
            leaves.procedures.StartTermination(BleError::REMOTE_USER_TERMINATED);
            NS_TEST_EXPECT_MSG_EQ(leaves.procedures.IsTerminating(), true, "on its way");
            leaves.procedures.StartPing();
            leaves.procedures.StartTermination(BleError::REMOTE_POWER_OFF);
            pair.Events(3);
            NS_TEST_EXPECT_MSG_EQ(ToString(leaves.closed.value()),
                                  ToString(BleError::LOCAL_HOST_TERMINATED),
                                  "this end");
            NS_TEST_EXPECT_MSG_EQ(leaves.acknowledgedFirst, false, "has the acknowledgement");
            NS_TEST_EXPECT_MSG_EQ(ToString(other.closed.value()),
                                  ToString(BleError::REMOTE_USER_TERMINATED),
                                  "the other");
            NS_TEST_EXPECT_MSG_EQ(other.acknowledgedFirst, true, "gives the acknowledgement");
            NS_TEST_EXPECT_MSG_EQ(pair.air.back(),
                                  std::string(byCentral ? "C" : "P") + " LL_TERMINATE_IND",
                                  "the last word");
            // Nobody is at home any more.
            leaves.procedures.StartPing();
            other.Hear(LlPingReq());
            other.procedures.AtEvent(Seconds(1000));
            NS_TEST_EXPECT_MSG_EQ(leaves.control.size() + other.control.size(), 0, "silence");
            NS_TEST_EXPECT_MSG_EQ(leaves.procedures.IsIdle(), true, "over");
        }
    }
};

/// Both at once, an acknowledgement that never comes, and other PDUs meanwhile.
class TerminationOddCase : public TestCase
{
  public:
    TerminationOddCase()
        : TestCase("goodbye without an answer")
    {
    }

  private:
    void DoRun() override
    {
        ProcedurePair pair;
        pair.central.procedures.StartTermination(BleError::REMOTE_USER_TERMINATED);
        pair.peripheral.procedures.StartTermination(BleError::REMOTE_USER_TERMINATED);
        pair.Events(3);
        for (const ProcedureEnd* end : {&pair.central, &pair.peripheral})
        {
            NS_TEST_EXPECT_MSG_EQ(ToString(end->closed.value()),
                                  ToString(BleError::LOCAL_HOST_TERMINATED),
                                  "each its own");
        }

        ProcedureEnd end(true, {});
        end.parameters.supervisionTimeout = MilliSeconds(700);
        end.procedures.StartTermination(BleError::REMOTE_USER_TERMINATED);
        end.Begin(Seconds(1));
        NS_TEST_EXPECT_MSG_EQ((end.procedures.Deadline() == MilliSeconds(1700)), true, "deadline");
        end.Hear(LlPingReq());
        end.Hear(LlPhyReq{0, 0});
        end.Hear(Bytes{0xee});
        end.procedures.ReceivedData();
        end.Begin(MilliSeconds(1699));
        NS_TEST_EXPECT_MSG_EQ(end.closed.has_value(), false, "waits");
        NS_TEST_EXPECT_MSG_EQ(end.control.size(), 1, "answers nothing");
        end.Begin(MilliSeconds(1700));
        NS_TEST_EXPECT_MSG_EQ(ToString(*end.closed),
                              ToString(BleError::LOCAL_HOST_TERMINATED),
                              "a supervision timeout later (5.1.6)");

        // In the middle of encryption's start nothing is forged any more, but late.
        ProcedureEnd leaves(false, {});
        leaves.key = BleKey();
        leaves.Hear(LlEncReq());
        leaves.procedures.StartTermination(BleError::REMOTE_USER_TERMINATED);
        leaves.procedures.ReceivedData();
        leaves.Hear(LlStartEncRsp());
        NS_TEST_EXPECT_MSG_EQ(leaves.closed.has_value(), false, "waits");
        NS_TEST_EXPECT_MSG_EQ(leaves.procedures.IsEncrypted(), false, "as it was");

        ProcedureEnd other(false, {});
        other.Hear(LlTerminateInd{0});
        NS_TEST_EXPECT_MSG_EQ(ToString(*other.closed),
                              ToString(BleError::UNSPECIFIED_ERROR),
                              "success is no reason");
    }
};

class BleProceduresTimeoutSuite : public TestSuite
{
  public:
    BleProceduresTimeoutSuite()
        : TestSuite("iomt-ble-procedures-timeout", TestSuite::Type::UNIT)
    {
        AddTestCase(new ResponseTimeoutCase);
        AddTestCase(new TerminationCase);
        AddTestCase(new TerminationOddCase);
    }
};

const BleProceduresTimeoutSuite g_suite;

} // namespace
