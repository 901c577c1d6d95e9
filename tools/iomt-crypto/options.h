// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CRYPTO_OPTIONS_H
#define IOMT_CRYPTO_OPTIONS_H

#include "ns3/bytes.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace ns3::iomt
{

/// The options of one command, `--name value` or `--name=value`, and `--flag`.
class Options
{
  public:
    /**
     * @param arguments what follows the command
     * @param valued options that take a value
     * @param flags options that take none
     * @throws std::invalid_argument naming an argument that is none of them, the nearest option and
     *         what is allowed; an option given twice; a value that is missing
     */
    Options(const std::vector<std::string>& arguments,
            const std::vector<std::string>& valued,
            const std::vector<std::string>& flags = {});

    /// @param name of an option or a flag @return whether it was given
    bool Has(const std::string& name) const;
    /// @param name of an option @return its value @throws std::invalid_argument if it is missing
    const std::string& Get(const std::string& name) const;
    /// @param name of an option @param otherwise what it is if not given @return its value
    std::string Get(const std::string& name, const std::string& otherwise) const;
    /// @param name of an option @return octets @throws std::invalid_argument if not hexadecimal
    Bytes GetHex(const std::string& name) const;
    /// @param name of an option @return what stands between commas; nothing if it is not given
    std::vector<std::string> GetList(const std::string& name) const;

  private:
    std::map<std::string, std::string> m_values;
    std::set<std::string> m_flags;
};

} // namespace ns3::iomt

#endif // IOMT_CRYPTO_OPTIONS_H
