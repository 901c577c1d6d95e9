// SPDX-License-Identifier: GPL-2.0-only

#include "fault.h"

namespace ns3
{
namespace iomt
{

namespace
{

/// A patient goes where no gateway hears the device, and comes back.
class OutOfRange : public Fault
{
  public:
    Place GetPlace() const override
    {
        return Place::DEVICE;
    }

    void Begin(const FaultScene& scene) override
    {
        scene.reach(scene.device, false);
    }

    void End(const FaultScene& scene) override
    {
        scene.reach(scene.device, true);
    }
};

const bool REGISTERED = FaultRegistry::Get().Add(
    "out-of-range",
    [] { return std::make_unique<OutOfRange>(); },
    "a device is where its gateway does not hear it");

} // namespace

} // namespace iomt
} // namespace ns3
