// SPDX-License-Identifier: GPL-2.0-only

#include "wfdb-recording.h"

#include "recording-columns.h"
#include "recording-error.h"
#include "text-table.h"
#include "wfdb-annotations.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <limits>
#include <optional>

namespace ns3::iomt
{

namespace
{

constexpr double NOT_FELT = std::numeric_limits<double>::quiet_NaN();

/** @brief Samples of a file, in the order they lie in it. */
class SampleReader
{
  public:
    SampleReader(std::string octets, const WfdbSignal& signal)
        : m_octets(std::move(octets)),
          m_format(signal.format),
          m_offset(std::min(signal.octetOffset, m_octets.size()))
    {
    }

    std::size_t Count() const
    {
        const std::size_t size = m_octets.size() - m_offset;
        switch (m_format)
        {
        case 16:
            return size / 2;
        case 80:
            return size;
        default:
            return size / 3 * 2 + (size % 3 == 2 ? 1 : 0);
        }
    }

    /** @brief Sample @p i, below Count(); nothing valid is not a number. */
    double At(std::size_t i) const
    {
        // signal(5); the lowest value of a format marks a sample that is none.
        switch (m_format)
        {
        case 16: {
            const auto value = static_cast<int16_t>(Octet(2 * i) | Octet(2 * i + 1) << 8);
            return value == INT16_MIN ? NOT_FELT : value;
        }
        case 80: {
            const int value = static_cast<int>(Octet(i)) - 128;
            return value == -128 ? NOT_FELT : value;
        }
        default: {
            // Two samples of 12 bits in three octets: the middle one has the upper bits of both.
            const std::size_t pair = i / 2 * 3;
            const uint32_t bits = i % 2 == 0 ? Octet(pair) | (Octet(pair + 1) & 0x0f) << 8
                                             : Octet(pair + 2) | (Octet(pair + 1) & 0xf0) << 4;
            const int value = static_cast<int>(bits) - (bits & 0x800 ? 0x1000 : 0);
            return value == -2048 ? NOT_FELT : value;
        }
        }
    }

  private:
    uint32_t Octet(std::size_t i) const
    {
        return static_cast<unsigned char>(m_octets[m_offset + i]);
    }

