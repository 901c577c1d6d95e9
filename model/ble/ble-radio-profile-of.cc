// SPDX-License-Identifier: GPL-2.0-only

#include "ble-radio-profile-of.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(BleRadioProfileOf);

TypeId
BleRadioProfileOf::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::BleRadioProfileOf")
                            .SetParent<Object>()
                            .SetGroupName("Iomt")
                            .AddConstructor<BleRadioProfileOf>();
    return tid;
}

BleRadioProfileOf::BleRadioProfileOf() = default;
BleRadioProfileOf::~BleRadioProfileOf() = default;

void
BleRadioProfileOf::Set(const BleRadioProfile& profile)
{
    m_profile = profile;
}

const BleRadioProfile&
BleRadioProfileOf::Get() const
{
    return m_profile;
}

} // namespace iomt
} // namespace ns3
