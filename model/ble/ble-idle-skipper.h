// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_IDLE_SKIPPER_H
#define IOMT_BLE_IDLE_SKIPPER_H

#include "ble-data-pdu.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <memory>

namespace ns3
{
namespace iomt
{

class BleCentralLink;
class BleSkipperDirectory;
class BleLink;
class BleLinkLayer;
class BlePeripheralLink;

/**
 * @brief Both sides of one connection, which sleep together while there is nothing to say.
 *
 * An idle connection is two empty packets every interval, and nothing that a simulation could not
 * know beforehand: channel selection is stateless in the event counter, anchors are a multiple of
 * the interval away, drift is constant. So both sides leave the event queue, their radios draw the
 * mean power of such events, and when either has something to do the events in between are charged
 * in one step, with as many lost as the signal-to-noise ratio of both directions makes of them.
 *
 *     event n            n+1 … n+k−1                     n+k
 *     played ──Sleep()──▶ charged: counters, losses ──Wake()──▶ played
 *
 * Where a link's central is the only one on its channel, no other packet can meet its own. An event
 * with content then takes place without the spectrum channel: the same PDUs are sealed, opened,
 * acknowledged and delivered at the same times.
 *
 * It does either only where nobody could tell the difference. Every event is played
 *  - while a trace source of either controller has a listener, or its radio is being captured;
 *  - while something that is not BLE is on the air, and for ForeignHold after that;
 *  - while a receiver is attached to the channel that belongs to no BleLinkLayer;
 *  - while either node moves;
 *  - while either radio scans, advertises, or has links whose events could overlap;
 *  - while a lost packet is likely enough for the supervision timeout to matter;
 *  - with the attribute IdleEvents of either controller set to PLAY.
 */
class BleIdleSkipper
{
  public:
    /**
     * @brief The skipper of a connection, made by the side that comes first.
     * @param link whose other side is found by channel and access address
     * @return the skipper of both
     */
    static std::shared_ptr<BleIdleSkipper> Join(BleCentralLink& link);
    /// @copydoc Join(BleCentralLink&)
    static std::shared_ptr<BleIdleSkipper> Join(BlePeripheralLink& link);

    ~BleIdleSkipper();

    /// An event has ended. @return true if both sides sleep now and nothing is to be planned
    bool Sleep();
    /// Play the next event. @param waker the side that has something to do; null: neither
    void Wake(const BleLink* waker);
    /// Charge the events up to now.
    void Settle();
    /// A side is no more; the other plays its events until it notices.
    void Leave(const BleLink& link);
    bool IsAsleep() const;

  private:
    BleIdleSkipper();

    /// Both sides may rely on what the last played event told of them.
    bool IsUnobserved() const;
    /// @return whether, besides, no packet of this link can meet another one or be lost
    bool IsUnheard() const;
    /// @return the first event not yet charged whose anchor is after a time
    uint64_t FirstAfter(Time time) const;
    /// @return whether the next event can take place without the spectrum channel
    bool MayPlayQuietly() const;
    /// Plan the next event, which is the same for both sides.
    void PlanEvent();
    /// @name An event without the spectrum channel
    ///@{
    void QuietEvent();
    void Poll(Time start);
    void NextPoll();
    void PollArrived();
    void Reply(Time pollEnd);
    void ReplyArrived();
    void Finish();
    ///@}

    static std::shared_ptr<BleIdleSkipper> Find(const BleLink& link);
    bool MaySleep() const;
    bool IsWatched(const BleLinkLayer& layer) const;
    /// What an event costs in mean, and how likely its packets are lost.
    void Estimate();
    void FirstPoll();
    void DrawEnergy(uint64_t centralEvents, uint64_t peripheralEvents);
    void Charge(uint64_t until);
    /// @return how many of so many independent trials hit
    uint64_t Draw(uint64_t trials, double probability);

    Ptr<BleSkipperDirectory> m_directory;
    BleCentralLink* m_central{nullptr};
    BlePeripheralLink* m_peripheral{nullptr};
    bool m_asleep{false};
    uint64_t m_first{0};      //!< event that would have come first
    uint64_t m_charged{0};    //!< events before this one are charged
    uint64_t m_heard{0};      //!< last event both sides were heard in
    Time m_flight;            //!< of a packet from central to peripheral
    double m_pollLoss{0};     //!< probability that a poll is not noticed
    double m_replyLoss{0};    //!< probability that its answer is not noticed
    double m_pollError{0};    //!< probability that a poll that is noticed is damaged
    double m_replyError{0};   //!< probability that an answer that is noticed is damaged
    double m_centralMj{0};    //!< of an event
    double m_centralMw{0};    //!< the same, over the interval
    double m_peripheralMj{0}; //!< of an event it listens to
    double m_peripheralMw{0};
    double m_firstMj{0};    //!< of the first event it listens to
    uint64_t m_sleptAt{0};  //!< first event of this sleep
    uint64_t m_listened{0}; //!< events of this sleep that the peripheral listened to
    Time m_powered;         //!< when the mean power began to be drawn
    EventId m_firstPoll;
    bool m_quiet{false}; //!< the next event, or this one, is a quiet one
    EventId m_quietEvent;
    BleDataHeader m_header;    //!< of the PDU on its way
    bool m_moreReplies{false}; //!< MD of the last reply
    double m_pollLead{0};      //!< how long the peripheral listens before a poll [s]
    double m_centralSum{0};    //!< energy of this event [mJ]
    double m_peripheralSum{0};
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_IDLE_SKIPPER_H
