// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_INITIATOR_H
#define IOMT_BLE_INITIATOR_H

#include "ble-advertising-pdu.h"
#include "ble-connection-parameters.h"
#include "ble-radio.h"

#include "ns3/event-id.h"

#include <map>

namespace ns3
{
namespace iomt
{

class BleLinkLayer;

/**
 * @brief Scans while the radio has nothing better to do, and connects to the peers it was told of
 * (Core 5.4, Vol 6, Part B, 4.4.4).
 *
 * It scans all the time (scan window = scan interval), one primary channel after the other.
 */
class BleInitiator : public BleRadioUser
{
  public:
    /// @param layer whose radio it uses; outlives it
    explicit BleInitiator(BleLinkLayer& layer);
    ~BleInitiator() override;

    /// @param peer to connect to whenever it advertises @param parameters of the connection
    void Add(Mac48Address peer, const BleConnectionParameters& parameters);
    void Remove(Mac48Address peer);

    /// @return whether there is a peer without a link
    bool IsActive() const
    {
        return m_active;
    }

    /// Links came or went.
    void Update();
    /// @return whether the radio cannot be taken away now: a CONNECT_IND is due or being sent
    bool IsBusy() const;
    /// Listen, if there is anybody to listen for and the radio is free.
    void Resume();
    /// Somebody else needs the radio.
    void Yield();
    void Dispose();

    void RadioReceived(const BleReception& reception) override;
    void RadioTransmitted() override;

  private:
    void Rotate();
    void Request();

    BleLinkLayer& m_layer;
    std::map<Mac48Address, BleConnectionParameters> m_peers;
    uint8_t m_channel{37};
    bool m_active{false};
    bool m_scanning{false};
    bool m_requesting{false};
    BleConnectInd m_request;
    Time m_anchor; //!< of the connection being made
    Time m_windowStart;
    bool m_selection2{true};
    EventId m_rotate;
    EventId m_step;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_INITIATOR_H
