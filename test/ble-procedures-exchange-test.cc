// SPDX-License-Identifier: GPL-2.0-only

#include "ble-procedures-bench.h"

#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr uint64_t ALL_FEATURES = BleCapabilities().features;

/// Both ends learn what the other is able to do, whoever asks; ping stays at home (Table 4.4).
class FeatureExchangeCase : public TestCase
{
  public:
    explicit FeatureExchangeCase(bool byCentral)
        : TestCase(byCentral ? "features, asked by the central" : "features, by the peripheral"),
          m_byCentral(byCentral)
    {
    }

  private:
    void DoRun() override
    {
        BleCapabilities small;
        small.features = ble::FEATURE_ENCRYPTION | ble::FEATURE_PERIPHERAL_INITIATED_FEATURES |
                         ble::FEATURE_PING | ble::FEATURE_2M_PHY;
        ProcedurePair pair({}, small);
        (m_byCentral ? pair.central : pair.peripheral).procedures.StartFeatureExchange();
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(Lines(pair.air),
                              (m_byCentral ? "C LL_FEATURE_REQ, P LL_FEATURE_RSP"
                                           : "P LL_PERIPHERAL_FEATURE_REQ, C LL_FEATURE_RSP"),
                              "question and answer");
        const uint64_t forPeer = ALL_FEATURES & ~ble::FEATURE_PING;
        const uint64_t ofSmall = small.features & ~ble::FEATURE_PING;
        // Of the first octet the answer says what is used, of the others what there is (2.4.2.10).
        const uint64_t used = (forPeer & ofSmall & 0xff) | (forPeer & ~UINT64_C(0xff));
        NS_TEST_EXPECT_MSG_EQ(*pair.central.procedures.GetPeerFeatures(), ofSmall, "central knows");
        NS_TEST_EXPECT_MSG_EQ(*pair.peripheral.procedures.GetPeerFeatures(),
                              (m_byCentral ? forPeer : used),
                              "peripheral knows");
        NS_TEST_EXPECT_MSG_EQ(Lines((m_byCentral ? pair.central : pair.peripheral).Ends()),
                              "local feature exchange: success",
                              "told");
        // What the peer has not got is not asked for.
        pair.central.procedures.StartDataLengthUpdate(251, 2120);
        pair.central.procedures.StartPhyUpdate(BlePhyMode::LE_CODED_S8);
        NS_TEST_EXPECT_MSG_EQ(Lines(pair.central.Said()), "", "nothing on the air");
        NS_TEST_EXPECT_MSG_EQ(ToString(pair.central.events.back().status),
                              ToString(BleError::UNSUPPORTED_REMOTE_FEATURE),
                              "refused at once");
        NS_TEST_EXPECT_MSG_EQ(pair.central.Refused() + pair.peripheral.Refused(), 0, "no refusals");
    }

    bool m_byCentral;
};

/// LL_VERSION_IND goes each way once in the life of a link (5.1.5).
class VersionExchangeCase : public TestCase
{
  public:
    VersionExchangeCase()
        : TestCase("versions, once")
    {
    }

  private:
    void DoRun() override
    {
        BleCapabilities older;
        older.version = {0x09, 0x0059, 7};
        ProcedurePair pair({}, older);
        pair.peripheral.procedures.StartVersionExchange();
        pair.Settle();
        pair.central.procedures.StartVersionExchange();
        pair.peripheral.procedures.StartVersionExchange();
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(Lines(pair.air), "P LL_VERSION_IND, C LL_VERSION_IND", "one each");
        NS_TEST_EXPECT_MSG_EQ(Lines(pair.central.Ends()),
                              "local version exchange: success",
                              "the central from memory");
        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.events.size(), 2, "the peripheral twice");
        NS_TEST_EXPECT_MSG_EQ(pair.central.procedures.GetPeerVersion()->company, 0x59, "company");
        NS_TEST_EXPECT_MSG_EQ(pair.central.procedures.GetPeerVersion()->subversion, 7, "sub");
        NS_TEST_EXPECT_MSG_EQ(+pair.peripheral.procedures.GetPeerVersion()->version,
                              +ble::VERSION_CORE_5_4,
                              "version");

