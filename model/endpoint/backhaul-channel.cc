// SPDX-License-Identifier: GPL-2.0-only

#include "backhaul-channel.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtBackhaulChannel");

NS_OBJECT_ENSURE_REGISTERED(BackhaulChannel);

TypeId
BackhaulChannel::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::BackhaulChannel")
                            .SetParent<PointToPointChannel>()
                            .SetGroupName("Iomt")
                            .AddConstructor<BackhaulChannel>()
                            .AddAttribute("Jitter",
                                          "Standard deviation of the delay of a datagram [s].",
                                          TimeValue(Seconds(0)),
                                          MakeTimeAccessor(&BackhaulChannel::m_jitter),
                                          MakeTimeChecker(Seconds(0)))
                            .AddAttribute("Loss",
                                          "Probability that a datagram is lost.",
                                          DoubleValue(0),
                                          MakeDoubleAccessor(&BackhaulChannel::m_loss),
                                          MakeDoubleChecker<double>(0, 1))
                            .AddTraceSource("Lost",
                                            "A datagram was lost.",
                                            MakeTraceSourceAccessor(&BackhaulChannel::m_lostTrace),
                                            "ns3::iomt::BackhaulChannel::LostTracedCallback")
                            .AddTraceSource(
                                "CutOff",
                                "A datagram was lost because the channel is cut.",
                                MakeTraceSourceAccessor(&BackhaulChannel::m_cutOffTrace),
                                "ns3::iomt::BackhaulChannel::LostTracedCallback")
                            .AddTraceSource(
                                "Carrier",
                                "The channel was cut or mended.",
                                MakeTraceSourceAccessor(&BackhaulChannel::m_carrierTrace),
                                "ns3::iomt::BackhaulChannel::CarrierTracedCallback");
    return tid;
}

BackhaulChannel::BackhaulChannel()
{
    for (auto& direction : m_directions)
    {
        direction.loss = CreateObject<UniformRandomVariable>();
        direction.jitter = CreateObject<UniformRandomVariable>();
    }
}

bool
BackhaulChannel::TransmitStart(Ptr<const Packet> p, Ptr<PointToPointNetDevice> src, Time txTime)
{
    const std::size_t wire = src == GetSource(0) ? 0 : 1;
    Direction& direction = m_directions[wire];

    // Both are drawn for every datagram, so that changing one figure leaves the other's draws
    // alone.
    const bool lost = direction.loss->GetValue(0, 1) < m_loss;
    const double deviation = direction.jitter->GetValue(-1, 1) * std::sqrt(3.0);
    if (lost)
    {
        NS_LOG_LOGIC("lost: " << p);
        ++m_lost;
        m_lostTrace(p, src);
        return true; // the sender cannot tell
    }
    if (!IsUp())
    {
        CutOff(p, src);
        return true;
    }
    const Time wander = Seconds(m_jitter.GetSeconds() * deviation);
    const Time delay = std::max(Time(0), GetDelay() + wander);
    const Time arrival = std::max(Simulator::Now() + txTime + delay, direction.lastArrival);
    direction.lastArrival = arrival;

    Ptr<PointToPointNetDevice> destination = GetDestination(wire);
    Simulator::ScheduleWithContext(destination->GetNode()->GetId(),
                                   arrival - Simulator::Now(),
                                   &BackhaulChannel::Arrive,
                                   Ptr<BackhaulChannel>(this),
                                   m_epoch,
                                   src,
                                   destination,
                                   p->Copy());
    return true;
}

void
BackhaulChannel::Arrive(uint32_t epoch,
                        Ptr<PointToPointNetDevice> source,
                        Ptr<PointToPointNetDevice> destination,
                        Ptr<Packet> packet)
{
    if (epoch == m_epoch)
    {
        destination->Receive(packet);
    }
    else
    {
        CutOff(packet, source);
    }
}

void
BackhaulChannel::CutOff(Ptr<const Packet> packet, Ptr<const NetDevice> source)
{
    ++m_cutOff;
    m_cutOffTrace(packet, source);
}

void
BackhaulChannel::Cut()
{
    ++m_epoch;
    if (m_cuts++ == 0)
    {
        m_carrierTrace(false);
    }
}

void
BackhaulChannel::Mend()
{
    if (m_cuts > 0 && --m_cuts == 0)
    {
        m_carrierTrace(true);
    }
}

bool
BackhaulChannel::IsUp() const
{
    return m_cuts == 0;
}

uint64_t
BackhaulChannel::GetCutOff() const
{
    return m_cutOff;
}

int64_t
BackhaulChannel::AssignStreams(int64_t stream)
{
    int64_t next = stream;
    for (auto& direction : m_directions)
    {
        direction.loss->SetStream(next++);
        direction.jitter->SetStream(next++);
    }
    return next - stream;
}

uint64_t
BackhaulChannel::GetLost() const
{
    return m_lost;
}

} // namespace iomt
} // namespace ns3
