// SPDX-License-Identifier: GPL-2.0-only

// COSE against the COSE working group's examples (aes-gcm-enc-01, aes-gcm-enc-03, aes-ccm-enc-01,
// encrypted-tests/enc-fail-02, ecdsa-sig-01, sign1-tests/sign-pass-02).

#include "ns3/cipher-suite.h"
#include "ns3/cose.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

struct Encrypted
{
    const char* name;
    const char* suite;
    const char* key;
    const char* aad;
    const char* cbor;
};

const char* const CONTENT = "This is the content.";
const char* const OUR_SECRET = "849b57219dae48de646d07dbb533566e";

const Encrypted ENCRYPTED[] = {
    {"aes-gcm-enc-01",
     "aes-128-gcm",
     OUR_SECRET,
     "8368456e63727970743043a1010140",
     "d08343a10101a1054c02d1f7e6f26c43d4868d87ce582460973a94bb2898009ee52ecfd9ab1dd25867374b162e2c"
     "03568b41f57c3cc16f9166250a"},
    {"aes-gcm-enc-03",
     "aes-256-gcm",
     "0f1e2d3c4b5a69788796a5b4c3d2e1f01f2e3d4c5b6a798897a6b5c4d3e2f100",
     "8368456e63727970743043a1010340",
     "d08343a10103a1054c02d1f7e6f26c43d4868d87ce58249d64a5a59a3b04867dccf6b8ef82f7d1a3b25ef84eca2b"
     "c5d7593a96e943859a9cc24ad3"},
    {"aes-ccm-enc-01",
     "aes-128-ccm",
     OUR_SECRET,
     "8368456e63727970743043a1010a40",
     "d08343a1010aa1054d89f52f65a1c580933b5261a72f581c6899da0a132bd2d2b9b10915743ee1f7b92a4680e7c5"
     "1bdbc1b320ea"},
};

/// The key "11" of the examples.
const char* const X_Y = "bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"
                        "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e";
const char* const D = "57c92077664146e876760c9520d054aa93c3afb04e306705db6090308507b4d3";

class CoseEncrypt0Examples : public TestCase
{
  public:
    CoseEncrypt0Examples()
        : TestCase("COSE_Encrypt0 of the working group, opened and made again")
    {
    }

  private:
    void DoRun() override
    {
        for (const Encrypted& example : ENCRYPTED)
        {
            const auto object = DecodeCoseEncrypt0(FromHex(example.cbor));
            NS_TEST_ASSERT_MSG_EQ(object.has_value(), true, example.name);
            const auto suite = CreateCipherSuite(example.suite);
            suite->SetKey(FromHex(example.key));
            NS_TEST_EXPECT_MSG_EQ(*object->headers.algorithm, suite->CoseAlgorithm(), example.name);
            const Bytes aad = CoseEncrypt0Aad(object->protectedHeaders, {});
            NS_TEST_EXPECT_MSG_EQ(ToHex(aad), example.aad, example.name);
            const auto plaintext = suite->Open(object->headers.iv, aad, object->payload);
            NS_TEST_ASSERT_MSG_EQ(plaintext.has_value(), true, example.name);
            NS_TEST_EXPECT_MSG_EQ(std::string(plaintext->begin(), plaintext->end()),
                                  CONTENT,
                                  example.name);
            CoseHeaders authenticated;
            authenticated.algorithm = suite->CoseAlgorithm();
            CoseHeaders open;
            open.iv = object->headers.iv;
            const Bytes again = EncodeCoseEncrypt0(EncodeCoseProtected(authenticated),
                                                   open,
                                                   suite->Seal(open.iv, aad, ToBytes(CONTENT)),
                                                   true);
            NS_TEST_EXPECT_MSG_EQ(ToHex(again), example.cbor, example.name);
        }
        // enc-fail-02: the tag of aes-gcm-enc-01 changed.
        Bytes changed = FromHex(ENCRYPTED[0].cbor);
        changed.back() = 0x0b;
        const auto object = DecodeCoseEncrypt0(changed);
        const auto suite = CreateCipherSuite("aes-128-gcm");
        suite->SetKey(FromHex(OUR_SECRET));
        NS_TEST_EXPECT_MSG_EQ(suite
                                  ->Open(object->headers.iv,
                                         CoseEncrypt0Aad(object->protectedHeaders, {}),
                                         object->payload)
                                  .has_value(),
                              false,
                              "enc-fail-02");
    }
};

class CoseSign1Examples : public TestCase
{
  public:
    CoseSign1Examples()
        : TestCase("COSE_Sign1 of the working group, verified, and our own")
    {
    }

