// SPDX-License-Identifier: GPL-2.0-only

#include "ble-link.h"

#include "ble-crc.h"
#include "ble-idle-skipper.h"
#include "ble-link-layer.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cstring>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(BleLink);

namespace
{

/// Octets of a data PDU beside its payload: header 2, CRC 3 (Core 5.4, Vol 6, Part B, 2.4, 2.1).
constexpr uint32_t PDU_OVERHEAD = 5;

/// A receiver is ready this long before T_IFS and waits this long after (Vol 6, Part B, 4.2.1).
constexpr int64_t IFS_TOLERANCE_US = ble::ACTIVE_CLOCK_JITTER_US;

/// Flight of a packet and its answer, which a listener waits for on top: 300 m there and back.
constexpr int64_t FLIGHT_ALLOWANCE_US = 2;

} // namespace

TypeId
BleLink::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::BleLink").SetParent<Object>().SetGroupName("Iomt");
    return tid;
}

BleLink::BleLink(BleLinkLayer& layer, const BleLinkSetup& setup)
    : m_layer(layer),
      m_peer(setup.peer),
      m_accessAddress(setup.accessAddress),
      m_crcInit(setup.crcInit),
      m_parameters(setup.parameters),
      m_selection(setup.selection2 ? BleChannelSelection::Csa2(setup.accessAddress, setup.channels)
                                   : BleChannelSelection::Csa1(setup.hop, setup.channels)),
      m_channels(setup.channels),
      m_peerPpm(setup.peerPpm),
      m_lastValid(Simulator::Now()),
      m_procedures(*this, layer.GetCapabilities())
{
    LimitPayload();
}

BleLink::~BleLink() = default;

void
BleLink::DoDispose()
{
    m_next.Cancel();
    m_step.Cancel();
    m_timeout.Cancel();
    if (m_skipper)
    {
        m_skipper->Leave(*this);
        m_skipper.reset();
    }
    m_open = false;
    m_receive = Callback<void, Ptr<Packet>>();
    m_sent = Callback<void>();
    m_closed = ClosedCallback();
    m_encryption = EncryptionCallback();
    m_eventCallback = EventCallback();
    m_dataQueue.clear();
    m_origin = nullptr;
    m_outgoing.origin = nullptr;
    Object::DoDispose();
}

void
BleLink::SetReceiveCallback(Callback<void, Ptr<Packet>> callback)
{
    m_receive = callback;
}

void
BleLink::SetSentCallback(Callback<void> callback)
{
    m_sent = callback;
}

void
BleLink::SetClosedCallback(ClosedCallback callback)
{
    m_closed = callback;
}

void
BleLink::SetEncryptionCallback(EncryptionCallback callback)
{
    m_encryption = callback;
}

void
BleLink::SetEventCallback(EventCallback callback)
{
    m_eventCallback = callback;
}

void
BleLink::SetLongTermKey(std::optional<BleKey> key)
{
    m_longTermKey = key;
}

BleProcedures&
BleLink::Procedures()
{
    if (m_skipper)
    {
        // A procedure counts events from the present one.
        m_skipper->Wake(nullptr);
    }
    Hasten();
    return m_procedures;
}

Mac48Address
BleLink::GetPeer() const
{
    return m_peer;
}

uint32_t
BleLink::GetAccessAddress() const
{
    return m_accessAddress;
}

bool
BleLink::IsOpen() const
{
    return m_open;
}

bool
BleLink::IsEncrypted() const
{
    return m_encryptTx && m_encryptRx;
}

const BleConnectionParameters&
BleLink::GetParameters() const
{
    return m_parameters;
}

BleChannelMap
BleLink::GetChannelMap() const
{
    return m_channels;
}

BlePhyMode
BleLink::GetTxPhy() const
{
    return m_txPhy;
}

BlePhyMode
BleLink::GetRxPhy() const
{
    return m_rxPhy;
}

uint16_t
BleLink::GetTxOctets() const
{
    return m_payloadLimit;
}

const BleLinkStatistics&
BleLink::GetStatistics()
{
    if (m_skipper)
    {
        m_skipper->Settle();
    }
    return m_statistics;
}

