// SPDX-License-Identifier: GPL-2.0-only

// Keys that change while messages flow, and keys that travel in the messages.

#include "ns3/content-format.h"
#include "ns3/cose.h"
#include "ns3/object-opener.h"
#include "ns3/operation-counts.h"
#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

const char* const TOPIC = "ps/p1/spo2";

std::string
StatusOf(ObjectOpener& opener, const SealedObject& sealed)
{
    return ToString(opener.Open(sealed.contentFormat, sealed.payload, TOPIC).status);
}

ObjectKey
TravellingKey(const std::string& suite, const std::string& kid)
{
    static std::map<std::string, std::shared_ptr<KeyEncapsulation>> receivers;
    auto& receiver = receivers[suite];
    if (!receiver)
    {
        receiver = Registry<KeyEncapsulation>::Get().Create(
            ObjectProtections().Create(suite)->encapsulation);
        receiver->MakeKeys(SeededRandom(ToBytes("receiver")));
    }
    return DeriveObjectKey(suite, ToBytes(kid), ToBytes("secret of " + kid), receiver);
}

class RekeyShared : public TestCase
{
  public:
    RekeyShared()
        : TestCase("keys shared beforehand: after so many, after so long, overtaken, jumped")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string suite : {"aes-128-gcm", "aes-256-ccm", "3des-cbc"})
        {
            const ObjectKey key = DeriveObjectKey(suite, {7}, ToBytes("secret"));
            ObjectSealer sealer(key);
            RekeyPolicy policy;
            policy.messages = 3;
            sealer.SetRekey(policy);
            ObjectOpener opener(suite);
            opener.AddKey(key);
            std::vector<SealedObject> sent;
            for (uint64_t i = 0; i < 20; ++i)
            {
                const OperationScope scope;
                sent.push_back(sealer.Seal(ToBytes("a reading"), TOPIC));
                NS_TEST_EXPECT_MSG_EQ(sealer.KeyNumber(), i / 3, suite << ": message " << i);
                const auto object = DecodeCoseEncrypt0(sent.back().payload);
                NS_TEST_ASSERT_MSG_EQ(object.has_value(), true, suite);
                const Bytes number = i / 3 == 0 ? Bytes{} : Bytes{static_cast<uint8_t>(i / 3)};
                NS_TEST_EXPECT_MSG_EQ(ToHex(object->headers.kidContext), ToHex(number), suite);
                const bool renewed =
                    scope.Counts().Get(Operation::SHA256_BLOCK) > (suite == "3des-cbc" ? 10U : 0U);
                NS_TEST_EXPECT_MSG_EQ(renewed, (i % 3 == 0 && i > 0), suite << ": derived " << i);
            }
            NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, sent[19]), "ok", suite << ": jumped");
            NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, sent[2]), "ok", suite << ": overtaken");
            for (std::size_t i = 0; i < sent.size(); ++i)
            {
                NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, sent[i]),
                                      (i == 2 || i == 19 ? "replayed" : "ok"),
                                      suite << ": message " << i);
            }
        }
        const ObjectKey key = DeriveObjectKey("aes-128-gcm", {7}, ToBytes("secret"));
        ObjectSealer sealer(key);
        RekeyPolicy policy;
        policy.seconds = 10;
        double now = 100;
        sealer.SetRekey(policy, [&now]() { return now; });
        for (const auto& [at, number] :
             {std::pair{100.0, 0}, {109.9, 0}, {110.0, 1}, {115.0, 1}, {120.0, 2}, {500.0, 3}})
        {
            now = at;
            sealer.Seal({}, TOPIC);
            NS_TEST_EXPECT_MSG_EQ(sealer.KeyNumber(), number, "at " << at);
        }
        NS_TEST_EXPECT_MSG_NE(ToHex(DeriveLaterKey(key, 1)), ToHex(DeriveLaterKey(key, 2)), "keys");
        NS_TEST_EXPECT_MSG_EQ(ToHex(DeriveLaterKey(key, 0)), ToHex(key.key), "the first");
    }
};

