// SPDX-License-Identifier: GPL-2.0-only

#include "service.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Service);

TypeId
Service::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::Service")
                            .SetParent<Object>()
                            .SetGroupName("Iomt")
                            .AddAttribute("Start",
                                          "When it begins.",
                                          TimeValue(Seconds(10)),
                                          MakeTimeAccessor(&Service::m_start),
                                          MakeTimeChecker(Seconds(0)))
                            .AddAttribute("Stop",
                                          "When it ceases; 0 for never.",
                                          TimeValue(Seconds(0)),
                                          MakeTimeAccessor(&Service::m_stop),
                                          MakeTimeChecker(Seconds(0)));
    return tid;
}

Ptr<Service>
Service::Create(const std::string& kind)
{
    return Registry<ServiceKind>::Get().Create(kind)->Make();
}

void
Service::Configure(const nlohmann::json& options)
{
    std::vector<Option> known = Options();
    known.push_back({"start_s", "Start", Option::Type::SECONDS});
    known.push_back({"stop_s", "Stop", Option::Type::SECONDS});
    SetOptions(*this, "service", options, known);
    if (options.contains("name") && options["name"].is_string())
    {
        m_name = options["name"];
    }
}

void
Service::Install(ServiceEnvironment& environment)
{
    DoInstall(environment);
    // No node is the service's own, so nobody else would begin or end it.
    Simulator::ScheduleNow(&Service::Initialize, Ptr<Service>(this));
    Simulator::ScheduleDestroy(&Service::Dispose, Ptr<Service>(this));
}

void
Service::Start()
{
    if (!m_active)
    {
        m_active = true;
        DoStart();
    }
}

void
Service::Stop()
{
    if (m_active)
    {
        m_active = false;
        DoStop();
    }
}

bool
Service::IsActive() const
{
    return m_active;
}

int64_t
Service::AssignStreams(int64_t stream)
{
    return DoAssignStreams(stream);
}

const std::string&
Service::GetName() const
{
    return m_name;
}

std::vector<ServiceFlow>
Service::Flows() const
{
    return {};
}

nlohmann::json
Service::Results() const
{
    return nlohmann::json::object();
}

ServiceLoad
Service::Load() const
{
    return {};
}

nlohmann::json
Service::Spread(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    // Between order statistics, as quantiles of the other results.
    const auto quantile = [&values](double share) {
        if (values.empty())
        {
            return nlohmann::json();
        }
        const double position = share * (values.size() - 1);
        const auto below = static_cast<std::size_t>(position);
        const std::size_t above = std::min(below + 1, values.size() - 1);
        return nlohmann::json(values[below] + (position - below) * (values[above] - values[below]));
    };
    return {{"p50", quantile(0.5)}, {"p95", quantile(0.95)}, {"max", quantile(1)}};
}

std::vector<Option>
Service::Options() const
{
    return {};
}

void
Service::DoInstall(ServiceEnvironment& /* environment */)
{
}

void
Service::DoStart()
{
}

void
Service::DoStop()
{
}

int64_t
Service::DoAssignStreams(int64_t /* stream */)
{
    return 0;
}

void
Service::DoInitialize()
{
    m_startEvent =
        Simulator::Schedule(std::max(m_start - Simulator::Now(), Time(0)), &Service::Start, this);
    if (m_stop.IsStrictlyPositive())
    {
        m_stopEvent =
            Simulator::Schedule(std::max(m_stop - Simulator::Now(), Time(0)), &Service::Stop, this);
    }
    Object::DoInitialize();
}

void
Service::DoDispose()
{
    m_startEvent.Cancel();
    m_stopEvent.Cancel();
    m_active = false;
    Object::DoDispose();
}

} // namespace iomt
} // namespace ns3