  private:
    void DoRun() override
    {
        const P256Verifier verifier(FromHex(X_Y));
        const auto typed = DecodeCoseSign1(
            FromHex("d28445a201260300a10442313154546869732069732074686520636f6e74656e742e5840eae868"
                    "ecc176883766c5dc5ba5b8dca25dab3c2e56a551ce5705b793914348e172727f48461fabbba2e3"
                    "43492ddecac3983686250bc68e9f1a7a07d41225b59f"));
        NS_TEST_ASSERT_MSG_EQ(typed.has_value(), true, "ecdsa-sig-01");
        NS_TEST_EXPECT_MSG_EQ(VerifyCoseSign1(*typed, verifier), true, "ecdsa-sig-01");
        NS_TEST_EXPECT_MSG_EQ(*typed->headers.contentFormat, 0, "content type");
        NS_TEST_EXPECT_MSG_EQ(ToHex(typed->headers.kid), "3131", "kid");
        const auto external = DecodeCoseSign1(
            FromHex("d28443a10126a10442313154546869732069732074686520636f6e74656e742e5840eae868ecc1"
                    "76883766c5dc5ba5b8dca25dab3c2e56a551ce5705b793914348e155388b10c4f1b59a6733eab4"
                    "16870a945111a4b2fbdbef33a77234b1deff2f9b"));
        NS_TEST_ASSERT_MSG_EQ(external.has_value(), true, "sign-pass-02");
        const Bytes aad = FromHex("11aa22bb33cc44dd55006699");
        NS_TEST_EXPECT_MSG_EQ(
            ToHex(CoseSign1ToBeSigned(external->protectedHeaders, aad, external->payload)),
            "846a5369676e61747572653143a101264c11aa22bb33cc44dd550066995454686973206973207468652063"
            "6f"
            "6e74656e742e",
            "ToBeSign_hex");
        NS_TEST_EXPECT_MSG_EQ(VerifyCoseSign1(*external, verifier, aad), true, "sign-pass-02");
        NS_TEST_EXPECT_MSG_EQ(VerifyCoseSign1(*external, verifier), false, "without external data");

        // RFC 8152, C.2.1, was signed deterministically, so it can be made again.
        const P256Signer signer(FromHex(D));
        NS_TEST_EXPECT_MSG_EQ(ToHex(CoseSign1(signer, ToBytes("11"), ToBytes(CONTENT), {}, true)),
                              "d28443a10126a10442313154546869732069732074686520636f6e74656e742e5840"
                              "8eb33e4ca31d1c465ab05a"
                              "ac34cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed"
                              "2a223444547e01f11d3b09"
                              "16e5a4c345cacb36",
                              "RFC 8152, C.2.1");
        const Bytes own = CoseSign1(signer, ToBytes("11"), ToBytes(CONTENT), aad);
        auto object = DecodeCoseSign1(own);
        NS_TEST_ASSERT_MSG_EQ(object.has_value(), true, "own");
        NS_TEST_EXPECT_MSG_EQ(VerifyCoseSign1(*object, verifier, aad), true, "own");
        object->payload[0] ^= 1;
        NS_TEST_EXPECT_MSG_EQ(VerifyCoseSign1(*object, verifier, aad), false, "changed");
        object->payload[0] ^= 1;
        object->headers.algorithm = -35;
        NS_TEST_EXPECT_MSG_EQ(VerifyCoseSign1(*object, verifier, aad), false, "other algorithm");
    }
};

class CoseRefusals : public TestCase
{
  public:
    CoseRefusals()
        : TestCase("objects that break RFC 9052")
    {
    }

  private:
    void DoRun() override
    {
        const std::pair<const char*, const char*> examples[] = {
            {"8340a040", ""},
            {"8341a0a040", ""},
            {"d18340a040", "octet 0: tag 17, not 16"},
            {"8440a04040", "octet 0: no array of 3"},
            {"8343a10101a1010140", "octet 6: header twice"},
            {"8343a10101a104413140", ""},
            {"8343a10281a040", "octet 2: critical headers are not supported"},
            {"8344a1028104a040", "octet 2: critical headers are not supported"},
            {"8340a205410006410040", "octet 0: both IV and Partial IV"},
            {"8341a100a040", "octet 1: CBOR ends too early"},
            {"8340a0f6", "octet 3: not of the type of the content"},
            {"8340a04000", "octet 4: octets after the object"},
        };
        for (const auto& [hex, complaint] : examples)
        {
            std::string error;
            const auto object = DecodeCoseEncrypt0(FromHex(hex), &error);
            NS_TEST_EXPECT_MSG_EQ(error, complaint, hex);
            NS_TEST_EXPECT_MSG_EQ(object.has_value(), error.empty(), hex);
        }
        const Bytes whole = FromHex(ENCRYPTED[0].cbor);
        for (std::size_t length = 0; length < whole.size(); ++length)
        {
            NS_TEST_EXPECT_MSG_EQ(
                DecodeCoseEncrypt0(Bytes(whole.begin(), whole.begin() + length)).has_value(),
                false,
                "cut at " << length);
        }
        // An empty protected map is authenticated as an absent one (RFC 9052, 5.3).
        NS_TEST_EXPECT_MSG_EQ(DecodeCoseEncrypt0(FromHex("8341a0a040"))->protectedHeaders.size(),
                              0,
                              "empty map");
    }
};

class CoseSuite : public TestSuite
{
  public:
    CoseSuite()
        : TestSuite("iomt-cose", TestSuite::Type::UNIT)
    {
        AddTestCase(new CoseEncrypt0Examples);
        AddTestCase(new CoseSign1Examples);
        AddTestCase(new CoseRefusals);
    }
};

const CoseSuite SUITE;

} // namespace
