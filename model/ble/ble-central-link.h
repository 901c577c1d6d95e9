// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_CENTRAL_LINK_H
#define IOMT_BLE_CENTRAL_LINK_H

#include "ble-link.h"

namespace ns3
{
namespace iomt
{

/**
 * @brief The central's side: its clock sets the anchor points, it begins and ends each event.
 *
 * Core 5.4, Vol 6, Part B, 4.5.1 and 4.5.6. An event goes on while either side has more data, and
 * ends T_IFS before the next one of any link of this radio.
 */
class BleCentralLink : public BleLink
{
  public:
    static TypeId GetTypeId();
    /**
     * @param layer the controller this link belongs to
     * @param setup what was agreed; windowStart is where the transmit window begins
     * @param anchor of event 0, inside the first transmit window
     */
    BleCentralLink(BleLinkLayer& layer, const BleLinkSetup& setup, Time anchor);

    void Start() override;
    Role GetRole() const override;
    Time NextStart(Time after) const override;

    /// @return anchor point of an event, in true time
    Time Anchor(uint64_t event) const;

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
    /// @return whether there is reason and time for another exchange after one that ended at `end`
    bool GoesOn(Time end, bool valid, bool md);

    Time m_anchor; //!< of event m_anchorEvent
    uint64_t m_anchorEvent{0};
    bool m_answered{false}; //!< the peripheral was heard in this event
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_CENTRAL_LINK_H
