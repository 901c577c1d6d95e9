// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_AIR_H
#define IOMT_BLE_AIR_H

#include "ble-phy-mode.h"

#include "ns3/callback.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/spectrum-channel.h"
#include "ns3/spectrum-converter.h"
#include "ns3/spectrum-signal-parameters.h"
#include "ns3/spectrum-value.h"

#include <array>
#include <map>
#include <vector>

namespace ns3
{
namespace iomt
{

struct BleSignal;

/**
 * @brief What is on the air of a SpectrumChannel, for radios that listen only now and then.
 *
 * A SpectrumChannel tells a signal to those attached when it begins. A radio that attaches while it
 * lasts would never know of it; it asks here. One for each channel, aggregated to it:
 *
 *     transmitters ──▶ SpectrumChannel ──▶ listening radios
 *                           │ TxSigParams
 *                           ▼
 *                        BleAir ◀── a radio that begins to listen
 */
class BleAir : public Object
{
  public:
    /// A signal that is on the air.
    struct Transmission
    {
        Time start;
        Time end;
        Ptr<SpectrumSignalParameters> signal; ///< at the transmitter's antenna
        const BleSignal* ble;                 ///< the same, or null for one that is not BLE's
    };

    /// Power spectral densities of one transmit power, by BLE channel; of 2M behind those of 1M.
    using PsdTable = std::array<Ptr<SpectrumValue>, 80>;

    static TypeId GetTypeId();
    BleAir();
    ~BleAir() override;

    /**
     * @brief The air of a channel; made and aggregated when first asked for.
     * @param channel whose transmissions it hears from then on
     */
    static Ptr<BleAir> Of(Ptr<SpectrumChannel> channel);

    /// @return signals that are on the air now, in the order they began
    const std::vector<Transmission>& OnAir();

    /// @return true while a signal is on the air that is not BLE's, or on a data channel but not of
    ///         a BleLinkLayer
    bool IsForeignActive() const;
    /// @return end of the last such signal, which may be to come; below 0 if none was
    Time LastForeign() const;

    /**
     * @return whether a receiver is attached to the channel that does not belong to a BleLinkLayer:
     *         it may hear everything
     */
    bool HasStrangers() const;
    /// @param change of the number of radios of link layers that are attached
    void CountLinked(int change);

    /// Told of each signal that is not BLE's as it begins; the argument is its end.
    using ForeignCallback = Callback<void, Time>;
    /**
     * @param callback to add to those that are told; before any receiver hears the signal, so that
     *        who begins to listen in the callback still receives it from the channel
     */
    void AddForeignCallback(const ForeignCallback& callback);

    /**
     * @brief Power spectral densities that radios share.
     * @param powerDbm transmit power [dBm]
     * @return a table that lives as long as this object; empty places are for GetPsd() to fill
     */
    PsdTable& GetPsds(double powerDbm);

    /**
     * @param table of GetPsds()
     * @param powerDbm its transmit power [dBm]
     * @param channel link-layer channel index, 0–39
     * @param mode of the PHY
     * @return what a packet has on the air [W/Hz]; not to be changed
     */
    static const Ptr<SpectrumValue>& GetPsd(PsdTable& table,
                                            double powerDbm,
                                            uint8_t channel,
                                            BlePhyMode mode);

    /**
     * @brief A signal's power spectral density in the bands of GetSpectrumModel().
     * @param transmission of OnAir()
     * @return null if it has nothing in them
     */
    Ptr<const SpectrumValue> PsdOf(const Transmission& transmission);

  protected:
    void DoDispose() override;

  private:
    void Hear(Ptr<SpectrumSignalParameters> signal);
    void Prune();

    SpectrumChannel* m_channel{nullptr}; //!< aggregated to this
    std::size_t m_linked{0};             //!< radios of link layers that are attached
    std::vector<Transmission> m_onAir;
    std::vector<ForeignCallback> m_foreignCallbacks;
    Time m_lastForeign{NanoSeconds(-1)};
    std::map<double, PsdTable> m_psds;
    std::map<SpectrumModelUid_t, SpectrumConverter> m_converters;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_AIR_H
