// SPDX-License-Identifier: GPL-2.0-only

// Each scheme over random policies and attributes: who satisfies the policy learns the secret,
// nobody else does.

#include "abe-bench.h"

#include "ns3/abe-scheme.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

const char* const SCHEMES[] = {"fabeo-cp", "fabeo-kp", "bsw07", "gpsw06"};

/// @return for the tests that take a minute, as ns-3.41 and later call it
template <class T>
auto
Extensive(int) -> decltype(T::Duration::EXTENSIVE)
{
    return T::Duration::EXTENSIVE;
}

/// @return the same in ns-3.40 and earlier
template <class T>
auto
Extensive(long) -> decltype(T::EXTENSIVE)
{
    return T::EXTENSIVE;
}

/// @return an authority over the attributes of AbeBench
AbeAuthority
Found(const AbeScheme& scheme, AbeBench& bench)
{
    return scheme.Setup(scheme.NeedsUniverse() ? AbeBench::Universe() : AbeAttributes{},
                        bench.Random());
}

class SchemeRoundTrips : public TestCase
{
  public:
    SchemeRoundTrips(const std::string& scheme, int trips)
        : TestCase(scheme + ": " + std::to_string(trips) + " random policies and attributes"),
          m_scheme(scheme),
          m_trips(trips)
    {
    }

  private:
    void DoRun() override
    {
        AbeBench bench(static_cast<uint64_t>(m_trips));
        const auto scheme = CreateAbeScheme(m_scheme);
        const bool cp = scheme->GetPolicyIn() == AbeScheme::PolicyIn::CIPHERTEXT;
        const AbeAuthority authority = Found(*scheme, bench);
        int satisfied = 0;
        for (int i = 0; i < m_trips; ++i)
        {
            const AbePolicy policy = bench.Policy(2);
            const AbeAttributes attributes = bench.Attributes();
            const std::string place = policy.ToString() + " by " + ToString(attributes);
            const AbeLabel ofKey = cp ? AbeLabel(attributes) : AbeLabel(policy);
            const AbeLabel ofHeader = cp ? AbeLabel(policy) : AbeLabel(attributes);
            const AbeObject key = scheme->KeyGen(authority.masterKey, ofKey, bench.Random());
            const AbeEncapsulated made =
                scheme->Encapsulate(authority.publicKey, ofHeader, bench.Random());
            NS_TEST_ASSERT_MSG_EQ(made.secret.size(), bls::Gt::SIZE, place);
            const auto secret = scheme->Decapsulate(key, made.header);
            NS_TEST_ASSERT_MSG_EQ(secret.has_value(), policy.IsSatisfiedBy(attributes), place);
            if (secret)
            {
                NS_TEST_ASSERT_MSG_EQ((*secret == made.secret), true, place);
                ++satisfied;
            }
        }
        NS_TEST_EXPECT_MSG_EQ((satisfied > m_trips / 4 && satisfied < m_trips), true, "both occur");
    }

    std::string m_scheme;
    int m_trips;
};

class SchemeMasterSecret : public TestCase
{
  public:
    SchemeMasterSecret()
        : TestCase("secrets are those of the papers, computed from the master key and the header")
    {
    }

  private:
    /// @return the secret that the definition of the scheme gives
    static bls::Gt Expected(const AbeScheme& scheme,
                            const AbeObject& master,
                            const AbeObject& header)
    {
        const std::vector<bls::Scalar>& secrets = master.elements.scalars;
        const bls::G1 g1 = bls::G1::Generator();
        const bls::G2 g2 = bls::G2::Generator();
        if (scheme.Name() == "bsw07")
        {
            return bls::Pairing(g1 * (secrets[0] * secrets[1].Inverse()), header.elements.g2[0]);
        }
        if (scheme.Name() == "gpsw06")
        {
            // The first attribute of the header is the second one of the universe.
            return bls::Pairing(header.elements.g1[0], g2 * (secrets[0] * secrets[2].Inverse()));
        }
        return bls::Pairing(g1 * secrets[0], header.elements.g2[0]);
    }

