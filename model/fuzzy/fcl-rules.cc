// SPDX-License-Identifier: GPL-2.0-only

#include "fcl-parser.h"

#include <utility>

namespace ns3::iomt
{

namespace
{

// Bounds on what a rule file may ask of memory and time; far above any rule base made by hand.
constexpr std::size_t MOST_RULES = 4096;
constexpr std::size_t MOST_CONCLUSIONS = 64;
constexpr std::size_t MOST_PROPOSITIONS = 256;
constexpr std::size_t MOST_HEDGES = 8; // of a term in a rule
constexpr std::size_t DEEPEST_NESTING = 64;

} // namespace

void
FclParser::Build()
{
    for (auto* list : {&m_inputs, &m_outputs})
    {
        const bool input = list == &m_inputs;
        const std::string kind = input ? "input" : "output";
        if (list->empty())
        {
            Refuse(m_token, "there is no " + kind + " before the rule block");
        }
        for (auto& declared : *list)
        {
            if (declared.variable.terms.empty())
            {
                Refuse(declared.at,
                       kind + ' ' + declared.at.Describe() + " has no TERM in a " +
                           (input ? "FUZZIFY" : "DEFUZZIFY") + " before the rule block");
            }
            input ? m_engine.AddInput(declared.variable) : m_engine.AddOutput(declared.variable);
        }
    }
}

void
FclParser::RuleBlock()
{
    ExpectWord("RULEBLOCK");
    Name("the name of the rule block");
    std::optional<std::size_t> conjunction;
    std::optional<std::size_t> disjunction;
    while (!AcceptWord("END_RULEBLOCK"))
    {
        const auto at = m_token;
        if (IsWord("RULE"))
        {
            Rule();
            continue;
        }
        if (AcceptWord("AND"))
        {
            ExpectMark(":");
            conjunction = Choice({"MIN", "PROD"});
        }
        else if (AcceptWord("OR"))
        {
            ExpectMark(":");
            disjunction = Choice({"MAX", "ASUM"});
        }
        else if (AcceptWord("ACT"))
        {
            ExpectMark(":");
            m_engine.SetImplication(Choice({"MIN", "PROD"}) == 0 ? Implication::MINIMUM
                                                                 : Implication::PRODUCT);
        }
        else if (AcceptWord("ACCU"))
        {
            const auto aggregation = Accumulation();
            for (std::size_t o = 0; o < m_outputs.size(); ++o)
            {
                if (m_outputs[o].hasAccumulation &&
                    m_outputs[o].variable.aggregation != aggregation)
                {
                    Refuse(at,
                           "output '" + m_outputs[o].variable.name +
                               "' has another ACCU of its own");
                }
                m_engine.SetAggregation(o, aggregation);
            }
        }
        else
        {
            RefuseFound("AND, OR, ACT, ACCU, RULE or END_RULEBLOCK");
        }
        ExpectMark(";");
        // De Morgan's laws hold only within a pair (IEC 61131-7).
        if (conjunction && disjunction && *conjunction != *disjunction)
        {
            Refuse(at, "AND and OR do not match; allowed: MIN with MAX, PROD with ASUM");
        }
    }
    if (conjunction.value_or(disjunction.value_or(0)) == 1)
    {
        m_engine.SetConjunction(Conjunction::PRODUCT);
    }
    if (m_engine.Rules().empty())
    {
        RefuseFound("a rule block with at least one RULE");
    }
}

void
FclParser::Rule()
{
    const auto at = Take();
    if (m_engine.Rules().size() >= MOST_RULES)
    {
        Refuse(at, "more than " + std::to_string(MOST_RULES) + " rules");
    }
    FuzzyRule rule;
    rule.name = Number("the number of the rule").text;
    ExpectMark(":");
    ExpectWord("IF");
    Disjunction(rule, 0);
    ExpectWord("THEN");
    do
    {
        const auto where = m_token;
        const auto output = Variable(m_engine.Outputs(), "output");
        if (IsWord("NOT") || IsWord("VERY") || IsWord("SOMEWHAT"))
        {
            Refuse(m_token, "a conclusion cannot be negated or hedged");
        }
        rule.conclusions.push_back({output, TermOf(m_engine.Outputs()[output])});
        if (rule.conclusions.size() > MOST_CONCLUSIONS)
        {
            Refuse(where, "more than " + std::to_string(MOST_CONCLUSIONS) + " conclusions");
        }
    } while (AcceptMark(","));
    if (AcceptWord("WITH"))
    {
        const auto weight = Number();
        if (!(weight.number >= 0 && weight.number <= 1))
        {
            Refuse(weight, "weight " + weight.Describe() + " is outside 0..1");
        }
        rule.weight = weight.number;
    }
    ExpectMark(";");
    m_engine.AddRule(std::move(rule));
}

void
FclParser::Disjunction(FuzzyRule& rule, std::size_t depth)
{
    ConjunctionOf(rule, depth);
    while (AcceptWord("OR"))
    {
        ConjunctionOf(rule, depth);
        rule.conditions.push_back({FuzzyCondition::Kind::OR, 0, 0});
    }
}

void
FclParser::ConjunctionOf(FuzzyRule& rule, std::size_t depth)
{
    Proposition(rule, depth);
    while (AcceptWord("AND"))
    {
        Proposition(rule, depth);
        rule.conditions.push_back({FuzzyCondition::Kind::AND, 0, 0});
    }
}

void
FclParser::Proposition(FuzzyRule& rule, std::size_t depth)
{
    if (depth > DEEPEST_NESTING)
    {
        Refuse(m_token,
               "conditions are nested more than " + std::to_string(DEEPEST_NESTING) + " deep");
    }
    if (rule.conditions.size() >= MOST_PROPOSITIONS)
    {
        Refuse(m_token,
               "a rule has more than " + std::to_string(MOST_PROPOSITIONS) + " propositions");
    }
    if (AcceptWord("NOT"))
    {
        Proposition(rule, depth + 1);
        rule.conditions.push_back({FuzzyCondition::Kind::NOT, 0, 0});
        return;
    }
    if (AcceptMark("("))
    {
        Disjunction(rule, depth + 1);
        ExpectMark(")");
        return;
    }
    const auto input = Variable(m_engine.Inputs(), "input");
    // The word next to the term acts first.
    std::vector<FuzzyCondition> hedges;
    const auto accept = [&](const char* word, FuzzyCondition::Kind kind) {
        const auto at = m_token;
        if (!AcceptWord(word))
        {
            return false;
        }
        if (hedges.size() >= MOST_HEDGES)
        {
            Refuse(at, "more than " + std::to_string(MOST_HEDGES) + " hedges of a term");
        }
        hedges.push_back({kind, 0, 0});
        return true;
    };
    while (accept("NOT", FuzzyCondition::Kind::NOT) || accept("VERY", FuzzyCondition::Kind::VERY) ||
           accept("SOMEWHAT", FuzzyCondition::Kind::SOMEWHAT))
    {
    }
    const auto term = TermOf(m_engine.Inputs()[input]);
    rule.conditions.push_back({FuzzyCondition::Kind::IS, input, term});
    rule.conditions.insert(rule.conditions.end(), hedges.rbegin(), hedges.rend());
}

std::size_t
FclParser::Variable(const std::vector<LinguisticVariable>& variables, const char* what)
{
    const auto name = Name(what);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < variables.size(); ++i)
    {
        if (variables[i].name == name.text)
        {
            ExpectWord("IS");
            return i;
        }
        names.push_back(variables[i].name);
    }
    RefuseUnknown(name, what, names);
}

std::size_t
FclParser::TermOf(const LinguisticVariable& variable)
{
    const auto word = Name("the name of a term");
    const auto term = variable.Find(word.text);
    if (!term)
    {
        std::vector<std::string> names;
        for (const auto& other : variable.terms)
        {
            names.push_back(other.name);
        }
        RefuseUnknown(word, "term of '" + variable.name + "'", names);
    }
    return *term;
}

} // namespace ns3::iomt