        // Both at once: two indications are all there is.
        ProcedurePair both;
        both.central.procedures.StartVersionExchange();
        both.peripheral.procedures.StartVersionExchange();
        both.Settle();
        NS_TEST_EXPECT_MSG_EQ(Lines(both.air), "C LL_VERSION_IND, P LL_VERSION_IND", "one each");
        NS_TEST_EXPECT_MSG_EQ(both.central.events.size() + both.peripheral.events.size(),
                              2,
                              "told");
        // A second one is against the rules.
        both.central.Hear(LlVersionInd{1, 2, 3});
        NS_TEST_EXPECT_MSG_EQ(both.central.Refused(BleRefusal::UNEXPECTED), 1, "counted");
        NS_TEST_EXPECT_MSG_EQ(both.central.procedures.GetPeerVersion()->company,
                              ble::COMPANY_NONE,
                              "and not believed");

        // Nor does this end say it twice, where the peer was slow to understand.
        ProcedureEnd end(true, {});
        end.procedures.StartVersionExchange();
        end.Hear(LlUnknownRsp{0x0c});
        end.procedures.StartVersionExchange();
        NS_TEST_EXPECT_MSG_EQ(end.events.size(), 2, "both in vain");
        end.Hear(LlVersionInd{1, 2, 3});
        end.procedures.StartVersionExchange();
        NS_TEST_EXPECT_MSG_EQ(Lines(end.Said()), "LL_VERSION_IND", "once");
        NS_TEST_EXPECT_MSG_EQ(end.Ends().back(), "local version exchange: success", "now");
    }
};

/// Each direction may carry what the one end can send and the other receive (4.5.10).
class DataLengthCase : public TestCase
{
  public:
    explicit DataLengthCase(bool byCentral)
        : TestCase(byCentral ? "data length, by the central" : "data length, by the peripheral"),
          m_byCentral(byCentral)
    {
    }

  private:
    void DoRun() override
    {
        BleCapabilities small;
        small.maxTxOctets = 100;
        small.maxTxTimeUs = 1000;
        small.maxRxOctets = 123;
        small.maxRxTimeUs = 2000;
        small.features &= ~ble::FEATURE_CODED_PHY;
        ProcedurePair pair({}, small);
        ProcedureEnd& asks = m_byCentral ? pair.central : pair.peripheral;
        asks.procedures.StartDataLengthUpdate(251, 17040);
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(
            Lines(pair.air),
            (m_byCentral ? "C LL_LENGTH_REQ, P LL_LENGTH_RSP" : "P LL_LENGTH_REQ, C LL_LENGTH_RSP"),
            "question and answer");
        NS_TEST_EXPECT_MSG_EQ(pair.central.length.txOctets, 123, "down [octets]");
        NS_TEST_EXPECT_MSG_EQ(pair.central.length.txTimeUs, 2000, "down [us]");
        NS_TEST_EXPECT_MSG_EQ(pair.central.length.rxOctets, 100, "up [octets]");
        NS_TEST_EXPECT_MSG_EQ(pair.central.length.rxTimeUs, 1000, "up [us]");
        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.length.rxOctets, 123, "down, other end");
        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.length.rxTimeUs, 2000, "down, other end");
        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.length.txOctets, 100, "up, other end");
        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.length.txTimeUs, 1000, "up, other end");
        NS_TEST_EXPECT_MSG_EQ(Lines(asks.Ends()), "local data length update: success", "told");
        NS_TEST_EXPECT_MSG_EQ(Lines((m_byCentral ? pair.peripheral : pair.central).Ends()),
                              "peer's data length update: success",
                              "told there, too");

        // Less may be wanted later. Whoever wants it keeps to it before the other end knows, which
        // might drop what is longer then.
        asks.procedures.StartDataLengthUpdate(90, 17040);
        NS_TEST_EXPECT_MSG_EQ(asks.length.txOctets, 90, "at once");
        pair.Settle();
        asks.procedures.StartDataLengthUpdate(90, 328);
        NS_TEST_EXPECT_MSG_EQ(asks.length.txTimeUs, 328, "at once");
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(asks.length.txOctets, 90, "as wanted");
        NS_TEST_EXPECT_MSG_EQ(asks.length.rxOctets,
                              (m_byCentral ? 100 : 123),
                              "the other way stays");
    }

    bool m_byCentral;
};

