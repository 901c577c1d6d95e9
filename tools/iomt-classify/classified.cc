// SPDX-License-Identifier: GPL-2.0-only

#include "classified.h"

#include "ns3/classifier.h"
#include "ns3/data-path.h"
#include "ns3/nearest-name.h"
#include "ns3/r-peak-detector.h"
#include "ns3/recording-columns.h"
#include "ns3/recording-error.h"
#include "ns3/recording-player.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <utility>

namespace ns3::iomt
{

namespace
{

/** @brief The shortest text that reads as the same number; nothing for what is none. */
std::string
Text(double value)
{
    if (!std::isfinite(value))
    {
        return "";
    }
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return {text, end};
}

/** @brief Six digits: more than any sensor has. */
std::string
Rounded(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value == 0 ? 0.0 : value);
    return text;
}

/** @brief A field of a CSV file, in quotes if need be. */
std::string
Field(const std::string& text)
{
    if (text.find_first_of(",\"\n\r") == std::string::npos)
    {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text)
    {
        quoted += c;
        if (c == '"')
        {
            quoted += c;
        }
    }
    return quoted + '"';
}

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

/** @brief `sweat (or eda, eda_us, gsr)` for each input. */
std::string
Wanted(const std::vector<std::string>& inputs)
{
    std::vector<std::string> wanted;
    for (const auto& input : inputs)
    {
        auto names = ColumnNamesOf(input);
        names.erase(names.begin());
        wanted.push_back(input + (names.empty() ? "" : " (or " + Join(names) + ")"));
    }
    return Join(wanted);
}

/** @brief What a column is probably meant to be, as `; 'puls' may be meant as pulse`. */
std::string
Guess(const Recording& recording, const std::vector<std::string>& missing)
{
    for (const auto& input : missing)
    {
        for (const auto& channel : recording.channels)
        {
            const auto names = ColumnNamesOf(input);
            if (channel.quantity.empty() && !IsLabelColumn(channel.name) &&
                !NearestName(PlainName(channel.name), names).empty())
            {
                return "; did you mean " + input + " by '" + channel.name + "'?";
            }
        }
    }
    return "";
}

[[noreturn]] void
RefuseFor(const std::string& name,
          const Recording& recording,
          const std::vector<std::string>& missing)
{
    std::vector<std::string> there;
    for (const auto& channel : recording.channels)
    {
        there.push_back(channel.name);
    }
    throw std::invalid_argument(recording.source + ": the classifier " + name + " needs " +
                                Wanted(missing) +
                                (missing.size() > 1 ? ", which are" : ", which is") +
                                " missing; there are: " + Join(there) + Guess(recording, missing));
}

void
CheckRate(const Recording& recording, const std::vector<std::string>& inputs)
{
    const auto* ecg = recording.Find("ecg");
    const bool wanted = std::find(inputs.begin(), inputs.end(), "ecg") != inputs.end();
    if (wanted && ecg && ecg->rateHz < RPeakDetector::LEAST_RATE_HZ)
    {
        throw RecordingError(recording.source,
                             0,
                             "an ECG at " + Text(ecg->rateHz) + " Hz",
                             "at least " + Text(RPeakDetector::LEAST_RATE_HZ) +
                                 " Hz, for R peaks to be found");
    }
}

/** @brief Runs over one subject. */
class Run
{
  public:
    Run(const std::string& classifier,
        const Recording& recording,
        const std::vector<std::string>& quantities,
        Classified& result)
        : m_recording(recording),
          m_label(recording.FindName("label")),
          m_quantities(quantities),
          m_result(result)
    {
        ClassifierSettings settings;
        settings.rulesFolder = DataPath("rules");
        m_classifier = ClassifierRegistry::Get().Create(classifier, settings);
    }

