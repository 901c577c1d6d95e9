// SPDX-License-Identifier: GPL-2.0-only

#include "fhir-medication-request.h"

#include "ns3/operation-counts.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>
#include <tuple>

namespace ns3::iomt
{

namespace
{

using Json = nlohmann::ordered_json;

/// https://hl7.org/fhir/R4/valueset-medicationrequest-status.html
constexpr std::array STATUSES{"active",
                              "on-hold",
                              "cancelled",
                              "completed",
                              "entered-in-error",
                              "stopped",
                              "draft",
                              "unknown"};

/// https://hl7.org/fhir/R4/valueset-medicationrequest-intent.html
constexpr std::array INTENTS{"proposal",
                             "plan",
                             "order",
                             "original-order",
                             "reflex-order",
                             "filler-order",
                             "instance-order",
                             "option"};

template <std::size_t SIZE>
std::string
CheckCode(const char* element,
          const std::string& code,
          const std::array<const char*, SIZE>& allowed)
{
    if (std::find(allowed.begin(), allowed.end(), code) != allowed.end())
    {
        return "";
    }
    std::string message = std::string(element) + ": '" + code + "' is not one of";
    for (const char* name : allowed)
    {
        message += std::string(" ") + name;
    }
    return message;
}

bool
IsDateTime(const std::string& text)
{
    // https://hl7.org/fhir/R4/datatypes.html#dateTime: a time zone wherever there is a time.
    static const std::regex DATE_TIME(
        "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])"
        "(T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]{1,9})?"
        "(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00)))?)?)?");
    return text.size() <= 35 && std::regex_match(text, DATE_TIME);
}

bool
IsId(const std::string& text)
{
    return !text.empty() && text.size() <= 64 &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                      c == '-' || c == '.';
           });
}

/// @return the string at a JSON pointer, "" if there is nothing
std::string
StringAt(const Json& json, const char* pointer)
{
    const Json::json_pointer at(pointer);
    if (!json.contains(at))
    {
        return "";
    }
    if (!json.at(at).is_string())
    {
        throw std::invalid_argument(std::string(pointer) + ": not a string");
    }
    return json.at(at).get<std::string>();
}

} // namespace

bool
FhirMedicationRequest::operator==(const FhirMedicationRequest& other) const
{
    const auto tie = [](const FhirMedicationRequest& r) {
        return std::tie(r.id,
                        r.status,
                        r.intent,
                        r.medication,
                        r.medicationCode,
                        r.medicationSystem,
                        r.subject,
                        r.requester,
                        r.authoredOn,
                        r.dosage,
                        r.reason);
    };
    return tie(*this) == tie(other);
}

std::string
ValidateFhir(const FhirMedicationRequest& request)
{
    if (!IsId(request.id))
    {
        return "id: '" + request.id + "' is not 1 to 64 of A-Z a-z 0-9 - .";
    }
    const std::string status = CheckCode("status", request.status, STATUSES);
    if (!status.empty())
    {
        return status;
    }
    const std::string intent = CheckCode("intent", request.intent, INTENTS);
    if (!intent.empty())
    {
        return intent;
    }
    if (request.medication.empty() && request.medicationCode.empty())
    {
        return "medicationCodeableConcept: neither text nor code";
    }
    if (request.subject.empty())
    {
        return "subject.reference: missing";
    }
    if (!request.authoredOn.empty() && !IsDateTime(request.authoredOn))
    {
        return "authoredOn: '" + request.authoredOn + "' is no dateTime, as 2024-05-01T12:00:00Z";
    }
    return "";
}

Bytes
EncodeFhir(const FhirMedicationRequest& request)
{
    const std::string wrong = ValidateFhir(request);
    if (!wrong.empty())
    {
        throw std::invalid_argument(wrong);
    }
    Json json;
    json["resourceType"] = "MedicationRequest";
    json["id"] = request.id;
    json["status"] = request.status;
    json["intent"] = request.intent;
    Json& medication = json["medicationCodeableConcept"];
    if (!request.medicationCode.empty())
    {
        Json coding;
        if (!request.medicationSystem.empty())
        {
            coding["system"] = request.medicationSystem;
        }
        coding["code"] = request.medicationCode;
        medication["coding"] = Json::array({coding});
    }
    if (!request.medication.empty())
    {
        medication["text"] = request.medication;
    }
    json["subject"]["reference"] = request.subject;
    if (!request.authoredOn.empty())
    {
        json["authoredOn"] = request.authoredOn;
    }
    if (!request.requester.empty())
    {
        json["requester"]["reference"] = request.requester;
    }
    if (!request.reason.empty())
    {
        json["reasonCode"][0]["text"] = request.reason;
    }
    if (!request.dosage.empty())
    {
        json["dosageInstruction"][0]["text"] = request.dosage;
    }
    const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    RunningOperations().Add(Operation::CODEC_BYTE, text.size());
    return ToBytes(text);
}

std::optional<FhirMedicationRequest>
DecodeFhir(const Bytes& bytes, std::string* error)
{
    RunningOperations().Add(Operation::CODEC_BYTE, bytes.size());
    try
    {
        const Json json = Json::parse(bytes.begin(), bytes.end());
        if (StringAt(json, "/resourceType") != "MedicationRequest")
        {
            throw std::invalid_argument("resourceType: not MedicationRequest");
        }
        FhirMedicationRequest request;
        request.id = StringAt(json, "/id");
        request.status = StringAt(json, "/status");
        request.intent = StringAt(json, "/intent");
        request.medication = StringAt(json, "/medicationCodeableConcept/text");
        request.medicationCode = StringAt(json, "/medicationCodeableConcept/coding/0/code");
        request.medicationSystem = StringAt(json, "/medicationCodeableConcept/coding/0/system");
        request.subject = StringAt(json, "/subject/reference");
        request.authoredOn = StringAt(json, "/authoredOn");
        request.requester = StringAt(json, "/requester/reference");
        request.reason = StringAt(json, "/reasonCode/0/text");
        request.dosage = StringAt(json, "/dosageInstruction/0/text");
        const std::string wrong = ValidateFhir(request);
        if (!wrong.empty())
        {
            throw std::invalid_argument(wrong);
        }
        return request;
    }
    catch (const std::exception& broken)
    {
        if (error != nullptr)
        {
            *error = broken.what();
        }
        return std::nullopt;
    }
}

} // namespace ns3::iomt
