// SPDX-License-Identifier: GPL-2.0-only

#include "ble-star-bench.h"

#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <stdexcept>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr uint16_t ETHERTYPE_IPV4 = 0x0800;

/// Less than IPv6 needs is refused: by the device, by its attribute and by the helper.
class NetDeviceMtuCase : public TestCase
{
  public:
    NetDeviceMtuCase()
        : TestCase("an MTU under 1280 is refused")
    {
    }

  private:
    void DoRun() override
    {
        BleStar star(1);
        star.ble.SetMtu(1500);
        star.Install();
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetMtu(), 1500, "set by the helper");
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->SetMtu(1279), false, "refused");
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetMtu(), 1500, "as it was");
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->SetMtu(1280), true, "least");
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->SetAttributeFailSafe("Mtu", UintegerValue(1279)),
                              false,
                              "attribute");
        std::string said;
        try
        {
            star.ble.SetMtu(1279);
        }
        catch (const std::invalid_argument& error)
        {
            said = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(said.find("1280"), std::string::npos, "rule in '" << said << "'");
        NS_TEST_EXPECT_MSG_NE(said.find("RFC 7668"),
                              std::string::npos,
                              "clause in '" << said << "'");
    }
};

/// What becomes of packets that cannot be sent, by cause.
class NetDeviceDropCase : public TestCase
{
  public:
    NetDeviceDropCase()
        : TestCase("packets that are not sent are counted by cause")
    {
    }

  private:
    void Dropped(Ptr<const Packet> /* packet */)
    {
        ++m_macTxDrops;
    }

    void DroppedFor(Ptr<const Packet> /* packet */, BleDropCause cause)
    {
        ++m_drops[cause];
    }

    void DoRun() override
    {
        BleStar star(2);
        star.ble.SetDeviceAttribute("QueueLimit", UintegerValue(4));
        star.Install();
        const auto device = star.Device(0);
        device->TraceConnectWithoutContext("MacTxDrop",
                                           MakeCallback(&NetDeviceDropCase::Dropped, this));
        device->TraceConnectWithoutContext("Drop",
                                           MakeCallback(&NetDeviceDropCase::DroppedFor, this));
        const Address first = star.Device(1)->GetAddress();
        const auto send = [&](uint32_t size, const Address& to, uint16_t protocol) {
            return device->Send(Create<Packet>(size), to, protocol);
        };
        const uint16_t sixLowPan = BleNetDevice::PROTOCOL;
        NS_TEST_EXPECT_MSG_EQ(send(10, first, sixLowPan), false, "no link yet");
        NS_TEST_EXPECT_MSG_EQ(send(10, device->GetBroadcast(), sixLowPan), false, "nobody there");
        BleStar::RunUntil(Seconds(2));
        NS_TEST_EXPECT_MSG_EQ(send(10, first, sixLowPan), true, "now");
        NS_TEST_EXPECT_MSG_EQ(send(10, Mac48Address("00:00:00:00:99:99"), sixLowPan),
                              false,
                              "a stranger");
        NS_TEST_EXPECT_MSG_EQ(send(10, Address(), sixLowPan), false, "no address at all");
        NS_TEST_EXPECT_MSG_EQ(send(1281, first, sixLowPan), false, "over the MTU");
        star.Device(0)->SetMtu(1400); // of this end from now on; the peer was told 1280
        NS_TEST_EXPECT_MSG_EQ(send(1281, first, sixLowPan), false, "over the peer's MTU");
        star.Device(0)->SetMtu(1280);
        NS_TEST_EXPECT_MSG_EQ(send(10, first, ETHERTYPE_IPV4), false, "not 6LoWPAN");
        NS_TEST_EXPECT_MSG_EQ(
            device->SendFrom(Create<Packet>(1), first, first, BleNetDevice::PROTOCOL),
            false,
            "for another");
        uint32_t accepted = 0;
        for (int i = 0; i < 50; ++i)
        {
            accepted += send(1280, first, sixLowPan) ? 1 : 0;
        }
        NS_TEST_EXPECT_MSG_LT(accepted, 10, "the queue is bounded");
        NS_TEST_EXPECT_MSG_EQ(send(10, star.Device(2)->GetAddress(), sixLowPan),
                              true,
                              "each link has its own");
        NS_TEST_EXPECT_MSG_EQ(m_drops[BleDropCause::QUEUE_FULL], 50 - accepted, "full");
        NS_TEST_EXPECT_MSG_EQ(m_drops[BleDropCause::NO_LINK], 4, "no link");
        NS_TEST_EXPECT_MSG_EQ(m_drops[BleDropCause::TOO_LONG], 2, "too long");
        NS_TEST_EXPECT_MSG_EQ(m_drops[BleDropCause::WRONG_PROTOCOL], 2, "wrong protocol");
        BleStar::RunUntil(Seconds(3));
        star.MoveTo(1, 10000);
        BleStar::RunUntil(MilliSeconds(3100));
        send(1280, first, sixLowPan);
        send(1280, first, sixLowPan);
        send(1280, first, sixLowPan);
        BleStar::RunUntil(Seconds(10));
        NS_TEST_EXPECT_MSG_GT(m_drops[BleDropCause::LINK_LOST], 0, "what still waited");
        NS_TEST_EXPECT_MSG_EQ((device->GetDrops() == m_drops), true, "the counters say the same");
        uint64_t all = 0;
        for (const auto& [cause, count] : m_drops)
        {
            all += count;
        }
        NS_TEST_EXPECT_MSG_EQ(m_macTxDrops, all, "and ns-3's own trace");
    }

