// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_LINK_LAYER_H
#define IOMT_BLE_LINK_LAYER_H

#include "ble-advertising-pdu.h"
#include "ble-clock.h"
#include "ble-link.h"
#include "ble-radio.h"

#include "ns3/mobility-model.h"
#include "ns3/random-variable-stream.h"
#include "ns3/traced-callback.h"

#include <map>
#include <memory>
#include <vector>

namespace ns3
{
namespace iomt
{

class BleAdvertiser;
class BleInitiator;

/**
 * @brief The controller of a device: one radio, one sleep clock, up to 32 links.
 *
 * Core 5.4, Vol 6, Part B. The radio does one thing at a time. Whoever has it keeps it to the end
 * of its event, and an event that would begin meanwhile does not take place:
 *
 *     links' events  >  advertising  >  scanning, which fills what is left
 */
class BleLinkLayer : public Object
{
  public:
    /// Links that a radio can hold (the SoftDevices and NimBLE stop at 20 to 32).
    static constexpr uint32_t MAX_LINKS = 32;

    static TypeId GetTypeId();
    BleLinkLayer();
    ~BleLinkLayer() override;

    /// @param address device address; the radio's owner is known by it
    void SetAddress(Mac48Address address);
    Mac48Address GetAddress() const;
    /// @param radio of this device
    void SetRadio(Ptr<BleRadio> radio);
    Ptr<BleRadio> GetRadio() const;

    /**
     * @brief Send ADV_IND on 37, 38, 39 until someone connects.
     * @param interval 20 ms to 10,485.759375 s; a random 0…10 ms is added to each (advDelay)
     * @param data AD structures, at most 31 octets
     * @throws std::invalid_argument for an interval or data that the Core does not allow
     */
    void StartAdvertising(Time interval, const std::vector<uint8_t>& data);
    void StopAdvertising();
    bool IsAdvertising() const;

    /**
     * @brief Scan for a peer and connect as soon as it advertises; again whenever the link is lost.
     * @param peer whom
     * @param parameters of the connection
     * @throws std::invalid_argument for parameters that the Core does not allow
     */
    void Connect(Mac48Address peer, const BleConnectionParameters& parameters);
    /// @param peer whom not to connect to any more; a link that exists stays
    void ForgetPeer(Mac48Address peer);

    /// Told of each new connection, whatever the role.
    using LinkCallback = Callback<void, Ptr<BleLink>>;
    void SetLinkCallback(LinkCallback callback);

    /// @return the open link to a peer, or null
    Ptr<BleLink> GetLink(Mac48Address peer) const;
    /// @return all open links, oldest first
    const std::vector<Ptr<BleLink>>& GetLinks() const;

    /// @param stream first stream index to use; not the radio's @return how many were used
    int64_t AssignStreams(int64_t stream);

    /// @return the sleep clock
    const BleClock& GetClock() const;
    void SetClockAccuracyPpm(double ppm);
    double GetClockAccuracyPpm() const;
    /// Draw the clock's drift within its accuracy, if it is to be drawn. Before the first link.
    void DrawDrift();
    /// @return what this controller can do
    BleCapabilities GetCapabilities() const;
    /**
     * @param capabilities of links made from now on
     * @throws std::invalid_argument if they are impossible
     */
    void SetCapabilities(const BleCapabilities& capabilities);
    /// @param map channels that this device, as a central, lets its links use
    void SetChannelMap(BleChannelMap map);

    /// @return connections made since the beginning
    uint64_t GetOpened() const;
    /// @return connections that ended, by reason
    const std::map<BleError, uint64_t>& GetClosed() const;

    /// How idle events are treated.
    enum IdleEvents
    {
        PLAY, //!< every event is played on the air
        SKIP, //!< they are charged without being played where nobody could tell the difference
    };

    /// @param link of the event @param event its counter @param channel it was on
    typedef void (*ConnectionEventTracedCallback)(Ptr<const BleLink> link,
                                                  uint64_t event,
                                                  uint8_t channel);
    /// @param link of the event @param event its counter @param cause "radio busy", "nothing heard"
    typedef void (*EventMissedTracedCallback)(Ptr<const BleLink> link,
                                              uint64_t event,
                                              const char* cause);
    /// @param link that sent or received it @param payload octets of its payload, MIC included
    typedef void (*PduTracedCallback)(Ptr<const BleLink> link, uint32_t payload);
    /// @param link that opened
    typedef void (*LinkOpenedTracedCallback)(Ptr<const BleLink> link);
    /// @param link that closed @param reason why
    typedef void (*LinkClosedTracedCallback)(Ptr<const BleLink> link, BleError reason);
    /// @param cause what was wrong
    typedef void (*MalformedTracedCallback)(const char* cause);

