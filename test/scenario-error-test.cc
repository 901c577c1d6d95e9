// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/scenario.h"
#include "ns3/test.h"

#include <fstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Json = nlohmann::json;

/// A change that makes a good scenario bad, and the answer to it.
struct Mistake
{
    std::string assignment;            ///< of the scenario under-attack
    std::string path;                  ///< where the error says it is
    std::vector<std::string> mentions; ///< what was found, what is allowed
};

/// A mistake in a value: dotted path, what was found, what is allowed.
class ScenarioMistakeCase : public TestCase
{
  public:
    explicit ScenarioMistakeCase(const Mistake& mistake)
        : TestCase(NameOf(mistake.assignment)),
          m_mistake(mistake)
    {
    }

  private:
    /// Names of test cases become folders.
    static std::string NameOf(std::string assignment)
    {
        for (char& character : assignment)
        {
            character = character == '"' || character == '/' ? '_' : character;
        }
        return assignment;
    }

    void DoRun() override
    {
        try
        {
            LoadScenario("under-attack", {m_mistake.assignment});
            NS_TEST_EXPECT_MSG_EQ(true, false, "it was taken");
        }
        catch (const ScenarioError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.GetPath(), m_mistake.path, "where");
            for (const auto& mention : m_mistake.mentions)
            {
                NS_TEST_EXPECT_MSG_NE(error.GetMessage().find(mention),
                                      std::string::npos,
                                      "'" << error.GetMessage() << "' mentions " << mention);
            }
        }
    }

    Mistake m_mistake;
};

/// Text that is not a scenario: the place in it.
class ScenarioTextCase : public TestCase
{
  public:
    ScenarioTextCase(const std::string& name,
                     const std::string& text,
                     const std::vector<std::string>& mentions)
        : TestCase(name),
          m_text(text),
          m_mentions(mentions)
    {
    }

  private:
    void DoRun() override
    {
        try
        {
            CompleteScenario(ParseScenario(m_text, "file.json"));
            NS_TEST_EXPECT_MSG_EQ(true, false, "it was taken");
        }
        catch (const ScenarioError& error)
        {
            for (const auto& mention : m_mentions)
            {
                NS_TEST_EXPECT_MSG_NE(std::string(error.what()).find(mention),
                                      std::string::npos,
                                      "'" << error.what() << "' mentions " << mention);
            }
        }
    }

    std::string m_text;
    std::vector<std::string> m_mentions;
};

/// A file that is not there.
class ScenarioMissingFileCase : public TestCase
{
  public:
    ScenarioMissingFileCase()
        : TestCase("missing file")
    {
    }

  private:
    void DoRun() override
    {
        Expect("telemedicin", "did you mean 'telemedicine'?");
        Expect("no/such/file.json", "no such file");
        Expect(".", "no such file");
    }

    void Expect(const std::string& nameOrPath, const std::string& mention)
    {
        try
        {
            ReadScenario(nameOrPath);
            NS_TEST_EXPECT_MSG_EQ(true, false, nameOrPath << " was read");
        }
        catch (const ScenarioError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.GetPath(), nameOrPath, "which");
            NS_TEST_EXPECT_MSG_NE(error.GetMessage().find(mention),
                                  std::string::npos,
                                  "'" << error.GetMessage() << "' mentions " << mention);
        }
    }
};

/// A file of one's own is read, and its mistakes are the scenario's.
class ScenarioOwnFileCase : public TestCase
{
  public:
    ScenarioOwnFileCase()
        : TestCase("a device of one's own")
    {
    }

  private:
    void DoRun() override
    {
        const std::string path = CreateTempDirFilename("clip.json");
        std::ofstream(path) << R"({"kind": "clip", "description": "a clip",
            "processor": "nrf52840", "radio": "nrf52840", "battery_mj": null, "sensors": [
            {"kind": "spo2", "rate_hz": 2, "block_s": 0, "energy_mj": 0, "conversion_ms": 0,
             "noise": 0, "source": "a test"}]})";
        const Json scenario = LoadScenario("telemedicine", {"devices=[\"" + path + "\"]"});
        NS_TEST_EXPECT_MSG_EQ(scenario["devices"][0], path, "taken");

        std::ofstream(path) << R"({"kind": "clip", "description": "a clip"})";
        try
        {
            LoadScenario("telemedicine", {"devices[1]=" + path});
            NS_TEST_EXPECT_MSG_EQ(true, false, "half a profile was taken");
        }
        catch (const ScenarioError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.GetPath(), "devices[1]", "where");
            NS_TEST_EXPECT_MSG_NE(error.GetMessage().find(path), std::string::npos, "which file");
        }
    }
};