bool
BleLink::IsSkipping() const
{
    return m_skipper && m_skipper->IsAsleep();
}

// --- What the host hands over ----------------------------------------------------------------

void
BleLink::Send(Ptr<const Packet> l2capPdu)
{
    if (!m_open)
    {
        return;
    }
    m_dataQueue.push_back(l2capPdu);
    Wake();
}

uint32_t
BleLink::GetQueued() const
{
    // The PDU in flight is counted with the L2CAP PDU it ends; one that does not end it leaves
    // that L2CAP PDU in the queue.
    return m_dataQueue.size() + (m_loaded && m_outgoing.lastOfSdu ? 1 : 0);
}

void
BleLink::Wake()
{
    if (m_skipper && m_skipper->IsAsleep())
    {
        m_skipper->Wake(this);
    }
    else
    {
        Hasten();
    }
}

bool
BleLink::HasMore() const
{
    return (m_loaded && m_outgoing.content) || !m_controlQueue.empty() ||
           (!m_paused && !m_dataQueue.empty());
}

bool
BleLink::IsSettled() const
{
    return m_controlQueue.empty() && !m_parameterUpdate && !m_mapUpdate && !m_phyUpdate &&
           m_procedures.IsIdle() && !m_paused && !m_closing;
}

bool
BleLink::IsQuiet() const
{
    return m_dataQueue.empty() && IsSettled();
}

// --- Data PDUs out -----------------------------------------------------------------------------

bool
BleLink::Load()
{
    if (m_loaded)
    {
        return m_outgoing.content;
    }
    m_loaded = true;
    Outgoing& out = m_outgoing;
    out.lastOfSdu = false;
    out.content = false;
    out.opcode = 0;
    out.origin = nullptr;
    out.llid = ble::LLID_CONTINUATION;
    out.size = 0;
    bool encrypt = m_encryptTx;
    if (!m_controlQueue.empty())
    {
        const Control& control = m_controlQueue.front();
        out.llid = ble::LLID_CONTROL;
        out.size = static_cast<uint8_t>(control.payload.size());
        out.opcode = control.payload.front();
        out.content = true;
        encrypt = control.encrypted;
        std::copy(control.payload.begin(), control.payload.end(), out.payload.begin());
        m_controlQueue.pop_front();
    }
    else if (!m_paused && !m_dataQueue.empty())
    {
        const Ptr<const Packet>& packet = m_dataQueue.front();
        const uint32_t total = packet->GetSize();
        out.llid = m_dataOffset == 0 ? ble::LLID_START : ble::LLID_CONTINUATION;
        out.size = static_cast<uint8_t>(std::min<uint32_t>(m_payloadLimit, total - m_dataOffset));
        out.content = true;
        out.origin = packet;
        if (m_dataOffset == 0 && out.size == total)
        {
            packet->CopyData(out.payload.data(), out.size);
        }
        else
        {
            if (m_dataOffset == 0)
            {
                m_octets.resize(total);
                packet->CopyData(m_octets.data(), total);
            }
            std::memcpy(out.payload.data(), m_octets.data() + m_dataOffset, out.size);
        }
        m_dataOffset += out.size;
        if (m_dataOffset == total)
        {
            out.lastOfSdu = true;
            m_dataOffset = 0;
            m_dataQueue.pop_front();
        }
    }
    if (encrypt && out.content && m_cipher)
    {
        m_cipher->Seal(out.llid, out.payload.data(), out.size);
        out.size += BLE_MIC_SIZE;
        out.sealed = true;
    }
    else
    {
        out.sealed = false;
    }
    out.attempts = 0;
    return out.content;
}

BleDataHeader
BleLink::NextHeader()
{
    Load();
    BleDataHeader header;
    header.llid = m_outgoing.llid;
    header.nesn = m_nesn;
    header.sn = m_sn;
    header.md = !m_controlQueue.empty() || (!m_paused && !m_dataQueue.empty());
    header.length = m_outgoing.size;
    m_moreData = header.md;
    ++m_statistics.transmittedPdus;
    if (m_outgoing.content && m_outgoing.attempts++ > 0)
    {
        ++m_statistics.repeatedPdus;
    }
    m_layer.m_transmittedTrace(this, m_outgoing.size);
    return header;
}

