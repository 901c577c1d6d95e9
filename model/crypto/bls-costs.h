// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_COSTS_H
#define IOMT_BLS_COSTS_H

#include "operation-counts.h"

namespace ns3::iomt::bls
{

/**
 * @brief What the operations of BLS12-381 cost, in half multiplications modulo p: a double-width
 * product is one half, its reduction the other.
 *
 * Counted once, by a test that runs them on an arithmetic that counts; in a run they are added per
 * operation, which costs nothing.
 */
namespace cost
{

/// By its time: one takes as long as 150 multiplications (x86-64, 5.3 us and 35 ns).
inline constexpr uint64_t INVERSION = 300;

inline constexpr uint64_t ADD_G1 = 21;              //!< one addition
inline constexpr uint64_t DOUBLE_G1 = 15;           //!< one doubling
inline constexpr uint64_t ENDOMORPHISM_G1 = 2;      //!< one application
inline constexpr uint64_t EQUAL_G1 = 8;             //!< one comparison
inline constexpr uint64_t READ_G1 = 3035;           //!< with the checks of curve and order
inline constexpr uint64_t READ_CURVE_G1 = 926;      //!< without the check of the order
inline constexpr uint64_t WRITE_G1 = 8 + INVERSION; //!< one point
inline constexpr uint64_t HASH_G1 = 3402;           //!< two maps and the cofactor

inline constexpr uint64_t ADD_G2 = 54;               //!< one addition
inline constexpr uint64_t DOUBLE_G2 = 36;            //!< one doubling
inline constexpr uint64_t ENDOMORPHISM_G2 = 8;       //!< one application
inline constexpr uint64_t EQUAL_G2 = 20;             //!< one comparison
inline constexpr uint64_t READ_G2 = 4430;            //!< with the checks of curve and order
inline constexpr uint64_t WRITE_G2 = 23 + INVERSION; //!< one point

inline constexpr uint64_t MULTIPLY_GT = 66;  //!< one product
inline constexpr uint64_t SQUARE_GT = 30;    //!< one square in the cyclotomic subgroup
inline constexpr uint64_t FROBENIUS_GT = 22; //!< one power to p
inline constexpr uint64_t READ_GT = 2430;    //!< with the check of the order
inline constexpr uint64_t WRITE_GT = 12;     //!< one element

inline constexpr uint64_t PAIR = 6676;                         //!< each pair of a product
inline constexpr uint64_t FINAL_POWER = 14919 + 2 * INVERSION; //!< once a product
inline constexpr uint64_t EXACT_POWER = 492;                   //!< more for the exact value

} // namespace cost

/// @param halves how many half multiplications ran
inline void
CountHalfMultiplications(uint64_t halves)
{
    RunningOperations().Add(Operation::FIELD_MULTIPLICATION, (halves + 1) / 2);
}

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_COSTS_H
