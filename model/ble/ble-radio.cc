// SPDX-License-Identifier: GPL-2.0-only

#include "ble-radio.h"

#include "ble-error-model.h"
#include "ble-spectrum.h"

#include "ns3/antenna-model.h"
#include "ns3/double.h"
#include "ns3/mobility-model.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace iomt
{

namespace
{

constexpr uint8_t CHANNELS = 40;

/// Header and CRC (Core 5.4, Vol 6, Part B, 2.1).
constexpr uint32_t OVERHEAD_OCTETS = 2 + 3;
constexpr uint32_t LONGEST_PAYLOAD_OCTETS = 255;

/// Core 5.4, Vol 6, Part B, 2.1.2.
constexpr double ACCESS_ADDRESS_BITS = 32;

/// Interference this far below the noise raises it by less than 0.001 dB and is not kept.
constexpr double NEGLIGIBLE = 1e-4;

/// Preamble in front of the access address (Core 5.4, Vol 6, Part B, 2.1.1 and 2.2.1).
Time
PreambleTime(BlePhyMode mode)
{
    return NanoSeconds(IsBleCoded(mode) ? 80000 : 8000);
}

double
ToDbm(double mw)
{
    return 10 * std::log10(mw);
}

} // namespace

NS_OBJECT_ENSURE_REGISTERED(BleRadio);

TypeId
BleRadio::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::BleRadio")
            .SetParent<SpectrumPhy>()
            .SetGroupName("Iomt")
            .AddConstructor<BleRadio>()
            .AddAttribute("TxPowerDbm",
                          "Transmit power [dBm].",
                          DoubleValue(0),
                          MakeDoubleAccessor(&BleRadio::SetTxPowerDbm, &BleRadio::GetTxPowerDbm),
                          MakeDoubleChecker<double>(-60, 30))
            .AddAttribute(
                "NoiseFigureDb",
                "Noise figure of the receiver [dB]. The default meets the nRF52840's "
                "sensitivity, -96 dBm on LE 1M.",
                DoubleValue(7.1),
                MakeDoubleAccessor(&BleRadio::SetNoiseFigureDb, &BleRadio::GetNoiseFigureDb),
                MakeDoubleChecker<double>(0, 60))
            .AddTraceSource("State",
                            "What the radio does has changed.",
                            MakeTraceSourceAccessor(&BleRadio::m_stateTrace),
                            "ns3::iomt::BleRadio::StateTracedCallback")
            .AddTraceSource("Transmitted",
                            "A packet is sent; called at its first bit.",
                            MakeTraceSourceAccessor(&BleRadio::m_transmittedTrace),
                            "ns3::iomt::BleRadio::TransmittedTracedCallback")
            .AddTraceSource("Received",
                            "A packet was received, whole or damaged; called at its last bit.",
                            MakeTraceSourceAccessor(&BleRadio::m_receivedTrace),
                            "ns3::iomt::BleRadio::ReceivedTracedCallback")
            .AddTraceSource("Sniffed",
                            "A packet is sent or was received, as a capture shows it.",
                            MakeTraceSourceAccessor(&BleRadio::m_sniffedTrace),
                            "ns3::iomt::BleRadio::SniffedTracedCallback");
    return tid;
}

BleRadio::BleRadio()
    : m_draw(CreateObject<UniformRandomVariable>())
{
    CacheNoise();
}

BleRadio::~BleRadio() = default;

void
BleRadio::DoDispose()
{
    ++m_serial;
    m_user = nullptr;
    m_state = State::STANDBY;
    if (GetReferenceCount() > 0)
    {
        Detach();
    }
    // Else it is being deleted, because no channel holds it any more.
    m_incoming.clear();
    m_receiving = nullptr;
    m_psds = nullptr;
    m_air = nullptr;
    m_spectrum = nullptr;
    m_mobility = nullptr;
    m_device = nullptr;
    m_battery = nullptr;
    SpectrumPhy::DoDispose();
}

void
BleRadio::SetDevice(Ptr<NetDevice> device)
{
    m_device = device;
}

Ptr<NetDevice>
BleRadio::GetDevice() const
{
    return m_device;
}

void
BleRadio::SetMobility(Ptr<MobilityModel> mobility)
{
    m_mobility = mobility;
}

Ptr<MobilityModel>
BleRadio::GetMobility() const
{
    return m_mobility;
}

void
BleRadio::SetChannel(Ptr<SpectrumChannel> channel)
{
    if (m_spectrum)
    {
        Stop();
        Detach();
    }
    m_spectrum = channel;
    m_air = channel ? BleAir::Of(channel) : nullptr;
    m_psds = nullptr;
}

