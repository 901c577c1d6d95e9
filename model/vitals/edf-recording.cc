// SPDX-License-Identifier: GPL-2.0-only

#include "edf-recording.h"

#include "recording-columns.h"
#include "recording-error.h"
#include "text-table.h"

#include <cmath>
#include <cstdint>

namespace ns3::iomt
{

namespace
{

constexpr std::size_t HEADER_OCTETS = 256; //!< of the file, and once more for each signal
constexpr std::size_t MOST_SIGNALS = 512;
constexpr double MOST_RECORD_S = 1e6;
constexpr double MOST_SAMPLES = 1e7; //!< of a signal in a data record

/** @brief Fields of ASCII at fixed places. */
class Fields
{
  public:
    Fields(const std::string& octets, const std::string& name)
        : m_octets(octets),
          m_name(name)
    {
    }

    std::string_view Text(std::size_t at, std::size_t length) const
    {
        if (at + length > m_octets.size())
        {
            throw RecordingError(AtOctet(m_name, m_octets.size()),
                                 0,
                                 "the end of the file within its header",
                                 "an EDF header of 256 octets, and 256 for each signal");
        }
        auto text = std::string_view(m_octets).substr(at, length);
        while (!text.empty() && text.back() == '\0')
        {
            text.remove_suffix(1); // some writers pad with 0 instead of blanks
        }
        return Trim(text);
    }

    double Number(std::size_t at,
                  double least,
                  double most,
                  const std::string& what,
                  std::size_t length = 8) const
    {
        auto text = Text(at, length);
        const auto found = text;
        if (!text.empty() && text[0] == '+')
        {
            text.remove_prefix(1);
        }
        const auto number = ToNumber(text);
        if (!number || !(*number >= least && *number <= most))
        {
            Refuse(at, found.empty() ? "nothing" : std::string(found), what);
        }
        return *number;
    }

    std::size_t Count(std::size_t at,
                      double least,
                      double most,
                      const std::string& what,
                      std::size_t length = 8) const
    {
        const double number = Number(at, least, most, what, length);
        if (number != std::floor(number))
        {
            Refuse(at, std::string(Text(at, length)), what);
        }
        return static_cast<std::size_t>(number);
    }

    [[noreturn]] void Refuse(std::size_t at,
                             const std::string& found,
                             const std::string& allowed) const
    {
        throw RecordingError(AtOctet(m_name, at), 0, found, allowed);
    }