    void DoRun() override
    {
        AbeBench bench(6);
        for (const char* name : SCHEMES)
        {
            const auto scheme = CreateAbeScheme(name);
            const bool cp = scheme->GetPolicyIn() == AbeScheme::PolicyIn::CIPHERTEXT;
            const AbeAuthority authority = Found(*scheme, bench);
            const AbeEncapsulated made = scheme->Encapsulate(
                authority.publicKey,
                cp ? AbeLabel(AbePolicy::Parse("a1 and a2")) : AbeLabel(AbeAttributes{"a1", "a2"}),
                bench.Random());
            const auto expected = Expected(*scheme, authority.masterKey, made.header).ToBytes();
            NS_TEST_EXPECT_MSG_EQ((Bytes(expected.begin(), expected.end()) == made.secret),
                                  true,
                                  name);
        }
    }
};

class SchemeKeysAreBound : public TestCase
{
  public:
    SchemeKeysAreBound()
        : TestCase("secrets differ every time, and belong to one authority")
    {
    }

  private:
    void DoRun() override
    {
        AbeBench bench(7);
        for (const char* name : SCHEMES)
        {
            const auto scheme = CreateAbeScheme(name);
            const bool cp = scheme->GetPolicyIn() == AbeScheme::PolicyIn::CIPHERTEXT;
            const AbeLabel attributes = AbeAttributes{"a0", "a1"};
            const AbeLabel policy = AbePolicy::Parse("a0 and a1");
            const AbeAuthority mine = Found(*scheme, bench);
            const AbeAuthority other = Found(*scheme, bench);
            const AbeObject key =
                scheme->KeyGen(mine.masterKey, cp ? attributes : policy, bench.Random());
            const AbeLabel label = cp ? policy : attributes;
            const auto first = scheme->Encapsulate(mine.publicKey, label, bench.Random());
            const auto second = scheme->Encapsulate(mine.publicKey, label, bench.Random());
            const auto theirs = scheme->Encapsulate(other.publicKey, label, bench.Random());
            NS_TEST_EXPECT_MSG_EQ((first.secret != second.secret), true, name);
            NS_TEST_EXPECT_MSG_EQ((scheme->Decapsulate(key, first.header) == first.secret),
                                  true,
                                  name);
            NS_TEST_EXPECT_MSG_EQ((scheme->Decapsulate(key, theirs.header) == theirs.secret),
                                  false,
                                  name << ": key of another authority");
        }
    }
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

class SchemeMisuse : public TestCase
{
  public:
    SchemeMisuse()
        : TestCase("objects and labels of the wrong sort are refused")
    {
    }

