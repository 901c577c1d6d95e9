// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_DATA_PATH_H
#define IOMT_DATA_PATH_H

#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief Where a data file of the module is: device profiles, backhauls, rule bases, the schema.
 *
 * Looks in the folder named by the environment variable IOMT_DATA_DIR if that is set, else in
 * share/iomt of the prefix the library is installed in, else in the build and the source tree.
 *
 * @param relative path inside the data folder, e.g. "devices/ecg-patch.json"; "" is the folder
 * @return the path; that the file exists is for the reader to see
 */
std::string DataPath(const std::string& relative);

/**
 * @brief Names of the members of a family that is kept as files, e.g. "devices" → "ecg-patch", ….
 * @param folder folder inside the data folder
 * @param extension of the files to list, with its dot
 * @return stems in alphabetical order; empty if there is no such folder
 */
std::vector<std::string> DataNames(const std::string& folder,
                                   const std::string& extension = ".json");

} // namespace iomt
} // namespace ns3

#endif // IOMT_DATA_PATH_H
