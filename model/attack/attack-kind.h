// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ATTACK_KIND_H
#define IOMT_ATTACK_KIND_H

#include "ns3/registry.h"

namespace ns3
{

template <typename T>
class Ptr;

namespace iomt
{

class Attack;

/**
 * @brief Makes attacks of one kind.
 *
 * `Registry<AttackKind>` knows the family by name. No ns-3 here, so that whoever only checks or
 * lists names need not link it.
 */
class AttackKind
{
  public:
    static constexpr const char* FAMILY = "attack"; //!< for errors of the registry

    virtual ~AttackKind() = default;

    /// @return a new attack with its attributes at their defaults
    virtual Ptr<Attack> Make() const = 0;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_ATTACK_KIND_H
