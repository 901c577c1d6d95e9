// SPDX-License-Identifier: GPL-2.0-only

#include "actuator.h"

#include <sstream>

namespace ns3
{
namespace iomt
{

namespace
{

/**
 * @brief Tells its wearer by vibration what a remote judge thinks: `feedback`, -1 do more to 1 do
 * less. What it does not understand it does not do.
 */
class Vibrator : public Actuator
{
  public:
    explicit Vibrator(const ActuatorProfile& profile)
        : m_most(LimitOf(profile, "max_level"))
    {
    }

    std::string Execute(const Command& command, double /* nowS */) override
    {
        if (command.command != "feedback")
        {
            return "no command '" + command.command + "' here; allowed: feedback";
        }
        if (!command.value || !(*command.value >= -m_most && *command.value <= m_most))
        {
            std::ostringstream text;
            text << "feedback; allowed: " << -m_most << " to " << m_most;
            return text.str();
        }
        return "";
    }

  private:
    double m_most;
};

const bool REGISTERED = ActuatorRegistry::Get().Add(
    "vibrator",
    [](const ActuatorProfile& profile) { return std::make_unique<Vibrator>(profile); },
    "feedback to the wearer: feedback");

} // namespace

} // namespace iomt
} // namespace ns3
