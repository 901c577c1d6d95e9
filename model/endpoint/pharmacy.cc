// SPDX-License-Identifier: GPL-2.0-only

#include "pharmacy.h"

#include "ns3/fhir-medication-request.h"
#include "ns3/simulator.h"

#include <nlohmann/json.hpp>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Pharmacy);

TypeId
Pharmacy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::Pharmacy")
                            .SetParent<Correspondent>()
                            .SetGroupName("Iomt")
                            .AddConstructor<Pharmacy>()
                            .AddAttribute("DispenseTime",
                                          "From verifying a prescription to having it ready.",
                                          TimeValue(Seconds(60)),
                                          MakeTimeAccessor(&Pharmacy::m_dispenseTime),
                                          MakeTimeChecker(Time(0)))
                            .AddAttribute("PickUpTime",
                                          "From having it ready to the patient, who picks it up.",
                                          TimeValue(Seconds(0)),
                                          MakeTimeAccessor(&Pharmacy::m_pickUpTime),
                                          MakeTimeChecker(Time(0)))
                            .AddTraceSource("Care",
                                            "The pharmacy did something for a patient.",
                                            MakeTraceSourceAccessor(&Pharmacy::m_care),
                                            "ns3::iomt::CareTracedCallback");
    return tid;
}

Pharmacy::Pharmacy() = default;
Pharmacy::~Pharmacy() = default;

void
Pharmacy::SetDoctor(const std::string& topic,
                    const std::string& statusTopic,
                    std::unique_ptr<DocumentReader> reader,
                    std::unique_ptr<DocumentSender> sender)
{
    m_topic = topic;
    m_statusTopic = statusTopic;
    m_reader = std::move(reader);
    m_sender = std::move(sender);
}

void
Pharmacy::Begin()
{
    if (m_reader)
    {
        ObserveDocuments(m_topic, *m_reader, [this](const OpenedDocument& opened) {
            Verify(opened);
        });
    }
}

void
Pharmacy::Verify(const OpenedDocument& opened)
{
    if (!opened.document)
    {
        // The latest prescription comes again with every renewed registration (RFC 7641, 3.3.1).
        if (opened.refusal != ToString(OpenStatus::REPLAYED))
        {
            m_care({CareEvent::REFUSED, "", "", opened.refusal});
        }
        return;
    }
    std::string error;
    const auto request = DecodeFhir(*opened.document, &error);
    if (!request || request->status != "active")
    {
        m_care({CareEvent::REFUSED, "", "", request ? "status " + request->status : error});
        return;
    }
    if (!m_seen.insert(request->id).second)
    {
        return;
    }
    const std::string patient = request->subject.substr(request->subject.find('/') + 1);
    m_care({CareEvent::VERIFIED, patient, request->id, request->medication});
    Simulator::Schedule(
        m_dispenseTime,
        [self = Ptr<Pharmacy>(this),
         id = request->id,
         patient,
         medication = request->medication]() { self->Dispense(id, patient, medication); });
}

void
Pharmacy::Dispense(const std::string& id, const std::string& patient, const std::string& medication)
{
    m_care({CareEvent::DISPENSED, patient, id, medication});
    Simulator::Schedule(m_pickUpTime, [self = Ptr<Pharmacy>(this), id, patient, medication]() {
        self->HandOver(id, patient, medication);
    });
}

void
Pharmacy::HandOver(const std::string& id, const std::string& patient, const std::string& medication)
{
    m_care({CareEvent::PICKED_UP, patient, id, medication});
    const std::string text =
        nlohmann::json{{"id", id}, {"patient", patient}, {"status", "picked-up"}}.dump();
    PublishDocument(m_statusTopic, *m_sender, Bytes(text.begin(), text.end()));
}

} // namespace iomt
} // namespace ns3