  private:
    const std::string& m_octets;
    const std::string& m_name;
};

/** @brief A signal of the file, and where its samples lie in a data record. */
struct EdfSignal
{
    std::string label;
    std::string unit;
    double offset = 0; //!< physical value of digital 0
    double scale = 1;  //!< physical units for a digital step
    std::size_t samples = 0;
    std::size_t first = 0; //!< of the data record
};

EdfSignal
ReadSignal(const Fields& fields, std::size_t signals, std::size_t s)
{
    // All labels, then all transducers, and so on: the octets before each kind of field.
    const auto at = [signals, s](std::size_t before, std::size_t length) {
        return HEADER_OCTETS + before * signals + length * s;
    };
    EdfSignal signal;
    signal.label = std::string(fields.Text(at(0, 16), 16));
    signal.unit = std::string(fields.Text(at(96, 8), 8));
    signal.samples =
        fields.Count(at(216, 8), 1, MOST_SAMPLES, "samples of a data record, 1 to 1e7");
    if (signal.label == "EDF Annotations")
    {
        return signal;
    }
    constexpr double MOST = 1e9;
    const double physicalLow = fields.Number(at(104, 8), -MOST, MOST, "a physical minimum");
    const double physicalHigh = fields.Number(at(112, 8), -MOST, MOST, "a physical maximum");
    const double digitalLow = fields.Number(at(120, 8), -32768, 32767, "a digital minimum");
    const double digitalHigh = fields.Number(at(128, 8), -32768, 32767, "a digital maximum");
    if (physicalLow == physicalHigh)
    {
        fields.Refuse(at(112, 8),
                      "a physical maximum equal to the minimum",
                      "one that differs from it, for " + signal.label);
    }
    if (!(digitalLow < digitalHigh))
    {
        fields.Refuse(at(128, 8),
                      "a digital maximum not above the minimum",
                      "one above it, for " + signal.label);
    }
    signal.scale = (physicalHigh - physicalLow) / (digitalHigh - digitalLow);
    signal.offset = physicalLow - digitalLow * signal.scale;
    return signal;
}

} // namespace

bool
LooksLikeEdf(const std::string& octets)
{
    return octets.compare(0, 8, "0       ") == 0 || octets.compare(0,
                                                                   8,
                                                                   "\xff"
                                                                   "BIOSEMI") == 0;
}

RecordingPtr
ParseEdfRecording(const std::string& octets, const std::string& name)
{
    const Fields fields(octets, name);
    if (!LooksLikeEdf(octets))
    {
        fields.Refuse(0, octets.substr(0, 8), "version 0 of EDF");
    }
    if (octets[0] != '0')
    {
        fields.Refuse(0, "a BDF file, of 24-bit samples", "EDF, of 16-bit samples");
    }
    if (fields.Text(192, 44).substr(0, 5) == "EDF+D")
    {
        fields.Refuse(192, "EDF+D, a recording with gaps", "EDF or EDF+C");
    }
    const auto signalCount = fields.Count(252, 1, MOST_SIGNALS, "a number of signals, 1 to 512", 4);
    const double said = fields.Number(236, -1, 1e9, "a number of data records, or -1");
    const double recordS =
        fields.Number(244, 0, MOST_RECORD_S, "the duration of a data record in seconds");

    std::vector<EdfSignal> signals;
    std::size_t recordSamples = 0;
    for (std::size_t s = 0; s < signalCount; ++s)
    {
        signals.push_back(ReadSignal(fields, signalCount, s));
        signals.back().first = recordSamples;
        recordSamples += signals.back().samples;
    }
    const std::size_t start = HEADER_OCTETS * (1 + signalCount);
    fields.Text(start - 1, 1); // the header's last octet, in a field that is not read
    const std::size_t held = (octets.size() - start) / 2 / recordSamples;
    if (held == 0 || static_cast<double>(held) < said)
    {
        fields.Refuse(
            octets.size(),
            "the end of the file after " + std::to_string(held) + " data records",
            said > 0 ? std::to_string(static_cast<std::size_t>(said)) + " as the header says, of " +
                           std::to_string(2 * recordSamples) + " octets each"
                     : "at least one of " + std::to_string(2 * recordSamples) + " octets");
    }
    const std::size_t records = said < 1 ? held : static_cast<std::size_t>(said);

    auto recording = std::make_shared<Recording>();
    recording->source = name;
    for (const auto& signal : signals)
    {
        if (signal.label == "EDF Annotations")
        {
            continue;
        }
        if (recordS == 0)
        {
            fields.Refuse(244, "a duration of 0 s", "one above 0 s where there are samples");
        }
        RecordingChannel channel;
        channel.name = signal.label;
        channel.rateHz = static_cast<double>(signal.samples) / recordS;
        const auto meaning = MeaningOfChannel(signal.label, signal.unit, channel.rateHz);
        channel.quantity = meaning ? meaning->quantity : "";
        const double factor = meaning ? meaning->factor : 1;
        channel.values.reserve(records * signal.samples);
        for (std::size_t r = 0; r < records; ++r)
        {
            for (std::size_t i = 0; i < signal.samples; ++i)
            {
                const std::size_t at = start + 2 * (r * recordSamples + signal.first + i);
                const auto digital =
                    static_cast<int16_t>(static_cast<unsigned char>(octets[at]) |
                                         static_cast<unsigned char>(octets[at + 1]) << 8);
                channel.values.push_back((signal.offset + digital * signal.scale) * factor);
            }
        }
        recording->channels.push_back(std::move(channel));
    }
    if (recording->channels.empty())
    {
        fields.Refuse(252, "no signal but annotations", "at least one signal with samples");
    }
    return recording;
}

} // namespace ns3::iomt
