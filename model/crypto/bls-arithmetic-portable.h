// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_ARITHMETIC_PORTABLE_H
#define IOMT_BLS_ARITHMETIC_PORTABLE_H

#include "bls-field.h"

namespace ns3::iomt::bls
{

/**
 * @brief Arithmetic modulo p on limbs, in C++ with 128-bit products.
 *
 * Nothing branches on a value. Results may lie where an operand lies, but for the double-width
 * products.
 */
struct PortableArithmetic
{
    static constexpr const char* NAME = "portable"; //!< as SetBackend takes it

    /// r = a b / R mod p; b may be anything below R
    [[gnu::noinline]] static void Multiply(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        uint64_t t0 = 0;
        uint64_t t1 = 0;
        uint64_t t2 = 0;
        uint64_t t3 = 0;
        uint64_t t4 = 0;
        uint64_t t5 = 0;
        // Coarsely integrated operand scanning (Koc, Acar & Kaliski, 1996), without the limb that
        // p's spare bits make superfluous.
#pragma GCC unroll 6
        for (std::size_t i = 0; i < 6; ++i)
        {
            const uint64_t factor = b[i];
            uint64_t carry = 0;
            uint64_t other = 0;
            t0 = MultiplyAdd(t0, a[0], factor, carry);
            const uint64_t m = t0 * PRIME_MINUS_INVERSE;
            MultiplyAdd(t0, m, PRIME[0], other);
            t1 = MultiplyAdd(t1, a[1], factor, carry);
            t0 = MultiplyAdd(t1, m, PRIME[1], other);
            t2 = MultiplyAdd(t2, a[2], factor, carry);
            t1 = MultiplyAdd(t2, m, PRIME[2], other);
            t3 = MultiplyAdd(t3, a[3], factor, carry);
            t2 = MultiplyAdd(t3, m, PRIME[3], other);
            t4 = MultiplyAdd(t4, a[4], factor, carry);
            t3 = MultiplyAdd(t4, m, PRIME[4], other);
            t5 = MultiplyAdd(t5, a[5], factor, carry);
            t4 = MultiplyAdd(t5, m, PRIME[5], other);
            t5 = carry + other;
        }
        const uint64_t t[6] = {t0, t1, t2, t3, t4, t5};
        SubtractPrimeOnce(r, t);
    }

    /// r = a^2 / R mod p
    static void Square(uint64_t* r, const uint64_t* a)
    {
        Multiply(r, a, a);
    }

    /// r = a + b mod p
    static void Add(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        uint64_t sum[6];
        AddUnreduced(sum, a, b);
        SubtractPrimeOnce(r, sum);
    }

    /// r = a + b
    static void AddUnreduced(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        AddLimbs<6>(r, a, b);
    }

    /// r = a - b mod p
    static void Subtract(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        uint64_t difference[6];
        AddPrimeIf(r, difference, SubtractLimbs<6>(difference, a, b));
    }

    /// r = a b, 12 limbs
    [[gnu::noinline]] static void MultiplyWide(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        uint64_t t[12] = {};
#pragma GCC unroll 6
        for (std::size_t i = 0; i < 6; ++i)
        {
            uint64_t carry = 0;
#pragma GCC unroll 6
            for (std::size_t j = 0; j < 6; ++j)
            {
                t[i + j] = MultiplyAdd(t[i + j], a[j], b[i], carry);
            }
            t[i + 6] = carry;
        }
        std::memcpy(r, t, sizeof t);
    }

    /// r = a^2, 12 limbs
    static void SquareWide(uint64_t* r, const uint64_t* a)
    {
        MultiplyWide(r, a, a);
    }

    /// r = t / R mod p, of 12 limbs below p R
    [[gnu::noinline]] static void Reduce(uint64_t* r, const uint64_t* t)
    {
        uint64_t low[6];
        std::memcpy(low, t, sizeof low);
#pragma GCC unroll 6
        for (std::size_t i = 0; i < 6; ++i)
        {
            const uint64_t m = low[0] * PRIME_MINUS_INVERSE;
            uint64_t carry = 0;
            MultiplyAdd(low[0], m, PRIME[0], carry);
#pragma GCC unroll 5
            for (std::size_t j = 1; j < 6; ++j)
            {
                low[j - 1] = MultiplyAdd(low[j], m, PRIME[j], carry);
            }
            low[5] = carry;
        }
        AddLimbs<6>(low, low, t + 6);
        SubtractPrimeOnce(r, low);
    }

    /// r = a + b mod p R, 12 limbs
    static void AddWide(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        uint64_t sum[12];
        AddLimbs<12>(sum, a, b);
        std::memcpy(r, sum, 6 * sizeof *sum);
        SubtractPrimeOnce(r + 6, sum + 6);
    }

    /// r = a - b mod p R, 12 limbs
    static void SubtractWide(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        uint64_t difference[12];
        const uint64_t mask = SubtractLimbs<12>(difference, a, b);
        std::memcpy(r, difference, 6 * sizeof *difference);
        AddPrimeIf(r + 6, difference + 6, mask);
    }

    /// r = a - b, 12 limbs, of b not above a
    static void SubtractWideSmaller(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        SubtractLimbs<12>(r, a, b);
    }

  private:
    /// @return the low half of t + a b + carry; the high half is the new carry
    static uint64_t MultiplyAdd(uint64_t t, uint64_t a, uint64_t b, uint64_t& carry)
    {
        const Uint128 sum = Uint128(a) * b + t + carry;
        carry = static_cast<uint64_t>(sum >> 64);
        return static_cast<uint64_t>(sum);
    }

    template <std::size_t N>
    static void AddLimbs(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        uint64_t carry = 0;
#pragma GCC unroll 12
        for (std::size_t i = 0; i < N; ++i)
        {
            const Uint128 sum = Uint128(a[i]) + b[i] + carry;
            r[i] = static_cast<uint64_t>(sum);
            carry = static_cast<uint64_t>(sum >> 64);
        }
    }

    /// @return all ones if b was above a
    template <std::size_t N>
    static uint64_t SubtractLimbs(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        uint64_t borrow = 0;
#pragma GCC unroll 12
        for (std::size_t i = 0; i < N; ++i)
        {
            const Uint128 difference = Uint128(a[i]) - b[i] - borrow;
            r[i] = static_cast<uint64_t>(difference);
            borrow = static_cast<uint64_t>(difference >> 64) & 1;
        }
        return 0 - borrow;
    }

    /// r = a mod p, of a below 2p
    static void SubtractPrimeOnce(uint64_t* r, const uint64_t* a)
    {
        uint64_t less[6];
        const uint64_t keep = SubtractLimbs<6>(less, a, PRIME.data());
#pragma GCC unroll 6
        for (std::size_t i = 0; i < 6; ++i)
        {
            r[i] = less[i] ^ ((less[i] ^ a[i]) & keep);
        }
    }

    /// r = a + (p where mask is all ones)
    static void AddPrimeIf(uint64_t* r, const uint64_t* a, uint64_t mask)
    {
        uint64_t addend[6];
#pragma GCC unroll 6
        for (std::size_t i = 0; i < 6; ++i)
        {
            addend[i] = PRIME[i] & mask;
        }
        AddLimbs<6>(r, a, addend);
    }
};

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_ARITHMETIC_PORTABLE_H
