// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_CREDIT_CHANNEL_H
#define IOMT_BLE_CREDIT_CHANNEL_H

#include "ns3/callback.h"
#include "ns3/object.h"
#include "ns3/packet.h"

#include <cstdint>
#include <deque>

namespace ns3
{
namespace iomt
{

class BleL2cap;

/// What one end of a credit-based channel takes (Core 5.4, Vol 3, Part A, 4.22).
struct BleChannelLimits
{
    uint16_t mtu{1280};   //!< largest SDU [B], at least 23
    uint16_t mps{247};    //!< largest K-frame payload [B], 23 to 65533; 247 + 4 fill a data PDU
    uint16_t credits{40}; //!< K-frames the peer may send before it is given more
};

/// Why a credit-based channel is closed.
enum class BleChannelCause : uint8_t
{
    NONE,            ///< it is not
    LOCAL,           ///< Close()
    PEER,            ///< the peer asked for it
    REFUSED,         ///< the peer did not want it: GetResult() says why
    LINK_LOST,       ///< the link is no more
    TIMEOUT,         ///< the peer did not answer
    NO_CREDIT,       ///< a K-frame beyond the credits given; 10.1
    FRAME_TOO_LONG,  ///< a K-frame longer than the MPS; 3.4.3
    FRAME_TOO_SHORT, ///< a first K-frame without a whole SDU length field; 3.4.3
    SDU_TOO_LONG,    ///< an SDU longer than the MTU; 3.4.3
    SDU_OVERRUN,     ///< segments that make more than the SDU length said; 3.4.3
    CREDIT_OVERFLOW, ///< more than 65535 credits; 10.1
    BAD_ANSWER,      ///< a connection response with limits that 4.23 does not allow
};

/// @param cause a cause @return its name in the words of a table: "no credit"
const char* ToString(BleChannelCause cause);

/**
 * @brief One end of an LE credit-based channel: SDUs in K-frames, as many as there are credits.
 *
 * Core 5.4, Vol 3, Part A, 3.4 and 10.1. BleL2cap makes them.
 *
 *     SDU ─▶ queue ─▶ | SDU length (2) | segment | … segment |   one K-frame, one credit each
 */
class BleCreditChannel : public Object
{
  public:
    /// Life of a channel.
    enum class State : uint8_t
    {
        CONNECTING,
        OPEN,
        CLOSED,
    };

    /// Told of each SDU.
    using ReceiveCallback = Callback<void, Ptr<Packet>>;
    /// Told when the channel is open, and when it is closed.
    using StateCallback = Callback<void, Ptr<BleCreditChannel>>;
    /// Told whenever the queue became shorter.
    using RoomCallback = Callback<void>;

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Queue an SDU. The queue has no bound: ask GetQueued() first.
     * @param sdu service data unit; its tags arrive with it
     * @return false if the channel is not open or the peer takes none so long
     */
    bool Send(Ptr<const Packet> sdu);

    /// Ask the peer to close; the state is CLOSED at once.
    void Close();

    /// @return SDUs not yet handed to the link whole
    uint32_t GetQueued() const;
    /// @return those; when the channel closes, until the state callback returns, after those that
    /// the peer has not acknowledged: they may have arrived all the same
    const std::deque<Ptr<const Packet>>& GetUnsent() const;
    /// @return the state
    State GetState() const;
    /// @return why it is CLOSED
    BleChannelCause GetCause() const;
    /// @return result code of the connection response, 0 if there was none
    uint16_t GetResult() const;
    /// @return simplified protocol/service multiplexer
    uint16_t GetPsm() const;
    /// @return channel identifier of this end
    uint16_t GetLocalCid() const;
    /// @return channel identifier of the peer's end
    uint16_t GetRemoteCid() const;
    /// @return longest SDU the peer takes [B]
    uint16_t GetPeerMtu() const;
    /// @return longest K-frame payload the peer takes [B]
    uint16_t GetPeerMps() const;
    /// @return K-frames this end may send now
    uint16_t GetCredits() const;

    /// @param callback told of each SDU that arrived
    void SetReceiveCallback(ReceiveCallback callback);
    /// @param callback told of changes of state
    void SetStateCallback(StateCallback callback);
    /// @param callback told whenever the queue became shorter
    void SetRoomCallback(RoomCallback callback);

  protected:
    void DoDispose() override;

  private:
    friend class BleL2cap;

    /// @return whether there is a K-frame to send and a credit for it
    bool IsReady() const;
    /// @return the next K-frame, header included; IsReady() holds
    Ptr<Packet> NextFrame();
    /**
     * @brief Take a K-frame.
     * @param frame information payload
     * @return NONE, or the rule it broke
     */
    BleChannelCause Receive(Ptr<Packet> frame);
    /// @return whether the credits fit
    bool AddCredits(uint16_t credits);
    /// @return credits to give back to the peer now; 0: not yet
    uint16_t Replenish();
    void Opened(uint16_t remoteCid, uint16_t mtu, uint16_t mps, uint16_t credits);
    void Closed(BleChannelCause cause);

    BleL2cap* m_l2cap{nullptr}; ///< null once closed
    uint16_t m_psm{0};
    uint16_t m_localCid{0};
    uint16_t m_remoteCid{0};
    BleChannelLimits m_limits;
    uint16_t m_peerMtu{0};
    uint16_t m_peerMps{0};
    uint16_t m_credits{0}; ///< K-frames this end may send
    uint16_t m_granted{0}; ///< K-frames the peer may send
    uint16_t m_result{0};
    State m_state{State::CONNECTING};
    BleChannelCause m_cause{BleChannelCause::NONE};

    std::deque<Ptr<const Packet>> m_queue;
    uint32_t m_sent{0};       ///< octets of the first in the queue that are sent
    bool m_begun{false};      ///< the first K-frame of the first in the queue is sent
    Ptr<Packet> m_reassembly; ///< SDU so far; null between SDUs
    uint16_t m_expected{0};   ///< octets it will have

    ReceiveCallback m_receive;
    StateCallback m_stateChanged;
    RoomCallback m_room;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_CREDIT_CHANNEL_H
