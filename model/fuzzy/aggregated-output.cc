// SPDX-License-Identifier: GPL-2.0-only

#include "aggregated-output.h"

#include "ns3/operation-counts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace ns3::iomt
{

namespace
{

constexpr double NOTHING = std::numeric_limits<double>::quiet_NaN();
constexpr double UNCLIPPED = std::numeric_limits<double>::infinity();

// A second difference below this is what rounding leaves of a straight line.
constexpr double STRAIGHT = 1e-12;

// Degrees that differ by less than this share of the highest are equally high, crisp values that
// differ by less than this share of the range are one.
constexpr double SAME = 1e-9;

// Share of the area by which a bisector may be off, so that it is in the middle of a gap.
constexpr double SAME_AREA = 1e-13;

/** @brief Adds where a + b u + c u^2 = 0 between @p from and @p to, both excluded. */
void
AddRoots(double a, double b, double c, double from, double to, std::vector<double>& roots)
{
    const auto add = [&](double u) {
        if (u > from && u < to)
        {
            roots.push_back(u);
        }
    };
    if (c == 0)
    {
        if (b != 0)
        {
            add(-a / b);
        }
        return;
    }
    const double discriminant = b * b - 4 * a * c;
    if (discriminant <= 0) // touching cuts nothing
    {
        return;
    }
    // Of the two usual forms the one that does not cancel (Numerical Recipes, 5.6).
    const double q = -0.5 * (b + std::copysign(std::sqrt(discriminant), b));
    add(q / c);
    if (q != 0)
    {
        add(a / q);
    }
}

/** @brief The values of highest degree, in rising order: stretches, or points if there is none. */
class Maxima
{
  public:
    explicit Maxima(double range)
        : m_same(SAME * range)
    {
    }

    void AddPoint(double x)
    {
        if (m_points == 0 || x - m_largest > m_same)
        {
            m_sum += x;
            ++m_points;
        }
        Extend(x, x);
    }

    void AddStretch(double begin, double end)
    {
        m_length += end - begin;
        m_moment += (end - begin) * (begin + end) / 2;
        Extend(begin, end);
    }

    double Take(Defuzzifier which) const
    {
        switch (which)
        {
        case Defuzzifier::SMALLEST_OF_MAXIMUM:
            return m_smallest;
        case Defuzzifier::LARGEST_OF_MAXIMUM:
            return m_largest;
        default:
            return m_length > 0 ? m_moment / m_length : m_sum / m_points;
        }
    }

  private:
    void Extend(double begin, double end)
    {
        m_smallest = std::min(m_smallest, begin);
        m_largest = std::max(m_largest, end);
    }

    double m_same;
    double m_smallest = std::numeric_limits<double>::infinity();
    double m_largest = -std::numeric_limits<double>::infinity();
    double m_length = 0;
    double m_moment = 0;
    double m_sum = 0;
    int m_points = 0;
};

} // namespace

AggregatedOutput::AggregatedOutput(const LinguisticVariable& output,
                                   Implication implication,
                                   const std::vector<std::size_t>& conclusions)
    : m_aggregation(output.aggregation),
      m_defuzzifier(output.defuzzifier),
      m_implication(implication),
      m_minimum(output.minimum),
      m_maximum(output.maximum)
{
    std::size_t strengths = 0;
    for (const auto count : conclusions)
    {
        m_strengthsOf.push_back(strengths);
        strengths +=
            m_aggregation == Aggregation::MAXIMUM ? std::min<std::size_t>(count, 1) : count;
    }
    m_strengthsOf.push_back(strengths);
    for (std::size_t term = 0; term < output.terms.size(); ++term)
    {
        if (const auto x = output.terms[term].membership.SingletonAt())
        {
            m_singletons.push_back({*x, m_strengthsOf[term], m_strengthsOf[term + 1]});
        }
    }
    std::sort(m_singletons.begin(), m_singletons.end(), [](const auto& a, const auto& b) {
        return a.x < b.x;
    });
    PrepareCells(output, conclusions);
}

std::size_t
AggregatedOutput::StrengthsOf(std::size_t term) const
{
    return m_strengthsOf[term];
}

std::size_t
AggregatedOutput::StrengthCount() const
{
    return m_strengthsOf.back();
}

void
AggregatedOutput::PrepareCells(const LinguisticVariable& output,
                               const std::vector<std::size_t>& conclusions)
{
    std::vector<std::vector<MembershipFunction::Piece>> pieces(output.terms.size());
    std::vector<double> ends;
    for (std::size_t term = 0; term < output.terms.size(); ++term)
    {
        if (conclusions[term] == 0)
        {
            continue;
        }
        pieces[term] = output.terms[term].membership.Pieces(m_minimum, m_maximum);
        for (const auto& piece : pieces[term])
        {
            ends.push_back(piece.begin);
            ends.push_back(piece.end);
        }
    }
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());

    std::vector<std::size_t> next(output.terms.size(), 0); // piece of each term
    std::size_t most = 0;
    for (std::size_t e = 1; e < ends.size(); ++e)
    {
        Cell cell{ends[e - 1] - m_minimum, ends[e] - ends[e - 1], m_shares.size(), 0};
        std::size_t strengths = 0;
        for (std::size_t term = 0; term < output.terms.size(); ++term)
        {
            if (pieces[term].empty())
            {
                continue;
            }
            while (pieces[term][next[term]].end < ends[e])
            {
                ++next[term];
            }
            const auto& piece = pieces[term][next[term]];
            const double bend = 2 * (piece.left - 2 * piece.middle + piece.right);
            Parabola whole{piece.left, piece.right - piece.left, 0};
            if (std::abs(bend) > STRAIGHT)
            {
                whole.b -= bend;
                whole.c = bend;
            }
            // The part of the piece that the cell is, u = from + v (to - from).
            const double width = piece.end - piece.begin;
            const double from = (ends[e - 1] - piece.begin) / width;
            const double part = (ends[e] - piece.begin) / width - from;
            const Parabola here{whole.At(from),
                                part * (whole.b + 2 * from * whole.c),
                                part * part * whole.c};
            if (here.a != 0 || here.b != 0 || here.c != 0)
            {
                m_shares.push_back({here, m_strengthsOf[term], m_strengthsOf[term + 1]});
                strengths += m_strengthsOf[term + 1] - m_strengthsOf[term];
            }
        }
        cell.last = m_shares.size();
        m_cells.push_back(cell);
        most = std::max(most, strengths);
    }
    // Each term is clipped at up to two places, and each pair of terms crosses at up to two.
    const std::size_t pairs = m_aggregation == Aggregation::MAXIMUM ? most * most : 2;
    m_implied.reserve(most);
    m_clips.reserve(2 * most);
    m_crossings.reserve(pairs);
    m_slices.reserve(4 * m_cells.size()); // an inference with more of them enlarges it for good
}

