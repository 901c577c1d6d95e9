// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_INVERSE_H
#define IOMT_BLS_INVERSE_H

#include "bls-prime.h"

namespace ns3::iomt::bls
{

/**
 * @brief Inverts modulo p by a binary greatest common divisor, in constant time.
 *
 * Pornin, "Optimized binary GCD for modular inversion" (2020), algorithm 2: steps are found on
 * 64 bits of either number and carried out on all of them 31 at a time.
 *
 * @param value an integer below p
 * @return its inverse modulo p; zero for zero
 */
FieldLimbs InvertModuloPrime(const FieldLimbs& value);

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_INVERSE_H
