// SPDX-License-Identifier: GPL-2.0-only

#include "abe-lsss.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace ns3::iomt
{

namespace
{

using Node = AbePolicy::Node;
using Row = AbeLsss::Row;
using Entries = std::vector<std::pair<uint32_t, bls::Scalar>>;
__extension__ using Wide = __int128;

/// Numerators and denominators above this are left to arithmetic modulo r.
constexpr int64_t MAX_PART = INT64_C(1) << 62;

/// Adds the rows of what is below a node that has this vector, in the order of the leaves.
void
Compile(const Node& node, const Entries& vector, std::size_t& columns, std::vector<Row>& rows)
{
    if (node.IsLeaf())
    {
        rows.push_back({node.attribute, 0, vector});
        return;
    }
    const std::size_t n = node.children.size();
    const auto first = static_cast<uint32_t>(columns);
    const auto end = static_cast<uint32_t>(columns + node.threshold - 1);
    columns = end;
    const bls::Scalar one(1);
    for (std::size_t i = 0; i < n; ++i)
    {
        Entries entries = vector;
        if (node.threshold == n)
        {
            const auto column = static_cast<uint32_t>(first + i);
            if (i > 0)
            {
                entries = {{column - 1, -one}};
            }
            if (column < end)
            {
                entries.emplace_back(column, one);
            }
        }
        else
        {
            bls::Scalar power = one;
            for (uint32_t column = first; column < end; ++column)
            {
                power = power * bls::Scalar(i + 1);
                entries.emplace_back(column, power);
            }
        }
        Compile(node.children[i], entries, columns, rows);
    }
}

/// A coefficient both ways: as integers while they are small, and modulo r.
struct Fraction
{
    bool exact{true}; //!< whether the integers hold
    int64_t numerator{1};
    int64_t denominator{1}; //!< positive
    bls::Scalar above{1};   //!< numerator modulo r
    bls::Scalar below{1};   //!< denominator modulo r

    /// Multiplies by top / bottom. @pre bottom is not 0
    void Multiply(int64_t top, int64_t bottom)
    {
        const auto modulo = [](int64_t value) {
            const bls::Scalar magnitude(static_cast<uint64_t>(value < 0 ? -value : value));
            return value < 0 ? -magnitude : magnitude;
        };
        above = above * modulo(top);
        below = below * modulo(bottom);
        if (!exact)
        {
            return;
        }
        const int64_t left = std::gcd(numerator, bottom);
        const int64_t right = std::gcd(top, denominator);
        Wide up = Wide(numerator / left) * (top / right);
        Wide down = Wide(denominator / right) * (bottom / left);
        if (down < 0)
        {
            up = -up;
            down = -down;
        }
        exact = up <= MAX_PART && up >= -MAX_PART && down <= MAX_PART;
        if (exact)
        {
            numerator = static_cast<int64_t>(up);
            denominator = static_cast<int64_t>(down);
        }
    }

    /// Multiplies by another. It has no part that is 0.
    void Multiply(const Fraction& other)
    {
        const bls::Scalar top = above * other.above;
        const bls::Scalar bottom = below * other.below;
        exact = exact && other.exact;
        if (exact)
        {
            Multiply(other.numerator, other.denominator);
        }
        above = top;
        below = bottom;
    }
};

/// Rows that give a node's share.
struct Selection
{
    std::vector<std::pair<std::size_t, Fraction>> terms; //!< row and coefficient, ascending
    std::size_t uses{0}; //!< sum of Row::use, for which schemes may need further pairings

    bool IsCheaperThan(const Selection& other) const
    {
        return std::make_pair(terms.size(), uses) < std::make_pair(other.terms.size(), other.uses);
    }
};

/// @return Lagrange's coefficients at 0 for children at 1 + index
std::vector<Fraction>
Lagrange(const std::vector<std::size_t>& indices)
{
    std::vector<Fraction> coefficients(indices.size());
    for (std::size_t i = 0; i < indices.size(); ++i)
    {
        for (std::size_t j = 0; j < indices.size(); ++j)
        {
            if (j != i)
            {
                const auto mine = static_cast<int64_t>(indices[i]);
                const auto other = static_cast<int64_t>(indices[j]);
                coefficients[i].Multiply(other + 1, other - mine);
            }
        }
    }
    return coefficients;
}

/**
 * @param next the first row below this node; afterwards the first one behind it
 * @return the cheapest selection; nothing if the attributes do not satisfy the node
 */
std::optional<Selection>
Select(const Node& node,
       const std::vector<Row>& rows,
       const AbeAttributes& attributes,
       std::size_t& next)
{
    if (node.IsLeaf())
    {
        const std::size_t row = next++;
        if (attributes.count(node.attribute) == 0)
        {
            return std::nullopt;
        }
        return Selection{{{row, Fraction{}}}, rows[row].use};
    }
    std::vector<std::pair<std::size_t, Selection>> held;
    for (std::size_t i = 0; i < node.children.size(); ++i)
    {
        std::optional<Selection> selection = Select(node.children[i], rows, attributes, next);
        if (selection)
        {
            held.emplace_back(i, std::move(*selection));
        }
    }
    if (held.size() < node.threshold)
    {
        return std::nullopt;
    }
    const auto cheaper = [](const auto& a, const auto& b) {
        return a.second.IsCheaperThan(b.second);
    };
    std::stable_sort(held.begin(), held.end(), cheaper);
    held.resize(node.threshold);
    std::sort(held.begin(), held.end(), [](const auto& a, const auto& b) {
        return a.first < b.first;
    });

    std::vector<std::size_t> indices;
    for (const auto& child : held)
    {
        indices.push_back(child.first);
    }
    const bool isThreshold = node.threshold > 1 && node.threshold < node.children.size();
    const std::vector<Fraction> coefficients =
        isThreshold ? Lagrange(indices) : std::vector<Fraction>(held.size());
    Selection all;
    for (std::size_t i = 0; i < held.size(); ++i)
    {
        all.uses += held[i].second.uses;
        for (auto& term : held[i].second.terms)
        {
            if (isThreshold)
            {
                term.second.Multiply(coefficients[i]);
            }
            all.terms.push_back(std::move(term));
        }
    }
    return all;
}

/// @return the least common multiple of all denominators; 0 if it or a product is not small
int64_t
CommonDenominator(const Selection& selection)
{
    int64_t common = 1;
    for (const auto& term : selection.terms)
    {
        const Fraction& fraction = term.second;
        if (!fraction.exact)
        {
            return 0;
        }
        const int64_t divisor = std::gcd(common, fraction.denominator);
        const Wide multiple = Wide(common / divisor) * fraction.denominator;
        if (multiple > MAX_PART)
        {
            return 0;
        }
        common = static_cast<int64_t>(multiple);
    }
    for (const auto& term : selection.terms)
    {
        const Fraction& fraction = term.second;
        const Wide scaled = Wide(fraction.numerator) * (common / fraction.denominator);
        if (scaled > MAX_PART || scaled < -MAX_PART)
        {
            return 0;
        }
    }
    return common;
}

/// Inverts all with one inversion (Montgomery, Mathematics of Computation 48, 1987, 10.3.1).
std::vector<bls::Scalar>
Invert(const std::vector<bls::Scalar>& values)
{
    std::vector<bls::Scalar> before;
    bls::Scalar product(1);
    for (const bls::Scalar& value : values)
    {
        before.push_back(product);
        product = product * value;
    }
    bls::Scalar inverse = product.Inverse();
    std::vector<bls::Scalar> inverses(values.size());
    for (std::size_t i = values.size(); i-- > 0;)
    {
        inverses[i] = inverse * before[i];
        inverse = inverse * values[i];
    }
    return inverses;
}

} // namespace

AbeLsss::AbeLsss(const AbePolicy& policy)
    : m_policy(policy)
{
    Compile(m_policy.Root(), {{0, bls::Scalar(1)}}, m_columns, m_rows);
    std::map<std::string, std::size_t> uses;
    for (Row& row : m_rows)
    {
        row.use = uses[row.attribute]++;
    }
}

std::vector<bls::Scalar>
AbeLsss::Share(const bls::Scalar& secret, const AbeRandom& random) const
{
    std::vector<bls::Scalar> vector{secret};
    while (vector.size() < m_columns)
    {
        vector.push_back(bls::Scalar::Random(random));
    }
    std::vector<bls::Scalar> shares;
    shares.reserve(m_rows.size());
    for (const Row& row : m_rows)
    {
        bls::Scalar share;
        for (const auto& entry : row.entries)
        {
            share = share + entry.second * vector[entry.first];
        }
        shares.push_back(share);
    }
    return shares;
}

std::optional<AbeLsss::Reconstruction>
AbeLsss::Reconstruct(const AbeAttributes& attributes) const
{
    std::size_t next = 0;
    const auto selection = Select(m_policy.Root(), m_rows, attributes, next);
    if (!selection)
    {
        return std::nullopt;
    }
    Reconstruction reconstruction;
    reconstruction.scale = bls::Scalar(1);
    const int64_t common = CommonDenominator(*selection);
    if (common != 0)
    {
        for (const auto& term : selection->terms)
        {
            const int64_t value = term.second.numerator * (common / term.second.denominator);
            const bls::Scalar magnitude(static_cast<uint64_t>(value < 0 ? -value : value));
            reconstruction.terms.push_back({term.first, value < 0 ? -magnitude : magnitude});
        }
        if (common != 1)
        {
            reconstruction.scale = bls::Scalar(static_cast<uint64_t>(common)).Inverse();
        }
        return reconstruction;
    }
    std::vector<bls::Scalar> denominators;
    for (const auto& term : selection->terms)
    {
        denominators.push_back(term.second.below);
    }
    const std::vector<bls::Scalar> inverses = Invert(denominators);
    for (std::size_t i = 0; i < inverses.size(); ++i)
    {
        const auto& term = selection->terms[i];
        reconstruction.terms.push_back({term.first, term.second.above * inverses[i]});
    }
    return reconstruction;
}

} // namespace ns3::iomt
