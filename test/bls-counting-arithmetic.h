// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_COUNTING_ARITHMETIC_H
#define IOMT_BLS_COUNTING_ARITHMETIC_H

#include "ns3/bls-arithmetic-portable.h"

namespace ns3::iomt::bls
{

/// Arithmetic modulo p that counts: a double-width product and a reduction are half each.
struct CountingArithmetic : PortableArithmetic
{
    static constexpr const char* NAME = "counting"; //!< of the engine over it

    inline static uint64_t halves = 0; //!< half multiplications so far

    static void Multiply(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        halves += 2;
        PortableArithmetic::Multiply(r, a, b);
    }

    static void Square(uint64_t* r, const uint64_t* a)
    {
        halves += 2;
        PortableArithmetic::Square(r, a);
    }

    static void MultiplyWide(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        ++halves;
        PortableArithmetic::MultiplyWide(r, a, b);
    }

    static void SquareWide(uint64_t* r, const uint64_t* a)
    {
        ++halves;
        PortableArithmetic::SquareWide(r, a);
    }

    static void Reduce(uint64_t* r, const uint64_t* t)
    {
        ++halves;
        PortableArithmetic::Reduce(r, t);
    }
};

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_COUNTING_ARITHMETIC_H