/// Times beyond those of LE 1M are for those who have the coded PHY; both may ask at once.
class DataLengthTogetherCase : public TestCase
{
  public:
    DataLengthTogetherCase()
        : TestCase("data length, both at once")
    {
    }

  private:
    void DoRun() override
    {
        BleCapabilities uncoded;
        uncoded.features &= ~ble::FEATURE_CODED_PHY;
        ProcedurePair pair(uncoded, {});
        pair.central.procedures.StartDataLengthUpdate(251, 17040);
        pair.peripheral.procedures.StartDataLengthUpdate(251, 17040);
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(pair.air.size(), 4, "two questions, two answers: " + Lines(pair.air));
        for (const ProcedureEnd* end : {&pair.central, &pair.peripheral})
        {
            NS_TEST_EXPECT_MSG_EQ(end->length.txOctets, 251, "octets");
            NS_TEST_EXPECT_MSG_EQ(end->length.rxOctets, 251, "octets");
            NS_TEST_EXPECT_MSG_EQ(end->length.txTimeUs, 2120, "time");
            NS_TEST_EXPECT_MSG_EQ(end->length.rxTimeUs, 2120, "time");
            NS_TEST_EXPECT_MSG_EQ(end->events.size(), 2, "its own and the peer's");
            NS_TEST_EXPECT_MSG_EQ(end->Refused(), 0, "no collision");
        }
    }
};

/// Ping, and requests in the order in which they were made, one after the other.
class QueueCase : public TestCase
{
  public:
    QueueCase()
        : TestCase("one procedure at a time")
    {
    }

  private:
    void DoRun() override
    {
        ProcedurePair pair;
        BleProcedures& procedures = pair.central.procedures;
        NS_TEST_EXPECT_MSG_EQ(procedures.IsIdle(), true, "at rest");
        procedures.StartPing();
        procedures.StartFeatureExchange();
        procedures.StartVersionExchange();
        procedures.StartDataLengthUpdate(251, 2120);
        NS_TEST_EXPECT_MSG_EQ(pair.central.control.size(), 1, "the others wait");
        NS_TEST_EXPECT_MSG_EQ(procedures.IsIdle(), false, "busy");
        NS_TEST_EXPECT_MSG_LT(pair.Settle(), 10, "a few events");
        NS_TEST_EXPECT_MSG_EQ(Lines(pair.air),
                              "C LL_PING_REQ, P LL_PING_RSP, "
                              "C LL_FEATURE_REQ, P LL_FEATURE_RSP, "
                              "C LL_VERSION_IND, P LL_VERSION_IND, "
                              "C LL_LENGTH_REQ, P LL_LENGTH_RSP",
                              "in order");
        NS_TEST_EXPECT_MSG_EQ(Lines(pair.central.Ends()),
                              "local ping: success, local feature exchange: success, "
                              "local version exchange: success, "
                              "local data length update: success",
                              "told");
        NS_TEST_EXPECT_MSG_EQ((procedures.Deadline() == Time::Max()), true, "nothing is due");
    }
};

/// A peer that knows nothing of all this says so, and the host is told.
class UnsupportedCase : public TestCase
{
  public:
    UnsupportedCase()
        : TestCase("features the peer has not got")
    {
    }

