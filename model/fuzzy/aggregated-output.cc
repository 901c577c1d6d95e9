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

// Not std::min and std::max, whose references cost branches; the second for a NaN.
inline double
Least(double a, double b)
{
    return a < b ? a : b;
}

inline double
Most(double a, double b)
{
    return a > b ? a : b;
}

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

/** @brief Into rising order; of a handful, as there are at most times, faster than std::sort. */
void
Sort(std::vector<double>& numbers)
{
    constexpr std::size_t HANDFUL = 16;
    if (numbers.size() > HANDFUL)
    {
        std::sort(numbers.begin(), numbers.end());
        return;
    }
    for (std::size_t i = 1; i < numbers.size(); ++i)
    {
        const double number = numbers[i];
        std::size_t to = i;
        for (; to > 0 && numbers[to - 1] > number; --to)
        {
            numbers[to] = numbers[to - 1];
        }
        numbers[to] = number;
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

// What an inference calls most is inline: calls within a shared library take a detour.

/** @brief A clipped straight line within a cell. */
struct AggregatedOutput::Ramp
{
    double a;
    double b;
    double level;

    double At(double u) const
    {
        return Least(a + u * b, level);
    }
};

/** @brief Adds up trapezoids from the begin of a cell to its end. */
class AggregatedOutput::Trapezoids
{
  public:
    explicit Trapezoids(double height)
        : m_height(height)
    {
    }

    void Add(double u, double height)
    {
        const double width = u - m_u;
        const double sum = m_height + height;
        const double product = u * height;
        m_area += width * sum;
        m_moment += width * ((m_u + u) * sum + m_product + product);
        m_u = u;
        m_height = height;
        m_product = product;
    }

    void Take(const Cell& cell, Moments& all) const
    {
        const double area = m_area * cell.width / 2;
        all.area += area;
        all.moment += cell.begin * area + cell.width * cell.width * m_moment / 6;
    }

  private:
    double m_u = 0;
    double m_height;
    double m_product = 0; // of both
    double m_area = 0;    // twice
    double m_moment = 0;  // six times
};

inline AggregatedOutput::Ramp
AggregatedOutput::RampOf(const Parabola& line, double strength) const
{
    return m_implication == Implication::MINIMUM
               ? Ramp{line.a, line.b, strength}
               : Ramp{line.a * strength, line.b * strength, UNCLIPPED};
}

inline double
AggregatedOutput::Within(const Cell& cell, double u)
{
    return Most(Least(cell.to, u), cell.from); // 0 for 0 / 0
}

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
        Cell cell{ends[e - 1] - m_minimum,
                  ends[e] - ends[e - 1],
                  0,
                  1,
                  m_shares.size(),
                  0,
                  Cell::Kind::OTHER};
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
        cell.kind = KindOf(cell);
        m_cells.push_back(cell);
        most = std::max(most, strengths);
    }
    // Each term is clipped at up to two places, and each pair of terms crosses at up to two.
    const std::size_t pairs = m_aggregation == Aggregation::MAXIMUM ? most * most : 2;
    m_implied.reserve(most);
    m_clips.reserve(2 * most);
    m_crossings.reserve(pairs + 1);
    m_slices.reserve(4 * m_cells.size()); // an inference with more of them enlarges it for good
}

AggregatedOutput::Cell::Kind
AggregatedOutput::KindOf(const Cell& cell) const
{
    const auto shares = cell.last - cell.first;
    if (m_aggregation != Aggregation::MAXIMUM || shares < 1 || shares > 2)
    {
        return Cell::Kind::OTHER;
    }
    const auto& p = m_shares[cell.first].parabola;
    const auto& q = m_shares[cell.last - 1].parabola;
    if (p.c != 0 || q.c != 0)
    {
        return Cell::Kind::OTHER;
    }
    if (shares == 1)
    {
        return Cell::Kind::LINE;
    }
    return p.b * q.b <= 0 ? Cell::Kind::NEIGHBOURS : Cell::Kind::OTHER;
}

