// SPDX-License-Identifier: GPL-2.0-only

#include "attack-bench.h"

#include "ns3/tamperer.h"
#include "ns3/test.h"

#include <bitset>
#include <set>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// How many bits two equally long strings of octets differ in.
std::size_t
Distance(const Bytes& a, const Bytes& b)
{
    std::size_t bits = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
    {
        bits += std::bitset<8>(a[i] ^ b[i]).count();
    }
    return bits;
}

} // namespace

/// A reading in the clear says what the tamperer wants and still is a valid datagram.
class TampererPlainCase : public TestCase
{
  public:
    TampererPlainCase()
        : TestCase("puts its own value into a plain reading")
    {
    }

  private:
    void DoRun() override
    {
        AttackBench bench(true);
        Ptr<Attack> attack = Attack::Create("tamperer");
        attack->Configure({{"values", {{"spo2", 97.5}}}});
        bench.Install(attack);
        const Bytes original = AttackBench::Put(0x1234, AttackBench::Plain(84));
        const Bytes already = AttackBench::Put(0x1235, AttackBench::Plain(97.5));
        SenmlRecord motion;
        motion.name = "urn:dev:ops:p1:motion";
        motion.value = 1;
        const Bytes other = AttackBench::Put(0x1236, EncodeSenml({motion}));
        bench.Send(Seconds(4), original, 11);
        bench.Send(Seconds(5), already, 12);
        // The same value as long as can be: the pack is not to be written anew for nothing
        const Bytes longhand =
            AttackBench::Put(0x1237, FromHex("81a2006473706f3202fb4058600000000000"));
        SenmlRecord based;
        based.name = "spo2";
        based.baseValue = 80;
        based.value = 4;
        bench.Send(Seconds(6), other, 13);
        bench.Send(Seconds(6.5), longhand, 14);
        bench.Send(Seconds(7), AttackBench::Put(0x1238, EncodeSenml({based})), 15);
        bench.Run(Seconds(8));

        NS_TEST_EXPECT_MSG_EQ(attack->GetAttempted(), 2, "readings changed");
        NS_TEST_EXPECT_MSG_EQ(attack->Harm()["rewritten"], 2, "by rewriting");
        NS_TEST_ASSERT_MSG_EQ(bench.GetReceived().size(), 5, "the checksum is right");
        const auto& changed = bench.GetReceived()[0];
        const auto pack = DecodeSenml(AttackBench::Body(changed.payload));
        NS_TEST_ASSERT_MSG_EQ(pack.has_value(), true, "still SenML");
        NS_TEST_ASSERT_MSG_EQ(pack->size(), 1, "of one record");
        NS_TEST_EXPECT_MSG_EQ(pack->front().value.value_or(0), 0.975, "that lies");
        NS_TEST_EXPECT_MSG_EQ(pack->front().unit.value_or(""), "/", "in the same unit");
        NS_TEST_EXPECT_MSG_EQ(ToHex(Bytes(changed.payload.begin(), changed.payload.begin() + 17)),
                              ToHex(Bytes(original.begin(), original.begin() + 17)),
                              "CoAP header and options are untouched");
        NS_TEST_EXPECT_MSG_EQ(changed.source, bench.GetSite(), "source");
        NS_TEST_EXPECT_MSG_EQ(changed.provenance.attack, AttackBench::ATTACK_ID, "ground truth");
        NS_TEST_EXPECT_MSG_EQ(changed.provenance.reading, 11, "of this reading");
        NS_TEST_EXPECT_MSG_EQ(ToHex(bench.GetReceived()[1].payload), ToHex(already), "no change");
        NS_TEST_EXPECT_MSG_EQ(ToHex(bench.GetReceived()[2].payload), ToHex(other), "not meant");
        NS_TEST_EXPECT_MSG_EQ(ToHex(bench.GetReceived()[3].payload), ToHex(longhand), "nor anew");
        const auto sum = DecodeSenml(AttackBench::Body(bench.GetReceived()[4].payload));
        NS_TEST_ASSERT_MSG_EQ(sum.has_value(), true, "still SenML with a base value");
        NS_TEST_EXPECT_MSG_EQ(ResolveSenml(*sum)[0].value.value_or(0), 97.5, "on top of the base");
        NS_TEST_EXPECT_MSG_EQ(bench.GetReceived()[1].provenance.attack, 0, "not marked");
    }
};

/// All that can be done to a sealed reading is to break it.
class TampererSealedCase : public TestCase
{
  public:
    TampererSealedCase()
        : TestCase("flips one bit of a sealed reading")
    {
    }

