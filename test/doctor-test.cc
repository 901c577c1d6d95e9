// SPDX-License-Identifier: GPL-2.0-only

#include "care-bench.h"

#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// From the wearable over the broker to the classifier, value and time as they were felt.
class DoctorOpensCase : public TestCase
{
  public:
    explicit DoctorOpensCase(const std::string& suite)
        : TestCase("opens and judges each reading under " + suite),
          m_suite(suite)
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench(m_suite);
        bench.Feel([](double t) {
            return std::map<std::string, double>{{"spo2", t > 8 ? 97 : 96}};
        });
        bench.Run(14);
        NS_TEST_ASSERT_MSG_EQ(bench.produced.size(), 10, "produced");
        NS_TEST_ASSERT_MSG_EQ(bench.opened.size(), 10, "opened");
        NS_TEST_ASSERT_MSG_EQ(bench.classified.size(), 10, "classified");
        NS_TEST_ASSERT_MSG_EQ(bench.seen->size(), 10, "judged");
        for (std::size_t i = 0; i < 10; ++i)
        {
            const ProducedReading& produced = bench.produced[i];
            const OpenedReading& opened = bench.opened[i];
            NS_TEST_EXPECT_MSG_EQ(ToString(opened.status), "ok", "status");
            NS_TEST_EXPECT_MSG_EQ(opened.provenance, produced.provenance, "which");
            NS_TEST_EXPECT_MSG_EQ(opened.patient, "p1", "whose");
            NS_TEST_EXPECT_MSG_EQ(opened.topic, CareBench::READINGS, "where");
            const auto& [t, spo2] = bench.seen->at(i);
            NS_TEST_EXPECT_MSG_EQ_TOL(t, produced.felt.GetSeconds(), 0.001, "time");
            NS_TEST_EXPECT_MSG_EQ_TOL(spo2, (t > 8 ? 97 : 96), 1e-9, "value [%]");
            NS_TEST_ASSERT_MSG_EQ(bench.classified[i].second.size(), 1, "one classifier");
            NS_TEST_EXPECT_MSG_EQ(bench.classified[i].second[0].label, "normal", "its word");
        }
        NS_TEST_EXPECT_MSG_EQ(bench.alarms.size(), 0, "no alarm");
        NS_TEST_EXPECT_MSG_EQ(bench.care.size(), 0, "nothing to do");
    }

    std::string m_suite;
};

/// What is not authentic and new is refused with its reason and never judged.
class DoctorRefusesCase : public TestCase
{
  public:
    DoctorRefusesCase()
        : TestCase("refuses what is forged, moved, replayed or no reading")
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        bench.KeepSilent();
        const std::string topic = CareBench::READINGS;
        const auto seal = [&](const ObjectKey& key, const Bytes& senml, uint64_t sequence) {
            ObjectSealer sealer(key);
            for (uint64_t i = 0; i < sequence; ++i)
            {
                sealer.Seal({}, topic);
            }
            return sealer.Seal(senml, topic);
        };
        ObjectKey wrong = bench.readingKey;
        wrong.key[0] ^= 1;
        const Bytes senml = CareBench::Spo2(80, 3);
        const SealedObject good = seal(bench.readingKey, CareBench::Spo2(97, 3), 0);
        SealedObject changed = seal(bench.readingKey, senml, 1);
        changed.payload.back() ^= 1;
        ObjectSealer other(bench.readingKey);
        other.Seal({}, topic);
        const std::vector<std::pair<SealedObject, std::string>> published{
            {good, "ok"},
            {good, "replayed"},
            {seal(bench.Key(99), senml, 0), "unknown-key"},
            {seal(wrong, senml, 2), "bad-tag"},
            {changed, "bad-tag"},
            {other.Seal(senml, "ps/p2/oximeter"), "bad-tag"},
            {{SENML_CBOR, senml}, "malformed"},
            {{COSE_ENCRYPT0, {0x83, 0x01}}, "malformed"},
            {seal(bench.readingKey, CareBench::Text("no SenML"), 3), "malformed"},
            {seal(bench.readingKey, EncodeSenml({}), 4), "malformed"},
            {seal(bench.readingKey, CareBench::Spo2(98, 4), 5), "ok"},
        };
        for (std::size_t i = 0; i < published.size(); ++i)
        {
            bench.Publish(4 + i, topic, published[i].first, 100 + i);
        }
        bench.Run(30);
        NS_TEST_ASSERT_MSG_EQ(bench.opened.size(), published.size(), "each is told of");
        for (std::size_t i = 0; i < published.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(ToString(bench.opened[i].status), published[i].second, i);
            NS_TEST_EXPECT_MSG_EQ(bench.opened[i].provenance, 100 + i, "provenance");
            NS_TEST_EXPECT_MSG_EQ(bench.opened[i].reason.empty(),
                                  (published[i].second == "ok"),
                                  "a reason, " << i);
        }
        NS_TEST_ASSERT_MSG_EQ(bench.seen->size(), 2, "only the good ones are judged");
        NS_TEST_EXPECT_MSG_EQ_TOL(bench.seen->at(0).second, 97, 1e-9, "first");
        NS_TEST_EXPECT_MSG_EQ_TOL(bench.seen->at(1).second, 98, 1e-9, "last");
        NS_TEST_EXPECT_MSG_EQ(bench.alarms.size(), 0, "80 % was never believed");
    }
};

