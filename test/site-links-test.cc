// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/address-plan.h"
#include "ns3/battery.h"
#include "ns3/ble-link-layer.h"
#include "ns3/ble-link.h"
#include "ns3/ble-net-device.h"
#include "ns3/ble-radio.h"
#include "ns3/core-helper.h"
#include "ns3/frame-filter.h"
#include "ns3/ipv6.h"
#include "ns3/scenario.h"
#include "ns3/simulator.h"
#include "ns3/site-helper.h"
#include "ns3/sixlowpan-net-device.h"
#include "ns3/telemedicine-helper.h"
#include "ns3/test.h"

#include <algorithm>
#include <set>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// The radio under what IPv6 sits on.
Ptr<NetDevice>
RadioOf(Ptr<NetDevice> device)
{
    if (const auto sixLowPan = DynamicCast<SixLowPanNetDevice>(device))
    {
        device = sixLowPan->GetNetDevice();
    }
    if (const auto filter = DynamicCast<FrameFilter>(device))
    {
        device = filter->GetInner();
    }
    return device;
}

/// Two kinds of link at one gateway: subnets of one block, and one air.
class SiteLinksCase : public TestCase
{
  public:
    SiteLinksCase()
        : TestCase("links of a site")
    {
    }

  private:
    void DoRun() override
    {
        using namespace address_plan;
        CoreHelper core;
        core.Install(2);
        SiteHelper helper;
        helper.SetDevices({"ecg-patch", "thermometer", "watch"});
        helper.SetAccess("802.15.4");
        helper.SetAccessOf("thermometer", "none");
        const Site first = helper.Install("a", 0, {"p1"}, core.GetInternet());
        const Site second = helper.Install("b", 1, {"p2", "p3"}, core.GetInternet());

        NS_TEST_ASSERT_MSG_EQ(second.links.size(), 2, "one for each kind");
        NS_TEST_EXPECT_MSG_EQ(second.links[0].name, "802.15.4", "in the order of the devices");
        NS_TEST_EXPECT_MSG_EQ(second.links[1].name, "none", "and the other");
        NS_TEST_EXPECT_MSG_EQ(second.links[0].devices.GetN(), 5, "gateway, patches, watches");
        NS_TEST_EXPECT_MSG_EQ(second.links[1].devices.GetN(), 3, "gateway, thermometers");

        const auto sites = core.Resolve("sites");
        std::set<Ipv6Address> addresses;
        for (const Site* site : {&first, &second})
        {
            const uint16_t index = site == &second;
            NS_TEST_EXPECT_MSG_NE(site->air, nullptr, "has an air");
            for (const WornDevice& device : site->devices)
            {
                const bool wired = device.profile.kind == "thermometer";
                NS_TEST_EXPECT_MSG_EQ(device.access, (wired ? "none" : "802.15.4"), device.name);
                const Ipv6Address address = GlobalAddress(device.node, 1);
                NS_TEST_EXPECT_MSG_EQ(address.CombinePrefix(Prefix()),
                                      Network(SiteSubnet(index, wired)),
                                      device.name << " is in the subnet of its link");
                NS_TEST_EXPECT_MSG_EQ(addresses.insert(address).second, true, "of its own");
                bool known = false;
                for (const AddressPrefix& prefix : sites)
                {
                    known = known || prefix.Contains(address);
                }
                NS_TEST_EXPECT_MSG_EQ(known, true, "firewalls know it as a site's");
            }
            for (auto device = site->links[0].devices.Begin();
                 device != site->links[0].devices.End();
                 ++device)
            {
                NS_TEST_EXPECT_MSG_EQ(RadioOf(*device)->GetChannel(), site->air, "one air");
            }
        }
        NS_TEST_EXPECT_MSG_NE(first.air, second.air, "sites do not hear each other");
        Simulator::Destroy();
    }
};

/// Two kinds of radio in one room: each reading comes, over its own link, at its own price.
class SiteRadiosCase : public TestCase
{
  public:
    SiteRadiosCase()
        : TestCase("802.15.4 and Bluetooth LE in one air")
    {
    }

  private:
    void Arrived(Ptr<const Packet>)
    {
        ++m_arrived;
    }

