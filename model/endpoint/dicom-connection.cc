// SPDX-License-Identifier: GPL-2.0-only

#include "dicom-connection.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

namespace
{

/// Linux' upper bounds of automatic buffers are 4 MiB to send and 6 MiB to receive (tcp(7)).
constexpr uint32_t BUFFER = 4 << 20;
/// 1500 less the headers of IPv6 and of TCP with timestamps (RFC 8200, RFC 9293, RFC 7323).
constexpr uint32_t SEGMENT = 1500 - 40 - 20 - 12;
/// As Linux: a connection outlives a silence of minutes (tcp_retries2).
constexpr uint32_t RETRIES = 15;
/// Bound of a message under way: what no study here reaches.
constexpr std::size_t MAX_DATA_SET = 512u << 20;

} // namespace

DicomConnection::~DicomConnection()
{
    Detach();
}

Ptr<Socket>
DicomConnection::MakeSocket(Ptr<Node> node)
{
    Ptr<Socket> socket = Socket::CreateSocket(node, TcpSocketFactory::GetTypeId());
    socket->SetAttribute("SndBufSize", UintegerValue(BUFFER));
    socket->SetAttribute("RcvBufSize", UintegerValue(BUFFER));
    socket->SetAttribute("SegmentSize", UintegerValue(SEGMENT));
    socket->SetAttribute("DataRetries", UintegerValue(RETRIES));
    return socket;
}

void
DicomConnection::Connect(Ptr<Node> node, const Ipv6Address& to, uint16_t port)
{
    Ptr<Socket> socket = MakeSocket(node);
    Attach(socket);
    socket->Bind6();
    socket->SetConnectCallback(MakeCallback(&DicomConnection::HandleConnected, this),
                               MakeCallback(&DicomConnection::HandleFault, this));
    if (socket->Connect(Inet6SocketAddress(to, port)) != 0)
    {
        End("no route to the archive");
    }
}

void
DicomConnection::Accept(Ptr<Socket> socket)
{
    Attach(socket);
}

void
DicomConnection::Attach(Ptr<Socket> socket)
{
    m_socket = socket;
    socket->SetRecvCallback(MakeCallback(&DicomConnection::HandleRead, this));
    socket->SetSendCallback(MakeCallback(&DicomConnection::HandleSpace, this));
    socket->SetCloseCallbacks(MakeCallback(&DicomConnection::HandlePeerClose, this),
                              MakeCallback(&DicomConnection::HandleFault, this));
}

void
DicomConnection::Detach()
{
    if (!m_socket)
    {
        return;
    }
    const auto nothing = MakeNullCallback<void, Ptr<Socket>>();
    m_socket->SetConnectCallback(nothing, nothing);
    m_socket->SetCloseCallbacks(nothing, nothing);
    m_socket->SetRecvCallback(nothing);
    m_socket->SetSendCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
    m_socket = nullptr;
}

void
DicomConnection::End(const std::string& cause)
{
    const Ptr<DicomConnection> self(this);
    Ptr<Socket> socket = m_socket;
    Detach();
    if (socket)
    {
        // TCP may be in the middle of telling us, and has to live until it is through.
        Simulator::ScheduleNow(&Socket::Close, socket);
    }
    const auto closed = std::move(onClosed);
    onClosed = nullptr;
    onPdu = nullptr;
    onMessage = nullptr;
    onConnected = nullptr;
    if (closed)
    {
        closed(cause);
    }
}

void
DicomConnection::Close()
{
    Flush();
    onClosed = nullptr;
    End("");
}

void
DicomConnection::HandleConnected(Ptr<Socket> /* socket */)
{
    const Ptr<DicomConnection> self(this);
    if (const auto call = onConnected)
    {
        call();
    }
}

void
DicomConnection::HandlePeerClose(Ptr<Socket> /* socket */)
{
    End("closed by the peer");
}

void
DicomConnection::HandleFault(Ptr<Socket> /* socket */)
{
    End("no connection");
}

