// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_PROFILE_NODE_H
#define IOMT_PROFILE_NODE_H

#include "device-profile.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief An object of a profile that knows where it is, so that every error names file and key.
 *
 * All errors are ProfileErrors. The JSON is not copied: it has to outlive the node.
 */
class ProfileNode
{
  public:
    /**
     * @param json the object
     * @param origin what to call the file in errors
     * @param path of the object in it; "" is the whole
     * @throws ProfileError if it is no object
     */
    ProfileNode(const nlohmann::json& json, std::string origin, std::string path);

    /// @throws ProfileError with place and message
    [[noreturn]] void Fail(const std::string& message) const;

    /// @param keys that may be there, beside "$comment" and a "source" for all numbers of the
    /// object
    void AllowOnly(const std::vector<std::string>& keys) const;
    /// @return true if the key is there and not null
    bool Has(const std::string& key) const;
    /// @return the value of a key that has to be there
    const nlohmann::json& At(const std::string& key) const;
    /// @return the object behind a key
    ProfileNode Child(const std::string& key) const;
    /// @return a text that is not empty
    std::string Text(const std::string& key) const;
    /// @return a number that says where it comes from: itself, or the object around it does
    double Number(const std::string& key, double minimum, double maximum) const;
    /// @return path of a key
    std::string Below(const std::string& key) const;

  private:
    double InRange(const std::string& key,
                   const nlohmann::json& value,
                   double minimum,
                   double maximum) const;

    const nlohmann::json& m_json;
    std::string m_origin;
    std::string m_path;
};

/**
 * @brief The file of a member of a family.
 * @param folder of the family in data, e.g. "devices"
 * @param nameOrPath name of a file in it, or a path that ends in .json
 * @param origin set to the path that is read
 * @throws ProfileError if there is none, or it is not JSON
 */
nlohmann::json ReadProfileFile(const std::string& folder,
                               const std::string& nameOrPath,
                               std::string& origin);

} // namespace iomt
} // namespace ns3

#endif // IOMT_PROFILE_NODE_H
