// SPDX-License-Identifier: GPL-2.0-only

#include "care-bench.h"

#include "ns3/cbor.h"
#include "ns3/store.h"
#include "ns3/test.h"

#include <fstream>
#include <sqlite3.h>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// @return the first column of a query in one line, as somebody else reads it; or the error
std::string
Ask(const std::string& path, const std::string& sql)
{
    sqlite3* database = nullptr;
    sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
    std::string text;
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr);
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement))
    {
        const auto* cell = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
        text += (text.empty() ? "" : " ") + std::string(cell ? cell : "NULL");
    }
    if (code != SQLITE_DONE)
    {
        text = sqlite3_errmsg(database);
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return text;
}

StoredObject
Object(double timeS, const std::string& topic, const Bytes& payload)
{
    return {Seconds(timeS), topic, 16, payload, "fd00::1"};
}

/// What was kept is found again, by others too, and goes by what its topic is for.
class StoreKeepsCase : public TestCase
{
  public:
    StoreKeepsCase()
        : TestCase("keeps objects, tells them by topic and time, and lets others read meanwhile")
    {
    }

  private:
    void DoRun() override
    {
        const std::string path = CreateTempDirFilename("store.sqlite");
        std::ofstream(path) << "something else was here";
        {
            Store store(path);
            store.Keep(Object(1, "ps/p1/watch", {1, 2, 3}));
            store.Keep(Object(2, "ps/p1/watch", {}));
            NS_TEST_EXPECT_MSG_EQ(Ask(path, "SELECT COUNT(*) FROM objects"), "0", "not yet");
            store.Commit();
            NS_TEST_EXPECT_MSG_EQ(Ask(path, "SELECT COUNT(*) FROM objects"), "2", "while open");
            store.Keep(Object(2, "ps/p1/watch", {4, 5}));
            store.Keep(Object(3, "ps/p1/watch", {6}));
            store.Keep(Object(2, "ps/p2/watch", {7}));
            store.Keep(Object(4, "ps/p2/verdict/gateway", {8}));
            store.Keep(Object(5, "ps/rx/pharmacy", {9}));
            store.Keep(Object(6, "ps/rx-status/pharmacy", {10}));
            store.Keep(Object(7, "ps/cmd/home-1", {11}));
            store.Keep(Object(8, "ps/cmd-status/home-1", {12}));
            store.Keep({Seconds(9), "ps/p2/verdict/broker", 112, {13}, ""});
            store.Keep(Object(10, "ps/alarm/nurse", {14}));
            store.Log({Seconds(9), "fd00::2", "ps/p1/watch", "history", "2.05", 3});

            const auto found = store.Find("ps/p1/watch", 2, 3, 1000);
            NS_TEST_ASSERT_MSG_EQ(found.size(), 3, "both ends included");
            NS_TEST_EXPECT_MSG_EQ(found[0].payload.size(), 0, "empty is not NULL");
            NS_TEST_EXPECT_MSG_EQ((found[1].payload == Bytes{4, 5}), true, "as it came");
            NS_TEST_EXPECT_MSG_EQ(found[2].time, Seconds(3), "in order");
            NS_TEST_EXPECT_MSG_EQ(found[2].contentFormat, 16, "format");
            NS_TEST_EXPECT_MSG_EQ(found[2].publisher, "fd00::1", "who");
            NS_TEST_EXPECT_MSG_EQ(store.Find("ps/p1/watch", 0, 9, 4).size(), 2, "no more octets");
            NS_TEST_EXPECT_MSG_EQ(store.Find("ps/p1/watch", 0, 9, 1).size(), 1, "but the first");
            NS_TEST_EXPECT_MSG_EQ(store.Find("ps/p1", 0, 9, 1000).size(), 0, "exactly this topic");

            const auto topics = store.Topics();
            NS_TEST_ASSERT_MSG_EQ(topics.size(), 9, "topics");
            NS_TEST_EXPECT_MSG_EQ(topics[3].topic, "ps/p1/watch", "by name");
            NS_TEST_EXPECT_MSG_EQ(topics[3].objects, 4, "objects");
            NS_TEST_EXPECT_MSG_EQ(topics[3].octets, 6, "octets");
            // printf '1:\007' | sha256sum
            NS_TEST_EXPECT_MSG_EQ(topics[6].topic, "ps/p2/watch", "another");
            NS_TEST_EXPECT_MSG_EQ(
                topics[6].digest,
                "ea1053b0fd28f41261dcc569cb61f4abba26b9a08ec846d30ebf23a7757e5e4a",
                "digest");
        }
        for (const char* part : {"-wal", "-shm"})
        {
            NS_TEST_EXPECT_MSG_EQ(std::ifstream(path + part).good(), false, "one file is left");
        }
        const std::vector<std::pair<std::string, std::string>> views{
            {"readings", "1.0 2.0 2.0 3.0 2.0"},
            {"verdicts", "4.0 9.0"},
            {"alarms", "10.0"},
            {"prescriptions", "5.0"},
            {"confirmations", "6.0"},
            {"commands", "7.0"},
            {"reports", "8.0"}};
        for (const auto& [view, times] : views)
        {
            NS_TEST_EXPECT_MSG_EQ(Ask(path, "SELECT time_s FROM " + view + " ORDER BY id"),
                                  times,
                                  view);
        }
        NS_TEST_EXPECT_MSG_EQ(Ask(path, "SELECT COUNT(*) FROM objects WHERE publisher IS NULL"),
                              "1",
                              "of the broker itself");
        NS_TEST_EXPECT_MSG_EQ(
            Ask(path,
                "SELECT time_s || client || topic || asked || answer || objects FROM accesses"),
            "9.0fd00::2ps/p1/watchhistory2.053",
            "access");
        NS_TEST_EXPECT_MSG_EQ(Ask(path, "PRAGMA user_version"), "1", "version of the schema");
        NS_TEST_EXPECT_MSG_NE(
            Ask(path, "SELECT name FROM pragma_index_list('objects')").find("objects_by_topic"),
            std::string::npos,
            "index");
    }
};

