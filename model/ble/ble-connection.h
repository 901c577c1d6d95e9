// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_CONNECTION_H
#define IOMT_BLE_CONNECTION_H

#include "ble-att.h"
#include "ble-constants.h"
#include "ble-key.h"
#include "ble-l2cap.h"

#include "ns3/callback.h"
#include "ns3/event-id.h"
#include "ns3/mac48-address.h"
#include "ns3/object.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

class BleHost;
class BleLink;
class BlePairing;

/// How the links of a device are protected.
enum class BleSecurity : uint8_t
{
    NONE,               ///< not at all
    BONDED,             ///< encrypted with the key of an earlier pairing
    JUST_WORKS,         ///< LE Secure Connections pairing that nobody watches, then encrypted
    NUMERIC_COMPARISON, ///< the same, with six digits compared at both ends
};

/**
 * @brief A link as the host of one of its ends sees it: set-up, security, L2CAP and ATT.
 *
 *     link opened ─▶ data length, PHY ─▶ pairing, unless bonded ─▶ encryption ─▶ ready
 *
 * The central leads. A link that cannot be protected as BleHost wants it is terminated.
 */
class BleConnection : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    BleConnection();
    ~BleConnection() override;

    /// @return the link
    Ptr<BleLink> GetLink() const;
    /// @return L2CAP on the link
    Ptr<BleL2cap> GetL2cap() const;
    /// @return ATT on the link
    Ptr<BleAtt> GetAtt() const;
    /// @return device address of the peer
    Mac48Address GetPeer() const;
    /// @return whether this device is the central
    bool IsCentral() const;
    /// @return whether the link is there and protected as wanted
    bool IsReady() const;

    /// End the link.
    void Disconnect();

  protected:
    void DoDispose() override;

  private:
    friend class BleHost;

    /// Take the link.
    void Attach(BleHost* host, Ptr<BleLink> link);
    /// Begin with the procedures that lead to Ready().
    void SetUp();
    void Protect();
    void MakePairing();
    void ReceiveSmp(Ptr<Packet> command);
    void WatchPairing();
    void PairingSilent();
    void Paired(const std::optional<BleKey>& key, const std::string& reason);
    void Encrypted(bool on, BleError status);
    void Ready();
    /// The link is not protected as it should be: end it, and do not come back.
    void Refuse(const std::string& why);
    void EndWhenSent();
    bool ChangeParameters(const l2cap::ParameterUpdateRequest& request);
    void LinkClosed(BleError reason);

    BleHost* m_host{nullptr};
    Ptr<BleLink> m_link;
    Ptr<BleL2cap> m_l2cap;
    Ptr<BleAtt> m_att;
    Mac48Address m_peer;
    bool m_central{false};
    bool m_ready{false};
    bool m_refused{false}; ///< it will be terminated
    std::unique_ptr<BlePairing> m_pairing;
    EventId m_silence; ///< SMP timeout
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_CONNECTION_H
