// SPDX-License-Identifier: GPL-2.0-only

// Policies and attributes as text: what is meant, what is refused and where.

#include "ns3/abe-policy.h"
#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

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

class PolicyNormalForm : public TestCase
{
  public:
    PolicyNormalForm()
        : TestCase("texts of the same meaning have one normal form")
    {
    }

  private:
    void DoRun() override
    {
        const std::pair<const char*, const char*> forms[] = {
            {"(role:doctor and dept:cardiology) or 2 of (role:nurse, ward:3, shift:night)",
             "role:doctor and dept:cardiology or 2 of (role:nurse, ward:3, shift:night)"},
            {"a AND b Or c", "a and b or c"},
            {"a and (b or c)", "a and (b or c)"},
            {"(a and b) and (c and (d))", "a and b and c and d"},
            {"a or (b or c)", "a or b or c"},
            {"((((a))))", "a"},
            {"1 of (a)", "a"},
            {"1 OF (a,b)", "a or b"},
            {"2 of(a,b)", "a and b"},
            {"2 of (a and b, c and d)", "a and b and c and d"},
            {"2 of (a and b, c or d, 2)", "2 of (a and b, c or d, 2)"},
            {"2 and 3", "2 and 3"},
            {"\ta\r\nand\n b ", "a and b"},
            {"x.y_z@h/1-2:3", "x.y_z@h/1-2:3"},
            {"A and a", "A and a"},
        };
        for (const auto& form : forms)
        {
            const AbePolicy policy = AbePolicy::Parse(form.first);
            NS_TEST_EXPECT_MSG_EQ(policy.ToString(), form.second, form.first);
            NS_TEST_EXPECT_MSG_EQ((AbePolicy::Parse(form.second) == policy), true, form.second);
        }
        NS_TEST_EXPECT_MSG_EQ((AbePolicy::Parse("a") != AbePolicy::Parse("A")),
                              true,
                              "case of attributes matters");
        const AbePolicy policy = AbePolicy::Parse("a and (b or 2 of (a, c, a))");
        NS_TEST_EXPECT_MSG_EQ(policy.Leaves(), 5, "leaves");
        NS_TEST_EXPECT_MSG_EQ(policy.Uses(), 3, "a has most leaves");
        NS_TEST_EXPECT_MSG_EQ(ToString(policy.Attributes()), "a, b, c", "attributes");
    }
};

class PolicySatisfaction : public TestCase
{
  public:
    PolicySatisfaction()
        : TestCase("who satisfies the policy of the documentation")
    {
    }

  private:
    void DoRun() override
    {
        const AbePolicy policy = AbePolicy::Parse(
            "(role:doctor and dept:cardiology) or 2 of (role:nurse, ward:3, shift:night)");
        const std::pair<const char*, bool> people[] = {
            {"role:doctor, dept:cardiology", true},
            {"role:doctor, dept:surgery", false},
            {"role:nurse, ward:3", true},
            {"role:nurse, ward:4", false},
            {"ward:3, shift:night", true},
            {"role:nurse, ward:3, shift:night, role:doctor", true},
            {"role:doctor, shift:night", false},
            {"", false},
        };
        for (const auto& person : people)
        {
            NS_TEST_EXPECT_MSG_EQ(policy.IsSatisfiedBy(ParseAbeAttributes(person.first)),
                                  person.second,
                                  person.first);
        }
    }
};

class PolicyErrors : public TestCase
{
  public:
    PolicyErrors()
        : TestCase("errors name column, what was found and what is allowed")
    {
    }

  private:
    void DoRun() override
    {
        const std::pair<const char*, const char*> errors[] = {
            {"", "policy, column 1: found the end, expected an attribute, '(' or a number"},
            {"a or ", "policy, column 6: found the end, expected an attribute, '(' or a number"},
            {"a b", "policy, column 3: found 'b', expected 'and', 'or' or the end"},
            {"a and or b", "policy, column 7: found 'or', expected an attribute, '(' or a number"},
            {"(a", "policy, column 3: found the end, expected 'and', 'or' or ')'"},
            {"a)", "policy, column 2: found ')', expected 'and', 'or' or the end"},
            {"2 of a", "policy, column 6: found 'a', expected '(' after 'of'"},
            {"2 of (a; b)",
             "policy, column 8: ';' is no part of a policy; attributes are made of A-Z a-z 0-9 "
             "_ . : @ / -"},
            {"2 of (a b)", "policy, column 9: found 'b', expected 'and', 'or', ',' or ')'"},
            {"0 of (a, b)", "policy, column 1: '0' of 2 policies, expected a number from 1 to 2"},
            {"x and 3 of (a, b)",
             "policy, column 7: '3' of 2 policies, expected a number from 1 to 2"},
            {"99999999999999999999 of (a)",
             "policy, column 1: '99999999999999999999' of 1 policies, expected a number from 1 "
             "to 1"},
            {"a of (a)", "policy, column 1: 'a' of 1 policies, expected a number from 1 to 1"},
            {"not a", "policy, column 5: found 'a', expected 'and', 'or' or the end"},
            {"a\x80",
             "policy, column 2: octet 128 is no part of a policy; attributes are made of A-Z a-z "
             "0-9 _ . : @ / -"},
        };
        for (const auto& error : errors)
        {
            NS_TEST_EXPECT_MSG_EQ(Complaint([&] { AbePolicy::Parse(error.first); }),
                                  error.second,
                                  error.first);
        }
        NS_TEST_EXPECT_MSG_EQ(Complaint([] { AbePolicy::Threshold(3, {AbePolicy::Parse("a")}); }),
                              "policy: 3 of 1 policies, expected a number from 1 to 1",
                              "gate");
    }
};

