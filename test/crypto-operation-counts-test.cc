// SPDX-License-Identifier: GPL-2.0-only

// What is executed is counted: block counts derived by hand from the definitions of the modes.

#include "ns3/cipher-suite.h"
#include "ns3/ecdsa-p256.h"
#include "ns3/operation-counts.h"
#include "ns3/sha256.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

struct Expected
{
    const char* suite;
    std::size_t aad;
    std::size_t plaintext;
    uint64_t aes;
    uint64_t ghash;
    uint64_t des{0};
    uint64_t sha{0};
};

const Expected EXPECTED[] = {
    {"none", 20, 60, 0, 0},
    // GCM: counter blocks of the text and one for the tag; hash of data, text and lengths.
    {"aes-128-gcm", 0, 0, 1, 1},
    {"aes-128-gcm", 20, 60, 5, 7},
    {"aes-128-gcm", 16, 64, 5, 6},
    // 5 blocks of 14 rounds are 7 of 10.
    {"aes-256-gcm", 20, 60, 7, 7},
    // 5 blocks of 12 rounds are 6 of 10.
    {"aes-192-gcm", 20, 60, 6, 7},
    // CCM: B_0, 2 + 20 octets of data in 2 blocks, 4 of text twice, 1 for the tag.
    {"aes-128-ccm", 20, 60, 12, 0},
    {"aes-128-ccm", 14, 16, 5, 0},
    {"aes-128-ccm", 0, 0, 2, 0},
    // 12 blocks of 12 and of 14 rounds are 14.4 and 16.8 of 10.
    {"aes-192-ccm", 20, 60, 15, 0},
    {"aes-256-ccm", 20, 60, 17, 0},
    // One block for the IV, 60 octets and padding in 8; HMAC: two blocks of keys, 20 + 8 + 64 + 8
    // octets and padding in 2, the inner digest in 1.
    {"des-cbc", 20, 60, 0, 0, 9, 5},
    {"3des-cbc", 20, 60, 0, 0, 27, 5},
    {"des-cbc", 0, 64, 0, 0, 10, 5},
};

class CipherCounts : public TestCase
{
  public:
    CipherCounts()
        : TestCase("blocks of each suite, sealing and opening alike")
    {
    }

  private:
    void DoRun() override
    {
        for (const Expected& expected : EXPECTED)
        {
            const auto suite = CreateCipherSuite(expected.suite);
            suite->SetKey(Bytes(suite->KeySize()));
            const Bytes nonce(suite->NonceSize());
            const Bytes aad(expected.aad);
            const OperationScope sealing;
            const Bytes sealed = suite->Seal(nonce, aad, Bytes(expected.plaintext));
            const OperationCounts counts = sealing.Counts();
            NS_TEST_EXPECT_MSG_EQ(counts.Get(Operation::AES_BLOCK), expected.aes, expected.suite);
            NS_TEST_EXPECT_MSG_EQ(counts.Get(Operation::GHASH_BLOCK),
                                  expected.ghash,
                                  expected.suite);
            NS_TEST_EXPECT_MSG_EQ(counts.Get(Operation::DES_BLOCK), expected.des, expected.suite);
            NS_TEST_EXPECT_MSG_EQ(counts.Get(Operation::SHA256_BLOCK),
                                  expected.sha,
                                  expected.suite);
            const OperationScope opening;
            suite->Open(nonce, aad, sealed);
            NS_TEST_EXPECT_MSG_EQ((opening.Counts() == counts), true, expected.suite);
        }
    }
};

class HashCounts : public TestCase
{
  public:
    HashCounts()
        : TestCase("hash blocks and public-key operations")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& [octets, blocks] : {std::pair{0, 1}, {55, 1}, {56, 2}, {64, 2}, {119, 2}})
        {
            const OperationScope scope;
            Sha256(Bytes(octets));
            NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::SHA256_BLOCK), blocks, octets);
        }
        Sha256Stream stream;
        for (int round = 0; round < 2; ++round)
        {
            const OperationScope scope;
            const Bytes block(64);
            stream.Update(block.data(), block.size());
            stream.Digest();
            NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::SHA256_BLOCK), 2, "stream");
        }
        const P256Signer signer = P256Signer::FromSeed(ToBytes("seed"));
        const P256Verifier verifier(signer.PublicKey());
        const OperationScope scope;
        const Bytes signature = signer.Sign(ToBytes("message"));
        verifier.Verify(ToBytes("message"), signature);
        verifier.Verify(ToBytes("message"), signature);
        NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::P256_SIGN), 1, "signed");
        NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::P256_VERIFY), 2, "verified");
    }
};

class CountArithmetic : public TestCase
{
  public:
    CountArithmetic()
        : TestCase("sums, differences, nested scopes and names")
    {
    }

  private:
    void DoRun() override
    {
        OperationCounts a;
        a.Add(Operation::SAMPLE, 5);
        OperationCounts b;
        b.Add(Operation::SAMPLE, 2);
        b.Add(Operation::PACKET);
        NS_TEST_EXPECT_MSG_EQ((a + b).Get(Operation::SAMPLE), 7, "sum");
        NS_TEST_EXPECT_MSG_EQ(((a + b) - b == a), true, "difference");
        NS_TEST_EXPECT_MSG_EQ(a.IsZero(), false, "something");
        NS_TEST_EXPECT_MSG_EQ(OperationCounts().IsZero(), true, "nothing");
        const OperationScope outer;
        RunningOperations().Add(Operation::PACKET);
        const OperationScope inner;
        RunningOperations().Add(Operation::PACKET);
        NS_TEST_EXPECT_MSG_EQ(inner.Counts().Get(Operation::PACKET), 1, "inner");
        NS_TEST_EXPECT_MSG_EQ(outer.Counts().Get(Operation::PACKET), 2, "outer");
        for (int i = 0; i < static_cast<int>(Operation::COUNT); ++i)
        {
            const auto operation = static_cast<Operation>(i);
            const auto back = OperationFromString(ToString(operation));
            NS_TEST_EXPECT_MSG_EQ((back == operation), true, ToString(operation));
        }
        NS_TEST_EXPECT_MSG_EQ(ToString(Operation::P256_ECDH), "p256-ecdh", "name");
        NS_TEST_EXPECT_MSG_EQ(OperationFromString("aes").has_value(), false, "no name");
    }
};

class OperationCountsSuite : public TestSuite
{
  public:
    OperationCountsSuite()
        : TestSuite("iomt-operation-counts", TestSuite::Type::UNIT)
    {
        AddTestCase(new CipherCounts);
        AddTestCase(new HashCounts);
        AddTestCase(new CountArithmetic);
    }
};

const OperationCountsSuite SUITE;

} // namespace
