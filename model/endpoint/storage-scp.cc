// SPDX-License-Identifier: GPL-2.0-only

#include "storage-scp.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(StorageScp);

namespace
{

/// SOP classes of storage begin so (PS3.4, annex B.5).
constexpr const char* STORAGE_CLASSES = "1.2.840.10008.5.1.4.1.1.";
/// Results of a presentation context (PS3.8, 9.3.3.2).
constexpr uint8_t ACCEPTANCE = 0;
constexpr uint8_t ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
constexpr uint8_t TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;
/// A-ASSOCIATE-RJ: permanent, by the service user; no reason, called AE title not recognised
/// (PS3.8, 9.3.4).
constexpr uint8_t REJECTED_PERMANENT = 1;
constexpr uint8_t SOURCE_USER = 1;
constexpr uint8_t NO_REASON_GIVEN = 1;
constexpr uint8_t CALLED_NOT_RECOGNISED = 7;

/// @return why, 0 for not at all
uint8_t
ReasonToReject(const DicomAssociation& request, const std::string& entity)
{
    if (request.called != entity)
    {
        return CALLED_NOT_RECOGNISED;
    }
    return request.TakesData() ? 0 : NO_REASON_GIVEN;
}

uint8_t
Judge(const DicomPresentationContext& offer)
{
    if (offer.abstractSyntax.rfind(STORAGE_CLASSES, 0) != 0)
    {
        return ABSTRACT_SYNTAX_NOT_SUPPORTED;
    }
    const auto& syntaxes = offer.transferSyntaxes;
    return std::find(syntaxes.begin(), syntaxes.end(), DICOM_IMPLICIT_LITTLE_ENDIAN) ==
                   syntaxes.end()
               ? TRANSFER_SYNTAXES_NOT_SUPPORTED
               : ACCEPTANCE;
}

} // namespace

TypeId
StorageScp::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::StorageScp")
            .SetParent<Application>()
            .SetGroupName("Iomt")
            .AddConstructor<StorageScp>()
            .AddAttribute("Port",
                          "TCP port it listens on.",
                          UintegerValue(DICOM_PORT),
                          MakeUintegerAccessor(&StorageScp::m_port),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("Entity",
                          "Its application entity title; associations for another are rejected.",
                          StringValue("PACS"),
                          MakeStringAccessor(&StorageScp::m_entity),
                          MakeStringChecker())
            .AddTraceSource("Stored",
                            "An instance was stored for the first time.",
                            MakeTraceSourceAccessor(&StorageScp::m_storedTrace),
                            "ns3::iomt::StorageScp::StoredTracedCallback");
    return tid;
}

StorageScp::StorageScp() = default;
StorageScp::~StorageScp() = default;

uint64_t
StorageScp::GetInstances() const
{
    return m_stored.size();
}

uint64_t
StorageScp::GetOctets() const
{
    return m_octets;
}

uint64_t
StorageScp::GetRefused() const
{
    return m_refused;
}

void
StorageScp::StartApplication()
{
    m_listener = DicomConnection::MakeSocket(GetNode());
    m_listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), m_port));
    m_listener->Listen();
    m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&StorageScp::HandleAccept, this));
}

void
StorageScp::StopApplication()
{
    for (auto& [id, association] : m_associations)
    {
        association.connection->Close();
    }
    m_associations.clear();
    if (m_listener)
    {
        m_listener->Close();
        m_listener = nullptr;
    }
}

void
StorageScp::DoDispose()
{
    // Nothing is said any more: there may be no network left.
    m_associations.clear();
    if (m_listener)
    {
        m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeNullCallback<void, Ptr<Socket>, const Address&>());
        m_listener = nullptr;
    }
    Application::DoDispose();
}

