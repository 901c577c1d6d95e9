// SPDX-License-Identifier: GPL-2.0-only

// Shares of a secret: the matrix of a formula against linear algebra that knows no formula.

#include "abe-bench.h"

#include "ns3/abe-lsss.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using bls::Scalar;
using Matrix = std::vector<std::vector<Scalar>>;

/// @return all columns of the rows of these attributes
Matrix
RowsOf(const AbeLsss& lsss, const AbeAttributes& attributes)
{
    Matrix rows;
    for (const AbeLsss::Row& row : lsss.Rows())
    {
        if (attributes.count(row.attribute) != 0)
        {
            rows.emplace_back(lsss.Columns());
            for (const auto& entry : row.entries)
            {
                rows.back()[entry.first] = rows.back()[entry.first] + entry.second;
            }
        }
    }
    return rows;
}

/// @return whether (1, 0, ..., 0) is a linear combination of the rows (Gaussian elimination)
bool
SpanSecret(Matrix rows, std::size_t columns)
{
    std::size_t done = 0;
    for (std::size_t column = columns; column-- > 1;)
    {
        std::size_t pivot = done;
        while (pivot < rows.size() && rows[pivot][column].IsZero())
        {
            ++pivot;
        }
        if (pivot == rows.size())
        {
            continue;
        }
        std::swap(rows[pivot], rows[done]);
        const Scalar inverse = rows[done][column].Inverse();
        for (std::size_t i = done + 1; i < rows.size(); ++i)
        {
            const Scalar factor = rows[i][column] * inverse;
            for (std::size_t k = 0; k < columns; ++k)
            {
                rows[i][k] = rows[i][k] - factor * rows[done][k];
            }
        }
        ++done;
    }
    for (std::size_t i = done; i < rows.size(); ++i)
    {
        if (!rows[i][0].IsZero())
        {
            return true;
        }
    }
    return false;
}

/// @return what a reconstruction gives of shares
Scalar
Rebuild(const AbeLsss::Reconstruction& reconstruction, const std::vector<Scalar>& shares)
{
    Scalar sum;
    for (const AbeLsss::Term& term : reconstruction.terms)
    {
        sum = sum + term.coefficient * shares[term.row];
    }
    return sum * reconstruction.scale;
}

class LsssRandomPolicies : public TestCase
{
  public:
    LsssRandomPolicies()
        : TestCase("random policies: whoever satisfies one rebuilds the secret, nobody else can")
    {
    }

  private:
    void DoRun() override
    {
        AbeBench bench(1);
        std::size_t satisfied = 0;
        std::size_t scaled = 0;
        for (int i = 0; i < 2000; ++i)
        {
            const AbePolicy policy = bench.Policy(3);
            const AbeAttributes attributes = bench.Attributes();
            const std::string place = policy.ToString() + " by " + ToString(attributes);
            const AbeLsss lsss(policy);
            NS_TEST_ASSERT_MSG_EQ(lsss.Rows().size(), policy.Leaves(), place);
            const Scalar secret = Scalar::Random(bench.Random());
            const auto shares = lsss.Share(secret, bench.Random());
            const auto reconstruction = lsss.Reconstruct(attributes);
            NS_TEST_ASSERT_MSG_EQ(reconstruction.has_value(),
                                  policy.IsSatisfiedBy(attributes),
                                  place);
            NS_TEST_ASSERT_MSG_EQ(SpanSecret(RowsOf(lsss, attributes), lsss.Columns()),
                                  reconstruction.has_value(),
                                  place);
            if (!reconstruction)
            {
                continue;
            }
            ++satisfied;
            scaled += reconstruction->scale != Scalar(1) ? 1 : 0;
            NS_TEST_EXPECT_MSG_EQ((Rebuild(*reconstruction, shares) == secret), true, place);
            for (const AbeLsss::Term& term : reconstruction->terms)
            {
                const std::string& attribute = lsss.Rows()[term.row].attribute;
                NS_TEST_EXPECT_MSG_EQ(attributes.count(attribute), 1, place);
                NS_TEST_EXPECT_MSG_EQ(term.coefficient.IsZero(), false, place);
            }
        }
        NS_TEST_EXPECT_MSG_EQ((satisfied > 600 && satisfied < 1800), true, "both occur");
        NS_TEST_EXPECT_MSG_EQ((scaled > 20), true, "fractions occur");
    }
};

class LsssMatrix : public TestCase
{
  public:
    LsssMatrix()
        : TestCase("the matrix of a small policy, entry by entry")
    {
    }

  private:
    void DoRun() override
    {
        const AbeLsss lsss(AbePolicy::Parse("a and b and (c or 2 of (a, d, e))"));
        const Scalar one(1);
        const Scalar zero;
        const Matrix expected{{one, one, zero, zero},
                              {zero, -one, one, zero},
                              {zero, zero, -one, zero},
                              {zero, zero, -one, one},
                              {zero, zero, -one, Scalar(2)},
                              {zero, zero, -one, Scalar(3)}};
        NS_TEST_EXPECT_MSG_EQ(lsss.Columns(), 4, "columns");
        const Matrix matrix = RowsOf(lsss, {"a", "b", "c", "d", "e"});
        NS_TEST_EXPECT_MSG_EQ((matrix == expected), true, "entries");
        std::string labels;
        for (const AbeLsss::Row& row : lsss.Rows())
        {
            labels += row.attribute + std::to_string(row.use) + " ";
        }
        NS_TEST_EXPECT_MSG_EQ(labels, "a0 b0 c0 a1 d0 e0 ", "attributes and uses");
    }
};

