// SPDX-License-Identifier: GPL-2.0-only

#include "doctor.h"

#include "ns3/fhir-medication-request.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/verdict.h"

#include <cmath>
#include <ctime>
#include <nlohmann/json.hpp>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Doctor);

namespace
{

/// FHIR dateTime of a Unix time: 2026-01-01T00:03:12Z.
std::string
FhirDateTime(double unixS)
{
    const std::time_t seconds = static_cast<std::time_t>(unixS);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text;
}

} // namespace

TypeId
Doctor::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Doctor")
            .SetParent<Correspondent>()
            .SetGroupName("Iomt")
            .AddConstructor<Doctor>()
            .AddAttribute("CoolDown",
                          "What a rule has done for a patient it does not do again for so long.",
                          TimeValue(Seconds(300)),
                          MakeTimeAccessor(&Doctor::m_coolDown),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("AlarmHold",
                          "An alarm is over when no classifier has raised it for this long, so "
                          "that a value at a threshold is one alarm and not many.",
                          TimeValue(Seconds(60)),
                          MakeTimeAccessor(&Doctor::m_alarmHold),
                          MakeTimeChecker(Time(0)))
            .AddAttribute(
                "Command",
                "What a rule that commands the patient's gateway has it do; empty: nothing.",
                StringValue("oxygen-on"),
                MakeStringAccessor(&Doctor::m_command),
                MakeStringChecker())
            .AddTraceSource("Opened",
                            "A notification was opened or refused.",
                            MakeTraceSourceAccessor(&Doctor::m_opened),
                            "ns3::iomt::Doctor::OpenedTracedCallback")
            .AddTraceSource("Classified",
                            "Every classifier has judged a reading.",
                            MakeTraceSourceAccessor(&Doctor::m_classified),
                            "ns3::iomt::Doctor::ClassifiedTracedCallback")
            .AddTraceSource("Alarm",
                            "An alarm rose: a patient is worse than a moment ago.",
                            MakeTraceSourceAccessor(&Doctor::m_alarm),
                            "ns3::iomt::Doctor::AlarmTracedCallback")
            .AddTraceSource("Care",
                            "The doctor did something for a patient.",
                            MakeTraceSourceAccessor(&Doctor::m_care),
                            "ns3::iomt::CareTracedCallback");
    return tid;
}

Doctor::Doctor() = default;
Doctor::~Doctor() = default;

void
Doctor::SetRules(CareRules rules)
{
    m_rules = std::move(rules);
}

void
Doctor::SetSuite(const std::string& suite)
{
    m_monitor = std::make_unique<PatientMonitor>(suite);
}

void
Doctor::AddPatient(const std::string& patient,
                   std::vector<std::unique_ptr<Classifier>> classifiers,
                   const std::string& commandTopic)
{
    m_monitor->AddPatient(patient, std::move(classifiers));
    m_patients[patient].commanded["gateway"] = commandTopic;
}

void
Doctor::AddDevice(const std::string& patient, const std::string& topic, const ObjectKey& key)
{
    m_monitor->AddDevice(patient, topic, key);
}

void
Doctor::AddVerdicts(const std::string& patient, const std::string& topic, const ObjectKey& key)
{
    if (!m_verdictOpener)
    {
        m_verdictOpener = std::make_unique<ObjectOpener>(key.suite);
    }
    m_verdicts[topic] = patient;
    m_verdictOpener->AddKey(key);
}

void
Doctor::SetPharmacy(const std::string& topic,
                    const std::string& statusTopic,
                    std::unique_ptr<DocumentSender> sender,
                    std::unique_ptr<DocumentReader> reader)
{
    m_pharmacyTopic = topic;
    m_statusTopic = statusTopic;
    m_toPharmacy = std::move(sender);
    m_fromPharmacy = std::move(reader);
}

void
Doctor::AddCommanded(const std::string& topic,
                     std::unique_ptr<DocumentSender> sender,
                     const std::string& statusTopic,
                     std::unique_ptr<DocumentReader> reader)
{
    m_commanding[topic] = {std::move(sender), statusTopic, std::move(reader)};
}

void
Doctor::AddCommandedDevice(const std::string& patient,
                           const std::string& kind,
                           const std::string& topic)
{
    m_patients.at(patient).commanded[kind] = topic;
}

void
Doctor::SetNurse(const std::string& topic, std::unique_ptr<DocumentSender> sender)
{
    m_nurseTopic = topic;
    m_toNurse = std::move(sender);
}

