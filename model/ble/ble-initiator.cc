// SPDX-License-Identifier: GPL-2.0-only

#include "ble-initiator.h"

#include "ble-access-address.h"
#include "ble-crc.h"
#include "ble-link-layer.h"
#include "ble-window-widening.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <array>
#include <vector>

namespace ns3
{
namespace iomt
{

namespace
{

/// One channel is scanned for this long: longer than an advertiser takes for its three.
constexpr int64_t SCAN_INTERVAL_MS = 30;

/// ADV_IND and its AD structures at most, with CRC: 2 + 6 + 31 + 3 octets.
constexpr std::size_t LONGEST_ADVERTISEMENT = 42;

/// CONNECT_IND's payload (Core 5.4, Vol 6, Part B, 2.3.3.1).
constexpr uint32_t CONNECT_IND_SIZE = 34;

} // namespace

BleInitiator::BleInitiator(BleLinkLayer& layer)
    : m_layer(layer)
{
}

BleInitiator::~BleInitiator()
{
    Dispose();
}

void
BleInitiator::Dispose()
{
    m_rotate.Cancel();
    m_step.Cancel();
    m_scanning = false;
    m_requesting = false;
    m_active = false;
    m_peers.clear();
}

void
BleInitiator::Add(Mac48Address peer, const BleConnectionParameters& parameters)
{
    m_peers[peer] = parameters;
    Update();
    Resume();
}

void
BleInitiator::Remove(Mac48Address peer)
{
    m_peers.erase(peer);
    Update();
    if (m_scanning && !IsActive())
    {
        Yield();
        m_layer.GetRadio()->Stop();
    }
}

void
BleInitiator::Update()
{
    m_active = std::any_of(m_peers.begin(), m_peers.end(), [this](const auto& peer) {
        return !m_layer.GetLink(peer.first);
    });
}

bool
BleInitiator::IsBusy() const
{
    return m_requesting;
}

void
BleInitiator::Resume()
{
    if (m_scanning || m_requesting || !m_layer.IsFree() || !IsActive() ||
        m_layer.GetLinks().size() >= BleLinkLayer::MAX_LINKS)
    {
        return;
    }
    m_scanning = true;
    m_layer.GetRadio()->Listen(this, m_channel, BlePhyMode::LE_1M, ble::ADVERTISING_ACCESS_ADDRESS);
    if (m_rotate.IsExpired())
    {
        m_rotate = Simulator::Schedule(MilliSeconds(SCAN_INTERVAL_MS), &BleInitiator::Rotate, this);
    }
}

void
BleInitiator::Rotate()
{
    m_channel = m_channel == ble::PRIMARY_ADVERTISING_CHANNELS[2]
                    ? ble::PRIMARY_ADVERTISING_CHANNELS[0]
                    : m_channel + 1;
    if (!IsActive())
    {
        return;
    }
    m_rotate = Simulator::Schedule(MilliSeconds(SCAN_INTERVAL_MS), &BleInitiator::Rotate, this);
    if (m_scanning && !m_layer.GetRadio()->IsReceiving())
    {
        m_layer.GetRadio()->Listen(this,
                                   m_channel,
                                   BlePhyMode::LE_1M,
                                   ble::ADVERTISING_ACCESS_ADDRESS);
    }
}

void
BleInitiator::Yield()
{
    m_scanning = false;
}

void
BleInitiator::RadioReceived(const BleReception& reception)
{
    const uint32_t size = reception.pdu->GetSize();
    std::array<uint8_t, LONGEST_ADVERTISEMENT> octets;
    if (!m_scanning || !reception.crcOk || size <= ble::CRC_SIZE || size > octets.size())
    {
        return;
    }
    reception.pdu->CopyData(octets.data(), size);
    if (!BleCheckCrc(ble::ADVERTISING_CRC_INIT, octets.data(), size))
    {
        return;
    }
    const auto pdu = ParseBleAdvertising(octets.data(), size - ble::CRC_SIZE);
    const auto* advertisement = std::get_if<BleAdvInd>(&pdu);
    if (!advertisement)
    {
        return;
    }
    const auto peer = m_peers.find(advertisement->advA);
    if (peer == m_peers.end() || m_layer.GetLink(peer->first))
    {
        return;
    }
    const BleConnectionParameters& parameters = peer->second;
    const Time end = reception.end + MicroSeconds(ble::T_IFS_US) +
                     BleAirTime(BlePhyMode::LE_1M, CONNECT_IND_SIZE);
    if (m_layer.NextReserved(nullptr) < end)
    {
        return;
    }

    BleConnectInd& request = m_request;
    request = BleConnectInd();
    request.initA = m_layer.GetAddress();
    request.advA = advertisement->advA;
    request.rxAdd = advertisement->txAddRandom;
    request.chSel = m_layer.UsesSelection2();
    m_selection2 = request.chSel && advertisement->chSel;
    request.accessAddress = DrawBleAccessAddress([this] { return m_layer.Random(); });
    request.crcInit = m_layer.Random() & 0xffffff;
    request.interval = parameters.IntervalUnits();
    request.latency = parameters.latency;
    request.timeout = parameters.TimeoutUnits();
    request.channelMap = m_layer.GetChannelMap().Bits();
    request.hop = 5 + m_layer.Random() % 12;
    request.sca = BleScaFromPpm(m_layer.GetClock().accuracyPpm);
    // The first transmit window: winOffset behind the transmit window delay, 1.25 ms wide (4.5.3).
    const Time unit = MicroSeconds(ble::INTERVAL_UNIT_US);
    const Time earliest = end + MicroSeconds(ble::TRANSMIT_WINDOW_DELAY_US);
    m_anchor = m_layer.PlaceAnchor(parameters.interval, earliest, earliest + parameters.interval);
    request.winSize = 1;
    request.winOffset = static_cast<uint16_t>(
        std::min<int64_t>((m_anchor - earliest).GetNanoSeconds() / unit.GetNanoSeconds(),
                          request.interval));
    m_windowStart = earliest + unit * static_cast<int64_t>(request.winOffset);

    m_scanning = false;
    m_requesting = true;
    m_channel = reception.channel;
    m_layer.GetRadio()->Stop();
    m_step = Simulator::Schedule(reception.end + MicroSeconds(ble::T_IFS_US) - Simulator::Now(),
                                 &BleInitiator::Request,
                                 this);
}

void
BleInitiator::Request()
{
    std::vector<uint8_t> octets = EncodeBleAdvertising(m_request);
    const std::size_t size = octets.size();
    octets.resize(size + ble::CRC_SIZE);
    BleAppendCrc(octets.data() + size, BleCrc24(ble::ADVERTISING_CRC_INIT, octets.data(), size));
    m_layer.GetRadio()->Transmit(this,
                                 m_channel,
                                 BlePhyMode::LE_1M,
                                 ble::ADVERTISING_ACCESS_ADDRESS,
                                 Create<Packet>(octets.data(), octets.size()));
}

void
BleInitiator::RadioTransmitted()
{
    if (!m_requesting)
    {
        return;
    }
    m_requesting = false;
    m_layer.Initiated(m_request, m_selection2, m_windowStart, m_anchor);
    Resume();
}

} // namespace iomt
} // namespace ns3
