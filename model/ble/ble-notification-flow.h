// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_NOTIFICATION_FLOW_H
#define IOMT_BLE_NOTIFICATION_FLOW_H

#include "ble-connection.h"
#include "ble-host.h"
#include "ble-link-statistics.h"

#include "ns3/event-id.h"
#include "ns3/net-device.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/packet.h"
#include "ns3/random-variable-stream.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <deque>

namespace ns3
{
namespace iomt
{

/// What a flow carried while it was measured.
struct BleFlowReport
{
    uint64_t values{0};       //!< notifications that arrived
    double throughputKbps{0}; //!< of attribute values, at the receiver [kbit/s]
    double linkKbps{0};       //!< of link-layer payload, acknowledged, without MIC [kbit/s]
    double pdusPerEvent{0};   //!< data PDUs that the sender sent, by connection event
};

/**
 * @brief Notifications from one device to another, and what of them arrives, how fast and when.
 *
 *     sender: ATT_HANDLE_VALUE_NTF ─▶ L2CAP ─▶ link ─▶ … ─▶ receiver: Received(size, delay)
 *
 * It starts by itself: once the link is set up, the MTU is exchanged and SettleEvents are over, it
 * is measured for Duration. Without a Gap it sends as much as the link takes. Only one flow at a
 * time can use a link.
 */
class BleNotificationFlow : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    BleNotificationFlow();
    ~BleNotificationFlow() override;

    /**
     * @param sender BleNetDevice that notifies
     * @param receiver BleNetDevice at the other end of a link that exists or is to come
     */
    void Install(Ptr<NetDevice> sender, Ptr<NetDevice> receiver);

    /// @return what was measured; of the time until now while it goes on
    BleFlowReport GetReport() const;
    /// @return whether Duration is over
    bool IsDone() const;

    /**
     * @param stream of the gap between two notifications
     * @return how many were used
     */
    int64_t AssignStreams(int64_t stream);

    /// @param octets of the value @param delay from ATT of the sender to ATT of the receiver
    typedef void (*ReceivedTracedCallback)(uint32_t octets, Time delay);

  protected:
    void DoDispose() override;

  private:
    /// Leave hosts and links, which may live on.
    void Detach();
    void Ready(Ptr<BleConnection> connection);
    void Lost(Ptr<BleConnection> connection);
    void BeginWhenSettled(uint16_t mtu);
    void Begin();
    void End();
    /// @return whether it was accepted
    bool SendOne();
    /// Keep a few waiting, so that an event ends only where the next begins.
    void Fill();
    void SendAndWait();
    void Receive(uint16_t handle, Ptr<Packet> value);

    Ptr<BleHost> m_sender;
    Ptr<BleHost> m_receiver;
    Ptr<BleConnection> m_connection; //!< the sender's end
    Ptr<BleConnection> m_receiving;  //!< the receiver's end
    uint32_t m_valueSize{0};
    Ptr<RandomVariableStream> m_gap;
    uint32_t m_settleEvents{0};
    Time m_duration;
    std::deque<Time> m_underway; //!< when each was sent; a link keeps their order
    EventId m_next;              //!< notification
    EventId m_phase;             //!< beginning or end of the measurement
    bool m_measuring{false};
    bool m_done{false};
    Time m_begun;
    Time m_ended;
    Time m_interval;
    BleLinkStatistics m_before;
    BleLinkStatistics m_after;
    uint64_t m_values{0};
    uint64_t m_octets{0};
    TracedCallback<uint32_t, Time> m_receivedTrace;
    TracedCallback<> m_doneTrace;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_NOTIFICATION_FLOW_H
