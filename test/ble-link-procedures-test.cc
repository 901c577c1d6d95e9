// SPDX-License-Identifier: GPL-2.0-only

#include "ble-link-bench.h"

#include "ns3/test.h"

#include <functional>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

const BleKey KEY{1, 2, 3};
const BleKey OTHER_KEY{3, 2, 1};

/// Every control procedure on a link over the air, with data in both directions all the time.
class BleLinkProceduresCase : public TestCase
{
  public:
    BleLinkProceduresCase(BleLinkLayer::IdleEvents idle, uint16_t latency)
        : TestCase(std::string("all procedures, idle events ") +
                   (idle == BleLinkLayer::SKIP ? "skipped" : "played") + ", latency " +
                   std::to_string(latency)),
          m_idle(idle),
          m_latency(latency)
    {
    }

  private:
    /// One end of the link, what it was told, sent and received.
    struct End
    {
        Ptr<BleLink> link;
        std::vector<std::string> told;
        std::vector<std::vector<uint8_t>> sent;
        std::vector<std::vector<uint8_t>> received;
        std::string closed;
    };

    void Watch(End& end)
    {
        end.link->SetReceiveCallback(Callback<void, Ptr<Packet>>(
            [&end](Ptr<Packet> packet) { end.received.push_back(BleLinkBench::Octets(packet)); }));
        end.link->SetEventCallback(
            Callback<void, BleProcedureEvent>([&end](BleProcedureEvent event) {
                end.told.push_back(std::string(event.local ? "local " : "peer's ") +
                                   ToString(event.procedure) + ": " + ToString(event.status));
            }));
        end.link->SetEncryptionCallback(
            Callback<void, bool, BleError>([&end](bool on, BleError status) {
                end.told.push_back(std::string(on ? "encrypted: " : "clear: ") + ToString(status));
            }));
        end.link->SetClosedCallback(
            Callback<void, BleError>([&end](BleError reason) { end.closed = ToString(reason); }));
    }

    void SendOne(End& end)
    {
        const auto number = static_cast<uint8_t>(end.sent.size());
        const auto size = static_cast<uint16_t>(10 + 37 * (number % 7));
        const Ptr<Packet> pdu = BleLinkBench::Pdu(size, number);
        end.sent.push_back(BleLinkBench::Octets(pdu));
        end.link->Send(pdu);
    }

