// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/mamdani-engine.h"
#include "ns3/operation-counts.h"
#include "ns3/test.h"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Kind = FuzzyCondition::Kind;

/** @brief An output with the given terms, called 0, 1, ... */
LinguisticVariable
Output(std::vector<MembershipFunction> terms, double minimum, double maximum)
{
    LinguisticVariable output;
    output.name = "out";
    output.minimum = minimum;
    output.maximum = maximum;
    for (std::size_t i = 0; i < terms.size(); ++i)
    {
        output.terms.push_back({std::to_string(i), terms[i]});
    }
    return output;
}

/** @brief An input with one term whose degree is the value itself. */
LinguisticVariable
Degree(const std::string& name)
{
    LinguisticVariable input;
    input.name = name;
    input.terms.push_back({"is", MembershipFunction::PiecewiseLinear({{0, 0}, {1, 1}})});
    return input;
}

/** @brief The centroid when each output term is concluded with a given strength. */
double
CentroidOf(const std::vector<MembershipFunction>& terms,
           const std::vector<double>& strengths,
           double minimum,
           double maximum,
           Implication implication)
{
    MamdaniEngine engine;
    engine.SetImplication(implication);
    engine.AddOutput(Output(terms, minimum, maximum));
    std::map<std::string, double> inputs;
    for (std::size_t i = 0; i < terms.size(); ++i)
    {
        const auto name = "in" + std::to_string(i);
        const auto input = engine.AddInput(Degree(name));
        engine.AddRule({name, {{Kind::IS, input, 0}}, {{0, i}}, 1});
        inputs[name] = strengths[i];
    }
    const auto outputs = engine.Evaluate(inputs);
    return outputs.empty() ? -1e300 : outputs.at("out");
}

/** @brief The same by summing over many narrow slices, without any idea of corners. */
double
CentroidByBruteForce(const std::vector<MembershipFunction>& terms,
                     const std::vector<double>& strengths,
                     double minimum,
                     double maximum,
                     Implication implication)
{
    constexpr int SLICES = 50000;
    double area = 0;
    double moment = 0;
    for (int s = 0; s < SLICES; ++s)
    {
        const double x = minimum + (maximum - minimum) * (s + 0.5) / SLICES;
        double highest = 0;
        for (std::size_t i = 0; i < terms.size(); ++i)
        {
            const double degree = terms[i].Degree(x);
            highest = std::max(highest,
                               implication == Implication::MINIMUM ? std::min(degree, strengths[i])
                                                                   : degree * strengths[i]);
        }
        area += highest;
        moment += highest * x;
    }
    return moment / area;
}

/** @brief Centroids that can be computed by hand. */
class CentroidByHandTestCase : public TestCase
{
  public:
    CentroidByHandTestCase()
        : TestCase("Centroids computed by hand")
    {
    }

  private:
    void DoRun() override
    {
        const auto T = MembershipFunction::Triangular;
        const auto min = Implication::MINIMUM;
        const auto product = Implication::PRODUCT;
        NS_TEST_EXPECT_MSG_EQ_TOL(CentroidOf({T(0, 5, 10)}, {0.5}, 0, 10, min), 5, 1e-12, "even");
        NS_TEST_EXPECT_MSG_EQ_TOL(CentroidOf({T(0, 0, 6)}, {1}, 0, 6, min), 2, 1e-12, "a third");
        NS_TEST_EXPECT_MSG_EQ_TOL(CentroidOf({T(0, 0, 6)}, {0.5}, 0, 6, product),
                                  2,
                                  1e-12,
                                  "scaled");
        // Clipped at 0.5: a rectangle 0..3 (area 1.5, centre 1.5) and a triangle 3..6 (0.75, 4).
        NS_TEST_EXPECT_MSG_EQ_TOL(CentroidOf({T(0, 0, 6)}, {0.5}, 0, 6, min),
                                  7.0 / 3,
                                  1e-12,
                                  "clip");
        // The range cuts the triangle: 0..3 remains as a trapezoid of 1 and 0.5.
        NS_TEST_EXPECT_MSG_EQ_TOL(CentroidOf({T(0, 0, 6)}, {1}, 0, 3, min),
                                  4.0 / 3,
                                  1e-12,
                                  "range");
        // Two peaks that overlap: the envelope, not the sum, so the valley is counted once.
        NS_TEST_EXPECT_MSG_EQ_TOL(CentroidOf({T(0, 2, 4), T(2, 4, 6)}, {1, 1}, 0, 6, min),
                                  3,
                                  1e-12,
                                  "envelope of equals");
        // Far from the origin no digits are lost.
        NS_TEST_EXPECT_MSG_EQ_TOL(CentroidOf({T(1e8, 1e8, 1e8 + 6)}, {1}, 1e8, 1e8 + 6, min),
                                  1e8 + 2,
                                  1e-6,
                                  "far");
    }
};