  private:
    void DoRun() override
    {
        AttackBench bench(true);
        Ptr<Attack> attack = Attack::Create("tamperer");
        bench.Install(attack);
        const Bytes original = AttackBench::Put(0x1234, AttackBench::Sealed(84));
        for (int i = 0; i < 20; ++i)
        {
            bench.Send(Seconds(4 + i), original, 11);
        }
        bench.Run(Seconds(30));

        NS_TEST_EXPECT_MSG_EQ(attack->Harm()["bit_flipped"], 20, "by flipping");
        NS_TEST_EXPECT_MSG_EQ(attack->Harm()["rewritten"], 0, "not by rewriting");
        NS_TEST_ASSERT_MSG_EQ(bench.GetReceived().size(), 20, "the checksum is right");
        for (const auto& changed : bench.GetReceived())
        {
            NS_TEST_ASSERT_MSG_EQ(changed.payload.size(), original.size(), "as long");
            NS_TEST_EXPECT_MSG_EQ(Distance(changed.payload, original), 1, "one bit");
            NS_TEST_EXPECT_MSG_EQ(
                Distance(AttackBench::Body(changed.payload), AttackBench::Body(original)),
                1,
                "behind the options");
            NS_TEST_EXPECT_MSG_EQ(changed.provenance.attack, AttackBench::ATTACK_ID, "marked");
        }
    }
};

/// Before Start and after Stop the tamperer is a wire.
class TampererIdleCase : public TestCase
{
  public:
    TampererIdleCase()
        : TestCase("is a wire while it does not act")
    {
    }

  private:
    bool Overhear(Ptr<NetDevice> /* device */,
                  Ptr<const Packet> /* packet */,
                  uint16_t /* protocol */,
                  const Address& source,
                  const Address& /* destination */,
                  NetDevice::PacketType /* type */)
    {
        m_sources.insert(source);
        return true;
    }

    void DoRun() override
    {
        AttackBench bench(true);
        bench.GetBrokerDevice()->SetPromiscReceiveCallback(
            MakeCallback(&TampererIdleCase::Overhear, this));
        Ptr<Attack> attack = Attack::Create("tamperer");
        attack->Configure({{"start_s", 5}, {"stop_s", 6}});
        bench.Install(attack);
        const Bytes original = AttackBench::Put(0x1234, AttackBench::Plain(84));
        bench.Send(Seconds(4), original, 11);
        bench.Send(Seconds(5.5), original, 12);
        bench.Send(Seconds(7), original, 13);
        bench.Run(Seconds(8));

        NS_TEST_EXPECT_MSG_EQ(attack->GetAttempted(), 1, "acted once");
        // Neighbour discovery of two hosts passes too
        NS_TEST_EXPECT_MSG_GT(attack->Harm()["frames"].get<int>(), 4, "passed on");
        NS_TEST_ASSERT_MSG_EQ(bench.GetReceived().size(), 3, "all pass");
        for (std::size_t i : {0, 2})
        {
            const auto& received = bench.GetReceived()[i];
            NS_TEST_EXPECT_MSG_EQ(ToHex(received.payload), ToHex(original), "octet by octet");
            NS_TEST_EXPECT_MSG_EQ(received.provenance.attack, 0, "not marked");
            NS_TEST_EXPECT_MSG_EQ(received.provenance.reading, 11 + i, "marks pass too");
        }
        NS_TEST_EXPECT_MSG_NE(ToHex(bench.GetReceived()[1].payload), ToHex(original), "acted");
        NS_TEST_ASSERT_MSG_EQ(m_sources.size(), 1, "one Ethernet source");
        NS_TEST_EXPECT_MSG_EQ(*m_sources.begin(), bench.GetSiteDevice()->GetAddress(), "the site");
    }

    std::set<Address> m_sources;
};

/// `share` thins the changes out.
class TampererShareCase : public TestCase
{
  public:
    TampererShareCase()
        : TestCase("changes the share it is told to")
    {
    }

  private:
    void DoRun() override
    {
        AttackBench bench(true);
        Ptr<Attack> attack = Attack::Create("tamperer");
        attack->Configure({{"share", 0.25}});
        bench.Install(attack);
        for (uint16_t i = 0; i < 400; ++i)
        {
            bench.Send(Seconds(4) + MilliSeconds(50 * i),
                       AttackBench::Put(i, AttackBench::Plain(84)),
                       i + 1);
        }
        bench.Run(Seconds(60));
        // Binomial(400, 0.25): 100, standard deviation 8.7
        NS_TEST_EXPECT_MSG_EQ_TOL(double(attack->GetAttempted()), 100.0, 35.0, "changed");
        NS_TEST_EXPECT_MSG_EQ(bench.GetReceived().size(), 400, "received");
    }
};

static class AttackTampererTestSuite : public TestSuite
{
  public:
    AttackTampererTestSuite()
        : TestSuite("iomt-attack-tamperer", TestSuite::Type::UNIT)
    {
        AddTestCase(new TampererPlainCase);
        AddTestCase(new TampererSealedCase);
        AddTestCase(new TampererIdleCase);
        AddTestCase(new TampererShareCase);
    }
} g_attackTampererTestSuite;
