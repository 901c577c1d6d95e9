// SPDX-License-Identifier: GPL-2.0-only

#include "ble-procedures-bench.h"

#include "ns3/test.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

const BleKey KEY{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
const BleKey OTHER_KEY{16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1};

const char* const START = "C LL_ENC_REQ, P LL_ENC_RSP, P LL_START_ENC_REQ, "
                          "C LL_START_ENC_RSP*, P LL_START_ENC_RSP*";

/// @return what went over the air, without data
std::string
Control(const ProcedurePair& pair)
{
    std::vector<std::string> control;
    for (const std::string& pdu : pair.air)
    {
        if (pdu.find("data") == std::string::npos)
        {
            control.push_back(pdu);
        }
    }
    return Lines(control);
}

bool
WasSent(const ProcedurePair& pair, const std::string& pdu)
{
    return std::find(pair.air.begin(), pair.air.end(), pdu) != pair.air.end();
}

/// Encrypted from the handshake's end on; data waits meanwhile and none of it is lost.
class EncryptionStartCase : public TestCase
{
  public:
    EncryptionStartCase()
        : TestCase("start, and a new key")
    {
    }

  private:
    void DoRun() override
    {
        ProcedurePair pair;
        pair.peripheral.key = KEY;
        pair.central.procedures.StartEncryption(KEY);
        pair.central.data = pair.peripheral.data = 20;
        NS_TEST_EXPECT_MSG_EQ(pair.central.paused, true, "data waits");
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(Control(pair), START, "handshake");
        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.receivedData, 20, "all data down");
        NS_TEST_EXPECT_MSG_EQ(pair.central.receivedData, 20, "all data up");
        NS_TEST_EXPECT_MSG_EQ(WasSent(pair, "C data"),
                              false,
                              "none in the clear after the request");
        for (const ProcedureEnd* end : {&pair.central, &pair.peripheral})
        {
            NS_TEST_EXPECT_MSG_EQ(end->procedures.IsEncrypted(), true, "on");
            NS_TEST_EXPECT_MSG_EQ(end->encryptions.size(), 1, "told once");
            NS_TEST_EXPECT_MSG_EQ(end->encryptions.at(0).first, true, "told so");
            NS_TEST_EXPECT_MSG_EQ(end->micFailures + end->Refused(), 0, "no failure");
            NS_TEST_EXPECT_MSG_EQ(end->paused, false, "data flows");
        }
        const BleKey session = pair.central.cipher->GetSessionKey();
        NS_TEST_EXPECT_MSG_EQ((session == pair.peripheral.cipher->GetSessionKey()), true, "agreed");

        // A new key: encryption pauses, data does not go on before it is back (5.1.3.2).
        pair.air.clear();
        pair.peripheral.key = OTHER_KEY;
        pair.central.procedures.StartEncryption(OTHER_KEY);
        pair.central.data = pair.peripheral.data = 20;
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(Control(pair),
                              "C LL_PAUSE_ENC_REQ*, P LL_PAUSE_ENC_RSP*, C LL_PAUSE_ENC_RSP, " +
                                  std::string(START),
                              "handshake");
        NS_TEST_EXPECT_MSG_EQ(WasSent(pair, "C data") || WasSent(pair, "P data"),
                              false,
                              "nothing in the clear");
        NS_TEST_EXPECT_MSG_EQ(pair.central.receivedData + pair.peripheral.receivedData, 80, "all");
        NS_TEST_EXPECT_MSG_EQ((pair.central.cipher->GetSessionKey() == session), false, "new key");
        NS_TEST_EXPECT_MSG_EQ(pair.central.encryptions.size(), 2, "told again");

        // And an encrypted link goes on with other procedures.
        pair.air.clear();
        pair.peripheral.procedures.StartPing();
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(Control(pair), "P LL_PING_REQ*, C LL_PING_RSP*", "encrypted");
    }
};

