// SPDX-License-Identifier: GPL-2.0-only

// What ObjectSealer protects, ObjectOpener opens once, and nothing else opens.

#include "ns3/cose.h"
#include "ns3/object-opener.h"
#include "ns3/object-sealer.h"
#include "ns3/senml.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

const char* const TOPIC = "ps/p1/spo2";
const char* const SUITES[] = {"aes-128-gcm",
                              "aes-192-gcm",
                              "aes-256-gcm",
                              "aes-128-ccm",
                              "aes-192-ccm",
                              "aes-256-ccm",
                              "des-cbc",
                              "3des-cbc"};

ObjectKey
Key(const std::string& suite, const std::string& kid)
{
    return DeriveObjectKey(suite, ToBytes(kid), ToBytes("master secret"));
}

std::string
StatusOf(ObjectOpener& opener, const SealedObject& sealed, const std::string& topic = TOPIC)
{
    return ToString(opener.Open(sealed.contentFormat, sealed.payload, topic).status);
}

class SealedPartialIv : public TestCase
{
  public:
    SealedPartialIv()
        : TestCase("the nonce of RFC 8152, C.4.2, out of its Partial IV")
    {
    }

  private:
    void DoRun() override
    {
        const auto object = DecodeCoseEncrypt0(FromHex(
            "d08343a1010aa1064261a7581c252a8911d465c125b6764739700f0141ed09192de139e053bd09ab"
            "ca"));
        NS_TEST_ASSERT_MSG_EQ(object.has_value(), true, "object");
        const Bytes nonce =
            CoseNonce(FromHex("89f52f65a1c580930000000000"), object->headers.partialIv);
        NS_TEST_EXPECT_MSG_EQ(ToHex(nonce), "89f52f65a1c5809300000061a7", "nonce");
        const auto suite = CreateCipherSuite("aes-128-ccm");
        suite->SetKey(FromHex("849b5786457c1491be3a76dcea6c4271"));
        const auto plaintext =
            suite->Open(nonce, CoseEncrypt0Aad(object->protectedHeaders, {}), object->payload);
        NS_TEST_ASSERT_MSG_EQ(plaintext.has_value(), true, "opens");
        NS_TEST_EXPECT_MSG_EQ(std::string(plaintext->begin(), plaintext->end()),
                              "This is the content.",
                              "plaintext");
        NS_TEST_EXPECT_MSG_EQ(ToHex(CoseNonce({0xff, 0x0f}, {0x11})), "ff1e", "exclusive or");
    }
};

class SealedOnceOpened : public TestCase
{
  public:
    SealedOnceOpened()
        : TestCase("opens once, by its topic, with its content format")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string suite : SUITES)
        {
            ObjectSealer sealer(Key(suite, "patch-1"));
            ObjectOpener opener(suite);
            opener.AddKey(Key(suite, "patch-1"));
            const Bytes reading = ToBytes("a reading");
            const SealedObject first = sealer.Seal(reading, TOPIC);
            const SealedObject second = sealer.Seal(reading, TOPIC, JSON);
            NS_TEST_EXPECT_MSG_EQ(first.contentFormat, COSE_ENCRYPT0, suite);
            NS_TEST_EXPECT_MSG_NE(ToHex(first.payload), ToHex(second.payload), suite);
            NS_TEST_EXPECT_MSG_EQ(sealer.NextSequence(), 2, suite);
            const OpenedObject late = opener.Open(COSE_ENCRYPT0, second.payload, TOPIC);
            NS_TEST_EXPECT_MSG_EQ(ToString(late.status), "ok", suite);
            NS_TEST_EXPECT_MSG_EQ(late.sequence, 1, suite);
            NS_TEST_EXPECT_MSG_EQ(late.contentFormat, JSON, suite);
            const OpenedObject early = opener.Open(COSE_ENCRYPT0, first.payload, TOPIC);
            NS_TEST_EXPECT_MSG_EQ(ToString(early.status), "ok", suite << ": overtaken");
            NS_TEST_EXPECT_MSG_EQ(ToHex(early.plaintext), ToHex(reading), suite);
            NS_TEST_EXPECT_MSG_EQ(ToHex(early.kid), ToHex(ToBytes("patch-1")), suite);
            NS_TEST_EXPECT_MSG_EQ(early.contentFormat, SENML_CBOR, suite);
            NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, first), "replayed", suite);
            NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, second), "replayed", suite);
            for (int i = 0; i < 100; ++i)
            {
                NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, sealer.Seal(reading, TOPIC)), "ok", suite);
            }
            NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, first), "replayed", suite << ": long ago");
        }
    }
};

