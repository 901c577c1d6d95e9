// SPDX-License-Identifier: GPL-2.0-only

#include "recording.h"

#include "csv-recording.h"
#include "e4-recording.h"
#include "ecg-recording.h"
#include "edf-recording.h"
#include "recording-error.h"
#include "text-table.h"
#include "wfdb-recording.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace ns3::iomt
{

namespace
{

const char* const FORMS = "a CSV file with a header line, an Empatica E4 folder, a WFDB record "
                          "(such as 100, with 100.hea beside it) or an EDF file";

RecordingChannel
EvenChannel(const std::string& quantity, double startS, double rateHz)
{
    RecordingChannel channel;
    channel.name = quantity;
    channel.quantity = quantity;
    channel.startS = startS;
    channel.rateHz = rateHz;
    return channel;
}

/** @brief An E4's features; a second's feature is known when the second is over. */
RecordingPtr
LoadE4(const std::string& folder)
{
    std::error_code ignored;
    if (!std::filesystem::exists(folder + "/TEMP.csv", ignored))
    {
        throw RecordingError(folder,
                             0,
                             "a folder without TEMP.csv",
                             "an Empatica E4 folder, with TEMP.csv, EDA.csv and ACC.csv");
    }
    const auto e4 = E4Recording::Load(folder);
    auto temperature = EvenChannel("skin-temperature", 1, 1);
    auto motion = EvenChannel("motion", 1, 1);
    auto sweat = EvenChannel("sweat", 1, 1);
    for (const auto& second : e4->Seconds())
    {
        temperature.values.push_back(second.skinTemperature);
        motion.values.push_back(second.motion);
        sweat.values.push_back(second.sweat);
    }
    auto recording = std::make_shared<Recording>();
    recording->source = folder;
    recording->channels = {temperature, motion, sweat};
    if (const auto& rate = e4->HeartRate(); !rate.perMinute.empty())
    {
        auto pulse = EvenChannel("pulse", rate.startUnixS - e4->StartUnixS(), rate.rateHz);
        pulse.values = rate.perMinute;
        recording->channels.push_back(pulse);
    }
    return recording;
}

RecordingPtr
ParseEcgText(const std::string& text, const std::string& path)
{
    const auto ecg = EcgRecording::Parse(text, path);
    auto recording = std::make_shared<Recording>();
    recording->source = path;
    recording->channels = {EvenChannel("ecg", 0, ecg->RateHz())};
    recording->channels[0].values = ecg->Samples();
    return recording;
}

/** @brief Whether the first line that is no remark is a number alone. */
bool
IsValuesAlone(const std::string& text)
{
    for (const auto line : SplitLines(text))
    {
        const auto trimmed = Trim(line);
        if (!trimmed.empty() && trimmed[0] != '#')
        {
            return ToNumber(trimmed).has_value();
        }
    }
    return false;
}

bool
HasExtension(const std::string& path, const std::string& extension)
{
    auto found = std::filesystem::path(path).extension().string();
    std::transform(found.begin(), found.end(), found.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return found == extension;
}

} // namespace

double
RecordingChannel::TimeOf(std::size_t i) const
{
    return rateHz > 0 ? startS + static_cast<double>(i) / rateHz : times[i];
}

double
RecordingChannel::EndS() const
{
    if (values.empty())
    {
        return 0;
    }
    if (rateHz > 0)
    {
        return TimeOf(values.size());
    }
    constexpr double LONE_VALUE_S = 1;
    const double span = times.back() - times.front();
    const bool lone = !(span > 0);
    return times.back() + (lone ? LONE_VALUE_S : span / static_cast<double>(times.size() - 1));
}

const RecordingChannel*
Recording::Find(const std::string& quantity) const
{
    const auto found =
        std::find_if(channels.begin(), channels.end(), [&quantity](const auto& channel) {
            return channel.quantity == quantity;
        });
    return found == channels.end() ? nullptr : &*found;
}

const RecordingChannel*
Recording::FindName(const std::string& name) const
{
    const auto found = std::find_if(channels.begin(), channels.end(), [&name](const auto& channel) {
        return channel.name == name;
    });
    return found == channels.end() ? nullptr : &*found;
}

std::vector<std::string>
Recording::Quantities() const
{
    std::vector<std::string> quantities;
    for (const auto& channel : channels)
    {
        if (!channel.quantity.empty() &&
            std::find(quantities.begin(), quantities.end(), channel.quantity) == quantities.end())
        {
            quantities.push_back(channel.quantity);
        }
    }
    return quantities;
}

double
Recording::EndS() const
{
    double end = 0;
    for (const auto& channel : channels)
    {
        end = std::max(end, channel.EndS());
    }
    return end;
}

std::vector<RecordingPtr>
LoadRecordings(const std::string& path)
{
    std::error_code ignored;
    // A WFDB record's name may be that of a folder beside it, or of nothing.
    if (IsWfdbRecord(path))
    {
        const bool isFile = std::filesystem::is_regular_file(path, ignored);
        const bool isPart =
            HasExtension(path, ".hea") || HasExtension(path, ".dat") || HasExtension(path, ".atr");
        if (!isFile || isPart)
        {
            return {LoadWfdbRecording(path)};
        }
    }
    if (std::filesystem::is_directory(path, ignored))
    {
        return {LoadE4(path)};
    }
    if (!std::filesystem::exists(path, ignored))
    {
        if (HasExtension(path, ".hea") || HasExtension(path, ".dat") || HasExtension(path, ".atr"))
        {
            return {LoadWfdbRecording(path)};
        }
        throw RecordingError(path, 0, "no such file", FORMS);
    }
    if (HasExtension(path, ".dat") || HasExtension(path, ".atr"))
    {
        return {LoadWfdbRecording(path)}; // which says that there is no header
    }
    const auto text = ReadTextFile(path);
    if (HasExtension(path, ".edf") || LooksLikeEdf(text))
    {
        return {ParseEdfRecording(text, path)};
    }
    if (text.find('\0') != std::string::npos)
    {
        throw RecordingError(path, 0, "a binary file of no known form", FORMS);
    }
    if (text.substr(0, 1) == "#" && IsValuesAlone(text))
    {
        return {ParseEcgText(text, path)};
    }
    return ParseCsvRecordings(text, path);
}

} // namespace ns3::iomt
