// SPDX-License-Identifier: GPL-2.0-only

#include "care-bench.h"

#include "ns3/fhir-medication-request.h"
#include "ns3/test.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

FhirMedicationRequest
Prescription(const std::string& id)
{
    FhirMedicationRequest request;
    request.id = id;
    request.medication = "Oxygen";
    request.subject = "Patient/p1";
    request.requester = "Practitioner/doctor";
    return request;
}

/// An alarm leads to one prescription, verified, dispensed and confirmed once, however often the
/// broker tells of it: subscriptions are renewed each minute without news (RFC 7641, 3.3.1).
class PharmacyDispensesCase : public TestCase
{
  public:
    explicit PharmacyDispensesCase(const std::string& suite)
        : TestCase("a prescription is dispensed once under " + suite),
          m_suite(suite)
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench(m_suite);
        bench.doctor->SetAttribute("CoolDown", TimeValue(Seconds(10000)));
        bench.pharmacy->SetAttribute("DispenseTime", TimeValue(Seconds(20)));
        bench.pharmacy->SetAttribute("PickUpTime", TimeValue(Seconds(30)));
        bench.Feel([](double t) {
            return std::map<std::string, double>{{"spo2", t > 10 && t < 30 ? 91 : 98}};
        });
        bench.Run(400);
        std::vector<std::string> events;
        std::map<std::string, Time> at;
        for (const CareBench::Cared& event : bench.care)
        {
            const std::string kind = event.what.substr(0, event.what.find(' '));
            at.emplace(kind, event.at);
            if (kind.find("command") == std::string::npos)
            {
                events.push_back(event.what);
            }
        }
        const std::vector<std::string> expected{"prescribed p1 rx-1",
                                                "verified p1 rx-1",
                                                "dispensed p1 rx-1",
                                                "picked-up p1 rx-1",
                                                "confirmed p1 rx-1"};
        NS_TEST_EXPECT_MSG_EQ(events.size(), expected.size(), "each once");
        NS_TEST_EXPECT_MSG_EQ((events == expected), true, "in order");
        NS_TEST_EXPECT_MSG_EQ(bench.LastDetail(CareEvent::DISPENSED), "Oxygen", "what");
        NS_TEST_EXPECT_MSG_EQ(at["dispensed"] - at["verified"], Seconds(20), "it takes its time");
        NS_TEST_EXPECT_MSG_EQ(at["picked-up"] - at["dispensed"], Seconds(30), "the patient too");
        NS_TEST_EXPECT_MSG_LT(at["confirmed"] - at["prescribed"], Seconds(51), "and no more");
    }

    std::string m_suite;
};

