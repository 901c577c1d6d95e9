// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SERVICE_NETWORK_H
#define IOMT_SERVICE_NETWORK_H

#include "core-helper.h"
#include "site-helper.h"

#include "ns3/csma-helper.h"
#include "ns3/service.h"

#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief Puts the hosts of services into a telemedicine system.
 *
 *     host ── site's Ethernet ── gateway ══ … ── [edge] ── core LAN ── [inner] ── hospital LAN ──
 * host
 *
 * A site has an Ethernet only if a service has a host there. Hosts have no processor unless the
 * service asks for one: what they compute takes no time and is not charged; gateways and firewalls
 * charge each packet as any other.
 */
class ServiceNetwork : public ServiceEnvironment
{
  public:
    /**
     * @param core built
     * @param sites built; both outlive this
     * @param compute "profile", "host" or "free", as the attribute Compute of Processor
     */
    ServiceNetwork(CoreHelper& core, const std::vector<Site>& sites, const std::string& compute);

    ServiceHost AddSiteHost(const std::string& site) override;
    ServiceHost AddHospitalHost() override;
    Ptr<Processor> AddProcessor(const ServiceHost& host, const std::string& device) override;

    /// @brief Add an accept rule to the firewalls for each flow of a service. @param service
    /// installed
    void Accept(const Service& service);
    /// @param stream first stream index to use @return how many were used
    int64_t AssignStreams(int64_t stream);
    /// @param folder for SITE-ethernet.pcap of each site that has one
    void EnablePcap(const std::string& folder);

  private:
    /// The wired network of a site.
    struct Ethernet
    {
        Ptr<NetDevice> gateway;   //!< the gateway's end
        Ptr<CsmaChannel> channel; //!< the wire
        uint16_t hosts{0};        //!< on it so far
    };

    Ethernet& EthernetOf(std::size_t site);
    ServiceHost AddHost(Ptr<CsmaChannel> channel, uint16_t subnet, uint16_t host);

    CoreHelper& m_core;
    const std::vector<Site>& m_sites;
    std::string m_compute;
    CsmaHelper m_csma;
    std::map<std::size_t, Ethernet> m_ethernets; //!< by position of the site
    uint16_t m_hospitalHosts{0};
    NodeContainer m_nodes;
    NetDeviceContainer m_devices;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_SERVICE_NETWORK_H
