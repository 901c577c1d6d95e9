// SPDX-License-Identifier: GPL-2.0-only

#include "ble-star-bench.h"

#include "ns3/battery.h"
#include "ns3/ble-radio.h"
#include "ns3/node.h"
#include "ns3/simple-net-device.h"
#include "ns3/test.h"

#include <fstream>
#include <functional>
#include <set>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// What the Core does not allow is refused where it is said, with the rule and the clause.
class HelperRefusalCase : public TestCase
{
  public:
    HelperRefusalCase()
        : TestCase("impossible parameters are refused")
    {
    }

  private:
    void Refused(const std::function<void()>& what, const std::string& rule)
    {
        std::string said;
        try
        {
            what();
        }
        catch (const std::invalid_argument& error)
        {
            said = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(said.find(rule), std::string::npos, "'" << said << "': " << rule);
    }

    void DoRun() override
    {
        BleHelper ble;
        const auto parameters = [&ble](Time interval, uint16_t latency, Time timeout) {
            return [&ble, interval, latency, timeout]() {
                ble.SetConnectionParameters({interval, latency, timeout});
            };
        };
        Refused(parameters(MicroSeconds(50100), 0, Seconds(4)), "4.5.1");
        Refused(parameters(MilliSeconds(5), 0, Seconds(4)), "4.5.1");
        Refused(parameters(MilliSeconds(50), 500, Seconds(32)), "4.5.1");
        Refused(parameters(MilliSeconds(50), 39, Seconds(4)), "4.5.2");
        parameters(MilliSeconds(50), 38, Seconds(4))();
        // The policy is judged with the rest of the parameters: 39 × 2 × 85 ms are more than 4 s.
        BleIntervalPolicy policy;
        policy.randomised = true;
        Refused([&]() { ble.SetIntervalPolicy(policy); }, "4.5.2");
        parameters(MilliSeconds(50), 0, Seconds(4))();
        ble.SetIntervalPolicy(policy);
        policy.lowest = MicroSeconds(65100);
        Refused([&]() { ble.SetIntervalPolicy(policy); }, "4.5.1");
        policy.lowest = MilliSeconds(90);
        Refused([&]() { ble.SetIntervalPolicy(policy); }, "lowest above highest");
        const auto host = CreateObject<BleHost>();
        const BleConnectionParameters impossible{MilliSeconds(1), 0, Seconds(4)};
        Refused([&]() { host->Connect(host, impossible, {}); }, "4.5.1");
        Refused([&]() { ble.SetDataLength(26); }, "4.5.10");
        Refused([&]() { ble.SetDataLength(252); }, "4.5.10");
        Refused([&]() { ble.Install(CreateObject<Node>()); }, "mobility");
        Refused(
            [&]() {
                ble.Connect(CreateObject<SimpleNetDevice>(), CreateObject<SimpleNetDevice>());
            },
            "not a BleNetDevice");
    }
};

/// Intervals of all links of a star, as they were set up.
std::vector<Time>
IntervalsOf(const BleStar& star)
{
    std::vector<Time> intervals;
    for (uint32_t i = 1; i < star.devices.GetN(); ++i)
    {
        const auto link = star.Device(0)->GetLinkLayer()->GetLink(star.AddressOf(i));
        intervals.push_back(link ? link->GetParameters().interval : Time());
    }
    return intervals;
}

/// Drawn intervals are on the grid, within the window and no two alike; static ones are as said.
class HelperIntervalCase : public TestCase
{
  public:
    HelperIntervalCase()
        : TestCase("interval policies")
    {
    }

  private:
    std::vector<Time> Run(bool randomised, int64_t stream)
    {
        BleStar star(12);
        star.ble.SetConnectionParameters({MilliSeconds(75), 0, Seconds(2)});
        BleIntervalPolicy policy;
        policy.randomised = randomised;
        star.ble.SetIntervalPolicy(policy);
        star.Install();
        star.ble.AssignStreams(star.devices, stream);
        BleStar::RunUntil(Seconds(5));
        return IntervalsOf(star);
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ((Run(false, 1) == std::vector<Time>(12, MilliSeconds(75))),
                              true,
                              "static");
        const auto drawn = Run(true, 1);
        for (const Time& interval : drawn)
        {
            NS_TEST_EXPECT_MSG_GT(interval, MilliSeconds(65) - NanoSeconds(1), "lowest");
            NS_TEST_EXPECT_MSG_LT(interval, MilliSeconds(85) + NanoSeconds(1), "highest");
            NS_TEST_EXPECT_MSG_EQ(interval.GetMicroSeconds() % 1250, 0, "grid");
        }
        NS_TEST_EXPECT_MSG_EQ(std::set<Time>(drawn.begin(), drawn.end()).size(), 12, "distinct");
        NS_TEST_EXPECT_MSG_EQ((Run(true, 1) == drawn), true, "the same stream, the same draw");
        NS_TEST_EXPECT_MSG_EQ((Run(true, 1000) == drawn), false, "another stream, another");
    }
};

/// A node in the middle of a line does not take the interval it gave to its own peripheral.
class HelperClashCase : public TestCase
{
  public:
    HelperClashCase()
        : TestCase("a peripheral that has the interval already asks for another")
    {
    }

