// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_PROCEDURE_HOST_H
#define IOMT_BLE_PROCEDURE_HOST_H

#include "ble-channel-selection.h"
#include "ble-connection-parameters.h"
#include "ble-constants.h"
#include "ble-key.h"
#include "ble-link-cipher.h"
#include "ble-phy-mode.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace ns3::iomt
{

/// A procedure of the link layer control protocol (Core 5.4, Vol 6, Part B, 5.1).
enum class BleProcedure : uint8_t
{
    CONNECTION_UPDATE,  //!< 5.1.1 and 5.1.7, which ends in the same PDU
    CHANNEL_MAP_UPDATE, //!< 5.1.2
    ENCRYPTION,         //!< start, and pause where the link is encrypted already (5.1.3)
    FEATURE_EXCHANGE,   //!< 5.1.4
    VERSION_EXCHANGE,   //!< 5.1.5
    TERMINATION,        //!< 5.1.6
    PING,               //!< 5.1.8
    DATA_LENGTH_UPDATE, //!< 5.1.9
    PHY_UPDATE,         //!< 5.1.10
};

/// @return its name as in the specification
const char* ToString(BleProcedure procedure);

/// A procedure has come to its end; where an instant is involved, once that was reached.
struct BleProcedureEvent
{
    BleProcedure procedure{BleProcedure::PING};
    bool local{true};                   //!< whether this end began it
    BleError status{BleError::SUCCESS}; //!< anything else: refused, nothing has changed
};

/// Where the first packet after a connection update is sent (Core 5.4, Vol 6, Part B, 5.1.1).
struct BleTransmitWindow
{
    uint8_t size{1};    //!< [1.25 ms]
    uint16_t offset{0}; //!< [1.25 ms]
};

/**
 * @brief What a control procedure may ask of the link it runs on.
 *
 * Every function may be called from within any function of BleProcedures but its constructor. None
 * may destroy the BleProcedures that calls.
 */
class BleProcedureHost
{
  public:
    virtual ~BleProcedureHost() = default;

    /// @return whether this end is the central
    virtual bool IsCentral() const = 0;
    /// @return counter of the current or, between events, the next event; on the air modulo 2^16
    virtual uint64_t EventCounter() const = 0;
    /// @return parameters in force now
    virtual const BleConnectionParameters& GetParameters() const = 0;
    /// @return evenly distributed over all values
    virtual uint32_t Random() = 0;

    /**
     * @brief Queue a control PDU, in order and ahead of data.
     *
     * It is encrypted or not as EncryptTransmit() was set at this moment, however late it goes out.
     * Its acknowledgement is to be told to BleProcedures::Sent().
     * @param payload opcode and CtrData
     */
    virtual void SendControl(const std::vector<uint8_t>& payload) = 0;

    /**
     * @brief Effective lengths of data PDUs (4.5.10).
     *
     * On the coded PHY at least 27 octets may be sent, whatever the time.
     * @param maxTxOctets longest payload to send [octets]
     * @param maxRxOctets longest payload to expect [octets]
     * @param maxTxTime longest packet to send [µs]
     * @param maxRxTime longest packet to expect [µs]
     */
    virtual void SetDataLength(uint16_t maxTxOctets,
                               uint16_t maxRxOctets,
                               uint16_t maxTxTime,
                               uint16_t maxRxTime) = 0;

    /**
     * @brief Change the connection parameters at an event.
     * @param instant event counter; the event that is going on at the earliest, in which case the
     * change takes its anchor
     * @param parameters checked
     * @param winSize transmit window [1.25 ms]
     * @param winOffset of the transmit window behind the anchor that event would have had
     * [1.25 ms]
     */
    virtual void UpdateConnectionAt(uint64_t instant,
                                    const BleConnectionParameters& parameters,
                                    uint8_t winSize,
                                    uint16_t winOffset) = 0;
    /**
     * @brief Change the channel map at an event.
     * @param instant event counter; for the event that is going on it is too late, the next it is
     * @param map channels in use from then on
     */
    virtual void UpdateChannelMapAt(uint64_t instant, BleChannelMap map) = 0;
    /**
     * @brief Change the PHYs at an event.
     * @param instant event counter; for the event that is going on it is too late, the next it is
     * @param tx of packets to send
     * @param rx of packets to expect; of the two coded ones the receiver takes either
     */
    virtual void UpdatePhyAt(uint64_t instant, BlePhyMode tx, BlePhyMode rx) = 0;

    /**
     * @brief Where a central places the first event after a connection update.
     * @param parameters that are to come
     * @return size 1 to min(8, interval − 1), offset at most the interval
     */
    virtual BleTransmitWindow ChooseWindow(const BleConnectionParameters& parameters)
    {
        static_cast<void>(parameters);
        return {};
    }

    /// @param pause whether to hold back data PDUs; one on its way is retransmitted all the same
    virtual void PauseData(bool pause) = 0;
    /// @param cipher from now on; null: none
    virtual void SetCipher(std::unique_ptr<BleLinkCipher> cipher) = 0;
    /// @param on whether PDUs queued from now on, and data, are encrypted
    virtual void EncryptTransmit(bool on) = 0;
    /// @param on whether new PDUs received from now on are encrypted
    virtual void EncryptReceive(bool on) = 0;
    /**
     * @brief A peripheral is asked for the key of an encryption request.
     * @param rand Rand; 0 with LE Secure Connections
     * @param ediv EDIV; 0 with LE Secure Connections
     * @return the long term key; nothing: there is none, the request is refused
     */
    virtual std::optional<BleKey> LongTermKey(uint64_t rand, uint16_t ediv) = 0;
    /**
     * @brief Encryption came on, again perhaps with another key, or was refused.
     * @param on whether the link is encrypted now
     * @param status SUCCESS, or why not
     */
    virtual void EncryptionChanged(bool on, BleError status) = 0;

    /**
     * @brief The peer asks for other connection parameters.
     * @param parameters valid ones
     * @return whether this end agrees
     */
    virtual bool AcceptParameters(const BleConnectionParameters& parameters) = 0;
    /// @param event how a procedure ended
    virtual void Notify(BleProcedureEvent event) = 0;

    /// @param reason why the link is over, at once
    virtual void Close(BleError reason) = 0;
    /**
     * @brief The peer terminates: acknowledge, then close.
     *
     * Without one more packet the peer would never learn that its LL_TERMINATE_IND arrived (5.1.6).
     * Nothing is handed to BleProcedures any more.
     * @param reason why the link is over, as soon as this end has sent its next packet
     */
    virtual void CloseAcknowledged(BleError reason) = 0;
};

} // namespace ns3::iomt

#endif // IOMT_BLE_PROCEDURE_HOST_H
