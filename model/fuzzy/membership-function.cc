// SPDX-License-Identifier: GPL-2.0-only

#include "membership-function.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <stdexcept>
#include <string>

namespace ns3::iomt
{

namespace
{

constexpr double INFINITE = std::numeric_limits<double>::infinity();

// Where a Gaussian ends for those who ask for its span [sigma]; the degree there is 4e-6.
constexpr double GAUSSIAN_REACH = 5.0;

// Between two of these degrees a curve is monotone and soon straightened by halving.
constexpr double KNOT_DEGREES[] =
    {1 - 1e-12, 1 - 1e-9, 1 - 1e-6, 0.999, 0.9, 0.5, 0.1, 1e-3, 1e-6, 1e-9, 1e-12};

// Halvings of a stretch between two knots; only the cusp of a bell with a slope below 1/2, whose
// flank is vertical at the centre, ever gets there.
constexpr int DEEPEST_HALVING = 40;

double
S(double x, double a, double b)
{
    if (x <= a)
    {
        return 0;
    }
    if (x >= b)
    {
        return 1;
    }
    const double share = (x - a) / (b - a);
    return share <= 0.5 ? 2 * share * share : 1 - 2 * (1 - share) * (1 - share);
}

void
RequireFinite(std::initializer_list<double> numbers, const char* shape)
{
    for (const double number : numbers)
    {
        if (!std::isfinite(number))
        {
            throw std::invalid_argument(std::string(shape) + " needs finite numbers");
        }
    }
}

void
Require(bool holds, const char* what)
{
    if (!holds)
    {
        throw std::invalid_argument(what);
    }
}

} // namespace

MembershipFunction::MembershipFunction(Shape shape, double a, double b, double c, double d)
    : m_shape(shape),
      m_a(a),
      m_b(b),
      m_c(c),
      m_d(d)
{
}

MembershipFunction
MembershipFunction::PiecewiseLinear(std::vector<Point> points)
{
    Require(!points.empty(), "a membership function needs at least one point");
    for (std::size_t i = 0; i < points.size(); ++i)
    {
        Require(std::isfinite(points[i].x), "a point of a membership function must be finite");
        Require(points[i].degree >= 0 && points[i].degree <= 1,
                "a degree of membership must lie in 0..1");
        Require(i == 0 || points[i].x >= points[i - 1].x,
                "the points of a membership function must not go back");
    }
    // 0 1, 1 0, 0 1 0 and 0 1 1 0 without a vertical edge need no search when asked for a degree.
    const auto is = [&points](std::initializer_list<double> degrees) {
        return std::equal(points.begin(),
                          points.end(),
                          degrees.begin(),
                          degrees.end(),
                          [](const Point& p, double degree) { return p.degree == degree; });
    };
    const bool rises = is({0, 1}) || is({0, 1, 0}) || is({0, 1, 1, 0});
    const bool falls = is({1, 0}) || is({0, 1, 0}) || is({0, 1, 1, 0});
    // Rounded up, for the degree to reach 1 at the top: 1 - 1e-16 would let NOT fire a rule.
    const auto slope = [](const Point& p, const Point& q) {
        const double width = q.x - p.x;
        const double slope = 1 / width;
        return width * slope < 1 ? std::nextafter(slope, INFINITE) : slope;
    };
    MembershipFunction function(Shape::LINES, 0);
    if (rises || falls)
    {
        Hat hat;
        hat.begin = points.front().x;
        hat.end = points.back().x;
        if (rises)
        {
            hat.rise = slope(points[0], points[1]);
            hat.left = 0;
        }
        if (falls)
        {
            hat.fall = slope(points[points.size() - 2], points.back());
            hat.right = 0;
        }
        if (std::isfinite(hat.rise) && std::isfinite(hat.fall)) // else an edge is vertical
        {
            function.m_shape = Shape::HAT;
            function.m_hat = hat;
        }
    }
    function.m_points = std::move(points);
    return function;
}

MembershipFunction
MembershipFunction::Triangular(double a, double b, double c)
{
    Require(a <= b && b <= c && a < c, "a triangle needs a <= b <= c and a < c");
    return PiecewiseLinear({{a, 0}, {b, 1}, {c, 0}});
}

MembershipFunction
MembershipFunction::Trapezoidal(double a, double b, double c, double d)
{
    Require(a <= b && b <= c && c <= d && a < d, "a trapezoid needs a <= b <= c <= d and a < d");
    return PiecewiseLinear({{a, 0}, {b, 1}, {c, 1}, {d, 0}});
}

MembershipFunction
MembershipFunction::Gaussian(double mean, double sigma)
{
    RequireFinite({mean, sigma}, "a Gaussian");
    Require(sigma > 0, "a Gaussian needs sigma > 0");
    return {Shape::GAUSSIAN, mean, sigma};
}

MembershipFunction
MembershipFunction::Bell(double width, double slope, double centre)
{
    RequireFinite({width, slope, centre}, "a bell");
    Require(width > 0 && slope > 0, "a bell needs a width and a slope > 0");
    return {Shape::BELL, centre, width, slope};
}

MembershipFunction
MembershipFunction::Sigmoid(double slope, double centre)
{
    RequireFinite({slope, centre}, "a sigmoid");
    Require(slope != 0, "a sigmoid needs a slope that is not 0");
    return {Shape::SIGMOID, centre, slope};
}

MembershipFunction
MembershipFunction::SShape(double a, double b)
{
    RequireFinite({a, b}, "an S shape");
    Require(a < b, "an S shape needs a < b");
    return {Shape::PI, a, b, INFINITE, INFINITE};
}

MembershipFunction
MembershipFunction::ZShape(double a, double b)
{
    RequireFinite({a, b}, "a Z shape");
    Require(a < b, "a Z shape needs a < b");
    return {Shape::PI, -INFINITE, -INFINITE, a, b};
}

MembershipFunction
MembershipFunction::PiShape(double a, double b, double c, double d)
{
    RequireFinite({a, b, c, d}, "a Pi shape");
    Require(a < b && b <= c && c < d, "a Pi shape needs a < b <= c < d");
    return {Shape::PI, a, b, c, d};
}

MembershipFunction
MembershipFunction::Singleton(double x)
{
    RequireFinite({x}, "a singleton");
    return {Shape::SINGLETON, x};
}

double
MembershipFunction::DegreeOfOthers(double x) const
{
    if (std::isnan(x))
    {
        return 0;
    }
    switch (m_shape)
    {
    case Shape::LINES:
    case Shape::HAT:
        return DegreeOfLines(x);
    case Shape::GAUSSIAN: {
        const double z = (x - m_a) / m_b;
        return std::exp(-0.5 * z * z);
    }
    case Shape::BELL:
        return 1 / (1 + std::pow(std::abs((x - m_a) / m_b), 2 * m_c));
    case Shape::SIGMOID:
        return 1 / (1 + std::exp(-m_b * (x - m_a)));
    case Shape::PI:
        return x < m_c ? S(x, m_a, m_b) : 1 - S(x, m_c, m_d);
    case Shape::SINGLETON:
        return x == m_a ? 1 : 0;
    }
    return 0;
}

double
MembershipFunction::DegreeOfLines(double x) const
{
    // Few points: to look at one after the other is faster than to halve.
    auto right = m_points.begin();
    const auto end = m_points.end();
    while (right != end && right->x < x)
    {
        ++right;
    }
    if (right == end)
    {
        return m_points.back().degree;
    }
    if (right->x == x)
    {
        double degree = right->degree;
        for (; right != end && right->x == x; ++right)
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

std::vector<MembershipFunction::Piece>
MembershipFunction::PiecesOfLines(double from, double to) const
{
    std::vector<Piece> pieces;
    const auto add = [&](Point a, Point b) {
        const auto at = [&](double x) {
            return a.degree == b.degree
                       ? a.degree
                       : a.degree + (x - a.x) / (b.x - a.x) * (b.degree - a.degree);
        };
        const double begin = std::max(a.x, from);
        const double end = std::min(b.x, to);
        if (begin < end)
        {
            const double left = at(begin);
            const double right = at(end);
            pieces.push_back({begin, end, left, (left + right) / 2, right});
        }
    };
    add({-INFINITE, m_points.front().degree}, m_points.front());
    for (std::size_t i = 1; i < m_points.size(); ++i)
    {
        add(m_points[i - 1], m_points[i]);
    }
    add(m_points.back(), {INFINITE, m_points.back().degree});
    return pieces;
}

std::vector<double>
MembershipFunction::Knots() const
{
    if (m_shape == Shape::PI)
    {
        return {m_a, (m_a + m_b) / 2, m_b, m_c, (m_c + m_d) / 2, m_d};
    }
    std::vector<double> knots{m_a};
    for (const double degree : KNOT_DEGREES)
    {
        const double odds = 1 / degree - 1;
        const double reach = m_shape == Shape::GAUSSIAN ? m_b * std::sqrt(-2 * std::log(degree))
                             : m_shape == Shape::BELL   ? m_b * std::pow(odds, 1 / (2 * m_c))
                                                        : std::log(odds) / m_b;
        knots.push_back(m_a - reach);
        knots.push_back(m_a + reach);
    }
    return knots;
}

void
MembershipFunction::Refine(const Piece& piece, int depth, std::vector<Piece>& pieces) const
{
    const double middle = piece.begin + (piece.end - piece.begin) / 2;
    const auto off = [&](double share, double parabola) {
        return std::abs(Degree(piece.begin + share * (piece.end - piece.begin)) - parabola);
    };
    // What rounding x moves on the flank of a narrow curve far from the origin.
    const double rise = std::abs(piece.right - piece.left);
    const double rounding = std::numeric_limits<double>::epsilon() *
                            std::max(std::abs(piece.begin), std::abs(piece.end)) /
                            (piece.end - piece.begin);
    const double limit = CURVE_TOLERANCE / 2 + 4 * rise * rounding;
    if (rise <= limit)
    {
        // A parabola could rise above both ends and so move the maximum.
        pieces.push_back(
            {piece.begin, piece.end, piece.left, (piece.left + piece.right) / 2, piece.right});
        return;
    }
    const double share = (piece.middle - piece.left) / (piece.right - piece.left);
    const bool monotone = share >= 0.25 && share <= 0.75; // as the curve is between its knots
    // A parabola through both ends and the middle is off most near the quarters.
    const bool fits = monotone &&
                      off(0.25, (3 * piece.left + 6 * piece.middle - piece.right) / 8) < limit &&
                      off(0.75, (3 * piece.right + 6 * piece.middle - piece.left) / 8) < limit;
    if (fits || depth == 0 || !(piece.begin < middle && middle < piece.end))
    {
        pieces.push_back(piece);
        return;
    }
    const auto half = [&](double begin, double end, double left, double right) {
        Refine({begin, end, left, Degree(begin + (end - begin) / 2), right}, depth - 1, pieces);
    };
    half(piece.begin, middle, piece.left, piece.middle);
    half(middle, piece.end, piece.middle, piece.right);
}

std::vector<MembershipFunction::Piece>
MembershipFunction::Pieces(double from, double to) const
{
    if (m_shape == Shape::SINGLETON)
    {
        return {};
    }
    if (!m_points.empty())
    {
        return PiecesOfLines(from, to);
    }
    std::vector<double> ends{from, to};
    for (const double knot : Knots())
    {
        if (from < knot && knot < to) // not the infinite ones
        {
            ends.push_back(knot);
        }
    }
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    std::vector<Piece> pieces;
    for (std::size_t i = 1; i < ends.size(); ++i)
    {
        const double a = ends[i - 1];
        const double b = ends[i];
        const Piece piece{a, b, Degree(a), Degree(a + (b - a) / 2), Degree(b)};
        if (m_shape == Shape::PI)
        {
            pieces.push_back(piece);
        }
        else
        {
            Refine(piece, DEEPEST_HALVING, pieces);
        }
    }
    return pieces;
}

std::optional<double>
MembershipFunction::SingletonAt() const
{
    return m_shape == Shape::SINGLETON ? std::optional<double>(m_a) : std::nullopt;
}

std::optional<std::pair<double, double>>
MembershipFunction::Span() const
{
    switch (m_shape)
    {
    case Shape::LINES:
    case Shape::HAT:
        return std::make_pair(m_points.front().x, m_points.back().x);
    case Shape::GAUSSIAN:
        return std::make_pair(m_a - GAUSSIAN_REACH * m_b, m_a + GAUSSIAN_REACH * m_b);
    case Shape::PI:
        return std::make_pair(std::isfinite(m_a) ? m_a : m_c, std::isfinite(m_d) ? m_d : m_b);
    case Shape::SINGLETON:
        return std::make_pair(m_a, m_a);
    case Shape::BELL:
    case Shape::SIGMOID:
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace ns3::iomt