class SealedForgeries : public TestCase
{
  public:
    SealedForgeries()
        : TestCase("changed, moved, foreign and bare messages do not open")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string suite : SUITES)
        {
            ObjectSealer sealer(Key(suite, "patch-1"));
            ObjectSealer stranger(Key(suite, "patch-2"));
            ObjectKey stolenName = Key(suite, "patch-1");
            stolenName.key[0] ^= 1;
            ObjectSealer impostor(stolenName);
            ObjectOpener opener(suite);
            opener.AddKey(Key(suite, "patch-1"));
            const SealedObject sealed = sealer.Seal(ToBytes("a reading"), TOPIC);
            for (std::size_t i = 0; i < sealed.payload.size(); ++i)
            {
                SealedObject changed = sealed;
                changed.payload[i] ^= 1;
                const std::string status = StatusOf(opener, changed);
                NS_TEST_EXPECT_MSG_NE(status, "ok", suite << ": octet " << i);
                NS_TEST_EXPECT_MSG_NE(status, "replayed", suite << ": octet " << i);
                changed.payload.resize(i);
                NS_TEST_EXPECT_MSG_NE(StatusOf(opener, changed), "ok", suite << ": cut at " << i);
            }
            NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, sealed, "ps/p2/spo2"), "bad-tag", suite);
            NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, impostor.Seal({}, TOPIC)), "bad-tag", suite);
            NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, stranger.Seal({}, TOPIC)), "unknown-key", suite);
            NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, {SENML_CBOR, FromHex("80")}),
                                  "malformed",
                                  suite << ": stripped of its protection");
            NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, {COSE_ENCRYPT0, FromHex("80")}),
                                  "malformed",
                                  suite);
            // None of this kept the real one out.
            NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, sealed), "ok", suite);
        }
    }
};

class SealedByNothing : public TestCase
{
  public:
    SealedByNothing()
        : TestCase("suite none passes everything")
    {
    }

  private:
    void DoRun() override
    {
        ObjectSealer sealer(Key("none", "patch-1"));
        ObjectOpener opener("none");
        opener.AddKey(Key("none", "patch-1"));
        const Bytes pack = FromHex("81a20061610201");
        const SealedObject sealed = sealer.Seal(pack, TOPIC);
        NS_TEST_EXPECT_MSG_EQ(sealed.contentFormat, SENML_CBOR, "content format");
        NS_TEST_EXPECT_MSG_EQ(ToHex(sealed.payload), ToHex(pack), "as it is");
        for (int i = 0; i < 2; ++i)
        {
            const OpenedObject opened = opener.Open(SENML_CBOR, sealed.payload, TOPIC);
            NS_TEST_EXPECT_MSG_EQ(ToString(opened.status), "ok", "time " << i);
            NS_TEST_EXPECT_MSG_EQ(ToHex(opened.plaintext), ToHex(pack), "time " << i);
        }
    }
};

class SealedWindow : public TestCase
{
  public:
    SealedWindow()
        : TestCase("the replay window slides")
    {
    }

  private:
    void DoRun() override
    {
        ReplayWindow window;
        NS_TEST_EXPECT_MSG_EQ(window.IsFresh(0), true, "first");
        window.Accept(0);
        NS_TEST_EXPECT_MSG_EQ(window.IsFresh(0), false, "again");
        window.Accept(63);
        NS_TEST_EXPECT_MSG_EQ(window.IsFresh(1), true, "edge");
        NS_TEST_EXPECT_MSG_EQ(window.IsFresh(0), false, "remembered at the edge");
        window.Accept(64);
        NS_TEST_EXPECT_MSG_EQ(window.IsFresh(0), false, "out of the window");
        NS_TEST_EXPECT_MSG_EQ(window.IsFresh(1), true, "new edge");
        NS_TEST_EXPECT_MSG_EQ(window.IsFresh(63), false, "seen");
        NS_TEST_EXPECT_MSG_EQ(window.IsFresh(62), true, "not seen");
        window.Accept(UINT64_MAX);
        NS_TEST_EXPECT_MSG_EQ(window.IsFresh(UINT64_MAX), false, "largest");
        NS_TEST_EXPECT_MSG_EQ(window.IsFresh(64), false, "far behind");
        NS_TEST_EXPECT_MSG_EQ(window.IsFresh(UINT64_MAX - 63), true, "within");
    }
};

class SealedObjectSuite : public TestSuite
{
  public:
    SealedObjectSuite()
        : TestSuite("iomt-sealed-object", TestSuite::Type::UNIT)
    {
        AddTestCase(new SealedPartialIv);
        AddTestCase(new SealedOnceOpened);
        AddTestCase(new SealedForgeries);
        AddTestCase(new SealedByNothing);
        AddTestCase(new SealedWindow);
    }
};

const SealedObjectSuite SUITE;

} // namespace
