// SPDX-License-Identifier: GPL-2.0-only

// What is marked urgent goes first over a backhaul, and only that.

#include "ns3/backhaul-channel.h"
#include "ns3/backhaul.h"
#include "ns3/boolean.h"
#include "ns3/data-rate.h"
#include "ns3/ipv6-header.h"
#include "ns3/node-container.h"
#include "ns3/packet.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/ppp-header.h"
#include "ns3/queue-size.h"
#include "ns3/simulator.h"
#include "ns3/test.h"
#include "ns3/urgent-first-queue.h"

#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// A datagram as a point-to-point device queues it; its payload tells which it is.
Ptr<Packet>
Datagram(uint32_t size, uint8_t trafficClass)
{
    Ptr<Packet> packet = Create<Packet>(size);
    Ipv6Header header;
    header.SetTrafficClass(trafficClass);
    header.SetPayloadLength(size);
    packet->AddHeader(header);
    return packet;
}

Ptr<Packet>
Queued(uint32_t size, uint8_t trafficClass, uint16_t protocol = 0x0057)
{
    Ptr<Packet> packet = Datagram(size, trafficClass);
    PppHeader ppp;
    ppp.SetProtocol(protocol);
    packet->AddHeader(ppp);
    return packet;
}

/// Sizes in the order they leave.
std::string
Drain(Queue<Packet>& queue)
{
    std::string order;
    while (Ptr<Packet> packet = queue.Dequeue())
    {
        order += std::to_string(packet->GetSize() - 42) + " ";
    }
    return order;
}

class OrderCase : public TestCase
{
  public:
    OrderCase()
        : TestCase("urgent datagrams go first, each class in its order")
    {
    }

  private:
    void DoRun() override
    {
        auto queue = CreateObject<UrgentFirstQueue>();
        const uint8_t urgent = EXPEDITED_TRAFFIC_CLASS;
        queue->Enqueue(Queued(1, 0));
        queue->Enqueue(Queued(2, 0));
        queue->Enqueue(Queued(3, urgent));
        queue->Enqueue(Queued(4, 0));
        queue->Enqueue(Queued(5, urgent | 1)); // congestion experienced: no part of DSCP
        queue->Enqueue(Queued(6, 0x28));       // AF11
        NS_TEST_EXPECT_MSG_EQ(queue->Peek()->GetSize(), 45, "the one that is next");
        NS_TEST_EXPECT_MSG_EQ(Drain(*queue), "3 5 1 2 4 6 ", "order");
        NS_TEST_EXPECT_MSG_EQ(UrgentFirstQueue::IsUrgent(Queued(9, urgent, 0x0021)),
                              false,
                              "no IPv6");
        NS_TEST_EXPECT_MSG_EQ(UrgentFirstQueue::IsUrgent(Create<Packet>(3)), false, "too short");
    }
};

class FullCase : public TestCase
{
  public:
    FullCase()
        : TestCase("a full queue makes room for an urgent datagram")
    {
    }

  private:
    void DoRun() override
    {
        auto queue = CreateObject<UrgentFirstQueue>();
        queue->SetMaxSize(QueueSize("3p"));
        const uint8_t urgent = EXPEDITED_TRAFFIC_CLASS;
        for (uint32_t size : {1, 2, 3})
        {
            NS_TEST_EXPECT_MSG_EQ(queue->Enqueue(Queued(size, 0)), true, size);
        }
        NS_TEST_EXPECT_MSG_EQ(queue->Enqueue(Queued(4, 0)), false, "no room for another");
        for (uint32_t size : {5, 6, 7})
        {
            NS_TEST_EXPECT_MSG_EQ(queue->Enqueue(Queued(size, urgent)), true, size);
        }
        NS_TEST_EXPECT_MSG_EQ(queue->Enqueue(Queued(8, urgent)), false, "none to give way");
        NS_TEST_EXPECT_MSG_EQ(queue->GetNPackets(), 3, "bound");
        NS_TEST_EXPECT_MSG_EQ(Drain(*queue), "5 6 7 ", "the last of the others went");
    }
};

/// An urgent datagram behind bulk waits for the one that is being sent and no more.
class BackhaulCase : public TestCase
{
  public:
    BackhaulCase()
        : TestCase("over a backhaul an urgent datagram overtakes bulk if told to")
    {
    }

  private:
    Time DelayBehindBulk(bool urgentFirst)
    {
        auto backhaul = CreateObject<Backhaul>();
        backhaul->SetAttribute("UpRate", DataRateValue(DataRate("1Mbps")));
        backhaul->SetAttribute("UrgentFirst", BooleanValue(urgentFirst));
        NodeContainer nodes;
        nodes.Create(2);
        NetDeviceContainer devices = backhaul->Install(nodes.Get(0), nodes.Get(1));
        m_urgent = Datagram(100, EXPEDITED_TRAFFIC_CLASS);
        devices.Get(1)->SetReceiveCallback(MakeCallback(&BackhaulCase::Take, this));
        Simulator::Schedule(Seconds(0), [this, &devices]() {
            for (int i = 0; i < 50; ++i)
            {
                devices.Get(0)->Send(Datagram(1208, 0), devices.Get(1)->GetAddress(), 0x86dd);
            }
            devices.Get(0)->Send(m_urgent, devices.Get(1)->GetAddress(), 0x86dd);
        });
        Simulator::Run();
        Simulator::Destroy();
        return m_arrived;
    }

    bool Take(Ptr<NetDevice>, Ptr<const Packet> packet, uint16_t, const Address&)
    {
        if (packet->GetSize() == 140)
        {
            m_arrived = Simulator::Now();
        }
        return true;
    }

    void DoRun() override
    {
        // 1250 octets on the wire take 10 ms; the urgent one 1.136 ms.
        NS_TEST_EXPECT_MSG_EQ(DelayBehindBulk(false), MicroSeconds(501136), "in its turn");
        NS_TEST_EXPECT_MSG_EQ(DelayBehindBulk(true), MicroSeconds(11136), "first");
    }

    Ptr<Packet> m_urgent;
    Time m_arrived;
};

class UrgentFirstQueueSuite : public TestSuite
{
  public:
    UrgentFirstQueueSuite()
        : TestSuite("iomt-urgent-first-queue", TestSuite::Type::UNIT)
    {
        AddTestCase(new OrderCase);
        AddTestCase(new FullCase);
        AddTestCase(new BackhaulCase);
    }
} g_urgentFirstQueueSuite;

} // namespace
