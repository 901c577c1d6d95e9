// SPDX-License-Identifier: GPL-2.0-only

#include "csv-recording.h"

#include "recording-columns.h"
#include "recording-error.h"
#include "text-table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace ns3::iomt
{

namespace
{

constexpr double NOT_FELT = std::numeric_limits<double>::quiet_NaN();

// A surface ECG swings by some millivolts; values beyond are another unit or raw converter counts.
constexpr double MOST_MV = 100;
constexpr double LEAST_ECG_RATE_HZ = 1;
constexpr double MOST_ECG_RATE_HZ = 100000;

// Unix time in seconds, and much more.
constexpr double MOST_S = 1e11;

// More columns than any recording has; a file of commas alone must not cost memory.
constexpr std::size_t MOST_COLUMNS = 1024;

/** @brief A column that is read. */
struct Column
{
    std::size_t index;
    std::string name;
    std::string quantity; //!< "" for the label
    double factor = 1;
};

struct Header
{
    std::size_t columns = 0;
    std::optional<std::size_t> time;
    std::optional<std::size_t> subject;
    std::vector<Column> read;
    std::vector<std::string> unknown; //!< names of the others
};

/** @brief The fields of a line, quotes around them taken off. */
std::vector<std::string>
Fields(std::string_view line)
{
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i)
    {
        const char c = line[i];
        if (c == '"')
        {
            const bool doubled = quoted && i + 1 < line.size() && line[i + 1] == '"';
            if (doubled)
            {
                fields.back() += c;
                ++i;
            }
            else
            {
                quoted = !quoted;
            }
        }
        else if (c == ',' && !quoted)
        {
            fields.emplace_back();
        }
        else
        {
            fields.back() += c;
        }
    }
    for (auto& field : fields)
    {
        field = std::string(Trim(field));
    }
    return fields;
}

bool
IsNotFelt(const std::string& field)
{
    const auto plain = PlainName(field);
    return plain.empty() || plain == "nan" || plain == "na" || plain == "null" || plain == "none";
}

Header
ReadHeader(std::string_view line, const std::string& name, std::size_t number)
{
    const auto fields = Fields(line);
    if (fields.size() == 1 && line.find_first_of(";\t") != std::string_view::npos)
    {
        throw RecordingError(name,
                             number,
                             line.find(';') != std::string_view::npos ? "columns between ';'"
                                                                      : "columns between tabs",
                             "columns between commas, with decimal points");
    }
    if (std::all_of(fields.begin(), fields.end(), [](const auto& field) {
            return ToNumber(field).has_value();
        }))
    {
        throw RecordingError(name,
                             number,
                             std::string(line),
                             "a first line with the names of the columns, such as t,pulse,spo2 "
                             "(or '# rate: 360 Hz' before the values of an ECG)");
    }
    if (fields.size() > MOST_COLUMNS)
    {
        throw RecordingError(name,
                             number,
                             std::to_string(fields.size()) + " columns",
                             "at most " + std::to_string(MOST_COLUMNS));
    }
    Header header;
    header.columns = fields.size();
    // Of several columns for the same, the one called so itself counts, else the first.
    std::map<std::string, std::size_t> taken;
    const auto take = [&](const std::string& what, std::size_t i) {
        const auto [before, first] = taken.emplace(what, i);
        const bool own = PlainName(fields[i]) == what;
        if (!first && own && PlainName(fields[before->second]) == what)
        {
            throw RecordingError(name, number, "two columns " + what, "one of them");
        }
        if (own)
        {
            before->second = i;
        }
    };
    for (std::size_t i = 0; i < fields.size(); ++i)
    {
        const auto meaning = MeaningOfColumn(fields[i]);
        if (IsTimeColumn(fields[i]))
        {
            take("t", i);
        }
        else if (IsSubjectColumn(fields[i]))
        {
            take("subject", i);
        }
        else if (IsLabelColumn(fields[i]))
        {
            take("label", i);
        }
        else if (meaning)
        {
            take(meaning->quantity, i);
        }
    }
    for (std::size_t i = 0; i < fields.size(); ++i)
    {
        const auto what = std::find_if(taken.begin(), taken.end(), [i](const auto& entry) {
            return entry.second == i;
        });
        if (what == taken.end())
        {
            header.unknown.push_back(fields[i]);
            continue;
        }
        if (what->first == "t")
        {
            header.time = i;
        }
        else if (what->first == "subject")
        {
            header.subject = i;
        }
        else if (what->first == "label")
        {
            header.read.push_back({i, "label", "", 1});
        }
        else
        {
            header.read.push_back({i, fields[i], what->first, MeaningOfColumn(fields[i])->factor});
        }
    }
    if (!header.time)
    {
        throw RecordingError(name,
                             number,
                             "no column t",
                             "a column t with the time in seconds, beside: " + std::string(line));
    }
    return header;
}

/** @brief Makes a column with even time stamps an even channel. */
void
MakeEven(RecordingChannel& channel, const Recording& recording, const std::string& name)
{
    const auto& times = channel.times;
    if (times.size() < 2)
    {
        throw RecordingError(name,
                             recording.rows.back(),
                             "one value of an ECG",
                             "at least two, whose times tell the rate");
    }
    std::vector<double> steps;
    for (std::size_t i = 1; i < times.size(); ++i)
    {
        steps.push_back(times[i] - times[i - 1]);
    }
    auto sorted = steps;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const double usual = *middle;
    for (std::size_t i = 0; i < steps.size(); ++i)
    {
        // Half a step of tolerance: time stamps are often rounded to milliseconds.
        if (!(steps[i] > 0.5 * usual && steps[i] < 1.5 * usual))
        {
            throw RecordingError(name,
                                 recording.rows[i + 1],
                                 "a step of " + std::to_string(steps[i]) + " s in time",
                                 "even steps for an ECG, here of about " + std::to_string(usual) +
                                     " s");
        }
    }
    const double rateHz = static_cast<double>(steps.size()) / (times.back() - times.front());
    if (!(rateHz >= LEAST_ECG_RATE_HZ && rateHz <= MOST_ECG_RATE_HZ))
    {
        throw RecordingError(name,
                             recording.rows.front(),
                             "an ECG at " + std::to_string(rateHz) + " Hz",
                             "a rate of 1 to 100000 Hz");
    }
    channel.startS = times.front();
    channel.rateHz = rateHz;
    channel.times.clear();
}

double
ReadValue(const std::string& field, const Column& column, const std::string& name, std::size_t line)
{
    if (IsNotFelt(field))
    {
        return NOT_FELT;
    }
    const auto value = ToNumber(field);
    if (!value && column.quantity.empty())
    {
        return NOT_FELT; // a truth in words: no figures can be made of it, but that is no mistake
    }
    if (!value)
    {
        throw RecordingError(name,
                             line,
                             column.name + " = " + field,
                             "a number with a decimal point, or nothing");
    }
    if (column.quantity == "ecg" && std::abs(*value * column.factor) > MOST_MV)
    {
        throw RecordingError(name,
                             line,
                             column.name + " = " + field,
                             "millivolts from -100 to 100");
    }
    return *value * column.factor;
}

} // namespace

