// SPDX-License-Identifier: GPL-2.0-only

#include "child-process.h"

#include "ns3/device-profile.h"
#include "ns3/scenario.h"
#include "ns3/telemedicine-run.h"
#include "ns3/test.h"

#include <filesystem>
#include <fstream>
#include <sqlite3.h>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// One home and a care home of two, four devices each, and one of them not on Bluetooth LE.
const std::vector<std::string> SMALL{
    R"(sites=[{"name":"home-1","patients":1,"access_of":{"ecg-patch":"802.15.4"}},)"
    R"({"name":"care-home","patients":2}])",
    "episodes=[]",
    "duration_s=60"};

/// Runs scenarios, each in a process of its own, and reads what they leave behind.
class RunCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    /// Run the telemedicine scenario with changes; afterwards Query() and m_summary are about it.
    void Run(const std::string& name, const std::vector<std::string>& overrides)
    {
        m_folder = CreateTempDirFilename(name);
        std::filesystem::remove_all(m_folder);
        std::filesystem::create_directories(m_folder);
        std::vector<std::string> all = SMALL;
        all.insert(all.end(), overrides.begin(), overrides.end());
        const std::string fate = FateOfChild([this, &all]() {
            RunOptions options;
            options.scenario = LoadScenario("telemedicine", all);
            options.outDir = m_folder;
            if (!RunTelemedicine(options).complete)
            {
                return 1;
            }
            try
            {
                RunTelemedicine(options);
                return 2;
            }
            catch (const std::logic_error&)
            {
                return 0; // one run a process
            }
        });
        NS_TEST_EXPECT_MSG_EQ(fate, "", name);
        m_summary = nlohmann::json();
        std::ifstream file(m_folder + "/summary.json");
        if (file)
        {
            m_summary = nlohmann::json::parse(file, nullptr, false);
        }
    }

    /// @return the number a query gives; -1 if there is none
    double Query(const std::string& sql)
    {
        sqlite3* database = nullptr;
        sqlite3_stmt* statement = nullptr;
        double number = -1;
        const std::string path = m_folder + "/results.sqlite";
        if (sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK &&
            sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK &&
            sqlite3_step(statement) == SQLITE_ROW &&
            sqlite3_column_type(statement, 0) != SQLITE_NULL)
        {
            number = sqlite3_column_double(statement, 0);
        }
        sqlite3_finalize(statement);
        sqlite3_close(database);
        return number;
    }

    /// What holds of every run.
    void ExpectInvariants()
    {
        NS_TEST_EXPECT_MSG_EQ(m_summary.is_object(), true, "a summary");
        if (!m_summary.is_object())
        {
            return;
        }
        const auto& readings = m_summary.at("readings");
        const double produced = readings.at("produced");
        const double delivered = readings.at("delivered");
        const double lost = readings.at("lost");
        NS_TEST_EXPECT_MSG_GT(produced, 100, "something happened");
        NS_TEST_EXPECT_MSG_EQ(produced, delivered + lost, "every reading is one or the other");
        NS_TEST_EXPECT_MSG_EQ(Query("SELECT COUNT(*) FROM readings"), produced, "produced");
        NS_TEST_EXPECT_MSG_EQ(Query("SELECT COUNT(*) FROM readings WHERE state = 'delivered'"),
                              delivered,
                              "delivered");
        NS_TEST_EXPECT_MSG_EQ(Query("SELECT COUNT(*) FROM readings WHERE state = 'lost'"),
                              lost,
                              "lost");
        NS_TEST_EXPECT_MSG_EQ(
            Query("SELECT COUNT(*) FROM readings WHERE state = 'lost' AND cause IS NULL"),
            0,
            "no loss without a cause");
        NS_TEST_EXPECT_MSG_EQ(
            Query("SELECT COUNT(*) FROM readings WHERE state = 'delivered' AND "
                  "(ABS(sensor_ms + protect_ms + access_ms + gateway_ms + backhaul_ms + "
                  "firewall_ms + broker_ms + open_ms + classify_ms - latency_ms) > 1e-6 OR "
                  "ABS((delivered_s - produced_s) * 1000 - latency_ms) > 1e-6)"),
            0,
            "stages add up to the latency");
        NS_TEST_EXPECT_MSG_EQ(
            Query("SELECT COUNT(*) FROM readings WHERE state = 'delivered' AND "
                  "MIN(sensor_ms, protect_ms, access_ms, gateway_ms, backhaul_ms, firewall_ms, "
                  "broker_ms, open_ms) > 0 AND classify_ms >= 0"),
            delivered,
            "each stage takes some time; only judging may have nothing to count");
        NS_TEST_EXPECT_MSG_EQ(
            Query("SELECT COUNT(*) FROM (SELECT device FROM readings GROUP BY device HAVING "
                  "COUNT(*) <> MAX(sequence) + 1 OR MIN(sequence) <> 0)"),
            0,
            "no device skips a number");
        NS_TEST_EXPECT_MSG_EQ(
            Query("SELECT COUNT(*) FROM readings WHERE urgent = 1 AND state = 'lost'"),
            0,
            "urgent readings are repeated until they arrive");
        NS_TEST_EXPECT_MSG_GT(delivered, 0, "something arrived");
        if (delivered == 0)
        {
            return;
        }
        double sum = 0;
        for (const auto& [stage, mean] : m_summary.at("latency_ms").at("stages").items())
        {
            sum += mean.get<double>();
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(sum,
                                  m_summary.at("latency_ms").at("mean").get<double>(),
                                  1e-6,
                                  "means add up too");
        NS_TEST_EXPECT_MSG_EQ(Query("SELECT COUNT(*) FROM devices WHERE radio_mj < 0 OR "
                                    "processor_mj <= 0 OR sensor_mj < 0 OR busy_s <= 0"),
                              0,
                              "everyone works and pays for it");
        // Simulated time is the duration and the 10 s in which the last readings may arrive.
        const double seconds = Query("SELECT value FROM run WHERE key = 'duration_s'") + 10;
        for (const std::string kind : {"ecg-patch",
                                       "pulse-oximeter",
                                       "thermometer",
                                       "watch",
                                       "gateway",
                                       "firewall",
                                       "broker",
                                       "doctor-workstation",
                                       "pharmacy"})
        {
            const ProcessorProfile profile = LoadDeviceProfile(kind).processor;
            const std::string expected = "(" + std::to_string(profile.idleMw * seconds) +
                                         " + busy_s * " +
                                         std::to_string(profile.activeMw - profile.idleMw) + ")";
            // Relative, beside the six digits that the numbers are given to.
            NS_TEST_EXPECT_MSG_EQ(Query("SELECT COUNT(*) FROM devices WHERE kind = '" + kind +
                                        "' AND ABS(processor_mj - " + expected +
                                        ") > 2e-6 + 1e-9 * " + expected),
                                  0,
                                  kind << " draws idle power, and more while it is busy");
            NS_TEST_EXPECT_MSG_GT(Query("SELECT COUNT(*) FROM devices WHERE kind = '" + kind + "'"),
                                  0,
                                  kind << " is there");
        }
        NS_TEST_EXPECT_MSG_EQ(Query("SELECT COUNT(*) FROM devices WHERE battery_mj IS NOT NULL AND "
                                    "(radio_mj <= 0 OR sensor_mj <= 0 OR lifetime_h IS NULL)"),
                              0,
                              "wearables feel and send");
        NS_TEST_EXPECT_MSG_EQ(
            Query("SELECT COUNT(*) FROM run WHERE key = 'fingerprint' AND value = '" +
                  m_summary.at("fingerprint").get<std::string>() + "'"),
            1,
            "one fingerprint");
    }

    std::string m_folder;
    nlohmann::json m_summary;
};

