// SPDX-License-Identifier: GPL-2.0-only

// Link-layer encryption against the sample data of the Core specification (Vol 6, Part C, 1) and
// against the octets OpenSSL's CCM gives for every length of payload.

#include "ns3/ble-link-cipher.h"
#include "ns3/bytes.h"
#include "ns3/operation-counts.h"
#include "ns3/sha256.h"
#include "ns3/test.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr uint64_t SKD_C = 0xacbdcedfe0f10213;
constexpr uint64_t SKD_P = 0x0213243546576879;
constexpr uint32_t IV_C = 0xbadcab24;
constexpr uint32_t IV_P = 0xdeafbabe;

BleKey
Ltk()
{
    const Bytes octets = FromHex("4c68384139f574d836bcf34e9dfb01bf");
    BleKey key;
    std::copy(octets.begin(), octets.end(), key.begin());
    return key;
}

/// One end of the sample's connection.
struct End : public BleLinkCipher
{
    explicit End(bool isCentral)
        : BleLinkCipher(Ltk(), SKD_C, SKD_P, IV_C, IV_P, isCentral)
    {
    }

    Bytes SealCopy(uint8_t header0, Bytes plaintext)
    {
        const std::size_t size = plaintext.size();
        plaintext.resize(size + BLE_MIC_SIZE);
        Seal(header0, plaintext.data(), size);
        return plaintext;
    }

    /// @return the plaintext, nothing if refused
    std::optional<Bytes> OpenCopy(uint8_t header0, Bytes sealed)
    {
        if (!Open(header0, sealed.data(), sealed.size()))
        {
            return std::nullopt;
        }
        sealed.resize(sealed.size() - BLE_MIC_SIZE);
        return sealed;
    }
};

struct Sample
{
    const char* name;
    bool fromCentral;
    uint8_t header0;
    const char* plaintext;
    const char* sealed;
};

/// In the order of the specification, which is that of each direction's packet counter.
const Sample SAMPLES[] = {
    {"LL_START_ENC_RSP1", true, 0x0f, "06", "9fcda7f448"},
    {"LL_START_ENC_RSP2", false, 0x07, "06", "a34c13a415"},
    {"DATA1 of the central",
     true,
     0x0e,
     "1700636465666768696a6b6c6d6e6f707131323334353637383930",
     "7a70d66415226df26b17839a060405596bd6564f796b5b9ce6ff32f75a6d33"},
    {"DATA1 of the peripheral",
     false,
     0x06,
     "17003736353433323130414243444546474849"
     "4a4b4c4d4e4f5051",
     "f38881e7bd94c9c369b9a66846dd4786aa8c39ce540d0dae3adcdf89b96088"},
};

class LinkCipherSamples : public TestCase
{
  public:
    LinkCipherSamples()
        : TestCase("sample data of Vol 6, Part C: session key and four PDUs")
    {
    }

  private:
    void DoRun() override
    {
        End central(true);
        End peripheral(false);
        const BleKey& key = central.GetSessionKey();
        NS_TEST_EXPECT_MSG_EQ(ToHex(Bytes(key.begin(), key.end())),
                              "99ad1b5226a37e3e058e3b8e27c2c666",
                              "session key");
        NS_TEST_EXPECT_MSG_EQ((peripheral.GetSessionKey() == key), true, "of both");
        for (const Sample& sample : SAMPLES)
        {
            End& from = sample.fromCentral ? central : peripheral;
            End& to = sample.fromCentral ? peripheral : central;
            const Bytes sealed = from.SealCopy(sample.header0, FromHex(sample.plaintext));
            NS_TEST_EXPECT_MSG_EQ(ToHex(sealed), sample.sealed, sample.name);
            const auto opened = to.OpenCopy(sample.header0, sealed);
            NS_TEST_ASSERT_MSG_EQ(opened.has_value(), true, sample.name);
            NS_TEST_EXPECT_MSG_EQ(ToHex(*opened), sample.plaintext, sample.name);
        }
        NS_TEST_EXPECT_MSG_EQ(central.GetSealed(), 2, "sent by the central");
        NS_TEST_EXPECT_MSG_EQ(central.GetOpened(), 2, "received by the central");
    }
};

/// Every length from 1 to 251 more than twice, so the counter needs two octets.
class LinkCipherLengths : public TestCase
{
  public:
    LinkCipherLengths()
        : TestCase("600 PDUs of all lengths are the octets OpenSSL gives")
    {
    }

  private:
    void DoRun() override
    {
        Both(true, "7bbed7ccd4743f5e5344c11ffd7b875579bcce62b2477d9247c3a9aaea51fa0d");
        Both(false, "03133b485fb369f18984e96016fafdd1b2125654fd67e35bd93aa94fee2bf17c");
    }

    void Both(bool fromCentral, const char* digest)
    {
        End from(fromCentral);
        End to(!fromCentral);
        Sha256Stream all;
        for (std::size_t i = 0; i < 600; ++i)
        {
            const auto header0 = static_cast<uint8_t>((i * 5 & 0x1f) | (i % 3 + 1));
            Bytes plaintext(i % 251 + 1);
            for (std::size_t j = 0; j < plaintext.size(); ++j)
            {
                plaintext[j] = static_cast<uint8_t>(i + j);
            }
            const Bytes sealed = from.SealCopy(header0, plaintext);
            all.Update(sealed.data(), sealed.size());
            const auto opened = to.OpenCopy(header0, sealed);
            NS_TEST_ASSERT_MSG_EQ((opened == plaintext), true, "PDU " << i);
        }
        NS_TEST_EXPECT_MSG_EQ(ToHex(all.Digest()), digest, "from the central: " << fromCentral);
    }
};

