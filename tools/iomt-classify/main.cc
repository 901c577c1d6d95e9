// SPDX-License-Identifier: GPL-2.0-only

// A classifier over a recording, offline: the same code as in a simulation.

#include "classified.h"
#include "roc.h"

#include "ns3/beat-agreement.h"
#include "ns3/classifier.h"
#include "ns3/data-path.h"
#include "ns3/fcl.h"
#include "ns3/heart-beats.h"
#include "ns3/nearest-name.h"
#include "ns3/recording-error.h"
#include "ns3/recording-player.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3::iomt;

namespace
{

const char* const USAGE = R"(usage: iomt classify NAME INPUT --out OUT.csv [--beats]

Runs the classifier NAME over the recording INPUT, reading by reading, and writes what it says.

INPUT is one of
  FILE.csv   a header line, then values: t (seconds) and the classifier's inputs, such as
             t,pulse,spo2 or subject,t,hr,resp,label,eda_us,temp_c,motion_g; subject tells several
             persons apart (a classifier each), label (0 or 1) is the truth to compare with
  FOLDER     an Empatica E4 export: TEMP.csv, EDA.csv, ACC.csv (and HR.csv)
  RECORD     a WFDB record in format 16, 80 or 212, with or without .hea, .dat or .atr
  FILE.edf   EDF or EDF+C
  FILE.txt   an ECG: '# rate: 360 Hz', then millivolts, one a line

OUT.csv has the columns t, the inputs, score and label, and subject if INPUT has; - prints it.

  --beats    compare the R peaks of the ECG with the record's annotations, whatever NAME is (done
             anyway where NAME listens to the ECG and there are annotations)
  -h, --help

Exit status: 0 done, 1 failure, 2 bad input.

Classifiers, and the inputs they decide on:
)";

/** @brief What the command line asks for. */
struct Task
{
    std::string classifier;
    std::string input;
    std::string out;
    bool beats = false;
};

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
PrintUsage(std::ostream& stream)
{
    stream << USAGE;
    ClassifierSettings settings;
    settings.rulesFolder = DataPath("rules");
    const auto& registry = ClassifierRegistry::Get();
    for (const auto& name : registry.Names())
    {
        stream << "  " << name << std::string(name.size() < 14 ? 15 - name.size() : 1, ' ')
               << registry.Summary(name) << '\n';
        const auto inputs = Join(registry.Create(name, settings)->Inputs());
        stream << (inputs.empty() ? "" : std::string(17, ' ') + inputs + '\n');
    }
}

Task
ReadArguments(const std::vector<std::string>& arguments)
{
    Task task;
    std::vector<std::string> given;
    for (std::size_t i = 0; i < arguments.size(); ++i)
    {
        const auto& argument = arguments[i];
        if (argument == "--beats")
        {
            task.beats = true;
        }
        else if (argument == "--out" || argument == "-o" || argument.compare(0, 6, "--out=") == 0)
        {
            if (!task.out.empty())
            {
                throw std::invalid_argument("--out: given twice");
            }
            if (argument.compare(0, 6, "--out=") == 0)
            {
                task.out = argument.substr(6);
            }
            else if (i + 1 < arguments.size())
            {
                task.out = arguments[++i];
            }
            if (task.out.empty())
            {
                throw std::invalid_argument("--out: wants a file, such as --out out.csv");
            }
        }
        else if (argument.size() > 1 && argument[0] == '-')
        {
            const auto nearest = NearestName(argument, {"--out", "--beats", "--help"});
            throw std::invalid_argument(
                "no option '" + argument + "'" +
                (nearest.empty() ? ";" : ", did you mean '" + nearest + "'?") +
                " allowed: --out FILE, --beats, --help");
        }
        else
        {
            given.push_back(argument);
        }
    }
    if (given.size() != 2)
    {
        throw std::invalid_argument(
            given.size() < 2
                ? std::string("wants ") + (given.empty() ? "a classifier and " : "") +
                      "a recording: iomt classify NAME INPUT --out OUT.csv; classifiers: " +
                      [] {
                          std::string names;
                          for (const auto& name : ClassifierRegistry::Get().Names())
                          {
                              names += (names.empty() ? "" : ", ") + name;
                          }
                          return names;
                      }()
                : "one classifier and one recording, not also '" + given[2] + "'");
    }
    task.classifier = given[0];
    task.input = given[1];
    ClassifierRegistry::Get().Summary(task.classifier); // before anything is read
    if (task.out.empty())
    {
        throw std::invalid_argument("--out is missing: the file to write, or - to print");
    }
    return task;
}