void
BleLink::TransmitPdu()
{
    const BleDataHeader header = NextHeader();
    std::array<uint8_t, 2 + 255 + 3> octets;
    header.Encode(octets.data());
    std::memcpy(octets.data() + 2, m_outgoing.payload.data(), m_outgoing.size);
    const std::size_t size = 2u + m_outgoing.size;
    BleAppendCrc(octets.data() + size, BleCrc24(m_crcInit, octets.data(), size));
    m_layer.m_radio->Transmit(this,
                              m_channel,
                              m_txPhy,
                              m_accessAddress,
                              Create<Packet>(octets.data(), size + 3),
                              m_outgoing.origin);
}

void
BleLink::Acknowledged()
{
    m_sn = !m_sn;
    if (!m_loaded)
    {
        return;
    }
    m_loaded = false;
    if (!m_outgoing.content)
    {
        return;
    }
    m_statistics.sentOctets += m_outgoing.size - (m_outgoing.sealed ? BLE_MIC_SIZE : 0);
    m_outgoing.origin = nullptr;
    if (m_outgoing.llid == ble::LLID_CONTROL)
    {
        m_procedures.Sent(m_outgoing.opcode);
    }
    else if (m_outgoing.lastOfSdu && !m_sent.IsNull())
    {
        m_sent();
    }
}

Time
BleLink::NextTransmission()
{
    Load();
    return BleAirTime(m_txPhy, m_outgoing.size);
}

Time
BleLink::LongestReception() const
{
    const uint32_t mic = m_encryptRx ? BLE_MIC_SIZE : 0;
    // Either coding may come; a peer keeps to the one it used last.
    const BlePhyMode mode = IsBleCoded(m_rxPhy) && IsBleCoded(m_lastMode) ? m_lastMode : m_rxPhy;
    return std::min<Time>(BleAirTime(mode, m_rxOctets + mic), MicroSeconds(m_rxTimeUs));
}

// --- Data PDUs in ------------------------------------------------------------------------------

void
BleLink::RadioSynced(Time start, Time)
{
    m_timeout.Cancel();
    Synchronised(start);
}

void
BleLink::RadioReceived(const BleReception& reception)
{
    // What is received may close the link and let go of it.
    const Ptr<BleLink> self(this);
    if (!m_open || !m_inEvent)
    {
        return;
    }
    m_timeout.Cancel();
    m_layer.m_radio->Stop();
    bool md = false;
    const bool valid = Receive(reception, md);
    if (!m_open)
    {
        return;
    }
    if (valid)
    {
        m_crcErrors = 0;
        m_established = true;
        m_lastValid = reception.end;
        m_lastMode = reception.mode;
        m_lastRssiDbm = reception.rssiDbm;
        m_lastSinrDb = reception.sinrDb;
        m_sinrHolds = true;
    }
    else
    {
        ++m_crcErrors;
    }
    Exchanged(reception.end, valid, md);
}

void
BleLink::RadioTransmitted()
{
    if (!m_open || !m_inEvent)
    {
        return;
    }
    if (m_closing)
    {
        Close(*m_closing);
        return;
    }
    Sent();
}

bool
BleLink::Receive(const BleReception& reception, bool& md)
{
    std::array<uint8_t, 2 + 255 + 3> octets;
    const uint32_t size = reception.pdu->GetSize();
    if (size < PDU_OVERHEAD || size > octets.size())
    {
        Malformed("PDU too short or too long");
        return false;
    }
    if (!reception.crcOk)
    {
        ++m_statistics.crcErrors;
        return false;
    }
    reception.pdu->CopyData(octets.data(), size);
    if (!BleCheckCrc(m_crcInit, octets.data(), size))
    {
        ++m_statistics.crcErrors;
        return false;
    }
    const BleDataHeader header = BleDataHeader::Decode(octets.data());
    if (header.length + PDU_OVERHEAD != size)
    {
        Malformed("length of the header and of the PDU differ");
        return false;
    }
    md = header.md;
    Accept(octets[0], header, octets.data() + 2, reception.origin);
    return true;
}