void
StorageScp::HandleAccept(Ptr<Socket> socket, const Address& /* from */)
{
    const uint64_t id = ++m_lastId;
    auto connection = Create<DicomConnection>();
    connection->onPdu = [this, id](const DicomPdu& pdu) { HandlePdu(id, pdu); };
    connection->onMessage = [this, id](const DicomMessage& message) { HandleMessage(id, message); };
    connection->onClosed = [this, id](const std::string&) { m_associations.erase(id); };
    m_associations[id].connection = connection;
    connection->Accept(socket);
}

void
StorageScp::HandlePdu(uint64_t id, const DicomPdu& pdu)
{
    Association& association = m_associations.at(id);
    const Ptr<DicomConnection> connection = association.connection;
    DicomPdu answer;
    switch (pdu.type)
    {
    case DicomPduType::ASSOCIATE_RQ:
        if (const uint8_t reason = ReasonToReject(pdu.association, m_entity))
        {
            answer.type = DicomPduType::ASSOCIATE_RJ;
            answer.result = REJECTED_PERMANENT;
            answer.source = SOURCE_USER;
            answer.reason = reason;
            connection->Send(answer);
            connection->Close();
            m_associations.erase(id);
            return;
        }
        answer.type = DicomPduType::ASSOCIATE_AC;
        answer.association.called = pdu.association.called;
        answer.association.calling = pdu.association.calling;
        association.maxLength = pdu.association.maxLength;
        for (const DicomPresentationContext& offer : pdu.association.contexts)
        {
            const uint8_t result = Judge(offer);
            answer.association.contexts.push_back(
                {offer.id, result, "", {DICOM_IMPLICIT_LITTLE_ENDIAN}});
            if (result == ACCEPTANCE)
            {
                association.contexts[offer.id] = offer.abstractSyntax;
            }
        }
        connection->Send(answer);
        return;
    case DicomPduType::RELEASE_RQ:
        answer.type = DicomPduType::RELEASE_RP;
        connection->Send(answer);
        return; // the user of the service closes (PS3.8, 9.2.3: AR-4 waits for it)
    default:
        connection->Close();
        m_associations.erase(id);
        return;
    }
}

void
StorageScp::HandleMessage(uint64_t id, const DicomMessage& message)
{
    const Association& association = m_associations.at(id);
    DicomDataSet response;
    response.SetUid(AFFECTED_SOP_CLASS_UID, message.command.Text(AFFECTED_SOP_CLASS_UID));
    response.SetShort(COMMAND_FIELD, DICOM_C_STORE_RSP);
    response.SetShort(MESSAGE_ID_RESPONDED_TO, message.command.Short(MESSAGE_ID).value_or(0));
    response.SetShort(COMMAND_DATA_SET_TYPE, DICOM_NO_DATA_SET);
    response.SetUid(AFFECTED_SOP_INSTANCE_UID, message.command.Text(AFFECTED_SOP_INSTANCE_UID));
    const uint16_t status = Store(association, message);
    m_refused += status != DICOM_SUCCESS;
    response.SetShort(COMMAND_STATUS, status);
    association.connection->SendMessage(message.context, response, {}, association.maxLength);
}

uint16_t
StorageScp::Store(const Association& association, const DicomMessage& message)
{
    const auto context = association.contexts.find(message.context);
    if (message.command.Short(COMMAND_FIELD) != DICOM_C_STORE_RQ ||
        context == association.contexts.end() ||
        context->second != message.command.Text(AFFECTED_SOP_CLASS_UID))
    {
        return DICOM_SOP_CLASS_NOT_SUPPORTED;
    }
    const auto dataSet = DicomDataSet::Decode(message.dataSet);
    const std::string instance = message.command.Text(AFFECTED_SOP_INSTANCE_UID);
    if (!dataSet || instance.empty() || dataSet->Text(SOP_INSTANCE_UID) != instance)
    {
        return DICOM_CANNOT_UNDERSTAND;
    }
    if (m_stored.insert(instance).second)
    {
        m_octets += message.dataSet.size();
        m_storedTrace(*dataSet);
    }
    return DICOM_SUCCESS;
}

} // namespace iomt
} // namespace ns3