  private:
    void DoRun() override
    {
        BleCapabilities bare;
        bare.features = 0;
        ProcedurePair pair(bare, {});
        BleProcedures& procedures = pair.peripheral.procedures;
        procedures.StartPing();
        procedures.StartFeatureExchange();
        procedures.StartDataLengthUpdate(251, 2120);
        procedures.StartPhyUpdate(BlePhyMode::LE_2M);
        procedures.StartConnectionUpdate(BleConnectionParameters());
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.events.size(), 5, "all ended");
        for (const BleProcedureEvent& event : pair.peripheral.events)
        {
            NS_TEST_EXPECT_MSG_EQ(ToString(event.status),
                                  ToString(BleError::UNSUPPORTED_REMOTE_FEATURE),
                                  ToString(event.procedure));
        }
        NS_TEST_EXPECT_MSG_EQ(pair.central.Refused(BleRefusal::UNKNOWN), 5, "LL_UNKNOWN_RSP");
        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.Refused(), 0, "these answers were expected");
        NS_TEST_EXPECT_MSG_EQ(pair.central.events.size(), 0, "nothing happened");

        // An end without a feature does not ask for it either.
        pair.central.procedures.StartDataLengthUpdate(251, 2120);
        NS_TEST_EXPECT_MSG_EQ(Lines(pair.central.Ends()),
                              "local data length update: " +
                                  ToString(BleError::UNSUPPORTED_FEATURE),
                              "refused here");
        // A central may ask for features whatever it has.
        pair.central.procedures.StartFeatureExchange();
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(pair.central.Ends().back(),
                              "local feature exchange: success",
                              "asked");
    }
};

/// Impossible requests are refused where they are made, with value and clause.
class ImpossibleCase : public TestCase
{
  public:
    ImpossibleCase()
        : TestCase("impossible requests")
    {
    }

  private:
    template <typename Error, typename Call>
    void Expect(Call call, const std::string& words)
    {
        std::string said;
        try
        {
            call();
        }
        catch (const Error& error)
        {
            said = error.what();
        }
        NS_TEST_EXPECT_MSG_EQ((said.find(words) != std::string::npos), true, said);
    }

    void DoRun() override
    {
        ProcedureEnd end(false, {});
        BleProcedures& procedures = end.procedures;
        using Bad = std::invalid_argument;
        Expect<Bad>([&]() { procedures.StartDataLengthUpdate(26, 328); }, "26 octets");
        Expect<Bad>([&]() { procedures.StartDataLengthUpdate(252, 328); }, "252 octets");
        Expect<Bad>([&]() { procedures.StartDataLengthUpdate(27, 327); }, "4.5.10");
        Expect<Bad>([&]() { procedures.StartDataLengthUpdate(27, 17041); }, "17041 us");
        BleConnectionParameters parameters;
        parameters.latency = 500;
        Expect<Bad>([&]() { procedures.StartConnectionUpdate(parameters); }, "500");
        Expect<std::logic_error>([&]() { procedures.StartChannelMapUpdate({}); }, "5.1.2");
        Expect<std::logic_error>([&]() { procedures.StartEncryption({}); }, "5.1.3");
        BleCapabilities capabilities;
        capabilities.maxTxOctets = 300;
        Expect<Bad>([&]() { capabilities.Check(); }, "300 octets");
        Expect<Bad>([&]() { ProcedureEnd(true, capabilities); }, "300 octets");
        capabilities = {};
        capabilities.coding = BlePhyMode::LE_2M;
        Expect<Bad>([&]() { capabilities.Check(); }, "2M");
        capabilities = {};
        capabilities.features = 0;
        ProcedureEnd bare(false, capabilities);
        Expect<Bad>([&]() { bare.procedures.StartPhyUpdate(BlePhyMode::LE_2M); }, "2M");
        NS_TEST_EXPECT_MSG_EQ(end.control.size() + bare.control.size(), 0, "nothing sent");
        NS_TEST_EXPECT_MSG_EQ(procedures.IsIdle(), true, "nothing begun");
    }
};

class BleProceduresExchangeSuite : public TestSuite
{
  public:
    BleProceduresExchangeSuite()
        : TestSuite("iomt-ble-procedures-exchange", TestSuite::Type::UNIT)
    {
        AddTestCase(new FeatureExchangeCase(true));
        AddTestCase(new FeatureExchangeCase(false));
        AddTestCase(new VersionExchangeCase);
        AddTestCase(new DataLengthCase(true));
        AddTestCase(new DataLengthCase(false));
        AddTestCase(new DataLengthTogetherCase);
        AddTestCase(new QueueCase);
        AddTestCase(new UnsupportedCase);
        AddTestCase(new ImpossibleCase);
    }
};

const BleProceduresExchangeSuite g_suite;

} // namespace
