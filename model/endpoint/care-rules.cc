// SPDX-License-Identifier: GPL-2.0-only

#include "care-rules.h"

#include "ns3/profile-node.h"

#include <algorithm>
#include <set>

namespace ns3
{
namespace iomt
{

namespace
{

using Json = nlohmann::json;
using Node = ProfileNode;

/// Of texts that are not empty; a key that is not there is a list of none.
std::vector<std::string>
Texts(const Node& node, const std::string& key)
{
    std::vector<std::string> texts;
    if (!node.Has(key))
    {
        return texts;
    }
    const Json& list = node.At(key);
    bool sound = list.is_array() && !list.empty();
    for (std::size_t i = 0; sound && i < list.size(); ++i)
    {
        sound = list[i].is_string() && !list[i].get<std::string>().empty();
    }
    if (!sound)
    {
        node.Fail("'" + key + "' must be an array of texts, at least one");
    }
    return list;
}

Alarm
ReadAlarm(const Node& node)
{
    const std::string alarm = node.Text("alarm");
    for (const Alarm level : {Alarm::URGENT, Alarm::EMERGENCY})
    {
        if (alarm == ToString(level))
        {
            return level;
        }
    }
    node.Fail("'alarm' is '" + alarm + "'; allowed: urgent, emergency");
}

RuledCommand
ReadCommand(const Node& node)
{
    node.AllowOnly({"to", "command", "value"});
    RuledCommand command;
    command.to = node.Text("to");
    if (command.to == "gateway")
    {
        node.AllowOnly({"to"});
        return command;
    }
    command.command = node.Text("command");
    if (node.Has("value"))
    {
        const Json& value = node.At("value");
        if (!value.is_number())
        {
            node.Fail("'value' must be a number, found " + std::string(value.type_name()));
        }
        command.value = value.get<double>();
    }
    return command;
}

CareRule
ReadRule(const Node& node, const std::string& origin)
{
    node.AllowOnly(
        {"name", "alarm", "classifiers", "labels", "because", "prescribe", "commands", "treats"});
    CareRule rule;
    rule.name = node.Text("name");
    rule.alarm = ReadAlarm(node);
    rule.classifiers = Texts(node, "classifiers");
    rule.labels = Texts(node, "labels");
    rule.because = Texts(node, "because");
    rule.treats = Texts(node, "treats");
    node.Text("source");
    if (node.Has("prescribe"))
    {
        const Node medication = node.Child("prescribe");
        medication.AllowOnly({"medication", "atc", "dosage"});
        rule.prescribe = RuledMedication{medication.Text("medication"),
                                         medication.Text("atc"),
                                         medication.Text("dosage")};
    }
    if (node.Has("commands"))
    {
        const Json& commands = node.At("commands");
        if (!commands.is_array())
        {
            node.Fail("'commands' must be an array, found " + std::string(commands.type_name()));
        }
        for (std::size_t i = 0; i < commands.size(); ++i)
        {
            rule.commands.push_back(ReadCommand(
                Node(commands[i], origin, node.Below("commands") + "[" + std::to_string(i) + "]")));
        }
    }
    return rule;
}

/// Whether a list allows a word: an empty one allows all.
bool
Allows(const std::vector<std::string>& list, const std::string& word)
{
    return list.empty() || std::find(list.begin(), list.end(), word) != list.end();
}

} // namespace

bool
CareRule::IsAbout(const Classification& classification) const
{
    return classification.alarm != Alarm::NONE && classification.alarm >= alarm &&
           Allows(classifiers, classification.classifier) && Allows(labels, classification.label) &&
           (because.empty() ||
            std::any_of(because.begin(), because.end(), [&classification](const std::string& why) {
                return classification.reason.find(why) != std::string::npos;
            }));
}

CareRules
CareRules::Load(const std::string& nameOrPath)
{
    std::string origin;
    const Json json = ReadProfileFile("care", nameOrPath, origin);
    return Parse(json, origin);
}

CareRules
CareRules::Parse(const Json& json, const std::string& origin)
{
    const Node node(json, origin, "");
    node.AllowOnly({"description", "rules"});
    node.Text("description");
    const Json& rules = node.At("rules");
    if (!rules.is_array())
    {
        node.Fail("'rules' must be an array, found " + std::string(rules.type_name()));
    }
    CareRules made;
    std::set<std::string> names;
    for (std::size_t i = 0; i < rules.size(); ++i)
    {
        const Node rule(rules[i], origin, "rules[" + std::to_string(i) + "]");
        made.m_rules.push_back(ReadRule(rule, origin));
        if (!names.insert(made.m_rules.back().name).second)
        {
            rule.Fail("there is already a rule '" + made.m_rules.back().name + "'");
        }
    }
    return made;
}

const CareRule*
CareRules::Find(const Classification& classification) const
{
    for (const CareRule& rule : m_rules)
    {
        if (rule.IsAbout(classification))
        {
            return &rule;
        }
    }
    return nullptr;
}

const std::vector<CareRule>&
CareRules::All() const
{
    return m_rules;
}

} // namespace iomt
} // namespace ns3
