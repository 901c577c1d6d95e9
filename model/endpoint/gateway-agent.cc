// SPDX-License-Identifier: GPL-2.0-only

#include "gateway-agent.h"

#include <nlohmann/json.hpp>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(GatewayAgent);

TypeId
GatewayAgent::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::GatewayAgent")
                            .SetParent<Correspondent>()
                            .SetGroupName("Iomt")
                            .AddConstructor<GatewayAgent>()
                            .AddTraceSource("Care",
                                            "A command was executed or refused.",
                                            MakeTraceSourceAccessor(&GatewayAgent::m_care),
                                            "ns3::iomt::CareTracedCallback");
    return tid;
}

GatewayAgent::GatewayAgent() = default;
GatewayAgent::~GatewayAgent() = default;

void
GatewayAgent::SetDoctor(const std::string& topic, std::unique_ptr<DocumentReader> reader)
{
    m_topic = topic;
    m_reader = std::move(reader);
}

void
GatewayAgent::Begin()
{
    // A site that nobody commands has no doctor.
    if (m_reader)
    {
        ObserveDocuments(m_topic, *m_reader, [this](const OpenedDocument& opened) {
            Obey(opened);
        });
    }
}

void
GatewayAgent::Obey(const OpenedDocument& opened)
{
    if (!opened.document)
    {
        // The latest command comes again with every renewed registration (RFC 7641, 3.3.1).
        if (opened.refusal != ToString(OpenStatus::REPLAYED))
        {
            m_care({CareEvent::COMMAND_REFUSED, "", "", opened.refusal});
        }
        return;
    }
    const auto json = nlohmann::json::parse(*opened.document, nullptr, false);
    if (!json.is_object() || !json.contains("id") || !json["id"].is_string() ||
        !json.contains("command") || !json["command"].is_string() || !json.contains("patient") ||
        !json["patient"].is_string())
    {
        m_care({CareEvent::COMMAND_REFUSED, "", "", "not a command"});
        return;
    }
    const std::string id = json["id"];
    if (!m_executed.insert(id).second)
    {
        return;
    }
    m_care({CareEvent::COMMAND_EXECUTED, json["patient"], id, json["command"]});
}

} // namespace iomt
} // namespace ns3
