// SPDX-License-Identifier: GPL-2.0-only

#include "ble-advertiser.h"

#include "ble-crc.h"
#include "ble-link-layer.h"
#include "ble-peripheral-link.h"
#include "ble-window-widening.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <array>

namespace ns3
{
namespace iomt
{

namespace
{

/// CONNECT_IND's payload (Core 5.4, Vol 6, Part B, 2.3.3.1).
constexpr uint32_t CONNECT_IND_SIZE = 34;

} // namespace

BleAdvertiser::BleAdvertiser(BleLinkLayer& layer)
    : m_layer(layer)
{
}

BleAdvertiser::~BleAdvertiser()
{
    Dispose();
}

void
BleAdvertiser::Dispose()
{
    m_next.Cancel();
    m_step.Cancel();
    m_active = false;
    m_on = false;
}

void
BleAdvertiser::Start(Time interval, const BleAdvInd& pdu)
{
    m_interval = interval;
    m_chSel = pdu.chSel;
    std::vector<uint8_t> octets = EncodeBleAdvertising(pdu);
    octets.resize(octets.size() + ble::CRC_SIZE);
    const std::size_t size = octets.size() - ble::CRC_SIZE;
    BleAppendCrc(octets.data() + size, BleCrc24(ble::ADVERTISING_CRC_INIT, octets.data(), size));
    m_packet = Create<Packet>(octets.data(), octets.size());
    if (!m_active)
    {
        m_active = true;
        Plan();
    }
}

void
BleAdvertiser::Stop()
{
    if (m_on)
    {
        Yield();
    }
    m_next.Cancel();
    m_active = false;
}

bool
BleAdvertiser::IsActive() const
{
    return m_active;
}

bool
BleAdvertiser::IsOn() const
{
    return m_on;
}

void
BleAdvertiser::Plan()
{
    // advDelay keeps two advertisers from staying in step (4.4.2.2.1).
    const auto delayNs = static_cast<int64_t>(m_layer.Uniform() * ble::ADV_DELAY_MAX_US * 1000);
    m_next =
        Simulator::Schedule(m_interval + NanoSeconds(delayNs), &BleAdvertiser::BeginEvent, this);
}

void
BleAdvertiser::BeginEvent()
{
    Plan();
    if (!m_layer.ClaimForAdvertising())
    {
        return;
    }
    m_on = true;
    m_channel = ble::PRIMARY_ADVERTISING_CHANNELS[0];
    Send();
}

void
BleAdvertiser::Send()
{
    // Links come first: an advertisement and its answer must be over before the next event.
    const Time exchange = BleAirTime(BlePhyMode::LE_1M, m_packet->GetSize()) +
                          MicroSeconds(ble::T_IFS_US) +
                          BleAirTime(BlePhyMode::LE_1M, CONNECT_IND_SIZE);
    if (m_layer.NextReserved(nullptr) < Simulator::Now() + exchange)
    {
        Yield();
        return;
    }
    m_layer.GetRadio()->Transmit(this,
                                 m_channel,
                                 BlePhyMode::LE_1M,
                                 ble::ADVERTISING_ACCESS_ADDRESS,
                                 m_packet);
}

void
BleAdvertiser::RadioTransmitted()
{
    if (m_on)
    {
        m_step = Simulator::Schedule(MicroSeconds(ble::T_IFS_US - ble::ACTIVE_CLOCK_JITTER_US),
                                     &BleAdvertiser::ListenForRequest,
                                     this);
    }
}

void
BleAdvertiser::ListenForRequest()
{
    m_layer.GetRadio()->Listen(this, m_channel, BlePhyMode::LE_1M, ble::ADVERTISING_ACCESS_ADDRESS);
    const Time wait =
        MicroSeconds(3 * ble::ACTIVE_CLOCK_JITTER_US) + BleSyncTime(BlePhyMode::LE_1M);
    m_step = Simulator::Schedule(wait, &BleAdvertiser::NextChannel, this);
}

void
BleAdvertiser::NextChannel()
{
    if (m_channel == ble::PRIMARY_ADVERTISING_CHANNELS[2])
    {
        Yield();
        return;
    }
    ++m_channel;
    Send();
}

void
BleAdvertiser::Yield()
{
    m_step.Cancel();
    m_on = false;
    m_layer.GetRadio()->Stop();
    m_layer.Resume();
}

void
BleAdvertiser::RadioSynced(Time, Time)
{
    m_step.Cancel();
}

void
BleAdvertiser::RadioReceived(const BleReception& reception)
{
    if (!m_on)
    {
        return;
    }
    std::array<uint8_t, 64> octets;
    const uint32_t size = reception.pdu->GetSize();
    if (reception.crcOk && size > ble::CRC_SIZE && size <= octets.size())
    {
        reception.pdu->CopyData(octets.data(), size);
        if (BleCheckCrc(ble::ADVERTISING_CRC_INIT, octets.data(), size))
        {
            const auto pdu = ParseBleAdvertising(octets.data(), size - ble::CRC_SIZE);
            const auto* request = std::get_if<BleConnectInd>(&pdu);
            if (request && request->advA == m_layer.GetAddress() && m_layer.Accepts(*request))
            {
                Dispose();
                m_layer.GetRadio()->Stop();
                m_layer.Connected(*request, m_chSel, reception.end);
                m_layer.Resume();
                return;
            }
        }
    }
    NextChannel();
}

} // namespace iomt
} // namespace ns3
