// SPDX-License-Identifier: GPL-2.0-only

#include "backhaul.h"

#include "backhaul-channel.h"

#include "ns3/data-path.h"
#include "ns3/double.h"
#include "ns3/drop-tail-queue.h"
#include "ns3/mac48-address.h"
#include "ns3/nearest-name.h"
#include "ns3/packet.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/pointer.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Backhaul);

namespace
{

/// Figure of a profile, which stands beside its source.
double
Figure(const nlohmann::json& profile,
       const std::string& path,
       const std::string& key,
       double low,
       double high)
{
    const auto entry = profile.find(key);
    if (entry == profile.end() || !entry->is_object() || !entry->contains("value") ||
        !(*entry)["value"].is_number())
    {
        throw std::runtime_error(path + ": " + key +
                                 ": expected an object with a number as \"value\"");
    }
    const double value = (*entry)["value"].get<double>();
    if (value < low || value > high)
    {
        throw std::runtime_error(path + ": " + key + ": found " + std::to_string(value) +
                                 ", expected " + std::to_string(low) + " to " +
                                 std::to_string(high));
    }
    return value;
}

} // namespace

TypeId
Backhaul::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Backhaul")
            .SetParent<Object>()
            .SetGroupName("Iomt")
            .AddConstructor<Backhaul>()
            .AddAttribute("UpRate",
                          "Rate from the gateway to the core [bit/s].",
                          DataRateValue(DataRate("10Gbps")),
                          MakeDataRateAccessor(&Backhaul::m_upRate),
                          MakeDataRateChecker())
            .AddAttribute("DownRate",
                          "Rate from the core to the gateway [bit/s].",
                          DataRateValue(DataRate("10Gbps")),
                          MakeDataRateAccessor(&Backhaul::m_downRate),
                          MakeDataRateChecker())
            .AddAttribute("Delay",
                          "Mean one-way delay [s].",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&Backhaul::m_delay),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("Jitter",
                          "Standard deviation of the delay [s].",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&Backhaul::m_jitter),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("Loss",
                          "Probability that a datagram is lost.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&Backhaul::m_loss),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("QueueSize",
                          "Bound of the drop-tail queue at each end [packet or octet].",
                          QueueSizeValue(QueueSize("100p")),
                          MakeQueueSizeAccessor(&Backhaul::m_queueSize),
                          MakeQueueSizeChecker());
    return tid;
}

std::vector<std::string>
Backhaul::Names()
{
    std::vector<std::string> names = DataNames("backhauls");
    names.erase(std::remove(names.begin(), names.end(), "none"), names.end());
    names.insert(names.begin(), "none");
    return names;
}

Ptr<Backhaul>
Backhaul::Create(const std::string& name)
{
    const std::vector<std::string> names = Names();
    if (std::find(names.begin(), names.end(), name) == names.end())
    {
        std::string message = "backhaul: found \"" + name + "\", expected one of";
        for (const auto& known : names)
        {
            message += " " + known;
        }
        const std::string nearest = NearestName(name, names);
        throw std::invalid_argument(
            message + (nearest.empty() ? "" : "; did you mean " + nearest + "?"));
    }
    Ptr<Backhaul> backhaul = CreateObject<Backhaul>();
    if (name == "none")
    {
        return backhaul;
    }

    const std::string path = DataPath("backhauls/" + name + ".json");
    std::ifstream file(path);
    const nlohmann::json profile = nlohmann::json::parse(file, nullptr, false);
    if (!file || !profile.is_object())
    {
        throw std::runtime_error(path + ": cannot be read as a JSON object");
    }
    constexpr double fastest = 1e12; // bit/s
    constexpr double slowest = 1e5;  // ms
    const auto rate = [&](const std::string& key) {
        return DataRate(static_cast<uint64_t>(Figure(profile, path, key, 1, fastest)));
    };
    const auto time = [&](const std::string& key) {
        return NanoSeconds(std::llround(Figure(profile, path, key, 0, slowest) * 1e6));
    };
    backhaul->m_upRate = rate("up_bps");
    backhaul->m_downRate = rate("down_bps");
    backhaul->m_delay = time("delay_ms");
    backhaul->m_jitter = time("jitter_ms");
    backhaul->m_loss = Figure(profile, path, "loss", 0, 1);
    return backhaul;
}

NetDeviceContainer
Backhaul::Install(Ptr<Node> gateway, Ptr<Node> far)
{
    m_channel = CreateObject<BackhaulChannel>();
    m_channel->SetAttribute("Delay", TimeValue(m_delay));
    m_channel->SetAttribute("Jitter", TimeValue(m_jitter));
    m_channel->SetAttribute("Loss", DoubleValue(m_loss));

    NetDeviceContainer devices;
    const auto attach = [&](Ptr<Node> node, const DataRate& rate) {
        Ptr<PointToPointNetDevice> device = CreateObject<PointToPointNetDevice>();
        device->SetDataRate(rate);
        device->SetAddress(Mac48Address::Allocate());
        node->AddDevice(device);
        // Without a flow control interface the stack puts no queueing discipline above, so this
        // queue is the only one.
        Ptr<DropTailQueue<Packet>> queue = CreateObject<DropTailQueue<Packet>>();
        queue->SetMaxSize(m_queueSize);
        device->SetQueue(queue);
        device->Attach(m_channel);
        devices.Add(device);
    };
    attach(gateway, m_upRate);
    attach(far, m_downRate);
    return devices;
}

int64_t
Backhaul::AssignStreams(int64_t stream)
{
    return m_channel ? m_channel->AssignStreams(stream) : 0;
}

Ptr<BackhaulChannel>
Backhaul::GetChannel() const
{
    return m_channel;
}

void
Backhaul::DoDispose()
{
    m_channel = nullptr;
    Object::DoDispose();
}

} // namespace iomt
} // namespace ns3
