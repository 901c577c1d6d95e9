// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_MEMBERSHIP_FUNCTION_H
#define IOMT_MEMBERSHIP_FUNCTION_H

#include <vector>

namespace ns3::iomt
{

/**
 * @brief A membership function: how far a crisp value belongs to a linguistic term, in [0, 1].
 *
 * Two shapes exist. A piecewise-linear function is the term of IEC 61131-7 (points joined by
 * straight lines; before the first and after the last point the degree stays what it is there), and
 * triangles and trapezoids are written as one. A Gaussian is exp(-(x - mean)^2 / (2 sigma^2)).
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

    /**
     * @brief A function of straight lines; two points with the same x make a vertical edge.
     * @param points at least one, x not falling, degrees in [0, 1]
     * @throws std::invalid_argument otherwise
     */
    static MembershipFunction PiecewiseLinear(std::vector<Point> points);

    /**
     * @brief Degree 0 at a and c, 1 at b; a = b or b = c makes that side vertical.
     * @throws std::invalid_argument unless a <= b <= c and a < c
     */
    static MembershipFunction Triangular(double a, double b, double c);

    /**
     * @brief Degree 0 at a and d, 1 from b to c.
     * @throws std::invalid_argument unless a <= b <= c <= d and a < d
     */
    static MembershipFunction Trapezoidal(double a, double b, double c, double d);

    /**
     * @brief The bell of the given mean and standard deviation.
     * @throws std::invalid_argument unless sigma > 0
     */
    static MembershipFunction Gaussian(double mean, double sigma);

    /**
     * @brief The degree of membership of @p x; 0 for a NaN.
     *
     * On a vertical edge the higher of the two degrees counts.
     */
    double Degree(double x) const;

    /**
     * @brief The corners. A Gaussian gives a polygon of 100 lines over mean +- 5 sigma, which is
     *        what the centroid integrates.
     */
    const std::vector<Point>& Points() const;

    /** @brief Whether Points() is the function itself and not an approximation. */
    bool IsPiecewiseLinear() const;

  private:
    std::vector<Point> m_points;
    double m_mean = 0;
    double m_sigma = 0; //!< 0: piecewise linear
};

} // namespace ns3::iomt

#endif // IOMT_MEMBERSHIP_FUNCTION_H
