// SPDX-License-Identifier: GPL-2.0-only

#include "text-table.h"

#include "recording-error.h"

#include <charconv>
#include <cmath>
#include <fstream>
#include <sstream>

namespace ns3::iomt
{

namespace
{

constexpr std::streamoff LARGEST_FILE = 256 << 20; // a day of one lead at 500 Hz is 200 MB of text

} // namespace

std::string
ReadTextFile(const std::string& path)
{
    const std::string allowed = "a text file that can be read, of at most 256 MiB";
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file)
    {
        throw RecordingError(path, 0, "no file that opens", allowed);
    }
    const std::streamoff size = file.tellg();
    // A directory opens, and tells a size that is no file's.
    if (size < 0 || size > LARGEST_FILE)
    {
        throw RecordingError(path, 0, "a directory or too large a file", allowed);
    }
    std::string text(static_cast<std::size_t>(size), '\0');
    file.seekg(0);
    file.read(text.data(), size);
    if (!file && size > 0)
    {
        throw RecordingError(path, 0, "a file that ends before its size", allowed);
    }
    return text;
}

std::vector<std::string_view>
SplitLines(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty())
    {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r')
        {
            line.remove_suffix(1);
        }
        lines.push_back(line);
        if (end == std::string_view::npos)
        {
            break;
        }
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::vector<std::string_view>
SplitFields(std::string_view line)
{
    std::vector<std::string_view> fields;
    while (true)
    {
        const auto end = line.find(',');
        fields.push_back(Trim(line.substr(0, end)));
        if (end == std::string_view::npos)
        {
            return fields;
        }
        line.remove_prefix(end + 1);
    }
}

std::string_view
Trim(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
    {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<double>
ToNumber(std::string_view text)
{
    double number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size() ||
        !std::isfinite(number))
    {
        return std::nullopt;
    }
    return number;
}

} // namespace ns3::iomt
