// SPDX-License-Identifier: GPL-2.0-only

#include "access-link.h"

#include "scenario.h"

namespace ns3
{
namespace iomt
{

namespace
{

const bool NAMES_REGISTERED = [] {
    RegisterScenarioNames("accesses", [] { return AccessLinkRegistry::Get().Names(); });
    return true;
}();

} // namespace

AccessLink::FrameCounters
AccessLink::GetFrames() const
{
    return {};
}

void
AccessLink::ConnectDrops(const DropCallback&)
{
}

} // namespace iomt
} // namespace ns3