    std::string m_octets;
    int m_format;
    std::size_t m_offset;
};

/** @brief What each signal means. */
std::vector<std::optional<ColumnMeaning>>
MeaningsOf(const WfdbHeader& header)
{
    std::vector<std::optional<ColumnMeaning>> meanings;
    for (const auto& signal : header.signals)
    {
        const double rateHz = header.framesPerSecond * static_cast<double>(signal.samplesPerFrame);
        meanings.push_back(MeaningOfChannel(signal.description, signal.unit, rateHz));
    }
    const auto isEcg = [](const auto& meaning) { return meaning && meaning->quantity == "ecg"; };
    if (std::any_of(meanings.begin(), meanings.end(), isEcg))
    {
        return meanings;
    }
    // None is called so: the first voltage that is not called something else.
    for (std::size_t i = 0; i < meanings.size(); ++i)
    {
        const auto plain = PlainName(header.signals[i].description);
        const auto millivolts = MillivoltsIn(header.signals[i].unit);
        const std::string other[]{"eeg", "emg", "eog", "resp", "pleth", "ppg", "abp", "bp", "bvp"};
        const bool isOther =
            std::any_of(std::begin(other), std::end(other), [&plain](const auto& name) {
                return plain.compare(0, name.size(), name) == 0;
            });
        if (millivolts && !isOther)
        {
            meanings[i] = ColumnMeaning{"ecg", *millivolts};
            break;
        }
    }
    return meanings;
}

std::string
ReadBinaryFile(const std::string& path, const std::string& what)
{
    if (!std::filesystem::is_regular_file(path))
    {
        throw RecordingError(path, 0, "no such file", what);
    }
    return ReadTextFile(path);
}

/** @brief The record's path without `.hea`, `.dat` or `.atr`. */
std::string
WithoutExtension(const std::string& record)
{
    for (const std::string extension : {".hea", ".dat", ".atr"})
    {
        if (record.size() > extension.size() &&
            record.compare(record.size() - extension.size(), extension.size(), extension) == 0)
        {
            return record.substr(0, record.size() - extension.size());
        }
    }
    return record;
}

} // namespace

Recording
DecodeWfdbSignals(const WfdbHeader& header, const std::string& name, const ReadRecordFile& readFile)
{
    Recording recording;
    recording.source = name;
    const auto& signals = header.signals;
    const auto meanings = MeaningsOf(header);
    std::size_t first = 0;
    while (first < signals.size())
    {
        // Neighbours that name the same file share its frames.
        std::size_t end = first;
        std::size_t frame = 0;
        while (end < signals.size() && signals[end].file == signals[first].file)
        {
            if (signals[end].format != signals[first].format)
            {
                throw RecordingError(name,
                                     0,
                                     signals[first].file + " in formats " +
                                         std::to_string(signals[first].format) + " and " +
                                         std::to_string(signals[end].format),
                                     "one format for a file");
            }
            frame += signals[end].samplesPerFrame;
            ++end;
        }
        const SampleReader samples(readFile(signals[first].file), signals[first]);
        const std::size_t held = samples.Count() / frame;
        if (held == 0 || held < header.frames)
        {
            throw RecordingError(signals[first].file,
                                 0,
                                 std::to_string(held) + " samples for each signal",
                                 header.frames == 0
                                     ? "at least 1"
                                     : std::to_string(header.frames) + " as " + name + " says");
        }
        const std::size_t frames = header.frames == 0 ? held : header.frames;
        std::size_t inFrame = 0;
        for (std::size_t s = first; s < end; ++s)
        {
            RecordingChannel channel;
            channel.quantity = meanings[s] ? meanings[s]->quantity : "";
            channel.name = signals[s].description.empty() ? "signal " + std::to_string(s)
                                                          : signals[s].description;
            channel.rateHz =
                header.framesPerSecond * static_cast<double>(signals[s].samplesPerFrame);
            const double factor = meanings[s] ? meanings[s]->factor : 1;
            channel.values.reserve(frames * signals[s].samplesPerFrame);
            for (std::size_t f = signals[s].skewFrames; f < frames; ++f)
            {
                for (std::size_t i = 0; i < signals[s].samplesPerFrame; ++i)
                {
                    const double value = samples.At(f * frame + inFrame + i);
                    channel.values.push_back((value - signals[s].baseline) / signals[s].gain *
                                             factor);
                }
            }
            inFrame += signals[s].samplesPerFrame;
            recording.channels.push_back(std::move(channel));
        }
        first = end;
    }
    return recording;
}

bool
IsWfdbRecord(const std::string& record)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(WithoutExtension(record) + ".hea", ignored);
}

RecordingPtr
LoadWfdbRecording(const std::string& record)
{
    const std::string base = WithoutExtension(record);
    const std::string headerPath = base + ".hea";
    const auto header = ParseWfdbHeader(
        ReadBinaryFile(headerPath, "the header of a WFDB record beside its signals"),
        headerPath);
    const auto slash = base.find_last_of('/');
    const std::string folder = slash == std::string::npos ? "" : base.substr(0, slash + 1);
    auto recording = std::make_shared<Recording>(
        DecodeWfdbSignals(header, headerPath, [&](const std::string& file) {
            return ReadBinaryFile(folder + file, "the signals " + headerPath + " names");
        }));
    recording->source = record;
    const std::string annotationsPath = base + ".atr";
    std::error_code ignored;
    if (std::filesystem::is_regular_file(annotationsPath, ignored))
    {
        recording->annotated = true;
        for (const auto& annotation : ParseWfdbAnnotations(ReadTextFile(annotationsPath),
                                                           header.framesPerSecond,
                                                           annotationsPath))
        {
            if (annotation.isBeat)
            {
                recording->beats.push_back(annotation.t);
            }
        }
    }
    return recording;
}

} // namespace ns3::iomt
