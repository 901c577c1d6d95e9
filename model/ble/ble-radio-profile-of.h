// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_RADIO_PROFILE_OF_H
#define IOMT_BLE_RADIO_PROFILE_OF_H

#include "ble-radio-profile.h"

#include "ns3/object.h"

namespace ns3
{
namespace iomt
{

/// Power of a node's BLE radio, aggregated to the node for the access link to find.
class BleRadioProfileOf : public Object
{
  public:
    static TypeId GetTypeId();
    BleRadioProfileOf();
    ~BleRadioProfileOf() override;

    /// @param profile power in each state
    void Set(const BleRadioProfile& profile);
    /// @return power in each state
    const BleRadioProfile& Get() const;

  private:
    BleRadioProfile m_profile;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_RADIO_PROFILE_OF_H