double
AggregatedOutput::Defuzzify(const double* strengths)
{
    if (!m_singletons.empty())
    {
        return OfSingletons(strengths);
    }
    Cut(strengths);
    double value = NOTHING;
    switch (m_defuzzifier)
    {
    case Defuzzifier::CENTROID:
        value = Centroid();
        break;
    case Defuzzifier::BISECTOR:
        value = Bisector();
        break;
    case Defuzzifier::MEAN_OF_MAXIMUM:
    case Defuzzifier::SMALLEST_OF_MAXIMUM:
    case Defuzzifier::LARGEST_OF_MAXIMUM:
        value = OfMaximum();
        break;
    }
    return std::isnan(value) ? value : std::clamp(m_minimum + value, m_minimum, m_maximum);
}

void
AggregatedOutput::Cut(const double* strengths)
{
    m_slices.clear();
    for (const auto& cell : m_cells)
    {
        m_implied.clear();
        for (auto s = cell.first; s < cell.last; ++s)
        {
            const auto& share = m_shares[s];
            for (auto i = share.first; i < share.last; ++i)
            {
                const double strength = strengths[i];
                if (!(strength > 0))
                {
                    continue;
                }
                auto parabola = share.parabola;
                double level = strength;
                if (m_implication == Implication::PRODUCT)
                {
                    parabola = {parabola.a * strength,
                                parabola.b * strength,
                                parabola.c * strength};
                    level = UNCLIPPED;
                }
                m_implied.push_back({parabola, level, parabola});
            }
        }
        if (!m_implied.empty())
        {
            CutCell(cell);
        }
    }
}

