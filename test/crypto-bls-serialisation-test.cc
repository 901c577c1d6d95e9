// SPDX-License-Identifier: GPL-2.0-only

// Compressed points in the convention of zkcrypto (appendix C of
// draft-irtf-cfrg-pairing-friendly-curves-11), and encodings that must be refused.

#include "bls-bench.h"

#include "ns3/sha256.h"

using namespace ns3;
using namespace ns3::iomt;
using namespace ns3::iomt::bls;

namespace
{

/// p, big-endian
const char* const PRIME_DIGITS = "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf"
                                 "6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab";

template <class G>
class Multiples : public BlsTestCase
{
  public:
    Multiples(const std::string& name, const char* digest)
        : BlsTestCase(name),
          m_digest(digest)
    {
    }

  private:
    void RunOnce() override
    {
        // Files g1_compressed_valid_test_vectors.dat and g2_... of zkcrypto's bls12_381 hold 0, 1,
        // ..., 999 times the generator.
        Bytes all;
        G multiple;
        for (int i = 0; i < 1000; ++i)
        {
            const auto octets = multiple.ToBytes();
            if (i % 50 < 2)
            {
                const auto read = G::FromBytes(octets.data());
                NS_TEST_ASSERT_MSG_EQ(read.has_value(), true, "multiple " << i);
                NS_TEST_EXPECT_MSG_EQ((*read == multiple), true, "multiple " << i);
            }
            all.insert(all.end(), octets.begin(), octets.end());
            multiple = multiple + G::Generator();
        }
        NS_TEST_EXPECT_MSG_EQ(ToHex(Sha256(all)), m_digest, Backend());
    }

    const char* m_digest; //!< SHA-256 of that file
};

template <class G>
class Refusals : public BlsTestCase
{
  public:
    using BlsTestCase::BlsTestCase;

  private:
    bool Accepts(const Bytes& octets) const
    {
        return G::FromBytes(octets.data()).has_value();
    }

    /// @param x coordinate in the prime field @param flags of the first octet
    static Bytes Point(uint8_t x, uint8_t flags)
    {
        Bytes octets(G::SIZE);
        octets.back() = x;
        octets[0] = flags;
        return octets;
    }

    void RunOnce() override
    {
        const auto valid = G::Generator().ToBytes();
        const Bytes generator(valid.begin(), valid.end());
        NS_TEST_EXPECT_MSG_EQ(Accepts(generator), true, "the generator");

        Bytes octets = generator;
        octets[0] ^= 0x80;
        NS_TEST_EXPECT_MSG_EQ(Accepts(octets), false, "not marked as compressed");
        octets = generator;
        octets[0] ^= 0x40;
        NS_TEST_EXPECT_MSG_EQ(Accepts(octets), false, "marked as infinite, but with a coordinate");
        octets = generator;
        octets[0] ^= 0x20;
        const auto negative = G::FromBytes(octets.data());
        NS_TEST_ASSERT_MSG_EQ(negative.has_value(), true, "the other y");
        NS_TEST_EXPECT_MSG_EQ((*negative == -G::Generator()), true, "the other y");

        NS_TEST_EXPECT_MSG_EQ(G::FromBytes(Point(0, 0xc0).data())->IsIdentity(), true, "infinity");
        NS_TEST_EXPECT_MSG_EQ(HexOf(G::Identity().ToBytes()),
                              ToHex(Point(0, 0xc0)),
                              "infinity written");
        NS_TEST_EXPECT_MSG_EQ(Accepts(Point(0, 0xe0)), false, "infinity with a sign");
        NS_TEST_EXPECT_MSG_EQ(Accepts(Point(0, 0x40)), false, "infinity, not compressed");
        NS_TEST_EXPECT_MSG_EQ(Accepts(Point(1, 0xc0)), false, "infinity with a last octet");
        for (std::size_t i = 0; i < G::SIZE; ++i)
        {
            octets = Point(0, 0xc0);
            octets[i] |= 1;
            NS_TEST_EXPECT_MSG_EQ(Accepts(octets), false, "infinity with a bit in octet " << i);
        }

        // x = 1 is not on the curve, x = 0 is of order 3 on that of G1 and not on the twist, x = 4
        // is on both, but not of order r.
        for (const uint8_t x : {0, 1, 4})
        {
            NS_TEST_EXPECT_MSG_EQ(Accepts(Point(x, 0x80)), false, "x = " << int(x));
            NS_TEST_EXPECT_MSG_EQ(Accepts(Point(x, 0xa0)), false, "x = " << int(x) << ", large y");
        }

        // The generator's coordinates plus p, where that fits 381 bits, and p itself.
        const Bytes prime = FromHex(PRIME_DIGITS);
        for (std::size_t start = 0; start < G::SIZE; start += prime.size())
        {
            octets = Point(4, 0x80);
            for (std::size_t i = 0; i < prime.size(); ++i)
            {
                octets[start + i] |= prime[i];
            }
            NS_TEST_EXPECT_MSG_EQ(Accepts(octets), false, "coordinate " << start << " is p");
            octets = generator;
            for (std::size_t i = 0; i < prime.size(); ++i)
            {
                octets[start + i] |= start + i == 0 ? 0x1f : 0xff;
            }
            NS_TEST_EXPECT_MSG_EQ(Accepts(octets), false, "coordinate " << start << " above p");
        }
    }
};

class NotReduced : public BlsTestCase
{
  public:
    NotReduced()
        : BlsTestCase("a point with its coordinate written as x + p is refused")
    {
    }