/** @brief Where OUT cannot be, before any work is done. */
void
CheckOut(const Task& task)
{
    namespace fs = std::filesystem;
    std::error_code ignored;
    if (task.out == "-")
    {
        return;
    }
    if (fs::is_directory(task.out, ignored))
    {
        throw std::invalid_argument("--out " + task.out + ": is a folder; wants a file");
    }
    const auto folder = fs::path(task.out).parent_path();
    if (!folder.empty() && !fs::is_directory(folder, ignored))
    {
        throw std::invalid_argument("--out " + task.out + ": there is no folder " +
                                    folder.string());
    }
    if (fs::exists(task.out, ignored) && fs::equivalent(task.out, task.input, ignored))
    {
        throw std::invalid_argument("--out " + task.out + ": is the recording itself");
    }
}

std::string
Percent(double share, int digits)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.*f %%", digits, 100 * share);
    return text;
}

std::string
Duration(double seconds)
{
    const auto whole = std::llround(seconds);
    char text[64];
    std::snprintf(text,
                  sizeof text,
                  "%lld:%02lld:%02lld",
                  whole / 3600,
                  whole / 60 % 60,
                  whole % 60);
    return text;
}

std::string
Shares(const std::map<std::string, std::size_t>& counts, std::size_t all)
{
    std::string text;
    for (const auto& [name, count] : counts)
    {
        text += (text.empty() ? "" : ", ") + name + ' ' +
                Percent(static_cast<double>(count) / static_cast<double>(all), 1);
    }
    return text;
}

void
PrintRoc(const Classified& classified, std::ostream& stream)
{
    std::vector<ScoredTruth> all;
    double sum = 0;
    std::size_t subjects = 0;
    for (const auto& truths : classified.truths)
    {
        all.insert(all.end(), truths.begin(), truths.end());
        const double area = AreaUnderRoc(truths);
        sum += std::isfinite(area) ? area : 0;
        subjects += std::isfinite(area) ? 1 : 0;
    }
    const double area = AreaUnderRoc(all);
    char text[128];
    if (!classified.noTruth.empty())
    {
        stream << "column label: not used for all rows, as " << classified.noTruth << '\n';
    }
    if (std::isfinite(area))
    {
        const auto so =
            std::count_if(all.begin(), all.end(), [](const auto& t) { return t.second; });
        std::snprintf(text, sizeof text, "AUC of the score against column label: %.4f", area);
        stream << text << " (" << all.size() << " rows, " << so << " with label 1";
        if (classified.truths.size() > 1)
        {
            std::snprintf(text,
                          sizeof text,
                          "; mean over %zu subjects %.4f",
                          subjects,
                          sum / static_cast<double>(subjects));
            stream << (subjects ? text : "");
        }
        stream << ")\n";
    }
    else if (!all.empty())
    {
        stream << "no AUC: column label is the same in all rows\n";
    }
}

/** @brief The R peaks of a recording, as the arrhythmia classifier finds them. */
std::vector<double>
FindBeats(const Recording& recording)
{
    std::vector<double> found;
    HeartBeats beats;
    RecordingPlayer player(recording, {"ecg"});
    while (const auto played = player.Next())
    {
        const auto& reading = played->reading;
        const auto more = beats.Add({reading.t, {}, reading.samples, reading.intervalS});
        found.insert(found.end(), more.begin(), more.end());
    }
    return found;
}