void
Doctor::Begin()
{
    if (m_monitor)
    {
        for (const auto& [topic, patient] : m_monitor->Devices())
        {
            Observe(topic);
        }
    }
    for (const auto& [topic, patient] : m_verdicts)
    {
        ObserveVerdicts(topic, patient);
    }
    if (m_fromPharmacy)
    {
        ObserveDocuments(m_statusTopic, *m_fromPharmacy, [this](const OpenedDocument& opened) {
            Confirm(opened);
        });
    }
    for (const auto& [topic, commanding] : m_commanding)
    {
        ObserveDocuments(commanding.statusTopic,
                         *commanding.reader,
                         [this](const OpenedDocument& opened) { HearReport(opened); });
    }
}

void
Doctor::Observe(const std::string& topic)
{
    GetCoap()->Observe(GetBroker(), topic, [this, topic](const CoapReply& reply) {
        Open(reply, topic);
    });
}

void
Doctor::Open(const CoapReply& reply, const std::string& topic)
{
    if (!IsPublication(reply))
    {
        return;
    }

    struct Work
    {
        OpenedReading reading;
        Felt felt;
    };

    auto work = std::make_shared<Work>();
    Ptr<Doctor> self(this);
    const bool accepted = m_processor->Execute(
        [this, work, &reply, &topic]() {
            work->reading =
                m_monitor->Open(FormatOf(reply.message), reply.message.payload, topic, work->felt);
            work->reading.provenance = reply.provenance;
        },
        [self, work]() {
            self->m_opened(work->reading);
            if (work->reading.status == OpenStatus::OK)
            {
                self->Classify(work->reading, work->felt);
            }
        });
    if (!accepted)
    {
        m_opened({reply.provenance,
                  OpenStatus::MALFORMED,
                  topic,
                  m_monitor->Devices().at(topic),
                  "processor queue full"});
    }
}

void
Doctor::Classify(const OpenedReading& reading, const Felt& felt)
{
    auto results = std::make_shared<std::vector<Classification>>();
    Ptr<Doctor> self(this);
    const bool accepted = m_processor->Execute(
        [this, &reading, &felt, results]() { *results = m_monitor->Judge(reading.patient, felt); },
        [self, reading, results]() {
            self->m_classified(reading, *results);
            self->Consider(reading.patient, *results);
        });
    if (!accepted)
    {
        OpenedReading dropped = reading;
        dropped.status = OpenStatus::MALFORMED;
        dropped.reason = "processor queue full";
        m_opened(dropped);
    }
}

void
Doctor::ObserveVerdicts(const std::string& topic, const std::string& patient)
{
    GetCoap()->Observe(GetBroker(), topic, [this, topic, patient](const CoapReply& reply) {
        if (!IsPublication(reply))
        {
            return;
        }
        auto verdict = std::make_shared<std::vector<Classification>>();
        Ptr<Doctor> self(this);
        m_processor->Execute(
            [&]() {
                const OpenedObject object =
                    m_verdictOpener->Open(FormatOf(reply.message), reply.message.payload, topic);
                const auto pack = object.status == OpenStatus::OK ? DecodeSenml(object.plaintext)
                                                                  : std::optional<SenmlPack>();
                if (pack)
                {
                    *verdict = VerdictFromSenml(ResolveSenml(*pack, UnixNow()));
                }
            },
            [self, patient, verdict]() { self->Consider(patient, *verdict); });
    });
}

void
Doctor::AddLoop(const CareLoop& loop)
{
    m_loops.push_back(loop);
}

void
Doctor::Close(const std::string& patient, Patient& subject, const Classification& result)
{
    for (std::size_t i = 0; i < m_loops.size(); ++i)
    {
        const CareLoop& loop = m_loops[i];
        if (loop.classifier != result.classifier)
        {
            continue;
        }
        const double value = result.score * loop.factor;
        const auto advised = subject.advised.find(i);
        if (advised != subject.advised.end() && std::abs(value - advised->second) < loop.step)
        {
            continue;
        }
        if (Order(patient, loop.to, loop.command, value))
        {
            subject.advised[i] = value;
        }
    }
}