  private:
    void RunOnce() override
    {
        // Only x below 2^381 - p fits: look for a multiple of the generator with such an x.
        G1 point = G1::Generator();
        int found = 0;
        for (int i = 0; i < 40; ++i, point = point + G1::Generator())
        {
            const auto octets = point.ToBytes();
            if ((octets[0] & 0x1f) >= 6)
            {
                continue;
            }
            const Bytes prime = FromHex(PRIME_DIGITS);
            Bytes longer(octets.begin(), octets.end());
            unsigned int carry = 0;
            for (std::size_t j = longer.size(); j-- > 0;)
            {
                const unsigned int value = j == 0 ? longer[j] & 0x1f : longer[j];
                const unsigned int sum = value + prime[j] + carry;
                carry = sum >> 8;
                longer[j] = static_cast<uint8_t>(j == 0 ? sum | (longer[j] & 0xe0) : sum);
            }
            ++found;
            NS_TEST_EXPECT_MSG_EQ(G1::FromBytes(octets.data()).has_value(), true, "x");
            NS_TEST_EXPECT_MSG_EQ(G1::FromBytes(longer.data()).has_value(), false, "x + p");
        }
        NS_TEST_EXPECT_MSG_GT(found, 0, "such points exist");
    }
};

class ToPair : public BlsTestCase
{
  public:
    ToPair()
        : BlsTestCase("a point read to be paired may have a part of another order, to no effect")
    {
    }

  private:
    /// @return r times a point of any order, which takes its part of order r away
    static G1 TimesOrder(const G1& point)
    {
        const Scalar below = -Scalar(1);
        G1 multiple;
        for (int i = 254; i >= 0; --i)
        {
            multiple = multiple + multiple;
            if ((below.Limbs()[i / 64] >> (i % 64) & 1) != 0)
            {
                multiple = multiple + point;
            }
        }
        return multiple + point;
    }