  private:
    void DoRun() override
    {
        uint64_t refused = 0;
        for (int64_t stream = 1; stream < 7; ++stream)
        {
            BleStar line(2);
            line.devices = line.ble.Install(line.nodes);
            BleIntervalPolicy policy;
            policy.randomised = true;
            policy.lowest = policy.highest = MilliSeconds(75);
            line.ble.SetIntervalPolicy(policy);
            line.ble.Connect(line.devices.Get(1), line.devices.Get(2));
            policy.highest = MicroSeconds(76250);
            line.ble.SetIntervalPolicy(policy);
            line.ble.Connect(line.devices.Get(0), line.devices.Get(1));
            line.ble.AssignStreams(line.devices, 100 * stream);
            BleStar::RunUntil(Seconds(5));
            const auto upper = line.Device(0)->GetLinkLayer();
            const auto link = upper->GetLink(line.AddressOf(1));
            NS_TEST_ASSERT_MSG_EQ((link != nullptr), true, "link of the first");
            NS_TEST_EXPECT_MSG_EQ(link->GetParameters().interval, MicroSeconds(76250), "the other");
            NS_TEST_EXPECT_MSG_EQ(line.Device(1)->GetNLinks(), 2, "both carry IPv6");
            const auto closed = upper->GetClosed();
            const auto found = closed.find(BleError::UNACCEPTABLE_CONNECTION_PARAMETERS);
            refused += found == closed.end() ? 0 : found->second;
        }
        NS_TEST_EXPECT_MSG_GT(refused, 0, "some drew what was taken");
        NS_TEST_EXPECT_MSG_LT(refused, 7, "none did so twice");
    }
};

/// On a link that loses every other packet all is the same again with the same streams.
class HelperStreamsCase : public TestCase
{
  public:
    HelperStreamsCase()
        : TestCase("streams fix a lossy run")
    {
    }

  private:
    uint64_t Run(int64_t stream)
    {
        BleStar star(1);
        star.ble.SetSecurity(BleSecurity::JUST_WORKS);
        star.Install();
        star.ble.AssignStreams(star.devices, stream);
        star.MoveTo(1, 72); // −96 dBm there
        for (int i = 0; i < 200; ++i)
        {
            Simulator::Schedule(Seconds(3) + MilliSeconds(100 * i), [&star]() {
                star.Device(1)->Send(Create<Packet>(200),
                                     star.Device(0)->GetAddress(),
                                     BleNetDevice::PROTOCOL);
            });
        }
        BleStar::RunUntil(Seconds(30));
        return Simulator::GetEventCount();
    }

    void DoRun() override
    {
        const uint64_t events = Run(1);
        NS_TEST_EXPECT_MSG_EQ(Run(1), events, "the same streams");
        NS_TEST_EXPECT_MSG_NE(Run(100), events, "others");
    }
};

/// PHY and data length are those that were asked for.
class HelperLinkCase : public TestCase
{
  public:
    HelperLinkCase()
        : TestCase("PHY and data length")
    {
    }

  private:
    void Expect(BlePhyMode phy, uint16_t octets)
    {
        BleStar star(1);
        star.ble.SetPhy(phy);
        star.ble.SetDataLength(octets);
        star.Install();
        BleStar::RunUntil(Seconds(3));
        for (uint32_t i : {0, 1})
        {
            const auto link = star.Device(i)->GetLinkLayer()->GetLink(star.AddressOf(1 - i));
            NS_TEST_ASSERT_MSG_EQ((link != nullptr), true, "link");
            NS_TEST_EXPECT_MSG_EQ(ToString(link->GetTxPhy()), ToString(phy), "transmit PHY");
            NS_TEST_EXPECT_MSG_EQ(IsBleCoded(link->GetRxPhy()), IsBleCoded(phy), "receive PHY");
            NS_TEST_EXPECT_MSG_EQ(link->GetTxOctets(), octets, "octets, " << ToString(phy));
        }
    }

    void DoRun() override
    {
        Expect(BlePhyMode::LE_1M, 27);
        Expect(BlePhyMode::LE_1M, 100);
        Expect(BlePhyMode::LE_1M, 251);
        Expect(BlePhyMode::LE_2M, 251);
        Expect(BlePhyMode::LE_CODED_S8, 251);
        Expect(BlePhyMode::LE_CODED_S2, 251);
    }
};

/// A capture has the link type of BLE with a radio header, and packets of every link of the device.
class HelperPcapCase : public TestCase
{
  public:
    HelperPcapCase()
        : TestCase("capture")
    {
    }

