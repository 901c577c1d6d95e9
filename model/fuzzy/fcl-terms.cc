// SPDX-License-Identifier: GPL-2.0-only

#include "fcl-parser.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace ns3::iomt
{

namespace
{

// Bounds on what a rule file may ask of memory and time; far above any rule base made by hand.
constexpr std::size_t MOST_TERMS = 32;
constexpr std::size_t MOST_POINTS = 32;

} // namespace

void
FclParser::Fuzzify()
{
    auto& variable = Describe(m_inputs, "input").variable;
    while (!AcceptWord("END_FUZZIFY"))
    {
        if (!IsWord("TERM"))
        {
            RefuseFound("TERM or END_FUZZIFY");
        }
        Term(variable);
    }
}

void
FclParser::Defuzzify()
{
    auto& declared = Describe(m_outputs, "output");
    auto& variable = declared.variable;
    bool hasRange = false;
    while (!AcceptWord("END_DEFUZZIFY"))
    {
        if (IsWord("TERM"))
        {
            Term(variable);
        }
        else if (AcceptWord("RANGE"))
        {
            Range(variable);
            hasRange = true;
        }
        else if (AcceptWord("METHOD"))
        {
            ExpectMark(":");
            Method(declared);
            ExpectMark(";");
        }
        else if (AcceptWord("DEFAULT"))
        {
            ExpectMark(":=");
            variable.defaultValue = Number().number;
            ExpectMark(";");
        }
        else if (AcceptWord("ACCU"))
        {
            variable.aggregation = Accumulation();
            declared.hasAccumulation = true;
            ExpectMark(";");
        }
        else
        {
            RefuseFound("TERM, RANGE, METHOD, ACCU, DEFAULT or END_DEFUZZIFY");
        }
    }
    if (!hasRange && !variable.terms.empty())
    {
        SpanOfTerms(declared);
    }
    CheckMethod(declared);
}

void
FclParser::Range(LinguisticVariable& variable)
{
    AcceptMark(":="); // RANGE(a .. b) in IEC 61131-7, RANGE := (a .. b) in common use
    ExpectMark("(");
    const auto low = Number();
    ExpectMark("..");
    const auto high = Number();
    ExpectMark(")");
    ExpectMark(";");
    if (!(low.number < high.number))
    {
        Refuse(low, "the range begins at or after its end " + high.Describe());
    }
    variable.minimum = low.number;
    variable.maximum = high.number;
}

void
FclParser::SpanOfTerms(Declared& declared) const
{
    auto& variable = declared.variable;
    for (std::size_t i = 0; i < variable.terms.size(); ++i)
    {
        const auto span = variable.terms[i].membership.Span();
        if (!span)
        {
            Refuse(declared.at,
                   "output " + declared.at.Describe() + " needs a RANGE, its term '" +
                       variable.terms[i].name + "' has no end");
        }
        variable.minimum = i == 0 ? span->first : std::min(variable.minimum, span->first);
        variable.maximum = i == 0 ? span->second : std::max(variable.maximum, span->second);
    }
    if (!(variable.minimum < variable.maximum))
    {
        Refuse(declared.at,
               "output " + declared.at.Describe() + " needs a RANGE, its terms span none");
    }
}

Aggregation
FclParser::Accumulation()
{
    ExpectMark(":");
    // What NSUM divides by is the same everywhere (IEC 61131-7: the highest sum, or 1), so it moves
    // no centroid, no bisector and no maximum of the sum.
    constexpr Aggregation AGGREGATIONS[] = {Aggregation::MAXIMUM,
                                            Aggregation::BOUNDED_SUM,
                                            Aggregation::SUM};
    return AGGREGATIONS[Choice({"MAX", "BSUM", "NSUM"})];
}

void
FclParser::Method(Declared& declared)
{
    constexpr Defuzzifier DEFUZZIFIERS[] = {Defuzzifier::CENTROID,
                                            Defuzzifier::CENTROID,
                                            Defuzzifier::BISECTOR,
                                            Defuzzifier::SMALLEST_OF_MAXIMUM,
                                            Defuzzifier::LARGEST_OF_MAXIMUM,
                                            Defuzzifier::MEAN_OF_MAXIMUM,
                                            Defuzzifier::MEAN_OF_MAXIMUM};
    declared.method = m_token;
    declared.variable.defuzzifier =
        DEFUZZIFIERS[Choice({"COG", "COGS", "COA", "LM", "RM", "MM", "MOM"})];
}

void
FclParser::CheckMethod(const Declared& declared) const
{
    const auto& terms = declared.variable.terms;
    const auto singletons = std::count_if(terms.begin(), terms.end(), [](const auto& term) {
        return term.membership.SingletonAt().has_value();
    });
    if (singletons != 0 && static_cast<std::size_t>(singletons) != terms.size())
    {
        Refuse(declared.at,
               "output " + declared.at.Describe() +
                   " mixes singletons, which have no area, with other terms");
    }
    for (const auto& term : terms)
    {
        const auto x = term.membership.SingletonAt();
        if (x && (*x < declared.variable.minimum || *x > declared.variable.maximum))
        {
            Refuse(declared.at,
                   "singleton '" + term.name + "' of output " + declared.at.Describe() +
                       " lies outside its RANGE");
        }
    }
    const auto method = declared.method ? declared.method->InCapitals() : "";
    if (method == "COGS" && singletons == 0)
    {
        Refuse(*declared.method, "COGS is for singletons; allowed here: COG, COA, LM, RM, MM");
    }
    if ((method == "COG" || method == "COA") && singletons != 0)
    {
        Refuse(*declared.method, method + " needs areas; allowed for singletons: COGS, LM, RM, MM");
    }
}

void
FclParser::Term(LinguisticVariable& variable)
{
    ExpectWord("TERM");
    const auto name = Name("the name of a term");
    if (variable.Find(name.text))
    {
        Refuse(name, "term " + name.Describe() + " of '" + variable.name + "' is defined twice");
    }
    if (variable.terms.size() >= MOST_TERMS)
    {
        Refuse(name,
               "more than " + std::to_string(MOST_TERMS) + " terms of '" + variable.name + "'");
    }
    ExpectMark(":=");
    const auto at = m_token;
    try
    {
        variable.terms.push_back({name.text, Membership()});
    }
    catch (const std::invalid_argument& error)
    {
        Refuse(at, error.what());
    }
    ExpectMark(";");
}

MembershipFunction
FclParser::Membership()
{
    if (AcceptWord("TRIAN"))
    {
        const double a = Number().number;
        const double b = Number().number;
        const double c = Number().number;
        return MembershipFunction::Triangular(a, b, c);
    }
    if (AcceptWord("TRAPE"))
    {
        const double a = Number().number;
        const double b = Number().number;
        const double c = Number().number;
        const double d = Number().number;
        return MembershipFunction::Trapezoidal(a, b, c, d);
    }
    if (AcceptWord("GAUSS"))
    {
        const double mean = Number().number;
        const double sigma = Number().number;
        return MembershipFunction::Gaussian(mean, sigma);
    }
    if (AcceptWord("GBELL"))
    {
        const double width = Number().number;
        const double slope = Number().number;
        const double centre = Number().number;
        return MembershipFunction::Bell(width, slope, centre);
    }
    if (AcceptWord("SIGM"))
    {
        const double slope = Number().number;
        const double centre = Number().number;
        return MembershipFunction::Sigmoid(slope, centre);
    }
    if (IsWord("SSHAPE") || IsWord("ZSHAPE"))
    {
        const bool rises = IsWord("SSHAPE");
        Take();
        const double a = Number().number;
        const double b = Number().number;
        return rises ? MembershipFunction::SShape(a, b) : MembershipFunction::ZShape(a, b);
    }
    if (AcceptWord("PISHAPE"))
    {
        const double a = Number().number;
        const double b = Number().number;
        const double c = Number().number;
        const double d = Number().number;
        return MembershipFunction::PiShape(a, b, c, d);
    }
    if (m_token.kind == FclToken::Kind::NUMBER)
    {
        return MembershipFunction::Singleton(Number().number);
    }
    if (!IsMark("("))
    {
        RefuseFound("points such as (0, 0) (1, 1), the number of a singleton, or TRIAN, TRAPE, "
                    "GAUSS, GBELL, SIGM, SSHAPE, ZSHAPE or PISHAPE");
    }
    std::vector<MembershipFunction::Point> points;
    while (IsMark("("))
    {
        if (points.size() >= MOST_POINTS)
        {
            Refuse(m_token, "more than " + std::to_string(MOST_POINTS) + " points");
        }
        Take();
        const double x = Number().number;
        ExpectMark(",");
        const double degree = Number().number;
        ExpectMark(")");
        points.push_back({x, degree});
    }
    return MembershipFunction::PiecewiseLinear(std::move(points));
}

} // namespace ns3::iomt