Ptr<SpectrumChannel>
BleRadio::GetChannel() const
{
    return m_spectrum;
}

Ptr<BleAir>
BleRadio::GetAir() const
{
    return m_air;
}

Ptr<const SpectrumModel>
BleRadio::GetRxSpectrumModel() const
{
    return BleSpectrumModel();
}

Ptr<IOMT_PHY_ANTENNA>
BleRadio::IOMT_PHY_GET_ANTENNA() const
{
    return nullptr; // isotropic
}

bool
BleRadio::CanUse(uint8_t channel) const
{
    return m_spectrum && m_state != State::TRANSMITTING && channel < CHANNELS;
}

bool
BleRadio::Transmit(BleRadioUser* user,
                   uint8_t channel,
                   BlePhyMode mode,
                   uint32_t accessAddress,
                   Ptr<const Packet> pdu,
                   Ptr<const Packet> origin)
{
    const uint32_t octets = pdu ? pdu->GetSize() : 0;
    if (!CanUse(channel) || octets < OVERHEAD_OCTETS ||
        octets > OVERHEAD_OCTETS + LONGEST_PAYLOAD_OCTETS)
    {
        return false;
    }
    if (!m_psds)
    {
        m_psds = &m_air->GetPsds(m_txPowerDbm);
    }
    auto signal = Create<BleSignal>();
    signal->pdu = pdu;
    signal->origin = origin;
    signal->accessAddress = accessAddress;
    signal->channel = channel;
    signal->mode = mode;
    signal->linked = m_linked;
    signal->psd = BleAir::GetPsd(*m_psds, m_txPowerDbm, channel, mode);
    signal->duration = BleAirTime(mode, octets - OVERHEAD_OCTETS);
    signal->txPhy = this;

    Detach();
    m_user = user;
    m_channel = channel;
    m_mode = mode;
    const Time now = Simulator::Now();
    m_busyUntil = now + signal->duration;
    Enter(State::TRANSMITTING);
    Charge(m_profile.TxStartMj());
    Simulator::Schedule(signal->duration,
                        &BleRadio::EndTransmission,
                        Ptr<BleRadio>(this),
                        ++m_serial);
    if (!m_transmittedTrace.IsEmpty())
    {
        m_transmittedTrace(signal);
    }
    if (!m_sniffedTrace.IsEmpty())
    {
        BleSniff sniff;
        sniff.pdu = pdu;
        sniff.start = now;
        sniff.accessAddress = accessAddress;
        sniff.channel = channel;
        sniff.mode = mode;
        sniff.sent = true;
        sniff.signalDbm = m_txPowerDbm;
        m_sniffedTrace(sniff);
    }
    m_spectrum->StartTx(signal);
    return true;
}

void
BleRadio::EndTransmission(uint64_t serial)
{
    if (serial != m_serial)
    {
        return;
    }
    BleRadioUser* const user = m_user;
    m_user = nullptr;
    Enter(State::STANDBY);
    if (user)
    {
        user->RadioTransmitted();
    }
}

bool
BleRadio::Listen(BleRadioUser* user, uint8_t channel, BlePhyMode mode, uint32_t accessAddress)
{
    if (!CanUse(channel))
    {
        return false;
    }
    const bool tuned = m_state != State::STANDBY && m_channel == channel && m_mode == mode;
    m_user = user;
    m_channel = channel;
    m_mode = mode;
    m_accessAddress = accessAddress;
    m_receiving = nullptr;
    m_incoming.clear();
    ++m_serial;
    Enter(State::LISTENING);
    if (!tuned)
    {
        Charge(m_profile.RxStartMj());
    }
    Attach();
    CatchUp();
    return true;
}

void
BleRadio::Stop()
{
    if (m_state == State::TRANSMITTING)
    {
        m_user = nullptr;
        return;
    }
    if (m_state == State::STANDBY)
    {
        return;
    }
    ++m_serial;
    Detach();
    m_user = nullptr;
    Enter(State::STANDBY);
}

void
BleRadio::Attach()
{
    if (!m_attached)
    {
        m_spectrum->AddRx(this);
        m_attached = true;
        if (m_linked)
        {
            m_air->CountLinked(1);
        }
    }
}

void
BleRadio::Detach()
{
    m_incoming.clear();
    m_receiving = nullptr;
#if IOMT_CAN_LEAVE_CHANNEL
    if (m_attached)
    {
        m_spectrum->RemoveRx(this);
        m_attached = false;
        if (m_linked)
        {
            m_air->CountLinked(-1);
        }
    }
#endif
}

