// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_PARAMETER_RANGES_H
#define IOMT_BLE_PARAMETER_RANGES_H

#include "ble-constants.h"

#include <cstdint>

namespace ns3
{
namespace iomt
{

/**
 * @brief May a connection have these parameters? What BleConnectionParameters::Check() says in
 * words, for the fields of a PDU (Core 5.4, Vol 6, Part B, 4.5.1 and 4.5.2).
 * @param interval connInterval [1.25 ms]
 * @param latency connPeripheralLatency [events]
 * @param timeout connSupervisionTimeout [10 ms]
 */
constexpr bool
AreValidBleParameters(uint16_t interval, uint16_t latency, uint16_t timeout)
{
    return interval >= ble::INTERVAL_MIN_UNITS && interval <= ble::INTERVAL_MAX_UNITS &&
           latency <= ble::LATENCY_MAX && timeout >= ble::TIMEOUT_MIN_UNITS &&
           timeout <= ble::TIMEOUT_MAX_UNITS &&
           timeout * ble::TIMEOUT_UNIT_US >
               2 * (1 + int64_t{latency}) * interval * ble::INTERVAL_UNIT_US;
}

/**
 * @brief May the first event of a connection, or of its new parameters, be looked for in this
 * window (Core 5.4, Vol 6, Part B, 4.5.3)?
 * @param winSize transmitWindowSize [1.25 ms]: at least 1, below the interval, at most 10 ms
 * @param winOffset transmitWindowOffset [1.25 ms]: at most the interval
 * @param interval connInterval [1.25 ms]
 */
constexpr bool
IsValidBleTransmitWindow(uint8_t winSize, uint16_t winOffset, uint16_t interval)
{
    return winSize >= 1 && winSize <= ble::WIN_SIZE_MAX_UNITS && winSize < interval &&
           winOffset <= interval;
}

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_PARAMETER_RANGES_H
