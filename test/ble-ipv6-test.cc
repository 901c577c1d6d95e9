// SPDX-License-Identifier: GPL-2.0-only

#include "ble-star-bench.h"

#include "ns3/test.h"

#include <memory>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Datagrams go from each peripheral to the border router and back, over 1, 3 and 31 links.
class Ipv6PingCase : public TestCase
{
  public:
    explicit Ipv6PingCase(uint32_t links)
        : TestCase(std::to_string(links) + " links"),
          m_links(links)
    {
    }

  private:
    void DoRun() override
    {
        BleStar star(m_links);
        star.ble.SetSecurity(BleSecurity::BONDED);
        star.Install();
        star.InstallIpv6();
        UdpEcho echo(star.nodes.Get(0));
        std::vector<std::unique_ptr<UdpPing>> pings;
        constexpr uint32_t rounds = 5;
        for (uint32_t i = 1; i <= m_links; ++i)
        {
            pings.push_back(std::make_unique<UdpPing>(star.nodes.Get(i)));
            for (uint32_t round = 0; round < rounds; ++round)
            {
                pings.back()->SendAt(Seconds(6 + round) + MilliSeconds(3 * i),
                                     star.GlobalOf(0),
                                     64 + i);
            }
        }
        BleStar::RunUntil(Seconds(12));
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetNLinks(), m_links, "links");
        NS_TEST_EXPECT_MSG_EQ(echo.received.size(), m_links, "all were heard");
        for (uint32_t i = 1; i <= m_links; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(echo.received[star.GlobalOf(i)], rounds, "from " << i);
            NS_TEST_EXPECT_MSG_EQ((pings[i - 1]->answers == std::vector<uint32_t>(rounds, 64 + i)),
                                  true,
                                  "back to " << i);
        }
    }

    uint32_t m_links;
};

/// Peripherals reach each other through the border router, which forwards.
class Ipv6ForwardingCase : public TestCase
{
  public:
    Ipv6ForwardingCase()
        : TestCase("from peripheral to peripheral")
    {
    }

  private:
    void ByRouter(Ptr<const Packet> /* packet */)
    {
        ++m_byRouter;
    }

    void ByPeripheral(Ptr<const Packet> /* packet */)
    {
        ++m_byPeripheral;
    }

    void DoRun() override
    {
        BleStar star(3);
        star.Install();
        star.InstallIpv6();
        UdpEcho echo(star.nodes.Get(3));
        UdpPing ping(star.nodes.Get(1));
        for (int i = 0; i < 10; ++i)
        {
            ping.SendAt(Seconds(5 + i), star.GlobalOf(3), 100);
        }
        BleStar::RunUntil(MilliSeconds(4900));
        star.Device(0)->TraceConnectWithoutContext(
            "MacRx",
            MakeCallback(&Ipv6ForwardingCase::ByRouter, this));
        star.Device(1)->TraceConnectWithoutContext(
            "MacRx",
            MakeCallback(&Ipv6ForwardingCase::ByPeripheral, this));
        BleStar::RunUntil(Seconds(16));
        NS_TEST_EXPECT_MSG_EQ(echo.received[star.GlobalOf(1)], 10, "there");
        NS_TEST_EXPECT_MSG_EQ(ping.answers.size(), 10, "and back");
        NS_TEST_EXPECT_MSG_GT(m_byRouter, 19, "through the border router, ever again");
        NS_TEST_EXPECT_MSG_EQ(m_byPeripheral, 10, "nothing but answers: no redirects");
        NS_TEST_EXPECT_MSG_EQ(star.Device(1)->GetNLinks(), 1, "there is no other way");
    }

    uint32_t m_byRouter{0};
    uint32_t m_byPeripheral{0};
};

/**
 * RFC 7668, 3.2.2: the interface identifier is the device address with FFFE in its middle, its
 * universal/local bit as it is; 3.2.4: addresses that follow from it are elided both ways, so a
 * datagram costs two octets of IPHC, three for the flow label 1 that ns-3 gives it, one of NHC,
 * four for its ports and two for its checksum.
 */
class Ipv6CompressionCase : public TestCase
{
  public:
    Ipv6CompressionCase()
        : TestCase("identifiers without the U-L flip, addresses elided, no fragment")
    {
    }

  private:
    void Sent(Ptr<const Packet> frame)
    {
        uint8_t iphc[2] = {};
        frame->CopyData(iphc, sizeof(iphc));
        m_allIphc = m_allIphc && (iphc[0] & 0xe0) == 0x60; // RFC 6282, 3.1: 011
        const bool multicast = (iphc[1] & 0x08) != 0;      // M; ns-3 solicits routers ever again
        if (!multicast)
        {
            m_sizes.push_back(frame->GetSize());
        }
    }

