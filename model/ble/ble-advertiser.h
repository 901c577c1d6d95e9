// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_ADVERTISER_H
#define IOMT_BLE_ADVERTISER_H

#include "ble-advertising-pdu.h"
#include "ble-radio.h"

#include "ns3/event-id.h"

namespace ns3
{
namespace iomt
{

class BleLinkLayer;

/**
 * @brief Connectable undirected advertising (Core 5.4, Vol 6, Part B, 4.4.2).
 *
 *     ├─ ADV_IND 37 · CONNECT_IND? ─ ADV_IND 38 · CONNECT_IND? ─ ADV_IND 39 · CONNECT_IND? ─┤ …
 * advInterval + advDelay
 */
class BleAdvertiser : public BleRadioUser
{
  public:
    /// @param layer whose radio it uses; outlives it
    explicit BleAdvertiser(BleLinkLayer& layer);
    ~BleAdvertiser() override;

    /// @param interval advInterval @param pdu what is sent
    void Start(Time interval, const BleAdvInd& pdu);
    void Stop();
    bool IsActive() const;
    /// @return whether an advertising event is on
    bool IsOn() const;
    /// A link needs the radio: this event is over.
    void Yield();
    /// The controller stops for good.
    void Dispose();

    void RadioSynced(Time start, Time end) override;
    void RadioReceived(const BleReception& reception) override;
    void RadioTransmitted() override;

  private:
    void Plan();
    void BeginEvent();
    void Send();
    void ListenForRequest();
    void NextChannel();

    BleLinkLayer& m_layer;
    Time m_interval;
    Ptr<Packet> m_packet;
    bool m_chSel{true};
    bool m_active{false};
    bool m_on{false};
    uint8_t m_channel{37};
    EventId m_next;
    EventId m_step;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_ADVERTISER_H
