// SPDX-License-Identifier: GPL-2.0-only

#include "fault.h"

namespace ns3
{
namespace iomt
{

namespace
{

/// Somebody digs: no carrier at either end, and what is on the way is lost.
class BackhaulCut : public Fault
{
  public:
    Place GetPlace() const override
    {
        return Place::SITE;
    }

    void Begin(const FaultScene& scene) override
    {
        scene.backhaul->Cut();
    }

    void End(const FaultScene& scene) override
    {
        scene.backhaul->Mend();
    }
};

const bool REGISTERED = FaultRegistry::Get().Add(
    "backhaul-cut",
    [] { return std::make_unique<BackhaulCut>(); },
    "the link between a gateway and the internet is cut");

} // namespace

} // namespace iomt
} // namespace ns3
