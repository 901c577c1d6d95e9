// SPDX-License-Identifier: GPL-2.0-only

#include "bls-arithmetic-portable.h"
#include "bls-engine-of.h"

namespace ns3::iomt::bls
{

const Engine&
PortableEngine()
{
    static const Engine engine = EngineOf<PortableArithmetic>::Table();
    return engine;
}

} // namespace ns3::iomt::bls
