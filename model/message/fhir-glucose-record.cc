// SPDX-License-Identifier: GPL-2.0-only

#include "fhir-glucose-record.h"

#include "ns3/operation-counts.h"

#include <nlohmann/json.hpp>

namespace ns3::iomt
{

namespace
{

using Json = nlohmann::ordered_json;

constexpr const char* LOINC = "http://loinc.org";
constexpr const char* GLUCOSE = "99504-3"; // glucose in interstitial fluid [mass/volume]
constexpr const char* UCUM = "http://unitsofmeasure.org";
constexpr double MS_PER_S = 1000;

} // namespace

Bytes
EncodeFhir(const FhirGlucoseRecord& record)
{
    Json patient;
    patient["resourceType"] = "Patient";
    patient["id"] = record.patient;
    patient["identifier"][0]["value"] = record.card;

    std::string values;
    for (const uint16_t value : record.mgPerDl)
    {
        values += (values.empty() ? "" : " ") + std::to_string(value);
    }
    Json observation;
    observation["resourceType"] = "Observation";
    observation["status"] = "final";
    observation["code"]["coding"][0] = {{"system", LOINC}, {"code", GLUCOSE}};
    observation["subject"]["reference"] = "Patient/" + record.patient;
    observation["effectiveDateTime"] = record.start;
    Json& sampled = observation["valueSampledData"];
    sampled["origin"] = {{"value", 0}, {"unit", "mg/dL"}, {"system", UCUM}, {"code", "mg/dL"}};
    sampled["period"] = record.periodS * MS_PER_S;
    sampled["dimensions"] = 1;
    sampled["data"] = values;

    Json bundle;
    bundle["resourceType"] = "Bundle";
    bundle["type"] = "collection";
    bundle["entry"][0]["resource"] = patient;
    bundle["entry"][1]["resource"] = observation;
    const std::string text = bundle.dump(-1, ' ', false, Json::error_handler_t::replace);
    RunningOperations().Add(Operation::CODEC_BYTE, text.size());
    return ToBytes(text);
}

} // namespace ns3::iomt
