// SPDX-License-Identifier: GPL-2.0-only

// Attribute-based encryption of data: keys expire and are revoked, and what was changed on the way
// does not open.

#include "abe-bench.h"

#include "ns3/abe-encoding.h"
#include "ns3/abe-kem.h"
#include "ns3/cipher-suite.h"
#include "ns3/sha256.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

const Bytes TEXT = ToBytes("heart rate 72/min");
const Bytes AAD = ToBytes("site/1/patient/3");
const char* const POLICY = "role:doctor and dept:cardiology or 2 of (role:nurse, ward:3, night)";
const char* const ATTRIBUTES = "role:doctor, dept:cardiology";

/// An authority whose keys expire, and which labels go where.
struct Office
{
    explicit Office(const std::string& scheme)
        : kem(scheme),
          cp(kem.Scheme().GetPolicyIn() == AbeScheme::PolicyIn::CIPHERTEXT),
          ofKey(cp ? ATTRIBUTES : POLICY),
          ofCiphertext(cp ? POLICY : ATTRIBUTES),
          authority(kem.Scheme().NeedsUniverse()
                        ? kem.SetupExpiring(AbePolicy::Parse(POLICY).Attributes(),
                                            {"1", "2", "3"},
                                            bench.Random())
                        : kem.SetupExpiring({}, {}, bench.Random()))
    {
    }

    AbeObject Key(const std::vector<std::string>& epochs)
    {
        return kem.KeyGen(authority.masterKey, ofKey, epochs, bench.Random());
    }

    Bytes Seal(const std::string& epoch, const std::string& suite = "aes-128-gcm")
    {
        return kem.Seal(authority.publicKey, ofCiphertext, epoch, suite, AAD, TEXT, bench.Random());
    }

    AbeBench bench{31};
    AbeKem kem;
    bool cp;
    std::string ofKey;
    std::string ofCiphertext;
    AbeAuthority authority;
};

