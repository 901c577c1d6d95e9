// SPDX-License-Identifier: GPL-2.0-only

#include "store.h"

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

const char* const SCHEMA = R"(
CREATE TABLE objects (
    id INTEGER PRIMARY KEY, time_s REAL NOT NULL, topic TEXT NOT NULL, publisher TEXT,
    content_format INTEGER NOT NULL, payload BLOB NOT NULL);
CREATE INDEX objects_by_topic ON objects (topic, time_s);
CREATE INDEX objects_by_time ON objects (time_s);
CREATE TABLE accesses (
    id INTEGER PRIMARY KEY, time_s REAL NOT NULL, client TEXT NOT NULL, topic TEXT NOT NULL,
    asked TEXT NOT NULL, answer TEXT NOT NULL, objects INTEGER NOT NULL);
CREATE INDEX accesses_by_client ON accesses (client, time_s);
CREATE VIEW prescriptions AS SELECT * FROM objects WHERE topic GLOB 'ps/rx/*';
CREATE VIEW confirmations AS SELECT * FROM objects WHERE topic GLOB 'ps/rx-status/*';
CREATE VIEW commands AS SELECT * FROM objects WHERE topic GLOB 'ps/cmd/*';
CREATE VIEW reports AS SELECT * FROM objects WHERE topic GLOB 'ps/cmd-status/*';
CREATE VIEW alarms AS SELECT * FROM objects WHERE topic GLOB 'ps/alarm/*';
CREATE VIEW verdicts AS SELECT * FROM objects WHERE topic GLOB 'ps/*/verdict/*';
CREATE VIEW readings AS SELECT * FROM objects WHERE topic NOT GLOB 'ps/rx/*' AND
    topic NOT GLOB 'ps/rx-status/*' AND topic NOT GLOB 'ps/cmd/*' AND
    topic NOT GLOB 'ps/cmd-status/*' AND topic NOT GLOB 'ps/alarm/*' AND
    topic NOT GLOB 'ps/*/verdict/*';
)";

void
BindText(sqlite3_stmt* statement, int column, const std::string& text)
{
    sqlite3_bind_text(statement, column, text.data(), text.size(), SQLITE_TRANSIENT);
}

std::string
TextOf(sqlite3_stmt* statement, int column)
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    return text ? std::string(text, sqlite3_column_bytes(statement, column)) : std::string();
}

Bytes
BytesOf(sqlite3_stmt* statement, int column)
{
    const auto* bytes = static_cast<const uint8_t*>(sqlite3_column_blob(statement, column));
    return Bytes(bytes, bytes + sqlite3_column_bytes(statement, column));
}

/// Takes away what is left of a file and its logs. @return its path
const std::string&
WithoutRemains(const std::string& path)
{
    for (const char* part : {"", "-wal", "-shm", "-journal"})
    {
        std::remove((path + part).c_str());
    }
    return path;
}

} // namespace

Store::Store(const std::string& path)
    : m_file(WithoutRemains(path))
{
    // With a log ahead of the file, readers and the one writer do not wait for each other. A
    // run can be repeated: to wait for the disk at each commit would only cost time.
    m_file.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA user_version = " +
                   std::to_string(VERSION));
    m_file.Begin();
    m_file.Execute(SCHEMA);
    m_file.Commit();
    m_keep = m_file.Prepare("INSERT INTO objects (time_s, topic, publisher, content_format, "
                            "payload) VALUES (?, ?, ?, ?, ?)");
    m_log = m_file.Prepare("INSERT INTO accesses (time_s, client, topic, asked, answer, objects) "
                           "VALUES (?, ?, ?, ?, ?, ?)");
}

Store::~Store()
{
    sqlite3_finalize(m_keep);
    sqlite3_finalize(m_log);
    try
    {
        m_file.Commit();
        // Without the log beside it the file can be read where nothing may be written.
        m_file.Execute("PRAGMA journal_mode = DELETE");
    }
    catch (const std::runtime_error&)
    {
        // The disk is full or gone; what was committed is safe.
    }
}

void
Store::Commit()
{
    m_file.Commit();
}

