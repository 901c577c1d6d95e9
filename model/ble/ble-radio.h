// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_RADIO_H
#define IOMT_BLE_RADIO_H

#include "ble-air.h"
#include "ble-phy-mode.h"
#include "ble-radio-profile.h"
#include "ble-signal.h"

#include "ns3/battery.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/random-variable-stream.h"
#include "ns3/spectrum-phy.h"
#include "ns3/traced-callback.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace iomt
{

/// @brief A packet that a radio received, whole or damaged.
struct BleReception
{
    Ptr<const Packet> pdu;    ///< header … CRC as they were sent, whatever crcOk says
    Ptr<const Packet> origin; ///< what the sender cut it from; may be null
    bool crcOk{false};        ///< no bit of the PDU was wrong
    Time start;               ///< first bit of the preamble
    Time end;                 ///< last bit of the CRC
    double rssiDbm{0};        ///< power of the signal [dBm]
    double sinrDb{0};         ///< to noise and interference, mean over the packet [dB]
    uint32_t accessAddress{0};
    uint8_t channel{0}; ///< link-layer channel index, 0–39
    BlePhyMode mode{BlePhyMode::LE_1M};
};

/// @brief A packet that a radio sent or received, as a capture shows it.
struct BleSniff
{
    Ptr<const Packet> pdu; ///< header … CRC
    Time start;            ///< first bit of the preamble
    uint32_t accessAddress{0};
    uint8_t channel{0}; ///< link-layer channel index, 0–39
    BlePhyMode mode{BlePhyMode::LE_1M};
    bool sent{false}; ///< by this radio; else it received it
    bool crcOk{true};
    double signalDbm{0}; ///< at this radio [dBm]
    double noiseDbm{0};  ///< and interference, of a received packet [dBm]
};

/// @brief Who works with a radio: an advertiser, a scanner, one side of a connection.
class BleRadioUser
{
  public:
    virtual ~BleRadioUser() = default;

    /**
     * @brief The access address was detected; RadioReceived() follows at the packet's end.
     * @param start first bit of the packet
     * @param end its last bit
     */
    virtual void RadioSynced(Time start, Time end)
    {
        (void)start;
        (void)end;
    }

    /// @brief A packet is over. The radio goes on listening.
    virtual void RadioReceived(const BleReception& reception) = 0;
    /// @brief The last bit was sent. The radio is in standby.
    virtual void RadioTransmitted() = 0;
};

/**
 * @brief The radio of a device: half duplex, one user at a time, attached to the channel only while
 * it listens.
 *
 *                 Listen                  access address found
 *     STANDBY ───────────────▶ LISTENING ─────────────────────▶ RECEIVING
 *        ▲ ▲ └────────────────────┐  ▲                              │
 *        │ └──── Stop ────────    ▼  └──────────── end ─────────────┘
 *        └─────── end ──────── TRANSMITTING    (Transmit from anywhere)
 *
 * What it receives is decided in two draws. The access address is found if none of its bits is
 * wrong; then the packet is whole if none of the rest is. The error rate of each piece between two
 * changes of interference is that of its SINR behind the channel filter. Any signal on the channel
 * counts, IEEE 802.15.4, noise or BLE, and also one that began before the radio listened.
 */
class BleRadio : public SpectrumPhy
{
  public:
    /// What it is doing.
    enum class State : uint8_t
    {
        STANDBY,
        LISTENING,
        RECEIVING,
        TRANSMITTING
    };
    static constexpr std::size_t STATE_COUNT = 4;

    static TypeId GetTypeId();
    BleRadio();
    ~BleRadio() override;

    // From SpectrumPhy. A device is needed only to keep the radios of a node from hearing each
    // other; without mobility there is no path loss.
    void SetDevice(Ptr<NetDevice> device) override;
    Ptr<NetDevice> GetDevice() const override;
    void SetMobility(Ptr<MobilityModel> mobility) override;
    Ptr<MobilityModel> GetMobility() const override;
    void SetChannel(Ptr<SpectrumChannel> channel) override;
    Ptr<const SpectrumModel> GetRxSpectrumModel() const override;
    Ptr<IOMT_PHY_ANTENNA> IOMT_PHY_GET_ANTENNA() const override;
    void StartRx(Ptr<SpectrumSignalParameters> signal) override;

    /// @return the channel
    Ptr<SpectrumChannel> GetChannel() const;
    /// @return what is on it; null without a channel
    Ptr<BleAir> GetAir() const;

    /**
     * @brief Send a packet at once; the user is told at its end. What was listened to is cut off.
     * @param user who is told
     * @param channel link-layer channel index, 0–39
     * @param mode of the PHY
     * @param accessAddress of the packet
     * @param pdu header … CRC, at least 5 octets
     * @param origin what it was cut from, for simulation only; may be null
     * @return false if that cannot be: it is transmitting, it has no channel, the channel index or
     *         the length is impossible. Nothing happens then.
     */
    bool Transmit(BleRadioUser* user,
                  uint8_t channel,
                  BlePhyMode mode,
                  uint32_t accessAddress,
                  Ptr<const Packet> pdu,
                  Ptr<const Packet> origin = nullptr);

    /**
     * @brief Listen from now until Stop(), Transmit() or another Listen(); goes on after a packet.
     * @param user who is told
     * @param channel link-layer channel index, 0–39
     * @param mode of the PHY; one Coded mode stands for both, the packet tells which it is
     * @param accessAddress to listen for
     * @return false if that cannot be, as for Transmit()
     */
    bool Listen(BleRadioUser* user, uint8_t channel, BlePhyMode mode, uint32_t accessAddress);

    /**
     * @brief Go to standby. A packet that is being sent is sent to its end, but nobody is told.
     */
    void Stop();

    /// @return true from the end of an access address to the end of its packet
    bool IsReceiving() const;
    /// @return end of the packet that is being received or sent; now if there is none
    Time GetBusyUntil() const;
    /// @return what it is doing
    State GetState() const;
    /// @return time spent in a state so far
    Time GetTimeIn(State state) const;

    /// @param battery what energy is drawn from; null: none
    void SetBattery(Ptr<Battery> battery);
    Ptr<Battery> GetBattery() const;
    /// @param profile power in each state
    void SetProfile(const BleRadioProfile& profile);
    const BleRadioProfile& GetProfile() const;

    /// @param powerDbm transmit power [dBm]
    void SetTxPowerDbm(double powerDbm);
    double GetTxPowerDbm() const;
    /// @param noiseFigureDb of the receiver [dB]
    void SetNoiseFigureDb(double noiseFigureDb);
    double GetNoiseFigureDb() const;
    /// @return noise in the receiver's band [dBm]
    double GetNoiseDbm(BlePhyMode mode) const;

    /// @return power while it listens or receives [mW]
    double RxPowerMw(BlePhyMode mode) const;
    /// @return power while it transmits [mW]
    double TxPowerMw(BlePhyMode mode) const;
    /// @return energy of leaving standby, to transmit or to listen [mJ]
    double StartupEnergyMj(bool toTransmit) const;
    /**
     * @brief Power of events that are not simulated one by one, drawn beside everything else.
     * @param powerMw mean [mW]; of all links together
     */
    void SetIdlePower(double powerMw);
    /// @param energyMj of such events, drawn at once [mJ]
    void DrawEnergy(double energyMj)
    {
        Charge(energyMj);
    }

    double GetIdlePower() const;

    /**
     * @brief Mean power that a signal would arrive with, by the channel's loss model.
     * @param from transmitter
     * @return gain of the way to this radio, as a factor of power; 1 without loss model or mobility
     */
    double GetGainFrom(Ptr<const SpectrumPhy> from) const;

    /// The radio belongs to a BleLinkLayer from now on, while it is in standby.
    void SetLinked()
    {
        m_linked = true;
    }

    /// @return whether anybody listens to a trace source of this radio
    bool IsWatched() const
    {
        return !m_stateTrace.IsEmpty() || !m_transmittedTrace.IsEmpty() ||
               !m_receivedTrace.IsEmpty() || !m_sniffedTrace.IsEmpty();
    }

    /// @param stream first stream index to use @return how many were used
    int64_t AssignStreams(int64_t stream);

    /// @brief Signature of the trace source State. @param when now
    typedef void (*StateTracedCallback)(Time when, State before, State after);
    /// @brief Signature of the trace source Transmitted, called at the first bit.
    typedef void (*TransmittedTracedCallback)(Ptr<const BleSignal> signal);
    /// @brief Signature of the trace source Received, called at the last bit.
    typedef void (*ReceivedTracedCallback)(const BleReception& reception);
    /// @brief Signature of the trace source Sniffed: at the first bit sent, the last bit received.
    typedef void (*SniffedTracedCallback)(const BleSniff& packet);

  protected:
    void DoDispose() override;

  private:
    /// A signal in the receiver's band, since this radio listens there.
    struct Incoming
    {
        Time start;
        Time end;
        double powerMw;              ///< behind the channel filter, as interference
        double wantedMw;             ///< as a packet; 0 if it is not what is listened for
        const SpectrumPhy* from;     ///< only to be compared
        Ptr<const BleSignal> signal; ///< null unless it is what is listened for
    };

    /// Outcome of a piece of a packet.
    struct Quality
    {
        double success{1};        ///< probability of no wrong bit
        double interferenceMw{0}; ///< mean over the piece
    };

    void Enter(State state);
    void SetPower();
    void CacheNoise();
    void Charge(double energyMj);
    void Attach();
    void Detach();
    bool CanUse(uint8_t channel) const;
    void CatchUp();
    void Add(const SpectrumValue& psd,
             double gain,
             const BleSignal* packet,
             const SpectrumPhy* from,
             Time start,
             Time end);
    void Expect(const Incoming& packet);
    bool IsWanted(const BleSignal& packet) const;
    void DropEnded();
    void EndSync(uint64_t serial, const BleSignal* packet);
    void EndReception(uint64_t serial);
    void EndTransmission(uint64_t serial);
    Quality Judge(const Incoming& packet, Time from, Time to, BlePhyMode mode, double bits);
    bool Draw(double success);

    Ptr<NetDevice> m_device;
    Ptr<MobilityModel> m_mobility;
    Ptr<SpectrumChannel> m_spectrum;
    Ptr<BleAir> m_air;
    Ptr<Battery> m_battery;
    BleRadioProfile m_profile;
    Ptr<UniformRandomVariable> m_draw;

    double m_txPowerDbm{0};
    double m_noiseFigureDb{7.1};
    double m_idlePowerMw{0};
    double m_powerMw{0};                           ///< of the state, as the battery knows it
    double m_txMw{0};                              ///< TxPowerMw(), looked up
    std::array<double, BLE_PHY_MODES> m_noiseMw{}; ///< by BlePhyMode
    BleAir::PsdTable* m_psds{nullptr};

    State m_state{State::STANDBY};
    Time m_stateSince;
    std::array<Time, STATE_COUNT> m_timeIn{};
    bool m_attached{false};
    bool m_linked{false};

    BleRadioUser* m_user{nullptr};
    uint8_t m_channel{0};
    BlePhyMode m_mode{BlePhyMode::LE_1M};
    uint32_t m_accessAddress{0};
    uint64_t m_serial{0}; ///< of what it does now: events of something older are void
    std::vector<Incoming> m_incoming;
    std::vector<Time> m_edges; ///< room for Judge()
    Ptr<const BleSignal> m_receiving;
    Time m_busyUntil;

    TracedCallback<Time, State, State> m_stateTrace;
    TracedCallback<Ptr<const BleSignal>> m_transmittedTrace;
    TracedCallback<const BleReception&> m_receivedTrace;
    TracedCallback<const BleSniff&> m_sniffedTrace;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_RADIO_H
