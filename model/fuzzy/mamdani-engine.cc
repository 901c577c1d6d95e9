// SPDX-License-Identifier: GPL-2.0-only

#include "mamdani-engine.h"

#include "ns3/operation-counts.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>
#include <utility>

namespace ns3::iomt
{

namespace
{

using Point = MembershipFunction::Point;

/** @brief A straight piece of a function over an interval: its values at both ends. */
struct Line
{
    double left;
    double right;
};

/** @brief An output term with the strength of the strongest rule that concludes it. */
struct ActiveTerm
{
    const std::vector<Point>* points;
    double strength;
};

double
Interpolate(const Point& a, const Point& b, double x)
{
    return a.degree + (x - a.x) / (b.x - a.x) * (b.degree - a.degree);
}

/** @brief The piece over [x0, x1], between whose ends no corner lies; limits at vertical edges. */
Line
PieceOver(const std::vector<Point>& points, double x0, double x1)
{
    const auto after = [](double value, const Point& p) { return value < p.x; };
    const auto right = std::upper_bound(points.begin(), points.end(), x0, after);
    if (right == points.begin())
    {
        return {right->degree, right->degree};
    }
    if (right == points.end())
    {
        return {points.back().degree, points.back().degree};
    }
    const auto left = right - 1;
    return {Interpolate(*left, *right, x0), Interpolate(*left, *right, x1)};
}

/** @brief Adds where a function crosses the level at which it will be clipped. */
void
AddClippingCorners(const ActiveTerm& term, std::set<double>& corners)
{
    const auto& points = *term.points;
    for (std::size_t i = 1; i < points.size(); ++i)
    {
        const auto& a = points[i - 1];
        const auto& b = points[i];
        if (a.x < b.x && (a.degree < term.strength) != (b.degree < term.strength))
        {
            corners.insert(a.x + (term.strength - a.degree) / (b.degree - a.degree) * (b.x - a.x));
        }
    }
}

double
UpperEnvelope(const std::vector<Line>& lines, double share)
{
    double highest = 0;
    for (const auto& line : lines)
    {
        highest = std::max(highest, line.left + share * (line.right - line.left));
    }
    return highest;
}

/** @brief Where, as shares of the interval, two lines change places. */
std::set<double>
EnvelopeCorners(const std::vector<Line>& lines)
{
    std::set<double> shares{0.0, 1.0};
    for (std::size_t i = 0; i < lines.size(); ++i)
    {
        for (std::size_t j = i + 1; j < lines.size(); ++j)
        {
            const double left = lines[i].left - lines[j].left;
            const double right = lines[i].right - lines[j].right;
            if ((left < 0 && right > 0) || (left > 0 && right < 0))
            {
                shares.insert(left / (left - right));
            }
        }
    }
    return shares;
}

void
CheckVariable(const LinguisticVariable& variable, const std::vector<LinguisticVariable>& others)
{
    if (variable.name.empty())
    {
        throw std::invalid_argument("a linguistic variable needs a name");
    }
    if (variable.terms.empty())
    {
        throw std::invalid_argument("variable '" + variable.name + "' has no term");
    }
    for (const auto& other : others)
    {
        if (other.name == variable.name)
        {
            throw std::invalid_argument("variable '" + variable.name + "' exists already");
        }
    }
    std::set<std::string> names;
    for (const auto& term : variable.terms)
    {
        if (term.name.empty() || !names.insert(term.name).second)
        {
            throw std::invalid_argument("variable '" + variable.name + "' has the term '" +
                                        term.name + "' without a name or twice");
        }
    }
}

} // namespace

std::optional<std::size_t>
LinguisticVariable::Find(const std::string& term) const
{
    for (std::size_t i = 0; i < terms.size(); ++i)
    {
        if (terms[i].name == term)
        {
            return i;
        }
    }
    return std::nullopt;
}

std::size_t
MamdaniEngine::AddInput(LinguisticVariable variable)
{
    CheckVariable(variable, m_inputs);
    m_inputs.push_back(std::move(variable));
    return m_inputs.size() - 1;
}

std::size_t
MamdaniEngine::AddOutput(LinguisticVariable variable)
{
    CheckVariable(variable, m_outputs);
    if (!std::isfinite(variable.minimum) || !std::isfinite(variable.maximum) ||
        !(variable.minimum < variable.maximum))
    {
        throw std::invalid_argument("the range of output '" + variable.name + "' is empty");
    }
    m_outputs.push_back(std::move(variable));
    return m_outputs.size() - 1;
}

void
MamdaniEngine::AddRule(FuzzyRule rule)
{
    const auto refuse = [&rule](const std::string& why) {
        throw std::invalid_argument("rule '" + rule.name + "' " + why);
    };
    std::size_t depth = 0;
    for (const auto& step : rule.conditions)
    {
        const bool leaf = step.kind == FuzzyCondition::Kind::IS;
        const std::size_t needs = leaf ? 0 : step.kind == FuzzyCondition::Kind::NOT ? 1 : 2;
        if (depth < needs)
        {
            refuse("joins more propositions than it has");
        }
        if (leaf &&
            (step.input >= m_inputs.size() || step.term >= m_inputs[step.input].terms.size()))
        {
            refuse("asks for an input or term that does not exist");
        }
        depth = depth - needs + 1;
    }
    if (depth != 1)
    {
        refuse("has no single condition");
    }
    if (rule.conclusions.empty())
    {
        refuse("concludes nothing");
    }
    for (const auto& conclusion : rule.conclusions)
    {
        if (conclusion.output >= m_outputs.size() ||
            conclusion.term >= m_outputs[conclusion.output].terms.size())
        {
            refuse("concludes an output or term that does not exist");
        }
    }
    if (!(rule.weight >= 0 && rule.weight <= 1))
    {
        refuse("has a weight outside 0..1");
    }
    m_rules.push_back(std::move(rule));
}

void
MamdaniEngine::SetConjunction(Conjunction conjunction)
{
    m_conjunction = conjunction;
}

void
MamdaniEngine::SetImplication(Implication implication)
{
    m_implication = implication;
}

std::map<std::string, double>
MamdaniEngine::Evaluate(const std::map<std::string, double>& inputs) const
{
    std::vector<std::vector<double>> degrees(m_inputs.size());
    for (std::size_t i = 0; i < m_inputs.size(); ++i)
    {
        const auto value = inputs.find(m_inputs[i].name);
        if (value == inputs.end() || !std::isfinite(value->second))
        {
            throw std::invalid_argument("input '" + m_inputs[i].name +
                                        "' is missing or not a finite number");
        }
        for (const auto& term : m_inputs[i].terms)
        {
            degrees[i].push_back(term.membership.Degree(value->second));
        }
        RunningOperations().Add(Operation::TERM_EVALUATION, degrees[i].size());
    }

    // Aggregating by maximum lets the strongest rule for a term stand for all of them.
    std::vector<std::vector<double>> strengths;
    for (const auto& output : m_outputs)
    {
        strengths.emplace_back(output.terms.size(), 0.0);
    }
    const bool product = m_conjunction == Conjunction::PRODUCT;
    std::vector<double> stack;
    for (const auto& rule : m_rules)
    {
        stack.clear();
        for (const auto& step : rule.conditions)
        {
            if (step.kind == FuzzyCondition::Kind::IS)
            {
                stack.push_back(degrees[step.input][step.term]);
                continue;
            }
            if (step.kind == FuzzyCondition::Kind::NOT)
            {
                stack.back() = 1 - stack.back();
                continue;
            }
            const double b = stack.back();
            stack.pop_back();
            const double a = stack.back();
            if (step.kind == FuzzyCondition::Kind::AND)
            {
                stack.back() = product ? a * b : std::min(a, b);
            }
            else
            {
                stack.back() = product ? a + b - a * b : std::max(a, b);
            }
        }
        const double strength = stack.back() * rule.weight;
        for (const auto& conclusion : rule.conclusions)
        {
            auto& strongest = strengths[conclusion.output][conclusion.term];
            strongest = std::max(strongest, strength);
        }
    }
    RunningOperations().Add(Operation::RULE_EVALUATION, m_rules.size());

    std::map<std::string, double> results;
    for (std::size_t o = 0; o < m_outputs.size(); ++o)
    {
        auto value = Centroid(m_outputs[o], strengths[o]);
        if (!value)
        {
            value = m_outputs[o].defaultValue;
        }
        if (value)
        {
            results[m_outputs[o].name] = *value;
        }
    }
    return results;
}

std::optional<double>
MamdaniEngine::Centroid(const LinguisticVariable& output,
                        const std::vector<double>& strengths) const
{
    const bool clips = m_implication == Implication::MINIMUM;
    std::vector<ActiveTerm> active;
    std::set<double> corners{output.minimum, output.maximum};
    for (std::size_t i = 0; i < strengths.size(); ++i)
    {
        if (!(strengths[i] > 0))
        {
            continue;
        }
        active.push_back({&output.terms[i].membership.Points(), strengths[i]});
        for (const auto& point : *active.back().points)
        {
            corners.insert(point.x);
        }
        if (clips)
        {
            AddClippingCorners(active.back(), corners);
        }
    }

    // Between two corners every activated term is one straight line, so area and moment of their
    // envelope are sums over trapezoids. Moments are taken about the range's start: far from the
    // origin they would lose digits.
    double area = 0;
    double moment = 0;
    std::vector<Line> lines(active.size());
    const auto end = corners.find(output.maximum);
    for (auto corner = corners.find(output.minimum); corner != end; ++corner)
    {
        const double x0 = *corner;
        const double width = *std::next(corner) - x0;
        for (std::size_t i = 0; i < active.size(); ++i)
        {
            const auto piece = PieceOver(*active[i].points, x0, x0 + width);
            const double strength = active[i].strength;
            lines[i] = clips ? Line{std::min(piece.left, strength), std::min(piece.right, strength)}
                             : Line{piece.left * strength, piece.right * strength};
        }
        RunningOperations().Add(Operation::TERM_EVALUATION, active.size());

        const auto shares = EnvelopeCorners(lines);
        for (auto share = shares.begin(); std::next(share) != shares.end(); ++share)
        {
            const double a = UpperEnvelope(lines, *share);
            const double b = UpperEnvelope(lines, *std::next(share));
            const double left = x0 - output.minimum + width * *share;
            const double right = x0 - output.minimum + width * *std::next(share);
            area += (right - left) * (a + b) / 2;
            moment += (right - left) * (left * (2 * a + b) + right * (a + 2 * b)) / 6;
        }
    }
    if (!(area > 0))
    {
        return std::nullopt;
    }
    return std::clamp(output.minimum + moment / area, output.minimum, output.maximum);
}

const std::vector<LinguisticVariable>&
MamdaniEngine::Inputs() const
{
    return m_inputs;
}

const std::vector<LinguisticVariable>&
MamdaniEngine::Outputs() const
{
    return m_outputs;
}

const std::vector<FuzzyRule>&
MamdaniEngine::Rules() const
{
    return m_rules;
}

} // namespace ns3::iomt
