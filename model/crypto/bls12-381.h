// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS12_381_H
#define IOMT_BLS12_381_H

#include "bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/**
 * @brief The pairing-friendly curve BLS12-381 (draft-irtf-cfrg-pairing-friendly-curves-11, 4.2.1).
 *
 * Groups are written additively, GT multiplicatively. What takes a scalar runs the same
 * instructions on the same addresses whatever scalar and point, unless its name says Public
 * (checked with memcheck: with scalars declared undefined, no branch and no address depends on
 * them, up to where a point is written or paired, which asks whether it is the identity). Reading
 * and comparing branch on what is read and compared. The compiler's output is not audited, and
 * values are not wiped from memory.
 *
 * | median [us], 2-core Xeon, g++ 12 -O2 | mulx/adx | portable | because                        |
 * |--------------------------------------|---------:|---------:|--------------------------------|
 * | pairing                              |      583 |     1169 | products reduced together      |
 * | product of three pairings            |      892 |     1788 | one final exponentiation       |
 * | multiple in G1                       |       71 |      128 | two digits of 128 bits         |
 * | sum of two multiples in G1           |      106 |      191 | doublings shared               |
 * | multiple in G2                       |      149 |      277 | four digits of 64 bits         |
 * | power in GT                          |      217 |      437 | the same, cyclotomic squares   |
 * | hash to G1                           |       65 |      107 | two root powers and a cofactor |
 * | G1 read, written                     |    57, 5 |   100, 6 | root and order, an inverse     |
 * | G2 read, written                     |    89, 6 |   160, 6 | two roots and order            |
 */
namespace ns3::iomt::bls
{

struct LimbsAccess;

/// An integer modulo the order r of the groups (a prime of 255 bits).
class Scalar
{
  public:
    static constexpr std::size_t SIZE = 32; //!< length when serialised [octets]

    /// Zero.
    Scalar() = default;
    /// @param value any integer, which is below r
    explicit Scalar(uint64_t value);

    /**
     * @param octets SIZE octets, big-endian
     * @return the scalar; nothing if the integer is not below r
     */
    static std::optional<Scalar> FromBytes(const uint8_t* octets);
    /**
     * @param octets any number of them, big-endian
     * @return the integer modulo r; 48 random octets give a bias below 2^-128
     */
    static Scalar Reduce(const Bytes& octets);
    /**
     * @param draw gives 64 random bits a call; called 6 times
     * @return a scalar drawn evenly, but for a bias below 2^-128
     */
    static Scalar Random(const std::function<uint64_t()>& draw);

    Scalar operator+(const Scalar& other) const;
    Scalar operator-(const Scalar& other) const;
    Scalar operator-() const;
    Scalar operator*(const Scalar& other) const;
    /// @return the inverse; zero for zero
    Scalar Inverse() const;
    /// @return whether this is zero
    bool IsZero() const;
    bool operator==(const Scalar& other) const;
    bool operator!=(const Scalar& other) const;
    /// @return big-endian
    std::array<uint8_t, SIZE> ToBytes() const;
    /// @return 64 bits each, the least significant first; the integer is below r
    const std::array<uint64_t, 4>& Limbs() const;

  private:
    std::array<uint64_t, 4> m_limbs{};
};

/// A point of order r on y^2 = x^3 + 4 over the prime field, or the point at infinity.
class G1
{
  public:
    static constexpr std::size_t SIZE = 48; //!< length when serialised [octets]
    using Term = std::pair<G1, Scalar>;     //!< a point and how many times it is taken

    /// The point at infinity.
    G1();
    /// @return the point at infinity
    static G1 Identity();
    /// @return the generator (section 4.2.1 of the draft)
    static G1 Generator();
    /**
     * @brief Reads a compressed point in the zkcrypto convention (appendix C of the draft).
     * @param octets SIZE octets
     * @return the point; nothing if a flag is wrong, the coordinate not below p, no point of the
     * curve has it, or that point is not of order r
     */
    static std::optional<G1> FromBytes(const uint8_t* octets);
    /**
     * @brief Reads as FromBytes does, but for the check of the order, most of its time.
     *
     * Only for what ends in a pairing as its first argument: there a part of another order, and
     * every multiple of it, does not count, since its order is prime to r. Not for what is compared
     * or sent on.
     *
     * @param octets SIZE octets
     * @return the point, of whatever order
     */
    static std::optional<G1> FromBytesToPair(const uint8_t* octets);
    /**
     * @brief Hashes to a point nobody knows the logarithm of
     * (RFC 9380, BLS12381G1_XMD:SHA-256_SSWU_RO_).
     * @param message any octets
     * @param dst domain separation tag, not empty; above 255 octets it is hashed first (5.3.3)
     * @throws std::invalid_argument if the tag is empty
     */
    static G1 Hash(const Bytes& message, const std::string& dst);
    /**
     * @brief The sum of multiples, in less time than one by one.
     * @param terms points and scalars; none gives the identity
     */
    static G1 MultiplyAdd(const std::vector<Term>& terms);
    /**
     * @brief The same where time may depend on the scalars; those near 0 or r cost little.
     * @param terms points and public scalars
     */
    static G1 MultiplyAddPublic(const std::vector<Term>& terms);