/// Healthy patients: everything adds up and nobody is alarmed.
class RunQuietCase : public RunCase
{
  public:
    RunQuietCase()
        : RunCase("without an episode all adds up and nobody is alarmed")
    {
    }

  private:
    void DoRun() override
    {
        Run("quiet", {});
        ExpectInvariants();
        NS_TEST_EXPECT_MSG_EQ(Query("SELECT COUNT(*) FROM alarms"), 0, "alarms");
        NS_TEST_EXPECT_MSG_EQ(Query("SELECT COUNT(*) FROM care"), 0, "care");
        NS_TEST_EXPECT_MSG_EQ(m_summary.at("alarms").at("false").get<int>(), 0, "false alarms");
        const std::string first = m_summary.at("fingerprint");
        Run("again", {});
        NS_TEST_EXPECT_MSG_EQ(m_summary.at("fingerprint").get<std::string>(), first, "repeats");
        Run("seed", {"seed=2"});
        NS_TEST_EXPECT_MSG_NE(m_summary.at("fingerprint").get<std::string>(), first, "by seed");
    }
};

/// A patient short of oxygen: the alarm is right, and care follows to the end.
class RunEpisodeCase : public RunCase
{
  public:
    RunEpisodeCase()
        : RunCase("an episode leads to an alarm and to care")
    {
    }

