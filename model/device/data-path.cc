// SPDX-License-Identifier: GPL-2.0-only
#include "data-path.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace ns3::iomt
{

namespace
{

std::filesystem::path
DataFolder()
{
    const char* fromEnvironment = std::getenv("IOMT_DATA_DIR");
    if (fromEnvironment && *fromEnvironment)
    {
        return fromEnvironment;
    }
#ifdef IOMT_INSTALL_DATA_DIR
    std::error_code ignored;
    if (std::filesystem::is_directory(IOMT_INSTALL_DATA_DIR, ignored))
    {
        return IOMT_INSTALL_DATA_DIR;
    }
#endif
#ifdef IOMT_SOURCE_DATA_DIR
    return IOMT_SOURCE_DATA_DIR;
#else
    return "data";
#endif
}

} // namespace

std::string
DataPath(const std::string& relative)
{
    return relative.empty() ? DataFolder().string() : (DataFolder() / relative).string();
}

std::vector<std::string>
DataNames(const std::string& folder, const std::string& extension)
{
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(DataPath(folder), error))
    {
        if (entry.path().extension() == extension)
        {
            names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace ns3::iomt