  protected:
    void DoDispose() override;

  private:
    friend class BleLink;
    friend class BleCentralLink;
    friend class BlePeripheralLink;
    friend class BleIdleSkipper;
    friend class BleAdvertiser;
    friend class BleInitiator;

    /**
     * @brief Take the radio for an event.
     * @param link whose event begins
     * @return false if another link has it: the event does not take place
     */
    bool Claim(BleLink* link);
    /// @return whether Claim() would succeed
    bool CanClaim() const;
    /// Give it back; scanning goes on.
    void Release(BleLink* link);
    /// @return whether an advertising event may take the radio, which it then has
    bool ClaimForAdvertising();
    /// The radio is free again.
    void Resume();
    /// @return whether this device would take the connection it is asked for
    bool Accepts(const BleConnectInd& request) const;
    /// A CONNECT_IND for this device was received. @param chSel whether it advertised selection #2
    void Connected(const BleConnectInd& request, bool chSel, Time end);
    /// A CONNECT_IND was sent.
    void Initiated(const BleConnectInd& request, bool selection2, Time windowStart, Time anchor);
    bool UsesSelection2() const;
    const BleChannelMap& GetChannelMap() const;
    /// @return earliest start of an event of any other link
    Time NextReserved(const BleLink* except) const;
    /// @return whether neither a link nor advertising has the radio
    bool IsFree() const;
    /**
     * @brief Where a new link's anchor goes: into the middle of the largest gap between those
     * that are there.
     * @param interval of the new link
     * @param earliest the anchor may be
     * @param latest the anchor may be
     * @return the anchor
     */
    Time PlaceAnchor(Time interval, Time earliest, Time latest) const;
    /// Where a connection update puts a link's anchor.
    BleTransmitWindow PlaceUpdate(const BleLink& link,
                                  const BleConnectionParameters& parameters) const;
    /// @return whether idle events of this radio's links may be charged instead of played
    bool MaySkip() const;
    /// @return whether anybody listens to a trace source that tells of single events
    bool IsWatched() const;
    /// @return whether events of this radio's links can never overlap
    bool IsOrderly() const;
    /// The set of links or their timing changed.
    void Rearranged();
    /// Links that sleep have to be played from now on.
    void WakeAll();
    void ForeignSignal(Time end);
    void Moved(Ptr<const MobilityModel> mobility);
    /// @param change links that fell asleep, or less that woke
    void CountSleepers(int change);
    /// @param powerMw mean power of a link that sleeps; negative when it wakes
    void AddIdlePower(double powerMw);
    void Add(Ptr<BleLink> link);
    void Remove(BleLink* link, BleError reason);
    uint32_t Random();
    double Uniform();

    Mac48Address m_address;
    Ptr<BleRadio> m_radio;
    BleClock m_clock;
    Ptr<RandomVariableStream> m_clockDrift; //!< share of the accuracy, drawn once
    bool m_drifting{false};
    IdleEvents m_idleEvents{SKIP};
    Time m_foreignHold;
    bool m_csa2{true};
    bool m_advertiseAgain{true};
    Time m_advertisingInterval;
    std::vector<uint8_t> m_advertisingData;
    bool m_courseConnected{false};
    bool m_foreignConnected{false};
    BleCapabilities m_capabilities;
    BleChannelMap m_channelMap;
    std::vector<Ptr<BleLink>> m_links;
    BleLink* m_holder{nullptr};
    bool m_orderly{true};
    std::unique_ptr<BleAdvertiser> m_advertiser;
    std::unique_ptr<BleInitiator> m_initiator;
    double m_idlePowerMw{0};
    uint32_t m_sleepers{0};
    LinkCallback m_linkCallback;
    uint64_t m_opened{0};
    std::map<BleError, uint64_t> m_closed;
    Ptr<UniformRandomVariable> m_random;

    TracedCallback<Ptr<const BleLink>, uint64_t, uint8_t> m_eventTrace;
    TracedCallback<Ptr<const BleLink>, uint64_t, const char*> m_missedTrace;
    TracedCallback<Ptr<const BleLink>, uint32_t> m_transmittedTrace;
    TracedCallback<Ptr<const BleLink>, uint32_t> m_receivedTrace;
    TracedCallback<Ptr<const BleLink>> m_openedTrace;
    TracedCallback<Ptr<const BleLink>, BleError> m_closedTrace;
    TracedCallback<const char*> m_malformedTrace;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_LINK_LAYER_H