class ScenarioErrorSuite : public TestSuite
{
  public:
    ScenarioErrorSuite()
        : TestSuite("iomt-scenario-error", TestSuite::Type::UNIT)
    {
        const std::vector<Mistake> mistakes{
            {"duration=60", "duration", {"no such key", "did you mean 'duration_s'?"}},
            {"care={\"lat_ms\": 5}", "care.lat_ms", {"did you mean 'late_ms'?", "cooldown_s"}},
            {"duration_s=long", "duration_s", {"is \"long\"", "number"}},
            {"duration_s=true", "duration_s", {"is true", "number"}},
            {"duration_s=0", "duration_s", {"is 0", "more than 0", "604800 s"}},
            {"duration_s=604801", "duration_s", {"at most 604800"}},
            {"sites.patients=2.5", "sites[0].patients", {"is 2.5", "integer"}},
            {"sites.patients=33", "sites[0].patients", {"is 33", "at most 32"}},
            {"sites[1].patients=0", "sites[1].patients", {"is 0", "at least 1"}},
            {"sites=[]", "sites", {"0 elements", "1 to 64"}},
            {"sites=[{}]", "sites[0].name", {"is missing"}},
            {"sites=home", "sites", {"is \"home\"", "array"}},
            {"sites.home-2.name=home-1", "sites[1].name", {"'home-1'", "sites[0]"}},
            {"sites.home-2.name=a.b", "sites[1].name", {"letters"}},
            {"sites[0].devices=[]", "sites[0].devices", {"0 elements", "1 to 16"}},
            {"sites[1].devices=[\"wach\"]",
             "sites[1].devices[0]",
             {"is \"wach\"", "did you mean 'watch'?"}},
            {"sites[0].devices=[\"gateway\"]", "sites[0].devices[0]", {"is \"gateway\""}},
            {"sites[2].devices=[\"watch\",\"watch\"]", "sites[2].devices[1]", {"twice"}},
            {"episodes=[{\"patient\":1,\"kind\":\"fall\",\"deadline_s\":0}]",
             "episodes[0].deadline_s",
             {"is 0", "more than 0"}},
            {"vitals.recordings=[{\"patient\":7,\"device\":\"watch\",\"path\":\"x\"}]",
             "vitals.recordings[0].patient",
             {"is 7", "1 to 6"}},
            {"vitals.recordings=[{\"patient\":2,\"device\":\"cgm\",\"path\":\"x\"}]",
             "vitals.recordings[0].device",
             {"is \"cgm\"", "ecg-patch", "patient 2"}},
            {"vitals.recordings=[{\"patient\":2,\"device\":\"watch\",\"path\":\"no.csv\"}]",
             "vitals.recordings[0].path",
             {"no.csv", "no such file", "WFDB"}},
            {"vitals.diabetes=[{\"patient\":1}]",
             "vitals.diabetes[0].patient",
             {"is 1", "wears no cgm"}},
            {"backhaul=fiber", "backhaul", {"is \"fiber\"", "did you mean 'fibre'?", "satellite"}},
            {"backhaul=none.json", "backhaul", {"none.json", "cannot be read"}},
            {"sites[0].access=wifi", "sites[0].access", {"is \"wifi\"", "802.15.4", "null"}},
            {"ble.interval_ms=51", "ble", {"51 ms", "multiple of 1.25 ms", "Vol 6, Part B, 4.5.1"}},
            {"ble.latency=100",
             "ble",
             {"4000 ms", "2 * (1 + latency) * interval", "Vol 6, Part B, 4.5.2"}},
            {"ble={\"intervals\":\"randomised\",\"interval_ms\":8}",
             "ble",
             {"multiple of 1.25 ms"}},
            {"ble.interval_ms=7", "ble.interval_ms", {"at least 7.5"}},
            {"ble.phy=3M", "ble.phy", {"1M, 2M, S2, S8"}},
            {"sites.care-home.patients=9",
             "sites[2].patients",
             {"is 9", "4 devices on ble", "32", "at most 8"}},
            {"access_of.ecg-pach=none",
             "access_of.ecg-pach",
             {"no such device", "did you mean 'ecg-patch'?", "thermometer"}},
            {"access_of.gateway=none", "access_of.gateway", {"no such device"}},
            {"access_of.ecg-patch=802.15", "access_of.ecg-patch", {"\"802.15\"", "802.15.4"}},
            {"access_of=none", "access_of", {"is \"none\"", "object"}},
            {"sites.home-2.access_of.watsh=none",
             "sites[1].access_of.watsh",
             {"no such device", "did you mean 'watch'?"}},
            {"sites[2].access_of.watch=nine", "sites[2].access_of.watch", {"did you mean 'none'?"}},
            {"protection.object=aes-128-gmc",
             "protection.object",
             {"did you mean 'aes-128-gcm'?", "none"}},
            {"protection=none", "protection", {"is \"none\"", "object"}},
            {"classifiers=[\"news\"]", "classifiers[0]", {"did you mean 'news2'?"}},
            {"classifiers=[\"news2\",\"news2\"]", "classifiers[1]", {"twice"}},
            {"devices=[\"gateway\"]", "devices[0]", {"is \"gateway\"", "ecg-patch"}},
            {"episodes[0].patient=7", "episodes[0].patient", {"is 7", "1 to 6"}},
            {"episodes[0].kind=hypoxa", "episodes[0].kind", {"did you mean 'hypoxia'?"}},
            {"vitals.ecg=no.csv", "vitals.ecg", {"no such file", "mit-bih-208"}},
            {"vitals.e4_folder=no", "vitals.e4_folder", {"no such folder"}},
            {"attacks.flood.kind=floder", "attacks[3].kind", {"did you mean 'flooder'?"}},
            {"attacks=[{\"name\": \"x\"}]", "attacks[0].kind", {"is missing", "replayer"}},
            {"attacks=[{\"name\":\"x\",\"kind\":\"flooder\",\"delay_s\":1}]",
             "attacks[0].delay_s",
             {"no such key", "rate_pps"}},
            {"attacks.flood.stop_s=300", "attacks[3].stop_s", {"is 300", "start_s"}},
            {"attacks.flood.name=tamper", "attacks[3].name", {"'tamper'", "attacks[2]"}},
            {"attacks.tamper.share=1.1", "attacks[2].share", {"is 1.1", "at most 1"}},
            {"attacks.tamper.values.spo2=high", "attacks[2].values.spo2", {"number"}},
            {"firewalls.edge.rules.sites-to-broker.from=site",
             "firewalls.edge.rules[0].from",
             {"did you mean 'sites'?", "IPv6 prefix"}},
            {"firewalls.edge.rules[0].to=2001:db8::/129", "firewalls.edge.rules[0].to", {"prefix"}},
            {"firewalls.edge.rules[0].in=hospital",
             "firewalls.edge.rules[0].in",
             {"internet", "core"}},
            {"firewalls.inner.rules[0].protocol=icmpv6",
             "firewalls.inner.rules[0].port",
             {"is 5683", "\"icmpv6\""}},
            {"firewalls.edge.rules[0].rate_pps=null",
             "firewalls.edge.rules[0].burst",
             {"without rate_pps"}},
            {"firewalls.edge.rules[1].name=sites-to-broker",
             "firewalls.edge.rules[1].name",
             {"rules[0]"}},
        };
        for (const auto& mistake : mistakes)
        {
            AddTestCase(new ScenarioMistakeCase(mistake));
        }
        AddTestCase(new ScenarioTextCase("truncated",
                                         "{\"name\": \"x\",\n  \"sites\": [",
                                         {"file.json", "truncated", "line 2, column 13"}));
        AddTestCase(new ScenarioTextCase("not JSON",
                                         "name: x",
                                         {"file.json", "not JSON", "line 1, column 2"}));
        AddTestCase(new ScenarioTextCase("comma too many",
                                         "{\"name\": \"x\",\n \"seed\": 1,}",
                                         {"line 2, column 12"}));
        AddTestCase(new ScenarioTextCase("empty", " \n", {"is empty"}));
        AddTestCase(new ScenarioTextCase("an array", "[1]", {"an array", "JSON object"}));
        AddTestCase(new ScenarioTextCase("no sites", "{\"name\": \"x\"}", {"sites", "missing"}));
        AddTestCase(
            new ScenarioTextCase("key twice", "{\"seed\": 1, \"seed\": 2}", {"\"seed\"", "twice"}));
        AddTestCase(new ScenarioTextCase("number beyond double",
                                         "{\"duration_s\": 1e999}",
                                         {"file.json", "1e999"}));
        AddTestCase(new ScenarioTextCase("deep nest",
                                         "{\"name\":" + std::string(100000, '[') +
                                             std::string(100000, ']') + "}",
                                         {"levels deep"}));
        AddTestCase(new ScenarioMissingFileCase);
        AddTestCase(new ScenarioOwnFileCase);
    }
};

ScenarioErrorSuite g_scenarioErrorSuite;

} // namespace
