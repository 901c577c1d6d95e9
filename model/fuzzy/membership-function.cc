// SPDX-License-Identifier: GPL-2.0-only

#include "membership-function.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace ns3::iomt
{

namespace
{

// Lines in the polygon that stands for a Gaussian under the centroid, and its half width in sigmas.
// The polygon differs from the bell by less than 0.0013 everywhere.
constexpr int GAUSSIAN_LINES = 100;
constexpr double GAUSSIAN_REACH = 5.0;

double
Bell(double x, double mean, double sigma)
{
    const double z = (x - mean) / sigma;
    return std::exp(-0.5 * z * z);
}

} // namespace

MembershipFunction
MembershipFunction::PiecewiseLinear(std::vector<Point> points)
{
    if (points.empty())
    {
        throw std::invalid_argument("a membership function needs at least one point");
    }
    for (std::size_t i = 0; i < points.size(); ++i)
    {
        if (!std::isfinite(points[i].x))
        {
            throw std::invalid_argument("a point of a membership function must be finite");
        }
        if (!(points[i].degree >= 0 && points[i].degree <= 1))
        {
            throw std::invalid_argument("a degree of membership must lie in 0..1");
        }
        if (i > 0 && points[i].x < points[i - 1].x)
        {
            throw std::invalid_argument("the points of a membership function must not go back");
        }
    }
    MembershipFunction function;
    function.m_points = std::move(points);
    return function;
}

MembershipFunction
MembershipFunction::Triangular(double a, double b, double c)
{
    if (!(a <= b && b <= c && a < c))
    {
        throw std::invalid_argument("a triangle needs a <= b <= c and a < c");
    }
    return PiecewiseLinear({{a, 0}, {b, 1}, {c, 0}});
}

MembershipFunction
MembershipFunction::Trapezoidal(double a, double b, double c, double d)
{
    if (!(a <= b && b <= c && c <= d && a < d))
    {
        throw std::invalid_argument("a trapezoid needs a <= b <= c <= d and a < d");
    }
    return PiecewiseLinear({{a, 0}, {b, 1}, {c, 1}, {d, 0}});
}

MembershipFunction
MembershipFunction::Gaussian(double mean, double sigma)
{
    if (!std::isfinite(mean) || !std::isfinite(sigma) || !(sigma > 0))
    {
        throw std::invalid_argument("a Gaussian needs a finite mean and sigma > 0");
    }
    std::vector<Point> polygon;
    for (int i = 0; i <= GAUSSIAN_LINES; ++i)
    {
        const double x = mean + sigma * GAUSSIAN_REACH * (2.0 * i / GAUSSIAN_LINES - 1);
        polygon.push_back({x, Bell(x, mean, sigma)});
    }
    auto function = PiecewiseLinear(std::move(polygon));
    function.m_mean = mean;
    function.m_sigma = sigma;
    return function;
}

double
MembershipFunction::Degree(double x) const
{
    if (std::isnan(x))
    {
        return 0;
    }
    if (!IsPiecewiseLinear())
    {
        return Bell(x, m_mean, m_sigma);
    }
    const auto before = [](const Point& p, double value) { return p.x < value; };
    auto right = std::lower_bound(m_points.begin(), m_points.end(), x, before);
    if (right == m_points.end())
    {
        return m_points.back().degree;
    }
    if (right->x == x)
    {
        double degree = right->degree;
        for (; right != m_points.end() && right->x == x; ++right)
        {
            degree = std::max(degree, right->degree);
        }
        return degree;
    }
    if (right == m_points.begin())
    {
        return right->degree;
    }
    const auto left = right - 1;
    const double share = (x - left->x) / (right->x - left->x);
    return left->degree + share * (right->degree - left->degree);
}

const std::vector<MembershipFunction::Point>&
MembershipFunction::Points() const
{
    return m_points;
}

bool
MembershipFunction::IsPiecewiseLinear() const
{
    return m_sigma == 0;
}

} // namespace ns3::iomt
