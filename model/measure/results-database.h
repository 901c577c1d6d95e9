// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RESULTS_DATABASE_H
#define IOMT_RESULTS_DATABASE_H

#include "ns3/sqlite-file.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief results.sqlite of a run: tables that one SELECT brings into a data frame.
 *
 * The tables and columns are those of doc/results.rst. What is put between two calls of Commit() is
 * written together or not at all.
 */
class ResultsDatabase
{
  public:
    /// NULL, INTEGER, REAL or TEXT
    using Value = std::variant<std::monostate, int64_t, double, std::string>;

    /**
     * @param path of the file, made anew
     * @throws std::runtime_error if it cannot be made
     */
    explicit ResultsDatabase(const std::string& path);

    /**
     * @brief Insert a row, or replace the one with the same primary key.
     * @param table its name
     * @param values one for each column, in order
     * @throws std::runtime_error naming the file and what the database says, such as a full disk
     */
    void Put(const std::string& table, const std::vector<Value>& values);

    /// @brief Write what was put since the last call. @throws std::runtime_error as Put()
    void Commit();

    /**
     * @brief Digest of all rows of all tables but `run`, in a fixed order.
     * @return "sha256:" and 64 hexadecimal digits
     */
    std::string Fingerprint();

  private:
    SqliteFile m_file;
    std::map<std::string, sqlite3_stmt*> m_inserts; //!< by table
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_RESULTS_DATABASE_H
