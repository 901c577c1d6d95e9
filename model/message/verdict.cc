// SPDX-License-Identifier: GPL-2.0-only

#include "verdict.h"

namespace ns3::iomt
{

SenmlPack
VerdictToSenml(const std::vector<Classification>& verdict, const std::string& baseName, double time)
{
    SenmlPack pack;
    const auto add = [&pack](const std::string& name) -> SenmlRecord& {
        pack.emplace_back();
        pack.back().name = name;
        return pack.back();
    };
    for (const Classification& said : verdict)
    {
        add(said.classifier + "/label").stringValue = said.label;
        add(said.classifier + "/score").value = said.score;
        add(said.classifier + "/alarm").stringValue = ToString(said.alarm);
        if (!said.reason.empty())
        {
            add(said.classifier + "/reason").stringValue = said.reason;
        }
    }
    if (!pack.empty())
    {
        pack.front().baseName = baseName;
        pack.front().baseTime = time;
    }
    return pack;
}

std::vector<Classification>
VerdictFromSenml(const SenmlPack& resolved)
{
    std::vector<Classification> verdict;
    for (const SenmlRecord& record : resolved)
    {
        // BASE/NAME/PART
        const std::string full = record.name.value_or("");
        const std::size_t part = full.rfind('/');
        if (part == std::string::npos || part == 0)
        {
            continue;
        }
        const std::size_t name = full.rfind('/', part - 1);
        const std::string classifier =
            full.substr(name == std::string::npos ? 0 : name + 1,
                        part - (name == std::string::npos ? 0 : name + 1));
        const std::string what = full.substr(part + 1);
        if (what == "label" && record.stringValue)
        {
            Classification said;
            said.classifier = classifier;
            said.label = *record.stringValue;
            verdict.push_back(said);
            continue;
        }
        if (verdict.empty() || verdict.back().classifier != classifier)
        {
            continue;
        }
        Classification& said = verdict.back();
        if (what == "score" && record.value)
        {
            said.score = *record.value;
        }
        else if (what == "reason" && record.stringValue)
        {
            said.reason = *record.stringValue;
        }
        else if (what == "alarm" && record.stringValue)
        {
            for (const Alarm alarm : {Alarm::NONE, Alarm::URGENT, Alarm::EMERGENCY})
            {
                said.alarm = *record.stringValue == ToString(alarm) ? alarm : said.alarm;
            }
        }
    }
    return verdict;
}

} // namespace ns3::iomt
