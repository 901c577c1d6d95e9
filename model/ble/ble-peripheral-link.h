// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_PERIPHERAL_LINK_H
#define IOMT_BLE_PERIPHERAL_LINK_H

#include "ble-link.h"

namespace ns3
{
namespace iomt
{

/**
 * @brief The peripheral's side: it follows the central's anchor points by its own clock.
 *
 * Core 5.4, Vol 6, Part B, 4.5.2 and 4.2.4. It opens its receiver by the window widening before an
 * anchor is due, and takes the packet that it hears as the new reference. With nothing to send it
 * may leave out as many events as the peripheral latency allows.
 */
class BlePeripheralLink : public BleLink
{
  public:
    static TypeId GetTypeId();
    /**
     * @param layer the controller this link belongs to
     * @param setup what was agreed; the first packet comes inside its transmit window
     */
    BlePeripheralLink(BleLinkLayer& layer, const BleLinkSetup& setup);

    void Start() override;
    Role GetRole() const override;
    Time NextStart(Time after) const override;

  private:
    friend class BleIdleSkipper;

    void Advance() override;
    void ScheduleNext() override;
    void Hasten() override;
    void Synchronised(Time start) override;
    void Exchanged(Time end, bool valid, bool md) override;
    void Sent() override;
    void ApplyParameters(const BleConnectionParameters& parameters,
                         Time windowOffset,
                         Time windowSize) override;
    void ListenTimeout() override;
    void BeginEvent();
    /// @return whether the central might still begin an exchange after one that ended at `end`
    bool HasTime(Time end) const;
    /// @return when the packet of an event is expected, by this side's clock
    Time Expected(uint64_t event) const;
    /// @return how much earlier and later it may come
    Time Widening(uint64_t event) const;

    Time m_sync; //!< first bit of the packet of event m_syncEvent
    uint64_t m_syncEvent{0};
    Time m_windowSize;       //!< of the transmit window, until a packet of it was heard
    uint64_t m_lastEvent{0}; //!< the last one this side took part in
    bool m_started{false};   //!< there was an event
    bool m_heard{false};     //!< the central was heard in this event
    bool m_goOn{false};      //!< the central has more data, or might have
    bool m_mayRest{false};   //!< the last event went well: latency may be used
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_PERIPHERAL_LINK_H
