// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_PROCEDURES_H
#define IOMT_BLE_PROCEDURES_H

#include "ble-control-pdu.h"
#include "ble-procedure-host.h"

#include "ns3/nstime.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ns3::iomt
{

/// What a controller is able to do; both ends of a connection state their own.
struct BleCapabilities
{
    /// Bits of ble::FEATURE_…; whether it has 2M and Coded stands here
    uint64_t features{ble::FEATURE_ENCRYPTION | ble::FEATURE_CONNECTION_PARAMETERS_REQUEST |
                      ble::FEATURE_EXTENDED_REJECT | ble::FEATURE_PERIPHERAL_INITIATED_FEATURES |
                      ble::FEATURE_PING | ble::FEATURE_DATA_LENGTH_EXTENSION | ble::FEATURE_2M_PHY |
                      ble::FEATURE_CODED_PHY | ble::FEATURE_CHANNEL_SELECTION_2};
    uint16_t maxTxOctets{251};                  //!< 27 to 251 [octets]
    uint16_t maxTxTimeUs{17040};                //!< 328 to 17040 [µs]
    uint16_t maxRxOctets{251};                  //!< 27 to 251 [octets]
    uint16_t maxRxTimeUs{17040};                //!< 328 to 17040 [µs]
    BlePhyMode coding{BlePhyMode::LE_CODED_S8}; //!< own coding on the coded PHY: S8 or S2
    LlVersionInd version{ble::VERSION_CORE_5_4, ble::COMPANY_NONE, 0}; //!< what it says of itself

    /// @throws std::invalid_argument with value, rule and clause
    void Check() const;
};

/// Effective lengths of data PDUs (Core 5.4, Vol 6, Part B, 4.5.10).
struct BleDataLength
{
    uint16_t txOctets{27};  //!< [octets]
    uint16_t rxOctets{27};  //!< [octets]
    uint16_t txTimeUs{328}; //!< [µs]
    uint16_t rxTimeUs{328}; //!< [µs]
};

/// Why a control PDU from the air had no effect.
enum class BleRefusal : uint8_t
{
    UNKNOWN,    //!< an opcode this end does not know, or none at all
    MALFORMED,  //!< a length the opcode does not have
    BAD_VALUE,  //!< a field outside its range, or an instant that has passed
    UNEXPECTED, //!< an answer to no question, or a PDU of the other role
    COLLISION,  //!< incompatible with a procedure that is going on (5.3)
    FLOOD,      //!< too many answers wait for an acknowledgement already
    FORBIDDEN,  //!< not allowed while encryption starts; ends the link (5.1.3)
    COUNT
};

/// @return a word for it
const char* ToString(BleRefusal refusal);

/**
 * @brief One end of the link layer control protocol (Core 5.4, Vol 6, Part B, 5).
 *
 *                   requests of the host                PDUs of the peer
 *                            │                                 │
 *                          queue                               │
 *                            ▼                                 ▼
 *                     local procedure ◀── collisions ──▶ remote procedure
 *                            └───────────┬─────────────────────┘
 *                                        ▼
 *                     BleProcedureHost: PDUs, instants, cipher, end of the link
 *
 * This end has one procedure of its own at a time and takes part in one of the peer's; requests
 * wait for their turn. Two with an instant never run at once: the central's wins (5.3). Of what
 * comes from the air nothing is fatal to more than the link: GetRefusals() counts it.
 *
 * Free of the simulator: time is what AtEvent() says. While not IsIdle(), every connection event
 * has to be played, without peripheral latency, so that an instant is not slept through.
 */
class BleProcedures
{
  public:
    /**
     * @param host the link; outlives this, and is not called by the constructor
     * @param capabilities of this end
     * @throws std::invalid_argument if the capabilities are impossible
     */
    explicit BleProcedures(BleProcedureHost& host, const BleCapabilities& capabilities = {});

    /// @name From the link
    ///@{
    /**
     * @brief A new control PDU, decrypted.
     * @param payload opcode and CtrData
     * @param size of it [octets]
     */
    void Receive(const uint8_t* payload, std::size_t size);
    /// A new data PDU with at least one octet came; it must not while encryption starts.
    void ReceivedData();
    /// @param opcode of a control PDU that the peer has acknowledged
    void Sent(uint8_t opcode);
    /**
     * @brief An event begins, and whatever was agreed for it is in force.
     * @param now the time
     */
    void AtEvent(Time now);
    /// @return whether no procedure runs or waits, and no answer waits for an acknowledgement
    bool IsIdle() const;
    /// @return when AtEvent() would give up waiting for an answer; Time::Max() if for none
    Time Deadline() const;
    ///@}

    /// @name Requests; BleProcedureHost::Notify() tells the end
    ///@{
    void StartFeatureExchange();
    /// The answer of the peer holds as long as the link: a second request is answered from memory.
    void StartVersionExchange();
    /**
     * @param octets longest payload this end would like to send [octets]
     * @param timeUs longest packet this end would like to send [µs]
     * @throws std::invalid_argument outside 27 to 251 octets or 328 to 17040 µs
     */
    void StartDataLengthUpdate(uint16_t octets, uint16_t timeUs);
    /**
     * @param preferred for both directions; S2 or S8 also says how this end codes
     * @throws std::invalid_argument if this end has not got it
     */
    void StartPhyUpdate(BlePhyMode preferred);
    /**
     * @brief A central decides, a peripheral asks.
     * @param parameters wanted
     * @throws std::invalid_argument if they are impossible
     */
    void StartConnectionUpdate(const BleConnectionParameters& parameters);
    /**
     * @param map channels to use
     * @throws std::logic_error on a peripheral
     */
    void StartChannelMapUpdate(const BleChannelMap& map);
    /**
     * @brief Encrypt, or refresh the key of an encrypted link.
     * @param ltk long term key of LE Secure Connections, where Rand and EDIV are 0
     * @throws std::logic_error on a peripheral
     */
    void StartEncryption(const BleKey& ltk);
    void StartPing();
    /**
     * @brief Say goodbye, at once whatever else is going on.
     *
     * The link closes with LOCAL_HOST_TERMINATED as soon as the peer has acknowledged, or a
     * supervision timeout later.
     * @param reason told to the peer
     */
    void StartTermination(BleError reason);
    ///@}

    bool IsEncrypted() const;
    bool IsTerminating() const;
    const BleCapabilities& GetCapabilities() const;
    BleDataLength GetDataLength() const;
    /// @return feature set of the peer, as far as it has told
    std::optional<uint64_t> GetPeerFeatures() const;
    /// @return what the peer said of itself, if it did
    const std::optional<LlVersionInd>& GetPeerVersion() const;
    /// @return PDUs without effect, by BleRefusal
    const std::array<uint64_t, static_cast<std::size_t>(BleRefusal::COUNT)>& GetRefusals() const;

  private:
    /// A procedure that is going on; ours, or one of the peer's.
    struct Slot
    {
        enum State : uint8_t
        {
            FREE,
            ANSWER,  //!< a PDU of the peer is due: awaited
            INSTANT, //!< agreed, and due at an event: instant
        };

        State state{FREE};
        BleProcedure procedure{BleProcedure::PING};
        BleOpcode asked{BleOpcode::LL_PING_REQ};   //!< this end's last PDU, which a reject names
        BleOpcode awaited{BleOpcode::LL_PING_RSP}; //!< if ANSWER
        uint64_t instant{0};                       //!< if INSTANT
        BlePhyMode tx{BlePhyMode::LE_1M};          //!< of a PHY update, if INSTANT
        BlePhyMode rx{BlePhyMode::LE_1M};          //!< of a PHY update, if INSTANT
        std::optional<Time> deadline;              //!< if ANSWER, as soon as the time is known
    };

    /// What the host asked for and has not begun.
    struct Request
    {
        BleProcedure procedure{BleProcedure::PING};
        uint16_t octets{0};                 //!< of a data length update
        uint16_t timeUs{0};                 //!< of a data length update
        BlePhyMode phy{BlePhyMode::LE_1M};  //!< of a PHY update
        BleConnectionParameters parameters; //!< of a connection update
        BleChannelMap map;                  //!< of a channel map update
        BleKey key{};                       //!< of encryption
    };

    // ble-procedures-requests.cc: whose turn it is
    void Ask(const Request& request);
    void Next();
    bool MayBegin(BleProcedure procedure) const;
    void Begin(const Request& request);
    void Report(BleProcedure procedure, BleError status);
    bool HasFeature(uint64_t feature) const;
    bool PeerLacks(uint64_t feature) const;

    // ble-procedures.cc: slots, answers, collisions
    void Send(const BleControlPdu& pdu);
    void SendAndAwait(Slot& slot,
                      BleProcedure procedure,
                      const BleControlPdu& pdu,
                      BleOpcode awaited);
    void AwaitInstant(Slot& slot, BleProcedure procedure, uint64_t instant);
    void Finish(Slot& slot, BleError status);
    void Fail(Slot& slot, uint8_t errorCode);
    void Rejected(std::optional<uint8_t> opcode, uint8_t errorCode);
    void End(BleError reason);
    void Count(BleRefusal refusal);
    void Reject(BleOpcode opcode, BleError error);
    void Unknown(uint8_t opcode, BleRefusal refusal);
    void BadValue(BleOpcode opcode);
    Slot* Awaiting(BleOpcode opcode);
    static bool HasInstant(BleProcedure procedure);
    bool Collides(BleProcedure procedure, BleOpcode opcode);

    // ble-procedures-exchange.cc: question and answer, goodbye
    void BeginDataLength(const Request& request);
    LlLengthReq DescribeLength() const;
    void ApplyLength(const LlLengthReq& peer);
    void TellLength();
    void BeginVersion();
    void BeginFeatures();
    void On(const LlTerminateInd& pdu);
    void On(const LlUnknownRsp& pdu);
    void On(const LlFeatureReq& pdu);
    void On(const LlPeripheralFeatureReq& pdu);
    void On(const LlFeatureRsp& pdu);
    void On(const LlVersionInd& pdu);
    void On(const LlRejectInd& pdu);
    void On(const LlRejectExtInd& pdu);
    void On(const LlPingReq& pdu);
    void On(const LlPingRsp& pdu);
    void On(const LlLengthReq& pdu);
    void On(const LlLengthRsp& pdu);
    void AnswerFeatures(uint64_t peer);

    // ble-procedures-update.cc: what takes place at an instant
    uint64_t ChooseInstant() const;
    std::optional<uint64_t> ResolveInstant(uint16_t onAir);
    void BeginConnectionUpdate(const BleConnectionParameters& parameters);
    void BeginPhyUpdate(BlePhyMode preferred);
    void IndicateConnectionUpdate(Slot& slot, const BleConnectionParameters& parameters);
    void IndicateChannelMap(const BleChannelMap& map);
    void IndicatePhy(Slot& slot, uint8_t ourPhys, const LlPhyReq& peer);
    void ApplyPhy(Slot& slot, uint8_t tx, uint8_t rx, uint64_t instant);
    bool AgreeToParameters(const LlConnectionParamReq& pdu, BleConnectionParameters& parameters);
    uint8_t SupportedPhys() const;
    BlePhyMode ModeOf(uint8_t phyBit, bool transmit) const;
    void On(const LlConnectionUpdateInd& pdu);
    void On(const LlChannelMapInd& pdu);
    void On(const LlConnectionParamReq& pdu);
    void On(const LlConnectionParamRsp& pdu);
    void On(const LlPhyReq& pdu);
    void On(const LlPhyRsp& pdu);
    void On(const LlPhyUpdateInd& pdu);

    // ble-procedures-encryption.cc
    bool IsStrict() const;
    bool IsForbidden(const BleControlParse& parse) const;
    bool IsDeferred(const BleControlParse& parse) const;
    void RunDeferred();
    void BeginEncryption(const BleKey& ltk);
    void SendEncReq();
    void EncryptionFailed(BleError status);
    void RefuseEncryption();
    void On(const LlEncReq& pdu);
    void On(const LlEncRsp& pdu);
    void On(const LlStartEncReq& pdu);
    void On(const LlStartEncRsp& pdu);
    void On(const LlPauseEncReq& pdu);
    void On(const LlPauseEncRsp& pdu);

    BleProcedureHost& m_host;
    BleCapabilities m_capabilities;
    Slot m_local;
    Slot m_remote;
    std::vector<Request> m_requests; //!< in order
    std::vector<Bytes> m_deferred; //!< PDUs of the peer that wait for the end of encryption's start
    std::array<uint64_t, static_cast<std::size_t>(BleRefusal::COUNT)> m_refusals{};
    uint32_t m_unacknowledged{0}; //!< control PDUs of this end
    bool m_terminating{false};
    bool m_closed{false};

    std::optional<uint64_t> m_peerFeatures;
    std::optional<LlVersionInd> m_peerVersion;
    bool m_versionSent{false};
    uint16_t m_maxTxOctets; //!< connMaxTxOctets
    uint16_t m_maxTxTimeUs; //!< connMaxTxTime
    BleDataLength m_length;
    BlePhyMode m_coding;
    BlePhyMode m_txPhy{BlePhyMode::LE_1M};
    BlePhyMode m_rxPhy{BlePhyMode::LE_1M};
    BlePhyMode m_wantedPhy{BlePhyMode::LE_1M}; //!< of the local PHY update

    bool m_encrypted{false};
    bool m_refresh{false}; //!< the start of encryption that goes on followed a pause
    BleKey m_ltk{};
    LlEncReq m_diversifiers; //!< the central's
};

} // namespace ns3::iomt

#endif // IOMT_BLE_PROCEDURES_H
