// SPDX-License-Identifier: GPL-2.0-only

// SHA-256 (FIPS 180-4 examples), HMAC-SHA256 (RFC 4231) and HKDF-SHA256 (RFC 5869, appendix A).

#include "ns3/sha256.h"
#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

Bytes
Range(uint8_t first, uint8_t last)
{
    Bytes bytes;
    for (int octet = first; octet <= last; ++octet)
    {
        bytes.push_back(static_cast<uint8_t>(octet));
    }
    return bytes;
}

class Sha256Vectors : public TestCase
{
  public:
    Sha256Vectors()
        : TestCase("SHA-256, at once and in pieces")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(ToHex(Sha256(ToBytes("abc"))),
                              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                              "one block");
        const std::string two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        const char* digest = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
        NS_TEST_EXPECT_MSG_EQ(ToHex(Sha256(ToBytes(two))), digest, "two blocks");
        Sha256Stream stream;
        for (int round = 0; round < 2; ++round)
        {
            stream.Update(two.data(), 10);
            stream.Update(two.data() + 10, two.size() - 10);
            NS_TEST_EXPECT_MSG_EQ(ToHex(stream.Digest()), digest, "pieces, round " << round);
        }
    }
};

class HmacVectors : public TestCase
{
  public:
    HmacVectors()
        : TestCase("HMAC-SHA256, RFC 4231, test cases 2 and 6")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(
            ToHex(HmacSha256(ToBytes("Jefe"), ToBytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            "case 2");
        NS_TEST_EXPECT_MSG_EQ(
            ToHex(HmacSha256(Bytes(131, 0xaa),
                             ToBytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            "case 6");
    }
};

class HkdfVectors : public TestCase
{
  public:
    HkdfVectors()
        : TestCase("HKDF-SHA256, RFC 5869, A.1 to A.3")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(
            ToHex(HkdfSha256(Range(0, 0x0c), Bytes(22, 0x0b), Range(0xf0, 0xf9), 42)),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
            "A.1");
        NS_TEST_EXPECT_MSG_EQ(
            ToHex(HkdfSha256(Range(0x60, 0xaf), Range(0, 0x4f), Range(0xb0, 0xff), 82)),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
            "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
            "cc30c58179ec3e87c14c01d5c1f3434f1d87",
            "A.2");
        NS_TEST_EXPECT_MSG_EQ(
            ToHex(HkdfSha256({}, Bytes(22, 0x0b), {}, 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
            "A.3");
        bool refused = false;
        try
        {
            HkdfSha256({}, {}, {}, 8161);
        }
        catch (const std::invalid_argument&)
        {
            refused = true;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "beyond 255 blocks");
    }
};

class HashSuite : public TestSuite
{
  public:
    HashSuite()
        : TestSuite("iomt-hash", TestSuite::Type::UNIT)
    {
        AddTestCase(new Sha256Vectors);
        AddTestCase(new HmacVectors);
        AddTestCase(new HkdfVectors);
    }
};

const HashSuite SUITE;

} // namespace
