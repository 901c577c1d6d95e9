// SPDX-License-Identifier: GPL-2.0-only

#include "storage-scu.h"

#include <utility>

namespace ns3
{
namespace iomt
{

namespace
{

constexpr uint8_t CONTEXT = 1;
constexpr uint16_t MEDIUM_PRIORITY = 0x0000;  // PS3.7, annex E.1
constexpr uint16_t DATA_SET_PRESENT = 0x0000; // anything but DICOM_NO_DATA_SET

} // namespace

StorageScu::StorageScu(const DicomStudy& study,
                       const std::string& calling,
                       const std::string& called)
    : m_study(study),
      m_calling(calling),
      m_called(called)
{
}

void
StorageScu::Begin(Ptr<Node> node, const Ipv6Address& to, uint16_t port)
{
    m_connection = Create<DicomConnection>();
    m_connection->onConnected = [this]() { Associate(); };
    m_connection->onPdu = [this](const DicomPdu& pdu) { HandlePdu(pdu); };
    m_connection->onMessage = [this](const DicomMessage& message) { HandleMessage(message); };
    m_connection->onClosed = [this](const std::string& cause) { Done(cause); };
    m_connection->Connect(node, to, port);
}

void
StorageScu::Associate()
{
    DicomPdu request;
    request.type = DicomPduType::ASSOCIATE_RQ;
    request.association.called = m_called;
    request.association.calling = m_calling;
    request.association.contexts = {{CONTEXT, 0, m_study.sopClass, {DICOM_IMPLICIT_LITTLE_ENDIAN}}};
    m_connection->Send(request);
}

void
StorageScu::HandlePdu(const DicomPdu& pdu)
{
    switch (pdu.type)
    {
    case DicomPduType::ASSOCIATE_AC:
        m_maxLength = pdu.association.maxLength;
        if (pdu.association.contexts.size() != 1 || pdu.association.contexts[0].id != CONTEXT ||
            pdu.association.contexts[0].result != 0 || !pdu.association.TakesData())
        {
            End("the archive does not take such images");
            return;
        }
        SendNext();
        return;
    case DicomPduType::RELEASE_RP:
        End(""); // this side closes
        return;
    case DicomPduType::ASSOCIATE_RJ:
        End("the archive rejects the association");
        return;
    default:
        End("the archive ends the association");
        return;
    }
}

void
StorageScu::SendNext()
{
    if (m_next == m_study.instances)
    {
        DicomPdu release;
        release.type = DicomPduType::RELEASE_RQ;
        m_connection->Send(release);
        return;
    }
    const DicomDataSet dataSet = m_study.make(m_next);
    DicomDataSet command;
    command.SetUid(AFFECTED_SOP_CLASS_UID, m_study.sopClass);
    command.SetShort(COMMAND_FIELD, DICOM_C_STORE_RQ);
    command.SetShort(MESSAGE_ID, m_next + 1);
    command.SetShort(COMMAND_PRIORITY, MEDIUM_PRIORITY);
    command.SetShort(COMMAND_DATA_SET_TYPE, DATA_SET_PRESENT);
    command.SetUid(AFFECTED_SOP_INSTANCE_UID, dataSet.Text(SOP_INSTANCE_UID));
    const Bytes octets = dataSet.Encode();
    m_octets = octets.size();
    m_connection->SendMessage(CONTEXT, command, octets, m_maxLength);
}

void
StorageScu::HandleMessage(const DicomMessage& message)
{
    if (message.command.Short(COMMAND_FIELD) != DICOM_C_STORE_RSP ||
        message.command.Short(MESSAGE_ID_RESPONDED_TO) != m_next + 1 ||
        message.command.Short(COMMAND_STATUS) != DICOM_SUCCESS)
    {
        End("the archive refuses an image");
        return;
    }
    ++m_next;
    if (onStored)
    {
        onStored(m_octets);
    }
    SendNext();
}

void
StorageScu::End(const std::string& cause)
{
    m_connection->Close();
    Done(cause);
}

void
StorageScu::Done(const std::string& cause)
{
    const Ptr<StorageScu> self(this);
    m_connection = nullptr;
    if (const auto done = std::exchange(onDone, nullptr))
    {
        done(cause);
    }
}

} // namespace iomt
} // namespace ns3
