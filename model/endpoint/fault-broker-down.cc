// SPDX-License-Identifier: GPL-2.0-only

#include "fault.h"

namespace ns3
{
namespace iomt
{

namespace
{

/**
 * @brief The broker does not run.
 *
 * It has its state on disk, subscriptions and latest values included, so it goes on where it was.
 */
class BrokerDown : public Fault
{
  public:
    Place GetPlace() const override
    {
        return Place::CORE;
    }

    void Begin(const FaultScene& scene) override
    {
        scene.broker->Suspend();
    }

    void End(const FaultScene& scene) override
    {
        scene.broker->Resume();
    }
};

const bool REGISTERED = FaultRegistry::Get().Add(
    "broker-down",
    [] { return std::make_unique<BrokerDown>(); },
    "the broker does not run; subscriptions and latest values survive");

} // namespace

} // namespace iomt
} // namespace ns3
