// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_DEVICE_PROFILE_H
#define IOMT_DEVICE_PROFILE_H

#include "ns3/operation-counts.h"

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// @brief A profile that cannot be used; the text names the file, the key and what is allowed.
class ProfileError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/// @brief What a kind of operation costs a processor: base + n × perUnit cycles for n of them.
struct OperationCost
{
    double baseCycles{0};    ///< for each charge that executes any [cycles]
    double perUnitCycles{0}; ///< for each one executed [cycles]
};

/// @brief The processor of a device.
struct ProcessorProfile
{
    std::string name;
    double clockHz{0};
    double activeMw{0}; ///< while it computes [mW]
    double idleMw{0};   ///< otherwise [mW]
    std::map<Operation, OperationCost> costs;

    /**
     * @brief Cycles this processor needs for executed operations.
     * @param counts what was executed, in one charge
     * @return cycles; 0 if nothing was executed
     */
    double Cycles(const OperationCounts& counts) const;
};

/// @brief Power of an IEEE 802.15.4 radio by the state of its PHY.
struct RadioProfile
{
    double txMw{0};  ///< BUSY_TX, TX_ON [mW]
    double rxMw{0};  ///< RX_ON, BUSY_RX: listening costs what receiving does [mW]
    double offMw{0}; ///< TRX_OFF [mW]
};

/// @brief A sensor of a device; those of the same period share one reading's time.
struct SensorProfile
{
    std::string kind; ///< what it measures: ecg, spo2, pulse, temperature, …
    double rateHz{0}; ///< samples a second [1/s]
    double blockS{0}; ///< samples of this long make one reading; 0: one sample does [s]
    double energyMjPerSample{0};
    double conversionMs{0};            ///< from the end of a block to the processor [ms]
    std::optional<double> urgentBelow; ///< a sample below this makes its reading urgent
    std::optional<double> urgentAbove; ///< a sample above this makes its reading urgent
    double noise{0};                   ///< standard deviation, in the unit of the kind

    /// @return true if the value makes its reading urgent
    bool IsUrgent(double value) const;
    /// @return time between readings [s]
    double PeriodS() const;
};

/// @brief What a device can do to its patient, and how much of it at most.
struct ActuatorProfile
{
    std::string kind;                     ///< member of the family of actuators
    std::map<std::string, double> limits; ///< by name, in the unit the name ends in
};

/// @brief A kind of device as its file in data/devices describes it.
struct DeviceProfile
{
    std::string kind;
    std::string description;
    ProcessorProfile processor;
    std::optional<double> batteryMj;     ///< capacity [mJ]; none: mains supply
    std::optional<RadioProfile> radio;   ///< none: no IEEE 802.15.4 radio
    std::optional<std::string> bleRadio; ///< a profile of data/ble-radios; none: no BLE radio
    std::vector<SensorProfile> sensors;
    std::optional<ActuatorProfile> actuator; ///< none: it only feels
    uint64_t memoryBytes{0}; ///< RAM of the processor [B]
};

/// @brief A wide-area access link as its file in data/backhauls describes it.
struct BackhaulProfile
{
    std::string name;
    std::string description;
    double upBps{0};    ///< site to core [bit/s]
    double downBps{0};  ///< core to site [bit/s]
    double delayMs{0};  ///< one way, without jitter [ms]
    double jitterMs{0}; ///< standard deviation of the one-way delay [ms]
    double loss{0};     ///< share of packets lost, each independently [0…1]
};

/**
 * @brief Read a device profile.
 * @param kindOrPath name of a file in data/devices, or a path that ends in .json
 * @throws ProfileError if there is no such file, it is not JSON, a key is unknown, missing or of
 *         the wrong type, or a number has no source
 */
DeviceProfile LoadDeviceProfile(const std::string& kindOrPath);

/**
 * @brief Read a device profile out of JSON.
 * @param json the profile, every number as {"value": x, "source": "…"}
 * @param origin what to call it in errors
 * @throws ProfileError as LoadDeviceProfile
 */
DeviceProfile ParseDeviceProfile(const nlohmann::json& json, const std::string& origin);

/**
 * @brief Read the profile of a processor alone.
 * @param nameOrPath name of a file in data/processors, or a path that ends in .json
 * @throws ProfileError as LoadDeviceProfile
 */
ProcessorProfile LoadProcessorProfile(const std::string& nameOrPath);

/**
 * @brief Read a backhaul profile.
 * @param nameOrPath name of a file in data/backhauls, or a path that ends in .json
 * @throws ProfileError as LoadDeviceProfile
 */
BackhaulProfile LoadBackhaulProfile(const std::string& nameOrPath);

/// @brief As ParseDeviceProfile, for a backhaul.
BackhaulProfile ParseBackhaulProfile(const nlohmann::json& json, const std::string& origin);

} // namespace iomt
} // namespace ns3

#endif // IOMT_DEVICE_PROFILE_H
