// SPDX-License-Identifier: GPL-2.0-only

// Keys and headers as octets: sizes of the literature, one form only, nothing else is read.

#include "abe-bench.h"

#include "ns3/abe-encoding.h"
#include "ns3/sha256.h"
#include "ns3/test.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// All four objects of a scheme.
struct Objects
{
    AbeAuthority authority;
    AbeObject key;
    AbeObject header;
};

Objects
Make(const AbeScheme& scheme, const AbeAttributes& attributes, const AbePolicy& policy)
{
    AbeBench bench(21);
    const AbeRandom random = bench.Random();
    const bool cp = scheme.GetPolicyIn() == AbeScheme::PolicyIn::CIPHERTEXT;
    Objects made;
    made.authority =
        scheme.Setup(scheme.NeedsUniverse() ? AbeBench::Universe() : AbeAttributes{}, random);
    made.key = scheme.KeyGen(made.authority.masterKey,
                             cp ? AbeLabel(attributes) : AbeLabel(policy),
                             random);
    made.header = scheme
                      .Encapsulate(made.authority.publicKey,
                                   cp ? AbeLabel(policy) : AbeLabel(attributes),
                                   random)
                      .header;
    return made;
}

class EncodingRoundTrips : public TestCase
{
  public:
    EncodingRoundTrips()
        : TestCase("what is written is read the same")
    {
    }

  private:
    void DoRun() override
    {
        const AbePolicy policy = AbePolicy::Parse("a0 and 2 of (a0, a1, a2)");
        for (const std::string& name : Registry<AbeScheme>::Get().Names())
        {
            const Objects made = Make(*CreateAbeScheme(name), {"a0", "a2"}, policy);
            AbeObject expiring = made.key;
            expiring.expiring = true;
            for (const AbeObject& object : {made.authority.publicKey,
                                            made.authority.masterKey,
                                            made.key,
                                            made.header,
                                            expiring})
            {
                const Bytes octets = EncodeAbe(object);
                NS_TEST_EXPECT_MSG_EQ(int(octets[0]), int(ABE_VERSION), name << ": version");
                const auto read = DecodeAbe(octets);
                NS_TEST_ASSERT_MSG_EQ(read.has_value(), true, name);
                NS_TEST_EXPECT_MSG_EQ((*read == object), true, name);
            }
        }
    }
};

class EncodingSizes : public TestCase
{
  public:
    EncodingSizes()
        : TestCase("elements take what the papers say: 3 attributes, 5 rows, one used twice")
    {
    }

  private:
    void DoRun() override
    {
        struct Size
        {
            const char* scheme;
            std::size_t header;
            std::size_t key;
        };

        const std::size_t s = 3;
        const std::size_t l = 5;
        const std::size_t tau = 2;
        const Size sizes[] = {{"fabeo-cp", 96 + 96 * tau + 48 * l, 144 + 48 * s},
                              {"fabeo-kp", 96 + 48 * s, 96 * tau + 48 * l},
                              {"bsw07", 96 + 144 * l, 48 + 144 * s},
                              {"gpsw06", 48 * s, 96 * l}};
        const AbeAttributes attributes{"a0", "a1", "a2"};
        const AbePolicy policy = AbePolicy::Parse("a0 and a1 and (a0 or a2 or a3)");
        const std::size_t ofAttributes = 2 + s * 3;
        const std::size_t ofPolicy = 2 + policy.ToString().size();
        for (const Size& size : sizes)
        {
            const auto scheme = CreateAbeScheme(size.scheme);
            const bool cp = scheme->GetPolicyIn() == AbeScheme::PolicyIn::CIPHERTEXT;
            const Objects made = Make(*scheme, attributes, policy);
            NS_TEST_EXPECT_MSG_EQ(EncodeAbe(made.header).size(),
                                  4 + (cp ? ofPolicy : ofAttributes) + size.header,
                                  size.scheme << ": header");
            NS_TEST_EXPECT_MSG_EQ(EncodeAbe(made.key).size(),
                                  4 + (cp ? ofAttributes : ofPolicy) + size.key,
                                  size.scheme << ": key");
        }
    }
};

class EncodingOneForm : public TestCase
{
  public:
    EncodingOneForm()
        : TestCase("any other octets are refused")
    {
    }

  private:
    /// @return `octets` with the first `from` replaced
    static Bytes Replace(const Bytes& octets, const std::string& from, const std::string& to)
    {
        std::string text(octets.begin(), octets.end());
        const std::size_t at = text.find(from);
        return ToBytes(text.replace(at, from.size(), to));
    }

