// SPDX-License-Identifier: GPL-2.0-only

#include "commanded.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Commanded);

TypeId
Commanded::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::Commanded")
                            .SetParent<Correspondent>()
                            .SetGroupName("Iomt")
                            .AddTraceSource("Care",
                                            "A command was executed or refused.",
                                            MakeTraceSourceAccessor(&Commanded::m_care),
                                            "ns3::iomt::CareTracedCallback");
    return tid;
}

Commanded::Commanded() = default;
Commanded::~Commanded() = default;

void
Commanded::SetDoctor(const std::string& topic,
                     std::unique_ptr<DocumentReader> reader,
                     const std::string& statusTopic,
                     std::unique_ptr<DocumentSender> sender)
{
    m_commandTopic = topic;
    m_fromDoctor = std::move(reader);
    m_statusTopic = statusTopic;
    m_toDoctor = std::move(sender);
}

void
Commanded::Begin()
{
    if (m_fromDoctor)
    {
        m_observation =
            ObserveDocuments(m_commandTopic, *m_fromDoctor, [this](const OpenedDocument& opened) {
                Obey(opened);
            });
    }
}

void
Commanded::Renew()
{
    if (m_observation != 0 && GetCoap())
    {
        GetCoap()->CancelObserve(m_observation);
        Commanded::Begin();
    }
}

void
Commanded::Obey(const OpenedDocument& opened)
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
    const auto command = DecodeCommand(*opened.document);
    if (!command)
    {
        m_care({CareEvent::COMMAND_REFUSED, "", "", "not a command"});
        return;
    }
    if (!m_taken.insert(command->id).second)
    {
        return;
    }
    const std::string refusal = Execute(*command);
    if (refusal.empty())
    {
        m_care({CareEvent::COMMAND_EXECUTED, command->patient, command->id, command->ToString()});
    }
    else
    {
        m_care({CareEvent::COMMAND_REFUSED, command->patient, command->id, refusal});
    }
    PublishDocument(m_statusTopic, *m_toDoctor, EncodeReport({command->id, refusal}));
}

} // namespace iomt
} // namespace ns3