void
PrintBeats(const Task& task, const std::vector<RecordingPtr>& recordings, std::ostream& stream)
{
    const auto& recording = *recordings.front();
    const auto* ecg = recording.Find("ecg");
    if (task.beats && (!ecg || !recording.annotated))
    {
        throw RecordingError(recording.source,
                             0,
                             ecg ? "no annotated beats" : "no ECG",
                             "with --beats a WFDB record of an ECG, with its .atr beside it");
    }
    ClassifierSettings settings;
    settings.rulesFolder = DataPath("rules");
    const auto inputs = ClassifierRegistry::Get().Create(task.classifier, settings)->Inputs();
    const bool listens = std::find(inputs.begin(), inputs.end(), "ecg") != inputs.end();
    if (!ecg || !recording.annotated || !(listens || task.beats))
    {
        return;
    }
    const auto agreement = CompareBeats(recording.beats, FindBeats(recording));
    stream << "R peaks of " << ecg->name << ": " << recording.beats.size() << " annotated, "
           << agreement.matched + agreement.extra << " found";
    if (recording.beats.empty() || agreement.matched + agreement.extra == 0)
    {
        stream << '\n';
        return;
    }
    stream << ": sensitivity " << Percent(agreement.Sensitivity(), 2) << ", positive predictivity "
           << Percent(agreement.PositivePredictivity(), 2) << " (within 150 ms, ANSI/AAMI EC57; "
           << agreement.missed << " missed, " << agreement.extra << " too many)\n";
}

void
Write(const std::string& path, const std::string& table)
{
    if (path == "-")
    {
        std::cout << table << std::flush;
        if (!std::cout)
        {
            throw std::runtime_error("standard output: not all could be written");
        }
        return;
    }
    errno = 0;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (!file)
    {
        throw std::invalid_argument("--out " + path + ": " + std::strerror(errno));
    }
    file << table << std::flush;
    if (!file)
    {
        throw std::runtime_error("--out " + path + ": " + std::strerror(errno));
    }
}

int
Run(const std::vector<std::string>& arguments)
{
    if (std::any_of(arguments.begin(), arguments.end(), [](const auto& argument) {
            return argument == "-h" || argument == "--help";
        }))
    {
        PrintUsage(std::cout);
        return 0;
    }
    if (arguments.empty())
    {
        PrintUsage(std::cerr);
        return 2;
    }
    const Task task = ReadArguments(arguments);
    CheckOut(task);
    const auto recordings = LoadRecordings(task.input);
    const auto classified = Classify(task.classifier, recordings);

    // The summary is about the table, so it does not go where the table goes.
    std::ostream& stream = task.out == "-" ? std::cerr : std::cout;
    double seconds = 0;
    for (const auto& recording : recordings)
    {
        seconds += recording->EndS();
    }
    stream << task.input << ": " << classified.rows << " readings";
    if (recordings.size() > 1)
    {
        stream << " of " << recordings.size() << " subjects";
    }
    stream << ", " << Duration(seconds) << '\n';
    stream << task.classifier << ": " << classified.judged << " judged";
    if (classified.judged > 0)
    {
        stream << ": " << Shares(classified.labels, classified.judged);
    }
    stream << '\n';
    for (const auto& [level, count] : classified.alarms)
    {
        stream << "alarm " << level << ": " << count << " readings\n";
    }
    if (!classified.missing.empty())
    {
        std::cerr << "iomt-classify: " << task.input << " has no " << Join(classified.missing)
                  << "; " << task.classifier << " decided without\n";
    }
    PrintRoc(classified, stream);
    PrintBeats(task, recordings, stream);
    Write(task.out, classified.table);
    if (task.out != "-")
    {
        stream << task.out << '\n';
    }
    return 0;
}

} // namespace

int
main(int argc, char* argv[])
{
    try
    {
        const int status = Run({argv + 1, argv + argc});
        std::cout.flush();
        return std::cout ? status : 1;
    }
    catch (const RecordingError& error)
    {
        std::cerr << "iomt-classify: " << error.what() << "\n";
        return 2;
    }
    catch (const FclError& error)
    {
        std::cerr << "iomt-classify: " << error.what() << "\n";
        return 2;
    }
    catch (const std::invalid_argument& error)
    {
        std::cerr << "iomt-classify: " << error.what() << "\n";
        return 2;
    }
    catch (const std::exception& error)
    {
        std::cerr << "iomt-classify: " << error.what() << "\n";
        return 1;
    }
}