void
BleLink::Accept(uint8_t first,
                const BleDataHeader& header,
                uint8_t* payload,
                const Ptr<const Packet>& origin)
{
    ++m_statistics.receivedPdus;
    m_layer.m_receivedTrace(this, header.length);
    // Core 5.4, Vol 6, Part B, 4.5.9: what NESN says of this side's PDU …
    if (header.nesn != m_sn)
    {
        Acknowledged();
        if (!m_open)
        {
            return;
        }
    }
    // … and what SN says of the peer's.
    if (header.sn == m_nesn)
    {
        m_nesn = !m_nesn;
        if (header.length > 0)
        {
            m_receivedOrigin = origin;
            ReceiveContent(first, header.llid, payload, header.length);
            m_receivedOrigin = nullptr;
        }
    }
}

void
BleLink::ReceiveContent(uint8_t first, uint8_t llid, uint8_t* payload, std::size_t size)
{
    if (m_encryptRx && m_cipher)
    {
        if (!m_cipher->Open(first, payload, size))
        {
            // Core 5.4, Vol 6, Part B, 5.1.3.1 and Part E, 1: the link is lost at once.
            Malformed("MIC failure");
            Close(BleError::MIC_FAILURE);
            return;
        }
        size -= BLE_MIC_SIZE;
    }
    if (size > m_rxOctets && llid != ble::LLID_CONTROL)
    {
        Malformed("payload longer than agreed");
        return;
    }
    m_statistics.receivedOctets += size;
    switch (llid)
    {
    case ble::LLID_CONTROL:
        m_procedures.Receive(payload, size);
        break;
    case ble::LLID_START:
    case ble::LLID_CONTINUATION:
        m_procedures.ReceivedData();
        if (m_open)
        {
            Reassemble(llid == ble::LLID_START, payload, size);
        }
        break;
    default:
        Malformed("reserved LLID");
    }
}

void
BleLink::Reassemble(bool start, const uint8_t* payload, std::size_t size)
{
    // Core 5.4, Vol 3, Part A, 3.1: length (2, of what follows the header) and channel (2).
    constexpr std::size_t HEADER = 4;
    if (start)
    {
        if (!m_reassembly.empty())
        {
            Malformed("L2CAP PDU begun before the last was complete");
            m_reassembly.clear();
        }
        m_origin = m_receivedOrigin;
        if (size >= HEADER && size == HEADER + (payload[0] | payload[1] << 8))
        {
            Deliver(payload, size);
            return;
        }
    }
    else if (m_reassembly.empty())
    {
        Malformed("continuation of no L2CAP PDU");
        return;
    }
    m_reassembly.insert(m_reassembly.end(), payload, payload + size);
    if (m_origin != m_receivedOrigin)
    {
        m_origin = nullptr;
    }
    if (m_reassembly.size() < HEADER)
    {
        return;
    }
    const std::size_t whole = HEADER + (m_reassembly[0] | m_reassembly[1] << 8);
    if (m_reassembly.size() > whole)
    {
        Malformed("L2CAP PDU longer than its header says");
        m_reassembly.clear();
        m_origin = nullptr;
    }
    else if (m_reassembly.size() == whole)
    {
        std::vector<uint8_t> octets;
        octets.swap(m_reassembly);
        Deliver(octets.data(), octets.size());
        if (m_reassembly.empty())
        {
            // Keep the memory for the next one.
            octets.clear();
            m_reassembly.swap(octets);
        }
    }
}

void
BleLink::Deliver(const uint8_t* octets, std::size_t size)
{
    Ptr<Packet> packet;
    // The octets decide. Only where they are those of the packet they were made of does that
    // packet go on, with the tags it carries; what was changed on the way arrives without.
    if (m_origin && m_origin->GetSize() == size)
    {
        m_compare.resize(size);
        m_origin->CopyData(m_compare.data(), size);
        if (std::memcmp(m_compare.data(), octets, size) == 0)
        {
            packet = m_origin->Copy();
        }
    }
    m_origin = nullptr;
    if (!packet)
    {
        packet = Create<Packet>(octets, size);
    }
    if (!m_receive.IsNull())
    {
        m_receive(packet);
    }
}

