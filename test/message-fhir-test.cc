// SPDX-License-Identifier: GPL-2.0-only

// FHIR R4 MedicationRequest: written, read, and refused where R4 would.

#include "ns3/fhir-medication-request.h"
#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

FhirMedicationRequest
Oxygen()
{
    FhirMedicationRequest request;
    request.id = "rx-1";
    request.medication = "Oxygen 2 l/min";
    request.medicationCode = "V03AN01";
    request.medicationSystem = "http://www.whocc.no/atc";
    request.subject = "Patient/p1";
    request.requester = "Practitioner/doctor";
    request.authoredOn = "2024-05-01T12:00:00Z";
    request.dosage = "until SpO2 is above 94 %";
    request.reason = "hypoxia";
    return request;
}

class FhirRoundTrip : public TestCase
{
  public:
    FhirRoundTrip()
        : TestCase("a prescription and its JSON")
    {
    }

  private:
    void DoRun() override
    {
        const Bytes json = EncodeFhir(Oxygen());
        NS_TEST_EXPECT_MSG_EQ(
            std::string(json.begin(), json.end()),
            "{\"resourceType\":\"MedicationRequest\",\"id\":\"rx-1\",\"status\":\"active\","
            "\"intent\":\"order\",\"medicationCodeableConcept\":{\"coding\":[{\"system\":"
            "\"http://www.whocc.no/atc\",\"code\":\"V03AN01\"}],\"text\":\"Oxygen 2 l/min\"},"
            "\"subject\":{\"reference\":\"Patient/p1\"},\"authoredOn\":\"2024-05-01T12:00:00Z\","
            "\"requester\":{\"reference\":\"Practitioner/doctor\"},\"reasonCode\":[{\"text\":"
            "\"hypoxia\"}],\"dosageInstruction\":[{\"text\":\"until SpO2 is above 94 %\"}]}",
            "JSON");
        const auto again = DecodeFhir(json);
        NS_TEST_ASSERT_MSG_EQ(again.has_value(), true, "read");
        NS_TEST_EXPECT_MSG_EQ((*again == Oxygen()), true, "the same");
    }
};

class FhirRefusals : public TestCase
{
  public:
    FhirRefusals()
        : TestCase("what R4 does not allow, and where")
    {
    }

  private:
    void Check(const char* json, const std::string& begins)
    {
        std::string error;
        NS_TEST_EXPECT_MSG_EQ(DecodeFhir(ToBytes(json), &error).has_value(), begins.empty(), json);
        NS_TEST_EXPECT_MSG_EQ(error.substr(0, begins.size()), begins, error);
    }

    void DoRun() override
    {
        const char* minimal = "{\"resourceType\":\"MedicationRequest\",\"id\":\"1\",\"status\":"
                              "\"draft\",\"intent\":\"plan\",\"medicationCodeableConcept\":"
                              "{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/1\"},"
                              "\"note\":[{\"text\":\"skipped\"}]}";
        Check(minimal, "");
        const auto replaced = [&](const std::string& from, const std::string& to) {
            std::string text = minimal;
            return text.replace(text.find(from), from.size(), to);
        };
        Check(replaced("MedicationRequest", "Patient").c_str(), "resourceType: ");
        Check(replaced("\"id\":\"1\"", "\"id\":\"a b\"").c_str(), "id: 'a b'");
        const std::string longest(64, 'i');
        Check(replaced("\"id\":\"1\"", "\"id\":\"" + longest + "\"").c_str(), "");
        Check(replaced("\"id\":\"1\"", "\"id\":\"" + longest + "i\"").c_str(), "id: 'iii");
        Check(replaced("draft", "Draft").c_str(), "status: 'Draft' is not one of active on-hold");
        Check(replaced("plan", "wish").c_str(), "intent: 'wish' is not one of proposal");
        Check(replaced("\"text\":\"x\"", "\"text\":\"\"").c_str(), "medicationCodeableConcept: ");
        Check(replaced("\"text\":\"x\"", "\"text\":1").c_str(),
              "/medicationCodeableConcept/text: not a string");
        Check(replaced("Patient/1", "").c_str(), "subject.reference: missing");
        Check(replaced("\"note\"", "\"authoredOn\":\"yesterday\",\"note\"").c_str(),
              "authoredOn: 'yesterday'");
        Check(replaced("\"note\"", "\"authoredOn\":\"2024-05\",\"note\"").c_str(), "");
        Check("{\"resourceType\":", "[json.exception.parse_error");
        Check("[]", "resourceType: ");
        Check("", "[json.exception.parse_error");
        FhirMedicationRequest nobody = Oxygen();
        nobody.subject.clear();
        bool refused = false;
        try
        {
            EncodeFhir(nobody);
        }
        catch (const std::invalid_argument&)
        {
            refused = true;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "not written either");
    }
};

class FhirSuite : public TestSuite
{
  public:
    FhirSuite()
        : TestSuite("iomt-fhir", TestSuite::Type::UNIT)
    {
        AddTestCase(new FhirRoundTrip);
        AddTestCase(new FhirRefusals);
    }
};

const FhirSuite SUITE;

} // namespace
