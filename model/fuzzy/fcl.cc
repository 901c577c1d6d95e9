// SPDX-License-Identifier: GPL-2.0-only

#include "fcl.h"

#include "fcl-parser.h"

#include <fstream>

namespace ns3::iomt
{

namespace
{

// No rule base made by hand comes near.
constexpr std::size_t LARGEST_FILE = 1 << 20; // [B]

} // namespace

FclError::FclError(const std::string& file,
                   std::size_t line,
                   std::size_t column,
                   const std::string& problem)
    : std::runtime_error(
          file +
          (line ? ":" + std::to_string(line) + ":" + std::to_string(column) : std::string()) +
          ": " + problem),
      file(file),
      line(line),
      column(column),
      problem(problem)
{
}

MamdaniEngine
ParseFcl(const std::string& text, const std::string& name)
{
    if (text.size() > LARGEST_FILE)
    {
        throw FclError(name,
                       0,
                       0,
                       "the file has " + std::to_string(text.size()) +
                           " bytes; allowed: " + std::to_string(LARGEST_FILE));
    }
    return FclParser(text, name).Parse();
}

MamdaniEngine
LoadFcl(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
    {
        throw FclError(path, 0, 0, "the rule file cannot be opened");
    }
    // One byte more than allowed is enough to see that there are too many.
    std::string text(LARGEST_FILE + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad())
    {
        throw FclError(path, 0, 0, "the rule file cannot be read");
    }
    text.resize(static_cast<std::size_t>(file.gcount()));
    return ParseFcl(text, path);
}

} // namespace ns3::iomt
