// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/membership-function.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/** @brief Degrees on the flanks, the corners and beyond them. */
class MembershipShapeTestCase : public TestCase
{
  public:
    MembershipShapeTestCase()
        : TestCase("Degrees of the shapes")
    {
    }

  private:
    void DoRun() override
    {
        struct Expected
        {
            MembershipFunction function;
            double x;
            double degree;
        };

        const auto triangle = MembershipFunction::Triangular(1, 3, 7);
        const auto trapezoid = MembershipFunction::Trapezoidal(0, 2, 4, 8);
        const auto shoulder = MembershipFunction::Triangular(0, 0, 2);
        const auto step = MembershipFunction::PiecewiseLinear({{1, 0}, {1, 0.8}, {2, 0.8}, {2, 0}});
        const auto bell = MembershipFunction::Gaussian(10, 2);
        const auto generalised = MembershipFunction::Bell(2, 3, 6);
        const auto rising = MembershipFunction::Sigmoid(2, 3);
        const auto falling = MembershipFunction::Sigmoid(-2, 3);
        const auto s = MembershipFunction::SShape(1, 5);
        const auto z = MembershipFunction::ZShape(1, 5);
        const auto pi = MembershipFunction::PiShape(1, 5, 8, 12);
        const auto singleton = MembershipFunction::Singleton(2);
        const Expected table[]{
            {triangle, 0, 0},
            {triangle, 1, 0},
            {triangle, 2, 0.5},
            {triangle, 3, 1},
            {triangle, 4, 0.75},
            {triangle, 7, 0},
            {triangle, 9, 0},
            {trapezoid, -1, 0},
            {trapezoid, 1, 0.5},
            {trapezoid, 2, 1},
            {trapezoid, 3, 1},
            {trapezoid, 4, 1},
            {trapezoid, 7, 0.25},
            {trapezoid, 8, 0},
            {shoulder, -1e-9, 0},
            {shoulder, 0, 1},
            {shoulder, 1, 0.5},
            {step, 0.999, 0},
            {step, 1, 0.8},
            {step, 1.5, 0.8},
            {step, 2, 0.8},
            {step, 2.001, 0},
            {bell, 10, 1},
            {bell, 12, std::exp(-0.5)},
            {bell, 6, std::exp(-2)},
            {bell, 30, std::exp(-50)},
            {generalised, 6, 1},
            {generalised, 8, 0.5},
            {generalised, 2, 1.0 / 65},
            {generalised, 4, 0.5},
            {rising, 3, 0.5},
            {rising, 4, 1 / (1 + std::exp(-2))},
            {falling, 3, 0.5},
            {falling, 4, 1 / (1 + std::exp(2))},
            {s, 1, 0},
            {s, 0, 0},
            {s, 2, 0.125},
            {s, 3, 0.5},
            {s, 4, 0.875},
            {s, 5, 1},
            {s, 9, 1},
            {z, 0, 1},
            {z, 1, 1},
            {z, 2, 0.875},
            {z, 3, 0.5},
            {z, 4, 0.125},
            {z, 6, 0},
            {pi, 0, 0},
            {pi, 2, 0.125},
            {pi, 5, 1},
            {pi, 6, 1},
            {pi, 8, 1},
            {pi, 9, 0.875},
            {pi, 11, 0.125},
            {pi, 13, 0},
            {singleton, 2, 1},
            {singleton, 2.000001, 0},
            {singleton, 1.999999, 0},
        };
        for (const auto& expected : table)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(expected.function.Degree(expected.x),
                                      expected.degree,
                                      1e-12,
                                      "degree at " << expected.x);
        }
        // 49 times 1/49 is less than 1 as doubles are; NOT of it must be nothing all the same.
        NS_TEST_EXPECT_MSG_EQ(MembershipFunction::Triangular(0, 49, 98).Degree(49), 1, "the top");
        // IEC 61131-7: outside its points a term keeps the degree of the nearest one.
        const auto open = MembershipFunction::PiecewiseLinear({{0, 1}, {1, 0.25}});
        NS_TEST_EXPECT_MSG_EQ(open.Degree(-100), 1, "left of the points");
        NS_TEST_EXPECT_MSG_EQ(open.Degree(100), 0.25, "right of the points");
        NS_TEST_EXPECT_MSG_EQ(open.Degree(std::numeric_limits<double>::quiet_NaN()), 0, "a NaN");
    }
};

/** @brief The parabolas that defuzzification integrates are the function. */
class MembershipPiecesTestCase : public TestCase
{
  public:
    MembershipPiecesTestCase()
        : TestCase("Parabolas of the shapes")
    {
    }

