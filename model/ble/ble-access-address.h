// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_ACCESS_ADDRESS_H
#define IOMT_BLE_ACCESS_ADDRESS_H

#include "ble-constants.h"

#include <cstdint>
#include <functional>

namespace ns3
{
namespace iomt
{

/**
 * @brief May a connection have this access address (Core 5.4, Vol 6, Part B, 2.1.2)?
 *
 * The two rules for devices with LE Coded are always applied, because a connection may go over to
 * that PHY. That no other connection of the device has it is the caller's to see.
 */
bool IsValidBleAccessAddress(uint32_t accessAddress);

/**
 * @brief Draw until an access address is valid: one draw in two to three is.
 * @param draw gives 32 uniform random bits
 */
uint32_t DrawBleAccessAddress(const std::function<uint32_t()>& draw);

/**
 * @brief What a sniffer calls "access address offenses".
 * @return how many bits are not those of a reference
 */
uint8_t BleAccessAddressDistance(uint32_t accessAddress, uint32_t reference);

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_ACCESS_ADDRESS_H
