// SPDX-License-Identifier: GPL-2.0-only

#include "no-service.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(NoService);

namespace
{

const bool REGISTERED = Registry<ServiceKind>::Get().Add(
    "none",
    [] { return std::make_unique<ServiceKindOf<NoService>>(); },
    "nothing beside the readings");

} // namespace

TypeId
NoService::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::NoService")
                            .SetParent<Service>()
                            .SetGroupName("Iomt")
                            .AddConstructor<NoService>();
    return tid;
}

} // namespace iomt
} // namespace ns3
