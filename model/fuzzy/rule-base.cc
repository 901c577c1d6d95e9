// SPDX-License-Identifier: GPL-2.0-only

#include "rule-base.h"

#include "fcl.h"

#include <algorithm>
#include <map>

namespace ns3::iomt
{

namespace
{

std::string
Join(const std::vector<std::string>& names)
{
    std::string joined;
    for (const auto& name : names)
    {
        joined += (joined.empty() ? "" : ", ") + name;
    }
    return joined;
}

void
CheckNames(const std::string& path,
           const char* what,
           const std::vector<LinguisticVariable>& variables,
           std::vector<std::string> expected)
{
    std::vector<std::string> found;
    for (const auto& variable : variables)
    {
        found.push_back(variable.name);
    }
    std::sort(found.begin(), found.end());
    std::sort(expected.begin(), expected.end());
    if (found != expected)
    {
        throw FclError(path,
                       1,
                       1,
                       std::string("found the ") + what + ' ' + Join(found) + "; expected " +
                           Join(expected));
    }
}

} // namespace

RuleBase::RuleBase(const std::string& path,
                   const std::vector<std::string>& inputs,
                   const std::vector<std::string>& outputs)
    : m_engine(LoadFcl(path)),
      m_inputs(inputs),
      m_outputs(outputs)
{
    CheckNames(path, "inputs", m_engine.Inputs(), inputs);
    CheckNames(path, "outputs", m_engine.Outputs(), outputs);
    for (const auto& output : m_engine.Outputs())
    {
        if (!output.defaultValue)
        {
            throw FclError(path, 1, 1, "output " + output.name + " needs a DEFAULT");
        }
    }
}

std::vector<double>
RuleBase::Infer(const std::vector<double>& inputs) const
{
    std::map<std::string, double> values;
    for (std::size_t i = 0; i < m_inputs.size(); ++i)
    {
        values[m_inputs[i]] = inputs.at(i);
    }
    const auto results = m_engine.Evaluate(values);
    std::vector<double> outputs;
    for (const auto& name : m_outputs)
    {
        outputs.push_back(results.at(name));
    }
    return outputs;
}

const std::string&
RuleBase::BestTerm(std::size_t output, double value) const
{
    const auto& name = m_outputs.at(output);
    const auto& all = m_engine.Outputs();
    const auto variable = std::find_if(all.begin(), all.end(), [&name](const auto& candidate) {
        return candidate.name == name;
    });
    const auto best =
        std::max_element(variable->terms.begin(),
                         variable->terms.end(),
                         [value](const auto& a, const auto& b) {
                             return a.membership.Degree(value) < b.membership.Degree(value);
                         });
    return best->name;
}

} // namespace ns3::iomt
