// SPDX-License-Identifier: GPL-2.0-only

#include "wfdb-annotations.h"

#include "recording-error.h"
#include "text-table.h"

#include <cstdint>

namespace ns3::iomt
{

namespace
{

// annot(5), "MIT format": codes that are no annotations of their own.
constexpr int SKIP = 59;
constexpr int NUM = 60;
constexpr int CHN = 62;
constexpr int AUX = 63;
constexpr int NOTE = 22;

/** @brief isqrs() of ecgmap.h. */
bool
IsBeat(int code)
{
    return (code >= 1 && code <= 13) || code == 25 || code == 30 || code == 34 || code == 35 ||
           code == 38 || code == 41;
}

/** @brief 16-bit words from the lower octet on. */
class Words
{
  public:
    Words(const std::string& octets, const std::string& name)
        : m_octets(octets),
          m_name(name)
    {
    }

    bool AtEnd() const
    {
        return m_position >= m_octets.size();
    }

    std::size_t Position() const
    {
        return m_position;
    }

    uint32_t Next()
    {
        const auto pair = Take(2);
        return static_cast<unsigned char>(pair[0]) |
               static_cast<uint32_t>(static_cast<unsigned char>(pair[1])) << 8;
    }

    std::string_view Take(std::size_t count)
    {
        if (count > m_octets.size() - m_position)
        {
            throw RecordingError(AtOctet(m_name, m_octets.size()),
                                 0,
                                 "the end of the file within an annotation",
                                 "annotations in MIT format, ended by two octets 0");
        }
        const auto taken = std::string_view(m_octets).substr(m_position, count);
        m_position += count;
        return taken;
    }

  private:
    const std::string& m_octets;
    const std::string& m_name;
    std::size_t m_position = 0;
};

/** @brief `## time resolution: 360` before the first annotation: ticks a second. */
void
ReadResolution(std::string_view note, double& rateHz)
{
    const std::string_view mark = "## time resolution:";
    if (note.substr(0, mark.size()) != mark)
    {
        return;
    }
    note = Trim(note.substr(mark.size()));
    while (!note.empty() && note.back() == '\0')
    {
        note.remove_suffix(1);
    }
    const auto ticks = ToNumber(note);
    if (ticks && *ticks > 0)
    {
        rateHz = *ticks;
    }
}

} // namespace

std::vector<WfdbAnnotation>
ParseWfdbAnnotations(const std::string& octets, double rateHz, const std::string& name)
{
    std::vector<WfdbAnnotation> annotations;
    Words words(octets, name);
    int64_t tick = 0;
    while (!words.AtEnd())
    {
        const auto at = words.Position();
        const auto word = words.Next();
        const int code = static_cast<int>(word >> 10);
        const uint32_t value = word & 0x3ff;
        if (word == 0)
        {
            return annotations;
        }
        if (code == SKIP)
        {
            // The higher half first, as on a PDP-11.
            const uint32_t high = words.Next();
            tick += static_cast<int32_t>(high << 16 | words.Next());
        }
        else if (code == AUX)
        {
            const auto text = words.Take(value + value % 2);
            if (!annotations.empty() && annotations.back().code == NOTE &&
                annotations.back().t == 0)
            {
                ReadResolution(text.substr(0, value), rateHz);
            }
        }
        else if (code < NUM || code > CHN)
        {
            tick += value;
            const double t = static_cast<double>(tick) / rateHz;
            if (tick < 0 || (!annotations.empty() && t < annotations.back().t))
            {
                throw RecordingError(AtOctet(name, at),
                                     0,
                                     "an annotation at " + std::to_string(t) + " s",
                                     "annotations in the order of time, from 0 s on");
            }
            annotations.push_back({t, code, IsBeat(code)});
        }
    }
    throw RecordingError(AtOctet(name, octets.size()),
                         0,
                         octets.empty() ? "an empty file" : "no end of the annotations",
                         "annotations in MIT format, ended by two octets 0");
}

} // namespace ns3::iomt
