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

void
CheckSingletons(const LinguisticVariable& output)
{
    std::size_t singletons = 0;
    for (const auto& term : output.terms)
    {
        if (const auto x = term.membership.SingletonAt())
        {
            ++singletons;
            if (*x < output.minimum || *x > output.maximum)
            {
                throw std::invalid_argument("singleton '" + term.name + "' of output '" +
                                            output.name + "' lies outside its range");
            }
        }
    }
    if (singletons > 0 && singletons < output.terms.size())
    {
        throw std::invalid_argument("output '" + output.name +
                                    "' mixes singletons, which have no area, with other terms");
    }
    if (singletons > 0 && output.defuzzifier == Defuzzifier::BISECTOR)
    {
        throw std::invalid_argument("output '" + output.name +
                                    "' has singletons, which have no area to bisect");
    }
}

} // namespace

std::size_t
MamdaniEngine::AddInput(LinguisticVariable variable)
{
    CheckVariable(variable, m_inputs);
    m_inputs.push_back(std::move(variable));
    m_plan.reset();
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
    CheckSingletons(variable);
    m_outputs.push_back(std::move(variable));
    m_plan.reset();
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
        const std::size_t needs =
            leaf                                                                              ? 0
            : step.kind == FuzzyCondition::Kind::AND || step.kind == FuzzyCondition::Kind::OR ? 2
                                                                                              : 1;
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
    m_plan.reset();
}

void
MamdaniEngine::SetConjunction(Conjunction conjunction)
{
    m_conjunction = conjunction;
    m_plan.reset();
}

void
MamdaniEngine::SetImplication(Implication implication)
{
    m_implication = implication;
    m_plan.reset();
}

void
MamdaniEngine::SetAggregation(std::size_t output, Aggregation aggregation)
{
    m_outputs.at(output).aggregation = aggregation;
    m_plan.reset();
}

void
MamdaniEngine::Prepare() const
{
    Plan plan;
    std::vector<std::size_t> firstDegree;
    std::size_t degrees = 0;
    for (const auto& input : m_inputs)
    {
        firstDegree.push_back(degrees);
        degrees += input.terms.size();
    }
    plan.degrees.resize(degrees);

    std::vector<std::vector<std::size_t>> concluded;
    for (const auto& output : m_outputs)
    {
        concluded.emplace_back(output.terms.size(), 0);
    }
    for (const auto& rule : m_rules)
    {
        for (const auto& conclusion : rule.conclusions)
        {
            ++concluded[conclusion.output][conclusion.term];
        }
    }
    std::vector<std::size_t> firstStrength;
    std::size_t strengths = 0;
    for (std::size_t o = 0; o < m_outputs.size(); ++o)
    {
        plan.outputs.emplace_back(m_outputs[o], m_implication, concluded[o]);
        firstStrength.push_back(strengths);
        strengths += plan.outputs.back().StrengthCount();
        std::fill(concluded[o].begin(), concluded[o].end(), 0); // from here: how many so far
    }
    plan.strengths.resize(strengths);

    std::size_t deepest = 0;
    for (const auto& rule : m_rules)
    {
        for (const auto& condition : rule.conditions)
        {
            const bool leaf = condition.kind == FuzzyCondition::Kind::IS;
            plan.steps.push_back(
                {condition.kind, leaf ? firstDegree[condition.input] + condition.term : 0});
        }
        for (const auto& [output, term] : rule.conclusions)
        {
            const bool shared = m_outputs[output].aggregation == Aggregation::MAXIMUM;
            plan.conclusions.push_back(firstStrength[output] +
                                       plan.outputs[output].StrengthsOf(term) +
                                       (shared ? 0 : concluded[output][term]++));
        }
        plan.rules.push_back({rule.weight, rule.conditions.size(), rule.conclusions.size()});
        deepest = std::max(deepest, rule.conditions.size());
    }
    plan.stack.resize(deepest);
    m_plan = std::move(plan);
}