/// Somebody who reads for long holds nobody up.
class StoreSlowReaderCase : public TestCase
{
  public:
    StoreSlowReaderCase()
        : TestCase("whoever reads for long sees what was there when it began, and holds nobody up")
    {
    }

  private:
    void DoRun() override
    {
        const std::string path = CreateTempDirFilename("store.sqlite");
        Store store(path);
        store.Keep(Object(1, "ps/p1/watch", {1}));
        store.Keep(Object(2, "ps/p1/watch", {2}));
        store.Commit();
        sqlite3* reader = nullptr;
        sqlite3_open_v2(path.c_str(), &reader, SQLITE_OPEN_READONLY, nullptr);
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(reader, "SELECT id FROM objects", -1, &statement, nullptr);
        int rows = sqlite3_step(statement) == SQLITE_ROW;
        std::string error;
        try
        {
            store.Keep(Object(3, "ps/p1/watch", {3}));
            store.Commit();
        }
        catch (const std::runtime_error& held)
        {
            error = held.what();
        }
        NS_TEST_EXPECT_MSG_EQ(error, "", "written meanwhile");
        while (sqlite3_step(statement) == SQLITE_ROW)
        {
            ++rows;
        }
        sqlite3_finalize(statement);
        sqlite3_close(reader);
        NS_TEST_EXPECT_MSG_EQ(rows, 2, "as it began");
        NS_TEST_EXPECT_MSG_EQ(Ask(path, "SELECT COUNT(*) FROM objects"), "3", "and now");
    }
};

/// A file that cannot be made is refused by its name.
class StoreRefusesCase : public TestCase
{
  public:
    StoreRefusesCase()
        : TestCase("a file that cannot be made is an error that names it")
    {
    }

  private:
    void DoRun() override
    {
        std::string error;
        try
        {
            Store store("/nowhere/at/all/store.sqlite");
        }
        catch (const std::runtime_error& refused)
        {
            error = refused.what();
        }
        NS_TEST_EXPECT_MSG_NE(error.find("/nowhere/at/all/store.sqlite"), std::string::npos, error);
    }
};

/// The broker keeps what is published and who asked, and answers those it may.
class StoreBehindBrokerCase : public TestCase
{
  public:
    StoreBehindBrokerCase()
        : TestCase("the broker keeps what comes, and tells its history to who is allowed")
    {
    }