void
AggregatedOutput::CutCell(const Cell& cell)
{
    m_clips.clear();
    if (m_implication == Implication::MINIMUM)
    {
        for (const auto& implied : m_implied)
        {
            const auto& p = implied.parabola;
            AddRoots(p.a - implied.level, p.b, p.c, 0, 1, m_clips);
        }
        std::sort(m_clips.begin(), m_clips.end());
    }
    double from = 0;
    for (const double clip : m_clips)
    {
        if (clip > from)
        {
            Settle(cell, from, clip);
            from = clip;
        }
    }
    Settle(cell, from, 1);
}

void
AggregatedOutput::Settle(const Cell& cell, double from, double to)
{
    RunningOperations().Add(Operation::TERM_EVALUATION, m_implied.size());
    const double middle = (from + to) / 2;
    Parabola sum{0, 0, 0};
    for (auto& implied : m_implied)
    {
        const bool clipped = implied.parabola.At(middle) > implied.level;
        implied.settled = clipped ? Parabola{implied.level, 0, 0} : implied.parabola;
        sum = {sum.a + implied.settled.a, sum.b + implied.settled.b, sum.c + implied.settled.c};
    }
    m_crossings.clear();
    if (m_aggregation == Aggregation::BOUNDED_SUM)
    {
        AddRoots(sum.a - 1, sum.b, sum.c, from, to, m_crossings);
    }
    else if (m_aggregation == Aggregation::MAXIMUM)
    {
        for (std::size_t i = 0; i < m_implied.size(); ++i)
        {
            for (std::size_t j = i + 1; j < m_implied.size(); ++j)
            {
                const auto& p = m_implied[i].settled;
                const auto& q = m_implied[j].settled;
                AddRoots(p.a - q.a, p.b - q.b, p.c - q.c, from, to, m_crossings);
            }
        }
    }
    std::sort(m_crossings.begin(), m_crossings.end());

    const auto add = [&](double begin, double end) {
        const double within = (begin + end) / 2;
        switch (m_aggregation)
        {
        case Aggregation::MAXIMUM: {
            const auto highest =
                std::max_element(m_implied.begin(),
                                 m_implied.end(),
                                 [within](const Implied& p, const Implied& q) {
                                     return p.settled.At(within) < q.settled.At(within);
                                 });
            AddSlice(cell, highest->settled, begin, end);
            break;
        }
        case Aggregation::BOUNDED_SUM:
            AddSlice(cell, sum.At(within) > 1 ? Parabola{1, 0, 0} : sum, begin, end);
            break;
        case Aggregation::SUM:
            AddSlice(cell, sum, begin, end);
            break;
        }
    };
    for (const double crossing : m_crossings)
    {
        if (crossing > from)
        {
            add(from, crossing);
            from = crossing;
        }
    }
    add(from, to);
}

void
AggregatedOutput::AddSlice(const Cell& cell, const Parabola& parabola, double from, double to)
{
    m_slices.push_back({cell.begin + cell.width * from,
                        cell.width * (to - from),
                        parabola.At(from),
                        parabola.At((from + to) / 2),
                        parabola.At(to)});
}

double
AggregatedOutput::Centroid() const
{
    double area = 0;
    double moment = 0;
    for (const auto& s : m_slices)
    {
        // Simpson's rule is exact up to the third power, which the moment of a parabola is.
        area += s.Area();
        moment += s.width *
                  (s.begin * s.left + 4 * (s.begin + s.width / 2) * s.middle +
                   (s.begin + s.width) * s.right) /
                  6;
    }
    return area > 0 ? moment / area : NOTHING;
}

