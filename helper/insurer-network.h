// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_INSURER_NETWORK_H
#define IOMT_INSURER_NETWORK_H

#include "core-helper.h"

#include "ns3/anonymiser.h"
#include "ns3/insurer.h"

#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief Puts the anonymiser on the core LAN and the insurer behind the internet, and opens the
 * edge firewall from one to the other.
 *
 *     insurer ── internet ── exchange ── [edge] ── core LAN ── broker, anonymiser
 */
class InsurerNetwork
{
  public:
    /// Last rule of the edge firewall that lets anonymised readings out.
    static constexpr const char* RULE = "anonymiser-to-insurer";

    /**
     * @param core built, with its own rules; outlives this
     * @param compute "profile", "host" or "free"
     */
    InsurerNetwork(CoreHelper& core, const std::string& compute);

    Ptr<Anonymiser> GetAnonymiser() const;
    Ptr<Insurer> GetInsurer() const;
    /// @return where the insurer takes readings
    CoapPeer GetInsurerPeer() const;
    /// @param stream first stream index to use @return how many were used
    int64_t AssignStreams(int64_t stream);
    /// @param folder for insurer.pcap
    void EnablePcap(const std::string& folder);

  private:
    NodeContainer m_nodes; //!< anonymiser, insurer
    NetDeviceContainer m_coreDevice;
    NetDeviceContainer m_link;
    CsmaHelper m_csma;
    PointToPointHelper m_pointToPoint;
    Ptr<Anonymiser> m_anonymiser;
    Ptr<Insurer> m_insurer;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_INSURER_NETWORK_H
