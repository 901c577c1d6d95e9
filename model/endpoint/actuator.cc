// SPDX-License-Identifier: GPL-2.0-only

#include "actuator.h"

#include <stdexcept>

namespace ns3
{
namespace iomt
{

namespace
{

/// A device that only feels.
class NoActuator : public Actuator
{
  public:
    std::string Execute(const Command& command, double) override
    {
        return "no command '" + command.command + "' here";
    }
};

const bool REGISTERED = ActuatorRegistry::Get().Add(
    "none",
    [](const ActuatorProfile&) { return std::make_unique<NoActuator>(); },
    "a device that only feels");

} // namespace

void
Actuator::Feel(std::map<std::string, double>&) const
{
}

double
Actuator::GetInfusedMl(double /* nowS */) const
{
    return 0;
}

double
Actuator::LimitOf(const ActuatorProfile& profile, const std::string& name)
{
    const auto limit = profile.limits.find(name);
    if (limit == profile.limits.end())
    {
        throw std::invalid_argument("actuator " + profile.kind + " has no limit '" + name + "'");
    }
    return limit->second;
}

} // namespace iomt
} // namespace ns3
