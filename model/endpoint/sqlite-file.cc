// SPDX-License-Identifier: GPL-2.0-only

#include "sqlite-file.h"

#include <sqlite3.h>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

SqliteFile::SqliteFile(const std::string& path)
    : m_path(path)
{
    if (sqlite3_open_v2(path.c_str(),
                        &m_database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                        nullptr) != SQLITE_OK)
    {
        const std::string why = m_database ? sqlite3_errmsg(m_database) : "out of memory";
        sqlite3_close(m_database);
        throw std::runtime_error(path + ": cannot be made: " + why);
    }
}

SqliteFile::~SqliteFile()
{
    while (sqlite3_stmt* statement = sqlite3_next_stmt(m_database, nullptr))
    {
        sqlite3_finalize(statement);
    }
    sqlite3_close(m_database);
}

const std::string&
SqliteFile::GetPath() const
{
    return m_path;
}

void
SqliteFile::Fail(const std::string& doing)
{
    const int code = sqlite3_errcode(m_database);
    std::string why = sqlite3_errmsg(m_database);
    if (code == SQLITE_FULL || (code & 0xff) == SQLITE_IOERR)
    {
        why += " (is the disk full?)";
    }
    throw std::runtime_error(m_path + ": " + doing + ": " + why);
}

void
SqliteFile::Execute(const std::string& sql)
{
    if (sqlite3_exec(m_database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    {
        Fail("cannot write");
    }
}

sqlite3_stmt*
SqliteFile::Prepare(const std::string& sql)
{
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(m_database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    {
        Fail("cannot prepare \"" + sql + "\"");
    }
    return statement;
}

void
SqliteFile::Begin()
{
    if (!m_open)
    {
        Execute("BEGIN");
        m_open = true;
    }
}

void
SqliteFile::Commit()
{
    if (m_open)
    {
        Execute("COMMIT");
        m_open = false;
    }
}

void
SqliteFile::Step(sqlite3_stmt* statement)
{
    const int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    if (code != SQLITE_DONE)
    {
        Fail("cannot write");
    }
}

} // namespace iomt
} // namespace ns3