    /** @brief Adds rows, each with its place in the file. */
    void Go(bool withSubject, std::vector<std::pair<std::size_t, std::string>>& rows)
    {
        m_result.truths.emplace_back();
        RecordingPlayer player(m_recording, m_quantities);
        while (const auto played = player.Next())
        {
            const auto& reading = played->reading;
            const auto said = m_classifier->Update(
                {reading.t, reading.values, reading.samples, reading.intervalS});
            std::string row = withSubject ? Field(m_recording.subject) + ',' : "";
            row += Text(played->knownS);
            for (const auto& quantity : m_quantities)
            {
                const auto value = reading.values.find(quantity);
                row += ',';
                row += value != reading.values.end() ? Rounded(value->second)
                       : quantity == "ecg" && !reading.samples.empty()
                           ? Rounded(reading.samples.back())
                           : "";
            }
            row += said ? ',' + Rounded(said->score) + ',' + Field(said->label) : ",,";
            const bool isTable = !m_recording.rows.empty();
            rows.emplace_back(isTable ? m_recording.rows[played->row] : rows.size(), row);
            ++m_result.rows;
            if (said)
            {
                ++m_result.judged;
                ++m_result.labels[said->label];
                if (said->alarm != Alarm::NONE)
                {
                    ++m_result.alarms[ToString(said->alarm)];
                }
                KeepTruth(said->score, played->row);
            }
        }
    }

  private:
    void KeepTruth(double score, std::size_t row)
    {
        if (!m_label || row >= m_label->values.size() || !std::isfinite(score))
        {
            return;
        }
        const double truth = m_label->values[row];
        if (truth == 0 || truth == 1)
        {
            m_result.truths.back().emplace_back(score, truth == 1);
        }
        else if (m_result.noTruth.empty())
        {
            m_result.noTruth = "line " + std::to_string(m_recording.rows[row]) + " has " +
                               (std::isfinite(truth) ? Text(truth) : "no number") +
                               " there; allowed: 0 or 1";
        }
    }

    const Recording& m_recording;
    const RecordingChannel* m_label;
    const std::vector<std::string>& m_quantities;
    Classified& m_result;
    std::unique_ptr<Classifier> m_classifier;
};

} // namespace

Classified
Classify(const std::string& name, const std::vector<RecordingPtr>& recordings)
{
    ClassifierSettings settings;
    settings.rulesFolder = DataPath("rules");
    auto quantities = ClassifierRegistry::Get().Create(name, settings)->Inputs();
    const auto& first = *recordings.front();

    Classified result;
    for (const auto& quantity : quantities)
    {
        if (!first.Find(quantity))
        {
            result.missing.push_back(quantity);
        }
    }
    if (!quantities.empty() && result.missing.size() == quantities.size())
    {
        RefuseFor(name, first, result.missing);
    }
    CheckRate(first, quantities);
    if (quantities.empty())
    {
        quantities = first.Quantities(); // the baseline without inference passes all on
    }
    quantities.erase(
        std::remove_if(quantities.begin(),
                       quantities.end(),
                       [&first](const auto& quantity) { return !first.Find(quantity); }),
        quantities.end());

    const bool withSubject = !first.subject.empty();
    result.table = withSubject ? "subject,t" : "t";
    for (const auto& quantity : quantities)
    {
        const auto& called = first.Find(quantity)->name;
        const auto meaning = MeaningOfColumn(called);
        // Values in another unit than the file's do not go by the file's name.
        const bool converted = meaning && meaning->factor != 1;
        result.table += ',' + Field(converted ? quantity : called);
    }
    result.table += ",score,label\n";

    std::vector<std::pair<std::size_t, std::string>> rows;
    for (const auto& recording : recordings)
    {
        Run(name, *recording, quantities, result).Go(withSubject, rows);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return a.first < b.first;
    });
    for (const auto& row : rows)
    {
        result.table += row.second + '\n';
    }
    if (result.judged == 0 && !result.missing.empty())
    {
        RefuseFor(name, first, result.missing);
    }
    return result;
}

} // namespace ns3::iomt
