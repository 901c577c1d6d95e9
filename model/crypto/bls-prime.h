// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_PRIME_H
#define IOMT_BLS_PRIME_H

#include <array>
#include <cstddef>
#include <cstdint>

namespace ns3::iomt::bls
{

/// An integer of 384 bits, the least significant limb first.
using FieldLimbs = std::array<uint64_t, 6>;

/// The prime p (draft-irtf-cfrg-pairing-friendly-curves-11, 4.2.1).
inline constexpr FieldLimbs PRIME{0xb9feffffffffaaab,
                                  0x1eabfffeb153ffff,
                                  0x6730d2a0f6b0f624,
                                  0x64774b84f38512bf,
                                  0x4b1ba7b6434bacd7,
                                  0x1a0111ea397fe69a};
/// -1/p mod 2^64
inline constexpr uint64_t PRIME_MINUS_INVERSE = 0x89f3fffcfffcfffd;
/// R = 2^384 mod p: one in Montgomery form
inline constexpr FieldLimbs RADIX{0x760900000002fffd,
                                  0xebf4000bc40c0002,
                                  0x5f48985753c758ba,
                                  0x77ce585370525745,
                                  0x5c071a97a256ec6d,
                                  0x15f65ec3fa80e493};
/// R^2 mod p
inline constexpr FieldLimbs RADIX_SQUARED{0xf4df1f341c341746,
                                          0x0a76e6a609d104f1,
                                          0x8de5476c4c95b6d5,
                                          0x67eb88a9939d83c0,
                                          0x9a793e85b519952d,
                                          0x11988fe592cae3aa};
/// R^3 mod p
inline constexpr FieldLimbs RADIX_CUBED{0xed48ac6bd94ca1e0,
                                        0x315f831e03a7adf8,
                                        0x9a53352a615e29dd,
                                        0x34c04e5e921e1761,
                                        0x2512d43565724728,
                                        0x0aa6346091755d4d};

__extension__ using Uint128 = unsigned __int128;

/// @return a b / R mod p, for constants: slow, but computed by the compiler
constexpr FieldLimbs
ConstantMontgomeryProduct(const FieldLimbs& a, const FieldLimbs& b)
{
    std::array<uint64_t, 8> t{};
    for (std::size_t i = 0; i < 6; ++i)
    {
        Uint128 sum = 0;
        for (std::size_t j = 0; j < 6; ++j)
        {
            sum += Uint128(a[j]) * b[i] + t[j];
            t[j] = static_cast<uint64_t>(sum);
            sum >>= 64;
        }
        t[6] = static_cast<uint64_t>(sum);
        const uint64_t m = t[0] * PRIME_MINUS_INVERSE;
        sum = (Uint128(m) * PRIME[0] + t[0]) >> 64;
        for (std::size_t j = 1; j < 6; ++j)
        {
            sum += Uint128(m) * PRIME[j] + t[j];
            t[j - 1] = static_cast<uint64_t>(sum);
            sum >>= 64;
        }
        t[5] = t[6] + static_cast<uint64_t>(sum);
    }
    FieldLimbs less{};
    uint64_t borrow = 0;
    for (std::size_t i = 0; i < 6; ++i)
    {
        const Uint128 difference = Uint128(t[i]) - PRIME[i] - borrow;
        less[i] = static_cast<uint64_t>(difference);
        borrow = static_cast<uint64_t>(difference >> 64) & 1;
    }
    return borrow != 0 ? FieldLimbs{t[0], t[1], t[2], t[3], t[4], t[5]} : less;
}

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_PRIME_H
