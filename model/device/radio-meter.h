// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RADIO_METER_H
#define IOMT_RADIO_METER_H

#include "battery.h"
#include "device-profile.h"

#include "ns3/iomt-compat.h"
#include "ns3/lr-wpan-net-device.h"
#include "ns3/lr-wpan-phy.h"

namespace ns3
{
namespace iomt
{

/**
 * @brief Charges a battery for an IEEE 802.15.4 radio by the states its PHY goes through.
 *
 * ns-3's lr-wpan has no energy model of its own; this one follows the trace source TrxState.
 */
class RadioMeter : public Object
{
  public:
    static TypeId GetTypeId();
    RadioMeter();
    ~RadioMeter() override;

    /**
     * @brief Meter a radio from now on.
     * @param device whose PHY is followed
     * @param profile power in each state
     * @param battery what is charged
     */
    void Meter(Ptr<LrWpanNetDevice> device, const RadioProfile& profile, Ptr<Battery> battery);

  protected:
    void DoDispose() override;

  private:
    void ChangeState(Time now, IOMT_LR_WPAN_PHY_STATE before, IOMT_LR_WPAN_PHY_STATE after);
    double PowerMw(IOMT_LR_WPAN_PHY_STATE state) const;

    RadioProfile m_profile;
    Ptr<Battery> m_battery;
    std::size_t m_load{0}; //!< of the battery: a gateway may have another radio beside this one
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_RADIO_METER_H
