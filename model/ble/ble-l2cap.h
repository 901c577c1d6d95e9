// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_L2CAP_H
#define IOMT_BLE_L2CAP_H

#include "ble-credit-channel.h"
#include "ble-l2cap-bearer.h"
#include "ble-l2cap-pdu.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <deque>
#include <map>

namespace ns3
{
namespace iomt
{

/// What a peer did that was counted and dropped.
enum class BleL2capFault : uint8_t
{
    SHORT_PDU,           ///< no room for a basic header
    WRONG_LENGTH,        ///< the length field and the octets disagree
    UNKNOWN_CID,         ///< no such channel
    BAD_COMMAND,         ///< a signalling command that could not be read
    UNKNOWN_COMMAND,     ///< a signalling command nobody knows here
    UNEXPECTED_RESPONSE, ///< an answer to nothing
    NOT_ALLOWED,         ///< a command this role may not send, or about no channel of ours
    ZERO_CREDITS,        ///< L2CAP_FLOW_CONTROL_CREDIT_IND of nothing
    CHANNEL_RULE,        ///< a K-frame or credits against the rules: the channel is closed
};

/// @param fault a fault @return its name in the words of a table: "unknown channel"
const char* ToString(BleL2capFault fault);

/**
 * @brief L2CAP of one link: fixed channels, the signalling channel and credit-based channels.
 *
 * Core 5.4, Vol 3, Part A. Fixed channels go ahead of credit-based ones, which take turns.
 *
 *     ATT 0x0004   SMP 0x0006   BleCreditChannel 0x0040 …
 *         └────────────┴──────────────┴── BleL2cap ── BleL2capBearer (BleLink)
 */
class BleL2cap : public Object
{
  public:
    /// Told of each PDU of a fixed channel, without its header.
    using FixedCallback = Callback<void, Ptr<Packet>>;
    /// Told of a channel the peer opened.
    using AcceptCallback = Callback<void, Ptr<BleCreditChannel>>;
    /// Asked by the central when the peripheral wants other connection parameters.
    using ParameterCallback = Callback<bool, const l2cap::ParameterUpdateRequest&>;
    /// Told whenever the link below has room for more.
    using RoomCallback = Callback<void>;

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    BleL2cap();
    ~BleL2cap() override;

    /**
     * @brief Sit on a link.
     * @param bearer the link; it must outlive this or be taken away by LinkLost()
     * @param central whether this device is the central of the link
     */
    void SetBearer(BleL2capBearer* bearer, bool central);

    /// The link is no more: every channel closes.
    void LinkLost();

    /// @param encrypted whether the link is encrypted now; channels may ask for it
    void SetEncrypted(bool encrypted);

    /**
     * @brief Take the PDUs of a fixed channel.
     * @param cid l2cap::CID_ATT, l2cap::CID_SMP
     * @param callback told of each
     */
    void SetFixedChannel(uint16_t cid, FixedCallback callback);

    /**
     * @brief Send on a fixed channel, at once.
     * @param cid of the channel
     * @param payload information payload
     * @return false if the link is gone or it is longer than 65535 octets
     */
    bool SendFixed(uint16_t cid, Ptr<const Packet> payload);

    /// @return PDUs the link below has not finished
    uint32_t GetQueued() const;
    /// @param callback told whenever GetQueued() became smaller
    void SetRoomCallback(RoomCallback callback);

    /**
     * @brief Let the peer open channels.
     * @param psm simplified PSM, 0x0001 to 0x00FF (4.22)
     * @param limits what this end takes
     * @param encrypted whether only on an encrypted link
     * @param callback told of each channel, which is open by then
     * @throws std::invalid_argument for a PSM or limits the Core does not allow
     */
    void Listen(uint16_t psm,
                const BleChannelLimits& limits,
                bool encrypted,
                AcceptCallback callback);

    /**
     * @brief Open a channel.
     * @param psm simplified PSM of the peer's service
     * @param limits what this end takes
     * @return the channel, CONNECTING; null if the link is gone or all identifiers are in use
     * @throws std::invalid_argument for a PSM or limits the Core does not allow
     */
    Ptr<BleCreditChannel> Connect(uint16_t psm, const BleChannelLimits& limits);

