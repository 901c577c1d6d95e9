// SPDX-License-Identifier: GPL-2.0-only

// Hashing to G1 against RFC 9380, appendix J.9.1 (points compressed).

#include "bls-bench.h"

#include "ns3/sha256.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;
using namespace ns3::iomt::bls;

namespace
{

const char* const DST = "QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_";

class HashVectors : public BlsTestCase
{
  public:
    HashVectors()
        : BlsTestCase("vectors of RFC 9380")
    {
    }

  private:
    void RunOnce() override
    {
        const std::pair<std::string, const char*> vectors[] = {
            {"",
             "852926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4"
             "e8cf62d9c09db0fac349612b759e79a1"},
            {"abc",
             "83567bc5ef9c690c2ab2ecdf6a96ef1c139cc0b2f284dca0a9a7943388a49a3a"
             "ee664ba5379a7655d3c68900be2f6903"},
            {"abcdef0123456789",
             "91e0b079dea29a68f0383ee94fed1b940995272407e3bb916bbf268c263ddd57"
             "a6a27200a784cbc248e84f357ce82d98"},
            {"q128_" + std::string(128, 'q'),
             "b5f68eaa693b95ccb85215dc65fa81038d69629f70aeee0d0f677cf22285e7bf"
             "58d7cb86eefe8f2e9bc3f8cb84fac488"},
            {"a512_" + std::string(512, 'a'),
             "882aabae8b7dedb0e78aeb619ad3bfd9277a2f77ba7fad20ef6aabdc6c31d19b"
             "a5a6d12283553294c1825c4b3ca2dcfe"},
        };
        for (const auto& [message, point] : vectors)
        {
            NS_TEST_EXPECT_MSG_EQ(HexOf(G1::Hash(ToBytes(message), DST).ToBytes()),
                                  point,
                                  Backend() << ": message of " << message.size());
        }
    }
};

class HashTags : public BlsTestCase
{
  public:
    HashTags()
        : BlsTestCase("tags separate, long ones are hashed, and none is refused")
    {
    }

  private:
    void RunOnce() override
    {
        const Bytes message = ToBytes("role:doctor");
        NS_TEST_EXPECT_MSG_EQ((G1::Hash(message, "a") != G1::Hash(message, "b")), true, "tags");
        for (const std::size_t size : {255, 256, 1000})
        {
            const std::string tag(size, 't');
            const Bytes hashed = Sha256(ToBytes("H2C-OVERSIZE-DST-" + tag));
            const std::string other(hashed.begin(), hashed.end());
            NS_TEST_EXPECT_MSG_EQ((G1::Hash(message, tag) == G1::Hash(message, other)),
                                  (size > 255),
                                  "tag of " << size << " octets");
        }
        bool refused = false;
        try
        {
            G1::Hash(message, "");
        }
        catch (const std::invalid_argument&)
        {
            refused = true;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "no tag");
    }
};

class HashOrder : public BlsTestCase
{
  public:
    HashOrder()
        : BlsTestCase("hashes are points of order r")
    {
    }

  private:
    void RunOnce() override
    {
        for (int i = 0; i < 50; ++i)
        {
            const G1 point = G1::Hash(ToBytes(std::to_string(i)), DST);
            // Decoding checks curve and order.
            const auto again = G1::FromBytes(point.ToBytes().data());
            NS_TEST_ASSERT_MSG_EQ(again.has_value(), true, "message " << i);
            NS_TEST_EXPECT_MSG_EQ((*again == point), true, "message " << i);
            NS_TEST_EXPECT_MSG_EQ(point.IsIdentity(), false, "message " << i);
        }
    }
};

class HashSuite : public TestSuite
{
  public:
    HashSuite()
        : TestSuite("iomt-crypto-bls-hash", TestSuite::Type::UNIT)
    {
        AddTestCase(new HashVectors);
        AddTestCase(new HashTags);
        AddTestCase(new HashOrder);
    }
};

const HashSuite SUITE;

} // namespace
