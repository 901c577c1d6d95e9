// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_RADIO_PROFILE_H
#define IOMT_BLE_RADIO_PROFILE_H

#include "ble-phy-mode.h"

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace ns3
{
namespace iomt
{

/// @brief Power and start-up of a BLE radio as its file in data/ble-radios describes it.
struct BleRadioProfile
{
    std::string name;
    std::string description;
    double supplyV{3};                  ///< voltage all currents are for [V]
    double sleepMa{0};                  ///< standby [mA]
    double rx1MMa{0};                   ///< listening and receiving, 1M and Coded [mA]
    double rx2MMa{0};                   ///< the same, 2M [mA]
    std::map<double, double> txMaByDbm; ///< transmitting [mA], by transmit power [dBm]
    double rxStartUs{0};                ///< from standby to listening [µs]
    double txStartUs{0};                ///< from standby to transmitting [µs]
    double rxStartMa{0};                ///< meanwhile [mA]
    double txStartMa{0};                ///< meanwhile [mA]

    /// @return power in standby [mW]
    double SleepMw() const;
    /// @return power while it listens or receives [mW]
    double RxMw(BlePhyMode mode) const;
    /**
     * @param powerDbm transmit power [dBm]; between two of the table the current is interpolated,
     *        beyond them that of the nearest is taken
     * @return power while it transmits [mW]
     */
    double TxMw(double powerDbm) const;
    /// @return energy from standby to listening [mJ]
    double RxStartMj() const;
    /// @return energy from standby to transmitting [mJ]
    double TxStartMj() const;
};

/**
 * @brief Read the profile of a BLE radio.
 * @param nameOrPath name of a file in data/ble-radios, or a path that ends in .json
 * @throws ProfileError as LoadDeviceProfile
 */
BleRadioProfile LoadBleRadioProfile(const std::string& nameOrPath);

/// @brief As ParseDeviceProfile, for a BLE radio.
BleRadioProfile ParseBleRadioProfile(const nlohmann::json& json, const std::string& origin);

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_RADIO_PROFILE_H
