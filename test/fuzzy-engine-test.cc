// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/mamdani-engine.h"
#include "ns3/operation-counts.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
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

/** @brief How an output is put together. */
struct Way
{
    Implication implication = Implication::MINIMUM;
    Aggregation aggregation = Aggregation::MAXIMUM;
    Defuzzifier defuzzifier = Defuzzifier::CENTROID;
};

constexpr double NOTHING = -1e300;

/** @brief The value when each output term is concluded with a given strength. */
double
ValueOf(const std::vector<MembershipFunction>& terms,
        const std::vector<double>& strengths,
        double minimum,
        double maximum,
        Way way)
{
    MamdaniEngine engine;
    engine.SetImplication(way.implication);
    auto output = Output(terms, minimum, maximum);
    output.aggregation = way.aggregation;
    output.defuzzifier = way.defuzzifier;
    engine.AddOutput(output);
    std::map<std::string, double> inputs;
    for (std::size_t i = 0; i < terms.size(); ++i)
    {
        const auto name = "in" + std::to_string(i);
        const auto input = engine.AddInput(Degree(name));
        engine.AddRule({name, {{Kind::IS, input, 0}}, {{0, i}}, 1});
        inputs[name] = strengths[i];
    }
    const auto outputs = engine.Evaluate(inputs);
    return outputs.empty() ? NOTHING : outputs.at("out");
}

double
CentroidOf(const std::vector<MembershipFunction>& terms,
           const std::vector<double>& strengths,
           double minimum,
           double maximum,
           Implication implication)
{
    return ValueOf(terms, strengths, minimum, maximum, {implication});
}

