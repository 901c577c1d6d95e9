// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/address-plan.h"
#include "ns3/csma-helper.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/node-container.h"
#include "ns3/processing-hook.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/test.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr uint16_t PORT = 5683;

/**
 * @brief Datagrams through a router whose processor takes 10 ms for each.
 *
 *     sender ── router [hook] ── receiver
 */
class ProcessingHookCase : public TestCase
{
  public:
    ProcessingHookCase()
        : TestCase("datagrams wait for the router's processor, as many as it can hold")
    {
    }

  private:
    void DoRun() override
    {
        using namespace address_plan;
        NodeContainer nodes(3);
        CsmaHelper csma;
        NetDeviceContainer left = csma.Install(NodeContainer(nodes.Get(0), nodes.Get(1)));
        NetDeviceContainer right = csma.Install(NodeContainer(nodes.Get(1), nodes.Get(2)));
        csma.AssignStreams(left, 1);
        csma.AssignStreams(right, 11);
        InternetStackHelper stack;
        stack.Install(nodes);
        stack.AssignStreams(nodes, 100);
        const uint32_t out = AddInterface(nodes.Get(0), left.Get(0), Host(1, 1), false);
        AddInterface(nodes.Get(1), left.Get(1), Host(1, 2), true);
        AddInterface(nodes.Get(1), right.Get(0), Host(2, 2), true);
        const uint32_t in = AddInterface(nodes.Get(2), right.Get(1), Host(2, 1), false);
        AddDefaultRoute(nodes.Get(0), Host(1, 2), out);
        AddDefaultRoute(nodes.Get(2), Host(2, 2), in);

        ProcessorProfile profile;
        profile.clockHz = 1e6;
        profile.costs[Operation::PACKET] = {0, 10e3};
        m_processor->SetProfile(profile);
        m_processor->SetAttribute("QueueCapacity", UintegerValue(3));
        auto hook = CreateObject<ProcessingHook>();
        hook->SetProcessor(m_processor);
        Ptr<ForwardingPath> path = ForwardingPath::Install(nodes.Get(1));
        path->AddHook(hook);
        hook->TraceConnectWithoutContext("Arrived",
                                         MakeCallback(&ProcessingHookCase::Arrived, this));
        hook->TraceConnectWithoutContext("Left", MakeCallback(&ProcessingHookCase::Left, this));
        path->TraceConnectWithoutContext("Drop", MakeCallback(&ProcessingHookCase::Drop, this));

        Ptr<Socket> receiver = Socket::CreateSocket(nodes.Get(2), UdpSocketFactory::GetTypeId());
        receiver->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        receiver->SetRecvCallback(MakeCallback(&ProcessingHookCase::Receive, this));
        Ptr<Socket> sender = Socket::CreateSocket(nodes.Get(0), UdpSocketFactory::GetTypeId());
        sender->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        const auto send = [sender](uint32_t bytes) {
            sender->SendTo(Create<Packet>(bytes), 0, Inet6SocketAddress(Host(2, 1), PORT));
        };
        // The first pair of datagrams makes the neighbours known to each other.
        Simulator::Schedule(Seconds(3), [send]() { send(10); });
        Simulator::Schedule(Seconds(4), [this]() { m_armed = true; });
        Simulator::Schedule(Seconds(5), [this]() {
            OperationCounts other;
            other.Add(Operation::PACKET);
            m_processor->Charge(other, []() {}); // an endpoint on the same node
        });
        Simulator::Schedule(Seconds(5) + MilliSeconds(2), [send]() {
            send(21);
            send(22);
            send(23); // one too many: 21 and 22 wait behind the endpoint's
        });
        Simulator::Schedule(Seconds(6), [send]() { send(24); });
        Simulator::Stop(Seconds(7));
        Simulator::Run();

        NS_TEST_EXPECT_MSG_EQ((m_received == std::vector<uint32_t>{21, 22, 24}), true, "received");
        NS_TEST_ASSERT_MSG_EQ(m_arrived.size(), 4, "arrived");
        NS_TEST_ASSERT_MSG_EQ(m_left.size(), 3, "left");
        NS_TEST_EXPECT_MSG_EQ(m_left[0], Seconds(5) + MilliSeconds(20), "behind the endpoint's");
        NS_TEST_EXPECT_MSG_EQ(m_left[1], Seconds(5) + MilliSeconds(30), "one after the other");
        NS_TEST_EXPECT_MSG_EQ(m_left[2] - m_arrived[3], MilliSeconds(10), "no wait any more");
        NS_TEST_EXPECT_MSG_EQ(m_dropped.size(), 1, "dropped");
        for (const std::string& reason : m_dropped)
        {
            NS_TEST_EXPECT_MSG_EQ(reason, "processor queue full", "why");
        }
        Simulator::Destroy();
    }

    static bool IsUdp(Ptr<const Packet> packet)
    {
        Ipv6Header header;
        packet->PeekHeader(header);
        return header.GetNextHeader() == 17;
    }

    void Arrived(Ptr<const Packet> packet)
    {
        if (m_armed && IsUdp(packet))
        {
            m_arrived.push_back(Simulator::Now());
        }
    }

    void Left(Ptr<const Packet> packet)
    {
        if (m_armed && IsUdp(packet))
        {
            m_left.push_back(Simulator::Now());
        }
    }

    void Drop(Ptr<const Packet> packet, Ptr<NetDevice>, const std::string& reason)
    {
        if (m_armed && IsUdp(packet))
        {
            m_dropped.push_back(reason);
        }
    }

    void Receive(Ptr<Socket> socket)
    {
        while (Ptr<Packet> packet = socket->Recv())
        {
            if (m_armed)
            {
                m_received.push_back(packet->GetSize());
            }
        }
    }

    Ptr<Processor> m_processor{CreateObject<Processor>()};
    bool m_armed{false};
    std::vector<Time> m_arrived;
    std::vector<Time> m_left;
    std::vector<std::string> m_dropped;
    std::vector<uint32_t> m_received;
};

class ProcessingHookSuite : public TestSuite
{
  public:
    ProcessingHookSuite()
        : TestSuite("iomt-processing-hook", TestSuite::Type::UNIT)
    {
        AddTestCase(new ProcessingHookCase);
    }
} g_processingHookSuite;

} // namespace