/// What no doctor signed, or what is no active prescription, is refused with its reason.
class PharmacyRefusesCase : public TestCase
{
  public:
    PharmacyRefusesCase()
        : TestCase("refuses forged and unusable prescriptions")
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        bench.KeepSilent();
        bench.pharmacy->SetAttribute("DispenseTime", TimeValue(Seconds(1)));
        const std::string topic = CareBench::PRESCRIPTIONS;
        const Bytes good = EncodeFhir(Prescription("rx-7"));
        FhirMedicationRequest cancelled = Prescription("rx-8");
        cancelled.status = "cancelled";
        auto doctor = CareBench::Sender("doctor", bench.toPharmacy);
        auto stranger = CareBench::Sender("stranger", bench.toPharmacy);
        auto forger = CareBench::Sender("doctor", bench.toPharmacy, "stranger");
        ObjectKey wrong = bench.toPharmacy;
        wrong.key[0] ^= 1;
        auto outsider = CareBench::Sender("doctor", wrong);
        // One sealing key, so one row of numbers: each sender skips those of the ones before.
        const auto skip = [&topic](DocumentSender& sender, int count) {
            for (int i = 0; i < count; ++i)
            {
                sender.Seal({}, topic);
            }
        };
        skip(*forger, 1);
        skip(*stranger, 2);
        std::vector<std::pair<SealedObject, std::string>> published;
        published.emplace_back(doctor->Seal(good, topic), "");
        published.emplace_back(forger->Seal(EncodeFhir(Prescription("rx-9")), topic),
                               "bad signature");
        published.emplace_back(stranger->Seal(good, topic), "unknown author");
        published.emplace_back(outsider->Seal(good, topic), "bad-tag");
        skip(*doctor, 2);
        published.emplace_back(doctor->Seal(EncodeFhir(cancelled), topic), "status cancelled");
        published.emplace_back(doctor->Seal(good, topic), ""); // written twice, dispensed once
        published.emplace_back(SealedObject{JSON, good}, "malformed");
        published.emplace_back(doctor->Seal(CareBench::Text("{}"), topic), "resourceType");
        double at = 4;
        for (const auto& [object, refusal] : published)
        {
            bench.Publish(at++, topic, object);
        }
        bench.Run(30);
        std::vector<std::string> refusals;
        for (const CareBench::Cared& event : bench.care)
        {
            if (event.what.rfind("refused", 0) == 0)
            {
                refusals.push_back(event.detail);
            }
        }
        std::size_t next = 0;
        for (const auto& [object, refusal] : published)
        {
            if (refusal.empty())
            {
                continue;
            }
            refusals.resize(std::max(refusals.size(), next + 1));
            NS_TEST_EXPECT_MSG_NE(refusals[next].find(refusal),
                                  std::string::npos,
                                  "'" << refusals[next] << "' says " << refusal);
            ++next;
        }
        NS_TEST_EXPECT_MSG_EQ(bench.Count(CareEvent::REFUSED), next, "as many refusals");
        NS_TEST_EXPECT_MSG_EQ(bench.Count(CareEvent::VERIFIED), 1, "verified");
        NS_TEST_EXPECT_MSG_EQ(bench.Count(CareEvent::DISPENSED), 1, "dispensed");
    }
};

/// The doctor believes a confirmation only of the pharmacy, and survives whatever else it signs.
class PharmacyConfirmsCase : public TestCase
{
  public:
    PharmacyConfirmsCase()
        : TestCase("a confirmation counts once, and only as the pharmacy signed it")
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        bench.KeepSilent();
        const std::string topic = CareBench::CONFIRMATIONS;
        auto pharmacy = CareBench::Sender("pharmacy", bench.toDoctor);
        const std::string good = R"({"id":"rx-1","patient":"p1","status":"picked-up"})";
        double at = 4;
        bench.Publish(at++, topic, pharmacy->Seal(CareBench::Text(good), topic));
        bench.Publish(at++, topic, pharmacy->Seal(CareBench::Text(good), topic));
        for (const char* odd : {R"({"id":"rx-2","patient":"p1","status":5})",
                                R"({"id":7,"patient":"p1","status":"picked-up"})",
                                R"({"id":"rx-3","patient":{},"status":"picked-up"})",
                                "[]",
                                "picked-up"})
        {
            bench.Publish(at++, topic, pharmacy->Seal(CareBench::Text(odd), topic));
        }
        auto forger = CareBench::Sender("pharmacy", bench.toDoctor, "stranger");
        for (int i = 0; i < 20; ++i)
        {
            forger->Seal({}, topic);
        }
        bench.Publish(
            at++,
            topic,
            forger->Seal(CareBench::Text(R"({"id":"rx-4","patient":"p1","status":"picked-up"})"),
                         topic));
        bench.Run(30);
        NS_TEST_ASSERT_MSG_EQ(bench.care.size(), 1, "one confirmation");
        NS_TEST_EXPECT_MSG_EQ(bench.care[0].what, "confirmed p1 rx-1", "of the first");
    }
};

class PharmacySuite : public TestSuite
{
  public:
    PharmacySuite()
        : TestSuite("iomt-pharmacy", TestSuite::Type::UNIT)
    {
        AddTestCase(new PharmacyDispensesCase("aes-128-gcm"));
        AddTestCase(new PharmacyDispensesCase("none"));
        AddTestCase(new PharmacyRefusesCase);
        AddTestCase(new PharmacyConfirmsCase);
    }
} g_pharmacySuite;

} // namespace
