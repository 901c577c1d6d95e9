// SPDX-License-Identifier: GPL-2.0-only

#include "attack-bench.h"

#include "ns3/tamperer.h"
#include "ns3/test.h"

#include <bitset>

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
        bench.Send(Seconds(6), other, 13);
        bench.Run(Seconds(8));

        NS_TEST_EXPECT_MSG_EQ(attack->GetAttempted(), 1, "readings changed");
        NS_TEST_EXPECT_MSG_EQ(attack->Harm()["rewritten"], 1, "by rewriting");
        NS_TEST_ASSERT_MSG_EQ(bench.GetReceived().size(), 3, "the checksum is right");
        const auto& changed = bench.GetReceived()[0];
        const auto pack = DecodeSenml(AttackBench::Body(changed.payload));
        NS_TEST_ASSERT_MSG_EQ(pack.has_value(), true, "still SenML");
        NS_TEST_ASSERT_MSG_EQ(pack->size(), 1, "of one record");
        NS_TEST_EXPECT_MSG_EQ(pack->front().value.value_or(0), 97.5, "that lies");
        NS_TEST_EXPECT_MSG_EQ(pack->front().unit.value_or(""), "%", "in the same unit");
        NS_TEST_EXPECT_MSG_EQ(ToHex(Bytes(changed.payload.begin(), changed.payload.begin() + 17)),
                              ToHex(Bytes(original.begin(), original.begin() + 17)),
                              "CoAP header and options are untouched");
        NS_TEST_EXPECT_MSG_EQ(changed.source, bench.GetSite(), "source");
        NS_TEST_EXPECT_MSG_EQ(changed.provenance.attack, AttackBench::ATTACK_ID, "ground truth");
        NS_TEST_EXPECT_MSG_EQ(changed.provenance.reading, 11, "of this reading");
        NS_TEST_EXPECT_MSG_EQ(ToHex(bench.GetReceived()[1].payload), ToHex(already), "no change");
        NS_TEST_EXPECT_MSG_EQ(ToHex(bench.GetReceived()[2].payload), ToHex(other), "not meant");
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
    void DoRun() override
    {
        AttackBench bench(true);
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
    }
} g_attackTampererTestSuite;
