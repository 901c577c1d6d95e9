// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/results-database.h"
#include "ns3/test.h"

#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Row = std::vector<ResultsDatabase::Value>;
using Tables = std::vector<std::pair<std::string, Row>>;

const Row::value_type NIL;

/// A row for each table of doc/results.rst, with a value of the column's type in each cell.
Tables
SampleRows()
{
    const auto text = [](const char* value) { return std::string(value); };
    const auto whole = [](int64_t value) { return value; };
    return {
        {"devices",
         {text("p1-thermometer"),
          text("thermometer"),
          text("home-1"),
          text("p1"),
          text("ble"),
          1.5,
          2.5,
          3.5,
          4.5,
          5.5,
          6.5}},
        {"readings",
         {whole(7),
          text("p1-thermometer"),
          text("p1"),
          text("home-1"),
          text("thermometer"),
          whole(3),
          whole(1),
          whole(40),
          whole(60),
          1.0,
          2.0,
          text("delivered"),
          text("cause"),
          whole(1),
          whole(2),
          1000.0,
          1.0,
          2.0,
          3.0,
          4.0,
          5.0,
          6.0,
          7.0,
          8.0,
          9.0}},
        {"classifications",
         {1.0, text("p1"), text("news2"), text("low"), 3.0, text("none"), whole(7)}},
        {"alarms",
         {text("p1"),
          text("hypoxia"),
          1.0,
          2.0,
          text("true"),
          1000.0,
          text("news2"),
          3.0,
          4.0,
          5.0}},
        {"care", {1.0, text("p1"), text("dispensed"), text("rx-1"), text("Oxygen")}},
        {"anonymised", {1.0, text("p1"), text("published"), whole(2), 0.5, 250.0, whole(5)}},
        {"attacks",
         {text("replay"), text("replayer"), whole(5), whole(4), whole(3), 2.0, text("{}")}},
        {"services", {text("scan"), text("imaging"), text("transfer_s.max"), 1.0}},
        {"firewall_rules",
         {text("edge"), whole(0), text("sites"), text("accept"), whole(5), whole(500), whole(1)}},
        {"firewall_log",
         {1.0,
          text("edge"),
          text("dropped-default"),
          text("rule"),
          text("internet"),
          text("core"),
          text("fd00::1"),
          text("fd00::2"),
          text("udp"),
          whole(1),
          whole(2)}},
        {"store", {text("ps/p1/x"), whole(16), whole(999), text("00ff")}},
        {"faults",
         {text("backhaul-cut"),
          text("home-1"),
          text("watch"),
          1.0,
          2.0,
          whole(4),
          whole(3),
          whole(1),
          whole(2)}},
        {"frames", {text("home-1"), text("ble"), whole(5), whole(1), text("mesh")}},
    };
}

/// Another value of the same type.
Row::value_type
Other(const Row::value_type& value)
{
    if (const auto* integer = std::get_if<int64_t>(&value))
    {
        return *integer + 1;
    }
    if (const auto* real = std::get_if<double>(&value))
    {
        return *real * (1 + 1e-15); // the last bits count
    }
    return std::get<std::string>(value) + "x";
}

class DatabaseCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    std::string Path()
    {
        return CreateTempDirFilename("results.sqlite");
    }

    std::string FingerprintOf(const Tables& rows)
    {
        const std::string path = Path();
        std::remove(path.c_str());
        ResultsDatabase database(path);
        for (const auto& [table, row] : rows)
        {
            database.Put(table, row);
        }
        database.Commit();
        return database.Fingerprint();
    }
};

/// No two contents have one fingerprint: every cell, NULL or not, and the order of rows count.
class DatabaseFingerprintCase : public DatabaseCase
{
  public:
    DatabaseFingerprintCase()
        : DatabaseCase("the fingerprint changes with any cell")
    {
    }

