// SPDX-License-Identifier: GPL-2.0-only

#include "results-database.h"

#include <cryptopp/filters.h>
#include <cryptopp/hex.h>
#include <cryptopp/sha.h>
#include <cstdio>
#include <sqlite3.h>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

namespace
{

/// A table, its columns, and the order of its rows in the fingerprint.
struct Table
{
    const char* name;
    const char* columns;
    const char* order;
};

constexpr Table TABLES[] = {
    {"run", "key TEXT PRIMARY KEY, value TEXT", nullptr},
    {"devices",
     "device TEXT PRIMARY KEY, kind TEXT, site TEXT, patient TEXT, access TEXT, "
     "radio_mj REAL, processor_mj REAL, sensor_mj REAL, battery_mj REAL, busy_s REAL, lifetime_h "
     "REAL",
     "device"},
    {"readings",
     "reading INTEGER PRIMARY KEY, device TEXT, patient TEXT, site TEXT, kind TEXT, "
     "sequence INTEGER, urgent INTEGER, bytes INTEGER, sealed_bytes INTEGER, produced_s REAL, "
     "delivered_s REAL, state TEXT, cause TEXT, late INTEGER, duplicates INTEGER, "
     "latency_ms REAL, sensor_ms REAL, protect_ms REAL, access_ms REAL, gateway_ms REAL, "
     "backhaul_ms REAL, firewall_ms REAL, broker_ms REAL, open_ms REAL, classify_ms REAL",
     "reading"},
    {"classifications",
     "time_s REAL, patient TEXT, classifier TEXT, label TEXT, score REAL, alarm TEXT, "
     "reading INTEGER",
     "rowid"},
    {"alarms",
     "patient TEXT, kind TEXT, onset_s REAL, raised_s REAL, outcome TEXT, "
     "time_to_doctor_ms REAL, classifier TEXT, deadline_s REAL, treated_s REAL, untreated_s REAL",
     "rowid"},
    {"care", "time_s REAL, patient TEXT, event TEXT, id TEXT, detail TEXT", "rowid"},
    {"anonymised",
     "time_s REAL, patient TEXT, fate TEXT, cluster INTEGER, loss REAL, waited_ms REAL, "
     "candidates INTEGER",
     "rowid"},
    {"attacks",
     "name TEXT, kind TEXT, attempted INTEGER, accepted INTEGER, detected INTEGER, "
     "time_to_detect_ms REAL, harm TEXT",
     "rowid"},
    {"services", "name TEXT, kind TEXT, figure TEXT, value REAL", "rowid"},
    {"firewall_rules",
     "firewall TEXT, position INTEGER, rule TEXT, action TEXT, packets INTEGER, bytes INTEGER, "
     "limited INTEGER",
     "rowid"},
    {"firewall_log",
     "time_s REAL, firewall TEXT, verdict TEXT, rule TEXT, in_interface TEXT, "
     "out_interface TEXT, source TEXT, destination TEXT, protocol TEXT, source_port INTEGER, "
     "destination_port INTEGER",
     "rowid"},
    {"store", "topic TEXT, objects INTEGER, octets INTEGER, digest TEXT", "rowid"},
    {"faults",
     "kind TEXT, site TEXT, device TEXT, at_s REAL, end_s REAL, felt INTEGER, delivered INTEGER, "
     "lost INTEGER, late INTEGER",
     "rowid"},
    {"frames", "site TEXT, access TEXT, received INTEGER, dropped INTEGER, cause TEXT", "rowid"},
};

} // namespace

ResultsDatabase::ResultsDatabase(const std::string& path)
    : m_file(path)
{
    // A run is one writer and can be repeated: the journal guards against a half-written batch,
    // waiting for the disk at each commit would only cost time.
    m_file.Execute("PRAGMA synchronous = OFF");
    m_file.Begin();
    for (const Table& table : TABLES)
    {
        m_file.Execute(std::string("CREATE TABLE ") + table.name + " (" + table.columns + ")");
    }
    m_file.Commit();
}

void
ResultsDatabase::Put(const std::string& table, const std::vector<Value>& values)
{
    sqlite3_stmt*& statement = m_inserts[table];
    if (!statement)
    {
        std::string sql = "INSERT OR REPLACE INTO " + table + " VALUES (?";
        for (std::size_t i = 1; i < values.size(); ++i)
        {
            sql += ",?";
        }
        statement = m_file.Prepare(sql + ")");
    }
    // What was bound for the row before would stand in for what is missing.
    if (sqlite3_bind_parameter_count(statement) != static_cast<int>(values.size()))
    {
        throw std::runtime_error(m_file.GetPath() + ": " + std::to_string(values.size()) +
                                 " values are no row of table " + table);
    }
    m_file.Begin();
    int column = 0;
    for (const Value& value : values)
    {
        ++column;
        if (const auto* integer = std::get_if<int64_t>(&value))
        {
            sqlite3_bind_int64(statement, column, *integer);
        }
        else if (const auto* real = std::get_if<double>(&value))
        {
            sqlite3_bind_double(statement, column, *real);
        }
        else if (const auto* text = std::get_if<std::string>(&value))
        {
            sqlite3_bind_text(statement, column, text->data(), text->size(), SQLITE_TRANSIENT);
        }
        else
        {
            sqlite3_bind_null(statement, column);
        }
    }
    m_file.Step(statement);
}

void
ResultsDatabase::Commit()
{
    m_file.Commit();
}

std::string
ResultsDatabase::Fingerprint()
{
    CryptoPP::SHA256 digest;
    // With type and length before each cell, no two contents are the same octets.
    const auto absorb = [&digest](int type, const void* data, std::size_t size) {
        const std::string head = std::to_string(type) + ":" + std::to_string(size) + ":";
        digest.Update(reinterpret_cast<const CryptoPP::byte*>(head.data()), head.size());
        digest.Update(static_cast<const CryptoPP::byte*>(data), size);
    };
    for (const Table& table : TABLES)
    {
        if (!table.order)
        {
            continue;
        }
        sqlite3_stmt* statement =
            m_file.Prepare(std::string("SELECT * FROM ") + table.name + " ORDER BY " + table.order);
        int code = sqlite3_step(statement);
        // A table without rows leaves no trace, so that a new one changes no run that has no use
        // for it.
        if (code == SQLITE_ROW)
        {
            absorb(SQLITE_TEXT, table.name, std::char_traits<char>::length(table.name));
        }
        for (; code == SQLITE_ROW; code = sqlite3_step(statement))
        {
            for (int column = 0; column < sqlite3_column_count(statement); ++column)
            {
                const int type = sqlite3_column_type(statement, column);
                if (type == SQLITE_FLOAT)
                {
                    char text[32];
                    const int size = std::snprintf(text,
                                                   sizeof text,
                                                   "%.17g",
                                                   sqlite3_column_double(statement, column));
                    absorb(type, text, size);
                    continue;
                }
                // The blob first: asking for it decides the form that its length is given in.
                const void* data = sqlite3_column_blob(statement, column);
                absorb(type, data, sqlite3_column_bytes(statement, column));
            }
        }
        sqlite3_finalize(statement);
        if (code != SQLITE_DONE)
        {
            m_file.Fail("cannot read table " + std::string(table.name));
        }
    }
    std::string hex;
    CryptoPP::byte value[CryptoPP::SHA256::DIGESTSIZE];
    digest.Final(value);
    CryptoPP::StringSource source(value,
                                  sizeof value,
                                  true,
                                  new CryptoPP::HexEncoder(new CryptoPP::StringSink(hex), false));
    return "sha256:" + hex;
}

} // namespace iomt
} // namespace ns3
