// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_LINK_H
#define IOMT_BLE_LINK_H

#include "ble-channel-selection.h"
#include "ble-clock.h"
#include "ble-connection-parameters.h"
#include "ble-constants.h"
#include "ble-data-pdu.h"
#include "ble-l2cap-bearer.h"
#include "ble-link-cipher.h"
#include "ble-link-statistics.h"
#include "ble-phy-mode.h"
#include "ble-procedure-host.h"
#include "ble-procedures.h"
#include "ble-radio.h"

#include "ns3/event-id.h"
#include "ns3/mac48-address.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/packet.h"

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace ns3
{
namespace iomt
{

class BleIdleSkipper;
class BleLinkLayer;

/// What the two ends of a connection agreed on when it was made (CONNECT_IND).
struct BleLinkSetup
{
    Mac48Address peer;
    uint32_t accessAddress{0};
    uint32_t crcInit{0};
    BleConnectionParameters parameters;
    uint8_t hop{5};         //!< of channel selection #1
    bool selection2{true};  //!< channel selection #2 is used
    BleChannelMap channels; //!< in use
    double peerPpm{50};     //!< accuracy the peer promised [ppm]
    Time windowStart;       //!< of the first transmit window, in true time
    Time windowSize;        //!< of the first transmit window
};

/**
 * @brief One side of a connection: what both roles have in common.
 *
 * Core 5.4, Vol 6, Part B, 4.5. The data path is here: fragmentation of L2CAP PDUs, SN and NESN,
 * retransmission, encryption, reassembly. When events take place is for the children:
 *
 *     L2CAP PDU ─▶ queue ─▶ data PDU (sealed once) ─▶ [ event: BleCentralLink │ BlePeripheralLink ]
 * ─▶ BleRadio L2CAP PDU ◀─ reassembly ◀─ opened ◀─ SN, NESN ◀─ CRC
 * ◀──────────────────────────────────────────┘
 *
 * Between events an idle link may leave the simulator's event queue altogether: BleIdleSkipper.
 */
class BleLink : public Object, public BleL2capBearer, public BleProcedureHost, public BleRadioUser
{
  public:
    /// Core 5.4, Vol 6, Part B, 4.5.
    enum class Role
    {
        CENTRAL,
        PERIPHERAL,
    };

    static TypeId GetTypeId();
    /**
     * @param layer the controller this link belongs to; outlives it
     * @param setup what was agreed
     */
    BleLink(BleLinkLayer& layer, const BleLinkSetup& setup);
    ~BleLink() override;

    /// Start with event 0.
    virtual void Start() = 0;
    /// @return which side this is
    virtual Role GetRole() const = 0;

    // BleL2capBearer
    void Send(Ptr<const Packet> l2capPdu) override;
    uint32_t GetQueued() const override;
    void SetReceiveCallback(Callback<void, Ptr<Packet>> callback) override;
    void SetSentCallback(Callback<void> callback) override;

    /// Told once, when the link is no more.
    using ClosedCallback = Callback<void, BleError>;
    /// Told when encryption came on, or was refused.
    using EncryptionCallback = Callback<void, bool, BleError>;
    /// Told of changes by control procedures.
    using EventCallback = Callback<void, BleProcedureEvent>;

    void SetClosedCallback(ClosedCallback callback);
    void SetEncryptionCallback(EncryptionCallback callback);
    void SetEventCallback(EventCallback callback);
    /// @param key what a peripheral answers LL_ENC_REQ with; nothing: it has none
    void SetLongTermKey(std::optional<BleKey> key);

    /**
     * @brief Ask for a control procedure: data length, PHY, parameters, channel map, encryption,
     * termination. Wakes a link whose idle events are skipped.
     */
    BleProcedures& Procedures();

    Mac48Address GetPeer() const;
    uint32_t GetAccessAddress() const;
    bool IsOpen() const;
    bool IsEncrypted() const;
    const BleConnectionParameters& GetParameters() const override;
    BleChannelMap GetChannelMap() const;
    BlePhyMode GetTxPhy() const;
    BlePhyMode GetRxPhy() const;
    /// @return octets of payload a data PDU of this side may carry now (MIC not counted)
    uint16_t GetTxOctets() const;
    /// @return counters up to now, skipped events included
    const BleLinkStatistics& GetStatistics();
    /// @return whether idle events are being skipped now
    bool IsSkipping() const;

    // BleProcedureHost
    bool IsCentral() const override;
    uint64_t EventCounter() const override;
    void SendControl(const std::vector<uint8_t>& payload) override;
    void SetDataLength(uint16_t maxTxOctets,
                       uint16_t maxRxOctets,
                       uint16_t maxTxTime,
                       uint16_t maxRxTime) override;
    void UpdateConnectionAt(uint64_t instant,
                            const BleConnectionParameters& parameters,
                            uint8_t winSize,
                            uint16_t winOffset) override;
    void UpdateChannelMapAt(uint64_t instant, BleChannelMap map) override;
    void UpdatePhyAt(uint64_t instant, BlePhyMode tx, BlePhyMode rx) override;
    BleTransmitWindow ChooseWindow(const BleConnectionParameters& parameters) override;
    void PauseData(bool pause) override;
    void SetCipher(std::unique_ptr<BleLinkCipher> cipher) override;
    void EncryptTransmit(bool on) override;
    void EncryptReceive(bool on) override;
    uint32_t Random() override;
    void Close(BleError reason) override;
    void CloseAcknowledged(BleError reason) override;
    void EncryptionChanged(bool on, BleError status) override;
    std::optional<BleKey> LongTermKey(uint64_t rand, uint16_t ediv) override;
    void Notify(BleProcedureEvent event) override;
    bool AcceptParameters(const BleConnectionParameters& parameters) override;

    // BleRadioUser
    void RadioSynced(Time start, Time end) override;
    void RadioReceived(const BleReception& reception) override;
    void RadioTransmitted() override;

    /// @return start of this link's first event at or after a time, skipped or not
    virtual Time NextStart(Time after) const = 0;

  protected:
    friend class BleIdleSkipper;
    friend class BleLinkLayer;

    void DoDispose() override;

    /// The event's time has come. @return false if it cannot take place
    bool TakeRadio();
    /// An event of this link is over: release the radio, plan the next one.
    void EndEvent();
    /// Count on to the next event this side will take part in.
    virtual void Advance() = 0;
    /// Plan event `m_event`.
    virtual void ScheduleNext() = 0;
    /// There is something to send: leave peripheral latency, if it is being used.
    virtual void Hasten() = 0;
    /**
     * @brief Plan the end of the link if it is due before an event.
     * @param start of the event
     * @return whether the link ends before
     */
    bool ExpiresBefore(Time start);
    /// The first bit of the peer's packet arrived at `start`.
    virtual void Synchronised(Time start) = 0;
    /// The peer's packet is over. @param valid its CRC was right @param md the peer has more data
    virtual void Exchanged(Time end, bool valid, bool md) = 0;
    /// This side's packet is over.
    virtual void Sent() = 0;
    /// Apply connection parameters at their instant.
    virtual void ApplyParameters(const BleConnectionParameters& parameters,
                                 Time windowOffset,
                                 Time windowSize) = 0;

    /// Choose what to send now, if it is not the last PDU again. @return its header
    BleDataHeader NextHeader();
    /// Put a PDU together and send it now on the channel of this event.
    void TransmitPdu();
    /**
     * @brief A PDU arrived whole.
     * @param first octet of its header, as received: what the MIC covers
     * @param header of it
     * @param payload its octets; changed
     * @param origin what it was cut from
     */
    void Accept(uint8_t first,
                const BleDataHeader& header,
                uint8_t* payload,
                const Ptr<const Packet>& origin);
    /// @return whether there is a PDU with content to send, or one not yet acknowledged
    bool HasMore() const;

    /// @return whether content was sent that is not acknowledged
    bool HasUnacknowledged() const
    {
        return m_loaded && m_outgoing.content;
    }

    /// @return whether nothing but data is to be sent, and nothing is about to change
    bool IsSettled() const;
    /// @return whether nothing is to be done but to keep the link alive
    bool IsQuiet() const;
    /// Apply what was agreed for event m_event.
    void ApplyInstants();
    /// Wake from skipping, since there is something to do.
    void Wake();
    /// @return air time of the longest PDU the peer may send now
    Time LongestReception() const;
    /// @return air time of the PDU TransmitPdu() would send
    Time NextTransmission();
    /// Listen from just before T_IFS after `end` until a packet must have begun.
    void ListenAfterIfs();
    /// @return how long ListenAfterIfs() listens if nothing comes
    Time AnswerWindow() const;
    /// Nothing was heard in time.
    virtual void ListenTimeout() = 0;

    BleLinkLayer& m_layer;
    Mac48Address m_peer;
    uint32_t m_accessAddress;
    uint32_t m_crcInit;
    BleConnectionParameters m_parameters;
    BleChannelSelection m_selection;
    BleChannelMap m_channels;
    double m_peerPpm;
    bool m_open{true};
    std::optional<BleError> m_closing; //!< once the next packet is sent
    bool m_inEvent{false};
    bool m_moreData{false};    //!< MD of the PDU sent last
    Time m_firstWindow;        //!< until the end of the first transmit window
    bool m_established{false}; //!< a packet of the peer was received since the link was made
    uint64_t m_event{0};       //!< counter of the current, or between events the next event
    uint8_t m_channel{0};      //!< of the current event
    uint8_t m_crcErrors{0};    //!< in a row, in this event
    Time m_lastValid;          //!< when the last valid packet of the peer ended
    BlePhyMode m_lastMode{BlePhyMode::LE_1M}; //!< of the last valid packet
    double m_lastRssiDbm{0};                  //!< of the last valid packet [dBm]
    double m_lastSinrDb{0};                   //!< of the last valid packet [dB]
    bool m_sinrHolds{false};                  //!< neither side has moved since
    BlePhyMode m_txPhy{BlePhyMode::LE_1M};
    BlePhyMode m_rxPhy{BlePhyMode::LE_1M};
    EventId m_next;    //!< begins the next event
    EventId m_step;    //!< next step within an event
    EventId m_timeout; //!< nothing heard
    BleLinkStatistics m_statistics;
    std::shared_ptr<BleIdleSkipper> m_skipper;

  private:
    /// A PDU that is on its way until the peer acknowledges it.
    struct Outgoing
    {
        uint8_t llid{ble::LLID_CONTINUATION};
        uint8_t size{0}; //!< of payload and MIC [B]
        bool lastOfSdu{false};
        bool content{false}; //!< not an empty PDU
        bool sealed{false};  //!< a MIC is part of the payload
        uint8_t opcode{0};   //!< of a control PDU
        uint32_t attempts{0};
        std::array<uint8_t, 256> payload;
        Ptr<const Packet> origin;
    };

    bool Load();
    void Acknowledged();
    bool Receive(const BleReception& reception, bool& md);
    void ReceiveContent(uint8_t first, uint8_t llid, uint8_t* payload, std::size_t size);
    void Reassemble(bool start, const uint8_t* payload, std::size_t size);
    void Deliver(const uint8_t* octets, std::size_t size);
    void Malformed(const char* cause);
    void ListenForAnswer();
    void LimitPayload();

    /// A control PDU that waits, and whether it will be encrypted.
    struct Control
    {
        std::vector<uint8_t> payload;
        bool encrypted;
    };

    std::deque<Control> m_controlQueue;
    std::deque<Ptr<const Packet>> m_dataQueue;
    std::vector<uint8_t> m_octets; //!< of the first of m_dataQueue, if it takes several PDUs
    uint32_t m_dataOffset{0};      //!< how many of them were sent already
    bool m_paused{false};
    bool m_loaded{false};
    Outgoing m_outgoing;
    bool m_sn{false};   //!< transmitSeqNum
    bool m_nesn{false}; //!< nextExpectedSeqNum
    std::unique_ptr<BleLinkCipher> m_cipher;
    bool m_encryptTx{false};
    bool m_encryptRx{false};
    uint16_t m_txOctets{27};
    uint16_t m_rxOctets{27};
    uint16_t m_txTimeUs{328};
    uint16_t m_rxTimeUs{328};
    uint16_t m_payloadLimit{27};

    std::vector<uint8_t> m_reassembly;
    std::vector<uint8_t> m_compare;
    Ptr<const Packet> m_origin;         //!< of the L2CAP PDU being reassembled
    Ptr<const Packet> m_receivedOrigin; //!< of the data PDU being received

    struct ParameterUpdate
    {
        uint64_t instant;
        BleConnectionParameters parameters;
        uint8_t winSize;
        uint16_t winOffset;
    };

    struct MapUpdate
    {
        uint64_t instant;
        BleChannelMap map;
    };

    struct PhyUpdate
    {
        uint64_t instant;
        BlePhyMode tx;
        BlePhyMode rx;
    };

    std::optional<ParameterUpdate> m_parameterUpdate;
    std::optional<MapUpdate> m_mapUpdate;
    std::optional<PhyUpdate> m_phyUpdate;

    BleProcedures m_procedures;
    std::optional<BleKey> m_longTermKey;
    Callback<void, Ptr<Packet>> m_receive;
    Callback<void> m_sent;
    ClosedCallback m_closed;
    EncryptionCallback m_encryption;
    EventCallback m_eventCallback;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_LINK_H