void
BleRadio::CatchUp()
{
    for (const BleAir::Transmission& one : m_air->OnAir())
    {
        const SpectrumPhy* const from = PeekPointer(one.signal->txPhy);
        if (from == this)
        {
            continue;
        }
        const Ptr<NetDevice> device = m_device ? one.signal->txPhy->GetDevice() : nullptr;
        if (device && device->GetNode() == m_device->GetNode())
        {
            continue; // as the channel does
        }
        const Ptr<const SpectrumValue> psd = m_air->PsdOf(one);
        if (psd)
        {
            Add(*psd, GetGainFrom(one.signal->txPhy), one.ble, from, one.start, one.end);
        }
    }
}

double
BleRadio::GetGainFrom(Ptr<const SpectrumPhy> from) const
{
    const Ptr<MobilityModel> there = from->GetMobility();
    const Ptr<PropagationLossModel> loss =
        m_spectrum ? m_spectrum->GetPropagationLossModel() : nullptr;
    if (!there || !m_mobility || !loss)
    {
        return 1;
    }
    return std::pow(10, loss->CalcRxPower(0, there, m_mobility) / 10);
}

void
BleRadio::StartRx(Ptr<SpectrumSignalParameters> signal)
{
    if (m_state != State::LISTENING && m_state != State::RECEIVING)
    {
        return;
    }
    // A channel of one model takes whatever the first transmitter brings.
    if (signal->psd->GetSpectrumModelUid() != BleSpectrumModel()->GetUid())
    {
        return;
    }
    const Time now = Simulator::Now();
    const SpectrumPhy* const from = PeekPointer(signal->txPhy);
    for (const Incoming& one : m_incoming)
    {
        if (one.from == from && one.start == now)
        {
            return; // Listen() was called at this very time and knows it from the BleAir
        }
    }
    Add(*signal->psd,
        1,
        dynamic_cast<const BleSignal*>(PeekPointer(signal)),
        from,
        now,
        now + signal->duration);
}

bool
BleRadio::IsWanted(const BleSignal& packet) const
{
    if (packet.accessAddress != m_accessAddress || packet.channel != m_channel ||
        (packet.mode != m_mode && !(IsBleCoded(packet.mode) && IsBleCoded(m_mode))))
    {
        return false;
    }
    // Anybody can put a BleSignal on the channel; one that is no packet is noise.
    return packet.pdu && packet.pdu->GetSize() >= OVERHEAD_OCTETS &&
           packet.duration >= BleAirTime(packet.mode, 0);
}

void
BleRadio::Add(const SpectrumValue& psd,
              double gain,
              const BleSignal* packet,
              const SpectrumPhy* from,
              Time start,
              Time end)
{
    DropEnded();
    if (packet && packet->channel >= CHANNELS)
    {
        packet = nullptr; // no BleRadio made this
    }
    const double filteredMw = packet ? BleFilteredPacketMw(psd, packet->channel, m_channel, m_mode)
                                     : BleFilteredMw(psd, m_channel, m_mode);
    Incoming incoming{start, end, gain * filteredMw, 0, from, nullptr};
    // Of one that has begun before, the preamble is gone.
    if (packet && start == Simulator::Now() && IsWanted(*packet))
    {
        incoming.wantedMw = gain * BlePacketMw(psd, m_channel, m_mode);
        incoming.signal = packet;
        m_incoming.push_back(incoming);
        Simulator::Schedule(BleSyncTime(packet->mode),
                            &BleRadio::EndSync,
                            Ptr<BleRadio>(this),
                            m_serial,
                            packet);
    }
    else if (incoming.powerMw > NEGLIGIBLE * m_noiseMw[static_cast<std::size_t>(m_mode)])
    {
        m_incoming.push_back(incoming);
    }
}

void
BleRadio::DropEnded()
{
    // What has ended may have disturbed the beginning of a packet that is still to be judged.
    Time needed = Simulator::Now();
    for (const Incoming& one : m_incoming)
    {
        if (one.signal && one.end >= Simulator::Now())
        {
            needed = std::min(needed, one.start);
        }
    }
    m_incoming.erase(std::remove_if(m_incoming.begin(),
                                    m_incoming.end(),
                                    [needed](const Incoming& one) { return one.end <= needed; }),
                     m_incoming.end());
}