    uint64_t m_macTxDrops{0};
    std::map<BleDropCause, uint64_t> m_drops;
};

/// The device is up while any link carries IPv6, and says so.
class NetDeviceLinkCase : public TestCase
{
  public:
    NetDeviceLinkCase()
        : TestCase("up with the first link, down with the last")
    {
    }

  private:
    void Changed()
    {
        m_changes.push_back(m_device->IsLinkUp());
    }

    void Peer(Mac48Address peer, bool up)
    {
        m_peers.emplace_back(peer, up);
    }

    void DoRun() override
    {
        BleStar star(2);
        star.Install();
        m_device = star.Device(0);
        m_device->AddLinkChangeCallback(MakeCallback(&NetDeviceLinkCase::Changed, this));
        m_device->TraceConnectWithoutContext("Peer", MakeCallback(&NetDeviceLinkCase::Peer, this));
        NS_TEST_EXPECT_MSG_EQ(m_device->IsLinkUp(), false, "not yet");
        BleStar::RunUntil(Seconds(2));
        NS_TEST_EXPECT_MSG_EQ((m_changes == std::vector<bool>{true}), true, "up once");
        NS_TEST_EXPECT_MSG_EQ(m_peers.size(), 2, "two peers");
        star.MoveTo(1, 10000);
        BleStar::RunUntil(Seconds(8));
        NS_TEST_EXPECT_MSG_EQ(m_changes.size(), 1, "one link is enough");
        NS_TEST_ASSERT_MSG_EQ(m_peers.size(), 3, "one left");
        NS_TEST_EXPECT_MSG_EQ((m_peers[2] == std::pair(star.AddressOf(1), false)), true, "the far");
        star.MoveTo(2, 10000);
        BleStar::RunUntil(Seconds(14));
        NS_TEST_EXPECT_MSG_EQ((m_changes == std::vector<bool>{true, false}), true, "down");
        star.MoveTo(2, 1);
        BleStar::RunUntil(Seconds(20));
        NS_TEST_EXPECT_MSG_EQ((m_changes == std::vector<bool>{true, false, true}), true, "again");
        m_device = nullptr;
    }

    Ptr<BleNetDevice> m_device;
    std::vector<bool> m_changes;
    std::vector<std::pair<Mac48Address, bool>> m_peers;
};

/// Nothing longer than the MTU of either end is sent.
class NetDeviceUnevenCase : public TestCase
{
  public:
    NetDeviceUnevenCase()
        : TestCase("ends with another MTU each")
    {
    }

