// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_CLOCK_H
#define IOMT_BLE_CLOCK_H

#include "ns3/nstime.h"

#include <cmath>
#include <cstdint>

namespace ns3
{
namespace iomt
{

/**
 * @brief The sleep clock of a device, which runs faster or slower than true time by a constant.
 *
 * A device promises an accuracy (SCA) and keeps it by some drift of its own: its partner widens
 * its window by the promise, the events slide by the drift (Core 5.4, Vol 6, Part B, 4.2.2).
 */
struct BleClock
{
    double accuracyPpm{50}; //!< promised, worst case [ppm]
    double driftPpm{0};     //!< real; positive: its seconds are too long [ppm]

    /// @return true time that passes while this clock counts `local`
    Time ToTrue(Time local) const
    {
        return local + NanoSeconds(std::llround(static_cast<double>(local.GetNanoSeconds()) *
                                                driftPpm * 1e-6));
    }
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_CLOCK_H
