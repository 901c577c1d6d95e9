// SPDX-License-Identifier: GPL-2.0-only

#include "treatments.h"

namespace ns3
{
namespace iomt
{

Treatments::Treatments(const CareRules& rules, const std::string& gatewayCommand)
{
    for (const CareRule& rule : rules.All())
    {
        if (rule.prescribe)
        {
            m_medicines[rule.prescribe->name].insert(rule.treats.begin(), rule.treats.end());
        }
        for (const RuledCommand& command : rule.commands)
        {
            const std::string name = command.command.empty() ? gatewayCommand : command.command;
            if (name != "rate" && name != "stream")
            {
                m_commands[name].insert(rule.treats.begin(), rule.treats.end());
            }
        }
    }
}

std::vector<std::string>
Treatments::Of(const CareEvent& event) const
{
    const auto kinds = [](const std::map<std::string, std::set<std::string>>& by,
                          const std::string& name) -> std::vector<std::string> {
        const auto found = by.find(name);
        return found == by.end()
                   ? std::vector<std::string>()
                   : std::vector<std::string>(found->second.begin(), found->second.end());
    };
    switch (event.kind)
    {
    case CareEvent::PICKED_UP:
        return kinds(m_medicines, event.detail);
    case CareEvent::COMMAND_EXECUTED:
        // "pump-rate 5": the value comes after the name.
        return kinds(m_commands, event.detail.substr(0, event.detail.find(' ')));
    default:
        return {};
    }
}

} // namespace iomt
} // namespace ns3