class RekeyTravelling : public TestCase
{
  public:
    RekeyTravelling()
        : TestCase("keys that travel: one for each message, or announced now and then")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string suite : {"rsa-1024", "rsa-2048"})
        {
            const Operation decrypt =
                suite == "rsa-1024" ? Operation::RSA_1024_PRIVATE : Operation::RSA_2048_PRIVATE;
            ObjectSealer sealer(TravellingKey(suite, "patch-1"));
            ObjectOpener opener(suite);
            opener.AddKey(TravellingKey(suite, "patch-1"));
            std::string last;
            for (uint64_t i = 0; i < 3; ++i)
            {
                const SealedObject sealed = sealer.Seal(ToBytes("a reading"), TOPIC, JSON);
                NS_TEST_EXPECT_MSG_EQ(sealed.contentFormat, COSE_ENCRYPT, suite);
                NS_TEST_EXPECT_MSG_EQ(sealed.neededLater, false, suite);
                const auto object = DecodeCoseEncrypt(sealed.payload);
                NS_TEST_ASSERT_MSG_EQ(object.has_value(), true, suite);
                NS_TEST_ASSERT_MSG_EQ(object->recipients.size(), 1, suite);
                NS_TEST_EXPECT_MSG_EQ(object->recipients[0].algorithm, -41, suite);
                NS_TEST_EXPECT_MSG_NE(ToHex(object->recipients[0].encryptedKey), last, suite);
                last = ToHex(object->recipients[0].encryptedKey);
                const OpenedObject opened = opener.Open(COSE_ENCRYPT, sealed.payload, TOPIC);
                NS_TEST_EXPECT_MSG_EQ(ToString(opened.status), "ok", suite);
                NS_TEST_EXPECT_MSG_EQ(opened.sequence, i, suite);
                NS_TEST_EXPECT_MSG_EQ(opened.contentFormat, JSON, suite);
                NS_TEST_EXPECT_MSG_EQ(ToHex(opened.plaintext), ToHex(ToBytes("a reading")), suite);
                NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, sealed), "replayed", suite);
            }
            RekeyPolicy policy;
            policy.messages = 6;
            policy.announce = 3;
            ObjectSealer saving(TravellingKey(suite, "patch-2"));
            saving.SetRekey(policy);
            opener.AddKey(TravellingKey(suite, "patch-2"));
            const OperationScope scope;
            // The first announcement is lost, the second one comes.
            for (uint64_t i = 0; i < 12; ++i)
            {
                const SealedObject sealed = saving.Seal({}, TOPIC);
                NS_TEST_EXPECT_MSG_EQ(sealed.contentFormat,
                                      (i % 3 == 0 ? COSE_ENCRYPT : COSE_ENCRYPT0),
                                      suite << ": message " << i);
                NS_TEST_EXPECT_MSG_EQ(sealed.neededLater, (i % 3 == 0), suite);
                if (i > 0)
                {
                    NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, sealed),
                                          (i < 3 ? "unknown-key" : "ok"),
                                          suite << ": message " << i);
                }
            }
            NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(decrypt), 2, suite << ": once for each key");
        }
    }
};

/// Those with attributes included, which say who may read.
class RekeyEveryEncapsulation : public TestCase
{
  public:
    RekeyEveryEncapsulation()
        : TestCase("every suite whose keys travel; readers who are not allowed to read")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string& suite : ObjectProtections().Names())
        {
            const auto protection = ObjectProtections().Create(suite);
            if (protection->encapsulation.empty())
            {
                continue;
            }
            ObjectSealer sealer(TravellingKey(suite, "patch-1"));
            ObjectOpener opener(suite);
            opener.AddKey(TravellingKey(suite, "patch-1"));
            for (uint64_t i = 0; i < 3; ++i)
            {
                const SealedObject sealed = sealer.Seal(ToBytes("a reading"), TOPIC);
                NS_TEST_EXPECT_MSG_EQ(
                    sealed.contentFormat,
                    (i % protection->announce == 0 ? COSE_ENCRYPT : COSE_ENCRYPT0),
                    suite);
                NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, sealed), "ok", suite << ": message " << i);
                NS_TEST_EXPECT_MSG_EQ(sealer.KeyNumber(),
                                      (protection->messagesPerKey == 1 ? i : 0),
                                      suite);
            }
            if (protection->encapsulation.rfind("rsa-", 0) == 0)
            {
                continue;
            }
            std::shared_ptr<KeyEncapsulation> receiver =
                Registry<KeyEncapsulation>::Get().Create(protection->encapsulation);
            KeyAccess access;
            access.attributes = "role:nurse, dept:cardiology";
            const OperationScope scope;
            receiver->MakeKeys(SeededRandom({1}), access);
            NS_TEST_EXPECT_MSG_EQ(scope.Counts().IsZero(), true, suite << ": keys cost nothing");
            const ObjectKey key = DeriveObjectKey(suite, {1}, {2}, receiver);
            ObjectOpener nurse(suite);
            nurse.AddKey(key);
            NS_TEST_EXPECT_MSG_NE(StatusOf(nurse, ObjectSealer(key).Seal({}, TOPIC)), "ok", suite);
        }
    }
};

