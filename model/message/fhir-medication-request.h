// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FHIR_MEDICATION_REQUEST_H
#define IOMT_FHIR_MEDICATION_REQUEST_H

#include "ns3/bytes.h"

#include <optional>
#include <string>

namespace ns3::iomt
{

/**
 * @brief A prescription: FHIR R4 MedicationRequest, the elements this module uses.
 *
 * `status`, `intent`, `medication` and `subject` have cardinality 1..1
 * (https://hl7.org/fhir/R4/medicationrequest.html).
 */
struct FhirMedicationRequest
{
    std::string id;               //!< Resource.id: [A-Za-z0-9.-]{1,64}
    std::string status{"active"}; //!< of the value set medicationrequest-status
    std::string intent{"order"};  //!< of the value set medicationrequest-intent
    std::string medication;       //!< medicationCodeableConcept.text
    std::string medicationCode;   //!< its coding's code; may be empty
    std::string medicationSystem; //!< its coding's system; may be empty
    std::string subject;          //!< subject.reference, as "Patient/p1"
    std::string requester;        //!< requester.reference, as "Practitioner/doctor"
    std::string authoredOn;       //!< FHIR dateTime; may be empty
    std::string dosage;           //!< dosageInstruction[0].text; may be empty
    std::string reason;           //!< reasonCode[0].text; may be empty

    bool operator==(const FhirMedicationRequest& other) const;
};

/**
 * @param request a prescription
 * @return "" if it is valid, else which element is not and what is allowed
 */
std::string ValidateFhir(const FhirMedicationRequest& request);

/**
 * @param request a valid prescription
 * @return application/fhir+json without white space
 * @throws std::invalid_argument with ValidateFhir's words
 */
Bytes EncodeFhir(const FhirMedicationRequest& request);

/**
 * @brief Read a MedicationRequest; elements this module does not use are skipped.
 * @param bytes from the network
 * @param error if given, which element is wrong
 * @return a valid prescription, or nothing
 */
std::optional<FhirMedicationRequest> DecodeFhir(const Bytes& bytes, std::string* error = nullptr);

} // namespace ns3::iomt

#endif // IOMT_FHIR_MEDICATION_REQUEST_H
