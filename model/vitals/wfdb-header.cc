// SPDX-License-Identifier: GPL-2.0-only

#include "wfdb-header.h"

#include "recording-error.h"
#include "text-table.h"

#include <charconv>
#include <cmath>
#include <optional>

namespace ns3::iomt
{

namespace
{

constexpr double LEAST_RATE_HZ = 1e-3;
constexpr double MOST_RATE_HZ = 100000;
constexpr std::size_t MOST_SIGNALS = 512;
constexpr std::size_t MOST_SAMPLES_PER_FRAME = 10000;

// header(5): gain 0 or none is "uncalibrated", for which the library takes 200 steps a millivolt.
constexpr double DEFAULT_GAIN = 200;

/** @brief The words of a line, between blanks. */
std::vector<std::string_view>
Words(std::string_view line)
{
    std::vector<std::string_view> words;
    while (!(line = Trim(line)).empty())
    {
        const auto end = line.find_first_of(" \t");
        words.push_back(line.substr(0, end));
        line.remove_prefix(words.back().size());
    }
    return words;
}

/** @brief A place in the header, for messages. */
struct Place
{
    const std::string& name;
    std::size_t line;

    [[noreturn]] void Refuse(std::string_view found, const std::string& allowed) const
    {
        throw RecordingError(name, line, found.empty() ? "nothing" : std::string(found), allowed);
    }
};

std::optional<std::size_t>
ToCount(std::string_view text)
{
    std::size_t count = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), count);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size())
    {
        return std::nullopt;
    }
    return count;
}

/** @brief Takes the number off the front of a text. */
std::optional<double>
TakeNumber(std::string_view& text)
{
    double number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec != std::errc() || !std::isfinite(number))
    {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(result.ptr - text.data()));
    return number;
}

/** @brief `100 2 360 650000 …` */
std::size_t
ReadRecordLine(std::string_view line, const Place& place, WfdbHeader& header)
{
    const auto words = Words(line);
    if (words[0].find('/') != std::string_view::npos)
    {
        place.Refuse(words[0],
                     "a record of one segment; this one lists its segments below, and each can be "
                     "read by its own name");
    }
    const auto count = words.size() > 1 ? ToCount(words[1]) : std::nullopt;
    if (!count || *count < 1 || *count > MOST_SIGNALS)
    {
        place.Refuse(words.size() > 1 ? words[1] : "",
                     "a record line such as '100 2 360 650000', with a number of signals of 1 to "
                     "512");
    }
    if (words.size() > 2)
    {
        // The counter frequency may follow: 360/360(0).
        const auto rate = ToNumber(words[2].substr(0, words[2].find('/')));
        if (!rate || !(*rate >= LEAST_RATE_HZ && *rate <= MOST_RATE_HZ))
        {
            place.Refuse(words[2], "a sampling frequency of 0.001 to 100000 Hz");
        }
        header.framesPerSecond = *rate;
    }
    if (words.size() > 3)
    {
        const auto frames = ToCount(words[3]);
        if (!frames)
        {
            place.Refuse(words[3], "a number of samples for each signal, or 0");
        }
        header.frames = *frames;
    }
    return *count;
}

/** @brief `212`, `212x2`, `16+512`, `16:3`. */
void
ReadFormat(std::string_view text, const Place& place, WfdbSignal& signal)
{
    const std::string allowed = "format 16, 80 or 212, such as 212, 212x2 (samples a frame), 212:3 "
                                "(frames of skew) or 16+512 (octets before them)";
    const std::string_view whole = text;
    const auto end = text.find_first_not_of("0123456789");
    const auto format = ToCount(text.substr(0, end));
    if (!format || (*format != 16 && *format != 80 && *format != 212))
    {
        place.Refuse(whole, allowed);
    }
    signal.format = static_cast<int>(*format);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end);
    while (!text.empty())
    {
        const char mark = text[0];
        text.remove_prefix(1);
        const auto digits = text.find_first_not_of("0123456789");
        const auto number = ToCount(text.substr(0, digits));
        text.remove_prefix(digits == std::string_view::npos ? text.size() : digits);
        if (mark == 'x' && number && *number >= 1 && *number <= MOST_SAMPLES_PER_FRAME)
        {
            signal.samplesPerFrame = *number;
        }
        else if (mark == '+' && number)
        {
            signal.octetOffset = *number;
        }
        else if (mark == ':' && number)
        {
            signal.skewFrames = *number;
        }
        else
        {
            place.Refuse(whole, allowed);
        }
    }
}