/// Without a key a link goes on in the clear; one that was encrypted ends.
class EncryptionRefusedCase : public TestCase
{
  public:
    EncryptionRefusedCase()
        : TestCase("no key")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool extended : {false, true})
        {
            ProcedurePair pair;
            if (extended)
            {
                pair.peripheral.procedures.StartFeatureExchange();
                pair.Settle();
                pair.air.clear();
            }
            pair.central.procedures.StartEncryption(KEY);
            pair.central.data = pair.peripheral.data = 5;
            pair.Settle();
            NS_TEST_EXPECT_MSG_EQ(
                Control(pair),
                "C LL_ENC_REQ, P LL_ENC_RSP, " +
                    std::string(extended ? "P LL_REJECT_EXT_IND" : "P LL_REJECT_IND"),
                "handshake");
            for (const ProcedureEnd* end : {&pair.central, &pair.peripheral})
            {
                NS_TEST_EXPECT_MSG_EQ(end->encryptions.at(0).first, false, "told");
                NS_TEST_EXPECT_MSG_EQ(ToString(end->encryptions.at(0).second),
                                      ToString(BleError::PIN_OR_KEY_MISSING),
                                      "told why");
                NS_TEST_EXPECT_MSG_EQ(end->receivedData, 5, "the link goes on");
                NS_TEST_EXPECT_MSG_EQ(end->closed.has_value(), false, "open");
            }
            // A key may come later.
            pair.peripheral.key = KEY;
            pair.central.procedures.StartEncryption(KEY);
            pair.Settle();
            NS_TEST_EXPECT_MSG_EQ(pair.central.procedures.IsEncrypted(), true, "second attempt");

            pair.air.clear();
            pair.peripheral.key.reset();
            pair.central.procedures.StartEncryption(KEY);
            pair.central.data = pair.peripheral.data = 5;
            pair.Events(10);
            NS_TEST_EXPECT_MSG_EQ(Control(pair),
                                  "C LL_PAUSE_ENC_REQ*, P LL_PAUSE_ENC_RSP*, C LL_PAUSE_ENC_RSP, "
                                  "C LL_ENC_REQ, P LL_ENC_RSP, P LL_TERMINATE_IND",
                                  "goodbye instead");
            NS_TEST_EXPECT_MSG_EQ(WasSent(pair, "C data") || WasSent(pair, "P data"),
                                  false,
                                  "nothing in the clear");
            NS_TEST_EXPECT_MSG_EQ(ToString(pair.central.closed.value()),
                                  ToString(BleError::PIN_OR_KEY_MISSING),
                                  "central told why");
            NS_TEST_EXPECT_MSG_EQ(ToString(pair.peripheral.closed.value()),
                                  ToString(BleError::LOCAL_HOST_TERMINATED),
                                  "peripheral");
        }

        BleCapabilities plain;
        plain.features &= ~ble::FEATURE_ENCRYPTION;
        ProcedurePair pair({}, plain);
        pair.central.procedures.StartEncryption(KEY);
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(Control(pair), "C LL_ENC_REQ, P LL_REJECT_IND", "has not got it");
        NS_TEST_EXPECT_MSG_EQ(ToString(pair.central.encryptions.at(0).second),
                              ToString(BleError::UNSUPPORTED_REMOTE_FEATURE),
                              "told why");
        NS_TEST_EXPECT_MSG_EQ(pair.central.paused || pair.peripheral.paused, false, "data flows");
        ProcedurePair wanting(plain, {});
        wanting.central.procedures.StartEncryption(KEY);
        NS_TEST_EXPECT_MSG_EQ(ToString(wanting.central.encryptions.at(0).second),
                              ToString(BleError::UNSUPPORTED_FEATURE),
                              "nor this end");
        NS_TEST_EXPECT_MSG_EQ(wanting.central.paused, false, "data flows");

        // A peer that refuses after the pause is left by the central.
        ProcedureEnd left(true, {});
        for (int round = 0; round < 2; ++round)
        {
            left.procedures.StartEncryption(KEY);
            NS_TEST_EXPECT_MSG_EQ(left.paused, true, "data waits");
            if (round == 1)
            {
                left.Hear(LlPauseEncRsp());
                left.Hear(LlRejectInd{0x06});
                break;
            }
            left.Hear(LlEncRsp());
            left.Hear(LlStartEncReq());
            left.Hear(LlStartEncRsp());
        }
        NS_TEST_EXPECT_MSG_EQ(left.Said().back(), "LL_TERMINATE_IND", "goodbye");
        NS_TEST_EXPECT_MSG_EQ(left.paused, true, "data waits to the end");
        NS_TEST_EXPECT_MSG_EQ(left.procedures.IsEncrypted(), false, "not any more");

        // A peer that refuses to pause leaves the link as it was.
        ProcedurePair stubborn;
        stubborn.peripheral.key = KEY;
        stubborn.central.procedures.StartEncryption(KEY);
        stubborn.Settle();
        stubborn.central.procedures.StartEncryption(KEY);
        stubborn.central.Hear(LlUnknownRsp{0x0a});
        NS_TEST_EXPECT_MSG_EQ(stubborn.central.procedures.IsEncrypted(), true, "still");
        NS_TEST_EXPECT_MSG_EQ(stubborn.central.encryptTx && !stubborn.central.paused, true, "on");
        NS_TEST_EXPECT_MSG_EQ(stubborn.central.encryptions.back().first, true, "told");
    }
};

/// Two keys that differ end the link with the first encrypted packet.
class WrongKeyCase : public TestCase
{
  public:
    WrongKeyCase()
        : TestCase("keys that differ")
    {
    }