  private:
    void DoRun() override
    {
        Run("episode",
            {R"(episodes=[{"patient":2,"kind":"hypoxia","onset_s":20,"ramp_s":10,"duration_s":60,)"
             R"("severity":0.7}])",
             "duration_s=100",
             "care.dispense_s=10"});
        ExpectInvariants();
        NS_TEST_EXPECT_MSG_EQ(Query("SELECT COUNT(*) FROM alarms"), 1, "one alarm");
        NS_TEST_EXPECT_MSG_EQ(Query("SELECT COUNT(*) FROM alarms WHERE outcome = 'true' AND "
                                    "patient = 'p2' AND raised_s BETWEEN onset_s AND onset_s + 30 "
                                    "AND ABS(time_to_doctor_ms - (raised_s - onset_s) * 1000) < 1"),
                              1,
                              "and it is right");
        for (const char* event : {"prescribed",
                                  "verified",
                                  "dispensed",
                                  "picked-up",
                                  "confirmed",
                                  "command-sent",
                                  "command-executed",
                                  "command-confirmed"})
        {
            NS_TEST_EXPECT_MSG_EQ(Query("SELECT COUNT(*) FROM care WHERE patient = 'p2' AND "
                                        "event = '" +
                                        std::string(event) + "'"),
                                  1,
                                  event);
        }
        NS_TEST_EXPECT_MSG_EQ(Query("SELECT COUNT(*) FROM care"), 8, "and no more");
        NS_TEST_EXPECT_MSG_GT(Query("SELECT COUNT(*) FROM readings WHERE urgent = 1 AND "
                                    "patient = 'p2'"),
                              10,
                              "urgent readings");
    }
};

/// What sealing is for.
class RunAttackCase : public RunCase
{
  public:
    RunAttackCase()
        : RunCase("forgeries are accepted without sealing, never with it")
    {
    }

  private:
    double Accepted(const std::string& kind)
    {
        return Query("SELECT accepted FROM attacks WHERE kind = '" + kind + "'");
    }

    void DoRun() override
    {
        const std::string attacks =
            R"(attacks=[{"name":"replay","kind":"replayer","start_s":10,"delay_s":5,"share":0.3},)"
            R"({"name":"tamper","kind":"tamperer","start_s":10,"share":0.3}])";
        for (const std::string suite : {"aes-128-gcm", "aes-128-ccm", "none"})
        {
            Run(suite, {attacks, "protection.object=" + suite});
            ExpectInvariants();
            for (const char* kind : {"replayer", "tamperer"})
            {
                NS_TEST_EXPECT_MSG_GT(
                    Query("SELECT attempted FROM attacks WHERE kind = '" + std::string(kind) + "'"),
                    20,
                    kind << " tried");
                if (suite == "none")
                {
                    NS_TEST_EXPECT_MSG_GT(Accepted(kind), 20, kind << " without sealing");
                }
                else
                {
                    NS_TEST_EXPECT_MSG_EQ(Accepted(kind), 0, kind << " against " << suite);
                    NS_TEST_EXPECT_MSG_GT(Query("SELECT detected FROM attacks WHERE kind = '" +
                                                std::string(kind) + "'"),
                                          20,
                                          kind << " is noticed");
                }
            }
        }
    }
};

class RunInvariantsSuite : public TestSuite
{
  public:
    RunInvariantsSuite()
        : TestSuite("iomt-run", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new RunQuietCase);
        AddTestCase(new RunEpisodeCase);
        AddTestCase(new RunAttackCase);
    }
} g_runInvariantsSuite;

} // namespace
