// SPDX-License-Identifier: GPL-2.0-only

#include "ble-radio-profile.h"

#include "ns3/profile-node.h"

#include <iterator>

namespace ns3
{
namespace iomt
{

using Json = nlohmann::json;

double
BleRadioProfile::SleepMw() const
{
    return sleepMa * supplyV;
}

double
BleRadioProfile::RxMw(BlePhyMode mode) const
{
    return (mode == BlePhyMode::LE_2M ? rx2MMa : rx1MMa) * supplyV;
}

double
BleRadioProfile::TxMw(double powerDbm) const
{
    if (txMaByDbm.empty())
    {
        return 0;
    }
    const auto above = txMaByDbm.lower_bound(powerDbm);
    if (above == txMaByDbm.begin())
    {
        return above->second * supplyV;
    }
    const auto below = std::prev(above);
    if (above == txMaByDbm.end())
    {
        return below->second * supplyV;
    }
    const double share = (powerDbm - below->first) / (above->first - below->first);
    return (below->second + share * (above->second - below->second)) * supplyV;
}

double
BleRadioProfile::RxStartMj() const
{
    return rxStartMa * supplyV * rxStartUs * 1e-6;
}

double
BleRadioProfile::TxStartMj() const
{
    return txStartMa * supplyV * txStartUs * 1e-6;
}

BleRadioProfile
ParseBleRadioProfile(const Json& json, const std::string& origin)
{
    constexpr double LARGEST_MA = 1e4;
    constexpr double LONGEST_US = 1e5;

    const ProfileNode node(json, origin, "");
    node.AllowOnly({"name",
                    "description",
                    "supply_v",
                    "sleep_ma",
                    "rx_1m_ma",
                    "rx_2m_ma",
                    "tx",
                    "rx_start_us",
                    "rx_start_ma",
                    "tx_start_us",
                    "tx_start_ma"});
    BleRadioProfile profile;
    profile.name = node.Text("name");
    profile.description = node.Text("description");
    profile.supplyV = node.Number("supply_v", 0.1, 100);
    profile.sleepMa = node.Number("sleep_ma", 0, LARGEST_MA);
    profile.rx1MMa = node.Number("rx_1m_ma", 0, LARGEST_MA);
    profile.rx2MMa = node.Number("rx_2m_ma", 0, LARGEST_MA);
    profile.rxStartUs = node.Number("rx_start_us", 0, LONGEST_US);
    profile.rxStartMa = node.Number("rx_start_ma", 0, LARGEST_MA);
    profile.txStartUs = node.Number("tx_start_us", 0, LONGEST_US);
    profile.txStartMa = node.Number("tx_start_ma", 0, LARGEST_MA);
    const Json& levels = node.At("tx");
    if (!levels.is_array() || levels.empty())
    {
        node.Fail("'tx' must be an array that is not empty");
    }
    for (std::size_t i = 0; i < levels.size(); ++i)
    {
        const ProfileNode level(levels[i], origin, "tx[" + std::to_string(i) + "]");
        level.AllowOnly({"dbm", "ma"});
        const double dbm = level.Number("dbm", -60, 30);
        if (!profile.txMaByDbm.emplace(dbm, level.Number("ma", 0, LARGEST_MA)).second)
        {
            level.Fail("there is already a current for this 'dbm'");
        }
    }
    return profile;
}

BleRadioProfile
LoadBleRadioProfile(const std::string& nameOrPath)
{
    std::string origin;
    const Json json = ReadProfileFile("ble-radios", nameOrPath, origin);
    return ParseBleRadioProfile(json, origin);
}

} // namespace iomt
} // namespace ns3