class RekeyForgeries : public TestCase
{
  public:
    RekeyForgeries()
        : TestCase("changed and cut messages, foreign receivers, impossible policies")
    {
    }

  private:
    void DoRun() override
    {
        const std::string suite = "rsa-1024";
        ObjectSealer sealer(TravellingKey(suite, "patch-1"));
        ObjectOpener opener(suite);
        opener.AddKey(TravellingKey(suite, "patch-1"));
        RekeyPolicy twice;
        twice.messages = 2;
        sealer.SetRekey(twice);
        sealer.Seal({}, TOPIC);
        sealer.Seal({}, TOPIC);
        const SealedObject sealed = sealer.Seal(ToBytes("a reading"), TOPIC);
        for (std::size_t i = 0; i < sealed.payload.size(); ++i)
        {
            for (int bit = 0; bit < 8; ++bit)
            {
                SealedObject changed = sealed;
                changed.payload[i] ^= static_cast<uint8_t>(1 << bit);
                NS_TEST_EXPECT_MSG_NE(StatusOf(opener, changed), "ok", "octet " << i << " " << bit);
            }
            SealedObject cut = sealed;
            cut.payload.resize(i);
            NS_TEST_EXPECT_MSG_NE(StatusOf(opener, cut), "ok", "cut at " << i);
        }
        NS_TEST_EXPECT_MSG_EQ(StatusOf(opener, sealed), "ok", "the real one");
        ObjectOpener shared("aes-128-gcm");
        shared.AddKey(DeriveObjectKey("aes-128-gcm", ToBytes("patch-1"), {}));
        NS_TEST_EXPECT_MSG_EQ(StatusOf(shared, sealed), "malformed", "no keys travel there");

        const auto refuses = [](const auto& work) {
            try
            {
                work();
                return false;
            }
            catch (const std::invalid_argument&)
            {
                return true;
            }
        };
        const ObjectKey lonely = DeriveObjectKey(suite, {1}, {2});
        NS_TEST_EXPECT_MSG_EQ(refuses([&] { ObjectSealer{lonely}; }), true, "no receiver");
        NS_TEST_EXPECT_MSG_EQ(refuses([&] { ObjectOpener(suite).AddKey(lonely); }), true, "same");
        NS_TEST_EXPECT_MSG_EQ(refuses([&] { sealer.SetRekey({0, 5, 1}); }), true, "no clock");
        NS_TEST_EXPECT_MSG_EQ(refuses([&] {
                                  sealer.SetRekey({1, 0, 0});
                              }),
                              true,
                              "never announced");
        NS_TEST_EXPECT_MSG_EQ(refuses([&] { sealer.SetRekey({1, -1, 1}); }), true, "negative time");
        NS_TEST_EXPECT_MSG_EQ(refuses([] { ObjectOpener("rsa-512"); }), true, "no such suite");
    }
};

class ProtectionNames : public TestCase
{
  public:
    ProtectionNames()
        : TestCase("every cipher is a protection; weak ones are marked")
    {
    }

  private:
    void DoRun() override
    {
        const auto& registry = ObjectProtections();
        for (const std::string& cipher : Registry<CipherSuite>::Get().Names())
        {
            NS_TEST_EXPECT_MSG_EQ(registry.Contains(cipher), true, cipher);
        }
        for (const std::string& name : registry.Names())
        {
            const auto protection = registry.Create(name);
            const bool marked = registry.Summary(name).find("weak") != std::string::npos;
            NS_TEST_EXPECT_MSG_EQ(protection->Weakness().empty(), !marked, name);
        }
        NS_TEST_EXPECT_MSG_EQ(registry.Create("rsa-1024")->Weakness().empty(), false, "1024 bits");
        NS_TEST_EXPECT_MSG_EQ(registry.Create("rsa-2048")->Weakness(), "", "2048 bits");
    }
};

class RekeySuite : public TestSuite
{
  public:
    RekeySuite()
        : TestSuite("iomt-rekey", TestSuite::Type::UNIT)
    {
        AddTestCase(new RekeyShared);
        AddTestCase(new RekeyTravelling);
        AddTestCase(new RekeyEveryEncapsulation);
        AddTestCase(new RekeyForgeries);
        AddTestCase(new ProtectionNames);
    }
};

const RekeySuite SUITE;

} // namespace