/// @return what is said against it; "" if nothing
template <class Function>
std::string
Complaint(Function function)
{
    try
    {
        function();
        return "";
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
}

class KemEpochs : public TestCase
{
  public:
    explicit KemEpochs(const std::string& scheme)
        : TestCase(scheme + ": a key opens what is of its epochs, and no other"),
          m_scheme(scheme)
    {
    }

  private:
    void DoRun() override
    {
        Office office(m_scheme);
        const AbeObject first = office.Key({"1", "2"});
        const AbeObject second = office.Key({"3"});
        for (const char* suite : {"aes-128-gcm", "aes-256-gcm", "aes-128-ccm"})
        {
            const Bytes sealed = office.Seal("2", suite);
            NS_TEST_EXPECT_MSG_EQ((office.kem.Open(first, AAD, sealed) == TEXT), true, suite);
            NS_TEST_EXPECT_MSG_EQ(office.kem.Open(first, {}, sealed).has_value(),
                                  false,
                                  suite << ": other associated data");
            NS_TEST_EXPECT_MSG_EQ(office.kem.Open(second, AAD, sealed).has_value(),
                                  false,
                                  suite << ": a key of later epochs only");
        }
        // Whoever is revoked keeps the first key and gets no second one.
        const Bytes later = office.Seal("3");
        NS_TEST_EXPECT_MSG_EQ(office.kem.Open(first, AAD, later).has_value(), false, "expired");
        NS_TEST_EXPECT_MSG_EQ((office.kem.Open(second, AAD, later) == TEXT), true, "renewed");
        const auto read = DecodeAbe(EncodeAbe(first));
        NS_TEST_ASSERT_MSG_EQ(read.has_value(), true, "key on file");
        NS_TEST_EXPECT_MSG_EQ((office.kem.Open(*read, AAD, office.Seal("1")) == TEXT),
                              true,
                              "key on file");
    }

    std::string m_scheme;
};

class KemDamage : public TestCase
{
  public:
    explicit KemDamage(const std::string& scheme)
        : TestCase(scheme + ": every flipped bit and every truncation is refused"),
          m_scheme(scheme)
    {
    }

  private:
    void DoRun() override
    {
        AbeBench bench(32);
        const AbeKem kem(m_scheme);
        const bool cp = kem.Scheme().GetPolicyIn() == AbeScheme::PolicyIn::CIPHERTEXT;
        const AbeAuthority authority =
            kem.Setup(kem.Scheme().NeedsUniverse() ? AbeAttributes{"a", "c"} : AbeAttributes{},
                      bench.Random());
        // A flipped bit makes c of a, which the key satisfies as well.
        const AbeObject key =
            kem.KeyGen(authority.masterKey, cp ? "a, c" : "a or c", {}, bench.Random());
        const Bytes sealed =
            kem.Seal(authority.publicKey, "a", "", "aes-128-gcm", {}, ToBytes("x"), bench.Random());
        NS_TEST_ASSERT_MSG_EQ(kem.Open(key, {}, sealed).has_value(), true, "as sent");
        for (std::size_t i = 0; i < sealed.size(); ++i)
        {
            for (int bit = 0; bit < 8; ++bit)
            {
                Bytes changed = sealed;
                changed[i] ^= static_cast<uint8_t>(1 << bit);
                NS_TEST_EXPECT_MSG_EQ(kem.Open(key, {}, changed).has_value(),
                                      false,
                                      "octet " << i << ", bit " << bit);
            }
            const Bytes cut(sealed.begin(), sealed.begin() + static_cast<std::ptrdiff_t>(i));
            NS_TEST_EXPECT_MSG_EQ(kem.Open(key, {}, cut).has_value(), false, i << " octets of it");
        }
        Bytes longer = sealed;
        longer.push_back(0);
        NS_TEST_EXPECT_MSG_EQ(kem.Open(key, {}, longer).has_value(), false, "an octet more");
    }

    std::string m_scheme;
};

class KemWrap : public TestCase
{
  public:
    KemWrap()
        : TestCase("a wrapped key is the same for both, and bound to its use and header")
    {
    }

  private:
    void DoRun() override
    {
        Office office("fabeo-cp");
        const AbeObject key = office.Key({"1"});
        const auto wrapped = office.kem.Wrap(office.authority.publicKey,
                                             POLICY,
                                             "1",
                                             "test",
                                             40,
                                             office.bench.Random());
        NS_TEST_EXPECT_MSG_EQ(wrapped.key.size(), 40, "size");
        NS_TEST_EXPECT_MSG_EQ((office.kem.Unwrap(key, wrapped.header, "test", 40) == wrapped.key),
                              true,
                              "same");
        NS_TEST_EXPECT_MSG_EQ((office.kem.Unwrap(key, wrapped.header, "tes", 40) == wrapped.key),
                              false,
                              "other use");
        // Another order of rows that say the same: the secret may be the same, the key is not.
        auto header = DecodeAbe(wrapped.header);
        NS_TEST_ASSERT_MSG_EQ(header.has_value(), true, "header");
        std::swap(header->elements.g1[2], header->elements.g1[3]);
        const auto other = office.kem.Unwrap(key, EncodeAbe(*header), "test", 40);
        NS_TEST_ASSERT_MSG_EQ(other.has_value(), true, "rows that are not used");
        NS_TEST_EXPECT_MSG_EQ((*other == wrapped.key), false, "the header is part of the key");
        NS_TEST_EXPECT_MSG_EQ(office.kem.Unwrap(key, {}, "test", 40).has_value(), false, "empty");
        NS_TEST_EXPECT_MSG_EQ(office.kem.Unwrap(key, EncodeAbe(key), "test", 40).has_value(),
                              false,
                              "a key is no header");
        Bytes three(bls::G1::SIZE);
        three[0] = 0x80; // (0, 2), of order 3
        header = DecodeAbe(wrapped.header);
        header->elements.g1[0] = header->elements.g1[0] + *bls::G1::FromBytesToPair(three.data());
        const auto third = office.kem.Unwrap(key, EncodeAbe(*header), "test", 40);
        NS_TEST_ASSERT_MSG_EQ(third.has_value(), true, "a point with a part of another order");
        NS_TEST_EXPECT_MSG_EQ((*third == wrapped.key), false, "another header, another key");
        header = DecodeAbe(wrapped.header);
        header->expiring = false;
        NS_TEST_EXPECT_MSG_EQ(office.kem.Unwrap(key, EncodeAbe(*header), "test", 40).has_value(),
                              false,
                              "header of an authority without expiry");
    }
};

class KemParts : public TestCase
{
  public:
    KemParts()
        : TestCase("a ciphertext is a header, the name of a suite and what that suite sealed")
    {
    }

  private:
    void DoRun() override
    {
        Office office("fabeo-kp");
        const AbeObject key = office.Key({"1"});
        const std::string name = "aes-128-ccm";
        const Bytes sealed = office.Seal("1", name);
        std::size_t used = 0;
        const auto header = DecodeAbePrefix(sealed.data(), sealed.size(), used);
        NS_TEST_ASSERT_MSG_EQ(header.has_value(), true, "header");
        const auto at = [&](std::size_t i) {
            return sealed.begin() + static_cast<std::ptrdiff_t>(i);
        };
        NS_TEST_EXPECT_MSG_EQ(std::string(at(used), at(used + 1 + name.size())),
                              "\x0b" + name,
                              "name");
        const auto suite = CreateCipherSuite(name);
        const std::size_t size = suite->KeySize() + suite->NonceSize();

        Bytes info = ToBytes("iomt-abe-1" + name);
        const Bytes digest = Sha256(Bytes(at(0), at(used)));
        info.insert(info.end(), digest.begin(), digest.end());
        const auto secret = office.kem.Scheme().Decapsulate(key, *header);
        NS_TEST_ASSERT_MSG_EQ(secret.has_value(), true, "secret");
        const Bytes derived = HkdfSha256({}, *secret, info, size);
        const auto middle = derived.begin() + static_cast<std::ptrdiff_t>(suite->KeySize());
        suite->SetKey(Bytes(derived.begin(), middle));
        const Bytes body(at(used + 1 + name.size()), sealed.end());
        NS_TEST_EXPECT_MSG_EQ((suite->Open(Bytes(middle, derived.end()), AAD, body) == TEXT),
                              true,
                              "the key comes first, the nonce behind it");
    }
};

class KemMisuse : public TestCase
{
  public:
    KemMisuse()
        : TestCase("what does not fit is named")
    {
    }

  private:
    void DoRun() override
    {
        Office office("fabeo-cp");
        AbeBench bench(33);
        const AbeRandom random = bench.Random();
        const AbeKem& kem = office.kem;
        const AbeAuthority forever = kem.Setup({}, random);
        const auto keyGen = [&](const AbeAuthority& authority,
                                const std::string& label,
                                const std::vector<std::string>& epochs) {
            return Complaint([&] { kem.KeyGen(authority.masterKey, label, epochs, random); });
        };
        const auto seal = [&](const std::string& label, const std::string& suite) {
            return Complaint(
                [&] { kem.Seal(forever.publicKey, label, "", suite, {}, TEXT, random); });
        };
        NS_TEST_EXPECT_MSG_EQ(keyGen(office.authority, "a", {}),
                              "keys of this authority expire: an epoch is missing",
                              "no epoch");
        NS_TEST_EXPECT_MSG_EQ(keyGen(forever, "a", {"1"}),
                              "keys of this authority do not expire: epoch '1' is too much",
                              "epoch");
        NS_TEST_EXPECT_MSG_EQ(keyGen(forever, "a, epoch:1", {}),
                              "attribute 'epoch:1' is an epoch's; epochs are given apart from the "
                              "label",
                              "an epoch taken");
        NS_TEST_EXPECT_MSG_EQ(keyGen(office.authority, "a", {"now!"}),
                              "epoch 'now!' is no name; allowed are A-Z a-z 0-9 _ . : @ / -",
                              "name");
        NS_TEST_EXPECT_MSG_EQ(keyGen(office.authority, "a", {""}),
                              "epoch '' is no name; allowed are A-Z a-z 0-9 _ . : @ / -",
                              "empty name");
        NS_TEST_EXPECT_MSG_EQ(keyGen(forever, " ", {}),
                              "attributes are missing: at least one, as role:doctor",
                              "no attributes");
        NS_TEST_EXPECT_MSG_EQ(seal("a or epoch:2", "aes-128-gcm"),
                              "attribute 'epoch:2' is an epoch's; epochs are given apart from the "
                              "label",
                              "an epoch in a policy");
        NS_TEST_EXPECT_MSG_EQ(seal("a", "none"),
                              "cipher suite 'none' does not authenticate, or takes no key from "
                              "elsewhere",
                              "no protection");
        NS_TEST_EXPECT_MSG_EQ((seal("a", "aes-129-gcm").find("did you mean") != std::string::npos),
                              true,
                              "no suite");
        NS_TEST_EXPECT_MSG_EQ(Complaint([&] { kem.Open(forever.masterKey, {}, office.Seal("1")); }),
                              "what should open is no user key of fabeo-cp",
                              "no user's key");
        NS_TEST_EXPECT_MSG_EQ(Complaint([&] { AbeKem("gpsw06").SetupExpiring({"a"}, {}, random); }),
                              "gpsw06 needs all attributes and all epochs that there will be",
                              "no epochs in a closed universe");
        NS_TEST_EXPECT_MSG_EQ(AbeEpochAt(7199, 3600), "1", "epoch");
        NS_TEST_EXPECT_MSG_EQ(Complaint([] { AbeEpochAt(1, 0); }),
                              "an epoch has no length: 0 s",
                              "no length");
    }
};

class AbeKemSuite : public TestSuite
{
  public:
    AbeKemSuite()
        : TestSuite("iomt-crypto-abe-kem", TestSuite::Type::UNIT)
    {
        for (const char* scheme : {"fabeo-cp", "fabeo-kp", "bsw07", "gpsw06"})
        {
            AddTestCase(new KemEpochs(scheme));
            AddTestCase(new KemDamage(scheme));
        }
        AddTestCase(new KemWrap);
        AddTestCase(new KemParts);
        AddTestCase(new KemMisuse);
    }
};

const AbeKemSuite SUITE;

} // namespace
