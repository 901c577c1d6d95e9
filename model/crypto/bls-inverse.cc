// SPDX-License-Identifier: GPL-2.0-only

#include "bls-inverse.h"

namespace ns3::iomt::bls
{

namespace
{

__extension__ using Int128 = __int128;

constexpr int STEPS = 31;  //!< steps found on approximations at a time
constexpr int ROUNDS = 25; //!< 25 * 31 steps, of which 2 * 381 - 1 suffice
constexpr uint64_t LOW = (uint64_t(1) << STEPS) - 1;

/// What STEPS steps do: (a f0 + b g0) / 2^STEPS replaces a, and so on; |f| + |g| <= 2^STEPS.
struct Factors
{
    int64_t f0 = 1;
    int64_t g0 = 0;
    int64_t f1 = 0;
    int64_t g1 = 1;
};

/// @return all ones if the condition, 0 or 1, holds
uint64_t
Mask(uint64_t condition)
{
    return 0 - condition;
}

/// Swaps where the mask is all ones.
template <class T>
void
SwapIf(T& a, T& b, uint64_t mask)
{
    const T difference = (a ^ b) & static_cast<T>(mask);
    a ^= difference;
    b ^= difference;
}

/// @return the number of bits of a value that is not zero
int
BitLength(uint64_t value)
{
    return 64 - __builtin_clzll(value | 1);
}

/// Brings a and b to 64 bits: the lowest STEPS of each, and the highest 33 of the longer's range.
void
Approximate(const FieldLimbs& a, const FieldLimbs& b, uint64_t& shortA, uint64_t& shortB)
{
    // The two uppermost limbs from the first that is not zero in either, found without branches.
    uint64_t highA = a[1];
    uint64_t highB = b[1];
    uint64_t nextA = a[0];
    uint64_t nextB = b[0];
    for (std::size_t i = 2; i < 6; ++i)
    {
        const uint64_t either = a[i] | b[i];
        const uint64_t mask = Mask((either | (0 - either)) >> 63);
        nextA ^= (nextA ^ a[i - 1]) & mask;
        nextB ^= (nextB ^ b[i - 1]) & mask;
        highA ^= (highA ^ a[i]) & mask;
        highB ^= (highB ^ b[i]) & mask;
    }
    // Where both fit 64 bits, high is zero and the shift brings `next` up whole.
    const uint64_t either = highA | highB;
    const uint64_t empty = Mask(((either | (0 - either)) >> 63) ^ 1);
    const int shift = 64 - BitLength(either); // 63 if empty
    const auto top = [shift, empty](uint64_t high, uint64_t next) {
        const uint64_t joined = high << shift | (next >> 1) >> (63 - shift);
        return joined ^ ((joined ^ next) & empty);
    };
    const uint64_t topA = top(highA, nextA);
    const uint64_t topB = top(highB, nextB);
    // Numbers of up to 64 bits are taken as they are: their approximation is exact.
    const uint64_t mixedA = (topA & ~LOW) | (a[0] & LOW);
    const uint64_t mixedB = (topB & ~LOW) | (b[0] & LOW);
    shortA = mixedA ^ ((mixedA ^ a[0]) & empty);
    shortB = mixedB ^ ((mixedB ^ b[0]) & empty);
}

Factors
FindSteps(uint64_t a, uint64_t b)
{
    Factors factors;
    for (int i = 0; i < STEPS; ++i)
    {
        const uint64_t odd = Mask(a & 1);
        const uint64_t swap = odd & Mask(static_cast<uint64_t>(a < b));
        SwapIf(a, b, swap);
        SwapIf(factors.f0, factors.f1, swap);
        SwapIf(factors.g0, factors.g1, swap);
        a -= b & odd;
        factors.f0 -= factors.f1 & static_cast<int64_t>(odd);
        factors.g0 -= factors.g1 & static_cast<int64_t>(odd);
        a >>= 1;
        factors.f1 *= 2;
        factors.g1 *= 2;
    }
    return factors;
}

/// @return a f + b g in two's complement
std::array<uint64_t, 7>
Combine(const FieldLimbs& a, const FieldLimbs& b, int64_t f, int64_t g)
{
    // Of the negative factors' signs: x f = x |f|, complemented and one added.
    const auto sign = [](int64_t value) { return static_cast<uint64_t>(value >> 63); };
    const uint64_t signF = sign(f);
    const uint64_t signG = sign(g);
    const uint64_t absoluteF = (static_cast<uint64_t>(f) ^ signF) - signF;
    const uint64_t absoluteG = (static_cast<uint64_t>(g) ^ signG) - signG;
    std::array<uint64_t, 7> sum;
    Uint128 productF = 0;
    Uint128 productG = 0;
    Uint128 carry = (signF & 1) + (signG & 1);
    for (std::size_t i = 0; i < 6; ++i)
    {
        productF += Uint128(a[i]) * absoluteF;
        productG += Uint128(b[i]) * absoluteG;
        carry += static_cast<uint64_t>(productF) ^ signF;
        carry += static_cast<uint64_t>(productG) ^ signG;
        sum[i] = static_cast<uint64_t>(carry);
        productF >>= 64;
        productG >>= 64;
        carry >>= 64;
    }
    carry += static_cast<uint64_t>(productF) ^ signF;
    carry += static_cast<uint64_t>(productG) ^ signG;
    sum[6] = static_cast<uint64_t>(carry);
    return sum;
}

/// @return the sum shifted down by STEPS, which leaves six limbs but for its sign
FieldLimbs
ShiftDown(const std::array<uint64_t, 7>& sum)
{
    FieldLimbs shifted;
    for (std::size_t i = 0; i < 6; ++i)
    {
        shifted[i] = sum[i] >> STEPS | sum[i + 1] << (64 - STEPS);
    }
    return shifted;
}

/// @return (a f + b g) / 2^STEPS without its sign, which the factors take
FieldLimbs
Reduce(const FieldLimbs& a, const FieldLimbs& b, int64_t& f, int64_t& g)
{
    const auto sum = Combine(a, b, f, g);
    const uint64_t negative = Mask(sum[6] >> 63);
    FieldLimbs magnitude = ShiftDown(sum);
    Uint128 carry = negative & 1;
    for (uint64_t& limb : magnitude)
    {
        carry += limb ^ negative;
        limb = static_cast<uint64_t>(carry);
        carry >>= 64;
    }
    f = (f ^ static_cast<int64_t>(negative)) - static_cast<int64_t>(negative);
    g = (g ^ static_cast<int64_t>(negative)) - static_cast<int64_t>(negative);
    return magnitude;
}

/// @return (u f + v g) / 2^STEPS modulo p
FieldLimbs
CombineModuloPrime(const FieldLimbs& u, const FieldLimbs& v, int64_t f, int64_t g)
{
    // Adds the multiple of p that makes the lowest STEPS bits zero.
    auto sum = Combine(u, v, f, g);
    const uint64_t multiple = (sum[0] * PRIME_MINUS_INVERSE) & LOW;
    Uint128 carry = 0;
    for (std::size_t i = 0; i < 6; ++i)
    {
        carry += Uint128(PRIME[i]) * multiple + sum[i];
        sum[i] = static_cast<uint64_t>(carry);
        carry >>= 64;
    }
    sum[6] += static_cast<uint64_t>(carry);
    const uint64_t negative = Mask(sum[6] >> 63);
    const FieldLimbs shifted = ShiftDown(sum); // between -p and 2p
    FieldLimbs result;
    carry = 0;
    for (std::size_t i = 0; i < 6; ++i)
    {
        carry += Uint128(shifted[i]) + (PRIME[i] & negative);
        result[i] = static_cast<uint64_t>(carry);
        carry >>= 64;
    }
    FieldLimbs less;
    uint64_t borrow = 0;
    for (std::size_t i = 0; i < 6; ++i)
    {
        const Uint128 difference = Uint128(result[i]) - PRIME[i] - borrow;
        less[i] = static_cast<uint64_t>(difference);
        borrow = static_cast<uint64_t>(difference >> 64) & 1;
    }
    for (std::size_t i = 0; i < 6; ++i)
    {
        result[i] ^= (result[i] ^ less[i]) & Mask(borrow ^ 1);
    }
    return result;
}

} // namespace

FieldLimbs
InvertModuloPrime(const FieldLimbs& value)
{
    // a = u value and b = v value modulo p, but for powers of two divided out on both sides alike.
    FieldLimbs a = value;
    FieldLimbs b = PRIME;
    FieldLimbs u{1};
    FieldLimbs v{};
    for (int round = 0; round < ROUNDS; ++round)
    {
        uint64_t shortA = 0;
        uint64_t shortB = 0;
        Approximate(a, b, shortA, shortB);
        Factors factors = FindSteps(shortA, shortB);
        const FieldLimbs nextA = Reduce(a, b, factors.f0, factors.g0);
        b = Reduce(a, b, factors.f1, factors.g1);
        a = nextA;
        const FieldLimbs nextU = CombineModuloPrime(u, v, factors.f0, factors.g0);
        v = CombineModuloPrime(u, v, factors.f1, factors.g1);
        u = nextU;
    }
    // b is the greatest common divisor: one, or p, of which v is zero, if the value was zero.
    return v;
}

} // namespace ns3::iomt::bls