    /**
     * @brief Ask the central for other connection parameters (4.20); only a peripheral may.
     * @param request what is wanted; its identifier is filled in
     * @param callback told whether the central agrees
     * @return false if this is a central or the link is gone
     */
    bool RequestParameters(l2cap::ParameterUpdateRequest request, Callback<void, bool> callback);
    /// @param callback asked when the peer does that; without one it is refused
    void SetParameterCallback(ParameterCallback callback);

    /// @return what the peer did wrong, by kind; only what happened
    const std::map<BleL2capFault, uint64_t>& GetFaults() const;

    /// @param fault what the peer did wrong
    typedef void (*FaultTracedCallback)(BleL2capFault fault);

  protected:
    void DoDispose() override;

  private:
    friend class BleCreditChannel;

    struct Service
    {
        BleChannelLimits limits;
        bool encrypted{false};
        AcceptCallback accept;
    };

    /// A request the peer has not answered.
    struct Pending
    {
        uint8_t code{0};
        Ptr<BleCreditChannel> channel;
        Callback<void, bool> parameters;
        EventId timeout;
    };

    /// A PDU handed to the link.
    struct Unacknowledged
    {
        Ptr<BleCreditChannel> channel;
        Ptr<const Packet> sdu; //!< which ends with the PDU; null: none does
    };

    void Receive(Ptr<Packet> pdu);
    void Transmit(Ptr<const Packet> pdu, const Unacknowledged& origin);
    void Sent();
    void Pump();
    /// @return the channel whose turn it is among those that can send; null if none can
    Ptr<BleCreditChannel> NextReady() const;
    void ReceiveSignalling(Ptr<Packet> payload);
    void Handle(const l2cap::CommandReject& command);
    void Handle(const l2cap::DisconnectionRequest& command);
    void Handle(const l2cap::DisconnectionResponse& command);
    void Handle(const l2cap::ParameterUpdateRequest& command);
    void Handle(const l2cap::ParameterUpdateResponse& command);
    void Handle(const l2cap::CreditConnectionRequest& command);
    void Handle(const l2cap::CreditConnectionResponse& command);
    void Handle(const l2cap::FlowControlCredit& command);
    void SendCommand(const l2cap::Command& command);
    /// @return an identifier that no request waits with; 0 if there is none
    uint8_t NextIdentifier();
    /// @return an identifier with a Pending; 0 if all are in use
    uint8_t Request(uint8_t code);
    void TimedOut(uint8_t identifier);
    /**
     * @param identifier of the answer
     * @param code of the request it must answer; 0: any
     * @return the answered request, forgotten by then; its code is 0 if there was none
     */
    Pending Answered(uint8_t identifier, uint8_t code);
    /// @return an identifier for a new channel; 0 if all are in use
    uint16_t FreeCid() const;
    /// @return the channel of this identifier that is closed here, but not yet at the peer
    Ptr<BleCreditChannel> IsClosing(uint16_t cid) const;
    bool HasRemoteCid(uint16_t cid) const;
    /// Close a channel and tell the peer.
    void Disconnect(Ptr<BleCreditChannel> channel, BleChannelCause cause);
    void AskToDisconnect(Ptr<BleCreditChannel> channel);
    /// Close a channel.
    void Drop(Ptr<BleCreditChannel> channel, BleChannelCause cause);
    void Fault(BleL2capFault fault);

    BleL2capBearer* m_bearer{nullptr};
    bool m_central{false};
    bool m_encrypted{false};
    bool m_pumping{false};
    uint32_t m_window{0};
    Time m_responseTimeout;
    std::map<uint16_t, FixedCallback> m_fixed;
    std::map<uint16_t, Service> m_services;
    std::map<uint16_t, Ptr<BleCreditChannel>> m_channels; ///< by identifier of this end
    uint16_t m_turn{0};                                   ///< channel that sent last
    std::map<uint8_t, Pending> m_pending;                 ///< by identifier
    uint8_t m_identifier{0};                              ///< used last
    std::deque<Unacknowledged> m_unacknowledged;          ///< PDUs, in order
    ParameterCallback m_parameters;
    RoomCallback m_room;
    std::map<BleL2capFault, uint64_t> m_faults;
    TracedCallback<BleL2capFault> m_faultTrace;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_L2CAP_H