std::vector<RecordingPtr>
ParseCsvRecordings(const std::string& text, const std::string& name)
{
    auto lines = SplitLines(text);
    if (!lines.empty() && lines[0].substr(0, 3) == "\xef\xbb\xbf")
    {
        lines[0].remove_prefix(3); // the mark that some programs put before UTF-8
    }
    std::size_t next = 0;
    while (next < lines.size() && (Trim(lines[next]).empty() || Trim(lines[next])[0] == '#'))
    {
        ++next;
    }
    if (next == lines.size())
    {
        throw RecordingError(name,
                             0,
                             "nothing in it",
                             "a header line such as t,pulse,spo2, then values");
    }
    const Header header = ReadHeader(lines[next], name, next + 1);
    std::vector<std::shared_ptr<Recording>> recordings;
    std::map<std::string, std::size_t> bySubject;
    std::vector<std::vector<double>> times;
    for (++next; next < lines.size(); ++next)
    {
        if (Trim(lines[next]).empty())
        {
            continue;
        }
        const std::size_t number = next + 1;
        const auto fields = Fields(lines[next]);
        if (fields.size() != header.columns)
        {
            throw RecordingError(name,
                                 number,
                                 std::to_string(fields.size()) + " columns",
                                 std::to_string(header.columns) + " as in the header");
        }
        const std::string subject = header.subject ? fields[*header.subject] : "";
        if (header.subject && subject.empty())
        {
            throw RecordingError(name, number, "an empty subject", "a name in each row");
        }
        const auto [entry, isNew] = bySubject.emplace(subject, recordings.size());
        if (isNew)
        {
            auto recording = std::make_shared<Recording>();
            recording->source = name;
            recording->subject = subject;
            for (const auto& column : header.read)
            {
                RecordingChannel channel;
                channel.name = column.name;
                channel.quantity = column.quantity;
                recording->channels.push_back(channel);
            }
            for (const auto& unknown : header.unknown)
            {
                recording->channels.emplace_back().name = unknown;
            }
            recordings.push_back(recording);
            times.emplace_back();
        }
        auto& recording = *recordings[entry->second];
        auto& clock = times[entry->second];
        const auto& stamp = fields[*header.time];
        const auto t = ToNumber(stamp);
        if (!t || std::abs(*t) > MOST_S)
        {
            throw RecordingError(name,
                                 number,
                                 "t = " + (stamp.empty() ? "an empty field" : stamp),
                                 "a number of seconds");
        }
        if (!clock.empty() && *t < clock.back())
        {
            throw RecordingError(name,
                                 number,
                                 "t = " + stamp + " after a later row",
                                 header.subject ? "rows in the order of time for each subject"
                                                : "rows in the order of time; a column subject "
                                                  "tells several persons apart");
        }
        clock.push_back(*t);
        recording.rows.push_back(number);
        for (std::size_t i = 0; i < header.read.size(); ++i)
        {
            const auto& column = header.read[i];
            recording.channels[i].values.push_back(
                ReadValue(fields[column.index], column, name, number));
        }
    }
    if (recordings.empty())
    {
        throw RecordingError(name,
                             lines.size(),
                             "no rows",
                             "values below the names of the columns");
    }
    for (std::size_t i = 0; i < recordings.size(); ++i)
    {
        for (std::size_t c = 0; c < header.read.size(); ++c)
        {
            auto& channel = recordings[i]->channels[c];
            channel.times = times[i];
            if (channel.quantity == "ecg")
            {
                MakeEven(channel, *recordings[i], name);
            }
        }
    }
    return {recordings.begin(), recordings.end()};
}

} // namespace ns3::iomt