double
AggregatedOutput::Bisector() const
{
    double area = 0;
    for (const auto& s : m_slices)
    {
        area += s.Area();
    }
    if (!(area > 0))
    {
        return NOTHING;
    }
    return (AtArea(area / 2 * (1 - SAME_AREA)) + AtArea(area / 2 * (1 + SAME_AREA))) / 2;
}

double
AggregatedOutput::AtArea(double area) const
{
    double end = 0;
    for (const auto& s : m_slices)
    {
        const double whole = s.Area();
        end = s.begin + s.width;
        if (area >= whole)
        {
            area -= whole;
            continue;
        }
        // The area up to v is a cubic that only grows: halve until nothing is left to halve.
        const double bend = 2 * (s.left - 2 * s.middle + s.right);
        const double slope = s.right - s.left - bend;
        double low = 0;
        double high = 1;
        for (double v = 0.5; low < v && v < high; v = (low + high) / 2)
        {
            const double upToV = s.width * v * (s.left + v * (slope / 2 + v * bend / 3));
            (upToV < area ? low : high) = v;
        }
        return s.begin + s.width * high;
    }
    return end;
}

double
AggregatedOutput::OfMaximum() const
{
    // The top of a parabola that has one inside the slice, as a share of its width.
    const auto top = [](const Slice& s) {
        const double bend = 2 * (s.left - 2 * s.middle + s.right);
        const double slope = s.right - s.left - bend;
        const double v = bend < -STRAIGHT ? -slope / (2 * bend) : -1;
        return v > 0 && v < 1 ? std::make_optional(std::make_pair(v, s.left + v * slope / 2))
                              : std::nullopt;
    };
    double highest = 0;
    for (const auto& s : m_slices)
    {
        highest = std::max({highest, s.left, s.right});
        if (const auto inside = top(s))
        {
            highest = std::max(highest, inside->second);
        }
    }
    if (!(highest > 0))
    {
        return NOTHING;
    }
    const double high = highest * (1 - SAME);
    Maxima maxima(m_maximum - m_minimum);
    for (const auto& s : m_slices)
    {
        if (s.left >= high && s.middle >= high && s.right >= high)
        {
            maxima.AddStretch(s.begin, s.begin + s.width);
            continue;
        }
        if (s.left >= high)
        {
            maxima.AddPoint(s.begin);
        }
        const auto inside = top(s);
        if (inside && inside->second >= high)
        {
            maxima.AddPoint(s.begin + s.width * inside->first);
        }
        if (s.right >= high)
        {
            maxima.AddPoint(s.begin + s.width);
        }
    }
    return maxima.Take(m_defuzzifier);
}

double
AggregatedOutput::OfSingletons(const double* strengths) const
{
    const auto degree = [&](const Singleton& singleton) {
        double sum = 0; // under MAXIMUM of one strength
        for (auto i = singleton.first; i < singleton.last; ++i)
        {
            sum += strengths[i];
        }
        return m_aggregation == Aggregation::BOUNDED_SUM ? std::min(sum, 1.0) : sum;
    };
    double highest = 0;
    double total = 0;
    double moment = 0;
    for (const auto& singleton : m_singletons)
    {
        const double d = degree(singleton);
        highest = std::max(highest, d);
        total += d;
        moment += d * (singleton.x - m_minimum);
    }
    if (!(highest > 0))
    {
        return NOTHING;
    }
    if (m_defuzzifier == Defuzzifier::CENTROID)
    {
        return std::clamp(m_minimum + moment / total, m_minimum, m_maximum);
    }
    Maxima maxima(m_maximum - m_minimum);
    for (const auto& singleton : m_singletons)
    {
        if (degree(singleton) >= highest * (1 - SAME))
        {
            maxima.AddPoint(singleton.x);
        }
    }
    return maxima.Take(m_defuzzifier);
}

} // namespace ns3::iomt