  private:
    void DoRun() override
    {
        ProcedurePair pair;
        pair.peripheral.key = OTHER_KEY;
        pair.central.procedures.StartEncryption(KEY);
        pair.Events(5);
        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.micFailures, 1, "not authentic");
        NS_TEST_EXPECT_MSG_EQ(pair.central.procedures.IsEncrypted() ||
                                  pair.peripheral.procedures.IsEncrypted(),
                              false,
                              "neither believes it");
    }
};

/// What the peripheral asked meanwhile is answered afterwards, encrypted.
class EncryptionMeanwhileCase : public TestCase
{
  public:
    EncryptionMeanwhileCase()
        : TestCase("questions meanwhile")
    {
    }

  private:
    void DoRun() override
    {
        ProcedurePair pair;
        pair.peripheral.key = KEY;
        pair.peripheral.procedures.StartPhyUpdate(BlePhyMode::LE_2M);
        pair.peripheral.procedures.StartPing();
        pair.central.procedures.StartEncryption(KEY);
        pair.central.procedures.StartDataLengthUpdate(251, 2120);
        pair.peripheral.data = 1;
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(Control(pair),
                              "C LL_ENC_REQ, P LL_PHY_REQ, P LL_ENC_RSP, P LL_START_ENC_REQ, "
                              "C LL_START_ENC_RSP*, P LL_START_ENC_RSP*, "
                              "C LL_PHY_UPDATE_IND*, C LL_LENGTH_REQ*, P LL_LENGTH_RSP*, "
                              "P LL_PING_REQ*, C LL_PING_RSP*",
                              "in order");
        NS_TEST_EXPECT_MSG_EQ(ToString(pair.central.tx), "2M", "answered");
        NS_TEST_EXPECT_MSG_EQ(pair.central.Refused() + pair.peripheral.Refused(), 0, "no refusals");
        NS_TEST_EXPECT_MSG_EQ(pair.central.closed.has_value(), false, "open");

        // What the host of the peripheral asks for meanwhile waits.
        ProcedureEnd peripheral(false, {});
        peripheral.key = KEY;
        peripheral.Hear(LlEncReq());
        NS_TEST_EXPECT_MSG_EQ(peripheral.paused, true, "data waits");
        peripheral.Said();
        peripheral.procedures.StartPing();
        NS_TEST_EXPECT_MSG_EQ(Lines(peripheral.Said()), "", "nothing is said now");
        peripheral.Hear(LlStartEncRsp());
        NS_TEST_EXPECT_MSG_EQ(Lines(peripheral.Said()), "LL_START_ENC_RSP, LL_PING_REQ", "then");

        // A flood of questions is not kept, and is no reason to forget the others.
        ProcedureEnd central(true, {});
        central.procedures.StartEncryption(KEY);
        central.Said();
        central.Hear(Bytes{0x02}); // a goodbye without its reason
        for (int i = 0; i < 100; ++i)
        {
            central.Hear(LlPingReq());
        }
        NS_TEST_EXPECT_MSG_EQ(Lines(central.Said()), "", "nothing is said now");
        NS_TEST_EXPECT_MSG_EQ(central.Refused(BleRefusal::FLOOD), 93, "eight are kept");
        central.Hear(LlRejectInd{6});
        NS_TEST_EXPECT_MSG_EQ(central.Said().size(), 8, "and answered");
    }
};

/// What does not belong into the handshake ends the link as forged (5.1.3.1, 5.1.3.2).
class EncryptionForbiddenCase : public TestCase
{
  public:
    EncryptionForbiddenCase()
        : TestCase("what must not come meanwhile")
    {
    }

  private:
    /// An end that has got so far: how many PDUs of the peer's handshake it has heard.
    static std::unique_ptr<ProcedureEnd> At(bool central, uint32_t heard, bool refresh)
    {
        auto end = std::make_unique<ProcedureEnd>(central, BleCapabilities());
        end->key = KEY;
        const std::vector<BleControlPdu> ofPeripheral{LlEncRsp(), LlStartEncReq(), LlStartEncRsp()};
        const std::vector<BleControlPdu> ofCentral{LlEncReq(), LlStartEncRsp()};
        std::vector<BleControlPdu> peer = central ? ofPeripheral : ofCentral;
        if (refresh)
        {
            const std::vector<BleControlPdu> start = peer;
            if (!central)
            {
                peer.push_back(LlPauseEncReq());
            }
            peer.push_back(LlPauseEncRsp());
            peer.insert(peer.end(), start.begin(), start.end());
        }
        if (central)
        {
            end->procedures.StartEncryption(KEY);
        }
        for (uint32_t i = 0; i < heard; ++i)
        {
            if (central && refresh && i == ofPeripheral.size())
            {
                end->procedures.StartEncryption(KEY);
            }
            end->Hear(peer.at(i));
            end->Said();
        }
        return end;
    }

