// SPDX-License-Identifier: GPL-2.0-only

#include "ble-window-widening.h"

#include <array>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

namespace
{

/// Worst accuracy of each value of the field [ppm] (2.3.3.1, Table 2.11).
constexpr std::array<double, 8> WORST_PPM{500, 250, 150, 100, 75, 50, 30, 20};

} // namespace

double
BleScaToPpm(uint8_t sca)
{
    return WORST_PPM[sca & 7];
}

uint8_t
BleScaFromPpm(double ppm)
{
    if (!(ppm >= 0 && ppm <= WORST_PPM.front()))
    {
        std::ostringstream message;
        message << "sleep clock accuracy " << ppm
                << " ppm is not within 0 to 500 ppm (Core 5.4, Vol 6, Part B, 4.2.2)";
        throw std::invalid_argument(message.str());
    }
    uint8_t sca = WORST_PPM.size() - 1;
    while (WORST_PPM[sca] < ppm)
    {
        --sca;
    }
    return sca;
}

} // namespace iomt
} // namespace ns3
