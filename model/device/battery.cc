// SPDX-License-Identifier: GPL-2.0-only

#include "battery.h"

#include "ns3/double.h"
#include "ns3/simulator.h"

#include <numeric>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Battery);

TypeId
Battery::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::Battery")
                            .SetParent<Object>()
                            .SetGroupName("Iomt")
                            .AddConstructor<Battery>()
                            .AddAttribute("Capacity",
                                          "Energy of a full battery [mJ]; 0 is a mains supply.",
                                          DoubleValue(0),
                                          MakeDoubleAccessor(&Battery::m_capacityMj),
                                          MakeDoubleChecker<double>(0))
                            .AddTraceSource("Depleted",
                                            "The battery has nothing left.",
                                            MakeTraceSourceAccessor(&Battery::m_depletedTrace),
                                            "ns3::iomt::Battery::DepletedTracedCallback");
    return tid;
}

Battery::Battery() = default;
Battery::~Battery() = default;

void
Battery::Accrue() const
{
    const Time now = Simulator::Now();
    const double seconds = (now - m_accruedUntil).GetSeconds();
    m_accruedUntil = now;
    for (std::size_t i = 0; i < m_drawnMj.size(); ++i)
    {
        m_drawnMj[i] += (m_basePowerMw[i] + m_loadsMw[i]) * seconds;
    }
}

void
Battery::Draw(Consumer consumer, double energyMj)
{
    Accrue();
    m_drawnMj[consumer] += energyMj;
    if (!m_depleted && IsDepleted())
    {
        m_depleted = true;
        m_depletedTrace(Simulator::Now());
    }
}

void
Battery::SetBasePower(Consumer consumer, double powerMw)
{
    Accrue();
    m_basePowerMw[consumer] = powerMw;
}

std::size_t
Battery::AddLoad(Consumer consumer)
{
    m_loads.emplace_back(consumer, 0);
    return m_loads.size() - 1;
}

void
Battery::SetLoad(std::size_t load, double powerMw)
{
    Accrue();
    m_loads.at(load).second = powerMw;
    const Consumer consumer = m_loads[load].first;
    // Summed anew each time: differences would leave a rest behind.
    m_loadsMw[consumer] = 0;
    for (const auto& [of, power] : m_loads)
    {
        m_loadsMw[consumer] += of == consumer ? power : 0;
    }
}

double
Battery::GetDrawn(Consumer consumer) const
{
    Accrue();
    return m_drawnMj[consumer];
}

double
Battery::GetTotalDrawn() const
{
    Accrue();
    return std::accumulate(m_drawnMj.begin(), m_drawnMj.end(), 0.0);
}

double
Battery::GetCapacity() const
{
    return m_capacityMj;
}

bool
Battery::IsDepleted() const
{
    return m_capacityMj > 0 && GetTotalDrawn() >= m_capacityMj;
}

double
Battery::GetLifetimeHours() const
{
    const double drawn = GetTotalDrawn();
    const double elapsed = Simulator::Now().GetSeconds();
    return m_capacityMj > 0 && drawn > 0 ? m_capacityMj / drawn * elapsed / 3600 : 0;
}

} // namespace iomt
} // namespace ns3
