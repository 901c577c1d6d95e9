// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/membership-function.h"
#include "ns3/test.h"

#include <cmath>
#include <limits>
#include <stdexcept>

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
        const Expected table[]{
            {triangle, 0, 0},        {triangle, 1, 0},
            {triangle, 2, 0.5},      {triangle, 3, 1},
            {triangle, 4, 0.75},     {triangle, 7, 0},
            {triangle, 9, 0},        {trapezoid, -1, 0},
            {trapezoid, 1, 0.5},     {trapezoid, 2, 1},
            {trapezoid, 3, 1},       {trapezoid, 4, 1},
            {trapezoid, 7, 0.25},    {trapezoid, 8, 0},
            {shoulder, -1e-9, 0},    {shoulder, 0, 1},
            {shoulder, 1, 0.5},      {step, 0.999, 0},
            {step, 1, 0.8},          {step, 1.5, 0.8},
            {step, 2, 0.8},          {step, 2.001, 0},
            {bell, 10, 1},           {bell, 12, std::exp(-0.5)},
            {bell, 6, std::exp(-2)}, {bell, 30, std::exp(-50)},
        };
        for (const auto& expected : table)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(expected.function.Degree(expected.x),
                                      expected.degree,
                                      1e-12,
                                      "degree at " << expected.x);
        }
        // IEC 61131-7: outside its points a term keeps the degree of the nearest one.
        const auto open = MembershipFunction::PiecewiseLinear({{0, 1}, {1, 0.25}});
        NS_TEST_EXPECT_MSG_EQ(open.Degree(-100), 1, "left of the points");
        NS_TEST_EXPECT_MSG_EQ(open.Degree(100), 0.25, "right of the points");
        NS_TEST_EXPECT_MSG_EQ(open.Degree(std::numeric_limits<double>::quiet_NaN()), 0, "a NaN");
    }
};

/** @brief The polygon the centroid integrates stays close to the bell. */
class GaussianPolygonTestCase : public TestCase
{
  public:
    GaussianPolygonTestCase()
        : TestCase("Polygon of a Gaussian")
    {
    }

  private:
    void DoRun() override
    {
        const auto bell = MembershipFunction::Gaussian(-3, 0.5);
        NS_TEST_ASSERT_MSG_EQ(bell.IsPiecewiseLinear(), false, "a bell has no corners");
        const auto polygon = MembershipFunction::PiecewiseLinear(bell.Points());
        for (double x = -6; x < 0; x += 0.001)
        {
            NS_TEST_ASSERT_MSG_EQ_TOL(polygon.Degree(x), bell.Degree(x), 1.3e-3, "at " << x);
        }
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
    }
};

class FuzzyMembershipTestSuite : public TestSuite
{
  public:
    FuzzyMembershipTestSuite()
        : TestSuite("iomt-fuzzy-membership", TestSuite::Type::UNIT)
    {
        AddTestCase(new MembershipShapeTestCase);
        AddTestCase(new GaussianPolygonTestCase);
        AddTestCase(new MembershipRefusalTestCase);
    }
};

FuzzyMembershipTestSuite g_fuzzyMembershipTestSuite;

} // namespace