    G1 operator+(const G1& other) const;
    G1 operator-(const G1& other) const;
    G1 operator-() const;
    G1 operator*(const Scalar& scalar) const;
    bool operator==(const G1& other) const;
    bool operator!=(const G1& other) const;
    /// @return whether this is the point at infinity
    bool IsIdentity() const;
    /// @return compressed
    std::array<uint8_t, SIZE> ToBytes() const;
    /// @return X, Y, Z with x = X/Z and y = Y/Z, 6 limbs each in Montgomery form modulo p
    const std::array<uint64_t, 18>& Limbs() const;

  private:
    std::array<uint64_t, 18> m_limbs;
    friend struct LimbsAccess;
};

/// A point of order r on the twist y^2 = x^3 + 4(1 + u) over Fp2, or the point at infinity.
class G2
{
  public:
    static constexpr std::size_t SIZE = 96; //!< length when serialised [octets]
    using Term = std::pair<G2, Scalar>;     //!< a point and how many times it is taken

    /// The point at infinity.
    G2();
    /// @return the point at infinity
    static G2 Identity();
    /// @return the generator (section 4.2.1 of the draft)
    static G2 Generator();
    /// As G1::FromBytes, from SIZE octets.
    static std::optional<G2> FromBytes(const uint8_t* octets);
    /// As G1::MultiplyAdd.
    static G2 MultiplyAdd(const std::vector<Term>& terms);
    /// As G1::MultiplyAddPublic.
    static G2 MultiplyAddPublic(const std::vector<Term>& terms);

    G2 operator+(const G2& other) const;
    G2 operator-(const G2& other) const;
    G2 operator-() const;
    G2 operator*(const Scalar& scalar) const;
    bool operator==(const G2& other) const;
    bool operator!=(const G2& other) const;
    /// @return whether this is the point at infinity
    bool IsIdentity() const;
    /// @return compressed
    std::array<uint8_t, SIZE> ToBytes() const;
    /// @return as G1::Limbs, each coordinate two elements of Fp
    const std::array<uint64_t, 36>& Limbs() const;

  private:
    std::array<uint64_t, 36> m_limbs;
    friend struct LimbsAccess;
};

/// An element of order r of the multiplicative group of Fp12, or one.
class Gt
{
  public:
    static constexpr std::size_t SIZE = 576; //!< length when serialised [octets]

    /// One.
    Gt();
    /// @return one
    static Gt One();
    /// @return Pairing(G1::Generator(), G2::Generator()), computed once
    static Gt Generator();
    /**
     * @param octets SIZE octets as ToBytes gives them
     * @return the element; nothing if a coefficient is not below p or the order is not r
     */
    static std::optional<Gt> FromBytes(const uint8_t* octets);

    Gt operator*(const Gt& other) const;
    /// @return the inverse, which is the conjugate
    Gt Inverse() const;
    /// @param scalar how many factors @return the power
    Gt Power(const Scalar& scalar) const;
    bool operator==(const Gt& other) const;
    bool operator!=(const Gt& other) const;
    /// @return whether this is one
    bool IsOne() const;
    /**
     * @return the coefficients of 1, u, v, uv, v^2, uv^2 and those times w, 48 octets each,
     * big-endian, where u^2 = -1, v^3 = 1 + u and w^2 = v (section 2.5 of the draft)
     */
    std::array<uint8_t, SIZE> ToBytes() const;
    /// @return the coefficients in that order, 6 limbs each in Montgomery form modulo p
    const std::array<uint64_t, 72>& Limbs() const;

  private:
    std::array<uint64_t, 72> m_limbs;
    friend struct LimbsAccess;
};

/**
 * @brief The optimal ate pairing, cubed.
 *
 * The final exponentiation is 3(p^12 - 1)/r as in blst and zkcrypto, since that is faster than the
 * exact one; a cube is as good a pairing, 3 being prime to r.
 *
 * @return one if either point is the identity
 */
Gt Pairing(const G1& p, const G2& q);

/**
 * @brief The product of the pairings of all pairs, with one final exponentiation.
 * @param pairs of points; none gives one
 * @return the product, cubed as that of Pairing
 */
Gt PairingProduct(const std::vector<std::pair<G1, G2>>& pairs);

/// @return the value that the draft gives, whose cube Pairing gives
Gt ExactPairing(const G1& p, const G2& q);

/// @return the name of the field arithmetic in use, "x86-64 mulx/adx" or "portable"
const char* Backend();

/// @return the names that SetBackend takes on this processor, the fastest first
std::vector<std::string> Backends();

/**
 * @brief Chooses the field arithmetic of the whole process, for tests and benchmarks.
 *
 * Values made before keep their meaning. The first use chooses the fastest of Backends().
 *
 * @param name one of Backends()
 * @throws std::invalid_argument if it is none of them
 */
void SetBackend(const std::string& name);

} // namespace ns3::iomt::bls

#endif // IOMT_BLS12_381_H
