// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SHARED_DATA_H
#define IOMT_SHARED_DATA_H

#include "ns3/data-path.h"

#include <filesystem>
#include <string>

namespace ns3::iomt
{

/**
 * @brief A recording of shared/data, which may lie beside the project but is no part of it.
 * @param relative path inside that folder
 * @return the path, or "" where there is none: the test then has nothing to do
 */
inline std::string
SharedData(const std::string& relative)
{
    std::error_code ignored;
    auto folder = std::filesystem::weakly_canonical(DataPath("rules"), ignored);
    while (folder.has_relative_path())
    {
        const auto candidate = folder / "shared" / "data" / relative;
        if (std::filesystem::exists(candidate, ignored))
        {
            return candidate.string();
        }
        folder = folder.parent_path();
    }
    return "";
}

} // namespace ns3::iomt

#endif // IOMT_SHARED_DATA_H
