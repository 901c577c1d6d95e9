// SPDX-License-Identifier: GPL-2.0-only

#include "radio-meter.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(RadioMeter);

TypeId
RadioMeter::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::RadioMeter")
                            .SetParent<Object>()
                            .SetGroupName("Iomt")
                            .AddConstructor<RadioMeter>();
    return tid;
}

RadioMeter::RadioMeter() = default;
RadioMeter::~RadioMeter() = default;

void
RadioMeter::DoDispose()
{
    m_battery = nullptr;
    Object::DoDispose();
}

void
RadioMeter::Meter(Ptr<LrWpanNetDevice> device, const RadioProfile& profile, Ptr<Battery> battery)
{
    m_profile = profile;
    m_battery = battery;
    // Until the MAC switches it on, the transceiver is off.
    m_load = m_battery->AddLoad(Battery::RADIO);
    m_battery->SetLoad(m_load, profile.offMw);
    device->GetPhy()->TraceConnectWithoutContext(
        "TrxState",
        MakeCallback(&RadioMeter::ChangeState, Ptr<RadioMeter>(this)));
}

void
RadioMeter::ChangeState(Time, IOMT_LR_WPAN_PHY_STATE, IOMT_LR_WPAN_PHY_STATE after)
{
    if (m_battery)
    {
        m_battery->SetLoad(m_load, PowerMw(after));
    }
}

double
RadioMeter::PowerMw(IOMT_LR_WPAN_PHY_STATE state) const
{
    switch (state)
    {
    case IEEE_802_15_4_PHY_BUSY_TX:
    case IEEE_802_15_4_PHY_TX_ON:
        return m_profile.txMw;
    case IEEE_802_15_4_PHY_RX_ON:
    case IEEE_802_15_4_PHY_BUSY_RX:
        return m_profile.rxMw;
    default:
        return m_profile.offMw;
    }
}

} // namespace iomt
} // namespace ns3
