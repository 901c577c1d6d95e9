// SPDX-License-Identifier: GPL-2.0-only

#include "ble-connection-parameters.h"

#include "ble-constants.h"
#include "ble-parameter-ranges.h"

#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

namespace
{

constexpr int64_t INTERVAL_UNIT_NS = ble::INTERVAL_UNIT_US * 1000;
constexpr int64_t TIMEOUT_UNIT_NS = ble::TIMEOUT_UNIT_US * 1000;

/// @return true if a time is least to most units, both included
bool
IsWithin(int64_t ns, int64_t unitNs, int64_t least, int64_t most)
{
    return ns >= least * unitNs && ns <= most * unitNs;
}

std::string
InMs(int64_t ns)
{
    std::ostringstream text;
    text << static_cast<double>(ns) / 1e6 << " ms";
    return text.str();
}

} // namespace

std::string
BleConnectionParameters::Problem() const
{
    const std::string clause = " (Core 5.4, Vol 6, Part B, ";
    const int64_t intervalNs = interval.GetNanoSeconds();
    const int64_t timeoutNs = supervisionTimeout.GetNanoSeconds();
    if (!IsWithin(intervalNs, INTERVAL_UNIT_NS, ble::INTERVAL_MIN_UNITS, ble::INTERVAL_MAX_UNITS))
    {
        return "connection interval " + InMs(intervalNs) + " is not within 7.5 ms to 4 s" + clause +
               "4.5.1)";
    }
    if (intervalNs % INTERVAL_UNIT_NS != 0)
    {
        return "connection interval " + InMs(intervalNs) + " is not a multiple of 1.25 ms" +
               clause + "4.5.1)";
    }
    if (latency > ble::LATENCY_MAX)
    {
        return "peripheral latency " + std::to_string(latency) + " is more than 499 events" +
               clause + "4.5.1)";
    }
    if (!IsWithin(timeoutNs, TIMEOUT_UNIT_NS, ble::TIMEOUT_MIN_UNITS, ble::TIMEOUT_MAX_UNITS))
    {
        return "supervision timeout " + InMs(timeoutNs) + " is not within 100 ms to 32 s" + clause +
               "4.5.2)";
    }
    if (timeoutNs % TIMEOUT_UNIT_NS != 0)
    {
        return "supervision timeout " + InMs(timeoutNs) + " is not a multiple of 10 ms" + clause +
               "4.5.2)";
    }
    const int64_t leastNs = 2 * (1 + int64_t{latency}) * intervalNs;
    if (timeoutNs <= leastNs)
    {
        return "supervision timeout " + InMs(timeoutNs) +
               " is not more than 2 * (1 + latency) * interval = " + InMs(leastNs) + clause +
               "4.5.2)";
    }
    return "";
}

void
BleConnectionParameters::Check() const
{
    const std::string problem = Problem();
    if (!problem.empty())
    {
        throw std::invalid_argument(problem);
    }
}

uint16_t
BleConnectionParameters::IntervalUnits() const
{
    return static_cast<uint16_t>(interval.GetNanoSeconds() / INTERVAL_UNIT_NS);
}

uint16_t
BleConnectionParameters::TimeoutUnits() const
{
    return static_cast<uint16_t>(supervisionTimeout.GetNanoSeconds() / TIMEOUT_UNIT_NS);
}

BleConnectionParameters
BleConnectionParameters::FromUnits(uint16_t interval, uint16_t latency, uint16_t timeout)
{
    return {NanoSeconds(interval * INTERVAL_UNIT_NS),
            latency,
            NanoSeconds(timeout * TIMEOUT_UNIT_NS)};
}

bool
BleConnectionParameters::AreValid(uint16_t interval, uint16_t latency, uint16_t timeout)
{
    return AreValidBleParameters(interval, latency, timeout);
}

} // namespace iomt
} // namespace ns3