void
BleLink::Malformed(const char* cause)
{
    ++m_statistics.malformed;
    m_layer.m_malformedTrace(cause);
}

// --- Events --------------------------------------------------------------------------------------

bool
BleLink::TakeRadio()
{
    ++m_statistics.events;
    if (!m_layer.Claim(this))
    {
        ++m_statistics.missedEvents;
        ++m_statistics.refusedEvents;
        m_layer.m_missedTrace(this, m_event, "radio busy");
        return false;
    }
    m_inEvent = true;
    m_crcErrors = 0;
    m_channel = m_selection.Channel(m_event);
    m_layer.m_eventTrace(this, m_event, m_channel);
    m_procedures.AtEvent(Simulator::Now());
    return m_open;
}

void
BleLink::EndEvent()
{
    m_inEvent = false;
    m_layer.m_radio->Stop();
    m_layer.Release(this);
    if (!m_open)
    {
        return;
    }
    Advance();
    if (m_skipper && m_skipper->Sleep())
    {
        return;
    }
    ScheduleNext();
}

bool
BleLink::ExpiresBefore(Time start)
{
    // Core 5.4, Vol 6, Part B, 4.5: six intervals until the first packet, the supervision timeout
    // from then on.
    const Time limit = m_lastValid + (m_established ? m_parameters.supervisionTimeout
                                                    : 6 * m_parameters.interval + m_firstWindow);
    if (start < limit)
    {
        return false;
    }
    m_next = Simulator::Schedule(std::max(limit - Simulator::Now(), Time(0)),
                                 &BleLink::Close,
                                 this,
                                 m_established ? BleError::CONNECTION_TIMEOUT
                                               : BleError::CONNECTION_FAILED_TO_BE_ESTABLISHED);
    return true;
}

void
BleLink::ListenAfterIfs()
{
    m_step = Simulator::Schedule(MicroSeconds(ble::T_IFS_US - IFS_TOLERANCE_US),
                                 &BleLink::ListenForAnswer,
                                 this);
}

void
BleLink::ListenForAnswer()
{
    m_timeout = Simulator::Schedule(AnswerWindow(), &BleLink::ListenTimeout, this);
    m_layer.m_radio->Listen(this, m_channel, m_rxPhy, m_accessAddress);
}

Time
BleLink::AnswerWindow() const
{
    return MicroSeconds(2 * IFS_TOLERANCE_US + FLIGHT_ALLOWANCE_US) + BleSyncTime(m_rxPhy);
}

void
BleLink::CloseAcknowledged(BleError reason)
{
    m_closing = reason;
}

void
BleLink::Close(BleError reason)
{
    if (!m_open)
    {
        return;
    }
    const Ptr<BleLink> self(this);
    m_open = false;
    m_next.Cancel();
    m_step.Cancel();
    m_timeout.Cancel();
    if (m_skipper)
    {
        m_skipper->Leave(*this);
        m_skipper.reset();
    }
    if (m_inEvent)
    {
        m_inEvent = false;
        m_layer.m_radio->Stop();
        m_layer.Release(this);
    }
    m_layer.Remove(this, reason);
    if (!m_closed.IsNull())
    {
        m_closed(reason);
    }
}

void
BleLink::ApplyInstants()
{
    if (m_mapUpdate && m_mapUpdate->instant <= m_event)
    {
        m_channels = m_mapUpdate->map;
        m_selection.SetMap(m_channels);
        m_mapUpdate.reset();
    }
    if (m_phyUpdate && m_phyUpdate->instant <= m_event)
    {
        m_txPhy = m_phyUpdate->tx;
        m_rxPhy = m_phyUpdate->rx;
        m_phyUpdate.reset();
        LimitPayload();
        m_layer.Rearranged();
    }
    if (m_parameterUpdate && m_parameterUpdate->instant <= m_event)
    {
        const ParameterUpdate update = *m_parameterUpdate;
        m_parameterUpdate.reset();
        ApplyParameters(update.parameters,
                        MicroSeconds(update.winOffset * ble::INTERVAL_UNIT_US),
                        MicroSeconds(update.winSize * ble::INTERVAL_UNIT_US));
        LimitPayload();
        m_layer.Rearranged();
    }
}