/** @brief Exact integration against brute force on many made-up outputs. */
class CentroidOracleTestCase : public TestCase
{
  public:
    CentroidOracleTestCase()
        : TestCase("Centroid against brute force")
    {
    }

  private:
    /** @brief Marsaglia's xorshift; a number in 0..1 that is the same on every host. */
    double Next()
    {
        m_state ^= m_state << 13;
        m_state ^= m_state >> 7;
        m_state ^= m_state << 17;
        return static_cast<double>(m_state >> 11) / 9007199254740992.0;
    }

    MembershipFunction Term()
    {
        std::vector<MembershipFunction::Point> points;
        double x = Next() * 12 - 1;
        const int corners = 1 + static_cast<int>(Next() * 6);
        for (int i = 0; i < corners; ++i)
        {
            points.push_back({x, Next() < 0.3 ? 0 : Next()});
            x += Next() < 0.2 ? 0 : Next() * 3; // a vertical edge now and then
        }
        return Next() < 0.1 ? MembershipFunction::Gaussian(x, 0.3 + Next())
                            : MembershipFunction::PiecewiseLinear(points);
    }

    void DoRun() override
    {
        for (int i = 0; i < 80; ++i)
        {
            std::vector<MembershipFunction> terms;
            std::vector<double> strengths;
            const int count = 1 + static_cast<int>(Next() * 5);
            for (int k = 0; k < count; ++k)
            {
                terms.push_back(Term());
                strengths.push_back(0.05 + 0.95 * Next());
            }
            terms.push_back(MembershipFunction::Triangular(0, 5, 10)); // so that some area is left
            strengths.push_back(0.2);
            const auto implication = i % 2 ? Implication::MINIMUM : Implication::PRODUCT;
            const bool bells = std::any_of(terms.begin(), terms.end(), [](const auto& term) {
                return !term.IsPiecewiseLinear();
            });
            NS_TEST_EXPECT_MSG_EQ_TOL(CentroidOf(terms, strengths, 0, 10, implication),
                                      CentroidByBruteForce(terms, strengths, 0, 10, implication),
                                      (bells ? 5e-3 : 5e-4),
                                      "made-up output " << i);
        }
    }

    std::uint64_t m_state = 88172645463325252ULL;
};

/** @brief What AND, OR, NOT and WITH make of degrees. */
class OperatorTestCase : public TestCase
{
  public:
    OperatorTestCase()
        : TestCase("Operators and weights")
    {
    }

  private:
    /** @brief The strength a condition has, read back from the centroid. */
    double Strength(std::vector<FuzzyCondition> conditions, Conjunction conjunction, double weight)
    {
        MamdaniEngine engine;
        engine.SetConjunction(conjunction);
        engine.SetImplication(Implication::PRODUCT);
        engine.AddInput(Degree("a"));
        engine.AddInput(Degree("b"));
        engine.AddInput(Degree("one"));
        engine.AddOutput(Output(
            {MembershipFunction::Triangular(0, 1, 2), MembershipFunction::Triangular(10, 11, 12)},
            0,
            12));
        engine.AddRule({"asked", std::move(conditions), {{0, 0}}, weight});
        engine.AddRule({"known", {{Kind::IS, 2, 0}}, {{0, 1}}, 1});
        const double c = engine.Evaluate({{"a", 0.3}, {"b", 0.5}, {"one", 1}}).at("out");
        // Two equal triangles about 1 and 11, the second with strength 1: c = (s + 11) / (s + 1).
        return (11 - c) / (c - 1);
    }

    void DoRun() override
    {
        const FuzzyCondition a{Kind::IS, 0, 0};
        const FuzzyCondition b{Kind::IS, 1, 0};
        const FuzzyCondition land{Kind::AND, 0, 0};
        const FuzzyCondition lor{Kind::OR, 0, 0};
        const FuzzyCondition lnot{Kind::NOT, 0, 0};
        const auto min = Conjunction::MINIMUM;
        const auto product = Conjunction::PRODUCT;
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength({a}, min, 1), 0.3, 1e-12, "a");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength({a, b, land}, min, 1), 0.3, 1e-12, "min");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength({a, b, lor}, min, 1), 0.5, 1e-12, "max");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength({a, b, land}, product, 1), 0.15, 1e-12, "product");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength({a, b, lor}, product, 1), 0.65, 1e-12, "sum");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength({a, lnot}, min, 1), 0.7, 1e-12, "not");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength({a, lnot, b, lor, lnot}, min, 1), 0.3, 1e-12, "nested");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength({b}, min, 0.4), 0.2, 1e-12, "weight");
    }
};

