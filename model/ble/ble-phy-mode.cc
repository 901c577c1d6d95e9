// SPDX-License-Identifier: GPL-2.0-only

#include "ble-phy-mode.h"

namespace ns3
{
namespace iomt
{

std::string
ToString(BlePhyMode mode)
{
    switch (mode)
    {
    case BlePhyMode::LE_2M:
        return "2M";
    case BlePhyMode::LE_CODED_S8:
        return "S8";
    case BlePhyMode::LE_CODED_S2:
        return "S2";
    default:
        return "1M";
    }
}

std::optional<BlePhyMode>
BlePhyModeFromString(const std::string& name)
{
    for (uint8_t i = 0; i < BLE_PHY_MODES; ++i)
    {
        const auto mode = static_cast<BlePhyMode>(i);
        if (ToString(mode) == name)
        {
            return mode;
        }
    }
    return std::nullopt;
}

uint32_t
BlePayloadWithin(BlePhyMode mode, int64_t airTimeUs)
{
    const int64_t emptyUs = BleAirTimeUs(mode, 0);
    if (airTimeUs < emptyUs)
    {
        return 0;
    }
    return static_cast<uint32_t>((airTimeUs - emptyUs) / (BleAirTimeUs(mode, 1) - emptyUs));
}

} // namespace iomt
} // namespace ns3