BleRadio::Quality
BleRadio::Judge(const Incoming& packet, Time from, Time to, BlePhyMode mode, double bits)
{
    const double noiseMw = m_noiseMw[static_cast<std::size_t>(packet.signal->mode)];
    m_edges.clear();
    for (const Incoming& one : m_incoming)
    {
        if (&one != &packet && one.start < to && one.end > from)
        {
            m_edges.push_back(std::max(one.start, from));
            m_edges.push_back(std::min(one.end, to));
        }
    }
    Quality quality;
    if (m_edges.empty())
    {
        quality.success = BleChunkSuccess(mode, packet.wantedMw / noiseMw, bits);
        return quality;
    }
    m_edges.push_back(from);
    m_edges.push_back(to);
    std::sort(m_edges.begin(), m_edges.end());
    const double whole = (to - from).GetDouble();
    for (std::size_t i = 0; i + 1 < m_edges.size(); ++i)
    {
        const Time begin = m_edges[i];
        const Time end = m_edges[i + 1];
        if (begin == end)
        {
            continue;
        }
        double interferenceMw = 0;
        for (const Incoming& one : m_incoming)
        {
            if (&one != &packet && one.start <= begin && one.end >= end)
            {
                interferenceMw += one.powerMw;
            }
        }
        const double share = (end - begin).GetDouble() / whole;
        quality.interferenceMw += share * interferenceMw;
        quality.success *=
            BleChunkSuccess(mode, packet.wantedMw / (noiseMw + interferenceMw), share * bits);
    }
    return quality;
}

bool
BleRadio::Draw(double success)
{
    return success >= 1 || m_draw->GetValue() < success;
}

void
BleRadio::EndSync(uint64_t serial, const BleSignal* packet)
{
    // Of two packets the first whose access address is found is received; the other one disturbs.
    if (serial != m_serial || m_state != State::LISTENING)
    {
        return;
    }
    const auto found = std::find_if(m_incoming.begin(),
                                    m_incoming.end(),
                                    [packet](const Incoming& one) { return one.signal == packet; });
    if (found == m_incoming.end())
    {
        return;
    }
    const BlePhyMode mode = IsBleCoded(packet->mode) ? BlePhyMode::LE_CODED_S8 : packet->mode;
    const Quality quality = Judge(*found,
                                  found->start + PreambleTime(mode),
                                  Simulator::Now(),
                                  mode,
                                  ACCESS_ADDRESS_BITS);
    if (!Draw(quality.success))
    {
        found->signal = nullptr;
        return;
    }
    m_receiving = found->signal;
    m_busyUntil = found->end;
    const Time start = found->start;
    Enter(State::RECEIVING);
    Simulator::Schedule(m_busyUntil - Simulator::Now(),
                        &BleRadio::EndReception,
                        Ptr<BleRadio>(this),
                        serial);
    if (m_user)
    {
        m_user->RadioSynced(start, m_busyUntil);
    }
}

void
BleRadio::EndReception(uint64_t serial)
{
    if (serial != m_serial)
    {
        return;
    }
    const Ptr<const BleSignal> packet = m_receiving;
    const auto found = std::find_if(m_incoming.begin(), m_incoming.end(), [&](const Incoming& one) {
        return one.signal == packet;
    });
    const Time synced = found->start + BleSyncTime(packet->mode);
    const Quality quality =
        Judge(*found, synced, found->end, packet->mode, 8.0 * packet->pdu->GetSize());
    const double disturbedMw =
        m_noiseMw[static_cast<std::size_t>(packet->mode)] + quality.interferenceMw;

    BleReception reception;
    reception.pdu = packet->pdu;
    reception.origin = packet->origin;
    reception.crcOk = Draw(quality.success);
    reception.start = found->start;
    reception.end = found->end;
    reception.rssiDbm = ToDbm(found->wantedMw);
    reception.sinrDb = reception.rssiDbm - ToDbm(disturbedMw);
    reception.accessAddress = packet->accessAddress;
    reception.channel = packet->channel;
    reception.mode = packet->mode;

    m_receiving = nullptr;
    found->signal = nullptr; // judged; from now on it is over
    Enter(State::LISTENING);
    if (!m_receivedTrace.IsEmpty())
    {
        m_receivedTrace(reception);
    }
    if (!m_sniffedTrace.IsEmpty())
    {
        BleSniff sniff;
        sniff.pdu = reception.pdu;
        sniff.start = reception.start;
        sniff.accessAddress = reception.accessAddress;
        sniff.channel = reception.channel;
        sniff.mode = reception.mode;
        sniff.crcOk = reception.crcOk;
        sniff.signalDbm = reception.rssiDbm;
        sniff.noiseDbm = reception.rssiDbm - reception.sinrDb;
        m_sniffedTrace(sniff);
    }
    if (m_user)
    {
        m_user->RadioReceived(reception);
    }
}