  private:
    /** @brief Holds the pieces beside the degrees on a dense grid. */
    void Compare(const std::string& what,
                 const MembershipFunction& function,
                 double from,
                 double to,
                 double tolerance)
    {
        const auto pieces = function.Pieces(from, to);
        NS_TEST_ASSERT_MSG_EQ(pieces.empty(), false, what);
        NS_TEST_EXPECT_MSG_EQ(pieces.front().begin, from, what << ": its begin");
        NS_TEST_EXPECT_MSG_EQ(pieces.back().end, to, what << ": its end");
        NS_TEST_EXPECT_MSG_LT(pieces.size(), 700, what << ": as few as it takes");
        double worst = 0;
        double end = from;
        for (const auto& p : pieces)
        {
            NS_TEST_ASSERT_MSG_EQ(p.begin, end, what << ": no gap");
            end = p.end;
            for (int i = 1; i < 40; ++i)
            {
                const double u = i / 40.0;
                const double bend = 2 * (p.left - 2 * p.middle + p.right);
                const double parabola = p.left + u * (p.right - p.left - bend + u * bend);
                const double x = p.begin + u * (p.end - p.begin);
                worst = std::max(worst, std::abs(parabola - function.Degree(x)));
            }
        }
        NS_TEST_EXPECT_MSG_LT(worst, tolerance, what);
    }

    void DoRun() override
    {
        using M = MembershipFunction;
        const double exact = 1e-13;
        const double curve = M::CURVE_TOLERANCE;
        Compare("flat before and after", M::PiecewiseLinear({{0, 1}, {1, 0.25}}), -2, 3, exact);
        Compare("edges", M::PiecewiseLinear({{1, 0}, {1, 0.8}, {2, 0.8}, {2, 0}}), 0, 3, exact);
        Compare("triangle, cut", M::Triangular(1, 3, 7), 2, 6, exact);
        Compare("S", M::SShape(1, 5), 0, 9, exact);
        Compare("Z", M::ZShape(1, 5), 2, 3.5, exact);
        Compare("Pi", M::PiShape(1, 5, 8, 12), 0, 20, exact);
        Compare("Gaussian", M::Gaussian(-3, 0.5), -10, 10, curve);
        Compare("narrow Gaussian in a wide range", M::Gaussian(7, 1e-4), -1e5, 1e5, curve);
        Compare("Gaussian outside the range", M::Gaussian(50, 1), 0, 10, curve);
        Compare("bell", M::Bell(2, 3, 6), -20, 20, curve);
        Compare("bell like a box", M::Bell(2, 200, 6), -20, 20, curve);
        Compare("bell with a cusp", M::Bell(1, 0.3, 0), -20, 20, curve);
        Compare("sigmoid", M::Sigmoid(2, 3), -20, 20, curve);
        Compare("falling sigmoid like a step", M::Sigmoid(-500, 3), -20, 20, curve);
        NS_TEST_EXPECT_MSG_EQ(M::Singleton(2).Pieces(0, 4).empty(), true, "it has no width");
    }
};

/** @brief Impossible shapes are refused. */
class MembershipRefusalTestCase : public TestCase
{
  public:
    MembershipRefusalTestCase()
        : TestCase("Impossible shapes")
    {
    }

  private:
    template <class F>
    bool Refuses(F make)
    {
        try
        {
            make();
        }
        catch (const std::invalid_argument&)
        {
            return true;
        }
        return false;
    }

    void DoRun() override
    {
        using M = MembershipFunction;
        const double nan = std::numeric_limits<double>::quiet_NaN();
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::PiecewiseLinear({}); }), true, "no point");
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::PiecewiseLinear({{2, 0}, {1, 1}}); }), true, "back");
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::PiecewiseLinear({{0, 1.1}}); }), true, "above 1");
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::PiecewiseLinear({{0, -0.1}}); }), true, "below 0");
        NS_TEST_EXPECT_MSG_EQ(Refuses([=] { M::PiecewiseLinear({{nan, 0}}); }), true, "NaN");
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::Triangular(0, 0, 0); }), true, "no width");
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::Triangular(0, 3, 2); }), true, "top outside");
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::Trapezoidal(0, 2, 1, 3); }), true, "crossed");
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::Gaussian(0, 0); }), true, "sigma 0");
        NS_TEST_EXPECT_MSG_EQ(Refuses([=] { M::Gaussian(nan, 1); }), true, "mean NaN");
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::Bell(0, 1, 0); }), true, "bell without width");
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::Bell(1, -1, 0); }), true, "bell upside down");
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::Sigmoid(0, 1); }), true, "sigmoid that is flat");
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::SShape(1, 1); }), true, "S without width");
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::ZShape(2, 1); }), true, "Z backwards");
        NS_TEST_EXPECT_MSG_EQ(Refuses([] { M::PiShape(0, 2, 1, 3); }), true, "Pi crossed");
        NS_TEST_EXPECT_MSG_EQ(Refuses([=] { M::Singleton(nan); }), true, "singleton NaN");
    }
};

class FuzzyMembershipTestSuite : public TestSuite
{
  public:
    FuzzyMembershipTestSuite()
        : TestSuite("iomt-fuzzy-membership", TestSuite::Type::UNIT)
    {
        AddTestCase(new MembershipShapeTestCase);
        AddTestCase(new MembershipPiecesTestCase);
        AddTestCase(new MembershipRefusalTestCase);
    }
};

FuzzyMembershipTestSuite g_fuzzyMembershipTestSuite;

} // namespace