void
DicomConnection::Send(const DicomPdu& pdu)
{
    const Bytes octets = pdu.Encode();
    m_out.erase(m_out.begin(), m_out.begin() + m_sent);
    m_sent = 0;
    m_out.insert(m_out.end(), octets.begin(), octets.end());
    Flush();
}

void
DicomConnection::SendMessage(uint8_t context,
                             const DicomDataSet& command,
                             const Bytes& dataSet,
                             uint32_t maxLength)
{
    const std::size_t most =
        (maxLength == 0 ? DicomStream::MAX_PDU / 4 : maxLength) - DICOM_DATA_VALUE_HEADER;
    m_out.erase(m_out.begin(), m_out.begin() + m_sent);
    m_sent = 0;
    const auto append = [this, context, most](const Bytes& octets, bool isCommand) {
        for (std::size_t at = 0; at < octets.size(); at += most)
        {
            DicomPdu pdu;
            pdu.type = DicomPduType::P_DATA_TF;
            DicomDataValue value;
            value.context = context;
            value.command = isCommand;
            value.last = octets.size() - at <= most;
            value.fragment.assign(octets.begin() + at,
                                  octets.begin() + std::min(at + most, octets.size()));
            pdu.values.push_back(std::move(value));
            const Bytes encoded = pdu.Encode();
            m_out.insert(m_out.end(), encoded.begin(), encoded.end());
        }
    };
    append(command.EncodeCommand(), true);
    append(dataSet, false);
    Flush();
}

void
DicomConnection::HandleSpace(Ptr<Socket> /* socket */, uint32_t /* space */)
{
    Flush();
}

void
DicomConnection::Flush()
{
    const Ptr<DicomConnection> self(this);
    while (m_socket && m_sent < m_out.size())
    {
        const uint32_t size =
            std::min<std::size_t>(m_socket->GetTxAvailable(), m_out.size() - m_sent);
        if (size == 0 || m_socket->Send(Create<Packet>(&m_out[m_sent], size)) < 0)
        {
            return; // HandleSpace goes on
        }
        m_sent += size;
    }
}

void
DicomConnection::HandleRead(Ptr<Socket> socket)
{
    const Ptr<DicomConnection> self(this);
    while (Ptr<Packet> packet = socket->Recv())
    {
        if (packet->GetSize() == 0)
        {
            break;
        }
        Bytes octets(packet->GetSize());
        packet->CopyData(octets.data(), octets.size());
        m_in.Append(octets);
        while (m_socket)
        {
            const auto pdu = m_in.Next();
            if (!pdu)
            {
                break;
            }
            Take(*pdu);
        }
        if (m_in.IsBroken())
        {
            End("what came is no DICOM");
            return;
        }
    }
}

void
DicomConnection::Take(const DicomPdu& pdu)
{
    if (pdu.type == DicomPduType::P_DATA_TF)
    {
        for (const DicomDataValue& value : pdu.values)
        {
            TakeValue(value);
        }
    }
    else if (onPdu)
    {
        const auto call = onPdu; // it may end the connection, and itself with it
        call(pdu);
    }
}

void
DicomConnection::TakeValue(const DicomDataValue& value)
{
    Bytes& whole = value.command ? m_command : m_message.dataSet;
    if (value.command == m_wantsData || whole.size() + value.fragment.size() > MAX_DATA_SET)
    {
        End("a message out of order");
        return;
    }
    whole.insert(whole.end(), value.fragment.begin(), value.fragment.end());
    if (!value.last)
    {
        return;
    }
    if (value.command)
    {
        const auto command = DicomDataSet::Decode(m_command);
        m_command.clear();
        if (!command)
        {
            End("a command that is no data set");
            return;
        }
        m_message = {value.context, *command, {}};
        m_wantsData = command->Short(COMMAND_DATA_SET_TYPE) != DICOM_NO_DATA_SET;
        if (m_wantsData)
        {
            return;
        }
    }
    m_wantsData = false;
    if (onMessage)
    {
        const auto call = onMessage;
        call(std::move(m_message));
    }
    m_message = {};
}

} // namespace iomt
} // namespace ns3