void
Doctor::Consider(const std::string& patient, const std::vector<Classification>& results)
{
    Patient& subject = m_patients.at(patient);
    const Time now = Simulator::Now();
    if (now - subject.alarmAt > m_alarmHold)
    {
        subject.alarm = Alarm::NONE;
    }
    for (const Classification& result : results)
    {
        Close(patient, subject, result);
        if (result.alarm == Alarm::NONE)
        {
            continue;
        }
        subject.alarmAt = now;
        if (result.alarm > subject.alarm)
        {
            subject.alarm = result.alarm;
            m_alarm(patient, result);
            if (result.alarm == Alarm::EMERGENCY)
            {
                CallNurse(patient, result);
            }
        }
        const CareRule* rule = m_rules.Find(result);
        if (!rule)
        {
            continue;
        }
        const auto done = subject.doneAt.find(rule->name);
        if (done == subject.doneAt.end() || now - done->second >= m_coolDown)
        {
            subject.doneAt[rule->name] = now;
            Apply(*rule, patient, result);
        }
    }
}

void
Doctor::Apply(const CareRule& rule,
              const std::string& patient,
              const Classification& classification)
{
    if (rule.prescribe)
    {
        Prescribe(*rule.prescribe, patient, classification);
    }
    for (const RuledCommand& command : rule.commands)
    {
        if (command.to != "gateway")
        {
            Order(patient, command.to, command.command, command.value);
        }
        else if (!m_command.empty())
        {
            Order(patient, command.to, m_command);
        }
    }
}

void
Doctor::Prescribe(const RuledMedication& medication,
                  const std::string& patient,
                  const Classification& classification)
{
    if (!m_toPharmacy)
    {
        return;
    }
    FhirMedicationRequest request;
    request.id = "rx-" + std::to_string(++m_prescriptions);
    request.medication = medication.name;
    request.medicationCode = medication.code;
    request.dosage = medication.dosage;
    request.medicationSystem = "http://www.whocc.no/atc";
    request.subject = "Patient/" + patient;
    request.requester = "Practitioner/doctor";
    request.authoredOn = FhirDateTime(UnixNow());
    request.reason = classification.classifier + ": " + classification.reason;
    m_care({CareEvent::PRESCRIBED, patient, request.id, request.medication});
    PublishDocument(m_pharmacyTopic, *m_toPharmacy, EncodeFhir(request));
}

bool
Doctor::Order(const std::string& patient,
              const std::string& to,
              const std::string& command,
              const std::optional<double>& value)
{
    const auto subject = m_patients.find(patient);
    if (subject == m_patients.end())
    {
        return false;
    }
    const auto topic = subject->second.commanded.find(to);
    const auto commanding = topic == subject->second.commanded.end()
                                ? m_commanding.end()
                                : m_commanding.find(topic->second);
    if (commanding == m_commanding.end())
    {
        return false;
    }
    const Command order{"cmd-" + std::to_string(++m_commands), patient, command, value};
    m_ordered[order.id] = patient;
    m_care({CareEvent::COMMAND_SENT, patient, order.id, order.ToString()});
    PublishDocument(topic->second, *commanding->second.sender, EncodeCommand(order));
    return true;
}

void
Doctor::CallNurse(const std::string& patient, const Classification& classification)
{
    if (!m_toNurse)
    {
        return;
    }
    const std::string id = "call-" + std::to_string(++m_calls);
    const std::string text =
        nlohmann::json{{"id", id},
                       {"patient", patient},
                       {"reason", classification.classifier + ": " + classification.reason}}
            .dump();
    m_care({CareEvent::NURSE_CALLED, patient, id, classification.reason});
    PublishDocument(m_nurseTopic, *m_toNurse, Bytes(text.begin(), text.end()));
}

void
Doctor::HearReport(const OpenedDocument& opened)
{
    const auto report = opened.document ? DecodeReport(*opened.document) : std::nullopt;
    const auto ordered = report ? m_ordered.find(report->id) : m_ordered.end();
    if (ordered == m_ordered.end())
    {
        return;
    }
    m_care({CareEvent::COMMAND_CONFIRMED,
            ordered->second,
            report->id,
            report->refusal.empty() ? "executed" : "refused: " + report->refusal});
    m_ordered.erase(ordered);
}

void
Doctor::Confirm(const OpenedDocument& opened)
{
    if (!opened.document)
    {
        return;
    }
    const auto json = nlohmann::json::parse(*opened.document, nullptr, false);
    const auto text = [&json](const char* key) {
        return json.is_object() && json.contains(key) && json[key].is_string()
                   ? json[key].get<std::string>()
                   : std::string();
    };
    const std::string id = text("id");
    const std::string patient = text("patient");
    // The latest confirmation comes again with every renewed registration (RFC 7641, 3.3.1).
    if (text("status") == "picked-up" && !id.empty() && !patient.empty() &&
        m_confirmed.insert(id).second)
    {
        m_care({CareEvent::CONFIRMED, patient, id, "picked-up"});
    }
}

} // namespace iomt
} // namespace ns3
