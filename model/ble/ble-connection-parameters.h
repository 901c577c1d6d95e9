// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_CONNECTION_PARAMETERS_H
#define IOMT_BLE_CONNECTION_PARAMETERS_H

#include "ns3/nstime.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief How often the ends of a connection meet, and when they give each other up (Core 5.4,
 * Vol 6, Part B, 4.5.1 and 4.5.2).
 */
struct BleConnectionParameters
{
    /// connInterval: 7.5 ms to 4 s, a multiple of 1.25 ms.
    Time interval{MilliSeconds(50)};
    /// connPeripheralLatency: events the peripheral may leave out in a row, 0–499.
    uint16_t latency{0};
    /// connSupervisionTimeout: 100 ms to 32 s, a multiple of 10 ms, above 2 (1 + latency) interval.
    Time supervisionTimeout{Seconds(4)};

    /// @throws std::invalid_argument with the value, the rule and its clause
    void Check() const;
    /// @return what Check() would say, or nothing ("") if all rules are kept
    std::string Problem() const;

    /// @return interval in units of 1.25 ms, as sent
    uint16_t IntervalUnits() const;
    /// @return supervision timeout in units of 10 ms, as sent
    uint16_t TimeoutUnits() const;

    /**
     * @brief From the fields of a PDU, whatever their values.
     * @param interval in units of 1.25 ms
     * @param latency in events
     * @param timeout in units of 10 ms
     */
    static BleConnectionParameters FromUnits(uint16_t interval, uint16_t latency, uint16_t timeout);

    /// @return true if Check() would not throw for these fields of a PDU; costs next to nothing
    static bool AreValid(uint16_t interval, uint16_t latency, uint16_t timeout);

    bool operator==(const BleConnectionParameters& other) const
    {
        return interval == other.interval && latency == other.latency &&
               supervisionTimeout == other.supervisionTimeout;
    }

    bool operator!=(const BleConnectionParameters& other) const
    {
        return !(*this == other);
    }
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_CONNECTION_PARAMETERS_H
