// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_SMP_ADDRESS_H
#define IOMT_BLE_SMP_ADDRESS_H

#include "ble-smp-toolbox.h"

#include "ns3/mac48-address.h"

namespace ns3::iomt
{

/**
 * @param address of a device
 * @param random whether its type is random
 * @return as the functions of SMP take it
 */
inline BleSmpAddress
ToBleSmpAddress(Mac48Address address, bool random)
{
    BleSmpAddress octets{static_cast<uint8_t>(random ? 1 : 0)};
    address.CopyTo(octets.data() + 1);
    return octets;
}

} // namespace ns3::iomt

#endif // IOMT_BLE_SMP_ADDRESS_H
