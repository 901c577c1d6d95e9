// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_NURSE_NETWORK_H
#define IOMT_NURSE_NETWORK_H

#include "core-helper.h"

#include "ns3/nurse-station.h"

namespace ns3
{
namespace iomt
{

/**
 * @brief Puts a nurse station beside the doctor on the hospital LAN, with the rule of the inner
 * firewall that lets it to the broker.
 */
class NurseNetwork
{
  public:
    /// Last rule of the inner firewall.
    static constexpr const char* RULE = "nurse-to-broker";

    /**
     * @param core built, with its own rules; outlives this
     * @param compute "profile", "host" or "free"
     */
    NurseNetwork(CoreHelper& core, const std::string& compute);

    Ptr<NurseStation> GetStation() const;
    /// @param stream first stream index to use @return how many were used
    int64_t AssignStreams(int64_t stream);

  private:
    Ptr<Node> m_node;
    NetDeviceContainer m_device;
    CsmaHelper m_csma;
    Ptr<NurseStation> m_station;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_NURSE_NETWORK_H
