// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_DICOM_CONNECTION_H
#define IOMT_DICOM_CONNECTION_H

#include "ns3/dicom-data-set.h"
#include "ns3/dicom-pdu.h"
#include "ns3/ipv6-address.h"
#include "ns3/node.h"
#include "ns3/simple-ref-count.h"
#include "ns3/socket.h"

#include <functional>

namespace ns3
{
namespace iomt
{

/// A command and the data set that goes with it, put together from fragments (PS3.7, 6.3).
struct DicomMessage
{
    uint8_t context{0}; //!< presentation context
    DicomDataSet command;
    Bytes dataSet; //!< as it came; empty if there is none
};

/**
 * @brief One end of a DICOM association on TCP: PDUs out, PDUs and messages in.
 *
 * What is sent waits in memory until TCP takes it. Nothing is called any more after Close() or
 * after `onClosed`.
 */
class DicomConnection : public SimpleRefCount<DicomConnection>
{
  public:
    ~DicomConnection();

    /// Called with each PDU but P-DATA-TF.
    std::function<void(const DicomPdu&)> onPdu;
    /// Called with each message.
    std::function<void(DicomMessage)> onMessage;
    /// Called when TCP has connected.
    std::function<void()> onConnected;
    /// Called once when the connection ends from the other side or by a fault, with the cause.
    std::function<void(const std::string& cause)> onClosed;

    /// @brief Connect. @param node from which @param to the peer @param port of the peer
    void Connect(Ptr<Node> node, const Ipv6Address& to, uint16_t port);
    /// @param socket that a listener accepted
    void Accept(Ptr<Socket> socket);
    /// @param pdu to send
    void Send(const DicomPdu& pdu);
    /**
     * @brief Send a message in fragments that the peer takes.
     * @param context accepted presentation context
     * @param command without its group length
     * @param dataSet encoded; empty for none
     * @param maxLength longest P-DATA-TF the peer takes [octet]
     */
    void SendMessage(uint8_t context,
                     const DicomDataSet& command,
                     const Bytes& dataSet,
                     uint32_t maxLength);
    /// @brief End it from this side; what TCP has not taken is not sent.
    void Close();

    /**
     * @brief A socket with the buffers of a present-day system.
     * @param node where
     */
    static Ptr<Socket> MakeSocket(Ptr<Node> node);

  private:
    void Attach(Ptr<Socket> socket);
    void HandleConnected(Ptr<Socket> socket);
    void HandleRead(Ptr<Socket> socket);
    void HandleSpace(Ptr<Socket> socket, uint32_t space);
    void HandlePeerClose(Ptr<Socket> socket);
    void HandleFault(Ptr<Socket> socket);
    void Flush();
    void Take(const DicomPdu& pdu);
    void TakeValue(const DicomDataValue& value);
    void Detach();
    void End(const std::string& cause);

    Ptr<Socket> m_socket;
    Bytes m_out;           //!< not yet taken by TCP
    std::size_t m_sent{0}; //!< octets of m_out that are
    DicomStream m_in;
    Bytes m_command;         //!< fragments so far
    DicomMessage m_message;  //!< whose data set is under way
    bool m_wantsData{false}; //!< its command announced a data set
};

/// What a storage application answers: success (PS3.4, B.2.3)
constexpr uint16_t DICOM_SUCCESS = 0x0000;
/// Cannot understand (PS3.4, B.2.3)
constexpr uint16_t DICOM_CANNOT_UNDERSTAND = 0xc000;
/// No such SOP class (PS3.7, annex C.5.6)
constexpr uint16_t DICOM_SOP_CLASS_NOT_SUPPORTED = 0x0122;
/// Command fields (PS3.7, annex E.1)
constexpr uint16_t DICOM_C_STORE_RQ = 0x0001;
constexpr uint16_t DICOM_C_STORE_RSP = 0x8001;
/// COMMAND_DATA_SET_TYPE of a command without data set (PS3.7, annex E.1)
constexpr uint16_t DICOM_NO_DATA_SET = 0x0101;

} // namespace iomt
} // namespace ns3

#endif // IOMT_DICOM_CONNECTION_H
