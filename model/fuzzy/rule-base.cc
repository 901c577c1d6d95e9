// SPDX-License-Identifier: GPL-2.0-only

#include "rule-base.h"

#include "fcl.h"

#include <algorithm>

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

std::size_t
Position(const std::vector<LinguisticVariable>& variables, const std::string& name)
{
    const auto found = std::find_if(variables.begin(), variables.end(), [&name](const auto& one) {
        return one.name == name;
    });
    return static_cast<std::size_t>(found - variables.begin());
}

} // namespace

RuleBase::RuleBase(const std::string& path,
                   const std::vector<std::string>& inputs,
                   const std::vector<std::string>& outputs)
    : m_engine(LoadFcl(path))
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
    for (const auto& name : inputs)
    {
        m_inputAt.push_back(Position(m_engine.Inputs(), name));
    }
    for (const auto& name : outputs)
    {
        m_outputAt.push_back(Position(m_engine.Outputs(), name));
    }
}

std::vector<double>
RuleBase::Infer(const std::vector<double>& inputs)
{
    m_in.resize(m_inputAt.size());
    for (std::size_t i = 0; i < m_inputAt.size(); ++i)
    {
        m_in[m_inputAt[i]] = inputs.at(i);
    }
    m_engine.Infer(m_in, m_out);
    std::vector<double> outputs;
    for (const auto at : m_outputAt)
    {
        outputs.push_back(m_out[at]);
    }
    return outputs;
}

const std::string&
RuleBase::BestTerm(std::size_t output, double value) const
{
    const auto& terms = m_engine.Outputs()[m_outputAt.at(output)].terms;
    const auto best =
        std::max_element(terms.begin(), terms.end(), [value](const auto& a, const auto& b) {
            return a.membership.Degree(value) < b.membership.Degree(value);
        });
    return best->name;
}

} // namespace ns3::iomt
