// SPDX-License-Identifier: GPL-2.0-only

#include "ble-air.h"

#include "ble-constants.h"
#include "ble-signal.h"
#include "ble-spectrum.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

namespace
{

constexpr std::size_t CHANNELS = 40;

} // namespace

NS_OBJECT_ENSURE_REGISTERED(BleAir);

TypeId
BleAir::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::BleAir")
                            .SetParent<Object>()
                            .SetGroupName("Iomt")
                            .AddConstructor<BleAir>();
    return tid;
}

BleAir::BleAir() = default;
BleAir::~BleAir() = default;

Ptr<BleAir>
BleAir::Of(Ptr<SpectrumChannel> channel)
{
    Ptr<BleAir> air = channel->GetObject<BleAir>();
    if (!air)
    {
        air = CreateObject<BleAir>();
        channel->AggregateObject(air);
        air->m_channel = PeekPointer(channel);
        // Aggregated objects live and die together: the channel may hold the bare address.
        channel->TraceConnectWithoutContext("TxSigParams",
                                            MakeCallback(&BleAir::Hear, PeekPointer(air)));
    }
    return air;
}

void
BleAir::DoDispose()
{
    m_onAir.clear();
    m_foreignCallbacks.clear();
    Object::DoDispose();
}

void
BleAir::Prune()
{
    const Time now = Simulator::Now();
    m_onAir.erase(std::remove_if(m_onAir.begin(),
                                 m_onAir.end(),
                                 [now](const Transmission& one) { return one.end <= now; }),
                  m_onAir.end());
}

const std::vector<BleAir::Transmission>&
BleAir::OnAir()
{
    Prune();
    return m_onAir;
}

bool
BleAir::HasStrangers() const
{
    return m_channel && m_channel->GetNDevices() > m_linked;
}

void
BleAir::CountLinked(int change)
{
    m_linked += change;
}

bool
BleAir::IsForeignActive() const
{
    return m_lastForeign > Simulator::Now();
}

Time
BleAir::LastForeign() const
{
    return m_lastForeign;
}

void
BleAir::AddForeignCallback(const ForeignCallback& callback)
{
    m_foreignCallbacks.push_back(callback);
}

void
BleAir::Hear(Ptr<SpectrumSignalParameters> signal)
{
    const auto* ble = dynamic_cast<const BleSignal*>(PeekPointer(signal));
    const Time now = Simulator::Now();
    const Time end = now + signal->duration;
    if (!ble || (!ble->linked && ble->channel < ble::DATA_CHANNELS))
    {
        m_lastForeign = std::max(m_lastForeign, end);
        // A callback may add another.
        for (std::size_t i = 0; i < m_foreignCallbacks.size(); ++i)
        {
            const ForeignCallback callback = m_foreignCallbacks[i];
            callback(end);
        }
    }
    Prune();
    m_onAir.push_back({now, end, signal, ble});
}

BleAir::PsdTable&
BleAir::GetPsds(double powerDbm)
{
    return m_psds[powerDbm];
}

const Ptr<SpectrumValue>&
BleAir::GetPsd(PsdTable& table, double powerDbm, uint8_t channel, BlePhyMode mode)
{
    Ptr<SpectrumValue>& psd = table[channel + (mode == BlePhyMode::LE_2M ? CHANNELS : 0)];
    if (!psd)
    {
        psd = MakeBlePsd(powerDbm, channel, mode);
    }
    return psd;
}

Ptr<const SpectrumValue>
BleAir::PsdOf(const Transmission& transmission)
{
    const Ptr<const SpectrumValue> psd = transmission.signal->psd;
    const Ptr<const SpectrumModel> model = psd->GetSpectrumModel();
    const Ptr<const SpectrumModel> ours = BleSpectrumModel();
    if (model == ours || model->GetUid() == ours->GetUid())
    {
        return psd;
    }
    if (model->IsOrthogonal(*ours))
    {
        return nullptr;
    }
    auto converter = m_converters.find(model->GetUid());
    if (converter == m_converters.end())
    {
        converter = m_converters.emplace(model->GetUid(), SpectrumConverter(model, ours)).first;
    }
    return converter->second.Convert(psd);
}

} // namespace iomt
} // namespace ns3
