// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/address-plan.h"
#include "ns3/boolean.h"
#include "ns3/global-value.h"
#include "ns3/icmpv6-header.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-raw-socket-factory.h"
#include "ns3/scenario.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/telemedicine-helper.h"
#include "ns3/test.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <map>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr uint8_t UDP = 17;
constexpr uint8_t ICMPV6 = 58;

/// Someone tries to reach something, and should or should not.
struct Probe
{
    std::string from;
    std::string to;
    uint8_t protocol;
    uint16_t port;
    bool reaches;
};

/**
 * @brief Knocks at every door of a running system.
 *
 * A probe has reached its goal when the goal's IPv6 hands it up; the filters work on the way to
 * that. Everything else runs as it does in any scenario, so flows are open that a careless filter
 * could take a probe for.
 */
class PerimeterCase : public TestCase
{
  public:
    PerimeterCase()
        : TestCase("nothing is reached but by a rule")
    {
    }

  private:
    void DoRun() override
    {
        using namespace address_plan;
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
        TelemedicineHelper system(LoadScenario(
            "telemedicine",
            {R"(sites=[{"name":"home-1","patients":1,"access_of":{"thermometer":"none"}},)"
             R"({"name":"home-2","patients":1}])",
             R"(devices=["thermometer","pulse-oximeter"])",
             "duration_s=60",
             "episodes=[]"}));
        system.Install();
        system.AssignStreams(1);
        CoreHelper& core = system.GetCore();
        const auto enter = [this](const std::string& name, Ptr<Node> node, Ipv6Address address) {
            m_nodes[name] = node;
            m_addresses[name] = address;
            node->GetObject<Ipv6L3Protocol>()->TraceConnect(
                "LocalDeliver",
                name,
                MakeCallback(&PerimeterCase::Delivered, this));
        };
        for (const Site& site : system.GetSites())
        {
            // At the first home it is on the second of two links.
            const Ptr<Node> wearable = site.devices.back().node;
            enter(site.name + " wearable", wearable, GlobalAddress(wearable, 1));
            const uint32_t outside =
                site.gateway->GetObject<Ipv6>()->GetInterfaceForDevice(site.backhaulDevices.Get(0));
            enter(site.name + " gateway", site.gateway, GlobalAddress(site.gateway, outside));
        }
        enter("internet", core.GetInternet(), Host(EXCHANGE, 1));
        enter("pharmacy", core.GetPharmacy()->GetNode(), Host(PHARMACY, 0x10));
        enter("edge", core.GetFirewalls()[0].node, Host(EXCHANGE, 2));
        enter("broker", core.GetBroker()->GetNode(), CoreHelper::BrokerAddress());
        enter("inner", core.GetFirewalls()[1].node, Host(CORE, 2));
        enter("doctor", core.GetDoctor()->GetNode(), Host(HOSPITAL, 0x10));
        m_addresses["edge inside"] = Host(CORE, 1);
        m_addresses["inner inside"] = Host(HOSPITAL, 1);

        double at = 15;
        for (const Probe& probe : Probes())
        {
            Simulator::Schedule(Seconds(at), [this, probe]() { Send(probe); });
            at += 0.2;
        }
        // A question to the broker, whose answer the filters have to let back in.
        Simulator::Schedule(Seconds(at), [this]() { Ask("home-1 wearable", 7000); });
        Simulator::Schedule(Seconds(at), [this]() { Ask("doctor", 7000); });
        Simulator::Stop(Seconds(at + 5));
        Simulator::Run();

        for (const Probe& probe : Probes())
        {
            NS_TEST_EXPECT_MSG_EQ(m_delivered.count(Mark(probe)), probe.reaches, Mark(probe));
        }
        for (const std::string asker : {"home-1 wearable", "doctor"})
        {
            NS_TEST_EXPECT_MSG_EQ(m_delivered.count("broker > " + asker + " answer"),
                                  1,
                                  "an answer to " << asker);
        }
        Simulator::Destroy();
    }

