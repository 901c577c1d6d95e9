// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/provenance.h"
#include "ns3/test.h"
#include "ns3/udp-header.h"

using namespace ns3;
using namespace ns3::iomt;

/// Marks survive fragments, reassembly and headers, and the most severe counts.
class ProvenanceMarkCase : public TestCase
{
  public:
    ProvenanceMarkCase()
        : TestCase("marks follow the octets")
    {
    }

  private:
    void DoRun() override
    {
        Ptr<Packet> packet = Create<Packet>(100);
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(packet).Pack(), 0, "nothing noted yet");
        Provenance::MarkReading(packet, 42);
        packet->AddHeader(UdpHeader());
        UdpHeader udp;
        Ptr<Packet> first = packet->CreateFragment(0, 60);
        Ptr<Packet> rest = packet->CreateFragment(60, 48);
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(rest).reading, 42, "reading in a fragment");
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(rest).attack, 0, "no attack in it");

        Provenance::MarkAttack(rest, 3);
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(rest).reading, 42, "an attack keeps the reading");
        first->AddAtEnd(rest);
        first->RemoveHeader(udp);
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(first).reading, 42, "reading after reassembly");
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(first).attack, 3, "one forged fragment is enough");

        Provenance::MarkReading(first, 43);
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(first).reading, 43, "the latest reading counts");
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(first).attack, 3, "a reading keeps the attack");
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(packet).attack, 0, "the original knows of nothing");

        Ptr<Packet> front = Create<Packet>(10);
        Provenance::MarkAttack(front, 5);
        front->AddAtEnd(packet);
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(front).attack, 5, "forged in front");
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(front).reading, 42, "genuine behind");

        Ptr<Packet> copied = Create<Packet>(10);
        Provenance::MarkAttack(copied, 9, packet);
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(copied).reading, 42, "carried over");
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(copied).attack, 9, "marked");
    }
};

/// One opaque value holds it for layers that do not look.
class ProvenancePackCase : public TestCase
{
  public:
    ProvenancePackCase()
        : TestCase("packs into 64 bits and back")
    {
    }

  private:
    void DoRun() override
    {
        const Provenance provenance(0x123456789abc, 0xfedc);
        NS_TEST_EXPECT_MSG_EQ(provenance.Pack(), 0xfedc123456789abcULL, "attack high, reading low");
        for (uint64_t reading : {uint64_t{0}, uint64_t{1}, Provenance::MAX_READING})
        {
            for (uint32_t attack : {uint32_t{0}, uint32_t{1}, Provenance::MAX_ATTACK})
            {
                const Provenance back = Provenance::Unpack(Provenance(reading, attack).Pack());
                NS_TEST_EXPECT_MSG_EQ(back.reading, reading, "reading");
                NS_TEST_EXPECT_MSG_EQ(back.attack, attack, "attack");
            }
        }
        Ptr<Packet> packet = Create<Packet>(1);
        Provenance::Mark(packet, provenance.Pack());
        NS_TEST_EXPECT_MSG_EQ(Provenance::Of(packet).Pack(), provenance.Pack(), "on a packet");
    }
};

static class ProvenanceTestSuite : public TestSuite
{
  public:
    ProvenanceTestSuite()
        : TestSuite("iomt-provenance", TestSuite::Type::UNIT)
    {
        AddTestCase(new ProvenanceMarkCase);
        AddTestCase(new ProvenancePackCase);
    }
} g_provenanceTestSuite;