/** @brief Defaults, missing inputs, broken rules, and the tally of what was executed. */
class EngineContractTestCase : public TestCase
{
  public:
    EngineContractTestCase()
        : TestCase("Defaults, refusals and operation counts")
    {
    }

  private:
    template <class F>
    bool Refuses(F act)
    {
        try
        {
            act();
        }
        catch (const std::invalid_argument&)
        {
            return true;
        }
        return false;
    }

    void DoRun() override
    {
        const auto low = MembershipFunction::Triangular(0, 1, 2);
        MamdaniEngine engine;
        engine.AddInput(Degree("a"));
        engine.AddInput(Degree("b"));
        engine.AddOutput(Output({low, MembershipFunction::Triangular(2, 3, 4)}, 0, 4));
        engine.AddRule({"1", {{Kind::IS, 0, 0}}, {{0, 0}}, 1});
        engine.AddRule({"2", {{Kind::IS, 1, 0}}, {{0, 1}}, 1});

        NS_TEST_EXPECT_MSG_EQ(engine.Evaluate({{"a", 0}, {"b", 0}}).empty(), true, "none fires");
        NS_TEST_EXPECT_MSG_EQ(Refuses([&] { engine.Evaluate({{"a", 1}}); }), true, "b is missing");
        NS_TEST_EXPECT_MSG_EQ(Refuses([&] { engine.AddInput(Degree("a")); }), true, "a twice");
        NS_TEST_EXPECT_MSG_EQ(Refuses([&] { engine.AddOutput(Output({low}, 1, 1)); }),
                              true,
                              "range");
        const std::vector<FuzzyRule> broken{
            {"no condition", {}, {{0, 0}}, 1},
            {"two conditions", {{Kind::IS, 0, 0}, {Kind::IS, 1, 0}}, {{0, 0}}, 1},
            {"AND of one", {{Kind::IS, 0, 0}, {Kind::AND, 0, 0}}, {{0, 0}}, 1},
            {"no such input", {{Kind::IS, 2, 0}}, {{0, 0}}, 1},
            {"no such term", {{Kind::IS, 0, 1}}, {{0, 0}}, 1},
            {"no conclusion", {{Kind::IS, 0, 0}}, {}, 1},
            {"no such output", {{Kind::IS, 0, 0}}, {{1, 0}}, 1},
            {"weight", {{Kind::IS, 0, 0}}, {{0, 0}}, 1.5},
        };
        for (const auto& rule : broken)
        {
            NS_TEST_EXPECT_MSG_EQ(Refuses([&] { engine.AddRule(rule); }), true, rule.name);
        }

        OperationScope scope;
        engine.Evaluate({{"a", 0.5}, {"b", 0}});
        const auto counts = scope.Counts();
        NS_TEST_EXPECT_MSG_EQ(counts.Get(Operation::RULE_EVALUATION), 2, "two rules");
        // Two input terms; the clipped triangle has corners 0, 0.5, 1, 1.5, 2 and the range ends
        // at 4.
        NS_TEST_EXPECT_MSG_EQ(counts.Get(Operation::TERM_EVALUATION), 2 + 5, "terms");

        auto withDefault = Output({low}, 0, 4);
        withDefault.defaultValue = 1.5;
        MamdaniEngine other;
        other.AddInput(Degree("a"));
        other.AddOutput(withDefault);
        other.AddRule({"1", {{Kind::IS, 0, 0}}, {{0, 0}}, 1});
        NS_TEST_EXPECT_MSG_EQ(other.Evaluate({{"a", 0}}).at("out"), 1.5, "default");
    }
};

class FuzzyEngineTestSuite : public TestSuite
{
  public:
    FuzzyEngineTestSuite()
        : TestSuite("iomt-fuzzy-engine", TestSuite::Type::UNIT)
    {
        AddTestCase(new CentroidByHandTestCase);
        AddTestCase(new CentroidOracleTestCase);
        AddTestCase(new OperatorTestCase);
        AddTestCase(new EngineContractTestCase);
    }
};

FuzzyEngineTestSuite g_fuzzyEngineTestSuite;

} // namespace
