// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SERVICE_BENCH_H
#define IOMT_SERVICE_BENCH_H

#include "ns3/boolean.h"
#include "ns3/device-helper.h"
#include "ns3/error-model.h"
#include "ns3/global-value.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/pointer.h"
#include "ns3/service.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <stdexcept>
#include <string>

namespace ns3::iomt
{

/**
 * @brief A site's host and a hospital's, with a wire of 10 Mbit/s and 20 ms between.
 *
 *     site ══ 10 Mbit/s, 20 ms ══ hospital
 */
class ServiceBench : public ServiceEnvironment
{
  public:
    ServiceBench()
    {
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
        m_nodes.Create(2);
        PointToPointHelper wire;
        wire.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
        wire.SetChannelAttribute("Delay", StringValue("20ms"));
        m_devices = wire.Install(m_nodes);
        InternetStackHelper stack;
        stack.SetIpv4StackInstall(false);
        stack.Install(m_nodes);
        stack.AssignStreams(m_nodes, 200);
        Ipv6AddressHelper addresses;
        addresses.SetBase(Ipv6Address("fd00:1::"), Ipv6Prefix(64));
        m_interfaces = addresses.Assign(m_devices);
    }

    ~ServiceBench() override
    {
        Simulator::Destroy();
    }

    ServiceHost AddSiteHost(const std::string& site) override
    {
        if (!site.empty() && site != "home")
        {
            throw std::invalid_argument("site: there is no '" + site + "'; allowed: home");
        }
        return {m_nodes.Get(0), m_interfaces.GetAddress(0, 1)};
    }

    ServiceHost AddHospitalHost() override
    {
        return {m_nodes.Get(1), m_interfaces.GetAddress(1, 1)};
    }

    Ptr<Processor> AddProcessor(const ServiceHost& host, const std::string& device) override
    {
        DeviceHelper(device).Install(NodeContainer(host.node));
        return host.node->GetObject<Processor>();
    }

    /// Lose frames in either direction with a probability; 1 cuts the wire.
    void Lose(double share)
    {
        for (uint32_t i = 0; i < m_devices.GetN(); ++i)
        {
            auto model = CreateObject<RateErrorModel>();
            model->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
            model->SetRate(share);
            model->AssignStreams(300 + i);
            m_devices.Get(i)->SetAttribute("ReceiveErrorModel", PointerValue(model));
        }
    }

    void Install(Ptr<Service> service)
    {
        service->Install(*this);
        service->AssignStreams(1);
    }

    void Run(Time until)
    {
        Simulator::Stop(until);
        Simulator::Run();
    }

    Ptr<Node> Hospital() const
    {
        return m_nodes.Get(1);
    }

    Ptr<Node> Site() const
    {
        return m_nodes.Get(0);
    }

    Ipv6Address HospitalAddress() const
    {
        return m_interfaces.GetAddress(1, 1);
    }

  private:
    NodeContainer m_nodes;
    NetDeviceContainer m_devices;
    Ipv6InterfaceContainer m_interfaces;
};

} // namespace ns3::iomt

#endif // IOMT_SERVICE_BENCH_H
