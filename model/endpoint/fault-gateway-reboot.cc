// SPDX-License-Identifier: GPL-2.0-only

#include "fault.h"

namespace ns3
{
namespace iomt
{

namespace
{

/**
 * @brief A gateway loses its power and starts again.
 *
 * Radios are silent, the backhaul has no carrier, and what was in memory is gone. Its programs
 * begin again; what they executed and which commands they have seen is on flash. A link of its
 * radios is lost if that takes longer than their supervision timeout.
 */
class GatewayReboot : public Fault
{
  public:
    Place GetPlace() const override
    {
        return Place::SITE;
    }

    void Begin(const FaultScene& scene) override
    {
        scene.backhaul->Cut();
        if (scene.custody)
        {
            scene.custody->SwitchOff();
        }
        for (const Ptr<Endpoint>& program : scene.programs)
        {
            program->Suspend();
        }
        scene.reach(scene.gateway, false);
    }

    void End(const FaultScene& scene) override
    {
        scene.reach(scene.gateway, true);
        scene.backhaul->Mend();
        for (const Ptr<Endpoint>& program : scene.programs)
        {
            program->Restart();
            program->Resume();
        }
        if (scene.custody)
        {
            scene.custody->SwitchOn();
        }
    }
};

const bool REGISTERED = FaultRegistry::Get().Add(
    "gateway-reboot",
    [] { return std::make_unique<GatewayReboot>(); },
    "a gateway starts again; what was in its memory is lost");

} // namespace

} // namespace iomt
} // namespace ns3