class LinkCipherRefusals : public TestCase
{
  public:
    LinkCipherRefusals()
        : TestCase("what is not authentic is refused and costs no counter")
    {
    }

  private:
    void DoRun() override
    {
        End central(true);
        End peripheral(false);
        const Bytes plaintext = FromHex("0300040001020300");
        const Bytes sealed = central.SealCopy(0x02, plaintext);
        for (std::size_t bit = 0; bit < 8 * sealed.size(); ++bit)
        {
            Bytes changed = sealed;
            changed[bit / 8] ^= 1 << bit % 8;
            NS_TEST_EXPECT_MSG_EQ(peripheral.OpenCopy(0x02, changed).has_value(),
                                  false,
                                  "bit " << bit);
        }
        for (int bit = 0; bit < 8; ++bit)
        {
            // NESN, SN and MD are bits 2 to 4 and not authenticated; tried on an end of its own.
            End other(false);
            const bool free = bit >= 2 && bit <= 4;
            NS_TEST_EXPECT_MSG_EQ(
                other.OpenCopy(static_cast<uint8_t>(0x02 ^ 1 << bit), sealed).has_value(),
                free,
                "bit " << bit << " of the header");
        }
        for (std::size_t size = 0; size < sealed.size(); ++size)
        {
            const Bytes cut(sealed.begin(), sealed.begin() + size);
            NS_TEST_EXPECT_MSG_EQ(peripheral.OpenCopy(0x02, cut).has_value(), false, size);
        }
        for (const std::size_t size : {255, 256, 300})
        {
            NS_TEST_EXPECT_MSG_EQ(peripheral.OpenCopy(0x02, Bytes(size)).has_value(), false, size);
        }
        // The MIC OpenSSL gives for no octets: an encrypted PDU is never empty.
        NS_TEST_EXPECT_MSG_EQ(peripheral.OpenCopy(0x02, FromHex("6e328369")).has_value(),
                              false,
                              "empty, authentic");
        NS_TEST_EXPECT_MSG_EQ(central.OpenCopy(0x02, sealed).has_value(), false, "reflected");
        NS_TEST_EXPECT_MSG_EQ(peripheral.GetOpened(), 0, "no counter taken");
        NS_TEST_EXPECT_MSG_EQ((peripheral.OpenCopy(0x02, sealed) == plaintext), true, "genuine");
        NS_TEST_EXPECT_MSG_EQ(peripheral.OpenCopy(0x02, sealed).has_value(), false, "replayed");
        const Bytes lost = central.SealCopy(0x02, plaintext);
        const Bytes next = central.SealCopy(0x02, plaintext);
        NS_TEST_EXPECT_MSG_EQ(peripheral.OpenCopy(0x02, next).has_value(), false, "one missing");
        NS_TEST_EXPECT_MSG_EQ(peripheral.OpenCopy(0x02, lost).has_value(), true, "in order");
    }
};

class LinkCipherBounds : public TestCase
{
  public:
    LinkCipherBounds()
        : TestCase("sealing takes 1 to 251 octets; AES blocks are counted")
    {
    }

  private:
    void DoRun() override
    {
        End central(true);
        End peripheral(false);
        for (const std::size_t size : {0, 252})
        {
            std::string message;
            try
            {
                central.SealCopy(0x02, Bytes(size));
            }
            catch (const std::invalid_argument& error)
            {
                message = error.what();
            }
            NS_TEST_EXPECT_MSG_NE(message.find("1 to 251 octets"), std::string::npos, size);
        }
        NS_TEST_EXPECT_MSG_EQ(central.GetSealed(), 0, "no counter taken");
        // B_0, B_1, the mask of the MIC; the text twice: 2, 4, 14 and 32 blocks.
        const std::pair<std::size_t, uint64_t> blocks[] = {{1, 5}, {17, 7}, {100, 17}, {251, 35}};
        for (const auto& [size, expected] : blocks)
        {
            const OperationScope sealing;
            const Bytes sealed = central.SealCopy(0x02, Bytes(size));
            NS_TEST_EXPECT_MSG_EQ(sealing.Counts().Get(Operation::AES_BLOCK), expected, size);
            const OperationScope opening;
            NS_TEST_EXPECT_MSG_EQ(peripheral.OpenCopy(0x02, sealed).has_value(), true, size);
            NS_TEST_EXPECT_MSG_EQ(opening.Counts().Get(Operation::AES_BLOCK), expected, size);
        }
        const OperationScope keys;
        const End another(true);
        NS_TEST_EXPECT_MSG_EQ(keys.Counts().Get(Operation::AES_BLOCK), 1, "session key");
    }
};

class LinkCipherSuite : public TestSuite
{
  public:
    LinkCipherSuite()
        : TestSuite("iomt-ble-link-cipher", TestSuite::Type::UNIT)
    {
        AddTestCase(new LinkCipherSamples);
        AddTestCase(new LinkCipherLengths);
        AddTestCase(new LinkCipherRefusals);
        AddTestCase(new LinkCipherBounds);
    }
};

const LinkCipherSuite SUITE;

} // namespace