void
Store::Keep(const StoredObject& object)
{
    m_file.Begin();
    sqlite3_bind_double(m_keep, 1, object.time.GetSeconds());
    BindText(m_keep, 2, object.topic);
    if (object.publisher.empty())
    {
        sqlite3_bind_null(m_keep, 3);
    }
    else
    {
        BindText(m_keep, 3, object.publisher);
    }
    sqlite3_bind_int(m_keep, 4, object.contentFormat);
    // A null pointer would bind NULL where an empty payload is meant.
    const void* payload =
        object.payload.empty() ? "" : static_cast<const void*>(object.payload.data());
    sqlite3_bind_blob(m_keep, 5, payload, object.payload.size(), SQLITE_TRANSIENT);
    m_file.Step(m_keep);
}

void
Store::Log(const StoreAccess& access)
{
    m_file.Begin();
    sqlite3_bind_double(m_log, 1, access.time.GetSeconds());
    BindText(m_log, 2, access.client);
    BindText(m_log, 3, access.topic);
    BindText(m_log, 4, access.asked);
    BindText(m_log, 5, access.answer);
    sqlite3_bind_int64(m_log, 6, static_cast<int64_t>(access.objects));
    m_file.Step(m_log);
}

std::vector<StoredObject>
Store::Find(const std::string& topic, double fromS, double toS, std::size_t octets)
{
    sqlite3_stmt* select =
        m_file.Prepare("SELECT time_s, topic, content_format, payload, publisher FROM objects "
                       "WHERE topic = ? AND time_s BETWEEN ? AND ? ORDER BY time_s, id");
    BindText(select, 1, topic);
    sqlite3_bind_double(select, 2, fromS);
    sqlite3_bind_double(select, 3, toS);
    std::vector<StoredObject> found;
    std::size_t size = 0;
    int code = sqlite3_step(select);
    for (; code == SQLITE_ROW; code = sqlite3_step(select))
    {
        StoredObject object;
        object.time = Seconds(sqlite3_column_double(select, 0));
        object.topic = TextOf(select, 1);
        object.contentFormat = static_cast<uint16_t>(sqlite3_column_int(select, 2));
        object.payload = BytesOf(select, 3);
        object.publisher = TextOf(select, 4);
        size += object.payload.size();
        if (!found.empty() && size > octets)
        {
            break;
        }
        found.push_back(object);
    }
    sqlite3_finalize(select);
    if (code != SQLITE_DONE && code != SQLITE_ROW)
    {
        m_file.Fail("cannot read objects");
    }
    return found;
}

std::vector<StoredTopic>
Store::Topics()
{
    sqlite3_stmt* select = m_file.Prepare("SELECT topic, payload FROM objects ORDER BY topic, id");
    std::vector<StoredTopic> topics;
    CryptoPP::SHA256 digest;
    const auto finish = [&topics, &digest]() {
        if (!topics.empty())
        {
            CryptoPP::byte value[CryptoPP::SHA256::DIGESTSIZE];
            digest.Final(value);
            CryptoPP::HexEncoder encoder(new CryptoPP::StringSink(topics.back().digest), false);
            encoder.Put(value, sizeof value);
            encoder.MessageEnd();
        }
    };
    int code = sqlite3_step(select);
    for (; code == SQLITE_ROW; code = sqlite3_step(select))
    {
        const std::string topic = TextOf(select, 0);
        if (topics.empty() || topics.back().topic != topic)
        {
            finish();
            topics.push_back({topic, 0, 0, ""});
        }
        const Bytes payload = BytesOf(select, 1);
        ++topics.back().objects;
        topics.back().octets += payload.size();
        // With its length before it, no two rows of payloads are the same octets.
        const std::string size = std::to_string(payload.size()) + ":";
        digest.Update(reinterpret_cast<const CryptoPP::byte*>(size.data()), size.size());
        digest.Update(payload.data(), payload.size());
    }
    finish();
    sqlite3_finalize(select);
    if (code != SQLITE_DONE)
    {
        m_file.Fail("cannot read objects");
    }
    return topics;
}

} // namespace iomt
} // namespace ns3
