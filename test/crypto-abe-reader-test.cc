// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/key-encapsulation.h"
#include "ns3/operation-counts.h"
#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// A second reader gets in if its own rights allow it, and only then.
class ReaderRightsCase : public TestCase
{
  public:
    /**
     * @param scheme a key encapsulation
     * @param allowed rights that may read
     * @param refused rights that may not
     */
    ReaderRightsCase(const std::string& scheme,
                     const std::string& allowed,
                     const std::string& refused)
        : TestCase("a further reader of " + scheme + " reads by rights of its own"),
          m_scheme(scheme),
          m_allowed(allowed),
          m_refused(refused)
    {
    }

  private:
    void DoRun() override
    {
        const auto receiver = Registry<KeyEncapsulation>::Get().Create(m_scheme);
        const SecretRandom random = SeededRandom(Bytes(32, 7));
        KeyAccess access;
        access.policy = "(role:doctor and dept:cardiology) or role:anonymiser";
        access.attributes = "role:doctor, dept:cardiology";
        receiver->MakeKeys(random, access);
        const auto sent = receiver->Encapsulate(16, "use", random);
        const OperationCounts before = RunningOperations();
        const auto allowed = receiver->MakeReader(random, m_allowed);
        const auto refused = receiver->MakeReader(random, m_refused);
        for (const Operation operation : {Operation::FIELD_MULTIPLICATION, Operation::SHA256_BLOCK})
        {
            NS_TEST_EXPECT_MSG_EQ(RunningOperations().Get(operation),
                                  before.Get(operation),
                                  "making keys is not counted");
        }
        NS_TEST_ASSERT_MSG_EQ((allowed && refused), true, "readers");
        const auto key = allowed->Decapsulate(sent.header, 16, "use");
        NS_TEST_ASSERT_MSG_EQ(key.has_value(), true, "may read");
        NS_TEST_EXPECT_MSG_EQ((*key == sent.key), true, "the same key");
        NS_TEST_EXPECT_MSG_EQ(refused->Decapsulate(sent.header, 16, "use").has_value(),
                              false,
                              "may not read");
        // And whoever sends does so to all of them.
        const auto other = allowed->Encapsulate(16, "use", random);
        NS_TEST_EXPECT_MSG_EQ((receiver->Decapsulate(other.header, 16, "use") == other.key),
                              true,
                              "the same public half");
    }

    std::string m_scheme;
    std::string m_allowed;
    std::string m_refused;
};

/// Schemes without attributes know one reader; nobody is one before keys are made.
class ReaderNoneCase : public TestCase
{
  public:
    ReaderNoneCase()
        : TestCase("RSA has one reader, and none comes before the keys")
    {
    }

  private:
    void DoRun() override
    {
        const SecretRandom random = SeededRandom(Bytes(32, 7));
        const auto rsa = Registry<KeyEncapsulation>::Get().Create("rsa-1024");
        rsa->MakeKeys(random);
        NS_TEST_EXPECT_MSG_EQ((rsa->MakeReader(random, "role:anonymiser") == nullptr),
                              true,
                              "no rights in RSA");
        const auto unmade = Registry<KeyEncapsulation>::Get().Create("fabeo-cp");
        bool thrown = false;
        try
        {
            unmade->MakeReader(random, "role:anonymiser");
        }
        catch (const std::logic_error&)
        {
            thrown = true;
        }
        NS_TEST_EXPECT_MSG_EQ(thrown, true, "before MakeKeys");
    }
};

class ReaderSuite : public TestSuite
{
  public:
    ReaderSuite()
        : TestSuite("iomt-crypto-abe-reader", TestSuite::Type::UNIT)
    {
        for (const char* scheme : {"fabeo-cp", "bsw07"})
        {
            AddTestCase(new ReaderRightsCase(scheme, "role:anonymiser", "role:doctor, role:nurse"));
        }
        for (const char* scheme : {"fabeo-kp", "gpsw06"})
        {
            AddTestCase(new ReaderRightsCase(scheme, "dept:cardiology", "role:anonymiser"));
        }
        AddTestCase(new ReaderNoneCase);
    }
} g_readerSuite;

} // namespace
