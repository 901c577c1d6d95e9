// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_WINDOW_WIDENING_H
#define IOMT_BLE_WINDOW_WIDENING_H

#include "ble-constants.h"

#include "ns3/nstime.h"

#include <cstdint>

namespace ns3
{
namespace iomt
{

/**
 * @brief How much earlier and, again, later than expected a peripheral has to listen for an anchor
 * point, because both clocks drift (Core 5.4, Vol 6, Part B, 4.2.4).
 * @param centralPpm sleep clock accuracy the central announced [ppm]
 * @param peripheralPpm sleep clock accuracy of the peripheral's own clock [ppm]
 * @param sinceAnchor time since the last anchor point it heard
 * @return widening on each side: drift of both and 16 us of jitter of each clock (4.2.2)
 */
inline Time
BleWindowWidening(double centralPpm, double peripheralPpm, Time sinceAnchor)
{
    const double driftNs =
        (centralPpm + peripheralPpm) * 1e-6 * static_cast<double>(sinceAnchor.GetNanoSeconds());
    // rounded up: a window must not be too small by the fraction of a nanosecond
    const auto wholeNs = static_cast<int64_t>(driftNs);
    return NanoSeconds(wholeNs + (static_cast<double>(wholeNs) < driftNs ? 1 : 0) +
                       2 * ble::SLEEP_CLOCK_JITTER_US * 1000);
}

/**
 * @param sca field of CONNECT_IND, 0–7; higher bits are ignored
 * @return the worst accuracy it stands for [ppm] (2.3.3.1, Table 2.11)
 */
double BleScaToPpm(uint8_t sca);

/**
 * @param ppm accuracy of a sleep clock [ppm]
 * @return the field of CONNECT_IND that promises least and still holds
 * @throws std::invalid_argument below 0 or above 500 ppm (4.2.2)
 */
uint8_t BleScaFromPpm(double ppm);

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_WINDOW_WIDENING_H
