// SPDX-License-Identifier: GPL-2.0-only

// AES-CCM against the packet vectors of RFC 3610, 8, that have the parameters of COSE's
// AES-CCM-16-64-128: M = 8, L = 2. Longer keys: NIST CAVP, ccmtestvectors, VTT256.

#include "ns3/cipher-suite.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

struct Vector
{
    const char* name;
    const char* nonce;
    std::size_t header; //!< octets of associated data in front
    std::size_t total;  //!< octets 00 01 02 ... of the packet
    const char* sealed;
};

const Vector VECTORS[] = {
    {"packet vector 1",
     "00000003020100a0a1a2a3a4a5",
     8,
     31,
     "588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0"},
    {"packet vector 2",
     "00000004030201a0a1a2a3a4a5",
     8,
     32,
     "72c91a36e135f8cf291ca894085c87e3cc15c439c9e43a3ba091d56e10400916"},
    {"packet vector 4",
     "00000006050403a0a1a2a3a4a5",
     12,
     31,
     "a28c6865939a9a79faaa5c4c2a9d4a91cdac8c96c861b9c9e61ef1"},
};

class AesCcmVectors : public TestCase
{
  public:
    AesCcmVectors()
        : TestCase("packet vectors of RFC 3610, sealed, opened and tampered with")
    {
    }

  private:
    void DoRun() override
    {
        const auto suite = CreateCipherSuite("aes-128-ccm");
        suite->SetKey(FromHex("c0c1c2c3c4c5c6c7c8c9cacbcccdcecf"));
        for (const Vector& vector : VECTORS)
        {
            Bytes packet;
            for (std::size_t i = 0; i < vector.total; ++i)
            {
                packet.push_back(static_cast<uint8_t>(i));
            }
            const Bytes aad(packet.begin(), packet.begin() + vector.header);
            const Bytes plaintext(packet.begin() + vector.header, packet.end());
            const Bytes nonce = FromHex(vector.nonce);
            const Bytes sealed = suite->Seal(nonce, aad, plaintext);
            NS_TEST_EXPECT_MSG_EQ(ToHex(sealed), vector.sealed, vector.name);
            const auto opened = suite->Open(nonce, aad, sealed);
            NS_TEST_ASSERT_MSG_EQ(opened.has_value(), true, vector.name);
            NS_TEST_EXPECT_MSG_EQ(ToHex(*opened), ToHex(plaintext), vector.name);
            for (std::size_t i = 0; i < sealed.size(); ++i)
            {
                Bytes changed = sealed;
                changed[i] ^= 0x80;
                NS_TEST_EXPECT_MSG_EQ(suite->Open(nonce, aad, changed).has_value(),
                                      false,
                                      vector.name << ": octet " << i);
            }
            NS_TEST_EXPECT_MSG_EQ(suite->Open(nonce, {}, sealed).has_value(),
                                  false,
                                  vector.name << ": without associated data");
            NS_TEST_EXPECT_MSG_EQ(suite->Open(nonce, aad, Bytes(7)).has_value(),
                                  false,
                                  vector.name << ": shorter than a tag");
        }
    }
};

class AesCcmLongKey : public TestCase
{
  public:
    AesCcmLongKey()
        : TestCase("VTT256.rsp, Tlen = 8, count 20; no key length opens another's")
    {
    }

  private:
    void DoRun() override
    {
        const auto suite = CreateCipherSuite("aes-256-ccm");
        suite->SetKey(FromHex("bae73483de27b581a7c13f178a6d7bda168c1b4a1cb9180512a13e3ab914eb61"));
        const Bytes sealed =
            suite->Seal(FromHex("daf54faef6e4fc7867624b76f2"),
                        FromHex("7022eaa52c9da821da72d2edd98f6b91dfe474999b75b34699aeb38465f70c1c"),
                        FromHex("28ef408d57930086011b167ac04b866e5b58fe6690a0b9c3"));
        NS_TEST_EXPECT_MSG_EQ(ToHex(sealed),
                              "356367c6cee4453658418d9517f7c6faddcd7c65aef460138cf050f48c505151",
                              "sealed");
        const char* const names[] = {"aes-128-ccm", "aes-192-ccm", "aes-256-ccm"};
        for (const std::string from : names)
        {
            const auto sealing = CreateCipherSuite(from);
            sealing->SetKey(Bytes(sealing->KeySize()));
            const Bytes nonce(13);
            for (const std::string to : names)
            {
                const auto opening = CreateCipherSuite(to);
                opening->SetKey(Bytes(opening->KeySize()));
                NS_TEST_EXPECT_MSG_EQ(
                    opening->Open(nonce, {}, sealing->Seal(nonce, {}, {1, 2, 3})).has_value(),
                    (from == to),
                    from << " opened by " << to);
            }
        }
    }
};

/// Lengths that L = 2 cannot express are refused, not truncated.
class AesCcmLength : public TestCase
{
  public:
    AesCcmLength()
        : TestCase("65535 octets at most")
    {
    }

  private:
    void DoRun() override
    {
        const auto suite = CreateCipherSuite("aes-128-ccm");
        suite->SetKey(Bytes(16));
        const Bytes nonce(13);
        const Bytes sealed = suite->Seal(nonce, {}, Bytes(65535));
        NS_TEST_EXPECT_MSG_EQ(suite->Open(nonce, {}, sealed).has_value(), true, "longest");
        bool refused = false;
        try
        {
            suite->Seal(nonce, {}, Bytes(65536));
        }
        catch (const std::invalid_argument&)
        {
            refused = true;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "one octet more");
        NS_TEST_EXPECT_MSG_EQ(suite->Open(nonce, {}, Bytes(65544)).has_value(), false, "received");
    }
};

class AesCcmSuite : public TestSuite
{
  public:
    AesCcmSuite()
        : TestSuite("iomt-aes-ccm", TestSuite::Type::UNIT)
    {
        AddTestCase(new AesCcmVectors);
        AddTestCase(new AesCcmLongKey);
        AddTestCase(new AesCcmLength);
    }
};

const AesCcmSuite SUITE;

} // namespace
