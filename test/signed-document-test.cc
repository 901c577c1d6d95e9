// SPDX-License-Identifier: GPL-2.0-only

#include "care-bench.h"

#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr const char* TOPIC = "ps/rx/pharmacy";

ObjectKey
DocumentKey(const std::string& suite, uint8_t secret = 1)
{
    return DeriveObjectKey(suite, {0x17}, Bytes(16, secret));
}

/// What the doctor signed is read, once where it is sealed; what else comes is refused with reason.
class SignedDocumentCase : public TestCase
{
  public:
    explicit SignedDocumentCase(const std::string& suite)
        : TestCase("documents under " + suite),
          m_suite(suite)
    {
    }

  private:
    void Refused(const OpenedDocument& opened, const std::string& why)
    {
        NS_TEST_EXPECT_MSG_EQ(opened.document.has_value(), false, why);
        NS_TEST_EXPECT_MSG_EQ(opened.refusal, why, "refusal");
    }

    void DoRun() override
    {
        const bool sealed = m_suite != "none";
        const ObjectKey key = DocumentKey(m_suite);
        const Bytes text = CareBench::Text("take one a day");
        DocumentReader reader(m_suite);
        reader.AddAuthor(CareBench::Kid("doctor"), CareBench::Signer("doctor").PublicKey(), key);
        const auto open = [&reader](const SealedObject& object, const std::string& topic = TOPIC) {
            return reader.Open(object.contentFormat, object.payload, topic);
        };

        auto doctor = CareBench::Sender("doctor", key);
        const SealedObject first = doctor->Seal(text, TOPIC);
        NS_TEST_EXPECT_MSG_EQ(first.contentFormat, (sealed ? COSE_ENCRYPT0 : COSE_SIGN1), "format");
        const OpenedDocument opened = open(first);
        NS_TEST_ASSERT_MSG_EQ(opened.document.has_value(), true, opened.refusal);
        NS_TEST_EXPECT_MSG_EQ((*opened.document == text), true, "as it was written");
        NS_TEST_EXPECT_MSG_EQ(opened.refusal, "", "no refusal");
        if (sealed)
        {
            Refused(open(first), "replayed");
        }

        const SealedObject moved = doctor->Seal(text, TOPIC);
        Refused(open(moved, "ps/rx/elsewhere"), sealed ? "bad-tag" : "bad signature");
        // Sealed from here on by one who has the sealing key, as under `none` everyone has.
        ObjectSealer sealer(key);
        sealer.Seal({}, TOPIC); // numbers the doctor used
        sealer.Seal({}, TOPIC);
        const auto seal = [&](const Bytes& sign1, uint16_t format = COSE_SIGN1) {
            return open(sealer.Seal(sign1, TOPIC, format));
        };
        const auto sign =
            [&](const std::string& key, const std::string& name, const std::string& topic) {
                return CoseSign1(CareBench::Signer(key),
                                 CareBench::Kid(name),
                                 text,
                                 CareBench::Text(topic));
            };
        Refused(seal(sign("stranger", "doctor", TOPIC)), "bad signature");
        Refused(seal(sign("doctor", "doctor", "ps/rx/elsewhere")), "bad signature");
        Refused(seal(sign("stranger", "stranger", TOPIC)), "unknown author");
        Refused(seal(text), "not signed");
        Refused(seal(sign("doctor", "doctor", TOPIC), OCTET_STREAM), "not signed");
        Bytes changed = sign("doctor", "doctor", TOPIC);
        changed.back() ^= 1;
        Refused(seal(changed), "bad signature");
        NS_TEST_EXPECT_MSG_EQ(seal(sign("doctor", "doctor", TOPIC)).document.has_value(),
                              true,
                              "and what the doctor signed is still read");
        if (sealed)
        {
            Refused(reader.Open(COSE_SIGN1, sign("doctor", "doctor", TOPIC), TOPIC), "malformed");
            Refused(open(CareBench::Sender("doctor", DocumentKey(m_suite, 2))->Seal(text, TOPIC)),
                    "bad-tag");
        }
    }

    std::string m_suite;
};

class SignedDocumentSuite : public TestSuite
{
  public:
    SignedDocumentSuite()
        : TestSuite("iomt-signed-document", TestSuite::Type::UNIT)
    {
        AddTestCase(new SignedDocumentCase("aes-128-gcm"));
        AddTestCase(new SignedDocumentCase("none"));
    }
} g_signedDocumentSuite;

} // namespace
