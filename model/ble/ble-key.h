// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_KEY_H
#define IOMT_BLE_KEY_H

#include <array>
#include <cstdint>

namespace ns3::iomt
{

/**
 * @brief A 128-bit key or value, most significant octet first, as the Core specification writes
 * its hexadecimal numbers.
 *
 * On the air SMP sends such values least significant octet first; the codecs turn them around.
 */
using BleKey = std::array<uint8_t, 16>;

} // namespace ns3::iomt

#endif // IOMT_BLE_KEY_H