    static std::vector<Probe> Probes()
    {
        std::vector<Probe> probes;
        for (const std::string outsider :
             {"home-1 wearable", "home-1 gateway", "pharmacy", "internet"})
        {
            const bool known = outsider != "internet";
            probes.push_back({outsider, "broker", UDP, 5683, known});
            probes.push_back({outsider, "broker", UDP, 5684, false});
            probes.push_back({outsider, "broker", UDP, 22, false});
            probes.push_back({outsider, "broker", ICMPV6, 0, false});
            for (const std::string closed :
                 {"doctor", "edge", "edge inside", "inner", "inner inside"})
            {
                probes.push_back({outsider, closed, UDP, 5683, false});
                probes.push_back({outsider, closed, UDP, 22, false});
                probes.push_back({outsider, closed, ICMPV6, 0, false});
            }
        }
        probes.push_back({"doctor", "broker", UDP, 5683, true});
        probes.push_back({"doctor", "broker", UDP, 22, false});
        for (const std::string insider : {"doctor", "broker"})
        {
            for (const std::string closed : {"home-1 wearable",
                                             "home-1 gateway",
                                             "pharmacy",
                                             "internet",
                                             "edge inside",
                                             "inner"})
            {
                probes.push_back({insider, closed, UDP, 5683, false});
                probes.push_back({insider, closed, UDP, 9999, false});
                probes.push_back({insider, closed, ICMPV6, 0, false});
            }
        }
        probes.push_back({"broker", "doctor", UDP, 5683, false});
        probes.push_back({"broker", "doctor", UDP, 9999, false});
        probes.push_back({"broker", "doctor", ICMPV6, 0, false});
        return probes;
    }

    static std::string Mark(const Probe& probe)
    {
        return probe.from + " > " + probe.to + " " + std::to_string(probe.protocol) + " " +
               std::to_string(probe.port);
    }

    void Send(const Probe& probe)
    {
        const std::string mark = Mark(probe);
        Ptr<Packet> packet =
            Create<Packet>(reinterpret_cast<const uint8_t*>(mark.data()), mark.size());
        if (probe.protocol == UDP)
        {
            Ptr<Socket> socket =
                Socket::CreateSocket(m_nodes.at(probe.from), UdpSocketFactory::GetTypeId());
            socket->Bind6();
            socket->SendTo(packet, 0, Inet6SocketAddress(m_addresses.at(probe.to), probe.port));
            m_sockets.push_back(socket);
            return;
        }
        Ptr<Socket> socket =
            Socket::CreateSocket(m_nodes.at(probe.from), Ipv6RawSocketFactory::GetTypeId());
        socket->SetAttribute("Protocol", UintegerValue(ICMPV6));
        socket->Bind6();
        Icmpv6Echo echo(true);
        packet->AddHeader(echo);
        socket->SendTo(packet, 0, Inet6SocketAddress(m_addresses.at(probe.to), 0));
        m_sockets.push_back(socket);
    }

    /// CON GET ps/p1, from a port that no endpoint uses.
    void Ask(const std::string& from, uint16_t port)
    {
        Ptr<Socket> socket = Socket::CreateSocket(m_nodes.at(from), UdpSocketFactory::GetTypeId());
        socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), port));
        socket->SetRecvCallback(MakeBoundCallback(&PerimeterCase::Answered, this, from));
        const Bytes get = FromHex("40017d34b270730270 31");
        socket->SendTo(Create<Packet>(get.data(), get.size()),
                       0,
                       Inet6SocketAddress(m_addresses.at("broker"), 5683));
        m_sockets.push_back(socket);
    }

    static void Answered(PerimeterCase* self, std::string asker, Ptr<Socket> socket)
    {
        while (socket->Recv())
        {
            ++self->m_delivered["broker > " + asker + " answer"];
        }
    }

    /// A probe's text is its own proof of where it comes from and wanted to go.
    void Delivered(std::string, const Ipv6Header&, Ptr<const Packet> packet, uint32_t)
    {
        std::string text(packet->GetSize(), '\0');
        packet->CopyData(reinterpret_cast<uint8_t*>(text.data()), text.size());
        for (const Probe& probe : Probes())
        {
            const std::string mark = Mark(probe);
            // An ICMPv6 error quotes what it is about: the probe has to be at the end and the
            // headers before it short.
            if (text.size() <= mark.size() + 8 && text.size() >= mark.size() &&
                text.compare(text.size() - mark.size(), mark.size(), mark) == 0)
            {
                ++m_delivered[mark];
            }
        }
    }

    std::map<std::string, Ptr<Node>> m_nodes;
    std::map<std::string, Ipv6Address> m_addresses;
    std::vector<Ptr<Socket>> m_sockets;
    std::map<std::string, int> m_delivered;
};

class PerimeterSuite : public TestSuite
{
  public:
    PerimeterSuite()
        : TestSuite("iomt-perimeter", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new PerimeterCase);
    }
} g_perimeterSuite;

} // namespace
