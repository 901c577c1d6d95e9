// SPDX-License-Identifier: GPL-2.0-only

// Deterministic ECDSA on P-256 with SHA-256 against RFC 6979, A.2.5.

#include "ns3/ecdsa-p256.h"
#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

const char* const SCALAR = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
const char* const PUBLIC_KEY = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                               "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
const char* const SAMPLE = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                           "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
const char* const TEST = "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
                         "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083";

bool
Refused(const char* publicKey)
{
    try
    {
        P256Verifier verifier(FromHex(publicKey));
        return false;
    }
    catch (const std::invalid_argument&)
    {
        return true;
    }
}

bool
RefusedScalar(const char* scalar)
{
    try
    {
        P256Signer signer(FromHex(scalar));
        return false;
    }
    catch (const std::invalid_argument&)
    {
        return true;
    }
}

class EcdsaVectors : public TestCase
{
  public:
    EcdsaVectors()
        : TestCase("RFC 6979, A.2.5: key pair and signatures")
    {
    }

  private:
    void DoRun() override
    {
        const P256Signer signer(FromHex(SCALAR));
        NS_TEST_EXPECT_MSG_EQ(ToHex(signer.PublicKey()), PUBLIC_KEY, "public key");
        NS_TEST_EXPECT_MSG_EQ(ToHex(signer.Sign(ToBytes("sample"))), SAMPLE, "sample");
        NS_TEST_EXPECT_MSG_EQ(ToHex(signer.Sign(ToBytes("test"))), TEST, "test");
    }
};

class EcdsaVerification : public TestCase
{
  public:
    EcdsaVerification()
        : TestCase("accepts the vectors and nothing else")
    {
    }

  private:
    void DoRun() override
    {
        const P256Verifier verifier(FromHex(PUBLIC_KEY));
        const Bytes sample = FromHex(SAMPLE);
        NS_TEST_EXPECT_MSG_EQ(verifier.Verify(ToBytes("sample"), sample), true, "sample");
        NS_TEST_EXPECT_MSG_EQ(verifier.Verify(ToBytes("test"), sample), false, "other message");
        for (const std::size_t octet : {0, 31, 32, 63})
        {
            Bytes changed = sample;
            changed[octet] ^= 1;
            NS_TEST_EXPECT_MSG_EQ(verifier.Verify(ToBytes("sample"), changed),
                                  false,
                                  "octet " << octet);
        }
        NS_TEST_EXPECT_MSG_EQ(verifier.Verify(ToBytes("sample"), Bytes(63)), false, "short");
        NS_TEST_EXPECT_MSG_EQ(verifier.Verify(ToBytes("sample"), Bytes(64)), false, "zeros");
        const P256Verifier other(P256Signer::FromSeed(ToBytes("other")).PublicKey());
        NS_TEST_EXPECT_MSG_EQ(other.Verify(ToBytes("sample"), sample), false, "other key");
    }
};

class EcdsaKeys : public TestCase
{
  public:
    EcdsaKeys()
        : TestCase("keys out of seeds, and what is no key")
    {
    }

  private:
    void DoRun() override
    {
        const Bytes seed = ToBytes("seed");
        const Bytes key = P256Signer::FromSeed(seed).PublicKey();
        NS_TEST_EXPECT_MSG_EQ(ToHex(P256Signer::FromSeed(seed).PublicKey()), ToHex(key), "again");
        NS_TEST_EXPECT_MSG_NE(ToHex(P256Signer::FromSeed(ToBytes("Seed")).PublicKey()),
                              ToHex(key),
                              "another seed");
        NS_TEST_EXPECT_MSG_EQ(Refused(""), true, "no octets");
        Bytes off = FromHex(PUBLIC_KEY);
        off.back() ^= 1;
        NS_TEST_EXPECT_MSG_EQ(Refused(ToHex(off).c_str()), true, "not on the curve");
        NS_TEST_EXPECT_MSG_EQ(RefusedScalar(std::string(64, '0').c_str()), true, "zero");
        NS_TEST_EXPECT_MSG_EQ(
            RefusedScalar("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
            true,
            "the order");
    }
};

class EcdsaSuite : public TestSuite
{
  public:
    EcdsaSuite()
        : TestSuite("iomt-ecdsa", TestSuite::Type::UNIT)
    {
        AddTestCase(new EcdsaVectors);
        AddTestCase(new EcdsaVerification);
        AddTestCase(new EcdsaKeys);
    }
};

const EcdsaSuite SUITE;

} // namespace
