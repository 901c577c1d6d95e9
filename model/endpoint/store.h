// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_STORE_H
#define IOMT_STORE_H

#include "sqlite-file.h"

#include "ns3/bytes.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// What the broker was given to keep.
struct StoredObject
{
    Time time;                 //!< when
    std::string topic;         //!< by which path
    uint16_t contentFormat{0}; //!< CoAP Content-Format
    Bytes payload;             //!< as it came
    std::string publisher;     //!< IPv6 address it came from; empty: the broker itself
};

/// Somebody asked for what is kept.
struct StoreAccess
{
    Time time;           //!< when
    std::string client;  //!< IPv6 address it says it has
    std::string topic;   //!< of what
    std::string asked;   //!< "latest", "observe" or "history"
    std::string answer;  //!< CoAP code, such as "2.05"
    uint64_t objects{0}; //!< how many the client got
};

/// All that is kept of a topic.
struct StoredTopic
{
    std::string topic;
    uint64_t objects{0};
    uint64_t octets{0};
    std::string digest; //!< SHA-256 over payloads with their lengths, hexadecimal
};

/**
 * @brief The broker's database: one SQLite file that anyone may read while it grows.
 *
 *     objects   id, time_s, topic, publisher, content_format, payload
 *     accesses  id, time_s, client, topic, asked, answer, objects
 *
 * with indices by topic and time, and views of objects by what a topic is for: `readings`,
 * `verdicts`, `alarms`, `prescriptions`, `confirmations`, `commands`, `reports`. Payloads are as
 * they came: the store has no keys. The same run writes the same rows.
 */
class Store
{
  public:
    /// Of the schema, `PRAGMA user_version`.
    static constexpr int VERSION = 1;

    /**
     * @param path of the file, made anew
     * @throws std::runtime_error naming the file if it cannot be made
     */
    explicit Store(const std::string& path);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// @param object to keep @throws std::runtime_error naming the file, such as on a full disk
    void Keep(const StoredObject& object);
    /// @param access to remember @throws std::runtime_error as Keep
    void Log(const StoreAccess& access);
    /// @brief Let others see what was kept so far. @throws std::runtime_error as Keep
    void Commit();

    /**
     * @brief What was kept of a topic, oldest first.
     * @param topic exactly
     * @param fromS first simulated time [s]
     * @param toS last simulated time [s]
     * @param octets payloads together are no longer than this, but for the first one
     * @return the objects
     * @throws std::runtime_error as Keep
     */
    std::vector<StoredObject> Find(const std::string& topic,
                                   double fromS,
                                   double toS,
                                   std::size_t octets);
    /// @return all topics in alphabetical order @throws std::runtime_error as Keep
    std::vector<StoredTopic> Topics();

  private:
    SqliteFile m_file;
    sqlite3_stmt* m_keep{nullptr};
    sqlite3_stmt* m_log{nullptr};
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_STORE_H