  private:
    void DoRun() override
    {
        AbeBench bench(8);
        const AbeRandom random = bench.Random();
        const auto cp = CreateAbeScheme("fabeo-cp");
        const auto kp = CreateAbeScheme("fabeo-kp");
        const auto small = CreateAbeScheme("gpsw06");
        const AbeAuthority authority = cp->Setup({}, random);
        const AbeLabel attributes = AbeAttributes{"a"};
        const AbeLabel policy = AbePolicy::Parse("a or zz");
        const AbeObject key = cp->KeyGen(authority.masterKey, attributes, random);
        const AbeObject header = cp->Encapsulate(authority.publicKey, policy, random).header;

        NS_TEST_EXPECT_MSG_EQ(Complaint([&] { CreateAbeScheme("fabeo-c"); }),
                              "unknown attribute-based scheme 'fabeo-c', did you mean 'fabeo-cp'? "
                              "Allowed: bsw07, fabeo-cp, fabeo-kp, gpsw06, none",
                              "name");
        NS_TEST_EXPECT_MSG_EQ(
            Complaint([&] { cp->KeyGen(authority.publicKey, attributes, random); }),
            "public key of fabeo-cp where a master key of fabeo-cp is expected",
            "kind");
        NS_TEST_EXPECT_MSG_EQ(Complaint([&] { kp->KeyGen(authority.masterKey, policy, random); }),
                              "master key of fabeo-cp where a master key of fabeo-kp is expected",
                              "scheme");
        NS_TEST_EXPECT_MSG_EQ(Complaint([&] { cp->KeyGen(authority.masterKey, policy, random); }),
                              "user key of fabeo-cp takes attributes for a label",
                              "label of a key");
        NS_TEST_EXPECT_MSG_EQ(
            Complaint([&] { cp->Encapsulate(authority.publicKey, attributes, random); }),
            "header of fabeo-cp takes a policy for a label",
            "label of a header");
        NS_TEST_EXPECT_MSG_EQ(
            Complaint([&] { cp->KeyGen(authority.masterKey, AbeAttributes{}, random); }),
            "user key of fabeo-cp needs at least one attribute",
            "no attribute");
        NS_TEST_EXPECT_MSG_EQ(
            Complaint([&] { cp->KeyGen(authority.masterKey, AbeAttributes{"a b"}, random); }),
            "user key of fabeo-cp: 'a b' is no attribute; allowed are A-Z a-z 0-9 _ . : @ / -, but "
            "not and, or, of",
            "attribute");
        NS_TEST_EXPECT_MSG_EQ(Complaint([&] { cp->Setup({"a"}, random); }),
                              "master key of fabeo-cp takes no universe: any attribute may be used",
                              "universe");
        NS_TEST_EXPECT_MSG_EQ(Complaint([&] { small->Setup({}, random); }),
                              "master key of gpsw06 needs the attributes that there will be",
                              "no universe");
        const AbeAuthority closed = small->Setup({"a", "b"}, random);
        NS_TEST_EXPECT_MSG_EQ(Complaint([&] { small->KeyGen(closed.masterKey, policy, random); }),
                              "user key of gpsw06: 'zz' is not in the universe: a, b",
                              "policy beyond the universe");
        NS_TEST_EXPECT_MSG_EQ(
            Complaint([&] {
                small->Encapsulate(closed.publicKey, AbeAttributes{"b", "c"}, random);
            }),
            "header of gpsw06: 'c' is not in the universe: a, b",
            "attributes beyond the universe");
        AbeObject cut = key;
        cut.elements.g1.pop_back();
        NS_TEST_EXPECT_MSG_EQ(Complaint([&] { cp->Decapsulate(cut, header); }),
                              "user key of fabeo-cp has not the elements that its label asks for",
                              "elements");
        NS_TEST_EXPECT_MSG_EQ(Complaint([&] { cp->Decapsulate(header, header); }),
                              "header of fabeo-cp where a user key of fabeo-cp is expected",
                              "no key");
        NS_TEST_EXPECT_MSG_EQ(Complaint([&] { cp->Decapsulate(key, header); }), "", "all right");
    }
};

class SchemeNone : public TestCase
{
  public:
    SchemeNone()
        : TestCase("the null member protects nothing")
    {
    }

  private:
    void DoRun() override
    {
        AbeBench bench(9);
        const auto none = CreateAbeScheme("none");
        const AbeAuthority authority = none->Setup({}, bench.Random());
        const auto key = none->KeyGen(authority.masterKey, AbeAttributes{"a"}, bench.Random());
        const auto made =
            none->Encapsulate(authority.publicKey, AbePolicy::Parse("b"), bench.Random());
        NS_TEST_EXPECT_MSG_EQ(made.secret.empty(), true, "secret");
        NS_TEST_EXPECT_MSG_EQ((none->Decapsulate(key, made.header) == made.secret), true, "all");
    }
};

class AbeSchemeSuite : public TestSuite
{
  public:
    AbeSchemeSuite()
        : TestSuite("iomt-crypto-abe-scheme", TestSuite::Type::UNIT)
    {
        for (const char* scheme : SCHEMES)
        {
            AddTestCase(new SchemeRoundTrips(scheme, 60));
            AddTestCase(new SchemeRoundTrips(scheme, 2500), Extensive<TestCase>(0));
        }
        AddTestCase(new SchemeMasterSecret);
        AddTestCase(new SchemeKeysAreBound);
        AddTestCase(new SchemeMisuse);
        AddTestCase(new SchemeNone);
    }
};

const AbeSchemeSuite SUITE;

} // namespace
