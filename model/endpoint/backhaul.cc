// SPDX-License-Identifier: GPL-2.0-only

#include "backhaul.h"

#include "backhaul-channel.h"
#include "urgent-first-queue.h"

#include "ns3/boolean.h"
#include "ns3/data-path.h"
#include "ns3/device-profile.h"
#include "ns3/double.h"
#include "ns3/drop-tail-queue.h"
#include "ns3/mac48-address.h"
#include "ns3/nearest-name.h"
#include "ns3/packet.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/pointer.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Backhaul);

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
                          MakeQueueSizeChecker())
            .AddAttribute("UrgentFirst",
                          "Whether datagrams marked for Expedited Forwarding go first.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&Backhaul::m_urgentFirst),
                          MakeBooleanChecker());
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
    const std::string extension = ".json";
    const bool isPath =
        name.size() > extension.size() &&
        name.compare(name.size() - extension.size(), extension.size(), extension) == 0;
    const std::vector<std::string> names = Names();
    if (!isPath && std::find(names.begin(), names.end(), name) == names.end())
    {
        std::string message = "backhaul: found \"" + name + "\", expected one of";
        for (const auto& known : names)
        {
            message += " " + known;
        }
        const std::string nearest = NearestName(name, names);
        throw std::invalid_argument(message +
                                    (nearest.empty() ? "" : "; did you mean " + nearest + "?"));
    }
    Ptr<Backhaul> backhaul = CreateObject<Backhaul>();
    if (name == "none")
    {
        return backhaul;
    }
    const BackhaulProfile profile = LoadBackhaulProfile(name);
    const auto time = [](double ms) { return NanoSeconds(std::llround(ms * 1e6)); };
    backhaul->m_upRate = DataRate(static_cast<uint64_t>(profile.upBps));
    backhaul->m_downRate = DataRate(static_cast<uint64_t>(profile.downBps));
    backhaul->m_delay = time(profile.delayMs);
    backhaul->m_jitter = time(profile.jitterMs);
    backhaul->m_loss = profile.loss;
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
        Ptr<Queue<Packet>> queue = CreateObject<DropTailQueue<Packet>>();
        if (m_urgentFirst)
        {
            queue = CreateObject<UrgentFirstQueue>();
        }
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
