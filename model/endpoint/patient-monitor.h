// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_PATIENT_MONITOR_H
#define IOMT_PATIENT_MONITOR_H

#include "ns3/classifier.h"
#include "ns3/object-opener.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// What became of a sealed reading.
struct OpenedReading
{
    uint64_t provenance{0}; //!< number beside it
    OpenStatus status{OpenStatus::MALFORMED};
    std::string topic;
    std::string patient;
    std::string reason; //!< if it is not OK
};

/**
 * @brief Opens the readings of patients and has each judged, wherever that is: at the doctor's, or
 * at a device, gateway or broker that was given the keys.
 *
 *     payload ─▶ Open: decrypt, parse ─▶ felt ─▶ Judge: every classifier of the patient
 *
 * Both count what they execute; the caller runs them on a Processor.
 */
class PatientMonitor
{
  public:
    /**
     * @param suite that readings are sealed with
     * @throws std::invalid_argument if unknown
     */
    explicit PatientMonitor(const std::string& suite);

    /// @param patient name @param classifiers that judge this patient, each an object of its own
    void AddPatient(const std::string& patient,
                    std::vector<std::unique_ptr<Classifier>> classifiers);
    /**
     * @brief A device whose readings can be opened.
     * @param patient who wears it
     * @param topic it publishes at
     * @param key it seals with
     * @throws std::invalid_argument if the patient was not added before
     */
    void AddDevice(const std::string& patient, const std::string& topic, const ObjectKey& key);

    /// @return patients by the topics of their devices
    const std::map<std::string, std::string>& Devices() const;

    /**
     * @brief Take a reading out of its protection.
     * @param contentFormat of the payload
     * @param payload from the network
     * @param topic it came by, one of Devices()
     * @param felt what was felt, if the status is OK; times are simulated ones
     * @return status, patient and reason; the provenance is the caller's
     */
    OpenedReading Open(uint16_t contentFormat,
                       const Bytes& payload,
                       const std::string& topic,
                       Felt& felt);

    /// @param patient one of Devices() @param felt a reading @return what classifiers say of it
    std::vector<Classification> Judge(const std::string& patient, const Felt& felt);

  private:
    ObjectOpener m_opener;
    std::map<std::string, std::vector<std::unique_ptr<Classifier>>> m_patients;
    std::map<std::string, std::string> m_devices; //!< topic to patient
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_PATIENT_MONITOR_H
