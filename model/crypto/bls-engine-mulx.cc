// SPDX-License-Identifier: GPL-2.0-only

#include "bls-engine.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include "bls-arithmetic-mulx.h"
#include "bls-engine-of.h"

#include <cpuid.h>
#endif

namespace ns3::iomt::bls
{

#if defined(__x86_64__) && defined(__GNUC__)

namespace
{

/// @return whether mulx, adcx and adox exist (Intel SDM, CPUID leaf 7: EBX bits 8 and 19)
bool
HasMulxAndAdx()
{
    unsigned int a = 0;
    unsigned int b = 0;
    unsigned int c = 0;
    unsigned int d = 0;
    constexpr unsigned int needed = 1U << 8 | 1U << 19;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & needed) == needed;
}

} // namespace

const Engine*
MulxEngine()
{
    static const Engine engine = EngineOf<MulxArithmetic>::Table();
    static const bool available = HasMulxAndAdx();
    return available ? &engine : nullptr;
}

#else

const Engine*
MulxEngine()
{
    return nullptr;
}

#endif

} // namespace ns3::iomt::bls