    void DoRun() override
    {
        BleStar star(1);
        star.Install();
        star.Device(0)->SetAddress(BleNetDevice::Turned(Mac48Address("c0:11:22:33:44:55")));
        star.Device(1)->SetAddress(BleNetDevice::Turned(Mac48Address("02:aa:bb:cc:dd:ee")));
        star.InstallIpv6();
        NS_TEST_EXPECT_MSG_EQ(star.GlobalOf(0),
                              Ipv6Address("fd00:0:0:1:c011:22ff:fe33:4455"),
                              "global");
        NS_TEST_EXPECT_MSG_EQ(star.interfaces.GetAddress(1, 0),
                              Ipv6Address("fe80::2aa:bbff:fecc:ddee"),
                              "link-local");
        UdpEcho echo(star.nodes.Get(0));
        UdpPing ping(star.nodes.Get(1));
        BleStar::RunUntil(Seconds(5));
        for (uint32_t i : {0, 1})
        {
            star.Device(i)->TraceConnectWithoutContext(
                "MacTx",
                MakeCallback(&Ipv6CompressionCase::Sent, this));
        }
        ping.SendAt(Seconds(1), star.GlobalOf(0), 64);
        ping.SendAt(Seconds(2), star.interfaces.GetAddress(0, 0), 64);
        BleStar::RunUntil(Seconds(8));
        constexpr uint32_t overhead = 2 + 3 + 1 + 4 + 2;
        NS_TEST_EXPECT_MSG_EQ((m_sizes == std::vector<uint32_t>(4, 64 + overhead)),
                              true,
                              "global and link-local, there and back");
        m_sizes.clear();
        // 1280 octets of IPv6 are 1232 of UDP payload.
        ping.SendAt(Seconds(1), star.GlobalOf(0), 1232);
        BleStar::RunUntil(Seconds(10));
        NS_TEST_EXPECT_MSG_EQ((m_sizes == std::vector<uint32_t>(2, 1232 + overhead)),
                              true,
                              "the longest packet");
        NS_TEST_EXPECT_MSG_EQ(ping.answers.size(), 3, "answers");
        NS_TEST_EXPECT_MSG_EQ(m_allIphc, true, "IPHC, and no fragment header");
    }

    std::vector<uint32_t> m_sizes;
    bool m_allIphc{true};
};

/// A multicast is copied to each link by the border router; unicasts are not.
class Ipv6MulticastCase : public TestCase
{
  public:
    Ipv6MulticastCase()
        : TestCase("multicast goes to each link")
    {
    }

  private:
    void Received(Ptr<Socket> socket)
    {
        while (socket->Recv())
        {
            ++m_received;
        }
    }

    void DoRun() override
    {
        constexpr uint32_t links = 5;
        BleStar star(links);
        star.Install();
        star.InstallIpv6();
        std::vector<Ptr<Socket>> sockets;
        for (uint32_t i = 1; i <= links; ++i)
        {
            sockets.push_back(
                Socket::CreateSocket(star.nodes.Get(i), UdpSocketFactory::GetTypeId()));
            sockets.back()->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 5683));
            sockets.back()->SetRecvCallback(MakeCallback(&Ipv6MulticastCase::Received, this));
        }
        auto sender = Socket::CreateSocket(star.nodes.Get(0), UdpSocketFactory::GetTypeId());
        sender->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 5683));
        sender->BindToNetDevice(star.ipDevices.Get(0));
        const auto send = [&](Ipv6Address to) {
            sender->SendTo(Create<Packet>(40), 0, Inet6SocketAddress(to, 5683));
        };
        BleStar::RunUntil(Seconds(5));
        send(Ipv6Address::GetAllNodesMulticast());
        BleStar::RunUntil(Seconds(6));
        NS_TEST_EXPECT_MSG_EQ(m_received, links, "each peripheral has a copy");
        send(star.GlobalOf(2));
        BleStar::RunUntil(Seconds(7));
        NS_TEST_EXPECT_MSG_EQ(m_received, links + 1, "a unicast has one receiver");
    }

    uint32_t m_received{0};
};

/// Whatever a peer sends on the channel, IPv6 above lives on.
class Ipv6ForgedCase : public TestCase
{
  public:
    Ipv6ForgedCase()
        : TestCase("forged 6LoWPAN frames")
    {
    }

  private:
    void DoRun() override
    {
        BleStar star(2);
        star.Install();
        star.InstallIpv6();
        auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(3);
        BleStar::RunUntil(Seconds(3));
        const auto channel = star.Device(1)->GetChannelTo(star.AddressOf(0));
        NS_TEST_ASSERT_MSG_EQ((channel != nullptr), true, "channel");
        for (int i = 0; i < 2000; ++i)
        {
            std::vector<uint8_t> octets(random->GetInteger(0, 60));
            for (auto& octet : octets)
            {
                octet = random->GetInteger(0, 255);
            }
            if (!octets.empty() && i % 4 != 0)
            {
                const uint8_t dispatches[] = {0xc0, 0xe0, 0x60, 0x7a, 0x41, 0x42, 0x80, 0x50};
                octets[0] = dispatches[random->GetInteger(0, 7)] | (octets[0] & 7);
            }
            Simulator::Schedule(MilliSeconds(10 * i), [channel, octets]() {
                channel->Send(Create<Packet>(octets.data(), octets.size()));
            });
        }
        UdpEcho echo(star.nodes.Get(0));
        UdpPing ping(star.nodes.Get(2));
        ping.SendAt(Seconds(25), star.GlobalOf(0), 64);
        BleStar::RunUntil(Seconds(30));
        NS_TEST_EXPECT_MSG_EQ(ping.answers.size(), 1, "the other peripheral is served");
    }
};

class BleIpv6Suite : public TestSuite
{
  public:
    BleIpv6Suite()
        : TestSuite("iomt-ble-ipv6", TestSuite::Type::UNIT)
    {
        AddTestCase(new Ipv6PingCase(1));
        AddTestCase(new Ipv6PingCase(3));
        AddTestCase(new Ipv6PingCase(31));
        AddTestCase(new Ipv6ForwardingCase);
        AddTestCase(new Ipv6CompressionCase);
        AddTestCase(new Ipv6MulticastCase);
        AddTestCase(new Ipv6ForgedCase);
    }
} g_bleIpv6Suite;

} // namespace
