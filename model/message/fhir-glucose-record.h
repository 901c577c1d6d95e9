// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FHIR_GLUCOSE_RECORD_H
#define IOMT_FHIR_GLUCOSE_RECORD_H

#include "ns3/bytes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief What a hospital knows of somebody with diabetes: FHIR R4 Bundle of a Patient and an
 *        Observation that holds the glucose of some hours as SampledData.
 *
 * https://hl7.org/fhir/R4/bundle.html, observation.html, datatypes.html#SampledData
 */
struct FhirGlucoseRecord
{
    std::string patient;           //!< Patient.id: [A-Za-z0-9.-]{1,64}
    std::string card;              //!< Patient.identifier.value
    std::string start;             //!< FHIR dateTime of the first value
    double periodS{300};           //!< from one value to the next [s]
    std::vector<uint16_t> mgPerDl; //!< glucose, oldest first [mg/dL]
};

/**
 * @param record any
 * @return application/fhir+json without white space
 */
Bytes EncodeFhir(const FhirGlucoseRecord& record);

} // namespace ns3::iomt

#endif // IOMT_FHIR_GLUCOSE_RECORD_H
