// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_IPV6_HELPER_H
#define IOMT_BLE_IPV6_HELPER_H

#include "ns3/ipv6-address.h"
#include "ns3/ipv6-interface-container.h"
#include "ns3/net-device-container.h"
#include "ns3/sixlowpan-helper.h"

#include <cstdint>

namespace ns3
{
namespace iomt
{

/**
 * @brief IPv6 over the BleNetDevices of one star: a border router (6LBR) and its nodes (6LN).
 *
 * RFC 7668, 3: the prefix is not on-link, so whatever is not for the router goes through it; the
 * prefix is context 0, so that addresses are elided; nodes register their addresses, so that the
 * router asks nobody. ns-3 before 3.48 has no registration (RFC 6775): neighbour caches are filled
 * with what it would have brought.
 */
class BleIpv6Helper
{
  public:
    BleIpv6Helper();

    /**
     * @brief A SixLowPanNetDevice on each device.
     *
     * Between a BleNetDevice and it there is a FrameFilter, since a forged frame would abort ns-3.
     *
     * @param devices BleNetDevices, or devices around them; their nodes have an Internet stack
     * @return the devices that IPv6 sits on, in the same order
     */
    NetDeviceContainer Install(const NetDeviceContainer& devices);

    /**
     * @brief Addresses, routes, contexts and neighbours of a star.
     * @param router device of Install() on the border router; it will forward
     * @param nodes devices of Install() on the nodes
     * @param prefix of 64 bits
     * @return the interfaces, the router's first, then in the order of the nodes
     */
    Ipv6InterfaceContainer Assign(Ptr<NetDevice> router,
                                  const NetDeviceContainer& nodes,
                                  Ipv6Address prefix);

    /**
     * @param devices of Install()
     * @param stream first stream index to use
     * @return how many were used
     */
    int64_t AssignStreams(const NetDeviceContainer& devices, int64_t stream);

  private:
    SixLowPanHelper m_sixLowPan;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_IPV6_HELPER_H