    void DoRun() override
    {
        BleLinkBench bench;
        End central;
        End peripheral;
        const Ptr<BleLinkLayer> centralLayer = bench.Add(0, 1);
        const Ptr<BleLinkLayer> peripheralLayer = bench.Add(5, -1);
        for (const Ptr<BleLinkLayer>& layer : bench.layers)
        {
            layer->SetAttribute("IdleEvents", EnumValue(m_idle));
        }
        BleLinkBench::Connect(centralLayer,
                              peripheralLayer,
                              BleLinkBench::Parameters(MilliSeconds(50), m_latency));
        const auto at = [](double seconds, std::function<void()> what) {
            Simulator::Schedule(Seconds(seconds), what);
        };
        at(1.9, [&]() {
            central.link = centralLayer->GetLink(peripheralLayer->GetAddress());
            peripheral.link = peripheralLayer->GetLink(centralLayer->GetAddress());
            Watch(central);
            Watch(peripheral);
            peripheral.link->SetLongTermKey(KEY);
        });
        for (int i = 0; i < 85; ++i)
        {
            at(2 + 0.5 * i, [&]() { SendOne(central); });
            at(2.13 + 0.5 * i, [&]() { SendOne(peripheral); });
        }
        const auto start = [](End& end) -> BleProcedures& { return end.link->Procedures(); };
        const BleConnectionParameters faster =
            BleLinkBench::Parameters(MilliSeconds(40), m_latency, Seconds(3));
        const BleConnectionParameters slower =
            BleLinkBench::Parameters(MicroSeconds(73750), m_latency, Seconds(3));
        at(3, [&]() { start(peripheral).StartFeatureExchange(); });
        at(4, [&]() { start(central).StartVersionExchange(); });
        at(5, [&]() { start(central).StartDataLengthUpdate(251, 17040); });
        at(7, [&]() { start(peripheral).StartPhyUpdate(BlePhyMode::LE_2M); });
        at(10, [&]() {
            NS_TEST_EXPECT_MSG_EQ(ToString(central.link->GetTxPhy()), "2M", "PHY");
            start(central).StartPhyUpdate(BlePhyMode::LE_CODED_S8);
        });
        at(13, [&]() {
            NS_TEST_EXPECT_MSG_EQ(ToString(peripheral.link->GetTxPhy()), "S8", "PHY");
            start(central).StartChannelMapUpdate(BleChannelMap(0x1f00));
        });
        at(16, [&]() {
            NS_TEST_EXPECT_MSG_EQ(peripheral.link->GetChannelMap().Bits(), 0x1f00, "map");
            start(peripheral).StartConnectionUpdate(faster);
        });
        at(19, [&]() {
            NS_TEST_EXPECT_MSG_EQ((central.link->GetParameters() == faster), true, "parameters");
            NS_TEST_EXPECT_MSG_EQ((peripheral.link->GetParameters() == faster), true, "both");
            start(central).StartEncryption(KEY);
        });
        at(22, [&]() {
            NS_TEST_EXPECT_MSG_EQ(central.link->IsEncrypted(), true, "encrypted");
            NS_TEST_EXPECT_MSG_EQ(peripheral.link->IsEncrypted(), true, "encrypted");
            start(peripheral).StartPhyUpdate(BlePhyMode::LE_2M);
        });
        at(25, [&]() {
            peripheral.link->SetLongTermKey(OTHER_KEY);
            start(central).StartEncryption(OTHER_KEY);
        });
        at(28, [&]() { start(central).StartConnectionUpdate(slower); });
        // All at once, from both.
        at(34, [&]() {
            start(central).StartPing();
            start(central).StartPhyUpdate(BlePhyMode::LE_1M);
            start(central).StartConnectionUpdate(faster);
            start(peripheral).StartPhyUpdate(BlePhyMode::LE_CODED_S2);
            start(peripheral).StartPing();
            start(peripheral).StartConnectionUpdate(slower);
        });
        at(45, [&]() {
            NS_TEST_EXPECT_MSG_EQ(
                (central.link->GetParameters() == peripheral.link->GetParameters()),
                true,
                "the ends mean the same");
            for (const End* end : {&central, &peripheral})
            {
                const BleLinkStatistics statistics = end->link->GetStatistics();
                NS_TEST_EXPECT_MSG_EQ(statistics.malformed, 0, "nothing odd");
                NS_TEST_EXPECT_MSG_EQ(statistics.crcErrors, 0, "nothing lost");
                if (m_latency == 0 || !end->link->IsCentral())
                {
                    NS_TEST_EXPECT_MSG_EQ(statistics.missedEvents, 0, "no event missed");
                }
                for (const uint64_t count : end->link->Procedures().GetRefusals())
                {
                    NS_TEST_EXPECT_MSG_LT(count, 3, "at most the collisions");
                }
            }
            start(peripheral).StartTermination(BleError::REMOTE_USER_TERMINATED);
        });
        at(45.01, [&]() { peripheralLayer->StopAdvertising(); });
        at(46, [&]() {
            NS_TEST_EXPECT_MSG_EQ(peripheral.closed,
                                  ToString(BleError::LOCAL_HOST_TERMINATED),
                                  "goodbye");
            NS_TEST_EXPECT_MSG_EQ(central.closed,
                                  ToString(BleError::REMOTE_USER_TERMINATED),
                                  "heard");
            Simulator::Stop();
        });
        Simulator::Run();

        NS_TEST_EXPECT_MSG_EQ((central.received == peripheral.sent), true, "all up, in order");
        NS_TEST_EXPECT_MSG_EQ((peripheral.received == central.sent), true, "all down, in order");
        NS_TEST_EXPECT_MSG_EQ(central.sent.size(), 85, "something was sent");
        const std::vector<std::string> expected{"local version exchange: success",
                                                "local data length update: success",
                                                "peer's PHY update: success",
                                                "local PHY update: success",
                                                "local channel map update: success",
                                                "peer's connection update: success",
                                                "encrypted: success",
                                                "peer's PHY update: success",
                                                "encrypted: success",
                                                "local connection update: success"};
        const std::vector<std::string> began(central.told.begin(),
                                             central.told.begin() +
                                                 std::min<std::size_t>(central.told.size(), 10));
        NS_TEST_EXPECT_MSG_EQ((began == expected), true, Join(central.told));
        NS_TEST_EXPECT_MSG_EQ(peripheral.told.front(), "local feature exchange: success", "told");
    }

    static std::string Join(const std::vector<std::string>& parts)
    {
        std::string text;
        for (const std::string& part : parts)
        {
            text += part + "; ";
        }
        return text;
    }

    BleLinkLayer::IdleEvents m_idle;
    uint16_t m_latency;
};

class BleLinkProceduresSuite : public TestSuite
{
  public:
    BleLinkProceduresSuite()
        : TestSuite("iomt-ble-link-procedures", TestSuite::Type::UNIT)
    {
        for (const auto idle : {BleLinkLayer::PLAY, BleLinkLayer::SKIP})
        {
            for (const uint16_t latency : {0, 4})
            {
                AddTestCase(new BleLinkProceduresCase(idle, latency));
            }
        }
    }
};

const BleLinkProceduresSuite g_suite;

} // namespace