/** @brief `200`, `200/mV`, `200(1024)/mV`; whether it tells the baseline. */
bool
ReadGain(std::string_view text, const Place& place, WfdbSignal& signal)
{
    const std::string allowed = "a gain, with baseline and unit if need be, such as 200(1024)/mV";
    const std::string_view whole = text;
    const auto gain = TakeNumber(text);
    if (!gain)
    {
        place.Refuse(whole, allowed);
    }
    signal.gain = *gain == 0 ? DEFAULT_GAIN : *gain;
    bool hasBaseline = false;
    if (!text.empty() && text[0] == '(')
    {
        text.remove_prefix(1);
        const auto baseline = TakeNumber(text);
        if (!baseline || text.empty() || text[0] != ')')
        {
            place.Refuse(whole, allowed);
        }
        text.remove_prefix(1);
        signal.baseline = *baseline;
        hasBaseline = true;
    }
    if (!text.empty() && text[0] == '/' && text.size() > 1)
    {
        signal.unit = std::string(text.substr(1));
        text = {};
    }
    if (!text.empty())
    {
        place.Refuse(whole, allowed);
    }
    return hasBaseline;
}

/** @brief `100.dat 212 200 11 1024 995 -22131 0 MLII` */
WfdbSignal
ReadSignalLine(std::string_view line, const Place& place)
{
    const auto words = Words(line);
    WfdbSignal signal;
    if (words.size() < 2)
    {
        place.Refuse(line, "a signal line such as '100.dat 212 200 11 1024 995 -22131 0 MLII'");
    }
    if (words[0] == "~" || words[0] == "-" || words[0].find('/') != std::string_view::npos ||
        words[0] == "." || words[0] == "..")
    {
        place.Refuse(words[0], "the name of a file in the header's folder");
    }
    signal.file = std::string(words[0]);
    ReadFormat(words[1], place, signal);
    const bool hasBaseline = words.size() > 2 && ReadGain(words[2], place, signal);
    if (words.size() > 4 && !hasBaseline)
    {
        const auto zero = ToNumber(words[4]);
        if (!zero)
        {
            place.Refuse(words[4], "the converter's value in the middle of its range");
        }
        signal.baseline = *zero;
    }
    constexpr std::size_t DESCRIPTION = 8;
    if (words.size() > DESCRIPTION)
    {
        const auto start = static_cast<std::size_t>(words[DESCRIPTION].data() - line.data());
        signal.description = std::string(Trim(line.substr(start)));
    }
    return signal;
}

} // namespace

WfdbHeader
ParseWfdbHeader(const std::string& text, const std::string& name)
{
    WfdbHeader header;
    std::size_t wanted = 0;
    const auto lines = SplitLines(text);
    for (std::size_t i = 0; i < lines.size(); ++i)
    {
        const auto line = Trim(lines[i]);
        if (line.empty() || line[0] == '#')
        {
            continue;
        }
        const Place place{name, i + 1};
        if (wanted == 0)
        {
            wanted = ReadRecordLine(line, place, header);
        }
        else if (header.signals.size() < wanted)
        {
            header.signals.push_back(ReadSignalLine(line, place));
        }
    }
    if (wanted == 0 || header.signals.size() < wanted)
    {
        const std::string allowed = wanted == 0
                                        ? "a record line such as '100 2 360 650000'"
                                        : std::to_string(wanted) + " as the record line says";
        Place{name, lines.size()}.Refuse(std::to_string(header.signals.size()) + " signal lines",
                                         allowed);
    }
    return header;
}

} // namespace ns3::iomt
