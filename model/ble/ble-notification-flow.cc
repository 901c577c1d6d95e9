// SPDX-License-Identifier: GPL-2.0-only

#include "ble-notification-flow.h"

#include "ble-link.h"
#include "ble-net-device.h"

#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(BleNotificationFlow);

namespace
{

/// Values that wait while the link is to be kept busy. An event takes a few dozen at most.
constexpr uint32_t WAITING = 64;

constexpr uint16_t HANDLE = 0x0010; //!< of the attribute; any will do

} // namespace

TypeId
BleNotificationFlow::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::BleNotificationFlow")
            .SetParent<Object>()
            .SetGroupName("Iomt")
            .AddConstructor<BleNotificationFlow>()
            .AddAttribute("ValueSize",
                          "Octets of each value; 0: as many as ATT_MTU allows [B].",
                          UintegerValue(0),
                          MakeUintegerAccessor(&BleNotificationFlow::m_valueSize),
                          MakeUintegerChecker<uint32_t>(0, 512))
            .AddAttribute("Gap",
                          "Time between two notifications [s]; without one the link is kept busy.",
                          PointerValue(),
                          MakePointerAccessor(&BleNotificationFlow::m_gap),
                          MakePointerChecker<RandomVariableStream>())
            .AddAttribute("SettleEvents",
                          "Connection events from the exchange of the MTU to the beginning of the "
                          "measurement; by then data length and PHY are what they will be.",
                          UintegerValue(40),
                          MakeUintegerAccessor(&BleNotificationFlow::m_settleEvents),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("Duration",
                          "Time that is measured.",
                          TimeValue(Seconds(10)),
                          MakeTimeAccessor(&BleNotificationFlow::m_duration),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddTraceSource("Received",
                            "A value arrived while it was measured: octets, delay.",
                            MakeTraceSourceAccessor(&BleNotificationFlow::m_receivedTrace),
                            "ns3::iomt::BleNotificationFlow::ReceivedTracedCallback")
            .AddTraceSource("Done",
                            "The measurement is over.",
                            MakeTraceSourceAccessor(&BleNotificationFlow::m_doneTrace),
                            "ns3::TracedCallback::Void");
    return tid;
}

BleNotificationFlow::BleNotificationFlow() = default;

BleNotificationFlow::~BleNotificationFlow()
{
    Detach();
}

void
BleNotificationFlow::Install(Ptr<NetDevice> sender, Ptr<NetDevice> receiver)
{
    m_sender = DynamicCast<BleNetDevice>(sender)->GetHost();
    m_receiver = DynamicCast<BleNetDevice>(receiver)->GetHost();
    for (const Ptr<BleHost>& host : {m_sender, m_receiver})
    {
        const Mac48Address peer = (host == m_sender ? m_receiver : m_sender)->GetAddress();
        host->TraceConnectWithoutContext("Ready", MakeCallback(&BleNotificationFlow::Ready, this));
        host->TraceConnectWithoutContext("Lost", MakeCallback(&BleNotificationFlow::Lost, this));
        if (Ptr<BleConnection> connection = host->GetConnection(peer))
        {
            Ready(connection);
        }
    }
}

void
BleNotificationFlow::Ready(Ptr<BleConnection> connection)
{
    const Mac48Address peer = connection->GetPeer();
    if (peer == m_sender->GetAddress())
    {
        m_receiving = connection;
        connection->GetAtt()->SetNotificationCallback(
            MakeCallback(&BleNotificationFlow::Receive, this));
    }
    else if (peer == m_receiver->GetAddress())
    {
        m_connection = connection;
        if (!connection->GetAtt()->ExchangeMtu(
                MakeCallback(&BleNotificationFlow::BeginWhenSettled, this)))
        {
            BeginWhenSettled(connection->GetAtt()->GetMtu());
        }
    }
}

void
BleNotificationFlow::Lost(Ptr<BleConnection> connection)
{
    if (connection == m_receiving)
    {
        m_receiving = nullptr;
    }
    if (connection == m_connection)
    {
        m_connection = nullptr;
        m_underway.clear();
        m_next.Cancel();
    }
}

void
BleNotificationFlow::BeginWhenSettled(uint16_t)
{
    m_next.Cancel();
    if (m_gap)
    {
        SendAndWait();
    }
    else
    {
        m_connection->GetL2cap()->SetRoomCallback(MakeCallback(&BleNotificationFlow::Fill, this));
        Fill();
    }
    if (!m_measuring && !m_done)
    {
        m_measuring = true;
        const Time interval = m_connection->GetLink()->GetParameters().interval;
        m_phase = Simulator::Schedule(interval * m_settleEvents, &BleNotificationFlow::Begin, this);
    }
}

void
BleNotificationFlow::Begin()
{
    m_begun = Simulator::Now();
    if (m_connection)
    {
        m_before = m_connection->GetLink()->GetStatistics();
        m_interval = m_connection->GetLink()->GetParameters().interval;
    }
    m_values = 0;
    m_octets = 0;
    m_phase = Simulator::Schedule(m_duration, &BleNotificationFlow::End, this);
}

void
BleNotificationFlow::End()
{
    m_ended = Simulator::Now();
    if (m_connection)
    {
        m_after = m_connection->GetLink()->GetStatistics();
    }
    m_next.Cancel();
    m_measuring = false;
    m_done = true;
    m_doneTrace();
}

bool
BleNotificationFlow::SendOne()
{
    const Ptr<BleAtt> att = m_connection->GetAtt();
    const uint32_t longest = att->GetMtu() - BleAtt::HEADER_SIZE;
    const uint32_t size = m_valueSize == 0 ? longest : std::min(m_valueSize, longest);
    // Before it is sent: a link below could deliver it at once.
    m_underway.push_back(Simulator::Now());
    if (!att->Notify(HANDLE, Create<Packet>(size)))
    {
        m_underway.pop_back();
        return false;
    }
    return true;
}

void
BleNotificationFlow::Fill()
{
    while (!m_done && m_connection && m_connection->GetL2cap()->GetQueued() < WAITING && SendOne())
    {
    }
}

void
BleNotificationFlow::SendAndWait()
{
    SendOne();
    m_next =
        Simulator::Schedule(Seconds(m_gap->GetValue()), &BleNotificationFlow::SendAndWait, this);
}

void
BleNotificationFlow::Receive(uint16_t, Ptr<Packet> value)
{
    if (m_underway.empty())
    {
        return; // of another sender
    }
    const Time sent = m_underway.front();
    m_underway.pop_front();
    if (m_measuring && !m_begun.IsZero())
    {
        ++m_values;
        m_octets += value->GetSize();
        m_receivedTrace(value->GetSize(), Simulator::Now() - sent);
    }
}

bool
BleNotificationFlow::IsDone() const
{
    return m_done;
}

BleFlowReport
BleNotificationFlow::GetReport() const
{
    BleFlowReport report;
    report.values = m_values;
    if (m_begun.IsZero())
    {
        return report;
    }
    const double seconds = ((m_done ? m_ended : Simulator::Now()) - m_begun).GetSeconds();
    const BleLinkStatistics now =
        m_done || !m_connection ? m_after : m_connection->GetLink()->GetStatistics();
    if (seconds > 0)
    {
        report.throughputKbps = 8e-3 * static_cast<double>(m_octets) / seconds;
        // By the interval, because the first or the last event of a short time may be counted or
        // not.
        report.pdusPerEvent = static_cast<double>(now.transmittedPdus - m_before.transmittedPdus) *
                              m_interval.GetSeconds() / seconds;
        report.linkKbps =
            8e-3 * static_cast<double>(now.sentOctets - m_before.sentOctets) / seconds;
    }
    return report;
}

int64_t
BleNotificationFlow::AssignStreams(int64_t stream)
{
    if (!m_gap)
    {
        return 0;
    }
    m_gap->SetStream(stream);
    return 1;
}

void
BleNotificationFlow::Detach()
{
    m_next.Cancel();
    m_phase.Cancel();
    // A connection that was disposed of has neither.
    if (m_connection && m_connection->GetL2cap())
    {
        m_connection->GetL2cap()->SetRoomCallback(BleL2cap::RoomCallback());
    }
    if (m_receiving && m_receiving->GetAtt())
    {
        m_receiving->GetAtt()->SetNotificationCallback(BleAtt::NotificationCallback());
    }
    m_connection = nullptr;
    m_receiving = nullptr;
    for (const Ptr<BleHost>& host : {m_sender, m_receiver})
    {
        if (host)
        {
            host->TraceDisconnectWithoutContext("Ready",
                                                MakeCallback(&BleNotificationFlow::Ready, this));
            host->TraceDisconnectWithoutContext("Lost",
                                                MakeCallback(&BleNotificationFlow::Lost, this));
        }
    }
    m_sender = nullptr;
    m_receiver = nullptr;
}

void
BleNotificationFlow::DoDispose()
{
    Detach();
    m_gap = nullptr;
    Object::DoDispose();
}

} // namespace iomt
} // namespace ns3
