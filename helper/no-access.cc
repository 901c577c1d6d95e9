// SPDX-License-Identifier: GPL-2.0-only

#include "access-link.h"

#include "ns3/csma-helper.h"
#include "ns3/data-rate.h"
#include "ns3/nstime.h"

namespace ns3
{
namespace iomt
{

namespace
{

/// A wire so fast that the access link takes no time worth speaking of: the baseline.
class NoAccess : public AccessLink
{
  public:
    NetDeviceContainer Install(const NodeContainer& wearables,
                               Ptr<Node> gateway,
                               Ptr<SpectrumChannel> /* air */) override
    {
        NodeContainer nodes(gateway);
        nodes.Add(wearables);
        m_csma.SetChannelAttribute("DataRate", DataRateValue(DataRate("100Gbps")));
        m_csma.SetChannelAttribute("Delay", TimeValue(NanoSeconds(1)));
        m_devices = m_csma.Install(nodes);
        return m_devices;
    }

    int64_t AssignStreams(int64_t stream) override
    {
        return m_csma.AssignStreams(m_devices, stream);
    }

    void EnablePcap(const std::string& path) override
    {
        m_csma.EnablePcap(path + ".pcap", m_devices.Get(0), true, true);
    }

    void ConnectDevice(Ptr<Node> device, const LinkEvents& events) override
    {
        AccessLink::ConnectDevice(DeviceOf(m_devices, device), events);
        m_events[device->GetId()] = events;
    }

    Time GetVerdictTime() const override
    {
        return Seconds(1);
    }

    void Plug(Ptr<Node> node, bool plugged) override
    {
        const bool all = node == m_devices.Get(0)->GetNode();
        for (const auto& [device, events] : m_events)
        {
            if (all || device == node->GetId())
            {
                events.changed(plugged);
            }
        }
    }

  private:
    CsmaHelper m_csma;
    NetDeviceContainer m_devices;
    std::map<uint32_t, LinkEvents> m_events; //!< by identifier of the node
};

const bool REGISTERED = AccessLinkRegistry::Get().Add(
    "none",
    [] { return std::make_unique<NoAccess>(); },
    "a wire that takes no time: the baseline");

} // namespace

} // namespace iomt
} // namespace ns3