class PolicyLimits : public TestCase
{
  public:
    PolicyLimits()
        : TestCase("limits of size and depth: what is at them, and one more")
    {
    }

  private:
    static std::string Nested(std::size_t depth)
    {
        return std::string(depth, '(') + "a" + std::string(depth, ')');
    }

    static std::string Many(std::size_t leaves)
    {
        std::string text = "a";
        for (std::size_t i = 1; i < leaves; ++i)
        {
            text += " or a";
        }
        return text;
    }

    /// @return gates one in another, of both sorts by turns so that none can be joined
    static std::string Gates(std::size_t height)
    {
        std::string text = "a";
        for (std::size_t i = 0; i < height; ++i)
        {
            text = i % 2 == 0 ? "a and " + text : "a or " + text;
            text = "(" + text + ")";
        }
        return text;
    }

    void DoRun() override
    {
        const auto complaint = [](const std::string& text) {
            return Complaint([&] { AbePolicy::Parse(text); });
        };
        NS_TEST_EXPECT_MSG_EQ(complaint(Nested(ABE_MAX_DEPTH)), "", "depth");
        NS_TEST_EXPECT_MSG_EQ(complaint(Nested(ABE_MAX_DEPTH + 1)),
                              "policy, column 33: parentheses nest deeper than 32",
                              "depth");
        NS_TEST_EXPECT_MSG_EQ(complaint(Nested(30000)),
                              "policy, column 33: parentheses nest deeper than 32",
                              "depth that would fill the stack");
        NS_TEST_EXPECT_MSG_EQ(complaint(Many(ABE_MAX_ATTRIBUTES)), "", "leaves");
        NS_TEST_EXPECT_MSG_EQ(complaint(Many(ABE_MAX_ATTRIBUTES + 1)),
                              "policy, column 2561: more than 512 attributes",
                              "leaves");
        const std::string longest(ABE_MAX_ATTRIBUTE, 'x');
        NS_TEST_EXPECT_MSG_EQ(complaint(longest), "", "attribute");
        NS_TEST_EXPECT_MSG_EQ(complaint(longest + "x"),
                              "policy, column 1: an attribute of 256 characters, at most 255",
                              "attribute");
        NS_TEST_EXPECT_MSG_EQ(complaint(std::string(70000, ' ') + "a"),
                              "policy: 70001 characters, at most 65535",
                              "text");
        const AbePolicy highest = AbePolicy::Parse(Gates(ABE_MAX_DEPTH));
        NS_TEST_EXPECT_MSG_EQ((AbePolicy::Parse(highest.ToString()) == highest),
                              true,
                              "the highest policy is read again");
        NS_TEST_EXPECT_MSG_EQ(Complaint([&] {
                                  AbePolicy::Threshold(2, {AbePolicy::Parse("b"), highest});
                              }),
                              "policy: 33 gates one in another, at most 32",
                              "height");
    }
};

class Attributes : public TestCase
{
  public:
    Attributes()
        : TestCase("attributes as text")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(ToString(ParseAbeAttributes(" b,a\n,, c a")), "a, b, c", "set");
        NS_TEST_EXPECT_MSG_EQ(ParseAbeAttributes(" , ").size(), 0, "none");
        const auto complaint = [](const std::string& text) {
            return Complaint([&] { ParseAbeAttributes(text); });
        };
        NS_TEST_EXPECT_MSG_EQ(complaint("a, b+"),
                              "attributes, column 5: '+' is no part of an attribute; allowed are "
                              "A-Z a-z 0-9 _ . : @ / -",
                              "character");
        NS_TEST_EXPECT_MSG_EQ(complaint("a And b"),
                              "attributes, column 3: 'And' is a keyword of policies, no attribute",
                              "keyword");
        NS_TEST_EXPECT_MSG_EQ(complaint(std::string(256, 'a')),
                              "attributes, column 1: an attribute of 256 characters, at most 255",
                              "length");
        std::string many;
        for (std::size_t i = 0; i <= ABE_MAX_ATTRIBUTES; ++i)
        {
            many += "a" + std::to_string(i) + " ";
        }
        NS_TEST_EXPECT_MSG_EQ(complaint(many),
                              "attributes, column 2451: more than 512 attributes",
                              "count");
        for (const char* name : {"", "of", "OR", "a b", "a,b", "(a)", "\xc3\xa4"})
        {
            NS_TEST_EXPECT_MSG_EQ(IsAbeAttribute(name), false, name);
        }
        for (const char* name : {"a", "often", "or:", "09AZaz_.:@/-"})
        {
            NS_TEST_EXPECT_MSG_EQ(IsAbeAttribute(name), true, name);
        }
    }
};

class AbePolicySuite : public TestSuite
{
  public:
    AbePolicySuite()
        : TestSuite("iomt-crypto-abe-policy", TestSuite::Type::UNIT)
    {
        AddTestCase(new PolicyNormalForm);
        AddTestCase(new PolicySatisfaction);
        AddTestCase(new PolicyErrors);
        AddTestCase(new PolicyLimits);
        AddTestCase(new Attributes);
    }
};

const AbePolicySuite SUITE;

} // namespace
