// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SQLITE_FILE_H
#define IOMT_SQLITE_FILE_H

#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace ns3
{
namespace iomt
{

/**
 * @brief A SQLite database that this program alone writes, in transactions.
 *
 * All methods throw std::runtime_error that names the file and says what the database says, such as
 * a full disk.
 */
class SqliteFile
{
  public:
    /// @param path of the file; made if it is not there
    explicit SqliteFile(const std::string& path);
    /// Statements prepared are finalised; what was not committed is gone.
    ~SqliteFile();
    SqliteFile(const SqliteFile&) = delete;
    SqliteFile& operator=(const SqliteFile&) = delete;

    const std::string& GetPath() const;
    /// @param sql one or more statements without results
    void Execute(const std::string& sql);
    /// @param sql one statement @return it, finalised with this at the latest
    sqlite3_stmt* Prepare(const std::string& sql);
    /// Open a transaction, unless one is.
    void Begin();
    /// Close the transaction, if one is open.
    void Commit();
    /// @param statement without results, bound; run and made ready for the next time
    void Step(sqlite3_stmt* statement);
    /// @param doing what could not be done; the rest is what the database says
    [[noreturn]] void Fail(const std::string& doing);

  private:
    std::string m_path;
    sqlite3* m_database{nullptr};
    bool m_open{false}; //!< a transaction is
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_SQLITE_FILE_H
