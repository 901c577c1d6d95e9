// SPDX-License-Identifier: GPL-2.0-only

#include "device-helper.h"

#include "ns3/ble-radio-profile-of.h"
#include "ns3/double.h"
#include "ns3/radio-profile-of.h"
#include "ns3/string.h"

namespace ns3
{
namespace iomt
{

DeviceHelper::DeviceHelper(const std::string& kind)
    : m_profile(LoadDeviceProfile(kind))
{
}

void
DeviceHelper::SetCompute(const std::string& compute)
{
    m_compute = compute;
}

const DeviceProfile&
DeviceHelper::GetProfile() const
{
    return m_profile;
}

void
DeviceHelper::Install(const NodeContainer& nodes) const
{
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        auto battery = CreateObject<Battery>();
        battery->SetAttribute("Capacity", DoubleValue(m_profile.batteryMj.value_or(0)));
        battery->SetBasePower(Battery::PROCESSOR, m_profile.processor.idleMw);
        auto processor = CreateObject<Processor>();
        processor->SetAttribute("Compute", StringValue(m_compute));
        processor->SetProfile(m_profile.processor);
        processor->SetBattery(battery);
        (*node)->AggregateObject(battery);
        (*node)->AggregateObject(processor);
        if (m_profile.radio)
        {
            auto radio = CreateObject<RadioProfileOf>();
            radio->Set(*m_profile.radio);
            (*node)->AggregateObject(radio);
        }
        if (m_profile.bleRadio)
        {
            auto radio = CreateObject<BleRadioProfileOf>();
            radio->Set(LoadBleRadioProfile(*m_profile.bleRadio));
            (*node)->AggregateObject(radio);
        }
    }
}

} // namespace iomt
} // namespace ns3
