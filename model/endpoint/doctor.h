// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_DOCTOR_H
#define IOMT_DOCTOR_H

#include "care-event.h"
#include "care-rules.h"
#include "command.h"
#include "correspondent.h"
#include "patient-monitor.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// A closed loop: what a classifier advises is sent to a device.
struct CareLoop
{
    std::string classifier; //!< whose score it is
    std::string to;         //!< kind of a device that takes commands
    std::string command;    //!< such as "pump-rate"
    double factor{1};       //!< value of the command for a score of 1
    double step{0};         //!< a value that differs less from the last one is not sent
};

/**
 * @brief The doctor's workstation: observes the patients' topics at the broker, opens each reading,
 * has it judged by every classifier, and acts when one raises an alarm.
 *
 *     notification ─▶ open ─▶ classify ─▶ alarm? ─┬▶ rule ─┬▶ prescription ─▶ pharmacy
 *                         nurse ◀─ emergency? ◀───┘        └▶ commands ─▶ gateway, devices
 *
 * What a rule has done for a patient it does not do again until the cool-down is over.
 */
class Doctor : public Correspondent
{
  public:
    static TypeId GetTypeId();
    Doctor();
    ~Doctor() override;

    /// @param rules what to do about which alarm; none unless set
    void SetRules(CareRules rules);
    /// @param suite that readings and confirmations are sealed with
    void SetSuite(const std::string& suite);
    /**
     * @brief A patient in this doctor's care.
     * @param patient name
     * @param classifiers that judge this patient, each an object of its own
     * @param commandTopic of the patient's gateway, such as "ps/cmd/home-1"
     */
    void AddPatient(const std::string& patient,
                    std::vector<std::unique_ptr<Classifier>> classifiers,
                    const std::string& commandTopic);
    /**
     * @brief A device whose readings are observed.
     * @param patient who wears it, added before
     * @param topic it publishes at
     * @param key it seals with
     */
    void AddDevice(const std::string& patient, const std::string& topic, const ObjectKey& key);
    /**
     * @brief A place that judges a patient and tells the verdict, see EdgeClassifier.
     * @param patient added before
     * @param topic of the verdicts
     * @param key they are sealed with
     */
    void AddVerdicts(const std::string& patient, const std::string& topic, const ObjectKey& key);
    /**
     * @brief Where prescriptions go.
     * @param topic such as "ps/rx/pharmacy"
     * @param statusTopic where the pharmacy confirms
     * @param sender signs and seals for the pharmacy
     * @param reader opens confirmations
     */
    void SetPharmacy(const std::string& topic,
                     const std::string& statusTopic,
                     std::unique_ptr<DocumentSender> sender,
                     std::unique_ptr<DocumentReader> reader);
    /**
     * @brief Who takes commands, and reports what became of them: see Commanded.
     * @param topic such as "ps/cmd/home-1"
     * @param sender signs and seals for it
     * @param statusTopic where it reports
     * @param reader opens its reports
     */
    void AddCommanded(const std::string& topic,
                      std::unique_ptr<DocumentSender> sender,
                      const std::string& statusTopic,
                      std::unique_ptr<DocumentReader> reader);
    /**
     * @brief A device of a patient that takes commands.
     * @param patient who has it, added before
     * @param kind of device, as rules name it
     * @param topic of AddCommanded()
     */
    void AddCommandedDevice(const std::string& patient,
                            const std::string& kind,
                            const std::string& topic);
    /**
     * @brief Where emergencies go.
     * @param topic such as "ps/alarm/nurse"
     * @param sender signs and seals for the nurse station
     */
    void SetNurse(const std::string& topic, std::unique_ptr<DocumentSender> sender);

    /// @param loop closed for every patient who has the device
    void AddLoop(const CareLoop& loop);

    /**
     * @brief Send a command now.
     * @param patient for whom
     * @param to kind of a device that takes commands, or "gateway"
     * @param command such as "pump-rate"
     * @param value in the unit of the command
     * @return whether there is anyone to send it to
     */
    bool Order(const std::string& patient,
               const std::string& to,
               const std::string& command,
               const std::optional<double>& value = std::nullopt);

    /**
     * @brief Signature of the trace source Opened.
     * @param reading what became of it
     */
    typedef void (*OpenedTracedCallback)(const OpenedReading& reading);
    /**
     * @brief Signature of the trace source Classified, fired when all classifiers have judged.
     * @param reading the reading judged
     * @param results what the classifiers said; those that had nothing to say are left out
     */
    typedef void (*ClassifiedTracedCallback)(const OpenedReading& reading,
                                             const std::vector<Classification>& results);
    /**
     * @brief Signature of the trace source Alarm.
     * @param patient about whom
     * @param classification what raised it
     */
    typedef void (*AlarmTracedCallback)(const std::string& patient,
                                        const Classification& classification);

  protected:
    void Begin() override;

  private:
    struct Patient
    {
        std::map<std::string, std::string> commanded; //!< kind of device or "gateway" to topic
        std::map<std::string, Time> doneAt;           //!< by rule
        std::map<std::size_t, double> advised;        //!< value sent last, by loop
        Alarm alarm{Alarm::NONE};
        Time alarmAt; //!< when a classifier last said so
    };

    void Observe(const std::string& topic);
    void Open(const CoapReply& reply, const std::string& topic);
    void Classify(const OpenedReading& reading, const Felt& felt);
    void ObserveVerdicts(const std::string& topic, const std::string& patient);
    void Close(const std::string& patient, Patient& subject, const Classification& result);
    void Consider(const std::string& patient, const std::vector<Classification>& results);
    void Apply(const CareRule& rule,
               const std::string& patient,
               const Classification& classification);
    void Prescribe(const RuledMedication& medication,
                   const std::string& patient,
                   const Classification& classification);
    void CallNurse(const std::string& patient, const Classification& classification);
    void Confirm(const OpenedDocument& opened);
    void HearReport(const OpenedDocument& opened);

    std::unique_ptr<PatientMonitor> m_monitor;
    std::unique_ptr<ObjectOpener> m_verdictOpener;
    std::map<std::string, std::string> m_verdicts; //!< topic to patient
    std::map<std::string, Patient> m_patients;
    std::string m_pharmacyTopic;
    std::string m_statusTopic;
    std::unique_ptr<DocumentSender> m_toPharmacy;
    std::unique_ptr<DocumentReader> m_fromPharmacy;

    /// The way to one who takes commands, and back.
    struct Commanding
    {
        std::unique_ptr<DocumentSender> sender;
        std::string statusTopic;
        std::unique_ptr<DocumentReader> reader;
    };

    CareRules m_rules;
    std::vector<CareLoop> m_loops;
    std::map<std::string, Commanding> m_commanding; //!< by topic
    std::map<std::string, std::string> m_ordered;   //!< commands not reported on: id to patient
    std::string m_nurseTopic;
    std::unique_ptr<DocumentSender> m_toNurse;
    Time m_coolDown;
    Time m_alarmHold;
    std::string m_command;
    uint32_t m_prescriptions{0};
    uint32_t m_commands{0};
    uint32_t m_calls{0};               //!< of the nurse
    std::set<std::string> m_confirmed; //!< prescriptions picked up, as far as is known
    TracedCallback<const OpenedReading&> m_opened;
    TracedCallback<const OpenedReading&, const std::vector<Classification>&> m_classified;
    TracedCallback<const std::string&, const Classification&> m_alarm;
    TracedCallback<const CareEvent&> m_care;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_DOCTOR_H
