// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_STAR_LOAD_H
#define IOMT_STAR_LOAD_H

#include "ns3/double.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-address.h"
#include "ns3/mobility-helper.h"
#include "ns3/mobility-model.h"
#include "ns3/net-device.h"
#include "ns3/node-container.h"
#include "ns3/packet.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <functional>
#include <iostream>
#include <utility>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief The load that every star carries, and the clocks it is measured by.
 *
 *     0 ── set-up ── 30 s ── senders run ── two periods later ── counted for duration
 *
 * Each sender sends a reading once in each period, at a phase of its own. Both stars use the same
 * phases. What is measured is the steady state: links are up, neighbours resolved, and router
 * solicitations, which ns-3 repeats at twice the time each (RFC 7559), rare.
 */
class StarLoad
{
  public:
    static constexpr uint32_t READING_OCTETS = 64; //!< UDP or L2CAP payload
    static constexpr uint16_t PORT = 5683;

    /// Solicitations are sent at about 0, 4, 12, 28 and 60 s.
    static constexpr double READY_AT_S = 30;

    /**
     * @param duration simulated time that counts
     * @param period between two readings of a sender; zero: they send nothing
     */
    StarLoad(Time duration, Time period)
        : m_duration(duration),
          m_period(period),
          m_phase(CreateObject<UniformRandomVariable>())
    {
        m_phase->SetStream(PHASE_STREAM);
    }

    /// @param send sends one reading
    void AddSender(std::function<void()> send)
    {
        const double phase = m_phase->GetValue();
        if (!m_period.IsZero())
        {
            m_senders.push_back({std::move(send), Seconds(READY_AT_S) + phase * m_period});
        }
    }

    /**
     * @brief A sender of UDP datagrams.
     * @param node that sends
     * @param sink unicast address of the receiver
     */
    void AddUdpSender(Ptr<Node> node, Ipv6Address sink)
    {
        Ptr<Socket> socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
        socket->Bind6();
        socket->Connect(Inet6SocketAddress(sink, PORT));
        AddSender([socket]() { socket->Send(Create<Packet>(READING_OCTETS)); });
    }

    /// Count the readings that reach a node by UDP.
    void AddUdpSink(Ptr<Node> node)
    {
        Ptr<Socket> socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
        socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        socket->SetRecvCallback(MakeCallback(&StarLoad::Receive, this));
        m_sinks.push_back(socket);
    }

    /// A reading has arrived.
    void Deliver()
    {
        ++m_now.delivered;
    }

    /// For a NetDevice that has no IP above it: a reading has arrived.
    bool ReceiveFrame(Ptr<NetDevice>, Ptr<const Packet>, uint16_t, const Address&)
    {
        Deliver();
        return true;
    }

    /// Devices in a circle around the first node, a metre away.
    static void Place(const NodeContainer& nodes)
    {
        MobilityHelper().Install(nodes);
        for (uint32_t i = 1; i < nodes.GetN(); ++i)
        {
            const double angle = 2 * M_PI * i / nodes.GetN();
            nodes.Get(i)->GetObject<MobilityModel>()->SetPosition(
                Vector(std::cos(angle), std::sin(angle), 0));
        }
    }

    /**
     * @brief Run the simulation and print what was counted as one line of JSON.
     * @param stack what carried the readings
     * @param nodes devices, without border routers
     */
    void Run(const std::string& stack, uint32_t nodes)
    {
        for (const Sender& sender : m_senders)
        {
            Simulator::Schedule(sender.first, &StarLoad::Send, this, std::cref(sender));
        }
        const Time measureAt = Seconds(READY_AT_S) + std::max(2 * m_period, Seconds(2));
        const auto built = std::chrono::steady_clock::now();
        Count begin;
        Simulator::Schedule(measureAt, [&]() { begin = Read(); });
        Simulator::Stop(measureAt + m_duration);
        Simulator::Run();
        const Count end = Read();
        const double wallS = Since(begin.wall, end.wall);
        const double cpuS = double(end.cpu - begin.cpu) / CLOCKS_PER_SEC;
        const uint64_t delivered = end.delivered - begin.delivered;
        const uint64_t events = end.events - begin.events;
        std::cout << "{\"stack\": \"" << stack << "\", \"nodes\": " << nodes
                  << ", \"simulated_s\": " << m_duration.GetSeconds()
                  << ", \"sent\": " << end.sent - begin.sent << ", \"delivered\": " << delivered
                  << ", \"events\": " << events << ", \"set_up_s\": " << Since(built, begin.wall)
                  << ", \"wall_s\": " << wallS << ", \"cpu_s\": " << cpuS
                  << ", \"delivered_per_wall_s\": " << delivered / wallS
                  << ", \"events_per_delivered\": "
                  << (delivered ? double(events) / double(delivered) : 0) << "}\n";
    }

  private:
    using Clock = std::chrono::steady_clock;

    static constexpr int64_t PHASE_STREAM = 1;

    struct Sender
    {
        std::function<void()> send;
        Time first;
    };

    /// What the clocks and counters showed at one time.
    struct Count
    {
        uint64_t sent{0};
        uint64_t delivered{0};
        uint64_t events{0};
        std::clock_t cpu{0};
        Clock::time_point wall;
    };

    static double Since(Clock::time_point from, Clock::time_point to)
    {
        return std::chrono::duration<double>(to - from).count();
    }

    Count Read() const
    {
        Count count = m_now;
        count.events = Simulator::GetEventCount();
        count.cpu = std::clock();
        count.wall = Clock::now();
        return count;
    }

    void Send(const Sender& sender)
    {
        ++m_now.sent;
        sender.send();
        Simulator::Schedule(m_period, &StarLoad::Send, this, std::cref(sender));
    }

    void Receive(Ptr<Socket> socket)
    {
        while (socket->Recv())
        {
            Deliver();
        }
    }

    Time m_duration;
    Time m_period;
    Ptr<UniformRandomVariable> m_phase;
    std::vector<Sender> m_senders;
    std::vector<Ptr<Socket>> m_sinks;
    Count m_now;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_STAR_LOAD_H
