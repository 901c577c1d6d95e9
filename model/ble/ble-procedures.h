// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_PROCEDURES_H
#define IOMT_BLE_PROCEDURES_H

#include "ble-procedure-host.h"

#include "ns3/nstime.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace ns3::iomt
{

/// Bits of a feature set (Core 5.4, Vol 6, Part B, 4.6, Table 4.4).
enum BleFeature : uint64_t
{
    BLE_FEATURE_ENCRYPTION = 1ULL << 0,
    BLE_FEATURE_CONNECTION_PARAMETERS_REQUEST = 1ULL << 1,
    BLE_FEATURE_EXTENDED_REJECT = 1ULL << 2,
    BLE_FEATURE_PERIPHERAL_FEATURE_EXCHANGE = 1ULL << 3,
    BLE_FEATURE_PING = 1ULL << 4,
    BLE_FEATURE_DATA_LENGTH = 1ULL << 5,
    BLE_FEATURE_2M = 1ULL << 8,
    BLE_FEATURE_CODED = 1ULL << 11,
    BLE_FEATURE_CHANNEL_SELECTION_2 = 1ULL << 14,
};

/// What a controller says of itself (LL_VERSION_IND).
struct BleVersion
{
    uint8_t version{0x0d};    //!< VersNr: 5.4 (Assigned Numbers, 2.1)
    uint16_t company{0xffff}; //!< CompId: no company, for tests (Assigned Numbers, 7)
    uint16_t subversion{0};   //!< SubVersNr
};

/// What a controller is able to do; both ends of a connection state their own.
struct BleCapabilities
{
    /// BleFeature; 2M and Coded stand here and nowhere else
    uint64_t features{BLE_FEATURE_ENCRYPTION | BLE_FEATURE_CONNECTION_PARAMETERS_REQUEST |
                      BLE_FEATURE_EXTENDED_REJECT | BLE_FEATURE_PERIPHERAL_FEATURE_EXCHANGE |
                      BLE_FEATURE_PING | BLE_FEATURE_DATA_LENGTH | BLE_FEATURE_2M |
                      BLE_FEATURE_CODED | BLE_FEATURE_CHANNEL_SELECTION_2};
    uint16_t maxTxOctets{251};                  //!< 27 to 251 [octets]
    uint16_t maxTxTimeUs{17040};                //!< 328 to 17040 [µs]
    uint16_t maxRxOctets{251};                  //!< 27 to 251 [octets]
    uint16_t maxRxTimeUs{17040};                //!< 328 to 17040 [µs]
    BlePhyMode coding{BlePhyMode::LE_CODED_S8}; //!< own coding on the coded PHY: S8 or S2

    BleVersion version; //!< of this controller

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
    const std::optional<BleVersion>& GetPeerVersion() const;
    /// @return PDUs without effect, by BleRefusal
    const std::array<uint64_t, static_cast<std::size_t>(BleRefusal::COUNT)>& GetRefusals() const;
};

} // namespace ns3::iomt

#endif // IOMT_BLE_PROCEDURES_H
