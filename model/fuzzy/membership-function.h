// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_MEMBERSHIP_FUNCTION_H
#define IOMT_MEMBERSHIP_FUNCTION_H

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief A membership function: how far a crisp value belongs to a linguistic term, in [0, 1].
 *
 * | shape            | degree of x                                                     | pieces |
 * |------------------|-----------------------------------------------------------------|--------|
 * | piecewise linear | between points; flat before the first and after the last        | exact  |
 * | triangle         | 0 at a and c, 1 at b                                            | exact  |
 * | trapezoid        | 0 at a and d, 1 from b to c                                     | exact  |
 * | S                | 0 to a, 2 ((x-a)/(b-a))^2 to the middle, mirrored to 1 at b     | exact  |
 * | Z                | 1 - S                                                           | exact  |
 * | Pi               | S from a to b, 1 to c, Z from c to d                            | exact  |
 * | Gaussian         | exp(-(x-mean)^2 / (2 sigma^2))                                  | 1e-6   |
 * | bell             | 1 / (1 + \|(x-centre)/width\|^(2 slope))                        | 1e-6   |
 * | sigmoid          | 1 / (1 + exp(-slope (x-centre)))                                | 1e-6   |
 * | singleton        | 1 at x, 0 elsewhere                                             | none   |
 *
 * The last column says how far Pieces(), which defuzzification integrates, may be from Degree().
 */
class MembershipFunction
{
  public:
    /** @brief A corner of a piecewise-linear function. */
    struct Point
    {
        double x;      //!< crisp value, in the variable's unit
        double degree; //!< membership in [0, 1]
    };

    /** @brief A stretch of the function that is a parabola; a straight line is one too. */
    struct Piece
    {
        double begin;  //!< crisp value
        double end;    //!< crisp value, > begin
        double left;   //!< degree right after begin
        double middle; //!< degree half-way
        double right;  //!< degree right before end
    };

    /// How far the pieces of a curve may be from it.
    static constexpr double CURVE_TOLERANCE = 1e-6;

    /**
     * @brief A function of straight lines; two points with the same x make a vertical edge.
     * @param points at least one, x not falling, degrees in [0, 1]
     * @throws std::invalid_argument otherwise
     */
    static MembershipFunction PiecewiseLinear(std::vector<Point> points);

    /**
     * @brief a = b or b = c makes that side vertical.
     * @throws std::invalid_argument unless a <= b <= c and a < c
     */
    static MembershipFunction Triangular(double a, double b, double c);

    /** @throws std::invalid_argument unless a <= b <= c <= d and a < d */
    static MembershipFunction Trapezoidal(double a, double b, double c, double d);

    /** @throws std::invalid_argument unless sigma > 0 */
    static MembershipFunction Gaussian(double mean, double sigma);

    /**
     * @brief The generalised bell.
     * @param width half of the width at degree 0.5
     * @param slope of the flanks: the derivative there is -+ slope / (2 width)
     * @throws std::invalid_argument unless both are > 0
     */
    static MembershipFunction Bell(double width, double slope, double centre);

    /**
     * @param slope four times the derivative at the centre; below 0 it falls
     * @throws std::invalid_argument when the slope is 0
     */
    static MembershipFunction Sigmoid(double slope, double centre);

    /** @throws std::invalid_argument unless a < b */
    static MembershipFunction SShape(double a, double b);

    /** @throws std::invalid_argument unless a < b */
    static MembershipFunction ZShape(double a, double b);

    /** @throws std::invalid_argument unless a < b <= c < d */
    static MembershipFunction PiShape(double a, double b, double c, double d);

    /** @throws std::invalid_argument unless finite */
    static MembershipFunction Singleton(double x);

    /**
     * @brief The degree of membership of @p x; 0 for a NaN.
     *
     * On a vertical edge the higher of the two degrees counts.
     */
    double Degree(double x) const
    {
        if (m_shape == Shape::HAT)
        {
            const double left = m_hat.left + (x - m_hat.begin) * m_hat.rise;
            const double right = m_hat.right + (m_hat.end - x) * m_hat.fall;
            const double lower = left < right ? left : right;
            const double capped = m_hat.top < lower ? m_hat.top : lower;
            return capped > m_hat.bottom ? capped : m_hat.bottom; // which it is for a NaN
        }
        return DegreeOfOthers(x);
    }

    /** @brief The function over [from, to], from left to right without a gap; none of a singleton.
     */
    std::vector<Piece> Pieces(double from, double to) const;

    /** @brief Where a singleton is; nothing for other shapes. */
    std::optional<double> SingletonAt() const;

    /**
     * @brief The stretch outside which the degree changes no more: first to last corner, mean +- 5
     *        sigma of a Gaussian; nothing for a bell and a sigmoid, which have no such stretch.
     */
    std::optional<std::pair<double, double>> Span() const;

  private:
    enum class Shape : std::uint8_t
    {
        LINES,
        HAT, //!< lines up to 1 and down: begin and slope of the rise, end and slope of the fall;
             //!< a slope of 0 is a shoulder
        GAUSSIAN, //!< mean, sigma
        BELL,     //!< centre, width, slope
        SIGMOID,  //!< centre, slope
        PI,       //!< a, b, c, d; S has c = d = infinity, Z has a = b = -infinity
        SINGLETON //!< x
    };

    struct Hat
    {
        double begin = 0;
        double rise = 0; //!< slope
        double left = 1; //!< degree at begin
        double end = 0;
        double fall = 0;  //!< slope
        double right = 1; //!< degree at end
        // Constants would let the compiler make branches of these limits, and which of them holds
        // is guessed wrong as often as not.
        double top = 1;
        double bottom = 0;
    };

    MembershipFunction(Shape shape, double a, double b = 0, double c = 0, double d = 0);

    double DegreeOfOthers(double x) const;
    double DegreeOfLines(double x) const;
    std::vector<Piece> PiecesOfLines(double from, double to) const;
    std::vector<double> Knots() const;
    void Refine(const Piece& piece, int depth, std::vector<Piece>& pieces) const;

    Shape m_shape;
    double m_a;
    double m_b;
    double m_c;
    double m_d;
    Hat m_hat;
    std::vector<Point> m_points; //!< of LINES and HAT
};

} // namespace ns3::iomt

#endif // IOMT_MEMBERSHIP_FUNCTION_H