// Inline: calls within a shared library take a detour.
inline double
MamdaniEngine::Strength(const Step* step,
                        const Step* end,
                        const double* degrees,
                        double* below) const
{
    const bool product = m_conjunction == Conjunction::PRODUCT;
    double top = 0; // what is below it is in the stack
    for (; step < end; ++step)
    {
        switch (step->kind)
        {
        case FuzzyCondition::Kind::IS:
            *below++ = top;
            top = degrees[step->degree];
            break;
        case FuzzyCondition::Kind::NOT:
            top = 1 - top;
            break;
        case FuzzyCondition::Kind::VERY:
            top = top * top;
            break;
        case FuzzyCondition::Kind::SOMEWHAT:
            top = std::sqrt(top);
            break;
        case FuzzyCondition::Kind::AND:
            --below;
            top = product ? *below * top : std::min(*below, top);
            break;
        case FuzzyCondition::Kind::OR:
            --below;
            top = product ? *below + top - *below * top : std::max(*below, top);
            break;
        }
    }
    return top;
}

void
MamdaniEngine::Infer(const std::vector<double>& inputs, std::vector<double>& outputs) const
{
    if (inputs.size() != m_inputs.size())
    {
        throw std::invalid_argument("the engine has " + std::to_string(m_inputs.size()) +
                                    " inputs, not " + std::to_string(inputs.size()));
    }
    if (!m_plan)
    {
        Prepare();
    }
    auto& plan = *m_plan;
    double* degree = plan.degrees.data();
    for (std::size_t i = 0; i < m_inputs.size(); ++i)
    {
        const double x = inputs[i];
        if (!std::isfinite(x))
        {
            throw std::invalid_argument("input '" + m_inputs[i].name + "' is not a finite number");
        }
        for (const auto& term : m_inputs[i].terms)
        {
            *degree++ = term.membership.Degree(x);
        }
    }
    RunningOperations().Add(Operation::TERM_EVALUATION, plan.degrees.size());

    std::fill(plan.strengths.begin(), plan.strengths.end(), 0.0);
    const Step* step = plan.steps.data();
    const std::size_t* conclusion = plan.conclusions.data();
    double* const strengthOf = plan.strengths.data();
    for (const auto& rule : plan.rules)
    {
        const Step* const lastStep = step + rule.steps;
        const double strength =
            rule.weight * Strength(step, lastStep, plan.degrees.data(), plan.stack.data());
        step = lastStep;
        for (const auto* const last = conclusion + rule.conclusions; conclusion < last;
             ++conclusion)
        {
            const double strongest = strengthOf[*conclusion];
            strengthOf[*conclusion] = strongest < strength ? strength : strongest;
        }
    }
    RunningOperations().Add(Operation::RULE_EVALUATION, plan.rules.size());

    outputs.resize(m_outputs.size());
    const double* strengths = plan.strengths.data();
    for (std::size_t o = 0; o < m_outputs.size(); ++o)
    {
        outputs[o] = plan.outputs[o].Defuzzify(strengths);
        if (std::isnan(outputs[o]) && m_outputs[o].defaultValue)
        {
            outputs[o] = *m_outputs[o].defaultValue;
        }
        strengths += plan.outputs[o].StrengthCount();
    }
}

std::map<std::string, double>
MamdaniEngine::Evaluate(const std::map<std::string, double>& inputs) const
{
    std::vector<double> values;
    for (const auto& input : m_inputs)
    {
        const auto value = inputs.find(input.name);
        if (value == inputs.end())
        {
            throw std::invalid_argument("input '" + input.name + "' is missing");
        }
        values.push_back(value->second);
    }
    std::vector<double> inferred;
    Infer(values, inferred);
    std::map<std::string, double> results;
    for (std::size_t o = 0; o < m_outputs.size(); ++o)
    {
        if (!std::isnan(inferred[o]))
        {
            results[m_outputs[o].name] = inferred[o];
        }
    }
    return results;
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
