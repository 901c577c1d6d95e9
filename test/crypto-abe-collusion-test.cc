// SPDX-License-Identifier: GPL-2.0-only

// Two users who together would satisfy a policy put their keys together, in every way in which the
// elements of two keys fill a third one: nothing decrypts. As a check of the check, the elements of
// a key that satisfies the policy do.

#include "abe-bench.h"

#include "ns3/abe-scheme.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/**
 * @brief Fills slots with candidates in all ways.
 * @param slots filled
 * @param candidates for each slot
 * @param combination number below candidates.size() to the power of slots.size()
 * @return what is left of the number
 */
template <class T>
std::size_t
Fill(std::vector<T>& slots, const std::vector<T>& candidates, std::size_t combination)
{
    for (T& slot : slots)
    {
        slot = candidates[combination % candidates.size()];
        combination /= candidates.size();
    }
    return combination;
}

/**
 * @param key with the label that they want, and as many elements as it takes
 * @param users whose elements are put in
 * @param made what they want to decrypt
 * @return how many combinations give the secret
 */
std::size_t
Collude(const AbeScheme& scheme,
        AbeObject key,
        const std::vector<AbeObject>& users,
        const AbeEncapsulated& made)
{
    AbeElements candidates;
    for (const AbeObject& user : users)
    {
        const AbeElements& of = user.elements;
        candidates.g1.insert(candidates.g1.end(), of.g1.begin(), of.g1.end());
        candidates.g2.insert(candidates.g2.end(), of.g2.begin(), of.g2.end());
    }
    std::size_t opened = 0;
    for (std::size_t combination = 0;; ++combination)
    {
        std::size_t left = Fill(key.elements.g1, candidates.g1, combination);
        left = Fill(key.elements.g2, candidates.g2, left);
        if (left > 0)
        {
            return opened;
        }
        opened += scheme.Decapsulate(key, made.header) == made.secret ? 1 : 0;
    }
}

class Collusion : public TestCase
{
  public:
    explicit Collusion(const std::string& scheme)
        : TestCase(scheme + ": keys of two users do not add up"),
          m_scheme(scheme)
    {
    }

  private:
    void DoRun() override
    {
        AbeBench bench(11);
        const AbeRandom random = bench.Random();
        const auto scheme = CreateAbeScheme(m_scheme);
        const AbeAuthority authority =
            scheme->Setup(scheme->NeedsUniverse() ? AbeAttributes{"a", "b", "c"} : AbeAttributes{},
                          random);
        const auto keyOf = [&](const AbeLabel& label) {
            return scheme->KeyGen(authority.masterKey, label, random);
        };
        const bool cp = scheme->GetPolicyIn() == AbeScheme::PolicyIn::CIPHERTEXT;
        const AbeLabel attributes = AbeAttributes{"a", "b"};
        const AbeLabel policy = AbePolicy::Parse("a and b");
        // CP: either has one attribute of two. KP: either may read what has a further attribute, a
        // standing first and b last, so that equal shares of two keys would add up.
        const AbeObject anna =
            keyOf(cp ? AbeLabel(AbeAttributes{"a"}) : AbeLabel(AbePolicy::Parse("a and c")));
        const AbeObject ben =
            keyOf(cp ? AbeLabel(AbeAttributes{"b"}) : AbeLabel(AbePolicy::Parse("c and b")));
        const AbeObject whole = keyOf(cp ? attributes : policy);
        const AbeEncapsulated made =
            scheme->Encapsulate(authority.publicKey, cp ? policy : attributes, random);

        NS_TEST_EXPECT_MSG_EQ(scheme->Decapsulate(anna, made.header).has_value(), false, "Anna");
        NS_TEST_EXPECT_MSG_EQ(scheme->Decapsulate(ben, made.header).has_value(), false, "Ben");
        NS_TEST_EXPECT_MSG_EQ(Collude(*scheme, whole, {anna, ben}, made), 0, "both together");
        NS_TEST_EXPECT_MSG_EQ((Collude(*scheme, whole, {whole}, made) > 0),
                              true,
                              "one who is allowed");
    }

    std::string m_scheme;
};

class AbeCollusionSuite : public TestSuite
{
  public:
    AbeCollusionSuite()
        : TestSuite("iomt-crypto-abe-collusion", TestSuite::Type::UNIT)
    {
        for (const char* scheme : {"fabeo-cp", "fabeo-kp", "bsw07", "gpsw06"})
        {
            AddTestCase(new Collusion(scheme));
        }
    }
};

const AbeCollusionSuite SUITE;

} // namespace
