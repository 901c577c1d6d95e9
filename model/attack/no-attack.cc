// SPDX-License-Identifier: GPL-2.0-only

#include "no-attack.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(NoAttack);

namespace
{

const bool REGISTERED = Registry<AttackKind>::Get().Add(
    "none",
    [] { return std::make_unique<AttackKindOf<NoAttack>>(); },
    "no adversary");

} // namespace

TypeId
NoAttack::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::NoAttack")
                            .SetParent<Attack>()
                            .SetGroupName("Iomt")
                            .AddConstructor<NoAttack>();
    return tid;
}

} // namespace iomt
} // namespace ns3
