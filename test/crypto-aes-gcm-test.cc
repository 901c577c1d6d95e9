// SPDX-License-Identifier: GPL-2.0-only

// AES-GCM against the test cases of McGrew and Viega, "The Galois/Counter Mode of Operation",
// appendix B, as submitted to NIST.

#include "ns3/cipher-suite.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

struct Vector
{
    const char* suite;
    const char* name;
    const char* key;
    const char* nonce;
    const char* aad;
    const char* plaintext;
    const char* sealed;
};

const char* const TEXT = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                         "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
const char* const AAD = "feedfacedeadbeeffeedfacedeadbeefabaddad2";

const Vector VECTORS[] = {
    {"aes-128-gcm",
     "case 1",
     "00000000000000000000000000000000",
     "000000000000000000000000",
     "",
     "",
     "58e2fccefa7e3061367f1d57a4e7455a"},
    {"aes-128-gcm",
     "case 2",
     "00000000000000000000000000000000",
     "000000000000000000000000",
     "",
     "00000000000000000000000000000000",
     "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf"},
    {"aes-128-gcm",
     "case 4",
     "feffe9928665731c6d6a8f9467308308",
     "cafebabefacedbaddecaf888",
     AAD,
     TEXT,
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
     "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
     "5bc94fbc3221a5db94fae95ae7121a47"},
    {"aes-192-gcm",
     "case 7",
     "000000000000000000000000000000000000000000000000",
     "000000000000000000000000",
     "",
     "",
     "cd33b28ac773f74ba00ed1f312572435"},
    {"aes-192-gcm",
     "case 8",
     "000000000000000000000000000000000000000000000000",
     "000000000000000000000000",
     "",
     "00000000000000000000000000000000",
     "98e7247c07f0fe411c267e4384b0f6002ff58d80033927ab8ef4d4587514f0fb"},
    {"aes-192-gcm",
     "case 10",
     "feffe9928665731c6d6a8f9467308308feffe9928665731c",
     "cafebabefacedbaddecaf888",
     AAD,
     TEXT,
     "3980ca0b3c00e841eb06fac4872a2757859e1ceaa6efd984628593b40ca1e19c"
     "7d773d00c144c525ac619d18c84a3f4718e2448b2fe324d9ccda2710"
     "2519498e80f1478f37ba55bd6d27618c"},
    {"aes-256-gcm",
     "case 13",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "000000000000000000000000",
     "",
     "",
     "530f8afbc74536b9a963b4f1c4cb738b"},
    {"aes-256-gcm",
     "case 14",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "000000000000000000000000",
     "",
     "00000000000000000000000000000000",
     "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
    {"aes-256-gcm",
     "case 16",
     "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
     "cafebabefacedbaddecaf888",
     AAD,
     TEXT,
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
     "76fc6ece0f4e1768cddf8853bb2d551b"},
};

/// Published results, and nothing opens that was changed anywhere.
class AesGcmVectors : public TestCase
{
  public:
    AesGcmVectors()
        : TestCase("test cases of the specification, sealed, opened and tampered with")
    {
    }

  private:
    void DoRun() override
    {
        for (const Vector& vector : VECTORS)
        {
            const auto suite = CreateCipherSuite(vector.suite);
            suite->SetKey(FromHex(vector.key));
            const Bytes nonce = FromHex(vector.nonce);
            const Bytes aad = FromHex(vector.aad);
            const Bytes sealed = suite->Seal(nonce, aad, FromHex(vector.plaintext));
            NS_TEST_EXPECT_MSG_EQ(ToHex(sealed), vector.sealed, vector.name);
            const auto opened = suite->Open(nonce, aad, sealed);
            NS_TEST_ASSERT_MSG_EQ(opened.has_value(), true, vector.name);
            NS_TEST_EXPECT_MSG_EQ(ToHex(*opened), vector.plaintext, vector.name);
            for (std::size_t i = 0; i < sealed.size(); ++i)
            {
                Bytes changed = sealed;
                changed[i] ^= 1;
                NS_TEST_EXPECT_MSG_EQ(suite->Open(nonce, aad, changed).has_value(),
                                      false,
                                      vector.name << ": octet " << i);
            }
            Bytes moved = aad;
            moved.push_back(0);
            NS_TEST_EXPECT_MSG_EQ(suite->Open(nonce, moved, sealed).has_value(),
                                  false,
                                  vector.name << ": other associated data");
            NS_TEST_EXPECT_MSG_EQ(suite->Open(nonce, aad, Bytes(15)).has_value(),
                                  false,
                                  vector.name << ": shorter than a tag");
        }
    }
};

class AesGcmSuite : public TestSuite
{
  public:
    AesGcmSuite()
        : TestSuite("iomt-aes-gcm", TestSuite::Type::UNIT)
    {
        AddTestCase(new AesGcmVectors);
    }
};

const AesGcmSuite SUITE;

} // namespace