/// An alarm rises once as long as it holds; between prescriptions lies the cool-down.
class DoctorAlarmsCase : public TestCase
{
  public:
    DoctorAlarmsCase()
        : TestCase("raises an alarm once and prescribes after the cool-down")
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        bench.doctor->SetAttribute("CoolDown", TimeValue(Seconds(100)));
        bench.doctor->SetAttribute("AlarmHold", TimeValue(Seconds(20)));
        // Urgent at 10 s, an emergency at 20 s; over from 30 s on but for 45 s; again at 80 s;
        // for good from 150 to 210 s.
        bench.Feel([](double t) {
            double spo2 = 98;
            spo2 = t >= 10 && t < 30 ? (t < 20 ? 93 : 85) : spo2;
            spo2 = t >= 45 && t < 46 ? 93 : spo2;
            spo2 = t >= 80 && t < 82 ? 93 : spo2;
            spo2 = t >= 150 && t < 210 ? 93 : spo2;
            return std::map<std::string, double>{{"spo2", spo2}};
        });
        bench.Run(300);
        std::vector<int> alarms;
        for (const auto& [at, classification] : bench.alarms)
        {
            alarms.push_back(static_cast<int>(at.GetSeconds()));
        }
        // The 45 s one is within the hold of the emergency and less than that.
        NS_TEST_EXPECT_MSG_EQ((alarms == std::vector<int>{10, 20, 80, 150}), true, "alarms");
        NS_TEST_ASSERT_MSG_EQ(bench.alarms.size(), 4, "alarms");
        NS_TEST_EXPECT_MSG_EQ(ToString(bench.alarms[0].second.alarm), "urgent", "first");
        NS_TEST_EXPECT_MSG_EQ(ToString(bench.alarms[1].second.alarm), "emergency", "second");
        std::vector<int> prescribed;
        for (const auto& event : bench.care)
        {
            if (event.what.rfind("prescribed p1", 0) == 0)
            {
                prescribed.push_back(static_cast<int>(event.at.GetSeconds()));
            }
        }
        NS_TEST_EXPECT_MSG_EQ((prescribed == std::vector<int>{10, 150}), true, "prescriptions");
        NS_TEST_EXPECT_MSG_EQ(bench.Count(CareEvent::COMMAND_SENT), 2, "a command with each");
        NS_TEST_EXPECT_MSG_EQ(bench.LastDetail(CareEvent::COMMAND_SENT), "oxygen-on", "command");
    }
};

/// What is set up wrongly is refused by name.
class DoctorSetUpCase : public TestCase
{
  public:
    DoctorSetUpCase()
        : TestCase("refuses devices of strangers and unknown suites")
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        std::string error;
        try
        {
            bench.doctor->AddDevice("p7", "ps/p7/x", bench.readingKey);
        }
        catch (const std::invalid_argument& refused)
        {
            error = refused.what();
        }
        NS_TEST_EXPECT_MSG_NE(error.find("p7"), std::string::npos, error);
        error.clear();
        try
        {
            bench.doctor->SetSuite("rot13");
        }
        catch (const std::invalid_argument& refused)
        {
            error = refused.what();
        }
        NS_TEST_EXPECT_MSG_NE(error.find("rot13"), std::string::npos, error);
    }
};

class DoctorSuite : public TestSuite
{
  public:
    DoctorSuite()
        : TestSuite("iomt-doctor", TestSuite::Type::UNIT)
    {
        AddTestCase(new DoctorOpensCase("aes-128-gcm"));
        AddTestCase(new DoctorOpensCase("none"));
        AddTestCase(new DoctorRefusesCase);
        AddTestCase(new DoctorAlarmsCase);
        AddTestCase(new DoctorSetUpCase);
    }
} g_doctorSuite;

} // namespace