    void DoRun() override
    {
        TelemedicineHelper system(
            LoadScenario("telemedicine",
                         {R"(sites=[{"name":"home","access_of":{"ecg-patch":"802.15.4"}}])",
                          "episodes=[]",
                          "duration_s=20"}));
        system.Install();
        system.AssignStreams(1);
        const Site& site = system.GetSites().front();
        NS_TEST_ASSERT_MSG_EQ(site.links.size(), 2, "links");
        NS_TEST_EXPECT_MSG_EQ(site.links[0].name, "802.15.4", "of the patch");
        NS_TEST_EXPECT_MSG_EQ(site.links[1].name, "ble", "of all others");
        const auto ble = DynamicCast<BleNetDevice>(RadioOf(site.links[1].devices.Get(0)));
        NS_TEST_ASSERT_MSG_NE(ble, nullptr, "gateway's");
        NS_TEST_EXPECT_MSG_EQ(ble->GetRadio()->GetChannel(), site.air, "one air");
        site.hook->TraceConnectWithoutContext("Arrived",
                                              MakeCallback(&SiteRadiosCase::Arrived, this));
        Simulator::Schedule(system.GetWarmUp(), [&]() {
            NS_TEST_EXPECT_MSG_EQ(ble->GetNLinks(), 3, "connected before anyone feels anything");
        });
        Simulator::Stop(Seconds(22));
        Simulator::Run();
        // 34 of the patch, 17 of oximeter and watch, 2 of the thermometer; all but a few come.
        NS_TEST_EXPECT_MSG_GT(m_arrived, 65, "readings come to the gateway");
        for (const SiteLink& link : site.links)
        {
            NS_TEST_EXPECT_MSG_GT(link.access->GetFrames().received, 30, link.name);
            NS_TEST_EXPECT_MSG_EQ(link.access->GetFrames().dropped.size(), 0, link.name);
        }
        const auto radioMwOf = [](Ptr<Node> node) {
            return node->GetObject<Battery>()->GetDrawn(Battery::RADIO) / 22;
        };
        NS_TEST_EXPECT_MSG_GT(radioMwOf(site.gateway),
                              radioMwOf(site.devices.front().node) + 0.05,
                              "a gateway pays for both its radios");
        for (const WornDevice& device : site.devices)
        {
            const double radioMw = radioMwOf(device.node);
            if (device.access == "ble")
            {
                NS_TEST_EXPECT_MSG_LT(radioMw, 0.2, device.name << " sleeps in between");
                NS_TEST_EXPECT_MSG_GT(radioMw, 0.001, device.name << " sends");
            }
            else
            {
                NS_TEST_EXPECT_MSG_GT(radioMw, 13, device.name << " listens all the time");
            }
        }
        Simulator::Destroy();
    }

    int m_arrived{0};
};

/// What a scenario says of Bluetooth LE is what its links are.
class SiteBleOptionsCase : public TestCase
{
  public:
    SiteBleOptionsCase()
        : TestCase("connections are as the scenario wants them")
    {
    }

  private:
    struct Wanted
    {
        std::string ble; ///< of the scenario
        std::set<Time> intervals;
        uint16_t latency;
        Time supervision;
        BlePhyMode phy;
        bool encrypted;
    };

    void DoRun() override
    {
        Expect({"{}", {MilliSeconds(50)}, 9, Seconds(4), BlePhyMode::LE_2M, true});
        Expect({R"({"interval_ms":20,"latency":0,"supervision_ms":1000,"phy":"1M",
                    "security":"none"})",
                {MilliSeconds(20)},
                0,
                Seconds(1),
                BlePhyMode::LE_1M,
                false});
        std::set<Time> drawn;
        for (Time interval = MilliSeconds(65); interval <= MilliSeconds(85);
             interval += MicroSeconds(1250))
        {
            drawn.insert(interval);
        }
        Expect({R"({"interval_ms":75,"intervals":"randomised","latency":1,"phy":"S2",
                    "security":"just-works"})",
                drawn,
                1,
                Seconds(4),
                BlePhyMode::LE_CODED_S2,
                true});
    }

    void Expect(const Wanted& wanted)
    {
        TelemedicineHelper system(LoadScenario("telemedicine",
                                               {R"(sites=[{"name":"home"}])",
                                                R"(devices=["watch","thermometer"])",
                                                "episodes=[]",
                                                "ble=" + wanted.ble}));
        system.Install();
        system.AssignStreams(1);
        const SiteLink& link = system.GetSites().front().links.front();
        const auto gateway = DynamicCast<BleNetDevice>(RadioOf(link.devices.Get(0)));
        // The slowest setting needs 64 events of 85 ms for pairing and all.
        Simulator::Stop(Seconds(10));
        Simulator::Run();
        const auto& links = gateway->GetLinkLayer()->GetLinks();
        NS_TEST_EXPECT_MSG_EQ(links.size(), 2, wanted.ble << " links");
        std::set<Time> intervals;
        for (const auto& made : links)
        {
            const BleConnectionParameters parameters = made->GetParameters();
            NS_TEST_EXPECT_MSG_EQ(wanted.intervals.count(parameters.interval),
                                  1,
                                  wanted.ble << " has interval " << parameters.interval);
            intervals.insert(parameters.interval);
            NS_TEST_EXPECT_MSG_EQ(parameters.latency, wanted.latency, wanted.ble);
            NS_TEST_EXPECT_MSG_EQ(parameters.supervisionTimeout, wanted.supervision, wanted.ble);
            NS_TEST_EXPECT_MSG_EQ((made->GetTxPhy() == wanted.phy), true, wanted.ble << " out");
            // Of LE Coded, each packet tells its own coding.
            const BlePhyMode heard = made->GetRxPhy();
            const bool right = wanted.phy == BlePhyMode::LE_CODED_S2
                                   ? heard >= BlePhyMode::LE_CODED_S8
                                   : heard == wanted.phy;
            NS_TEST_EXPECT_MSG_EQ(right, true, wanted.ble << " in");
            NS_TEST_EXPECT_MSG_EQ(made->IsEncrypted(), wanted.encrypted, wanted.ble);
        }
        NS_TEST_EXPECT_MSG_EQ(intervals.size(),
                              std::min<std::size_t>(wanted.intervals.size(), 2),
                              wanted.ble << " differ if they are drawn");
        Simulator::Destroy();
    }
};

class SiteLinksSuite : public TestSuite
{
  public:
    SiteLinksSuite()
        : TestSuite("iomt-site-links", TestSuite::Type::UNIT)
    {
        AddTestCase(new SiteLinksCase);
        AddTestCase(new SiteRadiosCase);
        AddTestCase(new SiteBleOptionsCase);
    }
} g_siteLinksSuite;

} // namespace
