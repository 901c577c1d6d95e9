// SPDX-License-Identifier: GPL-2.0-only

#include "bls-engine.h"

namespace ns3::iomt::bls
{

const Engine*
MulxEngine()
{
    return nullptr;
}

} // namespace ns3::iomt::bls