    void RunOnce() override
    {
        const G1 point = G1::Generator() * Draw();
        const Scalar factor = Draw();
        const G2 q = G2::Generator();
        for (const uint8_t x : {0, 4})
        {
            Bytes octets(G1::SIZE);
            octets[0] = 0x80;
            octets.back() = x;
            const auto read = G1::FromBytesToPair(octets.data());
            NS_TEST_ASSERT_MSG_EQ(read.has_value(), true, "on the curve");
            const G1 other = TimesOrder(*read);
            NS_TEST_EXPECT_MSG_EQ((point + other == point), false, "another point");
            NS_TEST_EXPECT_MSG_EQ((Pairing(point + other, q) == Pairing(point, q)), true, "sum");
            const auto sum = G1::FromBytesToPair((point + other).ToBytes().data());
            NS_TEST_ASSERT_MSG_EQ(sum.has_value(), true, "sum read");
            NS_TEST_EXPECT_MSG_EQ((Pairing(*sum * factor, q) == Pairing(point, q * factor)),
                                  true,
                                  "multiple");
            NS_TEST_EXPECT_MSG_EQ(
                (Pairing(G1::MultiplyAddPublic({{*sum, factor}}), q) == Pairing(point, q * factor)),
                true,
                "public multiple");
        }
        // All other refusals stay.
        Bytes octets(G1::SIZE);
        octets[0] = 0x80;
        octets.back() = 1;
        NS_TEST_EXPECT_MSG_EQ(G1::FromBytesToPair(octets.data()).has_value(), false, "no point");
        octets[0] = 0xc0;
        NS_TEST_EXPECT_MSG_EQ(G1::FromBytesToPair(octets.data()).has_value(), false, "flags");
    }
};

class GtOctets : public BlsTestCase
{
  public:
    GtOctets()
        : BlsTestCase("GT is read back; another order and coefficients above p are refused")
    {
    }

  private:
    void RunOnce() override
    {
        const Gt value = Gt::Generator().Power(Draw());
        const auto octets = value.ToBytes();
        const auto read = Gt::FromBytes(octets.data());
        NS_TEST_ASSERT_MSG_EQ(read.has_value(), true, "read");
        NS_TEST_EXPECT_MSG_EQ((*read == value), true, "read back");
        Bytes one(Gt::SIZE);
        one[47] = 1;
        NS_TEST_EXPECT_MSG_EQ(HexOf(Gt::One().ToBytes()), ToHex(one), "one written");
        NS_TEST_EXPECT_MSG_EQ(Gt::FromBytes(one.data())->IsOne(), true, "one read");
        NS_TEST_EXPECT_MSG_EQ(Gt::FromBytes(Bytes(Gt::SIZE).data()).has_value(), false, "zero");
        for (std::size_t i = 0; i < Gt::SIZE; i += 7)
        {
            Bytes changed(octets.begin(), octets.end());
            changed[i] ^= 1;
            NS_TEST_EXPECT_MSG_EQ(Gt::FromBytes(changed.data()).has_value(), false, "octet " << i);
        }
        // -1 is its own conjugate and inverse, as it should be, but of order 2.
        Bytes minusOne = one;
        const Bytes prime = FromHex(PRIME_DIGITS);
        std::copy(prime.begin(), prime.end(), minusOne.begin());
        minusOne[47] -= 1;
        NS_TEST_EXPECT_MSG_EQ(Gt::FromBytes(minusOne.data()).has_value(), false, "-1");
        for (std::size_t i = 0; i < 12; ++i)
        {
            Bytes above = one;
            std::copy(prime.begin(), prime.end(), above.begin() + 48 * i);
            above[47] = static_cast<uint8_t>(above[47] + (i == 0 ? 1 : 0)); // 1 + p
            NS_TEST_EXPECT_MSG_EQ(Gt::FromBytes(above.data()).has_value(),
                                  false,
                                  "coefficient " << i << " plus p");
        }
    }
};

class SerialisationSuite : public TestSuite
{
  public:
    SerialisationSuite()
        : TestSuite("iomt-crypto-bls-serialisation", TestSuite::Type::UNIT)
    {
        AddTestCase(
            new Multiples<G1>("1000 multiples in G1",
                              "8acaa1d512b4cf96f4740e4c9afc19ba4618d48fe251c452a19382395bcd0929"));
        AddTestCase(
            new Multiples<G2>("1000 multiples in G2",
                              "b75bc2e41289adda41e448e56a1ea39b11009a27b02e8676c8b86defedc05deb"));
        AddTestCase(new Refusals<G1>("encodings refused in G1"));
        AddTestCase(new Refusals<G2>("encodings refused in G2"));
        AddTestCase(new NotReduced);
        AddTestCase(new ToPair);
        AddTestCase(new GtOctets);
    }
};

const SerialisationSuite SUITE;

} // namespace
