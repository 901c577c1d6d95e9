// SPDX-License-Identifier: GPL-2.0-only

#include "data-path.h"

#include <algorithm>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <system_error>

namespace ns3
{
namespace iomt
{

namespace
{

using Path = std::filesystem::path;

/// @brief The folders data may lie in, the one to be preferred first.
std::vector<Path>
DataFolders()
{
    const char* fromEnvironment = std::getenv("IOMT_DATA_DIR");
    if (fromEnvironment && *fromEnvironment)
    {
        return {fromEnvironment};
    }
    std::vector<Path> folders;
    // An installed library finds its data beside it, wherever the prefix was moved to.
    Dl_info library;
    std::error_code ignored;
    if (dladdr(reinterpret_cast<void*>(&DataPath), &library) && library.dli_fname)
    {
        const auto folder = std::filesystem::canonical(library.dli_fname, ignored).parent_path();
        for (const char* up : {"..", "../.."})
        {
            const auto installed = (folder / up / "share" / "iomt").lexically_normal();
            if (std::filesystem::is_directory(installed, ignored))
            {
                return {installed};
            }
        }
    }
#ifdef IOMT_BUILD_DATA_DIR
    // What the build made of a source that cannot be kept in the tree.
    folders.emplace_back(IOMT_BUILD_DATA_DIR);
#endif
#ifdef IOMT_SOURCE_DATA_DIR
    folders.emplace_back(IOMT_SOURCE_DATA_DIR);
#endif
    if (folders.empty())
    {
        folders.emplace_back("data");
    }
    return folders;
}

} // namespace

std::string
DataPath(const std::string& relative)
{
    const auto folders = DataFolders();
    std::error_code ignored;
    for (const auto& folder : folders)
    {
        if (!relative.empty() && std::filesystem::exists(folder / relative, ignored))
        {
            return (folder / relative).string();
        }
    }
    return relative.empty() ? folders.back().string() : (folders.back() / relative).string();
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

} // namespace iomt
} // namespace ns3
