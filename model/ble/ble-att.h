// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_ATT_H
#define IOMT_BLE_ATT_H

#include "ble-l2cap.h"

#include "ns3/object.h"
#include "ns3/packet.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief As much of the Attribute Protocol as a stream of notifications needs.
 *
 * Core 5.4, Vol 3, Part F: Exchange MTU, Handle Value Notification. Any other request is answered
 * with ATT_ERROR_RSP "Request Not Supported"; there is no attribute database.
 */
class BleAtt : public Object
{
  public:
    static constexpr uint16_t DEFAULT_MTU = 23; ///< ATT_MTU on LE [B]; Vol 3, Part G, 5.2.1
    static constexpr uint16_t HEADER_SIZE = 3; ///< opcode and handle of a notification [B]; 3.4.7.1

    /// Told of each notification: attribute handle and value.
    using NotificationCallback = Callback<void, uint16_t, Ptr<Packet>>;
    /// Told of the MTU once it is exchanged.
    using MtuCallback = Callback<void, uint16_t>;

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /// @param l2cap of the link; outlives this
    void SetL2cap(Ptr<BleL2cap> l2cap);

    /**
     * @brief Tell the peer this end's MTU and learn its (3.4.2); once for each link.
     * @param callback told of the outcome
     * @return false if it was done already or the link is gone
     */
    bool ExchangeMtu(MtuCallback callback);

    /// @return ATT_MTU in force [B]
    uint16_t GetMtu() const;

    /**
     * @brief Send ATT_HANDLE_VALUE_NTF, at once: BleL2cap::GetQueued() tells how much is waiting.
     * @param handle attribute handle, not 0
     * @param value at most GetMtu() − 3 octets
     * @return false if it does not fit, the handle is 0 or the link is gone
     */
    bool Notify(uint16_t handle, Ptr<const Packet> value);

    /// @param callback told of each notification
    void SetNotificationCallback(NotificationCallback callback);

    /// @return PDUs that were malformed or unexpected, and dropped
    uint64_t GetMalformed() const;

  protected:
    void DoDispose() override;

  private:
    bool Send(const std::vector<uint8_t>& octets);
    void Receive(Ptr<Packet> pdu);
    void MtuExchanged();

    Ptr<BleL2cap> m_l2cap;
    uint16_t m_ownMtu{0};
    uint16_t m_mtu{DEFAULT_MTU};
    bool m_asked{false};
    bool m_waiting{false};
    uint64_t m_malformed{0};
    NotificationCallback m_notification;
    MtuCallback m_mtuCallback;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_ATT_H