  private:
    void DoRun() override
    {
        BleStar star(1);
        star.Install();
        star.Device(1)->SetMtu(1500);
        BleStar::RunUntil(Seconds(2));
        for (uint32_t i : {0, 1})
        {
            const auto device = star.Device(i);
            const auto send = [&](uint32_t size) {
                return device->Send(Create<Packet>(size),
                                    star.Device(1 - i)->GetAddress(),
                                    BleNetDevice::PROTOCOL);
            };
            NS_TEST_EXPECT_MSG_EQ(send(1280), true, "of both, from " << i);
            NS_TEST_EXPECT_MSG_EQ(send(1281), false, "of one, from " << i);
        }
    }
};

/// Unicasts go to their addressee alone, whatever kind of address ns-3 hands over.
class NetDeviceUnicastCase : public TestCase
{
  public:
    NetDeviceUnicastCase()
        : TestCase("unicast, broadcast and untyped addresses")
    {
    }

  private:
    bool Received(Ptr<NetDevice> device,
                  Ptr<const Packet> packet,
                  uint16_t protocol,
                  const Address& from)
    {
        m_received.emplace_back(device->GetNode()->GetId(), packet->GetSize());
        m_protocol = protocol;
        m_from = from;
        return true;
    }

    void DoRun() override
    {
        BleStar star(3);
        star.Install();
        for (uint32_t i = 1; i <= 3; ++i)
        {
            star.Device(i)->SetReceiveCallback(MakeCallback(&NetDeviceUnicastCase::Received, this));
        }
        BleStar::RunUntil(Seconds(3));
        const auto central = star.Device(0);
        central->Send(Create<Packet>(11), star.Device(1)->GetAddress(), BleNetDevice::PROTOCOL);
        // As a neighbour discovery option of ns-3 before 3.42 gives it: six octets of no type.
        uint8_t octets[6];
        star.Device(2)->GetAddress().CopyTo(octets);
        central->Send(Create<Packet>(12), Address(0, octets, 6), BleNetDevice::PROTOCOL);
        BleStar::RunUntil(Seconds(4));
        const uint32_t id = star.nodes.Get(0)->GetId();
        using Log = std::vector<std::pair<uint32_t, uint32_t>>;
        std::sort(m_received.begin(), m_received.end());
        NS_TEST_EXPECT_MSG_EQ((m_received == Log{{id + 1, 11}, {id + 2, 12}}), true, "unicasts");
        NS_TEST_EXPECT_MSG_EQ(m_protocol, BleNetDevice::PROTOCOL, "protocol");
        NS_TEST_EXPECT_MSG_EQ(m_from, central->GetAddress(), "from");
        m_received.clear();
        central->Send(Create<Packet>(13), central->GetBroadcast(), BleNetDevice::PROTOCOL);
        BleStar::RunUntil(Seconds(5));
        std::sort(m_received.begin(), m_received.end());
        NS_TEST_EXPECT_MSG_EQ((m_received == Log{{id + 1, 13}, {id + 2, 13}, {id + 3, 13}}),
                              true,
                              "broadcast");
    }

    std::vector<std::pair<uint32_t, uint32_t>> m_received;
    uint16_t m_protocol{0};
    Address m_from;
};

/// A peer that breaks a rule of the channel loses it, and gets another.
class NetDeviceReopenCase : public TestCase
{
  public:
    NetDeviceReopenCase()
        : TestCase("a closed channel is opened again")
    {
    }

  private:
    void DoRun() override
    {
        BleStar star(1);
        star.Install();
        BleStar::RunUntil(Seconds(2));
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetNLinks(), 1, "open");
        star.Device(1)->GetChannelTo(star.AddressOf(0))->Close();
        BleStar::RunUntil(MilliSeconds(2500));
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetNLinks(), 0, "closed");
        BleStar::RunUntil(Seconds(4));
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetNLinks(), 1, "open again");
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetLinkLayer()->GetOpened(), 1, "on the same link");
    }
};

class BleNetDeviceSuite : public TestSuite
{
  public:
    BleNetDeviceSuite()
        : TestSuite("iomt-ble-net-device", TestSuite::Type::UNIT)
    {
        AddTestCase(new NetDeviceMtuCase);
        AddTestCase(new NetDeviceDropCase);
        AddTestCase(new NetDeviceLinkCase);
        AddTestCase(new NetDeviceUnevenCase);
        AddTestCase(new NetDeviceUnicastCase);
        AddTestCase(new NetDeviceReopenCase);
    }
} g_bleNetDeviceSuite;

} // namespace
