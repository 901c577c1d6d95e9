// SPDX-License-Identifier: GPL-2.0-only

#include "options.h"

#include "ns3/nearest-name.h"

#include <algorithm>
#include <stdexcept>

namespace ns3::iomt
{

namespace
{

bool
Contains(const std::vector<std::string>& names, const std::string& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

[[noreturn]] void
Refuse(const std::string& argument, const std::string& name, std::vector<std::string> allowed)
{
    const std::string nearest = NearestName(name, allowed);
    std::string message = "no option '" + argument + "'";
    message += nearest.empty() ? "" : ", did you mean '--" + nearest + "'?";
    message += nearest.empty() ? "; allowed:" : " Allowed:";
    for (const std::string& each : allowed)
    {
        message += " --" + each;
    }
    throw std::invalid_argument(message);
}

} // namespace

Options::Options(const std::vector<std::string>& arguments,
                 const std::vector<std::string>& valued,
                 const std::vector<std::string>& flags)
{
    std::vector<std::string> all = valued;
    all.insert(all.end(), flags.begin(), flags.end());
    for (std::size_t i = 0; i < arguments.size(); ++i)
    {
        const std::string& argument = arguments[i];
        const bool dashed = argument.compare(0, 2, "--") == 0;
        const std::size_t equals = argument.find('=', dashed ? 2 : 0);
        const std::string name = dashed ? argument.substr(0, equals).substr(2) : "";
        if (dashed && Contains(flags, name) && equals == std::string::npos)
        {
            m_flags.insert(name);
            continue;
        }
        if (!dashed || !Contains(valued, name))
        {
            Refuse(argument, dashed ? name : argument, all);
        }
        if (equals == std::string::npos && i + 1 == arguments.size())
        {
            throw std::invalid_argument("--" + name + ": wants a value");
        }
        const std::string value =
            equals == std::string::npos ? arguments[++i] : argument.substr(equals + 1);
        if (!m_values.emplace(name, value).second)
        {
            throw std::invalid_argument("--" + name + ": given twice");
        }
    }
}

bool
Options::Has(const std::string& name) const
{
    return m_values.count(name) != 0 || m_flags.count(name) != 0;
}

const std::string&
Options::Get(const std::string& name) const
{
    const auto found = m_values.find(name);
    if (found == m_values.end())
    {
        throw std::invalid_argument("--" + name + " is missing");
    }
    return found->second;
}

std::string
Options::Get(const std::string& name, const std::string& otherwise) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? otherwise : found->second;
}

Bytes
Options::GetHex(const std::string& name) const
{
    try
    {
        return FromHex(Get(name));
    }
    catch (const std::invalid_argument& error)
    {
        throw std::invalid_argument("--" + name + ": " + error.what());
    }
}

std::vector<std::string>
Options::GetList(const std::string& name) const
{
    std::vector<std::string> list;
    std::string rest = Get(name, "");
    while (!rest.empty())
    {
        const std::size_t comma = rest.find(',');
        list.push_back(rest.substr(0, comma));
        rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
    }
    return list;
}

} // namespace ns3::iomt