// --- What control procedures do to a link
// ----------------------------------------------------------

bool
BleLink::IsCentral() const
{
    return GetRole() == Role::CENTRAL;
}

uint64_t
BleLink::EventCounter() const
{
    return m_event;
}

void
BleLink::SendControl(const std::vector<uint8_t>& payload)
{
    if (!m_open || payload.empty() || payload.size() > 251)
    {
        return;
    }
    m_controlQueue.push_back({payload, m_encryptTx});
    Wake();
}

void
BleLink::SetDataLength(uint16_t maxTxOctets,
                       uint16_t maxRxOctets,
                       uint16_t maxTxTime,
                       uint16_t maxRxTime)
{
    m_txOctets = maxTxOctets;
    m_rxOctets = maxRxOctets;
    m_txTimeUs = maxTxTime;
    m_rxTimeUs = maxRxTime;
    LimitPayload();
}

void
BleLink::LimitPayload()
{
    // Core 5.4, Vol 6, Part B, 4.5.10: both the octets and the air time, MIC included, are bounded.
    // Neither may a PDU fill its interval: its answer and both T_IFS have to fit (4.5.10,
    // connIntervalPortionAvailable), though 27 octets are always allowed.
    const int64_t interval = m_parameters.interval.GetMicroSeconds();
    const int64_t portion = interval - 2 * ble::T_IFS_US - BleAirTimeUs(m_rxPhy, 0);
    const uint32_t within = BlePayloadWithin(m_txPhy, std::clamp<int64_t>(portion, 0, m_txTimeUs));
    const uint32_t octets = within > BLE_MIC_SIZE ? within - BLE_MIC_SIZE : 0;
    m_payloadLimit =
        static_cast<uint16_t>(std::clamp<uint32_t>(octets, ble::DATA_OCTETS_MIN, m_txOctets));
}

void
BleLink::UpdateConnectionAt(uint64_t instant,
                            const BleConnectionParameters& parameters,
                            uint8_t winSize,
                            uint16_t winOffset)
{
    m_parameterUpdate = {instant, parameters, winSize, winOffset};
    Wake();
}

void
BleLink::UpdateChannelMapAt(uint64_t instant, BleChannelMap map)
{
    m_mapUpdate = {instant, map};
    Wake();
}

void
BleLink::UpdatePhyAt(uint64_t instant, BlePhyMode tx, BlePhyMode rx)
{
    m_phyUpdate = {instant, tx, rx};
    Wake();
}

BleTransmitWindow
BleLink::ChooseWindow(const BleConnectionParameters& parameters)
{
    return m_layer.PlaceUpdate(*this, parameters);
}

void
BleLink::PauseData(bool pause)
{
    m_paused = pause;
    if (!pause)
    {
        Wake();
    }
}

void
BleLink::SetCipher(std::unique_ptr<BleLinkCipher> cipher)
{
    m_cipher = std::move(cipher);
}

void
BleLink::EncryptTransmit(bool on)
{
    m_encryptTx = on;
}

void
BleLink::EncryptReceive(bool on)
{
    m_encryptRx = on;
}

uint32_t
BleLink::Random()
{
    return m_layer.Random();
}

void
BleLink::EncryptionChanged(bool on, BleError status)
{
    if (!m_encryption.IsNull())
    {
        m_encryption(on, status);
    }
}

std::optional<BleKey>
BleLink::LongTermKey(uint64_t, uint16_t)
{
    // With LE Secure Connections, Rand and EDIV are zero and the peer says which key
    // (Core 5.4, Vol 3, Part H, 2.4.4).
    return m_longTermKey;
}

void
BleLink::Notify(BleProcedureEvent event)
{
    if (!m_eventCallback.IsNull())
    {
        m_eventCallback(event);
    }
}

bool
BleLink::AcceptParameters(const BleConnectionParameters&)
{
    return true;
}

} // namespace iomt
} // namespace ns3