    void DoRun() override
    {
        const AbePolicy policy = AbePolicy::Parse("a1 and b1");
        const Objects made = Make(*CreateAbeScheme("fabeo-cp"), {"a1", "b1"}, policy);
        const Bytes header = EncodeAbe(made.header);
        const Bytes key = EncodeAbe(made.key);
        for (std::size_t size = 0; size < header.size(); ++size)
        {
            const Bytes cut(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(size));
            NS_TEST_EXPECT_MSG_EQ(DecodeAbe(cut).has_value(), false, size << " octets of it");
        }
        Bytes longer = header;
        longer.push_back(0);
        NS_TEST_EXPECT_MSG_EQ(DecodeAbe(longer).has_value(), false, "an octet more");
        std::size_t used = 0;
        NS_TEST_EXPECT_MSG_EQ(DecodeAbePrefix(longer.data(), longer.size(), used).has_value(),
                              true,
                              "but it begins with a header");
        NS_TEST_EXPECT_MSG_EQ(used, header.size(), "which ends before it");

        const std::pair<std::size_t, uint8_t> heads[] = {{0, 0},
                                                         {0, 2},
                                                         {1, 0},
                                                         {1, 1},
                                                         {1, 2},
                                                         {1, 3},
                                                         {1, 5},
                                                         {2, 2},
                                                         {2, 4},
                                                         {2, 200},
                                                         {3, 2},
                                                         {3, 0x80}};
        for (const auto& head : heads)
        {
            Bytes changed = header;
            changed[head.first] = head.second;
            NS_TEST_EXPECT_MSG_EQ(DecodeAbe(changed).has_value(),
                                  false,
                                  "octet " << head.first << " is " << int(head.second));
        }
        const std::pair<const char*, const char*> policies[] = {
            {"a1 and b1", "a1 AND b1"},
            {"a1 and b1", "(a1 or b1"},
            {"a1 and b1", "a1 and  b"},
            {"a1 and b1", "a1 xnd b1"},
            {"a1 and b1", "a1+and+b1"},
        };
        for (const auto& change : policies)
        {
            NS_TEST_EXPECT_MSG_EQ(
                DecodeAbe(Replace(header, change.first, change.second)).has_value(),
                false,
                change.second);
        }
        NS_TEST_EXPECT_MSG_EQ(DecodeAbe(Replace(key, "a1", "c1")).has_value(), false, "order");
        // Read as a set of one, it would be a shorter header with something behind it.
        const Objects closed =
            Make(*CreateAbeScheme("gpsw06"), {"a1", "a2"}, AbePolicy::Parse("a1"));
        const Bytes twice = Replace(EncodeAbe(closed.header), "a1", "a2");
        NS_TEST_EXPECT_MSG_EQ(DecodeAbePrefix(twice.data(), twice.size(), used).has_value(),
                              false,
                              "twice");
        NS_TEST_EXPECT_MSG_EQ(DecodeAbe(Replace(key, "a1", "OR")).has_value(), false, "keyword");
        NS_TEST_EXPECT_MSG_EQ(DecodeAbe(Replace(key, "a1", "a ")).has_value(), false, "space");
        NS_TEST_EXPECT_MSG_EQ(DecodeAbe(Replace(key, "a1", "a0")).has_value(), true, "in order");
    }
};

class EncodingLabels : public TestCase
{
  public:
    EncodingLabels()
        : TestCase("user keys have attributes, and authorities a universe only if they need one")
    {
    }

  private:
    /// @return a label of one attribute "a1", or none, between what is before and behind it
    static Bytes WithLabel(const Bytes& octets, const std::string& from, const std::string& to)
    {
        Bytes changed(octets.begin(), octets.begin() + 4);
        changed.insert(changed.end(), to.begin(), to.end());
        changed.insert(changed.end(),
                       octets.begin() + 4 + static_cast<std::ptrdiff_t>(from.size()),
                       octets.end());
        return changed;
    }

    void DoRun() override
    {
        const std::string none("\0\0", 2);
        const std::string one("\0\1\2a1", 5);
        const Objects made =
            Make(*CreateAbeScheme("fabeo-cp"), {"a1"}, AbePolicy::Parse("a1 and b1"));
        const Bytes open = EncodeAbe(made.authority.publicKey);
        NS_TEST_EXPECT_MSG_EQ((WithLabel(open, none, none) == open), true, "as it is");
        NS_TEST_EXPECT_MSG_EQ(DecodeAbe(WithLabel(open, none, one)).has_value(),
                              false,
                              "a universe of a scheme that has none");
        Bytes key = WithLabel(EncodeAbe(made.key), one, none);
        key.erase(key.begin() + 6, key.begin() + 6 + bls::G1::SIZE);
        NS_TEST_EXPECT_MSG_EQ(DecodeAbe(key).has_value(), false, "a key without attributes");
        AbeBench bench(22);
        const AbeAuthority closed = CreateAbeScheme("gpsw06")->Setup({"a1"}, bench.Random());
        Bytes empty = WithLabel(EncodeAbe(closed.masterKey), one, none);
        empty.resize(empty.size() - bls::Scalar::SIZE);
        NS_TEST_EXPECT_MSG_EQ(DecodeAbe(empty).has_value(), false, "an empty universe");
    }
};