  private:
    void DoRun() override
    {
        const std::string path = CreateTempDirFilename("ble.pcap");
        std::set<uint32_t> addresses;
        {
            BleStar star(2);
            star.Install();
            star.ble.EnablePcap(path, star.devices.Get(0), true, true);
            BleStar::RunUntil(Seconds(2));
            for (const auto& link : star.Device(0)->GetLinkLayer()->GetLinks())
            {
                addresses.insert(link->GetAccessAddress());
            }
        }
        std::ifstream file(path, std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(file)),
                                std::istreambuf_iterator<char>());
        const auto word = [&bytes](std::size_t at) {
            uint32_t value = 0;
            for (int i = 3; i >= 0; --i)
            {
                value = value << 8 | static_cast<uint8_t>(bytes.at(at + i));
            }
            return value;
        };
        NS_TEST_ASSERT_MSG_GT(bytes.size(), 1000, "written");
        NS_TEST_EXPECT_MSG_EQ(word(20), 256, "LINKTYPE_BLUETOOTH_LE_LL_WITH_PHDR");
        std::set<uint32_t> seen;
        std::size_t packets = 0;
        constexpr std::size_t header = 24;
        constexpr std::size_t record = 16;
        constexpr std::size_t radio = 10;
        for (std::size_t at = header; at + record + radio + 4 <= bytes.size(); ++packets)
        {
            seen.insert(word(at + record + radio)); // LE packet: access address first
            at += record + word(at + 8);
        }
        addresses.insert(0x8E89BED6);
        NS_TEST_EXPECT_MSG_EQ((seen == addresses), true, "advertising and both links");
        NS_TEST_EXPECT_MSG_GT(packets, 100, "packets");
    }
};

/// A node's battery is drawn from by its radio; stream numbers are counted.
class HelperInstallCase : public TestCase
{
  public:
    HelperInstallCase()
        : TestCase("battery, names and streams")
    {
    }

  private:
    void DoRun() override
    {
        BleStar star(1);
        const auto battery = CreateObject<Battery>();
        star.nodes.Get(1)->AggregateObject(battery);
        BleRadioProfile profile;
        profile.rx1MMa = 5;
        profile.sleepMa = 0.001;
        profile.txMaByDbm = {{0, 5}};
        star.ble.SetRadioProfile(profile);
        star.Install();
        const int64_t one = star.ble.AssignStreams(NetDeviceContainer(star.devices.Get(0)), 100);
        NS_TEST_EXPECT_MSG_GT(one, 2, "host, controller and radio");
        NS_TEST_EXPECT_MSG_EQ(star.ble.AssignStreams(star.devices, 100), 2 * one, "of each device");
        BleStar::RunUntil(Seconds(10));
        NS_TEST_EXPECT_MSG_GT(battery->GetDrawn(Battery::RADIO), 0, "drawn");
        NS_TEST_EXPECT_MSG_LT(battery->GetDrawn(Battery::RADIO), 10, "but little: it sleeps");
        NS_TEST_EXPECT_MSG_EQ((star.Device(1)->GetChannel() == star.ble.GetChannel()),
                              true,
                              "one channel");
    }
};

/// A channel of one's own is used, and outlives the helper.
class HelperChannelCase : public TestCase
{
  public:
    HelperChannelCase()
        : TestCase("devices live on without the helper")
    {
    }

  private:
    void DoRun() override
    {
        NodeContainer nodes(2);
        for (uint32_t i = 0; i < 2; ++i)
        {
            const auto position = CreateObject<ConstantPositionMobilityModel>();
            position->SetPosition(Vector(i, 0, 0));
            nodes.Get(i)->AggregateObject(position);
        }
        NetDeviceContainer devices;
        {
            BleHelper ble;
            devices = ble.Install(nodes);
            ble.AssignStreams(devices, 1);
            ble.Connect(devices.Get(0), devices.Get(1));
        }
        BleStar::RunUntil(Seconds(2));
        NS_TEST_EXPECT_MSG_EQ(devices.Get(0)->IsLinkUp(), true, "connected");
        Simulator::Destroy();
    }
};

class BleHelperSuite : public TestSuite
{
  public:
    BleHelperSuite()
        : TestSuite("iomt-ble-helper", TestSuite::Type::UNIT)
    {
        AddTestCase(new HelperRefusalCase);
        AddTestCase(new HelperIntervalCase);
        AddTestCase(new HelperClashCase);
        AddTestCase(new HelperStreamsCase);
        AddTestCase(new HelperLinkCase);
        AddTestCase(new HelperPcapCase);
        AddTestCase(new HelperInstallCase);
        AddTestCase(new HelperChannelCase);
    }
} g_bleHelperSuite;

} // namespace