/** @brief The same from many narrow slices, without any idea of corners. */
double
ValueByBruteForce(const std::vector<MembershipFunction>& terms,
                  const std::vector<double>& strengths,
                  double minimum,
                  double maximum,
                  Way way)
{
    constexpr int SLICES = 20000;
    const auto x = [=](int slice) {
        return minimum + (maximum - minimum) * (slice + 0.5) / SLICES;
    };
    std::vector<double> degrees;
    for (int s = 0; s < SLICES; ++s)
    {
        double highest = 0;
        double sum = 0;
        for (std::size_t i = 0; i < terms.size(); ++i)
        {
            const double degree = terms[i].Degree(x(s));
            const double implied = way.implication == Implication::MINIMUM
                                       ? std::min(degree, strengths[i])
                                       : degree * strengths[i];
            highest = std::max(highest, implied);
            sum += implied;
        }
        degrees.push_back(way.aggregation == Aggregation::MAXIMUM       ? highest
                          : way.aggregation == Aggregation::BOUNDED_SUM ? std::min(sum, 1.0)
                                                                        : sum);
    }
    double area = 0;
    double moment = 0;
    for (int s = 0; s < SLICES; ++s)
    {
        area += degrees[s];
        moment += degrees[s] * x(s);
    }
    if (way.defuzzifier == Defuzzifier::CENTROID)
    {
        return moment / area;
    }
    if (way.defuzzifier == Defuzzifier::BISECTOR)
    {
        double left = 0;
        int s = 0;
        while (left + degrees[s] < area / 2)
        {
            left += degrees[s++];
        }
        return x(s);
    }
    // A flank reaches nearly the same height: high enough is what a flat top has.
    const double high = *std::max_element(degrees.begin(), degrees.end()) * (1 - 1e-9);
    std::vector<double> maxima;
    for (int s = 0; s < SLICES; ++s)
    {
        if (degrees[s] >= high)
        {
            maxima.push_back(x(s));
        }
    }
    switch (way.defuzzifier)
    {
    case Defuzzifier::SMALLEST_OF_MAXIMUM:
        return maxima.front();
    case Defuzzifier::LARGEST_OF_MAXIMUM:
        return maxima.back();
    default:
        return std::accumulate(maxima.begin(), maxima.end(), 0.0) / maxima.size();
    }
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

/** @brief Values of every kind that can be computed by hand. */
class DefuzzifierByHandTestCase : public TestCase
{
  public:
    DefuzzifierByHandTestCase()
        : TestCase("Sums, bisectors and maxima computed by hand")
    {
    }

  private:
    void Expect(const std::string& what,
                const std::vector<MembershipFunction>& terms,
                const std::vector<double>& strengths,
                Way way,
                double value)
    {
        NS_TEST_EXPECT_MSG_EQ_TOL(ValueOf(terms, strengths, 0, 12, way), value, 1e-9, what);
    }

    void DoRun() override
    {
        const auto T = MembershipFunction::Triangular;
        const auto at = MembershipFunction::Singleton;
        const auto min = Implication::MINIMUM;
        const auto product = Implication::PRODUCT;
        const auto highest = Aggregation::MAXIMUM;
        const auto bounded = Aggregation::BOUNDED_SUM;
        const auto sum = Aggregation::SUM;
        const auto centroid = Defuzzifier::CENTROID;
        const auto bisector = Defuzzifier::BISECTOR;
        const auto mean = Defuzzifier::MEAN_OF_MAXIMUM;
        const auto smallest = Defuzzifier::SMALLEST_OF_MAXIMUM;
        const auto largest = Defuzzifier::LARGEST_OF_MAXIMUM;

        // Areas 1 and 3 add, where the highest of both would count what they share once.
        Expect("sum", {T(0, 1, 2), T(0, 3, 6)}, {1, 1}, {min, sum, centroid}, (1 + 3 * 3) / 4.0);
        Expect("scaled sum", {T(0, 1, 2), T(0, 3, 6)}, {1, 0.5}, {product, sum, centroid}, 2.2);
        // The same triangle twice: 1 from 1 to 3, with flanks 2 x and 2 (4 - x).
        Expect("bounded", {T(0, 2, 4), T(0, 2, 4)}, {1, 1}, {min, bounded, smallest}, 1);
        Expect("bounded", {T(0, 2, 4), T(0, 2, 4)}, {1, 1}, {min, bounded, largest}, 3);
        Expect("unbounded", {T(0, 2, 4), T(0, 2, 4)}, {1, 1}, {min, sum, largest}, 2);

        // Half of the area of a triangle that falls from 0 to 6 lies before 6 - sqrt(18).
        Expect("bisector", {T(0, 0, 6)}, {1}, {min, highest, bisector}, 6 - std::sqrt(18.0));
        Expect("clipped", {T(0, 5, 10)}, {0.5}, {min, highest, bisector}, 5);
        // Two equal triangles: anywhere from 2 to 8 halves the area, so the middle.
        Expect("gap", {T(0, 1, 2), T(8, 9, 10)}, {1, 1}, {min, highest, bisector}, 5);

        Expect("mean", {T(0, 2, 4), T(6, 8, 12)}, {0.5, 0.4}, {min, highest, mean}, 2);
        Expect("smallest", {T(0, 2, 4), T(6, 8, 12)}, {0.5, 0.4}, {min, highest, smallest}, 1);
        Expect("largest", {T(0, 2, 4), T(6, 8, 12)}, {0.4, 0.5}, {min, highest, largest}, 10);
        // Tops from 1 to 3 and from 7 to 10, equally high.
        Expect("two", {T(0, 2, 4), T(6, 8, 12)}, {0.5, 0.5}, {min, highest, smallest}, 1);
        Expect("two", {T(0, 2, 4), T(6, 8, 12)}, {0.5, 0.5}, {min, highest, largest}, 10);
        Expect("two", {T(0, 2, 4), T(6, 8, 12)}, {0.5, 0.5}, {min, highest, mean}, 29.5 / 5);
        // Two peaks have no length; each counts once.
        Expect("peaks", {T(0, 2, 4), T(6, 8, 12)}, {1, 1}, {product, highest, mean}, 5);

        // One at the end of the range, which it meets once, and one within.
        Expect("peaks", {T(0, 0, 2), T(6, 8, 12)}, {1, 1}, {product, highest, mean}, 4);

        // A falling line clipped at 1/4 and a rising one: 1/4 to 1, then x/4 to 4. Then mirrored.
        const double area = 0.25 + 15.0 / 8;
        const double moment = 0.25 / 2 + 63.0 / 12;
        Expect("clipped crossing",
               {T(0, 0, 4), T(0, 4, 4)},
               {0.25, 1},
               {min, highest, centroid},
               moment / area);
        Expect("clipped crossing",
               {T(0, 0, 4), T(0, 4, 4)},
               {1, 0.25},
               {min, highest, centroid},
               4 - moment / area);

        Expect("singletons", {at(1), at(9)}, {0.25, 0.75}, {min, highest, centroid}, 7);
        Expect("not in order", {at(9), at(1), at(4)}, {0.5, 0.5, 0.2}, {min, highest, mean}, 5);
        Expect("not in order", {at(9), at(1)}, {0.5, 0.5}, {min, highest, smallest}, 1);
        Expect("not in order", {at(9), at(1)}, {0.5, 0.5}, {min, highest, largest}, 9);
        Expect("nothing", {at(9)}, {0}, {min, highest, centroid}, NOTHING);
        Expect("nothing", {T(0, 1, 2)}, {0}, {min, highest, mean}, NOTHING);
        Expect("nothing", {T(0, 1, 2)}, {0}, {min, highest, bisector}, NOTHING);

        // Two rules of one term: the stronger, or both.
        for (const auto& [aggregation, value] : {std::make_pair(highest, (0.6 * 1 + 10) / 1.6),
                                                 std::make_pair(bounded, (1 + 10) / 2.0),
                                                 std::make_pair(sum, (1.1 + 10) / 2.1)})
        {
            MamdaniEngine engine;
            auto output = Output({at(1), at(10)}, 0, 12);
            output.aggregation = aggregation;
            engine.AddOutput(output);
            engine.AddInput(Degree("a"));
            engine.AddInput(Degree("b"));
            engine.AddInput(Degree("one"));
            engine.AddRule({"1", {{Kind::IS, 0, 0}}, {{0, 0}}, 1});
            engine.AddRule({"2", {{Kind::IS, 1, 0}}, {{0, 0}}, 1});
            engine.AddRule({"3", {{Kind::IS, 2, 0}}, {{0, 1}}, 1});
            const double got = engine.Evaluate({{"a", 0.5}, {"b", 0.6}, {"one", 1}}).at("out");
            NS_TEST_EXPECT_MSG_EQ_TOL(got, value, 1e-12, "two rules of one term");
        }
    }
};

/** @brief Exact values against brute force on many made-up outputs. */
class DefuzzifierOracleTestCase : public TestCase
{
  public:
    DefuzzifierOracleTestCase()
        : TestCase("Every way of defuzzification against brute force")
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
        using M = MembershipFunction;
        const double x = Next() * 10;
        switch (static_cast<int>(Next() * 10))
        {
        case 0:
            return M::Gaussian(x, 0.3 + Next());
        case 1:
            return M::Bell(0.3 + Next(), 0.6 + 3 * Next(), x);
        case 2:
            return M::Sigmoid(8 * Next() - 4.1, x);
        case 3:
            return M::SShape(x - 1 - Next(), x);
        case 4:
            return M::PiShape(x - 1 - Next(), x, x + 0.5, x + 1 + Next());
        default:
            break;
        }
        std::vector<M::Point> points;
        double at = x - 3;
        const int corners = 1 + static_cast<int>(Next() * 6);
        for (int i = 0; i < corners; ++i)
        {
            points.push_back({at, Next() < 0.3 ? 0 : Next()});
            at += Next() < 0.2 ? 0 : Next() * 3; // a vertical edge now and then
        }
        return M::PiecewiseLinear(points);
    }

    void DoRun() override
    {
        for (int i = 0; i < 240; ++i)
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
            const Way way{i % 2 ? Implication::MINIMUM : Implication::PRODUCT,
                          static_cast<Aggregation>(i / 2 % 3),
                          static_cast<Defuzzifier>(i / 6 % 5)};
            // Slices are 5e-4 wide, and at the top of a curve hardly one is higher than the next.
            const bool top = way.defuzzifier != Defuzzifier::CENTROID &&
                             way.defuzzifier != Defuzzifier::BISECTOR;
            NS_TEST_EXPECT_MSG_EQ_TOL(ValueOf(terms, strengths, 0, 10, way),
                                      ValueByBruteForce(terms, strengths, 0, 10, way),
                                      (top ? 2e-3 : 1e-3),
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
        const FuzzyCondition very{Kind::VERY, 0, 0};
        const FuzzyCondition somewhat{Kind::SOMEWHAT, 0, 0};
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
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength({b, very}, min, 1), 0.25, 1e-12, "very");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength({b, somewhat}, min, 1), std::sqrt(0.5), 1e-12, "some");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength({b, very, lnot}, min, 1), 0.75, 1e-12, "not very");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength({a, lnot, very, b, land}, min, 1), 0.49, 1e-12, "both");
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
            {"VERY of none", {{Kind::VERY, 0, 0}, {Kind::IS, 0, 0}}, {{0, 0}}, 1},
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
        // Two input terms; the clipped triangle is two straight lines.
        NS_TEST_EXPECT_MSG_EQ(counts.Get(Operation::TERM_EVALUATION), 2 + 2, "terms");

        std::vector<double> outputs;
        engine.Infer({0.5, 0}, outputs);
        NS_TEST_ASSERT_MSG_EQ(outputs.size(), 1, "one output");
        NS_TEST_EXPECT_MSG_EQ(outputs[0], 1, "by position");
        engine.Infer({0, 0}, outputs);
        NS_TEST_EXPECT_MSG_EQ(std::isnan(outputs[0]), true, "none fires");
        NS_TEST_EXPECT_MSG_EQ(Refuses([&] { engine.Infer({1}, outputs); }), true, "one of two");
        NS_TEST_EXPECT_MSG_EQ(Refuses([&] {
                                  engine.Infer({1, std::nan("")}, outputs);
                              }),
                              true,
                              "a NaN");
        // What is added after an inference counts in the next.
        engine.AddRule({"3", {{Kind::IS, 0, 0}, {Kind::NOT, 0, 0}}, {{0, 1}}, 1});
        engine.Infer({0, 0}, outputs);
        NS_TEST_EXPECT_MSG_EQ(outputs[0], 3, "a third rule");
        const auto copy = engine;
        engine.Infer({1, 0}, outputs);
        copy.Infer({0, 0}, outputs);
        NS_TEST_EXPECT_MSG_EQ(outputs[0], 3, "a copy");

        const auto at = MembershipFunction::Singleton;
        NS_TEST_EXPECT_MSG_EQ(Refuses([&] { MamdaniEngine().AddOutput(Output({at(5)}, 0, 4)); }),
                              true,
                              "a singleton outside");
        NS_TEST_EXPECT_MSG_EQ(Refuses([&] {
                                  MamdaniEngine().AddOutput(Output({at(3), low}, 0, 4));
                              }),
                              true,
                              "a singleton beside a triangle");
        auto halved = Output({at(3)}, 0, 4);
        halved.defuzzifier = Defuzzifier::BISECTOR;
        NS_TEST_EXPECT_MSG_EQ(Refuses([&] { MamdaniEngine().AddOutput(halved); }),
                              true,
                              "half of a singleton");

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
        AddTestCase(new DefuzzifierByHandTestCase);
        AddTestCase(new DefuzzifierOracleTestCase);
        AddTestCase(new OperatorTestCase);
        AddTestCase(new EngineContractTestCase);
    }
};

FuzzyEngineTestSuite g_fuzzyEngineTestSuite;

} // namespace