class LsssFewestRows : public TestCase
{
  public:
    LsssFewestRows()
        : TestCase("a reconstruction takes the fewest rows and the smallest coefficients")
    {
    }

  private:
    /// @return rows, coefficients and inverse of the scale, as text; large ones as "r"
    static std::string Describe(const char* policy, const char* attributes)
    {
        const AbeLsss lsss(AbePolicy::Parse(policy));
        const auto found = lsss.Reconstruct(ParseAbeAttributes(attributes));
        if (!found)
        {
            return "nothing";
        }
        std::string text;
        for (const AbeLsss::Term& term : found->terms)
        {
            text += std::to_string(term.row) + "*" + Small(term.coefficient) + " ";
        }
        return text + "/" + Small(found->scale.Inverse());
    }

    static std::string Small(const Scalar& value)
    {
        const auto isSmall = [](const Scalar& scalar) {
            const auto& limbs = scalar.Limbs();
            return limbs[1] == 0 && limbs[2] == 0 && limbs[3] == 0;
        };
        if (isSmall(value))
        {
            return std::to_string(value.Limbs()[0]);
        }
        return isSmall(-value) ? "-" + std::to_string((-value).Limbs()[0]) : "r";
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(Describe("a and b and c", "a b c"), "0*1 1*1 2*1 /1", "and");
        NS_TEST_EXPECT_MSG_EQ(Describe("a and b and c", "a b"), "nothing", "too few");
        NS_TEST_EXPECT_MSG_EQ(Describe("a and b or c", "a b c"), "2*1 /1", "the shorter way");
        NS_TEST_EXPECT_MSG_EQ(Describe("2 of (a and b, c, d)", "a b c d"),
                              "2*3 3*-2 /1",
                              "the two single ones: 3 and -2 at 2 and 3");
        NS_TEST_EXPECT_MSG_EQ(Describe("2 of (a, b, c)", "a c"),
                              "0*3 2*-1 /2",
                              "halves are kept apart");
        // a and (...) uses a once more in the first branch than in the second
        NS_TEST_EXPECT_MSG_EQ(Describe("a and (a or b)", "a b"),
                              "0*1 2*1 /1",
                              "equal in rows: the one without a second use");
        NS_TEST_EXPECT_MSG_EQ(Describe("2 of (2 of (a, b, c), d, e)", "a c e"),
                              "0*9 2*-3 4*-2 /4",
                              "fractions multiply");
    }
};

class LsssLargeThreshold : public TestCase
{
  public:
    LsssLargeThreshold()
        : TestCase("coefficients beyond 64 bits are taken modulo r")
    {
    }

  private:
    /// @return whether the attributes rebuild a secret
    static bool IsRebuilt(const std::string& policy, const AbeAttributes& attributes)
    {
        AbeBench bench(2);
        const AbeLsss lsss(AbePolicy::Parse(policy));
        const Scalar secret = Scalar::Random(bench.Random());
        const auto shares = lsss.Share(secret, bench.Random());
        const auto found = lsss.Reconstruct(attributes);
        return found && Rebuild(*found, shares) == secret;
    }

    /// Rebuilds a secret of `threshold` of b0, b1, ... @param step which of them there are
    static bool IsRebuilt(std::size_t threshold, std::size_t children, std::size_t step)
    {
        std::string text = std::to_string(threshold) + " of (";
        AbeAttributes attributes;
        for (std::size_t i = 0; i < children; ++i)
        {
            const std::string name = "b" + std::to_string(i);
            text += (i == 0 ? "" : ", ") + name;
            if (i % step == step - 1)
            {
                attributes.insert(name);
            }
        }
        return IsRebuilt(text + ")", attributes);
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(IsRebuilt(100, 200, 2), true, "every other one");
        NS_TEST_EXPECT_MSG_EQ(IsRebuilt(101, 200, 2), false, "one too few");
        // Of the first n, all coefficients are binomial ones: 2^62 is passed at 66, 2^64 at 68.
        for (const std::size_t n : {30, 65, 66, 67, 68, 69, 80})
        {
            NS_TEST_EXPECT_MSG_EQ(IsRebuilt(n, n + 1, 1), true, "the first " << n);
        }
        // At 15 and 16 they are 16 and -15: powers of 16, of which the last are 0 in 64 bits.
        std::string nested = "a";
        for (int i = 0; i < 17; ++i)
        {
            nested = "2 of (b,b,b,b,b,b,b,b,b,b,b,b,b,b," + nested + ",a)";
        }
        NS_TEST_EXPECT_MSG_EQ(IsRebuilt(nested, {"a"}), true, "16 to the power of 17");
    }
};

class AbeLsssSuite : public TestSuite
{
  public:
    AbeLsssSuite()
        : TestSuite("iomt-crypto-abe-lsss", TestSuite::Type::UNIT)
    {
        AddTestCase(new LsssRandomPolicies);
        AddTestCase(new LsssMatrix);
        AddTestCase(new LsssFewestRows);
        AddTestCase(new LsssLargeThreshold);
    }
};

const AbeLsssSuite SUITE;

} // namespace
