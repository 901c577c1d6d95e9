// SPDX-License-Identifier: GPL-2.0-only

// Families by name, and what a mistyped name is answered with.

#include "ns3/bytes.h"
#include "ns3/cipher-suite.h"
#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

std::string
Complaint(const std::string& suite)
{
    try
    {
        CreateCipherSuite(suite);
        return "";
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
}

class RegistryMembers : public TestCase
{
  public:
    RegistryMembers()
        : TestCase("members are there without being listed anywhere, and errors name them")
    {
    }

  private:
    void DoRun() override
    {
        const auto names = Registry<CipherSuite>::Get().Names();
        const std::vector<std::string> expected{"3des-cbc",
                                                "aes-128-ccm",
                                                "aes-128-gcm",
                                                "aes-192-ccm",
                                                "aes-192-gcm",
                                                "aes-256-ccm",
                                                "aes-256-gcm",
                                                "des-cbc",
                                                "none"};
        NS_TEST_EXPECT_MSG_EQ((names == expected), true, "names");
        for (const std::string& name : names)
        {
            NS_TEST_EXPECT_MSG_EQ(Complaint(name), "", name);
            NS_TEST_EXPECT_MSG_EQ(Registry<CipherSuite>::Get().Summary(name).empty(), false, name);
        }
        NS_TEST_EXPECT_MSG_EQ(
            Complaint("aes-129-gcm"),
            "unknown cipher suite 'aes-129-gcm', did you mean 'aes-128-gcm'? "
            "Allowed: 3des-cbc, aes-128-ccm, aes-128-gcm, aes-192-ccm, aes-192-gcm, "
            "aes-256-ccm, aes-256-gcm, des-cbc, none",
            "near");
        NS_TEST_EXPECT_MSG_EQ(Complaint("blowfish"),
                              "unknown cipher suite 'blowfish'; allowed: 3des-cbc, aes-128-ccm, "
                              "aes-128-gcm, aes-192-ccm, aes-192-gcm, aes-256-ccm, "
                              "aes-256-gcm, des-cbc, none",
                              "far");
        NS_TEST_EXPECT_MSG_EQ(Registry<CipherSuite>::Get().Add("none", nullptr, ""),
                              false,
                              "a name is taken once");
    }
};

class NearestNames : public TestCase
{
  public:
    NearestNames()
        : TestCase("nearest name")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::string> names{"protection", "patients", "sites", "seed"};
        NS_TEST_EXPECT_MSG_EQ(NearestName("pateints", names), "patients", "swapped neighbours");
        NS_TEST_EXPECT_MSG_EQ(NearestName("Protecton", names), "protection", "case and a gap");
        NS_TEST_EXPECT_MSG_EQ(NearestName("sed", names), "seed", "short");
        NS_TEST_EXPECT_MSG_EQ(NearestName("esed", names), "seed", "a swap is one mistake");
        NS_TEST_EXPECT_MSG_EQ(NearestName("firewall", names), "", "nothing near");
        NS_TEST_EXPECT_MSG_EQ(NearestName("", names), "", "nothing typed");
        NS_TEST_EXPECT_MSG_EQ(NearestName(std::string(1000, 'x'), {"x"}), "", "a page of text");
    }
};

class CipherSuiteMisuse : public TestCase
{
  public:
    CipherSuiteMisuse()
        : TestCase("wrong lengths are refused")
    {
    }

  private:
    template <class Function>
    static bool Throws(Function function)
    {
        try
        {
            function();
            return false;
        }
        catch (const std::logic_error&)
        {
            return true;
        }
    }

    void DoRun() override
    {
        const auto suite = CreateCipherSuite("aes-128-gcm");
        NS_TEST_EXPECT_MSG_EQ(Throws([&] { suite->Seal(Bytes(12), {}, {}); }), true, "no key");
        NS_TEST_EXPECT_MSG_EQ(Throws([&] { suite->SetKey(Bytes(15)); }), true, "short key");
        suite->SetKey(Bytes(16));
        NS_TEST_EXPECT_MSG_EQ(Throws([&] { suite->Seal(Bytes(13), {}, {}); }), true, "long nonce");
        NS_TEST_EXPECT_MSG_EQ(Throws([&] { suite->Open(Bytes(11), {}, Bytes(16)); }),
                              true,
                              "short nonce");
        NS_TEST_EXPECT_MSG_EQ(Throws([] { FromHex("0g"); }), true, "no digit");
        NS_TEST_EXPECT_MSG_EQ(Throws([] { FromHex("012"); }), true, "half an octet");
        NS_TEST_EXPECT_MSG_EQ(ToHex(FromHex("0A 1b\nff")), "0a1bff", "hexadecimal");
    }
};

class RegistrySuite : public TestSuite
{
  public:
    RegistrySuite()
        : TestSuite("iomt-registry", TestSuite::Type::UNIT)
    {
        AddTestCase(new RegistryMembers);
        AddTestCase(new NearestNames);
        AddTestCase(new CipherSuiteMisuse);
    }
};

const RegistrySuite SUITE;

} // namespace
