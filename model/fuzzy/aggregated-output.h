// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_AGGREGATED_OUTPUT_H
#define IOMT_AGGREGATED_OUTPUT_H

#include "linguistic-variable.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3::iomt
{

/** @brief How a rule's strength shapes its conclusion. */
enum class Implication : std::uint8_t
{
    MINIMUM, //!< clips the term
    PRODUCT  //!< scales the term
};

/**
 * @brief The fuzzy set that the rules make of an output, and the one value taken from it.
 *
 * Prepared once: the corners of all terms cut the range into cells, in each of which a term is one
 * parabola (a straight line is one). What remains for an inference are the cuts where a term is
 * clipped and where two of them cross; between those the set is one parabola, whose area and moment
 * Simpson's rule gives exactly. So nothing is sampled, and nothing is allocated.
 *
 *          term a   term b              cells   |    |   |     |  |
 *           ____      /\                clips    |       |
 *          /    \    /  \      -->      crossing       |
 *         /      \  /    \              slices  ||   | | |     |  |
 */
class AggregatedOutput
{
  public:
    /**
     * @param conclusions how many rules conclude each term of @p output
     */
    AggregatedOutput(const LinguisticVariable& output,
                     Implication implication,
                     const std::vector<std::size_t>& conclusions);

    /**
     * @brief Where the strengths of a term begin in what Defuzzify() reads.
     *
     * Under Aggregation::MAXIMUM a term has one strength, else one for each rule that concludes it.
     */
    std::size_t StrengthsOf(std::size_t term) const;

    /** @brief How many strengths Defuzzify() reads. */
    std::size_t StrengthCount() const;

    /**
     * @brief The value; adds a term evaluation to RunningOperations() for each term in each cell
     *        that it is concluded in.
     * @param strengths StrengthCount() numbers in [0, 1]
     * @return within the range; NaN when the set is empty
     */
    double Defuzzify(const double* strengths);

  private:
    /** @brief a + b u + c u^2 for u in [0, 1] across a cell. */
    struct Parabola
    {
        double a;
        double b;
        double c;

        double At(double u) const
        {
            return a + u * (b + u * c);
        }
    };

    /** @brief What a term is within a cell. */
    struct Share
    {
        Parabola parabola;
        std::size_t first; //!< its strengths
        std::size_t last;
    };

    struct Cell
    {
        /** @brief What a centroid needs to do here. */
        enum class Kind : std::uint8_t
        {
            LINE,       //!< a straight line
            NEIGHBOURS, //!< the higher of two straight lines, one falls and the other rises
            OTHER       //!< everything else
        };

        double begin; //!< from the start of the range: far from the origin moments lose digits
        double width;
        double from;       //!< 0, u of its begin: as variables, limits cost no branches
        double to;         //!< 1, u of its end
        std::size_t first; //!< its shares
        std::size_t last;
        Kind kind;
    };

    /** @brief An implied term within a cell. */
    struct Implied
    {
        Parabola parabola;
        double level;     //!< clipped there
        Parabola settled; //!< clipped or not, between two cuts
    };

    /** @brief A stretch where the set is one parabola. */
    struct Slice
    {
        double begin;
        double width;
        double left;
        double middle;
        double right;

        double Area() const
        {
            return width * (left + 4 * middle + right) / 6;
        }
    };

    struct Moments
    {
        double area = 0;
        double moment = 0; //!< about the start of the range
    };

    struct Singleton
    {
        double x;
        std::size_t first; //!< its strengths
        std::size_t last;
    };

    struct Ramp;
    class Trapezoids;

    Ramp RampOf(const Parabola& line, double strength) const;
    static double Within(const Cell& cell, double u);
    Cell::Kind KindOf(const Cell& cell) const;
    void PrepareCells(const LinguisticVariable& output,
                      const std::vector<std::size_t>& conclusions);
    void Cut(const double* strengths);
    void CutCell(const Cell& cell, const double* strengths);
    Implied Imply(const Parabola& term, double strength) const;
    void Settle(const Cell& cell, double from, double to);
    void AddHighest(const Cell& cell, double from, double to);
    void AddSum(const Cell& cell, double from, double to);
    void AddSlice(const Cell& cell, const Parabola& parabola, double from, double to);
    double Centroid(const double* strengths);
    void AddLine(const Cell& cell, const double* strengths, Moments& all);
    void AddNeighbours(const Cell& cell, const double* strengths, Moments& all);
    double Bisector() const;
    double AtArea(double area) const;
    double OfMaximum() const;
    double OfSingletons(const double* strengths) const;

    Aggregation m_aggregation;
    Defuzzifier m_defuzzifier;
    Implication m_implication;
    double m_minimum;
    double m_maximum;
    std::vector<std::size_t> m_strengthsOf;
    std::vector<Singleton> m_singletons;
    std::vector<Cell> m_cells;
    std::vector<Share> m_shares;

    std::size_t m_evaluations = 0; //!< by the inference that runs

    // Kept from one inference to the next for their memory.
    std::vector<Implied> m_implied;
    std::vector<double> m_clips;
    std::vector<double> m_crossings;
    std::vector<Slice> m_slices;
};

} // namespace ns3::iomt

#endif // IOMT_AGGREGATED_OUTPUT_H