  private:
    void DoRun() override
    {
        const std::string path = CreateTempDirFilename("store.sqlite");

        struct Reply
        {
            std::string code;
            Bytes payload;
        };

        std::map<std::string, Reply> replies;
        {
            CareBench bench;
            bench.KeepSilent();
            const auto ask =
                [&](double atS, const std::string& name, std::vector<std::string> query) {
                    bench.At(atS, [&bench, &replies, name, query](CoapEndpoint& coap) {
                        CoapRequest request;
                        request.path = "ps/p9/x";
                        request.query = query;
                        coap.Request(bench.brokerPeer,
                                     request,
                                     [&replies, name](const CoapReply& reply) {
                                         replies[name] = {CoapCodeToString(reply.message.code),
                                                          reply.message.payload};
                                     });
                    });
                };
            const auto unix = [](double t) { return std::to_string(EPOCH_UNIX_S + t); };
            ask(3, "no store", {"from=0"});
            const auto store = std::make_shared<Store>(path);
            Simulator::Schedule(Seconds(3.5), [&]() { bench.broker->SetStore(store); });
            for (int i = 0; i < 3; ++i)
            {
                bench.Publish(4 + i, "ps/p9/x", {TEXT_PLAIN, {uint8_t(i), 0xff}});
            }
            ask(7, "a stranger", {"from=0"});
            Simulator::Schedule(Seconds(7.5), [&]() {
                const auto node = bench.client->GetNode();
                bench.broker->AllowHistory(node->GetObject<Ipv6>()->GetAddress(1, 1).GetAddress());
            });
            ask(8, "all", {"from=" + unix(0)});
            ask(8.1, "two", {"from=" + unix(4.5), "to=" + unix(9)});
            ask(8.2, "early", {"to=" + unix(4.5)});
            ask(8.3, "none", {"from=" + unix(100)});
            ask(8.4, "no number", {"from=yesterday"});
            ask(8.5, "no key", {"since=5"});
            ask(8.6, "no value", {"from"});
            ask(8.7, "latest", {});
            bench.Run(12);
        }
        NS_TEST_EXPECT_MSG_EQ(replies["no store"].code, "5.03", "nothing to ask");
        NS_TEST_EXPECT_MSG_EQ(replies["a stranger"].code, "4.03", "not allowed");
        NS_TEST_EXPECT_MSG_EQ(replies["a stranger"].payload.size(), 0, "nor told");
        for (const char* name : {"no number", "no key", "no value"})
        {
            NS_TEST_EXPECT_MSG_EQ(replies[name].code, "4.00", name);
        }
        const auto count = [&replies](const std::string& name) {
            CborReader reader(replies[name].payload);
            return reader.Array("objects").number;
        };
        NS_TEST_ASSERT_MSG_EQ(replies["all"].code, "2.05", "allowed");
        NS_TEST_EXPECT_MSG_EQ(count("all"), 3, "all");
        NS_TEST_EXPECT_MSG_EQ(count("two"), 2, "from and to");
        NS_TEST_EXPECT_MSG_EQ(count("early"), 1, "to");
        NS_TEST_EXPECT_MSG_EQ(count("none"), 0, "none");
        NS_TEST_EXPECT_MSG_EQ((replies["latest"].payload == Bytes{2, 0xff}), true, "as ever");
        // The macros evaluate what they are given more than once.
        CborReader reader(replies["two"].payload);
        reader.Array("objects");
        const uint64_t parts = reader.Array("object").number;
        const double timeS = reader.Number("time") - EPOCH_UNIX_S;
        const int64_t format = reader.Int("format");
        const Bytes payload = reader.Octets("payload");
        NS_TEST_EXPECT_MSG_EQ(parts, 3, "time, format, payload");
        NS_TEST_EXPECT_MSG_EQ_TOL(timeS, 5, 0.1, "when");
        NS_TEST_EXPECT_MSG_EQ(format, TEXT_PLAIN, "format");
        NS_TEST_EXPECT_MSG_EQ((payload == Bytes{1, 0xff}), true, "what");
        NS_TEST_EXPECT_MSG_EQ(
            Ask(path, "SELECT answer || ':' || objects FROM accesses WHERE asked = 'history'"),
            "4.03:0 2.05:3 2.05:2 2.05:1 2.05:0 4.00:0 4.00:0 4.00:0",
            "each is remembered");
        NS_TEST_EXPECT_MSG_EQ(Ask(path, "SELECT COUNT(*) FROM accesses WHERE asked = 'latest'"),
                              "1",
                              "latest");
        NS_TEST_EXPECT_MSG_EQ(
            Ask(path, "SELECT COUNT(*) || publisher FROM readings WHERE topic = 'ps/p9/x'")
                .rfind("3fd00:", 0),
            0,
            "and who published");
    }
};

class StoreSuite : public TestSuite
{
  public:
    StoreSuite()
        : TestSuite("iomt-store", TestSuite::Type::UNIT)
    {
        AddTestCase(new StoreKeepsCase);
        AddTestCase(new StoreSlowReaderCase);
        AddTestCase(new StoreRefusesCase);
        AddTestCase(new StoreBehindBrokerCase);
    }
} g_storeSuite;

} // namespace
