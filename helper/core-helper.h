// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CORE_HELPER_H
#define IOMT_CORE_HELPER_H

#include "ns3/attack.h"
#include "ns3/broker.h"
#include "ns3/csma-helper.h"
#include "ns3/doctor.h"
#include "ns3/firewall.h"
#include "ns3/net-device-container.h"
#include "ns3/node.h"
#include "ns3/pharmacy.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/processing-hook.h"

#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// A firewall of the core and what stands around it.
struct CoreFirewall
{
    std::string name;         //!< "edge" or "inner"
    Ptr<Node> node;           //!< router it runs on
    Ptr<Firewall> firewall;   //!< the packet filter
    Ptr<ProcessingHook> hook; //!< makes packets wait for the router's processor
    Ptr<ForwardingPath> path; //!< both stand on it
};

/**
 * @brief Builds everything behind the backhauls: exchange, edge firewall, core LAN with the broker,
 * inner firewall, hospital LAN with the doctor, and the pharmacy.
 *
 *     gateways ══ internet ── exchange ── [edge] ── core LAN ── [inner] ── hospital LAN
 *                    │           │                     │                        │
 *                pharmacy    attackers              broker                   doctor
 */
class CoreHelper
{
  public:
    /// @param compute "profile", "host" or "free"
    void SetCompute(const std::string& compute);
    /**
     * @brief An adversary on the exchange.
     * @param attack configured, not installed
     */
    void AddAttack(Ptr<Attack> attack);
    /**
     * @brief Build it. Once.
     * @param sites how many there are, for the prefixes attackers may claim and rules may name
     */
    void Install(uint16_t sites);
    /**
     * @brief Add a rule to a firewall; after Install.
     * @param firewall "edge" or "inner"
     * @param rule interfaces are internet, core, hospital, self or any
     */
    void AddRule(const std::string& firewall, const FirewallRule& rule);
    /// @param stream first stream index to use @return how many were used
    int64_t AssignStreams(int64_t stream);
    /// @param folder for exchange.pcap, core.pcap, hospital.pcap and pharmacy.pcap
    void EnablePcap(const std::string& folder);

    /**
     * @param name any, sites, broker, doctor, pharmacy, or an IPv6 prefix
     * @return prefixes it stands for; none for any
     * @throws std::invalid_argument naming the text and what is allowed
     */
    std::vector<AddressPrefix> Resolve(const std::string& name) const;

    Ptr<Node> GetInternet() const;
    /// @return the wire that edge firewall, broker and inner firewall are on
    Ptr<CsmaChannel> GetCoreLan() const;
    /// @return the wire between inner firewall and doctor
    Ptr<CsmaChannel> GetHospitalLan() const;
    Ptr<Broker> GetBroker() const;
    Ptr<Doctor> GetDoctor() const;
    Ptr<Pharmacy> GetPharmacy() const;
    /// @return edge, then inner
    const std::vector<CoreFirewall>& GetFirewalls() const;
    const std::vector<Ptr<Attack>>& GetAttacks() const;
    /// @return address of the broker
    static Ipv6Address BrokerAddress();

  private:
    Ptr<Node> MakeNode(const std::string& device) const;
    CoreFirewall MakeFirewall(const std::string& name, Ptr<Node> node) const;
    void InstallAttacks(const std::vector<Ptr<CsmaChannel>>& segments);
    void InstallRoutes(uint32_t internetIf, const std::map<std::string, uint32_t>& interfaces);

    std::string m_compute{"profile"};
    uint16_t m_sites{0};
    CsmaHelper m_csma;
    PointToPointHelper m_pointToPoint;
    Ptr<Node> m_internet;
    Ptr<Node> m_brokerNode;
    Ptr<Node> m_doctorNode;
    Ptr<Node> m_pharmacyNode;
    Ptr<Broker> m_broker;
    Ptr<Doctor> m_doctor;
    Ptr<Pharmacy> m_pharmacy;
    std::vector<CoreFirewall> m_firewalls;
    std::vector<Ptr<Attack>> m_attacks;
    NetDeviceContainer m_exchange;
    NetDeviceContainer m_core;
    NetDeviceContainer m_hospital;
    NetDeviceContainer m_pharmacyLink;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_CORE_HELPER_H