double
AggregatedOutput::Defuzzify(const double* strengths)
{
    if (!m_singletons.empty())
    {
        return OfSingletons(strengths);
    }
    double value = NOTHING;
    m_evaluations = 0;
    switch (m_defuzzifier)
    {
    case Defuzzifier::CENTROID:
        value = Centroid(strengths);
        break;
    case Defuzzifier::BISECTOR:
        Cut(strengths);
        value = Bisector();
        break;
    case Defuzzifier::MEAN_OF_MAXIMUM:
    case Defuzzifier::SMALLEST_OF_MAXIMUM:
    case Defuzzifier::LARGEST_OF_MAXIMUM:
        Cut(strengths);
        value = OfMaximum();
        break;
    }
    RunningOperations().Add(Operation::TERM_EVALUATION, m_evaluations);
    return std::isnan(value) ? value : std::clamp(m_minimum + value, m_minimum, m_maximum);
}

void
AggregatedOutput::Cut(const double* strengths)
{
    m_slices.clear();
    for (const auto& cell : m_cells)
    {
        CutCell(cell, strengths);
    }
}

void
AggregatedOutput::CutCell(const Cell& cell, const double* strengths)
{
    m_implied.clear();
    for (auto s = cell.first; s < cell.last; ++s)
    {
        const auto& share = m_shares[s];
        for (auto i = share.first; i < share.last; ++i)
        {
            if (strengths[i] > 0)
            {
                m_implied.push_back(Imply(share.parabola, strengths[i]));
            }
        }
    }
    if (m_implied.empty())
    {
        return;
    }
    m_evaluations += m_implied.size();
    m_clips.clear();
    if (m_implication == Implication::MINIMUM)
    {
        for (const auto& implied : m_implied)
        {
            const auto& p = implied.parabola;
            AddRoots(p.a - implied.level, p.b, p.c, 0, 1, m_clips);
        }
        Sort(m_clips);
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

AggregatedOutput::Implied
AggregatedOutput::Imply(const Parabola& term, double strength) const
{
    if (m_implication == Implication::MINIMUM)
    {
        return {term, strength, term};
    }
    const Parabola scaled{term.a * strength, term.b * strength, term.c * strength};
    return {scaled, UNCLIPPED, scaled};
}

void
AggregatedOutput::Settle(const Cell& cell, double from, double to)
{
    const double middle = (from + to) / 2;
    for (auto& implied : m_implied)
    {
        const bool clipped = implied.parabola.At(middle) > implied.level;
        implied.settled = clipped ? Parabola{implied.level, 0, 0} : implied.parabola;
    }
    if (m_implied.size() == 1)
    {
        AddSlice(cell, m_implied[0].settled, from, to); // as clipped and scaled by at most 1
        return;
    }
    m_crossings.clear();
    if (m_aggregation == Aggregation::MAXIMUM)
    {
        AddHighest(cell, from, to);
    }
    else
    {
        AddSum(cell, from, to);
    }
}

void
AggregatedOutput::AddHighest(const Cell& cell, double from, double to)
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
    Sort(m_crossings);
    m_crossings.push_back(to);
    for (const double end : m_crossings)
    {
        if (!(end > from))
        {
            continue;
        }
        const double middle = (from + end) / 2;
        const Parabola* highest = &m_implied[0].settled;
        double degree = highest->At(middle);
        for (std::size_t i = 1; i < m_implied.size(); ++i)
        {
            const double other = m_implied[i].settled.At(middle);
            if (other > degree)
            {
                highest = &m_implied[i].settled;
                degree = other;
            }
        }
        AddSlice(cell, *highest, from, end);
        from = end;
    }
}

void
AggregatedOutput::AddSum(const Cell& cell, double from, double to)
{
    Parabola sum{0, 0, 0};
    for (const auto& implied : m_implied)
    {
        const auto& p = implied.settled;
        sum = {sum.a + p.a, sum.b + p.b, sum.c + p.c};
    }
    if (m_aggregation == Aggregation::BOUNDED_SUM)
    {
        AddRoots(sum.a - 1, sum.b, sum.c, from, to, m_crossings);
        Sort(m_crossings);
    }
    m_crossings.push_back(to);
    for (const double end : m_crossings)
    {
        if (end > from)
        {
            const bool bounded = m_aggregation == Aggregation::BOUNDED_SUM;
            const bool full = bounded && sum.At((from + end) / 2) > 1;
            AddSlice(cell, full ? Parabola{1, 0, 0} : sum, from, end);
            from = end;
        }
    }
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
AggregatedOutput::Centroid(const double* strengths)
{
    Moments all;
    m_slices.clear();
    for (const auto& cell : m_cells)
    {
        switch (cell.kind)
        {
        case Cell::Kind::LINE:
            AddLine(cell, strengths, all);
            break;
        case Cell::Kind::NEIGHBOURS:
            AddNeighbours(cell, strengths, all);
            break;
        case Cell::Kind::OTHER:
            CutCell(cell, strengths);
            break;
        }
    }
    for (const auto& s : m_slices)
    {
        // Simpson's rule is exact up to the third power, which the moment of a parabola is.
        const double left = s.width * s.left;
        const double middle = 4 * s.width * s.middle;
        const double right = s.width * s.right;
        const double area = (left + middle + right) / 6;
        all.area += area;
        all.moment += s.begin * area + s.width * (middle / 2 + right) / 6;
    }
    return all.area > 0 ? all.moment / all.area : NOTHING;
}

inline void
AggregatedOutput::AddLine(const Cell& cell, const double* strengths, Moments& all)
{
    const auto& share = m_shares[cell.first];
    const double strength = strengths[share.first];
    if (!(strength > 0))
    {
        return;
    }
    const auto p = RampOf(share.parabola, strength);
    const double clip = Within(cell, (p.level - p.a) / p.b);
    Trapezoids sum{p.At(0)};
    sum.Add(clip, p.At(clip));
    sum.Add(cell.to, p.At(cell.to));
    sum.Take(cell, all);
    ++m_evaluations;
}

inline void
AggregatedOutput::AddNeighbours(const Cell& cell, const double* strengths, Moments& all)
{
    const auto& first = m_shares[cell.first];
    const auto& second = m_shares[cell.first + 1];
    const double strengthOfP = strengths[first.first];
    const double strengthOfQ = strengths[second.first];
    if (!(strengthOfP + strengthOfQ > 0))
    {
        return;
    }
    const auto p = RampOf(first.parabola, strengthOfP);
    const auto q = RampOf(second.parabola, strengthOfQ);
    const double clipOfP = Within(cell, (p.level - p.a) / p.b);
    const double clipOfQ = Within(cell, (q.level - q.a) / q.b);
    // One falls and the other rises, so they cross once: below both levels where the lines do, else
    // where the one that is not clipped passes the lower level.
    const double meeting = Within(cell, (q.a - p.a) / (p.b - q.b));
    const double level = Least(p.level, q.level);
    const Ramp& other = p.level < q.level ? q : p;
    const double passing = Within(cell, (level - other.a) / other.b);
    const double crossing = p.a + meeting * p.b <= level ? meeting : passing;

    const double lower = Least(clipOfP, clipOfQ);
    const double upper = Most(clipOfP, clipOfQ);
    const double corners[] = {Least(lower, crossing),
                              Most(lower, Least(upper, crossing)),
                              Most(upper, crossing),
                              cell.to};
    const auto highest = [&](double u) { return Most(p.At(u), q.At(u)); };
    Trapezoids sum{highest(0)};
    for (const double corner : corners)
    {
        sum.Add(corner, highest(corner));
    }
    sum.Take(cell, all);

    m_evaluations += static_cast<std::size_t>((strengthOfP > 0) + (strengthOfQ > 0));
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