  private:
    void DoRun() override
    {
        const Tables rows = SampleRows();
        const std::string whole = FingerprintOf(rows);
        NS_TEST_EXPECT_MSG_EQ(whole.size(), 7 + 64, "form");
        NS_TEST_EXPECT_MSG_EQ(whole.substr(0, 7), "sha256:", "form");
        NS_TEST_EXPECT_MSG_EQ(FingerprintOf(rows), whole, "same rows, same fingerprint");

        std::set<std::string> seen{whole, FingerprintOf({})};
        std::size_t contents = 2;
        const auto expectNew = [&](const Tables& changed, const std::string& what) {
            ++contents;
            seen.insert(FingerprintOf(changed));
            NS_TEST_EXPECT_MSG_EQ(seen.size(), contents, what);
            contents = seen.size();
        };
        for (std::size_t table = 0; table < rows.size(); ++table)
        {
            for (std::size_t column = 0; column < rows[table].second.size(); ++column)
            {
                const std::string where = rows[table].first + " " + std::to_string(column);
                Tables changed = rows;
                changed[table].second[column] = Other(rows[table].second[column]);
                expectNew(changed, where);
                if (column > 0) // a primary key is not NULL
                {
                    changed[table].second[column] = NIL;
                    expectNew(changed, where + " NULL");
                }
            }
            Tables missing = rows;
            missing.erase(missing.begin() + table);
            expectNew(missing, rows[table].first + " missing");
        }

        const auto care = [](const std::string& id, const std::string& detail) {
            return std::make_pair(std::string("care"),
                                  Row{1.0, std::string("p1"), std::string("refused"), id, detail});
        };
        expectNew({care("a", "b"), care("c", "d")}, "two rows");
        expectNew({care("c", "d"), care("a", "b")}, "in another order");
        expectNew({care("a\x1f", "b")}, "what separates is in a cell");
        expectNew({care("a",
                        "\x1f"
                        "b")},
                  "or in the next");
        Tables empty{care("a", "")};
        expectNew(empty, "empty text");
        empty.front().second.back() = NIL;
        expectNew(empty, "is not NULL");

        Tables named = rows;
        named.emplace_back("run", Row{std::string("wall"), std::string("1.5")});
        NS_TEST_EXPECT_MSG_EQ(FingerprintOf(named), whole, "but what is in `run`");
    }
};

/// A row with the same primary key is replaced; all others are added.
class DatabaseReplaceCase : public DatabaseCase
{
  public:
    DatabaseReplaceCase()
        : DatabaseCase("a row replaces the one of its key")
    {
    }

  private:
    void DoRun() override
    {
        const auto device = [](double radioMj) {
            Row row = SampleRows().front().second;
            row[5] = radioMj;
            return std::make_pair(std::string("devices"), row);
        };
        NS_TEST_EXPECT_MSG_EQ(FingerprintOf({device(1), device(2)}),
                              FingerprintOf({device(2)}),
                              "one device, one row");
        const Tables once{SampleRows().back()};
        const Tables twice{SampleRows().back(), SampleRows().back()};
        NS_TEST_EXPECT_MSG_NE(FingerprintOf(twice), FingerprintOf(once), "no key, two rows");
    }
};

/// Errors name the file and what is wrong with it.
class DatabaseErrorCase : public DatabaseCase
{
  public:
    DatabaseErrorCase()
        : DatabaseCase("errors name the file")
    {
    }

  private:
    /// What an action says is wrong; empty if it was done.
    template <typename ACTION>
    std::string Error(ACTION action)
    {
        try
        {
            action();
        }
        catch (const std::runtime_error& error)
        {
            return error.what();
        }
        return "";
    }

    void Expect(const std::string& error, const std::string& part)
    {
        NS_TEST_EXPECT_MSG_NE(error.find(part), std::string::npos, "'" << error << "': " << part);
    }

    void DoRun() override
    {
        const std::string nowhere = CreateTempDirFilename("no/such/folder/results.sqlite");
        const std::string error = Error([&]() { ResultsDatabase database(nowhere); });
        Expect(error, nowhere);
        Expect(error, "unable to open");

        const std::string text = CreateTempDirFilename("results.txt");
        std::ofstream(text) << "Not a database, and long enough not to be taken for an empty one: "
                            << std::string(1000, 'x');
        Expect(Error([&]() { ResultsDatabase database(text); }), text);

        const std::string full = "/dev/full";
        if (std::ifstream(full).good())
        {
            Expect(Error([&]() { ResultsDatabase database(full); }), full);
        }

        const std::string path = Path();
        std::remove(path.c_str());
        ResultsDatabase database(path);
        Expect(Error([&]() { database.Put("reading", {int64_t{1}}); }), path);
        Expect(Error([&]() { database.Put("reading", {int64_t{1}}); }), "reading");
        Expect(Error([&]() { database.Put("frames", {std::string("x"), int64_t{1}}); }), "frames");
        database.Put(
            "frames",
            {std::string("x"), std::string("ble"), int64_t{1}, int64_t{2}, std::string("y")});
        // What was bound for the last row must not fill up the next.
        Expect(Error([&]() { database.Put("frames", {std::string("x"), int64_t{1}}); }), "frames");
        Expect(Error([&]() { ResultsDatabase again(path); }), path);
        database.Commit();
        database.Commit(); // nothing to write is no error
    }
};

class ResultsDatabaseSuite : public TestSuite
{
  public:
    ResultsDatabaseSuite()
        : TestSuite("iomt-results-database", TestSuite::Type::UNIT)
    {
        AddTestCase(new DatabaseFingerprintCase);
        AddTestCase(new DatabaseReplaceCase);
        AddTestCase(new DatabaseErrorCase);
    }
} g_resultsDatabaseSuite;

} // namespace