class EncodingStays : public TestCase
{
  public:
    EncodingStays()
        : TestCase("version 1 stays as it is: digests of headers, keys and secrets")
    {
    }

  private:
    void DoRun() override
    {
        const std::pair<const char*, const char*> digests[] = {
            {"fabeo-cp", "356c16339fdb8059ba6e2aa6eac2dcd906440474140f31e9346346c5ca2442f1"},
            {"fabeo-kp", "1531687f9da007801cbbdf102eb4d8509cde1357fd74c14d62388e20f17bce2c"},
            {"bsw07", "f8f14e775a6945dab71403de34281516227b7f380a8d1f3c470b06a9a7a50e2f"},
            {"gpsw06", "e1a7b28427e7f7c922e655bce637411bef10588d671a155beb61df0b3fe04c9c"},
        };
        const AbePolicy policy = AbePolicy::Parse("a0 and 2 of (a0, a1, a2)");
        for (const auto& digest : digests)
        {
            const auto scheme = CreateAbeScheme(digest.first);
            const Objects made = Make(*scheme, {"a0", "a2"}, policy);
            Bytes all = EncodeAbe(made.header);
            const Bytes key = EncodeAbe(made.key);
            all.insert(all.end(), key.begin(), key.end());
            const auto secret = scheme->Decapsulate(made.key, made.header);
            NS_TEST_ASSERT_MSG_EQ(secret.has_value(), true, digest.first);
            all.insert(all.end(), secret->begin(), secret->end());
            NS_TEST_EXPECT_MSG_EQ(ToHex(Sha256(all)), digest.second, digest.first);
        }
    }
};

class EncodingElements : public TestCase
{
  public:
    EncodingElements()
        : TestCase("points off the curve and neutral elements are refused")
    {
    }

  private:
    void DoRun() override
    {
        const AbePolicy policy = AbePolicy::Parse("a1");
        const auto scheme = CreateAbeScheme("fabeo-cp");
        const Objects made = Make(*scheme, {"a1"}, policy);
        const auto refused = [](const AbeObject& object) {
            return !DecodeAbe(EncodeAbe(object)).has_value();
        };
        AbeObject header = made.header;
        header.elements.g1[0] = bls::G1::Identity();
        NS_TEST_EXPECT_MSG_EQ(refused(header), true, "G1");
        header = made.header;
        header.elements.g2[1] = bls::G2::Identity();
        NS_TEST_EXPECT_MSG_EQ(refused(header), true, "G2");
        AbeObject key = made.authority.publicKey;
        key.elements.gt[0] = bls::Gt::One();
        NS_TEST_EXPECT_MSG_EQ(refused(key), true, "GT");
        key = made.authority.masterKey;
        key.elements.scalars[0] = bls::Scalar();
        NS_TEST_EXPECT_MSG_EQ(refused(key), true, "scalar");
        Bytes octets = EncodeAbe(made.authority.masterKey);
        std::fill(octets.end() - 32, octets.end(), 0xff);
        NS_TEST_EXPECT_MSG_EQ(DecodeAbe(octets).has_value(), false, "scalar above r");
        octets = EncodeAbe(made.header);
        std::fill(octets.end() - 96, octets.end(), 0xff);
        NS_TEST_EXPECT_MSG_EQ(DecodeAbe(octets).has_value(), false, "no point");
        // (0, 2) has order 3.
        Bytes three(bls::G1::SIZE);
        three[0] = 0x80;
        const auto other = bls::G1::FromBytesToPair(three.data());
        NS_TEST_ASSERT_MSG_EQ(other.has_value(), true, "on the curve");
        key = made.key;
        key.elements.g1[0] = key.elements.g1[0] + *other;
        NS_TEST_EXPECT_MSG_EQ(refused(key), true, "another order in a key");
        header = made.header;
        header.elements.g1[0] = header.elements.g1[0] + *other;
        NS_TEST_EXPECT_MSG_EQ(refused(header), false, "another order in a header");
        NS_TEST_EXPECT_MSG_EQ(
            (scheme->Decapsulate(made.key, header) == scheme->Decapsulate(made.key, made.header)),
            true,
            "changes no secret");
        AbeObject odd = made.header;
        odd.elements.g1.clear();
        bool thrown = false;
        try
        {
            EncodeAbe(odd);
        }
        catch (const std::invalid_argument&)
        {
            thrown = true;
        }
        NS_TEST_EXPECT_MSG_EQ(thrown, true, "elements that do not fit the label");
    }
};

class AbeEncodingSuite : public TestSuite
{
  public:
    AbeEncodingSuite()
        : TestSuite("iomt-crypto-abe-encoding", TestSuite::Type::UNIT)
    {
        AddTestCase(new EncodingRoundTrips);
        AddTestCase(new EncodingSizes);
        AddTestCase(new EncodingOneForm);
        AddTestCase(new EncodingLabels);
        AddTestCase(new EncodingElements);
        AddTestCase(new EncodingStays);
    }
};

const AbeEncodingSuite SUITE;

} // namespace
