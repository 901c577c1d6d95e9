// SPDX-License-Identifier: GPL-2.0-only

// DES and triple DES against published examples: FIPS 81, tables B1 and C1; SP 800-67, B.1;
// variable-key and variable-plaintext tables of NIST SP 500-20; and the authenticated suites made
// of them.

#include "ns3/cipher-suite.h"
#include "ns3/des-cbc.h"
#include "ns3/sha256.h"
#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

struct Block
{
    const char* key;
    const char* plaintext;
    const char* ciphertext;
};

const Block BLOCKS[] = {
    // FIPS 81, table B1: "Now is the time for all ".
    {"0123456789abcdef", "4e6f772069732074", "3fa40e8a984d4815"},
    {"0123456789abcdef", "68652074696d6520", "6a271787ab8883f9"},
    {"0123456789abcdef", "666f7220616c6c20", "893d51ec4b563b53"},
    // SP 500-20: initial permutation, variable plaintext and key, permutation and substitution.
    {"0101010101010101", "8000000000000000", "95f8a5e5dd31d900"},
    {"0101010101010101", "4000000000000000", "dd7f121ca5015619"},
    {"8001010101010101", "0000000000000000", "95a8d72813daa94d"},
    {"7ca110454a1a6e57", "01a1d6d039776742", "690f5b0d9a26939b"},
    // SP 800-67, B.1: "The qufck brown fox jump".
    {"0123456789abcdef23456789abcdef01456789abcdef0123", "5468652071756663", "a826fd8ce53b855f"},
    {"0123456789abcdef23456789abcdef01456789abcdef0123", "6b2062726f776e20", "cce21c8112256fe6"},
    {"0123456789abcdef23456789abcdef01456789abcdef0123", "666f78206a756d70", "68d5c05dd9b6b900"},
};

class DesBlocks : public TestCase
{
  public:
    DesBlocks()
        : TestCase("single blocks")
    {
    }

  private:
    void DoRun() override
    {
        for (const Block& block : BLOCKS)
        {
            const DesCbc des(FromHex(block.key));
            NS_TEST_EXPECT_MSG_EQ(ToHex(des.EncryptBlock(FromHex(block.plaintext))),
                                  block.ciphertext,
                                  block.key);
        }
    }
};

class DesChaining : public TestCase
{
  public:
    DesChaining()
        : TestCase("cipher block chaining, padding, lengths")
    {
    }

  private:
    void DoRun() override
    {
        const DesCbc des(FromHex("0123456789abcdef"));
        const Bytes iv = FromHex("1234567890abcdef");
        const Bytes text = ToBytes("Now is the time for all ");
        Bytes sealed = des.Encrypt(iv, text);
        NS_TEST_ASSERT_MSG_EQ(sealed.size(), 32, "a whole block of padding");
        NS_TEST_EXPECT_MSG_EQ(ToHex(Bytes(sealed.begin(), sealed.begin() + 24)),
                              "e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6",
                              "FIPS 81, table C1");
        for (const std::size_t keySize : {8, 24})
        {
            Bytes key(keySize);
            for (std::size_t i = 0; i < keySize; ++i)
            {
                key[i] = static_cast<uint8_t>(17 * i + 3);
            }
            const DesCbc cipher(key);
            for (std::size_t size = 0; size <= 33; ++size)
            {
                const Bytes plaintext(size, 0x5a);
                const Bytes hidden = cipher.Encrypt(iv, plaintext);
                NS_TEST_EXPECT_MSG_EQ(hidden.size(), (size / 8 + 1) * 8, "length");
                const auto shown = cipher.Decrypt(iv, hidden);
                NS_TEST_EXPECT_MSG_EQ((shown == plaintext), true, "size " << size);
            }
        }
        NS_TEST_EXPECT_MSG_EQ(des.Decrypt(iv, {}).has_value(), false, "empty");
        NS_TEST_EXPECT_MSG_EQ(des.Decrypt(iv, Bytes(7)).has_value(), false, "no whole block");
        sealed.resize(24);
        NS_TEST_EXPECT_MSG_EQ(des.Decrypt(iv, sealed).has_value(), false, "no padding");
        for (const std::size_t size : {0, 7, 16, 25})
        {
            bool refused = false;
            try
            {
                DesCbc(Bytes{Bytes(size)});
            }
            catch (const std::invalid_argument&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, true, "key of " << size);
        }
    }
};

/// The composition, done by hand out of its parts.
class DesAuthenticated : public TestCase
{
  public:
    DesAuthenticated()
        : TestCase("suites: composition, every changed octet is refused, marked as weak")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string name : {"des-cbc", "3des-cbc"})
        {
            const auto suite = CreateCipherSuite(name);
            Bytes key(suite->KeySize());
            for (std::size_t i = 0; i < key.size(); ++i)
            {
                key[i] = static_cast<uint8_t>(i + 1);
            }
            suite->SetKey(key);
            const Bytes nonce = FromHex("0001020304050607");
            const Bytes aad = ToBytes("header");
            const Bytes sealed = suite->Seal(nonce, aad, ToBytes("a reading"));

            const DesCbc des(Bytes(key.begin() + 32, key.end()));
            const Bytes hidden = des.Encrypt(des.EncryptBlock(nonce), ToBytes("a reading"));
            Bytes authenticated = aad;
            authenticated.insert(authenticated.end(), nonce.begin(), nonce.end());
            authenticated.insert(authenticated.end(), hidden.begin(), hidden.end());
            const Bytes bits = FromHex("0000000000000030");
            authenticated.insert(authenticated.end(), bits.begin(), bits.end());
            const Bytes tag = HmacSha256(Bytes(key.begin(), key.begin() + 32), authenticated);
            NS_TEST_EXPECT_MSG_EQ(ToHex(sealed), ToHex(hidden) + ToHex(tag).substr(0, 32), name);

            for (std::size_t i = 0; i < sealed.size(); ++i)
            {
                Bytes changed = sealed;
                changed[i] ^= 0x10;
                NS_TEST_EXPECT_MSG_EQ(suite->Open(nonce, aad, changed).has_value(), false, i);
                NS_TEST_EXPECT_MSG_EQ(
                    suite->Open(nonce, aad, Bytes(sealed.begin(), sealed.begin() + i)).has_value(),
                    false,
                    name << ": cut at " << i);
            }
            NS_TEST_EXPECT_MSG_EQ(suite->Open(nonce, {}, sealed).has_value(), false, "other data");
            NS_TEST_EXPECT_MSG_EQ(suite->Open(Bytes(8), aad, sealed).has_value(), false, "nonce");
            NS_TEST_EXPECT_MSG_EQ(suite->Weakness().empty(), false, name);
            const std::string& summary = Registry<CipherSuite>::Get().Summary(name);
            NS_TEST_EXPECT_MSG_NE(summary.find("weak"), std::string::npos, summary);
        }
        NS_TEST_EXPECT_MSG_EQ(CreateCipherSuite("aes-128-gcm")->Weakness(), "", "not weak");
    }
};

class DesSuite : public TestSuite
{
  public:
    DesSuite()
        : TestSuite("iomt-des", TestSuite::Type::UNIT)
    {
        AddTestCase(new DesBlocks);
        AddTestCase(new DesChaining);
        AddTestCase(new DesAuthenticated);
    }
};

const DesSuite SUITE;

} // namespace
