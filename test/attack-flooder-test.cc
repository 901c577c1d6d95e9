// SPDX-License-Identifier: GPL-2.0-only

#include "attack-bench.h"

#include "ns3/flooder.h"
#include "ns3/test.h"

#include <set>

using namespace ns3;
using namespace ns3::iomt;

/// Rate, size, sources and contents are what was asked for, and every datagram is valid.
class FlooderCase : public TestCase
{
  public:
    FlooderCase(const std::string& content, bool spoof, std::size_t size)
        : TestCase("floods with " + content + (spoof ? ", spoofed, " : ", own address, ") +
                   std::to_string(size) + " octets"),
          m_content(content),
          m_spoof(spoof),
          m_size(size)
    {
    }

  private:
    void DoRun() override
    {
        AttackBench bench;
        Ptr<Attack> attack = Attack::Create("flooder");
        attack->Configure({{"start_s", 3},
                           {"stop_s", 8},
                           {"rate_pps", 250},
                           {"payload_bytes", m_size},
                           {"spoof", m_spoof},
                           {"content", m_content}});
        bench.Install(attack);
        bench.Send(Seconds(4), FromHex("40000001"), 1); // it learns the Ethernet addresses here
        bench.Run(Seconds(10));

        NS_TEST_EXPECT_MSG_EQ_TOL(double(attack->GetAttempted()), 1000.0, 2.0, "250/s for 4 s");
        NS_TEST_EXPECT_MSG_EQ(attack->Harm()["bytes"],
                              attack->GetAttempted() * (48 + m_size),
                              "sent");
        std::set<uint16_t> ids;
        std::set<Ipv6Address> sources;
        uint64_t forged = 0;
        for (const auto& received : bench.GetReceived())
        {
            if (received.provenance.attack == 0)
            {
                continue;
            }
            ++forged;
            sources.insert(received.source);
            NS_TEST_EXPECT_MSG_EQ(received.provenance.attack, AttackBench::ATTACK_ID, "marked");
            NS_TEST_EXPECT_MSG_EQ(received.payload.size(), m_size, "payload");
            Datagram datagram;
            datagram.payload = received.payload;
            const auto coap = datagram.Coap();
            if (m_content == "random")
            {
                continue;
            }
            NS_TEST_ASSERT_MSG_EQ(coap.has_value(), true, "valid CoAP");
            NS_TEST_EXPECT_MSG_EQ(unsigned{coap->type}, 1, "NON");
            NS_TEST_EXPECT_MSG_EQ(unsigned{coap->code}, (m_content == "put" ? 3 : 1), "method");
            NS_TEST_EXPECT_MSG_EQ(coap->path.rfind("ps/flood/", 0), 0, "path");
            ids.insert(coap->messageId);
        }
        NS_TEST_EXPECT_MSG_EQ(forged, attack->GetAttempted(), "all of them arrive and are valid");
        if (m_spoof)
        {
            NS_TEST_EXPECT_MSG_EQ(sources.size(), forged, "a new source each");
            std::set<Ipv6Address> networks;
            for (Ipv6Address source : sources)
            {
                networks.insert(source.CombinePrefix(Ipv6Prefix(64)));
            }
            NS_TEST_ASSERT_MSG_EQ(networks.size(), 2, "out of both sites");
            NS_TEST_EXPECT_MSG_EQ(*networks.begin(), Ipv6Address("2001:db8:1::"), "first site");
            NS_TEST_EXPECT_MSG_EQ(*networks.rbegin(), Ipv6Address("2001:db8:2::"), "second site");
        }
        else
        {
            NS_TEST_ASSERT_MSG_EQ(sources.size(), 1, "one source");
            NS_TEST_EXPECT_MSG_EQ(*sources.begin(), Ipv6Address("2001:db8:e::bad"), "its own");
        }
        if (m_content != "random")
        {
            NS_TEST_EXPECT_MSG_GT(ids.size(), 950, "message IDs differ");
        }
    }

    std::string m_content;
    bool m_spoof;
    std::size_t m_size;
};

/// With nothing to learn Ethernet addresses from, nothing is sent.
class FlooderBlindCase : public TestCase
{
  public:
    FlooderBlindCase()
        : TestCase("waits until it has seen a frame to the broker")
    {
    }

  private:
    void DoRun() override
    {
        AttackBench bench;
        Ptr<Attack> attack = Attack::Create("flooder");
        bench.Install(attack);
        bench.Run(Seconds(10));
        NS_TEST_EXPECT_MSG_EQ(attack->GetAttempted(), 0, "sent");
    }
};

static class AttackFlooderTestSuite : public TestSuite
{
  public:
    AttackFlooderTestSuite()
        : TestSuite("iomt-attack-flooder", TestSuite::Type::UNIT)
    {
        AddTestCase(new FlooderCase("put", true, 64));
        AddTestCase(new FlooderCase("put", false, 1232));
        AddTestCase(new FlooderCase("get", true, 64));
        AddTestCase(new FlooderCase("get", true, 1232));
        AddTestCase(new FlooderCase("random", false, 100));
        AddTestCase(new FlooderBlindCase);
    }
} g_attackFlooderTestSuite;