    void Expect(bool central, uint32_t heard, bool refresh, bool strict)
    {
        const std::string where = std::string(central ? "central " : "peripheral ") +
                                  std::to_string(heard) + (refresh ? " again" : "");
        const std::vector<Bytes> strange{{0x12},                 // LL_PING_REQ
                                         {0x14, 1},              // LL_LENGTH_REQ, malformed
                                         {0xee},                 // unknown
                                         {0x0c, 13, 0, 0, 0, 0}, // LL_VERSION_IND
                                         {0x02},                 // LL_TERMINATE_IND, malformed
                                         {}};
        for (const Bytes& pdu : strange)
        {
            const auto end = At(central, heard, refresh);
            NS_TEST_EXPECT_MSG_EQ(end->closed.has_value(), false, where + ": open so far");
            end->Hear(pdu);
            NS_TEST_EXPECT_MSG_EQ(end->closed.has_value(), strict, where + ToHex(pdu));
            if (strict && end->closed)
            {
                NS_TEST_EXPECT_MSG_EQ(ToString(*end->closed),
                                      ToString(BleError::MIC_FAILURE),
                                      where);
                NS_TEST_EXPECT_MSG_EQ(end->Refused(BleRefusal::FORBIDDEN), 1, where);
                NS_TEST_EXPECT_MSG_EQ(Lines(end->Said()), "", where + ": silent");
            }
        }
        const auto data = At(central, heard, refresh);
        data->procedures.ReceivedData();
        NS_TEST_EXPECT_MSG_EQ(data->closed.has_value(), strict, where + ": data");
        const auto goodbye = At(central, heard, refresh);
        goodbye->Hear(LlTerminateInd{0x13});
        NS_TEST_EXPECT_MSG_EQ(ToString(*goodbye->closed),
                              ToString(BleError::REMOTE_USER_TERMINATED),
                              where + ": a goodbye is heard");
    }

    void DoRun() override
    {
        // The central waits for LL_ENC_RSP, LL_START_ENC_REQ, LL_START_ENC_RSP, nothing.
        Expect(true, 0, false, false);
        Expect(true, 1, false, true);
        Expect(true, 2, false, true);
        Expect(true, 3, false, false);
        // Then LL_PAUSE_ENC_RSP has come, and so on.
        Expect(true, 4, true, true);
        Expect(true, 5, true, true);
        Expect(true, 6, true, true);
        Expect(true, 7, true, false);
        // The peripheral waits for LL_ENC_REQ, LL_START_ENC_RSP, nothing.
        Expect(false, 0, false, false);
        Expect(false, 1, false, true);
        Expect(false, 2, false, false);
        // LL_PAUSE_ENC_RSP, LL_ENC_REQ, LL_START_ENC_RSP, nothing.
        Expect(false, 3, true, true);
        Expect(false, 4, true, true);
        Expect(false, 5, true, true);
        Expect(false, 6, true, false);

        // Out of turn: no pause of what is not encrypted, no start of what is.
        const auto clear = At(false, 0, false);
        clear->Hear(LlPauseEncReq());
        NS_TEST_EXPECT_MSG_EQ(clear->Refused(BleRefusal::UNEXPECTED), 1, "no pause");
        const auto encrypted = At(false, 2, false);
        encrypted->Hear(LlEncReq());
        NS_TEST_EXPECT_MSG_EQ(encrypted->Refused(BleRefusal::UNEXPECTED), 1, "no second start");
        NS_TEST_EXPECT_MSG_EQ(encrypted->encryptTx && encrypted->encryptRx, true, "still on");
        // And not by the other role.
        ProcedureEnd quiet(true, {});
        quiet.Hear(LlEncReq());
        quiet.Hear(LlPauseEncReq());
        NS_TEST_EXPECT_MSG_EQ(Lines(quiet.Said()), "LL_UNKNOWN_RSP, LL_UNKNOWN_RSP", "not mine");
    }
};

class BleProceduresEncryptionSuite : public TestSuite
{
  public:
    BleProceduresEncryptionSuite()
        : TestSuite("iomt-ble-procedures-encryption", TestSuite::Type::UNIT)
    {
        AddTestCase(new EncryptionStartCase);
        AddTestCase(new EncryptionRefusedCase);
        AddTestCase(new WrongKeyCase);
        AddTestCase(new EncryptionMeanwhileCase);
        AddTestCase(new EncryptionForbiddenCase);
    }
};

const BleProceduresEncryptionSuite g_suite;

} // namespace
