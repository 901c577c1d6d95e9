// SPDX-License-Identifier: GPL-2.0-only

#include "attack-bench.h"

#include "ns3/replayer.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

/// A replay reaches the broker's socket from the victim's address, new only in ID and token.
class ReplayerCase : public TestCase
{
  public:
    ReplayerCase()
        : TestCase("replays a reading as a valid datagram of its sender")
    {
    }

  private:
    bool Overhear(Ptr<NetDevice> /* device */,
                  Ptr<const Packet> packet,
                  uint16_t /* protocol */,
                  const Address& source,
                  const Address& /* destination */,
                  NetDevice::PacketType /* type */)
    {
        if (Provenance::Of(packet).attack != 0)
        {
            m_ethernetSource = source;
        }
        return true;
    }

    void DoRun() override
    {
        AttackBench bench;
        Ptr<Attack> attack = Attack::Create("replayer");
        attack->Configure({{"start_s", 3}, {"stop_s", 20}, {"delay_s", 5}});
        bench.Install(attack);
        bench.GetBrokerDevice()->SetPromiscReceiveCallback(
            MakeCallback(&ReplayerCase::Overhear, this));
        const Bytes sealed = AttackBench::Put(0x1234, AttackBench::Sealed(84));
        bench.Send(Seconds(4), sealed, 11);
        bench.Send(Seconds(5), sealed, 11);                                    // a retransmission
        bench.Send(Seconds(6), FromHex("4001 7d34 b2 7073 02 7031"), 0);       // GET ps/p1
        bench.Send(Seconds(7), FromHex("4003 7d35 b2 7073 02 7278 ff 01"), 0); // PUT ps/rx
        bench.Send(Seconds(17), AttackBench::Put(9, AttackBench::Plain(84)), 12); // due after Stop
        bench.Run(Seconds(30));

        NS_TEST_EXPECT_MSG_EQ(attack->GetAttempted(), 1, "replays");
        NS_TEST_EXPECT_MSG_EQ(attack->Harm()["captured"], 2, "captures");
        NS_TEST_ASSERT_MSG_EQ(bench.GetReceived().size(), 6, "five genuine, one replay");
        const auto& replay = bench.GetReceived()[4];
        NS_TEST_EXPECT_MSG_EQ_TOL(replay.at, Seconds(9), MilliSeconds(20), "after the delay");
        NS_TEST_EXPECT_MSG_EQ(replay.source, bench.GetSite(), "IPv6 source");
        NS_TEST_EXPECT_MSG_EQ(replay.sourcePort, 5683, "UDP source port");
        NS_TEST_EXPECT_MSG_EQ(m_ethernetSource, bench.GetSiteDevice()->GetAddress(), "Ethernet");
        NS_TEST_EXPECT_MSG_EQ(replay.provenance.attack, AttackBench::ATTACK_ID, "ground truth");
        NS_TEST_EXPECT_MSG_EQ(replay.provenance.reading, 11, "of this reading");

        NS_TEST_ASSERT_MSG_EQ(replay.payload.size(), sealed.size(), "as long");
        NS_TEST_EXPECT_MSG_EQ(ToHex({replay.payload[0], replay.payload[1]}), "5303", "NON PUT");
        const Bytes id(replay.payload.begin() + 2, replay.payload.begin() + 4);
        const Bytes token(replay.payload.begin() + 4, replay.payload.begin() + 7);
        NS_TEST_EXPECT_MSG_NE(ToHex(id), "1234", "a new message ID");
        NS_TEST_EXPECT_MSG_NE(ToHex(token), "c0ffee", "a new token");
        NS_TEST_EXPECT_MSG_EQ(ToHex(Bytes(replay.payload.begin() + 7, replay.payload.end())),
                              ToHex(Bytes(sealed.begin() + 7, sealed.end())),
                              "all the rest is as captured");
    }

    Address m_ethernetSource;
};

/// Two replayers on one LAN do not replay each other for ever.
class ReplayerPairCase : public TestCase
{
  public:
    ReplayerPairCase()
        : TestCase("two replayers make no storm")
    {
    }

  private:
    void DoRun() override
    {
        AttackBench bench;
        Ptr<Attack> one = Attack::Create("replayer");
        Ptr<Attack> two = Attack::Create("replayer");
        one->Configure({{"delay_s", 0.5}});
        two->Configure({{"delay_s", 0.7}});
        bench.Install(one);
        bench.Install(two);
        bench.Send(Seconds(4), AttackBench::Put(1, AttackBench::Sealed(84)), 1);
        bench.Run(Seconds(30));
        NS_TEST_EXPECT_MSG_EQ(one->GetAttempted(), 1, "first");
        NS_TEST_EXPECT_MSG_EQ(two->GetAttempted(), 1, "second");
        NS_TEST_EXPECT_MSG_EQ(bench.GetReceived().size(), 3, "received");
    }
};

/// `share` thins the replays out.
class ReplayerShareCase : public TestCase
{
  public:
    ReplayerShareCase()
        : TestCase("replays the share it is told to")
    {
    }

  private:
    void DoRun() override
    {
        AttackBench bench;
        Ptr<Attack> attack = Attack::Create("replayer");
        attack->Configure({{"delay_s", 1}, {"share", 0.25}});
        bench.Install(attack);
        for (uint16_t i = 0; i < 400; ++i)
        {
            bench.Send(Seconds(4) + MilliSeconds(50 * i),
                       AttackBench::Put(i, AttackBench::Plain(80 + 0.01 * i)),
                       i + 1);
        }
        bench.Run(Seconds(60));
        // Binomial(400, 0.25): 100, standard deviation 8.7
        NS_TEST_EXPECT_MSG_EQ_TOL(double(attack->GetAttempted()), 100.0, 35.0, "replays");
        NS_TEST_EXPECT_MSG_EQ(bench.GetReceived().size(), 400 + attack->GetAttempted(), "received");
    }
};

static class AttackReplayerTestSuite : public TestSuite
{
  public:
    AttackReplayerTestSuite()
        : TestSuite("iomt-attack-replayer", TestSuite::Type::UNIT)
    {
        AddTestCase(new ReplayerCase);
        AddTestCase(new ReplayerPairCase);
        AddTestCase(new ReplayerShareCase);
    }
} g_attackReplayerTestSuite;
