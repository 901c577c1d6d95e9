// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_NO_ATTACK_H
#define IOMT_NO_ATTACK_H

#include "attack.h"

namespace ns3
{
namespace iomt
{

/// @brief The family's null member (`none`): has no node, hears nothing, sends nothing.
class NoAttack : public Attack
{
  public:
    /**
     * @brief Get the type ID.
     * @return the TypeId
     */
    static TypeId GetTypeId();
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_NO_ATTACK_H
