// SPDX-License-Identifier: GPL-2.0-only

#include "nurse-station.h"

#include <nlohmann/json.hpp>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(NurseStation);

TypeId
NurseStation::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::NurseStation")
                            .SetParent<Correspondent>()
                            .SetGroupName("Iomt")
                            .AddConstructor<NurseStation>()
                            .AddTraceSource("Care",
                                            "A call was shown or refused.",
                                            MakeTraceSourceAccessor(&NurseStation::m_care),
                                            "ns3::iomt::CareTracedCallback");
    return tid;
}

NurseStation::NurseStation() = default;
NurseStation::~NurseStation() = default;

void
NurseStation::SetDoctor(const std::string& topic, std::unique_ptr<DocumentReader> reader)
{
    m_topic = topic;
    m_reader = std::move(reader);
}

void
NurseStation::Begin()
{
    if (m_reader)
    {
        ObserveDocuments(m_topic, *m_reader, [this](const OpenedDocument& opened) {
            Show(opened);
        });
    }
}

void
NurseStation::Show(const OpenedDocument& opened)
{
    if (!opened.document)
    {
        // The latest call comes again with every renewed registration (RFC 7641, 3.3.1).
        if (opened.refusal != ToString(OpenStatus::REPLAYED))
        {
            m_care({CareEvent::REFUSED, "", "", opened.refusal});
        }
        return;
    }
    const auto json = nlohmann::json::parse(*opened.document, nullptr, false);
    for (const char* key : {"id", "patient", "reason"})
    {
        if (!json.is_object() || !json.contains(key) || !json[key].is_string())
        {
            m_care({CareEvent::REFUSED, "", "", "not a call"});
            return;
        }
    }
    if (m_shown.insert(json["id"]).second)
    {
        m_care({CareEvent::NURSE_ALERTED, json["patient"], json["id"], json["reason"]});
    }
}

} // namespace iomt
} // namespace ns3
