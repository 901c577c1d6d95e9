// SPDX-License-Identifier: GPL-2.0-only

#include "ecg-block.h"

#include <algorithm>
#include <cmath>

namespace ns3::iomt
{

namespace
{

constexpr double MICROVOLT_PER_MILLIVOLT = 1000;
constexpr double LARGEST = 32767; // of 16 bits; its negative is used as the lower limit too

const std::string SAMPLES_NAME = "ecg";
const std::string RATE_NAME = "ecg-rate";

} // namespace

SenmlPack
ToSenml(const EcgBlock& block, const std::string& baseName)
{
    SenmlRecord samples;
    samples.baseName = baseName;
    samples.baseTime = block.startTime;
    samples.name = SAMPLES_NAME;
    samples.dataValue.emplace();
    samples.dataValue->reserve(2 * block.millivolt.size());
    for (const double millivolt : block.millivolt)
    {
        const double microvolt =
            std::clamp(std::round(millivolt * MICROVOLT_PER_MILLIVOLT), -LARGEST, LARGEST);
        const auto bits = static_cast<uint16_t>(static_cast<int16_t>(microvolt));
        samples.dataValue->push_back(static_cast<uint8_t>(bits >> 8));
        samples.dataValue->push_back(static_cast<uint8_t>(bits & 0xff));
    }
    SenmlRecord rate;
    rate.name = RATE_NAME;
    rate.unit = "Hz";
    rate.value = block.rateHz;
    return {samples, rate};
}

std::optional<EcgBlock>
EcgBlockFromSenml(const SenmlPack& pack)
{
    EcgBlock block;
    bool found = false;
    for (const SenmlRecord& record : ResolveSenml(pack))
    {
        const std::string& name = *record.name;
        const std::string last = name.substr(name.find_last_of(":/") + 1);
        if (last == SAMPLES_NAME && record.dataValue && !found)
        {
            const Bytes& octets = *record.dataValue;
            if (octets.size() % 2 != 0)
            {
                return std::nullopt;
            }
            for (std::size_t i = 0; i < octets.size(); i += 2)
            {
                const auto bits = static_cast<uint16_t>(octets[i] << 8 | octets[i + 1]);
                block.millivolt.push_back(static_cast<int16_t>(bits) / MICROVOLT_PER_MILLIVOLT);
            }
            block.startTime = *record.time;
            found = true;
        }
        else if (last == RATE_NAME && record.value)
        {
            block.rateHz = *record.value;
        }
    }
    if (!found || !(block.rateHz > 0))
    {
        return std::nullopt;
    }
    return block;
}

} // namespace ns3::iomt
