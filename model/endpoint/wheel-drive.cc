// SPDX-License-Identifier: GPL-2.0-only

#include "actuator.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace iomt
{

namespace
{

/**
 * @brief The drive of a powered wheelchair: `stop` holds it, `drive` lets whoever sits in it go on,
 * at most so fast, which is never more than its own limit.
 */
class WheelDrive : public Actuator
{
  public:
    explicit WheelDrive(const ActuatorProfile& profile)
        : m_limitMps(LimitOf(profile, "max_speed_mps")),
          m_mostMps(m_limitMps)
    {
    }

    std::string Execute(const Command& command, double /* nowS */) override
    {
        if (command.command == "stop")
        {
            m_mostMps = 0;
            return "";
        }
        if (command.command != "drive")
        {
            return "no command '" + command.command + "' here; allowed: drive, stop";
        }
        if (!command.value || !(*command.value >= 0 && *command.value <= m_limitMps))
        {
            std::ostringstream text;
            text << "drive; allowed: 0 to " << m_limitMps << " m/s";
            return text.str();
        }
        m_mostMps = *command.value;
        return "";
    }

    void Feel(std::map<std::string, double>& values) const override
    {
        const auto speed = values.find("speed");
        if (speed != values.end())
        {
            speed->second = std::min(speed->second, m_mostMps);
        }
    }

  private:
    double m_limitMps;
    double m_mostMps; //!< as commanded last
};

const bool REGISTERED = ActuatorRegistry::Get().Add(
    "wheel-drive",
    [](const ActuatorProfile& profile) { return std::make_unique<WheelDrive>(profile); },
    "a wheelchair's drive: stop, drive");

} // namespace

} // namespace iomt
} // namespace ns3
