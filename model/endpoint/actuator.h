// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ACTUATOR_H
#define IOMT_ACTUATOR_H

#include "command.h"

#include "ns3/device-profile.h"
#include "ns3/registry.h"

#include <map>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief What acts on a patient at a device: the last who can say no.
 *
 * It obeys commands whose author has been verified, within the limits of its profile, whatever
 * their author wants.
 */
class Actuator
{
  public:
    static constexpr const char* FAMILY = "actuator";

    virtual ~Actuator() = default;

    /**
     * @brief Do it, or say why not.
     * @param command of a verified author, which was not executed before
     * @param nowS time [s], never less than in the call before
     * @return "" if it was executed, else the reason of the refusal
     */
    virtual std::string Execute(const Command& command, double nowS) = 0;

    /**
     * @brief What the device's own sensors feel of it; by default nothing.
     * @param values of a reading, by quantity; those it knows better are replaced
     */
    virtual void Feel(std::map<std::string, double>& values) const;

    /**
     * @brief What it gave the patient since the start.
     * @param nowS time, never less than in the call before [s]
     * @return [ml]; 0 of what gives nothing
     */
    virtual double GetInfusedMl(double nowS) const;

  protected:
    /**
     * @brief A limit that an actuator cannot be without.
     * @param profile of the device
     * @param name of the limit
     * @throws std::invalid_argument naming it
     */
    static double LimitOf(const ActuatorProfile& profile, const std::string& name);
};

/// Members: `infusion-pump`, `none`, `vibrator`, `wheel-drive`. Create(kind, profile).
using ActuatorRegistry = Registry<Actuator, const ActuatorProfile&>;

} // namespace iomt
} // namespace ns3

#endif // IOMT_ACTUATOR_H