bool
BleRadio::IsReceiving() const
{
    return m_state == State::RECEIVING;
}

Time
BleRadio::GetBusyUntil() const
{
    const bool busy = m_state == State::RECEIVING || m_state == State::TRANSMITTING;
    return busy ? m_busyUntil : Simulator::Now();
}

BleRadio::State
BleRadio::GetState() const
{
    return m_state;
}

Time
BleRadio::GetTimeIn(State state) const
{
    Time time = m_timeIn[static_cast<std::size_t>(state)];
    if (state == m_state)
    {
        time += Simulator::Now() - m_stateSince;
    }
    return time;
}

void
BleRadio::Enter(State state)
{
    const Time now = Simulator::Now();
    m_timeIn[static_cast<std::size_t>(m_state)] += now - m_stateSince;
    m_stateSince = now;
    const State before = m_state;
    m_state = state;
    SetPower();
    if (before != state && !m_stateTrace.IsEmpty())
    {
        m_stateTrace(now, before, state);
    }
}

void
BleRadio::SetPower()
{
    if (!m_battery)
    {
        return;
    }
    double powerMw = m_idlePowerMw;
    switch (m_state)
    {
    case State::STANDBY:
        powerMw += m_profile.SleepMw();
        break;
    case State::LISTENING:
    case State::RECEIVING:
        powerMw += m_profile.RxMw(m_mode);
        break;
    case State::TRANSMITTING:
        powerMw += m_txMw;
        break;
    }
    if (powerMw != m_powerMw)
    {
        m_powerMw = powerMw;
        m_battery->SetBasePower(Battery::RADIO, powerMw);
    }
}

void
BleRadio::Charge(double energyMj)
{
    if (m_battery && energyMj > 0)
    {
        m_battery->Draw(Battery::RADIO, energyMj);
    }
}

void
BleRadio::SetBattery(Ptr<Battery> battery)
{
    if (m_battery)
    {
        m_battery->SetBasePower(Battery::RADIO, 0);
    }
    m_battery = battery;
    m_powerMw = 0;
    SetPower();
}

Ptr<Battery>
BleRadio::GetBattery() const
{
    return m_battery;
}

void
BleRadio::SetProfile(const BleRadioProfile& profile)
{
    m_profile = profile;
    m_txMw = m_profile.TxMw(m_txPowerDbm);
    SetPower();
}

const BleRadioProfile&
BleRadio::GetProfile() const
{
    return m_profile;
}

void
BleRadio::SetTxPowerDbm(double powerDbm)
{
    m_txPowerDbm = powerDbm;
    m_psds = nullptr;
    m_txMw = m_profile.TxMw(m_txPowerDbm);
    SetPower();
}

double
BleRadio::GetTxPowerDbm() const
{
    return m_txPowerDbm;
}

void
BleRadio::CacheNoise()
{
    for (std::size_t i = 0; i < m_noiseMw.size(); ++i)
    {
        m_noiseMw[i] = std::pow(10, BleNoiseDbm(static_cast<BlePhyMode>(i), m_noiseFigureDb) / 10);
    }
}

void
BleRadio::SetNoiseFigureDb(double noiseFigureDb)
{
    m_noiseFigureDb = noiseFigureDb;
    CacheNoise();
}

double
BleRadio::GetNoiseFigureDb() const
{
    return m_noiseFigureDb;
}

double
BleRadio::GetNoiseDbm(BlePhyMode mode) const
{
    return ToDbm(m_noiseMw[static_cast<std::size_t>(mode)]);
}

double
BleRadio::RxPowerMw(BlePhyMode mode) const
{
    return m_profile.RxMw(mode);
}

double
BleRadio::TxPowerMw(BlePhyMode) const
{
    return m_txMw;
}

double
BleRadio::StartupEnergyMj(bool toTransmit) const
{
    return toTransmit ? m_profile.TxStartMj() : m_profile.RxStartMj();
}

void
BleRadio::SetIdlePower(double powerMw)
{
    m_idlePowerMw = powerMw;
    SetPower();
}

double
BleRadio::GetIdlePower() const
{
    return m_idlePowerMw;
}

int64_t
BleRadio::AssignStreams(int64_t stream)
{
    m_draw->SetStream(stream);
    return 1;
}

} // namespace iomt
} // namespace ns3
