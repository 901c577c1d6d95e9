// SPDX-License-Identifier: GPL-2.0-only

#include "fault.h"

namespace ns3
{
namespace iomt
{

namespace
{

/// Nothing happens: a baseline with the same list of faults.
class NoFault : public Fault
{
  public:
    Place GetPlace() const override
    {
        return Place::CORE;
    }

    void Begin(const FaultScene&) override
    {
    }

    void End(const FaultScene&) override
    {
    }
};

const bool REGISTERED = FaultRegistry::Get().Add(
    "none",
    [] { return std::make_unique<NoFault>(); },
    "nothing happens: the baseline");

} // namespace

} // namespace iomt
} // namespace ns3
