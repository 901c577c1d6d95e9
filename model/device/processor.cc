// SPDX-License-Identifier: GPL-2.0-only

#include "processor.h"

#include "battery.h"

#include "ns3/iomt-compat.h"

#include "ns3/enum.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Processor);

TypeId
Processor::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Processor")
            .SetParent<Object>()
            .SetGroupName("Iomt")
            .AddConstructor<Processor>()
            .AddAttribute("Compute",
                          "What executed operations are charged with: cycles of the device "
                          "profile, measured host time, or nothing.",
                          EnumValue(PROFILE),
                          IOMT_MAKE_ENUM_ACCESSOR(Compute, &Processor::m_compute),
                          MakeEnumChecker(PROFILE, "profile", HOST, "host", FREE, "free"))
            .AddAttribute("QueueCapacity",
                          "Units of work that may wait or be computed at once; further ones are "
                          "refused.",
                          UintegerValue(256),
                          MakeUintegerAccessor(&Processor::m_capacity),
                          MakeUintegerChecker<uint32_t>(1))
            .AddTraceSource("Charged",
                            "Work was charged: waiting time and computing time.",
                            MakeTraceSourceAccessor(&Processor::m_charged),
                            "ns3::iomt::Processor::ChargedTracedCallback");
    return tid;
}

Processor::Processor() = default;
Processor::~Processor() = default;

void
Processor::DoDispose()
{
    m_battery = nullptr;
    Object::DoDispose();
}

void
Processor::SetProfile(const ProcessorProfile& profile)
{
    m_profile = profile;
}

void
Processor::SetBattery(Ptr<Battery> battery)
{
    m_battery = battery;
}

bool
Processor::Execute(const Work& work, const Work& done)
{
    if (IsFull())
    {
        return false;
    }
    OperationScope scope;
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> host = std::chrono::steady_clock::now() - start;
    const OperationCounts counts = scope.Counts();
    m_operations += counts;
    Enqueue(m_compute == HOST ? Seconds(host.count()) : CostOf(counts), done);
    return true;
}

bool
Processor::Charge(const OperationCounts& counts, const Work& done)
{
    if (IsFull())
    {
        return false;
    }
    m_operations += counts;
    // Nothing ran on the host here, so the profile is the only measure there is.
    Enqueue(CostOf(counts), done);
    return true;
}

Time
Processor::CostOf(const OperationCounts& counts) const
{
    if (m_compute == FREE || m_profile.clockHz <= 0)
    {
        return Time(0);
    }
    return Seconds(m_profile.Cycles(counts) / m_profile.clockHz);
}

bool
Processor::IsFull()
{
    if (m_backlog < m_capacity)
    {
        return false;
    }
    ++m_refused;
    return true;
}

void
Processor::Enqueue(Time service, const Work& done)
{
    const Time now = Simulator::Now();
    const Time start = Max(now, m_freeAt);
    m_freeAt = start + service;
    m_busy += service;
    ++m_backlog;
    if (m_battery)
    {
        m_battery->Draw(Battery::PROCESSOR,
                        service.GetSeconds() * (m_profile.activeMw - m_profile.idleMw));
    }
    m_charged(start - now, service);
    Ptr<Processor> self(this);
    Simulator::Schedule(m_freeAt - now, [self, done]() {
        --self->m_backlog;
        done();
    });
}

Time
Processor::GetBusyTime() const
{
    return m_busy;
}

uint32_t
Processor::GetBacklog() const
{
    return m_backlog;
}

uint64_t
Processor::GetRefused() const
{
    return m_refused;
}

const OperationCounts&
Processor::GetOperations() const
{
    return m_operations;
}

} // namespace iomt
} // namespace ns3
